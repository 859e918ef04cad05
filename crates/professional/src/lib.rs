//! A claim of an 837P as checks and prices take it, and the order in which it goes out again.
//!
//! **The main decision: one way from a file of claims to a claim, whichever door it came through.** The command and the page
//! read the same file as the same claims, with the same words about what is wrong with it.
//!
//! Rejected:
//! - *A claim that knows of segments.* Checks and prices stay free of the format; the format stays free of codes' rules.

mod claim;
mod history;
mod sequence;

pub use claim::{Read, claim, problem_text, read};
pub use history::{History, Withdrawal};
pub use sequence::order;
