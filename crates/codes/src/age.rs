//! Ages as code sets write them.

use jiff::ToSpan as _;
use jiff::civil::Date;
use std::fmt;

/// An age in whole days, months or years: `28 days`, `6 months`, `5 years`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Age {
    count: u16,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Unit {
    Days,
    Months,
    Years,
}

/// Why a text is no age.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no age: write a number and days, months or years, such as `6 months`")]
pub struct AgeError(String);

impl Age {
    /// Reads a number, a blank and its unit, in singular or plural.
    ///
    /// # Errors
    /// [`AgeError`] for anything else.
    pub fn parse(text: &str) -> Result<Age, AgeError> {
        let wrong = || AgeError(text.to_owned());
        let (count, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let unit = match unit.trim() {
            "day" | "days" => Unit::Days,
            "month" | "months" => Unit::Months,
            "year" | "years" => Unit::Years,
            _ => return Err(wrong()),
        };
        let count = count.parse().map_err(|_| wrong())?;
        Ok(Age { count, unit })
    }

    /// The day on which somebody born on a day reaches it; the last day of a month that is too short. Nothing beyond the
    /// calendar.
    #[must_use]
    pub fn reached(self, born: Date) -> Option<Date> {
        let count = i64::from(self.count);
        let span = match self.unit {
            Unit::Days => count.days(),
            Unit::Months => count.months(),
            Unit::Years => count.years(),
        };
        born.checked_add(span).ok()
    }

    /// How old somebody is on a day, in the largest unit that is not nought: years, below one year months, below one month
    /// days. Nothing before birth.
    #[must_use]
    pub fn of(born: Date, on: Date) -> Option<Age> {
        let span = born.until((jiff::Unit::Year, on)).ok()?;
        let [years, months, days] = [
            i32::from(span.get_years()),
            span.get_months(),
            span.get_days(),
        ];
        let (count, unit) = match (years, months) {
            (0, 0) => (days, Unit::Days),
            (0, months) => (months, Unit::Months),
            (years, _) => (years, Unit::Years),
        };
        let count = u16::try_from(count).ok()?;
        Some(Age { count, unit })
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => "day",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, born: &str, reached: &str) {
        let age = Age::parse(text).unwrap();
        let day = age.reached(born.parse().unwrap()).unwrap();
        assert_eq!(day.to_string(), reached, "{text} from {born}");
    }

    #[test]
    fn the_day_on_which_an_age_is_reached() {
        check("28 days", "2024-02-01", "2024-02-29");
        check("6 months", "2024-08-31", "2025-02-28");
        check("1 year", "2024-02-29", "2025-02-28");
        check("5 years", "2019-08-14", "2024-08-14");
    }

    #[test]
    fn how_old_somebody_is() {
        let of = |born: &str, on: &str| {
            let age = Age::of(born.parse().unwrap(), on.parse().unwrap());
            age.map_or_else(|| "not born".to_owned(), |a| a.to_string())
        };
        assert_eq!(of("2019-08-14", "2024-08-13"), "4 years");
        assert_eq!(of("2019-08-14", "2024-08-14"), "5 years");
        assert_eq!(of("2024-01-31", "2024-02-29"), "29 days");
        assert_eq!(of("2024-01-01", "2024-08-14"), "7 months");
        assert_eq!(of("2024-08-14", "2024-08-14"), "0 days");
        assert_eq!(of("2024-08-14", "2024-08-13"), "not born");
    }

    #[test]
    fn what_is_no_age() {
        for text in ["", "5", "five years", "5 weeks", "-1 days", "70000 days"] {
            assert!(Age::parse(text).is_err(), "{text}");
        }
        assert_eq!(Age::parse("1 years").unwrap().to_string(), "1 year");
    }
}
