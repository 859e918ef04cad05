//! Prices to the cent: lines checked by hand over small tables, the publisher's own tables where they are there, and what holds
//! for any claim.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot set itself up must stop"
)]

mod by_hand;
mod not_priced;
mod properties;
mod published;
mod tables;

use jiff::civil::Date;
use ligature_claim::price::{PayRules, Priced, price};
use ligature_claim::{Claim, Line};
use ligature_codes::Units;
use ligature_edits::{ArchivedEdits, Edits, Ids, Table, Tables, build};
use ligature_knowledge::ClaimRules;
use rkyv::rancor::Error;
use rkyv::util::AlignedVec;
use std::sync::LazyLock;

/// Tables, opened.
struct Book {
    bytes: AlignedVec,
    ids: Ids,
}

impl Book {
    fn new(tables: Vec<Table>) -> Book {
        let edits: Edits = build(tables).unwrap();
        let bytes = rkyv::to_bytes::<Error>(&edits).unwrap();
        let ids = Ids::new(rkyv::access::<ArchivedEdits, Error>(&bytes).unwrap());
        Book { bytes, ids }
    }

    fn price(&self, rules: &PayRules, claim: &Claim) -> Priced {
        let edits = rkyv::access::<ArchivedEdits, Error>(&self.bytes).unwrap();
        price(Tables::new(edits, &self.ids), rules, claim)
    }
}

/// The authored rules that the program carries.
static RULES: LazyLock<PayRules> = LazyLock::new(|| PayRules::new(&AUTHORED));

/// What authors wrote for claims.
static AUTHORED: LazyLock<ClaimRules> = LazyLock::new(|| {
    let (knowledge, problems) = ligature_knowledge::embedded();
    assert!(!problems.iter().any(|p| p.is_error()));
    knowledge.claims
});

/// The small tables, opened.
static SMALL: LazyLock<Book> = LazyLock::new(|| Book::new(tables::small()));

/// A claim from words: `2024-08-14 21 13202-01` and lines such as `44121-59-RT x 2`.
fn claim(of: &str, lines: &[&str]) -> Claim {
    let mut words = of.split(' ');
    let mut next = || words.next().unwrap_or_default().to_owned();
    let (date, place_of_service, locality) = (next(), next(), next());
    Claim {
        date_of_service: date.parse::<Date>().ok(),
        place_of_service,
        locality,
        lines: lines.iter().map(|l| line(l)).collect(),
        ..Claim::default()
    }
}

fn line(text: &str) -> Line {
    let (rest, units) = match text.split_once(" x ") {
        Some((rest, units)) => (rest, units.parse().unwrap()),
        None => (text, Units::ONE),
    };
    let (date, rest) = match rest.split_once(": ") {
        Some((date, rest)) => (Some(date.parse().unwrap()), rest),
        None => (None, rest),
    };
    let mut parts = rest.split('-').map(str::to_owned);
    Line {
        code: parts.next().unwrap(),
        modifiers: parts.collect(),
        units,
        date_of_service: date,
        ..Line::default()
    }
}

/// What each line is allowed, in the order of the claim; `-` where it is not priced.
fn amounts(priced: &Priced) -> Vec<String> {
    let amount = |l: &ligature_claim::price::PricedLine| match l.allowed {
        Some(amount) => amount.to_string(),
        None => "-".to_owned(),
    };
    priced.lines.iter().map(amount).collect()
}
