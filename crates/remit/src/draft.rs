//! Whether a denial can be appealed, and the draft of a letter: the types.

use ligature_claim::check::Basis;
use schemars::JsonSchema;
use serde::Serialize;

/// What to do about a denial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Nothing: the rule that the payer applied leaves no remedy.
    WriteOff,
    /// A corrected claim.
    Correct,
    /// An appeal with papers that are in no table, such as proof of an approval: no draft can name its ground.
    Papers,
    /// Somebody has to look at it or ask the payer before anything is sent.
    Review,
    /// The rule could not be checked: nothing can be said for or against the denial.
    NotChecked,
    /// An appeal; a draft is given.
    Appeal,
}

impl Way {
    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Way::WriteOff => "No ground for an appeal",
            Way::Correct => "A corrected claim, not an appeal",
            Way::Papers => "An appeal needs papers of your own",
            Way::Review => "To be cleared up first",
            Way::NotChecked => "Not checked",
            Way::Appeal => "There is a ground for an appeal",
        }
    }
}

/// Whether a denial can be appealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Appeal {
    /// What to do.
    pub way: Way,
    /// Why, and how, in a few sentences.
    pub says: String,
    /// The claim as it was sent was not given, or not found: the lines of the remittance were checked as a claim.
    pub from_remittance: bool,
    /// The draft, where there is a ground.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<Letter>,
}

/// The draft of a letter to the payer. What cannot be known here is in square brackets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Letter {
    /// The whole text.
    pub text: String,
    /// The published tables that it quotes.
    pub sources: Vec<Basis>,
    /// The words of the note that it quotes, verbatim; it has no others.
    pub quotes: Vec<Said>,
}

/// Words of the note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Said {
    /// The line of the note, counted from 1.
    pub line: usize,
    /// The words, verbatim.
    pub text: String,
}
