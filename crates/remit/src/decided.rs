//! What became of a line or a claim, in a word, and which reason it is.

use crate::answer::{Adjusted, ClaimAnswer, ServiceAnswer, Share};
use crate::state::Decided;
use rust_decimal::Decimal;

/// The status of a claim that is denied as a whole.
pub(crate) const DENIED: &str = "4";

impl ServiceAnswer {
    /// The adjustment that says most of why it was not paid in full.
    #[must_use]
    pub fn main(&self) -> Option<&Adjusted> {
        main(&self.adjustments)
    }
}

impl ClaimAnswer {
    /// The adjustment of the claim as a whole that says most of why it was not paid in full.
    #[must_use]
    pub fn main(&self) -> Option<&Adjusted> {
        main(&self.adjustments)
    }
}

/// The largest that denies, else the largest.
fn main(all: &[Adjusted]) -> Option<&Adjusted> {
    let taken = all.iter().filter(|a| a.amount.is_sign_positive());
    // of equal ones the first
    taken.rev().max_by_key(|a| (a.denies, a.amount))
}

/// Says of each adjustment whether it denies, and of each line and the claim what became of it. `status` is the payer's.
pub(crate) fn decide(answer: &mut ClaimAnswer, status: &str) {
    let reversal = answer.reversal;
    let mark = |all: &mut [Adjusted]| {
        for one in all {
            one.denies = !reversal && denies(one, status);
        }
    };
    mark(&mut answer.adjustments);
    for service in &mut answer.services {
        mark(&mut service.adjustments);
        let all: Vec<&Adjusted> = service.adjustments.iter().collect();
        service.decided = decided(service.charge, service.paid, &all, reversal);
    }
    let lines = answer.services.iter().flat_map(|s| &s.adjustments);
    let all: Vec<&Adjusted> = answer.adjustments.iter().chain(lines).collect();
    answer.decided = decided(answer.charge, answer.paid, &all, reversal);
}

fn denies(one: &Adjusted, status: &str) -> bool {
    if one.amount.is_sign_negative() || one.amount.is_zero() {
        return false;
    }
    let only = |kinds: &[&str]| {
        let layers = &one.reason.layers;
        !layers.is_empty() && layers.iter().all(|l| kinds.contains(&l.as_str()))
    };
    if only(&["contract", "patient-share", "payment", "notice"]) {
        return false;
    }
    // what an earlier payer did, and not that one should have paid
    let before = only(&["coordination"]) && one.share == Share::Other && status != DENIED;
    !before
}

fn decided(
    charge: Option<Decimal>,
    paid: Option<Decimal>,
    all: &[&Adjusted],
    reversal: bool,
) -> Decided {
    let (charge, paid) = match (charge, paid) {
        _ if reversal => return Decided::Reversed,
        (Some(charge), Some(paid)) => (charge, paid),
        _ => return Decided::Unclear,
    };
    let mut denying = all.iter().filter(|a| a.denies).peekable();
    if denying.peek().is_some() {
        let joined = |a: &&&Adjusted| {
            let first = a.reason.layers.first().map(String::as_str);
            matches!(first, Some("bundling" | "global"))
        };
        return match paid.is_zero() {
            false => Decided::Reduced,
            true if denying.all(|a| joined(&a)) => Decided::NotSeparate,
            true => Decided::Denied,
        };
    }
    if !paid.is_zero() || charge.is_zero() {
        return Decided::Paid;
    }
    let of = |share: Share| {
        all.iter()
            .any(|a| a.share == share && a.amount > Decimal::ZERO)
    };
    match (of(Share::Patient), of(Share::Other), of(Share::Provider)) {
        (true, ..) => Decided::Patient,
        (_, true, _) => Decided::Earlier,
        (_, _, true) => Decided::Contract,
        _ => Decided::Unclear,
    }
}
