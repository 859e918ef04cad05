//! Why a file gives no note: each reason with its name, and what to do instead.

use crate::model::Format;
use ligature_note::{LARGEST_NOTE, NotText};

/// Why a file gives no note. No message quotes the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Read as plain text, and it is none.
    #[error(transparent)]
    NotText(#[from] NotText),
    /// A PDF whose pages are pictures; the number of pages.
    #[error(
        "this is a scanned PDF: {} and no text. Run text recognition (OCR) on it first, or give the note as text",
        pages(*.0)
    )]
    Scanned(usize),
    /// A PDF whose fonts do not say which characters they draw.
    #[error(
        "the text of this PDF cannot be read: its fonts do not say which characters they draw. Run text recognition (OCR) on it, or give the note as text"
    )]
    Unmapped,
    /// A file that a password protects: what it is.
    #[error(
        "this looks like {0} that is protected by a password: save a copy without the password"
    )]
    Encrypted(&'static str),
    /// A format that is recognised and not read: what it is, and what to do.
    #[error("this looks like {what}, which is not read: {instead}")]
    NotRead {
        /// What it looks like, with the article.
        what: &'static str,
        /// What to do instead.
        instead: &'static str,
    },
    /// A file that breaks the rules of its format: what is wrong, with the place if there is one.
    #[error("this looks like {format}, but it cannot be read: {why}")]
    Broken {
        /// The format.
        format: Format,
        /// What is wrong, and where.
        why: String,
    },
    /// Whole, and without the text of a note; what it holds instead.
    #[error("this is {format} without the text of a note{}", list(.dropped))]
    NoText {
        /// The format.
        format: Format,
        /// What was found, in words.
        dropped: Vec<String>,
    },
    /// Documents of several patients, which cannot be one encounter: how many.
    #[error(
        "this file holds documents of {0} patients: give one file for each patient, with the documents of one encounter"
    )]
    Patients(usize),
    /// More documents than one encounter can have: how many.
    #[error(
        "this file holds {0} documents: give one file for each encounter (at most {most} documents)",
        most = crate::limits::DOCUMENTS
    )]
    Documents(usize),
    /// A file that becomes too large when it is unpacked.
    #[error(
        "this looks like {0} that becomes larger than {most} MB when it is unpacked: give the note as text",
        most = crate::limits::UNPACKED / 1_048_576
    )]
    Expands(Format),
    /// A gzip archive that becomes too large when it is unpacked.
    #[error(
        "this looks like a gzip archive that becomes larger than {most} MB when it is unpacked: give the note as text",
        most = crate::limits::UNPACKED / 1_048_576
    )]
    GzipExpands,
    /// A gzip archive that is damaged; how much of it could be unpacked.
    #[error(
        "this looks like a gzip archive, but it cannot be read: it is cut off or damaged after {0} unpacked bytes"
    )]
    GzipDamaged(usize),
    /// A file with more work in it than a note can need (drawings, forms inside forms).
    #[error("this looks like {0} with far more in it than a note can hold: give the note as text")]
    Laborious(Format),
    /// Documents inside documents inside documents.
    #[error(
        "documents are nested more than {} deep in this file",
        crate::limits::DEEPEST
    )]
    Nested,
}

/// What a broken file says.
pub(crate) fn broken(format: Format, why: impl Into<String>) -> Unreadable {
    Unreadable::Broken {
        format,
        why: why.into(),
    }
}

/// More text than one note may have.
pub(crate) fn too_large(size: usize) -> Unreadable {
    Unreadable::NotText(NotText::TooLarge(size.max(LARGEST_NOTE + 1)))
}

fn pages(count: usize) -> String {
    match count {
        1 => "1 page that is a picture".to_owned(),
        count => format!("{count} pages that are pictures"),
    }
}

fn list(of: &[String]) -> String {
    match of.is_empty() {
        true => String::new(),
        false => format!(": it has {}", of.join("; ")),
    }
}
