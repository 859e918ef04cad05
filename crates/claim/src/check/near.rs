//! Which lines of claims stand in a pair edit of any release.

use super::line::CoreLine;
use ligature_edits::{PairFilter, Setting, Sought, Tables};

/// Two lines, by their places, in order, and their codes.
type Two = ((u32, u32), Sought);

/// Pairs of lines. Kept from one asking to the next for its memory.
///
/// Three questions, each of what the one before left: a map of blocks of codes, a filter, the tables. Each is asked for all
/// lines before the next is for any, and no branch depends on an answer, so that a question does not wait for the one before.
#[derive(Default)]
pub(super) struct Near {
    lines: Vec<(u32, u32)>,
    codes: Vec<Sought>,
}

impl Near {
    /// Asks for each two lines of a claim that have codes, different ones, and one day. `ends` are the places where claims
    /// end.
    pub(super) fn ask(
        &mut self,
        tables: &Tables<'_>,
        setting: Setting,
        filter: Option<&PairFilter>,
        lines: &[CoreLine],
        ends: &[usize],
    ) {
        self.collect(filter, lines, ends);
        if let Some(filter) = filter {
            self.keep(|codes| codes.may(filter));
        }
        tables.seek(setting, &mut self.codes);
        self.keep(Sought::found);
    }

    fn collect(&mut self, filter: Option<&PairFilter>, lines: &[CoreLine], ends: &[usize]) {
        let mut count = 0;
        let mut first = 0;
        for end in ends.iter().copied() {
            let claim = lines.get(first..end).unwrap_or_default();
            for (place, line) in claim.iter().enumerate() {
                let rest = claim.get(place + 1..).unwrap_or_default();
                let Some(id) = line.id else { continue };
                // one more than may be found: what is denied is written over
                self.room(count + rest.len() + 1, Sought::of(id, id));
                let free = self.lines.get_mut(count..).unwrap_or_default();
                let codes = self.codes.get_mut(count..).unwrap_or_default();
                let mut found = 0;
                for (other, after) in (first + place + 1..).zip(rest) {
                    let beside = after.id.unwrap_or(id);
                    let near = filter.is_none_or(|f| f.near(id, beside));
                    if let Some((free, code)) = free.get_mut(found).zip(codes.get_mut(found)) {
                        *free = (small(first + place), small(other));
                        *code = Sought::of(id, beside);
                    }
                    found += usize::from(near & (beside != id) & (after.day == line.day));
                }
                count += found;
            }
            first = end;
        }
        self.lines.truncate(count);
        self.codes.truncate(count);
    }

    fn room(&mut self, wanted: usize, filler: Sought) {
        if self.lines.len() < wanted {
            self.lines.resize(2 * wanted, (0, 0));
            self.codes.resize(2 * wanted, filler);
        }
    }

    fn keep(&mut self, wanted: impl Fn(Sought) -> bool) {
        let mut kept = 0;
        for at in 0..self.codes.len() {
            let (Some(codes), Some(lines)) = (self.codes.get(at), self.lines.get(at)) else {
                break;
            };
            let (codes, lines) = (*codes, *lines);
            if let Some((code, line)) = self.codes.get_mut(kept).zip(self.lines.get_mut(kept)) {
                (*code, *line) = (codes, lines);
            }
            kept += usize::from(wanted(codes));
        }
        self.lines.truncate(kept);
        self.codes.truncate(kept);
    }

    /// Those that do.
    pub(super) fn pairs(&self) -> impl Iterator<Item = Two> + '_ {
        self.lines.iter().copied().zip(self.codes.iter().copied())
    }
}

fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
