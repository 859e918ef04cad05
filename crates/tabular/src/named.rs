//! A column of a table by the names that it may have.

use crate::cast::as_type;
use crate::names::{CLAIM, CODE, DAY, known, wanted};
use crate::problem::Problem;
use arrow_array::cast::AsArray as _;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::DataType;

pub(crate) fn find<'a>(batch: &'a RecordBatch, names: &[&str]) -> Option<(&'a ArrayRef, String)> {
    let schema = batch.schema_ref();
    names.iter().find_map(|name| {
        let at = schema
            .fields()
            .iter()
            .position(|f| f.name().eq_ignore_ascii_case(name))?;
        Some((batch.column(at), schema.field(at).name().clone()))
    })
}

pub(crate) fn there<'a>(
    batch: &'a RecordBatch,
    names: &'static [&'static str],
) -> Result<(&'a ArrayRef, String), Problem> {
    find(batch, names).ok_or_else(|| {
        let all = batch.schema_ref().fields().iter();
        missing(names, &all.map(|f| f.name().as_str()).collect::<Vec<_>>())
    })
}

pub(crate) fn missing(names: &'static [&'static str], columns: &[&str]) -> Problem {
    // without a header, names that are not known are values
    let is_known = |name: &&str| self::wanted(name).0 || self::known(name);
    let all = columns.iter().copied();
    Problem::missing(
        names,
        &all.filter(is_known).collect::<Vec<_>>(),
        columns.len(),
    )
}

/// Whether a table has the columns that every line needs.
///
/// # Errors
/// [`Problem::Missing`], for the first that it lacks.
pub(crate) fn complete(columns: &[&str]) -> Result<(), Problem> {
    let lacks = |names: &[&str]| {
        let mut columns = columns.iter();
        !columns.any(|c| names.iter().any(|n| c.eq_ignore_ascii_case(n)))
    };
    let needed: [&'static [&'static str]; 3] = [&CLAIM, &DAY, &CODE];
    match needed.into_iter().find(|names| lacks(names)) {
        Some(names) => Err(missing(names, columns)),
        None => Ok(()),
    }
}

pub(crate) fn needed(
    batch: &RecordBatch,
    names: &'static [&'static str],
    to: &DataType,
    wanted: &'static str,
    row: u64,
) -> Result<ArrayRef, Problem> {
    let (array, name) = there(batch, names)?;
    let array = as_type(array, &name, to, wanted, row)?;
    filled(&array, names, row)?;
    Ok(array)
}

pub(crate) fn filled(array: &dyn Array, names: &[&'static str], row: u64) -> Result<(), Problem> {
    let nulls = array.logical_nulls().filter(|n| n.null_count() > 0);
    match nulls.and_then(|n| (0..n.len()).find(|at| n.is_null(*at))) {
        Some(at) => Err(Problem::Empty {
            column: names[0],
            row: row + at as u64 + 1,
        }),
        None => Ok(()),
    }
}

/// A column of texts that may be missing, under the first of its names that is there.
pub(crate) fn text(
    batch: &RecordBatch,
    names: &[&str],
    wanted: &'static str,
    row: u64,
) -> Result<Option<StringArray>, Problem> {
    let Some((array, name)) = find(batch, names) else {
        return Ok(None);
    };
    let array = as_type(array, &name, &DataType::Utf8, wanted, row)?;
    Ok(Some(array.as_string::<i32>().clone()))
}
