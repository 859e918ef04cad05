//! Units of service.

use crate::code::shown;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// Thousandths in one unit.
const ONE: u64 = 1_000;

/// Units of service on a line, to three decimals as an 837P may send them (005010X222A1, SV104): miles and time have
/// fractions. A line may say 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Units(u64);

impl Units {
    /// No unit.
    pub const ZERO: Self = Self(0);

    /// One unit.
    pub const ONE: Self = Self(ONE);

    /// So many whole units.
    #[must_use]
    pub const fn whole(units: u32) -> Self {
        Self(units as u64 * ONE)
    }

    /// So many thousandths of a unit.
    #[must_use]
    pub const fn from_thousandths(thousandths: u64) -> Self {
        Self(thousandths)
    }

    /// The number in thousandths.
    #[must_use]
    pub const fn thousandths(self) -> u64 {
        self.0
    }

    /// Whether there is no fraction.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.0.is_multiple_of(ONE)
    }

    /// The whole number; none if there is a fraction.
    #[must_use]
    pub fn as_whole(self) -> Option<u32> {
        match self.is_whole() {
            true => u32::try_from(self.0 / ONE).ok(),
            false => None,
        }
    }

    /// The next whole number: what counts against a limit of units. At most [`u32::MAX`].
    #[must_use]
    pub fn ceil(self) -> u32 {
        u32::try_from(self.0.div_ceil(ONE)).unwrap_or(u32::MAX)
    }

    /// What is left when others are taken off; nothing where they are more.
    #[must_use]
    pub const fn saturating_sub(self, others: Self) -> Self {
        Self(self.0.saturating_sub(others.0))
    }

    /// From a number as floating point holds it; none if it is negative, has more than three decimals, or is more than a
    /// line can hold.
    #[must_use]
    pub fn from_f64(number: f64) -> Option<Self> {
        let thousandths = (number * 1_000.0).round();
        let exact = thousandths / 1_000.0 == number;
        (number >= 0.0 && exact && number <= f64::from(u32::MAX))
            .then_some(Self(thousandths as u64))
    }

    /// The number as floating point; exact to three decimals up to a trillion units.
    fn as_f64(self) -> f64 {
        self.0 as f64 / 1_000.0
    }
}

impl Default for Units {
    fn default() -> Self {
        Self::ONE
    }
}

impl From<u32> for Units {
    fn from(units: u32) -> Self {
        Self::whole(units)
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / ONE, self.0 % ONE);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{rest:03}").trim_end_matches('0'))
    }
}

impl FromStr for Units {
    type Err = UnitsError;

    fn from_str(text: &str) -> Result<Self, UnitsError> {
        let trimmed = text.trim();
        let (whole, rest) = trimmed.split_once('.').unwrap_or((trimmed, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(rest) {
            return Err(UnitsError::NotANumber { text: shown(text) });
        }
        let rest = rest.trim_end_matches('0');
        if rest.len() > 3 {
            return Err(UnitsError::Decimals { text: shown(text) });
        }
        let units: u32 = whole
            .parse()
            .map_err(|_| UnitsError::TooMany { text: shown(text) })?;
        let thousandths = format!("{rest:0<3}").parse().unwrap_or(0);
        Ok(Self(Self::whole(units).0 + thousandths))
    }
}

/// Why a text is no number of units.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitsError {
    /// Not a number, or a negative one.
    #[error("`{text}` is not a number of units: write a number such as 1, 2 or 12.5")]
    NotANumber {
        /// What was given, cut if long.
        text: String,
    },
    /// More than three decimals.
    #[error("`{text}` has too many decimals: units have at most three, such as 0.125")]
    Decimals {
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

impl Serialize for Units {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.is_whole() {
            true => serializer.serialize_u64(self.0 / ONE),
            false => serializer.serialize_f64(self.as_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Units {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;

        impl Visitor<'_> for Number {
            type Value = Units;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of units, 0 or more, with at most three decimals")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Units, E> {
                let units = u32::try_from(number).map(Units::whole);
                units.map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Units, E> {
                let units = u32::try_from(number).map(Units::whole);
                units.map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Units, E> {
                let wrong = || E::invalid_value(Unexpected::Float(number), &self);
                Units::from_f64(number).ok_or_else(wrong)
            }
        }

        deserializer.deserialize_any(Number)
    }
}

impl JsonSchema for Units {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Units".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number", "minimum": 0, "maximum": 999_999, "multipleOf": 0.001})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `expected`: thousandths and printed form, or a part of the message.
    fn check(text: &str, expected: Result<(u64, &str), &str>) {
        match (text.parse::<Units>(), expected) {
            (Ok(units), Ok((thousandths, printed))) => {
                let got = (units.thousandths(), units.to_string());
                assert_eq!(got, (thousandths, printed.to_owned()), "{text}");
            }
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{text}: {error}"),
            (got, _) => panic!("{text}: {got:?}"),
        }
    }

    #[test]
    fn numbers_with_three_decimals_at_most() {
        check("1", Ok((1_000, "1")));
        check(" 12 ", Ok((12_000, "12")));
        check("0", Ok((0, "0")));
        check("12.5", Ok((12_500, "12.5")));
        check("0.25", Ok((250, "0.25")));
        check("0.001", Ok((1, "0.001")));
        check("2.0", Ok((2_000, "2")));
        check("2.5000", Ok((2_500, "2.5")));
        check("4294967295.999", Ok((4_294_967_295_999, "4294967295.999")));
        check("0.0005", Err("at most three"));
        check("4294967296", Err("more units than"));
        for text in [
            "-1", "+1", "", ".", "1.", ".5", "1,5", "1e3", "two", "1.2.3",
        ] {
            check(text, Err("not a number of units"));
        }
        assert_eq!(Units::default(), Units::ONE);
    }

    #[test]
    fn whole_numbers_and_what_counts_against_a_limit() {
        for (thousandths, whole, counts) in [
            (0, Some(0), 0),
            (1, None, 1),
            (1_000, Some(1), 1),
            (12_500, None, 13),
            (u64::MAX, None, u32::MAX),
        ] {
            let units = Units::from_thousandths(thousandths);
            assert_eq!((units.as_whole(), units.ceil()), (whole, counts));
        }
    }

    #[test]
    fn json_numbers() {
        fn read(json: &str, expected: Result<&str, &str>) {
            match (serde_json::from_str::<Units>(json), expected) {
                (Ok(units), Ok(written)) => {
                    assert_eq!(serde_json::to_string(&units).unwrap(), written);
                }
                (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
                (got, _) => panic!("{json}: {got:?}"),
            }
        }
        read("2", Ok("2"));
        read("0", Ok("0"));
        read("2.0", Ok("2"));
        read("12.5", Ok("12.5"));
        read("12.345", Ok("12.345"));
        for wrong in [
            "-1",
            "-0.5",
            "1.0005",
            "5e9",
            "4294967296",
            "\"2\"",
            "null",
            "[1]",
        ] {
            read(
                wrong,
                Err("expected a number of units, 0 or more, with at most three decimals"),
            );
        }
    }

    proptest! {
        #[test]
        fn text_and_json_keep_the_number(thousandths in 0..=4_294_967_295_000_u64) {
            let units = Units::from_thousandths(thousandths);
            prop_assert_eq!(units.to_string().parse::<Units>(), Ok(units));
            let json = serde_json::to_string(&units).unwrap();
            prop_assert_eq!(serde_json::from_str::<Units>(&json).unwrap(), units);
        }
    }
}
