//! What authors wrote, made ready for choosing: decision tables, policies, names.

use crate::concepts::Concepts;
use jiff::civil::Date;
use ligature_knowledge::{Family, Knowledge, PartOf, Policies, Row, Want};
use rustc_hash::{FxHashMap, FxHashSet};

/// The facts of a code's page that deciding needs.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageFacts {
    pub name: String,
    /// Work relative value in ten-thousandths, for the order of lines; absent where the page has none.
    pub work: Option<i64>,
    /// The release that the work value comes from.
    pub release: String,
}

/// Decision tables, policies and names, compiled once.
#[derive(Debug)]
pub(crate) struct Tables {
    pub concepts: Concepts,
    pub families: Vec<Family>,
    pub policies: Policies,
    pub pages: FxHashMap<String, PageFacts>,
    /// Actions that some table decides about.
    pub decided: FxHashSet<String>,
}

impl Tables {
    pub fn new(knowledge: &Knowledge) -> Tables {
        let entry = |page: &ligature_knowledge::Page| PageFacts {
            name: page.name.clone(),
            work: ten_thousandths(&page.facts.work_rvu),
            release: page.facts.rvu_release.clone(),
        };
        let actions = knowledge
            .families
            .iter()
            .filter_map(|f| f.select.get("action"))
            .flat_map(|want| match want {
                Want::One(one) => std::slice::from_ref(one),
                Want::AnyOf(any) => any,
            });
        Tables {
            decided: actions.cloned().collect(),
            concepts: Concepts::new(&knowledge.lexicon),
            families: knowledge.families.clone(),
            policies: knowledge.policies.clone(),
            pages: knowledge
                .pages
                .iter()
                .map(|p| (p.code.clone(), entry(p)))
                .collect(),
        }
    }

    /// The family that decides about a code, if any row names it.
    pub fn family_of(&self, code: &str) -> Option<&Family> {
        self.families.iter().find(|f| {
            f.rows
                .iter()
                .any(|r| r.code.as_deref() == Some(code) || r.further.as_deref() == Some(code))
        })
    }

    /// A code's plain-language name; empty when it has no page.
    pub fn name(&self, code: &str) -> String {
        self.pages
            .get(code)
            .map(|e| e.name.clone())
            .unwrap_or_default()
    }

    /// The policies that may take out a code of a family.
    pub fn part_of(&self, code: &str, family: &str) -> impl Iterator<Item = &PartOf> {
        self.policies
            .part_of
            .iter()
            .filter(move |p| listed(&p.part, code, family))
    }
}

/// Whether a code or its family is in a list of codes and families.
pub(crate) fn listed(list: &[String], code: &str, family: &str) -> bool {
    list.iter().any(|l| l == "any" || l == code || l == family)
}

/// A row holds on a date of service within its first and last day; without a date of service it holds. The loader of the
/// knowledge refuses days that cannot be read; a row that has one anyway is never in force on a date.
pub(crate) fn in_force(row: &Row, date: Option<Date>) -> bool {
    let Some(date) = date else { return true };
    let within = |day: &Option<String>, holds: fn(Date, Date) -> bool| match day {
        None => true,
        Some(day) => day.parse().is_ok_and(|day| holds(day, date)),
    };
    within(&row.from, |from, date| from <= date) && within(&row.until, |until, date| date <= until)
}

/// The days of a row in words: `from 2006-01-01 on`.
pub(crate) fn days(row: &Row) -> String {
    match (row.from.as_deref(), row.until.as_deref()) {
        (Some(from), Some(until)) => format!("from {from} to {until}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "always".to_owned(),
    }
}

/// A decimal number with at most four places, in ten-thousandths; nothing if it is none.
fn ten_thousandths(text: &str) -> Option<i64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() && part.is_empty() || !digits(whole) || !digits(part) || part.len() > 4 {
        return None;
    }
    let whole: i64 = match whole {
        "" => 0,
        whole => whole.parse().ok()?,
    };
    let part: i64 = format!("{part:0<4}").parse().ok()?;
    whole.checked_mul(10_000)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_values_are_exact() {
        fn check(text: &str, expected: Option<i64>) {
            assert_eq!(ten_thousandths(text), expected, "{text}");
        }
        check("20.82", Some(208_200));
        check("20.8249", Some(208_249));
        check(" .5 ", Some(5_000));
        check("0.00", Some(0));
        check("", None);
        check("20,82", None);
        check("20.82000", None);
        check("1e3", None);
        check("-1", None);
        check("NaN", None);
    }

    #[test]
    fn rows_hold_within_their_days() {
        fn check(from: &str, until: &str, date: &str, expected: bool) {
            let day = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
            let row = Row {
                from: day(from),
                until: day(until),
                ..Row::default()
            };
            assert_eq!(
                in_force(&row, date.parse().ok()),
                expected,
                "{from} to {until} on {date}"
            );
        }
        check("", "", "2025-01-01", true);
        check("2025-01-01", "2025-12-31", "2025-01-01", true);
        check("2025-01-01", "2025-12-31", "2025-12-31", true);
        check("2025-01-01", "2025-12-31", "2024-12-31", false);
        check("2025-01-01", "2025-12-31", "2026-01-01", false);
        check("2025-01-01", "2025-12-31", "", true);
        check("soon", "", "2025-01-01", false);
        check("", "later", "2025-01-01", false);
    }
}
