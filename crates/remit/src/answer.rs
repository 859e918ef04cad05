//! What is answered about a payment: the types.

use crate::draft::Appeal;
use crate::state::Decided;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

/// A code and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Meaning {
    /// The code.
    pub code: String,
    /// What it means; that it is not known here, if it is not.
    pub means: String,
    /// What usually caused it; may be empty.
    pub cause: String,
    /// What to do next; may be empty.
    pub next: String,
    /// Which kinds of rule may have led to it (`bundling`, `units` …); may be empty.
    pub layers: Vec<String>,
    /// Whether a list here holds it.
    pub known: bool,
}

/// Who is responsible for an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// The provider (group CO or PI).
    Provider,
    /// The patient (group PR).
    Patient,
    /// Neither (group OA), or a group that is not known.
    Other,
}

/// An amount that was taken off, or put on where it is negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Adjusted {
    /// Dollars.
    #[serde(with = "rust_decimal::serde::str")]
    #[schemars(with = "String")]
    pub amount: Decimal,
    /// Units that were taken off, if any were.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub units: Option<Decimal>,
    /// Who is responsible for it.
    pub share: Share,
    /// Group code.
    pub group: Meaning,
    /// Reason code.
    pub reason: Meaning,
    /// It is why less was paid than could be: no fee limit, no part of the patient, nothing that an earlier payer paid.
    pub denies: bool,
    /// What Ligature's check says about the same line or claim, where one was made.
    pub ours: Option<String>,
}

/// A service and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServiceAnswer {
    /// Code as paid, with its modifiers.
    pub code: String,
    /// Modifiers.
    pub modifiers: Vec<String>,
    /// Code as billed, where the payer decided on another code or other modifiers.
    pub billed_code: Option<String>,
    /// Modifiers as billed, where `billed_code` is given.
    pub billed_modifiers: Vec<String>,
    /// First day of service.
    pub from: Option<String>,
    /// Last day of service.
    pub to: Option<String>,
    /// Units that were paid.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub units: Option<Decimal>,
    /// Units as billed, where the payer paid others.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub billed_units: Option<Decimal>,
    /// The submitter's own number for the line (REF*6R); empty if not given.
    pub control: String,
    /// Billed, in dollars.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub charge: Option<Decimal>,
    /// Paid, in dollars.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub paid: Option<Decimal>,
    /// What was not paid, and why.
    pub adjustments: Vec<Adjusted>,
    /// Remark codes.
    pub remarks: Vec<Meaning>,
    /// What does not come out; empty: charge less adjustments is what was paid.
    pub balance: String,
    /// What became of it.
    pub decided: Decided,
    /// Whether its denial can be appealed, where letters were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Appeal>,
}

/// A claim and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClaimAnswer {
    /// The submitter's name for the claim.
    pub id: String,
    /// The payer's own number for the claim, needed to replace it or to appeal; empty if not given.
    pub payer_claim: String,
    /// The number of the cheque or transfer that it belongs to.
    pub trace: String,
    /// What became of it, in words.
    pub status: String,
    /// It takes an earlier payment back: what it says of reasons is of old, and there is nothing to do about it.
    pub reversal: bool,
    /// Which other claim of the same payment it undoes or corrects, in a sentence; may be empty.
    pub correction: String,
    /// First day of the claim.
    pub from: Option<String>,
    /// Last day of the claim.
    pub to: Option<String>,
    /// Billed, in dollars.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub charge: Option<Decimal>,
    /// Paid, in dollars.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub paid: Option<Decimal>,
    /// The patient's part, in dollars, as the payer states it.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub patient: Option<Decimal>,
    /// What was taken off the claim as a whole.
    pub adjustments: Vec<Adjusted>,
    /// Remark codes of the claim as a whole.
    pub remarks: Vec<Meaning>,
    /// Its services.
    pub services: Vec<ServiceAnswer>,
    /// What does not come out, of the claim as a whole; may be empty.
    pub balance: String,
    /// What became of it.
    pub decided: Decided,
    /// Whether what was denied of the claim as a whole can be appealed, where letters were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal: Option<Appeal>,
}

/// An amount that concerns the whole payment and no claim of it (PLB).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PaymentAdjusted {
    /// Dollars: above zero kept from the payment, below zero added to it.
    #[serde(with = "rust_decimal::serde::str")]
    #[schemars(with = "String")]
    pub amount: Decimal,
    /// Why.
    pub reason: Meaning,
    /// What it refers to, often a claim or a letter; may be empty.
    pub reference: String,
    /// The provider whose payment it is.
    pub provider: String,
    /// Last day of that provider's fiscal year.
    pub year_end: Option<String>,
}

/// A payment: payer, payee, day, amount, and whether the sum adds up. A file may have several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TransactionAnswer {
    /// Name of who pays.
    pub payer: String,
    /// Identifier of who pays; may be empty.
    pub payer_id: String,
    /// Name of who is paid.
    pub payee: String,
    /// Identifier of who is paid.
    pub payee_id: String,
    /// Day of the payment.
    pub date: Option<String>,
    /// Number of the cheque or transfer, by which the money in the bank is found.
    pub trace: String,
    /// Paid, in dollars.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub amount: Option<Decimal>,
    /// How it is paid, in words.
    pub method: String,
    /// How many claims it holds.
    pub claims: usize,
    /// What the claims were paid together, in dollars; none if an amount cannot be read.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub claims_paid: Option<Decimal>,
    /// What was kept or added for no claim of it.
    pub adjustments: Vec<PaymentAdjusted>,
    /// Their sum: above zero, this much was kept; what the claims were paid less this is what was paid.
    #[serde(with = "rust_decimal::serde::str")]
    #[schemars(with = "String")]
    pub kept: Decimal,
    /// What does not come out; empty: the sums agree.
    pub balance: String,
}
