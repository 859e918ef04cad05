//! The engine: a reader and the decision tables, compiled once.

use crate::concepts::Concepts;
use crate::decide;
use crate::model::Answer;
use jiff::civil::Date;
use ligature_knowledge::{Family, Knowledge, PartOf, Policies, Want};
use ligature_note::{Reader, Reading};
use rustc_hash::{FxHashMap, FxHashSet};

/// What the page of a code tells that deciding needs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    pub name: String,
    /// Work relative value in hundredths, for the order of lines.
    pub work: u32,
}

/// Reads notes and chooses codes. Built once from the knowledge, then shared between threads.
#[derive(Debug)]
pub struct Engine {
    reader: Reader,
    pub(crate) concepts: Concepts,
    pub(crate) families: Vec<Family>,
    pub(crate) policies: Policies,
    pub(crate) pages: FxHashMap<String, Entry>,
    /// Actions that some table decides about.
    pub(crate) decided: FxHashSet<String>,
}

impl Engine {
    /// Compiles lexicon, families and policies.
    #[must_use]
    pub fn new(knowledge: &Knowledge) -> Engine {
        let work = |text: &str| {
            text.parse::<f64>()
                .ok()
                .map_or(0, |v| (v * 100.0).round() as u32)
        };
        let entry = |page: &ligature_knowledge::Page| Entry {
            name: page.name.clone(),
            work: work(&page.facts.work_rvu),
        };
        let actions = knowledge
            .families
            .iter()
            .filter_map(|f| f.select.get("action"))
            .flat_map(|want| match want {
                Want::One(one) => std::slice::from_ref(one),
                Want::AnyOf(any) => any,
            });
        Engine {
            decided: actions.cloned().collect(),
            reader: Reader::new(&knowledge.lexicon),
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

    /// What a note says was done: sections, mentions and events, without codes.
    #[must_use]
    pub fn read(&self, note: &str) -> Reading {
        self.reader.read(note)
    }

    /// Codes for one note, as of a date of service (ISO 8601), if one is given.
    #[must_use]
    pub fn code(&self, note: &str, date: Option<&str>) -> Answer {
        decide::answer(self, self.reader.read_events(note), date)
    }

    /// The family that decides about a code, if any row names it.
    pub(crate) fn family_of(&self, code: &str) -> Option<&Family> {
        self.families.iter().find(|f| {
            f.rows
                .iter()
                .any(|r| r.code.as_deref() == Some(code) || r.further.as_deref() == Some(code))
        })
    }

    /// A code's plain-language name; empty when it has no page.
    pub(crate) fn name(&self, code: &str) -> String {
        self.pages
            .get(code)
            .map(|e| e.name.clone())
            .unwrap_or_default()
    }

    /// Codes that some decision table can choose, in order.
    #[must_use]
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self
            .families
            .iter()
            .flat_map(|f| &f.rows)
            .flat_map(|r| [&r.code, &r.further])
            .flatten()
            .map(String::as_str)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

/// Whether a code or its family is in a list of codes and families.
pub(crate) fn listed(list: &[String], code: &str, family: &str) -> bool {
    list.iter().any(|l| l == "any" || l == code || l == family)
}

/// A rule holds on a date of service when the date lies in its range; without a date it holds.
pub(crate) fn in_force(from: Option<&str>, until: Option<&str>, date: Option<&str>) -> bool {
    let parse = |d: Option<&str>| d.and_then(|d| d.parse::<Date>().ok());
    let Some(date) = parse(date) else { return true };
    parse(from).is_none_or(|f| f <= date) && parse(until).is_none_or(|u| date <= u)
}

impl Engine {
    pub(crate) fn part_of(&self, code: &str, family: &str) -> impl Iterator<Item = &PartOf> {
        self.policies
            .part_of
            .iter()
            .filter(move |p| listed(&p.part, code, family))
    }
}
