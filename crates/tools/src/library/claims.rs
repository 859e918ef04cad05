//! Claims: may these lines be billed together, what will they pay, and in which order are they reported.

use super::{Call, Library};
use crate::gate::{Ask, Failure, Redact};
use ligature_claim::check::Checked;
use ligature_claim::price::Priced;
use ligature_claim::verdict::{self, Again};
use ligature_claim::{Claim, check, price};
use ligature_codes::System;
use ligature_edits::Tables;
use ligature_intake::corrected;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Check a claim.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(transparent)]
pub struct CheckRequest(pub Claim);

/// Price a claim.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(transparent)]
pub struct PriceRequest(pub Claim);

/// Put the lines of a claim in the order in which they are reported.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(transparent)]
pub struct SequenceRequest(pub Claim);

/// A line in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SequencedLine {
    /// Its number in the claim.
    pub line: u32,
    /// Its code.
    pub code: String,
    /// The fee schedule of its day has a relative value for it.
    pub ranked: bool,
}

/// The lines of a claim in the order in which they are reported: highest total relative value first, an add-on under its
/// primary, lines without a value last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SequenceAnswer {
    /// In order.
    pub lines: Vec<SequencedLine>,
    /// Whether the claim has them in this order already; nothing if no line has a rank.
    pub in_order: Option<bool>,
    /// Which lines have no rank, and why, in a sentence; empty if all have one.
    pub unranked: String,
}

impl Redact for Checked {}
impl Redact for Priced {}
impl Redact for SequenceAnswer {}

impl Ask for CheckRequest {
    const TOOL: &'static str = "check";
    type Answer = Checked;

    fn mend(&mut self) -> Vec<String> {
        corrected(&mut self.0)
    }

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<Checked, Failure> {
        library.check(&self.0)
    }
}

impl Ask for PriceRequest {
    const TOOL: &'static str = "price";
    type Answer = Priced;

    fn mend(&mut self) -> Vec<String> {
        corrected(&mut self.0)
    }

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<Priced, Failure> {
        library.price(&self.0)
    }
}

impl Ask for SequenceRequest {
    const TOOL: &'static str = "sequence";
    type Answer = SequenceAnswer;

    fn mend(&mut self) -> Vec<String> {
        corrected(&mut self.0)
    }

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<SequenceAnswer, Failure> {
        let priced = library.price(&self.0)?;
        let in_order = priced
            .sequence
            .iter()
            .eq(priced.lines.iter().map(|l| &l.line));
        let line = |number: &u32| {
            let of = priced.lines.iter().find(|l| l.line == *number)?;
            Some(SequencedLine {
                line: *number,
                code: of.code.clone(),
                ranked: !priced.unranked.contains(number),
            })
        };
        let lines: Vec<SequencedLine> = priced.sequence.iter().filter_map(line).collect();
        Ok(SequenceAnswer {
            in_order: lines.iter().any(|l| l.ranked).then_some(in_order),
            unranked: unranked(&lines),
            lines,
        })
    }
}

/// Which lines have no rank, and why.
fn unranked(lines: &[SequencedLine]) -> String {
    let without = lines.iter().filter(|l| !l.ranked);
    let mut numbers: Vec<u32> = without.map(|l| l.line).collect();
    numbers.sort_unstable();
    let listed: Vec<String> = numbers.iter().map(u32::to_string).collect();
    let (line, have) = match listed.len() {
        0 => return String::new(),
        1 => ("Line", "has"),
        _ => ("Lines", "have"),
    };
    format!(
        "{line} {} {have} no rank: no loaded fee schedule has a value for the code on the date of service. Lines without a rank come last, in the order of the claim.",
        listed.join(", ")
    )
}

/// Checks and prices a claim that is being tried out.
struct Tried<'a> {
    library: &'a Library,
    tables: Tables<'a>,
}

impl Again for Tried<'_> {
    fn check(&self, claim: &Claim) -> Checked {
        let rules = &self.library.claim_rules().0;
        check::check(self.tables, rules, self.library.catalog().ok(), claim)
    }

    fn price(&self, claim: &Claim) -> Priced {
        price::price(self.tables, &self.library.claim_rules().1, claim)
    }
}

impl Library {
    /// Checks a claim as of the dates of service of its lines: findings in layers, and which layers had no data.
    pub(super) fn check(&self, claim: &Claim) -> Result<Checked, Failure> {
        let again = Tried {
            library: self,
            tables: self.tables()?,
        };
        let mut checked = again.check(claim);
        verdict::judge(&mut checked, claim, &again, |code| {
            self.procedure_name(code)
        });
        Ok(checked)
    }

    /// The name of a procedure code, as far as one is ours or free: of a publisher's licensed titles none.
    fn procedure_name(&self, code: &str) -> Option<String> {
        let ours = self.name(code).map(str::to_owned);
        ours.or_else(|| {
            let catalog = self.catalog().ok()?;
            let head = self.head_of(catalog, catalog.find(System::Hcpcs, code)?)?;
            Some(head.title).filter(|title| !title.is_empty())
        })
    }

    /// Prices a claim by the Medicare physician fee schedule of the dates of service of its lines.
    pub(super) fn price(&self, claim: &Claim) -> Result<Priced, Failure> {
        Ok(price::price(self.tables()?, &self.claim_rules().1, claim))
    }
}
