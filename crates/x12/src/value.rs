//! Elements as numbers and dates.

use crate::problem::{Place, Problem, ProblemKind};
use crate::segment::Segment;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// The first and last day of a service; the same for a single day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// The most units of a line: SV104 and SVC05 have room for eight digits before the point (005010X222A1).
const MOST_UNITS: u32 = 99_999_999;

/// Reads elements of a segment; what is wrong with them goes to `problems`.
pub(crate) struct Elements<'a, 'p> {
    pub(crate) segment: &'a Segment,
    pub(crate) problems: &'p mut Vec<Problem>,
}

impl<'a> Elements<'a, '_> {
    fn text(&self, element: usize, component: usize) -> &'a str {
        match component {
            0 => self.segment.element(element),
            component => self.segment.component(element, component),
        }
    }

    /// An error at an element: its label, what it is, what is wrong with it.
    pub(crate) fn error(
        &mut self,
        (element, component): (usize, usize),
        kind: ProblemKind,
        what: &str,
        wrong: &str,
    ) {
        let place = Place::at(self.segment, element, component);
        let message = format!("{}, {what}, {wrong}", place.label());
        self.problems.push(Problem::error(place, kind, message));
    }

    /// A text that must be there.
    pub(crate) fn needed(&mut self, at: (usize, usize), what: &str) -> &'a str {
        let text = self.text(at.0, at.1);
        if text.trim().is_empty() {
            let whole = self.segment.element(at.0);
            if at.1 > 1 && whole.contains(is_mark) {
                self.error(
                    at,
                    ProblemKind::Separators,
                    what,
                    "cannot be determined: the element is not divided by the separator that ISA16 names",
                );
            } else {
                self.error(at, ProblemKind::Missing, what, "is missing");
            }
        }
        text
    }

    /// A number; none if the element is empty.
    pub(crate) fn number(&mut self, at: (usize, usize), what: &str) -> Option<Decimal> {
        let text = self.text(at.0, at.1);
        if text.is_empty() {
            return None;
        }
        let number = decimal(text);
        if number.is_none() {
            self.error(at, ProblemKind::NotANumber, what, "is not a number");
        }
        number
    }

    /// A number that must be there.
    pub(crate) fn needed_number(&mut self, at: (usize, usize), what: &str) -> Option<Decimal> {
        if self.text(at.0, at.1).is_empty() {
            self.error(at, ProblemKind::Missing, what, "is missing");
            return None;
        }
        self.number(at, what)
    }

    /// A number of units that must be there: not negative, and no larger than a line can mean.
    pub(crate) fn needed_units(&mut self, at: (usize, usize)) -> Option<Decimal> {
        let units = self.needed_number(at, "the units")?;
        if units.is_sign_negative() && !units.is_zero() {
            let wrong = "is negative; it is not read, and the line has no units";
            self.error(at, ProblemKind::NotANumber, "the units", wrong);
            return None;
        }
        if units > Decimal::from(MOST_UNITS) {
            let wrong = "is more than a line can have; it is not read, and the line has no units";
            self.error(at, ProblemKind::NotANumber, "the units", wrong);
            return None;
        }
        Some(units)
    }

    /// A day as CCYYMMDD; none if the element is empty.
    pub(crate) fn day(&mut self, at: (usize, usize), what: &str) -> Option<Date> {
        let text = self.text(at.0, at.1);
        if text.is_empty() {
            return None;
        }
        let day = day(text);
        if day.is_none() {
            self.error(
                at,
                ProblemKind::NotADate,
                what,
                "is not a date such as 20260131",
            );
        }
        day
    }

    /// The days of a DTP segment: form in element 2 (`D8` or `RD8`), days in element 3.
    pub(crate) fn days(&mut self, what: &str) -> Option<Days> {
        let text = self.text(3, 0);
        let days = match self.text(2, 0) {
            "D8" => day(text).map(|day| Days { from: day, to: day }),
            "RD8" => text.split_once('-').and_then(|(from, to)| {
                Some(Days {
                    from: day(from)?,
                    to: day(to)?,
                })
            }),
            _ => {
                self.error(
                    (2, 0),
                    ProblemKind::NotADate,
                    "the form of the date",
                    "is neither D8 (one day) nor RD8 (from and to)",
                );
                return None;
            }
        };
        match days {
            None => self.error(
                (3, 0),
                ProblemKind::NotADate,
                what,
                "is not a date such as 20260131, or 20260131-20260202 for several days",
            ),
            Some(days) if days.to < days.from => {
                self.error((3, 0), ProblemKind::NotADate, what, "ends before it begins");
            }
            Some(_) => {}
        }
        days
    }
}

/// Something that another sender may take for a separator.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '.' | '-')
}

/// A number of X12's type R: digits, at most one point, a minus before them.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    const LONGEST: usize = 20;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let shape = digits.bytes().any(|b| b.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1;
    (shape && text.len() <= LONGEST)
        .then(|| Decimal::from_str_exact(text).ok())
        .flatten()
}

/// A day written CCYYMMDD.
pub(crate) fn day(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = text.get(..4)?.parse().ok()?;
    let month = text.get(4..6)?.parse().ok()?;
    let day = text.get(6..)?.parse().ok()?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        for (text, expected) in [
            ("12.50", Some("12.50")),
            ("0", Some("0")),
            (".5", Some("0.5")),
            ("5.", Some("5")),
            ("-3", Some("-3")),
            ("1e3", None),
            ("1,000", None),
            ("+1", None),
            (".", None),
            ("-", None),
            ("1.2.3", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(
                decimal(text).map(|d| d.to_string()).as_deref(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn days_are_in_the_calendar() {
        assert_eq!(
            day("20260131").map(|d| d.to_string()).as_deref(),
            Some("2026-01-31")
        );
        for text in [
            "20260230",
            "2026013",
            "202601310",
            "2026-1-1",
            "0000000a",
            "20261301",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
