//! Finding a code from what a person types.
//!
//! **The main decision: every word of the question counts, and says how it was understood.** A question is cut into words;
//! each word may stand for itself, for what people mean by it ([`Meanings`]: `sbr`, `gut`), for the words it begins, or for
//! the words one letter away. A code's score adds up, over the words of the question, the rarest way in which the code holds
//! them; a code that holds all the words comes before one that holds some.
//!
//! Rejected:
//! - *A general search engine.* Titles are short and all alike ("unspecified", "initial encounter"): what ranks web pages
//!   ranks them badly, and why a code was found has to be said.
//! - *Edit distance over the whole vocabulary.* A table of words with one letter left out finds the same slips, swapped
//!   letters included, in microseconds.

mod ask;
mod index;
mod letters;
mod meanings;
mod rank;
mod slip;
mod words;

pub use ask::{Filter, Found, How, Matched, Searcher};
pub use index::{ArchivedIndex, Doc, Field, Index, Posting};
pub use meanings::Meanings;
pub use words::{normal, words};
