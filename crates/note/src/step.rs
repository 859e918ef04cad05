//! Steps: each action in the note with what belongs to it (on what, with what, how often), before steps are put
//! together to events.

use crate::compile::Form;
use crate::hit::Hit;
use crate::model::Assertion;
use crate::scene::{Scene, Step, StepValue};
use crate::token::{Kind, Token};
use ligature_knowledge::Reach;

/// All steps of a note in order.
pub(crate) fn steps(scene: &Scene) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut from = 0;
    while from < scene.hits.len() {
        let sentence = scene.hits[from].sentence;
        let to = scene.hits[from..]
            .iter()
            .position(|h| h.sentence != sentence)
            .map_or(scene.hits.len(), |p| from + p);
        let numbers = crate::number::bind(scene, from, to);
        let first = steps.len();
        for index in from..to {
            let hit = &scene.hits[index];
            let within =
                |s: &Step| s.action == hit.concept && hit.start < scene.hits[s.hits[0]].end;
            let again = steps[first..].iter().any(within);
            if hit.kind == scene.known.well_known.action
                && Some(hit.concept) != scene.known.well_known.make
                && !again
            {
                let new = step(
                    scene,
                    index,
                    from,
                    to,
                    steps.get(first..).and_then(<[Step]>::last),
                );
                steps.push(new);
            }
        }
        for number in &numbers {
            number.give(scene, &mut steps[first..]);
        }
        from = to;
    }
    steps
}

fn step(scene: &Scene, index: usize, from: usize, to: usize, before: Option<&Step>) -> Step {
    let hit = &scene.hits[index];
    let part = scene.sentences[hit.sentence].part;
    let section = scene.section_sense(part);
    let dated =
        section == Assertion::Performed && hit.form == Form::Name && next_to_year(scene, hit);
    let sense = match (section, hit.sense) {
        (_, None) if dated => Assertion::Past,
        (_, Some(sense)) => sense,
        (section, None) => section,
    };
    let weak = hit.form == Form::Name
        && sense == Assertion::Performed
        && (hit.landmark || !stated_as_made(scene, index, from, to));
    let mut step = Step {
        action: hit.concept,
        form: hit.form,
        hits: vec![index],
        sentence: hit.sentence,
        sense,
        weak,
        values: Vec::new(),
        order: None,
        count: None,
    };
    for kind in [scene.known.well_known.target, scene.known.well_known.site] {
        crate::object::objects(scene, &mut step, index, from, to, kind);
    }
    crate::object::take_over(scene, &mut step, index, from, before);
    attributes(scene, &mut step, index, from, to);
    step
}

/// "2018 colostomy takedown", "nephrectomy 2019": a named act with its year was done then.
fn next_to_year(scene: &Scene, hit: &Hit) -> bool {
    let year = |at: usize| {
        scene
            .tokens
            .get(at)
            .is_some_and(|t| matches!(t.kind, Kind::Number(1950..=2035)))
    };
    let opening = scene
        .tokens
        .get(hit.end)
        .is_some_and(|t| t.is_mark('(') || t.is_mark(','));
    (1..=2).any(|back| hit.start >= back && year(hit.start - back))
        || year(hit.end)
        || (opening && year(hit.end + 1))
}

/// A named act counts as done where a verb of making is in its clause, or where there is no verb at all (a list, a telegram).
fn stated_as_made(scene: &Scene, index: usize, from: usize, to: usize) -> bool {
    let hit = &scene.hits[index];
    let makes = |h: &Hit| {
        Some(h.concept) == scene.known.well_known.make
            || (h.kind == hit.kind && h.form == Form::Verb && scene.known.concept(h.concept).making)
    };
    let made = scene.hits[from..to]
        .iter()
        .any(|h| makes(h) && h.clause == hit.clause && h.sense.is_none());
    let before = &scene.tokens[hit
        .start
        .saturating_sub(4)
        .max(scene.sentences[hit.sentence].start)..hit.start];
    if before
        .iter()
        .any(|t| t.word != 0 && scene.known.well_known.becoming.contains(&t.word))
    {
        return true;
    }
    let verbless =
        clause_tokens(scene, hit).all(|t| !scene.known.well_known.being.contains(&t.word));
    made || verbless
}

fn clause_tokens<'a>(scene: &'a Scene, hit: &'a Hit) -> impl Iterator<Item = &'a Token> {
    let sentence = scene.sentences[hit.sentence];
    let bound = |token: &&Token| matches!(token.kind, Kind::Mark(';' | ':' | ','));
    let before = scene.tokens[sentence.start..hit.start]
        .iter()
        .rev()
        .take_while(move |t| !bound(t));
    let after = scene.tokens[hit.end.min(sentence.end)..sentence.end]
        .iter()
        .take_while(move |t| !bound(t));
    before.chain(after)
}

/// Gives a step its other attributes: those of its clause; those elsewhere in the sentence when no other step is nearer.
fn attributes(scene: &Scene, step: &mut Step, index: usize, from: usize, to: usize) {
    let known = scene.known;
    let hit = &scene.hits[index];
    for i in from..to {
        let other = &scene.hits[i];
        let Some(kind) = known.kinds.get(other.kind as usize) else {
            continue;
        };
        let mine = other.inside == Some(index);
        let numbers = [
            known.well_known.order,
            known.well_known.count,
            known.well_known.tally,
        ];
        if other.kind == known.well_known.action
            || ([known.well_known.site, known.well_known.target].contains(&other.kind))
            || numbers.contains(&other.kind)
            || (other.inside.is_some() && !mine)
            || !matches!(
                kind.reach,
                Reach::Clause | Reach::Sentence | Reach::Discourse
            )
        {
            continue;
        }
        if !mine {
            let turned = matches!(
                other.sense,
                Some(Assertion::Negated | Assertion::Hypothetical)
            );
            let takes = kind.of.is_empty() || kind.of.iter().any(|a| known.is_a(step.action, *a));
            let near = other.clause == hit.clause
                || (kind.reach != Reach::Clause && !claimed(scene, i, index, from, to));
            if turned || !takes || !near {
                continue;
            }
        }
        step.values.push(StepValue {
            concept: other.concept,
            hit: Some(i),
            carried: false,
        });
    }
}

/// Another action that takes this kind is in the attribute's own clause.
fn claimed(scene: &Scene, attribute: usize, index: usize, from: usize, to: usize) -> bool {
    let known = scene.known;
    let attribute = &scene.hits[attribute];
    let of = &known.kinds[attribute.kind as usize].of;
    (from..to).any(|i| {
        let other = &scene.hits[i];
        i != index
            && other.kind == known.well_known.action
            && Some(other.concept) != known.well_known.make
            && other.clause == attribute.clause
            && (of.is_empty() || of.iter().any(|a| known.is_a(other.concept, *a)))
    })
}
