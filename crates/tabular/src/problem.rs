//! What is wrong with a table, in words and with its place; never with the value there.

use crate::sheet::Sheet;
use ligature_claim::MOST_LINES;

/// Why a table cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A column is missing.
    #[error("the table has no column `{wanted}` (or {also}); {has}")]
    Missing {
        /// Its name.
        wanted: &'static str,
        /// Other names that are taken.
        also: String,
        /// What there is, in words.
        has: String,
    },
    /// A column that is read occurs more than once.
    #[error("column `{column}` occurs twice: it is not certain which one to use")]
    Twice {
        /// The column.
        column: String,
    },
    /// There are too many columns.
    #[error("the table has more than {most} columns: check that its first row names them")]
    Wide {
        /// The most that are read.
        most: usize,
    },
    /// The first line is too long.
    #[error("the first line is longer than {most} bytes: it does not name the columns of a table")]
    LongHeader {
        /// The most bytes that are read.
        most: usize,
    },
    /// A column has another type.
    #[error("column `{column}` holds {found}, which cannot be read as {wanted}")]
    Type {
        /// The column.
        column: String,
        /// Its type.
        found: String,
        /// What is needed.
        wanted: &'static str,
    },
    /// A value that is needed is empty.
    #[error("column `{column}` is empty in row {row}")]
    Empty {
        /// The column.
        column: &'static str,
        /// Row of the table, from 1; of a text table as a spreadsheet numbers it.
        row: u64,
    },
    /// A value is not what the column holds.
    #[error("column `{column}` in row {row}: expected {wanted}")]
    Value {
        /// The column.
        column: String,
        /// Row of the table, from 1; of a text table as a spreadsheet numbers it.
        row: u64,
        /// What is needed.
        wanted: &'static str,
    },
    /// Rows of one claim are not together.
    #[error(
        "the rows of a claim are not together (row {row}): sort the table by claim, or its lines would be checked separately"
    )]
    Apart {
        /// Row of the table, from 1; of a text table as a spreadsheet numbers it.
        row: u64,
    },
    /// A claim has more lines than one may have: the column is not that of its number.
    #[error(
        "the claim that begins in row {row} has more than {MOST_LINES} lines: check that `{column}` is the number of the claim"
    )]
    Long {
        /// The column of claims.
        column: String,
        /// Row of the table, from 1; of a text table as a spreadsheet numbers it.
        row: u64,
    },
    /// A file cannot be read or written.
    #[error("{doing} {file}: {why}")]
    File {
        /// What was tried.
        doing: &'static str,
        /// The file.
        file: String,
        /// What the system says.
        why: String,
    },
}

impl Problem {
    /// The same with its row as the file numbers it.
    pub(crate) fn of_sheet(mut self, sheet: &Sheet) -> Problem {
        match &mut self {
            Problem::Empty { row, .. }
            | Problem::Value { row, .. }
            | Problem::Apart { row }
            | Problem::Long { row, .. } => *row = sheet.row(*row),
            _ => {}
        }
        self
    }

    /// A column is missing. Names the columns that there are, known ones first; the others are counted.
    pub(crate) fn missing(names: &'static [&'static str], known: &[&str], of: usize) -> Problem {
        let (wanted, also) = names.split_first().unwrap_or((&"", &[]));
        let others = of - known.len();
        let known = known.join(", ");
        Problem::Missing {
            wanted,
            also: also.join(", "),
            has: match others {
                0 => format!("its columns are {known}"),
                _ if known.is_empty() => format!(
                    "none of its {of} columns has a name that is known: does its first row name the columns?"
                ),
                _ => format!("its columns are {known}, and others ({others})"),
            },
        }
    }
}
