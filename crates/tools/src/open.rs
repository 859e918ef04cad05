//! Opening a book: from a folder to a gate.

use crate::gate::Gate;
use crate::library::Library;
use ligature_book::{BookError, Located, locate};
use std::path::Path;
use std::sync::Arc;

/// A book that is open, behind its gate.
pub struct Opened {
    /// The gate.
    pub gate: Gate,
    /// What the user should know about how the book was found.
    pub remarks: Vec<String>,
}

impl Gate {
    /// Opens a book: the one named, else the one of LIGATURE_BOOK, else that of the user's data folder, which is built when it
    /// is not there.
    ///
    /// # Errors
    /// When a book that was named is not there or not whole.
    pub fn open(named: Option<&Path>) -> Result<Opened, BookError> {
        let (library, remarks) = library(named)?;
        Ok(Opened {
            gate: Gate::over(library),
            remarks,
        })
    }

    /// The gate over a book that was found.
    ///
    /// # Errors
    /// When its knowledge cannot be taken into memory.
    pub fn of(located: &Located) -> Result<Gate, BookError> {
        let knowledge = Arc::new(located.to_knowledge()?);
        let book = located.book().cloned();
        Ok(Gate::over(Library::new(book, knowledge, release(located))))
    }

    /// Opens a book together with another one, known as `older`, to compare them.
    ///
    /// # Errors
    /// As [`Gate::open`].
    pub fn open_beside(named: &Path, older: &Path) -> Result<Opened, BookError> {
        let (mut library, mut remarks) = self::library(Some(named))?;
        let (other, more) = self::library(Some(older))?;
        remarks.extend(more);
        library.add_book("older".to_owned(), other);
        Ok(Opened {
            gate: Gate::over(library),
            remarks,
        })
    }
}

fn library(named: Option<&Path>) -> Result<(Library, Vec<String>), BookError> {
    let located = locate(named)?;
    let knowledge = Arc::new(located.to_knowledge()?);
    let book = located.book().cloned();
    let library = Library::new(book, knowledge, release(&located));
    Ok((library, located.remarks))
}

/// The release in a few characters.
fn release(located: &Located) -> String {
    match located.book() {
        Some(book) => {
            let manifest = &book.info().manifest;
            let checksum = &manifest.created_from.checksum;
            let short = checksum.get(..12).unwrap_or(checksum);
            format!("{} ({short})", manifest.ligature)
        }
        None => format!("{} (in memory)", env!("CARGO_PKG_VERSION")),
    }
}
