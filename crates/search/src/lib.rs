//! Finding a code from what a person types.
//!
//! **The main decision: every word of the query counts, and says how it was understood.** A query is cut into words;
//! each word may mean itself, what people mean by it ([`Meanings`]: `sbr`, `gut`), the words it begins, or
//! the words one letter away. A code's score adds up, over the words of the query, the rarest way in which the code has
//! them; a code that has all the words comes before one that has some.
//!
//! Beside it, the words of a patient or a nurse are read as signs ([`Lay`]): both readings are ranked, and the better one counts for
//! each code.
//!
//! Rejected:
//! - *A general search engine.* Titles are short and similar ("unspecified", "initial encounter"): what ranks web pages
//!   ranks them badly, and the answer must say why a code was found.
//! - *Edit distance over the whole vocabulary.* A table of words with one letter left out finds the same misspellings, swapped
//!   letters included, in microseconds.

mod index;
mod lay;
mod letters;
mod meanings;
mod query;
mod rank;
mod slip;
mod words;

pub use index::{ArchivedIndex, Doc, Field, Index, Posting};
pub use lay::Lay;
pub use meanings::Meanings;
pub use query::{Filter, Found, How, Matched, Searcher};
pub use words::{normal, words};
