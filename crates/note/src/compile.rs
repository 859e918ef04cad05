//! The lexicon, compiled: concepts become numbers, terms become paths of a trie. Done once for each reader.

use crate::model::Assertion;
use crate::slips::Slips;
use crate::token::Vocabulary;
use crate::trie::Trie;
use ligature_knowledge::Reach;
use rustc_hash::{FxHashMap, FxHashSet};

/// Number of a concept.
pub(crate) type ConceptId = u16;
/// Number of a kind.
pub(crate) type KindId = u8;

/// How a term refers to its concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// "was resected": says that it was done.
    Verb,
    /// "resection": names the act.
    Name,
    /// Any other word.
    Term,
}

/// What a term of the lexicon means.
#[derive(Debug, Clone)]
pub(crate) struct TermEntry {
    pub form: Form,
    pub means: Vec<ConceptId>,
}

/// What a cue turns its neighbours into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    Assert(Assertion),
    Landmark,
    Stop,
    Nothing,
}

/// On which side of a cue its neighbours are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    After,
    Before,
    Sentence,
}

/// A cue, compiled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub sense: Sense,
    pub side: Side,
    pub reach: usize,
}

#[derive(Debug)]
pub(crate) struct Concept {
    pub id: String,
    pub label: String,
    pub kind: KindId,
    /// Itself and all wider concepts.
    pub within: FxHashSet<ConceptId>,
    pub organ: bool,
    pub background: bool,
    pub countable: bool,
    pub making: bool,
    pub foreign: bool,
    pub uncounted: bool,
    pub repeats: bool,
}

#[derive(Debug)]
pub(crate) struct Kind {
    pub id: String,
    pub reach: Reach,
    pub of: Vec<ConceptId>,
    pub prefers: Vec<ConceptId>,
    pub silence: Option<(ConceptId, String)>,
    pub sections: Vec<String>,
    pub apart: bool,
    pub follow: Vec<[ConceptId; 3]>,
}

#[derive(Debug)]
pub(crate) struct Recipe {
    pub makes: ConceptId,
    pub steps: Vec<ConceptId>,
    pub within: usize,
    pub when: Vec<(bool, ConceptId)>,
    pub given: Vec<ConceptId>,
    pub gives: Vec<ConceptId>,
}

#[derive(Debug)]
pub(crate) struct Track {
    pub action: ConceptId,
    pub sites: Vec<ConceptId>,
    pub closed_by: Option<ConceptId>,
    pub closed_with: Vec<KindId>,
    pub gives: Vec<ConceptId>,
    pub else_by: Option<ConceptId>,
    pub else_gives: Vec<ConceptId>,
    pub else_act: Option<ConceptId>,
    pub absorbs: Vec<ConceptId>,
}

#[derive(Debug)]
pub(crate) struct SectionKind {
    pub id: String,
    pub sense: Assertion,
    pub block: bool,
}

/// A kind of document, by number; terms and headings point here.
#[derive(Debug)]
pub(crate) struct DocumentKind {
    pub label: String,
    pub operative: bool,
    pub decisive: bool,
}

/// Everything a reader needs, in numbers.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub vocabulary: Vocabulary,
    pub slips: Slips,
    pub concepts: Vec<Concept>,
    pub kinds: Vec<Kind>,
    pub entries: Vec<TermEntry>,
    /// Terms that belong to the words near them.
    pub terms: Trie,
    /// Terms that apply to the whole note; they may overlap with the others.
    pub wide: Trie,
    /// What a cue's words turn: the same words may turn both sides.
    pub turns: Vec<Vec<Turn>>,
    pub cues: Trie,
    pub sections: Vec<SectionKind>,
    pub headings: Trie,
    pub documents: Vec<DocumentKind>,
    pub document_terms: Trie,
    pub document_headings: Trie,
    pub recipes: Vec<Recipe>,
    pub tracks: Vec<Track>,
    pub abbreviations: FxHashSet<u32>,
    pub well_known: WellKnown,
    pub suffixes: FxHashMap<String, u32>,
}

/// Kinds and words that the reader itself has to know.
#[derive(Debug, Default)]
pub(crate) struct WellKnown {
    pub action: KindId,
    pub site: KindId,
    pub target: KindId,
    pub order: KindId,
    pub count: KindId,
    pub tally: KindId,
    pub device: KindId,
    /// The action concept of making anything ("was fashioned"): it says that a named thing was done.
    pub make: Option<ConceptId>,
    /// The site concept of a piece of bowel without its own name.
    pub piece: Option<ConceptId>,
    /// Units of length.
    pub lengths: FxHashSet<u32>,
    /// The action concept of steps: acts whose object may be in an earlier sentence.
    pub step: Option<ConceptId>,
    /// Words that refer to something mentioned before ("it", "this", "the first").
    pub pronouns: FxHashSet<u32>,
    /// Forms of "to be", which make a passive.
    pub being: FxHashSet<u32>,
    /// Words that do something ("I", "we", "surgeon").
    pub doers: FxHashSet<u32>,
    /// Pronouns that open a new clause.
    pub subjects: FxHashSet<u32>,
    /// Articles and similar words, ignored.
    pub small: FxHashSet<u32>,
    /// Units of measure after a number.
    pub units: FxHashSet<u32>,
    /// "as", before what a thing was made into.
    pub becoming: FxHashSet<u32>,
    /// "nothing", "anything": a denial that leaves no room.
    pub nothing: FxHashSet<u32>,
    /// "no", before what was not there or not dealt with.
    pub no: FxHashSet<u32>,
    /// "or", "nor": what a denial is carried on by.
    pub or: FxHashSet<u32>,
    /// "each", which deals an act out.
    pub each: FxHashSet<u32>,
    /// Frequent words of other languages.
    pub foreign: FxHashSet<u32>,
    /// Words that may begin a clause.
    pub joints: FxHashSet<u32>,
    /// "and", which joins two names into one phrase.
    pub and: FxHashSet<u32>,
    /// Words after which the object follows a name ("resection of the ileum").
    pub of: FxHashSet<u32>,
}

impl Compiled {
    pub(crate) fn is_a(&self, concept: ConceptId, wider: ConceptId) -> bool {
        self.concepts[concept as usize].within.contains(&wider)
    }

    pub(crate) fn concept(&self, id: ConceptId) -> &Concept {
        &self.concepts[id as usize]
    }

    pub(crate) fn kind_of(&self, id: ConceptId) -> KindId {
        self.concepts[id as usize].kind
    }

    /// The word that represents an ending, or 0.
    pub(crate) fn suffix(&self, ending: &str) -> u32 {
        self.suffixes.get(ending).copied().unwrap_or(0)
    }
}
