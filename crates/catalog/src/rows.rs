//! How rows of a catalog are related: which row is above which, and which rows of a table belong to a code.

use crate::batch::Status;
use crate::store::{CodeRow, NONE, NoteRow, Rows};
use ligature_codes::System;
use ligature_codes::{Code, CodeRange};
use rustc_hash::FxHashMap;

/// The blocks and chapters that are ranges of procedure codes, widest first.
pub(crate) struct Ranges(Vec<(System, CodeRange)>);

impl Ranges {
    /// Those among all rows.
    pub(crate) fn of<'a>(rows: impl Iterator<Item = (System, &'a str, Status)>) -> Ranges {
        let mut all: Vec<(System, CodeRange)> = rows
            .filter(|(system, _, status)| {
                matches!(system, System::Cpt | System::Hcpcs)
                    && matches!(status, Status::Block | Status::Chapter)
            })
            .filter_map(|(system, code, _)| Some((system, CodeRange::parse(code).ok()?)))
            .collect();
        all.sort_by_key(|(_, range)| std::cmp::Reverse(range.width()));
        Ranges(all)
    }

    /// The narrowest range that has a code.
    fn narrowest(&self, system: System, code: &str) -> Option<String> {
        let code = Code::parse(code).ok()?;
        let mut holding = self.0.iter().rev();
        holding
            .find(|(of, range)| *of == system && range.holds(&code))
            .map(|(_, range)| range.to_string())
    }
}

/// The row above a code: what its file says; for procedure codes the narrowest range that has it; for other
/// codes the longest code that it begins with.
pub(crate) fn parent(
    (system, code): (System, &str),
    said: &str,
    ranges: &Ranges,
    find: &dyn Fn(System, &str) -> Option<u32>,
) -> u32 {
    if let Some(found) = (!said.is_empty()).then(|| find(system, said)).flatten() {
        return found;
    }
    if matches!(system, System::Cpt | System::Hcpcs) {
        let range = ranges.narrowest(system, code);
        return range.and_then(|r| find(system, &r)).unwrap_or(NONE);
    }
    if matches!(system, System::Ccsr | System::Cdt) {
        return NONE;
    }
    let shorter = (2..code.len()).rev().filter_map(|n| code.get(..n));
    shorter
        .filter_map(|c| find(system, c))
        .next()
        .unwrap_or(NONE)
}

/// Instructions of older releases give way to those of the newest that has any for the code.
pub(crate) fn newest_notes(notes: &mut Vec<(u32, NoteRow)>) {
    let mut newest: FxHashMap<u32, u8> = FxHashMap::default();
    for (code, note) in notes.iter() {
        let at = newest.entry(*code).or_insert(note.release);
        *at = (*at).max(note.release);
    }
    notes.retain(|(code, note)| newest.get(code) == Some(&note.release));
}

/// Gives each code the rows of a table that is sorted by code.
pub(crate) fn span_rows(
    codes: &mut [CodeRow],
    of: impl Iterator<Item = u32>,
    rows: impl Fn(&mut CodeRow) -> &mut Rows,
) {
    for (at, code) in of.enumerate() {
        if let Some(row) = codes.get_mut(code as usize) {
            let rows = rows(row);
            if rows.len == 0 {
                rows.at = at as u32;
            }
            rows.len += 1;
        }
    }
}
