//! The knowledge that a run answers from.

use anyhow::Result;
use ligature_book::{Located, locate};
use ligature_coding::Engine;
use ligature_knowledge::{Knowledge, Page};
use ligature_note::Reader;
use ligature_tools::Library;
use std::path::Path;
use std::sync::Arc;

/// A located book.
pub struct Source {
    located: Located,
}

impl Source {
    /// Finds the book: the one named, else the one of LIGATURE_BOOK, else that of the user's data folder, which is built
    /// when it is not there. What the user should know about that is said on standard error.
    ///
    /// # Errors
    /// When a book that was named is not there or not whole.
    pub fn open(named: Option<&Path>) -> Result<Self> {
        let located = locate(named)?;
        for remark in &located.remarks {
            eprintln!("ligature: {remark}");
        }
        Ok(Self { located })
    }

    /// Everything in it.
    ///
    /// # Errors
    /// When it cannot be taken into memory.
    pub fn knowledge(&self) -> Result<Knowledge> {
        Ok(self.located.to_knowledge()?)
    }

    /// The page of a code. Only that page is read.
    ///
    /// # Errors
    /// When it cannot be taken into memory.
    pub fn page(&self, code: &str) -> Result<Option<Page>> {
        Ok(self.located.page(code)?)
    }

    /// What reads notes and what codes them, over it.
    ///
    /// # Errors
    /// When it cannot be taken into memory.
    pub fn engine(&self) -> Result<(Reader, Engine)> {
        let knowledge = self.knowledge()?;
        Ok((Reader::new(&knowledge.lexicon), Engine::new(&knowledge)))
    }

    /// The tools over it.
    ///
    /// # Errors
    /// When it cannot be taken into memory.
    pub fn library(&self) -> Result<Library> {
        let knowledge = Arc::new(self.knowledge()?);
        Ok(Library::new(self.located.book().cloned(), knowledge))
    }

    /// The folder of the book, unless the knowledge is in memory only.
    pub fn dir(&self) -> Option<&Path> {
        self.located.book().map(|book| book.info().dir.as_path())
    }

    /// The release in a few characters.
    pub fn release(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        match self.located.book() {
            Some(book) => {
                let manifest = &book.info().manifest;
                let checksum = &manifest.created_from.checksum;
                format!(
                    "{} ({})",
                    manifest.ligature,
                    checksum.get(..12).unwrap_or(checksum)
                )
            }
            None => format!("{version} (in memory)"),
        }
    }
}
