//! What can go wrong with the tables and the pages.

use std::io;
use std::path::PathBuf;

/// Why the tables cannot be used, or a page not be written.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// A table cannot be opened or unpacked.
    #[error("the table {} cannot be read: {why}", .path.display())]
    Unreadable {
        /// Its file.
        path: PathBuf,
        /// The reason, in words.
        why: String,
    },
    /// A table has not the columns that its release is known by.
    #[error("the table {} is not the one that is expected: {why}", .path.display())]
    Unexpected {
        /// Its file.
        path: PathBuf,
        /// What is missing.
        why: String,
    },
    /// A page cannot be written.
    #[error("{} cannot be written: {source}", .path.display())]
    Write {
        /// The page.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
