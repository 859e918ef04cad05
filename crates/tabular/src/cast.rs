//! A column as another type, or the row that cannot be.

use crate::problem::Problem;
use arrow_array::cast::AsArray as _;
use arrow_array::types::Float64Type;
use arrow_array::{Array as _, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_cast::{CastOptions, cast, cast_with_options};
use arrow_schema::DataType;

/// A column as another type; `row` is the number of rows before it.
pub(crate) fn as_type(
    array: &ArrayRef,
    column: &str,
    to: &DataType,
    wanted: &'static str,
    row: u64,
) -> Result<ArrayRef, Problem> {
    let as_it_is = |safe| {
        let options = CastOptions {
            safe,
            ..CastOptions::default()
        };
        cast_with_options(array, to, &options)
    };
    let value = |at: usize| Problem::Value {
        column: column.to_owned(),
        row: row + at as u64 + 1,
        wanted,
    };
    let read = as_it_is(false);
    if let Some(at) = read.as_ref().ok().and_then(|read| cut(array, read)) {
        return Err(value(at));
    }
    // what the conversion says would show the value
    read.map_err(|_| {
        let (had, read) = (array.logical_nulls(), as_it_is(true).ok());
        let has = read.and_then(|read| read.logical_nulls());
        let null = |nulls: &Option<NullBuffer>, at| nulls.as_ref().is_some_and(|n| n.is_null(at));
        let lost = |at: &usize| null(&has, *at) && !null(&had, *at);
        match (0..array.len()).find(lost) {
            Some(at) => value(at),
            None => Problem::Type {
                column: column.to_owned(),
                found: array.data_type().to_string(),
                wanted,
            },
        }
    })
}

/// The first row whose number lost its fraction on the way to whole numbers.
fn cut(from: &ArrayRef, to: &ArrayRef) -> Option<usize> {
    let parts = matches!(
        from.data_type(),
        DataType::Float16
            | DataType::Float32
            | DataType::Float64
            | DataType::Decimal32(..)
            | DataType::Decimal64(..)
            | DataType::Decimal128(..)
            | DataType::Decimal256(..)
    );
    if !parts || !to.data_type().is_integer() {
        return None;
    }
    let number = |array| cast(array, &DataType::Float64).ok();
    let (before, after) = (number(from)?, number(to)?);
    let (before, after) = (
        before.as_primitive::<Float64Type>(),
        after.as_primitive::<Float64Type>(),
    );
    before.iter().zip(after).position(|(a, b)| a != b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Decimal128Array, Float64Array};
    use std::sync::Arc;

    fn check(array: ArrayRef, expected: Result<usize, &str>) {
        let read = as_type(&array, "units", &DataType::UInt32, "a whole number", 10);
        let result = read.map(|read| read.len()).map_err(|e| e.to_string());
        assert_eq!(result, expected.map_err(str::to_owned));
    }

    #[test]
    fn a_part_of_a_unit_is_not_cut_off() {
        let floats = |values: &[Option<f64>]| Arc::new(Float64Array::from(values.to_vec())) as _;
        check(floats(&[Some(1.0), None, Some(2.0)]), Ok(3));
        let says = "column `units` in row 12: expected a whole number";
        check(floats(&[Some(1.0), Some(1.5)]), Err(says));
        check(floats(&[Some(1.0), Some(-1.0)]), Err(says));
        let decimals = Decimal128Array::from(vec![100, 250]).with_precision_and_scale(9, 2);
        check(Arc::new(decimals.unwrap()), Err(says));
    }
}
