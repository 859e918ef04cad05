//! Medically unlikely edits (MUE): how many units of a code a day or a line may have.

use super::table::{cell, plain, rows};
use super::{is_procedure, system};
use crate::cms::named::{self, Quarter, in_name};
use crate::read::Layout;
use ligature_catalog::{Batch, Fact, System};
use std::ops::ControlFlow;

/// For whom a table is: its header's first word, and the names of its three facts.
const KINDS: [(&str, [&str; 3]); 3] = [
    (
        "practitioner",
        [
            "mue-practitioner",
            "mue-practitioner-mai",
            "mue-practitioner-why",
        ],
    ),
    (
        "outpatient",
        ["mue-outpatient", "mue-outpatient-mai", "mue-outpatient-why"],
    ),
    ("dme", ["mue-dme", "mue-dme-mai", "mue-dme-why"]),
];

/// By the header.
pub(super) fn recognise(rows: &[Vec<String>]) -> Option<Layout> {
    rows.iter()
        .any(|r| header(r).is_some())
        .then_some(Layout::Mue)
}

struct Header {
    code: usize,
    value: usize,
    indicator: Option<usize>,
    rationale: Option<usize>,
}

fn header(row: &[String]) -> Option<Header> {
    let at = |ask: &dyn Fn(&str) -> bool| row.iter().position(|c| ask(c));
    Some(Header {
        code: at(&|c| c.starts_with("hcpcs") && c.ends_with("code"))?,
        value: at(&|c| c.ends_with("muevalues") || c.ends_with("muevalue"))?,
        indicator: at(&|c| c.contains("adjudicationindicator")),
        rationale: at(&|c| c.contains("rationale")),
    })
}

/// Reads the table.
///
/// # Errors
/// A sentence, if nothing says for whom or for which quarter it is.
pub(super) fn read(text: &str, name: &str) -> Result<Batch, String> {
    let mut notice = String::new();
    let mut found: Option<(Header, [&'static str; 3])> = None;
    let mut batch = Batch::new(named::release(
        System::Cpt,
        String::new(),
        named::on(2000, 1, 1),
        named::on(2000, 1, 1),
        name,
    ));
    rows(text, |line, record| {
        if let Some((header, names)) = &found {
            row(&mut batch, header, names, line, record);
            return Ok(ControlFlow::Continue(()));
        }
        let cells: Vec<String> = record.iter().map(plain).collect();
        match header(&cells) {
            Some(header) => {
                let title = cells.get(header.value).map_or("", String::as_str);
                let kind = kind(title)
                    .or_else(|| kind(&plain(&notice)))
                    .or_else(|| kind(&plain(name)));
                let names = kind.ok_or(
                    "nothing says whether it is for practitioners, hospitals or suppliers",
                )?;
                found = Some((header, names));
            }
            None => record.iter().for_each(|c| {
                notice.push_str(c);
                notice.push(' ');
            }),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    found.ok_or("its header is missing")?;
    let quarter = effective(&notice).or_else(|| in_name(name, Quarter::named)).ok_or(
        "neither its notice nor its name says for which quarter it is (give it a name such as MUE_Eff_07-01-2024.csv)",
    )?;
    batch.release.label = format!("MUE {} Q{}", quarter.year, quarter.number);
    batch.release.from = quarter.first();
    batch.release.to = quarter.last();
    Ok(batch)
}

fn kind(text: &str) -> Option<[&'static str; 3]> {
    KINDS
        .iter()
        .find(|(word, _)| text.contains(word))
        .map(|(_, names)| *names)
}

/// The day after "effective", if the notice names one.
fn effective(notice: &str) -> Option<Quarter> {
    let at = notice.to_ascii_lowercase().find("effective")?;
    let day = named::day(notice.get(at..)?)?;
    Some(Quarter::of(day.year(), day.month()))
}

fn row(
    batch: &mut Batch,
    header: &Header,
    names: &[&'static str; 3],
    line: u64,
    record: &csv::StringRecord,
) {
    batch.read += 1;
    let code = cell(record, header.code);
    if !is_procedure(code) {
        return batch.refuse(line, "a row without a procedure code");
    }
    let value = cell(record, header.value);
    if value.parse::<u32>().is_err() {
        return batch.refuse(line, format!("{code} has no number of units"));
    }
    let indicator = header.indicator.map_or("", |at| cell(record, at));
    let digit = indicator
        .get(..1)
        .filter(|d| matches!(*d, "1" | "2" | "3"))
        .unwrap_or("");
    let rationale = header.rationale.map_or("", |at| cell(record, at));
    for (name, value) in names.iter().zip([value, digit, rationale]) {
        if !value.is_empty() {
            batch.facts.push(Fact {
                system: system(code),
                code: code.to_owned(),
                modifier: String::new(),
                name,
                value: value.to_owned(),
            });
        }
    }
}
