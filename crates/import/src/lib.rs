//! Readers of the publishers' own layouts.
//!
//! **The main decision: a file is recognised by its content, and is imported completely or not at all.** [`open`] unpacks (zip, gzip,
//! xz), [`recognise`] looks at the first bytes, one reader a layout streams the rest into a
//! [`Batch`](ligature_catalog::Batch) for the code sets, a [`Table`](ligature_edits::Table) for claims, or both. A line
//! that cannot be read is refused with its number and a reason and never stops the rest; a file with a wrong layout (other columns, most lines refused, cut short) is refused completely.
//!
//! Rejected:
//! - *Recognising files by their names.* Publishers rename them every year, and people rename them again.
//! - *Failing at the first bad line.* One stray line in a hundred thousand is usual, not exceptional.

pub mod claims;
pub mod cms;
pub mod diagnosis;
pub mod fees;
mod gathered;
mod imported;
mod layout;
mod read;
mod sheet;
mod source;

pub use imported::Imported;
pub use layout::Layout;
pub use read::{Problem, SourceFile, files, open, recognise, take};
