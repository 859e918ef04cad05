//! Publishers' files and authored knowledge become a book.
//!
//! **The main decision: everything is read before anything is written.** An [`Assembly`] holds what was read, and a report
//! of it for people; [`Assembly::write`] keeps copies of the files next to the book, builds the new book next to the old one
//! and exchanges them in one step. Until then the old book answers as before. Imported files are kept under the checksum of their
//! content, so that a book is always made from all of its files, never by changing the one that is there.
//!
//! The releases that can be fetched are data of the authors ([`releases`]): what comes is looked at before it has a name
//! that an assembly would take.
//!
//! Options are plain types and results are values with a text, so that any program can make a book. Errors are
//! sentences for a person ([`anyhow`]): no code depends on their kind. Only a bar on a terminal is shown from here.
//!
//! Rejected:
//! - *Adding rows to a book in place.* Two orders of the same imports would give two different books.
//! - *Keeping only what was read.* A better reader could then not read the files again that were imported last year.
//! - *Making the documents of the search index where they are searched.* What a code can be found by is decided once, when
//!   the book is made.

mod assembly;
mod authored;
pub mod authors;
mod build;
mod docs;
mod keep;
mod licence;
mod material;
pub mod releases;
mod report;
mod shape;

pub use assembly::{Assembly, holdings};
pub use docs::docs;
pub use licence::{Attested, Licences};
pub use ligature_book::{Book, BookError, Held, Info, Located, info, is_book, locate, verify};
pub use ligature_knowledge::{Loaded, Release};
pub use shape::unknown_layouts;
