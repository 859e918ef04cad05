//! What people mean by a word: abbreviations and lay words, as phrases of plain words.

use crate::index::marks;
use crate::letters::{one_away, unlikely};
use crate::words::{empty, words};
use rustc_hash::FxHashMap;

/// Phrases that people type, and what they mean. Authored in `knowledge/search/*.toml`.
#[derive(Debug, Clone, Default)]
pub struct Meanings {
    /// By first word: the whole phrase, and each of its meanings.
    by_first: FxHashMap<String, Vec<Meaning>>,
    /// Marks of first words with one letter left out, with the word.
    slips: FxHashMap<u32, Vec<String>>,
}

/// A phrase and what it means.
#[derive(Debug, Clone)]
pub(crate) struct Meaning {
    pub phrase: Vec<String>,
    pub means: Vec<Vec<String>>,
}

impl Meanings {
    /// From pairs of a phrase and its meanings.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a [String])>) -> Meanings {
        let mut by_first: FxHashMap<String, Vec<Meaning>> = FxHashMap::default();
        for (phrase, means) in pairs {
            // a query comes without its small words
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

    /// The longest phrase at the beginning of a query.
    pub(crate) fn at(&self, rest: &[String], phrases: bool) -> Option<&Meaning> {
        // the longest phrases come first
        let own = self.by_first.get(rest.first()?)?;
        own.iter()
            .find(|m| (phrases || m.phrase.len() == 1) && rest.starts_with(&m.phrase))
    }

    /// Phrases at the beginning of a query with one wrong letter in an unknown word, likeliest first. `wide`: the first
    /// word may be the mistyped one.
    pub(crate) fn near(
        &self,
        rest: &[String],
        known: &dyn Fn(&str) -> bool,
        wide: bool,
        phrases: bool,
    ) -> Vec<Near<'_>> {
        let Some(word) = rest.first() else {
            return Vec::new();
        };
        let mut firsts: Vec<&String> = vec![word];
        if wide && word.len() >= SHORTEST - 1 {
            let marks = marks(word);
            let near = marks.iter().filter_map(|m| self.slips.get(m)).flatten();
            firsts.extend(near.filter(|f| one_away(word, f)));
            firsts.sort_unstable();
            firsts.dedup();
        }
        let mut near: Vec<Near<'_>> = firsts
            .into_iter()
            .filter_map(|f| self.by_first.get(f))
            .flatten()
            .filter(|m| phrases || m.phrase.len() == 1)
            .filter_map(|meaning| {
                let unlikely = slips(rest, &meaning.phrase, known)?;
                Some(Near { meaning, unlikely })
            })
            .collect();
        near.sort_by(|a, b| {
            let key = |n: &Near<'_>| (std::cmp::Reverse(n.meaning.phrase.len()), n.unlikely);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.meaning.phrase.cmp(&b.meaning.phrase))
        });
        near
    }
}

/// A phrase that may have been meant.
pub(crate) struct Near<'m> {
    pub meaning: &'m Meaning,
    unlikely: u8,
}

/// How unlikely it is that the phrase was meant; none if it cannot have been, or was typed correctly.
fn slips(rest: &[String], phrase: &[String], known: &dyn Fn(&str) -> bool) -> Option<u8> {
    if rest.len() < phrase.len() {
        return None;
    }
    let mut sum = None;
    for (typed, meant) in rest.iter().zip(phrase) {
        if typed == meant {
            continue;
        }
        if meant.len() < SHORTEST || known(typed) || !one_away(typed, meant) || sum.is_some() {
            return None;
        }
        sum = Some(unlikely(typed, meant));
    }
    sum
}

/// Words shorter than this are taken as they are typed.
const SHORTEST: usize = 3;
