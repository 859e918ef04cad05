//! Why, or why not, one code for one note.

use super::outside::LookUp;
use super::typed_code::code_of;
use super::{Call, Library};
use crate::contract::{Code, NoteText};
use crate::gate::{Ask, Failure, Redact};
use ligature_codes::DateOfService;
use ligature_coding::{Answer, Decision, LeftOut, Neighbour, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The heading of a page's section that lists what supports the code.
const WHAT_THE_NOTE_MUST_SAY: &str = "What the note must say";

/// Why, or why not, this code for this note.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExplainRequest {
    /// The code.
    #[schemars(extend("examples" = ["44120"]))]
    pub code: Code,
    /// The note. It is neither kept nor logged.
    pub note: NoteText,
    /// Date of service.
    #[serde(default)]
    pub date: Option<DateOfService>,
}

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Chosen.
    Chosen,
    /// Done, but part of something else.
    NotBilledApart,
    /// A fact that decides about it is not documented.
    Open,
    /// Weighed and not chosen.
    NotChosen,
    /// Nothing in the note made it a candidate.
    NotWeighed,
}

/// A rejection of the code in favour of the code that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Beside {
    /// The codes chosen instead.
    pub chosen: Vec<String>,
    /// Why not the code in question.
    pub refusal: Neighbour,
}

/// All that an answer says about one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// The code in question.
    pub code: String,
    /// Its plain-language name, where it has one.
    pub name: String,
    /// What became of it.
    pub verdict: Verdict,
    /// Where it was chosen.
    pub decisions: Vec<Decision>,
    /// Where it was considered together with a chosen code.
    pub neighbours: Vec<Beside>,
    /// Where it was done but is not reported.
    pub left_out: Vec<LeftOut>,
    /// Questions whose answer decides about it.
    pub questions: Vec<Question>,
    /// What a note must say to support it, in Markdown.
    pub must_say: Option<String>,
    /// The codes that were chosen.
    pub chosen: Vec<String>,
}

impl Redact for Explanation {}

impl Ask for ExplainRequest {
    const TOOL: &'static str = "explain";
    type Answer = Explanation;

    fn note(&self) -> Option<&NoteText> {
        Some(&self.note)
    }

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<Explanation, Failure> {
        let code = code_of(&self.code);
        let answer = library.code(&self.note, self.date.map(DateOfService::date), LookUp::No);
        let explanation = library.explain(&code, &answer);
        match explanation.verdict {
            Verdict::NotWeighed if explanation.name.is_empty() && library.name(&code).is_some() => {
                Err(Failure::NotFound(format!(
                    "no decision rules for {code} are in this release yet, so nothing can be said of it for this note; look the code up for what is known of it"
                )))
            }
            Verdict::NotWeighed if explanation.name.is_empty() => {
                // in a request with a note, words that are no code may be the patient's
                Err(library.unknown_page(&code, is_shaped_as_code(&code)))
            }
            _ => Ok(explanation),
        }
    }
}

impl Library {
    /// There is no page for a text; the nearest are named. `quote`: the text may be repeated.
    pub(super) fn unknown_page(&self, text: &str, quote: bool) -> Failure {
        let text: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
        let near = self.near_pages(&text, 5);
        let near: Vec<String> = near
            .iter()
            .map(|p| format!("{} ({})", p.code, p.name))
            .collect();
        let text = match quote {
            true => format!(" “{text}”"),
            false => " that is written so".to_owned(),
        };
        Failure::NotFound(match near.is_empty() {
            true => format!("this release knows no code{text}"),
            false => format!(
                "this release knows no code{text}; the nearest: {}",
                near.join("; ")
            ),
        })
    }

    /// Gathers all that an answer and the pages say about a code.
    pub(super) fn explain(&self, code: &str, answer: &Answer) -> Explanation {
        let page = self.page(code);
        let decisions = answer.decisions.iter().filter(|d| d.code == code);
        let decisions: Vec<Decision> = decisions.cloned().collect();
        let neighbours = besides(code, answer);
        let left_out = answer.left_out.iter().filter(|item| item.code == code);
        let left_out: Vec<LeftOut> = left_out.cloned().collect();
        let decides = |question: &&Question| question.decides.iter().any(|one| one == code);
        let questions: Vec<Question> = answer.questions.iter().filter(decides).cloned().collect();
        let verdict = if !decisions.is_empty() {
            Verdict::Chosen
        } else if !left_out.is_empty() {
            Verdict::NotBilledApart
        } else if !questions.is_empty() {
            Verdict::Open
        } else if !neighbours.is_empty() {
            Verdict::NotChosen
        } else {
            Verdict::NotWeighed
        };
        let names = page.map(|page| page.name.as_str()).into_iter();
        let names = names
            .chain(decisions.iter().map(|d| d.name.as_str()))
            .chain(neighbours.iter().map(|n| n.refusal.name.as_str()))
            .chain(left_out.iter().map(|item| item.name.as_str()));
        let name = names.into_iter().find(|name| !name.is_empty());
        let must_say = page.and_then(|page| {
            let mut sections = page.sections.iter();
            let found = sections.find(|(heading, _)| heading == WHAT_THE_NOTE_MUST_SAY);
            found.map(|(_, text)| text.clone())
        });
        Explanation {
            code: code.to_owned(),
            name: name.unwrap_or_default().to_owned(),
            verdict,
            must_say,
            chosen: answer.decisions.iter().map(|d| d.code.clone()).collect(),
            decisions,
            neighbours,
            left_out,
            questions,
        }
    }
}

/// Whether a text could be a code: one short word with a digit in it.
fn is_shaped_as_code(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    text.len() <= 10 && text.chars().all(fits) && text.chars().any(|c| c.is_ascii_digit())
}

/// Every refusal of a code; those with one and the same reason are one.
fn besides(code: &str, answer: &Answer) -> Vec<Beside> {
    let mut all: Vec<Beside> = Vec::new();
    for decision in &answer.decisions {
        let refusals = decision.neighbours.iter().filter(|n| n.code == code);
        for refusal in refusals {
            match all.iter_mut().find(|other| other.refusal == *refusal) {
                Some(same) => same.chosen.push(decision.code.clone()),
                None => all.push(Beside {
                    chosen: vec![decision.code.clone()],
                    refusal: refusal.clone(),
                }),
            }
        }
    }
    all
}
