//! From columns of lines to columns of findings.

use crate::columns::{Columns, Problem};
use crate::found::{Found, findings_schema};
use crate::lines::{Lines, Words};
use crate::tally::Counts;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use ligature_claim::Rules;
use ligature_claim::check::{Core, CoreLine};
use ligature_edits::{Setting, Tables};
use rayon::prelude::*;
use std::ops::Range;

/// Lines of one task, at least; of few lines less, so that each processor has [`PARTS`].
const CHUNK: usize = 16_384;

/// The least number of tasks of a processor, where there are enough lines.
const PARTS: usize = 4;

/// Lines that are read and checked together, at least: they stay in a processor's nearest cache.
const TOGETHER: usize = 1024;

/// Checks batches of lines over the tables of a book.
#[derive(Clone)]
pub struct Checker<'a> {
    tables: Tables<'a>,
    rules: &'a Rules,
    setting: Setting,
}

impl<'a> Checker<'a> {
    /// Over tables and rules, for claims of a setting.
    #[must_use]
    pub fn new(tables: Tables<'a>, rules: &'a Rules, setting: Setting) -> Checker<'a> {
        Checker {
            tables,
            rules,
            setting,
        }
    }

    /// Whose claims they are.
    #[must_use]
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// Checks lines, the rows of a claim together. The findings are in the order of the lines, in one batch or several; a
    /// layer without a table for the day gives a row `no_data` for the claim.
    ///
    /// # Errors
    /// [`Problem`], if columns cannot be read.
    pub fn check(
        &self,
        batch: &RecordBatch,
        row: u64,
    ) -> Result<(Vec<RecordBatch>, Counts), Problem> {
        self.look(&Columns::of(batch, row)?, &mut Words::default())
    }

    pub(crate) fn look(
        &self,
        columns: &Columns,
        words: &mut Words,
    ) -> Result<(Vec<RecordBatch>, Counts), Problem> {
        let schema = findings_schema(columns.claims.array().data_type());
        words.read(columns, &self.tables);
        let words = &*words;
        let least = columns.len() / (PARTS * rayon::current_num_threads());
        let rows = 0..columns.len();
        let mut parts: Vec<Range<usize>> = columns
            .claims
            .stretches(rows, least.clamp(TOGETHER, CHUNK))
            .collect();
        // a table without rows has findings without rows
        if parts.is_empty() {
            parts.push(0..0);
        }
        let done: Vec<(RecordBatch, Counts)> = parts
            .into_par_iter()
            .map(|rows| self.part(columns, words, rows, &schema))
            .collect::<Result<_, Problem>>()?;
        let mut counts = Counts::default();
        let found = done.into_iter().map(|(found, some)| {
            counts.add(some);
            found
        });
        Ok((found.collect(), counts))
    }

    fn part(
        &self,
        columns: &Columns,
        words: &Words,
        rows: Range<usize>,
        schema: &SchemaRef,
    ) -> Result<(RecordBatch, Counts), Problem> {
        let mut core = Core::new(self.tables, self.rules, self.setting);
        let mut found = Found::new(self.tables, columns);
        let mut counts = Counts::default();
        let (mut all, mut ends) = (Lines::default(), Vec::new());
        for rows in columns.claims.stretches(rows, TOGETHER) {
            let from = rows.start;
            columns.claims.ends(rows.clone(), &mut ends);
            all.read(columns, words, &self.tables, rows);
            counts.claims += ends.len() as u64;
            counts.lines += all.lines.len() as u64;
            let check = |core: &mut Core<'_>, found: &mut Found<'_>, first, ends: &[usize]| {
                let lines = all.lines.get(first..).unwrap_or_default();
                core.check_all(lines, ends, |claim, hit| {
                    let of = lines.get(claim..).unwrap_or_default();
                    found.hit(from + first + claim, of, &hit);
                });
            };
            if core.same_releases(&all.lines) && all.shapeless.is_empty() {
                check(&mut core, &mut found, 0, &ends);
                continue;
            }
            // missing tables of a claim come before its findings
            let mut shapeless = all.shapeless.iter().copied().peekable();
            let mut first = 0;
            for end in ends.iter().copied() {
                let claim = all.lines.get(first..end).unwrap_or_default();
                for lacks in lacking(&mut core, claim) {
                    found.no_data(from + first, lacks);
                }
                while let Some(place) = shapeless.next_if(|place| *place < end) {
                    found.no_code(from + first, place - first);
                }
                check(&mut core, &mut found, first, &[end - first]);
                first = end;
            }
        }
        let found = found.finish(schema, &mut counts)?;
        Ok((found, counts))
    }
}

/// For each day of a claim that lacks a table, which it lacks: pairs, add-ons, limits.
fn lacking(core: &mut Core<'_>, claim: &[CoreLine]) -> Vec<[bool; 3]> {
    let mut day = None;
    let days = claim.iter().filter(|l| day.replace(l.day) != Some(l.day));
    let lacks = days.map(|line| core.lacks(line.day));
    lacks.filter(|lacks| *lacks != [false; 3]).collect()
}
