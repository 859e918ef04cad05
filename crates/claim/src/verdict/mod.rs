//! The verdict on a claim: line by line, what is payable as it stands, and the claim that would stand.
//!
//! **The main decision: a verdict is counted from findings and never adds one.** A line is denied if a finding denies it,
//! open where a table was silent on its day, and payable otherwise. What is paid is priced again without the denied lines, as a payer
//! does it. The claim that would stand is the smallest change after which no finding denies a line; it is found by checking again,
//! and amounts are looked at only afterwards: nothing is chosen because it pays more.

mod change;

use crate::check::{Checked, Finding, Layer};
use crate::model::{Claim, Outcome};
use crate::price::Priced;
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

    /// Whether it counts among the lines that are paid as the claim stands.
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

/// What a verdict is worked out with: the same claim, changed, checked and priced again.
pub trait Again {
    /// Checks a claim.
    fn check(&self, claim: &Claim) -> Checked;
    /// Prices a claim.
    fn price(&self, claim: &Claim) -> Priced;
}

/// Works out what a checked claim pays, and the claim that would stand. `name` gives the name of a code, where one is known.
pub fn judge(
    checked: &mut Checked,
    claim: &Claim,
    again: &impl Again,
    name: impl Fn(&str) -> Option<String>,
) {
    let claim = numbered(claim);
    let as_billed = again.price(&claim);
    for line in &mut checked.verdict.lines {
        let code = line.code.split('-').next().unwrap_or_default();
        line.name = name(code).unwrap_or_default();
        let priced = as_billed.lines.iter().find(|p| p.line == line.line);
        line.amount = priced.and_then(|p| p.allowed);
        let reason = priced.and_then(|p| p.not_priced.as_ref());
        let priceable = !claim.locality.trim().is_empty();
        if let Some(why) = reason.filter(|_| priceable && line.status.is_payable()) {
            line.because = format!("{} Not priced: {why}.", line.because)
                .trim()
                .to_owned();
        }
    }
    checked.verdict.as_billed = sum(&as_billed);
    let verdict = &checked.verdict;
    if checked.checked != Extent::None {
        let paid = |number: u32| {
            let line = verdict.lines.iter().find(|l| l.line == number);
            line.is_some_and(|l| l.status.is_payable())
        };
        let all = verdict.lines.iter().all(|l| l.status.is_payable());
        checked.verdict.payable = Some(match all {
            true => checked.verdict.as_billed.clone(),
            false => sum(&again.price(&only(&claim, paid))),
        });
    }
    if checked.findings.iter().any(Finding::denies) {
        checked.verdict.would_stand = change::smallest(&claim, checked, again);
    }
}

/// The claim with each line under the number by which findings name it.
fn numbered(claim: &Claim) -> Claim {
    let mut claim = claim.clone();
    for (place, line) in (1..).zip(&mut claim.lines) {
        if line.line == 0 {
            line.line = place;
        }
    }
    claim
}

/// The claim with some of its lines.
fn only(claim: &Claim, kept: impl Fn(u32) -> bool) -> Claim {
    let mut claim = claim.clone();
    claim.lines.retain(|line| kept(line.line));
    claim
}

fn sum(priced: &Priced) -> Sum {
    let without = priced.lines.iter().filter(|l| l.allowed.is_none());
    Sum {
        lines: priced.sequence.clone(),
        amount: priced.total,
        not_priced: without.map(|l| l.line).collect(),
    }
}

/// The verdict on each line of a claim, without amounts. `silent` gives the layers that no table answered for the day of a line, and
/// whether none answered at all.
pub(crate) fn lines(
    claim: &Claim,
    findings: &[Finding],
    silent: impl Fn(u32) -> (Vec<Layer>, Extent),
) -> Vec<LineVerdict> {
    let claim = numbered(claim);
    let lines = claim.lines.iter().map(|line| {
        let own = |f: &&Finding| f.denies_line(line.line, &line.code);
        let denied = findings.iter().find(own);
        let left = findings
            .iter()
            .find(|f| f.outcome == Outcome::Contractor && f.lines.first() == Some(&line.line));
        let passes = findings.iter().find(|f| {
            let two = f.column_two.as_deref().unwrap_or_default();
            let own = two.eq_ignore_ascii_case(line.code.trim()) && f.lines.contains(&line.line);
            f.outcome == Outcome::AllowedByModifier && own
        });
        let (layers, extent) = silent(line.line);
        let names: Vec<&str> = layers.iter().map(|l| l.name()).collect();
        let (status, because) = match (denied, extent, left) {
            (Some(finding), ..) => (LineStatus::Denied, finding.because.clone()),
            (_, Extent::None, _) => {
                let dated = line.date_of_service.or(claim.date_of_service).is_some();
                let because = match dated {
                    true => "No loaded table covers its date of service.",
                    false => "It has no date of service.",
                };
                (LineStatus::NotChecked, because.to_owned())
            }
            (_, _, Some(finding)) => (LineStatus::Contractor, finding.because.clone()),
            (_, Extent::Partly, _) => (
                LineStatus::PayableAsFarAsChecked,
                format!("Nothing denies it; not checked: {}.", names.join(", ")),
            ),
            (_, Extent::All, _) => {
                let because = passes.map(|finding| finding.because.clone());
                (LineStatus::Payable, because.unwrap_or_default())
            }
        };
        let mut code = vec![line.code.trim().to_ascii_uppercase()];
        code.extend(line.modifiers.iter().map(|m| m.trim().to_ascii_uppercase()));
        LineVerdict {
            line: line.line,
            code: code.join("-"),
            units: line.units,
            name: String::new(),
            status,
            amount: None,
            because,
        }
    });
    lines.collect()
}
