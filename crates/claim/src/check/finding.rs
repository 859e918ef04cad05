//! What a check answers with: findings, and what was looked at layer by layer.

use super::Allowed;
use crate::model::Outcome;
use crate::verdict::{Extent, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

/// What a check looks at; never mixed in one finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// May two codes be billed together?
    Bundling,
    /// Is an add-on billed with its primary?
    Addon,
    /// How many units?
    Units,
    /// Is the code valid on the day, and its modifiers with it?
    Validity,
    /// Is it part of an earlier operation's global period?
    Global,
    /// Does a diagnosis support it?
    Necessity,
}

impl Layer {
    /// In the order in which they are reported.
    pub const ALL: [Layer; 6] = [
        Layer::Bundling,
        Layer::Addon,
        Layer::Units,
        Layer::Validity,
        Layer::Global,
        Layer::Necessity,
    ];

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Layer::Bundling => "Bundling",
            Layer::Addon => "Add-ons",
            Layer::Units => "Units",
            Layer::Validity => "Validity",
            Layer::Global => "Global period",
            Layer::Necessity => "Medical necessity",
        }
    }
}

/// What kind of rule a finding holds by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// A payer's table of edits.
    Edit,
    /// A coding principle, authored with its source.
    Principle,
    /// The fee schedule.
    Schedule,
    /// A code set.
    CodeSet,
    /// The form of the line itself.
    Shape,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A line will be denied as billed.
    Error,
    /// It depends on the documents or on the payer.
    Warning,
    /// Worth knowing.
    Note,
}

/// Which release a finding or a layer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Basis {
    /// The table, in words.
    pub table: String,
    /// Its release.
    pub release: String,
    /// First day that the release covers.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// Its layer.
    pub layer: Layer,
    /// The result.
    pub outcome: Outcome,
    /// How much it matters.
    pub severity: Severity,
    /// Lines that it is about.
    pub lines: Vec<u32>,
    /// The code that it is about, if one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Column one of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column_one: Option<String>,
    /// Column two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column_two: Option<String>,
    /// Modifier indicator of a pair edit, adjudication indicator of a limit, type of an add-on edit; as published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// Units that count and units allowed; part of a unit counts as a whole one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<(u64, u64)>,
    /// Codes that would make it right (primaries of an add-on).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wants: Vec<String>,
    /// Modifiers that may let the line pass, if the note supports one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Allowed>,
    /// What kind of rule it holds by.
    pub rule: Ground,
    /// What is the matter, in a sentence.
    pub because: String,
    /// What would resolve it; empty: nothing would.
    pub resolve: String,
    /// What would be improper.
    pub improper: String,
    /// The row's own days, if it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<(Option<String>, Option<String>)>,
    /// What it rests on.
    pub basis: Basis,
}

impl Finding {
    pub(crate) fn new(
        layer: Layer,
        outcome: Outcome,
        lines: Vec<u32>,
        rule: Ground,
        because: String,
    ) -> Finding {
        let severity = match outcome {
            Outcome::Deny | Outcome::DenyAllUnits | Outcome::NeedsPrimary => Severity::Error,
            Outcome::DenyUnlessModifier | Outcome::Contractor => Severity::Warning,
            _ => Severity::Note,
        };
        Finding {
            layer,
            outcome,
            severity,
            lines,
            code: None,
            column_one: None,
            column_two: None,
            indicator: None,
            units: None,
            wants: Vec::new(),
            allowed: None,
            rule,
            because,
            resolve: String::new(),
            improper: String::new(),
            effective: None,
            basis: Basis::default(),
        }
    }
}

impl Finding {
    /// Whether a line is not paid as the claim is billed.
    #[must_use]
    pub fn denies(&self) -> bool {
        self.severity == Severity::Error || self.outcome == Outcome::DenyUnlessModifier
    }

    /// Whether it is this line that is not paid: of a pair, that of column two; of a limit, every line that counts.
    #[must_use]
    pub fn denies_line(&self, line: u32, code: &str) -> bool {
        let own = match (self.layer, &self.column_two) {
            (Layer::Units, _) => true,
            (_, Some(two)) => two.eq_ignore_ascii_case(code.trim()),
            _ => self.lines.first() == Some(&line),
        };
        self.denies() && own && self.lines.contains(&line)
    }
}

/// Whether a layer was checked, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LayerAnswer {
    /// The layer.
    pub layer: Layer,
    /// It was checked for all lines.
    pub checked: bool,
    /// By what; why not.
    pub says: String,
}

/// The answer to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Checked {
    /// The claim.
    pub id: String,
    /// How much of the claim was checked.
    pub checked: Extent,
    /// Layers that no table answered for some day of the claim; medical necessity, which is never checked, is not among them.
    pub not_checked: Vec<Layer>,
    /// What becomes of each line, and what the claim pays.
    pub verdict: Verdict,
    /// Findings, by layer and line.
    pub findings: Vec<Finding>,
    /// What was checked, layer by layer.
    pub layers: Vec<LayerAnswer>,
}

impl Checked {
    /// Whether a check had no data, except medical necessity: no coverage tables exist here.
    #[must_use]
    pub fn lacks_data(&self) -> bool {
        let mut layers = self.layers.iter();
        let mut findings = self.findings.iter();
        layers.any(|l| !l.checked && l.layer != Layer::Necessity)
            || findings.any(|f| f.outcome == Outcome::NoData)
    }

    /// Whether any line would be denied, or any layer was not checked.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.layers
            .iter()
            .all(|l| l.checked || l.layer == Layer::Necessity)
            && self.findings.iter().all(|f| f.severity == Severity::Note)
    }
}
