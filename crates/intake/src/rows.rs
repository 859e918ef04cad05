//! Claims of a table of lines.

use crate::mend::corrected;
use crate::taken::{Taken, Trouble};
use ligature_tabular::{ClaimRows, Problem};
use std::path::Path;

/// Claims with the rows at which they begin.
type Batch = Vec<ClaimRows>;

/// A table being read. What is wrong in it ends the reading.
pub(crate) struct Rows {
    batches: Box<dyn Iterator<Item = Result<Batch, Problem>> + Send>,
    ready: std::vec::IntoIter<ClaimRows>,
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
        let taken = some.map(|mut read| {
            let mut remarks = corrected(&mut read.claim);
            if read.month_first {
                remarks.push(
                    "dates with slashes are read month first, as in the United States".to_owned(),
                );
            }
            Taken {
                remarks,
                ..Taken::plain(format!("{name}, row {}", read.row), Ok(read.claim))
            }
        });
        Some(Ok(taken.collect()))
    }
}
