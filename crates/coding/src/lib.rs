//! Choosing codes for what a note says was done.
//!
//! **The main decision: a code is data.** Which code an event supports is in decision tables that coders write
//! (`knowledge/families`), first match wins. This crate only weighs: a condition is met, contradicted or *not documented*, and
//! a row whose only obstacle is an undocumented fact becomes a question for the surgeon instead of a guess. The same
//! weighing, run over the rows that were not chosen, answers "why not the neighbour" with the condition that failed and
//! the words that failed it: the explanation is the decision itself, not written afterwards.
//!
//! It takes a *reading*, never a text: who reads, and how often, is the caller's business, and what is chosen can be tried without
//! a note.
//!
//! Rejected:
//! - *Rules in Rust.* A coder could not read, sign or mend them.
//! - *Scores and thresholds.* "0.83" cannot be put to a surgeon; a missing fact can.
//! - *Negation as failure everywhere.* Silence counts against a row only where the row does not know what to ask.

mod concepts;
mod decide;
mod engine;
mod model;
mod neighbours;
mod order;
mod tables;
mod weigh;

pub use engine::Engine;
pub use model::*;
pub use order::Schedule;
