//! What works but has no effect: unused concepts, rows never reached, codes without a page.

mod rows;
mod unused;

use crate::check::code_with_units;
use crate::model::Knowledge;
use crate::problem::{Problem, Severity};
use std::collections::BTreeSet;

/// A part of the knowledge, by its place in the lists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// `lexicon.concepts[…]`
    Concept(usize),
    /// `families[family].rows[row]`
    Row {
        /// Which family.
        family: usize,
        /// Which of its rows.
        row: usize,
    },
    /// `pages[…]`
    Page(usize),
    /// A key of `pages[page].facts`.
    Fact {
        /// Which page.
        page: usize,
        /// One of [`crate::FACTS`].
        key: &'static str,
    },
    /// `examples[…]`
    Example(usize),
    /// `names[…]`
    Name(usize),
    /// A layout of [`crate::Loaded::releases`].
    Layout {
        /// Which release.
        release: usize,
        /// Which of its layouts.
        layout: usize,
    },
    /// `ranges[…]`
    Range(usize),
}

impl Item {
    /// What it is, in words, for problems that have no file.
    pub(crate) fn name(&self, knowledge: &Knowledge) -> String {
        let id = match self {
            Self::Concept(at) => knowledge
                .lexicon
                .concepts
                .get(*at)
                .map(|c| format!("concept {}", c.id)),
            Self::Row { family, row } => knowledge
                .families
                .get(*family)
                .map(|f| format!("family {}, row {}", f.id, row + 1)),
            Self::Page(at) | Self::Fact { page: at, .. } => {
                knowledge.pages.get(*at).map(|p| format!("page {}", p.code))
            }
            Self::Example(at) => knowledge
                .examples
                .get(*at)
                .map(|e| format!("example {}", e.id)),
            Self::Name(at) => knowledge
                .names
                .get(*at)
                .map(|n| format!("name of {}", n.code)),
            Self::Layout { release, .. } => Some(format!("release {}", release + 1)),
            Self::Range(at) => knowledge
                .ranges
                .get(*at)
                .map(|r| format!("range {}", r.codes)),
        };
        id.unwrap_or_else(|| "knowledge".to_owned())
    }
}

/// A finding about an item, not yet a place in a file.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) item: Item,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Finding {
    fn warning(item: Item, message: String, help: Option<&str>) -> Self {
        Self {
            item,
            severity: Severity::Warning,
            message,
            help: help.map(str::to_owned),
        }
    }
}

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
