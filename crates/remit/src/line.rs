//! Which line of a claim as it was sent a decision is about.

use crate::sent::{SentClaim, coded, modified, on};
use ligature_claim::Line;
use ligature_x12::{Days, ServicePayment};

/// A line as it was sent, by its number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbered<'c> {
    pub(crate) number: u32,
    pub(crate) line: &'c Line,
    control: &'c str,
}

/// The lines that a decision fits, all equally: by the submitter's number of the line; else by code, modifiers, day and
/// charge, as many of them as agree. None, if no line has the code.
pub(crate) fn lines<'c>(
    service: &ServicePayment<'_>,
    days: Option<Days>,
    sent: &'c SentClaim,
) -> Vec<Numbered<'c>> {
    let all = numbered(sent);
    let control = service.control.trim();
    let mut left: Vec<Numbered<'c>> = Vec::new();
    if !control.is_empty() {
        left = all.clone();
        left.retain(|l| l.control == control);
        if left.is_empty() {
            // where the payer split a claim that has no such numbers, it gives the number of the line
            left = all.clone();
            left.retain(|l| {
                l.control.is_empty() && l.number.to_string() == control && coded(service, l.line)
            });
        }
        if let [_] = left.as_slice() {
            return left;
        }
    }
    if left.is_empty() {
        left = all;
    }
    left.retain(|l| coded(service, l.line));
    let agreeing = |l: &Numbered<'_>| {
        let charge = l.line.charge.zip(service.charge);
        [
            modified(service, l.line),
            on(&sent.claim, l.line, days),
            charge.is_none_or(|(ours, theirs)| ours == theirs),
        ]
        .into_iter()
        .filter(|agrees| *agrees)
        .count()
    };
    let most = left.iter().map(agreeing).max();
    left.retain(|l| Some(agreeing(l)) == most);
    left
}

/// The lines with the numbers that a check of the claim gives them.
fn numbered(sent: &SentClaim) -> Vec<Numbered<'_>> {
    let lines = (1..).zip(&sent.claim.lines).enumerate();
    lines
        .map(|(at, (place, line))| Numbered {
            number: if line.line == 0 { place } else { line.line },
            line,
            control: sent.controls.get(at).map_or("", |c| c.trim()),
        })
        .collect()
}
