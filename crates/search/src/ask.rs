//! Asking the index: what the words of a question may mean. [`crate::rank`] then weighs the codes.

use crate::index::ArchivedIndex;
use crate::meanings::{Meaning, Meanings};
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
    /// Another form of the word: `sprained`, `sprain`.
    Form,
    /// The word begins with it.
    Begins,
    /// One letter away, or one slip of the finger in a code.
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
    /// How each word of the question was understood.
    pub matched: Vec<Matched>,
}

/// One way to read a word of the question: words that must all be there.
pub(crate) struct Way {
    pub how: How,
    /// 1, or less for what is meant less often.
    pub weight: f32,
    /// It is what is meant by another word, for which this one may be a slip.
    pub slip: bool,
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

impl Asked {
    fn new(words: &[String]) -> Asked {
        Asked {
            text: words.join(" "),
            phrases: vec![words.to_vec()],
            ways: Vec::new(),
            size: words.len().max(1) as f32,
        }
    }
}

/// The index, ready to be asked. Cheap to make; serves all threads.
pub struct Searcher<'a> {
    pub(crate) index: &'a ArchivedIndex,
    vocabulary: Map<&'a [u8]>,
    pub(crate) meanings: &'a Meanings,
}

/// Words that a prefix may stand for.
const MOST_BEGUN: usize = 64;
/// A best answer with less than this may be an answer to something else.
const WEAK: f32 = 0.3;
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
        let sure = found
            .first()
            .is_some_and(|f| f.matched.len() >= plain.len() && f.score >= WEAK);
        if sure {
            return found;
        }
        // nothing holds all the words: one of them may be a slip, though it is a word
        let loose = self.understand(&asked, true, true, true, filter);
        merged(found, self.rank(&loose, most, filter), most)
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
            let rest = &asked[at..];
            let exact = self.meanings.at(rest, phrases);
            let size = exact.map_or(1, |m| m.phrase.len());
            let doubtful = loose || (exact.is_none() && !told(&rest[0]));
            let sure = |word: &str| !loose && told(word);
            let near = self.meanings.near(rest, &sure, doubtful, phrases);
            let long = near.first().map_or(0, |n| n.meaning.phrase.len());
            if long > size {
                // a phrase with a slip in it
                let mut asked = Asked::new(&rest[..long]);
                self.nearly(&mut asked, &near, long, false);
                if !asked.ways.is_empty() {
                    all.push(asked);
                    at += long;
                    continue;
                }
            }
            let mut asked = Asked::new(&rest[..size]);
            match exact {
                Some(meaning) => self.meant(&mut asked, meaning),
                None if told(&rest[0]) => asked.ways.extend(self.way(&rest[..1], How::Same)),
                None => {}
            }
            if size == 1 {
                if (typing && last) || (doubtful && exact.is_none()) {
                    asked.ways.extend(self.begins(&rest[0]));
                }
                if exact.is_none() {
                    asked.ways.extend(self.formed(&rest[0]));
                }
                if doubtful {
                    asked.ways.extend(self.slips(&rest[0], &question.raw[at]));
                    if exact.is_none() {
                        self.near_phrases(&mut asked);
                    }
                    self.nearly(&mut asked, &near, 1, exact.is_some());
                }
            }
            all.push(asked);
            at += size;
        }
        all
    }

    /// Adds what is meant by an abbreviation or a lay word.
    fn meant(&self, asked: &mut Asked, meaning: &Meaning) {
        for (at, means) in meaning.means.iter().enumerate() {
            if let Some(mut way) = self.way(means, How::Meaning) {
                way.weight = 1.0 / (1.0 + 0.08 * at as f32);
                asked.ways.push(way);
            }
        }
        asked.ways.extend(self.way(&meaning.phrase, How::Same));
        // the first meaning is the one that is meant most
        asked.phrases.extend(meaning.means.first().cloned());
    }

    /// Adds the words that an unknown word may be, for finding texts that are just that.
    fn near_phrases(&self, asked: &mut Asked) {
        let slips = asked.ways.iter().filter(|w| w.how == How::Slip);
        let begun = asked
            .ways
            .iter()
            .filter(|w| matches!(w.how, How::Begins | How::Form))
            .take(2);
        let near: Vec<Vec<String>> = slips
            .chain(begun)
            .map(|w| vec![self.word(w.words[0]).to_owned()])
            .collect();
        asked.phrases.extend(near);
    }

    /// A way that needs all of these words; none if one of them is in no code.
    pub(crate) fn way(&self, of: &[String], how: How) -> Option<Way> {
        let words: Vec<u32> = of
            .iter()
            .filter(|w| !empty(w))
            .map(|w| self.number(w))
            .collect::<Option<_>>()?;
        (!words.is_empty()).then_some(Way {
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

    fn begins(&self, prefix: &str) -> Vec<Way> {
        let way = |number| Way {
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
