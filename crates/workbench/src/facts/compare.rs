//! The facts in the front matter of the pages, compared with the publishers' public tables, and written from them.

use super::error::FactsError;
use super::tables::{Tables, VALUES_DAY};
use super::write::{entries, write};
use ligature_codes::{Code, CodeRange, System};
use ligature_knowledge::{Facts, Item, Loaded, Problem, Severity};
use std::path::{Path, PathBuf};

/// What was found, and what was written.
#[derive(Debug, Default)]
pub struct Report {
    /// Pages looked at.
    pub pages: usize,
    /// Pages whose front matter was written again.
    pub written: Vec<PathBuf>,
    /// Facts that differ from the tables, and pages that could not be read. When writing: those that were corrected.
    pub problems: Vec<Problem>,
}

/// Compares the pages below `dir` with the tables below `tables`; with `mend`, also puts the tables' facts into the
/// front matter of the pages that differ. Nothing else in a page is touched.
///
/// # Errors
/// If a table is missing or not the expected one, or a page cannot be written.
pub fn run(dir: &Path, tables: &Path, mend: bool) -> Result<Report, FactsError> {
    let tables = Tables::read(tables)?;
    let loaded = Loaded::from_dir(dir);
    let pages = &loaded.knowledge.pages;
    // A page that cannot be read has no facts to compare; the check of the knowledge says what is wrong with it.
    let mut report = Report {
        pages: pages.len(),
        problems: compare(&loaded, &tables),
        ..Report::default()
    };
    if mend {
        for (at, page) in pages.iter().enumerate() {
            let path = PathBuf::from(loaded.problem(&Item::Page(at), Severity::Info, "").file);
            if write(&path, &tables.facts_for(&page.code))? {
                report.written.push(path);
            }
        }
    }
    Ok(report)
}

/// Every fact of a page that differs from the tables, at its place in the file.
#[must_use]
pub fn compare(loaded: &Loaded, tables: &Tables) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (page, found) in loaded.knowledge.pages.iter().enumerate() {
        if found.facts == Facts::default() {
            let problem =
                loaded.problem(&Item::Page(page), Severity::Error, "this page has no facts");
            problems.push(
                problem.with_help("`ligature knowledge facts --tables DIR --write` puts them in"),
            );
            continue;
        }
        let here = entries(&found.facts);
        let there = entries(&tables.facts_for(&found.code));
        for ((key, here), (_, there)) in here
            .into_iter()
            .zip(there)
            .filter(|(here, there)| here != there)
        {
            let message = match (&here, &there) {
                (_, None) => format!(
                    "the page has `{key}`, but the tables have none for {}",
                    found.code
                ),
                (None, Some(there)) => format!("`{key}` is missing: the tables have {there}"),
                (Some(here), Some(there)) => {
                    format!("`{key}` is {here} here, and {there} in the tables")
                }
            };
            problems.push(loaded.problem(&Item::Fact { page, key }, Severity::Error, message));
        }
    }
    problems
}

/// Our names whose code the fee schedule does not have, or has with another global period than the author expects.
#[must_use]
pub fn compare_names(loaded: &Loaded, tables: &Tables) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, name) in loaded.knowledge.names.iter().enumerate() {
        let facts = tables.facts_for(&name.code);
        let message = if facts.global.is_empty() {
            format!("{} is not in the fee schedule", name.code)
        } else if facts.global != name.global {
            format!(
                "the global period of {} is {} in the fee schedule, not {}: is it the code that is meant?",
                name.code, facts.global, name.global
            )
        } else {
            continue;
        };
        problems.push(loaded.problem(&Item::Name(at), Severity::Error, message));
    }
    problems
}

/// Codes that a row gives on a day of the fee schedule, and that it does not list: the row lacks its days.
#[must_use]
pub fn compare_rows(loaded: &Loaded, tables: &Tables) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (family, table) in loaded.knowledge.families.iter().enumerate() {
        for (row, rule) in table.rows.iter().enumerate() {
            let codes = rule.code.iter().chain(&rule.further);
            for code in codes.filter(|code| tables.facts_for(code).global.is_empty()) {
                // days of the calendar in this form are in the order of their texts
                let begun = rule.from.as_deref().is_none_or(|from| from <= VALUES_DAY);
                let ended = rule
                    .until
                    .as_deref()
                    .is_some_and(|until| until < VALUES_DAY);
                if !begun || ended {
                    continue;
                }
                let message = format!(
                    "{code} is not in the fee schedule of {VALUES_DAY}, and this row gives it on that day"
                );
                let item = Item::Row { family, row };
                problems.push(
                    loaded.problem(&item, Severity::Error, message).with_help(
                        "give the row the first or last day of the code (`from`, `until`)",
                    ),
                );
            }
        }
    }
    problems
}

/// Our ranges without a code of the tables.
#[must_use]
pub fn compare_ranges(loaded: &Loaded, tables: &Tables) -> Vec<Problem> {
    let codes: Vec<Code> = tables.codes().filter_map(|c| Code::parse(c).ok()).collect();
    let ranges = loaded.knowledge.ranges.iter().enumerate();
    let read = ranges.filter_map(|(at, r)| Some((at, CodeRange::parse(&r.codes).ok()?)));
    // of HCPCS Level II the fee schedule has a part only
    read.filter(|(_, range)| range.system() == System::Cpt)
        .filter(|(_, range)| !codes.iter().any(|code| range.holds(code)))
        .map(|(at, range)| {
            let message = format!("{range} has no code of the tables");
            loaded
                .problem(&Item::Range(at), Severity::Error, message)
                .with_help("choose its ends by the codes that exist")
        })
        .collect()
}

/// Diagnoses that a page names as supporting its procedure and that the tabular list does not have.
#[must_use]
pub fn compare_diagnoses(loaded: &Loaded, tables: &Tables) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (page, found) in loaded.knowledge.pages.iter().enumerate() {
        for code in found.supporting().iter().filter(|c| !tables.diagnosis(c)) {
            let message = format!(
                "the page of {} names the diagnosis {code}, which the tabular list of ICD-10-CM does not have",
                found.code
            );
            problems.push(loaded.problem(&Item::Page(page), Severity::Error, message));
        }
    }
    problems
}
