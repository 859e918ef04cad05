//! Rows as a spreadsheet numbers them: its header is the first, and empty rows count.

use std::sync::{Arc, Mutex, PoisonError};

/// How the rows of a table that were read are numbered in its file. Parquet and Arrow have no header row and no empty rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Rows before the first of the data.
    header: u64,
    /// Numbers of the empty rows among those of the data, from 1, ascending.
    empty: Arc<Mutex<Vec<u64>>>,
}

impl Sheet {
    /// A text table.
    pub(crate) fn with_header() -> Sheet {
        Sheet {
            header: 1,
            ..Sheet::default()
        }
    }

    /// Takes note of an empty row, by its number among those of the data.
    pub(crate) fn is_empty(&self, row: u64) {
        let mut empty = self.empty.lock().unwrap_or_else(PoisonError::into_inner);
        empty.push(row);
    }

    /// The number in the file of a row, given by its number among the rows that are not empty, from 1.
    pub(crate) fn row(&self, kept: u64) -> u64 {
        let empty = self.empty.lock().unwrap_or_else(PoisonError::into_inner);
        let mut row = kept;
        for empty in empty.iter() {
            if *empty > row {
                break;
            }
            row += 1;
        }
        row + self.header
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(empty: &[u64], kept: u64, expected: u64) {
        let sheet = Sheet::with_header();
        empty.iter().for_each(|row| sheet.is_empty(*row));
        assert_eq!(sheet.row(kept), expected, "{empty:?} {kept}");
    }

    #[test]
    fn the_header_and_empty_rows_count() {
        check(&[], 1, 2);
        check(&[1, 2], 1, 4);
        check(&[2], 1, 2);
        check(&[2, 3, 5], 2, 5);
        check(&[2, 3, 5], 3, 7);
        assert_eq!(Sheet::default().row(3), 3);
    }
}
