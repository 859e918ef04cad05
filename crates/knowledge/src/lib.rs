//! What coders write: the lexicon, the decision tables, the policies, the pages, the examples; and reading them with
//! errors that point at the line.
//!
//! **The main decision: a value and a list of problems, never failure.** [`Loaded::from_dir`] always gives a
//! [`Knowledge`] and every problem found in it: syntax errors, unknown keys, names that do not exist, words that occur
//! twice. One wrong file, table or key is left out and reported, and the rest is read on, so an author sees all of
//! their mistakes at once and a server can keep answering from what is valid. Whoever must be strict asks whether any
//! [`Problem::is_error`].
//!
//! Places are found by keeping each TOML table with the byte spans that the parser gives in addition to the value read from
//! it by serde ([`model`](Knowledge) mirrors the files key by key). Checks name paths (`when`, `site`, second
//! element) and the table answers with the span.
//!
//! Rejected:
//! - *`Spanned<String>` in the model.* Every later crate, and the archived book, would carry offsets into files that
//!   are long gone.
//! - *Stopping at the first error.* serde does; so whatever it refuses is cut out of the tree and the table is read
//!   again, until it is taken.
//! - *A schema language and a generic validator.* The authors' questions are about references, not types.
//! - *Reading the folder at run time only.* The binary carries the files ([`embedded_files`]), so it works alone.

mod check;
mod claims;
mod draft;
mod files;
mod include;
mod item;
mod lint;
mod load;
mod model;
mod page;
mod problem;
mod read;
mod release;
mod remits;
mod source;
mod suggest;
mod support;
mod wording;

pub use claims::*;
pub use item::Item;
pub use lint::lint;
pub use load::Loaded;
pub use model::*;
pub use page::{FACTS, HEADINGS, NEEDED};
pub use problem::{Excerpt, Problem, Severity};
pub use release::Release;
pub use remits::{RemitCode, Remits};
pub use suggest::did_you_mean;
pub use wording::{Example, Meaning, Name, NamedRange, Passing, Query, Sign, WordClass};

use std::path::Path;

/// Reads a folder of the layout of `knowledge/`: what could be read, and everything wrong with it.
#[must_use]
pub fn load_dir(dir: &Path) -> (Knowledge, Vec<Problem>) {
    let loaded = Loaded::from_dir(dir);
    (loaded.knowledge, loaded.problems)
}

/// Reads the files that the binary carries.
#[must_use]
pub fn embedded() -> (Knowledge, Vec<Problem>) {
    let loaded = Loaded::embedded();
    (loaded.knowledge, loaded.problems)
}

/// The files that the binary carries: path (`knowledge/lexicon/…`) and text, in order.
#[must_use]
pub fn embedded_files() -> &'static [(&'static str, &'static str)] {
    files::EMBEDDED
}
