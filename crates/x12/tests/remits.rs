//! What is read of payments.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{REMITTANCE, read, said, written};
use ligature_x12::{Adjustment, Service};

fn adjustments(list: &[Adjustment<'_>]) -> String {
    let all: Vec<String> = list
        .iter()
        .map(|a| format!("{}-{} {}", a.group, a.reason, a.amount))
        .collect();
    all.join(", ")
}

fn service(service: &Service<'_>) -> String {
    [&[service.qualifier, service.code], &service.modifiers[..]]
        .concat()
        .join(":")
}

#[test]
fn a_sound_file_has_no_problems() {
    let document = read(REMITTANCE.as_bytes());
    assert_eq!(said(&document.problems), [""; 0]);
    assert!(written(&document) == REMITTANCE.as_bytes());
}

#[test]
fn who_pays_whom() {
    let document = read(REMITTANCE.as_bytes());
    let transaction = document.transactions().next().unwrap();
    let remittance = transaction.remittance.as_ref().unwrap();
    assert_eq!(
        (
            remittance.payer.as_str(),
            remittance.payer_id.as_str(),
            remittance.payee_id.as_str()
        ),
        ("EXAMPLE HEALTH PLAN", "87726", "1234567893")
    );
    assert_eq!(
        (
            remittance.amount.unwrap().to_string(),
            remittance.method.as_str(),
            remittance.trace.as_str()
        ),
        ("1085.00".to_owned(), "ACH", "EFT0001")
    );
    assert_eq!(remittance.date.unwrap().to_string(), "2026-01-20");
    let kept: Vec<String> = transaction
        .adjustments
        .iter()
        .map(|a| format!("{} {} {}", a.reason, a.reference, a.amount))
        .collect();
    assert_eq!(kept, ["WO CLAIM9 -125", "L6  25"]);
    assert_eq!(transaction.claims, 4);
}

#[test]
fn what_was_decided_on_claims() {
    let document = read(REMITTANCE.as_bytes());
    let claims: Vec<String> = document
        .payments()
        .map(|payment| {
            let (claim, _) = payment.read();
            format!(
                "{} {} {} {} {} {} {} [{}] {}",
                claim.id,
                claim.status,
                claim.charge.unwrap(),
                claim.paid.unwrap(),
                claim.patient.map_or("-".to_owned(), |p| p.to_string()),
                claim.payer_claim,
                claim
                    .days
                    .map_or("-".to_owned(), |d| format!("{}..{}", d.from, d.to)),
                claim.remarks.join(" "),
                claim.services.len(),
            )
        })
        .collect();
    assert_eq!(
        claims,
        [
            "CLAIM-1 1 1640.50 1000.00 140.50 PAYER1001 2026-01-04..2026-01-05 [MA01 N781] 2",
            "CLAIM-2 4 300 0 0 PAYER1002 - [] 2",
            "CLAIM-4 22 -40 -35 -5 PAYER0999 - [] 1",
            "CLAIM-4 1 40 20 - PAYER1004 - [] 1",
        ]
    );
}

#[test]
fn what_was_decided_on_lines() {
    let document = read(REMITTANCE.as_bytes());
    let lines: Vec<String> = document
        .payments()
        .take(2)
        .flat_map(|payment| {
            let (claim, _) = payment.read();
            let lines: Vec<String> = claim
                .services
                .iter()
                .map(|line| {
                    format!(
                        "{} {} {} {} was {} {} [{}] {} {}",
                        service(&line.service),
                        line.charge.unwrap(),
                        line.paid.unwrap(),
                        line.units.unwrap(),
                        line.original.as_ref().map_or("-".to_owned(), service),
                        line.control,
                        adjustments(&line.adjustments),
                        line.remarks.join(" "),
                        line.days.unwrap().to,
                    )
                })
                .collect();
            lines
        })
        .collect();
    assert_eq!(
        lines,
        [
            "HC:44970 1500.50 1000.00 1 was - L1 [CO-45 360.00, CO-253 0, PR-2 140.50] N1 2026-01-05",
            "HC:99213:25 140 0 1 was HC:99213:25:57 L2 [CO-97 140] M15 N20 2026-01-05",
            "HC:20610:RT 200 0 1 was -  [CO-50 200]  2026-01-06",
            "HC:J3301 100 0 4.5 was -  [CO-50 100]  2026-01-06",
        ]
    );
}

/// One place changed, and what is said then.
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(REMITTANCE.contains(from), "{from}");
    let document = read(REMITTANCE.replacen(from, to, 1).as_bytes());
    let problems: Vec<String> = document
        .problems
        .iter()
        .map(|p| format!("{}: {}", p.place.label(), p.message))
        .collect();
    assert_eq!(problems, expected, "{from} -> {to}");
    assert_eq!(document.payments().count(), 4);
}

#[test]
fn amounts_that_do_not_add_up() {
    check(
        "CAS*PI*45*20",
        "CAS*PI*45*19",
        &[
            "CLP: the claim does not add up: charge 40 less adjustments 19 is not the 20 paid",
            "SVC: line 1 does not add up: charge 40 less adjustments 19 is not the 20 paid",
        ],
    );
    check(
        "L6*25",
        "L6*26",
        &[
            "SE: the payment does not add up: claims 985.00 less provider adjustments -99 is not the 1085.00 of BPR02",
        ],
    );
    check(
        "CAS*PI*45*20",
        "CAS*PI*45*x",
        &["CAS03: CAS03, the amount of the adjustment, is not a number"],
    );
    check(
        "CAS*PI",
        "CAS*XX",
        &["CAS01: CAS01, who is responsible for the adjustment, is none of CO, PR, OA, PI, CR"],
    );
    check(
        "DTM*472*20260105",
        "DTM*472*2026",
        &["DTM02: DTM02, the date, is not a date such as 20260131"],
    );
    check(
        "*1085.00*C",
        "**C",
        &["BPR02: BPR02, the amount paid, is missing"],
    );
}
