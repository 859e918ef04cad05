//! Rows of a workbook, one at a time.

use calamine::{DataRef, Reader, Xlsx};
use std::fmt::Display;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Nothing that publishers give out is larger once unpacked, in bytes.
const LARGEST: u64 = 1 << 29;
/// Cells further right are left out; the widest publisher's sheet has 48.
const WIDEST: usize = 128;
/// Positions of columns.
pub(super) type Columns<const N: usize> = [usize; N];

/// Where a row names all columns; letter case and further columns do not matter.
pub(super) fn columns<const N: usize>(cells: &[String], names: [&str; N]) -> Option<Columns<N>> {
    let mut found = [0; N];
    for (place, name) in found.iter_mut().zip(names) {
        *place = cells.iter().position(|c| c.eq_ignore_ascii_case(name))?;
    }
    Some(found)
}

/// A cell's text; empty beyond the end of the row.
pub(super) fn cell(cells: &[String], at: usize) -> &str {
    cells.get(at).map_or("", String::as_str)
}

/// Gives all rows of all sheets with the sheet's name and the row's number; a receiver that returns false gets no more of
/// that sheet. Cells are trimmed.
///
/// # Errors
/// A sentence, if it cannot be read as a workbook.
pub(crate) fn rows(
    bytes: &[u8],
    mut each: impl FnMut(&str, u64, &[String]) -> bool,
) -> Result<(), String> {
    let mut book = open(bytes)?;
    for sheet in book.sheet_names() {
        walk(&mut book, &sheet, &mut each)?;
    }
    Ok(())
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

fn open(bytes: &[u8]) -> Result<Book<'_>, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    let mut size = 0_u64;
    for at in 0..zip.len() {
        let part = zip.by_index_raw(at).map_err(|e| damaged(&e))?;
        size = size.saturating_add(part.size());
    }
    if size > LARGEST {
        return Err("it unpacks to more than any publisher's workbook does".to_owned());
    }
    tried(|| Xlsx::new(Cursor::new(bytes)))
}

/// Asks calamine, whose arithmetic may overflow over a place that is no place, such as `r="INLINESTR1"` (its issue 694,
/// 2026): then the workbook is damaged too.
fn tried<T, E: Display>(ask: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(ask)) {
        Ok(answer) => answer.map_err(|e| damaged(&e)),
        Err(_) => Err(damaged(
            &"the place of a cell or the size of a sheet is beyond all limits",
        )),
    }
}

fn damaged(why: &dyn Display) -> String {
    format!("the workbook is damaged or cut short ({why})")
}

fn walk(
    book: &mut Book<'_>,
    sheet: &str,
    each: &mut dyn FnMut(&str, u64, &[String]) -> bool,
) -> Result<(), String> {
    let mut reader = tried(|| book.worksheet_cells_reader(sheet))?;
    let mut row: Vec<String> = Vec::new();
    let mut number = None;
    while let Some(cell) = tried(|| reader.next_cell())? {
        let (line, column) = cell.get_position();
        if number.is_some_and(|n| n != line) {
            if !each(sheet, u64::from(number.unwrap_or(0)) + 1, &row) {
                return Ok(());
            }
            row.iter_mut().for_each(String::clear);
        }
        number = Some(line);
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column < WIDEST {
            if row.len() <= column {
                row.resize(column + 1, String::new());
            }
            if let Some(place) = row.get_mut(column) {
                put(place, cell.get_value());
            }
        }
    }
    if let Some(number) = number {
        each(sheet, u64::from(number) + 1, &row);
    }
    Ok(())
}

fn put(place: &mut String, value: &DataRef<'_>) {
    place.clear();
    match value {
        DataRef::String(text) => place.push_str(text.trim()),
        DataRef::SharedString(text) => place.push_str(text.trim()),
        DataRef::Int(number) => place.push_str(&number.to_string()),
        DataRef::Float(number) => place.push_str(&number.to_string()),
        _ => {}
    }
}
