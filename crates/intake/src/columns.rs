//! Remarks on the columns of a table before its rows are read.

use crate::taken::Trouble;
use crate::unknown::{MOST, nearest, shown};
use ligature_tabular::{Header, known_columns};
use std::path::Path;

/// Remarks on a table's columns, in sentences without their full stops.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnRemarks {
    /// Columns of names that are not known; nothing if there are none.
    pub unknown: Option<String>,
    /// Columns that are not read because another one of the same meaning is.
    pub unread: Vec<String>,
}

impl ColumnRemarks {
    /// Of a file.
    ///
    /// # Errors
    /// If it cannot be read, or a column that is read is there twice.
    pub fn of(path: &Path) -> Result<ColumnRemarks, Trouble> {
        Ok(said(&Header::of(path)?))
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.unknown.iter().chain(&self.unread)
    }
}

fn said(header: &Header) -> ColumnRemarks {
    let known = known_columns();
    let words = header.unknown.iter().take(MOST).map(|column| {
        let meant = nearest(column, &known);
        let meant = meant.map_or_else(String::new, |n| format!(": did you mean `{n}`?"));
        format!("`{}`{meant}", shown(column))
    });
    let words: Vec<String> = words.collect();
    let unread = header.known_elsewhere.iter().map(|(column, read)| {
        format!("column `{column}` is not read, because `{read}` means the same and is")
    });
    ColumnRemarks {
        unknown: match (words.as_slice(), header.unknown.len()) {
            ([], _) => None,
            ([one], _) => Some(format!("unknown column {one}")),
            (all, n) if n > all.len() => Some(format!(
                "unknown columns: {}; and {} more",
                all.join("; "),
                n - all.len()
            )),
            (all, _) => Some(format!("unknown columns: {}", all.join("; "))),
        },
        unread: unread.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(unknown: &[&str], wanted: Option<&str>) {
        let header = Header {
            unknown: unknown.iter().map(|c| (*c).to_owned()).collect(),
            known_elsewhere: Vec::new(),
        };
        assert_eq!(said(&header).unknown.as_deref(), wanted);
    }

    #[test]
    fn unknown_columns_are_named_with_the_nearest_known() {
        check(&[], None);
        check(
            &["unit"],
            Some("unknown column `unit`: did you mean `units`?"),
        );
        check(
            &["Unit", "colour"],
            Some("unknown columns: `Unit`: did you mean `units`?; `colour`"),
        );
    }
}
