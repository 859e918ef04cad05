//! Whether two codes may stand in a pair edit at all: asked before the tables are, since nearly all pairs of a claim do not.

use crate::look::{Id, Tables};
use crate::{Kind, Setting};

/// Codes of one block: the numbers of codes follow their order, and neighbours have the same partners.
const BLOCK: u32 = 4;

/// What is known beforehand of the pair edits of a setting, all releases: what it denies, no release prints.
///
/// Two questions, the quicker first: [`PairFilter::near`], whether any code of one block is paired with any of the other (a
/// tenth of a megabyte); and [`PairFilter::may`], a Bloom filter with two bits of one word a pair, which about one pair in
/// forty that is not there passes (four megabytes for two and a half million pairs).
#[derive(Debug, Clone, Default)]
pub struct PairFilter {
    /// A bit for each two blocks, a row of them for each.
    blocks: Vec<u64>,
    row: usize,
    words: Vec<u64>,
    shift: u32,
}

impl PairFilter {
    /// Over the pair edits of a setting; a hundredth of a second.
    #[must_use]
    pub fn new(tables: &Tables<'_>, setting: Setting) -> PairFilter {
        let mut sets = tables.edits.pairs.iter();
        let Some(set) = sets.find(|set| set.setting == setting as u8) else {
            return PairFilter::default();
        };
        let count = (set.partners.len() / 6).max(1).next_power_of_two();
        let blocks = (set.starts.len() >> BLOCK) + 1;
        let row = blocks.div_ceil(64);
        let mut filter = PairFilter {
            blocks: vec![0; row * blocks],
            row,
            words: vec![0; count],
            shift: 64 - count.trailing_zeros(),
        };
        for (low, ends) in set.starts.windows(2).enumerate() {
            let [from, to] = [0, 1].map(|at| ends.get(at).map_or(0, |s| s.to_native() as usize));
            let partners = set.partners.get(from..to).unwrap_or_default();
            let Ok(low) = u16::try_from(low) else { break };
            for high in partners {
                let high = high.to_native();
                filter.join(low, high);
                let (at, bits) = filter.place(low, high);
                if let Some(word) = filter.words.get_mut(at) {
                    *word |= bits;
                }
            }
        }
        // the row of the lower code knows of the higher one: now both know of each other
        for low in 0..blocks {
            for high in low..blocks {
                if filter.blocks[low * row + high / 64] >> (high % 64) & 1 == 1 {
                    filter.blocks[high * row + low / 64] |= 1 << (low % 64);
                }
            }
        }
        filter
    }

    #[inline]
    fn join(&mut self, low: u16, high: u16) {
        let (at, bit) = beside(high);
        let at = usize::from(low >> BLOCK) * self.row + at;
        if let Some(word) = self.blocks.get_mut(at) {
            *word |= 1 << bit;
        }
    }

    /// What is near to a code: asked once, for each code beside it.
    #[inline]
    #[must_use]
    pub fn near(&self, of: Id) -> Near<'_> {
        let from = usize::from(of.0 >> BLOCK) * self.row;
        let blocks = self.blocks.get(from..from + self.row);
        Near(blocks.unwrap_or_default())
    }

    /// Whether an edit may name both codes; `false` is certain.
    #[inline]
    #[must_use]
    pub fn may(&self, a: Id, b: Id) -> bool {
        let (at, bits) = self.place(a.0.min(b.0), a.0.max(b.0));
        self.words.get(at).is_some_and(|word| word & bits == bits)
    }

    #[inline]
    fn place(&self, low: u16, high: u16) -> (usize, u64) {
        let pair = u64::from(low) << 16 | u64::from(high);
        let hash = pair.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
        let at = hash.checked_shr(self.shift).unwrap_or(0);
        let bits = 1 << (hash & 63) | 1 << (hash >> 6 & 63);
        (usize::try_from(at).unwrap_or(0), bits)
    }
}

/// The blocks of codes that stand in an edit with a code of one block.
#[derive(Debug, Clone, Copy)]
pub struct Near<'f>(&'f [u64]);

impl Near<'_> {
    /// Whether an edit may name a code near to this one; `false` is certain.
    #[inline]
    #[must_use]
    pub fn to(self, other: Id) -> bool {
        let (at, bit) = beside(other.0);
        self.0.get(at).is_some_and(|word| word >> bit & 1 == 1)
    }
}

/// The word and the bit of a code's block in a row of blocks.
#[inline]
fn beside(code: u16) -> (usize, u32) {
    let block = code >> BLOCK;
    (usize::from(block / 64), u32::from(block % 64))
}

impl Tables<'_> {
    /// Whether a release of a table answers for a day and all its parts were taken in.
    #[must_use]
    pub fn speaks(&self, kind: Kind, setting: Setting, day: i32) -> bool {
        let answering = self.answering(kind, setting, day);
        answering
            .and_then(|a| self.edits.sources.get(a.source.place()))
            .is_some_and(|row| row.whole)
    }
}
