//! From a note's codes to a claim: sequenced lines, checked and priced, each with the words that earned it.

use crate::answers::ToolError;
use crate::library::Library;
use jiff::civil::Date;
use ligature_claim::check::Checked;
use ligature_claim::price::Priced;
use ligature_claim::{Claim, Line};
use ligature_coding::{Answer, Decision};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a note does not say of its claim.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// Date of service; else the note's own.
    pub date: Option<Date>,
    /// Place of service, two digits.
    pub place: String,
    /// Contractor and locality: `13202-01`.
    pub locality: String,
}

/// The claim that a note earns.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimRequest {
    /// The note. It is neither kept nor logged.
    pub note: String,
    /// Date of service; without it the note's own.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub date: Option<Date>,
    /// Place of service, two digits (`21`: inpatient hospital); a price depends on it.
    #[serde(default)]
    pub place_of_service: String,
    /// Locality of the fee schedule, for prices: `13202-01`.
    #[serde(default)]
    pub locality: String,
}

/// A claim as a note earns it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CodedClaim {
    /// The claim, its lines in the order to report them.
    pub claim: Claim,
    /// For each line, in the same order, the decision with its evidence.
    pub earned: Vec<Decision>,
    /// May the lines be billed together.
    pub checked: Checked,
    /// What the schedule allows.
    pub priced: Priced,
}

impl Library {
    /// From a note to its claim.
    ///
    /// # Errors
    /// As [`Library::claim_of`].
    pub fn claim(&self, request: &ClaimRequest) -> Result<CodedClaim, ToolError> {
        let answer = self.code(&request.note, request.date);
        let about = About {
            date: request.date,
            place: request.place_of_service.clone(),
            locality: request.locality.clone(),
        };
        self.claim_of(&answer, &about)
    }

    /// The claim of a coded note. Lines stand as the schedule ranks them; a line that the checks deny stays: what a note
    /// earns and what is paid are two things.
    ///
    /// # Errors
    /// [`ToolError::NotFound`] without a code, [`ToolError::Wrong`] without a date of service; as [`Library::check`].
    pub fn claim_of(&self, answer: &Answer, about: &About) -> Result<CodedClaim, ToolError> {
        if answer.decisions.is_empty() {
            let why = "the note earns no code: there is no claim to make of it";
            return Err(ToolError::NotFound(why.to_owned()));
        }
        let read = answer.date.as_deref().and_then(|d| d.parse().ok());
        let date = about.date.or(read).ok_or_else(|| {
            ToolError::Wrong(
                "a claim has a date of service, and the note names none: give it (`date`, or --date)"
                    .to_owned(),
            )
        })?;
        let of = |decisions: &[Decision]| Claim {
            date_of_service: Some(date),
            place_of_service: about.place.clone(),
            locality: about.locality.clone(),
            lines: (1..).zip(decisions).map(line).collect(),
            ..Claim::default()
        };
        let order = self.price(&of(&answer.decisions))?.sequence;
        let places = order.iter().map(|n| n.saturating_sub(1) as usize);
        let earned: Vec<Decision> = places
            .filter_map(|at| answer.decisions.get(at).cloned())
            .collect();
        let claim = of(&earned);
        Ok(CodedClaim {
            checked: self.check(&claim)?,
            priced: self.price(&claim)?,
            claim,
            earned,
        })
    }
}

fn line((number, decision): (u32, &Decision)) -> Line {
    Line {
        line: number,
        code: decision.code.clone(),
        modifiers: decision
            .modifiers
            .iter()
            .map(|m| m.modifier.clone())
            .collect(),
        units: decision.units.into(),
        ..Line::default()
    }
}
