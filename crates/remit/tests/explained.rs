//! Made-up remittances, explained.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::{Paid, claims, explained, payment};
use ligature_remit::{Decided, Share};

/// Adjustments as `amount who group-reason known`.
#[track_caller]
fn check(claim: &str, expected: &[&str], balance: &str) {
    let answer = explained(claim);
    let all = answer
        .adjustments
        .iter()
        .chain(answer.services.iter().flat_map(|s| &s.adjustments));
    let got: Vec<String> = all
        .map(|a| {
            let who = match a.share {
                Share::Provider => "provider",
                Share::Patient => "patient",
                Share::Other => "other",
            };
            let known = if a.reason.known { "known" } else { "unknown" };
            format!(
                "{} {who} {}-{} {known}",
                a.amount, a.group.code, a.reason.code
            )
        })
        .collect();
    assert_eq!(got, expected);
    let lines = answer.services.iter().map(|s| s.balance.as_str());
    let texts: Vec<&str> = lines.chain([answer.balance.as_str()]).collect();
    match balance {
        "" => assert_eq!(texts.concat(), ""),
        _ => assert!(texts.concat().contains(balance), "{texts:?}"),
    }
}

#[test]
fn what_was_not_paid_names_who_is_responsible() {
    check(
        "CLP*A1*1*300*120*30*MB*9~SVC*HC:44120*300*120~CAS*CO*45*150~CAS*PR*2*30~",
        &["150 provider CO-45 known", "30 patient PR-2 known"],
        "",
    );
    check(
        "CLP*A1*4*300*0*0*MB*9~CAS*OA*18*300~",
        &["300 other OA-18 known"],
        "",
    );
}

#[test]
fn a_reason_that_no_list_has_is_named_as_unknown() {
    check(
        "CLP*A1*1*100*50*0*MB*9~SVC*HC:44120*100*50~CAS*CO*ZZ9*50~",
        &["50 provider CO-ZZ9 unknown"],
        "",
    );
}

#[test]
fn a_sum_that_does_not_come_out_is_said() {
    check(
        "CLP*A1*1*100*50*0*MB*9~SVC*HC:44120*100*50~CAS*CO*45*40~",
        &["40 provider CO-45 known"],
        "billed 100 less 40 taken off is 60, but 50 was paid",
    );
    check(
        "CLP*A1*1*120*100*0*MB*9~SVC*HC:44120*100*100~",
        &[],
        "the charges of the lines add up to 100, but the claim was billed with 120",
    );
    let part = "CLP*A1*1*100*70*20*MB*9~SVC*HC:44120*100*70~CAS*PR*2*30~";
    check(
        part,
        &["30 patient PR-2 known"],
        "the patient's part is given as 20, but the amounts of group PR add up to 30",
    );
    check(
        &part.replace("*70*20*", "*70**"),
        &["30 patient PR-2 known"],
        "the patient's part is not said, but the amounts of group PR add up to 30",
    );
}

/// The messages about a line in addition to its amounts.
#[track_caller]
fn check_line(segments: &str, expected: &str) {
    let answer = explained(&format!("CLP*A1*1*100*100*0*MB*P77~{segments}"));
    assert_eq!(answer.payer_claim, "P77");
    let line = &answer.services[0];
    let code = |code: &str, modifiers: &[String]| {
        std::iter::once(code.to_owned())
            .chain(modifiers.iter().cloned())
            .collect::<Vec<_>>()
            .join("-")
    };
    let mut got = code(&line.code, &line.modifiers);
    if let Some(billed) = &line.billed_code {
        got += &format!(" billed as {}", code(billed, &line.billed_modifiers));
    }
    for (what, value) in [
        ("from", line.from.clone()),
        ("to", line.to.clone().filter(|_| line.from != line.to)),
        ("units", line.units.map(|u| u.to_string())),
        ("of", line.billed_units.map(|u| u.to_string())),
        (
            "number",
            Some(line.control.clone()).filter(|c| !c.is_empty()),
        ),
    ] {
        if let Some(value) = value {
            got += &format!(" {what} {value}");
        }
    }
    assert_eq!(got, expected);
}

#[test]
fn a_line_has_its_day_its_units_its_number_and_what_was_billed() {
    check_line("SVC*HC:44120*100*100~", "44120 units 1");
    check_line(
        "SVC*HC:44120:LT*100*100**2~DTM*472*20240814~REF*6R*L1~",
        "44120-LT from 2024-08-14 units 2 number L1",
    );
    check_line(
        "SVC*HC:44121*100*100**1*HC:44120:59*3~DTM*150*20240814~DTM*151*20240816~",
        "44121 billed as 44120-59 from 2024-08-14 to 2024-08-16 units 1 of 3",
    );
    check_line(
        "SVC*HC:44120*100*100***HC:44120:59~",
        "44120 billed as 44120-59 units 1",
    );
}

/// Remark codes, those of the claim before those of its line, as `code` or `code?` where no list here holds them.
#[track_caller]
fn check_remarks(segments: &str, expected: &str) {
    let answer = explained(&format!("CLP*A1*1*100*100*0*MB*9~{segments}"));
    let list = |all: &[ligature_remit::Meaning]| {
        let codes = all
            .iter()
            .map(|m| format!("{}{}", m.code, if m.known { "" } else { "?" }));
        codes.collect::<Vec<_>>().join(" ")
    };
    let got = format!(
        "{} | {}",
        list(&answer.remarks),
        list(&answer.services[0].remarks)
    );
    assert_eq!(got, expected);
}

#[test]
fn no_remark_is_dropped() {
    check_remarks("SVC*HC:44120*100*100~LQ*HE*M15~", " | M15");
    check_remarks("LQ*HE*M15~SVC*HC:44120*100*100~", "M15 | ");
    check_remarks("SVC*HC:44120*100*100~LQ*RX*75~LQ*HE*M15~", " | M15 75?");
    check_remarks("MOA***MA01~SVC*HC:44120*100*100~", "MA01 | ");
}

const OLD: &str = "CLP*A1*22*-100*-50**MB*9~SVC*HC:44120*-100*-50~CAS*CO*97*-50~LQ*HE*M15~";
const NEW: &str = "CLP*A1*1*100*70*0*MB*10~SVC*HC:44120*100*70~CAS*CO*45*30~";

/// The messages about each claim that undoes or corrects another.
#[track_caller]
fn check_correction(all: &str, expected: &[&str]) {
    let answers = claims(all);
    assert_eq!(answers.len(), expected.len());
    for (answer, expected) in answers.iter().zip(expected) {
        match *expected {
            "" => assert_eq!(answer.correction, ""),
            part => assert!(answer.correction.contains(part), "{}", answer.correction),
        }
    }
}

#[test]
fn a_reversal_says_what_it_undoes_and_asks_for_nothing() {
    let alone = "no other claim with the same number";
    check_correction(OLD, &[alone]);
    check_correction(
        &[OLD, NEW].concat(),
        &[
            "see the correcting claim with the same number in this payment (processed, by this payer first, $70 paid)",
            "$50 before, $70 now",
        ],
    );
    // those of another number or, where one has them, of another charge are not meant
    let other = NEW.replace("CLP*A1*", "CLP*A2*");
    check_correction(&[OLD, &other].concat(), &[alone, ""]);
    let dearer = NEW.replace("*100*70", "*200*170");
    check_correction(
        &[&dearer, OLD, NEW].concat(),
        &["", "$70 paid", "$50 before"],
    );
    check_correction(
        &[OLD, NEW, NEW].concat(),
        &["it is not certain which", "", ""],
    );
    check_correction(
        &[OLD, OLD, NEW].concat(),
        &["it is not certain which", "it is not certain which", ""],
    );
    let nameless = [OLD, NEW].concat().replace("CLP*A1*", "CLP**");
    check_correction(&nameless, &[alone, ""]);
    let answer = explained(OLD);
    let line = &answer.services[0];
    let codes = [
        &line.adjustments[0].reason,
        &line.adjustments[0].group,
        &line.remarks[0],
    ];
    assert!(answer.reversal && !ligature_remit::asks(&answer));
    for code in codes {
        assert!(code.known && code.next.is_empty() && code.cause.is_empty());
    }
}

/// A payment of so much, its claims and what was kept; how its sum comes out.
#[track_caller]
fn check_payment(paid: &Paid, adjusted: &[&str], balance: &str) {
    let answer = payment(paid);
    let got: Vec<String> = answer
        .adjustments
        .iter()
        .map(|a| {
            let known = if a.reason.known { "known" } else { "unknown" };
            format!("{} {} {} {known}", a.amount, a.reason.code, a.reference)
        })
        .collect();
    assert_eq!(got, adjusted);
    assert_eq!(answer.balance, balance);
    assert_eq!(
        (answer.payer.as_str(), answer.trace.as_str()),
        ("PAYER", "12345")
    );
    assert_eq!(answer.date.as_deref(), Some("2024-09-01"));
}

#[test]
fn a_payment_is_its_claims_less_what_was_kept() {
    let paid = Paid {
        amount: "70",
        claims: NEW,
        after: "",
    };
    check_payment(&paid, &[], "");
    check_payment(
        &Paid {
            amount: "62",
            after: "PLB*1234567893*20241231*WO:A0*10*L6*-2~",
            ..paid
        },
        &["10 WO A0 known", "-2 L6  known"],
        "",
    );
    check_payment(
        &Paid {
            amount: "65",
            after: "PLB*1234567893*20241231*QQ:A0*10~",
            ..paid
        },
        &["10 QQ A0 unknown"],
        "the claims were paid 70, less 10 kept that is 60, but the payment is 65",
    );
    assert_eq!(payment(&paid).method, "no money moves");
    assert_eq!(payment(&paid).claims, 1);
}

/// What became of the claim and of its only line.
#[track_caller]
fn became(claim: &str, of_claim: Decided, of_line: Decided) {
    let answer = explained(claim);
    let line = answer.services.first().map(|s| s.decided);
    assert_eq!((answer.decided, line), (of_claim, Some(of_line)), "{claim}");
}

#[test]
fn what_became_of_a_line_is_a_word() {
    use Decided::{Contract, Denied, Earlier, NotSeparate, Paid, Patient, Reduced, Reversed};
    let line = |status: &str, paid: &str, off: &str| {
        format!("CLP*A1*{status}*100*{paid}*0*MB*9~SVC*HC:44120*100*{paid}~{off}")
    };
    for (status, paid, off, word) in [
        ("1", "60", "CAS*CO*45*40~", Paid),
        ("1", "0", "CAS*CO*45*40~CAS*PR*1*60~", Patient),
        ("1", "0", "CAS*CO*45*100~", Contract),
        ("2", "20", "CAS*OA*23*80~", Paid),
        ("2", "0", "CAS*OA*23*100~", Earlier),
        ("4", "0", "CAS*OA*22*100~", Denied),
        ("1", "0", "CAS*CO*97*100~", NotSeparate),
        ("1", "0", "CAS*CO*236*100~", NotSeparate),
        ("1", "0", "CAS*CO*50*100~", Denied),
        ("1", "0", "CAS*CO*97*50~CAS*CO*50*50~", Denied),
        ("1", "0", "CAS*CO*ZZ9*100~", Denied),
        ("1", "0", "CAS*PR*204*100~", Denied),
        ("1", "40", "CAS*CO*45*30**59*30~", Reduced),
        ("22", "-60", "CAS*CO*97*-40~", Reversed),
    ] {
        became(&line(status, paid, off), word, word);
    }
    // what is taken off the claim as a whole is the claim's
    became(
        "CLP*A1*4*100*0*0*MB*9~CAS*CO*29*100~SVC*HC:44120*100*100~",
        Denied,
        Paid,
    );
    became(
        "CLP*A1*1*x*0*0*MB*9~SVC*HC:44120**0~",
        Decided::Unclear,
        Decided::Unclear,
    );
}

#[test]
fn the_reason_that_counts_is_the_largest_that_denies() {
    let answer = explained("CLP*A1*1*300*0*0*MB*9~SVC*HC:44120*300*0~CAS*CO*45*200**97*60**50*40~");
    let main = answer.services[0].main().unwrap();
    assert_eq!(main.reason.code, "97");
    let answer = explained("CLP*A1*1*300*100*0*MB*9~SVC*HC:44120*300*100~CAS*CO*45*200~");
    assert_eq!(answer.services[0].main().unwrap().reason.code, "45");
}
