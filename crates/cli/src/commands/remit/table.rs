//! A remittance as a table: a row an adjustment.

use anyhow::Result;
use arrow_array::{ArrayRef, Decimal128Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use ligature_remit::{Adjusted, ClaimAnswer, Share};
use ligature_tabular::{Format, Output};
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::Arc;

/// Rows that are written at a time.
const ROWS: usize = 1 << 14;

/// Digits of an amount in dollars, and of those behind the point.
const DIGITS: (u8, i8) = (18, 2);

/// The columns, and whether each is an amount in dollars.
pub const COLUMNS: [(&str, bool); 13] = [
    ("claim", false),
    ("status", false),
    ("code", false),
    ("modifiers", false),
    ("billed", true),
    ("paid", true),
    ("amount", true),
    ("group", false),
    ("reason", false),
    ("bears", false),
    ("means", false),
    ("next", false),
    ("our_check", false),
];

/// A value of a row.
pub enum Value {
    Text(String),
    Dollars(Option<Decimal>),
}

impl Value {
    /// As CSV has it.
    pub fn plain(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Dollars(amount) => amount.map_or(String::new(), |a| a.to_string()),
        }
    }
}

/// The rows of an answer; the claim's own adjustments have no code.
pub fn rows(answer: &ClaimAnswer) -> Vec<[Value; COLUMNS.len()]> {
    let row = |code: &str, modifiers: &str, charge, paid, one: &Adjusted| {
        let text = |text: &str| Value::Text(text.to_owned());
        let bears = match one.share {
            Share::Provider => "provider",
            Share::Patient => "patient",
            Share::Other => "other",
        };
        [
            text(&answer.id),
            text(&answer.status),
            text(code),
            text(modifiers),
            Value::Dollars(charge),
            Value::Dollars(paid),
            Value::Dollars(Some(one.amount)),
            text(&one.group.code),
            text(&one.reason.code),
            text(bears),
            text(&one.reason.means),
            text(&one.reason.next),
            text(one.ours.as_deref().unwrap_or_default()),
        ]
    };
    let own = answer.adjustments.iter();
    let own = own.map(|one| row("", "", answer.charge, answer.paid, one));
    let of = answer.services.iter().flat_map(|s| {
        let modifiers = s.modifiers.join("-");
        let all = s.adjustments.iter();
        all.map(move |one| row(&s.code, &modifiers, s.charge, s.paid, one))
            .collect::<Vec<_>>()
    });
    own.chain(of).collect()
}

/// A table that is being written: it has its name only when it is whole.
pub struct Table {
    output: Output,
    schema: SchemaRef,
    rows: Vec<[Value; COLUMNS.len()]>,
    count: usize,
}

impl Table {
    /// Begins a table.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn create(to: &Path, format: Format) -> Result<Table> {
        let kind = |amount| match amount {
            true => DataType::Decimal128(DIGITS.0, DIGITS.1),
            false => DataType::Utf8,
        };
        let fields = COLUMNS.map(|(name, amount)| Field::new(name, kind(amount), amount));
        let schema: SchemaRef = Arc::new(Schema::new(fields.to_vec()));
        Ok(Table {
            output: Output::create(to, format, &schema)?,
            schema,
            rows: Vec::new(),
            count: 0,
        })
    }

    /// Adds the rows of an answer.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add(&mut self, answer: &ClaimAnswer) -> Result<()> {
        self.rows.extend(rows(answer));
        match self.rows.len() < ROWS {
            true => Ok(()),
            false => self.write(),
        }
    }

    fn write(&mut self) -> Result<()> {
        let column = |at: usize, amount: bool| -> Result<ArrayRef> {
            let values = self.rows.iter().filter_map(|row| row.get(at));
            if !amount {
                return Ok(Arc::new(StringArray::from_iter_values(
                    values.map(Value::plain),
                )));
            }
            let cents = values.map(|value| match value {
                Value::Dollars(Some(amount)) => cents(*amount),
                _ => None,
            });
            let amounts = cents.collect::<Decimal128Array>();
            Ok(Arc::new(
                amounts.with_precision_and_scale(DIGITS.0, DIGITS.1)?,
            ))
        };
        let columns = COLUMNS
            .iter()
            .enumerate()
            .map(|(at, (_, amount))| column(at, *amount))
            .collect::<Result<Vec<_>>>()?;
        self.output
            .write(&RecordBatch::try_new(self.schema.clone(), columns)?)?;
        self.count += self.rows.len();
        self.rows.clear();
        Ok(())
    }

    /// Ends the table; gives how many rows it has.
    ///
    /// # Errors
    /// If it cannot be written or named.
    pub fn finish(mut self) -> Result<usize> {
        self.write()?;
        self.output.finish()?;
        Ok(self.count)
    }
}

/// An amount in cents; nothing, if it is too large for one.
fn cents(mut amount: Decimal) -> Option<i128> {
    amount.rescale(u32::from(DIGITS.1.unsigned_abs()));
    let cents = amount.mantissa();
    (cents.unsigned_abs() < 10_u128.pow(u32::from(DIGITS.0))).then_some(cents)
}
