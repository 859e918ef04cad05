//! An opened book.

use crate::error::BookError;
use crate::manifest::{CATALOG, EDITS, INDEX, Info, KNOWLEDGE, Manifest};
use crate::map::{Mapped, Trust};
use ligature_catalog::ArchivedCatalog;
use ligature_edits::ArchivedEdits;
use ligature_knowledge::{ArchivedKnowledge, ArchivedPage, Knowledge, Page};
use ligature_search::ArchivedIndex;
use rkyv::rancor::Error;
use std::path::Path;

/// An opened book: mapped, and checked before anything in it is trusted.
#[derive(Debug)]
pub struct Book {
    info: Info,
    mapped: Mapped<ArchivedKnowledge>,
    catalog: Option<Mapped<ArchivedCatalog>>,
    index: Option<Mapped<ArchivedIndex>>,
    edits: Option<Mapped<ArchivedEdits>>,
}

impl Book {
    /// Opens the book in a folder: milliseconds, whatever it holds.
    ///
    /// # Errors
    /// If there is none, or it is too new, too old, cut short, altered or otherwise not whole.
    pub fn open(dir: &Path) -> Result<Self, BookError> {
        let manifest = Manifest::read(dir)?;
        let mapped = Mapped::open(dir, manifest.part(dir, KNOWLEDGE)?, Trust::Nothing)?;
        let catalog = match manifest.has(CATALOG) {
            true => Some(Mapped::open(
                dir,
                manifest.part(dir, CATALOG)?,
                Trust::Checksum,
            )?),
            false => None,
        };
        let index = match manifest.has(INDEX) {
            true => Some(Mapped::open(
                dir,
                manifest.part(dir, INDEX)?,
                Trust::Checksum,
            )?),
            false => None,
        };
        let edits = match manifest.has(EDITS) {
            true => Some(Mapped::open(
                dir,
                manifest.part(dir, EDITS)?,
                Trust::Checksum,
            )?),
            false => None,
        };
        Ok(Self {
            info: Info {
                dir: dir.to_owned(),
                manifest,
            },
            mapped,
            catalog,
            index,
            edits,
        })
    }

    /// The code sets, if publishers' files were imported.
    #[must_use]
    pub fn catalog(&self) -> Option<&ArchivedCatalog> {
        self.catalog.as_ref().map(Mapped::get)
    }

    /// The search index over the code sets.
    #[must_use]
    pub fn index(&self) -> Option<&ArchivedIndex> {
        self.index.as_ref().map(Mapped::get)
    }

    /// The tables of claims, if payers' tables were imported.
    #[must_use]
    pub fn edits(&self) -> Option<&ArchivedEdits> {
        self.edits.as_ref().map(Mapped::get)
    }

    /// What it holds and where it comes from.
    #[must_use]
    pub fn info(&self) -> &Info {
        &self.info
    }

    /// The knowledge in the mapped file: nothing is copied.
    #[must_use]
    pub fn knowledge(&self) -> &ArchivedKnowledge {
        self.mapped.get()
    }

    /// A copy of the knowledge, from which an engine is compiled.
    ///
    /// # Errors
    /// [`BookError::Damaged`] if a part is larger than memory.
    pub fn to_knowledge(&self) -> Result<Knowledge, BookError> {
        rkyv::deserialize::<Knowledge, Error>(self.knowledge()).map_err(|_| self.unreadable())
    }

    /// The page of a code, if it has one. Only that page is copied.
    ///
    /// # Errors
    /// [`BookError::Damaged`] if it is larger than memory.
    pub fn page(&self, code: &str) -> Result<Option<Page>, BookError> {
        let pages = self.knowledge().pages.iter();
        pages
            .filter(|page| page.code.as_str() == code)
            .map(|page: &ArchivedPage| {
                rkyv::deserialize::<Page, Error>(page).map_err(|_| self.unreadable())
            })
            .next()
            .transpose()
    }

    fn unreadable(&self) -> BookError {
        BookError::Damaged {
            dir: self.info.dir.clone(),
            file: KNOWLEDGE.to_owned(),
            why: "cannot be taken into memory".to_owned(),
        }
    }
}

/// Reads the manifest of a book and looks whether its files are there with their sizes; does not read them.
///
/// # Errors
/// As [`Book::open`], without the checks of the files' content.
pub fn info(dir: &Path) -> Result<Info, BookError> {
    let manifest = Manifest::read(dir)?;
    for part in &manifest.contents {
        let part = manifest.part(dir, &part.name)?;
        match std::fs::metadata(dir.join(&part.file)) {
            Ok(about) if about.is_file() && about.len() == part.bytes => {}
            Ok(about) if about.is_file() => {
                return Err(BookError::WrongSize {
                    dir: dir.to_owned(),
                    file: part.file.clone(),
                    expected: part.bytes,
                    found: about.len(),
                });
            }
            _ => {
                return Err(BookError::FileMissing {
                    dir: dir.to_owned(),
                    file: part.file.clone(),
                });
            }
        }
    }
    Ok(Info {
        dir: dir.to_owned(),
        manifest,
    })
}

/// Checks a book from end to end: opens it, takes everything out of it, and holds the counts against the manifest.
///
/// # Errors
/// As [`Book::open`]; [`BookError::Damaged`] if it does not hold what its manifest says.
pub fn verify(dir: &Path) -> Result<Info, BookError> {
    let book = Book::open(dir)?;
    for part in &book.info.manifest.contents {
        let path = dir.join(&part.file);
        let mut hasher = blake3::Hasher::new();
        crate::error::tried("reading", &path, hasher.update_mmap(&path).map(|_| ()))?;
        if hasher.finalize().to_hex().as_str() != part.blake3 {
            return Err(BookError::Altered {
                dir: dir.to_owned(),
                file: part.file.clone(),
            });
        }
    }
    let part = book.info.manifest.part(dir, KNOWLEDGE)?;
    let holds = crate::build::counts(&book.to_knowledge()?);
    if holds != part.holds || holds.values().sum::<u64>() != part.rows {
        return Err(BookError::Damaged {
            dir: dir.to_owned(),
            file: part.file.clone(),
            why: "holds another number of entries than the manifest says".to_owned(),
        });
    }
    Ok(book.info)
}
