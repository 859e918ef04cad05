//! HCPCS Level II: the file of fixed width and the workbook, which hold the same records.

use super::columns::{char_at, cut, is_code, most};
use super::named::{self, Quarter, in_name, on, ymd};
use super::workbook::{self, Columns};
use crate::layout::Layout;
use crate::source::SourceFile;
use jiff::civil::Date;
use ligature_catalog::{Batch, CodeEntry, Standing, Status, System};

/// The publisher's notice takes fewer lines.
const NOTICE: usize = 40;

/// One record: a first line of a code or modifier, or more of its text.
struct Record<'a> {
    line: u64,
    code: &'a str,
    /// 3 and 7 open a code and a modifier, 4 and 8 go on with its text.
    kind: char,
    long: &'a str,
    short: &'a str,
    added: &'a str,
    effective: &'a str,
    terminated: &'a str,
    action: &'a str,
}

/// What was gathered from the records so far.
struct Gathered {
    batch: Batch,
    newest: Option<Date>,
    /// Codes of the ADA and of the AMA: how many, and the line of the first.
    dental: (u64, u64),
    cpt: (u64, u64),
    /// The code whose text is being left out.
    passed_over: String,
}

/// By its columns: sequence number, record kind and dates where they belong.
pub(super) fn recognise(lines: &[&str]) -> Option<Layout> {
    let notice = lines.iter().take_while(|l| record(l, 0).is_none()).count();
    let data = lines.get(notice..)?;
    (notice < NOTICE && most(data, |l| record(l, 0).is_some())).then_some(Layout::HcpcsFixed)
}

fn record(line: &str, number: u64) -> Option<Record<'_>> {
    let code = cut(line, 0, 5).trim();
    let sequence = cut(line, 5, 10);
    let kind = char_at(line, 10).filter(|k| matches!(k, '3' | '4' | '7' | '8'))?;
    let numbered = sequence.len() == 5 && sequence.bytes().all(|b| b.is_ascii_digit());
    if !numbered || !matches!(code.len(), 2 | 5) || !is_code(code) {
        return None;
    }
    Some(Record {
        line: number,
        code,
        kind,
        long: cut(line, 11, 91).trim(),
        short: cut(line, 91, 119).trim(),
        added: cut(line, 268, 276).trim(),
        effective: cut(line, 276, 284).trim(),
        terminated: cut(line, 284, 292).trim(),
        action: cut(line, 292, 293).trim(),
    })
}

/// The file of fixed width.
///
/// # Errors
/// A sentence, if neither its name nor a date in it says for which quarter it is.
pub(super) fn fixed(text: &str, name: &str) -> Result<Batch, String> {
    let mut gathered = Gathered::new(name);
    let mut begun = false;
    for (line, number) in text.lines().zip(1..).filter(|(l, _)| !l.trim().is_empty()) {
        match record(line, number) {
            Some(record) => {
                begun = true;
                gathered.take(&record);
            }
            // the text before the first record is the publisher's notice
            None if begun => {
                gathered.batch.read += 1;
                gathered
                    .batch
                    .refuse(number, "not in the columns of a HCPCS record");
            }
            None => {}
        }
    }
    gathered.finish(name, None)
}

/// Names of the workbook's columns.
pub(super) const COLUMNS: [&str; 8] = [
    "HCPC",
    "RECID",
    "LONG DESCRIPTION",
    "SHORT DESCRIPTION",
    "ADD DT",
    "ACT EFF DT",
    "TERM DT",
    "ACTION CD",
];

/// The workbook.
///
/// # Errors
/// A sentence, if it cannot be read as a workbook, has no sheet with the right columns, or nothing says for which quarter it
/// is.
pub(super) fn workbook(source: &SourceFile) -> Result<Batch, String> {
    let mut gathered = Gathered::new(&source.name);
    let mut found: Option<(String, Columns<8>)> = None;
    workbook::rows(&source.bytes, |sheet, line, cells| {
        match &found {
            None => found = workbook::columns(cells, COLUMNS).map(|c| (sheet.to_owned(), c)),
            Some((its, columns)) if its == sheet => {
                let [
                    code,
                    kind,
                    long,
                    short,
                    added,
                    effective,
                    terminated,
                    action,
                ] = columns.map(|c| workbook::cell(cells, c));
                let kind = kind
                    .chars()
                    .next()
                    .filter(|k| matches!(k, '3' | '4' | '7' | '8'));
                match kind {
                    Some(kind) if matches!(code.len(), 2 | 5) && is_code(code) => {
                        gathered.take(&Record {
                            line,
                            code,
                            kind,
                            long,
                            short,
                            added,
                            effective,
                            terminated,
                            action,
                        })
                    }
                    _ if cells.iter().all(String::is_empty) => {}
                    _ => {
                        gathered.batch.read += 1;
                        gathered
                            .batch
                            .refuse(line, "a row without a HCPCS code or without its kind");
                    }
                }
            }
            Some(_) => return false,
        }
        true
    })?;
    let (sheet, _) = found.ok_or("no sheet of it has the columns of the HCPCS file")?;
    gathered.finish(&source.name, Quarter::named(&sheet))
}

impl Gathered {
    fn new(name: &str) -> Gathered {
        let quarter = Quarter {
            year: 2000,
            number: 1,
        };
        Gathered {
            batch: Batch::new(named::release(
                System::Hcpcs,
                String::new(),
                quarter.first(),
                quarter.last(),
                name,
            )),
            newest: None,
            dental: (0, 0),
            cpt: (0, 0),
            passed_over: String::new(),
        }
    }

    fn take(&mut self, record: &Record<'_>) {
        self.batch.read += 1;
        if self.licensed(record) {
            return;
        }
        match record.kind {
            '3' | '7' => self.open(record),
            _ => self.go_on(record),
        }
    }

    /// Whether a code is another owner's; its text is not looked at.
    fn licensed(&mut self, record: &Record<'_>) -> bool {
        if record.code.len() != 5 {
            return false;
        }
        let count = match record.code.as_bytes().first() {
            Some(b'D') => &mut self.dental,
            Some(b'0'..=b'9') => &mut self.cpt,
            _ => return false,
        };
        if matches!(record.kind, '3' | '7') {
            if count.0 == 0 {
                count.1 = record.line;
            }
            count.0 += 1;
        }
        record.code.clone_into(&mut self.passed_over);
        true
    }

    fn open(&mut self, record: &Record<'_>) {
        let modifier = record.kind == '7';
        if modifier != (record.code.len() == 2) {
            record.code.clone_into(&mut self.passed_over);
            return self.batch.refuse(
                record.line,
                format!("{} is no code of its record's kind", record.code),
            );
        }
        let dates = [record.added, record.effective, record.terminated].map(date);
        if dates.iter().any(Result::is_err) {
            record.code.clone_into(&mut self.passed_over);
            return self.batch.refuse(
                record.line,
                format!("{} has a date that is not in the calendar", record.code),
            );
        }
        let [added, effective, to] = dates.map(|d| d.ok().flatten());
        self.newest = self.newest.max(added).max(effective);
        // a code that was taken up again holds from then, not from its first day
        let from = if record.action == "R" {
            effective.or(added)
        } else {
            added.or(effective)
        };
        let short = if record.short == record.long {
            ""
        } else {
            record.short
        };
        self.batch.entries.push(CodeEntry {
            code: record.code.to_owned(),
            title: record.long.to_owned(),
            short: short.to_owned(),
            status: if modifier {
                Status::Modifier
            } else {
                Status::Billable
            },
            parent: String::new(),
            standing: Standing { from, to },
        });
    }

    fn go_on(&mut self, record: &Record<'_>) {
        match self.batch.entries.last_mut() {
            Some(last) if last.code == record.code => {
                if !record.long.is_empty() {
                    last.title.push(' ');
                    last.title.push_str(record.long);
                }
            }
            _ if self.passed_over == record.code => {}
            _ => self.batch.refuse(
                record.line,
                format!("more text of {}, whose first line is missing", record.code),
            ),
        }
    }

    fn finish(mut self, name: &str, by_sheet: Option<Quarter>) -> Result<Batch, String> {
        for ((count, line), whose) in [
            (self.dental, "D codes are the ADA's and need a licence"),
            (self.cpt, "CPT codes are the AMA's and need a licence"),
        ] {
            if count > 0 {
                self.batch.refuse(line, format!("{count} {whose}"));
            }
        }
        self.batch.refused.sort_by_key(|r| r.line);
        let quarter = by_sheet
            .or_else(|| in_name(name, Quarter::named))
            .or_else(|| self.newest.map(|d| Quarter::of(d.year(), d.month())))
            .ok_or("neither its name nor a date in it says for which quarter it is (give it a name such as HCPC2025_OCT_ANWEB.txt)")?;
        let release = &mut self.batch.release;
        release.label = format!("{} {}", named::month_name(quarter.month()), quarter.year);
        release.from = quarter.first();
        // one file a year until 2019, one a quarter since
        release.to = if quarter.year < 2020 {
            on(quarter.year, 12, 31)
        } else {
            quarter.last()
        };
        release.complete = true;
        Ok(self.batch)
    }
}

fn date(digits: &str) -> Result<Option<Date>, ()> {
    if digits.is_empty() || digits.bytes().all(|b| b == b'0') {
        return Ok(None);
    }
    ymd(digits).map(Some).ok_or(())
}
