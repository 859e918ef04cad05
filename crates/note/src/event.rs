//! From steps to events: all mentions of one act become one event, with its words and its attributes.

use crate::compile::{ConceptId, Form, Track};
use crate::denied::{nothing_taken, only_mentioned, open_ended};
use crate::draft::{Draft, MEMORY};
use crate::model::{Assertion, ProcedureEvent};
use crate::organ::{guess_bowel, may_be_one, on_sites, on_track, organs, place_unplaced};
use crate::place::Places;
use crate::scene::{Order, Scene, Step, StepValue};
use crate::tally;
use crate::write::write;

/// Puts the steps of a note together.
pub(crate) fn assemble(scene: &Scene, steps: &[Step], places: &Places) -> Vec<ProcedureEvent> {
    let steps = &name_elsewhere(scene, steps);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut used = vec![false; steps.len()];
    for track in scene.known.tracks.iter().filter(|t| t.closed_by.is_some()) {
        follow(scene, track, steps, &mut used, &mut drafts);
    }
    for (number, step) in steps.iter().enumerate() {
        if !used[number] {
            group(scene, steps, number, step, &mut drafts);
        }
    }
    for draft in &mut drafts {
        draft.assertion = assertion(steps, &draft.steps);
    }
    for track in &scene.known.tracks {
        let Some(other) = track.else_act else {
            continue;
        };
        let bowel = |d: &Draft| {
            d.steps.iter().any(|n| {
                scene
                    .known
                    .tracks
                    .iter()
                    .any(|t| t.closed_by.is_some() && on_track(scene, t, &steps[*n]))
            })
        };
        let organ = |d: &Draft| {
            d.guessed.is_some()
                || bowel(d)
                || d.organs.iter().any(|o| !scene.known.concept(*o).background)
        };
        for draft in drafts.iter_mut().filter(|d| {
            d.action == track.action && d.assertion == Assertion::Performed && !organ(d)
        }) {
            draft.action = other;
        }
    }
    guess_bowel(scene, steps, &mut drafts);
    drafts.retain(|d| !d.steps.is_empty());
    absorb(scene, steps, &mut drafts);
    stomas_end_pieces(scene, steps, &mut drafts);
    drafts.sort_by_key(|d| (d.assertion, d.steps.iter().map(|s| steps[*s].hits[0]).min()));
    drafts
        .iter()
        .enumerate()
        .map(|(id, draft)| write(scene, steps, places, id, draft))
        .collect()
}

/// What was done to a thing without a place in the anatomy is not the track's act (an old scar excised is no resection).
fn name_elsewhere(scene: &Scene, steps: &[Step]) -> Vec<Step> {
    let known = scene.known;
    let mut steps = steps.to_vec();
    for track in &known.tracks {
        let Some(other) = track.else_act else {
            continue;
        };
        for step in steps.iter_mut().filter(|s| s.action == track.action) {
            let foreign = step
                .of_kind(known, known.well_known.target)
                .any(|v| !v.carried && known.concept(v.concept).foreign);
            let placed = step
                .of_kind(known, known.well_known.site)
                .any(|v| !known.concept(v.concept).background);
            if foreign && !placed {
                step.action = other;
            }
        }
        if track.closed_by.is_some() && nothing_taken(scene, track, &steps) {
            for step in steps.iter_mut().filter(|s| {
                s.action == track.action
                    && s.sense == Assertion::Performed
                    && on_track(scene, track, s)
            }) {
                step.action = other;
            }
        }
    }
    steps
}

/// A join of something else (fascia, bile duct) ends no piece of bowel.
fn may_close(scene: &Scene, track: &Track, step: &Step) -> bool {
    // where a join begins ("at the mesenteric corner") is no other thing; fascia is
    let elsewhere = |v: &StepValue| {
        let concept = scene.known.concept(v.concept);
        !v.carried && (!concept.background || concept.foreign)
    };
    let site = scene.known.well_known.site;
    on_track(scene, track, step) || !step.of_kind(scene.known, site).any(elsewhere)
}

/// Counts the pieces of a track among the steps documented as done, and adds every other mention to them.
fn follow(
    scene: &Scene,
    track: &Track,
    steps: &[Step],
    used: &mut [bool],
    drafts: &mut Vec<Draft>,
) {
    let known = scene.known;
    let named = steps.iter().any(|s| {
        s.action == track.action && s.sense == Assertion::Named && on_track(scene, track, s)
    });
    // a thing without a name of the lexicon, in a note whose title names the act
    let nameless = |s: &Step| {
        named
            && s.form == Form::Verb
            && [known.well_known.site, known.well_known.target]
                .iter()
                .all(|k| s.of_kind(known, *k).next().is_none())
    };
    let on = |s: &Step| s.action == track.action && (on_track(scene, track, s) || nameless(s));
    let in_track =
        |s: &Step| on(s) || Some(s.action) == track.closed_by || known.concept(s.action).repeats;
    let zone = |s: &Step| scene.section_name(scene.sentences[s.sentence].part) == "body";
    let done = |s: &Step| s.sense == Assertion::Performed;
    let takes = |s: &Step| on(s) && !s.weak;
    let again = |s: &Step| known.concept(s.action).repeats;
    let all: Vec<usize> = (0..steps.len())
        .filter(|n| in_track(&steps[*n]) && done(&steps[*n]))
        .collect();
    let body: Vec<usize> = all.iter().copied().filter(|n| zone(&steps[*n])).collect();
    let chosen = if body.iter().any(|n| takes(&steps[*n])) {
        &body
    } else {
        &all
    };
    let open_ended = open_ended(track, steps);
    let mentioned = |s: &Step| open_ended && only_mentioned(scene, track, steps, s);
    let usable: Vec<usize> = chosen
        .iter()
        .copied()
        .filter(|n| {
            takes(&steps[*n])
                || again(&steps[*n])
                || (Some(steps[*n].action) == track.closed_by
                    && !mentioned(&steps[*n])
                    && may_close(scene, track, &steps[*n]))
        })
        .collect();
    if !usable.iter().any(|n| takes(&steps[*n])) {
        return;
    }
    let tally = tally::count(scene, track, steps, &usable);
    let pieces = u32::try_from(tally.pieces.len()).unwrap_or(u32::MAX);
    for (index, piece) in tally.pieces.iter().enumerate() {
        let last = index + 1 == tally.pieces.len();
        let mut numbers = piece.steps.clone();
        numbers.extend(&piece.joins);
        let mut extra = Vec::new();
        if !piece.joins.is_empty() {
            extra.extend(track.gives.iter().map(|c| (*c, piece.joins.clone())));
        }
        if last {
            numbers.extend(
                tally
                    .total_from
                    .iter()
                    .filter(|n| !numbers.contains(n))
                    .copied()
                    .collect::<Vec<_>>(),
            );
        }
        for number in &numbers {
            used[*number] = true;
        }
        drafts.push(Draft {
            action: track.action,
            organs: vec![],
            apart: None,
            count: if last {
                1 + tally.total.saturating_sub(pieces)
            } else {
                1
            },
            assertion: Assertion::Performed,
            steps: numbers,
            extra,
            guessed: None,
        });
    }
    for draft in drafts.iter_mut().filter(|d| d.action == track.action) {
        let of = |joins: bool| -> Vec<ConceptId> {
            let drafted = draft.steps.iter().map(|n| &steps[*n]);
            drafted
                .filter(|s| joins == (Some(s.action) == track.closed_by))
                .flat_map(|s| organs(scene, s))
                .filter(|o| track.sites.iter().any(|s| scene.known.is_a(*o, *s)))
                .collect()
        };
        let acts = of(false);
        let organs = if acts.is_empty() { of(true) } else { acts };
        draft.organs = organs;
    }
    place_unplaced(scene, track, steps, drafts);
    file_rest(scene, track, steps, used, drafts);
}

/// Titles, findings and mentions of the same act are further words for the first piece that they fit.
fn file_rest(
    scene: &Scene,
    track: &Track,
    steps: &[Step],
    used: &mut [bool],
    drafts: &mut [Draft],
) {
    let open_ended = open_ended(track, steps);
    for (number, step) in steps.iter().enumerate() {
        let states = matches!(step.sense, Assertion::Performed | Assertion::Named);
        // the title's join does not outweigh a body with a stoma, or one that denies the join
        if open_ended
            && Some(step.action) == track.closed_by
            && (step.sense == Assertion::Named || only_mentioned(scene, track, steps, step))
        {
            continue;
        }
        let mine = (step.action == track.action && on_track(scene, track, step))
            || Some(step.action) == track.closed_by;
        if used[number] || !states || !mine {
            continue;
        }
        let place = organs(scene, step);
        let fits = |d: &&mut Draft| d.action == track.action && may_be_one(&place, &d.organs);
        if let Some(draft) = drafts.iter_mut().find(fits) {
            draft.steps.push(number);
            used[number] = true;
            if Some(step.action) == track.closed_by && draft.extra.is_empty() {
                draft
                    .extra
                    .extend(track.gives.iter().map(|c| (*c, vec![number])));
            }
        }
    }
}

/// Steps of the same act on the same organ are one event; a step that names no organ joins the last event of its act.
fn group(scene: &Scene, steps: &[Step], number: usize, step: &Step, drafts: &mut Vec<Draft>) {
    let place = organs(scene, step);
    let keeps = |v: &StepValue| {
        scene
            .known
            .kinds
            .get(scene.known.kind_of(v.concept) as usize)
            .is_some_and(|k| k.apart)
    };
    let apart = step.values.iter().find(|v| keeps(v)).map(|v| v.concept);
    // "the gut was divided" does not refer to the appendix
    let bowel = scene
        .known
        .tracks
        .iter()
        .find(|t| t.closed_by.is_some())
        .filter(|t| place.is_empty() && on_track(scene, t, step));
    let fits = |d: &Draft| {
        bowel.is_none_or(|t| {
            d.organs.is_empty()
                || d.organs
                    .iter()
                    .any(|o| t.sites.iter().any(|s| scene.known.is_a(*o, *s)))
        })
    };
    let same_act = |d: &Draft| {
        d.action == step.action && may_be_one(&d.organs, &place) && d.apart == apart && fits(d)
    };
    let same_sense =
        |d: &Draft| same_act(d) && d.steps.iter().any(|s| steps[*s].sense == step.sense);
    match drafts
        .iter()
        .position(same_sense)
        .or_else(|| drafts.iter().position(same_act))
    {
        Some(index) => {
            let count = drafts[index]
                .count
                .max(times(scene, steps, &drafts[index], step));
            let draft = &mut drafts[index];
            draft.count = count;
            draft.organs.extend(place);
            draft.steps.push(number);
        }
        None => drafts.push(Draft {
            action: step.action,
            organs: place,
            apart,
            steps: vec![number],
            assertion: step.sense,
            count: if step.sense == Assertion::Performed {
                step.count.unwrap_or(1)
            } else {
                1
            },
            extra: vec![],
            guessed: None,
        }),
    }
}

/// How often an act was done, with one more mention of it.
fn times(scene: &Scene, steps: &[Step], draft: &Draft, step: &Step) -> u32 {
    if step.sense != Assertion::Performed || step.weak {
        return 1;
    }
    let said = match step.order {
        Some(Order::Nth(n)) => n,
        Some(Order::Further) => draft.count + 1,
        None => 1,
    };
    let site = scene.known.well_known.site;
    let places = |s: &Step| -> Vec<ConceptId> {
        s.of_kind(scene.known, site)
            .filter(|v| !v.carried)
            .map(|v| v.concept)
            .collect()
    };
    let here = places(step);
    let apart = |other: &Step| {
        let there = places(other);
        !there.is_empty()
            && here.iter().all(|a| {
                there
                    .iter()
                    .all(|b| !scene.known.is_a(*a, *b) && !scene.known.is_a(*b, *a))
            })
    };
    let done: Vec<&Step> = draft
        .steps
        .iter()
        .rev()
        .take(MEMORY)
        .map(|n| &steps[*n])
        .filter(|s| s.sense == Assertion::Performed && !s.weak)
        .collect();
    let elsewhere = step.form == Form::Verb
        && !here.is_empty()
        && !done.is_empty()
        && done.iter().all(|s| apart(s));
    let elsewhere = if elsewhere { draft.count + 1 } else { 1 };
    said.max(elsewhere).max(step.count.unwrap_or(1))
}

/// The assertion of all mentions together: done, if any says so; else denied, if any denies it; else the strongest of the rest.
fn assertion(steps: &[Step], numbers: &[usize]) -> Assertion {
    let rank = |sense: Assertion| match sense {
        Assertion::Performed => 6,
        Assertion::Negated => 5,
        Assertion::Named => 4,
        Assertion::Other => 3,
        Assertion::Planned => 2,
        Assertion::Past => 1,
        Assertion::Hypothetical => 0,
    };
    let stated = |n: &usize| {
        let step = &steps[*n];
        if step.sense == Assertion::Performed && step.weak {
            Assertion::Named
        } else {
            step.sense
        }
    };
    numbers
        .iter()
        .map(stated)
        .max_by_key(|s| rank(*s))
        .unwrap_or(Assertion::Hypothetical)
}

/// A stoma closure includes the resection and the join that it needs; what was included stays as an attribute.
fn absorb(scene: &Scene, steps: &[Step], drafts: &mut Vec<Draft>) {
    for track in scene.known.tracks.iter().filter(|t| !t.absorbs.is_empty()) {
        let host_of = |sense: Assertion| {
            drafts
                .iter()
                .position(|d| d.action == track.action && d.assertion == sense)
        };
        // a closure that the title names and the body describes by its steps was done
        let described = drafts.iter().any(|d| {
            track.absorbs.contains(&d.action)
                && d.assertion == Assertion::Performed
                && on_sites(scene, track, &d.organs)
        });
        let Some(host) = host_of(Assertion::Performed)
            .or_else(|| host_of(Assertion::Named).filter(|_| described))
        else {
            continue;
        };
        drafts[host].assertion = Assertion::Performed;
        let taken: Vec<usize> = (0..drafts.len())
            .filter(|i| {
                *i != host
                    && track.absorbs.contains(&drafts[*i].action)
                    && matches!(
                        drafts[*i].assertion,
                        Assertion::Performed | Assertion::Named | Assertion::Negated
                    )
            })
            .filter(|i| on_sites(scene, track, &drafts[*i].organs))
            .collect();
        for index in &taken {
            let (action, mut numbers, sense) = (
                drafts[*index].action,
                drafts[*index].steps.clone(),
                drafts[*index].assertion,
            );
            // what is only mentioned does not say how this closure was done
            if numbers.iter().any(|n| !steps[*n].weak) {
                numbers.retain(|n| !steps[*n].weak);
            }
            // a name in the title does not say how a closure was done that the body describes
            if sense == Assertion::Performed || (sense == Assertion::Named && !described) {
                drafts[host].steps.extend(&numbers);
                drafts[host].extra.push((action, numbers));
            }
            drafts[*index].steps.clear();
        }
        drafts[host].extra.sort_by_key(|e| e.0);
    }
    drafts.retain(|d| !d.steps.is_empty());
}

/// A piece without a join, in a note in which a stoma was made, ended in that stoma.
fn stomas_end_pieces(scene: &Scene, steps: &[Step], drafts: &mut [Draft]) {
    for track in &scene.known.tracks {
        let Some(by) = track.else_by else { continue };
        let made_by = |d: &&Draft| d.action == by && d.assertion == Assertion::Performed;
        let made: Vec<usize> = drafts
            .iter()
            .filter(made_by)
            .flat_map(|d| d.steps.clone())
            .filter(|n| steps[*n].sense == Assertion::Performed)
            .collect();
        if made.is_empty() {
            continue;
        }
        for draft in drafts.iter_mut().filter(|d| {
            d.action == track.action
                && d.assertion == Assertion::Performed
                && on_sites(scene, track, &d.organs)
        }) {
            draft
                .extra
                .extend(track.else_gives.iter().map(|c| (*c, made.clone())));
        }
    }
}
