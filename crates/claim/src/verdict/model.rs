//! What a verdict says.

use ligature_codes::Units;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

/// How much of a claim was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Every layer for which tables can be loaded answered for every day.
    All,
    /// Some did not.
    Partly,
    /// No table answered.
    #[default]
    None,
}

/// What becomes of a line as it is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineStatus {
    /// Every table answered, and none denies it.
    Payable,
    /// Nothing that was checked denies it, but a table was silent.
    PayableAsFarAsChecked,
    /// The contractor decides.
    Contractor,
    /// A finding denies it.
    Denied,
    /// No table answered for its day.
    NotChecked,
}

impl LineStatus {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            LineStatus::Payable => "payable",
            LineStatus::PayableAsFarAsChecked => "payable as far as checked",
            LineStatus::Contractor => "the contractor decides",
            LineStatus::Denied => "denied",
            LineStatus::NotChecked => "not checked",
        }
    }

    /// Whether it counts among the lines that are paid as billed.
    #[must_use]
    pub fn is_payable(self) -> bool {
        matches!(
            self,
            LineStatus::Payable | LineStatus::PayableAsFarAsChecked
        )
    }
}

/// The verdict on a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LineVerdict {
    /// Its number in the claim.
    pub line: u32,
    /// Its code as billed, modifiers after dashes: `99223-57`.
    pub code: String,
    /// Its units as billed.
    pub units: Units,
    /// The name of the code, where one is known.
    pub name: String,
    /// What becomes of it.
    pub status: LineStatus,
    /// What the schedule allows in the claim as billed, in dollars; nothing without a locality or a price.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub amount: Option<Decimal>,
    /// Why, in a sentence.
    pub because: String,
}

/// Some lines of a claim and what they pay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Sum {
    /// Numbers of the lines, in the order to report them.
    pub lines: Vec<u32>,
    /// What the schedule allows for them, in dollars; nothing without a locality or a price.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub amount: Option<Decimal>,
    /// Of these, lines without a price.
    pub not_priced: Vec<u32>,
}

/// A change to a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LineChange {
    /// Its number.
    pub line: u32,
    /// Its code.
    pub code: String,
    /// Units that are left; nothing: the line comes off.
    pub units: Option<u64>,
    /// The line may stay if the note supports one of these modifiers.
    pub unless: Vec<String>,
}

/// A part of an amount that hangs on a decision of the contractor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OnCondition {
    /// The line.
    pub line: u32,
    /// Its code.
    pub code: String,
    /// What the schedule allows for it, in dollars.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub amount: Option<Decimal>,
    /// What has to be so, in a sentence.
    pub because: String,
}

/// The smallest change after which nothing is denied. It says what a payer's tables let stand, not what was done: the note
/// decides that.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct WouldStand {
    /// What changes.
    pub changes: Vec<LineChange>,
    /// The lines that are left, in the order to report them, and what they pay.
    pub paid: Sum,
    /// What of that hangs on the contractor.
    pub on_condition: Vec<OnCondition>,
}

/// The verdict on a claim.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(rename = "ClaimVerdict")]
pub struct Verdict {
    /// Line by line.
    pub lines: Vec<LineVerdict>,
    /// All lines as billed.
    pub as_billed: Sum,
    /// Lines that nothing denies, priced without the others; nothing where no table answered.
    pub payable: Option<Sum>,
    /// The claim after which nothing is denied; nothing if nothing is, or nothing would be left.
    pub would_stand: Option<WouldStand>,
}
