//! What works but has no effect: unused concepts, rows never reached, codes without a page.

mod finding;
mod rows;
mod unused;

pub(crate) use finding::Finding;

use crate::check::code_with_units;
use crate::item::Item;
use crate::model::Knowledge;
use crate::problem::{Problem, Severity};
use std::collections::BTreeSet;

/// What works but has no effect. The problems name the concept, row or page; [`crate::Loaded::lint`] gives
/// the same with file and line.
#[must_use]
pub fn lint(knowledge: &Knowledge) -> Vec<Problem> {
    findings(knowledge)
        .into_iter()
        .map(|finding| Problem {
            help: finding.help,
            ..Problem::of_file(
                finding.item.name(knowledge),
                finding.severity,
                finding.message,
            )
        })
        .collect()
}

pub(crate) fn findings(knowledge: &Knowledge) -> Vec<Finding> {
    let mut findings = unused::findings(knowledge);
    findings.extend(rows::findings(knowledge));
    findings.extend(codes(knowledge));
    findings
}

/// Codes without a page, pages without a row, examples that no row can fulfil.
fn codes(knowledge: &Knowledge) -> Vec<Finding> {
    let mut findings = Vec::new();
    let pages: BTreeSet<&str> = knowledge
        .pages
        .iter()
        .map(|page| page.code.as_str())
        .collect();
    let mut given = BTreeSet::new();
    for (family, table) in knowledge.families.iter().enumerate() {
        for (at, row) in table.rows.iter().enumerate() {
            for code in row.code.iter().chain(&row.further).chain(&row.would_be) {
                if given.insert(code.as_str()) && !pages.contains(code.as_str()) {
                    let help = format!("write procedures/{code}.md");
                    let message = format!("{code} has no page");
                    findings.push(Finding::warning(
                        Item::Row { family, row: at },
                        message,
                        Some(&help),
                    ));
                }
            }
        }
    }
    for (at, page) in knowledge.pages.iter().enumerate() {
        if !given.contains(page.code.as_str()) {
            findings.push(Finding {
                item: Item::Page(at),
                severity: Severity::Info,
                message: format!(
                    "no family decides {}: its page can be read, but no note is given this code",
                    page.code
                ),
                help: None,
            });
        }
    }
    for (at, example) in knowledge.examples.iter().enumerate() {
        for code in example
            .codes
            .iter()
            .filter_map(|text| code_with_units(text))
            .map(|(code, _)| code)
        {
            if !given.contains(code) {
                let message =
                    format!("this example expects {code}, which no row of a family gives");
                findings.push(Finding::warning(Item::Example(at), message, None));
            }
        }
    }
    findings
}
