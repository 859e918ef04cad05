//! Where the schedule sets no price there is a reason, never a zero.

use crate::tables::{key, small, source, table};
use crate::{AUTHORED, Book, RULES, SMALL, claim};
use jiff::civil::date;
use ligature_claim::price::PayRules;
use ligature_edits::{Kind, Rows, Setting, Table};
use ligature_knowledge::{ClaimRules, Factor};

fn check(tables: Vec<Table>, of: &str, line: &str, reason: &str) {
    let priced = Book::new(tables).price(&RULES, &claim(of, &[line]));
    let got = &priced.lines[0];
    assert_eq!(got.allowed, None, "{of} {line}");
    assert_eq!((priced.total, priced.not_priced), (None, 1), "{of} {line}");
    let why = got.not_priced.clone().unwrap_or_default();
    assert!(why.contains(reason), "{of} {line}: {why}");
}

#[test]
fn why_there_is_no_price() {
    let of = "2024-08-14 11 13202-01";
    let check = |of: &str, line: &str, reason: &str| check(small(), of, line, reason);
    check(
        of,
        "99070",
        "bundled into that of other services (status B)",
    );
    check(of, "44799", "the contractor sets the price");
    check(of, "36415", "another schedule may pay it (status X)");
    check(of, "99999", "RVU24C has no row for 99999");
    check(of, "A12", "`A12` is not the shape of a procedure code");
    check(of, "11402 x 0", "the line has no units");
    check(
        of,
        "44120",
        "rarely or never done outside a facility (place of service 11)",
    );
    check(
        "2024-08-14 21 13202-01",
        "95810",
        "rarely or never done in a facility",
    );
    check("2024-08-14  13202-01", "11402", "no place of service");
    check(
        "2024-10-01 11 13202-01",
        "11402",
        "no release of the physician fee schedule for 2024-10-01",
    );
    check("- 11 13202-01", "11402", "no date of service");
    check(
        "2024-08-14 11 13202-99",
        "11402",
        "GPCI 2024 has no locality 99 of contractor 13202",
    );
    check(
        "2024-08-14 11 13202-",
        "11402",
        "several localities: which one is not given",
    );
    check("2024-08-14 11 01", "11402", "no contractor is given");
    check(
        of,
        "11402-22",
        "modifier 22: Unusually great work is paid by report",
    );
    check(
        of,
        "11402-52",
        "modifier 52: A service that was reduced is paid by report",
    );
    check(
        of,
        "11402-53",
        "modifier 53: A procedure that was broken off is paid by report",
    );
    check(
        of,
        "11402-26",
        "modifier 26: The fee schedule prints a row of its own",
    );
    check(of, "95810-26-TC", "two modifiers each need their own row");
    check(
        of,
        "11402-80",
        "modifier 80 is not payable with assistant indicator 1",
    );
    check(
        of,
        "11402-66",
        "modifier 66 is not payable with team indicator 0",
    );
    check(
        of,
        "11402-54-55",
        "two of its modifiers each give a share of the global fee",
    );
    check(
        of,
        "20610-54",
        "modifier 54: the fee schedule prints no share of the fee for it (global days 000)",
    );
    check(
        "2024-08-14 ZZ 13202-01",
        "11402",
        "the place of service is not one",
    );
    check(
        "2024-08-14 21 13202-01",
        "44120-62-80",
        "modifiers 62 and 80 say two different roles",
    );
    check(
        "2024-08-14 21 13202-01",
        "00840",
        "no anesthesia factor for 2024-08-14",
    );
}

#[test]
fn tables_that_are_missing() {
    let without = |kind: Kind| -> Vec<Table> {
        small()
            .into_iter()
            .filter(|t| t.source.kind != kind)
            .collect()
    };
    let of = "2024-08-14 11 13202-01";
    check(
        without(Kind::Values),
        of,
        "11402",
        "no release of the physician fee schedule",
    );
    check(
        without(Kind::Localities),
        of,
        "11402",
        "no table of localities (GPCI)",
    );
    check(
        without(Kind::Anesthesia),
        of,
        "00840",
        "no table of base units",
    );
    check(
        vec![],
        of,
        "11402",
        "no release of the physician fee schedule",
    );
}

#[test]
fn another_setting() {
    let mut of = claim("2024-08-14 11 13202-01", &["11402"]);
    of.setting = Setting::Outpatient;
    let priced = SMALL.price(&RULES, &of);
    let why = priced.lines[0].not_priced.clone().unwrap();
    assert!(
        why.contains("this claim's setting is `outpatient`"),
        "{why}"
    );
}

#[test]
fn two_contractors() {
    let mut of = claim("2024-08-14 11 13202-01", &["11402"]);
    of.mac = "10112".to_owned();
    let priced = SMALL.price(&RULES, &of);
    let why = priced.lines[0].not_priced.clone().unwrap();
    assert!(
        why.contains("two contractors: 10112 and, in its locality, 13202"),
        "{why}"
    );
    of.mac = "13202".to_owned();
    of.locality = "01".to_owned();
    let priced = SMALL.price(&RULES, &of);
    assert_eq!(priced.total.unwrap().to_string(), "199.66");
}

#[test]
fn a_procedure_without_a_fee_is_said_to_take_no_rank() {
    let of = claim("2024-08-14 21 13202-01", &["44799", "44120"]);
    let priced = SMALL.price(&RULES, &of);
    assert_eq!(priced.not_priced, 1);
    assert!(
        priced.remarks[0]
            .says
            .starts_with("Line 1 (44799) has no fee here")
    );
}

#[test]
fn without_an_authored_factor_the_tables_own_is_used_and_said() {
    let bare = PayRules::new(&ClaimRules {
        factors: vec![],
        ..AUTHORED.clone()
    });
    let priced = SMALL.price(&bare, &claim("2024-08-14 11 13202-01", &["11402"]));
    let line = &priced.lines[0];
    assert_eq!(line.allowed.unwrap().to_string(), "199.66");
    assert!(line.steps[0].source.contains("as the table prints it"));
}

#[test]
fn anesthesia_with_a_factor() {
    let mut authored = AUTHORED.clone();
    authored.factors.push(Factor {
        kind: "anesthesia".to_owned(),
        dollars: "22.00".to_owned(),
        from: "2024-01-01".to_owned(),
        until: "2024-12-31".to_owned(),
        source: "the contractor's anesthesia factor of the locality".to_owned(),
    });
    let rules = PayRules::new(&authored);
    let check = |line: &str, expected: &str| {
        let priced = SMALL.price(&rules, &claim("2024-08-14 21 13202-01", &[line]));
        assert_eq!(priced.total.unwrap().to_string(), expected, "{line}");
    };
    // (6 + 95 / 15 = 6.3) × 22; half of it for who directs several.
    check("00840-AA x 95", "270.60");
    check("00840-QK x 95", "135.30");
}

#[test]
fn a_table_that_prints_nonsense() {
    let row = |text: &str| {
        table(
            source(Kind::Values, "RVU24C", date(2024, 7, 1), date(2024, 9, 30)),
            Rows::Values(vec![crate::tables::value(text)]),
        )
    };
    let with = |text: &str| -> Vec<Table> {
        let others = small()
            .into_iter()
            .filter(|t| t.source.kind != Kind::Values);
        others.chain([row(text)]).collect()
    };
    let of = "2024-08-14 11 13202-01";
    let tail = ",0,XXX,0.00,0.00,0.00,0,0,0,0,0,";
    check(
        with(&format!("11402,,A,-1.45,3.55,,1.85,,0.19{tail}")),
        of,
        "11402",
        "negative value",
    );
    check(
        with(&format!("11402,,A,0.00,0.00,,0.00,,0.00{tail}")),
        of,
        "11402",
        "no relative values",
    );
    check(
        with(&format!("11402,,?,1.00,0.00,,0.00,,0.00{tail}")),
        of,
        "11402",
        "status `?`",
    );
    assert_eq!(key("11402").to_string(), "11402");
}
