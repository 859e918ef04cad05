//! What a step was done to.
//!
//! What an action is done to is looked for on the side where English puts it: before a passive verb ("the ileum was
//! divided"), after an active one ("I divided the ileum"), after a name with "of", before one without. Where the clause
//! names nothing and the verb's subject is a pronoun, the place mentioned last is carried over.

use crate::compile::{Form, KindId};
use crate::hit::Hit;
use crate::model::Assertion;
use crate::scene::{Scene, Step, StepValue};
use crate::token::{Kind, Token};
use ligature_knowledge::Reach;

/// Whether the object of a verb or name comes before it.
fn object_before(scene: &Scene, hit: &Hit) -> bool {
    let known = &scene.known.well_known;
    let sentence = scene.sentences[hit.sentence];
    let before = &scene.tokens[sentence.start..hit.start];
    let near = before
        .iter()
        .rev()
        .take(4)
        .take_while(|t| matches!(t.kind, Kind::Word | Kind::Number(_)));
    match hit.form {
        Form::Verb => {
            if near.clone().any(|t| known.being.contains(&t.word)) {
                return true;
            }
            // "freeing the loops": an -ing form is active
            if scene.tokens[hit.start].running {
                return false;
            }
            let text_before = near.clone().next();
            !text_before.is_none_or(|t| known.doers.contains(&t.word))
        }
        _ => !scene
            .tokens
            .get(hit.end)
            .is_some_and(|t| known.of.contains(&t.word)),
    }
}

/// Gives a step what it was done to: places (`site`) and other things (`target`).
pub(crate) fn objects(
    scene: &Scene,
    step: &mut Step,
    index: usize,
    from: usize,
    to: usize,
    kind: KindId,
) {
    let hit = &scene.hits[index];
    let own: Vec<usize> = (from..to)
        .filter(|i| scene.hits[*i].inside == Some(index) && scene.hits[*i].kind == kind)
        .collect();
    if !own.is_empty() {
        step.values.extend(own.iter().map(|i| StepValue {
            concept: scene.hits[*i].concept,
            hit: Some(*i),
            carried: false,
        }));
        return;
    }
    let usable = |i: &usize| {
        let other = &scene.hits[*i];
        other.kind == kind
            && other.inside.is_none()
            && !other.landmark
            && other.clause == hit.clause
            && other.sense != Some(Assertion::Negated)
            && (other.sense != Some(Assertion::Past) || scene.known.concept(other.concept).foreign)
    };
    let candidates: Vec<usize> = (from..to).filter(usable).collect();
    let before: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|i| scene.hits[*i].start < hit.start)
        .collect();
    let after: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|i| scene.hits[*i].start >= hit.start)
        .collect();
    let ahead = object_before(scene, hit);
    let (first, mut second) = if ahead {
        (before, after)
    } else {
        (after, before)
    };
    // a thing on the other side is not the object where a place is on the object's side ("the appendix was removed through the port")
    let object_side = |h: &Hit| {
        if ahead {
            h.start < hit.start
        } else {
            h.start >= hit.start
        }
    };
    let placed = |h: &Hit| {
        h.kind == scene.known.well_known.site
            && h.clause == hit.clause
            && !h.landmark
            && h.inside.is_none()
            && object_side(h)
            && !scene.known.concept(h.concept).background
    };
    if kind == scene.known.well_known.target && scene.hits[from..to].iter().any(placed) {
        second.clear();
    }
    // "a foreign body had perforated the bowel, and 11 cm of ileum was removed": a comma and a nearer place are between
    let mut first = first;
    if ahead && kind == scene.known.well_known.target {
        let place = scene.hits[from..to]
            .iter()
            .filter(|h| placed(h))
            .map(|h| h.start)
            .max();
        let parted = |i: &usize| {
            place.is_some_and(|p| {
                scene.hits[*i].end <= p
                    && (scene.hits[*i].end..p).any(|at| scene.tokens[at].is_mark(','))
            })
        };
        first.retain(|i| !parted(i));
    }
    let chosen = if first.is_empty() { second } else { first };
    step.values.extend(chosen.iter().map(|i| StepValue {
        concept: scene.hits[*i].concept,
        hit: Some(*i),
        carried: false,
    }));
}

/// What the clause does not name itself: a verb without its own subject has that of the verb before it ("was removed
/// and sent off"); else the place mentioned last is carried over.
pub(crate) fn take_over(
    scene: &Scene,
    step: &mut Step,
    index: usize,
    from: usize,
    before: Option<&Step>,
) {
    let known = scene.known;
    let (site, target) = (known.well_known.site, known.well_known.target);
    if !known
        .well_known
        .step
        .is_some_and(|s| known.is_a(step.action, s))
    {
        return;
    }
    let named = |step: &Step, kind| step.of_kind(known, kind).next().is_some();
    if let Some(before) = before.filter(|b| shares_subject(scene, b, index))
        && !named(step, site)
        && !named(step, target)
    {
        let both = before
            .values
            .iter()
            .filter(|v| [site, target].contains(&known.kind_of(v.concept)))
            .filter(|v| !known.concept(v.concept).background);
        let taken: Vec<StepValue> = both
            .map(|v| StepValue {
                carried: true,
                ..*v
            })
            .collect();
        if !taken.is_empty() {
            step.values.extend(taken);
            return;
        }
    }
    if !named(step, target) {
        carry(scene, step, index, from, target);
    }
    if step
        .of_kind(known, target)
        .any(|v| !v.carried && known.concept(v.concept).foreign)
    {
        return;
    }
    // a place that is only passed through does not say where a named thing was
    let passed = step
        .of_kind(known, site)
        .all(|v| known.concept(v.concept).background);
    if !named(step, site) || (passed && named(step, target)) {
        carry(scene, step, index, from, site);
    }
    let passed = step
        .of_kind(known, site)
        .all(|v| known.concept(v.concept).background);
    if passed && !named(step, target) && measured(scene, index) {
        step.values
            .extend(known.well_known.piece.map(|concept| StepValue {
                concept,
                hit: None,
                carried: true,
            }));
    }
    // the nearest antecedent is meant: an older thing is not
    let latest = |step: &Step, kind| {
        step.of_kind(known, kind)
            .filter(|v| v.carried)
            .filter_map(|v| v.hit)
            .map(|h| scene.hits[h].sentence)
            .max()
    };
    if let (Some(thing), Some(place)) = (latest(step, target), latest(step, site))
        && thing < place
    {
        step.values
            .retain(|v| !(v.carried && known.kind_of(v.concept) == target));
    }
}

/// "8 cm taken", "the bulb and 3 cm behind it were cut away": something given by its length is a piece of bowel, where the
/// clause names nothing else.
fn measured(scene: &Scene, index: usize) -> bool {
    let hit = &scene.hits[index];
    let known = scene.known;
    let takes = known.tracks.iter().any(|t| {
        t.closed_by.is_some() && (t.action == hit.concept || t.else_act == Some(hit.concept))
    });
    let sentence = scene.sentences[hit.sentence];
    let bound = |at: &usize| matches!(scene.tokens[*at].kind, Kind::Mark(_));
    let before = (sentence.start..hit.start)
        .rev()
        .take(8)
        .take_while(|at| !bound(at));
    let after = (hit.end..sentence.end).take(4).take_while(|at| !bound(at));
    let length = |at: usize| {
        let unit = scene.tokens.get(at + 1);
        matches!(scene.tokens[at].kind, Kind::Number(_))
            && unit.is_some_and(|t| t.word != 0 && known.well_known.lengths.contains(&t.word))
    };
    takes && hit.form == Form::Verb && before.chain(after).any(length)
}

/// The verb follows another in its sentence with nothing but a joint and small words between.
fn shares_subject(scene: &Scene, before: &Step, index: usize) -> bool {
    let known = &scene.known.well_known;
    let (earlier, hit) = (&scene.hits[before.hits[0]], &scene.hits[index]);
    if hit.form != Form::Verb || earlier.form != Form::Verb || earlier.end > hit.start {
        return false;
    }
    let joint = (earlier.end..hit.start).rev().find(|at| {
        known.joints.contains(&scene.tokens[*at].word)
            || matches!(scene.tokens[*at].kind, Kind::Mark(',' | '+' | '&' | '/'))
    });
    joint.is_some_and(|joint| {
        (joint + 1..hit.start).all(|at| {
            let token = &scene.tokens[at];
            let light = token.word != 0
                && (known.being.contains(&token.word) || known.joints.contains(&token.word));
            light
                || scene
                    .hits
                    .iter()
                    .skip(before.hits[0])
                    .take(24)
                    .any(|h| h.start <= at && at < h.end && h.kind == known.order)
        })
    })
}

/// How many sentences back a pronoun reaches.
const REACH_BACK: usize = 4;

/// Takes over the place mentioned last, unless the clause has its own subject that the lexicon does not know.
fn carry(scene: &Scene, step: &mut Step, index: usize, from: usize, kind: KindId) {
    let hit = &scene.hits[index];
    let known = scene.known;
    let reach = known
        .kinds
        .get(kind as usize)
        .map_or(Reach::Nowhere, |k| k.reach);
    if reach != Reach::Discourse || step.sense != Assertion::Performed || unknown_object(scene, hit)
    {
        return;
    }
    let is_target = kind == known.well_known.target;
    // a target is only carried to a step that names nothing at all
    if is_target && (step.values.iter().any(|v| !v.carried) || !pronoun(scene, hit)) {
        return;
    }
    let back = if is_target { 3 } else { REACH_BACK };
    let found = (0..index)
        .rev()
        .take_while(|i| scene.hits[*i].sentence + back >= hit.sentence)
        .find(|i| {
            let other = &scene.hits[*i];
            let same_subject = *i < from || other.clause != hit.clause || other.start < hit.start;
            let performed =
                scene.section_sense(scene.sentences[other.sentence].part) == Assertion::Performed;
            other.kind == kind
                && performed
                && !other.landmark
                && same_subject
                && !known.concept(other.concept).background
                && !matches!(other.sense, Some(Assertion::Negated | Assertion::Past))
        });
    if let Some(found) = found {
        step.values.push(StepValue {
            concept: scene.hits[found].concept,
            hit: Some(found),
            carried: true,
        });
        if is_target {
            // what was said of the thing there holds for it here (a hole of the surgeon's own making)
            let sentence = scene.hits[found].sentence;
            let around = scene
                .hits
                .iter()
                .enumerate()
                .skip(found.saturating_sub(16))
                .take(32)
                .filter(|(_, h)| h.sentence == sentence);
            let said =
                around.filter(|(_, h)| known.kinds.get(h.kind as usize).is_some_and(|k| k.apart));
            step.values.extend(said.map(|(i, h)| StepValue {
                concept: h.concept,
                hit: Some(i),
                carried: true,
            }));
        }
    }
}

/// The verb's subject (or object, when it is active) is a word that refers to something mentioned before.
fn pronoun(scene: &Scene, hit: &Hit) -> bool {
    let known = &scene.known.well_known;
    let sentence = scene.sentences[hit.sentence];
    let before = &scene.tokens[sentence.start..hit.start];
    let being = before
        .iter()
        .rposition(|t| known.being.contains(&t.word) && t.word != 0);
    let subject = being
        .and_then(|b| before[..b].last())
        .is_some_and(|t| known.pronouns.contains(&t.word));
    let object = scene.tokens[hit.end.min(sentence.end)..sentence.end]
        .first()
        .is_some_and(|t| known.pronouns.contains(&t.word));
    let inside = scene.tokens[hit.start + 1..hit.end.max(hit.start + 1)]
        .iter()
        .any(|t| known.pronouns.contains(&t.word));
    subject || object || inside
}

/// The clause names an object that the lexicon has no word for ("the cyst was excised"): nothing may be carried over to it.
fn unknown_object(scene: &Scene, hit: &Hit) -> bool {
    let known = &scene.known.well_known;
    let sentence = scene.sentences[hit.sentence];
    let covered = |at: usize| {
        let near = scene.hits[..].partition_point(|h| h.sentence < hit.sentence);
        scene.hits[near..]
            .iter()
            .take_while(|h| h.sentence == hit.sentence)
            .any(|h| h.start <= at && at < h.end)
    };
    let unknown = |at: usize| {
        let token = &scene.tokens[at];
        let light = |set: &rustc_hash::FxHashSet<u32>| token.word != 0 && set.contains(&token.word);
        token.kind == Kind::Word
            && !light(&known.pronouns)
            && !light(&known.small)
            && !light(&known.doers)
            && !light(&known.joints)
            && !covered(at)
    };
    if hit.form == Form::Verb && object_before(scene, hit) {
        let before = &scene.tokens[sentence.start..hit.start];
        // the verb's own clause only: "debrided was not an option, so 8 cm resected"
        let own = before
            .iter()
            .rposition(|t| matches!(t.kind, Kind::Mark(',' | ';' | ':')))
            .map_or(0, |p| p + 1);
        let being = before
            .iter()
            .enumerate()
            .skip(own)
            .filter(|(_, t)| t.word != 0 && known.being.contains(&t.word))
            .map(|(at, _)| at)
            .next_back()
            .unwrap_or(before.len());
        let weighs = |t: &&Token| {
            !(matches!(t.kind, Kind::Number(_)) || t.word != 0 && known.small.contains(&t.word))
        };
        let subject = before[..being]
            .iter()
            .rev()
            .position(|t| weighs(&t))
            .map(|back| sentence.start + being - 1 - back);
        return subject.is_some_and(unknown);
    }
    (hit.end..sentence.end)
        .take_while(|at| scene.tokens[*at].kind == Kind::Word)
        .find(|at| !known.small.contains(&scene.tokens[*at].word))
        .is_some_and(unknown)
}
