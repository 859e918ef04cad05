//! In which order to report the lines.

use super::schedule::{Schedule, answering};
use super::work::Work;
use ligature_edits::{Id, Kind};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Lines by total relative value, highest first; an add-on directly under its primary, by the add-on edits of the day. Ties
/// keep the order of the claim. An add-on whose primary is not on the claim is ranked by its own value.
pub(crate) fn sequence(schedule: &Schedule<'_>, works: &[Work]) -> Vec<u32> {
    let mut by_weight: Vec<usize> = (0..works.len()).collect();
    by_weight.sort_by_key(|at| (Reverse(works[*at].weight), *at));
    let parents: Vec<Option<usize>> = works
        .iter()
        .map(|w| parent(schedule, works, &by_weight, w))
        .collect();
    let mut order: Vec<usize> = Vec::new();
    let mut placed = BTreeSet::new();
    let heads = by_weight.iter().filter(|at| parents[**at].is_none());
    // What is left is a circle of add-ons; each is still placed once.
    for at in heads.chain(&by_weight) {
        let mut open = vec![*at];
        while let Some(at) = open.pop() {
            if !placed.insert(at) {
                continue;
            }
            order.push(at);
            let under = by_weight.iter().rev().filter(|c| parents[**c] == Some(at));
            open.extend(under);
        }
    }
    order.into_iter().map(|at| works[at].number).collect()
}

/// The line that an add-on belongs under: of its primaries on the same day the one of highest value.
fn parent(
    schedule: &Schedule<'_>,
    works: &[Work],
    by_weight: &[usize],
    addon: &Work,
) -> Option<usize> {
    let day = ligature_codes::day(addon.date?);
    let source = answering(&schedule.tables, Kind::AddOns, day)?.source;
    let edits = schedule.tables.addons(source, addon.id?);
    let primaries: BTreeSet<Id> = edits
        .filter(|e| e.from <= day && day <= e.to)
        .filter_map(|e| e.primary)
        .collect();
    by_weight.iter().copied().find(|at| {
        let line = &works[*at];
        line.at != addon.at
            && line.date == addon.date
            && line.id.is_some_and(|id| primaries.contains(&id))
    })
}
