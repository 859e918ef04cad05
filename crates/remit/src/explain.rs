//! From the payer's codes on a claim to words.

use crate::answer::{Adjusted, ClaimAnswer, Meaning, ServiceAnswer, Share};
use crate::decided::{DENIED, decide};
use crate::state::Decided;
use crate::words::{meaning, shown, sum, unknown};
use ligature_knowledge::Remits;
use ligature_x12::{Adjustment, ClaimPayment, PaymentLoop, Segment, ServicePayment};
use rust_decimal::Decimal;

/// The status of a claim that takes an earlier payment back.
pub(crate) const REVERSAL: &str = "22";

/// Explains what a payer decided about a claim; `read` is what `of` says.
#[must_use]
pub fn explain(of: &PaymentLoop, read: &ClaimPayment<'_>, words: &Remits) -> ClaimAnswer {
    let reversal = read.status == REVERSAL;
    let mut answer = ClaimAnswer {
        id: read.id.to_owned(),
        payer_claim: read.payer_claim.to_owned(),
        trace: of.remittance.trace.clone(),
        status: status(read.status),
        reversal,
        correction: String::new(),
        from: read.days.map(|d| d.from.to_string()),
        to: read.days.map(|d| d.to.to_string()),
        charge: read.charge,
        paid: read.paid,
        patient: read.patient,
        adjustments: adjusted(&read.adjustments, words),
        remarks: remarks(&read.remarks, words),
        services: read.services.iter().map(|s| service(s, words)).collect(),
        balance: balance(read),
        decided: Decided::Unclear,
        appeal: None,
    };
    stray(&of.segments, words, &mut answer);
    if reversal {
        undone(&mut answer);
    }
    decide(&mut answer, read.status);
    answer
}

fn service(of: &ServicePayment<'_>, words: &Remits) -> ServiceAnswer {
    let owned = |all: &[&str]| all.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>();
    let billed = of.original.as_ref().filter(|o| {
        !o.code.is_empty() && (o.code, &o.modifiers) != (of.service.code, &of.service.modifiers)
    });
    ServiceAnswer {
        code: of.service.code.to_owned(),
        modifiers: owned(&of.service.modifiers),
        billed_code: billed.map(|o| o.code.to_owned()),
        billed_modifiers: billed.map_or_else(Vec::new, |o| owned(&o.modifiers)),
        from: of.days.map(|d| d.from.to_string()),
        to: of.days.map(|d| d.to.to_string()),
        units: of.units,
        billed_units: of.original_units.filter(|u| Some(*u) != of.units),
        control: of.control.to_owned(),
        charge: of.charge,
        paid: of.paid,
        adjustments: adjusted(&of.adjustments, words),
        remarks: remarks(&of.remarks, words),
        balance: match (of.charge, of.paid) {
            (Some(charge), Some(paid)) => comes_to(charge, of.adjusted(), paid),
            _ => "the charge or the payment is missing".to_owned(),
        },
        decided: Decided::Unclear,
        appeal: None,
    }
}

/// What does not come out of charge, adjustments and payment.
fn comes_to(charge: Decimal, adjusted: Decimal, paid: Decimal) -> String {
    match charge.checked_sub(adjusted) {
        Some(left) if left != paid => {
            format!("billed {charge} less {adjusted} taken off is {left}, but {paid} was paid")
        }
        _ => String::new(),
    }
}

/// What does not come out of the claim as a whole.
fn balance(of: &ClaimPayment<'_>) -> String {
    let mut wrong = Vec::new();
    match (of.charge, of.paid) {
        (Some(charge), Some(paid)) => {
            wrong.extend(Some(comes_to(charge, of.adjusted(), paid)).filter(|w| !w.is_empty()));
        }
        _ => wrong.push("the charge or the payment is missing".to_owned()),
    }
    let charges: Option<Vec<Decimal>> = of.services.iter().map(|s| s.charge).collect();
    let charges = charges.filter(|c| !c.is_empty());
    let lines = charges.and_then(|c| sum(c.into_iter()));
    if let (Some(lines), Some(charge)) = (lines, of.charge)
        && lines != charge
    {
        wrong.push(format!(
            "the charges of the lines add up to {lines}, but the claim was billed with {charge}"
        ));
    }
    // a reversal does not say what the patient owes
    if of.status != REVERSAL {
        let own = of.adjustments.iter();
        let all = own.chain(of.services.iter().flat_map(|s| &s.adjustments));
        let owed = sum(all.filter(|a| a.group == "PR").map(|a| a.amount));
        match (of.patient, owed) {
            (Some(patient), Some(owed)) if patient != owed => wrong.push(format!(
                "the patient's part is given as {patient}, but the amounts of group PR add up to {owed}"
            )),
            (None, Some(owed)) if !owed.is_zero() => wrong.push(format!(
                "the patient's part is not said, but the amounts of group PR add up to {owed}"
            )),
            _ => {}
        }
    }
    wrong.join("; ")
}

fn adjusted(all: &[Adjustment<'_>], words: &Remits) -> Vec<Adjusted> {
    all.iter()
        .map(|one| Adjusted {
            amount: one.amount,
            units: one.quantity,
            share: match one.group {
                "CO" | "PI" => Share::Provider,
                "PR" => Share::Patient,
                _ => Share::Other,
            },
            group: meaning(one.group, words.group(one.group), "group"),
            reason: meaning(one.reason, words.reason(one.reason), "reason"),
            denies: false,
            ours: None,
        })
        .collect()
}

fn remarks(all: &[&str], words: &Remits) -> Vec<Meaning> {
    all.iter()
        .map(|code| meaning(code, words.remark(code), "remark"))
        .collect()
}

/// Remark codes (LQ) before the first line, or are of another list than the remark codes.
fn stray(segments: &[Segment], words: &Remits, answer: &mut ClaimAnswer) {
    let mut lines = 0_usize;
    for segment in segments.iter().filter(|s| !s.is_filler()) {
        match segment.id() {
            "SVC" => lines += 1,
            "LQ" => {
                let (list, code) = (segment.element(1), segment.element(2));
                let remark = match (list, lines) {
                    ("HE", 0) => meaning(code, words.remark(code), "remark"),
                    ("HE", _) => continue,
                    _ => unknown(
                        code,
                        format!(
                            "A code of another list than the remark codes ({}): look it up with the payer.",
                            if list.is_empty() {
                                "not named".to_owned()
                            } else {
                                shown(list)
                            }
                        ),
                    ),
                };
                let line = lines.checked_sub(1);
                match line.and_then(|at| answer.services.get_mut(at)) {
                    Some(line) => line.remarks.push(remark),
                    None => answer.remarks.push(remark),
                }
            }
            _ => {}
        }
    }
}

/// Takes out what would make somebody act: the reasons of a reversal are those of the payment that it undoes.
fn undone(answer: &mut ClaimAnswer) {
    let services = &mut answer.services;
    let (lines, remarks): (Vec<_>, Vec<_>) = services
        .iter_mut()
        .map(|s| (&mut s.adjustments, &mut s.remarks))
        .unzip();
    let adjusted = lines.into_iter().flatten().chain(&mut answer.adjustments);
    let codes = adjusted.flat_map(|a| [&mut a.group, &mut a.reason]);
    let remarks = remarks.into_iter().flatten().chain(&mut answer.remarks);
    for code in codes.chain(remarks) {
        code.cause.clear();
        code.next.clear();
    }
}

/// What became of the claim (CLP02), in our own words.
pub(crate) fn status(code: &str) -> String {
    let says = match code {
        "1" => "processed, by this payer first",
        "2" => "processed, by this payer second",
        "3" => "processed, by this payer third",
        DENIED => "denied",
        "19" => "processed, by this payer first, and sent on to the next",
        "20" => "processed, by this payer second, and sent on to the next",
        "21" => "processed, by this payer third, and sent on to the next",
        REVERSAL => "an earlier payment is taken back",
        "23" => "not this payer's claim; sent on to the right one",
        "25" => "a forecast only: nothing was paid",
        _ => "a status that is not known here",
    };
    says.to_owned()
}
