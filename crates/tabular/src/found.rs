//! Findings as they grow, and the columns that they become.

use crate::columns::{Columns, Problem};
use crate::tally::{ADDON, BUNDLING, Counts, LAYERS, OUTCOMES, UNITS, VALIDITY, place};
use arrow_array::builder::BinaryBuilder;
use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Int8Array, RecordBatch, StringArray, UInt32Array, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use arrow_select::take::take;
use ligature_claim::Outcome;
use ligature_claim::check::{CoreLine, Hit};
use ligature_edits::{Id, Tables};
use std::sync::{Arc, LazyLock};

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

/// A code in a finding.
#[derive(Clone, Copy)]
enum Code {
    /// None.
    No,
    /// One that a table names.
    Known(Id),
    /// As a row of the lines writes it.
    Written(usize),
}

impl From<Option<Id>> for Code {
    fn from(id: Option<Id>) -> Code {
        id.map_or(Code::No, Code::Known)
    }
}

/// A finding.
struct Row {
    /// Row of the lines at which its claim begins.
    claim: usize,
    line: u32,
    other: Option<u32>,
    layer: i8,
    outcome: i8,
    code: Code,
    one: Code,
    indicator: Option<u32>,
    units: Option<u64>,
    limit: Option<u32>,
}

impl Row {
    fn new(claim: usize, line: u32, layer: i8, outcome: Outcome) -> Row {
        Row {
            claim,
            line,
            other: None,
            layer,
            outcome: place(outcome),
            code: Code::No,
            one: Code::No,
            indicator: None,
            units: None,
            limit: None,
        }
    }
}

/// Findings as they grow.
pub(crate) struct Found<'a> {
    tables: Tables<'a>,
    columns: &'a Columns,
    rows: Vec<Row>,
}

impl<'a> Found<'a> {
    pub(crate) fn new(tables: Tables<'a>, columns: &'a Columns) -> Found<'a> {
        Found {
            tables,
            columns,
            rows: Vec::new(),
        }
    }

    /// A claim that begins at a row, and which tables it lacks.
    pub(crate) fn no_data(&mut self, claim: usize, lacks: [bool; 3]) {
        let line = self.columns.number(claim, 0);
        let layers = [BUNDLING, ADDON, UNITS].into_iter().zip(lacks);
        for (layer, _) in layers.filter(|(_, lacks)| *lacks) {
            self.rows
                .push(Row::new(claim, line, layer, Outcome::NoData));
        }
    }

    /// The line at a place of a claim has no code of the shape of one.
    pub(crate) fn no_code(&mut self, claim: usize, at: usize) {
        let line = self.columns.number(claim + at, at);
        self.rows.push(Row {
            code: Code::Written(claim + at),
            ..Row::new(claim, line, VALIDITY, Outcome::Deny)
        });
    }

    /// What was found in a claim that begins at a row, by its lines.
    pub(crate) fn hit(&mut self, claim: usize, lines: &[CoreLine], hit: &Hit) {
        let number = |place: usize| self.columns.number(claim + place, place);
        let code = |place: usize| Code::from(lines.get(place).and_then(|line| line.id));
        let row = |place, layer| Row {
            code: code(place),
            ..Row::new(claim, number(place), layer, hit.outcome())
        };
        let row = match *hit {
            Hit::Pair { one, two, pair, .. } => Row {
                other: Some(number(one)),
                one: Code::Known(pair.one),
                indicator: Some(u32::from(pair.indicator)),
                ..row(two, BUNDLING)
            },
            Hit::Units {
                line,
                billed,
                limit,
            } => Row {
                indicator: Some(u32::from(limit.mai)),
                units: Some(billed),
                limit: Some(limit.units),
                ..row(line, UNITS)
            },
            Hit::AddOn { line, kind, .. } => Row {
                indicator: Some(u32::from(kind)),
                ..row(line, ADDON)
            },
        };
        self.rows.push(row);
    }

    /// As a table, and how often what was found.
    pub(crate) fn finish(
        self,
        schema: &SchemaRef,
        counts: &mut Counts,
    ) -> Result<RecordBatch, Problem> {
        let rows = &self.rows;
        for row in rows {
            counts.tally(row.layer, row.outcome);
        }
        let inputs = rows.iter().map(|row| row.claim as u64);
        let claims = self.columns.claims.array();
        let claims = take(&claims, &UInt64Array::from_iter_values(inputs), None);
        let lines = rows.iter().map(|row| row.line);
        let others: UInt32Array = rows.iter().map(|row| row.other).collect();
        let indicators: UInt32Array = rows.iter().map(|row| row.indicator).collect();
        let units: UInt64Array = rows.iter().map(|row| row.units).collect();
        let limits: UInt32Array = rows.iter().map(|row| row.limit).collect();
        let all: Vec<ArrayRef> = vec![
            claims.map_err(arrow)?,
            Arc::new(UInt32Array::from_iter_values(lines)),
            Arc::new(others),
            words(rows.iter().map(|row| row.layer), &LAYER_WORDS)?,
            words(rows.iter().map(|row| row.outcome), &OUTCOME_WORDS)?,
            self.codes(|row| row.code)?,
            self.codes(|row| row.one)?,
            Arc::new(indicators),
            Arc::new(units),
            Arc::new(limits),
        ];
        RecordBatch::try_new(schema.clone(), all).map_err(arrow)
    }

    fn codes(&self, of: impl Fn(&Row) -> Code) -> Result<ArrayRef, Problem> {
        let mut codes = BinaryBuilder::with_capacity(self.rows.len(), 5 * self.rows.len());
        for row in &self.rows {
            match of(row) {
                Code::No => codes.append_null(),
                Code::Known(id) => codes.append_value(self.tables.key(id).bytes()),
                Code::Written(row) => codes.append_value(self.columns.code(row)),
            }
        }
        // that it is text is looked up once for all
        let codes = StringArray::try_from_binary(codes.finish()).map_err(arrow)?;
        Ok(Arc::new(codes))
    }
}

pub(crate) fn arrow(error: arrow_schema::ArrowError) -> Problem {
    Problem::File {
        doing: "putting findings together in",
        file: "memory".to_owned(),
        why: error.to_string(),
    }
}

/// The words as one array for all batches.
static LAYER_WORDS: LazyLock<ArrayRef> =
    LazyLock::new(|| Arc::new(StringArray::from(LAYERS.to_vec())));
static OUTCOME_WORDS: LazyLock<ArrayRef> =
    LazyLock::new(|| Arc::new(StringArray::from(OUTCOMES.to_vec())));

fn words(keys: impl Iterator<Item = i8>, words: &ArrayRef) -> Result<ArrayRef, Problem> {
    let keys = Int8Array::from_iter_values(keys);
    let array = DictionaryArray::<Int8Type>::try_new(keys, words.clone());
    Ok(Arc::new(array.map_err(arrow)?))
}
