//! Which book is used: the one that was named, else the one of the user's data folder, built there on first need.

mod place;

use crate::book::Book;
use crate::build::{Origin, build_from};
use crate::error::BookError;
use ligature_knowledge::{Knowledge, Page, Problem, embedded};
use place::Place;
pub(crate) use place::Surroundings;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The knowledge to work with, and what the user should know about how it was found.
#[derive(Debug)]
pub struct Located {
    /// Where the knowledge is.
    pub held: Held,
    /// Sentences for the user: a book that was repaired, a folder that could not be written.
    pub remarks: Vec<String>,
}

/// Where the knowledge is.
#[derive(Debug)]
pub enum Held {
    /// In a mapped book.
    Book(Arc<Book>),
    /// In memory: the built-in knowledge, because no book could be written.
    Memory(Box<Knowledge>),
}

impl Located {
    /// The book, unless the knowledge is in memory.
    #[must_use]
    pub fn book(&self) -> Option<&Arc<Book>> {
        match &self.held {
            Held::Book(book) => Some(book),
            Held::Memory(_) => None,
        }
    }

    /// A copy of the knowledge, from which an engine is compiled.
    ///
    /// # Errors
    /// As [`Book::to_knowledge`].
    pub fn to_knowledge(&self) -> Result<Knowledge, BookError> {
        match &self.held {
            Held::Book(book) => book.to_knowledge(),
            Held::Memory(knowledge) => Ok((**knowledge).clone()),
        }
    }

    /// The page of a code, if it has one.
    ///
    /// # Errors
    /// As [`Book::page`].
    pub fn page(&self, code: &str) -> Result<Option<Page>, BookError> {
        match &self.held {
            Held::Book(book) => book.page(code),
            Held::Memory(knowledge) => Ok(knowledge
                .pages
                .iter()
                .find(|page| page.code == code)
                .cloned()),
        }
    }
}

/// Finds the book: `explicit` (from `--book DIR`), else the folder named by the environment variable `LIGATURE_BOOK`,
/// else the user's data folder (`$XDG_DATA_HOME` or `~/.local/share`, there `ligature/book-…`). A book that was named
/// must be there and whole. The one in the data folder is built from the knowledge that the binary carries when it is
/// not there or not whole; several processes may do so at once. Where nothing can be written, that knowledge is used
/// in memory, and a remark says so.
///
/// # Errors
/// As [`Book::open`], for a book that was named.
pub fn locate(explicit: Option<&Path>) -> Result<Located, BookError> {
    locate_in(explicit, &Surroundings::of_process())
}

pub(crate) fn locate_in(
    explicit: Option<&Path>,
    around: &Surroundings,
) -> Result<Located, BookError> {
    if let Some(dir) = explicit.or(around.ligature_book.as_deref()) {
        return Ok(Located {
            held: Held::Book(Arc::new(Book::open(dir)?)),
            remarks: Vec::new(),
        });
    }
    let origin = Origin::embedded();
    let Place { dir, remark } = around.place(&origin.checksum);
    let mut remarks: Vec<String> = remark.into_iter().collect();
    let Some(dir) = dir else {
        return Ok(in_memory(remarks));
    };
    match open_or_build(&dir, &origin, &mut remarks) {
        Ok(book) => Ok(Located {
            held: Held::Book(Arc::new(book)),
            remarks,
        }),
        Err(error) => {
            remarks.push(format!(
                "the built-in knowledge is used in memory, because no book could be kept: {error}"
            ));
            Ok(in_memory(remarks))
        }
    }
}

fn in_memory(mut remarks: Vec<String>) -> Located {
    let (knowledge, problems) = embedded();
    remarks.extend(problem_remark(&problems));
    Located {
        held: Held::Memory(Box::new(knowledge)),
        remarks,
    }
}

fn open_or_build(
    dir: &Path,
    origin: &Origin,
    remarks: &mut Vec<String>,
) -> Result<Book, BookError> {
    const ATTEMPTS: usize = 3; // Another process may be mending the same book.
    let mut attempt = 0;
    loop {
        let error = match Book::open(dir) {
            Err(error) if !matches!(error, BookError::Io { .. }) && attempt < ATTEMPTS => error,
            other => return other,
        };
        attempt += 1;
        if dir.exists() {
            // Looked at once more: another process may have put its book there in between.
            match Book::open(dir) {
                Ok(book) => return Ok(book),
                Err(_) => remove(dir)?,
            }
            remarks.push(format!(
                "the book was built again, because it was not whole: {error}"
            ));
        }
        let (knowledge, problems) = embedded();
        remarks.extend(problem_remark(&problems));
        match build_from(&knowledge, origin, dir) {
            // If it is taken, another process was faster: its book is the same.
            Ok(_) | Err(BookError::Taken { .. }) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Moves a damaged book away in one step, so that no process sees half of it.
fn remove(dir: &Path) -> Result<(), BookError> {
    let parent: PathBuf = dir
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_owned);
    let aside = crate::temporary::TemporaryFolder::new(&parent)?;
    match fs::rename(dir, aside.path.join("damaged")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(BookError::Io {
            doing: "removing the damaged book",
            path: dir.to_owned(),
            source: error,
        }),
        _ => Ok(()),
    }
}

/// A remark if the built-in knowledge has errors (it is released without any).
fn problem_remark(problems: &[Problem]) -> Option<String> {
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    (errors > 0).then(|| {
        format!("the built-in knowledge has {errors} errors; `ligature knowledge check` shows them")
    })
}
