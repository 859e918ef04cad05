//! Add-on code edits: with which primary codes an add-on code may be reported.
//!
//! Flags of a link are the edit's type; an edit that was deleted says so after a semicolon, with the publisher's own date
//! (`1;deleted 2022365`: year and day of the year).

use super::shared::{both, is_procedure, system};
use super::table::{cell, plain, rows};
use crate::cms::named::{self, Quarter, in_name, on};
use crate::gathered::{self, key};
use crate::imported::Imported;
use crate::layout::Layout;
use jiff::civil::Date;
use ligature_catalog::{Batch, Link, LinkKind, System};
use ligature_edits::{AddOnRow, Kind, Rows, Setting};
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
    /// First day of the edit.
    first: Option<usize>,
    /// Dates of deletion: of the edit, of the add-on, of the primary code.
    deleted: Vec<usize>,
}

fn header(row: &[String]) -> Option<Header> {
    let at = |name: &str| row.iter().position(|c| c == name);
    Some(Header {
        addon: at("addoncode")?,
        primary: at("primarycode")?,
        kind: at("aocedittype").or_else(|| at("edittype"))?,
        first: at("aocediteffdt"),
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
pub(super) fn read(text: &str, name: &str) -> Result<Imported, String> {
    let mut found: Option<Header> = None;
    let quarter = in_name(name, Quarter::named).ok_or(
        "its name does not say for which quarter it is (give it a name such as AOC_V2024Q2-MCR.txt)",
    )?;
    let label = format!("AOC {} Q{}", quarter.year, quarter.number);
    let mut batch = Batch::new(named::release(
        System::Cpt,
        label.clone(),
        quarter.first(),
        quarter.last(),
        name,
    ));
    let mut edits: Vec<AddOnRow> = Vec::new();
    rows(text, |line, record| {
        match &found {
            Some(header) => edits.extend(row(&mut batch, header, line, record)),
            None => found = header(&record.iter().map(plain).collect::<Vec<_>>()),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let header = found.ok_or("its header is missing")?;
    // a list of the edits in force is another layout of the same release: it never replaces the whole table
    let label = if header.first.is_some() {
        label
    } else {
        format!("{label} in force")
    };
    // the whole list is published for the year and revised in a later quarter only if something changes: it holds until the
    // year's end, or until a later release that was imported (CMS, NCCI Add-on Code Edits, 2024)
    let (first, _) = gathered::days(quarter);
    let days = (first, on(quarter.year, 12, 31));
    let mut source = gathered::source(Kind::AddOns, Setting::Practitioner, label, days, name);
    let with_first_day = edits.iter().filter(|e| e.from.is_some()).count();
    source.dated = gathered::dated(with_first_day, edits.len());
    Ok(both(batch, source, Rows::AddOns(edits)))
}

fn row(
    batch: &mut Batch,
    header: &Header,
    line: u64,
    record: &csv::StringRecord,
) -> Option<AddOnRow> {
    batch.read += 1;
    match read_row(header, record) {
        Ok((link, edit)) => {
            batch.links.push(link);
            Some(edit)
        }
        Err(why) => {
            batch.refuse(line, why);
            None
        }
    }
}

fn read_row(header: &Header, record: &csv::StringRecord) -> Result<(Link, AddOnRow), String> {
    let (code, primary) = (cell(record, header.addon), cell(record, header.primary));
    let kind = cell(record, header.kind);
    let addon = key(code.as_bytes())
        .filter(|_| is_procedure(primary) || primary == CONTRACTOR)
        .ok_or("a row without an add-on and a primary code")?;
    if !matches!(kind, "1" | "2" | "3") {
        return Err(format!("{code} has an edit type other than 1, 2 and 3"));
    }
    let first = header.first.map_or("", |at| cell(record, at));
    let from = match first {
        "" => None,
        day => Some(beginning(day).ok_or_else(|| format!("{code} has an invalid effective date"))?),
    };
    let deletions = || {
        let cells = header.deleted.iter().map(|at| cell(record, *at));
        cells.filter(|d| !d.is_empty())
    };
    let mut to: Option<Date> = None;
    for day in deletions() {
        let last = ending(day).ok_or_else(|| format!("{code} has an invalid deletion date"))?;
        to = Some(to.map_or(last, |to| to.min(last)));
    }
    let flags = match deletions().next() {
        Some(day) => format!("{kind};deleted {day}"),
        None => kind.to_owned(),
    };
    let edit = AddOnRow {
        addon,
        primary: key(primary.as_bytes()),
        kind: kind.parse().unwrap_or(0),
        from,
        to,
    };
    let contractor = primary == CONTRACTOR;
    let link = Link {
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
    };
    Ok((link, edit))
}

/// The day of a beginning: `2013001` (year and day of the year), `20130101`, or a year alone, which is its first day.
fn beginning(text: &str) -> Option<Date> {
    match text.len() {
        4 => whole_year(text).map(|year| named::on(year, 1, 1)),
        _ => written(text),
    }
}

/// The day of an end; a year alone is its last day.
fn ending(text: &str) -> Option<Date> {
    match text.len() {
        4 => whole_year(text).map(|year| named::on(year, 12, 31)),
        _ => written(text),
    }
}

fn written(text: &str) -> Option<Date> {
    if text.len() == 8 {
        return named::ymd(text);
    }
    let (year, day) = text.split_at_checked(4).filter(|_| text.len() == 7)?;
    let day: i16 = day.parse().ok().filter(|day| *day > 0)?;
    let first = named::on(whole_year(year)?, 1, 1);
    let span = jiff::Span::new().try_days(day - 1).ok()?;
    let found = first.checked_add(span).ok()?;
    (found.year() == first.year()).then_some(found)
}

fn whole_year(text: &str) -> Option<i16> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let year = text.parse().ok().filter(|_| digits && text.len() == 4)?;
    (1960..2100).contains(&year).then_some(year)
}
