//! What people mean by a word: abbreviations and lay words, as phrases of plain words.

use crate::ask::one_away;
use crate::index::marks;
use crate::words::{empty, words};
use rustc_hash::FxHashMap;

/// Phrases that people type, and what they stand for. Authored in `knowledge/search/*.toml`.
#[derive(Debug, Clone, Default)]
pub struct Meanings {
    /// By first word: the whole phrase, and each thing that it may stand for.
    by_first: FxHashMap<String, Vec<Meaning>>,
    /// Marks of first words with one letter left out, with the word.
    slips: FxHashMap<u32, Vec<String>>,
}

/// A phrase and what it stands for.
#[derive(Debug, Clone)]
pub(crate) struct Meaning {
    pub phrase: Vec<String>,
    pub means: Vec<Vec<String>>,
}

impl Meanings {
    /// From pairs of a phrase and what it stands for.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a [String])>) -> Meanings {
        let mut by_first: FxHashMap<String, Vec<Meaning>> = FxHashMap::default();
        for (phrase, means) in pairs {
            // a question comes without its small words
            let phrase: Vec<String> = words(phrase).into_iter().filter(|w| !empty(w)).collect();
            let Some(first) = phrase.first() else {
                continue;
            };
            by_first.entry(first.clone()).or_default().push(Meaning {
                means: means.iter().map(|m| words(m)).collect(),
                phrase: phrase.clone(),
            });
        }
        for list in by_first.values_mut() {
            list.sort_by_key(|m| std::cmp::Reverse(m.phrase.len()));
        }
        let mut slips: FxHashMap<u32, Vec<String>> = FxHashMap::default();
        for first in by_first.keys().filter(|w| w.len() >= SHORTEST) {
            for mark in marks(first) {
                slips.entry(mark).or_default().push(first.clone());
            }
        }
        Meanings { by_first, slips }
    }

    /// The longest phrase that begins at a word of the question. A word that nobody knows may be one letter away from the
    /// phrase's.
    pub(crate) fn at(
        &self,
        asked: &[String],
        at: usize,
        known: &dyn Fn(&str) -> bool,
        phrases: bool,
    ) -> Option<&Meaning> {
        let word = asked.get(at)?;
        let takes = |m: &Meaning| phrases || m.phrase.len() == 1;
        let near = |a: &String, b: &String| {
            a == b || (b.len() >= SHORTEST && !known(a) && one_away(a, b) && alike(a, b))
        };
        let nearly = |m: &&Meaning| {
            let rest = &asked[at..];
            takes(m)
                && rest.len() >= m.phrase.len()
                && rest.iter().zip(&m.phrase).all(|(a, b)| near(a, b))
        };
        // phrases stand longest first
        let own = self.by_first.get(word).into_iter().flatten();
        if let Some(found) = own.clone().find(nearly) {
            let exact = |m: &&Meaning| {
                m.phrase.len() == found.phrase.len() && asked[at..].starts_with(&m.phrase)
            };
            return own.clone().filter(|m| takes(m)).find(exact).or(Some(found));
        }
        if known(word) || word.len() < SHORTEST - 1 {
            return None;
        }
        let mut firsts: Vec<&String> = marks(word)
            .iter()
            .filter_map(|m| self.slips.get(m))
            .flatten()
            .collect();
        // people rarely mistype the first letter
        let other = |f: &String| f.as_bytes().first() != word.as_bytes().first();
        firsts.sort_unstable_by_key(|f| (other(f), *f));
        firsts.dedup();
        firsts
            .into_iter()
            .filter(|f| one_away(word, f))
            .filter_map(|f| self.by_first.get(f))
            .flatten()
            .find(nearly)
    }
}

/// Words shorter than this are taken as they are typed.
const SHORTEST: usize = 3;

/// An abbreviation of three letters keeps its first letter, or all its letters.
fn alike(a: &str, b: &str) -> bool {
    let sorted = |w: &str| {
        let mut bytes = w.as_bytes().to_vec();
        bytes.sort_unstable();
        bytes
    };
    b.len() > 3 || a.as_bytes().first() == b.as_bytes().first() || sorted(a) == sorted(b)
}
