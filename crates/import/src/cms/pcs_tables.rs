//! ICD-10-PCS tables: sections, body systems, tables, and every code that their rows allow.

use super::columns::{entry, is_pcs};
use super::named;
use super::pcs_title::{Axis, title};
use super::xml::{Piece, attribute, walk};
use ligature_catalog::{Batch, Note, NoteKind, Status, System};
use std::collections::HashSet;

/// More than any row gives (600 in 2025).
const MOST_OF_A_ROW: usize = 50_000;
/// More than all tables give (78,948 in 2025).
const MOST: usize = 1_000_000;

struct Tables {
    batch: Batch,
    year: Option<i16>,
    head: Vec<Axis>,
    row: Vec<Axis>,
    declared: Option<usize>,
    in_table: bool,
    in_row: bool,
    announced: bool,
    label_code: String,
    words: String,
    definition: String,
    seen: HashSet<String>,
}

/// Reads the tables; `batch.read` counts rows.
///
/// # Errors
/// A sentence, if it is no whole XML file or does not say for which year it is.
pub(super) fn read(text: &str, name: &str) -> Result<Batch, String> {
    let mut tables = Tables {
        batch: Batch::new(named::fiscal(System::Icd10pcs, 2000, name)),
        year: None,
        head: Vec::new(),
        row: Vec::new(),
        declared: None,
        in_table: false,
        in_row: false,
        announced: false,
        label_code: String::new(),
        words: String::new(),
        definition: String::new(),
        seen: HashSet::new(),
    };
    walk(text, |piece| match piece {
        Piece::Open(element, tag) => {
            tables.words.clear();
            match element {
                "pcsTable" => tables.table(),
                "pcsRow" => tables.open_row(attribute(tag, "codes").parse().ok()),
                "axis" => tables.axes().push(Axis::default()),
                "label" => tables.label_code = attribute(tag, "code"),
                _ => {}
            }
            Ok(())
        }
        Piece::Text(words) => {
            words.clone_into(&mut tables.words);
            Ok(())
        }
        Piece::Close(element) => tables.close(element),
    })?;
    let year = tables
        .year
        .or_else(|| named::in_name(name, named::year))
        .ok_or("it does not say for which year it is")?;
    tables.batch.release = named::fiscal(System::Icd10pcs, year, name);
    tables.batch.release.complete = true;
    Ok(tables.batch)
}

impl Tables {
    fn table(&mut self) {
        self.head.clear();
        self.definition.clear();
        self.in_table = true;
        self.in_row = false;
        self.announced = false;
    }

    fn open_row(&mut self, declared: Option<usize>) {
        self.row.clear();
        self.declared = declared;
        self.in_row = true;
    }

    fn axes(&mut self) -> &mut Vec<Axis> {
        if self.in_row {
            &mut self.row
        } else {
            &mut self.head
        }
    }

    fn close(&mut self, element: &str) -> Result<(), String> {
        let words = std::mem::take(&mut self.words);
        match element {
            "version" => self.year = words.parse().ok().filter(|y| (2000..2100).contains(y)),
            "title" if self.in_table => {
                if let Some(axis) = self.axes().last_mut() {
                    axis.title = words;
                }
            }
            "label" => {
                let code = std::mem::take(&mut self.label_code);
                if let Some(axis) = self.axes().last_mut() {
                    axis.labels.push((code, words));
                }
            }
            "definition" if !self.in_row => self.definition = words,
            "pcsRow" => {
                self.batch.read += 1;
                let row = self.batch.read;
                if let Err(why) = self.close_row() {
                    self.batch.refuse(row, why);
                }
                self.in_row = false;
                if self.batch.entries.len() > MOST {
                    return Err(
                        "it gives more codes than ICD-10-PCS has room for in a book".to_owned()
                    );
                }
            }
            "pcsTable" => self.in_table = false,
            _ => {}
        }
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), String> {
        let table = self.announce()?;
        let axes = std::mem::take(&mut self.row);
        if axes.len() != 4 || axes.iter().any(|a| !well_formed(a)) {
            return Err(format!(
                "a row of table {table} has not four axes with values of one character"
            ));
        }
        let count = axes.iter().map(|a| a.labels.len()).product::<usize>();
        if count == 0 || count > MOST_OF_A_ROW || self.declared.is_some_and(|d| d != count) {
            return Err(format!(
                "a row of table {table} gives {count} codes and says another number"
            ));
        }
        self.expand(&table, &axes);
        Ok(())
    }

    fn expand(&mut self, table: &str, axes: &[Axis]) {
        let [a, b, c, d] = axes else { return };
        let section = table.get(..1).unwrap_or("");
        let operation = self
            .head
            .last()
            .map(|h| head_label(h).to_owned())
            .unwrap_or_default();
        for (a_code, a) in &a.labels {
            for (b_code, b) in &b.labels {
                for (c_code, c) in &c.labels {
                    for (d_code, d) in &d.labels {
                        let code = format!("{table}{a_code}{b_code}{c_code}{d_code}");
                        let title = title(section, &operation, axes, [a, b, c, d]);
                        self.batch
                            .entries
                            .push(entry(&code, &title, Status::Billable, table));
                    }
                }
            }
        }
    }

    /// Gives the table, and its section and body system where they are new; the table's three characters.
    fn announce(&mut self) -> Result<String, String> {
        if self.head.len() != 3
            || self
                .head
                .iter()
                .any(|a| a.labels.len() != 1 || !well_formed(a))
        {
            return Err(
                "its table does not begin with section, body system and operation".to_owned(),
            );
        }
        let table: String = self
            .head
            .iter()
            .filter_map(|a| a.labels.first().map(|(code, _)| code.as_str()))
            .collect();
        if self.announced {
            return Ok(table);
        }
        self.announced = true;
        let labels: Vec<&str> = self.head.iter().map(head_label).collect();
        for (length, status) in [
            (1, Status::Chapter),
            (2, Status::Header),
            (3, Status::Block),
        ] {
            let code = table.get(..length).unwrap_or("");
            if self.seen.insert(code.to_owned()) {
                let parent = code.get(..length - 1).unwrap_or("");
                let title = labels.get(..length).unwrap_or(&[]).join(", ");
                self.batch.entries.push(entry(code, &title, status, parent));
            }
        }
        if !self.definition.is_empty() {
            let operation = labels.last().copied().unwrap_or("");
            self.batch.notes.push(Note {
                code: table.clone(),
                kind: NoteKind::Note,
                text: format!("{operation}: {}", self.definition),
            });
        }
        Ok(table)
    }
}

fn head_label(axis: &Axis) -> &str {
    axis.labels.first().map_or("", |(_, label)| label.as_str())
}

fn well_formed(axis: &Axis) -> bool {
    axis.labels
        .iter()
        .all(|(code, _)| code.len() == 1 && is_pcs(code))
}
