//! Concepts that nothing refers to.
//!
//! Such a concept is not always without effect: an act is shown as an event, a value of a kind that reaches an act
//! is shown with it, and `liver` keeps a rule about bowel from being met. So only what can have no effect is a warning.

use super::finding::Finding;
use crate::check::{ACTION, SPECIAL_KINDS, bare, recipe_concepts, wanted};
use crate::item::Item;
use crate::model::{Concept, Knowledge, Reach};
use crate::problem::Severity;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn findings(knowledge: &Knowledge) -> Vec<Finding> {
    let References { used, kinds } = References::of(knowledge);
    let concepts = &knowledge.lexicon.concepts;
    let wider: BTreeMap<&str, &[String]> = concepts
        .iter()
        .map(|c| (c.id.as_str(), c.is_a.as_slice()))
        .collect();
    let above = |id: &str| {
        let mut all = BTreeSet::new();
        let mut open = vec![id.to_owned()];
        while let Some(next) = open.pop() {
            if all.insert(next.clone()) {
                open.extend(
                    wider
                        .get(next.as_str())
                        .copied()
                        .unwrap_or_default()
                        .iter()
                        .cloned(),
                );
            }
        }
        all
    };
    // A concept is reached when it, a narrower or a wider one is used.
    let upward: BTreeSet<String> = used.iter().flat_map(|id| above(id)).collect();
    let groups: BTreeSet<&str> = concepts
        .iter()
        .flat_map(|c| &c.is_a)
        .map(String::as_str)
        .collect();
    let shown: BTreeSet<&str> = knowledge
        .lexicon
        .kinds
        .iter()
        .filter(|kind| kind.reach != Reach::Nowhere || kind.id == ACTION)
        .map(|kind| kind.id.as_str())
        .collect();
    let worded: BTreeSet<&str> = knowledge
        .lexicon
        .also
        .iter()
        .map(|also| also.concept.as_str())
        .collect();
    concepts
        .iter()
        .enumerate()
        .filter(|(_, c)| !upward.contains(&c.id) && above(&c.id).is_disjoint(&used))
        .filter_map(|(at, c)| {
            let (severity, message) = if !has_words(c) && !worded.contains(c.id.as_str()) && !groups.contains(c.id.as_str()) {
                (Severity::Warning, format!("`{}` has no words, and nothing refers to it", c.id))
            } else if !shown.contains(c.kind.as_str()) {
                (Severity::Warning, format!("nothing refers to `{}`, and its kind is never shown", c.id))
            } else if c.kind == ACTION {
                (Severity::Info, format!("no rule refers to `{}`: it is read and shown, but supports no code", c.id))
            } else if kinds.contains(&c.kind) && !SPECIAL_KINDS.contains(&c.kind.as_str()) {
                (Severity::Info, format!("no rule refers to `{}`: it only keeps rules about another {} from being met", c.id, c.kind))
            } else {
                return None;
            };
            Some(Finding { item: Item::Concept(at), severity, message, help: None })
        })
        .collect()
}

fn has_words(concept: &Concept) -> bool {
    !(concept.verbs.is_empty() && concept.names.is_empty() && concept.terms.is_empty())
}

/// The concepts referred to, and the kinds that conditions use.
#[derive(Default)]
struct References {
    used: BTreeSet<String>,
    kinds: BTreeSet<String>,
}

impl References {
    fn of(knowledge: &Knowledge) -> Self {
        let Self {
            mut used,
            mut kinds,
        } = Self::default();
        let lexicon = &knowledge.lexicon;
        for kind in &lexicon.kinds {
            used.extend(
                kind.silence
                    .iter()
                    .chain(&kind.of)
                    .chain(&kind.prefers)
                    .cloned(),
            );
        }
        for compound in &lexicon.compounds {
            used.extend(compound.means.values().cloned());
        }
        for recipe in &lexicon.recipes {
            used.extend(recipe.steps.iter().chain([&recipe.makes]).cloned());
            used.extend(recipe.gives.values().chain(&recipe.given).cloned());
            used.extend(
                recipe
                    .when
                    .values()
                    .flat_map(|text| recipe_concepts(text))
                    .map(str::to_owned),
            );
            kinds.extend(recipe.when.keys().cloned());
        }
        for track in &lexicon.tracks {
            used.extend(
                [&track.action, &track.closed_by, &track.else_by]
                    .into_iter()
                    .cloned(),
            );
            used.extend(track.sites.iter().chain(&track.absorbs).cloned());
            used.extend(
                track
                    .gives
                    .values()
                    .chain(track.else_gives.values())
                    .cloned(),
            );
        }
        let families = knowledge.families.iter();
        let conditions = families
            .flat_map(|family| {
                family
                    .rows
                    .iter()
                    .map(|row| &row.when)
                    .chain([&family.select])
            })
            .chain(knowledge.policies.part_of.iter().map(|rule| &rule.when))
            .chain(knowledge.policies.modifiers.iter().map(|rule| &rule.when));
        for (kind, want) in conditions.flatten() {
            let (action, kind) = kind.split_once('.').unwrap_or(("", kind));
            used.insert(action.to_owned());
            kinds.insert(kind.to_owned());
            used.extend(wanted(want).iter().map(|text| bare(text).to_owned()));
        }
        Self { used, kinds }
    }
}
