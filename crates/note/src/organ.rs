//! Which organ a mention refers to, and what is used for it where the note only says "bowel".

use crate::compile::{ConceptId, Track};
use crate::draft::Draft;
use crate::hit::Hit;
use crate::model::Assertion;
use crate::scene::{Scene, Step};
use std::collections::BTreeMap;

/// The organs of a step: those of its places, or of what is behind them when there are no others.
pub(crate) fn organs(scene: &Scene, step: &Step) -> Vec<ConceptId> {
    let known = scene.known;
    let site = known.well_known.site;
    let collect = |background: bool| -> Vec<ConceptId> {
        let sites = step
            .of_kind(known, site)
            .filter(|v| background || !known.concept(v.concept).background);
        let mut organs: Vec<_> = sites
            .flat_map(|v| known.concept(v.concept).within.iter().copied())
            .filter(|c| known.concept(*c).organ)
            .collect();
        organs.sort_unstable();
        organs.dedup();
        organs
    };
    let found = collect(false);
    if found.is_empty() {
        collect(true)
    } else {
        found
    }
}

/// Nothing says that these are two organs.
pub(crate) fn may_be_one(a: &[ConceptId], b: &[ConceptId]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|o| b.contains(o))
}

pub(crate) fn on_track(scene: &Scene, track: &Track, step: &Step) -> bool {
    let mut sites = step.of_kind(scene.known, scene.known.well_known.site);
    sites.any(|v| track.sites.iter().any(|s| scene.known.is_a(v.concept, *s)))
}

pub(crate) fn on_sites(scene: &Scene, track: &Track, organs: &[ConceptId]) -> bool {
    track.sites.is_empty()
        || organs.is_empty()
        || organs
            .iter()
            .any(|o| track.sites.iter().any(|s| scene.known.is_a(*o, *s)))
}

/// Pieces of which the note only says "bowel" are where its other pieces are, or in the only organ that it names.
pub(crate) fn place_unplaced(scene: &Scene, track: &Track, steps: &[Step], drafts: &mut [Draft]) {
    let mine = |d: &Draft| d.action == track.action;
    if drafts
        .iter()
        .filter(|d| mine(d))
        .all(|d| !d.organs.is_empty())
    {
        return;
    }
    let placed = drafts
        .iter()
        .filter(|d| mine(d))
        .find_map(|d| d.organs.first().copied());
    let named = named_organ(scene, track);
    for draft in drafts.iter_mut().filter(|d| mine(d) && d.organs.is_empty()) {
        let first = draft.steps.iter().map(|n| steps[*n].hits[0]).min();
        let before = first.and_then(|f| mentioned_before(scene, track, f));
        let Some(organ) = placed.or(named).or(before) else {
            continue;
        };
        draft.organs.push(organ);
        draft.guessed = Some(organ);
    }
}

/// The organ of the track mentioned last before a hit, in the same part of the note.
pub(crate) fn mentioned_before(scene: &Scene, track: &Track, from: usize) -> Option<ConceptId> {
    let part = scene.sentences[scene.hits[from].sentence].part;
    let near = scene.hits[..from].iter().rev().take_while(|h| {
        h.sentence + 5 >= scene.hits[from].sentence && scene.sentences[h.sentence].part == part
    });
    let mut places =
        near.filter(|h| h.kind == scene.known.well_known.site && !h.landmark && h.sense.is_none());
    places.find_map(|h| {
        let mut within = scene.known.concept(h.concept).within.iter().copied();
        within.find(|c| {
            scene.known.concept(*c).organ && track.sites.iter().any(|s| scene.known.is_a(*c, *s))
        })
    })
}

/// Other acts on a place that the note only calls "bowel" are in the only bowel that it names.
pub(crate) fn guess_bowel(scene: &Scene, steps: &[Step], drafts: &mut [Draft]) {
    let Some(track) = scene.known.tracks.iter().find(|t| t.closed_by.is_some()) else {
        return;
    };
    let elsewhere = |d: &Draft| {
        !d.organs
            .iter()
            .any(|o| track.sites.iter().any(|s| scene.known.is_a(*o, *s)))
    };
    let unplaced = |d: &Draft| {
        elsewhere(d)
            && d.guessed.is_none()
            && d.steps.iter().any(|n| on_track(scene, track, &steps[*n]))
    };
    if !drafts.iter().any(unplaced) {
        return;
    }
    if let Some(organ) = named_organ(scene, track) {
        for draft in drafts.iter_mut().filter(|d| unplaced(d)) {
            draft.guessed = Some(organ);
        }
    }
}

/// The organ of the track that the note names, when it names one far more often than the others. The title weighs most.
pub(crate) fn named_organ(scene: &Scene, track: &Track) -> Option<ConceptId> {
    // what is only a landmark, or was there before, counts where nothing else does
    most_named(scene, track, |h| {
        !h.landmark && !matches!(h.sense, Some(Assertion::Past | Assertion::Negated))
    })
    .or_else(|| most_named(scene, track, |_| true))
}

fn most_named(scene: &Scene, track: &Track, counts: impl Fn(&Hit) -> bool) -> Option<ConceptId> {
    let mut votes: BTreeMap<ConceptId, usize> = BTreeMap::new();
    let sites = scene
        .hits
        .iter()
        .filter(|h| h.kind == scene.known.well_known.site && counts(h));
    for hit in sites {
        let part = scene.sentences[hit.sentence].part;
        let weight = match (scene.section_sense(part), scene.section_name(part)) {
            (Assertion::Named, _) => 5,
            (_, "closing") => 4,
            (_, "diagnosis" | "preop") => 3,
            (Assertion::Planned, _) => 0,
            _ => 1,
        };
        let within = &scene.known.concept(hit.concept).within;
        for organ in within.iter().filter(|c| {
            scene.known.concept(**c).organ && track.sites.iter().any(|s| scene.known.is_a(**c, *s))
        }) {
            *votes.entry(*organ).or_default() += weight;
        }
    }
    let (organ, most) = votes.iter().max_by_key(|v| *v.1)?;
    let next = votes
        .iter()
        .filter(|v| v.0 != organ)
        .map(|v| *v.1)
        .max()
        .unwrap_or(0);
    (2 * *most >= 3 * next).then_some(*organ)
}
