//! Lines of claims as columns of known types.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type, UInt32Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray, UInt32Array,
};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::DataType;
use ligature_claim::check::{CoreLine, Modifiers};
use ligature_edits::Key;

/// Why a table cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A column is missing.
    #[error("the table has no column `{wanted}` (or {also}); its columns are {has}")]
    Missing {
        /// Its name.
        wanted: &'static str,
        /// Other names that are taken.
        also: String,
        /// What there is.
        has: String,
    },
    /// A column has another type.
    #[error("column `{column}` holds {found}, which cannot be read as {wanted}: {why}")]
    Type {
        /// The column.
        column: String,
        /// Its type.
        found: String,
        /// What is needed.
        wanted: &'static str,
        /// What the conversion says, with the row.
        why: String,
    },
    /// A value that is needed is empty.
    #[error("column `{column}` is empty in row {row}")]
    Empty {
        /// The column.
        column: &'static str,
        /// Row of the table, from 1.
        row: u64,
    },
    /// Rows of one claim stand apart.
    #[error(
        "the rows of a claim do not stand together (row {row}): sort the table by claim, or its lines would be checked apart"
    )]
    Apart {
        /// Row of the table, from 1.
        row: u64,
    },
    /// A file cannot be read or written.
    #[error("{doing} {file}: {why}")]
    File {
        /// What was tried.
        doing: &'static str,
        /// The file.
        file: String,
        /// What the system says.
        why: String,
    },
}

/// Names under which each column is taken, the first preferred.
const CLAIM: [&str; 4] = ["claim", "claim_id", "id", "clm_id"];
const DAY: [&str; 4] = ["date_of_service", "service_date", "dos", "from_date"];
const CODE: [&str; 5] = ["code", "procedure_code", "hcpcs", "hcpcs_cd", "cpt"];
const UNITS: [&str; 4] = ["units", "quantity", "srvc_cnt", "units_of_service"];
const LINE: [&str; 3] = ["line", "line_number", "line_num"];
const MODIFIERS: [&str; 2] = ["modifiers", "modifier"];
const SINGLE: [[&str; 3]; 4] = [
    ["modifier_1", "modifier1", "mod1"],
    ["modifier_2", "modifier2", "mod2"],
    ["modifier_3", "modifier3", "mod3"],
    ["modifier_4", "modifier4", "mod4"],
];

/// How claims are named.
#[derive(Clone)]
pub(crate) enum Claims {
    Numbers(Int64Array),
    Names(StringArray),
}

impl Claims {
    /// Whether two rows are of one claim.
    #[inline]
    pub(crate) fn same(&self, a: usize, b: usize) -> bool {
        match self {
            Claims::Numbers(ids) => ids.value(a) == ids.value(b),
            Claims::Names(ids) => ids.value(a) == ids.value(b),
        }
    }

    /// Whether the claim of row `b` comes after that of row `a`.
    #[inline]
    pub(crate) fn ascend(&self, a: usize, b: usize) -> bool {
        match self {
            Claims::Numbers(ids) => ids.value(a) < ids.value(b),
            Claims::Names(ids) => ids.value(a) < ids.value(b),
        }
    }

    pub(crate) fn array(&self) -> ArrayRef {
        match self {
            Claims::Numbers(ids) => std::sync::Arc::new(ids.clone()),
            Claims::Names(ids) => std::sync::Arc::new(ids.clone()),
        }
    }
}

/// Lines of claims as columns of known types.
#[derive(Clone)]
pub struct Columns {
    pub(crate) claims: Claims,
    days: Date32Array,
    codes: StringArray,
    units: Option<UInt32Array>,
    lines: Option<UInt32Array>,
    modifiers: Vec<StringArray>,
}

fn find<'a>(batch: &'a RecordBatch, names: &[&str]) -> Option<(&'a ArrayRef, String)> {
    let schema = batch.schema_ref();
    names.iter().find_map(|name| {
        let at = schema
            .fields()
            .iter()
            .position(|f| f.name().eq_ignore_ascii_case(name))?;
        Some((batch.column(at), schema.field(at).name().clone()))
    })
}

fn as_type(
    array: &ArrayRef,
    column: &str,
    to: &DataType,
    wanted: &'static str,
) -> Result<ArrayRef, Problem> {
    let strict = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    cast_with_options(array, to, &strict).map_err(|error| Problem::Type {
        column: column.to_owned(),
        found: array.data_type().to_string(),
        wanted,
        why: error.to_string(),
    })
}

fn needed(
    batch: &RecordBatch,
    names: &'static [&'static str],
    to: &DataType,
    wanted: &'static str,
    row: u64,
) -> Result<ArrayRef, Problem> {
    let Some((array, name)) = find(batch, names) else {
        let has: Vec<&str> = batch
            .schema_ref()
            .fields()
            .iter()
            .map(|f| f.name().as_str())
            .collect();
        return Err(Problem::Missing {
            wanted: names[0],
            also: names[1..].join(", "),
            has: has.join(", "),
        });
    };
    let array = as_type(array, &name, to, wanted)?;
    match (0..array.len())
        .find(|at| array.is_null(*at))
        .filter(|_| array.null_count() > 0)
    {
        Some(at) => Err(Problem::Empty {
            column: names[0],
            row: row + at as u64 + 1,
        }),
        None => Ok(array),
    }
}

impl Columns {
    /// Takes a batch; `row` is the number of rows before it, for messages.
    ///
    /// # Errors
    /// [`Problem`], if a column is missing, empty or of a type that cannot be read.
    pub fn of(batch: &RecordBatch, row: u64) -> Result<Columns, Problem> {
        let number = find(batch, &CLAIM).is_some_and(|(array, _)| array.data_type().is_integer());
        let claims = if number {
            let array = needed(batch, &CLAIM, &DataType::Int64, "a whole number", row)?;
            Claims::Numbers(array.as_primitive::<Int64Type>().clone())
        } else {
            Claims::Names(
                needed(batch, &CLAIM, &DataType::Utf8, "a name", row)?
                    .as_string::<i32>()
                    .clone(),
            )
        };
        let days = needed(
            batch,
            &DAY,
            &DataType::Date32,
            "a date such as 2024-08-14",
            row,
        )?;
        let codes = needed(batch, &CODE, &DataType::Utf8, "a procedure code", row)?;
        let number = |names: &'static [&'static str]| -> Result<Option<UInt32Array>, Problem> {
            let Some((array, name)) = find(batch, names) else {
                return Ok(None);
            };
            let array = as_type(array, &name, &DataType::UInt32, "a whole number")?;
            Ok(Some(array.as_primitive::<UInt32Type>().clone()))
        };
        let text = |names: &[&str]| -> Result<Option<StringArray>, Problem> {
            let Some((array, name)) = find(batch, names) else {
                return Ok(None);
            };
            Ok(Some(
                as_type(array, &name, &DataType::Utf8, "modifiers")?
                    .as_string::<i32>()
                    .clone(),
            ))
        };
        let mut modifiers: Vec<StringArray> = text(&MODIFIERS)?.into_iter().collect();
        for names in &SINGLE {
            modifiers.extend(text(names)?);
        }
        Ok(Columns {
            claims,
            days: days.as_primitive::<Date32Type>().clone(),
            codes: codes.as_string::<i32>().clone(),
            units: number(&UNITS)?,
            lines: number(&LINE)?,
            modifiers,
        })
    }

    /// How many lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A line as numbers.
    #[inline]
    pub(crate) fn line(&self, row: usize) -> CoreLine {
        let mut modifiers = Modifiers::default();
        for column in &self.modifiers {
            if !column.is_null(row) {
                split(column.value(row).as_bytes(), &mut modifiers);
            }
        }
        CoreLine {
            key: key(self.codes.value(row)),
            modifiers,
            units: self
                .units
                .as_ref()
                .filter(|u| !u.is_null(row))
                .map_or(1, |u| u.value(row)),
            day: self.days.value(row),
        }
    }

    /// The number of a line in its claim: as given, else its place.
    #[inline]
    pub(crate) fn number(&self, row: usize, place: usize) -> u32 {
        match &self.lines {
            Some(lines) if !lines.is_null(row) => lines.value(row),
            _ => u32::try_from(place + 1).unwrap_or(u32::MAX),
        }
    }

    /// The code of a line as written.
    pub(crate) fn code(&self, row: usize) -> &str {
        self.codes.value(row)
    }
}

#[inline]
fn key(code: &str) -> Option<Key> {
    Key::pack(code.as_bytes()).or_else(|| Key::pack(code.trim().to_ascii_uppercase().as_bytes()))
}

/// Modifiers in one text, with anything but digits and letters between them.
#[inline]
fn split(text: &[u8], modifiers: &mut Modifiers) {
    for part in text.split(|b| !b.is_ascii_alphanumeric()) {
        if let &[a, b] = part {
            modifiers.push([a.to_ascii_uppercase(), b.to_ascii_uppercase()]);
        }
    }
}
