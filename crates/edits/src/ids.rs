//! From a code to its number in the tables.

use crate::Key;
use crate::store::{ArchivedEdits, NONE};
use rustc_hash::FxHashMap;

/// A code's number in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub(crate) u16);

/// The code of a number that may be none.
pub(crate) fn code(number: u16) -> Option<Id> {
    (number != NONE).then_some(Id(number))
}

/// A digit or a letter, and four digits.
const PLAIN: usize = 36 * 10_000;

/// The numbers of codes: made once for a book.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    by_key: FxHashMap<u32, u16>,
    /// Of codes of a digit or a letter and four digits, in the order of all such: most lines of claims carry one.
    plain: Vec<u16>,
}

impl Ids {
    /// Of the codes of a book.
    #[must_use]
    pub fn new(edits: &ArchivedEdits) -> Ids {
        let mut ids = Ids {
            by_key: FxHashMap::default(),
            plain: vec![NONE; PLAIN],
        };
        for (at, key) in edits.codes.iter().enumerate() {
            let Ok(at) = u16::try_from(at) else { break };
            let key = key.to_native();
            let place = plain(Key::of(key).bytes());
            match place.and_then(|place| ids.plain.get_mut(place)) {
                Some(free) => *free = at,
                None => _ = ids.by_key.insert(key, at),
            }
        }
        ids
    }

    #[inline]
    pub(crate) fn of_key(&self, key: Key) -> Option<Id> {
        self.of(key.bytes())
    }

    #[inline]
    pub(crate) fn of(&self, of: [u8; 5]) -> Option<Id> {
        match plain(of) {
            Some(place) => code(*self.plain.get(place)?),
            None => self.by_key.get(&Key::pack(&of)?.number()).copied().map(Id),
        }
    }
}

/// The place of a code among those of a digit or a letter and four digits.
#[inline]
fn plain([first, rest @ ..]: [u8; 5]) -> Option<usize> {
    let first = Key::digit(first)?;
    // of four bytes at once: all are digits, then the number that they are
    let rest = u32::from_le_bytes(rest) ^ 0x3030_3030;
    if (rest.wrapping_add(0x7676_7676) | rest) & 0x8080_8080 != 0 {
        return None;
    }
    let pairs = (rest * 10 + (rest >> 8)) & 0x00ff_00ff;
    let number = (pairs * 100 + (pairs >> 16)) & 0xffff;
    Some(usize::from(first) * 10_000 + number as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &[u8; 5], place: Option<usize>) {
        assert_eq!(plain(*code), place, "{code:?}");
    }

    #[test]
    fn places_of_plain_codes() {
        check(b"00000", Some(0));
        check(b"44120", Some(44_120));
        check(b"99999", Some(99_999));
        check(b"A0001", Some(100_001));
        check(b"Z9876", Some(359_876));
        for code in [
            b"0001A",
            b"4412 ",
            b"441/0",
            b"44:20",
            b"a0001",
            b" 4412",
            b"4412\xb0",
            b"44\x0020",
        ] {
            check(code, None);
        }
        for number in 0..10_000_u32 {
            let code = format!("7{number:04}");
            check(
                code.as_bytes().try_into().unwrap(),
                Some(70_000 + number as usize),
            );
        }
    }
}
