//! The archived catalog: flat tables over one text.

use rkyv::{Archive, Deserialize as Restore, Serialize as Store};

/// A stretch of the catalog's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Archive, Store, Restore)]
pub struct Span {
    /// Where it begins.
    pub at: u32,
    /// How many bytes it has.
    pub len: u32,
}

/// Rows `at .. at + len` of another table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Archive, Store, Restore)]
pub struct Rows {
    /// The first.
    pub at: u32,
    /// How many.
    pub len: u32,
}

/// Means "no row".
pub const NONE: u32 = u32::MAX;

/// A release in the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Archive, Store, Restore)]
pub struct ReleaseRow {
    /// The code set, by its place in [`crate::System::ALL`].
    pub system: u8,
    /// As the publisher calls it.
    pub label: String,
    /// What was read, in words ("ICD-10-CM order file").
    pub what: String,
    /// First and last day that it covers, as days since 1970-01-01.
    pub from: i32,
    /// The last.
    pub to: i32,
    /// Publisher.
    pub publisher: String,
    /// Terms of use.
    pub licence: String,
    /// File that it was read from.
    pub file: String,
    /// It lists every code of its set.
    pub complete: bool,
    /// Lines or elements read.
    pub read: u64,
    /// Codes valid for claims that it lists.
    pub billable: u32,
    /// Headings that it lists.
    pub headers: u32,
    /// Lines refused.
    pub refused: u32,
}

/// A code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct CodeRow {
    /// The code set, by its place in [`crate::System::ALL`].
    pub system: u8,
    /// Its [`crate::Status`] in the newest release that lists it, as a number.
    pub status: u8,
    /// The code without a dot.
    pub code: Span,
    /// Long title, of the newest release that has one.
    pub title: Span,
    /// Short title, where it differs.
    pub short: Span,
    /// The row above it, or [`NONE`].
    pub parent: u32,
    /// Rows of [`Catalog::children`].
    pub children: Rows,
    /// Bits of the releases that list it.
    pub listed: u64,
    /// Bits of the releases in which it is valid for claims.
    pub billable: u64,
    /// The publisher's own first day, or [`i32::MIN`].
    pub from: i32,
    /// The publisher's own last day, or [`i32::MAX`].
    pub to: i32,
    /// Rows of [`Catalog::notes`].
    pub notes: Rows,
    /// Rows of [`Catalog::links`].
    pub links: Rows,
    /// Rows of [`Catalog::back`].
    pub back: Rows,
    /// Rows of [`Catalog::facts`].
    pub facts: Rows,
    /// Rows of [`Catalog::titles`]: what older releases called it.
    pub titles: Rows,
    /// Rows of [`Catalog::terms`]: index entries that lead here.
    pub terms: Rows,
}

/// An instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct NoteRow {
    /// Its [`crate::NoteKind`] as a number.
    pub kind: u8,
    /// Its release.
    pub release: u8,
    /// Its text.
    pub text: Span,
}

/// A link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct LinkRow {
    /// Its [`crate::LinkKind`] as a number.
    pub kind: u8,
    /// Its release.
    pub release: u8,
    /// The code that it comes from.
    pub from: u32,
    /// The code that it leads to, or [`NONE`].
    pub to: u32,
    /// The publisher's flags.
    pub flags: Span,
}

/// A title that another release gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct TitleRow {
    /// The release.
    pub release: u8,
    /// The title.
    pub title: Span,
}

/// An index entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct TermRow {
    /// The code set.
    pub system: u8,
    /// The code that it leads to, or [`NONE`].
    pub code: u32,
    /// Its words from the main term down.
    pub path: Span,
    /// What it refers to.
    pub see: Span,
}

/// A fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct FactRow {
    /// Its release.
    pub release: u8,
    /// Its name, by its place in [`Catalog::fact_names`].
    pub name: u8,
    /// The modifier of the row.
    pub modifier: Span,
    /// Its value.
    pub value: Span,
}

/// All code sets of a book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Archive, Store, Restore)]
pub struct Catalog {
    /// Releases; a bit of [`CodeRow::listed`] is a place here.
    pub releases: Vec<ReleaseRow>,
    /// Codes by code set and code.
    pub codes: Vec<CodeRow>,
    /// Codes by the row above them.
    pub children: Vec<u32>,
    /// Instructions by code.
    pub notes: Vec<NoteRow>,
    /// Links by the code that they come from.
    pub links: Vec<LinkRow>,
    /// Links by the code that they lead to (places in `links`).
    pub back: Vec<u32>,
    /// Titles of other releases by code.
    pub titles: Vec<TitleRow>,
    /// Index entries by the code that they lead to, those without a code last.
    pub terms: Vec<TermRow>,
    /// Facts by code.
    pub facts: Vec<FactRow>,
    /// Names of facts.
    pub fact_names: Vec<String>,
    /// Licences that the operator attested, one line each.
    pub attested: Vec<String>,
    /// All text.
    pub text: Vec<u8>,
}
