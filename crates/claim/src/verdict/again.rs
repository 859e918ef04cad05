//! The same claim, changed, checked and priced again.

use super::model::Sum;
use crate::check::Checked;
use crate::model::Claim;
use crate::price::Priced;

/// What a verdict is worked out with: the same claim, changed, checked and priced again.
pub trait Again {
    /// Checks a claim.
    fn check(&self, claim: &Claim) -> Checked;
    /// Prices a claim.
    fn price(&self, claim: &Claim) -> Priced;
}

/// The claim with some of its lines.
pub(super) fn only(claim: &Claim, kept: impl Fn(u32) -> bool) -> Claim {
    let mut claim = claim.clone();
    claim.lines.retain(|line| kept(line.line));
    claim
}

pub(super) fn sum(priced: &Priced) -> Sum {
    let without = priced.lines.iter().filter(|l| l.allowed.is_none());
    Sum {
        lines: priced.sequence.clone(),
        amount: priced.total,
        not_priced: without.map(|l| l.line).collect(),
    }
}
