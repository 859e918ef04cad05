//! The words of a table of findings, and how often each came.

use ligature_claim::Outcome;
use serde::{Deserialize, Serialize};

pub(crate) const BUNDLING: &str = "bundling";
pub(crate) const ADDON: &str = "addon";
pub(crate) const UNITS: &str = "units";
pub(crate) const VALIDITY: &str = "validity";

/// The words of the column `layer`: the same in every batch, as a file of Arrow wants it.
pub const LAYERS: [&str; 4] = [BUNDLING, ADDON, UNITS, VALIDITY];

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

pub(crate) fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Deny => "deny",
        Outcome::DenyUnlessModifier => "deny_unless_modifier",
        Outcome::AllowedByModifier => "allowed_by_modifier",
        Outcome::DenyAllUnits => "deny_all_units",
        Outcome::NeedsPrimary => "needs_primary",
        Outcome::Contractor => "contractor",
        Outcome::Ok => "ok",
        Outcome::Info => "info",
        Outcome::NoData => "no_data",
        Outcome::Unknown => "unknown",
    }
}

/// The place of a word in its list.
pub(crate) fn place(words: &[&str], word: &str) -> i8 {
    let at = words.iter().position(|w| *w == word);
    at.and_then(|at| i8::try_from(at).ok()).unwrap_or(0)
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

    /// Adds findings by their places in the lists.
    pub(crate) fn tally(&mut self, layers: &[i8], outcomes: &[i8]) {
        let place = |at: &i8| usize::try_from(*at).ok();
        for (layer, outcome) in layers.iter().zip(outcomes) {
            self.findings += 1;
            let row = place(layer).and_then(|l| self.by.get_mut(l));
            if let Some(count) = row.zip(place(outcome)).and_then(|(row, o)| row.get_mut(o)) {
                *count += 1;
            }
        }
    }
}
