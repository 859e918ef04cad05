//! The payment itself: payer, payee, amount, and what was kept from it for no claim; and which of its claims undo and
//! correct one another.

use crate::answer::{PaymentAdjusted, TransactionAnswer};
use crate::explain::{REVERSAL, status};
use crate::words::{meaning, sum};
use ligature_knowledge::Remits;
use ligature_x12::{Days, PaymentLoop, Transaction};
use rust_decimal::Decimal;

/// Explains a payment with its claims, and says for each claim which other claim it undoes or corrects: empty,
/// where it does neither. None, if the transaction is no payment.
#[must_use]
pub fn transaction(
    of: &Transaction,
    claims: &[PaymentLoop],
    words: &Remits,
) -> Option<(TransactionAnswer, Vec<String>)> {
    let heading = of.remittance.as_deref()?;
    let seen: Vec<Seen> = claims.iter().map(Seen::of).collect();
    let paid: Option<Vec<Decimal>> = seen.iter().map(|s| s.paid).collect();
    let claims_paid = paid.and_then(|p| sum(p.into_iter()));
    let kept = sum(of.adjustments.iter().map(|a| a.amount));
    let answer = TransactionAnswer {
        payer: heading.payer.clone(),
        payer_id: heading.payer_id.clone(),
        payee: heading.payee.clone(),
        payee_id: heading.payee_id.clone(),
        date: heading.date.map(|d| d.to_string()),
        trace: heading.trace.clone(),
        amount: heading.amount,
        method: method(&heading.method, &heading.handling),
        claims: claims.len(),
        claims_paid,
        adjustments: of
            .adjustments
            .iter()
            .map(|one| PaymentAdjusted {
                amount: one.amount,
                reason: meaning(&one.reason, words.provider(&one.reason), "reason"),
                reference: one.reference.clone(),
                provider: one.provider.clone(),
                year_end: one.year_end.map(|d| d.to_string()),
            })
            .collect(),
        kept: kept.unwrap_or_default(),
        balance: balance(heading.amount, claims_paid, kept),
    };
    Some((answer, corrections(&seen)))
}

fn balance(amount: Option<Decimal>, claims: Option<Decimal>, kept: Option<Decimal>) -> String {
    let (Some(amount), Some(claims), Some(kept)) = (amount, claims, kept) else {
        return "the payment or what a claim was paid cannot be read".to_owned();
    };
    match claims.checked_sub(kept) {
        Some(left) if left != amount => format!(
            "the claims were paid {claims}, less {kept} kept that is {left}, but the payment is {amount}"
        ),
        _ => String::new(),
    }
}

/// How the money comes (BPR04), and whether it comes with this file (BPR01).
fn method(code: &str, handling: &str) -> String {
    let how = match code {
        "ACH" => "by bank transfer",
        "BOP" => "by a means of the bank's choice",
        "CHK" => "by cheque",
        "FWT" => "by wire transfer",
        "NON" => "no money moves",
        _ => "by a means that is not known here",
    };
    match handling {
        "H" if code != "NON" => format!("{how}; this file is a notice only"),
        _ => how.to_owned(),
    }
}

/// The fields of a claim that show which others it undoes or corrects.
struct Seen {
    id: String,
    status: String,
    charge: Option<Decimal>,
    paid: Option<Decimal>,
    days: Option<Days>,
}

impl Seen {
    fn of(claim: &PaymentLoop) -> Seen {
        let (read, _) = claim.read();
        Seen {
            id: read.id.trim().to_owned(),
            status: read.status.to_owned(),
            charge: read.charge,
            paid: read.paid,
            days: read.days.or_else(|| read.services.first()?.days),
        }
    }

    fn undoes(&self) -> bool {
        self.status == REVERSAL
    }
}

/// How each claim relates to others of the payment.
fn corrections(all: &[Seen]) -> Vec<String> {
    let mut says = vec![String::new(); all.len()];
    let undone: Vec<usize> = (0..all.len())
        .filter(|at| all.get(*at).is_some_and(Seen::undoes))
        .collect();
    let found: Vec<Vec<usize>> = undone.iter().map(|at| correcting(*at, all)).collect();
    for (at, with) in undone.iter().zip(&found) {
        let shared = |one: &usize| found.iter().filter(|f| f.contains(one)).count() > 1;
        let says_of_it = match with.as_slice() {
            [] => "this payment has no other claim with the same number: look for the correcting one in another payment before you act".to_owned(),
            [one] if !shared(one) => {
                if let (Some(text), Some(old), Some(new)) =
                    (says.get_mut(*one), all.get(*at), all.get(*one))
                {
                    *text = format!(
                        "Corrects a payment that is reversed in the same file: {} before, {} now.",
                        paid(old.paid.map(|p| -p)),
                        paid(new.paid)
                    );
                    format!(
                        "see the correcting claim with the same number in this payment ({}, {} paid)",
                        status(&new.status),
                        paid(new.paid)
                    )
                } else {
                    continue;
                }
            }
            several => format!(
                "it is not certain which claim with the same number corrects it: {} in this payment could",
                several.len()
            ),
        };
        if let Some(text) = says.get_mut(*at) {
            *text = format!("Undoes an earlier payment; {says_of_it}.");
        }
    }
    says
}

/// The claims that may correct the one that is undone: those of its number, of its days, of its charge, as far as any are.
fn correcting(undone: usize, all: &[Seen]) -> Vec<usize> {
    let Some(of) = all.get(undone).filter(|of| !of.id.is_empty()) else {
        return Vec::new();
    };
    let same = |(_, other): &(usize, &Seen)| !other.undoes() && other.id == of.id;
    let mut left: Vec<(usize, &Seen)> = all.iter().enumerate().filter(same).collect();
    let fits: [&dyn Fn(&Seen) -> bool; 2] = [&|other| other.days == of.days, &|other| {
        other.charge == of.charge.map(|c| -c)
    }];
    for fit in fits {
        if left.iter().any(|(_, other)| fit(other)) {
            left.retain(|(_, other)| fit(other));
        }
    }
    left.into_iter().map(|(at, _)| at).collect()
}

fn paid(amount: Option<Decimal>) -> String {
    amount.map_or_else(|| "an unknown sum".to_owned(), |a| format!("${a}"))
}
