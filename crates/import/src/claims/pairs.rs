//! Procedure-to-procedure edits (PTP): which code is not paid with which.
//!
//! The publisher's file: notices, a header over several lines, then seven columns with tabs between: column one, column
//! two, `*` (in existence prior to 1996; mostly blank), effective date, deletion date (`*`: none), modifier indicator,
//! rationale. Notices and headers differ from year to year, so the table begins at its first line of data.

use crate::cms::named::{self, Quarter, in_name};
use crate::fees::shared::is_lower_code;
use crate::gathered::{Gathered, Reasons, dated, days, key, source};
use crate::layout::Layout;
use crate::source::text;
use csv::ByteRecord;
use jiff::civil::Date;
use ligature_edits::{Kind, PairRow, Rows, Setting, Table};

/// Columns up to the modifier indicator; the rationale may be missing.
const NEEDED: usize = 6;
/// A cell that runs over more lines than any notice was never closed.
const LONGEST: u64 = 60;
/// A line of a table is about so long, in bytes.
const LINE: usize = 60;

/// By the header; where it is missing, by the lines.
pub(super) fn recognise(rows: &[Vec<String>]) -> Option<Layout> {
    let has = |row: &[String], name: &str| row.iter().any(|c| c == name);
    let header = |row: &&Vec<String>| {
        has(row, "column1") && has(row, "column2") && row.iter().any(|c| c.contains("ptp"))
    };
    match rows.iter().find(header) {
        Some(row) if has(row, "change") => Some(Layout::PtpChanges),
        Some(_) => Some(Layout::Ptp),
        None => bare(rows).then_some(Layout::Ptp),
    }
}

/// The edits themselves: two codes, and five columns more.
fn bare(rows: &[Vec<String>]) -> bool {
    let pair = |row: &Vec<String>| match row.as_slice() {
        [one, two, _, _, _, _, _] => is_lower_code(one) && is_lower_code(two),
        _ => false,
    };
    rows.len() >= 3 && rows.iter().rev().take(3).all(pair)
}

/// Reads the table from its bytes, without a text of each line: the publisher's are two and a half million.
///
/// # Errors
/// A sentence, if the setting or the quarter is named nowhere, or a quotation mark is never closed.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Table, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let tabs = bytes.iter().take(1 << 14).any(|b| *b == b'\t');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .quoting(!tabs)
        .delimiter(if tabs { b'\t' } else { b',' })
        .from_reader(bytes);
    let mut gathered = Gathered::default();
    let mut rows = Vec::with_capacity(bytes.len() / LINE);
    let mut reasons = Reasons::default();
    let mut notice = String::new();
    let mut with_first_day = 0;
    let mut record = ByteRecord::new();
    while reader
        .read_byte_record(&mut record)
        .map_err(|e| format!("it cannot be read as a table ({e})"))?
    {
        let line = record.position().map_or(0, csv::Position::line);
        if reader.position().line().saturating_sub(line) > LONGEST {
            return Err(format!("a quotation mark in line {line} is never closed"));
        }
        if gathered.read == 0 && !is_data(&record) {
            let cells = record.iter().flat_map(|c| [text(c), " ".into()]);
            notice.extend(cells);
            continue;
        }
        if record.iter().all(|c| c.trim_ascii().is_empty()) {
            continue;
        }
        gathered.read += 1;
        match row(&record, &mut reasons) {
            Ok(row) => {
                with_first_day += usize::from(row.from.is_some());
                rows.push(row);
            }
            Err(why) => gathered.refuse(line, why),
        }
    }
    let mut source = release(&notice, name)?;
    source.dated = dated(with_first_day, rows.len());
    Ok(gathered.table(source, Rows::Pairs(rows, reasons.texts())))
}

fn release(notice: &str, name: &str) -> Result<ligature_edits::TableRelease, String> {
    let setting = in_name(name, setting)
        .or_else(|| setting(notice))
        .ok_or("neither its notice nor its name says whether it is for practitioners (ccipra) or hospitals (ccioph)")?;
    let quarter = in_name(name, Quarter::version)
        .or_else(|| in_name(name, Quarter::named))
        .or_else(|| Quarter::effective(notice))
        .ok_or(
            "neither its notice nor its name says for which quarter it is (give it a name such as ccipra-v302r0-f1.txt)",
        )?;
    let label = format!("PTP {} Q{}", quarter.year, quarter.number);
    let mut source = source(Kind::Pairs, setting, label, days(quarter), name);
    source.part = in_name(name, named::part)
        .filter(|n| *n <= PARTS)
        .map(|n| (n, PARTS));
    source.revision = in_name(name, revision).unwrap_or(0);
    Ok(source)
}

/// The revision of a version of the pair edits: 1 of `v302r1`.
fn revision(name: &str) -> Option<u16> {
    let name = name.to_ascii_lowercase();
    name.match_indices('v').find_map(|(at, _)| {
        let (version, rest) = name.get(at + 1..)?.split_at_checked(3)?;
        let digits: String = rest
            .strip_prefix('r')?
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let versioned = version.bytes().all(|b| b.is_ascii_digit());
        digits.parse().ok().filter(|_| versioned)
    })
}

/// The publisher gives each table in four parts.
const PARTS: u8 = 4;

/// The setting, by the words that names and notices of the publisher use.
fn setting(text: &str) -> Option<Setting> {
    let text = text.to_ascii_lowercase();
    let has = |words: [&str; 2]| words.iter().any(|w| text.contains(w));
    if has(["ccipra", "practitioner"]) {
        Some(Setting::Practitioner)
    } else if has(["ccioph", "hospital"]) {
        Some(Setting::Outpatient)
    } else {
        None
    }
}

fn cell(record: &ByteRecord, at: usize) -> &[u8] {
    record.get(at).map_or(b"", <[u8]>::trim_ascii)
}

/// Two codes and enough columns.
fn is_data(record: &ByteRecord) -> bool {
    record.len() >= NEEDED && [0, 1].iter().all(|at| key(cell(record, *at)).is_some())
}

fn row(record: &ByteRecord, reasons: &mut Reasons) -> Result<PairRow, String> {
    let (one, two) = (cell(record, 0), cell(record, 1));
    let (Some(one), Some(two)) = (key(one), key(two)) else {
        return Err("a row without two procedure codes".to_owned());
    };
    if record.len() < NEEDED {
        return Err(format!("{one} and {two}: the row is cut short"));
    }
    let indicator = match cell(record, 5) {
        b"0" => 0,
        b"1" => 1,
        b"9" => 9,
        _ => {
            return Err(format!(
                "{one} and {two} have a modifier indicator other than 0, 1 and 9"
            ));
        }
    };
    let invalid = |what: &str| format!("{one} and {two} have an invalid {what}");
    let from = date(cell(record, 3)).map_err(|()| invalid("effective date"))?;
    let to = date(cell(record, 4)).map_err(|()| invalid("deletion date"))?;
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        // the publisher's way of saying that an edit never applied is to delete it on its first day; earlier is an error
        return Err(format!(
            "{one} and {two} are deleted before their first day"
        ));
    }
    Ok(PairRow {
        one,
        two,
        from,
        to,
        indicator,
        reason: reasons
            .place(cell(record, 6))
            .map_err(|why| format!("{one} and {two}: {why}"))?,
    })
}

/// A day; blank or `*`: none.
fn date(cell: &[u8]) -> Result<Option<Date>, ()> {
    if matches!(cell, b"" | b"*") {
        return Ok(None);
    }
    let digits = std::str::from_utf8(cell).map_err(|_| ())?;
    named::ymd(digits).map(Some).ok_or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_of_a_version() {
        fn check(name: &str, expected: Option<u16>) {
            assert_eq!(revision(name), expected, "{name}");
        }
        check("ccipra-v302r0-f1.txt", Some(0));
        check("ccipra-v302r1-f1.txt", Some(1));
        check("revised.zip: CCIOPH-V313R12-F2.TXT", Some(12));
        check("ptp-practitioner-2024q3.txt", None);
        check("v30r1", None);
        check("v302r", None);
        check("vé02r1", None);
    }
}
