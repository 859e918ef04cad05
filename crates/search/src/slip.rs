//! Words that are not in the index as typed: misspellings, and other forms of a known word.

use crate::index::marks;
use crate::letters::one_away;
use crate::meanings::Near;
use crate::query::{How, Interpretation, QueryWord, Searcher};
use crate::words::{forms, normal, numbers, unbritish};

/// The most words that a misspelling may mean.
const MOST_SLIPS: usize = 12;
/// The most abbreviations and lay words that a misspelling may mean.
const MOST_NEAR: usize = 12;
/// Words shorter than this are not treated as misspellings.
const SHORTEST_MISTYPED: usize = 3;
/// Words shorter than this do not have two typing errors.
const SHORTEST_TWICE_MISTYPED: usize = 7;
/// The weight of a word when another one is meant.
const NEARLY: f32 = 0.85;
/// The same where the word as typed means something.
const NEARLY_FOR_OWN: f32 = 0.6;

impl Searcher<'_> {
    /// Numbers of words one letter away: a letter too many, too few, another one, or two swapped.
    fn near(&self, word: &str) -> Vec<u32> {
        if word.len() < SHORTEST_MISTYPED || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Vec::new();
        }
        let slips = self.index.slips.as_slice();
        let mut near: Vec<u32> = Vec::new();
        for mark in marks(word) {
            let from = slips.partition_point(|s| s.0.to_native() < mark);
            let same = slips[from..].iter().take_while(|s| s.0.to_native() == mark);
            near.extend(same.map(|s| s.1.to_native()));
        }
        near.retain(|n| one_away(self.word(*n), word));
        near
    }

    /// Words found by swapping two letters back, also where the word is a plural.
    fn swapped(&self, raw: &str) -> Vec<u32> {
        swaps(raw)
            .filter_map(|swapped| self.number(&normal(&swapped)))
            .collect()
    }

    /// What a mistyped word may be: words that begin alike first, then the frequent ones. `raw`: as it was typed, for an
    /// error may have made a plural of it, or hidden one.
    pub(crate) fn slips(&self, word: &str, raw: &str) -> Vec<Interpretation> {
        let mut near = self.near(word);
        for other in [raw, raw.strip_suffix('s').unwrap_or(raw)] {
            if other != word {
                near.extend(self.near(other));
            }
        }
        near.extend(self.swapped(raw));
        let figures = numbers().filter(|(name, _)| one_away(name, raw));
        near.extend(figures.filter_map(|(_, n)| self.number(&n.to_string())));
        for plain in unbritish(raw) {
            near.extend(self.near(&normal(&plain)));
            near.extend(self.number(&normal(&plain)));
        }
        if near.is_empty() && word.len() >= SHORTEST_TWICE_MISTYPED {
            // two typing errors: the first of them two letters swapped, or one too many
            for once in swaps(word).chain(shorter(word)) {
                near.extend(self.near(&once));
            }
        }
        near.sort_unstable();
        near.dedup();
        near.retain(|n| self.word(*n) != word);
        near.sort_by_key(|n| {
            let other = self.word(*n);
            let first = other.as_bytes().first() != word.as_bytes().first();
            (first, std::cmp::Reverse(self.list(*n).len()))
        });
        near.truncate(MOST_SLIPS);
        near.into_iter()
            .enumerate()
            .map(|(at, n)| Interpretation {
                how: How::Slip,
                weight: 1.0 / (1.0 + 0.06 * at as f32),
                slip: true,
                words: vec![n],
            })
            .collect()
    }

    /// Words of the index that are other forms of this one.
    pub(crate) fn formed(&self, word: &str) -> Vec<Interpretation> {
        forms(word)
            .iter()
            .filter_map(|form| self.way(std::slice::from_ref(form), How::Form))
            .collect()
    }

    /// Adds the meanings of abbreviations and lay words that this one may be a misspelling of.
    /// Where the word itself has a meaning they are less likely.
    pub(crate) fn nearly(&self, word: &mut QueryWord, near: &[Near<'_>], size: usize, own: bool) {
        let fits = near.iter().filter(|n| n.meaning.phrase.len() == size);
        for (at, near) in fits.take(MOST_NEAR).enumerate() {
            let weight = if own { NEARLY_FOR_OWN } else { NEARLY } / (1.0 + 0.05 * at as f32);
            for (place, means) in near.meaning.means.iter().enumerate() {
                if let Some(mut way) = self.way(means, How::Meaning) {
                    way.weight = weight / (1.0 + 0.08 * place as f32);
                    way.slip = true;
                    word.ways.push(way);
                }
            }
            if let Some(mut way) = self.way(&near.meaning.phrase, How::Same) {
                way.weight = weight;
                way.slip = true;
                word.ways.push(way);
            }
            word.phrases.push(near.meaning.phrase.clone());
            word.phrases.extend(near.meaning.means.first().cloned());
        }
    }
}

/// The word with each two neighbours swapped.
fn swaps(word: &str) -> impl Iterator<Item = String> + '_ {
    let bytes = word.as_bytes();
    (1..bytes.len()).filter_map(move |at| {
        let mut swapped = bytes.to_vec();
        swapped.swap(at - 1, at);
        String::from_utf8(swapped).ok()
    })
}

/// The word with each letter taken out.
fn shorter(word: &str) -> impl Iterator<Item = String> + '_ {
    let bytes = word.as_bytes();
    (0..bytes.len()).filter_map(move |at| {
        let mut rest = bytes.to_vec();
        rest.remove(at);
        String::from_utf8(rest).ok()
    })
}
