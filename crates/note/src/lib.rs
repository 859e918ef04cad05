//! Reading a note: sections, sentences, mentions, assertion, procedure events.
mod clause;
mod compile;
mod event;
mod inflect;
mod model;
mod number;
mod place;
mod reader;
mod recipe;
mod scan;
mod section;
mod sentence;
mod slips;
mod step;
mod tally;
mod text;
mod token;
mod trie;

pub use model::*;
pub use reader::Reader;
pub use text::*;
