//! What reading a note gives: plain values, each with the place it was read from.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A stretch of the note, half open.
///
/// `start..end` are byte offsets into the note's text as UTF-8; `char_start..char_end`
/// count Unicode scalar values, for callers whose strings are not bytes. `line` counts from 1.
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
    schemars::JsonSchema,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// First character.
    pub char_start: usize,
    /// One past the last character.
    pub char_end: usize,
    /// Line of the first byte, counted from 1.
    pub line: usize,
}

/// Words of the note with their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Quote {
    /// Verbatim text.
    pub text: String,
    /// Its place in the note.
    #[serde(flatten)]
    pub span: Span,
}

/// Whether, and in what sense, the note says that a thing was done.
///
/// The seven readings are those of ConText (Harkema et al., J Biomed Inform 2009), with "named"
/// for a procedure that only a title or list names.
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
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Assertion {
    /// Done in this session by the author.
    Performed,
    /// Named in a title or list of procedures, not documented as done.
    Named,
    /// Said not to have been done.
    Negated,
    /// Intended, booked or consented, not documented as done.
    Planned,
    /// Done before this session.
    Past,
    /// A possibility, a condition or a risk.
    Hypothetical,
    /// Done by another surgeon or service.
    Other,
}

/// One value of an attribute of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Value {
    /// The concept's name in the lexicon, such as `jejunum`.
    pub concept: String,
    /// The concept in words for people, such as "jejunum".
    pub label: String,
    /// The words of the note that say so. Empty only when `inferred` is given.
    pub quotes: Vec<Quote>,
    /// When the note does not say it outright: what it was taken from, in words for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<String>,
    /// The note says that this value does *not* hold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
}

/// Something that was done (or planned, or denied …), put together from all its mentions in the note.
///
/// The seam between reading and coding: `note` knows surgery but no codes, `coding` knows codes but no text.
/// Kinds of attribute are those that the lexicon declares; they are data, not Rust fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProcedureEvent {
    /// Place in the reading's list of events.
    pub id: usize,
    /// The concept of what was done, such as `resect`.
    pub action: String,
    /// The action in words for people.
    pub label: String,
    /// How the note states it.
    pub assertion: Assertion,
    /// How many times it was done: resections with their own join, holes sutured.
    pub count: u32,
    /// Words that say it was done, the most informative first.
    pub evidence: Vec<Quote>,
    /// Attributes by kind (`site`, `approach`, `continuity` …).
    pub attributes: BTreeMap<String, Vec<Value>>,
}

/// A part of the note under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Section {
    /// What kind of section: `title`, `body`, `history`, `plan` … as the lexicon names it.
    pub kind: String,
    /// The heading as written; empty where the note has none.
    pub heading: String,
    /// The whole section, heading included.
    pub span: Span,
}

/// A word or phrase of the lexicon found in the note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Mention {
    /// The concept's name.
    pub concept: String,
    /// The concept's kind.
    pub kind: String,
    /// How the note states it.
    pub assertion: Assertion,
    /// The words.
    pub quote: Quote,
}

/// Something the reader of the answer should know about the note itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Remark {
    /// A fixed name, such as `not-an-operative-note`.
    pub kind: String,
    /// A sentence for people. Holds no words of the note.
    pub message: String,
}

/// A note, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Reading {
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Mentions in order.
    pub mentions: Vec<Mention>,
    /// Events in order of their first mention.
    pub events: Vec<ProcedureEvent>,
    /// Remarks of the reader on the note.
    pub remarks: Vec<Remark>,
}
