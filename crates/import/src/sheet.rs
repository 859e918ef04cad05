//! A workbook's sheet as text with tabs: one line a row, so that each table has one reader for all its packings.

use crate::cms::workbook;

/// A header is within this number of rows.
const HEAD: u64 = 40;

/// Whether bytes may be a workbook.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The first rows of each sheet; none if it is no workbook.
pub(crate) fn heads(bytes: &[u8]) -> Vec<String> {
    let mut sheets: Vec<(String, Lines)> = Vec::new();
    let done = workbook::rows(bytes, |sheet, line, cells| {
        if sheets.last().is_none_or(|(name, _)| name != sheet) {
            sheets.push((sheet.to_owned(), Lines::default()));
        }
        if let Some((_, lines)) = sheets.last_mut() {
            lines.put(line, cells);
        }
        line < HEAD
    });
    match done {
        Ok(()) => sheets.into_iter().map(|(_, lines)| lines.text).collect(),
        Err(_) => Vec::new(),
    }
}

/// The first sheet with a known table.
///
/// # Errors
/// A sentence, if it cannot be read as a workbook or there is no such sheet.
pub(crate) fn text_of(bytes: &[u8], is_known: impl Fn(&str) -> bool) -> Result<String, String> {
    let known = heads(bytes)
        .iter()
        .position(|text| is_known(text))
        .ok_or("none of its sheets has the header of a known table")?;
    let (mut at, mut last, mut lines) = (0, None, Lines::default());
    workbook::rows(bytes, |sheet, line, cells| {
        if last.as_deref() != Some(sheet) {
            at += usize::from(last.is_some());
            last = Some(sheet.to_owned());
        }
        if at == known {
            lines.put(line, cells);
        }
        at == known
    })?;
    Ok(lines.text)
}

/// Lines, each with the number of its row.
#[derive(Default)]
struct Lines {
    text: String,
    written: u64,
}

impl Lines {
    /// Rows that the workbook leaves out become empty lines.
    fn put(&mut self, line: u64, cells: &[String]) {
        while self.written + 1 < line {
            self.text.push('\n');
            self.written += 1;
        }
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.text.push('\t');
            }
            let plain = |c: char| if c.is_control() { ' ' } else { c };
            self.text.extend(cell.chars().map(plain));
        }
        // a table of two columns is known by its tabs, too
        for _ in cells.len()..3 {
            self.text.push('\t');
        }
        self.text.push('\n');
        self.written += 1;
    }
}
