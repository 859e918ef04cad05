//! What readers of claims' tables gather: rows, refused lines, the release that they are of.

use crate::cms::named::{FREE, Quarter};
use crate::source::text;
use jiff::civil::Date;
use ligature_edits::{Key, Kind, Refusal, Rows, Setting, Table};
use std::collections::HashMap;

/// A procedure code as a number, if the text has the shape of one.
pub(crate) fn key(code: &[u8]) -> Option<Key> {
    let [_, middle @ .., _] = code else {
        return None;
    };
    let shaped = middle.len() == 3 && middle.iter().all(u8::is_ascii_digit);
    shaped.then(|| Key::pack(code)).flatten()
}

/// What a reader gathers before it knows the release.
#[derive(Default)]
pub(crate) struct Gathered {
    /// Lines read, taken or not.
    pub(crate) read: u64,
    /// What was not taken.
    pub(crate) refused: Vec<Refusal>,
}

impl Gathered {
    /// Refuses a line.
    pub(crate) fn refuse(&mut self, line: u64, why: impl Into<String>) {
        self.refused.push(Refusal {
            line,
            why: why.into(),
        });
    }

    /// The table of a release.
    pub(crate) fn table(self, source: ligature_edits::TableRelease, rows: Rows) -> Table {
        Table {
            source,
            rows,
            read: self.read,
            refused: self.refused,
        }
    }
}

/// A release of CMS for the days from one to another; its rows have no days.
pub(crate) fn source(
    kind: Kind,
    setting: Setting,
    label: String,
    (from, to): (Date, Date),
    file: &str,
) -> ligature_edits::TableRelease {
    ligature_edits::TableRelease {
        kind,
        setting,
        label,
        from,
        to,
        dated: false,
        publisher: "CMS".to_owned(),
        licence: FREE.to_owned(),
        file: file.to_owned(),
        part: None,
        revision: 0,
    }
}

/// First and last day of a quarter.
pub(crate) fn days(quarter: Quarter) -> (Date, Date) {
    (quarter.first(), quarter.last())
}

/// First and last day of a year.
pub(crate) fn year_days(year: i16) -> (Date, Date) {
    (
        crate::cms::named::on(year, 1, 1),
        crate::cms::named::on(year, 12, 31),
    )
}

/// Whether nearly all rows carry a first day, so that a table covers the days before its release too.
pub(crate) fn dated(with_first_day: usize, rows: usize) -> bool {
    rows > 0 && with_first_day * 100 >= rows * 99
}

/// Reasons that a table prints again and again, each once.
#[derive(Default)]
pub(crate) struct Reasons {
    texts: Vec<String>,
    places: HashMap<Vec<u8>, u16>,
    last: (Vec<u8>, u16),
}

impl Reasons {
    /// The place of a reason.
    ///
    /// # Errors
    /// A sentence, if the table prints more different reasons than a row can name.
    pub(crate) fn place(&mut self, reason: &[u8]) -> Result<u16, String> {
        if !self.texts.is_empty() && self.last.0 == reason {
            return Ok(self.last.1);
        }
        let place = match self.places.get(reason) {
            Some(place) => *place,
            None => {
                let next = u16::try_from(self.texts.len()).ok();
                let place = next.filter(|p| *p < u16::MAX).ok_or_else(|| {
                    format!("its reason is one of more than {} different ones", u16::MAX)
                })?;
                self.texts.push(text(reason).into_owned());
                self.places.insert(reason.to_vec(), place);
                place
            }
        };
        self.last = (reason.to_vec(), place);
        Ok(place)
    }

    /// All, by their places.
    pub(crate) fn texts(self) -> Vec<String> {
        self.texts
    }
}
