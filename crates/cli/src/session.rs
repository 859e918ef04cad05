//! What every command shares: the gate it asks, and where the answer goes.

use anyhow::Result;
use ligature_assembly::{Located, locate};
use ligature_terminal::{Colour, Out};
use ligature_tools::{Ask, Context, Gate, Opened, Refusal};
use std::path::{Path, PathBuf};

/// One run of the program.
pub struct Session {
    /// The folder given with `--book`.
    pub book: Option<PathBuf>,
    /// Where answers are printed, and in which layout.
    pub out: Out,
    /// Fields that are not known are refused.
    strict: bool,
}

impl Session {
    /// A run with these global options.
    pub fn new(book: Option<PathBuf>, colour: Colour, strict: bool) -> Self {
        Self {
            book,
            out: Out::new(colour),
            strict,
        }
    }

    /// Writes an answer to standard output, for callers that know errors of input and output alone.
    ///
    /// # Errors
    /// When it cannot be written, also when the reader has gone.
    pub fn write(&self, text: &str) -> std::io::Result<()> {
        self.out.print(text).map_err(|error| {
            let kind = error
                .downcast_ref::<std::io::Error>()
                .map(std::io::Error::kind);
            std::io::Error::new(kind.unwrap_or(std::io::ErrorKind::Other), error)
        })
    }

    /// The gate over the book to answer from. Remarks on the book go to standard error.
    ///
    /// # Errors
    /// When it cannot be opened, with what to do about it.
    pub fn gate(&self) -> Result<Gate> {
        Ok(self.opened(Gate::open(self.book.as_deref())?))
    }

    /// The book itself, to inspect or rebuild it.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn located(&self) -> Result<Located> {
        let located = locate(self.book.as_deref())?;
        for remark in &located.remarks {
            self.out.remark(remark);
        }
        Ok(located)
    }

    /// The gate over two books, the newer and an older one.
    ///
    /// # Errors
    /// When one of them cannot be opened.
    pub fn gate_with_older(&self, newer: &Path, older: &Path) -> Result<Gate> {
        Ok(self.opened(Gate::open_beside(newer, older)?))
    }

    fn opened(&self, opened: Opened) -> Gate {
        for remark in &opened.remarks {
            self.out.remark(remark);
        }
        opened.gate
    }

    /// Who calls: the operator of this machine.
    pub fn context(&self) -> Context {
        Context::operator().strict(self.strict)
    }

    /// Calls the gate. Remarks on the request go to standard error.
    ///
    /// # Errors
    /// The refusal, in the words that every door uses.
    pub fn ask<Q: Ask>(&self, gate: &Gate, request: &Q) -> Result<Q::Answer, Refusal> {
        let reply = gate.ask_now(&self.context(), request)?;
        for sentence in &reply.noticed {
            self.out.remark(sentence);
        }
        Ok(reply.answer)
    }
}
