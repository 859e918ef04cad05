//! The names of a table's columns: which are read, and which are not.

use crate::columns::Problem;
use crate::named;
use crate::names;
use crate::read::Input;
use std::collections::BTreeSet;
use std::path::Path;

/// What the header of a table says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Columns of names that are not known.
    pub unknown: Vec<String>,
    /// Columns that are not read because another one of the same meaning is, with the name of that one.
    pub known_elsewhere: Vec<(String, String)>,
}

/// All names under which a column is read.
#[must_use]
pub fn known_columns() -> BTreeSet<&'static str> {
    groups().flatten().copied().collect()
}

/// Names of one meaning, the first preferred.
fn groups() -> impl Iterator<Item = &'static [&'static str]> {
    names::of_lines().chain(names::meanings())
}

impl Header {
    /// The header of a file.
    ///
    /// # Errors
    /// If the file cannot be read, or a column that is read occurs twice.
    pub fn of(path: &Path) -> Result<Header, Problem> {
        let input = Input::open(path, 0)?;
        let columns = input.schema.fields().iter();
        let columns: Vec<&str> = columns.map(|f| f.name().as_str()).collect();
        // before any name is repeated: without a header, names are values
        named::complete(&columns)?;
        Header::read(&columns)
    }

    fn read(columns: &[&str]) -> Result<Header, Problem> {
        let mut header = Header::default();
        for names in groups() {
            let of_name = |name: &&str| {
                let same = columns.iter().filter(|c| c.eq_ignore_ascii_case(name));
                same.copied().collect::<Vec<&str>>()
            };
            let there: Vec<Vec<&str>> = names.iter().map(of_name).collect();
            if let Some(twice) = there.iter().find(|same| same.len() > 1) {
                return Err(Problem::Twice {
                    column: twice[0].to_owned(),
                });
            }
            let mut there = there.into_iter().flatten();
            if let Some(read) = there.next() {
                let others = there.map(|other| (other.to_owned(), read.to_owned()));
                header.known_elsewhere.extend(others);
            }
        }
        let known = known_columns();
        let is_known = |column: &str| known.iter().any(|k| k.eq_ignore_ascii_case(column));
        let unknown = columns.iter().filter(|column| !is_known(column));
        header.unknown = unknown.map(|column| (*column).to_owned()).collect();
        Ok(header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: &[&str], unknown: &[&str], known_elsewhere: &[(&str, &str)]) {
        let header = Header::read(columns).unwrap();
        assert_eq!(header.unknown, unknown);
        let known_elsewhere = known_elsewhere
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        assert_eq!(header.known_elsewhere, known_elsewhere.collect::<Vec<_>>());
    }

    #[test]
    fn columns_that_are_not_read_are_named() {
        check(&["claim", "code", "date_of_service"], &[], &[]);
        check(&["Claim", "CODE", "dos", "unit"], &["unit"], &[]);
        check(
            &["claim", "hcpcs", "code", "dos", "mod1", "modifier_1"],
            &[],
            &[("hcpcs", "code"), ("mod1", "modifier_1")],
        );
        check(&["claim", "place", "npi", "", "x"], &["", "x"], &[]);
    }

    #[test]
    fn a_column_that_occurs_twice_is_refused() {
        for columns in [["claim", "code", "code"], ["claim", "Code", "code"]] {
            let problem = Header::read(&columns).unwrap_err().to_string();
            assert!(problem.contains("occurs twice"), "{problem}");
        }
        assert!(Header::read(&["x", "x", "claim"]).is_ok());
    }
}
