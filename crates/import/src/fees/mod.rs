//! Readers of tables that say something about procedure codes: relative values, units, add-ons; and of the licensed texts
//! of CPT and CDT.
//!
//! None of the tables gives a title: descriptions of CPT belong to the AMA and of D codes to the ADA, and are passed over
//! wherever a table carries them. A table of one quarter or one edition that names its date neither inside nor in its file
//! name is refused: a made-up date would answer claims of other days.

mod addon;
mod cdt;
mod cpt;
mod mue;
mod pprrvu;
mod table;

#[cfg(test)]
mod tests;

use crate::cms::whole_lines;
use crate::read::{Layout, Source, text};
use ligature_catalog::{Batch, System};

/// Reads one file of a layout of this module.
///
/// # Errors
/// A sentence, if it is of another layout after all.
pub(crate) fn take(layout: Layout, source: &Source) -> Result<Batch, String> {
    let text = text(&source.bytes);
    let name = &source.name;
    match layout {
        Layout::Pprrvu => pprrvu::read(&text, name),
        Layout::Mue => mue::read(&text, name),
        Layout::AddOn => addon::read(&text, name),
        Layout::Cpt => cpt::read(&text, name),
        Layout::Cdt => cdt::read(&text, name),
        _ => Err("this is not a layout of these readers".to_owned()),
    }
}

/// The layout of a file by its content.
pub(crate) fn recognise(head: &[u8]) -> Option<Layout> {
    if head.starts_with(b"PK\x03\x04") {
        return None;
    }
    // a head as long as the dispatch cuts it may end within a line
    let head = if head.len() >= 1 << 16 {
        whole_lines(head, 0)
    } else {
        head
    };
    let text = text(head);
    let rows = table::first_rows(&text);
    pprrvu::recognise(&rows)
        .or_else(|| mue::recognise(&rows))
        .or_else(|| addon::recognise(&rows))
        .or_else(|| known(&rows))
        .or_else(|| cdt::recognise(&rows))
        .or_else(|| cpt::recognise(&text))
}

/// Tables that are known and kept for a later release.
fn known(rows: &[Vec<String>]) -> Option<Layout> {
    let has = |row: &[String], name: &str| row.iter().any(|c| c == name);
    let ptp = |row: &Vec<String>| {
        has(row, "column1") && has(row, "column2") && row.iter().any(|c| c.contains("ptp"))
    };
    let gpci = |row: &Vec<String>| {
        row.iter().any(|c| c.ends_with("pegpci")) && row.iter().any(|c| c.starts_with("locality"))
    };
    if rows.iter().any(ptp) || pairs(rows) {
        return Some(Layout::Ptp);
    }
    rows.iter().any(gpci).then_some(Layout::Gpci)
}

/// The edits themselves, where the header is missing: two codes, and at least three columns more.
fn pairs(rows: &[Vec<String>]) -> bool {
    let pair = |row: &Vec<String>| match row.as_slice() {
        [one, two, _, _, _, _, _] => is_lower_code(one) && is_lower_code(two),
        _ => false,
    };
    rows.len() >= 3 && rows.iter().rev().take(3).all(pair)
}

fn is_lower_code(cell: &str) -> bool {
    is_procedure(&cell.to_ascii_uppercase())
}

/// A code of CPT, HCPCS Level II or CDT by its shape.
fn is_procedure(code: &str) -> bool {
    let [first, middle @ .., last] = code.as_bytes() else {
        return false;
    };
    let either = |b: &u8| b.is_ascii_digit() || b.is_ascii_uppercase();
    middle.len() == 3 && middle.iter().all(u8::is_ascii_digit) && either(first) && either(last)
}

/// The code set of a procedure code.
fn system(code: &str) -> System {
    match code.as_bytes().first() {
        Some(b'D') => System::Cdt,
        Some(b'A'..=b'Z') => System::Hcpcs,
        _ => System::Cpt,
    }
}
