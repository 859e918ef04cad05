//! Ranges of procedure codes.

use crate::code::Code;
use crate::system::System;
use std::fmt;

/// A range of procedure codes, both ends in it: `44005-44055`, `0042T-0999T`, `A0021-A0999`.
///
/// Only codes of one series are compared: those with the same letter, in the same place. So `0100U` does not lie between
/// `0042T` and `0999T`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRange {
    from: Code,
    to: Code,
}

/// Why a text is no range of procedure codes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// There is no hyphen, or an end is no procedure code.
    #[error(
        "`{0}` is no range of procedure codes: write its first and last code, such as 44005-44055"
    )]
    Form(String),
    /// The ends are of different series.
    #[error(
        "{0} and {1} are not of one series: both need the same letter in the same place, or none"
    )]
    Series(Code, Code),
    /// The last code comes before the first.
    #[error("{0} comes after {1}: write the lower code first")]
    Order(Code, Code),
}

/// Letter before, letter behind, number between.
type Place = (Option<u8>, Option<u8>, u32);

fn place(code: &Code) -> Place {
    let bytes = code.as_str().as_bytes();
    let letter = |byte: Option<&u8>| byte.copied().filter(u8::is_ascii_alphabetic);
    let digits = bytes.iter().filter(|b| b.is_ascii_digit());
    let number = digits.fold(0, |all, digit| all * 10 + u32::from(digit - b'0'));
    (letter(bytes.first()), letter(bytes.last()), number)
}

impl CodeRange {
    /// Reads a range.
    ///
    /// # Errors
    /// [`RangeError`]
    pub fn parse(text: &str) -> Result<Self, RangeError> {
        let form = || RangeError::Form(text.chars().take(20).collect());
        let (from, to) = text.split_once('-').ok_or_else(form)?;
        let end = |text: &str| {
            let code = Code::parse(text).ok()?;
            matches!(code.system(), System::Cpt | System::Hcpcs).then_some(code)
        };
        let from = end(from).ok_or_else(form)?;
        let to = end(to).ok_or_else(form)?;
        let (a, b) = (place(&from), place(&to));
        if (a.0, a.1) != (b.0, b.1) {
            return Err(RangeError::Series(from, to));
        }
        if a.2 > b.2 {
            return Err(RangeError::Order(from, to));
        }
        Ok(Self { from, to })
    }

    /// The system of its codes.
    #[must_use]
    pub fn system(&self) -> System {
        self.from.system()
    }

    /// The first code.
    #[must_use]
    pub fn first(&self) -> &Code {
        &self.from
    }

    /// The last code.
    #[must_use]
    pub fn last(&self) -> &Code {
        &self.to
    }

    /// How many numbers it spans, both ends counted.
    #[must_use]
    pub fn width(&self) -> u32 {
        place(&self.to).2 - place(&self.from).2 + 1
    }

    /// Whether it has a code.
    #[must_use]
    pub fn holds(&self, code: &Code) -> bool {
        let (a, b, at) = (place(&self.from), place(&self.to), place(code));
        code.system() == self.system() && (a.0, a.1) == (at.0, at.1) && (a.2..=b.2).contains(&at.2)
    }

    /// Whether it has all of another range; a range encloses itself.
    #[must_use]
    pub fn encloses(&self, other: &CodeRange) -> bool {
        self.holds(&other.from) && self.holds(&other.to)
    }

    /// Whether they share codes and neither encloses the other.
    #[must_use]
    pub fn crosses(&self, other: &CodeRange) -> bool {
        let touch = self.holds(&other.from) || self.holds(&other.to) || other.holds(&self.from);
        touch && !self.encloses(other) && !other.encloses(self)
    }
}

impl fmt::Display for CodeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> CodeRange {
        CodeRange::parse(text).unwrap()
    }

    #[test]
    fn ranges_are_read_and_slips_are_said() {
        fn refused(text: &str, why: &str) {
            let error = CodeRange::parse(text).unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
        assert_eq!(range("44005-44055").to_string(), "44005-44055");
        assert_eq!(range("0042t-0999T").to_string(), "0042T-0999T");
        assert_eq!(range("A0021-A0999").width(), 979);
        refused("44005", "no range");
        refused("44005-x", "no range");
        refused("K55.0-K64", "no range");
        refused("44005-0042T", "not of one series");
        refused("44055-44005", "comes after");
    }

    #[test]
    fn codes_of_other_letters_do_not_lie_in_it() {
        fn check(of: &str, code: &str, lies: bool) {
            assert_eq!(
                range(of).holds(&Code::parse(code).unwrap()),
                lies,
                "{code} in {of}"
            );
        }
        check("44005-44055", "44005", true);
        check("44005-44055", "44055", true);
        check("44005-44055", "44100", false);
        check("0042T-0999T", "0100U", false);
        check("0042T-0999T", "0100T", true);
        check("A0021-A0999", "B0100", false);
        check("00100-01999", "0042T", false);
    }

    #[test]
    fn ranges_nest_or_cross() {
        fn check(a: &str, b: &str, encloses: bool, crosses: bool) {
            let (a, b) = (range(a), range(b));
            assert_eq!(
                (a.encloses(&b), a.crosses(&b)),
                (encloses, crosses),
                "{a} {b}"
            );
        }
        check("44005-44799", "44005-44055", true, false);
        check("44005-44055", "44005-44799", false, false);
        check("44005-44055", "44055-44130", false, true);
        check("44055-44130", "44005-44055", false, true);
        check("44005-44055", "44100-44130", false, false);
    }
}
