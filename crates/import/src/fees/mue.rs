//! Medically unlikely edits (MUE): how many units of a code a day or a line may have.

use super::shared::{both, system};
use super::table::{cell, plain, rows};
use crate::cms::named::{self, Quarter, in_name};
use crate::gathered::{self, Reasons, key};
use crate::imported::Imported;
use crate::layout::Layout;
use ligature_catalog::{Batch, Fact, System};
use ligature_edits::{Kind, LimitRow, Rows, Setting};
use std::ops::ControlFlow;

/// The setting of a table, and the names of its three facts.
#[derive(Clone, Copy)]
struct TableSetting {
    /// A word of its header.
    word: &'static str,
    setting: Setting,
    facts: [&'static str; 3],
}

const SETTINGS: [TableSetting; 3] = [
    TableSetting {
        word: "practitioner",
        setting: Setting::Practitioner,
        facts: [
            "mue-practitioner",
            "mue-practitioner-mai",
            "mue-practitioner-why",
        ],
    },
    TableSetting {
        word: "outpatient",
        setting: Setting::Outpatient,
        facts: ["mue-outpatient", "mue-outpatient-mai", "mue-outpatient-why"],
    },
    TableSetting {
        word: "dme",
        setting: Setting::Supplier,
        facts: ["mue-dme", "mue-dme-mai", "mue-dme-why"],
    },
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
/// A sentence, if the setting or the quarter is named nowhere.
pub(super) fn read(text: &str, name: &str) -> Result<Imported, String> {
    let mut notice = String::new();
    let mut found: Option<(Header, TableSetting)> = None;
    let mut batch = Batch::new(named::release(
        System::Cpt,
        String::new(),
        named::on(2000, 1, 1),
        named::on(2000, 1, 1),
        name,
    ));
    let mut limits = Vec::new();
    let mut reasons = Reasons::default();
    rows(text, |line, record| {
        if let Some((header, table)) = &found {
            limits.extend(row(&mut batch, &mut reasons, (header, table), line, record));
            return Ok(ControlFlow::Continue(()));
        }
        let cells: Vec<String> = record.iter().map(plain).collect();
        match header(&cells) {
            Some(header) => {
                let title = cells.get(header.value).map_or("", String::as_str);
                let named = setting_in(title)
                    .or_else(|| setting_in(&plain(&notice)))
                    .or_else(|| setting_in(&plain(name)));
                let named = named.ok_or(
                    "nothing says whether it is for practitioners, hospitals or suppliers",
                )?;
                found = Some((header, named));
            }
            None => record.iter().for_each(|c| {
                notice.push_str(c);
                notice.push(' ');
            }),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let (_, table) = found.ok_or("its header is missing")?;
    let quarter = Quarter::effective(&notice).or_else(|| in_name(name, Quarter::named)).ok_or(
        "neither its notice nor its name says for which quarter it is (give it a name such as MUE_Eff_07-01-2024.csv)",
    )?;
    let label = format!("MUE {} Q{}", quarter.year, quarter.number);
    batch.release.label.clone_from(&label);
    batch.release.from = quarter.first();
    batch.release.to = quarter.last();
    let days = gathered::days(quarter);
    let source = gathered::source(Kind::Limits, table.setting, label, days, name);
    Ok(both(batch, source, Rows::Limits(limits, reasons.texts())))
}

fn setting_in(text: &str) -> Option<TableSetting> {
    SETTINGS.into_iter().find(|w| text.contains(w.word))
}

fn row(
    batch: &mut Batch,
    reasons: &mut Reasons,
    (header, table): (&Header, &TableSetting),
    line: u64,
    record: &csv::StringRecord,
) -> Option<LimitRow> {
    batch.read += 1;
    let code = cell(record, header.code);
    let Some(key) = key(code.as_bytes()) else {
        batch.refuse(line, "a row without a procedure code");
        return None;
    };
    let value = cell(record, header.value);
    let Ok(units) = value.parse() else {
        batch.refuse(line, format!("{code} has no number of units"));
        return None;
    };
    let indicator = header.indicator.map_or("", |at| cell(record, at));
    let digit = indicator
        .get(..1)
        .filter(|d| matches!(*d, "1" | "2" | "3"))
        .unwrap_or("");
    let rationale = header.rationale.map_or("", |at| cell(record, at));
    let reason = match reasons.place(rationale.as_bytes()) {
        Ok(reason) => reason,
        Err(why) => {
            batch.refuse(line, format!("{code}: {why}"));
            return None;
        }
    };
    for (name, value) in table.facts.iter().zip([value, digit, rationale]) {
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
    Some(LimitRow {
        code: key,
        units,
        mai: digit.parse().unwrap_or(0),
        reason,
    })
}
