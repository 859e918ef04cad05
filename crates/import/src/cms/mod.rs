//! Readers of what CMS and AHRQ publish beside ICD-10-CM: ICD-10-PCS, HCPCS Level II, ICD-9-CM, the equivalence mappings
//! and CCSR.
//!
//! Where a file does not say for when it holds, its name is asked; where that says nothing either:
//! - ICD-10-PCS codes and order file: fiscal year 2024;
//! - HCPCS Level II: the quarter of the newest date in it;
//! - ICD-9-CM: version 32, the last;
//! - equivalence mappings: 2018, the last;
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

use crate::read::{Layout, Source, text};
use ligature_catalog::Batch;

/// Reads one file of a layout of this module.
///
/// # Errors
/// A sentence, if it is of another layout after all.
pub(crate) fn take(layout: Layout, source: &Source) -> Result<Batch, String> {
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
        Layout::HcpcsFixed => Ok(hcpcs::fixed(&text, name)),
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
        return workbook::recognise(bytes);
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

/// Whether nine lines of ten are of a shape: one stray line does not hide what a file is.
fn most(lines: &[&str], fits: impl Fn(&str) -> bool) -> bool {
    let fitting = lines.iter().filter(|l| fits(l)).count();
    fitting > 0 && fitting * 10 >= lines.len() * 9
}

/// A head without the line that its end cuts through.
pub(crate) fn whole_lines(head: &[u8], of: usize) -> &[u8] {
    if head.len() == of {
        return head;
    }
    match head.iter().rposition(|b| *b == b'\n') {
        Some(at) => &head[..at],
        None => head,
    }
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
