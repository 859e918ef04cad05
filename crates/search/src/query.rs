//! A query: what its words may mean. [`crate::rank`] then ranks the codes.

use crate::index::ArchivedIndex;
use crate::lay::Lay;
use crate::meanings::{Meaning, Meanings};
use crate::words::{empty, normal, typed};
use fst::{IntoStreamer, Map, Streamer};
use ligature_catalog::CodeId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which codes may be found.
pub trait Filter {
    /// Whether this code may be found.
    fn takes(&self, id: CodeId) -> bool;
}

impl<F: Fn(CodeId) -> bool> Filter for F {
    fn takes(&self, id: CodeId) -> bool {
        self(id)
    }
}

/// How a word of the query was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Matched {
    /// As it was typed (in its plain form).
    pub asked: String,
    /// What was found for it.
    pub found: String,
    /// How the two are related.
    pub how: How,
}

/// How a word of the query and a word of a code are related.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// The same word.
    Same,
    /// What people mean by it.
    Meaning,
    /// Another form of the word: `sprained`, `sprain`.
    Form,
    /// The word begins with it.
    Begins,
    /// A misspelling: one letter away, or one mistyped character in a code.
    Slip,
    /// A code in the range.
    Range,
}

impl How {
    pub(crate) fn weight(self) -> f32 {
        match self {
            How::Same => 1.0,
            How::Meaning => 0.9,
            How::Form => 0.85,
            How::Begins => 0.75,
            How::Slip | How::Range => 0.7,
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
    /// How each word of the query was understood.
    pub matched: Vec<Matched>,
}

/// One interpretation of a word of the query: words that must all be there.
pub(crate) struct Interpretation {
    pub how: How,
    /// 1, or less for what is meant less often.
    pub weight: f32,
    /// It belongs to another word, of which this one may be a misspelling.
    pub slip: bool,
    /// Numbers of the words in the index.
    pub words: Vec<u32>,
}

/// What was typed.
struct Query {
    /// Words in their plain form.
    words: Vec<String>,
    /// The same words as they were typed.
    raw: Vec<String>,
}

/// A word (or phrase) of the query with its interpretations.
pub(crate) struct QueryWord {
    pub text: String,
    /// Everything that the word or phrase may mean, as phrases: for finding texts that are exactly that.
    pub phrases: Vec<Vec<String>>,
    pub ways: Vec<Interpretation>,
    /// A phrase of several words counts for as many; a word that says little, for a part of one.
    pub size: f32,
    /// What it weighs: 1, or less for a word that says little.
    pub weight: f32,
}

impl QueryWord {
    fn new(words: &[String]) -> QueryWord {
        QueryWord {
            text: words.join(" "),
            phrases: vec![words.to_vec()],
            ways: Vec::new(),
            size: words.len().max(1) as f32,
            weight: 1.0,
        }
    }
}

/// The index, ready for queries. Cheap to make; all threads may use it.
pub struct Searcher<'a> {
    pub(crate) index: &'a ArchivedIndex,
    vocabulary: Map<&'a [u8]>,
    pub(crate) meanings: &'a Meanings,
    pub(crate) lay: &'a Lay,
}

/// The most words that a prefix may be completed to.
const MOST_BEGUN: usize = 64;
/// A best answer with less than this may be an answer to something else.
const WEAK: f32 = 0.3;
/// What a code counts for that is found by taking a word for a misspelling of another.
const LOOSE: f32 = 0.5;
/// What a title with the words of everyday speech counts for, where these are a sign of something.
const BY_CHANCE: f32 = 0.75;
/// What a word next to the signs of everyday speech counts for.
const BESIDE: f32 = 0.4;
/// What a misspelling counts for where the word as typed is one.
const FOR_KNOWN: f32 = 0.6;
/// What a word that says little counts for.
const PASSING: f32 = 0.1;
/// A word that more codes than this have counts as known in every code set.
const MANY: usize = 2000;
/// The most words of a query; the rest is ignored.
const MOST_WORDS: usize = 16;

impl<'a> Searcher<'a> {
    /// A searcher over an index; nothing if the index is damaged.
    #[must_use]
    pub fn new(
        index: &'a ArchivedIndex,
        meanings: &'a Meanings,
        lay: &'a Lay,
    ) -> Option<Searcher<'a>> {
        let vocabulary = Map::new(index.vocabulary.as_slice()).ok()?;
        Some(Searcher {
            index,
            vocabulary,
            meanings,
            lay,
        })
    }

    /// The best codes for a query, best first. `typing`: the last word may be unfinished.
    #[must_use]
    pub fn search(&self, text: &str, typing: bool, most: usize, filter: &dyn Filter) -> Vec<Found> {
        let mut raw: Vec<String> = typed(text).into_iter().take(MOST_WORDS).collect();
        if raw.iter().any(|w| !empty(w)) {
            raw.retain(|w| !empty(w));
        }
        if raw.is_empty() {
            return Vec::new();
        }
        let words: Vec<String> = raw.iter().map(|w| normal(w)).collect();
        let query = Query { words, raw };
        let plain = self.understand(&query, typing, false, true, filter);
        let mut found = self.rank(&plain, most, filter);
        if plain.len() < query.raw.len() {
            // a phrase was understood as one: its words may still be meant separately
            let single = self.understand(&query, typing, false, false, filter);
            found = merged(found, self.rank(&single, most, filter), most);
        }
        let sure = |found: &[Found]| {
            let first = found.first();
            first.is_some_and(|f| f.matched.len() >= plain.len() && f.score >= WEAK)
        };
        // words such as `my` and `when I` are those of everyday speech, also where titles have all the others
        let everyday = query.words.iter().any(|word| self.lay.is_passing(word));
        if sure(&found) && !everyday {
            return found;
        }
        // titles do not have all the words, or have them by chance: signs of everyday speech
        let spoken = self.spoken(&query, typing, filter);
        if !spoken.is_empty() {
            if everyday {
                // titles that have the same words by chance
                found.iter_mut().for_each(|f| f.score *= BY_CHANCE);
            }
            found = merged(found, self.rank(&spoken, most, filter), most);
        }
        if everyday {
            // a phrase may have such words inside: `broke her hip`
            let tight = self.without_passing(&query);
            let tight = self.understand(&tight, typing, false, true, filter);
            let mut tight = self.rank(&tight, most, filter);
            if !spoken.is_empty() {
                tight.iter_mut().for_each(|f| f.score *= BY_CHANCE);
            }
            found = merged(found, tight, most);
        }
        if sure(&found) {
            return found;
        }
        // no code has all the words: one of them may be a misspelling, although it is a word
        let loose = self.understand(&query, true, true, true, filter);
        let mut loose = self.rank(&loose, most, filter);
        loose.iter_mut().for_each(|f| f.score *= LOOSE);
        merged(found, loose, most)
    }

    /// Words that begin like the last word of a query, most frequent first: what completion offers.
    #[must_use]
    pub fn begun(&self, prefix: &str) -> Vec<String> {
        let mut numbers = self.prefixed(prefix);
        numbers.truncate(8);
        numbers.iter().map(|n| self.word(*n).to_owned()).collect()
    }

    /// The query without the words that say little; as it is if all do.
    fn without_passing(&self, query: &Query) -> Query {
        let keeps = |at: &usize| {
            let word = query.words.get(*at);
            word.is_some_and(|word| !self.lay.is_passing(word))
        };
        let kept: Vec<usize> = (0..query.words.len()).filter(keeps).collect();
        let of = |words: &[String]| -> Vec<String> {
            let kept = kept.iter().filter_map(|at| words.get(*at));
            kept.cloned().collect()
        };
        match kept.is_empty() {
            true => Query {
                words: query.words.clone(),
                raw: query.raw.clone(),
            },
            false => Query {
                words: of(&query.words),
                raw: of(&query.raw),
            },
        }
    }

    /// The query as everyday speech: its signs, and what is left; nothing if it has no sign.
    fn spoken(&self, query: &Query, typing: bool, filter: &dyn Filter) -> Vec<QueryWord> {
        let signs = self.lay.signs(&query.words);
        if signs.is_empty() {
            return Vec::new();
        }
        let mut all: Vec<QueryWord> = Vec::new();
        let mut used = Vec::new();
        for sign in signs {
            let words: Vec<String> = sign
                .places
                .iter()
                .filter_map(|at| query.raw.get(*at).cloned())
                .collect();
            let mut word = QueryWord::new(&words);
            word.phrases.clear();
            for (at, means) in sign.means.iter().enumerate() {
                if let Some(mut way) = self.way(means, How::Meaning) {
                    way.weight = 1.0 / (1.0 + 0.08 * at as f32);
                    word.ways.push(way);
                }
            }
            if word.ways.is_empty() {
                continue;
            }
            word.phrases.extend(sign.means.first().cloned());
            used.extend(sign.places);
            all.push(word);
        }
        if all.is_empty() {
            return all;
        }
        let left = |words: &[String]| -> Vec<String> {
            let words = words.iter().enumerate();
            let left = words.filter(|(at, _)| !used.contains(at));
            left.map(|(_, word)| word.clone()).collect()
        };
        let rest = Query {
            words: left(&query.words),
            raw: left(&query.raw),
        };
        let rest = self.understand(&rest, typing, false, true, filter);
        all.extend(rest.into_iter().map(|word| QueryWord {
            size: word.size * BESIDE,
            weight: word.weight * BESIDE,
            ..word
        }));
        all
    }

    fn understand(
        &self,
        query: &Query,
        typing: bool,
        loose: bool,
        phrases: bool,
        filter: &dyn Filter,
    ) -> Vec<QueryWord> {
        // a word that none of the possible codes has counts as unknown
        let known = |word: &str| {
            self.number(word).is_some_and(|n| {
                let list = self.list(n);
                list.len() > MANY || list.iter().any(|p| filter.takes(p.id.to_native()))
            })
        };
        let words = query.words.as_slice();
        let mut all = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let last = at + 1 == words.len();
            let rest = &words[at..];
            let exact = self.meanings.at(rest, phrases);
            let size = exact.map_or(1, |m| m.phrase.len());
            let doubtful = loose || (exact.is_none() && !known(&rest[0]));
            let sure = |word: &str| !loose && known(word);
            let near = self.meanings.near(rest, &sure, doubtful, phrases);
            let long = near.first().map_or(0, |n| n.meaning.phrase.len());
            if long > size {
                // a phrase with a misspelling in it
                let mut word = QueryWord::new(&rest[..long]);
                self.nearly(&mut word, &near, long, false);
                if !word.ways.is_empty() {
                    all.push(word);
                    at += long;
                    continue;
                }
            }
            let mut word = QueryWord::new(&rest[..size]);
            match exact {
                Some(meaning) => self.meant(&mut word, meaning),
                None if known(&rest[0]) => word.ways.extend(self.way(&rest[..1], How::Same)),
                None => {}
            }
            if size == 1 {
                if (typing && last) || (doubtful && exact.is_none()) {
                    word.ways.extend(self.begins(&rest[0]));
                }
                if exact.is_none() {
                    word.ways.extend(self.formed(&rest[0]));
                }
                if doubtful {
                    let own = known(&rest[0]);
                    let slips = self.slips(&rest[0], &query.raw[at]);
                    word.ways
                        .extend(slips.into_iter().map(|way| Interpretation {
                            weight: way.weight * if own { FOR_KNOWN } else { 1.0 },
                            ..way
                        }));
                    if exact.is_none() {
                        self.near_phrases(&mut word);
                    }
                    self.nearly(&mut word, &near, 1, exact.is_some());
                }
            }
            if size == 1 && self.lay.is_passing(&rest[0]) {
                word.size = PASSING;
                word.weight = PASSING;
            }
            all.push(word);
            at += size;
        }
        // where every word says little, each says as much as the others
        if all.iter().all(|word| word.weight < 1.0) {
            for word in &mut all {
                (word.size, word.weight) = (1.0, 1.0);
            }
        }
        all
    }

    /// Adds the meanings of an abbreviation or a lay word.
    fn meant(&self, word: &mut QueryWord, meaning: &Meaning) {
        for (at, means) in meaning.means.iter().enumerate() {
            if let Some(mut way) = self.way(means, How::Meaning) {
                way.weight = 1.0 / (1.0 + 0.08 * at as f32);
                word.ways.push(way);
            }
        }
        word.ways.extend(self.way(&meaning.phrase, How::Same));
        // the first meaning is the most frequent
        word.phrases.extend(meaning.means.first().cloned());
    }

    /// Adds the words that an unknown word may be, for finding texts that are exactly that.
    fn near_phrases(&self, word: &mut QueryWord) {
        let slips = word.ways.iter().filter(|w| w.how == How::Slip);
        let begun = word
            .ways
            .iter()
            .filter(|w| matches!(w.how, How::Begins | How::Form))
            .take(2);
        let near: Vec<Vec<String>> = slips
            .chain(begun)
            .map(|w| vec![self.word(w.words[0]).to_owned()])
            .collect();
        word.phrases.extend(near);
    }

    /// An interpretation that needs all of these words; none if one of them is in no code.
    pub(crate) fn way(&self, of: &[String], how: How) -> Option<Interpretation> {
        let words: Vec<u32> = of
            .iter()
            .filter(|w| !empty(w))
            .map(|w| self.number(w))
            .collect::<Option<_>>()?;
        (!words.is_empty()).then_some(Interpretation {
            how,
            weight: 1.0,
            slip: false,
            words,
        })
    }

    pub(crate) fn number(&self, word: &str) -> Option<u32> {
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

    fn begins(&self, prefix: &str) -> Vec<Interpretation> {
        let way = |number| Interpretation {
            how: How::Begins,
            weight: 1.0,
            slip: false,
            words: vec![number],
        };
        self.prefixed(prefix).into_iter().map(way).collect()
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
