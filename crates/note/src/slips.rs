//! Slips of the pen, of the typist and of speech recognition: a long word that is one letter away from a word of the
//! lexicon is read as that word ("anastamosis", "ressected"), unless it is another word (`not_slips` in the lexicon).
//!
//! Words are found by their deletions (the SymSpell idea: two words one edit apart share a form with at most one letter
//! deleted from each), so a look-up costs a handful of hashes and no walk through the lexicon.

use crate::token::Vocabulary;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Shortest word that is looked at: shorter words have too many honest neighbours.
const SHORTEST: usize = 8;

/// No further link.
const NONE: u32 = u32::MAX;

/// Forms with a letter deleted, hashed, to the words they may mean.
#[derive(Debug, Default)]
pub(crate) struct Slips {
    /// Form to the first of its links.
    deletions: FxHashMap<u64, u32>,
    /// A word, and the next link of the same form.
    links: Vec<(u32, u32)>,
    words: FxHashMap<u32, Box<str>>,
}

impl Slips {
    /// Indexes the words of a vocabulary that `eligible` allows.
    pub(crate) fn new(vocabulary: &Vocabulary, eligible: impl Fn(u32) -> bool) -> Slips {
        let mut slips = Slips::default();
        for (id, word) in vocabulary.words() {
            if word.len() >= SHORTEST
                && word.bytes().all(|b| b.is_ascii_lowercase())
                && eligible(id)
            {
                for hash in forms(word) {
                    let link = u32::try_from(slips.links.len()).unwrap_or(NONE);
                    let next = slips.deletions.insert(hash, link).unwrap_or(NONE);
                    slips.links.push((id, next));
                }
                slips.words.insert(id, word.into());
            }
        }
        slips
    }

    /// The word meant by an unknown word, or 0.
    pub(crate) fn meant(&self, word: &str) -> u32 {
        if word.len() < SHORTEST || word.len() > 30 || !word.bytes().all(|b| b.is_ascii_lowercase())
        {
            return 0;
        }
        for hash in forms(word) {
            let mut link = self.deletions.get(&hash).copied().unwrap_or(NONE);
            while let Some((id, next)) = self.links.get(link as usize) {
                let meant = self.words.get(id);
                if meant.is_some_and(|meant| one_slip(word.as_bytes(), meant.as_bytes())) {
                    return *id;
                }
                link = *next;
            }
        }
        0
    }
}

/// The word itself and each of its forms with one letter less, hashed.
fn forms(word: &str) -> impl Iterator<Item = u64> + '_ {
    (0..=word.len()).map(move |skip| {
        let mut hasher = FxHasher::default();
        for (i, byte) in word.bytes().enumerate() {
            if i != skip {
                hasher.write_u8(byte);
            }
        }
        hasher.finish()
    })
}

/// Same first letter, and one letter wrong, missing, too many or two swapped.
fn one_slip(a: &[u8], b: &[u8]) -> bool {
    if a.first() != b.first() {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (ra, rb) = (&a[same..], &b[same..]);
    match (ra.len(), rb.len()) {
        (n, m) if n == m => {
            ra.get(1..) == rb.get(1..)
                || (n >= 2 && ra[0] == rb[1] && ra[1] == rb[0] && ra[2..] == rb[2..])
        }
        (n, m) if n + 1 == m => ra == &rb[1..],
        (n, m) if n == m + 1 => &ra[1..] == rb,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_is_forgiven_two_are_not() {
        let mut vocabulary = Vocabulary::default();
        let meant = vocabulary.intern("anastomosis");
        let slips = Slips::new(&vocabulary, |_| true);
        let check =
            |word: &str, found: bool| assert_eq!(slips.meant(word) == meant, found, "{word}");
        check("anastamosis", true);
        check("anastomsis", true);
        check("anastommosis", true);
        check("anatsomosis", true);
        check("anastamoses", false);
        check("enastomosis", false);
    }
}
