//! From the payer's codes to words.

use ligature_knowledge::{RemitCode, Remits};
use ligature_x12::{Adjustment, ClaimPayment, ServicePayment};
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
    /// Which kind of rule spoke (`bundling`, `units` …); may be empty.
    pub layer: String,
    /// Whether a list here holds it.
    pub known: bool,
}

/// Who bears an amount.
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
    /// Who bears it.
    pub share: Share,
    /// Group code.
    pub group: Meaning,
    /// Reason code.
    pub reason: Meaning,
    /// What our own checks say of the same line, where they were asked.
    pub ours: Option<String>,
}

/// A service and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServiceAnswer {
    /// Code as paid, with its modifiers.
    pub code: String,
    /// Modifiers.
    pub modifiers: Vec<String>,
    /// Code as billed, where the payer took another.
    pub billed_code: Option<String>,
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
}

/// A claim and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClaimAnswer {
    /// The submitter's name for the claim.
    pub id: String,
    /// What became of it, in words.
    pub status: String,
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
}

/// Explains what a payer decided about a claim.
#[must_use]
pub fn explain(payment: &ClaimPayment<'_>, words: &Remits) -> ClaimAnswer {
    ClaimAnswer {
        id: payment.id.to_owned(),
        status: status(payment.status),
        charge: payment.charge,
        paid: payment.paid,
        patient: payment.patient,
        adjustments: adjusted(&payment.adjustments, words),
        remarks: remarks(&payment.remarks, words),
        services: payment.services.iter().map(|s| service(s, words)).collect(),
    }
}

fn service(of: &ServicePayment<'_>, words: &Remits) -> ServiceAnswer {
    let balance = match (of.charge, of.paid) {
        (Some(charge), Some(paid)) => {
            let left = charge.checked_sub(of.adjusted());
            match left {
                Some(left) if left != paid => format!(
                    "billed {charge} less {} taken off is {left}, but {paid} was paid",
                    of.adjusted()
                ),
                _ => String::new(),
            }
        }
        _ => "the charge or the payment is missing".to_owned(),
    };
    let billed = of.original.as_ref().map(|o| o.code);
    ServiceAnswer {
        code: of.service.code.to_owned(),
        modifiers: of
            .service
            .modifiers
            .iter()
            .map(|m| (*m).to_owned())
            .collect(),
        billed_code: billed
            .filter(|code| !code.is_empty() && *code != of.service.code)
            .map(str::to_owned),
        charge: of.charge,
        paid: of.paid,
        adjustments: adjusted(&of.adjustments, words),
        remarks: remarks(&of.remarks, words),
        balance,
    }
}

fn adjusted(all: &[Adjustment<'_>], words: &Remits) -> Vec<Adjusted> {
    all.iter()
        .map(|one| Adjusted {
            amount: one.amount,
            share: match one.group {
                "CO" | "PI" => Share::Provider,
                "PR" => Share::Patient,
                _ => Share::Other,
            },
            group: meaning(one.group, words.group(one.group), "group"),
            reason: meaning(one.reason, words.reason(one.reason), "reason"),
            ours: None,
        })
        .collect()
}

fn remarks(all: &[&str], words: &Remits) -> Vec<Meaning> {
    all.iter()
        .map(|code| meaning(code, words.remark(code), "remark"))
        .collect()
}

fn meaning(code: &str, known: Option<&RemitCode>, what: &str) -> Meaning {
    let shown: String = code.chars().filter(|c| !c.is_control()).take(12).collect();
    match known {
        Some(known) => Meaning {
            code: shown,
            means: known.means.clone(),
            cause: known.cause.clone(),
            next: known.next.clone(),
            layer: known.layer.clone(),
            known: true,
        },
        None => Meaning {
            means: format!("This {what} code is not known here: look it up with the payer."),
            code: shown,
            cause: String::new(),
            next: String::new(),
            layer: String::new(),
            known: false,
        },
    }
}

/// What became of the claim (CLP02), in our own words.
fn status(code: &str) -> String {
    let says = match code {
        "1" => "processed, by this payer first",
        "2" => "processed, by this payer second",
        "3" => "processed, by this payer third",
        "4" => "denied",
        "19" => "processed, by this payer first, and sent on to the next",
        "20" => "processed, by this payer second, and sent on to the next",
        "21" => "processed, by this payer third, and sent on to the next",
        "22" => "an earlier payment is taken back",
        "23" => "not this payer's claim; sent on to the right one",
        "25" => "a forecast only: nothing was paid",
        _ => "a status that is not known here",
    };
    says.to_owned()
}
