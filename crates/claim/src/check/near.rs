//! Which lines of claims have a pair edit of any release.

use super::line::CoreLine;
use ligature_edits::{Edited, Pairs, Two};

/// Two lines by their places, in order, and their codes.
#[derive(Debug, Clone, Copy, Default)]
struct Lines {
    one: u32,
    other: u32,
    codes: Two,
}

/// Pairs of lines. Kept from one asking to the next for its memory.
///
/// Questions, each of what the one before left ([`Pairs`]). Each is answered for all lines before the next for any, and no
/// branch depends on an answer, so that a question does not wait for the one before.
#[derive(Default)]
pub(super) struct Near {
    near: Vec<Lines>,
    places: Vec<usize>,
    edited: Vec<Edited>,
    twice: Vec<bool>,
}

impl Near {
    /// Asks for each two lines of a claim that have codes, different ones, and one day. `ends` are the places where claims
    /// end.
    pub(super) fn ask(&mut self, pairs: Option<Pairs<'_>>, lines: &[CoreLine], ends: &[usize]) {
        let count = match pairs {
            Some(pairs) => self.collect(lines, ends, |codes| pairs.near(codes)),
            None => self.collect(lines, ends, |_| false),
        };
        self.near.truncate(count);
        self.places.clear();
        self.edited.clear();
        let Some(pairs) = pairs else { return };
        let tiles = self.near.iter().map(|lines| pairs.tile(lines.codes));
        self.places.extend(tiles);
        let mut found = 0;
        for at in 0..self.near.len() {
            let (lines, tile) = (self.near[at], self.places[at]);
            self.near[found] = lines;
            self.places[found] = tile;
            found += usize::from(pairs.has(tile, lines.codes));
        }
        self.near.truncate(found);
        for (lines, place) in self.near.iter().zip(&mut self.places) {
            *place = pairs.place(*place, lines.codes);
        }
        let found = self.near.iter().zip(&self.places);
        let edited = found.map(|(lines, place)| pairs.edited(lines.codes, *place));
        self.edited.extend(edited);
    }

    /// The pairs of lines that are near; how many.
    #[inline]
    fn collect(&mut self, lines: &[CoreLine], ends: &[usize], near: impl Fn(Two) -> bool) -> usize {
        let (mut count, mut first) = (0, 0);
        self.twice.clear();
        for end in ends.iter().copied() {
            let claim = lines.get(first..end).unwrap_or_default();
            // one more than may be found: what is denied is written over
            let room = count + claim.len() * claim.len() / 2 + 1;
            if self.near.len() < room {
                self.near.resize(2 * room, Lines::default());
            }
            let free = self.near.get_mut(count..).unwrap_or_default();
            let (found, twice) = collect(free, small(first), claim, &near);
            count += found;
            self.twice.push(twice);
            first = end;
        }
        count
    }

    /// For each claim, whether a code is on two of its lines of one day.
    pub(super) fn twice(&self) -> impl Iterator<Item = bool> + '_ {
        self.twice.iter().copied()
    }

    /// Those that have an edit: places of the two lines, and what was found.
    pub(super) fn edited(&self) -> impl Iterator<Item = ([usize; 2], Edited)> + '_ {
        let all = self.near.iter().zip(&self.edited);
        all.map(|(lines, edited)| {
            let places = [lines.one, lines.other].map(|place| place as usize);
            (places, *edited)
        })
    }
}

/// The pairs of a claim that are near, one after the other; how many, and whether a code is there twice.
#[inline]
fn collect(
    free: &mut [Lines],
    mut one: u32,
    mut claim: &[CoreLine],
    near: impl Fn(Two) -> bool,
) -> (usize, bool) {
    let (mut found, mut twice) = (0, false);
    while let [line, rest @ ..] = claim {
        for (other, after) in (one + 1..).zip(rest) {
            // a line without a code is in no edit
            let (Some(a), Some(b)) = (line.id, after.id) else {
                continue;
            };
            let (today, same) = (after.day == line.day, a == b);
            let codes = Two::of(a, b);
            if let Some(free) = free.get_mut(found) {
                *free = Lines { one, other, codes };
            }
            twice |= today & same;
            found += usize::from(near(codes) & today & !same);
        }
        claim = rest;
        one += 1;
    }
    (found, twice)
}

#[inline]
fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
