//! `ligature check` and `ligature price`: claims from files, one answer each, in the order in which they came.

pub mod check;
pub mod coded;
mod found;
pub mod price;
pub mod priced;
mod run;
mod sequenced;
mod table;

use clap::ValueEnum;

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: one JSON value, a list where several claims are read.
    Json,
    /// For programs: one line of JSON a claim.
    Jsonl,
}
