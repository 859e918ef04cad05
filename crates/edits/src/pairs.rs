//! Many pairs of codes looked for at once, in all releases of a setting.

use crate::at::PairsAt;
use crate::ids::Id;
use crate::look::{Pair, Tables};
use crate::store::ArchivedPairSet;
use ligature_codes::Setting;

/// The pair edits of a setting, all releases.
///
/// Look-ups, the fastest first, each on what the one before left. Each is run for many pairs before the next
/// for any: then none waits for the memory of another.
#[derive(Clone, Copy)]
pub struct Pairs<'a>(&'a ArchivedPairSet);

/// Two codes, the lower first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Two {
    low: u16,
    high: u16,
}

impl Two {
    /// Two codes, in either order.
    #[inline]
    #[must_use]
    pub fn of(a: Id, b: Id) -> Two {
        Two {
            low: a.0.min(b.0),
            high: a.0.max(b.0),
        }
    }
}

/// Two codes of which edits say something, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edited {
    two: Two,
    first: u32,
}

impl<'a> Pairs<'a> {
    /// Whether an edit may name both codes; `false` is certain.
    #[inline]
    #[must_use]
    pub fn near(self, Two { low, high }: Two) -> bool {
        self.0.matrix.near(low, high)
    }

    /// Of two codes that an edit may name, where the next question looks.
    #[inline]
    #[must_use]
    pub fn tile(self, Two { low, high }: Two) -> usize {
        self.0.matrix.tile(low, high)
    }

    /// Whether an edit names both codes, by their tile.
    #[inline]
    #[must_use]
    pub fn has(self, tile: usize, Two { low, high }: Two) -> bool {
        self.0.matrix.has(tile, low, high)
    }

    /// For two codes that an edit names, by their tile, the place of its terms.
    #[inline]
    #[must_use]
    pub fn place(self, tile: usize, Two { low, high }: Two) -> usize {
        self.0.matrix.place(tile, low, high)
    }

    /// What is said of two codes that an edit names.
    #[inline]
    #[must_use]
    pub fn edited(self, two: Two, place: usize) -> Edited {
        let first = self.0.says.get(place).map(|says| says.to_native());
        Edited {
            two,
            first: first.unwrap_or(u32::MAX),
        }
    }
}

impl<'a> Tables<'a> {
    /// The pair edits of a setting, if the book has any.
    #[must_use]
    pub fn pair_edits(&self, setting: Setting) -> Option<Pairs<'a>> {
        let mut sets = self.edits.pairs.iter();
        sets.find(|set| set.setting == setting as u8).map(Pairs)
    }
}

impl<'a> PairsAt<'a> {
    /// All pair edits that the release prints for two codes of which edits of its setting say something.
    #[inline]
    pub fn of(self, Edited { two, first }: Edited) -> impl Iterator<Item = Pair> + 'a {
        self.printed(
            self.set.beginning(first as usize),
            Id(two.low),
            Id(two.high),
        )
    }
}
