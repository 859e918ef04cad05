//! What a reader of a publisher's file gives.

use jiff::civil::Date;
use ligature_codes::System;
use rkyv::{Archive, Deserialize as Restore, Serialize as Store};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A publisher's release of a code set or table, and the days that it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The code set.
    pub system: System,
    /// As the publisher calls it: `FY2025`, `October 2025`, `RVU25D`.
    pub label: String,
    /// First day that it covers.
    pub from: Date,
    /// Last day that it covers (the day before the publisher's next regular release).
    pub to: Date,
    /// Publisher.
    pub publisher: String,
    /// On what terms it may be used.
    pub licence: String,
    /// Name of the file that it was read from, without a folder.
    pub file: String,
    /// Whether it lists every code of the set (so that a code missing from it was not valid), or only adds to what others list.
    pub complete: bool,
}

/// What kind of row a code is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Archive,
    Store,
    Restore,
)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Status {
    /// Valid for claims.
    Billable,
    /// A category or other heading with codes below it.
    Header,
    /// A chapter or section of the book.
    Chapter,
    /// A block of categories ("A00-A09"), a PCS table, a range of HCPCS codes.
    Block,
    /// A modifier, which is added to a code.
    Modifier,
}

/// When and how a code holds, by the publisher's own dates (HCPCS).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// First day that the code may be billed.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// A code of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeEntry {
    /// In upper case without a dot; chapters and blocks by the publisher's own name (`9`, `K55-K64`).
    pub code: String,
    /// The publisher's long title; empty where none may be shown or none is given.
    pub title: String,
    /// The publisher's short title, if it has one that differs.
    pub short: String,
    /// What kind of row it is.
    pub status: Status,
    /// The code, block or chapter above it, if the file says so.
    pub parent: String,
    /// The publisher's dates for this code, where it gives any.
    pub standing: Standing,
}

/// Kind of an instruction.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Archive,
    Store,
    Restore,
)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum NoteKind {
    /// Includes.
    Includes,
    /// Inclusion term: another name of what the code means.
    InclusionTerm,
    /// Excludes 1: never coded together.
    Excludes1,
    /// Excludes 2: not included here; may be coded in addition.
    Excludes2,
    /// Code first the underlying disease.
    CodeFirst,
    /// Use an additional code.
    UseAdditional,
    /// Code also.
    CodeAlso,
    /// A seventh character and what it means ("A  initial encounter").
    SeventhCharacter,
    /// Any other note of the publisher.
    Note,
}

/// An instruction of the publisher at a code, block or chapter; it applies to everything below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The code, block or chapter that it is at.
    pub code: String,
    /// Its kind.
    pub kind: NoteKind,
    /// Its text.
    pub text: String,
}

/// Kind of a link between two codes.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Archive,
    Store,
    Restore,
)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum LinkKind {
    /// General equivalence mapping; flags as published (approximate, no map, combination, scenario, choice list).
    Gem,
    /// The diagnosis belongs to this CCSR category.
    Ccsr,
    /// The first is an add-on of the second (NCCI add-on table).
    AddOn,
    /// The first, a procedure, is supported by the second, a diagnosis or a category (the authored page of the first).
    Supports,
    /// The second is weighed where the first is: both are codes of one authored family; flags: its title.
    Neighbour,
}

/// A link between two codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Code set of the first.
    pub system: System,
    /// The first code.
    pub code: String,
    /// Code set of the second.
    pub to_system: System,
    /// The second code; empty: the publisher says that there is none.
    pub to: String,
    /// Its kind.
    pub kind: LinkKind,
    /// The publisher's flags, as written.
    pub flags: String,
}

/// An entry of a publisher's alphabetic index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexTerm {
    /// Code set.
    pub system: System,
    /// The words from main term to last subterm, joined by ", ": `Volvulus, colon`.
    pub path: String,
    /// The code that it leads to; empty where it only refers to another term. A dash at the end means: look for more characters.
    pub code: String,
    /// "See" or "see also" another term.
    pub see: String,
}

/// A fact of a table about a code ("work RVU": "20.82").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Code set.
    pub system: System,
    /// The code.
    pub code: String,
    /// Modifier of the row (`26`, `TC`, `53`), or empty.
    pub modifier: String,
    /// What it says, in kebab case: `status`, `work-rvu`, `global-days`, `mue-practitioner`.
    pub name: &'static str,
    /// Its value as published, trimmed.
    pub value: String,
}

/// A line that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Line (or record, or element) in the file, from 1.
    pub line: u64,
    /// Why, in a sentence for people. Never more of the line than a code.
    pub why: String,
}

/// Everything that was read from one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The release.
    pub release: Release,
    /// Codes.
    pub entries: Vec<CodeEntry>,
    /// Instructions.
    pub notes: Vec<Note>,
    /// Links.
    pub links: Vec<Link>,
    /// Index terms.
    pub terms: Vec<IndexTerm>,
    /// Facts.
    pub facts: Vec<Fact>,
    /// Lines or elements read, taken or not.
    pub read: u64,
    /// What was not taken.
    pub refused: Vec<Refusal>,
    /// What the file does not say and was assumed of it, in a sentence for people.
    pub assumed: Option<String>,
}

impl Batch {
    /// A batch that holds nothing yet.
    #[must_use]
    pub fn new(release: Release) -> Batch {
        Batch {
            release,
            entries: Vec::new(),
            notes: Vec::new(),
            links: Vec::new(),
            terms: Vec::new(),
            facts: Vec::new(),
            read: 0,
            refused: Vec::new(),
            assumed: None,
        }
    }

    /// Says that the file does not tell of which release it is, and which one it was taken for.
    pub fn assume(&mut self) {
        self.assumed = Some(format!(
            "neither it nor its name says of which release it is: it was taken for {}. Give it a name with the year, and take it in again, if that is wrong",
            self.release.label
        ));
    }

    /// Notes that a line was not taken.
    pub fn refuse(&mut self, line: u64, why: impl Into<String>) {
        self.refused.push(Refusal {
            line,
            why: why.into(),
        });
    }
}
