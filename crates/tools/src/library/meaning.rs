//! What indicators of the published tables and modifiers mean: the one place where this is said.

use super::{Call, Library};
use crate::contract::IndicatorValue;
use crate::gate::{Ask, Failure, Redact};
use ligature_catalog::PAYMENTS;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Indicator {
    /// Status of a code in the Medicare physician fee schedule.
    Status,
    /// Global days.
    GlobalDays,
    /// Multiple procedures.
    MultipleProcedure,
    /// Both sides.
    Bilateral,
    /// Assistant at surgery.
    Assistant,
    /// Two surgeons.
    CoSurgeon,
    /// Team of surgeons.
    TeamSurgeon,
    /// Professional and technical component.
    Pctc,
    /// Adjudication indicator of a unit limit (MAI).
    UnitLimit,
    /// Modifier indicator of a pair edit.
    PairEdit,
    /// Type of an add-on edit.
    AddOn,
    /// A modifier.
    Modifier,
}

impl Indicator {
    /// All kinds.
    pub const ALL: [Indicator; 12] = [
        Indicator::Status,
        Indicator::GlobalDays,
        Indicator::MultipleProcedure,
        Indicator::Bilateral,
        Indicator::Assistant,
        Indicator::CoSurgeon,
        Indicator::TeamSurgeon,
        Indicator::Pctc,
        Indicator::UnitLimit,
        Indicator::PairEdit,
        Indicator::AddOn,
        Indicator::Modifier,
    ];

    /// The kind of a fact, by the fact's name.
    pub(super) fn of_fact(name: &str) -> Option<Indicator> {
        Some(match name {
            "status" => Indicator::Status,
            "global-days" => Indicator::GlobalDays,
            "multiple-procedure" => Indicator::MultipleProcedure,
            "bilateral" => Indicator::Bilateral,
            "assistant" => Indicator::Assistant,
            "co-surgeon" => Indicator::CoSurgeon,
            "team-surgeon" => Indicator::TeamSurgeon,
            "pctc" => Indicator::Pctc,
            "mue-practitioner-mai" | "mue-outpatient-mai" | "mue-dme-mai" => Indicator::UnitLimit,
            "addon-type" => Indicator::AddOn,
            _ => return None,
        })
    }
}

/// What a value of an indicator means.
pub(super) struct Known {
    pub kind: Indicator,
    pub value: &'static str,
    pub words: &'static str,
}

/// Where the meanings are from.
fn source(kind: Indicator) -> &'static str {
    match kind {
        Indicator::UnitLimit => {
            "CMS, NCCI Medically Unlikely Edits, MUE adjudication indicators, 2025"
        }
        Indicator::PairEdit => "CMS, NCCI Policy Manual for Medicare Services, chapter 1, 2025",
        Indicator::AddOn => "CMS, NCCI Add-on Code Edits, edit types, 2025",
        Indicator::Modifier => "",
        _ => "CMS, Physician Fee Schedule, relative value files, record layout (RVUPUF), 2025",
    }
}

macro_rules! known {
    ($($kind:ident { $($value:literal: $words:literal,)* })*) => {
        &[$($(Known { kind: Indicator::$kind, value: $value, words: $words },)*)*]
    };
}

/// Every indicator but the status, whose meanings are with their effect on a claim.
static KNOWN: &[Known] = known! {
    GlobalDays {
        "000": "the day of the operation only",
        "010": "the day of the operation and 10 days after it",
        "090": "the day before the operation, its day, and 90 days after it",
        "MMM": "maternity: the usual global period does not apply",
        "XXX": "no global period",
        "YYY": "the contractor sets the global period",
        "ZZZ": "an add-on: it has the global period of its primary",
    }
    MultipleProcedure {
        "0": "no reduction with other procedures",
        "1": "reduced with higher-ranking procedures: 100, 50, 25, 25, 25 percent",
        "2": "reduced with higher-ranking procedures: 100, 50, 50, 50, 50 percent",
        "3": "endoscopy family: the value of the base code is taken off",
        "4": "diagnostic imaging: technical and professional components are reduced",
        "5": "therapy: the practice expense of further units is reduced",
        "6": "diagnostic cardiovascular service: the technical component is reduced",
        "7": "diagnostic ophthalmology service: the technical component is reduced",
        "9": "the concept does not apply",
    }
    Bilateral {
        "0": "no extra payment for both sides",
        "1": "150 percent for both sides",
        "2": "the value is already for both sides",
        "3": "100 percent for each side",
        "9": "the concept does not apply",
    }
    Assistant {
        "0": "an assistant is paid only when the record shows the need",
        "1": "an assistant is not paid",
        "2": "an assistant is paid",
        "9": "the concept does not apply",
    }
    CoSurgeon {
        "0": "co-surgeons are not paid",
        "1": "co-surgeons are paid when the record shows the need",
        "2": "co-surgeons are paid if the two are of different specialties",
        "9": "the concept does not apply",
    }
    TeamSurgeon {
        "0": "a team is not paid",
        "1": "a team is paid when the record shows the need; priced by report",
        "2": "a team is paid; priced by report",
        "9": "the concept does not apply",
    }
    Pctc {
        "0": "a physician's service: not split into components",
        "1": "a test: may be split with modifiers 26 and TC",
        "2": "the professional component only",
        "3": "the technical component only",
        "4": "the whole test: other codes are for its components",
        "5": "given by staff incident to a physician's service",
        "6": "a physician's interpretation of a laboratory test",
        "7": "therapy: not paid to hospital outpatients",
        "8": "a physician's interpretation, only with modifier 26",
        "9": "the concept does not apply",
    }
    UnitLimit {
        "1": "MAI 1: the limit holds for each claim line",
        "2": "MAI 2: the limit holds for all units of the day; set by policy, more is never paid",
        "3": "MAI 3: the limit holds for all units of the day; clinical, more may be paid on appeal with the record",
    }
    PairEdit {
        "0": "no modifier passes it",
        "1": "a modifier may pass it, where the record supports one",
        "9": "the edit does not apply",
    }
    AddOn {
        "1": "type 1: a closed list of primaries; it is paid with no other",
        "2": "type 2: no list is published; the contractor decides",
        "3": "type 3: a partial list; the contractor may accept others",
    }
};

/// What a value of an indicator means; nothing if it is not known.
pub(super) fn of(kind: Indicator, value: &str) -> Option<Known> {
    let value = value.trim();
    if kind == Indicator::Status {
        let status = ligature_catalog::Payment::of(value)?;
        return Some(Known {
            kind,
            value: "",
            words: status.words,
        });
    }
    let mut all = KNOWN.iter();
    let found = all.find(|one| one.kind == kind && one.value == value)?;
    Some(Known { ..*found })
}

/// What an indicator or a modifier means.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MeaningRequest {
    /// Which kind of indicator.
    pub of: Indicator,
    /// Its value; without one all values of the kind.
    #[serde(default)]
    pub value: Option<IndicatorValue>,
}

/// A meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "IndicatorMeaning")]
pub struct Meaning {
    /// The kind of indicator.
    pub of: Indicator,
    /// Its value, as published.
    pub value: String,
    /// What it means.
    pub means: String,
    /// For a modifier: what the note must show for it to be proper.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub needs: String,
    /// For a modifier: when it would be improper.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub improper: String,
    /// For a modifier: it names a place of the body, and may pass a pair edit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anatomic: bool,
    /// Publisher, document, section, year.
    pub source: String,
}

/// Meanings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MeaningAnswer {
    /// In the order of their values.
    pub meanings: Vec<Meaning>,
}

impl Redact for MeaningAnswer {}

impl Ask for MeaningRequest {
    const TOOL: &'static str = "meaning";
    type Answer = MeaningAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<MeaningAnswer, Failure> {
        let mut all = match self.of {
            Indicator::Modifier => library.modifiers(),
            Indicator::Status => PAYMENTS.iter().map(status).collect(),
            kind => KNOWN
                .iter()
                .filter(|one| one.kind == kind)
                .map(plain)
                .collect(),
        };
        let Some(value) = &self.value else {
            return Ok(MeaningAnswer { meanings: all });
        };
        let value = value.trim().to_ascii_uppercase();
        let known: Vec<String> = all.iter().map(|one| one.value.clone()).collect();
        all.retain(|one| one.value == value);
        if all.is_empty() {
            let what = match self.of {
                Indicator::Modifier => "modifier",
                _ => "value of this indicator",
            };
            return Err(Failure::NotFound(format!(
                "`{value}` is not a known {what}; known: {}",
                known.join(", ")
            )));
        }
        Ok(MeaningAnswer { meanings: all })
    }
}

fn plain(one: &Known) -> Meaning {
    Meaning {
        of: one.kind,
        value: one.value.to_owned(),
        means: one.words.to_owned(),
        needs: String::new(),
        improper: String::new(),
        anatomic: false,
        source: source(one.kind).to_owned(),
    }
}

fn status(one: &ligature_catalog::Payment) -> Meaning {
    Meaning {
        of: Indicator::Status,
        value: one.letter.to_string(),
        means: one.words.to_owned(),
        needs: String::new(),
        improper: String::new(),
        anatomic: false,
        source: source(Indicator::Status).to_owned(),
    }
}

impl Library {
    /// The modifiers that the authored rules describe, then those of the code sets.
    fn modifiers(&self) -> Vec<Meaning> {
        let authored = self.knowledge().claims.modifiers.iter();
        let mut all: Vec<Meaning> = authored
            .map(|one| Meaning {
                of: Indicator::Modifier,
                value: one.modifier.clone(),
                means: one.says.clone(),
                needs: one.needs.clone(),
                improper: one.improper.clone(),
                anatomic: one.passes_pairs && one.kind == "anatomic",
                source: one.source.clone(),
            })
            .collect();
        if let Ok(catalog) = self.catalog() {
            let rows = catalog.of(ligature_codes::System::Hcpcs);
            let rows = rows.filter_map(|id| catalog.row(id));
            for row in rows.filter(|row| catalog.status(row) == ligature_catalog::Status::Modifier)
            {
                let head = self.head(catalog, row);
                if !all.iter().any(|one| one.value == head.code) {
                    all.push(Meaning {
                        of: Indicator::Modifier,
                        value: head.code,
                        means: head.title,
                        needs: String::new(),
                        improper: String::new(),
                        anatomic: false,
                        source: "CMS, HCPCS Level II".to_owned(),
                    });
                }
            }
        }
        all.sort_by(|a, b| a.value.cmp(&b.value));
        all
    }
}
