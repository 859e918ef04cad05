//! From columns to lines as numbers: what every row goes through.

use crate::columns::{Columns, Texts, is_null};
use arrow_array::{Array as _, StringArray};
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

/// What is made of the words of a column that lists them.
struct Made<T> {
    words: StringArray,
    made: Vec<T>,
}

impl<T> Made<T> {
    /// Of the words of a column. What was made before is kept if it lists the same words.
    fn of(column: &Texts, before: Option<Made<T>>, make: impl Fn(&str) -> T) -> Option<Made<T>> {
        let words = column.words()?;
        let same = |before: &Made<T>| before.words.to_data().ptr_eq(&words.to_data());
        before.filter(same).or_else(|| {
            let all = (0..words.len()).map(|word| make(words.value(word)));
            Some(Made {
                made: all.collect(),
                words: words.clone(),
            })
        })
    }
}

/// What is known of the words of columns that list them. Kept from one batch to the next, which mostly lists the same.
#[derive(Default)]
pub(crate) struct Words {
    codes: Option<Made<Code>>,
    modifiers: Vec<Option<Made<Modifiers>>>,
}

impl Words {
    /// Of the columns of a batch.
    pub(crate) fn read(&mut self, columns: &Columns, tables: &Tables<'_>) {
        let code = |text: &str| Code::of(text.as_bytes(), tables);
        self.codes = Made::of(&columns.codes, self.codes.take(), code);
        self.modifiers.resize_with(columns.modifiers.len(), || None);
        for (column, words) in columns.modifiers.iter().zip(&mut self.modifiers) {
            let modifiers = |text: &str| split(text.as_bytes(), Modifiers::default());
            *words = Made::of(column, words.take(), modifiers);
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
    /// Reads the lines of some rows, replacing those that were read before.
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
        let codes = words.codes.as_ref().map(|words| words.made.as_slice());
        self.codes(&columns.codes, codes, tables, &rows);
        for (column, words) in columns.modifiers.iter().zip(&words.modifiers) {
            let words = words.as_ref().map(|words| words.made.as_slice());
            self.modifiers(column, words, &rows);
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
            None => for_each_text(column, rows, |place, text| {
                take(place, Code::of(text, tables))
            }),
        }
    }

    fn modifiers(&mut self, column: &Texts, words: Option<&[Modifiers]>, rows: &Range<usize>) {
        for_each_text(column, rows, |place, text| {
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
fn for_each_text(column: &Texts, rows: &Range<usize>, mut take: impl FnMut(usize, &[u8])) {
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
    // most cells are one modifier, and few have decimals
    if text.contains(&b'.') || text.eq_ignore_ascii_case(b"nan") {
        let all = std::str::from_utf8(text).unwrap_or_default();
        for part in crate::cells::modifiers(all) {
            if let &[a, b] = part.as_bytes() {
                modifiers.push([a.to_ascii_uppercase(), b.to_ascii_uppercase()]);
            }
        }
        return modifiers;
    }
    for part in text.split(|b| !b.is_ascii_alphanumeric()) {
        if let &[a, b] = part {
            modifiers.push([a.to_ascii_uppercase(), b.to_ascii_uppercase()]);
        }
    }
    modifiers
}
