//! The archived tables.

use crate::matrix::Matrix;
use rkyv::{Archive, Deserialize as Restore, Serialize as Store};

/// Means "no code".
pub const NONE: u16 = u16::MAX;

/// A release of a table.
#[derive(Debug, Clone, PartialEq, Eq, Archive, Store, Restore)]
pub struct SourceRow {
    /// [`crate::Kind`] as a number.
    pub kind: u8,
    /// [`crate::Setting`] as a number.
    pub setting: u8,
    /// As the publisher calls it.
    pub label: String,
    /// First and last day that it covers, as days since 1970-01-01.
    pub from: i32,
    /// The last.
    pub to: i32,
    /// Its rows carry their own days.
    pub dated: bool,
    /// All its parts were imported.
    pub whole: bool,
    /// The parts that were not.
    pub missing: Vec<u8>,
    /// Rows kept.
    pub rows: u32,
    /// Lines refused.
    pub refused: u32,
    /// Publisher.
    pub publisher: String,
    /// Terms of use.
    pub licence: String,
    /// Files that it was read from.
    pub files: Vec<String>,
    /// Files of earlier revisions, of which nothing is kept.
    pub superseded: Vec<String>,
}

/// What a pair edit says, without its codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Archive, Store, Restore)]
pub struct Terms {
    /// Bits of the releases that print it, by [`PairSet::sources`].
    pub releases: u64,
    /// First day, or [`i32::MIN`]: the table does not say.
    pub from: i32,
    /// Last day, or [`i32::MAX`].
    pub to: i32,
    /// Modifier indicator.
    pub indicator: u8,
    /// Column one is the higher of the two codes.
    pub swapped: bool,
    /// The next terms are about the same pair.
    pub more: bool,
    /// Its reason, by [`Edits::reasons`].
    pub reason: u16,
}

/// The pair edits of one setting.
#[derive(Debug, Clone, PartialEq, Eq, Default, Archive, Store, Restore)]
pub struct PairSet {
    /// [`crate::Setting`] as a number.
    pub setting: u8,
    /// Releases, by [`Edits::sources`].
    pub sources: Vec<u16>,
    /// Which codes, by their places in [`Edits::codes`], have an edit with each other.
    pub matrix: Matrix,
    /// For each pair of the matrix, where what edits say of it begins among [`PairSet::terms`].
    pub says: Vec<u32>,
    /// What edits say: all of one pair together.
    pub terms: Vec<Terms>,
    /// Which of the releases was counted: the newest that is whole, or else the newest.
    pub counted: u16,
    /// How many of its edits that deny on its last day have each code as column one.
    pub as_one: Vec<u32>,
    /// The same as column two.
    pub as_two: Vec<u32>,
}

/// A limit of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct LimitCell {
    /// Units.
    pub units: u32,
    /// Adjudication indicator; 255: no limit is published.
    pub mai: u8,
    /// Its reason, by [`Edits::reasons`].
    pub reason: u16,
}

/// The limits of one release, one for each of [`Edits::codes`].
#[derive(Debug, Clone, PartialEq, Eq, Archive, Store, Restore)]
pub struct LimitSet {
    /// The release.
    pub source: u16,
    /// The limits.
    pub limits: Vec<LimitCell>,
}

/// An add-on edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct AddOnCell {
    /// The primary code, or [`NONE`]: the contractor decides.
    pub primary: u16,
    /// Edit type.
    pub kind: u8,
    /// First day, or [`i32::MIN`].
    pub from: i32,
    /// Last day, or [`i32::MAX`].
    pub to: i32,
}

/// Rows of one release by code.
#[derive(Debug, Clone, PartialEq, Eq, Archive, Store, Restore)]
pub struct ByCode<T> {
    /// The release.
    pub source: u16,
    /// Where the rows of each code begin, and the end.
    pub starts: Vec<u32>,
    /// The rows.
    pub rows: Vec<T>,
}

/// A row of the fee schedule; numbers in ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct ValueCell {
    /// Modifier, or blanks.
    pub modifier: [u8; 2],
    /// Status code.
    pub status: u8,
    /// Rare in a facility; elsewhere.
    pub rare: [bool; 2],
    /// Global days.
    pub global: [u8; 3],
    /// Work, facility expense, other expense, malpractice.
    pub units: [i32; 4],
    /// Shares before, during and after the operation.
    pub shares: [i32; 3],
    /// Conversion factor.
    pub factor: i32,
    /// PC/TC, multiple, bilateral, assistant, co-surgeon, team.
    pub indicators: [u8; 6],
    /// Supervision.
    pub supervision: [u8; 2],
    /// Base of the endoscopy family, or [`NONE`].
    pub base: u16,
}

/// A locality; indices in ten-thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Archive, Store, Restore)]
pub struct LocalityCell {
    /// Contractor.
    pub mac: String,
    /// State.
    pub state: String,
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Work, expense, malpractice.
    pub indices: [i32; 3],
}

/// Localities of one release.
#[derive(Debug, Clone, PartialEq, Eq, Archive, Store, Restore)]
pub struct LocalitySet {
    /// The release.
    pub source: u16,
    /// Localities by contractor and number.
    pub rows: Vec<LocalityCell>,
}

/// Status and rate in the outpatient system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct OutpatientCell {
    /// Status indicator.
    pub status: [u8; 2],
    /// Payment classification; 0: none.
    pub apc: u16,
    /// Rate in ten-thousandths of a dollar; negative: none printed.
    pub rate: i64,
}

/// All tables of a book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Archive, Store, Restore)]
pub struct Edits {
    /// Releases.
    pub sources: Vec<SourceRow>,
    /// Codes that some table names, packed, in order; a code's number is its place here.
    pub codes: Vec<u32>,
    /// Reasons that the publishers print.
    pub reasons: Vec<String>,
    /// Pair edits.
    pub pairs: Vec<PairSet>,
    /// Limits of units.
    pub limits: Vec<LimitSet>,
    /// Add-on edits by add-on.
    pub addons: Vec<ByCode<AddOnCell>>,
    /// The fee schedule.
    pub values: Vec<ByCode<ValueCell>>,
    /// Localities.
    pub localities: Vec<LocalitySet>,
    /// Anesthesia base units.
    pub anesthesia: Vec<ByCode<u16>>,
    /// The outpatient system.
    pub outpatient: Vec<ByCode<OutpatientCell>>,
}
