//! Which lines of claims stand in a pair edit of any release.

use super::line::CoreLine;
use ligature_edits::{Id, PairFilter, Setting, Sought, Tables};

/// Two lines, by their places, in order, and their codes.
#[derive(Debug, Clone, Copy, Default)]
struct Two {
    places: (u32, u32),
    codes: (Option<Id>, Option<Id>),
}

/// Pairs of lines. Kept from one asking to the next for its memory.
///
/// Three questions, each of what the one before left: a map of blocks of codes, a filter, the tables. Each is asked for all
/// lines before the next is for any, and no branch depends on an answer, so that a question does not wait for the one before.
#[derive(Default)]
pub(super) struct Near {
    near: Vec<Two>,
    places: Vec<(u32, u32)>,
    codes: Vec<Sought>,
    twice: Vec<bool>,
}

impl Near {
    /// Asks for each two lines of a claim that have codes, different ones, and one day. The first claim begins at `first`;
    /// `ends` are the places where claims end.
    pub(super) fn ask(
        &mut self,
        tables: &Tables<'_>,
        setting: Setting,
        filter: Option<&PairFilter>,
        lines: &[CoreLine],
        mut first: usize,
        ends: &[usize],
    ) {
        let mut count = 0;
        self.twice.clear();
        for end in ends.iter().copied() {
            let claim = lines.get(first..end).unwrap_or_default();
            // one more than may be found: what is denied is written over
            let room = count + claim.len() * claim.len() / 2 + 1;
            if self.near.len() < room {
                self.near.resize(2 * room, Two::default());
            }
            let free = self.near.get_mut(count..).unwrap_or_default();
            let (found, twice) = collect(free, filter, first, claim);
            count += found;
            self.twice.push(twice);
            first = end;
        }
        self.places.clear();
        self.codes.clear();
        for two in self.near.iter().take(count) {
            let (Some(a), Some(b)) = two.codes else {
                continue;
            };
            if filter.is_none_or(|filter| filter.may(a, b)) {
                self.places.push(two.places);
                self.codes.push(Sought::of(a, b));
            }
        }
        tables.seek(setting, &mut self.codes);
    }

    /// For each claim, whether a code stands on two of its lines of one day.
    pub(super) fn twice(&self) -> impl Iterator<Item = bool> + '_ {
        self.twice.iter().copied()
    }

    /// Those that stand in one: places of the two lines, and what was found.
    pub(super) fn pairs(&self) -> impl Iterator<Item = ((u32, u32), Sought)> + '_ {
        let all = self.places.iter().copied().zip(self.codes.iter().copied());
        all.filter(|(_, sought)| sought.found())
    }
}

/// The pairs of a claim that the map of blocks lets through, one after the other; how many, and whether a code stands twice.
#[inline]
fn collect(
    free: &mut [Two],
    filter: Option<&PairFilter>,
    first: usize,
    claim: &[CoreLine],
) -> (usize, bool) {
    let (mut found, mut twice) = (0, false);
    for (place, line) in (small(first)..).zip(claim) {
        let rest = claim.get((place as usize + 1).wrapping_sub(first)..);
        let Some(id) = line.id else { continue };
        let near = filter.map(|filter| filter.near(id));
        for (other, after) in (place + 1..).zip(rest.unwrap_or_default()) {
            let today = after.day == line.day;
            let same = after.id == line.id;
            // a line without a code stands in no edit
            let near = after
                .id
                .is_some_and(|id| near.is_none_or(|near| near.to(id)));
            if let Some(free) = free.get_mut(found) {
                *free = Two {
                    places: (place, other),
                    codes: (line.id, after.id),
                };
            }
            twice |= today & same;
            found += usize::from(near & today & !same);
        }
    }
    (found, twice)
}

#[inline]
fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
