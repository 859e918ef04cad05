//! The verdict on a claim: line by line, what is payable, and the claim that would stand.
//!
//! **The main decision: a verdict is counted from findings and never adds one.** A line is denied if a finding denies it,
//! open where a table was silent on its day, and payable otherwise. What is paid is priced again without the denied lines, as a payer
//! does it. The claim that would stand is the smallest change after which no finding denies a line; it is found by checking again,
//! and amounts are looked at only afterwards: nothing is chosen because it pays more.

mod again;
mod change;
mod model;

pub use again::Again;
pub use model::{
    Extent, LineChange, LineStatus, LineVerdict, OnCondition, Sum, Verdict, WouldStand,
};

use crate::check::{Checked, Finding, Layer};
use crate::model::{Claim, Outcome};
use again::{only, sum};

/// Works out what a checked claim pays, and the claim that would stand. `name` gives the name of a code, where one is known.
pub fn judge(
    checked: &mut Checked,
    claim: &Claim,
    again: &impl Again,
    name: impl Fn(&str) -> Option<String>,
) {
    let claim = claim.clone().numbered();
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

/// The verdict on each line of a claim, without amounts. `silent` gives the layers that no table answered for the day of a line, and
/// whether none answered at all.
pub(crate) fn lines(
    claim: &Claim,
    findings: &[Finding],
    silent: impl Fn(u32) -> (Vec<Layer>, Extent),
) -> Vec<LineVerdict> {
    let claim = claim.clone().numbered();
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
