//! What the note takes back: joins that are only mentioned, and pieces where it says that nothing was taken.

use crate::compile::{Form, Track};
use crate::model::Assertion;
use crate::scene::{Scene, Step};

/// "Nothing was cut out", "no bowel was removed", in a note without a join and without an end brought out: what sounds
/// like a piece taken out was only handled.
pub(crate) fn nothing_taken(scene: &Scene, track: &Track, steps: &[Step]) -> bool {
    let known = scene.known;
    let ended = |s: &Step| {
        (Some(s.action) == track.closed_by || Some(s.action) == track.else_by)
            && s.sense == Assertion::Performed
            && !s.weak
    };
    let denied = |s: &Step| {
        (s.action == track.action || Some(s.action) == track.else_act)
            && s.sense == Assertion::Negated
            && scene.section_name(scene.sentences[s.sentence].part) == "body"
            && denies_all(scene, track, s)
    };
    !steps.iter().any(ended)
        && !steps.iter().any(|s| known.concept(s.action).repeats)
        && steps.iter().any(denied)
}

/// The denied act's object is "nothing", or bowel without a name.
fn denies_all(scene: &Scene, track: &Track, step: &Step) -> bool {
    let known = scene.known;
    let hit = &scene.hits[step.hits[0]];
    let sentence = scene.sentences[hit.sentence];
    let near = hit.start.saturating_sub(3).max(sentence.start)..(hit.end + 3).min(sentence.end);
    let is = |at: usize, set: &rustc_hash::FxHashSet<u32>| {
        let word = scene.tokens[at].word;
        word != 0 && set.contains(&word)
    };
    let nothing = near.clone().any(|at| is(at, &known.well_known.nothing));
    let no_bowel = step.of_kind(known, known.well_known.site).any(|v| {
        (track.sites.contains(&v.concept) || Some(v.concept) == known.well_known.piece)
            && v.hit.is_some_and(|h| {
                let start = scene.hits[h].start;
                start > sentence.start && is(start - 1, &known.well_known.no)
            })
    });
    // "no segment was taken"
    let no_piece = hit.start > sentence.start && is(hit.start - 1, &known.well_known.no);
    nothing || no_bowel || no_piece
}

/// In a note with a stoma, these words make no join: one that is only mentioned, ends placed next to each other on
/// their way out, and what a list of specimens names (it was taken out, not made).
pub(crate) fn only_mentioned(scene: &Scene, track: &Track, steps: &[Step], step: &Step) -> bool {
    let made = |o: &Step| Some(o.action) == track.else_by && o.sense == Assertion::Performed;
    let out =
        step.form == Form::Verb && steps.iter().any(|o| o.sentence == step.sentence && made(o));
    let listed = step.form == Form::Name
        && scene.section_name(scene.sentences[step.sentence].part) != "body";
    step.weak || out || listed
}

/// The note has a stoma, or denies a join: a join that is only mentioned was there before.
pub(crate) fn open_ended(track: &Track, steps: &[Step]) -> bool {
    steps.iter().any(|s| {
        let stoma = Some(s.action) == track.else_by && s.sense == Assertion::Performed && !s.weak;
        stoma || (Some(s.action) == track.closed_by && s.sense == Assertion::Negated)
    })
}
