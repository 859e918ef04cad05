//! Remittances of our own, explained.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use ligature_knowledge::embedded;
use ligature_remit::{ClaimAnswer, Share, explain};
use ligature_x12::Document;

/// A remittance with one claim, whose segments from CLP on are given.
fn explained(claim: &str) -> ClaimAnswer {
    let text = format!(
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *240901*1200*^*00501*000000001*0*P*:~\
         GS*HP*PAYER*PROVIDER*20240901*1200*1*X*005010X221A1~ST*835*0001~BPR*I*100*C*NON************20240901~\
         TRN*1*12345*1512345678~N1*PR*PAYER~N1*PE*PROVIDER*XX*1234567893~LX*1~{claim}SE*9*0001~GE*1*1~IEA*1*000000001~"
    );
    let document = Document::read(text.as_bytes()).unwrap();
    let payment = document.payments().next().unwrap();
    explain(&payment.read().0, &embedded().0.remits)
}

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
    let told: Vec<&str> = answer.services.iter().map(|s| s.balance.as_str()).collect();
    assert!(told.concat().contains(balance), "{told:?}");
}

#[test]
fn what_was_not_paid_is_told_by_who_bears_it() {
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
fn a_reason_that_no_list_holds_is_told_as_unknown() {
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
}
