//! Base units of anesthesia codes, as CMS publishes them for a year.

use crate::cms::named::{self, in_name};
use crate::fees::table::{cell, plain, rows};
use crate::gathered::{Gathered, key, source, year_days};
use crate::layout::Layout;
use ligature_edits::{AnesthesiaRow, Kind, Rows, Setting, Table};
use std::ops::ControlFlow;

/// By the header.
pub(super) fn recognise(rows: &[Vec<String>]) -> Option<Layout> {
    rows.iter()
        .any(|r| header(r).is_some())
        .then_some(Layout::Anesthesia)
}

/// Columns of the code and of the units: `Code`, `2024 Base Units`.
fn header(row: &[String]) -> Option<[usize; 2]> {
    let code = |c: &String| {
        matches!(
            c.as_str(),
            "code"
                | "cpt"
                | "hcpcs"
                | "cptcode"
                | "hcpcscode"
                | "cpthcpcscode"
                | "hcpcscptcode"
                | "anesthesiacode"
        )
    };
    let units = |c: &String| {
        let bare = c.trim_start_matches(|c: char| c.is_ascii_digit());
        matches!(
            bare,
            "baseunit" | "baseunits" | "anesthesiabaseunits" | "baseunitvalue"
        )
    };
    Some([row.iter().position(code)?, row.iter().rposition(units)?])
}

/// Reads the table.
///
/// # Errors
/// A sentence, if its header is missing or nothing says for which year it is.
pub(super) fn read(text: &str, name: &str) -> Result<Table, String> {
    let mut found: Option<[usize; 2]> = None;
    let (mut notice, mut title) = (String::new(), String::new());
    let mut gathered = Gathered::default();
    let mut taken = Vec::new();
    rows(text, |line, record| {
        if let Some(columns) = found {
            if record.iter().filter(|c| !c.trim().is_empty()).count() > 1 {
                gathered.read += 1;
                match row(columns, record) {
                    Ok(row) => taken.push(row),
                    Err(why) => gathered.refuse(line, why),
                }
            }
            return Ok(ControlFlow::Continue(()));
        }
        found = header(&record.iter().map(plain).collect::<Vec<_>>());
        match found {
            Some([_, units]) => cell(record, units).clone_into(&mut title),
            None => {
                // a copyright's year is not the table's
                let said = |c: &&str| !c.to_ascii_lowercase().contains("copyright");
                record.iter().filter(said).for_each(|c| {
                    notice.push_str(c);
                    notice.push(' ');
                });
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    found.ok_or("its header is missing")?;
    let year = named::year(&title)
        .or_else(|| named::year(&notice))
        .or_else(|| in_name(name, named::year))
        .ok_or("neither its header nor its name says for which year it is (give it a name such as anesthesia-base-units-2024.csv)")?;
    let label = format!("anesthesia {year}");
    let source = source(
        Kind::Anesthesia,
        Setting::Practitioner,
        label,
        year_days(year),
        name,
    );
    Ok(gathered.table(source, Rows::Anesthesia(taken)))
}

fn row([code, units]: [usize; 2], record: &csv::StringRecord) -> Result<AnesthesiaRow, String> {
    let code = cell(record, code);
    // a spreadsheet drops leading zeros
    let full = format!("{code:0>5}");
    let key = key(full.as_bytes()).ok_or("a row without a procedure code")?;
    let units = cell(record, units);
    let whole = units.split_once('.').map_or(units, |(whole, rest)| {
        if rest.bytes().all(|b| b == b'0') {
            whole
        } else {
            ""
        }
    });
    let units = whole
        .parse()
        .map_err(|_| format!("{key} has no whole number of base units"))?;
    Ok(AnesthesiaRow { code: key, units })
}
