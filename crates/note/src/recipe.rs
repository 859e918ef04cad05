//! Steps that together make up an act that the note does not name: divided in two places and passed off is resected.

use crate::compile::{Compiled, ConceptId, Form, Recipe};
use crate::model::Assertion;
use crate::scene::{Scene, Step, StepValue};

/// Adds the steps that recipes make, keeping the order of the note.
pub(crate) fn apply(scene: &Scene, steps: Vec<Step>) -> Vec<Step> {
    let mut made: Vec<(usize, Step)> = Vec::new();
    for recipe in &scene.known.recipes {
        if !recipe.given.iter().all(|g| occurs(scene, *g)) {
            continue;
        }
        for (index, step) in steps.iter().enumerate() {
            if recipe
                .steps
                .first()
                .is_some_and(|s| scene.known.is_a(step.action, *s))
                && let Some(new) = combine(scene, recipe, &steps, index)
            {
                made.push((index, new));
            }
        }
    }
    made.sort_by_key(|m| m.0);
    let mut all = Vec::with_capacity(steps.len() + made.len());
    let mut made = made.into_iter().peekable();
    for (index, step) in steps.into_iter().enumerate() {
        all.push(step);
        while let Some((_, new)) = made.next_if(|m| m.0 == index) {
            all.push(new);
        }
    }
    all
}

/// The concept occurs in the note, not denied.
fn occurs(scene: &Scene, concept: ConceptId) -> bool {
    scene
        .hits
        .iter()
        .any(|h| scene.known.is_a(h.concept, concept) && h.sense != Some(Assertion::Negated))
}

fn combine(scene: &Scene, recipe: &Recipe, steps: &[Step], index: usize) -> Option<Step> {
    let first = &steps[index];
    if first.weak {
        return None;
    }
    let Some(second) = recipe.steps.get(1) else {
        return holds(scene.known, recipe, &[first]).then(|| make(scene, recipe, &[first]));
    };
    // the other step: nearest in the text, with the same assertion
    let mut others: Vec<&Step> = near(steps, index, recipe.within)
        .filter(|s| scene.known.is_a(s.action, *second) && s.sense == first.sense && !s.weak)
        .collect();
    others.sort_by_key(|s| s.hits[0].abs_diff(first.hits[0]));
    others
        .into_iter()
        .find(|other| {
            compatible(scene.known, recipe, first, other)
                && holds(scene.known, recipe, &[first, other])
        })
        .map(|other| make(scene, recipe, &[first, other]))
}

fn near(steps: &[Step], index: usize, within: usize) -> impl Iterator<Item = &Step> {
    let sentence = steps[index].sentence;
    let before = steps[..index]
        .iter()
        .rev()
        .take_while(move |s| s.sentence + within > sentence);
    let after = steps[index + 1..]
        .iter()
        .take_while(move |s| s.sentence < sentence + within);
    before.chain(after)
}

/// The other step was not done to something else: what it names itself must fit the recipe's place.
fn compatible(known: &Compiled, recipe: &Recipe, first: &Step, other: &Step) -> bool {
    let site = known.well_known.site;
    recipe
        .when
        .iter()
        .filter(|(holds, c)| *holds && known.kind_of(*c) == site)
        .all(|(_, wanted)| {
            [first, other].iter().all(|s| {
                s.of_kind(known, site)
                    .filter(|v| !v.carried && !known.concept(v.concept).background)
                    .all(|v| known.is_a(v.concept, *wanted))
            })
        })
}

fn holds(known: &Compiled, recipe: &Recipe, steps: &[&Step]) -> bool {
    recipe
        .when
        .iter()
        .all(|(wanted, concept)| steps.iter().any(|s| s.has(known, *concept)) == *wanted)
}

fn make(scene: &Scene, recipe: &Recipe, steps: &[&Step]) -> Step {
    let mut step = steps[0].clone();
    step.action = recipe.makes;
    step.form = Form::Verb;
    step.weak = false;
    for other in &steps[1..] {
        step.hits.extend(&other.hits);
        let has = |kind| {
            let mut values = step.values.iter();
            values.any(|v| {
                scene.known.kind_of(v.concept) == kind && !scene.known.concept(v.concept).background
            })
        };
        // what the other step only took over from before it adds nothing to a place that is named
        let more: Vec<StepValue> = other
            .values
            .iter()
            .filter(|v| !v.carried || !has(scene.known.kind_of(v.concept)))
            .copied()
            .collect();
        step.values.extend(more);
        step.order = step.order.or(other.order);
    }
    let counted = |s: &&Step| !scene.known.concept(s.action).uncounted;
    step.count = steps
        .iter()
        .copied()
        .filter(counted)
        .filter_map(|s| s.count)
        .max();
    // an explicit value replaces a carried one
    let named = |kind| {
        step.values.iter().any(|v| {
            !v.carried
                && scene.known.kind_of(v.concept) == kind
                && !scene.known.concept(v.concept).background
        })
    };
    let (site, target) = (
        named(scene.known.well_known.site),
        named(scene.known.well_known.target),
    );
    let known = scene.known;
    step.values.retain(|v| {
        let kind = known.kind_of(v.concept);
        !(v.carried
            && ((kind == known.well_known.site && site)
                || (kind == known.well_known.target && target)))
    });
    step.values.extend(recipe.gives.iter().map(|c| StepValue {
        concept: *c,
        hit: step.hits.first().copied(),
        carried: false,
    }));
    step
}
