//! Requests and answers about code sets.

use super::{Code, Label, Limit, PairCount, SearchText, Skip, TableLine, Typing};
use ligature_catalog::{LinkKind, NoteKind, Status, System, Validity};
use ligature_codes::{DateOfService, Systems};
use ligature_search::Matched;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// The table or code set.
    pub table: String,
    /// Its release.
    pub release: String,
    /// First and last day that the release covers (ISO 8601); empty for authored texts.
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
    /// Our own name: the publisher's may not be shown, or is not loaded.
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
pub struct LookupRequest {
    /// The code set; without it the form of the code decides, where it can.
    #[serde(default)]
    pub system: Option<Systems>,
    /// The code, with or without its point, in any case.
    pub code: Code,
    /// Date of service, `YYYY-MM-DD`; without it: the newest loaded release.
    #[serde(default)]
    pub date: Option<DateOfService>,
}

/// A section of an authored page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PageSection")]
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
    /// Where it is printed: at the code itself, or at a code above it.
    pub at: String,
    /// Codes of the same set that the text names, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Named>,
}

/// A code that a text names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Named {
    /// Its first byte in the text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The code as its publisher prints it.
    pub code: String,
}

/// Codes that are weighed against each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Neighbourhood {
    /// What they have in common.
    pub title: String,
    /// They, with the code itself, in order.
    pub codes: Vec<CodeHead>,
}

/// Which way a link between two codes runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From the code of the request.
    Forward,
    /// From the related code to the one of the request.
    Backward,
}

/// A related code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Related {
    /// What kind of link it is.
    pub relation: LinkKind,
    /// Which way it runs.
    pub direction: Direction,
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
    /// Its modifier, or empty.
    pub modifier: String,
    /// Its value as published.
    pub value: String,
    /// What the value means, where it is an indicator whose meaning is known; else empty.
    pub meaning: String,
    /// The release of the table.
    pub release: String,
    /// The last day that the release covers; empty for facts of an authored page.
    #[serde(default)]
    pub until: String,
}

/// Everything known about a code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LookupAnswer {
    /// The code.
    #[serde(flatten)]
    pub head: CodeHead,
    /// Codes of other sets that are written with the same characters, and modifiers that were typed with the code.
    #[serde(default)]
    pub also: Vec<CodeHead>,
    /// The publisher's short title, if it differs.
    pub short: String,
    /// Whether it holds on the day of the request.
    pub validity: Validity,
    /// The day of the request, or of the newest release.
    pub date: String,
    /// What it is under, widest first.
    pub above: Vec<CodeHead>,
    /// What is below it.
    pub below: Vec<CodeHead>,
    /// The code before it in its set.
    pub before: Option<CodeHead>,
    /// The code after it.
    pub after: Option<CodeHead>,
    /// Instructions at the code and at all that it is under.
    pub instructions: Vec<Instruction>,
    /// Related codes: cross-walks, add-ons, categories.
    pub related: Vec<Related>,
    /// Facts of tables.
    pub facts: Vec<TableFact>,
    /// In how many pair edits it is, setting by setting.
    #[serde(default)]
    pub pairs: Vec<PairCount>,
    /// Index entries that lead here, and words that people use.
    pub terms: Vec<String>,
    /// What other releases called it.
    pub older_titles: Vec<String>,
    /// Authored sections.
    pub sections: Vec<Section>,
    /// The codes that a coder weighs against it.
    #[serde(default)]
    pub neighbours: Vec<Neighbourhood>,
    /// What this rests on.
    pub citations: Vec<Citation>,
}

/// Find codes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SearchRequest {
    /// What a person types: a code, part of one, a range, or words in any order.
    pub text: SearchText,
    /// Only this code set.
    #[serde(default)]
    pub system: Option<Systems>,
    /// Only codes that may be reported on a claim.
    #[serde(default)]
    pub billable: bool,
    /// Only codes below this chapter, block or category (with its code set).
    #[serde(default)]
    pub under: Option<Code>,
    /// Date of service: codes that did not hold on it are left out.
    #[serde(default)]
    pub date: Option<DateOfService>,
    /// How many at most (1 to 100; 10 without it).
    #[serde(default)]
    pub limit: Option<Limit<10, 100>>,
    /// How many to pass over.
    #[serde(default)]
    pub skip: Option<Skip<1000>>,
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
    /// It was deleted: the first day on which it may no longer be reported (ISO 8601), as the newest release of its set says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<String>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SearchAnswer {
    /// Best first.
    pub results: Vec<SearchResult>,
    /// There may be more after these.
    pub more: bool,
    /// The one code that the question names in whole, if it names one.
    #[serde(default)]
    pub exact: Option<CodeHead>,
    /// What this rests on.
    pub citations: Vec<Citation>,
}

/// Complete what is being typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CompleteRequest {
    /// What has been typed so far.
    pub text: Typing,
    /// Only this code set.
    #[serde(default)]
    pub system: Option<Systems>,
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
pub struct BrowseRequest {
    /// The code set.
    pub system: System,
    /// What to open; without it: the top.
    #[serde(default)]
    pub under: Option<Code>,
    /// How many to pass over.
    #[serde(default)]
    pub skip: Option<Skip<1_000_000>>,
    /// How many at most (1 to 500; 200 without it).
    #[serde(default)]
    pub limit: Option<Limit<200, 500>>,
}

/// A step of a code set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BrowseAnswer {
    /// What was opened, and what it is under, widest first.
    pub path: Vec<CodeHead>,
    /// What is below.
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
pub struct DiffRequest {
    /// The code set.
    pub system: System,
    /// The older release's label; without it: the one before the newest.
    #[serde(default)]
    pub from: Option<Label>,
    /// The newer release's label; without it: the newest.
    #[serde(default)]
    pub to: Option<Label>,
    /// How many of each kind at most (1 to 5000; 500 without it).
    #[serde(default)]
    pub limit: Option<Limit<500, 5000>>,
}

/// What changed between two releases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiffAnswer {
    /// The code set.
    pub system: System,
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
    /// It lists every code of its set, so that two such releases can be compared.
    #[serde(default)]
    pub complete: bool,
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

/// A code set or a payer's table, loaded or not, and what it makes possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unlocks {
    /// The code set or the table.
    pub table: String,
    /// Whose claims it is for; empty: the same for all.
    pub setting: String,
    /// What it makes possible.
    pub unlocks: String,
    /// The publisher's page that gives it away; empty: none does. Only for people: it is in no JSON.
    #[serde(skip)]
    pub page: String,
    /// The days that its whole releases cover, oldest first; none: it is not loaded.
    pub covers: Vec<Covered>,
    /// Releases of which parts are missing, in words.
    pub incomplete: Vec<String>,
}

/// The days of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Covered {
    /// The release.
    pub release: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// What is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReleasesAnswer {
    /// Every code set and table that there is for it, with what it makes possible and the days that are covered.
    #[serde(default)]
    pub unlocks: Vec<Unlocks>,
    /// The releases.
    pub releases: Vec<ReleaseLine>,
    /// Releases of payers' tables, for claims.
    #[serde(default)]
    pub tables: Vec<TableLine>,
    /// Licences that the operator attested.
    pub attested: Vec<String>,
}
