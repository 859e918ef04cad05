//! Which two codes have a pair edit, and the place of its terms.
//!
//! A matrix of bits: a row for each code, a column for each code of higher number. It is thin, two bits in a hundred, but
//! neighbours have the same partners: cut into tiles of sixteen codes by sixteen, nine tiles in ten are empty and are not
//! kept. Two reads answer for two codes, and the first, in a map of tiles that fits a processor's cache, denies five of
//! six. Bits that are counted give each pair a place.

use rkyv::{Archive, Deserialize as Restore, Serialize as Store};

/// Codes of a side of a tile. Of the shapes that were tried over the edits of 2024 Q3, from a code by sixteen to thirty-two by
/// thirty-two, this one denies most for a map of less than 200 kB.
const SIDE: usize = 16;

/// Tiles of a word of the map.
const WORD: usize = 64;

/// Sixteen codes by sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Archive, Store, Restore)]
pub struct Tile {
    /// For each of the lower codes, a bit for each of the higher ones.
    pub rows: [u16; SIDE],
    /// Bits of the tiles before it.
    pub before: u32,
}

/// The matrix.
#[derive(Debug, Clone, PartialEq, Eq, Default, Archive, Store, Restore)]
pub struct Matrix {
    /// Words of a row of the map.
    pub width: u32,
    /// The map: for each sixteen lower codes a row, with a bit for each tile that is kept.
    pub map: Vec<u64>,
    /// For each word of the map, how many tiles are kept before it.
    pub before: Vec<u32>,
    /// The tiles.
    pub tiles: Vec<Tile>,
}

/// The order in which pairs have their places: tile after tile.
pub(crate) fn order((low, high): (u16, u16)) -> impl Ord {
    let tile = |code: u16| usize::from(code) / SIDE;
    (tile(low), tile(high), low, high)
}

/// The place in the map of the bit of a pair's tile: row, word and bit.
#[inline]
fn spot(low: u16, high: u16) -> (usize, usize, usize) {
    let column = usize::from(high) / SIDE;
    (usize::from(low) / SIDE, column / WORD, column % WORD)
}

/// The place of a code in its tile.
#[inline]
fn within(code: u16) -> usize {
    usize::from(code) % SIDE
}

impl Matrix {
    /// Of pairs in their [`order`], each once and the lower code first, and of so many codes. A code beyond them is left out.
    pub(crate) fn of(codes: usize, pairs: impl IntoIterator<Item = (u16, u16)>) -> Matrix {
        let width = codes.div_ceil(SIDE * WORD);
        let words = width * codes.div_ceil(SIDE);
        let mut matrix = Matrix {
            width: u32::try_from(width).unwrap_or(u32::MAX),
            map: vec![0; words],
            before: Vec::with_capacity(words),
            tiles: Vec::new(),
        };
        let mut count = 0;
        for (low, high) in pairs {
            let (row, word, bit) = spot(low, high);
            let word = matrix.map.get_mut(row * width + word);
            let Some(word) = word.filter(|_| usize::from(low.max(high)) < codes) else {
                continue;
            };
            if *word >> bit & 1 == 0 {
                *word |= 1 << bit;
                matrix.tiles.push(Tile {
                    before: count,
                    ..Tile::default()
                });
            }
            if let Some(tile) = matrix.tiles.last_mut() {
                tile.rows[within(low)] |= 1 << within(high);
                count += 1;
            }
        }
        let mut before = 0;
        for word in &matrix.map {
            matrix.before.push(before);
            before += word.count_ones();
        }
        matrix
    }
}

impl ArchivedMatrix {
    /// The place of a word in the map; of codes beyond the matrix, one beyond the map.
    #[inline]
    fn word(&self, row: usize, word: usize) -> usize {
        let width = self.width.to_native() as usize;
        match word < width {
            true => row * width + word,
            false => usize::MAX,
        }
    }

    /// Whether a tile is kept for two codes; `false`: they are no pair.
    #[inline]
    pub(crate) fn near(&self, low: u16, high: u16) -> bool {
        let (row, word, bit) = spot(low, high);
        let word = self.map.get(self.word(row, word));
        word.is_some_and(|word| word.to_native() >> bit & 1 == 1)
    }

    /// The place of the tile of two codes for which one is kept; else a place that means nothing.
    #[inline]
    pub(crate) fn tile(&self, low: u16, high: u16) -> usize {
        let (row, word, bit) = spot(low, high);
        let at = self.word(row, word);
        let word = self.map.get(at).map_or(0, |word| word.to_native());
        let before = self.before.get(at).map_or(0, |before| before.to_native());
        let earlier = word & ((1 << bit) - 1);
        before as usize + earlier.count_ones() as usize
    }

    /// Whether a tile has the bit of two codes. Tiles that a damaged file points to and does not have are empty.
    #[inline]
    pub(crate) fn has(&self, tile: usize, low: u16, high: u16) -> bool {
        let tile = self.tiles.get(tile);
        let row = tile.map_or(0, |tile| tile.rows[within(low)].to_native());
        row >> within(high) & 1 == 1
    }

    /// The place among all pairs of two codes that a tile has.
    #[inline]
    pub(crate) fn place(&self, tile: usize, low: u16, high: u16) -> usize {
        let Some(tile) = self.tiles.get(tile) else {
            return usize::MAX;
        };
        let mut place = tile.before.to_native();
        for (row, bits) in tile.rows.iter().enumerate() {
            let all = u16::from(row < within(low)).wrapping_neg();
            let earlier = u16::from(row == within(low)).wrapping_neg() & ((1 << within(high)) - 1);
            place = place.wrapping_add((bits.to_native() & (all | earlier)).count_ones());
        }
        place as usize
    }

    /// The place of two codes among all pairs, if they are one.
    #[inline]
    pub(crate) fn find(&self, low: u16, high: u16) -> Option<usize> {
        if !self.near(low, high) {
            return None;
        }
        let tile = self.tile(low, high);
        let is = self.has(tile, low, high);
        is.then(|| self.place(tile, low, high))
    }

    /// The partners of a code of higher number than it, each with the place of the pair.
    pub(crate) fn partners(&self, low: u16) -> impl Iterator<Item = (u16, usize)> + '_ {
        let columns = 0..self.width.to_native() as usize * WORD;
        // a damaged width may give more columns than there are numbers
        let firsts = columns.map_while(|column| u16::try_from(column * SIDE).ok());
        let codes = firsts.flat_map(move |first| {
            let kept = self.near(low, first);
            let side = 0..if kept { SIDE as u16 } else { 0 };
            side.filter_map(move |high| first.checked_add(high))
        });
        codes.filter_map(move |high| Some((high, self.find(low, high)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_damaged_matrix_ends_and_does_not_panic() {
        let damaged = Matrix {
            width: u32::MAX,
            map: vec![1],
            before: vec![u32::MAX],
            tiles: vec![Tile {
                rows: [u16::MAX; SIDE],
                before: u32::MAX,
            }],
        };
        let bytes = rkyv::to_bytes::<rkyv::rancor::Error>(&damaged).unwrap();
        let matrix = rkyv::access::<ArchivedMatrix, rkyv::rancor::Error>(&bytes).unwrap();
        assert!(matrix.place(0, 15, 15) < 256);
        for low in [0, 15, 16, u16::MAX] {
            assert_eq!(matrix.partners(low).count(), 0);
        }
    }

    proptest! {
        #[test]
        fn a_pair_is_found_at_its_place_and_nothing_else_is(
            codes in prop_oneof![1_u16..3_000, Just(u16::MAX - 1)],
            drawn in prop::collection::vec((any::<u16>(), any::<u16>(), 0_u16..40), 0..300),
        ) {
            let about = |(a, b, next): (u16, u16, u16)| {
                let a = a % codes;
                let sorted = |b: u16| (a.min(b), a.max(b));
                [sorted(b % codes), sorted(a.saturating_add(next) % codes)]
            };
            let all: BTreeSet<(u16, u16)> = drawn.iter().flat_map(|d| about(*d)).collect();
            let mut pairs: Vec<(u16, u16)> = all.iter().copied().collect();
            pairs.sort_by_key(|pair| order(*pair));
            let made = Matrix::of(usize::from(codes), pairs.iter().copied());
            let bytes = rkyv::to_bytes::<rkyv::rancor::Error>(&made).unwrap();
            let matrix = rkyv::access::<ArchivedMatrix, rkyv::rancor::Error>(&bytes).unwrap();
            for (place, (low, high)) in pairs.iter().enumerate() {
                prop_assert_eq!(matrix.find(*low, *high), Some(place));
            }
            for (low, high) in drawn.into_iter().flat_map(about) {
                for other in [high ^ 1, high ^ 16, high.wrapping_add(1_024), u16::MAX] {
                    let is = all.contains(&(low, other));
                    prop_assert_eq!(matrix.find(low, other).is_some(), is, "{} {}", low, other);
                }
            }
            let lows: BTreeSet<u16> = all.iter().map(|pair| pair.0).collect();
            let listed = lows.into_iter().flat_map(|low| matrix.partners(low).map(move |(high, at)| (at, (low, high))));
            let listed: BTreeSet<_> = listed.collect();
            let expected: BTreeSet<_> = pairs.into_iter().enumerate().collect();
            prop_assert_eq!(listed, expected);
        }
    }
}
