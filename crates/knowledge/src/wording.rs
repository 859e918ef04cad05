//! Our own names, what people mean by what they type, and the authors' tests.

use rkyv::{Archive, Deserialize as Restore, Serialize as Store};
use serde::Deserialize;

/// Our own name for a procedure code, where the publisher's text may not be shown.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The code.
    pub code: String,
    /// What is done, where and how: at most fourteen words.
    pub name: String,
    /// Words, abbreviations and lay words that people use for it.
    pub words: Vec<String>,
    /// Global period that the author expects; compared with the fee schedule.
    pub global: String,
    /// What kind of service it is: `operation`, `scope`, `visit`, `add-on` …
    pub kind: String,
}

/// A range of procedure codes with our own name: what a chapter or a block is in other code sets. One inside
/// another is below it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields)]
pub struct NamedRange {
    /// First and last code: `44005-44055`.
    pub codes: String,
    /// What its codes are about: at most ten words.
    pub name: String,
}

/// What people mean by words that they type.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// What is typed: abbreviations, lay words, names of drugs.
    pub say: Vec<String>,
    /// What it may mean, in the words of titles; any of these.
    pub means: Vec<String>,
}

/// Everyday words of one meaning: what patients and nurses say for a part of the body, a complaint, an act, a thing.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields)]
pub struct WordClass {
    /// Its name, by which signs need it.
    pub name: String,
    /// Words and phrases: singular nouns, plain verbs.
    pub say: Vec<String>,
}

/// What words of some classes mean together, in any order.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Names of classes, or words where no class has that name: one of each has to be in the query.
    pub when: Vec<String>,
    /// What it may mean, in the words of titles, likeliest first.
    pub means: Vec<String>,
}

/// Words that say little of what is looked for: who, when, and the words between.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields)]
pub struct Passing {
    /// The words.
    pub say: Vec<String>,
}

/// A question from a coder's life with its right answers: the authors' test of the search.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// What is typed.
    pub text: String,
    /// The code set to search; empty: all.
    #[serde(default)]
    pub system: String,
    /// Codes of which one should be among the first five; with their code set where `system` is empty.
    pub right: Vec<String>,
    /// How it is said: `lay`, `abbr`, `typed` and the like; for a table by kind.
    #[serde(default)]
    pub kind: String,
}

/// An author's test.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Example {
    /// Name.
    pub id: String,
    /// What it shows, in a sentence.
    pub shows: String,
    /// The note.
    pub note: String,
    /// Codes expected: `"44120"` or `"44121 x 2"`.
    pub codes: Vec<String>,
    /// Codes that must not appear.
    pub never: Vec<String>,
    /// The label is right and the note is not yet read right: counted apart, until it passes.
    pub known_gap: bool,
}
