//! What pricing a claim gives.

use ligature_codes::Units;
use ligature_edits::Kind;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A step of a line's arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// What is done.
    pub label: String,
    /// In numbers.
    pub expression: String,
    /// The result, in dollars.
    #[serde(with = "rust_decimal::serde::str")]
    #[schemars(with = "String")]
    pub result: Decimal,
    /// Who says so: the release of a table, or publisher, document, section and year of a rule.
    pub source: String,
}

/// Something to know about a line's price that changes no number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PriceRemark")]
pub struct Remark {
    /// In a sentence.
    pub says: String,
    /// Who says so; may be empty.
    pub source: String,
}

/// A line and its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PricedLine {
    /// Its number in the claim.
    pub line: u32,
    /// Its code.
    pub code: String,
    /// Its modifiers.
    pub modifiers: Vec<String>,
    /// Its units.
    pub units: Units,
    /// Allowed amount in dollars and cents; nothing: see `not_priced`. Never zero because no price is known.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub allowed: Option<Decimal>,
    /// Why there is no allowed amount.
    pub not_priced: Option<String>,
    /// The arithmetic, step by step; without a price, as far as it goes.
    pub steps: Vec<Step>,
    /// What else to know.
    pub remarks: Vec<Remark>,
}

/// A release that answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cited {
    /// What it is: `physician fee schedule`, `GPCI`, `NCCI add-on edits`.
    pub table: String,
    /// As the publisher calls it.
    pub release: String,
    /// Publisher.
    pub publisher: String,
    /// First day that it covers.
    pub from: String,
    /// Last day.
    pub to: String,
}

impl Cited {
    pub(crate) fn kind(kind: Kind) -> String {
        kind.name().to_owned()
    }
}

/// A claim and its prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Priced {
    /// The submitter's name for the claim.
    pub id: String,
    /// Lines in the order of the claim.
    pub lines: Vec<PricedLine>,
    /// Sum of the allowed amounts; nothing if no line has one.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub total: Option<Decimal>,
    /// Lines that are not in the total.
    pub not_priced: u32,
    /// Numbers of lines in the order to report them: highest total relative value first, an add-on under its primary.
    pub sequence: Vec<u32>,
    /// Numbers of lines for which the schedule of their day has no relative value: in the sequence they come last.
    #[serde(default)]
    pub unranked: Vec<u32>,
    /// What to know about the claim as a whole.
    pub remarks: Vec<Remark>,
    /// Releases that answered.
    pub tables: Vec<Cited>,
}
