//! Codes and the systems they belong to.

use std::fmt;
use std::str::FromStr;

/// A system of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeSystem {
    /// CPT (HCPCS Level I): five digits, or four digits and a letter (`0001F`, `0042T`, `0001U`, `0001M`).
    Cpt,
    /// HCPCS Level II: a letter from A to V and four digits.
    Hcpcs,
    /// ICD-10-CM: a letter, a digit, a digit or letter, then up to four more characters behind a point.
    Icd10Cm,
    /// ICD-10-PCS: seven digits or letters, never I or O.
    Icd10Pcs,
}

impl CodeSystem {
    /// The name in words for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpt => "CPT",
            Self::Hcpcs => "HCPCS Level II",
            Self::Icd10Cm => "ICD-10-CM",
            Self::Icd10Pcs => "ICD-10-PCS",
        }
    }

    /// What a code of this system looks like, as the end of a sentence.
    fn shape(self) -> &'static str {
        match self {
            Self::Cpt => {
                "five digits such as 99213, or four digits and one of the letters A, F, M, T, U"
            }
            Self::Hcpcs => "one letter from A to V and four digits, such as J1885",
            Self::Icd10Cm => "three to seven characters, such as K56.609",
            Self::Icd10Pcs => "seven digits or letters without I and O, such as 0DT80ZZ",
        }
    }

    /// Whether `text` (upper case, without point) has the shape of this system.
    fn fits(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        match (self, bytes) {
            (Self::Cpt, [four @ .., last]) => {
                four.len() == 4
                    && digits(four)
                    && (last.is_ascii_digit() || b"AFMTU".contains(last))
            }
            (Self::Hcpcs, [first, rest @ ..]) => {
                (b'A'..=b'V').contains(first) && rest.len() == 4 && digits(rest)
            }
            (Self::Icd10Cm, [letter, digit, rest @ ..]) => {
                letter.is_ascii_uppercase()
                    && digit.is_ascii_digit()
                    && (1..=5).contains(&rest.len())
                    && rest.iter().all(u8::is_ascii_alphanumeric)
            }
            (Self::Icd10Pcs, all) => {
                all.len() == 7
                    && all
                        .iter()
                        .all(|b| b.is_ascii_alphanumeric() && !b"IO".contains(b))
            }
            _ => false,
        }
    }
}

impl fmt::Display for CodeSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A code of a known system. Kept in upper case and without point; printed the way its publisher prints it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    system: CodeSystem,
    text: Box<str>,
}

impl Code {
    /// Reads a code and tells its system by its shape.
    ///
    /// A letter and four digits are taken for HCPCS; an ICD-10-CM code of that shape is known by its point.
    /// White space around it and lower case are forgiven.
    ///
    /// # Errors
    /// [`CodeError::NoSystem`] if it has the shape of no system.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let trimmed = text.trim();
        let systems: &[CodeSystem] = if trimmed.contains('.') {
            &[CodeSystem::Icd10Cm]
        } else {
            &[
                CodeSystem::Cpt,
                CodeSystem::Hcpcs,
                CodeSystem::Icd10Cm,
                CodeSystem::Icd10Pcs,
            ]
        };
        systems
            .iter()
            .find_map(|system| Self::parse_as(*system, trimmed).ok())
            .ok_or_else(|| CodeError::NoSystem {
                text: shown(trimmed),
            })
    }

    /// Reads a code of one system. A point is forgiven where ICD-10-CM prints it (after the third character).
    ///
    /// # Errors
    /// [`CodeError::WrongShape`] if it has not the shape of that system.
    pub fn parse_as(system: CodeSystem, text: &str) -> Result<Self, CodeError> {
        let mut plain = text.trim().to_ascii_uppercase();
        if system == CodeSystem::Icd10Cm
            && plain.len() > 4
            && plain.as_bytes().get(3) == Some(&b'.')
        {
            plain.remove(3);
        }
        if !system.fits(&plain) {
            return Err(CodeError::WrongShape {
                text: shown(text),
                system,
                shape: system.shape(),
            });
        }
        Ok(Self {
            system,
            text: plain.into(),
        })
    }

    /// The system.
    #[must_use]
    pub fn system(&self) -> CodeSystem {
        self.system
    }

    /// The code without point, in upper case: the form of the publishers' files.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text.split_at_checked(3) {
            Some((category, rest)) if self.system == CodeSystem::Icd10Cm && !rest.is_empty() => {
                write!(f, "{category}.{rest}")
            }
            _ => f.write_str(&self.text),
        }
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}

/// Why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The shape of no system.
    #[error(
        "`{text}` does not look like a code: a CPT code has five digits such as 99213 (or four and a letter), a HCPCS code one letter and four digits, an ICD-10-CM code a point after its third character"
    )]
    NoSystem {
        /// What was given, cut if long.
        text: String,
    },
    /// Not the shape of the system asked for.
    #[error("`{text}` is not a {system} code: it should be {shape}")]
    WrongShape {
        /// What was given, cut if long.
        text: String,
        /// The system asked for.
        system: CodeSystem,
        /// What its codes look like.
        shape: &'static str,
    },
}

/// What was given, short enough for a message.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 20;
    let mut short: String = text.trim().chars().take(MOST).collect();
    if text.trim().chars().count() > MOST {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `expected`: system and printed form, or a part of the message.
    fn check(text: &str, expected: Result<(CodeSystem, &str), &str>) {
        match (Code::parse(text), expected) {
            (Ok(code), Ok((system, printed))) => {
                assert_eq!(
                    (code.system(), code.to_string().as_str()),
                    (system, printed),
                    "{text}"
                );
            }
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{text}: {error}"),
            (got, _) => panic!("{text}: {got:?}"),
        }
    }

    #[test]
    fn system_is_told_by_shape() {
        check("44120", Ok((CodeSystem::Cpt, "44120")));
        check(" 44120\n", Ok((CodeSystem::Cpt, "44120")));
        check("0042t", Ok((CodeSystem::Cpt, "0042T")));
        check("J1885", Ok((CodeSystem::Hcpcs, "J1885")));
        check("K56.609", Ok((CodeSystem::Icd10Cm, "K56.609")));
        check("k56609", Ok((CodeSystem::Icd10Cm, "K56.609")));
        check("K56", Ok((CodeSystem::Icd10Cm, "K56")));
        check("C7A.010", Ok((CodeSystem::Icd10Cm, "C7A.010")));
        check("0DT80ZZ", Ok((CodeSystem::Icd10Pcs, "0DT80ZZ")));
        check("4412", Err("does not look like a code"));
        check("4412O", Err("does not look like a code"));
        check("441200", Err("five digits"));
        check("44.120", Err("does not look like a code"));
        check("", Err("does not look like a code"));
        check("ÄÖÜ12", Err("does not look like a code"));
    }

    #[test]
    fn a_system_can_be_asked_for() {
        let code = Code::parse_as(CodeSystem::Icd10Cm, "K5660").unwrap();
        assert_eq!(code.to_string(), "K56.60");
        let error = Code::parse_as(CodeSystem::Cpt, "J1885").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`J1885` is not a CPT code: it should be five digits such as 99213, or four digits and one of the letters A, F, M, T, U"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".*") {
            if let Ok(code) = Code::parse(&text) {
                prop_assert_eq!(Code::parse_as(code.system(), &code.to_string()), Ok(code));
            }
        }

        #[test]
        fn printing_and_parsing_agree(text in "[0-9]{5}|[A-V][0-9]{4}|[A-Z][0-9][0-9A-Z]\\.[0-9A-Z]{1,4}") {
            prop_assert_eq!(Code::parse(&text).unwrap().to_string(), text);
        }
    }
}
