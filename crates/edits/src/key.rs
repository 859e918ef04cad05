//! A procedure code as a number.

use std::fmt;

/// A procedure code of five digits and letters (CPT, HCPCS Level II, CDT), packed into a number that sorts as the code does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u32);

/// Digits and letters, and a place for "no character".
const BASE: u32 = 37;

/// Represents a character that codes do not have.
const NO_DIGIT: u8 = u8::MAX;

/// The digit of each character.
const DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut digit = 0;
    while digit < 36 {
        let character = if digit < 10 {
            b'0' + digit
        } else {
            b'A' + digit - 10
        };
        digits[character as usize] = digit;
        digit += 1;
    }
    digits
};

impl Key {
    /// Packs a code; nothing if it is not five digits and capital letters.
    #[must_use]
    #[inline]
    pub fn pack(code: &[u8]) -> Option<Key> {
        let code: &[u8; 5] = code.try_into().ok()?;
        let digits = code.map(|byte| DIGITS[usize::from(byte)]);
        if digits.contains(&NO_DIGIT) {
            return None;
        }
        let packed = digits
            .iter()
            .fold(0, |packed, digit| packed * BASE + u32::from(*digit));
        Some(Key(packed))
    }

    /// The digit that a character of a code is.
    #[inline]
    pub(crate) fn digit(character: u8) -> Option<u8> {
        Some(DIGITS[usize::from(character)]).filter(|digit| *digit != NO_DIGIT)
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn of(number: u32) -> Key {
        Key(number)
    }

    /// The code's characters.
    #[must_use]
    pub fn bytes(self) -> [u8; 5] {
        let mut left = self.0;
        let mut code = [b'0'; 5];
        for place in code.iter_mut().rev() {
            let digit = u8::try_from(left % BASE).unwrap_or(0);
            *place = if digit < 10 {
                b'0' + digit
            } else {
                b'A' + digit - 10
            };
            left /= BASE;
        }
        code
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.bytes() {
            write!(f, "{}", char::from(byte))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, taken: bool) {
        let key = Key::pack(code.as_bytes());
        assert_eq!(
            key.map(|k| k.to_string()),
            taken.then(|| code.to_owned()),
            "{code}"
        );
    }

    #[test]
    fn five_digits_and_letters() {
        for code in ["44120", "0001A", "J1100", "D0120", "ZZZZZ", "00000"] {
            check(code, true);
        }
        for code in ["4412", "441200", "4412o", "44-20", ""] {
            check(code, false);
        }
    }

    #[test]
    fn keys_sort_as_codes_do() {
        let mut codes = ["J1100", "00100", "0001A", "99213", "44120"];
        codes.sort_unstable();
        let keys: Vec<_> = codes.iter().map(|c| Key::pack(c.as_bytes())).collect();
        assert!(keys.is_sorted());
    }
}
