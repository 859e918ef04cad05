//! Facts of the published tables, each with what it means.

use super::meaning::{self, Indicator};
use crate::contract::TableFact;
use ligature_catalog::{ArchivedCatalog, ArchivedCodeRow, date};
use ligature_knowledge::{Facts, Page};

/// The facts of a code; where no table has any, those of its authored page.
pub(super) fn of(
    catalog: &ArchivedCatalog,
    row: &ArchivedCodeRow,
    page: Option<&Page>,
) -> Vec<TableFact> {
    let all = catalog.facts(row);
    let facts: Vec<TableFact> = all
        .map(|(name, modifier, value, release)| {
            let until = catalog.releases.get(usize::from(release));
            TableFact {
                name: name.to_owned(),
                words: in_words(name),
                modifier: modifier.to_owned(),
                value: value.to_owned(),
                meaning: explained(name, value),
                release: catalog.release(release),
                until: until.map_or_else(String::new, |r| date(r.to.to_native()).to_string()),
            }
        })
        .collect();
    match (facts.is_empty(), page) {
        (true, Some(page)) => authored(page),
        _ => facts,
    }
}

/// The facts of an authored page, as the tables had them when it was written.
pub(super) fn authored(page: &Page) -> Vec<TableFact> {
    let facts: &Facts = &page.facts;
    let number = |value: Option<u32>| value.map_or_else(String::new, |n| n.to_string());
    let (mue, mai) = (number(facts.mue), number(facts.mai));
    let (kind, primaries) = (number(facts.addon_type), facts.primaries.join(" "));
    let values = [
        ("status", &facts.status, &facts.rvu_release),
        ("global-days", &facts.global, &facts.rvu_release),
        ("work-rvu", &facts.work_rvu, &facts.rvu_release),
        (
            "total-facility-rvu",
            &facts.total_facility_rvu,
            &facts.rvu_release,
        ),
        ("multiple-procedure", &facts.multiple, &facts.rvu_release),
        ("bilateral", &facts.bilateral, &facts.rvu_release),
        ("assistant", &facts.assistant, &facts.rvu_release),
        ("co-surgeon", &facts.co_surgeon, &facts.rvu_release),
        ("team-surgeon", &facts.team, &facts.rvu_release),
        ("mue-practitioner", &mue, &facts.mue_release),
        ("mue-practitioner-mai", &mai, &facts.mue_release),
        ("addon-type", &kind, &facts.addon_release),
        ("addon-primaries", &primaries, &facts.addon_release),
    ];
    let some = values.into_iter().filter(|(_, value, _)| !value.is_empty());
    some.map(|(name, value, release)| TableFact {
        name: name.to_owned(),
        words: in_words(name),
        modifier: String::new(),
        value: value.clone(),
        meaning: explained(name, value),
        release: release.clone(),
        until: String::new(),
    })
    .collect()
}

/// What a value means, where it is an indicator whose meaning is known; else empty.
fn explained(name: &str, value: &str) -> String {
    let value = match Indicator::of_fact(name) {
        None => return String::new(),
        // some releases print the indicator with its name: "2 Date of Service Edit: Policy"
        Some(Indicator::UnitLimit) => value.split(' ').next().unwrap_or(value),
        Some(_) => value,
    };
    let meant = Indicator::of_fact(name).and_then(|kind| meaning::of(kind, value));
    meant.map_or_else(String::new, |one| one.words.to_owned())
}

/// A fact's name for people.
pub(super) fn in_words(name: &str) -> String {
    let known = [
        ("status", "status"),
        ("work-rvu", "work RVU"),
        ("facility-pe-rvu", "practice expense RVU, facility"),
        ("nonfacility-pe-rvu", "practice expense RVU, office"),
        ("mp-rvu", "malpractice RVU"),
        ("total-facility-rvu", "total RVU, facility"),
        ("total-nonfacility-rvu", "total RVU, office"),
        ("pctc", "professional and technical component"),
        ("global-days", "global period"),
        ("pre-op", "share before the operation"),
        ("intra-op", "share of the operation"),
        ("post-op", "share after the operation"),
        ("multiple-procedure", "multiple procedures"),
        ("bilateral", "both sides"),
        ("assistant", "assistant surgeon"),
        ("co-surgeon", "co-surgeons"),
        ("team-surgeon", "team surgery"),
        ("endoscopic-base", "endoscopic base code"),
        ("conversion-factor", "conversion factor"),
        ("mue-practitioner", "unit limit (MUE), practitioner"),
        (
            "mue-practitioner-mai",
            "unit limit indicator (MAI), practitioner",
        ),
        (
            "mue-practitioner-why",
            "reason of the unit limit, practitioner",
        ),
        ("mue-outpatient", "unit limit (MUE), outpatient hospital"),
        (
            "mue-outpatient-mai",
            "unit limit indicator (MAI), outpatient hospital",
        ),
        (
            "mue-outpatient-why",
            "reason of the unit limit, outpatient hospital",
        ),
        ("addon-type", "type of the add-on edit"),
        ("addon-primaries", "add-on under"),
    ];
    known
        .iter()
        .find(|(n, _)| *n == name)
        .map_or_else(|| name.replace('-', " "), |(_, words)| (*words).to_owned())
}
