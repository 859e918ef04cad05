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
    /// Something is wrong in a table of lines. A table is right as a whole or not.
    #[error(transparent)]
    Table(#[from] ligature_tabular::Problem),
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
