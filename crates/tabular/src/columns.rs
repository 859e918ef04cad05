//! Lines of claims as columns of known types.

pub(crate) use crate::problem::Problem;

use crate::cast::as_type;
use crate::cells::{days, modifiers, units};
use crate::named::{filled, find, needed, there};
use crate::names::{CLAIM, CODE, LINE, MODIFIERS, SINGLE};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type, UInt32Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Int32Array, Int64Array, RecordBatch, StringArray,
    UInt32Array, UInt64Array,
};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use jiff::civil::Date;
use ligature_codes::{Units, date};
use std::ops::Range;

/// A column of texts, as it is or with a list of its words.
#[derive(Clone)]
pub(crate) enum Texts {
    Plain(StringArray),
    Words {
        keys: Int32Array,
        words: StringArray,
    },
}

impl Texts {
    fn of(
        array: &ArrayRef,
        column: &str,
        wanted: &'static str,
        row: u64,
    ) -> Result<Texts, Problem> {
        if let DataType::Dictionary(..) = array.data_type() {
            let words = Box::new(DataType::Utf8);
            let to = DataType::Dictionary(Box::new(DataType::Int32), words);
            let array = as_type(array, column, &to, wanted, row)?;
            let array = array.as_dictionary::<Int32Type>();
            return Ok(Texts::Words {
                keys: array.keys().clone(),
                words: array.values().as_string::<i32>().clone(),
            });
        }
        let array = as_type(array, column, &DataType::Utf8, wanted, row)?;
        Ok(Texts::Plain(array.as_string::<i32>().clone()))
    }

    fn len(&self) -> usize {
        match self {
            Texts::Plain(texts) => texts.len(),
            Texts::Words { keys, .. } => keys.len(),
        }
    }

    fn slice(&self, from: usize, count: usize) -> Texts {
        match self {
            Texts::Plain(texts) => Texts::Plain(texts.slice(from, count)),
            Texts::Words { keys, words } => Texts::Words {
                keys: keys.slice(from, count),
                words: words.clone(),
            },
        }
    }

    /// The place of a row's word in the list; of plain texts none.
    #[inline]
    pub(crate) fn word(&self, row: usize) -> Option<usize> {
        match self {
            Texts::Words { keys, .. } if !is_null(keys.nulls(), row) => {
                usize::try_from(keys.value(row)).ok()
            }
            _ => None,
        }
    }

    /// The text of a row; empty: none.
    #[inline]
    pub(crate) fn value(&self, row: usize) -> &str {
        match self {
            Texts::Plain(texts) if is_null(texts.nulls(), row) => "",
            Texts::Plain(texts) => texts.value(row),
            Texts::Words { words, .. } => self.word(row).map_or("", |word| words.value(word)),
        }
    }

    /// The list of words; nothing where the words are not fewer than the rows.
    pub(crate) fn words(&self) -> Option<&StringArray> {
        match self {
            Texts::Words { words, .. } if words.len() < self.len() => Some(words),
            _ => None,
        }
    }
}

#[inline]
pub(crate) fn is_null(nulls: Option<&NullBuffer>, row: usize) -> bool {
    nulls.is_some_and(|n| n.is_null(row))
}

/// How claims are named.
#[derive(Clone)]
pub(crate) enum Claims {
    Numbers(Int64Array),
    Names(StringArray),
}

impl Claims {
    /// Whether a column of this name may be theirs.
    pub(crate) fn named(name: &str) -> bool {
        CLAIM.iter().any(|n| n.eq_ignore_ascii_case(name))
    }

    /// The name of the column that is theirs.
    pub(crate) fn column(batch: &RecordBatch) -> String {
        find(batch, &CLAIM).map_or_else(String::new, |(_, name)| name)
    }

    /// The claims of a batch; `row` is the number of rows before it.
    pub(crate) fn of(batch: &RecordBatch, row: u64) -> Result<Claims, Problem> {
        let number = find(batch, &CLAIM).is_some_and(|(array, _)| array.data_type().is_integer());
        Ok(if number {
            let array = needed(batch, &CLAIM, &DataType::Int64, "a whole number", row)?;
            Claims::Numbers(array.as_primitive::<Int64Type>().clone())
        } else {
            let array = needed(batch, &CLAIM, &DataType::Utf8, "a name", row)?;
            Claims::Names(array.as_string::<i32>().clone())
        })
    }

    /// Whether two rows are of one claim.
    #[inline]
    pub(crate) fn same(&self, a: usize, b: usize) -> bool {
        match self {
            Claims::Numbers(ids) => ids.value(a) == ids.value(b),
            Claims::Names(ids) => ids.value(a) == ids.value(b),
        }
    }

    /// Where the claims of some rows end, counted from the first of the rows.
    pub(crate) fn ends(&self, rows: Range<usize>, ends: &mut Vec<usize>) {
        fn all(rows: usize, ends: &mut Vec<usize>, same: impl Fn(usize) -> bool) {
            ends.clear();
            ends.resize(rows, 0);
            let mut count = 0;
            for row in 1..rows {
                // written over where the claim goes on
                ends[count] = row;
                count += usize::from(!same(row));
            }
            if let Some(last) = ends.get_mut(count) {
                *last = rows;
            }
            ends.truncate(count + 1);
        }
        let count = rows.len();
        match self {
            Claims::Numbers(ids) => {
                let ids = ids.values().get(rows).unwrap_or_default();
                all(count, ends, |row| ids[row - 1] == ids[row]);
            }
            Claims::Names(_) => all(count, ends, |row| {
                self.same(rows.start + row - 1, rows.start + row)
            }),
        }
    }

    /// Stretches of some rows that end with a claim, each with at least that number of rows.
    pub(crate) fn stretches(
        &self,
        rows: Range<usize>,
        least: usize,
    ) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut from = rows.start;
        std::iter::from_fn(move || {
            let mut to = (from + least).min(rows.end);
            while to < rows.end && self.same(to - 1, to) {
                to += 1;
            }
            let next = from..to;
            from = to;
            (!next.is_empty()).then_some(next)
        })
    }

    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        match self {
            Claims::Numbers(ids) => ids.len(),
            Claims::Names(ids) => ids.len(),
        }
    }

    fn slice(&self, from: usize, count: usize) -> Claims {
        match self {
            Claims::Numbers(ids) => Claims::Numbers(ids.slice(from, count)),
            Claims::Names(ids) => Claims::Names(ids.slice(from, count)),
        }
    }

    /// The claim of a row by its name.
    pub(crate) fn name(&self, row: usize) -> String {
        match self {
            Claims::Numbers(ids) => ids.value(row).to_string(),
            Claims::Names(ids) => ids.value(row).to_owned(),
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
    pub(crate) days: Date32Array,
    /// Which days were read month first, where some were.
    month_first: Option<BooleanArray>,
    pub(crate) codes: Texts,
    /// Units as they count against a limit: part of a unit as a whole one.
    pub(crate) units: Option<UInt32Array>,
    /// Units in thousandths, where some are not whole.
    exact: Option<UInt64Array>,
    lines: Option<UInt32Array>,
    pub(crate) modifiers: Vec<Texts>,
}

impl Columns {
    /// Takes a batch; `row` is the number of rows before it, for messages.
    ///
    /// # Errors
    /// [`Problem`], if a column is missing, empty or of a type that cannot be read.
    pub fn of(batch: &RecordBatch, row: u64) -> Result<Columns, Problem> {
        let claims = Claims::of(batch, row)?;
        let (days, month_first) = days(batch, row)?;
        let (codes, name) = there(batch, &CODE)?;
        filled(codes, &CODE, row)?;
        let codes = Texts::of(codes, &name, "a procedure code", row)?;
        let number = |names: &'static [&'static str]| -> Result<Option<UInt32Array>, Problem> {
            let Some((array, name)) = find(batch, names) else {
                return Ok(None);
            };
            let array = as_type(array, &name, &DataType::UInt32, "a whole number", row)?;
            Ok(Some(array.as_primitive::<UInt32Type>().clone()))
        };
        let (units, exact) = units(batch, row)?;
        let mut modifiers = Vec::new();
        for names in
            std::iter::once(MODIFIERS.as_slice()).chain(SINGLE.iter().map(|n| n.as_slice()))
        {
            if let Some((array, name)) = find(batch, names) {
                modifiers.push(Texts::of(array, &name, "modifiers", row)?);
            }
        }
        Ok(Columns {
            claims,
            days,
            month_first,
            codes,
            units,
            exact,
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

    /// Some of the rows.
    pub(crate) fn slice(&self, from: usize, count: usize) -> Columns {
        Columns {
            claims: self.claims.slice(from, count),
            days: self.days.slice(from, count),
            month_first: self.month_first.as_ref().map(|m| m.slice(from, count)),
            codes: self.codes.slice(from, count),
            units: self.units.as_ref().map(|u| u.slice(from, count)),
            exact: self.exact.as_ref().map(|u| u.slice(from, count)),
            lines: self.lines.as_ref().map(|l| l.slice(from, count)),
            modifiers: self
                .modifiers
                .iter()
                .map(|m| m.slice(from, count))
                .collect(),
        }
    }

    /// Units of a line: one, if none are given.
    pub(crate) fn units(&self, row: usize) -> Units {
        match (&self.units, &self.exact) {
            (Some(units), _) if is_null(units.nulls(), row) => Units::ONE,
            (_, Some(exact)) => Units::from_thousandths(exact.value(row)),
            (Some(units), None) => Units::whole(units.value(row)),
            (None, None) => Units::ONE,
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

    /// The modifiers of a line as written, however many.
    pub(crate) fn modifiers(&self, row: usize) -> Vec<String> {
        self.modifiers
            .iter()
            .flat_map(|c| modifiers(c.value(row)))
            .map(str::to_owned)
            .collect()
    }

    /// The day of a line.
    pub(crate) fn date(&self, row: usize) -> Date {
        date(self.days.value(row))
    }

    /// Whether the day of a line was read month first: `8/14/2024`.
    pub(crate) fn month_first(&self, row: usize) -> bool {
        let read = self.month_first.as_ref();
        read.is_some_and(|read| read.value(row))
    }

    /// The code of a line as written.
    pub(crate) fn code(&self, row: usize) -> &str {
        self.codes.value(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Decimal128Array, Float32Array, Float64Array};
    use std::sync::Arc;

    /// The stretches of claims, each with the places where its claims end: `0..3: 2 3`.
    fn check(claims: &[i64], least: usize, expected: &[&str]) {
        let names: Vec<String> = claims.iter().map(i64::to_string).collect();
        let both = [
            Claims::Numbers(Int64Array::from(claims.to_vec())),
            Claims::Names(StringArray::from(names)),
        ];
        for all in both {
            let stretches = all.stretches(0..claims.len(), least).map(|rows| {
                let mut ends = vec![7; 9];
                all.ends(rows.clone(), &mut ends);
                let ends: Vec<String> = ends.iter().map(usize::to_string).collect();
                format!("{rows:?}: {}", ends.join(" "))
            });
            assert_eq!(
                stretches.collect::<Vec<_>>(),
                expected,
                "{claims:?} {least}"
            );
        }
    }

    #[test]
    fn stretches_end_with_a_claim() {
        let claims = [1, 1, 2, 3, 3, 3, 4];
        check(&claims, 1, &["0..2: 2", "2..3: 1", "3..6: 3", "6..7: 1"]);
        check(&claims, 3, &["0..3: 2 3", "3..6: 3", "6..7: 1"]);
        check(&claims, 4, &["0..6: 2 3 6", "6..7: 1"]);
        check(&claims, 99, &["0..7: 2 3 6 7"]);
        check(&[5, 5, 5], 1, &["0..3: 3"]);
        check(&[], 1, &[]);
    }

    /// `expected`: units with those that count, or what is wrong.
    fn read(units: ArrayRef, expected: Result<&str, &str>) {
        let rows = units.len();
        let texts = |text: &str| Arc::new(StringArray::from(vec![text; rows])) as ArrayRef;
        let batch = RecordBatch::try_from_iter([
            ("claim", texts("a")),
            ("date_of_service", texts("2024-08-01")),
            ("code", texts("A0425")),
            ("units", units),
        ]);
        let got = Columns::of(&batch.unwrap(), 0).map(|columns| {
            let counted = columns.units.as_ref().unwrap();
            let one = |row| format!("{} ({})", columns.units(row), counted.value(row));
            (0..rows).map(one).collect::<Vec<_>>().join(", ")
        });
        match (got, expected) {
            (Ok(got), Ok(expected)) => assert_eq!(got, expected),
            (Err(problem), Err(part)) => assert!(problem.to_string().contains(part), "{problem}"),
            (got, _) => panic!("{got:?}"),
        }
    }

    #[test]
    fn units_of_any_type_keep_their_fraction() {
        let texts = |all: &[&str]| Arc::new(StringArray::from(all.to_vec())) as ArrayRef;
        read(texts(&["1", "2"]), Ok("1 (1), 2 (2)"));
        read(texts(&["12.5", "2"]), Ok("12.5 (13), 2 (2)"));
        read(
            Arc::new(Float64Array::from(vec![12.345, 2.0])),
            Ok("12.345 (13), 2 (2)"),
        );
        read(Arc::new(Float32Array::from(vec![12.3])), Ok("12.3 (13)"));
        let decimals = Decimal128Array::from(vec![1250, 200]).with_precision_and_scale(9, 2);
        read(Arc::new(decimals.unwrap()), Ok("12.5 (13), 2 (2)"));
        let wrong = "column `units` in row 2: expected a number with at most three decimals";
        read(texts(&["1.5", "1.0005"]), Err(wrong));
        read(Arc::new(Float64Array::from(vec![1.5, -1.0])), Err(wrong));
        read(texts(&["1.5", "Doe"]), Err(wrong));
    }

    /// Days of a column as it is, and as read, `m` after those that were read month first; or what is wrong.
    fn check_days(days: &[&str], expected: Result<&str, &str>) {
        let texts = |texts: Vec<&str>| Arc::new(StringArray::from(texts)) as ArrayRef;
        let batch = RecordBatch::try_from_iter([
            ("claim", texts(vec!["a"; days.len()])),
            ("date", texts(days.to_vec())),
            ("code", texts(vec!["A0425"; days.len()])),
        ]);
        let got = Columns::of(&batch.unwrap(), 0).map(|columns| {
            let mark = |row| if columns.month_first(row) { " m" } else { "" };
            let one = |row| format!("{}{}", columns.date(row), mark(row));
            (0..days.len()).map(one).collect::<Vec<_>>().join(", ")
        });
        let got = got.map_err(|problem| problem.to_string());
        let expected = expected.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(got, expected, "{days:?}");
    }

    #[test]
    fn days_as_sheets_write_them() {
        check_days(&["2024-08-14"], Ok("2024-08-14"));
        check_days(&["8/14/2024", "2024-08-14"], Ok("2024-08-14 m, 2024-08-14"));
        check_days(&["20240814"], Ok("2024-08-14"));
        let wrong = "column `date` in row 2: expected a date such as 2024-08-14 (or 8/14/2024, month first)";
        check_days(&["8/14/2024", "14/8/2024"], Err(wrong));
        check_days(&["2024-08-14", "45518"], Err(wrong));
        check_days(
            &["2024-08-14", ""],
            Err("column `date_of_service` is empty in row 2"),
        );
        check_days(
            &["8/14/2024", " "],
            Err("column `date_of_service` is empty in row 2"),
        );
    }
}
