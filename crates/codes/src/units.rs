//! Units of service.

use crate::code::shown;
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// Units of service on a line: one or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Units(NonZeroU32);

impl Units {
    /// One unit.
    pub const ONE: Self = Self(NonZeroU32::MIN);

    /// So many units.
    ///
    /// # Errors
    /// [`UnitsError::None`] for 0.
    pub fn new(units: u32) -> Result<Self, UnitsError> {
        NonZeroU32::new(units).map(Self).ok_or(UnitsError::None)
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

impl Default for Units {
    fn default() -> Self {
        Self::ONE
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Units {
    type Err = UnitsError;

    fn from_str(text: &str) -> Result<Self, UnitsError> {
        let trimmed = text.trim();
        if trimmed.is_empty() || !trimmed.bytes().all(|b| b.is_ascii_digit()) {
            return Err(UnitsError::NotANumber { text: shown(text) });
        }
        Self::new(
            trimmed
                .parse()
                .map_err(|_| UnitsError::TooMany { text: shown(text) })?,
        )
    }
}

/// Why something is no number of units.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitsError {
    /// Zero.
    #[error("0 units were given: a line has at least 1 unit")]
    None,
    /// Not a whole number.
    #[error("`{text}` is not a number of units: write a whole number such as 1 or 2")]
    NotANumber {
        /// What was given, cut if long.
        text: String,
    },
    /// More than any line can hold.
    #[error("`{text}` is more units than a line can hold")]
    TooMany {
        /// What was given, cut if long.
        text: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<u32, &str>) {
        match (text.parse::<Units>(), expected) {
            (Ok(units), Ok(number)) => {
                assert_eq!(
                    (units.get(), units.to_string()),
                    (number, number.to_string())
                );
            }
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{text}: {error}"),
            (got, _) => panic!("{text}: {got:?}"),
        }
    }

    #[test]
    fn whole_numbers_from_one() {
        check("1", Ok(1));
        check(" 12 ", Ok(12));
        check("0", Err("at least 1 unit"));
        check("-1", Err("whole number"));
        check("1.5", Err("whole number"));
        check("+1", Err("whole number"));
        check("", Err("whole number"));
        check("99999999999", Err("more units than"));
        assert_eq!(Units::default(), Units::ONE);
    }
}
