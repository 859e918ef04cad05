//! Asking the index: what the words of a question may mean. [`crate::rank`] then weighs the codes.

use crate::index::{ArchivedIndex, marks};
use crate::meanings::Meanings;
use crate::words::{empty, normal, typed};
use fst::{IntoStreamer, Map, Streamer};
use ligature_catalog::CodeId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which codes are looked at.
pub trait Filter {
    /// Whether this code may be found.
    fn takes(&self, id: CodeId) -> bool;
}

impl<F: Fn(CodeId) -> bool> Filter for F {
    fn takes(&self, id: CodeId) -> bool {
        self(id)
    }
}

/// How a word of the question was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Matched {
    /// As it was typed (in its plain form).
    pub asked: String,
    /// What was found for it.
    pub found: String,
    /// How the two belong together.
    pub how: How,
}

/// How a word of the question and a word of a code belong together.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The same word.
    Same,
    /// What people mean by it.
    Meaning,
    /// The word begins with it.
    Begins,
    /// One letter away.
    Slip,
}

impl How {
    pub(crate) fn weight(self) -> f32 {
        match self {
            How::Same => 1.0,
            How::Meaning => 0.9,
            How::Begins => 0.75,
            How::Slip => 0.7,
        }
    }
}

/// A code that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The code.
    pub id: CodeId,
    /// How well it fits; higher is better.
    pub score: f32,
    /// How each word of the question was understood.
    pub matched: Vec<Matched>,
}

/// One way to read a word of the question: words that must all be there.
pub(crate) struct Way {
    pub how: How,
    /// 1, or less for what is meant less often.
    pub weight: f32,
    /// Numbers of words, each with others that serve as well.
    pub words: Vec<u32>,
}

/// What was typed.
struct Question {
    /// Words in their plain form.
    asked: Vec<String>,
    /// The same words as they were typed.
    raw: Vec<String>,
}

/// A word (or phrase) of the question with the ways to read it.
pub(crate) struct Asked {
    pub text: String,
    /// Everything that the word or phrase may stand for, as phrases: for finding texts that are just that.
    pub phrases: Vec<Vec<String>>,
    pub ways: Vec<Way>,
    /// A phrase of several words counts for as many.
    pub size: f32,
}

/// The index, ready to be asked. Cheap to make; serves all threads.
pub struct Searcher<'a> {
    pub(crate) index: &'a ArchivedIndex,
    vocabulary: Map<&'a [u8]>,
    meanings: &'a Meanings,
}

/// Words that a prefix may stand for.
const MOST_BEGUN: usize = 64;
/// Words that a slip may stand for.
const MOST_SLIPS: usize = 12;
/// Words shorter than this are not taken for slips.
const SHORTEST_MISTYPED: usize = 3;
/// A word that so many codes hold is known in every code set.
const MANY: usize = 2000;
/// Words of a question; what comes after is not looked at.
const MOST_ASKED: usize = 16;

impl<'a> Searcher<'a> {
    /// A searcher over an index; nothing if the index is damaged.
    #[must_use]
    pub fn new(index: &'a ArchivedIndex, meanings: &'a Meanings) -> Option<Searcher<'a>> {
        let vocabulary = Map::new(index.vocabulary.as_slice()).ok()?;
        Some(Searcher {
            index,
            vocabulary,
            meanings,
        })
    }

    /// The best codes for a question, best first. `typing`: the last word may be unfinished.
    #[must_use]
    pub fn ask(
        &self,
        question: &str,
        typing: bool,
        most: usize,
        filter: &dyn Filter,
    ) -> Vec<Found> {
        let mut raw: Vec<String> = typed(question).into_iter().take(MOST_ASKED).collect();
        if raw.iter().any(|w| !empty(w)) {
            raw.retain(|w| !empty(w));
        }
        if raw.is_empty() {
            return Vec::new();
        }
        let asked: Vec<String> = raw.iter().map(|w| normal(w)).collect();
        let asked = Question { asked, raw };
        let plain = self.understand(&asked, typing, false, true, filter);
        let mut found = self.rank(&plain, most, filter);
        if plain.len() < asked.raw.len() {
            // a phrase was understood as one: its words may be meant one by one all the same
            let single = self.understand(&asked, typing, false, false, filter);
            found = merged(found, self.rank(&single, most, filter), most);
        }
        let whole = |found: &[Found]| {
            found
                .first()
                .is_some_and(|f| f.matched.len() >= plain.len())
        };
        if whole(&found) {
            return found;
        }
        // nothing holds all the words: one of them may be a slip, though it is a word
        let loose = self.understand(&asked, true, true, true, filter);
        let more = self.rank(&loose, most, filter);
        match (found.first(), more.first()) {
            (Some(a), Some(b)) if a.score >= b.score => found,
            (_, Some(_)) => more,
            _ => found,
        }
    }

    /// Words that begin as the last word of a question does, most frequent first: what completion offers.
    #[must_use]
    pub fn begun(&self, prefix: &str) -> Vec<String> {
        let mut numbers = self.prefixed(prefix);
        numbers.truncate(8);
        numbers.iter().map(|n| self.word(*n).to_owned()).collect()
    }

    fn understand(
        &self,
        question: &Question,
        typing: bool,
        loose: bool,
        phrases: bool,
        filter: &dyn Filter,
    ) -> Vec<Asked> {
        // a word that none of the codes looked at holds is as good as unknown
        let told = |word: &str| {
            self.number(word).is_some_and(|n| {
                let list = self.list(n);
                list.len() > MANY || list.iter().any(|p| filter.takes(p.id.to_native()))
            })
        };
        let asked = question.asked.as_slice();
        let mut all = Vec::new();
        let mut at = 0;
        while at < asked.len() {
            let last = at + 1 == asked.len();
            let meaning = self.meanings.at(asked, at, &told, phrases);
            if let Some(meaning) = meaning {
                let text = asked[at..at + meaning.phrase.len()].join(" ");
                let mut ways: Vec<Way> = meaning
                    .means
                    .iter()
                    .enumerate()
                    .filter_map(|(at, m)| {
                        let mut way = self.way(m, How::Meaning)?;
                        way.weight = 1.0 / (1.0 + 0.08 * at as f32);
                        Some(way)
                    })
                    .collect();
                ways.extend(self.way(&meaning.phrase, How::Same));
                if meaning.phrase.len() == 1 && typing && last {
                    ways.extend(self.begins(&meaning.phrase[0]));
                }
                let size = meaning.phrase.len().max(1) as f32;
                at += meaning.phrase.len();
                // the first meaning is the one that is meant most
                let mut phrases = vec![meaning.phrase.clone()];
                phrases.extend(meaning.means.first().cloned());
                all.push(Asked {
                    text,
                    phrases,
                    ways,
                    size,
                });
                continue;
            }
            let word = &asked[at];
            let mut ways: Vec<Way> = self
                .way(std::slice::from_ref(word), How::Same)
                .into_iter()
                .collect();
            let known = told(word);
            if !known {
                ways.clear();
            }
            if (typing && last) || !known || loose {
                ways.extend(self.begins(word));
            }
            if !known || loose {
                // an error may have made a plural of it, or hidden one
                let raw = &question.raw[at];
                let mut near = self.near(word);
                if raw != word {
                    near.extend(self.near(raw));
                }
                near.extend(self.swapped(raw));
                // a British beginning that the error has hidden
                if let Some(rest) = word.strip_prefix('o').filter(|r| r.starts_with('e')) {
                    near.extend(self.near(rest));
                }
                ways.extend(self.slips(word, near));
            }
            let mut phrases = vec![vec![word.clone()]];
            if !known {
                let slips = ways.iter().filter(|w| w.how == How::Slip);
                let begun = ways.iter().filter(|w| w.how == How::Begins).take(2);
                let near = slips.chain(begun);
                phrases.extend(near.map(|w| vec![self.word(w.words[0]).to_owned()]));
            }
            all.push(Asked {
                text: word.clone(),
                phrases,
                ways,
                size: 1.0,
            });
            at += 1;
        }
        all
    }

    /// A way that needs all of these words; none if one of them is in no code.
    fn way(&self, of: &[String], how: How) -> Option<Way> {
        let words: Vec<u32> = of
            .iter()
            .filter(|w| !empty(w))
            .map(|w| self.number(w))
            .collect::<Option<_>>()?;
        (!words.is_empty()).then_some(Way {
            how,
            weight: 1.0,
            words,
        })
    }

    fn number(&self, word: &str) -> Option<u32> {
        self.vocabulary
            .get(word)
            .and_then(|n| u32::try_from(n).ok())
    }

    fn prefixed(&self, prefix: &str) -> Vec<u32> {
        if prefix.len() < 2 {
            return Vec::new();
        }
        let mut end = prefix.as_bytes().to_vec();
        end.push(0xff);
        let mut stream = self.vocabulary.range().gt(prefix).lt(&end).into_stream();
        let mut numbers = Vec::new();
        while let Some((_, number)) = stream.next() {
            numbers.extend(u32::try_from(number).ok());
            if numbers.len() >= 20 * MOST_BEGUN {
                break;
            }
        }
        numbers.sort_by_key(|n| std::cmp::Reverse(self.list(*n).len()));
        numbers.truncate(MOST_BEGUN);
        numbers
    }

    fn begins(&self, prefix: &str) -> Vec<Way> {
        let way = |number| Way {
            how: How::Begins,
            weight: 1.0,
            words: vec![number],
        };
        self.prefixed(prefix).into_iter().map(way).collect()
    }

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

    /// Words that two swapped neighbours give back, also where they stand for a plural.
    fn swapped(&self, raw: &str) -> Vec<u32> {
        let bytes = raw.as_bytes();
        (1..bytes.len())
            .filter_map(|at| {
                let mut swapped = bytes.to_vec();
                swapped.swap(at - 1, at);
                self.number(&normal(std::str::from_utf8(&swapped).ok()?))
            })
            .collect()
    }

    /// What a mistyped word may be: words that begin alike first, then the frequent ones.
    fn slips(&self, word: &str, mut near: Vec<u32>) -> Vec<Way> {
        near.sort_unstable();
        near.dedup();
        near.sort_by_key(|n| {
            let other = self.word(*n);
            let first = other.as_bytes().first() != word.as_bytes().first();
            (first, std::cmp::Reverse(self.list(*n).len()))
        });
        near.truncate(MOST_SLIPS);
        near.into_iter()
            .enumerate()
            .map(|(at, n)| Way {
                how: How::Slip,
                weight: 1.0 / (1.0 + 0.06 * at as f32),
                words: vec![n],
            })
            .collect()
    }

    pub(crate) fn word(&self, number: u32) -> &str {
        let at = number as usize;
        let bounds = self.index.places.get(at).zip(self.index.places.get(at + 1));
        bounds
            .and_then(|(a, b)| {
                self.index
                    .text
                    .get(a.to_native() as usize..b.to_native() as usize)
            })
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }

    pub(crate) fn list(&self, number: u32) -> &[crate::index::ArchivedPosting] {
        let at = number as usize;
        let bounds = self.index.starts.get(at).zip(self.index.starts.get(at + 1));
        bounds
            .and_then(|(a, b)| {
                self.index
                    .postings
                    .get(a.to_native() as usize..b.to_native() as usize)
            })
            .unwrap_or(&[])
    }
}

/// Two lists of findings as one, each code once with its better score.
fn merged(first: Vec<Found>, second: Vec<Found>, most: usize) -> Vec<Found> {
    let mut all = first;
    for found in second {
        match all.iter_mut().find(|f| f.id == found.id) {
            Some(known) if known.score >= found.score => {}
            Some(known) => *known = found,
            None => all.push(found),
        }
    }
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
    all.truncate(most);
    all
}

/// One letter more, less or other, or two neighbours swapped.
pub(crate) fn one_away(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (s, l) = (&short[same..], &long[same..]);
    if short.len() < long.len() {
        return s == &l[1..];
    }
    match (s, l) {
        ([], []) => true,
        ([_, x @ ..], [_, y @ ..]) if x == y => true,
        ([p, q, x @ ..], [r, t, y @ ..]) => p == t && q == r && x == y,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_away() {
        let check = |a: &str, b: &str, near: bool| assert_eq!(one_away(a, b), near, "{a} {b}");
        check("hernia", "hernai", true);
        check("hernia", "henia", true);
        check("hernia", "herrnia", true);
        check("hernia", "hermia", true);
        check("hernia", "hernia", true);
        check("hernia", "henira", false);
        check("bowel", "towels", false);
    }
}
