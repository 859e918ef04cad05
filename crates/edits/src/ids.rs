//! From a code to its number in the tables.

use crate::Key;
use crate::look::Id;
use crate::store::{ArchivedEdits, NONE};
use rustc_hash::FxHashMap;

/// Numbers of five digits.
const FIVE_DIGITS: usize = 100_000;

/// The numbers of codes: made once for a book.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    by_key: FxHashMap<u32, u16>,
    /// Of codes of five digits, by the number that the digits are: most lines of claims carry one.
    by_digits: Vec<u16>,
}

impl Ids {
    /// Of the codes of a book.
    #[must_use]
    pub fn new(edits: &ArchivedEdits) -> Ids {
        let mut ids = Ids {
            by_key: FxHashMap::default(),
            by_digits: vec![NONE; FIVE_DIGITS],
        };
        for (at, key) in edits.codes.iter().enumerate() {
            let Ok(at) = u16::try_from(at) else { break };
            let key = key.to_native();
            ids.by_key.insert(key, at);
            let digits = digits(Key::of(key).bytes());
            if let Some(free) = digits.and_then(|d| ids.by_digits.get_mut(d)) {
                *free = at;
            }
        }
        ids
    }
}

impl Ids {
    #[inline]
    pub(crate) fn of_key(&self, key: Key) -> Option<Id> {
        self.by_key.get(&key.number()).copied().map(Id)
    }

    #[inline]
    pub(crate) fn of(&self, code: [u8; 5]) -> Option<Id> {
        let Some(digits) = digits(code) else {
            return self.of_key(Key::pack(&code)?);
        };
        let at = self.by_digits.get(digits).copied();
        at.and_then(crate::look::code)
    }
}

/// The number that five digits are.
#[inline]
fn digits(code: [u8; 5]) -> Option<usize> {
    let digits = code.map(|byte| usize::from(byte.wrapping_sub(b'0')));
    let [a, b, c, d, e] = digits;
    let all = digits.iter().all(|digit| *digit < 10);
    all.then_some((((a * 10 + b) * 10 + c) * 10 + d) * 10 + e)
}
