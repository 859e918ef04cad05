//! From columns of lines to columns of findings.

use crate::columns::{Columns, Problem};
use crate::lines::{Lines, Words};
use crate::tally::{ADDON, BUNDLING, Counts, LAYERS, OUTCOMES, UNITS, VALIDITY, place};
use arrow_array::builder::{PrimitiveBuilder, StringBuilder};
use arrow_array::types::{Int8Type, UInt32Type, UInt64Type};
use arrow_array::{ArrayRef, DictionaryArray, Int8Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use arrow_select::take::take;
use ligature_claim::check::{Core, CoreLine, Hit};
use ligature_claim::{Outcome, Rules};
use ligature_edits::{PairFilter, Setting, Tables};
use rayon::prelude::*;
use std::sync::{Arc, LazyLock, OnceLock};

/// Lines of one task, at least.
const CHUNK: usize = 16_384;

/// Lines that are checked together, at least.
const TOGETHER: usize = 1024;

/// The columns of findings. `claim` has the type that the lines give it.
#[must_use]
pub fn findings_schema(claim: &DataType) -> SchemaRef {
    let word = || DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
    Arc::new(Schema::new(vec![
        Field::new("claim", claim.clone(), false),
        Field::new("line", DataType::UInt32, false),
        Field::new("other_line", DataType::UInt32, true),
        Field::new("layer", word(), false),
        Field::new("outcome", word(), false),
        Field::new("code", DataType::Utf8, true),
        Field::new("column_one", DataType::Utf8, true),
        Field::new("indicator", DataType::UInt32, true),
        Field::new("units", DataType::UInt64, true),
        Field::new("limit", DataType::UInt32, true),
    ]))
}

/// Checks batches of lines over the tables of a book.
#[derive(Clone)]
pub struct Checker<'a> {
    tables: Tables<'a>,
    rules: &'a Rules,
    setting: Setting,
    /// Made ready when lines first come: a reader may begin meanwhile.
    filter: OnceLock<PairFilter>,
}

impl<'a> Checker<'a> {
    /// Over tables and rules, for claims of a setting.
    #[must_use]
    pub fn new(tables: Tables<'a>, rules: &'a Rules, setting: Setting) -> Checker<'a> {
        Checker {
            tables,
            rules,
            setting,
            filter: OnceLock::new(),
        }
    }

    fn filter(&self) -> &PairFilter {
        self.filter
            .get_or_init(|| PairFilter::new(&self.tables, self.setting))
    }

    /// Whose claims they are.
    #[must_use]
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// Checks lines, the rows of a claim together. The findings stand in the order of the lines, in one batch or several; a
    /// layer without a table for the day gives a row `no_data` for the claim.
    ///
    /// # Errors
    /// [`Problem`], if columns cannot be read.
    pub fn check(
        &self,
        batch: &RecordBatch,
        row: u64,
    ) -> Result<(Vec<RecordBatch>, Counts), Problem> {
        self.look(&Columns::of(batch, row)?)
    }

    pub(crate) fn look(&self, columns: &Columns) -> Result<(Vec<RecordBatch>, Counts), Problem> {
        let schema = findings_schema(columns.claims.array().data_type());
        self.filter();
        let words = Words::of(columns, &self.tables);
        let done: Vec<(RecordBatch, Counts)> = parts(columns)
            .into_par_iter()
            .map(|(from, to)| self.part(columns, &words, from, to, &schema))
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
        from: usize,
        to: usize,
        schema: &SchemaRef,
    ) -> Result<(RecordBatch, Counts), Problem> {
        let mut core = Core::new(self.tables, self.rules, self.setting).with_filter(self.filter());
        let mut found = Found::new(self.tables);
        let mut counts = Counts {
            lines: (to - from) as u64,
            ..Counts::default()
        };
        let Lines { lines, shapeless } = Lines::of(columns, words, &self.tables, from..to);
        let mut shapeless = shapeless.into_iter().peekable();
        let check = |core: &mut Core<'_>, found: &mut Found<'_>, first: usize, ends: &[usize]| {
            core.check_all(&lines, first, ends, |claim, hit| {
                found.hit(columns, from + claim, &hit);
            });
        };
        // where claims end that wait to be checked together, and where the first of them begins
        let (mut ends, mut waiting): (Vec<usize>, usize) = (Vec::new(), 0);
        let mut first = 0;
        while first < lines.len() {
            let same = |at: &usize| columns.claims.same(from + at - 1, from + at);
            let rest = (first + 1..lines.len()).take_while(same);
            let end = first + 1 + rest.count();
            let claim = lines.get(first..end).unwrap_or_default();
            counts.claims += 1;
            let lacks = lacking(&mut core, claim);
            if !lacks.is_empty() || shapeless.peek().is_some_and(|place| *place < end) {
                // what a claim lacks is said before its own findings and after those of the claims before it
                check(&mut core, &mut found, waiting, &ends);
                ends.clear();
                waiting = first;
                for lacks in lacks {
                    found.no_data(columns, from + first, lacks);
                }
                while let Some(place) = shapeless.next_if(|place| *place < end) {
                    found.no_code(columns, from + first, place - first);
                }
            }
            ends.push(end);
            first = end;
            if end - waiting >= TOGETHER || end == lines.len() {
                check(&mut core, &mut found, waiting, &ends);
                ends.clear();
                waiting = end;
            }
        }
        counts.tally(&found.layer, &found.outcome);
        Ok((found.finish(columns, schema)?, counts))
    }
}

/// For each day of a claim that lacks a table, which it lacks: pairs, add-ons, limits.
#[inline]
fn lacking(core: &mut Core<'_>, claim: &[CoreLine]) -> Vec<[bool; 3]> {
    let mut day = None;
    let days = claim.iter().filter(|l| day.replace(l.day) != Some(l.day));
    let lacks = days.map(|line| core.at(line.day).lacks);
    lacks.filter(|lacks| *lacks != [false; 3]).collect()
}

pub(crate) fn arrow(error: arrow_schema::ArrowError) -> Problem {
    Problem::File {
        doing: "putting findings together in",
        file: "memory".to_owned(),
        why: error.to_string(),
    }
}

/// Stretches of rows that end with a claim.
fn parts(columns: &Columns) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    let mut from = 0;
    while from < columns.len() {
        let mut to = (from + CHUNK).min(columns.len());
        while to < columns.len() && columns.claims.same(to - 1, to) {
            to += 1;
        }
        all.push((from, to));
        from = to;
    }
    if all.is_empty() {
        all.push((0, 0));
    }
    all
}

/// The words as one array for all batches.
static LAYER_WORDS: LazyLock<ArrayRef> =
    LazyLock::new(|| Arc::new(StringArray::from(LAYERS.to_vec())));
static OUTCOME_WORDS: LazyLock<ArrayRef> =
    LazyLock::new(|| Arc::new(StringArray::from(OUTCOMES.to_vec())));

fn words(keys: Vec<i8>, words: &ArrayRef) -> Result<ArrayRef, Problem> {
    let array = DictionaryArray::<Int8Type>::try_new(Int8Array::from(keys), words.clone());
    Ok(Arc::new(array.map_err(arrow)?))
}

/// Findings as they grow.
struct Found<'a> {
    tables: Tables<'a>,
    /// Row of the input whose claim each finding is of.
    rows: Vec<u64>,
    line: PrimitiveBuilder<UInt32Type>,
    other: PrimitiveBuilder<UInt32Type>,
    layer: Vec<i8>,
    outcome: Vec<i8>,
    code: StringBuilder,
    one: StringBuilder,
    indicator: PrimitiveBuilder<UInt32Type>,
    units: PrimitiveBuilder<UInt64Type>,
    limit: PrimitiveBuilder<UInt32Type>,
}

/// A row of findings.
#[derive(Default)]
struct Row<'t> {
    line: u32,
    other: Option<u32>,
    layer: i8,
    outcome: i8,
    code: Option<&'t str>,
    one: Option<&'t str>,
    indicator: Option<u32>,
    units: Option<u64>,
    limit: Option<u32>,
}

impl<'a> Found<'a> {
    fn new(tables: Tables<'a>) -> Found<'a> {
        Found {
            tables,
            rows: Vec::new(),
            line: PrimitiveBuilder::new(),
            other: PrimitiveBuilder::new(),
            layer: Vec::new(),
            outcome: Vec::new(),
            code: StringBuilder::new(),
            one: StringBuilder::new(),
            indicator: PrimitiveBuilder::new(),
            units: PrimitiveBuilder::new(),
            limit: PrimitiveBuilder::new(),
        }
    }

    fn push(&mut self, input: usize, row: &Row<'_>) {
        self.rows.push(input as u64);
        self.line.append_value(row.line);
        self.other.append_option(row.other);
        self.layer.push(row.layer);
        self.outcome.push(row.outcome);
        self.code.append_option(row.code);
        self.one.append_option(row.one);
        self.indicator.append_option(row.indicator);
        self.units.append_option(row.units);
        self.limit.append_option(row.limit);
    }

    fn no_data(&mut self, columns: &Columns, first: usize, lacks: [bool; 3]) {
        let line = columns.number(first, 0);
        for (layer, _) in [BUNDLING, ADDON, UNITS]
            .into_iter()
            .zip(lacks)
            .filter(|(_, lacks)| *lacks)
        {
            self.push(
                first,
                &Row {
                    line,
                    layer,
                    outcome: place(Outcome::NoData),
                    ..Row::default()
                },
            );
        }
    }

    fn no_code(&mut self, columns: &Columns, first: usize, at: usize) {
        let code = Some(columns.code(first + at));
        let line = columns.number(first + at, at);
        self.push(
            first,
            &Row {
                line,
                layer: VALIDITY,
                outcome: place(Outcome::Deny),
                code,
                ..Row::default()
            },
        );
    }

    fn hit(&mut self, columns: &Columns, first: usize, hit: &Hit) {
        let number = |place: usize| columns.number(first + place, place);
        let outcome = place(hit.outcome());
        match *hit {
            Hit::Pair { one, two, pair, .. } => {
                let (a, b) = (
                    self.tables.key(pair.one).bytes(),
                    self.tables.key(pair.two).bytes(),
                );
                let [a, b] = [&a, &b].map(|bytes| std::str::from_utf8(bytes).unwrap_or_default());
                self.push(
                    first,
                    &Row {
                        line: number(two),
                        other: Some(number(one)),
                        layer: BUNDLING,
                        outcome,
                        code: Some(b),
                        one: Some(a),
                        indicator: Some(u32::from(pair.indicator)),
                        ..Row::default()
                    },
                );
            }
            Hit::Units {
                line,
                billed,
                limit,
            } => self.push(
                first,
                &Row {
                    line: number(line),
                    layer: UNITS,
                    outcome,
                    code: Some(columns.code(first + line)),
                    indicator: Some(u32::from(limit.mai)),
                    units: Some(billed),
                    limit: Some(limit.units),
                    ..Row::default()
                },
            ),
            Hit::AddOn { line, kind, .. } => self.push(
                first,
                &Row {
                    line: number(line),
                    layer: ADDON,
                    outcome,
                    code: Some(columns.code(first + line)),
                    indicator: Some(u32::from(kind)),
                    ..Row::default()
                },
            ),
        }
    }

    fn finish(mut self, columns: &Columns, schema: &SchemaRef) -> Result<RecordBatch, Problem> {
        let claims =
            take(&columns.claims.array(), &UInt64Array::from(self.rows), None).map_err(arrow)?;
        let all: Vec<ArrayRef> = vec![
            claims,
            Arc::new(self.line.finish()),
            Arc::new(self.other.finish()),
            words(self.layer, &LAYER_WORDS)?,
            words(self.outcome, &OUTCOME_WORDS)?,
            Arc::new(self.code.finish()),
            Arc::new(self.one.finish()),
            Arc::new(self.indicator.finish()),
            Arc::new(self.units.finish()),
            Arc::new(self.limit.finish()),
        ];
        RecordBatch::try_new(schema.clone(), all).map_err(arrow)
    }
}
