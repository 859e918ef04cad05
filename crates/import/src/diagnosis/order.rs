//! The order file, and the list of valid codes: a code a line, in columns.

use super::shared::{code, release, undated};
use crate::layout::Layout;
use ligature_catalog::{Batch, CodeEntry, Standing, Status};

/// As many lines are looked at to know a file.
const LOOKED_AT: usize = 50;

/// The letters with which sections of ICD-10-PCS begin: a code of seven characters may be of either set.
const PCS_SECTIONS: [char; 7] = ['B', 'C', 'D', 'F', 'G', 'H', 'X'];

pub(super) fn recognise(text: &str) -> Option<Layout> {
    [
        (Layout::Icd10cmOrder, order_code as fn(&str) -> Option<&str>),
        (Layout::Icd10cmCodes, listed_code),
    ]
    .into_iter()
    .find(|(_, column)| fits(text, *column))
    .map(|(layout, _)| layout)
}

/// Whether three quarters of the first lines hold a code in that column, and at least one that no other set has.
fn fits(text: &str, column: fn(&str) -> Option<&str>) -> bool {
    let mut lines = 0;
    let mut fitting = 0;
    let mut certain = false;
    for line in data_lines(text).take(LOOKED_AT).map(|(_, line)| line) {
        lines += 1;
        if let Some(code) = column(line).and_then(code) {
            fitting += 1;
            certain |= (4..=6).contains(&code.len()) || !code.starts_with(PCS_SECTIONS);
        }
    }
    certain && fitting * 4 >= lines * 3
}

/// Number in columns 1-5, code in 7-13, flag in 15, blanks between them.
fn order_code(line: &str) -> Option<&str> {
    let number = line.get(..5)?;
    let flag = line.get(13..16)?;
    let blank = line.get(5..6)? == " ";
    (blank && number.bytes().all(|b| b.is_ascii_digit()) && matches!(flag, " 0 " | " 1 "))
        .then(|| line.get(6..13).map(str::trim_end))?
}

/// Code in columns 1-7, a blank, a title from column 9.
fn listed_code(line: &str) -> Option<&str> {
    let title = line.get(8..)?;
    (line.get(7..8)? == " " && title.starts_with(|c: char| !c.is_whitespace()))
        .then(|| line.get(..7).map(str::trim_end))?
}

/// Lines that hold something, with their numbers.
fn data_lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| line.contains(|c: char| !c.is_whitespace() && !c.is_control()))
}

/// Columns of a line, counted from 1 in characters, without the blanks around them.
fn columns(line: &str, from: usize, to: usize) -> &str {
    let at = |column: usize| {
        if line.is_ascii() {
            return column.min(line.len());
        }
        line.char_indices()
            .nth(column)
            .map_or(line.len(), |(at, _)| at)
    };
    line.get(at(from - 1)..at(to)).unwrap_or_default().trim()
}

pub(super) fn take_order(name: &str, text: &str) -> Result<Batch, String> {
    lines(name, text, order_line)
}

pub(super) fn take_codes(name: &str, text: &str) -> Result<Batch, String> {
    lines(name, text, listed_line)
}

fn lines(
    name: &str,
    text: &str,
    take: fn(&str) -> Result<CodeEntry, String>,
) -> Result<Batch, String> {
    let mut batch = Batch::new(release(name, None, true)?);
    if undated(name, None) {
        batch.assume();
    }
    for (number, line) in data_lines(text) {
        batch.read += 1;
        match take(line) {
            Ok(entry) => batch.entries.push(entry),
            Err(why) => batch.refuse(number, why),
        }
    }
    Ok(batch)
}

fn order_line(line: &str) -> Result<CodeEntry, String> {
    let code = column_code(line, 7, 13)?;
    let status = match columns(line, 15, 15) {
        "1" => Status::Billable,
        "0" => Status::Header,
        _ => {
            return Err(format!(
                "{code}: column 15 is neither 1 (valid for claims) nor 0 (header)"
            ));
        }
    };
    let short = columns(line, 17, 76);
    let long = columns(line, 78, usize::MAX);
    let title = if long.is_empty() { short } else { long };
    let short = if short == title { "" } else { short };
    entry(code, title, short, status)
}

fn listed_line(line: &str) -> Result<CodeEntry, String> {
    let code = column_code(line, 1, 7)?;
    entry(code, columns(line, 9, usize::MAX), "", Status::Billable)
}

fn column_code(line: &str, from: usize, to: usize) -> Result<String, String> {
    code(columns(line, from, to))
        .ok_or_else(|| format!("columns {from} to {to} hold no ICD-10-CM code"))
}

fn entry(code: String, title: &str, short: &str, status: Status) -> Result<CodeEntry, String> {
    if title.is_empty() {
        return Err(format!("{code}: the line ends before the title"));
    }
    Ok(CodeEntry {
        code,
        title: title.to_owned(),
        short: short.to_owned(),
        status,
        parent: String::new(),
        standing: Standing::default(),
    })
}
