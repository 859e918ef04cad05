//! Dates of service.

use crate::code::shown;
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// The day on which a service was given. It decides which codes, edits, fees and rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateOfService(Date);

impl DateOfService {
    /// Reads `YYYY-MM-DD`. No other order is taken: 03/04/2025 is a different day on either side of the Atlantic.
    ///
    /// # Errors
    /// [`DateError::Form`] if it is written otherwise, [`DateError::NoSuchDay`] for 30 February and the like.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let trimmed = text.trim();
        let form = trimmed.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        if !form || trimmed.len() != 10 {
            return Err(DateError::Form { text: shown(text) });
        }
        trimmed
            .parse()
            .map(Self)
            .map_err(|_| DateError::NoSuchDay { text: shown(text) })
    }

    /// Reads a day as spreadsheets and exports write it: `2024-08-14`, `20240814`, either with a time of day after it, or
    /// `8/14/2024` month first, as in the United States. `14/8/2024` is refused: it has no fourteenth month.
    /// Gives the day, and whether it was read month first.
    ///
    /// # Errors
    /// As [`DateOfService::parse`].
    pub fn of_a_sheet(text: &str) -> Result<(Self, bool), DateError> {
        let day = text.trim();
        let day = day.split_once([' ', 'T']).map_or(day, |(day, _)| day);
        let parts: Vec<&str> = day.split('/').collect();
        let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let form = || DateError::Form { text: shown(text) };
        match parts.as_slice() {
            [month, date, year] if parts.iter().all(digits) => {
                if month.len() > 2 || date.len() > 2 || year.len() != 4 {
                    return Err(form());
                }
                Self::parse(&format!("{year}-{month:0>2}-{date:0>2}")).map(|day| (day, true))
            }
            [whole] if whole.len() == 8 && digits(whole) => {
                let (year, rest) = whole.split_at(4);
                let (month, date) = rest.split_at(2);
                Self::parse(&format!("{year}-{month}-{date}")).map(|day| (day, false))
            }
            [whole] => Self::parse(whole).map(|day| (day, false)),
            _ => Err(form()),
        }
    }

    /// The day as a calendar date.
    #[must_use]
    pub fn date(self) -> Date {
        self.0
    }
}

impl From<Date> for DateOfService {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for DateOfService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for DateOfService {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl Serialize for DateOfService {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateOfService {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

impl JsonSchema for DateOfService {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "DateOfService".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date", "examples": ["2025-03-01"]})
    }
}

/// Why a text is no date of service.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not written as year, month, day.
    #[error(
        "`{text}` cannot be read as a date of service: write year, month and day such as 2025-03-01"
    )]
    Form {
        /// What was given, cut if long.
        text: String,
    },
    /// Written well, but the calendar has no such day.
    #[error("`{text}` is not in the calendar: check the month (01 to 12) and the day")]
    NoSuchDay {
        /// What was given.
        text: String,
    },
}

/// Days since 1970-01-01.
#[must_use]
pub fn day(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    date.since(epoch).map_or(0, |s| s.get_days())
}

/// The date of a day since 1970-01-01.
#[must_use]
pub fn date(day: i32) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    epoch
        .checked_add(jiff::Span::new().try_days(day).unwrap_or_default())
        .unwrap_or(epoch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: Result<&str, &str>) {
        match (DateOfService::parse(text), expected) {
            (Ok(date), Ok(printed)) => assert_eq!(date.to_string(), printed),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{text}: {error}"),
            (got, _) => panic!("{text}: {got:?}"),
        }
    }

    /// A day as a sheet has it: `2024-08-14`, with ` m` after it where it was read month first, or `-`.
    fn check_sheet(text: &str, expected: &str) {
        let read = match DateOfService::of_a_sheet(text) {
            Ok((day, true)) => format!("{day} m"),
            Ok((day, false)) => day.to_string(),
            Err(_) => "-".to_owned(),
        };
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn days_of_spreadsheets() {
        check_sheet("2024-08-14", "2024-08-14");
        check_sheet(" 8/14/2024 ", "2024-08-14 m");
        check_sheet("08/04/2024", "2024-08-04 m");
        check_sheet("8/14/2024 0:00", "2024-08-14 m");
        check_sheet("2024-08-14 00:00:00", "2024-08-14");
        check_sheet("2024-08-14T10:30:00Z", "2024-08-14");
        check_sheet("20240814", "2024-08-14");
        for no in [
            "14/8/2024",
            "8/14/24",
            "8/14",
            "2/30/2024",
            "8/14/2024/1",
            "45518",
            "",
            "/",
        ] {
            check_sheet(no, "-");
        }
    }

    #[test]
    fn year_month_day_only() {
        check("2025-03-01", Ok("2025-03-01"));
        check(" 2024-02-29 ", Ok("2024-02-29"));
        check("2025-02-29", Err("not in the calendar"));
        check("2025-13-01", Err("not in the calendar"));
        check("03/01/2025", Err("2025-03-01"));
        check("2025-3-1", Err("year, month and day"));
        check("2025-03-01T10:00", Err("year, month and day"));
        check("20250301", Err("year, month and day"));
        check("", Err("year, month and day"));
        check("２０２５-03-01", Err("year, month and day"));
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = DateOfService::parse(&text);
        }
    }
}
