//! An event that is being put together.

use crate::compile::ConceptId;
use crate::model::Assertion;

/// How many mentions of one act are compared with a further one: enough for any note, and a bound for a hostile one.
pub(crate) const MEMORY: usize = 24;

/// An event being put together.
#[derive(Debug)]
pub(crate) struct Draft {
    pub action: ConceptId,
    pub organs: Vec<ConceptId>,
    /// A value that keeps events separate (a hole that the surgeon made from one that was there).
    pub apart: Option<ConceptId>,
    pub steps: Vec<usize>,
    pub assertion: Assertion,
    pub count: u32,
    pub extra: Vec<(ConceptId, Vec<usize>)>,
    /// The organ was not said of this event but taken from the rest of the note.
    pub guessed: Option<ConceptId>,
}
