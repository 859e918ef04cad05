//! What is wrong with an authored file: where, what, and what to do about it.

use serde::Serialize;
use std::fmt;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The file says something that cannot be meant; answers may be wrong.
    Error,
    /// Works, but something in it has no effect.
    Warning,
    /// Worth knowing, nothing to mend.
    Info,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        })
    }
}

/// The line of a file that a problem is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Excerpt {
    /// The line, or the part of a long line around the place.
    pub text: String,
    /// Characters before the marked words.
    pub start: usize,
    /// Characters marked; at least one.
    pub width: usize,
}

/// A problem in an authored file. Printed as `file:line:column: error: …` with the line and a mark under the words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The file, as it was named to the loader; for a whole that has no file (see [`crate::lint`]) what it is about.
    pub file: String,
    /// Line, counted from 1; 0 when the problem has no place in the file.
    pub line: usize,
    /// Column in characters, counted from 1; 0 when the problem has no place in the file.
    pub column: usize,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in a sentence without its full stop.
    pub message: String,
    /// What to do about it, such as "did you mean `jejunum`?".
    pub help: Option<String>,
    /// The line it is about.
    pub excerpt: Option<Excerpt>,
}

impl Problem {
    /// A problem of a whole file or folder.
    #[must_use]
    pub fn of_file(
        file: impl Into<String>,
        severity: Severity,
        message: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            line: 0,
            column: 0,
            severity,
            message: message.into(),
            help: None,
            excerpt: None,
        }
    }

    /// The same problem with a word of help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether the file must be corrected.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        write!(f, ": {}: {}", self.severity, self.message)?;
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        if let Some(excerpt) = &self.excerpt {
            // Tabs are kept in front of the mark, so that it is under its words however wide a tab is shown.
            let before: String = excerpt
                .text
                .chars()
                .take(excerpt.start)
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            let mark = "^".repeat(excerpt.width.max(1));
            write!(
                f,
                "\n {number} | {}\n {margin} | {before}{mark}",
                excerpt.text
            )?;
            if let Some(help) = &self.help {
                write!(f, " {help}")?;
            }
        } else if let Some(help) = &self.help {
            write!(f, "\n {margin} = {help}")?;
        }
        Ok(())
    }
}
