//! The ADA's CDT, as a plain table with the columns code, nomenclature and descriptor.

use super::table::{cell, plain, rows};
use crate::cms::named::{self, in_name};
use crate::layout::Layout;
use ligature_catalog::{Batch, CodeEntry, Note, NoteKind, Release, Standing, Status, System};
use std::ops::ControlFlow;

/// By the header.
pub(super) fn recognise(rows: &[Vec<String>]) -> Option<Layout> {
    rows.iter()
        .any(|r| header(r).is_some())
        .then_some(Layout::Cdt)
}

fn header(row: &[String]) -> Option<[usize; 3]> {
    let at = |names: [&str; 2]| row.iter().position(|c| names.contains(&c.as_str()));
    Some([
        at(["code", "cdtcode"])?,
        at(["nomenclature", "nomenclatures"])?,
        at(["descriptor", "descriptors"])?,
    ])
}

/// Reads the table: the nomenclature is the title, the descriptor a note.
///
/// # Errors
/// A sentence, if its header is missing or nothing says of which edition it is.
pub(super) fn read(text: &str, name: &str) -> Result<Batch, String> {
    let mut found: Option<[usize; 3]> = None;
    let mut notice = String::new();
    let mut batch = Batch::new(named::release(
        System::Cdt,
        String::new(),
        named::on(2000, 1, 1),
        named::on(2000, 12, 31),
        name,
    ));
    rows(text, |line, record| {
        match found {
            Some(columns) => row(&mut batch, columns, line, record),
            None => {
                found = header(&record.iter().map(plain).collect::<Vec<_>>());
                record.iter().for_each(|c| {
                    notice.push_str(c);
                    notice.push(' ');
                });
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    found.ok_or("its header is missing")?;
    let year = named::year(&notice).or_else(|| in_name(name, named::year)).ok_or(
        "neither its notice nor its name says of which edition it is (give it a name such as CDT_2025.csv)",
    )?;
    batch.release = Release {
        label: format!("CDT {year}"),
        from: named::on(year, 1, 1),
        to: named::on(year, 12, 31),
        publisher: "American Dental Association".to_owned(),
        licence:
            "CDT, copyright American Dental Association; only under the operator's own licence"
                .to_owned(),
        complete: true,
        ..batch.release
    };
    Ok(batch)
}

fn row(batch: &mut Batch, columns: [usize; 3], line: u64, record: &csv::StringRecord) {
    batch.read += 1;
    let [code, title, descriptor] = columns.map(|at| cell(record, at));
    let dental = match code.as_bytes() {
        [b'D', digits @ ..] => digits.len() == 4 && digits.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if !dental || title.is_empty() {
        return batch.refuse(line, "no D code with its nomenclature");
    }
    batch.entries.push(CodeEntry {
        code: code.to_owned(),
        title: title.to_owned(),
        short: String::new(),
        status: Status::Billable,
        parent: String::new(),
        standing: Standing::default(),
    });
    if !descriptor.is_empty() {
        batch.notes.push(Note {
            code: code.to_owned(),
            kind: NoteKind::Note,
            text: descriptor.to_owned(),
        });
    }
}
