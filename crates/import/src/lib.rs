//! Readers of the publishers' own layouts.
//!
//! **The main decision: a file is known by its content, and is taken whole or not at all.** [`open`] unpacks (zip, gzip,
//! xz), [`recognise`] looks at the first bytes, one reader a layout streams the rest into a
//! [`Batch`](ligature_catalog::Batch) for the code sets, a [`Table`](ligature_edits::Table) for claims, or both. A line
//! that cannot be taken is refused with its number and a reason and never stops the rest; a file whose *shape* is wrong (other columns, most lines refused, cut short) is refused whole.
//!
//! Rejected:
//! - *Knowing files by their names.* Publishers rename them every year, and people rename them again.
//! - *Failing at the first bad line.* One stray line in a hundred thousand is the rule, not the exception.

pub mod claims;
pub mod cms;
pub mod diagnosis;
pub mod fees;
mod gathered;
mod layout;
mod read;
mod sheet;
mod source;
mod taken;

pub use layout::Layout;
pub use read::{Problem, Source, files, open, recognise, take};
pub use taken::Taken;
