//! What an appeal asks of published tables and of the note.

use crate::draft::Said;
use jiff::civil::Date;
use ligature_claim::Claim;
use ligature_claim::check::Basis;

/// The limit of units that a table publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedLimit {
    /// Units.
    pub units: u32,
    /// Adjudication indicator; 0: none is published.
    pub indicator: u8,
    /// The release.
    pub basis: Basis,
}

/// How the note supports a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Support {
    /// It does, with so many units.
    Supported(u32),
    /// It was done, and is part of something else: why, in a sentence.
    Part(String),
    /// A fact that decides about it is not documented.
    Open,
    /// It does not.
    Not,
    /// Notes are not read for this code.
    NotRead,
}

/// What the note says of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// How it supports the code.
    pub support: Support,
    /// The words that support it.
    pub words: Vec<Said>,
    /// The words that show another site or session than that of the other codes.
    pub apart: Vec<Said>,
}

/// What is known of published tables and of the note.
pub trait Known {
    /// Who publishes a release.
    fn publisher(&self, release: &Basis) -> String;
    /// The whole release of the pair edits for a day.
    fn pairs(&self, claim: &Claim, on: Date) -> Option<Basis>;
    /// The limit of units of a code, if the day has a table; nothing within: none is published.
    fn limit(&self, claim: &Claim, code: &str, on: Date) -> Option<Option<PublishedLimit>>;
    /// The primaries of an add-on.
    fn primaries(&self, code: &str, on: Date) -> Option<(Vec<String>, Basis)>;
    /// What the note says of a code that is billed with others; nothing, if there is no note for this claim.
    fn record(&self, code: &str, others: &[String], on: Date) -> Option<Record>;
}
