//! Ranking the codes that have the words of a query.

use crate::index::{Field, phrase_mark};
use crate::query::{Filter, Found, How, Matched, QueryWord, Searcher};
use ligature_catalog::CodeId;
use std::cell::RefCell;

/// What a code gains whose title, name or index entry is exactly the query.
const EXACT: f32 = 0.6;
/// How much of a score is how useful the code is among equals.
const WORTH: f32 = 0.2;
/// The most readings of a whole query that are looked for.
const MOST_READINGS: usize = 48;

/// What has been added up for a code.
#[derive(Clone, Copy, Default)]
struct Sum {
    score: f32,
    /// How many of the words its title holds.
    titled: f32,
    /// Bits of the query's words that it has.
    held: u32,
    /// Best of the word being added.
    best: f32,
    /// The word being added.
    word: u8,
    /// Whether the filter takes the code.
    taken: bool,
    /// The query that it is of.
    query: u32,
}

/// What has been added up for all codes: a place for each, so that nothing is looked up, and nothing cleared between two queries.
#[derive(Default)]
struct Sums {
    of: Vec<Sum>,
    /// Codes that have something.
    touched: Vec<u32>,
    /// The number of this query.
    query: u32,
}

impl Sums {
    /// Begins a query over so many codes.
    fn begin(&mut self, codes: usize) {
        self.touched.clear();
        self.query = self.query.wrapping_add(1);
        if self.of.len() < codes || self.query == 0 {
            self.of = vec![Sum::default(); codes.max(self.of.len())];
            self.query = 1;
        }
    }

    /// The sum of a code; nothing if the filter does not take it.
    #[inline]
    fn of(&mut self, id: u32, filter: &dyn Filter) -> Option<&mut Sum> {
        let sum = self.of.get_mut(id as usize)?;
        if sum.query != self.query {
            *sum = Sum {
                taken: filter.takes(id),
                query: self.query,
                ..Sum::default()
            };
            if sum.taken {
                self.touched.push(id);
            }
        }
        sum.taken.then_some(sum)
    }
}

thread_local! {
    static SUMS: RefCell<Sums> = RefCell::default();
}

impl Searcher<'_> {
    /// How much a word says: rare words say more.
    pub(crate) fn rarity(&self, number: u32) -> f32 {
        let docs = self.index.docs.to_native().max(1) as f32;
        let holds = self.list(number).len() as f32;
        (1.0 + docs / (1.0 + holds)).ln()
    }

    pub(crate) fn rank(&self, query: &[QueryWord], most: usize, filter: &dyn Filter) -> Vec<Found> {
        SUMS.with_borrow_mut(|sums| {
            sums.begin(self.index.lengths.len());
            let mut ideal = 0.0;
            for (number, word) in query.iter().enumerate() {
                ideal += self.add(sums, number, word, filter);
            }
            let exact = self.exact(query);
            let sizes: f32 = query.iter().map(|word| word.size).sum();
            let touched = sums.touched.iter();
            let mut ranked: Vec<(f32, u32, u32)> = touched
                .filter_map(|id| Some((id, sums.of.get(*id as usize)?)))
                .map(|(id, sum)| {
                    let held: f32 = query
                        .iter()
                        .enumerate()
                        .filter(|(n, _)| sum.held & (1 << n) != 0)
                        .map(|(_, a)| a.size)
                        .sum();
                    let share = held / sizes.max(1.0);
                    let length =
                        f32::from(self.index.lengths.get(*id as usize).copied().unwrap_or(0));
                    let worth =
                        f32::from(self.index.worth.get(*id as usize).copied().unwrap_or(0)) / 255.0;
                    // of titles that hold the same words the shorter says nothing else
                    // (of codes found by an alias it says nothing)
                    let weight = 0.035 * (sum.titled / query.len().max(1) as f32);
                    let brevity = 1.0 / (1.0 + weight * (length - sizes).max(0.0));
                    let fit = sum.score / ideal.max(0.01);
                    let whole = exact.binary_search(id).is_ok();
                    let bonus = if whole { EXACT } else { 0.0 };
                    (
                        (fit * share.powi(3) * brevity + bonus) * (1.0 - WORTH + WORTH * worth),
                        *id,
                        sum.held,
                    )
                })
                .collect();
            let keep = most.min(ranked.len());
            if keep == 0 {
                return Vec::new();
            }
            let better =
                |a: &(f32, u32, u32), b: &(f32, u32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
            if keep < ranked.len() {
                ranked.select_nth_unstable_by(keep - 1, better);
                ranked.truncate(keep);
            }
            ranked.sort_by(better);
            ranked
                .into_iter()
                .map(|(score, id, held)| Found {
                    id,
                    score: score / (1.0 + EXACT),
                    matched: self.explain(query, id, held),
                })
                .collect()
        })
    }

    /// Adds a word of the query to all codes that have it; gives the most that a code can get for it.
    fn add(&self, sums: &mut Sums, number: usize, word: &QueryWord, filter: &dyn Filter) -> f32 {
        let mark = number as u8 + 1;
        let mut most: f32 = 0.0;
        // a misspelling is no more likely to mean a rare word than a frequent one
        let slip = word
            .ways
            .iter()
            .filter(|w| w.how == How::Slip)
            .flat_map(|w| &w.words)
            .map(|w| self.rarity(*w))
            .fold(f32::INFINITY, f32::min);
        for way in &word.ways {
            let rarity: f32 = way.words.iter().map(|w| self.rarity(*w)).sum::<f32>();
            let rarity = match way.how {
                How::Slip => slip,
                _ => rarity / (way.words.len() as f32).sqrt(),
            };
            most = most.max(rarity * word.weight);
            let scale = rarity * word.weight * way.how.weight() * way.weight;
            let mut give = |id: u32, weight: f32, fields: u8| {
                let Some(sum) = sums.of(id, filter) else {
                    return;
                };
                if sum.word != mark {
                    sum.word = mark;
                    sum.best = 0.0;
                    sum.held |= 1 << number.min(31);
                }
                let more = weight * scale;
                if more > sum.best {
                    let titled = if fields & (1 << Field::Title as u8) != 0 {
                        1.0
                    } else {
                        0.0
                    };
                    if sum.best == 0.0 {
                        sum.titled += titled;
                    }
                    sum.score += more - sum.best;
                    sum.best = more;
                }
            };
            match way.words.as_slice() {
                [one] => {
                    for posting in self.list(*one) {
                        give(
                            posting.id.to_native(),
                            f32::from(posting.weight) / 255.0,
                            posting.fields,
                        );
                    }
                }
                several => self.together(several, &mut give),
            }
        }
        most.max(word.weight)
    }

    /// Codes that hold all of several words: the rarest list is walked, the others are looked up.
    fn together(&self, words: &[u32], give: &mut dyn FnMut(u32, f32, u8)) {
        let mut lists: Vec<_> = words.iter().map(|w| self.list(*w)).collect();
        lists.sort_by_key(|l| l.len());
        let Some((first, rest)) = lists.split_first() else {
            return;
        };
        for posting in *first {
            let id = posting.id.to_native();
            let mut weight = f32::from(posting.weight);
            let held = rest.iter().all(|list| {
                let at = list.binary_search_by_key(&id, |p| p.id.to_native());
                at.ok().and_then(|at| list.get(at)).is_some_and(|p| {
                    weight += f32::from(p.weight);
                    true
                })
            });
            if held {
                give(id, weight / 255.0 / words.len() as f32, posting.fields);
            }
        }
    }

    /// Codes of which a title, name or index entry is exactly the query, in order.
    fn exact(&self, query: &[QueryWord]) -> Vec<u32> {
        let mut readings: Vec<Vec<String>> = vec![Vec::new()];
        for word in query {
            let mut longer = Vec::new();
            for reading in &readings {
                for phrase in &word.phrases {
                    if longer.len() < MOST_READINGS {
                        let mut more = reading.clone();
                        more.extend(phrase.iter().cloned());
                        longer.push(more);
                    }
                }
            }
            readings = longer;
        }
        let whole = self.index.whole.as_slice();
        let mut ids: Vec<u32> = readings
            .iter()
            .filter_map(|r| phrase_mark(r))
            .flat_map(|mark| {
                let from = whole.partition_point(|w| w.0.to_native() < mark);
                whole[from..]
                    .iter()
                    .take_while(move |w| w.0.to_native() == mark)
                    .map(|w| w.1.to_native())
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn explain(&self, query: &[QueryWord], id: CodeId, held: u32) -> Vec<Matched> {
        let holds = |number: &u32| {
            self.list(*number)
                .binary_search_by_key(&id, |p| p.id.to_native())
                .is_ok()
        };
        query
            .iter()
            .enumerate()
            .filter(|(n, _)| held & (1 << n) != 0)
            .filter_map(|(_, word)| {
                let way = word
                    .ways
                    .iter()
                    .filter(|w| w.words.iter().all(holds))
                    .min_by_key(|w| (w.slip, w.how))?;
                let found: Vec<&str> = way.words.iter().map(|w| self.word(*w)).collect();
                Some(Matched {
                    asked: word.text.clone(),
                    found: found.join(" "),
                    how: if way.slip { How::Slip } else { way.how },
                })
            })
            .collect()
    }
}
