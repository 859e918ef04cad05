//! The compiled release: one immutable folder with a manifest and memory-mapped data, opened in milliseconds.
//!
//! **The main decision: a book is never changed, only replaced.** [`build`] writes a folder next to its final place,
//! syncs it to the disk and renames it, so a reader never sees half a book and the one it holds stays complete. The
//! data is [rkyv]'s archive of [`Knowledge`](ligature_knowledge::Knowledge): reading it is a cast, not a parse, and
//! every byte is checked before it is trusted, in this order: format version, the manifest's own seal, the size of
//! each file, its BLAKE3 checksum, then the archive's structure. Whatever fails is a [`BookError`] that says what to
//! do about it.
//!
//! Rejected:
//! - *Our own file format.* Hand-computed offsets lead to wrong answers.
//! - *An embedded database.* Locks, writers and recovery for data that is never written to.
//! - *Trusting the checksum alone.* It guards against accidents; the structure check also holds against a file that
//!   was made to mislead.
//! - *A date of making in the manifest.* The same knowledge gives the same bytes, so two books can be compared.
//!
//! A damaged book that the program built itself ([`locate`]) is built again, and a remark says so.
//! One that the user named is never touched.

mod book;
mod build;
mod edits;
mod error;
mod locate;
mod manifest;
mod map;
mod temporary;

pub use book::{Book, info, verify};
pub use build::{Origin, Parts, build, build_from, build_with, is_book, replace};
pub use error::BookError;
pub use locate::{Held, Located, locate};
pub use manifest::{CreatedFrom, FORMAT, Info, Manifest, OLDEST_FORMAT, Part};

#[cfg(test)]
mod tests;
