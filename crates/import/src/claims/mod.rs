//! Readers of tables that only claims ask: pair edits, localities, anesthesia base units, the outpatient system.
//!
//! Tables that say something on a code's page too (relative values, units, add-ons) are read in [`crate::fees`], which
//! gives both.
//!
//! A table that names its date neither inside nor in its file name is refused: a made-up date would answer claims of other
//! days.

mod anesthesia;
mod localities;
mod outpatient;
mod pairs;

#[cfg(test)]
pub(crate) mod tests;

use crate::fees::table::first_rows;
use crate::layout::Layout;
use crate::sheet::{is_workbook, text_of};
use crate::source::{SourceFile, text};
use ligature_edits::Table;

/// Reads one file of a layout of this module.
///
/// # Errors
/// A sentence, if it is of another layout after all.
pub(crate) fn take(layout: Layout, source: &SourceFile) -> Result<Table, String> {
    let sheet;
    let bytes = if is_workbook(&source.bytes) {
        sheet = text_of(&source.bytes, |text| recognise(&first_rows(text)).is_some())?;
        sheet.as_bytes()
    } else {
        source.bytes.as_slice()
    };
    let name = &source.name;
    match layout {
        // millions of lines: bytes, not text
        Layout::Ptp => pairs::read(bytes, name),
        Layout::Gpci => localities::read(&text(bytes), name),
        Layout::Anesthesia => anesthesia::read(&text(bytes), name),
        Layout::Outpatient => outpatient::read(&text(bytes), name),
        _ => Err("this is not a layout of these readers".to_owned()),
    }
}

/// The layout of a table by its first rows, every cell plain.
pub(crate) fn recognise(rows: &[Vec<String>]) -> Option<Layout> {
    pairs::recognise(rows)
        .or_else(|| localities::recognise(rows))
        .or_else(|| anesthesia::recognise(rows))
        .or_else(|| outpatient::recognise(rows))
}
