//! Relative values of the physician fee schedule (PPRRVU).
//!
//! Columns are found by their names. The publisher writes a name over several lines (`NON-FAC` above `PE RVU`); where only
//! the last of these lines is there, columns of the same name are distinguished by their order.

use super::shared::{both, is_procedure, system};
use super::table::{cell, plain, rows};
use super::values::{self, Columns};
use crate::cms::named::{self, Quarter, in_name};
use crate::gathered;
use crate::imported::Imported;
use crate::layout::Layout;
use ligature_catalog::{Batch, CodeEntry, Fact, Standing, Status, System};
use ligature_edits::{Kind, Rows, Setting, ValueRow};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// A column that is taken: the fact's name, the name over two lines, the last line alone, and which of that name it is.
struct Wanted {
    fact: &'static str,
    full: &'static str,
    last: &'static str,
    nth: usize,
    needed: bool,
}

const fn wanted(
    fact: &'static str,
    full: &'static str,
    last: &'static str,
    nth: usize,
    needed: bool,
) -> Wanted {
    Wanted {
        fact,
        full,
        last,
        nth,
        needed,
    }
}

const WANTED: [Wanted; 19] = [
    wanted("status", "statuscode", "code", 0, true),
    wanted("work-rvu", "workrvu", "rvu", 0, true),
    wanted("facility-pe-rvu", "facilitypervu", "pervu", 1, true),
    wanted("nonfacility-pe-rvu", "nonfacpervu", "pervu", 0, true),
    wanted("mp-rvu", "mprvu", "rvu", 1, true),
    wanted("total-facility-rvu", "facilitytotal", "total", 1, true),
    wanted(
        "total-nonfacility-rvu",
        "nonfacilitytotal",
        "total",
        0,
        true,
    ),
    wanted("pctc", "pctcind", "ind", 0, false),
    wanted("global-days", "globdays", "days", 0, true),
    wanted("pre-op", "preop", "op", 0, false),
    wanted("intra-op", "intraop", "op", 1, false),
    wanted("post-op", "postop", "op", 2, false),
    wanted("multiple-procedure", "multproc", "proc", 0, false),
    wanted("bilateral", "bilatsurg", "surg", 0, false),
    wanted("assistant", "asstsurg", "surg", 1, false),
    wanted("co-surgeon", "cosurg", "surg", 2, false),
    wanted("team-surgeon", "teamsurg", "surg", 3, false),
    wanted("endoscopic-base", "endobase", "base", 0, false),
    wanted("conversion-factor", "convfactor", "factor", 0, false),
];

/// By the header.
pub(super) fn recognise(rows: &[Vec<String>]) -> Option<Layout> {
    rows.iter().any(|r| is_header(r)).then_some(Layout::Pprrvu)
}

fn is_header(row: &[String]) -> bool {
    row.iter().take(2).eq(["hcpcs", "mod"]) && row.iter().any(|c| c == "pervu")
}

/// What is known once the header was passed.
struct Table {
    columns: Vec<(&'static str, usize)>,
    missing: Vec<&'static str>,
    claims: Columns,
}

/// Reads the table; codes of CPT become entries without a title.
///
/// # Errors
/// A sentence, if the header lacks a column that the rest hangs on, or nothing says for which quarter it is.
pub(super) fn read(text: &str, name: &str) -> Result<Imported, String> {
    let mut notice = String::new();
    let mut above: Vec<String> = Vec::new();
    let mut table: Option<Table> = None;
    let mut batch = Batch::new(named::release(
        System::Cpt,
        String::new(),
        named::on(2000, 1, 1),
        named::on(2000, 1, 1),
        name,
    ));
    let mut seen = HashSet::new();
    let mut values = Vec::new();
    rows(text, |line, record| {
        if let Some(table) = &table {
            values.extend(row(&mut batch, &mut seen, table, line, record));
            return Ok(ControlFlow::Continue(()));
        }
        let cells: Vec<String> = record.iter().map(plain).collect();
        if is_header(&cells) {
            let found = columns(&above, &cells)?;
            for lacking in &found.missing {
                batch.refuse(line, format!("no column for {lacking}"));
            }
            table = Some(found);
        } else {
            record.iter().for_each(|c| {
                notice.push_str(c.trim());
                notice.push(' ');
            });
            above = cells;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    table.ok_or("its header is missing")?;
    let (label, quarter) = label(&notice, name).ok_or(
        "neither its first lines nor its name say for which quarter it is (give it a name such as PPRRVU2025_Oct.csv)",
    )?;
    batch.release.label.clone_from(&label);
    batch.release.from = quarter.first();
    batch.release.to = quarter.last();
    batch.release.complete = true;
    let (kind, setting) = (Kind::Values, Setting::Practitioner);
    let mut source = gathered::source(kind, setting, label, gathered::days(quarter), name);
    source.revision =
        u16::from(revised(&notice) || in_name(name, |n| revised(n).then_some(())).is_some());
    Ok(both(batch, source, Rows::Values(values)))
}

fn columns(above: &[String], last: &[String]) -> Result<Table, String> {
    let full: Vec<String> = last
        .iter()
        .enumerate()
        .map(|(at, name)| format!("{}{name}", above.get(at).map_or("", String::as_str)))
        .collect();
    let over_two_lines = full.iter().any(|f| f == "workrvu");
    let mut table = Table {
        columns: Vec::new(),
        missing: Vec::new(),
        claims: Columns::default(),
    };
    for wanted in &WANTED {
        let at = if over_two_lines {
            full.iter().position(|f| f == wanted.full)
        } else {
            let same = last.iter().enumerate().filter(|(_, l)| *l == wanted.last);
            same.map(|(at, _)| at).nth(wanted.nth)
        };
        match at {
            Some(at) => table.columns.push((wanted.fact, at)),
            None if wanted.needed => {
                return Err(format!("its header has no column for {}", wanted.fact));
            }
            None => table.missing.push(wanted.fact),
        }
    }
    table.claims = Columns::new(&table.columns, &full, last);
    Ok(table)
}

fn row(
    batch: &mut Batch,
    seen: &mut HashSet<String>,
    table: &Table,
    line: u64,
    record: &csv::StringRecord,
) -> Option<ValueRow> {
    batch.read += 1;
    let code = cell(record, 0);
    let modifier = cell(record, 1);
    if !is_procedure(code) {
        batch.refuse(line, "a row without a procedure code");
        return None;
    }
    if !(modifier.is_empty() || modifier.len() == 2) {
        batch.refuse(line, format!("{code} has an invalid modifier"));
        return None;
    }
    let values = match values::row(&table.claims, record) {
        Ok(values) => values,
        Err(why) => {
            batch.refuse(line, why);
            return None;
        }
    };
    let system = system(code);
    if system == System::Cpt && seen.insert(code.to_owned()) {
        batch.entries.push(CodeEntry {
            code: code.to_owned(),
            title: String::new(),
            short: String::new(),
            status: Status::Billable,
            parent: String::new(),
            standing: Standing::default(),
        });
    }
    for (name, at) in &table.columns {
        let value = cell(record, *at);
        if !value.is_empty() {
            batch.facts.push(Fact {
                system,
                code: code.to_owned(),
                modifier: modifier.to_owned(),
                name,
                value: value.to_owned(),
            });
        }
    }
    Some(values)
}

/// Label and quarter: by `RVU24C`, or by a year and a month of a release, in the notice or else in the name.
fn label(notice: &str, name: &str) -> Option<(String, Quarter)> {
    let quarter = numbered(notice)
        .or_else(|| release_month(notice))
        .or_else(|| in_name(name, |n| numbered(n).or_else(|| named_month(n))))?;
    let letter = ["A", "B", "C", "D"].get(usize::try_from(quarter.number - 1).ok()?)?;
    let label = format!("RVU{:02}{letter}", quarter.year % 100);
    let qualifying = |text: &str| {
        let text = plain(text);
        text.contains("qpp") && !text.contains("nonqpp")
    };
    let label = if qualifying(notice) || qualifying(name) {
        format!("{label} QPP")
    } else {
        label
    };
    Some((label, quarter))
}

/// `RVU25D`.
fn numbered(text: &str) -> Option<Quarter> {
    text.match_indices("RVU").find_map(|(at, _)| {
        let rest = text.get(at + 3..)?;
        let year: i16 = rest
            .get(..2)
            .filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?
            .parse()
            .ok()?;
        let number = match rest.as_bytes().get(2)?.to_ascii_uppercase() {
            b'A' => 1,
            b'B' => 2,
            b'C' => 3,
            b'D' => 4,
            _ => return None,
        };
        Some(Quarter {
            year: 2000 + year,
            number,
        })
    })
}

/// Whether a text names a release that takes the place of the first one of its quarter: `RVU25AR`.
fn revised(text: &str) -> bool {
    text.match_indices("RVU").any(|(at, _)| {
        let rest = text.get(at + 3..).unwrap_or_default().as_bytes();
        matches!(rest, [b'0'..=b'9', b'0'..=b'9', b'A'..=b'D' | b'a'..=b'd', b'R' | b'r', after @ ..]
            if !after.first().is_some_and(u8::is_ascii_alphanumeric))
    })
}

/// `2025 National Physician Fee Schedule Relative Value File October Release`.
fn release_month(notice: &str) -> Option<Quarter> {
    let title = notice.get(..notice.find("Release")?)?;
    Some(Quarter::of(named::year(title)?, named::month(title)?))
}

/// `PPRRVU2025_Oct.csv`, `PPRRVU25_OCT.csv`.
fn named_month(name: &str) -> Option<Quarter> {
    let year = named::year(name).or_else(|| {
        let rest = name.get(name.find("RVU")? + 3..)?;
        let two: i16 = rest.get(..2)?.parse().ok()?;
        Some(2000 + two)
    })?;
    Some(Quarter::of(year, named::month(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revised_releases() {
        fn check(text: &str, expected: bool) {
            assert_eq!(revised(text), expected, "{text}");
            assert_eq!(numbered(text).is_some(), text.contains("RVU25"), "{text}");
        }
        check("RVU25A.csv", false);
        check("RVU25AR.csv", true);
        check("a.zip: RVU25AR", true);
        check("RVU25A RELEASED 09/11/2025", false);
        check("RVU25ARC", false);
        check("PPRRVU2024_Jul.csv", false);
    }
}
