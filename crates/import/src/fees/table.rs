//! Tables of cells, with commas or tabs.

use std::ops::ControlFlow;

/// A header is within this number of rows.
const HEADER_WITHIN: usize = 40;
/// A cell that runs over more lines than any notice was never closed.
const LONGEST: u64 = 60;

fn reader(text: &str) -> csv::Reader<&[u8]> {
    let tabs = text
        .lines()
        .take(HEADER_WITHIN)
        .any(|l| l.split('\t').count() > 2);
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .quoting(!tabs)
        .delimiter(if tabs { b'\t' } else { b',' })
        .from_reader(text.as_bytes())
}

/// A column's name without what editions write differently: small letters and digits only.
pub(crate) fn plain(cell: &str) -> String {
    cell.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The first rows, every cell [`plain`].
pub(crate) fn first_rows(text: &str) -> Vec<Vec<String>> {
    reader(text)
        .records()
        .take(HEADER_WITHIN)
        .map_while(Result::ok)
        .map(|r| r.iter().map(plain).collect())
        .collect()
}

/// Gives every row with its line; rows of empty cells are left out.
///
/// # Errors
/// A sentence, if a quotation mark is never closed, or the taker's own.
pub(crate) fn rows(
    text: &str,
    mut each: impl FnMut(u64, &csv::StringRecord) -> Result<ControlFlow<()>, String>,
) -> Result<(), String> {
    let mut reader = reader(text);
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader
            .read_record(&mut record)
            .map_err(|e| format!("it cannot be read as a table ({e})"))?;
        if !more {
            return Ok(());
        }
        let line = record.position().map_or(0, csv::Position::line);
        if reader.position().line().saturating_sub(line) > LONGEST {
            return Err(format!("a quotation mark in line {line} is never closed"));
        }
        if record.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        if each(line, &record)?.is_break() {
            return Ok(());
        }
    }
}

/// A cell, trimmed; empty beyond the end of the row.
pub(crate) fn cell(record: &csv::StringRecord, at: usize) -> &str {
    record.get(at).map_or("", str::trim)
}
