//! Geographic practice cost indices (GPCI), addendum E of the physician fee schedule.

use crate::cms::named::{self, in_name};
use crate::fees::table::{cell, plain, rows};
use crate::gathered::{Gathered, source, year_days};
use crate::layout::Layout;
use ligature_edits::{Fixed, Kind, LocalityRow, Rows, Setting, Table};
use std::ops::ControlFlow;

/// By the header.
pub(super) fn recognise(rows: &[Vec<String>]) -> Option<Layout> {
    rows.iter()
        .any(|r| header(r).is_some())
        .then_some(Layout::Gpci)
}

struct Header {
    mac: usize,
    state: usize,
    number: usize,
    name: usize,
    work: usize,
    expense: usize,
    malpractice: usize,
}

fn header(row: &[String]) -> Option<Header> {
    let at = |ask: &dyn Fn(&str) -> bool| row.iter().position(|c| ask(c));
    let is_work = |c: &str| c.contains("workgpci") || c.contains("pwgpci");
    Some(Header {
        mac: at(&|c| c.contains("contractor") || c == "mac")?,
        state: at(&|c| c == "state")?,
        number: at(&|c| c.starts_with("localitynumber"))?,
        name: at(&|c| c.starts_with("localityname"))?,
        // where the index is given with and without its floor, the one with it pays
        work: at(&|c| is_work(c) && c.contains("with1"))
            .or_else(|| at(&|c| is_work(c) && !c.contains("without")))
            .or_else(|| at(&is_work))?,
        expense: at(&|c| c.contains("pegpci"))?,
        malpractice: at(&|c| c.contains("mpgpci"))?,
    })
}

/// Reads the table.
///
/// # Errors
/// A sentence, if its header is missing or nothing says for which year it is.
pub(super) fn read(text: &str, name: &str) -> Result<Table, String> {
    let mut found: Option<Header> = None;
    let (mut titles, mut header_text) = (String::new(), String::new());
    let mut gathered = Gathered::default();
    let mut taken = Vec::new();
    rows(text, |line, record| {
        if let Some(header) = &found {
            // a footnote is alone in its row
            if record.iter().filter(|c| !c.trim().is_empty()).count() > 1 {
                gathered.read += 1;
                match row(header, record) {
                    Ok(row) => taken.push(row),
                    Err(why) => gathered.refuse(line, why),
                }
            }
            return Ok(ControlFlow::Continue(()));
        }
        found = header(&record.iter().map(plain).collect::<Vec<_>>());
        let to = if found.is_some() {
            &mut header_text
        } else {
            &mut titles
        };
        record.iter().for_each(|c| {
            to.push_str(c);
            to.push(' ');
        });
        Ok(ControlFlow::Continue(()))
    })?;
    found.ok_or("its header is missing")?;
    let year = named::year(&header_text)
        .or_else(|| named::year(&titles))
        .or_else(|| in_name(name, named::year))
        .ok_or("neither its header nor its name says for which year it is (give it a name such as GPCI2025.csv)")?;
    let label = format!("GPCI {year}");
    let source = source(
        Kind::Localities,
        Setting::Practitioner,
        label,
        year_days(year),
        name,
    );
    Ok(gathered.table(source, Rows::Localities(taken)))
}

fn row(header: &Header, record: &csv::StringRecord) -> Result<LocalityRow, String> {
    let number = cell(record, header.number);
    let name = cell(record, header.name).trim_end_matches('*').trim_end();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mac = cell(record, header.mac);
    if !digits(number) || !digits(mac) || name.is_empty() {
        return Err("a row without a contractor, a locality's number and its name".to_owned());
    }
    let index = |at: usize, what: &str| {
        Fixed::parse(cell(record, at))
            .filter(|i| i.0 > 0)
            .ok_or_else(|| format!("{name} has no index of {what}"))
    };
    Ok(LocalityRow {
        // a spreadsheet drops leading zeros
        mac: format!("{mac:0>5}"),
        state: cell(record, header.state).to_owned(),
        number: format!("{number:0>2}"),
        name: name.to_owned(),
        work: index(header.work, "work")?,
        expense: index(header.expense, "practice expense")?,
        malpractice: index(header.malpractice, "malpractice")?,
    })
}
