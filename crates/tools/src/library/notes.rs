//! Notes: what was read, and which codes it supports.

use super::answering::release;
use super::outside::LookUp;
use super::{Call, Library};
use crate::contract::NoteText;
use crate::gate::{Ask, Failure, Redact};
use jiff::civil::Date;
use ligature_codes::{DateOfService, Setting};
use ligature_coding::{Answer, Schedule};
use ligature_edits::{Key, Kind};
use ligature_note::{Reading, Remark, named_day};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Code an operative note.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CodeRequest {
    /// The note. It is neither kept nor logged.
    pub note: NoteText,
    /// Date of service.
    #[serde(default)]
    pub date: Option<DateOfService>,
    /// Do not look for codes of the operations that no table here decides about: they are named without codes to look at. Faster,
    /// for batches.
    #[serde(default)]
    pub names_only: bool,
}

/// Read an operative note, without coding it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct EventsRequest {
    /// The note. It is neither kept nor logged.
    pub note: NoteText,
}

impl Redact for Answer {}
impl Redact for Reading {}

impl Ask for CodeRequest {
    const TOOL: &'static str = "code";
    type Answer = Answer;

    fn note(&self) -> Option<&NoteText> {
        Some(&self.note)
    }

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<Answer, Failure> {
        let date = self.date.map(DateOfService::date);
        let outside = match self.names_only {
            true => LookUp::No,
            false => LookUp::Yes,
        };
        Ok(library.code(&self.note, date, outside))
    }
}

impl Ask for EventsRequest {
    const TOOL: &'static str = "events";
    type Answer = Reading;

    fn note(&self) -> Option<&NoteText> {
        Some(&self.note)
    }

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<Reading, Failure> {
        Ok(library.reader().read(&self.note))
    }
}

impl Library {
    /// Codes for a note, as of a date of service; without one, as of the date of service that the note names.
    pub(super) fn code(&self, note: &str, date: Option<Date>, outside: LookUp) -> Answer {
        let named = match date {
            Some(_) => None,
            None => named_day(note),
        };
        let mut answer = self.code_as_of(note, date.or(named.map(|named| named.date)), outside);
        if let Some(named) = named {
            answer.remarks.push(Remark {
                kind: "date-of-the-note".to_owned(),
                message: format!(
                    "The date of service was read from line {} of the note: confirm it.",
                    named.line
                ),
            });
        }
        answer
    }

    fn code_as_of(&self, note: &str, date: Option<Date>, look_up: LookUp) -> Answer {
        let reading = self.reader().read_events(note);
        let outside = self.outside(note, &reading, look_up);
        let mut answer = self.decided(reading, date);
        answer.outside = outside;
        answer
    }

    fn decided(&self, reading: Reading, date: Option<Date>) -> Answer {
        // the fee schedule of the day; without a day the newest
        let answering = self.tables().ok().and_then(|tables| {
            let on = date.map(DateOfService::from);
            let (answering, _) = release(&tables, Kind::Values, Setting::Practitioner, on).ok()?;
            Some((tables, answering, tables.source(answering.source)?))
        });
        let Some((tables, answering, source)) = answering else {
            return self.engine().code(reading, date);
        };
        let work = |code: &str| {
            let id = tables.id(Key::pack(code.as_bytes())?)?;
            let mut rows = tables.values(answering.source, id);
            let whole = rows.find(|row| row.modifier == *b"  ")?;
            Some(i64::from(whole.work.0))
        };
        let schedule = Schedule {
            release: source.label,
            work: &work,
        };
        self.engine().code_by(reading, date, Some(&schedule))
    }
}
