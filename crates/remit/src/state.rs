//! What became of a line or a claim: the type.

use schemars::JsonSchema;
use serde::Serialize;

/// What became of a line, or of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// Nothing is paid, for a reason that may be wrong or put right.
    Denied,
    /// Nothing is paid, because another service is taken to include it.
    NotSeparate,
    /// Something is paid, and less than the contract allows.
    Reduced,
    /// An amount is missing, so that it cannot be determined.
    Unclear,
    /// All that the contract allows is left to the patient.
    Patient,
    /// An earlier payer paid all that is due.
    Earlier,
    /// By the contract nothing is due.
    Contract,
    /// Paid as the contract has it.
    Paid,
    /// An earlier payment is taken back.
    Reversed,
}

impl Decided {
    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Decided::Denied => "denied",
            Decided::NotSeparate => "not paid separately",
            Decided::Reduced => "reduced",
            Decided::Unclear => "not clear",
            Decided::Patient => "left to the patient",
            Decided::Earlier => "covered by an earlier payer",
            Decided::Contract => "nothing due by contract",
            Decided::Paid => "paid",
            Decided::Reversed => "taken back",
        }
    }

    /// Whether somebody has to look at it: it is denied, reduced, or not clear.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Decided::Denied | Decided::NotSeparate | Decided::Reduced | Decided::Unclear
        )
    }
}
