//! A claim as people and programs give it.

use jiff::civil::Date;
use ligature_codes::{Setting, Units, tidy};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;

/// Dollars and cents as a text, for the published schema.
pub const DOLLARS: &str = r"^[0-9]{1,9}(\.[0-9]{1,2})?$";

/// Lines that a claim may have.
pub const MOST_LINES: usize = 999;

/// Modifiers that a line has room for (X12 837P, SV101).
pub const MOST_MODIFIERS: usize = 4;

/// The settings that a claim may name.
pub const SETTINGS: [&str; 3] = [
    Setting::Practitioner.id(),
    Setting::Outpatient.id(),
    Setting::Supplier.id(),
];

/// A claim: what one provider did for one patient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["lines"]))]
pub struct Claim {
    /// The submitter's name for it.
    pub id: String,
    /// Date of service of the lines that name none.
    #[schemars(with = "Option<String>", extend("format" = "date", "examples" = ["2024-08-14"]))]
    pub date_of_service: Option<Date>,
    /// Place of service, two digits (`21`: inpatient hospital); a price depends on it.
    #[schemars(extend("examples" = ["21"]))]
    pub place_of_service: String,
    /// Whose claim it is: `practitioner`, `outpatient` or `supplier`.
    pub setting: Setting,
    /// Medicare administrative contractor.
    pub mac: String,
    /// Locality of the fee schedule: `13202-01`, or the two digits with `mac`.
    pub locality: String,
    /// Who was treated, as far as checks need it.
    pub patient: Patient,
    /// Who did it, by a number of the submitter's choosing: the global period is one surgeon's.
    pub provider: String,
    /// Lines.
    #[schemars(extend("minItems" = 1, "maxItems" = MOST_LINES, "examples" = [[{"code": "44120"}, {"code": "44121", "units": 2}]]))]
    pub lines: Vec<Line>,
    /// What this provider did for the patient before, as far as it is known.
    #[schemars(extend("maxItems" = MOST_LINES))]
    pub earlier: Vec<Earlier>,
}

impl Default for Claim {
    fn default() -> Self {
        Self {
            id: String::new(),
            date_of_service: None,
            place_of_service: String::new(),
            setting: Setting::Practitioner,
            mac: String::new(),
            locality: String::new(),
            patient: Patient::default(),
            provider: String::new(),
            lines: Vec::new(),
            earlier: Vec::new(),
        }
    }
}

impl Claim {
    /// The same claim with one more modifier on a line.
    ///
    /// # Errors
    /// Why it cannot be added, in a sentence without its full stop.
    pub fn with_modifier(&self, line: u32, modifier: &str) -> Result<Claim, String> {
        let mut claim = self.clone();
        let of = claim.line_mut(line)?;
        let carries = |m: &String| m.trim().eq_ignore_ascii_case(modifier);
        if of.modifiers.iter().any(carries) {
            return Err(format!("line {line} carries {modifier} already"));
        }
        of.modifiers.retain(|m| !m.trim().is_empty());
        if of.modifiers.len() >= MOST_MODIFIERS {
            return Err(format!(
                "line {line} has {MOST_MODIFIERS} modifiers already, and there is no room for more"
            ));
        }
        of.modifiers.push(modifier.to_ascii_uppercase());
        Ok(claim)
    }

    /// The same claim without a modifier of a line.
    ///
    /// # Errors
    /// As [`Claim::with_modifier`].
    pub fn without_modifier(&self, line: u32, modifier: &str) -> Result<Claim, String> {
        let mut claim = self.clone();
        let of = claim.line_mut(line)?;
        let before = of.modifiers.len();
        of.modifiers
            .retain(|m| !m.trim().eq_ignore_ascii_case(modifier));
        if of.modifiers.len() == before {
            return Err(format!("line {line} does not carry {modifier}"));
        }
        Ok(claim)
    }

    /// The same claim, each line under the number by which findings name it: its own, or its place where it has none.
    #[must_use]
    pub fn numbered(mut self) -> Claim {
        for (place, line) in (1..).zip(&mut self.lines) {
            if line.line == 0 {
                line.line = place;
            }
        }
        self
    }

    /// A line by its number; by its place where it has none.
    fn line_mut(&mut self, number: u32) -> Result<&mut Line, String> {
        let mut lines = (1..).zip(&mut self.lines);
        let found = lines.find(|(place, line)| match line.line {
            0 => *place == number,
            named => named == number,
        });
        let line = found.map(|(_, line)| line);
        line.ok_or_else(|| format!("the claim has no line {number}"))
    }
}

/// Sex as a claim gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Sex {
    /// Female.
    F,
    /// Male.
    M,
}

impl Sex {
    /// In a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sex::F => "female",
            Sex::M => "male",
        }
    }
}

/// What checks need of a patient; never a name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Patient {
    /// Date of birth.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub born: Option<Date>,
    /// Sex.
    pub sex: Option<Sex>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Line {
    /// Its number in the claim; 0: its place.
    #[schemars(extend("maximum" = 999_999))]
    pub line: u32,
    /// Procedure code, as written, in plain characters.
    #[serde(deserialize_with = "plain")]
    pub code: String,
    /// Modifiers, as written, in plain characters.
    #[serde(deserialize_with = "all_plain")]
    pub modifiers: Vec<String>,
    /// Units of service, to three decimals.
    pub units: Units,
    /// Charge in dollars.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>", extend("pattern" = DOLLARS))]
    pub charge: Option<Decimal>,
    /// Date of service, if it differs from the claim's.
    #[schemars(with = "Option<String>", extend("format" = "date", "examples" = ["2024-08-14"]))]
    pub date_of_service: Option<Date>,
    /// Diagnoses that the line points at.
    #[serde(deserialize_with = "all_plain")]
    pub diagnoses: Vec<String>,
    /// Place of service, if it differs from the claim's.
    #[schemars(extend("examples" = ["22"]))]
    pub place_of_service: String,
    /// Who did it, if it was not the claim's provider: lines of two practitioners are checked and ranked apart.
    pub provider: String,
}

/// A code in plain characters: digits of other widths, invisible characters and the like do not make it another code.
fn plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(match tidy(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(tidy) => tidy,
    })
}

/// As [`plain`], of each text of a list.
fn all_plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    Ok(texts.iter().map(|text| tidy(text).into_owned()).collect())
}

impl Default for Line {
    fn default() -> Self {
        Self {
            line: 0,
            code: String::new(),
            modifiers: Vec::new(),
            units: Units::ONE,
            charge: None,
            date_of_service: None,
            diagnoses: Vec::new(),
            place_of_service: String::new(),
            provider: String::new(),
        }
    }
}

/// A service of an earlier claim.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Earlier {
    /// Its date of service.
    #[schemars(with = "Option<String>", extend("format" = "date", "examples" = ["2024-08-14"]))]
    pub date_of_service: Option<Date>,
    /// Its code.
    #[serde(deserialize_with = "plain")]
    pub code: String,
    /// Its modifiers.
    #[serde(deserialize_with = "all_plain")]
    pub modifiers: Vec<String>,
    /// Who did it; empty: the same provider.
    pub provider: String,
}

/// The result of a check of a layer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The line is not paid.
    Deny,
    /// The line is not paid, unless a modifier that the note supports is added.
    DenyUnlessModifier,
    /// A modifier on the claim lets the line pass; whether it is proper is a matter of the note.
    AllowedByModifier,
    /// All units of the line or of the day are not paid.
    DenyAllUnits,
    /// The add-on has no primary code on the claim.
    NeedsPrimary,
    /// No table lists the primary: the contractor decides.
    Contractor,
    /// Checked, and in order.
    Ok,
    /// Worth knowing; denies nothing by itself.
    Info,
    /// Not checked: no table for this day is loaded.
    NoData,
    /// The publisher's table does not say.
    Unknown,
}
