//! Requests and answers.

use ligature_catalog::{NoteKind, Status, System, Validity};
use ligature_search::Matched;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use ligature_codes::Systems as CodeSet;

/// The code sets that are meant; all without a choice.
pub(crate) fn meant(set: Option<CodeSet>) -> &'static [System] {
    set.map_or(&System::ALL, CodeSet::systems)
}

/// Why a tool gave no answer. The texts are for the person who asked; nothing of a note is in them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "kind", content = "message", rename_all = "kebab-case")]
pub enum ToolError {
    /// The request is not as it should be.
    #[error("{0}")]
    Wrong(String),
    /// There is no such thing.
    #[error("{0}")]
    NotFound(String),
    /// The data for it are not loaded.
    #[error("{0}")]
    NoData(String),
}

/// What an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// The table or code set.
    pub table: String,
    /// Its release.
    pub release: String,
    /// First and last day that the release speaks for (ISO 8601); empty for authored texts.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Who publishes it.
    pub publisher: String,
}

/// Where a title comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TitleFrom {
    /// The publisher's own title.
    Publisher,
    /// A name of ours: the publisher's may not be shown, or is not loaded.
    Ours,
    /// There is neither.
    None,
}

/// A code in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CodeHead {
    /// Code set.
    pub system: System,
    /// The code as its publisher prints it.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Where the title comes from.
    pub title_from: TitleFrom,
    /// What kind of row it is.
    pub status: Status,
}

/// Look a code up.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupRequest {
    /// The code set; without it the code's shape tells, where it can.
    #[serde(default)]
    pub system: Option<CodeSet>,
    /// The code, with or without dot, in any case.
    pub code: String,
    /// Date of service, `YYYY-MM-DD`; without it: the newest loaded release.
    #[serde(default)]
    pub date: Option<String>,
}

/// A section of an authored page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// Its text, in Markdown.
    pub markdown: String,
}

/// An instruction of the publisher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Instruction {
    /// Its kind.
    pub kind: NoteKind,
    /// Its text.
    pub text: String,
    /// Where it stands: the code itself, or what it stands under.
    pub at: String,
}

/// A related code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Related {
    /// How it is related, in words for people.
    pub how: String,
    /// The code.
    #[serde(flatten)]
    pub code: CodeHead,
}

/// A fact of a published table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableFact {
    /// Its name in kebab case.
    pub name: String,
    /// Its name in words for people.
    pub words: String,
    /// The modifier that it speaks of, or empty.
    pub modifier: String,
    /// Its value as published.
    pub value: String,
    /// What the value means, where it is an indicator whose meaning is known; else empty.
    pub meaning: String,
    /// The release of the table.
    pub release: String,
}

/// Everything known about a code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LookupAnswer {
    /// The code.
    #[serde(flatten)]
    pub head: CodeHead,
    /// The publisher's short title, if it differs.
    pub short: String,
    /// Whether it holds on the day asked for.
    pub validity: Validity,
    /// The day asked for, or of the newest release.
    pub date: String,
    /// What it stands under, widest first.
    pub above: Vec<CodeHead>,
    /// What stands below it.
    pub below: Vec<CodeHead>,
    /// The code before it in its set.
    pub before: Option<CodeHead>,
    /// The code after it.
    pub after: Option<CodeHead>,
    /// Instructions at the code and at all it stands under.
    pub instructions: Vec<Instruction>,
    /// Related codes: cross-walks, add-ons, categories.
    pub related: Vec<Related>,
    /// Facts of tables.
    pub facts: Vec<TableFact>,
    /// In how many pair edits it stands, setting by setting.
    #[serde(default)]
    pub pairs: Vec<crate::PairCount>,
    /// Index entries that lead here, and words that people use.
    pub terms: Vec<String>,
    /// What other releases called it.
    pub older_titles: Vec<String>,
    /// Authored sections.
    pub sections: Vec<Section>,
    /// What this rests on.
    pub citations: Vec<Citation>,
}

/// Find codes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// What a person types: a code, part of one, a range, or words in any order.
    pub text: String,
    /// Only this code set.
    #[serde(default)]
    pub system: Option<CodeSet>,
    /// Only codes that may stand on a claim.
    #[serde(default)]
    pub billable: bool,
    /// Only codes below this chapter, block or category (with its code set).
    #[serde(default)]
    pub under: Option<String>,
    /// Date of service: codes that did not hold on it are left out.
    #[serde(default)]
    pub date: Option<String>,
    /// How many at most (1 to 100; 10 without it).
    #[serde(default)]
    pub limit: Option<usize>,
    /// How many to pass over.
    #[serde(default)]
    pub skip: Option<usize>,
}

/// A code that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SearchResult {
    /// The code.
    #[serde(flatten)]
    pub head: CodeHead,
    /// How well it fits, 0 to 1, to four places.
    pub score: f64,
    /// How the words of the question were understood.
    pub matched: Vec<Matched>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SearchAnswer {
    /// Best first.
    pub results: Vec<SearchResult>,
    /// There may be more after these.
    pub more: bool,
    /// What this rests on.
    pub citations: Vec<Citation>,
}

/// Complete what is being typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteRequest {
    /// What has been typed so far.
    pub text: String,
    /// Only this code set.
    #[serde(default)]
    pub system: Option<CodeSet>,
}

/// What may be meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CompleteAnswer {
    /// Words that the last one may become.
    pub words: Vec<String>,
    /// Codes that fit already.
    pub codes: Vec<CodeHead>,
}

/// Step through a code set.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BrowseRequest {
    /// The code set.
    pub system: System,
    /// What to open; without it: the top.
    #[serde(default)]
    pub under: Option<String>,
    /// How many to pass over.
    #[serde(default)]
    pub skip: Option<usize>,
    /// How many at most (1 to 500; 200 without it).
    #[serde(default)]
    pub limit: Option<usize>,
}

/// A step of a code set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BrowseAnswer {
    /// What was opened, and what it stands under, widest first.
    pub path: Vec<CodeHead>,
    /// What stands below.
    pub entries: Vec<CodeHead>,
    /// How many there are in all.
    pub total: usize,
    /// What this rests on.
    pub citations: Vec<Citation>,
}

/// A point in which two codes differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// What about them.
    pub what: String,
    /// The first's.
    pub first: String,
    /// The second's.
    pub second: String,
}

/// Compare two releases of a code set.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiffRequest {
    /// The code set.
    pub system: System,
    /// The older release's label; without it: the one before the newest.
    #[serde(default)]
    pub from: Option<String>,
    /// The newer release's label; without it: the newest.
    #[serde(default)]
    pub to: Option<String>,
    /// How many of each kind at most (500 without it).
    #[serde(default)]
    pub limit: Option<usize>,
}

/// What changed between two releases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiffAnswer {
    /// The older.
    pub from: String,
    /// The newer.
    pub to: String,
    /// Valid for claims only in the newer.
    pub added: Vec<CodeHead>,
    /// Valid for claims only in the older.
    pub deleted: Vec<CodeHead>,
    /// In both, with another title: the code with its new title, and the old title.
    pub revised: Vec<Difference>,
    /// How many of each there are in all.
    pub counts: [usize; 3],
    /// What this rests on.
    pub citations: Vec<Citation>,
}

/// What is loaded.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleasesRequest {}

/// A loaded release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReleaseLine {
    /// Code set.
    pub system: System,
    /// As the publisher calls it.
    pub label: String,
    /// What was read.
    pub what: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Codes valid for claims.
    pub billable: u32,
    /// Headings.
    pub headers: u32,
    /// Lines read.
    pub read: u64,
    /// Lines refused.
    pub refused: u32,
    /// File.
    pub file: String,
    /// Publisher.
    pub publisher: String,
    /// Terms of use.
    pub licence: String,
}

/// What is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReleasesAnswer {
    /// The releases.
    pub releases: Vec<ReleaseLine>,
    /// Releases of payers' tables, for claims.
    #[serde(default)]
    pub tables: Vec<crate::TableLine>,
    /// Licences that the operator attested.
    pub attested: Vec<String>,
}

/// Code an operative note.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    /// The note. It is neither kept nor logged.
    pub note: String,
    /// Date of service.
    #[serde(default)]
    pub date: Option<String>,
}
