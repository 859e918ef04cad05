//! Diagnoses, sides and codes of HCPCS Level II, checked with small made-up code sets.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use jiff::civil::date;
use ligature_catalog::{
    ArchivedCatalog, Batch, Catalog, CodeEntry, Release, Standing, Status, System,
};
use ligature_claim::check::{Checked, Ground, check};
use ligature_claim::{Claim, Line, Rules};
use ligature_edits::{ArchivedEdits, Ids, Kind, Rows, Setting, Table, TableRelease, Tables, build};
use rkyv::rancor::Error;

/// Diagnoses of ICD-10-CM, some of them with a side: code, its parent, title.
const DIAGNOSES: [(&str, &str, &str); 8] = [
    ("M17", "", "Osteoarthritis of knee"),
    ("M171", "M17", "Unilateral primary osteoarthritis of knee"),
    (
        "M1711",
        "M171",
        "Unilateral primary osteoarthritis, right knee",
    ),
    (
        "M1712",
        "M171",
        "Unilateral primary osteoarthritis, left knee",
    ),
    ("I50", "", "Heart failure"),
    ("I501", "I50", "Left ventricular failure, unspecified"),
    ("K56", "", "Ileus"),
    ("K562", "K56", "Volvulus"),
];

fn catalog() -> Catalog {
    let release = |system, label: &str| Release {
        system,
        label: label.to_owned(),
        from: date(2023, 10, 1),
        to: date(2024, 9, 30),
        publisher: "CMS".to_owned(),
        licence: String::new(),
        file: label.to_owned(),
        complete: true,
    };
    let entry = |code: &str, parent: &str, title: &str, standing| CodeEntry {
        code: code.to_owned(),
        title: title.to_owned(),
        short: String::new(),
        status: match DIAGNOSES.iter().any(|(_, of, _)| *of == code) {
            true => Status::Header,
            false => Status::Billable,
        },
        parent: parent.to_owned(),
        standing,
    };
    let always = Standing::default();
    let mut diagnoses = Batch::new(release(System::Icd10cm, "FY2024"));
    let of = |(code, parent, title): &(&str, &str, &str)| entry(code, parent, title, always);
    diagnoses.entries = DIAGNOSES.iter().map(of).collect();
    let mut supplies = Batch::new(release(System::Hcpcs, "2024"));
    let days = |from, to| Standing { from, to };
    supplies.entries = vec![
        entry("J1100", "", "A drug", always),
        entry(
            "J9998",
            "",
            "Ended",
            days(Some(date(2020, 1, 1)), Some(date(2024, 3, 31))),
        ),
    ];
    let modifier = |code: &str, from, to| CodeEntry {
        status: Status::Modifier,
        ..entry(code, "", "A modifier", days(from, to))
    };
    supplies.entries.extend([
        modifier("KH", Some(date(1998, 1, 1)), None),
        modifier("W1", None, None),
        modifier("W2", Some(date(2020, 1, 1)), Some(date(2024, 8, 13))),
        modifier("W3", Some(date(2020, 1, 1)), Some(date(2024, 8, 14))),
        modifier("W4", Some(date(2024, 8, 15)), None),
        modifier("XS", Some(date(2024, 9, 1)), None),
    ]);
    let all = [("icd", diagnoses), ("hcpcs", supplies)];
    let all = all.map(|(name, batch)| (name.to_owned(), batch));
    Catalog::build(all.into(), vec![]).unwrap()
}

/// Checks lines such as `27447-LT: M17.11` on a day of 2024, with the code sets or without them.
fn checked(lines: &[&str], with: bool) -> Checked {
    checked_on(lines, with, date(2024, 8, 14))
}

fn checked_on(lines: &[&str], with: bool, on: jiff::civil::Date) -> Checked {
    let schedule = Table {
        source: TableRelease {
            kind: Kind::Values,
            setting: Setting::Practitioner,
            label: "RVU24C".to_owned(),
            from: date(2024, 7, 1),
            to: date(2024, 9, 30),
            dated: false,
            publisher: "CMS".to_owned(),
            licence: String::new(),
            file: String::new(),
            part: None,
            revision: 0,
        },
        rows: Rows::Values(vec![]),
        read: 0,
        refused: vec![],
    };
    let edits = rkyv::to_bytes::<Error>(&build(vec![schedule]).unwrap()).unwrap();
    let edits = rkyv::access::<ArchivedEdits, Error>(&edits).unwrap();
    let ids = Ids::new(edits);
    let catalog = rkyv::to_bytes::<Error>(&catalog()).unwrap();
    let catalog = rkyv::access::<ArchivedCatalog, Error>(&catalog).unwrap();
    let (knowledge, _) = ligature_knowledge::embedded();
    let line = |text: &&str| {
        let (code, diagnoses) = text.split_once(": ").unwrap_or((text, ""));
        let mut parts = code.split('-').map(str::to_owned);
        Line {
            code: parts.next().unwrap(),
            modifiers: parts.collect(),
            diagnoses: diagnoses.split_whitespace().map(str::to_owned).collect(),
            ..Line::default()
        }
    };
    let claim = Claim {
        date_of_service: Some(on),
        lines: lines.iter().map(line).collect(),
        ..Claim::default()
    };
    let rules = Rules::new(&knowledge.claims);
    check(
        Tables::new(edits, &ids),
        &rules,
        with.then_some(catalog),
        &claim,
    )
}

/// What is said by the code sets and of sides must hold each of these words; nothing at all where there are none.
fn says(lines: &[&str], words: &[&str]) {
    let answer = checked(lines, true);
    let rules = [Ground::CodeSet, Ground::Principle];
    let found = answer.findings.iter().filter(|f| rules.contains(&f.rule));
    let said: Vec<String> = found
        .map(|f| format!("{:?} {:?} {} {}", f.outcome, f.lines, f.because, f.resolve))
        .collect();
    let all = said.join("\n");
    assert_eq!(said.is_empty(), words.is_empty(), "{lines:?}: {all}");
    for word in words {
        assert!(all.contains(word), "{lines:?}: `{word}` in {all}");
    }
}

#[test]
fn a_diagnosis_is_valid_to_its_last_character() {
    says(&["99213: K56.2"], &[]);
    says(&["99213: k562"], &[]);
    says(
        &["99213: K56"],
        &["Deny [1]", "K56 is a heading", "Below it: K56.2."],
    );
    says(&["99213: M17"], &["Below it: M17.11, M17.12."]);
    says(
        &["99213: K56.20"],
        &["K56.20 is not a diagnosis code: FY2024 does not list it"],
    );
    // once, with all its lines
    says(&["99213: K56", "99214: K56"], &["Deny [1, 2]"]);
}

#[test]
fn the_side_of_a_modifier_is_that_of_the_diagnosis() {
    says(&["27447-RT: M17.11"], &[]);
    says(
        &["27447-LT: M17.11"],
        &["the left side, and the diagnosis the right one (M17.11)"],
    );
    says(&["27447-LT: M17.11 M17.12"], &[]);
    // the left ventricle has no right twin: it names no side
    says(&["27447-RT: I50.1"], &[]);
    says(&["27447-LT-RT"], &["both the left and the right side"]);
    says(
        &["27447-50-F6"],
        &["another modifier of the line says the right one"],
    );
}

#[test]
fn codes_of_the_second_level_are_looked_up() {
    says(&["J1100"], &[]);
    says(&["J1234"], &["J1234 is not a code on 2024-08-14"]);
    says(
        &["J9998"],
        &["J9998 was not valid on 2024-08-14: its last day was 2024-03-31"],
    );
    // dentists' codes are in no list that may be distributed
    says(&["D1110"], &[]);
}

#[test]
fn modifiers_are_those_of_the_rules_and_of_the_code_set_on_the_day() {
    fn check(line: &str, with: bool, on: jiff::civil::Date, expected: &str) {
        let answer = checked_on(&[line], with, on);
        let about = answer.findings.iter();
        let about =
            about.filter(|f| f.because.starts_with("Modifier") && f.rule != Ground::Schedule);
        let messages: Vec<String> = about
            .map(|f| format!("{:?} {}", f.outcome, f.because))
            .collect();
        let messages = messages.join("\n");
        assert_eq!(messages, expected, "{line} on {on}");
    }
    let day = date(2024, 8, 14);
    // in the code set, in the rules, in both
    check("J1100-KH", true, day, "");
    check("J1100-w1", true, day, "");
    check("J1100-59", true, day, "");
    check("J1100-W3", true, day, "");
    // in neither
    check(
        "J1100-ZZ",
        true,
        day,
        "Unknown Modifier ZZ is unknown: no rule here describes it, and HCPCS Level II 2024 does not list it.",
    );
    check(
        "J1100-KH-Z1-ZZ",
        true,
        day,
        "Unknown Modifier Z1 is unknown: no rule here describes it, and HCPCS Level II 2024 does not list it.\n\
         Unknown Modifier ZZ is unknown: no rule here describes it, and HCPCS Level II 2024 does not list it.",
    );
    check(
        "J1100-KH",
        false,
        day,
        "Unknown Modifier KH is unknown: no rule here describes it, and no release of HCPCS Level II is loaded.",
    );
    // no longer or not yet in force
    check(
        "J1100-W2",
        true,
        day,
        "Deny Modifier W2 was not in force on 2024-08-14: its last day was 2024-08-13.",
    );
    check(
        "J1100-W4",
        true,
        day,
        "Deny Modifier W4 was not in force on 2024-08-14: it comes into force on 2024-08-15.",
    );
    check(
        "J1100-XS",
        true,
        day,
        "Deny Modifier XS was not in force on 2024-08-14: it comes into force on 2024-09-01.",
    );
    // a day that no loaded release covers
    let later = date(2025, 1, 1);
    check(
        "J1100-KH",
        true,
        later,
        "NoData Modifier KH was not checked: no loaded release of HCPCS Level II covers 2025-01-01; loaded: 2024 (2023-10-01 to 2024-09-30).",
    );
    check("J1100-59", true, later, "");
    check(
        "J1100-ZZ",
        true,
        later,
        "Unknown Modifier ZZ is unknown: no rule here describes it, and HCPCS Level II does not list it (loaded: 2024, 2023-10-01 to 2024-09-30).",
    );
}

#[test]
fn without_code_sets_diagnoses_are_said_not_to_be_checked() {
    let answer = checked(&["99213: K56"], false);
    let says: Vec<&str> = answer.layers.iter().map(|l| l.says.as_str()).collect();
    let all = says.join("\n");
    assert!(all.contains("Diagnoses: not checked, no data."), "{all}");
}
