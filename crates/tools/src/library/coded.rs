//! From a note's codes to a claim: sequenced lines, checked and priced, each with the words that earned it.

use super::outside::LookUp;
use super::{Call, Library};
use crate::contract::NoteText;
use crate::gate::{Ask, Failure, Redact};
use ligature_claim::check::Checked;
use ligature_claim::price::Priced;
use ligature_claim::{Claim, Line};
use ligature_codes::{DateOfService, Units};
use ligature_coding::{Decision, Question};
use ligature_note::Remark;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The claim of the codes that a note supports.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ClaimRequest {
    /// The note. It is neither kept nor logged.
    #[schemars(extend("examples" = ["DATE OF SERVICE: 08/14/2024\nOPERATION: Appendectomy.\nThrough a McBurney incision the appendix was ligated and removed."]))]
    pub note: NoteText,
    /// Date of service; without it the note's own.
    #[serde(default)]
    pub date: Option<DateOfService>,
    /// Place of service, two digits (`21`: inpatient hospital); a price depends on it.
    #[serde(default)]
    pub place_of_service: String,
    /// Locality of the fee schedule, for prices: `13202-01`.
    #[serde(default)]
    pub locality: String,
}

/// A claim of the codes that a note supports.
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
    /// What to ask the surgeon.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Remarks on the note itself.
    #[serde(default)]
    pub remarks: Vec<Remark>,
}

impl Redact for CodedClaim {}

impl Ask for ClaimRequest {
    const TOOL: &'static str = "claim";
    type Answer = CodedClaim;

    fn note(&self) -> Option<&NoteText> {
        Some(&self.note)
    }

    /// Lines are in the order of the schedule; a line that the checks deny stays: what a note supports and what is paid are two
    /// things.
    fn run(&self, library: &Library, _: &Call<'_>) -> Result<CodedClaim, Failure> {
        let answer = library.code(&self.note, self.date.map(DateOfService::date), LookUp::Yes);
        if answer.decisions.is_empty() {
            let why = "the note supports no code: there is no claim to make";
            return Err(Failure::NotFound(why.to_owned()));
        }
        let read = answer.date.as_deref().and_then(|d| d.parse().ok());
        let date = self.date.map(DateOfService::date).or(read).ok_or_else(|| {
            let why = "a claim has a date of service, and the note names none: give it (`date`, or --date)";
            Failure::Conflict(why.to_owned())
        })?;
        let of = |decisions: &[Decision]| Claim {
            date_of_service: Some(date),
            place_of_service: self.place_of_service.clone(),
            locality: self.locality.clone(),
            lines: (1..).zip(decisions).map(line).collect(),
            ..Claim::default()
        };
        let order = library.price(&of(&answer.decisions))?.sequence;
        let places = order.iter().map(|n| n.saturating_sub(1) as usize);
        let earned: Vec<Decision> = places
            .filter_map(|at| answer.decisions.get(at).cloned())
            .collect();
        let claim = of(&earned);
        Ok(CodedClaim {
            checked: library.check(&claim)?,
            priced: library.price(&claim)?,
            claim,
            earned,
            questions: answer.questions,
            remarks: answer.remarks,
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
        units: Units::whole(decision.units),
        ..Line::default()
    }
}
