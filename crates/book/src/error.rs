//! Why a book cannot be used, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// Why a book cannot be built or opened.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// No folder, or no manifest in it.
    #[error(
        "there is no book in {}: name the folder that `ligature book build --out DIR` wrote, or name none and the built-in knowledge is used", .dir.display()
    )]
    Missing {
        /// The folder that was looked in.
        dir: PathBuf,
    },
    /// A file that the manifest names is gone.
    #[error("the book in {} is incomplete: its file {file} is missing. Build it again with `ligature book build`, into a new folder", .dir.display())]
    FileMissing {
        /// The book.
        dir: PathBuf,
        /// The file.
        file: String,
    },
    /// Written by a newer version of the program.
    #[error(
        "the book in {} has format {found}, and this version of ligature reads formats up to {newest}: update ligature, or build the book again with this version", .dir.display()
    )]
    TooNew {
        /// The book.
        dir: PathBuf,
        /// Its format.
        found: u64,
        /// The newest format that can be read.
        newest: u64,
    },
    /// Written by a version of the program whose books can no longer be read.
    #[error(
        "the book in {} has format {found}, and this version of ligature reads formats from {oldest} on: build the book again with `ligature book build --out {}`, and name the same publishers' files with --data", .dir.display(), .dir.display()
    )]
    TooOld {
        /// The book.
        dir: PathBuf,
        /// Its format.
        found: u64,
        /// The oldest format that can be read.
        oldest: u64,
    },
    /// A file has another size than the manifest says.
    #[error(
        "the book in {} is damaged: its file {file} has {found} bytes instead of {expected} (was a copy cut short?). Copy it again, or build it again with `ligature book build`", .dir.display()
    )]
    WrongSize {
        /// The book.
        dir: PathBuf,
        /// The file.
        file: String,
        /// Bytes that the manifest names.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// A file does not have the checksum that it was written with.
    #[error(
        "the book in {} was altered: the checksum of its file {file} is wrong. A book is never edited: build it again with `ligature book build`", .dir.display()
    )]
    Altered {
        /// The book.
        dir: PathBuf,
        /// The file.
        file: String,
    },
    /// A file has the wrong content.
    #[error("the book in {} cannot be read: its file {file} {why}. Build it again with `ligature book build`", .dir.display())]
    Damaged {
        /// The book.
        dir: PathBuf,
        /// The file.
        file: String,
        /// What is wrong, as the end of the sentence.
        why: String,
    },
    /// The place for a new book is taken.
    #[error("{} is there already, and a book is never changed: name a new folder, or remove that one first", .dir.display())]
    Taken {
        /// The place.
        dir: PathBuf,
    },
    /// The knowledge cannot be written down.
    #[error("the knowledge could not be compiled into a book: {why}")]
    Compile {
        /// What the archive's writer said.
        why: String,
    },
    /// The system refused.
    #[error("{doing} {} failed: {source}", .path.display())]
    Io {
        /// What was tried, as the beginning of the sentence.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Adds to an error of the system what was tried.
pub(crate) fn tried<T>(
    doing: &'static str,
    path: &Path,
    result: io::Result<T>,
) -> Result<T, BookError> {
    result.map_err(|source| BookError::Io {
        doing,
        path: path.to_owned(),
        source,
    })
}
