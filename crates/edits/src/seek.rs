//! Many pairs of codes looked for at once: while one waits for memory, the others go on.

use crate::at::PairsAt;
use crate::look::{Id, Pair, Tables};
use crate::store::ArchivedPairSet;
use crate::{PairFilter, Setting};

/// How many go together.
const TOGETHER: usize = 16;

/// Nothing is said of the two.
const NOWHERE: u32 = u32::MAX;

/// Two codes that are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sought {
    low: u16,
    high: u16,
    /// Where what is said of them begins among the partners of their setting.
    at: u32,
    /// The releases that print the first row about them, as bits. Nobody asks for them: they are read so that the row lies in
    /// the cache when [`PairsAt::of`] comes to it, for a sixteenth of the wait.
    printed: u64,
}

impl Sought {
    /// Two codes, in either order.
    #[inline]
    #[must_use]
    pub fn of(a: Id, b: Id) -> Sought {
        Sought {
            low: a.0.min(b.0),
            high: a.0.max(b.0),
            at: NOWHERE,
            printed: 0,
        }
    }

    /// Whether something is said of the two; asked after [`Tables::seek`].
    #[inline]
    #[must_use]
    pub fn found(self) -> bool {
        self.at != NOWHERE
    }

    /// Whether an edit may name both; `false` is certain.
    #[inline]
    #[must_use]
    pub fn may(self, filter: &PairFilter) -> bool {
        filter.may(Id(self.low), Id(self.high))
    }
}

impl<'a> Tables<'a> {
    /// Looks for pairs in the edits of a setting, all releases.
    pub fn seek(&self, setting: Setting, sought: &mut [Sought]) {
        let mut sets = self.edits.pairs.iter();
        if let Some(set) = sets.find(|set| set.setting == setting as u8) {
            sought.chunks_mut(TOGETHER).for_each(|some| seek(set, some));
        }
    }
}

/// A binary search for each, step by step for all.
#[inline]
fn seek(set: &ArchivedPairSet, some: &mut [Sought]) {
    let mut ends = [0; TOGETHER];
    let mut longest = 0;
    for (one, end) in some.iter_mut().zip(&mut ends) {
        one.at = start(set, usize::from(one.low));
        *end = start(set, usize::from(one.low) + 1).max(one.at);
        longest = longest.max(*end - one.at);
    }
    let mut step = (longest + 1).next_power_of_two() / 2;
    while step > 0 {
        for (one, end) in some.iter_mut().zip(&ends) {
            // all before `at` are lower than what is looked for
            let last = (one.at + step - 1).min(end.saturating_sub(1));
            let lower = (one.at + step <= *end) & (partner(set, last) < one.high);
            one.at += step * u32::from(lower);
        }
        step /= 2;
    }
    for (one, end) in some.iter_mut().zip(&ends) {
        let is = (one.at < *end) & (partner(set, one.at) == one.high);
        let says = set.says.get(one.at as usize);
        let terms = says.and_then(|says| set.terms.get(says.to_native() as usize));
        one.printed = terms.map_or(0, |terms| terms.releases.to_native());
        one.at = if is { one.at } else { NOWHERE };
    }
}

#[inline]
fn start(set: &ArchivedPairSet, at: usize) -> u32 {
    set.starts.get(at).map_or(0, |s| s.to_native())
}

#[inline]
fn partner(set: &ArchivedPairSet, at: u32) -> u16 {
    let partner = set.partners.get(at as usize);
    partner.map_or(u16::MAX, |p| p.to_native())
}

impl<'a> PairsAt<'a> {
    /// All pair edits that the release prints for two codes that were looked for in the setting of this release.
    #[inline]
    pub fn of(self, sought: Sought) -> impl Iterator<Item = Pair> + 'a {
        self.from(Id(sought.low), Id(sought.high), sought.at as usize)
    }
}
