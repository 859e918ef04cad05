//! ICD-10-PCS: the list of valid codes, and the order file.

use super::columns::{char_at, cut, entry, is_pcs, most};
use super::named;
use crate::layout::Layout;
use ligature_catalog::{Batch, Status, System};

/// Where neither the file nor its name says for which year it is.
const DEFAULT_YEAR: i16 = 2024;

/// By the shape of the lines: seven characters and a title, or the columns of the order file with codes of seven.
pub(super) fn recognise(lines: &[&str]) -> Option<Layout> {
    if lines.is_empty() {
        return None;
    }
    if lines.iter().all(|l| listed(l))
        && lines
            .iter()
            .any(|l| l.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Some(Layout::Icd10pcsCodes);
    }
    let digits = |l: &&str| char_at(l, 6).is_some_and(|c| c.is_ascii_digit());
    (most(lines, |l| ordered(l).is_some()) && lines.iter().any(digits))
        .then_some(Layout::Icd10pcsOrder)
}

fn listed(line: &str) -> bool {
    is_pcs(cut(line, 0, 7))
        && cut(line, 0, 7).len() == 7
        && char_at(line, 7) == Some(' ')
        && char_at(line, 8).is_some_and(|c| c != ' ')
}

/// Code, and whether it may be reported on a claim.
fn ordered(line: &str) -> Option<(&str, bool)> {
    let number = cut(line, 0, 5).trim();
    let code = cut(line, 6, 13).trim_end();
    let valid = match char_at(line, 14)? {
        '1' => true,
        '0' => false,
        _ => return None,
    };
    let length = if valid {
        code.len() == 7
    } else {
        code.len() < 7
    };
    let numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let spaced = char_at(line, 5) == Some(' ') && char_at(line, 13) == Some(' ');
    (numbered && spaced && length && is_pcs(code)).then_some((code, valid))
}

fn batch(name: &str) -> Batch {
    let year = named::in_name(name, named::year).unwrap_or(DEFAULT_YEAR);
    let mut release = named::fiscal(System::Icd10pcs, year, name);
    release.complete = true;
    let mut batch = Batch::new(release);
    if named::in_name(name, named::year).is_none() {
        batch.assume();
    }
    batch
}

/// Valid codes and long titles: code in columns 1 to 7, title from column 9.
pub(super) fn codes(text: &str, name: &str) -> Batch {
    let mut batch = batch(name);
    for (line, number) in text.lines().zip(1..).filter(|(l, _)| !l.trim().is_empty()) {
        batch.read += 1;
        if listed(line) {
            let (code, title) = line.split_at(7);
            batch.entries.push(entry(
                code,
                title.trim(),
                Status::Billable,
                code.get(..3).unwrap_or(""),
            ));
        } else {
            batch.refuse(number, "no code of seven characters with a title after it");
        }
    }
    batch
}

/// The order file: number, code, whether it is valid, short and long title.
pub(super) fn order(text: &str, name: &str) -> Batch {
    let mut batch = batch(name);
    for (line, number) in text.lines().zip(1..).filter(|(l, _)| !l.trim().is_empty()) {
        batch.read += 1;
        match ordered(line) {
            Some((code, valid)) => batch.entries.push(ordered_entry(line, code, valid)),
            None => batch.refuse(number, "not in the columns of the order file"),
        }
    }
    batch
}

fn ordered_entry(line: &str, code: &str, valid: bool) -> ligature_catalog::CodeEntry {
    let short = cut(line, 16, 76).trim();
    let long = cut(line, 77, usize::MAX).trim();
    let title = if long.is_empty() { short } else { long };
    let status = if valid {
        Status::Billable
    } else {
        Status::Block
    };
    let parent = if valid {
        code.get(..3).unwrap_or("")
    } else {
        ""
    };
    let mut entry = entry(code, title, status, parent);
    if short != title {
        short.clone_into(&mut entry.short);
    }
    entry
}
