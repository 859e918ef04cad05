//! The engine: decision tables, compiled once.

use crate::decide;
use crate::model::Answer;
use crate::order::{Schedule, Work};
use crate::tables::Tables;
use jiff::civil::Date;
use ligature_knowledge::Knowledge;
use ligature_note::Reading;

/// Chooses codes for what was read. Built once from the knowledge, then shared between threads.
#[derive(Debug)]
pub struct Engine {
    tables: Tables,
}

impl Engine {
    /// Compiles families and policies.
    #[must_use]
    pub fn new(knowledge: &Knowledge) -> Engine {
        Engine {
            tables: Tables::new(knowledge),
        }
    }

    /// Codes for a note that was read ([`ligature_note::Reader::read_events`] is enough), as of a date of service, if one is
    /// given. Without a date every row of the tables holds. Codes are in the order of the work values on their pages; a
    /// remark says so where there are several.
    #[must_use]
    pub fn code(&self, reading: Reading, date: Option<Date>) -> Answer {
        self.code_by(reading, date, None)
    }

    /// As [`Engine::code`], in the order of the work values of a fee schedule.
    #[must_use]
    pub fn code_by(
        &self,
        reading: Reading,
        date: Option<Date>,
        schedule: Option<&Schedule<'_>>,
    ) -> Answer {
        let work = Work::new(&self.tables, schedule);
        decide::answer(&self.tables, &work, reading, date)
    }

    /// Whether an act, by its concept, is an operation that no table here decides about.
    #[must_use]
    pub fn is_outside(&self, concept: &str) -> bool {
        decide::undecided(&self.tables, concept)
    }

    /// Whether a family of codes has the code: no note can support one that none has.
    #[must_use]
    pub fn decides(&self, code: &str) -> bool {
        self.tables.family_of(code).is_some()
    }
}
