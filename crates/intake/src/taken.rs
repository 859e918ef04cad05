//! What is read: claims with their places, or why a file cannot be read.

use ligature_claim::Claim;
use ligature_tabular::Problem;
use std::io;

/// What was read at one place.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Where: `claims.jsonl, line 3`.
    pub at: String,
    /// The claim, or why there is none.
    pub claim: Result<Claim, String>,
    /// Fields of the claim that are not known, in a sentence; nothing if there are none.
    pub unknown: Option<String>,
    /// Remarks on the place.
    pub remarks: Vec<String>,
    /// A service of the claim could not be read: an answer is only of the others. The remarks say which.
    pub lost: bool,
    /// Of an 837P, the submitter's own number of each line (REF*6R), in the order of the lines; empty where a line has none.
    /// Empty for other formats.
    pub controls: Vec<String>,
}

impl Taken {
    /// A claim, or why there is none, with nothing else to say.
    pub(crate) fn plain(at: String, claim: Result<Claim, String>) -> Taken {
        Taken {
            at,
            claim,
            unknown: None,
            remarks: Vec::new(),
            lost: false,
            controls: Vec::new(),
        }
    }
}

/// Why an input cannot be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It cannot be opened, or breaks off.
    #[error("{name} cannot be read")]
    Unread {
        /// The name of the input.
        name: String,
        /// What the system says.
        source: io::Error,
    },
    /// There is nothing in it.
    #[error("{0} is empty: no claim was read")]
    Empty(String),
    /// It is nothing that claims come in.
    #[error(
        "{0} holds no claims that can be read: it is no 837P (which begins with ISA), no table (whose first row names its columns), and no JSON. Lines such as 44120 x 2 are typed on the page of claims"
    )]
    NotClaims(String),
    /// Something is wrong in a table of lines. A table is right as a whole or not.
    #[error(transparent)]
    Table(#[from] ligature_tabular::Problem),
    /// The same, of a table of this name.
    #[error("{name}: {problem}")]
    OfTable {
        /// The name of the input.
        name: String,
        /// What is wrong.
        problem: Problem,
    },
}

impl Trouble {
    /// The same with the name of the input in the place of that of the file that it was copied into.
    pub(crate) fn of(self, name: &str) -> Trouble {
        match self {
            Trouble::Table(Problem::File { doing, why, .. }) => Trouble::Table(Problem::File {
                doing,
                file: name.to_owned(),
                why,
            }),
            Trouble::Table(problem) => Trouble::OfTable {
                name: name.to_owned(),
                problem,
            },
            other => other,
        }
    }

    /// For errors of an input of this name.
    pub(crate) fn unread(name: &str) -> impl Fn(io::Error) -> Trouble + '_ {
        |source| Trouble::Unread {
            name: name.to_owned(),
            source,
        }
    }
}
