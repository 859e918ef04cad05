//! Codes and the systems they belong to.

use crate::system::System;
use std::fmt;
use std::str::FromStr;

/// A code of a known system. Kept in upper case and without point; printed the way its publisher prints it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    system: System,
    text: Box<str>,
}

impl Code {
    /// Reads a code and finds its system by its form.
    ///
    /// A letter and four digits are taken for HCPCS; an ICD-10-CM code of that shape is known by its point.
    /// White space around it and lower case are forgiven.
    ///
    /// # Errors
    /// [`CodeError::NoSystem`] if it has the shape of no system.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let trimmed = text.trim();
        let systems: &[System] = if trimmed.contains('.') {
            &[System::Icd10cm]
        } else {
            &[
                System::Cpt,
                System::Hcpcs,
                System::Icd10cm,
                System::Icd10pcs,
            ]
        };
        systems
            .iter()
            .find_map(|system| Self::parse_as(*system, trimmed).ok())
            .ok_or_else(|| CodeError::NoSystem {
                text: shown(trimmed),
            })
    }

    /// Reads a code of one system. A point is taken where the system prints one, as ICD-10-CM does behind the third character.
    ///
    /// # Errors
    /// [`CodeError::WrongShape`] if it has not the shape of that system.
    pub fn parse_as(system: System, text: &str) -> Result<Self, CodeError> {
        let mut plain = text.trim().to_ascii_uppercase();
        if let Some(at) = plain.find('.') {
            let typed = plain.clone();
            plain.remove(at);
            if system.printed(&plain) != typed {
                plain = typed;
            }
        }
        if !fits(system, &plain) {
            return Err(CodeError::WrongShape {
                text: shown(text),
                system,
                shape: shape(system),
            });
        }
        Ok(Self {
            system,
            text: plain.into(),
        })
    }

    /// The system.
    #[must_use]
    pub fn system(&self) -> System {
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
        f.write_str(&self.system.printed(&self.text))
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}

/// What a code of a system looks like, as the end of a sentence.
fn shape(system: System) -> &'static str {
    match system {
        System::Cpt => {
            "five digits such as 99213, or four digits and one of the letters A, F, M, T, U"
        }
        System::Hcpcs => "one letter from A to V and four digits, such as J1885",
        System::Icd10cm => "three to seven characters, such as K56.609",
        System::Icd10pcs => "seven digits or letters without I and O, such as 0DT80ZZ",
        System::Icd9dx => "three to five characters, such as 560.81",
        System::Icd9sg => "two to four digits, such as 45.62",
        System::Cdt => "the letter D and four digits, such as D7140",
        System::Ccsr => "three letters and three digits, such as DIG012",
    }
}

/// Whether `text` (upper case, without point) has the shape of a system.
pub(crate) fn fits(system: System, text: &str) -> bool {
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match (system, text.as_bytes()) {
        (System::Cpt, [four @ .., last]) => {
            four.len() == 4 && digits(four) && (last.is_ascii_digit() || b"AFMTU".contains(last))
        }
        (System::Hcpcs, [first, rest @ ..]) => {
            (b'A'..=b'V').contains(first) && rest.len() == 4 && digits(rest)
        }
        (System::Icd10cm, [letter, digit, rest @ ..]) => {
            letter.is_ascii_uppercase()
                && digit.is_ascii_digit()
                && (1..=5).contains(&rest.len())
                && rest.iter().all(u8::is_ascii_alphanumeric)
        }
        (System::Icd10pcs, all) => {
            let allowed = |b: &u8| b.is_ascii_alphanumeric() && !b"IO".contains(b);
            all.len() == 7 && all.iter().all(allowed)
        }
        (System::Icd9dx, [b'E', rest @ ..]) => (3..=4).contains(&rest.len()) && digits(rest),
        (System::Icd9dx, [b'V', rest @ ..]) => (2..=4).contains(&rest.len()) && digits(rest),
        (System::Icd9dx, all) => (3..=5).contains(&all.len()) && digits(all),
        (System::Icd9sg, all) => (2..=4).contains(&all.len()) && digits(all),
        (System::Cdt, [b'D', rest @ ..]) => rest.len() == 4 && digits(rest),
        (System::Ccsr, all) => {
            let (letters, numbers) = all.split_at(all.len().min(3));
            all.len() == 6 && letters.iter().all(u8::is_ascii_uppercase) && digits(numbers)
        }
        _ => false,
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
    /// Not the shape of the system.
    #[error("`{text}` is not a {system} code: it should be {shape}")]
    WrongShape {
        /// What was given, cut if long.
        text: String,
        /// The system.
        system: System,
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
    fn check(text: &str, expected: Result<(System, &str), &str>) {
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
        check("44120", Ok((System::Cpt, "44120")));
        check(" 44120\n", Ok((System::Cpt, "44120")));
        check("0042t", Ok((System::Cpt, "0042T")));
        check("J1885", Ok((System::Hcpcs, "J1885")));
        check("K56.609", Ok((System::Icd10cm, "K56.609")));
        check("k56609", Ok((System::Icd10cm, "K56.609")));
        check("K56", Ok((System::Icd10cm, "K56")));
        check("C7A.010", Ok((System::Icd10cm, "C7A.010")));
        check("0DT80ZZ", Ok((System::Icd10pcs, "0DT80ZZ")));
        check("4412", Err("does not look like a code"));
        check("4412O", Err("does not look like a code"));
        check("441200", Err("five digits"));
        check("44.120", Err("does not look like a code"));
        check("", Err("does not look like a code"));
        check("ÄÖÜ12", Err("does not look like a code"));
    }

    #[test]
    fn a_system_can_be_asked_for() {
        let code = Code::parse_as(System::Icd10cm, "K5660").unwrap();
        assert_eq!(code.to_string(), "K56.60");
        for (system, text, printed) in [
            (System::Icd9dx, "560.81", "560.81"),
            (System::Icd9dx, "e849.0", "E849.0"),
            (System::Icd9dx, "V45", "V45"),
            (System::Icd9sg, "4562", "45.62"),
            (System::Cdt, "d7140", "D7140"),
            (System::Ccsr, "dig012", "DIG012"),
        ] {
            assert_eq!(Code::parse_as(system, text).unwrap().to_string(), printed);
        }
        assert!(Code::parse_as(System::Icd9sg, "456.2").is_err());
        assert!(Code::parse_as(System::Cdt, "J7140").is_err());
        let error = Code::parse_as(System::Cpt, "J1885").unwrap_err();
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
