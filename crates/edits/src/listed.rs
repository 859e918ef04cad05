//! All pair edits of one code.

use crate::look::{Id, Pair, SourceId, Tables, rows_of};

/// In how many pair edits a code stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairCounts {
    /// As column one: it is paid, the other is not.
    pub one: usize,
    /// As column two: the other is paid, it is not.
    pub two: usize,
}

impl<'a> Tables<'a> {
    /// All pair edits that a release prints for a code, by the other code. Where the code is the higher of a pair, it is
    /// looked for under each lower one: some ten thousand short searches, a millisecond.
    pub fn pairs_of(&self, source: SourceId, of: Id) -> impl Iterator<Item = Pair> + 'a {
        let found = self.edits.pairs.iter().find_map(|set| {
            let bit = set.sources.iter().position(|s| s.to_native() == source.0)?;
            Some((set, 1_u64 << bit))
        });
        found.into_iter().flat_map(move |(set, bit)| {
            let lower = (0..of.0).flat_map(move |low| {
                let terms = rows_of(set, low, of.0);
                terms.map(move |t| (t, Id(low), of))
            });
            let at = usize::from(of.0);
            let start = |at: usize| set.starts.get(at).map_or(0, |s| s.to_native() as usize);
            let higher = (start(at)..start(at + 1)).filter_map(move |place| {
                let high = Id(set.partners.get(place)?.to_native());
                let says = set.says.get(place)?.to_native() as usize;
                Some((set.terms.get(says)?, of, high))
            });
            lower
                .chain(higher)
                .filter(move |(terms, ..)| terms.releases.to_native() & bit != 0)
                .map(|(terms, low, high)| Pair::of(terms, low, high))
        })
    }

    /// In how many pair edits of a release a code stands that deny on a day.
    #[must_use]
    pub fn pair_counts(&self, source: SourceId, of: Id, day: i32) -> PairCounts {
        let mut counts = PairCounts::default();
        for pair in self.pairs_of(source, of).filter(|p| p.live(day)) {
            if pair.one == of {
                counts.one += 1;
            } else {
                counts.two += 1;
            }
        }
        counts
    }
}
