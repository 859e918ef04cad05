//! Claims, one by one, out of rows of lines: for what looks at a whole claim.

use crate::columns::{Columns, Problem};
use crate::named::text;
use crate::names::{BORN, CHARGE, DIAGNOSES, LOCALITY, MAC, PLACE, PROVIDER, SETTING, SEX};
use crate::order::Order;
use crate::read::Input;
use crate::whole::{Rows, Whole};
use arrow_array::{Array, StringArray};
use ligature_claim::{Claim, Line, Patient, Sex};
use ligature_codes::DateOfService;
use std::path::Path;

/// A claim of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimRows {
    /// The row at which it begins, from 1; of a text table as a spreadsheet numbers it.
    pub row: u64,
    /// The claim.
    pub claim: Claim,
    /// A day of it was read month first: `8/14/2024`.
    pub month_first: bool,
}

/// The claims of a table, those of some hundred thousand rows at a time.
///
/// # Errors
/// [`Problem`], with the file, the column and the row.
pub fn claims(
    file: &Path,
) -> Result<impl Iterator<Item = Result<Vec<ClaimRows>, Problem>> + Send + use<>, Problem> {
    let mut order = Order::remembering();
    let input = Input::open(file, 0)?;
    let sheet = input.sheet.clone();
    Ok(Whole::new(input, 0).map(move |rows| {
        let read = rows.and_then(|rows| {
            // one that remembers takes claims in any order
            order.look(&rows.columns.claims, rows.before)?;
            read(&rows.columns, &rows)
        });
        let mut all = read.map_err(|problem| problem.of_sheet(&sheet))?;
        all.iter_mut()
            .for_each(|claim| claim.row = sheet.row(claim.row));
        Ok(all)
    }))
}

fn read(columns: &Columns, rows: &Rows) -> Result<Vec<ClaimRows>, Problem> {
    let text = |names: &[&str]| text(&rows.batch, names, "a text", rows.before);
    let [place, setting, mac, locality, provider] = [
        text(&PLACE)?,
        text(&SETTING)?,
        text(&MAC)?,
        text(&LOCALITY)?,
        text(&PROVIDER)?,
    ];
    let [born, sex, charge, diagnoses] =
        [text(&BORN)?, text(&SEX)?, text(&CHARGE)?, text(&DIAGNOSES)?];
    let mut all: Vec<ClaimRows> = Vec::new();
    let mut first = 0;
    for row in 0..columns.len() {
        let at = rows.before + row as u64 + 1;
        let owned = |column| value(column, row).unwrap_or_default().to_owned();
        if row == 0 || !columns.claims.same(row - 1, row) {
            first = row;
            let sex = match value(&sex, row).map(|s| s.to_ascii_uppercase()).as_deref() {
                Some("F" | "2") => Some(Sex::F),
                Some("M" | "1") => Some(Sex::M),
                _ => None,
            };
            let plain = Claim::default();
            all.push(ClaimRows {
                row: at,
                month_first: false,
                claim: Claim {
                    id: columns.claims.name(row),
                    date_of_service: Some(columns.date(row)),
                    place_of_service: placed(owned(&place)),
                    setting: value(&setting, row)
                        .map(|name| {
                            let name = name.to_ascii_lowercase();
                            parsed(&SETTING, at, &name, "practitioner, outpatient or supplier")
                        })
                        .transpose()?
                        .unwrap_or_default(),
                    mac: owned(&mac),
                    locality: owned(&locality),
                    provider: owned(&provider),
                    patient: Patient {
                        born: value(&born, row)
                            .map(|day| {
                                DateOfService::of_a_sheet(day)
                                    .map(|(day, _)| day.date())
                                    .map_err(|_| unread(&BORN, at, "a day such as 1958-03-21"))
                            })
                            .transpose()?,
                        sex,
                    },
                    ..plain
                },
            });
        }
        let Some(ClaimRows {
            claim, month_first, ..
        }) = all.last_mut()
        else {
            continue;
        };
        *month_first |= columns.month_first(row);
        let day = columns.date(row);
        claim.lines.push(Line {
            line: columns.number(row, row - first),
            code: columns.code(row).to_owned(),
            modifiers: columns.modifiers(row),
            units: columns.units(row),
            charge: value(&charge, row)
                .map(|amount| parsed(&CHARGE, at, amount, "an amount such as 120.50"))
                .transpose()?,
            date_of_service: (Some(day) != claim.date_of_service).then_some(day),
            diagnoses: value(&diagnoses, row).map_or_else(Vec::new, |all| {
                all.split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
                    .filter(|d| !d.is_empty())
                    .map(str::to_owned)
                    .collect()
            }),
            place_of_service: other(placed(owned(&place)), &claim.place_of_service),
            provider: other(owned(&provider), &claim.provider),
        });
    }
    Ok(all)
}

/// A place of service as it is written: a number lost its nought, `03` was read as 3.
fn placed(place: String) -> String {
    match place.len() {
        1 => format!("0{place}"),
        _ => place,
    }
}

/// What a line says where it differs from its claim.
fn other(line: String, claim: &str) -> String {
    match line == claim {
        true => String::new(),
        false => line,
    }
}

/// A value of a column that may be missing.
fn value(column: &Option<StringArray>, row: usize) -> Option<&str> {
    let column = column.as_ref().filter(|c| !c.is_null(row))?;
    Some(column.value(row).trim()).filter(|text| !text.is_empty())
}

fn parsed<T: std::str::FromStr>(
    names: &[&'static str],
    row: u64,
    text: &str,
    wanted: &'static str,
) -> Result<T, Problem> {
    text.parse().map_err(|_| unread(names, row, wanted))
}

fn unread(names: &[&'static str], row: u64, wanted: &'static str) -> Problem {
    Problem::Value {
        column: names[0].to_owned(),
        row,
        wanted,
    }
}
