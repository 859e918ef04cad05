//! The words of a table of findings, and how often each came.

use ligature_claim::Outcome;
use serde::{Deserialize, Serialize};

/// The words of the column `layer`: the same in every batch, as a file of Arrow wants it.
pub const LAYERS: [&str; 4] = ["bundling", "addon", "units", "validity"];

/// Places in [`LAYERS`].
pub(crate) const BUNDLING: i8 = 0;
pub(crate) const ADDON: i8 = 1;
pub(crate) const UNITS: i8 = 2;
pub(crate) const VALIDITY: i8 = 3;

/// The words of the column `outcome`.
pub const OUTCOMES: [&str; 10] = [
    "deny",
    "deny_unless_modifier",
    "allowed_by_modifier",
    "deny_all_units",
    "needs_primary",
    "contractor",
    "ok",
    "info",
    "no_data",
    "unknown",
];

/// The place of an outcome in [`OUTCOMES`].
#[inline]
pub(crate) fn place(outcome: Outcome) -> i8 {
    match outcome {
        Outcome::Deny => 0,
        Outcome::DenyUnlessModifier => 1,
        Outcome::AllowedByModifier => 2,
        Outcome::DenyAllUnits => 3,
        Outcome::NeedsPrimary => 4,
        Outcome::Contractor => 5,
        Outcome::Ok => 6,
        Outcome::Info => 7,
        Outcome::NoData => 8,
        Outcome::Unknown => 9,
    }
}

/// Counts of what was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Claims.
    pub claims: u64,
    /// Lines.
    pub lines: u64,
    /// Findings.
    pub findings: u64,
    /// Findings by [`LAYERS`] and [`OUTCOMES`].
    pub by: [[u64; OUTCOMES.len()]; LAYERS.len()],
}

impl Counts {
    /// Adds others.
    pub fn add(&mut self, other: Counts) {
        self.claims += other.claims;
        self.lines += other.lines;
        self.findings += other.findings;
        for (sums, more) in self.by.iter_mut().zip(other.by) {
            sums.iter_mut()
                .zip(more)
                .for_each(|(sum, more)| *sum += more);
        }
    }

    /// Findings with an outcome in a layer.
    #[must_use]
    pub fn of(&self, layer: &str, outcome: &str) -> u64 {
        let at = |words: &[&str], word| words.iter().position(|w| *w == word);
        let layer = at(&LAYERS, layer).and_then(|l| self.by.get(l));
        let count = layer
            .zip(at(&OUTCOMES, outcome))
            .and_then(|(l, o)| l.get(o));
        count.copied().unwrap_or(0)
    }

    /// Adds a finding by its places in the lists.
    pub(crate) fn tally(&mut self, layer: i8, outcome: i8) {
        self.findings += 1;
        let place = |at: i8| usize::try_from(at).ok();
        let row = place(layer).and_then(|l| self.by.get_mut(l));
        if let Some(count) = row.zip(place(outcome)).and_then(|(row, o)| row.get_mut(o)) {
            *count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_counted_under_its_own_word() {
        for outcome in [
            Outcome::Deny,
            Outcome::DenyUnlessModifier,
            Outcome::AllowedByModifier,
            Outcome::DenyAllUnits,
            Outcome::NeedsPrimary,
            Outcome::Contractor,
            Outcome::Ok,
            Outcome::Info,
            Outcome::NoData,
            Outcome::Unknown,
        ] {
            let word = serde_json::to_value(outcome).unwrap();
            assert_eq!(word, OUTCOMES[usize::try_from(place(outcome)).unwrap()]);
        }
    }
}
