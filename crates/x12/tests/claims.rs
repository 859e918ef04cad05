//! What is read of professional claims.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{INSTITUTIONAL, PROFESSIONAL, read, said};
use ligature_x12::{Document, ProblemKind, Severity, TransactionKind};

#[test]
fn a_sound_file_has_no_problems() {
    assert_eq!(said(&read(PROFESSIONAL.as_bytes()).problems), [""; 0]);
}

/// A claim on one line: number, charge, place, frequency, diagnoses, provider.
fn claim(at: usize) -> String {
    let document = read(PROFESSIONAL.as_bytes());
    let (claim, _) = document.claims().nth(at).unwrap().read();
    let diagnoses: Vec<String> = claim
        .diagnoses
        .iter()
        .map(|d| format!("{}:{}", d.qualifier, d.code))
        .collect();
    let references: Vec<String> = claim
        .references
        .iter()
        .map(|r| format!("{}:{}", r.qualifier, r.value))
        .collect();
    format!(
        "{} {} {} {} {} {} {}",
        claim.id,
        claim.charge.unwrap(),
        claim.place,
        claim.frequency,
        diagnoses.join(","),
        claim.rendering.map_or("-", |p| p.id),
        references.join(",")
    )
    .trim()
    .to_owned()
}

#[test]
fn claims_with_their_diagnoses_and_references() {
    assert_eq!(
        claim(0),
        "CLAIM-1 1640.50 22 1 ABK:K3580,ABF:E119,ABF:I10 1888888889 G1:AUTH77"
    );
    assert_eq!(claim(1), "CLAIM-2 300 11 7 ABK:M1711 - F8:PAYER0001");
    assert_eq!(claim(2), "CLAIM-3 827 11 1 ABK:S52501A 1888888889");
    assert_eq!(claim(3), "CLAIM-4 40 02 1 ABK:J069 -");
}

/// A line on one line: code, modifiers, charge, units, place, pointers, days, control number, provider.
fn line(claim: usize, at: usize) -> String {
    let document = read(PROFESSIONAL.as_bytes());
    let (claim, _) = document.claims().nth(claim).unwrap().read();
    let line = &claim.lines[at];
    let days = line.days.unwrap();
    format!(
        "{}:{}:{} {} {}{} at {} for {:?} {}..{} {} {}",
        line.qualifier,
        line.code,
        line.modifiers.join(":"),
        line.charge.unwrap(),
        line.units.unwrap(),
        line.basis,
        claim.place_of(line),
        line.pointers,
        days.from,
        days.to,
        line.control,
        claim.rendering_of(line).map_or("-", |p| p.id),
    )
}

#[test]
fn lines_with_modifiers_units_and_days() {
    assert_eq!(
        line(0, 0),
        "HC:44970: 1500.50 1UN at 22 for [1] 2026-01-05..2026-01-05 L1 1888888889"
    );
    assert_eq!(
        line(0, 1),
        "HC:99213:25:57 140 1UN at 11 for [1, 2] 2026-01-04..2026-01-05 L2 1777777770"
    );
    assert_eq!(
        line(1, 0),
        "HC:20610:RT:59 200 1UN at 11 for [1] 2026-01-06..2026-01-06  -"
    );
    assert_eq!(
        line(1, 1),
        "HC:J3301: 100 4.5UN at 11 for [1] 2026-01-06..2026-01-06  -"
    );
    assert_eq!(
        line(2, 0),
        "HC:01810:QK:QS:P1 827 61MJ at 11 for [1] 2026-01-07..2026-01-07  1888888889"
    );
}

/// Each claim's provider, insurance and patient on a line.
fn people(document: &Document) -> Vec<String> {
    let people = document.claims().map(|claim| {
        let (context, treated) = (&claim.context, claim.context.treated());
        let born = treated.birth.map_or("-".to_owned(), |day| day.to_string());
        format!(
            "{} {} {} {} {} {born} {}",
            context.billing.npi,
            context.subscriber.turn,
            context.subscriber.filing,
            context.payer.id,
            treated.relationship,
            treated.sex,
        )
    });
    people.collect()
}

const ANNA: &str = "1234567893 P MB 12302 18 1944-02-12 F";
const BELLA: &str = "1234567893 S CI 87726 19 2020-11-30 F";
/// Bella without her father's insurance; someone of whom nothing is known.
const BELLA_ALONE: &str = "1234567893    19 2020-11-30 F";
const UNKNOWN: &str = "1234567893     - ";

#[test]
fn who_was_treated_by_whose_insurance() {
    let document = read(PROFESSIONAL.as_bytes());
    assert_eq!(people(&document), [ANNA, ANNA, BELLA, BELLA]);
    let billing = &document.claims().next().unwrap().context.billing;
    assert_eq!(
        (
            billing.taxonomy.as_str(),
            billing.state.as_str(),
            billing.zip.as_str()
        ),
        ("208600000X", "MD", "212010001")
    );
}

/// Segments that are replaced, whose the last two claims are then, and what is said of it.
fn level(changes: &[(&str, &str)], whose: &str, expected: &[&str]) {
    let mut file = PROFESSIONAL.to_owned();
    for (from, to) in changes {
        assert!(file.contains(from), "{from}");
        file = file.replacen(from, to, 1);
    }
    let document = read(file.as_bytes());
    assert_eq!(people(&document), [ANNA, ANNA, whose, whose], "{changes:?}");
    let mut problems = document.problems;
    problems.retain(|p| p.severity == Severity::Error && p.kind != ProblemKind::Count);
    let said: Vec<String> = problems
        .iter()
        .map(|p| format!("{} {}", p.place.segment, p.message))
        .collect();
    assert_eq!(said, expected, "{changes:?}");
}

#[test]
fn a_level_that_is_lost_leaves_no_claim_to_the_patient_before() {
    let father = "HL*3*1*22*1~\n";
    let insurance = "SBR*S********CI~\n";
    let named = "NM1*IL*1*BRAVO*BERT****MI*W0000002~\nDMG*D8*19700101*M~\n";
    let child = "HL*4*3*23*0~\n";
    let of_child = "PAT*19~\nNM1*QC*1*BRAVO*BELLA~\nDMG*D8*20201130*F~\n";
    let unread = "43 HL03, the kind of level, is neither 20 (billing provider) nor 22 (subscriber) nor 23 (patient)";
    let lost = "43 this cannot follow the lines of a claim: the level (HL) before it is missing; whose the claims after it are cannot be determined";
    let untold = |segment: u8| {
        format!(
            "{segment} whose claim this is cannot be determined: the level (HL) of its subscriber is missing or cannot be read"
        )
    };
    // an insurance shows that its level is a subscriber's, a patient that it is a patient's
    level(&[(father, "HL*3*1*Z*1~\n")], BELLA, &[unread]);
    level(
        &[(father, "HL*3*1*Z*1~\n"), (insurance, ""), (named, "")],
        BELLA_ALONE,
        &[unread, &untold(49), &untold(66)],
    );
    level(
        &[
            (father, "HL*3*1*Z*1~\n"),
            (insurance, ""),
            (named, ""),
            (child, ""),
            (of_child, ""),
        ],
        UNKNOWN,
        &[unread, &untold(45), &untold(62)],
    );
    // without its HL it may as well belong to the claim before
    level(
        &[(father, "")],
        BELLA_ALONE,
        &[lost, &untold(51), &untold(68)],
    );
    level(
        &[(father, ""), (insurance, "")],
        BELLA_ALONE,
        &[lost, &untold(50), &untold(67)],
    );
    level(
        &[(father, ""), (child, ""), (of_child, "")],
        UNKNOWN,
        &[lost, &untold(47), &untold(64)],
    );
    // a patient under a subscriber is one with or without a level
    level(&[(child, "")], &BELLA.replace(" 19 ", "  "), &[]);
}

#[test]
fn institutional_claims_are_told_apart() {
    let document = read(INSTITUTIONAL.as_bytes());
    assert_eq!(document.claims().count(), 0);
    assert_eq!(
        document.transactions().next().unwrap().kind,
        TransactionKind::Institutional
    );
    assert_eq!(
        said(&document.problems),
        [
            "segment 3 (ST), byte 164: warning: institutional claims (837I) are not read, only professional claims (837P); their segments are passed on unchanged"
        ]
    );
}

/// The file with one place changed, and what is said then.
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(PROFESSIONAL.contains(from), "{from}");
    let document = read(PROFESSIONAL.replacen(from, to, 1).as_bytes());
    let problems: Vec<String> = document
        .problems
        .iter()
        .map(|p| format!("{}: {}", p.place.label(), p.message))
        .collect();
    assert_eq!(problems, expected, "{from} -> {to}");
    assert_eq!(document.claims().count(), 4, "{from} -> {to}");
}

#[test]
fn what_is_wrong_is_said_where_it_stands() {
    check(
        "*1640.50*",
        "*16.x*",
        &["CLM02: CLM02, the total charge, is not a number"],
    );
    check(
        "*1640.50*",
        "**",
        &["CLM02: CLM02, the total charge, is missing"],
    );
    check(
        "*1640.50*",
        "*1640.51*",
        &["CLM02: CLM02, the total charge, is 1640.51, but the lines' charges add up to 1640.50"],
    );
    check(
        "*22:B:1*",
        "*22>B>1*",
        &[
            "CLM05-3: CLM05-3, the frequency code, cannot be determined: the element is not divided by the separator that ISA16 names",
        ],
    );
    check(
        "*19440212*",
        "*19440231*",
        &["DMG02: DMG02, the date of birth, is not a date such as 20260131"],
    );
    check(
        "472*RD8*20260104-20260105",
        "472*RD8*20260105-20260104",
        &["DTP03: DTP03, the date of service, ends before it begins"],
    );
    check(
        "DTP*472*D8*20260105~\n",
        "",
        &[
            "LX: line 1 has no date of service (DTP*472) that can be read",
            "SE01: SE01, the number of segments, is 72, but the transaction has 71",
        ],
    );
    check(
        "*11**1:2~",
        "*11**1:4~",
        &["LX: line 2 points at diagnosis 4; the claim has 3"],
    );
    check(
        "*11**1:2~",
        "*11**1:A~",
        &["SV107-2: SV107-2, a diagnosis pointer, is not a number from 1 to 12"],
    );
    check(
        "ABF:E119",
        "ABF",
        &["HI02-2: HI02-2, the code of a diagnosis, is missing"],
    );
    check(
        "LX*2",
        "LX*3",
        &["LX01: LX01, the number of the line, should be 2"],
    );
    check(
        "HL*3*1*",
        "HL*3*9*",
        &["HL02: HL02 does not name the billing provider that this level belongs to"],
    );
    check(
        "REF*G1*",
        "QQ*G1*",
        &[": no claim has a segment with this identifier"],
    );
}

#[test]
fn limits_of_the_guide() {
    let many = "*ABF:I10".repeat(11);
    let problems = |file: String| {
        let document = read(file.as_bytes());
        said(&document.problems).join("\n")
    };
    let file = PROFESSIONAL.replacen("*ABF:I10", &many, 1);
    assert!(problems(file).contains("the claim has 13 diagnoses; at most 12 are allowed"));
    let line = "SV1*HC:99212*1*UN*1***1~DTP*472*D8*20260108~";
    let lines: String = (3..=51).map(|at| format!("LX*{at}~{line}")).collect();
    let file = PROFESSIONAL.replacen("HL*3*1", &format!("{lines}HL*3*1"), 1);
    let said = problems(file);
    assert!(
        said.contains("the claim has 51 lines; at most 50 are allowed"),
        "{said}"
    );
}

#[test]
fn no_text_of_a_patient_is_in_a_problem() {
    // Every element of the file broken in turn: nothing of names, identifiers or dates of birth is repeated.
    for at in 0..PROFESSIONAL.len() {
        let mut bytes = PROFESSIONAL.as_bytes().to_vec();
        bytes[at] = b'*';
        let said = said(&read(&bytes).problems).join("\n");
        for private in [
            "ALPHA",
            "BRAVO",
            "ANNA",
            "BELLA",
            "1EG4TE5MK73",
            "W0000002",
            "19440212",
            "CLAIM-",
        ] {
            assert!(!said.contains(private), "byte {at}: {said}");
        }
    }
}
