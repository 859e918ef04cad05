//! The claims as they were sent, and which of them a payment is about.

use ligature_claim::{Claim, Line};
use ligature_x12::{ClaimPayment, Days, ServicePayment};
use rust_decimal::Decimal;
use std::collections::HashMap;

/// A claim as it was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct SentClaim {
    /// The claim.
    pub claim: Claim,
    /// The submitter's own number of each line (REF*6R of an 837P), in the order of the lines; empty, where none is known.
    pub controls: Vec<String>,
}

/// Claims as they were sent, by their number. A number may occur several times: a claim is sent again, or the number is the
/// patient's account.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    by_id: HashMap<String, Vec<SentClaim>>,
}

/// Which claim a payment is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Choice<'s> {
    /// None of the number was sent.
    None,
    /// This one.
    One(&'s SentClaim),
    /// So many fit equally, and they differ.
    Several(usize),
    /// Of the number, but of other codes or days.
    Other,
}

impl Sent {
    /// Adds a claim. One without a number is never found.
    pub fn add(&mut self, sent: SentClaim) {
        let id = sent.claim.id.trim();
        if !id.is_empty() {
            self.by_id.entry(id.to_owned()).or_default().push(sent);
        }
    }

    /// Whether none was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The claim that a payment is about: that of its number, by codes and days, then by charge and modifiers.
    #[must_use]
    pub fn choose(&self, payment: &ClaimPayment<'_>) -> Choice<'_> {
        let Some(all) = self.by_id.get(payment.id.trim()) else {
            return Choice::None;
        };
        let fits: Vec<_> = all.iter().map(|s| fit(&s.claim, payment)).collect();
        let Some(best) = fits.iter().max().filter(|best| best.0 > 0) else {
            return Choice::Other;
        };
        let equal = all.iter().zip(&fits).filter(|(_, fit)| *fit == best);
        // the same claim twice is one
        let mut differing: Vec<&SentClaim> = Vec::new();
        for (sent, _) in equal {
            if !differing.contains(&sent) {
                differing.push(sent);
            }
        }
        match differing.as_slice() {
            [one] => Choice::One(one),
            several => Choice::Several(several.len()),
        }
    }
}

/// How well a claim fits: services found by code and day, the charge, services found with their modifiers.
fn fit(claim: &Claim, payment: &ClaimPayment<'_>) -> (usize, bool, usize) {
    let on = |line: &Line, days: Option<Days>| on(claim, line, days);
    if payment.services.is_empty() {
        let days = claim.lines.iter().any(|line| on(line, payment.days));
        return (usize::from(days), charged(claim, payment), 0);
    }
    let count = |fits: &dyn Fn(&ServicePayment<'_>, &Line) -> bool| {
        let services = payment.services.iter();
        let found = services.filter(|s| {
            let days = s.days.or(payment.days);
            let mut lines = claim.lines.iter();
            lines.any(|line| coded(s, line) && on(line, days) && fits(s, line))
        });
        found.count()
    };
    (
        count(&|_, _| true),
        charged(claim, payment),
        count(&modified),
    )
}

/// Whether the charges of a claim are what the payer says was billed.
fn charged(claim: &Claim, payment: &ClaimPayment<'_>) -> bool {
    let charges: Option<Vec<Decimal>> = claim.lines.iter().map(|l| l.charge).collect();
    let sum = charges.and_then(|c| c.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add));
    sum.is_some() && sum == payment.charge
}

/// Whether a line is of one of these days; true, where a day is not known.
pub(crate) fn on(claim: &Claim, line: &Line, days: Option<Days>) -> bool {
    let day = line.date_of_service.or(claim.date_of_service);
    day.zip(days)
        .is_none_or(|(day, days)| days.from <= day && day <= days.to)
}

/// The code as it was billed.
pub(crate) fn billed<'s>(service: &'s ServicePayment<'_>) -> &'s str {
    let original = service.original.as_ref().map(|o| o.code);
    original
        .filter(|code| !code.is_empty())
        .unwrap_or(service.service.code)
}

/// Whether a line has the code that was billed.
pub(crate) fn coded(service: &ServicePayment<'_>, line: &Line) -> bool {
    line.code
        .trim()
        .eq_ignore_ascii_case(billed(service).trim())
}

/// Whether a line has the modifiers that were billed, in whatever order.
pub(crate) fn modified(service: &ServicePayment<'_>, line: &Line) -> bool {
    let original = service.original.as_ref().filter(|o| !o.code.is_empty());
    let theirs = original.unwrap_or(&service.service).modifiers.iter();
    let sorted = |all: &mut dyn Iterator<Item = &str>| {
        let mut all: Vec<String> = all
            .map(|m| m.trim().to_ascii_uppercase())
            .filter(|m| !m.is_empty())
            .collect();
        all.sort_unstable();
        all
    };
    sorted(&mut theirs.copied()) == sorted(&mut line.modifiers.iter().map(String::as_str))
}
