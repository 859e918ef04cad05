//! A remittance as a table for spreadsheets and warehouses: a row an adjustment, of a line, of a claim or of the whole payment.

use crate::stream::FileError;
use arrow_array::{ArrayRef, Decimal128Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use ligature_remit::{Adjusted, ClaimAnswer, Meaning, ServiceAnswer, Share, TransactionAnswer};
use ligature_tabular::{Format, Output};
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::Arc;

/// Rows that are written at a time.
const ROWS: usize = 1 << 14;

/// Digits of an amount in dollars, and of those behind the point.
const DIGITS: (u8, i8) = (18, 2);

/// The columns, and whether each is an amount in dollars.
pub const COLUMNS: [(&str, bool); 28] = [
    ("level", false),
    ("payer", false),
    ("trace", false),
    ("paid_on", false),
    ("claim", false),
    ("payer_claim", false),
    ("status", false),
    ("line_number", false),
    ("date_of_service", false),
    ("code", false),
    ("modifiers", false),
    ("billed_code", false),
    ("units", false),
    ("billed", true),
    ("paid", true),
    ("patient", true),
    ("amount", true),
    ("group", false),
    ("reason", false),
    ("bears", false),
    ("means", false),
    ("cause", false),
    ("next", false),
    ("remarks", false),
    ("balance", false),
    ("correction", false),
    ("reference", false),
    ("our_check", false),
];

/// A row, a value a column.
pub type Row = [Value; COLUMNS.len()];

/// A value of a row.
#[derive(Clone)]
pub enum Value {
    /// A text; empty where nothing is said.
    Text(String),
    /// An amount in dollars.
    Dollars(Option<Decimal>),
}

impl Value {
    /// As CSV has it.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Dollars(amount) => amount.map_or(String::new(), |a| a.to_string()),
        }
    }
}

/// What one row says; what is not named stays empty.
#[derive(Default, Clone)]
struct Said<'a> {
    level: &'static str,
    claim: Option<&'a ClaimAnswer>,
    service: Option<&'a ServiceAnswer>,
    charge: Option<Decimal>,
    paid: Option<Decimal>,
    remarks: &'a [Meaning],
    balance: &'a str,
    amount: Option<Decimal>,
    adjusted: Option<&'a Adjusted>,
    reason: Option<&'a Meaning>,
    reference: &'a str,
}

impl<'a> Said<'a> {
    fn row(&self, payment: &TransactionAnswer) -> Row {
        let text = |text: &str| Value::Text(text.to_owned());
        let maybe = |of: Option<&str>| text(of.unwrap_or_default());
        let (claim, service, reason) = (self.claim, self.service, self.reason);
        let from = service.and_then(|s| s.from.as_deref());
        let from = from.or_else(|| claim?.from.as_deref());
        let remarks: Vec<&str> = self.remarks.iter().map(|r| r.code.as_str()).collect();
        let bears = self.adjusted.map(|a| match a.share {
            Share::Provider => "provider",
            Share::Patient => "patient",
            Share::Other => "other",
        });
        [
            text(self.level),
            text(&payment.payer),
            text(&payment.trace),
            maybe(payment.date.as_deref()),
            maybe(claim.map(|c| c.id.as_str())),
            maybe(claim.map(|c| c.payer_claim.as_str())),
            maybe(claim.map(|c| c.status.as_str())),
            maybe(service.map(|s| s.control.as_str())),
            maybe(from),
            maybe(service.map(|s| s.code.as_str())),
            Value::Text(service.map_or_else(String::new, |s| s.modifiers.join("-"))),
            Value::Text(service.map_or_else(String::new, billed)),
            Value::Text(service.map_or_else(String::new, units)),
            Value::Dollars(self.charge),
            Value::Dollars(self.paid),
            Value::Dollars(claim.and_then(|c| c.patient)),
            Value::Dollars(self.amount),
            maybe(self.adjusted.map(|a| a.group.code.as_str())),
            maybe(reason.map(|r| r.code.as_str())),
            maybe(bears),
            maybe(reason.map(|r| r.means.as_str())),
            maybe(reason.map(|r| r.cause.as_str())),
            maybe(reason.map(|r| r.next.as_str())),
            Value::Text(remarks.join(" ")),
            text(self.balance),
            maybe(claim.map(|c| c.correction.as_str())),
            text(self.reference),
            maybe(self.adjusted.and_then(|a| a.ours.as_deref())),
        ]
    }

    /// A row an adjustment; where there is none, one if there is a remark or a sum that does not come out.
    fn rows(self, all: &'a [Adjusted], payment: &TransactionAnswer) -> Vec<Row> {
        if all.is_empty() && (!self.remarks.is_empty() || !self.balance.is_empty()) {
            return vec![self.row(payment)];
        }
        let said = |one: &'a Adjusted| Said {
            amount: Some(one.amount),
            adjusted: Some(one),
            reason: Some(&one.reason),
            ..self.clone()
        };
        all.iter().map(|one| said(one).row(payment)).collect()
    }
}

/// The code as billed, with its modifiers, where the payer took another.
fn billed(service: &ServiceAnswer) -> String {
    let code = service.billed_code.iter();
    let all: Vec<&str> = code
        .chain(&service.billed_modifiers)
        .map(String::as_str)
        .collect();
    all.join("-")
}

fn units(service: &ServiceAnswer) -> String {
    service.units.map_or_else(String::new, |u| u.to_string())
}

/// The rows of a claim; its own adjustments have no code.
#[must_use]
pub fn rows(answer: &ClaimAnswer, payment: &TransactionAnswer) -> Vec<Row> {
    let own = Said {
        level: "claim",
        claim: Some(answer),
        charge: answer.charge,
        paid: answer.paid,
        remarks: &answer.remarks,
        balance: &answer.balance,
        ..Said::default()
    };
    let mut rows = own.rows(&answer.adjustments, payment);
    for service in &answer.services {
        let line = Said {
            level: "line",
            claim: Some(answer),
            service: Some(service),
            charge: service.charge,
            paid: service.paid,
            remarks: &service.remarks,
            balance: &service.balance,
            ..Said::default()
        };
        rows.extend(line.rows(&service.adjustments, payment));
    }
    rows
}

/// The rows of what concerns the whole payment.
#[must_use]
pub fn kept(payment: &TransactionAnswer) -> Vec<Row> {
    let own = Said {
        level: "payment",
        paid: payment.amount,
        balance: &payment.balance,
        ..Said::default()
    };
    let all = payment.adjustments.iter().map(|one| Said {
        amount: Some(one.amount),
        reason: Some(&one.reason),
        reference: &one.reference,
        ..own.clone()
    });
    let mut rows: Vec<Row> = all.map(|said| said.row(payment)).collect();
    if rows.is_empty() && !payment.balance.is_empty() {
        rows.push(own.row(payment));
    }
    rows
}

/// A table that is being written: it has its name only when it is whole.
pub struct Table {
    output: Output,
    schema: SchemaRef,
    rows: Vec<Row>,
    count: usize,
}

impl Table {
    /// Begins a table.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn create(to: &Path, format: Format) -> Result<Table, FileError> {
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

    /// Adds rows.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add(&mut self, rows: Vec<Row>) -> Result<(), FileError> {
        self.rows.extend(rows);
        match self.rows.len() < ROWS {
            true => Ok(()),
            false => self.write(),
        }
    }

    fn write(&mut self) -> Result<(), FileError> {
        let column = |at: usize, amount: bool| -> Result<ArrayRef, FileError> {
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
                amounts
                    .with_precision_and_scale(DIGITS.0, DIGITS.1)
                    .map_err(std::io::Error::other)?,
            ))
        };
        let columns = COLUMNS
            .iter()
            .enumerate()
            .map(|(at, (_, amount))| column(at, *amount))
            .collect::<Result<Vec<_>, FileError>>()?;
        let batch = RecordBatch::try_new(self.schema.clone(), columns);
        self.output.write(&batch.map_err(std::io::Error::other)?)?;
        self.count += self.rows.len();
        self.rows.clear();
        Ok(())
    }

    /// Ends the table; gives how many rows it has.
    ///
    /// # Errors
    /// If it cannot be written or named.
    pub fn finish(mut self) -> Result<usize, FileError> {
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
