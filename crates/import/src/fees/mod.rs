//! Readers of tables that say something about procedure codes: relative values, units, add-ons; and of the licensed texts
//! of CPT and CDT.
//!
//! None of the tables gives a title: descriptions of CPT belong to the AMA and of D codes to the ADA, and are skipped
//! wherever a table carries them. A table of one quarter or one edition that names its date neither inside nor in its file
//! name is refused: a made-up date would answer claims of other days.

mod addon;
mod cdt;
mod cpt;
mod mue;
mod pprrvu;
pub(crate) mod shared;
pub(crate) mod table;
mod values;

#[cfg(test)]
mod tests;

use crate::claims;
use crate::imported::Imported;
use crate::layout::Layout;
use crate::sheet::{heads, is_workbook, text_of};
use crate::source::{SourceFile, text, whole_lines};

/// Reads one file of a layout of this module. Tables of the fee schedule, of units and of add-ons give facts for the pages
/// of codes and rows for claims.
///
/// # Errors
/// A sentence, if it is of another layout after all.
pub(crate) fn take(layout: Layout, source: &SourceFile) -> Result<Imported, String> {
    let text = match is_workbook(&source.bytes) {
        true => text_of(&source.bytes, |text| recognise_text(text).is_some())?.into(),
        false => text(&source.bytes),
    };
    let name = &source.name;
    match layout {
        Layout::Pprrvu => pprrvu::read(&text, name),
        Layout::Mue => mue::read(&text, name),
        Layout::AddOn => addon::read(&text, name),
        Layout::Cpt => cpt::read(&text, name).map(Imported::codes),
        Layout::Cdt => cdt::read(&text, name).map(Imported::codes),
        _ => Err("this is not a layout of these readers".to_owned()),
    }
}

/// The layout of a file by its content.
pub(crate) fn recognise(bytes: &[u8], head: &[u8]) -> Option<Layout> {
    if is_workbook(head) {
        return heads(bytes).iter().find_map(|t| recognise_text(t));
    }
    // a head as long as the dispatch cuts it may end within a line
    let head = if head.len() >= 1 << 16 {
        whole_lines(head, 0)
    } else {
        head
    };
    let text = text(head);
    recognise_text(&text).or_else(|| cpt::recognise(&text))
}

/// The layout of a table by the first lines of its text.
fn recognise_text(text: &str) -> Option<Layout> {
    let rows = table::first_rows(text);
    pprrvu::recognise(&rows)
        .or_else(|| mue::recognise(&rows))
        .or_else(|| addon::recognise(&rows))
        .or_else(|| claims::recognise(&rows))
        .or_else(|| cdt::recognise(&rows))
}
