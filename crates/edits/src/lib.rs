//! What payers publish for claims: pair edits, unit limits, add-ons, relative values, localities.
//!
//! **The main decision: every row knows which release printed it, and a release covers only its own days.** Two and a
//! half million pairs of four quarters differ in a few thousand rows, so a pair is stored once with the set of releases that
//! print it; asking is *as of a date*: first which release answers for that day ([`Tables::answering`]), then what it
//! prints. No release for the day is not an empty answer: it is no answer.
//!
//! A pair is found under the lower of its two codes, in whichever order the publisher prints them: two reads in a thin matrix
//! of bits answer for both orders (`matrix`).
//!
//! Rejected:
//! - *A hash table of pairs.* Twice the size, and each question misses the cache, also those about no pair.
//! - *Sorted rows of partners, a filter before them.* As large as the matrix, a search of ten steps for each pair that the
//!   filter lets through, and the filter is made anew by every start of the program.
//! - *One table a quarter.* Ten megabytes each; a payer's history is forty quarters.
//! - *Floating point.* A fee is decided to the cent: numbers are ten-thousandths in whole numbers.

mod at;
mod build;
mod ids;
mod key;
mod listed;
mod look;
mod matrix;
mod pairs;
mod rows;
mod store;

pub use at::{AddOnsAt, At, LimitsAt, PairsAt};
pub use build::{BuildError, build};
pub use ids::{Id, Ids};
pub use key::Key;
pub use ligature_codes::Setting;
pub use listed::PairCounts;
pub use look::{AddOnEdit, Answering, Limit, Locality, Pair, SourceId, SourceView, Tables, Values};
pub use pairs::{Edited, Pairs, Two};
pub use rows::{
    AddOnRow, AnesthesiaRow, Fixed, Indicators, Kind, LimitRow, LocalityRow, OutpatientRow,
    PairRow, Refusal, Rows, Table, TableRelease, ValueRow,
};
pub use store::{ArchivedEdits, Edits};
