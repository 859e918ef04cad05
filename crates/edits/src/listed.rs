//! All pair edits of one code.

use crate::ids::Id;
use crate::look::{Pair, SourceId, Tables};
use ligature_codes::Setting;

/// How many pair edits name a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairCounts {
    /// As column one: it is paid, the other is not.
    pub one: usize,
    /// As column two: the other is paid, it is not.
    pub two: usize,
}

impl<'a> Tables<'a> {
    /// All pair edits that a release prints for a code, by the other code. Where the code is the higher of a pair, it is
    /// looked for in the row of each lower one.
    pub fn pairs_of(&self, source: SourceId, of: Id) -> impl Iterator<Item = Pair> + 'a {
        let found = self.pairs_by(source);
        found.into_iter().flat_map(move |(set, bit)| {
            let lower = (0..of.0).flat_map(move |low| {
                let terms = set.of(Id(low), of);
                terms.map(move |t| (t, Id(low), of))
            });
            let higher = set.matrix.partners(of.0).flat_map(move |(high, place)| {
                let terms = set.at(place);
                terms.map(move |t| (t, of, Id(high)))
            });
            lower
                .chain(higher)
                .filter(move |(terms, ..)| terms.releases.to_native() & bit != 0)
                .map(|(terms, low, high)| Pair::of(terms, low, high))
        })
    }

    /// How many pair edits of a setting that deny on the last day of the newest whole release name a code (of the
    /// newest, if none is whole), and which release that is.
    #[must_use]
    pub fn pair_counts(&self, setting: Setting, of: Id) -> Option<(SourceId, PairCounts)> {
        let mut sets = self.edits.pairs.iter();
        let set = sets.find(|set| set.setting == setting as u8)?;
        let count = |all: &[rkyv::rend::u32_le]| {
            all.get(usize::from(of.0))
                .map_or(0, |n| n.to_native() as usize)
        };
        let counts = PairCounts {
            one: count(&set.as_one),
            two: count(&set.as_two),
        };
        Some((SourceId(set.counted.to_native()), counts))
    }

    /// The newest whole release of the pair edits of a setting; the newest, if none is whole.
    #[must_use]
    pub fn newest_pairs(&self, setting: Setting) -> Option<SourceId> {
        let mut sets = self.edits.pairs.iter();
        let set = sets.find(|set| set.setting == setting as u8)?;
        Some(SourceId(set.counted.to_native()))
    }
}
