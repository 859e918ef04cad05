//! Add-on code edits: which code may stand beside which primary code only.
//!
//! Flags of a link are the edit's type; an edit that was deleted says so after a semicolon, with the publisher's own date
//! (`1;deleted 2022365`: year and day of the year).

use super::table::{cell, plain, rows};
use super::{is_procedure, system};
use crate::cms::named::{self, Quarter, in_name};
use crate::read::Layout;
use ligature_catalog::{Batch, Link, LinkKind, System};
use std::ops::ControlFlow;

/// The publisher's word for: no primary code is listed, the contractor decides.
const CONTRACTOR: &str = "CCCCC";

/// By the header.
pub(super) fn recognise(rows: &[Vec<String>]) -> Option<Layout> {
    rows.iter()
        .any(|r| header(r).is_some())
        .then_some(Layout::AddOn)
}

struct Header {
    addon: usize,
    primary: usize,
    kind: usize,
    /// Dates of deletion: of the edit, of the add-on, of the primary code.
    deleted: Vec<usize>,
}

fn header(row: &[String]) -> Option<Header> {
    let at = |name: &str| row.iter().position(|c| c == name);
    Some(Header {
        addon: at("addoncode")?,
        primary: at("primarycode")?,
        kind: at("aocedittype").or_else(|| at("edittype"))?,
        deleted: ["aoceditdeldt", "aocdeldt", "primarycodedeldt"]
            .into_iter()
            .filter_map(at)
            .collect(),
    })
}

/// Reads the table.
///
/// # Errors
/// A sentence, if its header is missing or nothing says for which quarter it is.
pub(super) fn read(text: &str, name: &str) -> Result<Batch, String> {
    let mut found: Option<Header> = None;
    let quarter = in_name(name, Quarter::named).ok_or(
        "its name does not say for which quarter it is (give it a name such as AOC_V2024Q2-MCR.txt)",
    )?;
    let mut batch = Batch::new(named::release(
        System::Cpt,
        format!("AOC {} Q{}", quarter.year, quarter.number),
        quarter.first(),
        quarter.last(),
        name,
    ));
    rows(text, |line, record| {
        match &found {
            Some(header) => row(&mut batch, header, line, record),
            None => found = header(&record.iter().map(plain).collect::<Vec<_>>()),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    found.ok_or("its header is missing")?;
    Ok(batch)
}

fn row(batch: &mut Batch, header: &Header, line: u64, record: &csv::StringRecord) {
    batch.read += 1;
    let (code, primary) = (cell(record, header.addon), cell(record, header.primary));
    let kind = cell(record, header.kind);
    if !is_procedure(code) || !(is_procedure(primary) || primary == CONTRACTOR) {
        return batch.refuse(line, "a row without an add-on and a primary code");
    }
    if !matches!(kind, "1" | "2" | "3") {
        return batch.refuse(
            line,
            format!("{code} has an edit type that is none of 1, 2 and 3"),
        );
    }
    let deleted = header
        .deleted
        .iter()
        .map(|at| cell(record, *at))
        .find(|d| !d.is_empty());
    let flags = match deleted {
        Some(day) if day.len() <= 8 && day.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{kind};deleted {day}")
        }
        Some(_) => {
            return batch.refuse(line, format!("{code} has a date of deletion that is none"));
        }
        None => kind.to_owned(),
    };
    let contractor = primary == CONTRACTOR;
    batch.links.push(Link {
        system: system(code),
        code: code.to_owned(),
        to_system: system(if contractor { "" } else { primary }),
        to: if contractor {
            String::new()
        } else {
            primary.to_owned()
        },
        kind: LinkKind::AddOn,
        flags,
    });
}
