//! From columns to lines as numbers: what every row goes through.

use crate::columns::{Columns, Texts, is_null};
use arrow_array::Array as _;
use ligature_claim::check::{CoreLine, Modifiers};
use ligature_edits::{Id, Key, Tables};
use std::ops::Range;

/// A code as the tables know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Code {
    /// Some table names it.
    Known(Id),
    /// None does.
    Unknown,
    /// It has not the shape of a code.
    Shapeless,
}

impl Code {
    #[inline]
    fn of(text: &[u8], tables: &Tables<'_>) -> Code {
        let written = <[u8; 5]>::try_from(text).ok();
        if let Some(id) = written.and_then(|code| tables.id_of(code)) {
            return Code::Known(id);
        }
        match key(text) {
            Some(key) => tables.id(key).map_or(Code::Unknown, Code::Known),
            None => Code::Shapeless,
        }
    }
}

#[inline]
fn key(code: &[u8]) -> Option<Key> {
    Key::pack(code).or_else(|| Key::pack(&code.trim_ascii().to_ascii_uppercase()))
}

/// What is known of the words of columns that list them.
pub(crate) struct Words {
    codes: Option<Vec<Code>>,
    modifiers: Vec<Option<Vec<Modifiers>>>,
}

impl Words {
    pub(crate) fn of(columns: &Columns, tables: &Tables<'_>) -> Words {
        let made = |texts: &Texts| texts.made(|text| split(text.as_bytes(), Modifiers::default()));
        Words {
            codes: columns.codes.made(|text| Code::of(text.as_bytes(), tables)),
            modifiers: columns.modifiers.iter().map(made).collect(),
        }
    }
}

/// Lines as numbers, column by column.
#[derive(Default)]
pub(crate) struct Lines {
    /// The lines.
    pub(crate) lines: Vec<CoreLine>,
    /// Places of those whose code has no shape of one.
    pub(crate) shapeless: Vec<usize>,
}

impl Lines {
    /// Reads the lines of some rows, in the place of those that were read before.
    pub(crate) fn read(
        &mut self,
        columns: &Columns,
        words: &Words,
        tables: &Tables<'_>,
        rows: Range<usize>,
    ) {
        let days = columns.days.values().get(rows.clone()).unwrap_or_default();
        let of_day = |day: &i32| CoreLine {
            day: *day,
            units: 1,
            ..CoreLine::default()
        };
        self.lines.clear();
        self.lines.extend(days.iter().map(of_day));
        self.shapeless.clear();
        if let Some(units) = &columns.units {
            let values = units.values().get(rows.clone()).unwrap_or_default();
            for (at, (line, value)) in self.lines.iter_mut().zip(values).enumerate() {
                if !is_null(units.nulls(), rows.start + at) {
                    line.units = *value;
                }
            }
        }
        self.codes(&columns.codes, words.codes.as_deref(), tables, &rows);
        for (column, words) in columns.modifiers.iter().zip(&words.modifiers) {
            self.modifiers(column, words.as_deref(), &rows);
        }
    }

    fn codes(
        &mut self,
        column: &Texts,
        words: Option<&[Code]>,
        tables: &Tables<'_>,
        rows: &Range<usize>,
    ) {
        let mut take = |place: usize, code: Code| match (code, self.lines.get_mut(place)) {
            (Code::Known(id), Some(line)) => line.id = Some(id),
            (Code::Shapeless, _) => self.shapeless.push(place),
            _ => {}
        };
        match words {
            Some(words) => {
                for (place, row) in rows.clone().enumerate() {
                    let word = column.word(row).and_then(|word| words.get(word));
                    take(place, word.copied().unwrap_or(Code::Shapeless));
                }
            }
            None => each(column, rows, |place, text| {
                take(place, Code::of(text, tables))
            }),
        }
    }

    fn modifiers(&mut self, column: &Texts, words: Option<&[Modifiers]>, rows: &Range<usize>) {
        each(column, rows, |place, text| {
            let Some(line) = self.lines.get_mut(place).filter(|_| !text.is_empty()) else {
                return;
            };
            let word = || column.word(rows.start + place);
            match words {
                Some(words) => {
                    let word = word().and_then(|word| words.get(word));
                    let modifiers = word.into_iter().flat_map(Modifiers::iter);
                    modifiers.for_each(|m| line.modifiers.push(m));
                }
                None => line.modifiers = split(text, line.modifiers),
            }
        });
    }
}

/// The texts of some rows with their places among them; of a row without one, an empty text.
#[inline]
fn each(column: &Texts, rows: &Range<usize>, mut take: impl FnMut(usize, &[u8])) {
    let Texts::Plain(texts) = column else {
        for (place, row) in rows.clone().enumerate() {
            take(place, column.value(row).as_bytes());
        }
        return;
    };
    let nulls = texts.nulls().filter(|nulls| nulls.null_count() > 0);
    let bytes = texts.value_data();
    let ends = texts.value_offsets().get(rows.start..=rows.end);
    for (place, ends) in ends.unwrap_or_default().windows(2).enumerate() {
        let [from, to] = [0, 1].map(|at| ends.get(at).map_or(0, |end| *end as usize));
        // where nothing is given, mostly nothing is written either
        if from == to || is_null(nulls, rows.start + place) {
            take(place, &[]);
        } else {
            take(place, bytes.get(from..to).unwrap_or_default());
        }
    }
}

/// Modifiers in one text, with anything but digits and letters between them.
#[inline]
fn split(text: &[u8], mut modifiers: Modifiers) -> Modifiers {
    if text.is_empty() {
        return modifiers;
    }
    for part in text.split(|b| !b.is_ascii_alphanumeric()) {
        if let &[a, b] = part {
            modifiers.push([a.to_ascii_uppercase(), b.to_ascii_uppercase()]);
        }
    }
    modifiers
}
