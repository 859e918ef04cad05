//! What people and programs write in the cells of units, days and modifiers.

use crate::cast::as_type;
use crate::named::{filled, find, there};
use crate::names::{DAY, UNITS};
use crate::problem::Problem;
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Date32Type, UInt32Type};
use arrow_array::{BooleanArray, Date32Array, RecordBatch, UInt32Array, UInt64Array};
use arrow_schema::DataType;
use ligature_codes::{DateOfService, Units, day as day_number, whole_number};
use std::ops::Range;

/// Units as they count against a limit; and in thousandths, where some are not whole.
pub(crate) type Counted = (Option<UInt32Array>, Option<UInt64Array>);

/// The column of units. Whole numbers take the quick way; only a column that has others is read one by one.
pub(crate) fn units(batch: &RecordBatch, row: u64) -> Result<Counted, Problem> {
    let wanted = "a number with at most three decimals";
    let Some((array, name)) = find(batch, &UNITS) else {
        return Ok((None, None));
    };
    if let Ok(whole) = as_type(array, &name, &DataType::UInt32, wanted, row) {
        return Ok((Some(whole.as_primitive::<UInt32Type>().clone()), None));
    }
    let texts = as_type(array, &name, &DataType::Utf8, wanted, row)?;
    let texts = texts.as_string::<i32>().iter().zip(row + 1..);
    let read = texts.map(|(text, row)| {
        let value = |_| Problem::Value {
            column: name.clone(),
            row,
            wanted,
        };
        text.map(|text| text.parse().map_err(value)).transpose()
    });
    let read: Vec<Option<Units>> = read.collect::<Result<_, _>>()?;
    let counted = read.iter().map(|u| u.map(Units::ceil)).collect();
    let exact = read.iter().map(|u| u.map(Units::thousandths)).collect();
    Ok((Some(counted), Some(exact)))
}

/// Bytes of a day such as 2024-08-14.
pub(crate) const DAY_LENGTH: usize = 10;

/// Days since 1970-01-01 that a service can be of: 1900 to 2199.
pub(crate) const DAYS: Range<i32> = -25_567..84_006;

/// The days of service, and which of them were read month first. A column of dates takes the quick way; only one that has
/// others is read one by one.
pub(crate) fn days(
    batch: &RecordBatch,
    row: u64,
) -> Result<(Date32Array, Option<BooleanArray>), Problem> {
    let wanted = "a date such as 2024-08-14 (or 8/14/2024, month first)";
    let (array, name) = there(batch, &DAY)?;
    // texts that are longer may have a time of day and a zone, whole numbers may be 20240814
    let quick = match array.data_type() {
        DataType::Utf8 => {
            let mut texts = array.as_string::<i32>().iter().flatten();
            texts.all(|text| text.len() == DAY_LENGTH)
        }
        kind => !kind.is_integer() && *kind != DataType::LargeUtf8,
    };
    if let Some(Ok(days)) = quick.then(|| as_type(array, &name, &DataType::Date32, wanted, row)) {
        filled(&days, &DAY, row)?;
        let days = days.as_primitive::<Date32Type>().clone();
        let far = days.values().iter().position(|day| !DAYS.contains(day));
        return match far {
            Some(at) => Err(Problem::Value {
                column: name,
                row: row + at as u64 + 1,
                wanted,
            }),
            None => Ok((days, None)),
        };
    }
    let texts = as_type(array, &name, &DataType::Utf8, wanted, row)?;
    filled(&texts, &DAY, row)?;
    let read = texts.as_string::<i32>().iter().zip(row + 1..);
    let read = read.map(|(text, row)| {
        let text = text.unwrap_or_default();
        let problem = |_| match text.trim().is_empty() {
            true => Problem::Empty {
                column: DAY[0],
                row,
            },
            false => Problem::Value {
                column: name.clone(),
                row,
                wanted,
            },
        };
        DateOfService::of_a_sheet(text).map_err(problem)
    });
    let read: Vec<(DateOfService, bool)> = read.collect::<Result<_, _>>()?;
    let month_first = read
        .iter()
        .map(|(_, month_first)| Some(*month_first))
        .collect();
    let days = read.iter().map(|(day, _)| Some(day_number(day.date())));
    Ok((days.collect(), Some(month_first)))
}

/// The modifiers of a cell. A number that a spreadsheet or a program wrote with decimals is one modifier (`59.0`); what a program
/// writes for an empty cell is none.
pub(crate) fn modifiers(cell: &str) -> impl Iterator<Item = &str> {
    let cell = match cell.trim() {
        "nan" | "NaN" | "NAN" | "None" | "null" | "NULL" => "",
        cell => whole_number(cell).unwrap_or(cell),
    };
    let all = cell.split(|b: char| !b.is_alphanumeric());
    all.filter(|m| !m.is_empty())
}
