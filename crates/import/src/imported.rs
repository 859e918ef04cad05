//! The rows and entries read from one file.

use ligature_catalog::{Batch, Standing};
use ligature_edits::Table;
use std::collections::HashMap;

/// What was read from one file: entries and facts for the code sets, rows for the tables of claims, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// For the code sets.
    pub batch: Option<Batch>,
    /// For the tables of claims.
    pub table: Option<Table>,
}

impl Imported {
    /// For the code sets only.
    pub(crate) fn codes(batch: Batch) -> Imported {
        Imported {
            batch: Some(batch),
            table: None,
        }
    }

    /// For the tables of claims only.
    pub(crate) fn claims(table: Table) -> Imported {
        Imported {
            batch: None,
            table: Some(table),
        }
    }

    /// Itself, if it is valid for its layout.
    ///
    /// # Errors
    /// A sentence, if nothing was read or too much was refused.
    pub(crate) fn checked(mut self) -> Result<Imported, String> {
        if let Some(batch) = &mut self.batch {
            once_each(batch);
            let first = batch.refused.first().map(|r| (r.line, r.why.as_str()));
            enough(batch.read, batch.refused.len(), first)?;
        }
        if let Some(table) = &self.table {
            let first = table.refused.first().map(|r| (r.line, r.why.as_str()));
            enough(table.read, table.refused.len(), first)?;
        }
        Ok(self)
    }
}

/// A few bad lines are usual; a tenth of the file means another layout.
fn enough(read: u64, refused: usize, first: Option<(u64, &str)>) -> Result<(), String> {
    if read == 0 {
        return Err("it has no line of data".to_owned());
    }
    if refused as u64 * 10 > read {
        let first = first.map(|(line, why)| format!(" (line {line}: {why})"));
        return Err(format!(
            "{refused} of its {read} lines cannot be read{}",
            first.unwrap_or_default()
        ));
    }
    Ok(())
}

/// A code that a file lists twice is kept once.
fn once_each(batch: &mut Batch) {
    let mut seen: HashMap<String, Standing> = HashMap::new();
    let mut refused = Vec::new();
    let mut place = 0;
    batch.entries.retain(|entry| {
        place += 1;
        let Some(first) = seen.get(&entry.code) else {
            seen.insert(entry.code.clone(), entry.standing);
            return true;
        };
        let (first, again) = (*first, entry.standing);
        let why = match (first.from, again.from) {
            (Some(_), Some(_)) if overlap(first, again) => format!(
                "{} is listed twice for the same days ({}; {}): the first line counts",
                entry.code,
                days(first),
                days(again)
            ),
            (Some(_), Some(_)) => format!(
                "{} is listed for two times ({}; {}): the first line counts",
                entry.code,
                days(first),
                days(again)
            ),
            _ => format!("{} is listed twice: the first line counts", entry.code),
        };
        refused.push((place, why));
        false
    });
    for (line, why) in refused {
        batch.refuse(line, why);
    }
}

/// Whether a day is in both.
fn overlap(one: Standing, other: Standing) -> bool {
    let begins_by_the_end_of = |a: Standing, b: Standing| b.to.is_none_or(|to| a.from <= Some(to));
    begins_by_the_end_of(one, other) && begins_by_the_end_of(other, one)
}

/// "2020-01-01 to 2024-12-31", "from 2020-01-01".
fn days(standing: Standing) -> String {
    let from = standing.from.map_or(String::new(), |day| day.to_string());
    match standing.to {
        Some(to) => format!("{from} to {to}"),
        None => format!("from {from}"),
    }
}
