//! Batches that end where a claim ends.

use crate::columns::{Claims, Columns, Problem};
use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;
use ligature_claim::MOST_LINES;

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
        let rows = Rows {
            before,
            batch,
            columns,
        };
        match rows.long() {
            Some(at) => Err(Problem::Long {
                column: Claims::column(&rows.batch),
                row: before + at as u64 + 1,
            }),
            None => Ok(rows),
        }
    }

    /// The row with which a claim of more lines than one may have begins.
    fn long(&self) -> Option<usize> {
        let (claims, end) = (&self.columns.claims, self.columns.len());
        // of rows half that distance from each other, two in a row are both of such a claim
        let half = MOST_LINES / 2;
        for at in (half..end).step_by(half).map(|to| to - half) {
            if !claims.same(at, at + half) {
                continue;
            }
            let first = (1..=at).rev().find(|at| !claims.same(at - 1, *at));
            let first = first.unwrap_or(0);
            if self.begins(first + 1) - first > MOST_LINES {
                return Some(first);
            }
        }
        None
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
    /// Over batches; the first one comes after this number of rows.
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
            let both = Rows::of(both.map_err(crate::found::arrow)?, open.before)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Array as _, ArrayRef, StringArray};
    use std::sync::Arc;

    /// Rows of batches, each a claim and how many rows it has there.
    fn batch(claims: &[(&str, usize)]) -> RecordBatch {
        let names = claims.iter().flat_map(|(name, count)| vec![*name; *count]);
        let names: StringArray = names.map(Some).collect();
        let same = |text| Arc::new(StringArray::from(vec![text; names.len()])) as ArrayRef;
        let columns = [
            ("date_of_service", same("2024-08-01")),
            ("code", same("44120")),
            ("id", Arc::new(names.clone()) as ArrayRef),
        ];
        RecordBatch::try_from_iter(columns).unwrap()
    }

    /// Claims come complete, in batches of so many rows; or the problem is reported.
    fn check(batches: &[&[(&str, usize)]], expected: Result<&[usize], &str>) {
        let batches = batches.iter().map(|claims| Ok(batch(claims)));
        let sizes: Result<Vec<usize>, Problem> = Whole::new(batches, 0)
            .map(|rows| rows.map(|rows| rows.columns.len()))
            .collect();
        match (sizes, expected) {
            (Ok(sizes), Ok(expected)) => assert_eq!(sizes, expected),
            (Err(problem), Err(says)) => assert!(problem.to_string().contains(says), "{problem}"),
            (sizes, expected) => panic!("{sizes:?}, not {expected:?}"),
        }
    }

    #[test]
    fn claims_come_whole() {
        check(&[&[("a", 2), ("b", 1)]], Ok(&[2, 1]));
        check(
            &[&[("a", 2), ("b", 1)], &[("b", 3), ("c", 1)]],
            Ok(&[2, 4, 1]),
        );
        check(&[&[("a", 1)], &[("a", 1)], &[("a", 1)]], Ok(&[3]));
        check(&[&[("a", 1)], &[("b", 1)], &[]], Ok(&[1, 1]));
    }

    #[test]
    fn a_claim_has_no_more_lines_than_one_may_have() {
        let says = "the claim that begins in row 4 has more than 999 lines: check that `id`";
        check(&[&[("a", 3), ("b", 999), ("c", 999)]], Ok(&[1002, 999]));
        check(&[&[("a", 3), ("b", 1000), ("c", 1)]], Err(says));
        check(&[&[("a", 3), ("b", 600)], &[("b", 400)]], Err(says));
        check(&[&[("a", 3), ("b", 600)], &[("b", 399)]], Ok(&[3, 999]));
        let ones: &[(&str, usize)] = &[("b", 1)];
        let all: Vec<_> = std::iter::once(&[("a", 3)][..])
            .chain(std::iter::repeat_n(ones, 1_000))
            .collect();
        check(&all, Err(says));
        check(&all[..1_000], Ok(&[3, 999]));
        // wherever it begins
        for before in 1..1_100 {
            let says = format!("in row {} has more", before + 1);
            check(
                &[&[
                    ("a", before.min(900)),
                    ("b", before - before.min(900)),
                    ("c", 1_000),
                ]],
                Err(&says),
            );
        }
    }
}
