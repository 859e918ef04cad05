//! Everyday words: a word of each of some classes, in any order, is a sign of something that titles call by its name.
//!
//! `burns when I pee` has a word of burning and one of urine: painful urination. A sign says what it needs and what it means; what
//! people say around it ([`Lay::is_passing`]) counts little. Whole phrases are never listed, so a sign is found however it is said.

use crate::words::{empty, normal, words};
use rustc_hash::{FxHashMap, FxHashSet};

/// The most words of a class's phrase.
const LONGEST: usize = 4;

/// Classes of everyday words, and what they mean together. Authored in `knowledge/search/*.toml`.
#[derive(Debug, Clone, Default)]
pub struct Lay {
    /// Classes by their phrases, in plain form.
    classes: FxHashMap<Vec<String>, Vec<usize>>,
    signs: Vec<Sign>,
    /// Signs by a class that they need.
    by_class: FxHashMap<usize, Vec<usize>>,
    passing: FxHashSet<String>,
}

/// What words of some classes mean together.
#[derive(Debug, Clone)]
struct Sign {
    needs: Vec<usize>,
    means: Vec<Vec<String>>,
}

/// A sign that a query holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meant<'l> {
    /// Places of its words in the query.
    pub places: Vec<usize>,
    /// What it means, likeliest first.
    pub means: &'l [Vec<String>],
}

impl Lay {
    /// From classes (a name and its phrases), signs (the classes or words that they need, and what they mean), and words that say
    /// little.
    pub fn new<'a>(
        classes: impl IntoIterator<Item = (&'a str, &'a [String])>,
        signs: impl IntoIterator<Item = (&'a [String], &'a [String])>,
        passing: impl IntoIterator<Item = &'a str>,
    ) -> Lay {
        let mut lay = Lay::default();
        let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
        let mut number = |name: &str| {
            let next = numbers.len();
            *numbers.entry(name.to_owned()).or_insert(next)
        };
        let mut named: FxHashSet<String> = FxHashSet::default();
        let mut phrases: Vec<(String, usize)> = Vec::new();
        for (name, say) in classes {
            let of = number(name);
            named.insert(name.to_owned());
            phrases.extend(say.iter().map(|phrase| (phrase.clone(), of)));
        }
        for (when, means) in signs {
            let mut needs: Vec<usize> = Vec::new();
            for element in when {
                let of = number(element);
                needs.push(of);
                // a word that is no class is a class of its own
                if named.insert(element.clone()) {
                    phrases.push((element.clone(), of));
                }
            }
            needs.sort_unstable();
            let at = lay.signs.len();
            if let Some(first) = needs.first() {
                lay.by_class.entry(*first).or_default().push(at);
            }
            lay.signs.push(Sign {
                needs,
                means: means.iter().map(|m| words(m)).collect(),
            });
        }
        for (phrase, of) in phrases {
            let phrase: Vec<String> = words(&phrase).into_iter().filter(|w| !empty(w)).collect();
            let all = lay.classes.entry(phrase).or_default();
            if !all.contains(&of) {
                all.push(of);
            }
        }
        lay.passing = passing.into_iter().map(normal).collect();
        lay
    }

    /// Whether a word says little of what is looked for: who it happened to, when, and the words between.
    pub(crate) fn is_passing(&self, word: &str) -> bool {
        self.passing.contains(word)
    }

    /// The signs that a query holds, no word in two of them: those of more words first.
    pub(crate) fn signs(&self, words: &[String]) -> Vec<Meant<'_>> {
        let mut places: FxHashMap<usize, Vec<Vec<usize>>> = FxHashMap::default();
        for from in 0..words.len() {
            for size in 1..=LONGEST.min(words.len() - from) {
                let at: Vec<usize> = (from..from + size).collect();
                for class in self.named(&words[from..from + size]) {
                    let all = places.entry(class).or_default();
                    if !all.contains(&at) {
                        all.push(at.clone());
                    }
                }
            }
        }
        let mut found: Vec<Meant<'_>> = Vec::new();
        let signs = places.keys().filter_map(|class| self.by_class.get(class));
        for at in signs.flatten() {
            let Some(sign) = self.signs.get(*at) else {
                continue;
            };
            let mut taken = Vec::new();
            if placed(&sign.needs, &places, &mut taken) {
                taken.sort_unstable();
                found.push(Meant {
                    places: taken,
                    means: &sign.means,
                });
            }
        }
        found.sort_by(|a, b| {
            let key = |m: &Meant<'_>| (std::cmp::Reverse(m.places.len()), m.places.clone());
            key(a).cmp(&key(b)).then_with(|| a.means.cmp(b.means))
        });
        let mut used: FxHashSet<usize> = FxHashSet::default();
        found.retain(|meant| {
            let free = meant.places.iter().all(|place| !used.contains(place));
            if free {
                used.extend(&meant.places);
            }
            free
        });
        found
    }

    /// The classes of a phrase: as it is, or with its verbs in their plain form.
    fn named(&self, phrase: &[String]) -> Vec<usize> {
        let own = self.classes.get(phrase);
        let mut all: Vec<usize> = own.into_iter().flatten().copied().collect();
        if let [word] = phrase {
            for base in bases(word) {
                all.extend(self.classes.get([base].as_slice()).into_iter().flatten());
            }
        } else if let Some((first, rest)) = phrase.split_first() {
            for base in bases(first) {
                let mut whole = vec![base];
                whole.extend(rest.iter().cloned());
                all.extend(self.classes.get(&whole).into_iter().flatten());
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Whether each class has a phrase in the query, no word in two of them; their places.
fn placed(
    needs: &[usize],
    places: &FxHashMap<usize, Vec<Vec<usize>>>,
    taken: &mut Vec<usize>,
) -> bool {
    let Some((first, rest)) = needs.split_first() else {
        return true;
    };
    for phrase in places.get(first).into_iter().flatten() {
        if phrase.iter().any(|place| taken.contains(place)) {
            continue;
        }
        let before = taken.len();
        taken.extend(phrase);
        if placed(rest, places, taken) {
            return true;
        }
        taken.truncate(before);
    }
    false
}

/// The plain forms that a verb may have: `peeing` is `pee`, `stopped` is `stop`, `stitches` is `stitch`.
fn bases(word: &str) -> Vec<String> {
    let mut all = Vec::new();
    if word.len() < 5 || !word.is_ascii() {
        return all;
    }
    let mut add = |stem: &str| {
        all.push(stem.to_owned());
        all.push(format!("{stem}e"));
        let bytes = stem.as_bytes();
        if let [.., a, b] = bytes
            && a == b
        {
            all.push(stem[..stem.len() - 1].to_owned());
        }
    };
    for ending in ["ing", "ed", "er"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 1) {
            add(stem);
        }
    }
    if let Some(stem) = word.strip_suffix("ied") {
        all.push(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("in").filter(|_| word.len() > 6) {
        // peein', swellin'
        all.push(stem.to_owned());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lay() -> Lay {
        let list = |text: &str| -> Vec<String> { text.split('|').map(str::to_owned).collect() };
        let classes = [
            ("urine", list("pee|make water|urinate")),
            ("burning", list("burn|sting|on fire")),
            ("relative", list("mom|grandma")),
        ];
        let signs = [
            (list("urine|burning"), list("painful urination|dysuria")),
            (list("urine|night"), list("nocturia")),
            (list("burning"), list("burn")),
            (list("relative|colon|cancer"), list("family history")),
        ];
        let classes: Vec<(&str, &[String])> =
            classes.iter().map(|(n, s)| (*n, s.as_slice())).collect();
        Lay::new(
            classes,
            signs.iter().map(|(w, m)| (w.as_slice(), m.as_slice())),
            ["when", "i", "had"],
        )
    }

    /// What a query means: each sign with its words.
    fn check(text: &str, expected: &str) {
        let lay = lay();
        let all: Vec<String> = words(text).into_iter().filter(|w| !empty(w)).collect();
        let signs = lay.signs(&all);
        let said = signs.iter().map(|meant| {
            let own: Vec<&str> = meant.places.iter().map(|at| all[*at].as_str()).collect();
            format!("{}: {}", own.join(" "), meant.means[0].join(" "))
        });
        assert_eq!(said.collect::<Vec<_>>().join("; "), expected, "{text}");
    }

    #[test]
    fn signs_are_found_however_they_are_said() {
        check("burns when I pee", "burn pee: painful urination");
        check("peeing stings", "peeing sting: painful urination");
        check(
            "it's on fire when I make water",
            "fire make water: painful urination",
        );
        check("up all night peeing", "night peeing: nocturia");
        check(
            "my mom had colon cancer",
            "mom colon cancer: family history",
        );
        check("burned", "burned: burn");
        check("colon cancer", "");
        check("", "");
    }

    #[test]
    fn words_that_say_little() {
        let lay = lay();
        assert!(lay.is_passing("when") && !lay.is_passing("colon"));
    }
}
