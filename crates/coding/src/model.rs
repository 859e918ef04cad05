//! The answer to "which codes does this note support?": decisions, what was left out, questions.

use ligature_note::{ProcedureEvent, Quote, Remark};
use serde::{Deserialize, Serialize};

/// How sure a decision is, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "from")]
pub enum Confidence {
    /// Every deciding fact is in the note.
    Documented,
    /// Some deciding fact was taken from something else that the note says; each in a sentence.
    Inferred(Vec<String>),
}

/// A condition of a rule, compared with the note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Condition {
    /// The kind of fact (`site`, `approach` …).
    pub kind: String,
    /// The condition in words for people, such as "site: small intestine".
    pub wanted: String,
    /// What the note was found to say, in words for people.
    pub found: String,
    /// Met, contradicted or not documented.
    pub state: State,
    /// The words of the note behind it; empty where the note is silent.
    pub quotes: Vec<Quote>,
}

/// The three values of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The note says so.
    Met,
    /// The note says otherwise.
    Contradicted,
    /// The note does not say.
    NotDocumented,
}

/// An operation that no table here decides about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Outside {
    /// What the note calls it.
    pub name: String,
    /// Its words.
    pub quotes: Vec<Quote>,
    /// Codes that a search for these words offers: where to look, not an answer.
    pub look_at: Vec<LookAt>,
}

/// A code to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LookAt {
    /// The code.
    pub code: String,
    /// Its name; empty if none is loaded.
    pub name: String,
}

/// A code of the same family that was not chosen, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Neighbour {
    /// The code not chosen.
    pub code: String,
    /// Its plain-language name.
    pub name: String,
    /// One sentence: why not.
    pub why: String,
    /// The conditions of its rule that are not met, with the words that decide it.
    pub failed: Vec<Condition>,
}

/// A modifier that the note makes certain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ModifierChoice {
    /// Two characters, such as `22`.
    pub modifier: String,
    /// Why.
    pub because: String,
    /// The words that make it certain.
    pub quotes: Vec<Quote>,
}

/// A code that the note supports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Decision {
    /// The code.
    pub code: String,
    /// Its plain-language name (ours).
    pub name: String,
    /// Units of service.
    pub units: u32,
    /// Modifiers that the note makes certain.
    pub modifiers: Vec<ModifierChoice>,
    /// For an add-on: the code it goes under.
    pub under: Option<String>,
    /// The rule in a sentence.
    pub because: String,
    /// Where the rule comes from: publisher, document, chapter, year.
    pub source: String,
    /// The words of the note that support the code: the act itself first.
    pub evidence: Vec<Quote>,
    /// Each condition of the rule with its words.
    pub conditions: Vec<Condition>,
    /// How sure.
    pub confidence: Confidence,
    /// The family (decision table) that decided.
    pub family: String,
    /// Why not the neighbour.
    pub neighbours: Vec<Neighbour>,
    /// Identifiers of the events behind it.
    pub events: Vec<usize>,
}

/// Something done that is not reported, and the rule that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LeftOut {
    /// The code that it would have been; empty where there is none.
    pub code: String,
    /// What it is, in plain words.
    pub name: String,
    /// The reported code that it is part of, if any.
    pub part_of: Option<String>,
    /// The rule in a sentence.
    pub because: String,
    /// Where the rule comes from.
    pub source: String,
    /// Its words in the note.
    pub quotes: Vec<Quote>,
}

/// A question for the surgeon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Question {
    /// The question for the surgeon, ready to be sent.
    pub text: String,
    /// The fact that is missing.
    pub about: String,
    /// The codes between which the answer decides.
    pub decides: Vec<String>,
    /// The words that raise it.
    pub quotes: Vec<Quote>,
}

/// The whole answer for one note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Answer {
    /// Codes, primary procedures first, add-ons directly under theirs.
    pub decisions: Vec<Decision>,
    /// What was done but is not reported.
    pub left_out: Vec<LeftOut>,
    /// What to ask the surgeon.
    pub questions: Vec<Question>,
    /// Operations that the note names and that no table here decides about: they need a code of their own, from a coder.
    #[serde(default)]
    pub outside: Vec<Outside>,
    /// Remarks on the note itself.
    pub remarks: Vec<Remark>,
    /// Every event read, also those that support no code.
    pub events: Vec<ProcedureEvent>,
    /// The date of service of the request, ISO 8601; absent when none was given.
    pub date: Option<String>,
}
