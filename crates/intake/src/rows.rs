//! Claims of a table of lines.

use crate::mend::mended;
use crate::taken::{Taken, Trouble};
use ligature_claim::Claim;
use ligature_tabular::Problem;
use std::path::Path;

/// Claims, each with the row at which it begins (from 1).
type Batch = Vec<(u64, Claim)>;

/// A table being read. What is wrong in it ends the reading.
pub(crate) struct Rows {
    batches: Box<dyn Iterator<Item = Result<Batch, Problem>> + Send>,
    ready: std::vec::IntoIter<(u64, Claim)>,
}

impl Rows {
    /// Opens a table.
    pub(crate) fn open(path: &Path) -> Result<Rows, Trouble> {
        Ok(Rows {
            batches: Box::new(ligature_tabular::claims(path)?),
            ready: Vec::new().into_iter(),
        })
    }

    /// The next claims, at most so many.
    pub(crate) fn next(&mut self, name: &str, batch: usize) -> Option<Result<Vec<Taken>, Trouble>> {
        while self.ready.len() == 0 {
            match self.batches.next()? {
                Ok(claims) => self.ready = claims.into_iter(),
                Err(problem) => return Some(Err(Trouble::from(problem).of(name))),
            }
        }
        let some = self.ready.by_ref().take(batch);
        let taken = some.map(|(row, mut claim)| Taken {
            remarks: mended(&mut claim),
            ..Taken::plain(format!("{name}, row {row}"), Ok(claim))
        });
        Some(Ok(taken.collect()))
    }
}
