//! A column as another type, or the row that cannot be.

use crate::problem::Problem;
use arrow_array::{Array as _, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::DataType;

/// A column as another type; `row` is the number of rows before it.
pub(crate) fn as_type(
    array: &ArrayRef,
    column: &str,
    to: &DataType,
    wanted: &'static str,
    row: u64,
) -> Result<ArrayRef, Problem> {
    let cast = |safe| {
        let options = CastOptions {
            safe,
            ..CastOptions::default()
        };
        cast_with_options(array, to, &options)
    };
    // what the conversion says would show the value
    cast(false).map_err(|_| {
        let (had, read) = (array.logical_nulls(), cast(true).ok());
        let has = read.and_then(|read| read.logical_nulls());
        let null = |nulls: &Option<NullBuffer>, at| nulls.as_ref().is_some_and(|n| n.is_null(at));
        let lost = |at: &usize| null(&has, *at) && !null(&had, *at);
        let column = column.to_owned();
        match (0..array.len()).find(lost) {
            Some(at) => Problem::Value {
                column,
                row: row + at as u64 + 1,
                wanted,
            },
            None => Problem::Type {
                column,
                found: array.data_type().to_string(),
                wanted,
            },
        }
    })
}
