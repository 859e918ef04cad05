//! Reading an operative note: from text to procedure events, each attribute with the words that say it.
//!
//! **The main decision: read steps, then put them together.** A surgeon mentions one act many times (in the title, the
//! indication, the steps, the last sentence) and often never names it. So every mention is read as a small step with its
//! sense and its objects; recipes say what steps make up; and only then are mentions joined to events and counted. Words,
//! recipes, cues and headings are data (the lexicon); this crate knows grammar, not surgery's vocabulary, and no codes.
//!
//! The senses (done, denied, planned, past, possible, another's) follow ConText (Harkema et al., J Biomed Inform 2009),
//! bounded by clauses instead of a window of words alone.
//!
//! Rejected:
//! - *A statistical tagger.* No labelled corpus of the size exists, and a reader must be able to say why.
//! - *One pattern a procedure (regular expressions over sentences).* It finds what a title says, counts a resection mentioned
//!   four times as four, and a new way of saying needs a new pattern for every procedure.
//! - *Failing on odd input.* A note is what it is: reading gives a value and remarks, never an error.

mod build;
mod clause;
mod compile;
mod day;
mod denied;
mod draft;
mod event;
mod hit;
mod inflect;
mod layout;
mod model;
mod number;
mod object;
mod organ;
mod place;
mod reader;
mod recipe;
mod scan;
mod scene;
mod section;
mod sense;
mod sentence;
mod slips;
mod step;
mod tally;
mod text;
mod token;
mod trie;
mod write;

pub use day::{NamedDay, named_day};
pub use model::*;
pub use reader::Reader;
pub use text::*;
