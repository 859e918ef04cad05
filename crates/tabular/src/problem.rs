//! What is wrong with a table, in words and with its place; never with what stands there.

/// Why a table cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A column is missing.
    #[error("the table has no column `{wanted}` (or {also}); its columns are {has}")]
    Missing {
        /// Its name.
        wanted: &'static str,
        /// Other names that are taken.
        also: String,
        /// What there is.
        has: String,
    },
    /// A column has another type.
    #[error("column `{column}` holds {found}, which cannot be read as {wanted}: {why}")]
    Type {
        /// The column.
        column: String,
        /// Its type.
        found: String,
        /// What is needed.
        wanted: &'static str,
        /// What the conversion says, with the row.
        why: String,
    },
    /// A value that is needed is empty.
    #[error("column `{column}` is empty in row {row}")]
    Empty {
        /// The column.
        column: &'static str,
        /// Row of the table, from 1.
        row: u64,
    },
    /// A value is not what the column holds.
    #[error("column `{column}` in row {row}: {wanted} is wanted")]
    Value {
        /// The column.
        column: &'static str,
        /// Row of the table, from 1.
        row: u64,
        /// What is needed.
        wanted: &'static str,
    },
    /// Rows of one claim stand apart.
    #[error(
        "the rows of a claim do not stand together (row {row}): sort the table by claim, or its lines would be checked apart"
    )]
    Apart {
        /// Row of the table, from 1.
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
