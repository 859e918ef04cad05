//! A person's codes compared with the note: supported with the words, not supported with what is missing, or missed.

use super::explain::{Explanation, Verdict};
use super::outside::LookUp;
use super::{Call, Library};
use crate::contract::NoteText;
use crate::gate::{Ask, Failure, Redact};
use ligature_claim::{Line, typed_line};
use ligature_codes::{DateOfService, System, Units};
use ligature_coding::{Condition, Decision, Question, State};
use ligature_note::{Quote, Remark};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most codes that are audited at once.
const MOST_CODES: usize = 99;

/// Hold the codes that a person would bill against the note.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct AuditRequest {
    /// The note. It is neither kept nor logged.
    pub note: NoteText,
    /// The codes as a person writes them: `44120`, `44121 x 2`, `99223-57`.
    #[schemars(extend("minItems" = 1, "maxItems" = MOST_CODES, "examples" = [["44120", "44121 x 2"]]))]
    pub codes: Vec<Billed>,
    /// Date of service.
    #[serde(default)]
    pub date: Option<DateOfService>,
}

/// A code as a person would bill it: `44121 x 2`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Billed(#[schemars(length(min = 1, max = 60))] pub String);

/// How the note supports a billed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Support {
    /// The note supports the code and its units. Modifiers that the note does not make certain are listed separately.
    Supported,
    /// The note supports the code, but fewer units than were billed.
    TooManyUnits,
    /// The note supports the code, and more units than were billed.
    TooFewUnits,
    /// A fact that decides about it is not documented.
    Open,
    /// The note does not support it.
    NotSupported,
    /// This release cannot say: no family of codes that it reads notes for has the code.
    NotJudged,
    /// What was typed cannot be read as a code with its modifiers and units.
    NotRead,
}

/// A billed code, compared with the note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Audited {
    /// The code; what was typed, where it cannot be read.
    pub code: String,
    /// Its name, where it has one.
    pub name: String,
    /// Its modifiers, as billed.
    pub modifiers: Vec<String>,
    /// Units billed.
    pub units: Units,
    /// Units that the note supports.
    pub earned: u32,
    /// The result.
    pub support: Support,
    /// Why, in a sentence.
    pub because: String,
    /// Where the rule comes from; may be empty.
    pub source: String,
    /// The words of the note that support it, or that decide against it.
    pub words: Vec<Quote>,
    /// Conditions that are not met, with what the note says instead.
    pub missing: Vec<Condition>,
    /// What a note must say to support it, in Markdown, where it is not supported and has a page.
    pub must_say: Option<String>,
    /// Billed modifiers that the note does not make certain: each is proper only if the record supports it.
    pub unproven_modifiers: Vec<String>,
}

/// A code that the note supports and that was not billed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Missed {
    /// The decision, with the words that support it.
    #[serde(flatten)]
    pub decision: Decision,
}

/// The audit of a person's codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditAnswer {
    /// The billed codes, in their order.
    pub codes: Vec<Audited>,
    /// Codes that the note supports and that were not billed.
    pub missed: Vec<Missed>,
    /// What to ask the surgeon.
    pub questions: Vec<Question>,
    /// Remarks on the note itself.
    pub remarks: Vec<Remark>,
}

impl Redact for AuditAnswer {}

impl Ask for AuditRequest {
    const TOOL: &'static str = "audit";
    type Answer = AuditAnswer;

    fn note(&self) -> Option<&NoteText> {
        Some(&self.note)
    }

    fn run(&self, library: &Library, call: &Call<'_>) -> Result<AuditAnswer, Failure> {
        let answer = library.code(&self.note, self.date.map(DateOfService::date), LookUp::No);
        let all = self.codes.len() as u64;
        let mut lines: Vec<Line> = Vec::new();
        let mut codes: Vec<Audited> = Vec::new();
        for (at, text) in self.codes.iter().enumerate() {
            if call.context.cancel.is_cancelled() {
                return Err(Failure::Cancelled);
            }
            let line = match typed(text) {
                Ok(line) => line,
                Err(why) => {
                    codes.push(unread(text, why));
                    continue;
                }
            };
            let code = line.code.trim().to_ascii_uppercase();
            let mut explained = library.explain(&code, &answer);
            if explained.name.is_empty() {
                explained.name = library.name(&code).unwrap_or_default().to_owned();
            }
            // units of the same code on several lines are one sum
            let same = lines
                .iter()
                .filter(|l| l.code.trim().eq_ignore_ascii_case(&code));
            let before = same.fold(0, |sum, l| sum + l.units.thousandths());
            let unjudged = match explained.verdict {
                Verdict::NotWeighed => library.unjudged(&code),
                _ => None,
            };
            codes.push(audited(&line, &code, explained, before, unjudged));
            lines.push(line);
            call.context.progress.step(at as u64 + 1, Some(all));
        }
        let billed = |code: &str| codes.iter().any(|one| one.code == code);
        let missed = answer.decisions.iter().filter(|d| !billed(&d.code));
        let missed: Vec<Missed> = missed
            .map(|decision| Missed {
                decision: decision.clone(),
            })
            .collect();
        Ok(AuditAnswer {
            codes,
            missed,
            questions: answer.questions,
            remarks: answer.remarks,
        })
    }
}

/// A billed code as a line of a claim.
///
/// # Errors
/// What was wanted, in a sentence.
fn typed(text: &Billed) -> Result<Line, &'static str> {
    let line = typed_line(&text.0).map_err(
        |_| "This cannot be read: write one code with its modifiers and units, such as 44121 x 2 or 99223-57.",
    )?;
    match line.units.thousandths() {
        _ if line.code.trim().is_empty() => Err("There is no code here."),
        0 => Err("This has no units: bill at least one."),
        _ => Ok(line),
    }
}

/// A billed code that cannot be read. The others are still audited.
fn unread(text: &Billed, why: &str) -> Audited {
    Audited {
        code: text.0.trim().to_owned(),
        name: String::new(),
        modifiers: Vec::new(),
        units: Units::ONE,
        earned: 0,
        support: Support::NotRead,
        because: why.to_owned(),
        source: String::new(),
        words: Vec::new(),
        missing: Vec::new(),
        must_say: None,
        unproven_modifiers: Vec::new(),
    }
}

impl Library {
    /// Why no note can decide about a code here; nothing if one can.
    fn unjudged(&self, code: &str) -> Option<String> {
        if self.engine().decides(code) {
            return None;
        }
        let diagnosis = self.catalog().is_ok_and(|catalog| {
            let sets = [System::Icd10cm, System::Icd9dx];
            sets.iter().any(|set| catalog.find(*set, code).is_some())
        });
        Some(if self.knows_procedure(code) {
            format!(
                "Operative notes are not yet read for the family of {code}: this says nothing for or against it."
            )
        } else if diagnosis {
            format!("{code} is a diagnosis code: the audit is of procedure codes.")
        } else {
            format!("No loaded code set or table has {code}: is it mistyped?")
        })
    }
}

/// Holds a line against what the note says of its code. `before`: thousandths of units of this code on lines before it;
/// `unjudged`: why no note can decide about it.
fn audited(
    line: &Line,
    code: &str,
    explained: Explanation,
    before: u64,
    unjudged: Option<String>,
) -> Audited {
    let earned: u32 = explained.decisions.iter().map(|d| d.units).sum();
    let billed = before + line.units.thousandths();
    let allowed = u64::from(earned) * 1000;
    let support = match explained.verdict {
        Verdict::Chosen if billed > allowed => Support::TooManyUnits,
        Verdict::Chosen if billed < allowed => Support::TooFewUnits,
        Verdict::Chosen => Support::Supported,
        Verdict::Open => Support::Open,
        _ if unjudged.is_some() => Support::NotJudged,
        Verdict::NotBilledApart | Verdict::NotChosen | Verdict::NotWeighed => Support::NotSupported,
    };
    let units = |n: u32| match n {
        1 => "1 unit".to_owned(),
        n => format!("{n} units"),
    };
    let (because, source) = match unjudged {
        Some(why) => (why, String::new()),
        None => reason(&explained),
    };
    let because = match support {
        _ if before > 0 && support == Support::TooManyUnits => format!(
            "{because} The note supports {}; the lines of this code together bill more.",
            units(earned)
        ),
        Support::TooManyUnits => {
            format!(
                "{because} The note supports {}; more were billed.",
                units(earned)
            )
        }
        Support::TooFewUnits => {
            format!(
                "{because} The note supports {}; fewer were billed.",
                units(earned)
            )
        }
        _ => because,
    };
    let failed = explained.neighbours.iter().flat_map(|n| &n.refusal.failed);
    let mut missing: Vec<Condition> = Vec::new();
    // a code that is fully supported has nothing missing: what a further unit would need is not a problem
    if !matches!(support, Support::Supported | Support::TooFewUnits) {
        for one in failed.filter(|c| c.state != State::Met) {
            if !missing.contains(one) {
                missing.push(one.clone());
            }
        }
    }
    let chosen = explained.decisions.iter();
    let certain = |m: &String| {
        let mut all = chosen.clone().flat_map(|d| &d.modifiers);
        all.any(|one| one.modifier.eq_ignore_ascii_case(m.trim()))
    };
    let unproven: Vec<String> = line
        .modifiers
        .iter()
        .filter(|m| !certain(m))
        .cloned()
        .collect();
    Audited {
        code: code.to_owned(),
        modifiers: line.modifiers.clone(),
        units: line.units,
        earned,
        support,
        because,
        source,
        words: words(&explained, &missing),
        missing,
        must_say: match support {
            Support::NotSupported | Support::Open => explained.must_say,
            _ => None,
        },
        unproven_modifiers: unproven,
        name: explained.name,
    }
}

/// Why, and where the rule comes from.
fn reason(explained: &Explanation) -> (String, String) {
    if let Some(made) = explained.decisions.first() {
        return (made.because.clone(), made.source.clone());
    }
    if let Some(left) = explained.left_out.first() {
        return (left.because.clone(), left.source.clone());
    }
    if let Some(question) = explained.questions.first() {
        let because = format!(
            "The note leaves it open. Ask the surgeon: {}",
            question.text
        );
        return (because, String::new());
    }
    if let Some(neighbour) = explained.neighbours.first() {
        return (neighbour.refusal.why.clone(), String::new());
    }
    let because = "Nothing in the note that counts as done leads to this code.".to_owned();
    (because, String::new())
}

fn words(explained: &Explanation, missing: &[Condition]) -> Vec<Quote> {
    let own = explained.decisions.iter().flat_map(|d| &d.evidence);
    let left = explained.left_out.iter().flat_map(|l| &l.quotes);
    let questions = explained.questions.iter().flat_map(|q| &q.quotes);
    let against = missing.iter().flat_map(|c| &c.quotes);
    let mut all: Vec<Quote> = Vec::new();
    for quote in own.chain(left).chain(questions).chain(against) {
        if !all.contains(quote) {
            all.push(quote.clone());
        }
    }
    all
}
