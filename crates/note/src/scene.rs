//! The note as far as it has been read, and a step of it.

use crate::compile::{Compiled, ConceptId, Form, KindId};
use crate::hit::Hit;
use crate::model::Assertion;
use crate::section::Part;
use crate::sentence::Sentence;
use crate::token::Token;

/// Which of several an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Nth(u32),
    Further,
}

/// A value of an attribute, with the hit that says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StepValue {
    pub concept: ConceptId,
    pub hit: Option<usize>,
    /// Taken over from an earlier sentence.
    pub carried: bool,
}

/// One mention of an action.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub action: ConceptId,
    pub form: Form,
    /// Hits that say the action, its own first.
    pub hits: Vec<usize>,
    pub sentence: usize,
    pub sense: Assertion,
    /// A name that is only mentioned: nothing says that it was made here.
    pub weak: bool,
    pub values: Vec<StepValue>,
    pub order: Option<Order>,
    pub count: Option<u32>,
}

impl Step {
    pub(crate) fn has(&self, known: &Compiled, wider: ConceptId) -> bool {
        self.values.iter().any(|v| known.is_a(v.concept, wider))
    }

    pub(crate) fn of_kind<'a>(
        &'a self,
        known: &'a Compiled,
        kind: KindId,
    ) -> impl Iterator<Item = &'a StepValue> {
        self.values
            .iter()
            .filter(move |v| known.kind_of(v.concept) == kind)
    }
}

/// The note as far as it has been read.
pub(crate) struct Scene<'a> {
    pub tokens: &'a [Token],
    pub parts: &'a [Part],
    pub sentences: &'a [Sentence],
    pub hits: &'a [Hit],
    pub known: &'a Compiled,
}

impl Scene<'_> {
    /// The sense in which a section's procedures are meant.
    pub(crate) fn section_sense(&self, part: usize) -> Assertion {
        self.parts[part].kind.map_or(Assertion::Performed, |k| {
            self.known.sections[k as usize].sense
        })
    }

    /// The name of a section's kind; text without a heading is `body`.
    pub(crate) fn section_name(&self, part: usize) -> &str {
        self.parts[part]
            .kind
            .map_or("body", |k| &self.known.sections[k as usize].id)
    }
}
