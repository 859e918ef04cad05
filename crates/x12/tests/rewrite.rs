//! Claims written with changes.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{PROFESSIONAL, read, samples};
use ligature_x12::{ClaimChange, ClaimLoop, LineChange, Problem, RewriteError, rewrite};
use proptest::prelude::*;
use std::cell::RefCell;

/// The file with a change to one claim.
fn written(claim: usize, change: &ClaimChange) -> Result<String, String> {
    let mut out = Vec::new();
    rewrite(
        PROFESSIONAL.as_bytes(),
        &mut out,
        |at, _, _| (at == claim).then(|| change.clone()),
        |_| {},
    )
    .map(|_| String::from_utf8(out).unwrap())
    .map_err(|error| match error {
        RewriteError::Change { .. } => error.to_string(),
        RewriteError::Io(error) => panic!("{error}"),
    })
}

/// `expected`: segments that are other than before, as `was -> is`; a missing one as `was -> `.
fn check(claim: usize, change: &ClaimChange, expected: &[&str]) {
    let file = written(claim, change).unwrap();
    let mut differences = Vec::new();
    let mut after = file.lines().peekable();
    for before in PROFESSIONAL.lines() {
        let id = |line: &str| line.split('*').next().map(str::to_owned);
        match after.peek() {
            Some(line) if *line == before => drop(after.next()),
            Some(line) if id(line) == id(before) => {
                differences.push(format!("{before} -> {line}"));
                after.next();
            }
            _ => differences.push(format!("{before} -> ")),
        }
    }
    assert_eq!(differences, expected);
    assert_eq!(read(file.as_bytes()).problems, []);
}

fn modifiers(line: usize, list: &[&str]) -> ClaimChange {
    let modifiers = list.iter().map(|m| m.parse().unwrap()).collect();
    ClaimChange {
        order: None,
        lines: vec![LineChange {
            line,
            modifiers: Some(modifiers),
            ..LineChange::default()
        }],
    }
}

#[test]
fn modifiers_are_added_and_removed() {
    check(
        0,
        &modifiers(0, &["22"]),
        &["SV1*HC:44970*1500.50*UN*1***1~ -> SV1*HC:44970:22*1500.50*UN*1***1~"],
    );
    check(
        0,
        &modifiers(1, &["25"]),
        &["SV1*HC:99213:25:57*140*UN*1*11**1:2~ -> SV1*HC:99213:25*140*UN*1*11**1:2~"],
    );
    check(0, &modifiers(1, &["25", "57"]), &[]);
    check(
        1,
        &modifiers(0, &[]),
        &[
            "SV1*HC:20610:RT:59:::INJECTION*200*UN*1***1~ -> SV1*HC:20610:::::INJECTION*200*UN*1***1~",
        ],
    );
}

#[test]
fn units_and_charges_and_the_total() {
    let change = |units: Option<&str>, charge: Option<&str>| ClaimChange {
        order: None,
        lines: vec![LineChange {
            line: 1,
            units: units.map(|u| u.parse().unwrap()),
            charge: charge.map(|c| c.parse().unwrap()),
            ..LineChange::default()
        }],
    };
    check(
        1,
        &change(Some("4"), None),
        &["SV1*HC:J3301*100*UN*4.5***1~ -> SV1*HC:J3301*100*UN*4***1~"],
    );
    check(1, &change(Some("4.50"), Some("100.00")), &[]);
    check(
        1,
        &change(Some("4"), Some("90.25")),
        &[
            "CLM*CLAIM-2*300***11:B:7*Y*A*Y*Y~ -> CLM*CLAIM-2*290.25***11:B:7*Y*A*Y*Y~",
            "SV1*HC:J3301*100*UN*4.5***1~ -> SV1*HC:J3301*90.25*UN*4***1~",
        ],
    );
}

fn order(lines: &[usize]) -> ClaimChange {
    ClaimChange {
        order: Some(lines.to_vec()),
        lines: Vec::new(),
    }
}

#[test]
fn lines_in_another_order() {
    check(0, &order(&[0, 1]), &[]);
    let file = written(0, &order(&[1, 0])).unwrap();
    let document = read(file.as_bytes());
    assert_eq!(document.problems, []);
    let (claim, _) = document.claims().next().unwrap().read();
    let lines: Vec<(&str, &str, &str)> = claim
        .lines
        .iter()
        .map(|l| (l.number, l.code, l.control))
        .collect();
    assert_eq!(lines, [("1", "99213", "L2"), ("2", "44970", "L1")]);
}

#[test]
fn a_line_left_out_is_counted() {
    check(
        1,
        &order(&[0]),
        &[
            "CLM*CLAIM-2*300***11:B:7*Y*A*Y*Y~ -> CLM*CLAIM-2*200***11:B:7*Y*A*Y*Y~",
            "LX*2~ -> ",
            "SV1*HC:J3301*100*UN*4.5***1~ -> ",
            "DTP*472*D8*20260106~ -> ",
            "SE*72*0001~ -> SE*69*0001~",
        ],
    );
}

#[test]
fn what_cannot_be_done_is_said() {
    let error = |change: &ClaimChange| written(0, change).unwrap_err();
    assert_eq!(
        error(&order(&[0, 2])),
        "claim 1: the claim has 2 lines, so there is no line 3 to change"
    );
    assert_eq!(
        error(&order(&[0, 0])),
        "claim 1: line 1 occurs twice in the new order"
    );
    assert_eq!(
        error(&order(&[])),
        "claim 1: the new order leaves the claim without a line"
    );
    assert_eq!(
        error(&modifiers(0, &["22", "51", "59", "LT", "GC"])),
        "claim 1: line 1 would have 5 modifiers; at most 4 fit"
    );
}

/// The problems of each claim, and of the file, in the order in which they were passed on.
fn noticed(from: &str, to: &str, expected: &[&str]) {
    let file = PROFESSIONAL.replacen(from, to, 1);
    assert_ne!(file, PROFESSIONAL, "{from}");
    let messages = RefCell::new(Vec::new());
    let tell = |whose: String, problems: &[Problem]| {
        let words = problems.iter().map(|p| {
            let weight = if p.is_of_structure() { "!" } else { "" };
            format!("{whose}: {:?}{weight} at {}", p.kind, p.place.segment)
        });
        messages.borrow_mut().extend(words);
    };
    let mut out = Vec::new();
    rewrite(
        file.as_bytes(),
        &mut out,
        |at, _, problems| {
            tell(format!("claim {}", at + 1), problems);
            None
        },
        |problems| tell("file".to_owned(), problems),
    )
    .unwrap();
    assert!(out == file.as_bytes());
    assert_eq!(messages.into_inner(), expected, "{from} -> {to}");
}

#[test]
fn what_is_wrong_is_handed_over_where_it_stands() {
    noticed("SE*72", "SE*73", &["file: Count at 74"]);
    noticed("HL*3*1*", "HL*3*9*", &["file: Dangling at 43"]);
    noticed("HL*3*1*22*", "HL*3*1*2*", &["file: Misplaced! at 43"]);
    noticed(
        "HL*2*1*22*0~\n",
        "",
        &[
            "claim 1: Missing! at 18",
            "claim 2: Missing! at 33",
            "file: Count at 42",
            "file: Count at 47",
            "file: Count at 73",
        ],
    );
    noticed(
        "20260105~\nREF*6R*L1~",
        "20260105\nREF*6R*L1~",
        &["claim 1: NoEnd! at 27"],
    );
    noticed(
        "OTHER*OLGA****XX*1777777770~\n",
        "OTHER*OLGA****XX*1777777770",
        &["claim 1: NoEnd! at 33"],
    );
    noticed(
        "02:B:1*Y*A*Y*Y~\n",
        "02:B:1*Y*A*Y*Y~~\n",
        &["claim 4: Empty at 69"],
    );
    let end = &PROFESSIONAL[PROFESSIONAL.find("SE*72").unwrap()..];
    noticed(
        end,
        "",
        &[
            "claim 4: Cut! at 73",
            "claim 4: Cut! at 73",
            "claim 4: Cut! at 73",
        ],
    );
}

#[test]
fn samples_without_a_change_are_the_same() {
    for (name, bytes) in samples() {
        let mut out = Vec::new();
        rewrite(
            &bytes[..],
            &mut out,
            |_, _, _| Some(ClaimChange::default()),
            |_| {},
        )
        .unwrap();
        assert!(out == bytes, "{name}");
    }
}

#[test]
fn a_modifier_that_is_typed_otherwise_is_the_same() {
    for typed in [" RT", "RT\t", "rt"] {
        let file = PROFESSIONAL.replacen(":RT", &format!(":{typed}"), 1);
        assert_ne!(file, PROFESSIONAL);
        let mut out = Vec::new();
        rewrite(
            file.as_bytes(),
            &mut out,
            |_, claim, _| Some(as_it_stands(claim)),
            |_| {},
        )
        .unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), file);
    }
}

/// A change that asks for all that a claim has already.
fn as_it_stands(claim: &ClaimLoop) -> ClaimChange {
    let (claim, _) = claim.read();
    let lines = claim
        .lines
        .iter()
        .enumerate()
        .map(|(line, now)| LineChange {
            line,
            modifiers: now.modifiers.iter().map(|m| m.parse().ok()).collect(),
            units: now.units,
            charge: now.charge,
        });
    ClaimChange {
        order: Some((0..claim.lines.len()).collect()),
        lines: lines.filter(|line| line.units.is_some()).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// A change to what is there already changes no byte, whatever the file.
    #[test]
    fn no_change_is_no_change(cut in 0usize..1800, insert in proptest::collection::vec(any::<u8>(), 0..20)) {
        let mut file = PROFESSIONAL.as_bytes().to_vec();
        let cut = cut.min(file.len());
        file.splice(cut..cut, insert);
        let mut out = Vec::new();
        rewrite(&file[..], &mut out, |_, claim, _| Some(as_it_stands(claim)), |_| {}).unwrap();
        prop_assert!(out == file);
    }
}
