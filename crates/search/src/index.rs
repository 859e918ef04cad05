//! The index: words, the codes that have them, and the words one letter away.

use crate::words::{empty, words};
use fst::MapBuilder;
use ligature_catalog::CodeId;
use rkyv::{Archive, Deserialize as Restore, Serialize as Store};
use rustc_hash::FxHashMap;

/// Where a word of a code comes from, and so what it weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Field {
    /// The title, ours or the publisher's.
    Title = 0,
    /// Words and abbreviations that people use for it.
    Alias = 1,
    /// An inclusion term, an index entry, an older title.
    Term = 2,
    /// The title of the heading above it.
    Above = 3,
}

/// What each field weighs.
pub(crate) const WEIGHTS: [f32; 4] = [1.0, 0.9, 0.7, 0.25];

/// What is found: a code with the texts that it can be found by.
#[derive(Debug, Clone, Default)]
pub struct Doc {
    /// The code.
    pub id: CodeId,
    /// Title.
    pub title: String,
    /// Words and abbreviations, one phrase each.
    pub aliases: Vec<String>,
    /// Inclusion terms and index entries.
    pub terms: Vec<String>,
    /// Titles above it.
    pub above: Vec<String>,
    /// How useful it is among equals, 0 to 1: billable and current codes first.
    pub worth: f32,
}

/// A word of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Archive, Store, Restore)]
pub struct Posting {
    /// The code.
    pub id: u32,
    /// Its weight here, of 255.
    pub weight: u8,
    /// Bits of the fields that hold it.
    pub fields: u8,
}

/// The index of a book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Archive, Store, Restore)]
pub struct Index {
    /// Words to the number of their list, as an automaton.
    pub vocabulary: Vec<u8>,
    /// Where each word's list begins; one more than there are words.
    pub starts: Vec<u32>,
    /// All lists.
    pub postings: Vec<Posting>,
    /// The words by number, one text.
    pub text: Vec<u8>,
    /// Where each word begins in it; one more than there are words.
    pub places: Vec<u32>,
    /// Marks of words with one letter left out, with the word: how slips are found.
    pub slips: Vec<(u32, u32)>,
    /// Marks of whole texts (titles, names, index entries; the order of their words does not matter), with the code.
    pub whole: Vec<(u32, u32)>,
    /// How many words the title of each code has.
    pub lengths: Vec<u8>,
    /// How useful each code is among equals, of 255.
    pub worth: Vec<u8>,
    /// How many codes there are.
    pub docs: u32,
}

/// Words shorter than this have no misspellings: too many words are one letter away.
pub(crate) const SHORTEST_SLIP: usize = 4;

/// A hash of a word, for the table of misspellings.
pub(crate) fn mark(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// The hash of a whole text: of its words, in any order. Words in brackets do not count.
fn whole_marks(text: &str) -> impl Iterator<Item = u32> {
    let bare = bare_mark(text);
    // the same with the words in brackets
    let full = text
        .contains(['(', '['])
        .then(|| phrase_mark(&words(text)))
        .flatten();
    bare.into_iter().chain(full)
}

fn bare_mark(text: &str) -> Option<u32> {
    let mut depth = 0_i32;
    let bare: String = text
        .chars()
        .map(|c| match c {
            '(' | '[' => {
                depth += 1;
                ' '
            }
            ')' | ']' => {
                depth -= 1;
                ' '
            }
            _ if depth > 0 => ' ',
            c => c,
        })
        .collect();
    // "Hypertension, hypertensive": another form of the same word adds nothing
    let mut distinct: Vec<String> = Vec::new();
    for word in words(&bare) {
        let again = distinct
            .iter()
            .any(|t| word.len() > 5 && t.len() > 5 && word.as_bytes()[..5] == t.as_bytes()[..5]);
        if !again {
            distinct.push(word);
        }
    }
    phrase_mark(&distinct)
}

/// The hash of words, in any order.
pub(crate) fn phrase_mark(words: &[String]) -> Option<u32> {
    let mut sorted: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|w| !empty(w))
        .collect();
    sorted.sort_unstable();
    sorted.dedup();
    (!sorted.is_empty()).then(|| mark(sorted.join(" ").bytes()))
}

/// Marks of a word and of all that is left when one letter is taken out of it.
pub(crate) fn marks(word: &str) -> Vec<u32> {
    let bytes = word.as_bytes();
    let mut all: Vec<u32> = (0..bytes.len())
        .map(|skip| {
            let rest = bytes.iter().enumerate().filter(|(at, _)| *at != skip);
            mark(rest.map(|(_, b)| *b))
        })
        .collect();
    all.push(mark(bytes.iter().copied()));
    all.sort_unstable();
    all.dedup();
    all
}

impl Index {
    /// Builds the index of documents; `codes` is how many codes the catalog has.
    #[must_use]
    pub fn build(docs: impl Iterator<Item = Doc>, codes: usize) -> Index {
        let mut lists: FxHashMap<String, Vec<Posting>> = FxHashMap::default();
        let mut index = Index {
            lengths: vec![0; codes],
            worth: vec![0; codes],
            ..Index::default()
        };
        let mut own: FxHashMap<String, (f32, u8)> = FxHashMap::default();
        for doc in docs {
            own.clear();
            let mut add = |text: &str, field: Field, scale: f32| -> usize {
                let mut n = 0;
                for word in words(text) {
                    n += usize::from(!empty(&word));
                    let at = own.entry(word).or_insert((0.0, 0));
                    at.0 = at.0.max(WEIGHTS[field as usize] * scale);
                    at.1 |= 1 << field as u8;
                }
                n
            };
            let texts = std::iter::once(&doc.title)
                .chain(&doc.aliases)
                .chain(&doc.terms);
            index
                .whole
                .extend(texts.flat_map(|t| whole_marks(t)).map(|m| (m, doc.id)));
            let length = add(&doc.title, Field::Title, 1.0);
            for alias in &doc.aliases {
                add(alias, Field::Alias, 1.0);
            }
            for term in &doc.terms {
                add(term, Field::Term, 1.0);
            }
            for (up, above) in doc.above.iter().enumerate() {
                add(above, Field::Above, 1.0 / (1.0 + up as f32));
            }
            for (word, (weight, fields)) in own.drain() {
                lists.entry(word).or_default().push(Posting {
                    id: doc.id,
                    weight: (weight * 255.0) as u8,
                    fields,
                });
            }
            let id = doc.id as usize;
            index.docs += 1;
            if let (Some(l), Some(w)) = (index.lengths.get_mut(id), index.worth.get_mut(id)) {
                *l = length.min(255) as u8;
                *w = (doc.worth.clamp(0.0, 1.0) * 255.0) as u8;
            }
        }
        index.write(lists);
        index
    }

    fn write(&mut self, lists: FxHashMap<String, Vec<Posting>>) {
        let mut lists: Vec<(String, Vec<Posting>)> = lists.into_iter().collect();
        lists.sort_by(|a, b| a.0.cmp(&b.0));
        let mut vocabulary = MapBuilder::memory();
        for (number, (word, mut list)) in lists.into_iter().enumerate() {
            // words come sorted and once each, so the automaton takes them
            if vocabulary.insert(&word, number as u64).is_err() {
                continue;
            }
            if word.len() >= SHORTEST_SLIP && word.bytes().all(|b| b.is_ascii_lowercase()) {
                self.slips
                    .extend(marks(&word).into_iter().map(|m| (m, number as u32)));
            }
            self.places.push(self.text.len() as u32);
            self.text.extend_from_slice(word.as_bytes());
            self.starts.push(self.postings.len() as u32);
            list.sort_by_key(|p| p.id);
            self.postings.append(&mut list);
        }
        self.places.push(self.text.len() as u32);
        self.starts.push(self.postings.len() as u32);
        self.whole.sort_unstable();
        self.whole.dedup();
        self.slips.sort_unstable();
        self.vocabulary = vocabulary.into_inner().unwrap_or_default();
    }
}
