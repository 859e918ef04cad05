//! How many? A surgeon mentions a resection more than once (divided, passed off, the ends joined, the join inspected) and may
//! do it more than once. The mentions in the body are read in order: a join ends a piece, and what is taken out after it
//! is a further piece when it is said to be one, is elsewhere, or gets its own join. Ordinals and totals
//! ("a third anastomosis", "four anastomoses in all") count at least so many; "a single anastomosis" counts one.

use crate::compile::{Compiled, ConceptId, Form, Track};
use crate::draft::MEMORY;
use crate::scene::{Order, Scene, Step, StepValue};

/// A piece taken out: its mentions (numbers of steps).
#[derive(Debug, Default, Clone)]
pub(crate) struct Piece {
    pub steps: Vec<usize>,
    pub joins: Vec<usize>,
    /// Only names mentioned it so far.
    named_only: bool,
    /// Taken out after a join, without a word that it is another: counts once it has its own join.
    tentative: bool,
}

/// The pieces, and their number when the note gives a larger one than the pieces it describes.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub pieces: Vec<Piece>,
    pub total: u32,
    /// Steps whose number was taken as the total.
    pub total_from: Vec<usize>,
    /// Joins before any piece: they belong to none.
    pub loose: Vec<usize>,
}

/// Counts the steps (numbers into `steps`, in order) of a track.
pub(crate) fn count(scene: &Scene, track: &Track, steps: &[Step], chosen: &[usize]) -> Tally {
    let mut tally = Tally::default();
    let mut single = false;
    for &number in chosen {
        let step = &steps[number];
        if scene.known.concept(step.action).repeats {
            if tally.pieces.last().is_some_and(|p| !p.joins.is_empty()) {
                tally.pieces.push(Piece {
                    steps: vec![number],
                    joins: vec![number],
                    named_only: false,
                    tentative: false,
                });
            }
        } else if Some(step.action) == track.closed_by {
            single |= join(&mut tally, step, number);
        } else {
            take_out(scene.known, &mut tally, steps, number);
            // "resected, side to side": the join is in the same words as the act
            let here = |v: &StepValue| {
                v.hit
                    .is_some_and(|h| scene.hits[h].sentence == step.sentence)
            };
            let joins_here = |v: &StepValue| {
                !v.carried && here(v) && track.closed_with.contains(&scene.known.kind_of(v.concept))
            };
            if step.hits.len() == 1 && step.values.iter().any(joins_here) {
                join(&mut tally, step, number);
            }
        }
    }
    merge_tentative(&mut tally);
    join_all(&mut tally, steps, chosen);
    let pieces = u32::try_from(tally.pieces.len()).unwrap_or(u32::MAX);
    tally.total = tally.total.max(pieces);
    // "a single connection was made", said last: what seemed another piece was the same one again
    let mut joins = chosen
        .iter()
        .filter(|n| Some(steps[**n].action) == track.closed_by);
    let only = joins
        .clone()
        .filter(|n| steps[**n].count == Some(1))
        .count()
        == 1
        && joins
            .next_back()
            .is_some_and(|n| steps[*n].count == Some(1) && steps[*n].order.is_none());
    let claimed = chosen.iter().any(|n| {
        steps[*n].count.is_some_and(|c| c > 1) || matches!(steps[*n].order, Some(Order::Nth(2..)))
    });
    if only && !claimed && pieces > 1 {
        let mut all = tally.pieces.drain(..);
        if let Some(mut whole) = all.next() {
            for piece in all {
                whole.steps.extend(piece.steps);
                whole.joins.extend(piece.joins);
            }
            tally.pieces = vec![whole];
        }
        tally.total = 1;
    }
    let pieces = u32::try_from(tally.pieces.len()).unwrap_or(u32::MAX);
    if single && pieces <= 1 {
        tally.total = tally.total.min(1);
    }
    tally
}

fn claim(tally: &mut Tally, n: u32, number: usize) {
    if n > tally.total {
        tally.total = n;
        tally.total_from = vec![number];
    }
}

/// A join: gives whether it was said to be the only one.
fn join(tally: &mut Tally, step: &Step, number: usize) -> bool {
    let made = !step.weak;
    match (step.order, step.count) {
        (Some(Order::Nth(n)), _) => claim(tally, n, number),
        (_, Some(n)) if n > 1 => claim(tally, n, number),
        _ => {}
    }
    let further = made && matches!(step.order, Some(Order::Further | Order::Nth(2..)));
    let further = further
        && tally
            .pieces
            .last()
            .is_some_and(|p| !p.joins.contains(&number));
    let Some(last) = tally.pieces.last_mut() else {
        tally.loose.push(number);
        return step.count == Some(1);
    };
    if further && !last.joins.is_empty() && !last.tentative {
        // "a second anastomosis": its piece was mentioned together with the first
        let steps = last.steps.clone();
        tally.pieces.push(Piece {
            steps,
            joins: vec![number],
            named_only: false,
            tentative: false,
        });
        return false;
    }
    if made {
        last.tentative = false;
    }
    last.joins.push(number);
    step.count == Some(1) && step.order.is_none()
}

fn take_out(known: &Compiled, tally: &mut Tally, steps: &[Step], number: usize) {
    let step = &steps[number];
    match (step.order, step.count) {
        (Some(Order::Nth(n)), _) => claim(tally, n, number),
        (_, Some(n)) if n > 1 => claim(tally, n, number),
        _ => {}
    }
    let named = step.form != Form::Verb;
    let fresh = |tentative| Piece {
        steps: vec![number],
        joins: vec![],
        named_only: named,
        tentative,
    };
    let pieces = u32::try_from(tally.pieces.len()).unwrap_or(u32::MAX);
    let Some(last) = tally.pieces.last_mut() else {
        tally.pieces.push(fresh(false));
        return;
    };
    let closed = !last.joins.is_empty();
    let same_sentence = last
        .steps
        .iter()
        .rev()
        .take(MEMORY)
        .chain(last.joins.iter().rev().take(MEMORY))
        .any(|n| steps[*n].sentence == step.sentence);
    let elsewhere = is_elsewhere(known, steps, last, step);
    match step.order {
        Some(Order::Nth(n)) if n > 1 => {
            // the same number again is the same piece
            if pieces < n {
                tally.pieces.push(fresh(false));
            } else {
                last.steps.push(number);
            }
        }
        Some(Order::Further) if closed || elsewhere => tally.pieces.push(fresh(false)),
        Some(Order::Further) if !last.named_only && !named => tally.pieces.push(fresh(false)),
        None if same_sentence && !elsewhere => {
            last.steps.push(number);
            last.named_only &= named;
        }
        _ if closed && elsewhere => tally.pieces.push(fresh(true)),
        _ if closed && !named && !last.named_only => tally.pieces.push(fresh(true)),
        _ => {
            last.steps.push(number);
            last.named_only &= named;
        }
    }
}

/// Both name their place, and neither place is inside the other.
fn is_elsewhere(known: &Compiled, steps: &[Step], last: &Piece, step: &Step) -> bool {
    let site = known.well_known.site;
    let places = |s: &Step| -> Vec<ConceptId> {
        s.of_kind(known, site)
            .filter(|v| !v.carried)
            .map(|v| v.concept)
            .collect()
    };
    let here = places(step);
    let there: Vec<ConceptId> = last
        .steps
        .iter()
        .rev()
        .take(MEMORY)
        .flat_map(|s| places(&steps[*s]))
        .collect();
    !here.is_empty()
        && !there.is_empty()
        && here.iter().all(|a| {
            there
                .iter()
                .all(|b| !known.is_a(*a, *b) && !known.is_a(*b, *a))
        })
}

/// "Four anastomoses in all": the pieces before it were each joined.
fn join_all(tally: &mut Tally, steps: &[Step], chosen: &[usize]) {
    let plural = |n: &&usize| {
        steps[**n].action != steps[chosen[0]].action && steps[**n].count.is_some_and(|c| c > 1)
    };
    let Some(join) = chosen
        .iter()
        .filter(|n| tally.pieces.iter().any(|p| p.joins.contains(n)) || tally.loose.contains(n))
        .find(plural)
    else {
        return;
    };
    for piece in tally.pieces.iter_mut().filter(|p| p.joins.is_empty()) {
        piece.joins.push(*join);
    }
}

/// A piece that never got its own join was the piece before it, mentioned again.
fn merge_tentative(tally: &mut Tally) {
    let mut kept: Vec<Piece> = Vec::with_capacity(tally.pieces.len());
    for piece in tally.pieces.drain(..) {
        match kept.last_mut() {
            Some(last) if piece.tentative => {
                last.steps.extend(piece.steps);
                last.joins.extend(piece.joins);
            }
            _ => kept.push(piece),
        }
    }
    tally.pieces = kept;
}
