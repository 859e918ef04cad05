//! Readers of what CMS and AHRQ publish in addition to ICD-10-CM: ICD-10-PCS, HCPCS Level II, ICD-9-CM, the equivalence mappings
//! and CCSR.
//!
//! Where a file does not say when it is in force, its name does; where that does not say it either, the batch says what was assumed:
//! - ICD-10-PCS codes and order file: fiscal year 2024;
//! - HCPCS Level II: the quarter of the newest date in it; without a date it is refused;
//! - ICD-9-CM: version 32, the last that was published;
//! - equivalence mappings: 2018, the last that were published;
//! - CCSR: the version that its first lines name.

mod ccsr;
mod columns;
mod gem;
mod hcpcs;
mod icd9;
pub(crate) mod named;
mod pcs_codes;
mod pcs_definitions;
mod pcs_index;
mod pcs_tables;
mod pcs_title;
pub(crate) mod workbook;
mod xml;

#[cfg(test)]
pub(crate) mod tests;

use crate::layout::Layout;
use crate::source::{SourceFile, text, whole_lines};
use ligature_catalog::Batch;

/// A header is in the first rows or nowhere.
const HEADER_WITHIN: u64 = 20;

/// Reads one file of a layout of this module.
///
/// # Errors
/// A sentence, if it is of another layout after all.
pub(crate) fn take(layout: Layout, source: &SourceFile) -> Result<Batch, String> {
    match layout {
        Layout::HcpcsWorkbook => return hcpcs::workbook(source),
        Layout::CcsrWorkbook => return ccsr::workbook(source),
        _ => {}
    }
    let text = text(&source.bytes);
    let name = &source.name;
    match layout {
        Layout::Icd10pcsCodes => Ok(pcs_codes::codes(&text, name)),
        Layout::Icd10pcsOrder => Ok(pcs_codes::order(&text, name)),
        Layout::Icd10pcsTables => pcs_tables::read(&text, name),
        Layout::Icd10pcsIndex => pcs_index::read(&text, name),
        Layout::Icd10pcsDefinitions => pcs_definitions::read(&text, name),
        Layout::HcpcsFixed => hcpcs::fixed(&text, name),
        Layout::Icd9Diagnoses => Ok(icd9::diagnoses(&text, name)),
        Layout::Icd9Procedures => Ok(icd9::procedures(&text, name)),
        Layout::Gem => gem::read(&text, name),
        Layout::CcsrCsv => ccsr::csv(&text, name),
        _ => Err("this is not a layout of these readers".to_owned()),
    }
}

/// The layout of a file by its content.
pub(crate) fn recognise(bytes: &[u8], head: &[u8]) -> Option<Layout> {
    if head.starts_with(b"PK\x03\x04") {
        return of_workbook(bytes);
    }
    let head = whole_lines(head, bytes.len());
    let text = text(head);
    let start = text.trim_start();
    if start.starts_with('<') {
        return markup(start);
    }
    let lines: Vec<&str> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .take(200)
        .collect();
    gem::recognise(&lines)
        .or_else(|| pcs_codes::recognise(&lines))
        .or_else(|| hcpcs::recognise(&lines))
        .or_else(|| ccsr::recognise(&lines))
        .or_else(|| icd9::recognise(&lines))
}

/// The layout of a workbook by the header of one of its sheets; of a damaged one by the sheets before the damage.
fn of_workbook(bytes: &[u8]) -> Option<Layout> {
    let mut layout = None;
    let _damage = workbook::rows(bytes, |_, line, cells| {
        if layout.is_none() {
            if workbook::columns(cells, hcpcs::COLUMNS).is_some() {
                layout = Some(Layout::HcpcsWorkbook);
            } else if workbook::columns(cells, ccsr::MAPPING).is_some() {
                layout = Some(Layout::CcsrWorkbook);
            }
        }
        layout.is_none() && line < HEADER_WITHIN
    });
    layout
}

fn markup(start: &str) -> Option<Layout> {
    let mut end = start.len().min(4096);
    while !start.is_char_boundary(end) {
        end -= 1;
    }
    let start = &start[..end];
    [
        ("<ICD10PCS.tabular", Layout::Icd10pcsTables),
        ("<ICD10PCS.index", Layout::Icd10pcsIndex),
        ("<ICD10PCS.definitions", Layout::Icd10pcsDefinitions),
    ]
    .into_iter()
    .find(|(root, _)| start.contains(root))
    .map(|(_, layout)| layout)
}
