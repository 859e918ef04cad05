//! Modifiers.

use crate::code::shown;
use std::fmt;
use std::str::FromStr;

/// A modifier: two digits or letters, such as `22` or `LT`. Kept in upper case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Modifier([u8; 2]);

impl Modifier {
    /// Reads a modifier. White space around it, a leading hyphen (`-22`) and lower case are forgiven.
    ///
    /// # Errors
    /// [`ModifierError`] if it is not two digits or letters.
    pub fn parse(text: &str) -> Result<Self, ModifierError> {
        let trimmed = text.trim();
        match trimmed.strip_prefix('-').unwrap_or(trimmed).as_bytes() {
            &[a, b] if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(ModifierError { text: shown(text) }),
        }
    }
}

impl fmt::Display for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = self.0.map(char::from);
        write!(f, "{a}{b}")
    }
}

impl FromStr for Modifier {
    type Err = ModifierError;

    fn from_str(text: &str) -> Result<Self, ModifierError> {
        Self::parse(text)
    }
}

/// Why a text is no modifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not a modifier: a modifier has two characters, each a digit or a letter, such as 22 or LT"
)]
pub struct ModifierError {
    text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let got = Modifier::parse(text).ok().map(|m| m.to_string());
        assert_eq!(got.as_deref(), expected, "{text}");
    }

    #[test]
    fn two_characters() {
        check("22", Some("22"));
        check("-22", Some("22"));
        check(" lt ", Some("LT"));
        check("xs", Some("XS"));
        check("2", None);
        check("222", None);
        check("é", None);
        check("", None);
        let message = Modifier::parse("222").unwrap_err().to_string();
        assert!(message.contains("two characters"), "{message}");
    }
}
