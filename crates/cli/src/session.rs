//! What every command shares: where the knowledge comes from and where the answer goes.

use crate::render::{Colour, Terminal};
use crate::source::Source;
use anyhow::Result;
use std::io::Write;
use std::path::PathBuf;

/// One run of the program.
pub struct Session {
    /// The folder given with `--book`.
    pub book: Option<PathBuf>,
    /// How standard output is to be written to.
    pub terminal: Terminal,
}

impl Session {
    /// A run with these global options.
    pub fn new(book: Option<PathBuf>, colour: Colour) -> Self {
        Self {
            book,
            terminal: Terminal::of_stdout(colour),
        }
    }

    /// The book to answer from.
    ///
    /// # Errors
    /// When it cannot be opened, with what to do about it.
    pub fn source(&self) -> Result<Source> {
        Source::open(self.book.as_deref())
    }

    /// Writes an answer to standard output.
    ///
    /// # Errors
    /// When it cannot be written, also when the reader has gone.
    pub fn print(&self, text: &str) -> Result<()> {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        Ok(out.flush()?)
    }

    /// Writes a value as indented JSON.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn print_json(&self, value: &impl serde::Serialize) -> Result<()> {
        self.print(&serde_json::to_string_pretty(value)?)
    }
}
