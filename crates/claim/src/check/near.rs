//! Which lines of a claim may stand in a pair edit.

use super::line::CoreLine;
use ligature_edits::PairFilter;

/// Pairs of lines, by their places, in order. Kept from one asking to the next for its memory.
#[derive(Default)]
pub(super) struct Near {
    pairs: Vec<(u32, u32)>,
    count: usize,
}

impl Near {
    /// Asks for each two lines of a claim that have codes, different ones, and one day. No branch depends on an answer, so
    /// that the next question does not wait for it.
    pub(super) fn ask(&mut self, filter: Option<&PairFilter>, lines: &[CoreLine], ends: &[usize]) {
        self.count = 0;
        let mut first = 0;
        for end in ends.iter().copied() {
            let claim = lines.get(first..end).unwrap_or_default();
            for (place, line) in claim.iter().enumerate() {
                let rest = claim.get(place + 1..).unwrap_or_default();
                // one more than may be found: what is denied is written over
                if self.pairs.len() < self.count + rest.len() + 1 {
                    self.pairs.resize(2 * (self.count + rest.len() + 1), (0, 0));
                }
                let Some(id) = line.id else { continue };
                let free = self.pairs.get_mut(self.count..).unwrap_or_default();
                let mut found = 0;
                for (other, after) in (first + place + 1..).zip(rest) {
                    let beside = after.id.unwrap_or(id);
                    let may = filter.is_none_or(|f| f.may(id, beside));
                    if let Some(slot) = free.get_mut(found) {
                        *slot = (small(first + place), small(other));
                    }
                    found += usize::from(may & (beside != id) & (after.day == line.day));
                }
                self.count += found;
            }
            first = end;
        }
    }

    /// Those that may.
    pub(super) fn pairs(&self) -> &[(u32, u32)] {
        self.pairs.get(..self.count).unwrap_or_default()
    }
}

fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
