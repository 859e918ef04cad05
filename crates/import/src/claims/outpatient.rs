//! Addendum B of the outpatient prospective payment system: status, payment classification and rate of each code.

use crate::cms::named::{self, Quarter, in_name};
use crate::fees::table::{cell, plain, rows};
use crate::gathered::{Gathered, days, key, source};
use crate::layout::Layout;
use ligature_edits::{Fixed, Kind, OutpatientRow, Rows, Setting, Table};
use std::ops::ControlFlow;

/// By the header.
pub(super) fn recognise(rows: &[Vec<String>]) -> Option<Layout> {
    rows.iter()
        .any(|r| header(r).is_some())
        .then_some(Layout::Outpatient)
}

struct Header {
    code: usize,
    status: usize,
    apc: usize,
    rate: usize,
}

fn header(row: &[String]) -> Option<Header> {
    let at = |names: &[&str]| row.iter().position(|c| names.contains(&c.as_str()));
    Some(Header {
        code: at(&["hcpcscode", "hcpcs", "cpthcpcs", "cpthcpcscode"])?,
        status: at(&["si", "statusindicator"])?,
        apc: at(&["apc"])?,
        rate: at(&["paymentrate"])?,
    })
}

/// Reads the table.
///
/// # Errors
/// A sentence, if its header is missing or nothing says for which quarter it is.
pub(super) fn read(text: &str, name: &str) -> Result<Table, String> {
    let mut found: Option<Header> = None;
    let mut title = String::new();
    let mut gathered = Gathered::default();
    let mut taken = Vec::new();
    rows(text, |line, record| {
        if let Some(header) = &found {
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
        if found.is_none() {
            // a copyright's year is not the table's
            let said = |c: &&str| !c.to_ascii_lowercase().contains("copyright");
            record.iter().filter(said).for_each(|c| {
                title.push_str(c);
                title.push(' ');
            });
        }
        Ok(ControlFlow::Continue(()))
    })?;
    found.ok_or("its header is missing")?;
    let quarter = quarter(&title).or_else(|| in_name(name, quarter)).ok_or(
        "neither its title nor its name says for which quarter it is (give it a name such as 2024_July_Addendum_B.csv)",
    )?;
    let label = format!("OPPS addendum B {} Q{}", quarter.year, quarter.number);
    let source = source(
        Kind::Outpatient,
        Setting::Outpatient,
        label,
        days(quarter),
        name,
    );
    Ok(gathered.table(source, Rows::Outpatient(taken)))
}

/// A month with a year comes before a day: names end with the day on which the file was made.
fn quarter(text: &str) -> Option<Quarter> {
    named::month_and_year(text)
        .map(|(month, year)| Quarter::of(year, month))
        .or_else(|| Quarter::named(text))
}

fn row(header: &Header, record: &csv::StringRecord) -> Result<OutpatientRow, String> {
    let key = key(cell(record, header.code).as_bytes()).ok_or("a row without a procedure code")?;
    let status = match cell(record, header.status).as_bytes() {
        [one] if one.is_ascii_uppercase() => [*one, b' '],
        [one, two] if one.is_ascii_uppercase() && two.is_ascii_alphanumeric() => [*one, *two],
        _ => return Err(format!("{key} has no status indicator")),
    };
    let apc = match cell(record, header.apc) {
        "" => 0,
        digits => digits
            .parse()
            .map_err(|_| format!("{key} has a payment classification that is no number"))?,
    };
    let rate = cell(record, header.rate).replace(['$', ',', ' '], "");
    let rate = match rate.as_str() {
        "" | "-" => None,
        digits => Some(
            Fixed::ten_thousandths(digits)
                .filter(|r| *r >= 0)
                .ok_or_else(|| format!("{key} has a payment rate that is no amount"))?,
        ),
    };
    Ok(OutpatientRow {
        code: key,
        status,
        apc,
        rate,
    })
}
