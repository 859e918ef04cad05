//! From the lines of a claim to findings and prices.
//!
//! **The main decision: layers are never mixed, and a layer that had no table to look in says so.** Bundling, add-ons,
//! units, validity, the global period and medical necessity are each answered by their own table or rule as of the line's
//! date of service; a layer without a table for that day gives [`Outcome::NoData`], never silence. A finding is first a few
//! numbers ([`check::Hit`]); sentences are made only for those that a person will read, so that a million claims cost what
//! the tables cost.
//!
//! Rejected:
//! - *A verdict without its findings.* A coder mends bundling, units and necessity in different ways: the verdict ([`verdict`]) is
//!   counted from the findings, line by line.
//! - *Offering a modifier wherever it would pass.* What would be proper is given with what would be improper; an indicator 0
//!   is offered none.

pub mod check;
pub mod example;
mod model;
pub mod price;
mod rules;
mod typed;
pub mod verdict;

pub use model::{
    Claim, DOLLARS, Earlier, Line, MOST_LINES, MOST_MODIFIERS, Outcome, Patient, SETTINGS, Sex,
};
pub use rules::{CodeList, ModifierSet, ReadyPatient, ReadyPrinciple, Rules, Side};
pub use typed::{typed_line, typed_lines};
