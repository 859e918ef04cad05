//! Batches that end where a claim ends.

use crate::columns::{Columns, Problem};
use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;

/// Rows of whole claims.
pub struct Rows {
    /// Rows of the table before these.
    pub before: u64,
    /// The rows.
    pub batch: RecordBatch,
    /// The same as columns of known types.
    pub columns: Columns,
}

impl Rows {
    fn of(batch: RecordBatch, before: u64) -> Result<Rows, Problem> {
        let columns = Columns::of(&batch, before)?;
        Ok(Rows {
            before,
            batch,
            columns,
        })
    }

    /// Some of them; nothing is copied.
    pub fn slice(&self, from: usize, to: usize) -> Rows {
        Rows {
            before: self.before + from as u64,
            batch: self.batch.slice(from, to - from),
            columns: self.columns.slice(from, to - from),
        }
    }

    /// The first row at a place or after it with which a claim begins; the end, if none does.
    pub fn begins_at(&self, place: usize) -> usize {
        match place {
            0 => 0,
            _ => self.begins(place),
        }
    }

    /// The first row at a place or after it, but after the first, with which a claim begins; the end, if none does.
    pub fn begins(&self, from: usize) -> usize {
        let claims = &self.columns.claims;
        (from.max(1)..self.columns.len())
            .find(|at| !claims.same(at - 1, *at))
            .unwrap_or(self.columns.len())
    }
}

/// Cuts batches so that no claim is in two of them. A claim that two batches share comes by itself.
pub struct Whole<I> {
    batches: I,
    /// Rows of a claim that may go on in the next batch.
    open: Option<Rows>,
    /// Rows that come next.
    next: Option<Rows>,
    before: u64,
}

impl<I: Iterator<Item = Result<RecordBatch, Problem>>> Whole<I> {
    /// Over batches, of which the first comes after so many rows.
    pub fn new(batches: I, before: u64) -> Whole<I> {
        Whole {
            batches,
            open: None,
            next: None,
            before,
        }
    }

    fn step(&mut self) -> Result<Option<Rows>, Problem> {
        loop {
            if let Some(next) = self.next.take() {
                // the last claim may go on
                let count = next.columns.len();
                let last = (1..count)
                    .rev()
                    .find(|at| !next.columns.claims.same(at - 1, *at))
                    .unwrap_or(0);
                self.open = Some(next.slice(last, count));
                if last > 0 {
                    return Ok(Some(next.slice(0, last)));
                }
            }
            let batch = match self.batches.next().transpose()? {
                Some(batch) if batch.num_rows() == 0 => continue,
                Some(batch) => batch,
                None => return Ok(self.open.take()),
            };
            let rows = Rows::of(batch, self.before)?;
            self.before += rows.columns.len() as u64;
            let Some(open) = self.open.take() else {
                self.next = Some(rows);
                continue;
            };
            // as many of the first rows as are of the claim that is open
            let head = rows.slice(0, rows.begins(0));
            let both = concat_batches(&open.batch.schema(), [&open.batch, &head.batch]);
            let both = Rows::of(both.map_err(crate::find::arrow)?, open.before)?;
            let count = both.begins(open.columns.len());
            let same = count > open.columns.len();
            if !same {
                self.next = Some(rows);
                return Ok(Some(open));
            }
            if head.columns.len() == rows.columns.len() {
                // all of the batch is of that claim, which may go on still
                self.open = Some(both);
                continue;
            }
            self.next = Some(rows.slice(head.columns.len(), rows.columns.len()));
            return Ok(Some(both));
        }
    }
}

impl<I: Iterator<Item = Result<RecordBatch, Problem>>> Iterator for Whole<I> {
    type Item = Result<Rows, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}
