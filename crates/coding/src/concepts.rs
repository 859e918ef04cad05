//! The lexicon's concepts as far as choosing codes needs them: what is a kind of what, and what to call it.

use ligature_knowledge::Lexicon;
use rustc_hash::{FxHashMap, FxHashSet};

/// Concepts by name, with all that they are kinds of.
#[derive(Debug, Default)]
pub(crate) struct Concepts {
    within: FxHashMap<String, FxHashSet<String>>,
    labels: FxHashMap<String, String>,
    kinds: FxHashMap<String, String>,
    /// Concepts that say no more than the wider one.
    vague: FxHashSet<String>,
}

impl Concepts {
    pub(crate) fn new(lexicon: &Lexicon) -> Concepts {
        let parents: FxHashMap<&str, &Vec<String>> = lexicon
            .concepts
            .iter()
            .map(|c| (c.id.as_str(), &c.is_a))
            .collect();
        let mut within = FxHashMap::default();
        for concept in &lexicon.concepts {
            let mut all = FxHashSet::default();
            let mut open = vec![concept.id.as_str()];
            while let Some(next) = open.pop() {
                if all.insert(next.to_owned()) {
                    open.extend(
                        parents
                            .get(next)
                            .into_iter()
                            .flat_map(|p| p.iter().map(String::as_str)),
                    );
                }
            }
            within.insert(concept.id.clone(), all);
        }
        Concepts {
            vague: lexicon
                .concepts
                .iter()
                .filter(|c| c.vague)
                .map(|c| c.id.clone())
                .collect(),
            within,
            labels: lexicon
                .concepts
                .iter()
                .map(|c| (c.id.clone(), c.label.clone()))
                .collect(),
            kinds: lexicon
                .kinds
                .iter()
                .map(|k| (k.id.clone(), k.label.clone()))
                .collect(),
        }
    }

    /// `concept` is `wider`, or a kind of it.
    pub(crate) fn is_a(&self, concept: &str, wider: &str) -> bool {
        self.within
            .get(concept)
            .map_or(concept == wider, |w| w.contains(wider))
    }

    /// What is said may still turn out to be what is wanted: it is wider, or says no more than something wider does.
    pub(crate) fn may_be(&self, said: &str, wanted: &str) -> bool {
        let vague = || {
            self.vague.contains(said)
                && self.within.get(said).is_some_and(|w| {
                    w.iter()
                        .any(|wider| wider != said && self.is_a(wanted, wider))
                })
        };
        self.is_a(wanted, said) || vague()
    }

    /// The concept in words for people.
    pub(crate) fn label<'a>(&'a self, concept: &'a str) -> &'a str {
        self.labels.get(concept).map_or(concept, String::as_str)
    }

    /// The kind in words for people.
    pub(crate) fn kind<'a>(&'a self, kind: &'a str) -> &'a str {
        match kind {
            "action" => "what was done",
            "beside" => "done in the same operation",
            "named" => "named in the note's title",
            "count" => "how many",
            "order" => "first or further",
            "with" => "with its primary",
            _ => match kind.split_once('.') {
                Some((_, attribute)) => self.kind(attribute),
                None => self.kinds.get(kind).map_or(kind, String::as_str),
            },
        }
    }
}
