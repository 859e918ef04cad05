//! A term of the lexicon found in a note.

use crate::compile::{ConceptId, Form, KindId};
use crate::model::Assertion;

/// A concept found in the note. Positions are token numbers, half open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub concept: ConceptId,
    pub kind: KindId,
    pub form: Form,
    pub start: usize,
    /// End of the words; with a gap, the end of the tail.
    pub end: usize,
    pub sentence: usize,
    pub clause: u32,
    /// Set by a cue; `None`: the section decides.
    pub sense: Option<Assertion>,
    /// The place only says where.
    pub landmark: bool,
    /// Number of the action hit that says this in the same word (appendectomy says appendix).
    pub inside: Option<usize>,
}
