//! Writing to standard output and standard error.

use crate::style::{Colour, Terminal};
use anyhow::Result;
use std::io::Write as _;

/// Where the answers of a program go.
#[derive(Debug, Clone, Copy)]
pub struct Out {
    /// Width and colours of standard output.
    pub terminal: Terminal,
}

impl Out {
    /// Standard output, coloured as chosen.
    #[must_use]
    pub fn new(colour: Colour) -> Self {
        Self {
            terminal: Terminal::of_stdout(colour),
        }
    }

    /// Writes an answer to standard output; a last line that is not ended is ended.
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

    /// Prints on standard error what the reader should know in addition to the answer.
    pub fn remark(&self, text: &str) {
        eprintln!("ligature: {text}");
    }
}
