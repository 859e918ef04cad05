//! What a modifier changes: over a small book of pair edits and made-up prices.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use jiff::civil::date;
use ligature_book::{Origin, Parts, build_with};
use ligature_claim::{Claim, example};
use ligature_edits::{
    Fixed, Indicators, Key, Kind, LocalityRow, PairRow, Rows, Setting, Table, TableRelease,
    ValueRow,
};
use ligature_knowledge::{ClaimExample, embedded};
use ligature_tools::{Context, EffectRequest, Gate, Standing};
use std::sync::LazyLock;

static GATE: LazyLock<Gate> = LazyLock::new(|| {
    let (knowledge, _) = embedded();
    let source = |kind, label: &str| TableRelease {
        kind,
        setting: Setting::Practitioner,
        label: label.into(),
        from: date(2024, 7, 1),
        to: date(2024, 9, 30),
        dated: false,
        publisher: "CMS".into(),
        licence: "US government work".into(),
        file: format!("{label}.txt"),
        part: None,
        revision: 0,
    };
    let table = |source, rows| Table {
        source,
        rows,
        read: 1,
        refused: vec![],
    };
    let key = |code: &str| Key::pack(code.as_bytes()).unwrap();
    let pair = |one, two, indicator| PairRow {
        one: key(one),
        two: key(two),
        from: None,
        to: None,
        indicator,
        reason: 0,
    };
    let fixed = |text: &str| Fixed::parse(text).unwrap();
    let value = |code, work, global: &[u8; 3]| ValueRow {
        code: key(code),
        modifier: *b"  ",
        status: b'A',
        work: fixed(work),
        facility: fixed("2"),
        nonfacility: fixed("3"),
        malpractice: fixed("1"),
        rare: [false; 2],
        global: *global,
        shares: [fixed("0.1"), fixed("0.8"), fixed("0.1")],
        indicators: Indicators {
            multiple: b'0',
            ..Indicators::default()
        },
        endoscopy_base: None,
        factor: fixed("33.2875"),
    };
    let place = LocalityRow {
        mac: "13202".into(),
        state: "NY".into(),
        number: "01".into(),
        name: "A PLACE".into(),
        work: fixed("1"),
        expense: fixed("1"),
        malpractice: fixed("1"),
    };
    let pairs = vec![
        pair("44120", "44602", 1),
        pair("44120", "44005", 0),
        pair("44120", "99213", 1),
    ];
    let values = vec![
        value("44120", "20", b"090"),
        value("44602", "10", b"090"),
        value("44005", "5", b"090"),
        value("99213", "1", b"XXX"),
    ];
    let edits = ligature_edits::build(vec![
        table(
            source(Kind::Pairs, "PTP"),
            Rows::Pairs(pairs, vec!["Standards".into()]),
        ),
        table(source(Kind::Values, "RVU"), Rows::Values(values)),
        table(
            source(Kind::Localities, "GPCI"),
            Rows::Localities(vec![place]),
        ),
    ])
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("book");
    let parts = Parts {
        sets: None,
        edits: Some(&edits),
    };
    build_with(&knowledge, parts, &Origin::embedded(), &out).unwrap();
    Gate::open(Some(&out)).unwrap().gate
});

fn claim(lines: &[&str], locality: &str) -> Claim {
    let written = ClaimExample {
        date: "2024-08-14".into(),
        place: "21".into(),
        lines: lines.iter().map(|l| (*l).to_owned()).collect(),
        ..ClaimExample::default()
    };
    Claim {
        locality: locality.into(),
        ..example::claim(&written).unwrap()
    }
}

/// What a modifier changes, a line each: `2 44602 denied 432.74 -> 432.74`; or why it was not added.
fn tried(lines: &[&str], locality: &str, line: u32, modifier: &str) -> Vec<String> {
    let said = |s: Standing| {
        let denied = if s.denied { "denied " } else { "" };
        format!(
            "{denied}{}",
            s.allowed.map_or("-".into(), |a| a.to_string())
        )
    };
    let request = EffectRequest {
        claim: claim(lines, locality),
        line,
        modifier: modifier.into(),
    };
    match GATE.ask_now(&Context::operator(), &request) {
        Err(why) => vec![why.to_string()],
        Ok(reply) => reply
            .answer
            .changes
            .iter()
            .map(|c| {
                format!(
                    "{} {} {} -> {}",
                    c.line,
                    c.code,
                    said(c.before),
                    said(c.after)
                )
            })
            .collect(),
    }
}

#[test]
fn a_modifier_that_a_finding_allows_changes_its_line() {
    let lines = ["44120", "44602"];
    let changed = ["2 44602 denied 432.74 -> 432.74"];
    for modifier in ["59", "XS", "xu", "LT"] {
        assert_eq!(
            tried(&lines, "13202-01", 2, modifier),
            changed,
            "{modifier}"
        );
    }
    assert_eq!(
        tried(&lines, "", 2, "59"),
        ["2 44602 denied - -> -"],
        "without a locality"
    );
    let on_the_visit = ["2 99213 denied 133.15 -> 133.15"];
    assert_eq!(
        tried(&["44120", "99213"], "13202-01", 2, "57"),
        on_the_visit
    );
}

#[test]
fn one_that_none_allows_is_not_added() {
    let no = |line: u32, modifier: &str| {
        let lines = ["44120", "44602", "44005", "99213"];
        let said = tried(&lines, "", line, modifier).join("");
        assert!(said.contains("no finding"), "{modifier} on {line}: {said}");
    };
    no(3, "59"); // the indicator is 0
    no(1, "59"); // the line of column one
    no(2, "25");
    no(2, "22");
    no(4, "59"); // a visit takes 57
    let beyond = tried(&["44120", "44602"], "", 9, "59").join("");
    assert_eq!(beyond, "the claim has no line 9");
    let full = tried(&["44120", "44602-22-52-76-Q0"], "", 2, "59").join("");
    assert!(full.contains("no room"), "{full}");
}

#[test]
fn a_line_that_another_finding_denies_stays_denied() {
    let lines = ["44120", "44602", "44602 x 0"];
    let said = tried(&lines, "", 3, "59");
    assert_eq!(said, ["3 44602 denied - -> denied -"]);
}

#[test]
fn a_claim_in_words_is_the_same_claim() {
    let lines = [
        "44120",
        "2024-08-15 44602-59-XS x 3",
        "44602 x 2 by 1234567893",
    ];
    let first = claim(&lines, "");
    let words = example::words_of(&first);
    assert_eq!(words.lines, lines);
    assert_eq!(example::claim(&words).unwrap(), first);
    let with = first.with_modifier(1, "22").unwrap();
    assert_eq!(with.without_modifier(1, "22").unwrap(), first);
    assert!(first.without_modifier(1, "22").is_err());
}
