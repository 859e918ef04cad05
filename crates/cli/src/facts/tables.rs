//! The publishers' tables: readers of their own layouts, each checked by its column names before a row is believed.

use super::FactsError;
use csv::{ReaderBuilder, StringRecord};
use ligature_import::Layout;
use ligature_knowledge::Facts;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// A table: where it lies below the folder, what it is called in a page, and a text that its head must hold.
struct Table {
    file: &'static str,
    release: &'static str,
    known_by: &'static str,
}

const RVU: Table = Table {
    file: "pprrvu/PPRRVU2025_Oct.csv.xz",
    release: "CMS PPRRVU RVU25D, October 2025, released 2025-09-11",
    known_by: "RELEASED 09/11/2025",
};

const MUE: Table = Table {
    file: "ncci-mue/MCR_MUE_PractitionerServices_Eff_07-01-2024.csv.xz",
    release: "CMS NCCI MUE practitioner services, effective 2024-07-01",
    known_by: "Practitioner Services MUE Values",
};

const ADDON: Table = Table {
    file: "ncci-aoc/AOC_V2024Q2-MCR.txt.xz",
    release: "CMS NCCI add-on code edits 2024 Q2",
    known_by: "Add_On_Code",
};

/// The first day of [`ADDON`]: year, and day of the year as the table counts them.
const ADDON_DAY: (u32, u32) = (2024, 92);

/// The primary that stands for "whatever the contractor accepts".
const ANY_PRIMARY: &str = "CCCCC";

/// The facts of every code in the three tables.
#[derive(Debug, Default)]
pub struct Tables {
    rvu: BTreeMap<String, Facts>,
    mue: BTreeMap<String, (Option<u32>, Option<u32>)>,
    addon: BTreeMap<String, (Option<u32>, BTreeSet<String>)>,
    /// Codes and categories of the tabular list, if it lies there.
    diagnoses: BTreeSet<String>,
}

impl Tables {
    /// Reads the three tables below a folder.
    ///
    /// # Errors
    /// If one is missing, cannot be unpacked, or is not the release that is expected.
    pub fn read(dir: &Path) -> Result<Self, FactsError> {
        let mut tables = Self::default();
        tables.read_rvu(dir)?;
        tables.read_mue(dir)?;
        tables.read_addon(dir)?;
        tables.read_diagnoses(dir);
        Ok(tables)
    }

    /// What the tables say of a code. Each release is named also where its table has no row for the code, so that
    /// "none was published" can be told from "nobody looked".
    #[must_use]
    pub fn facts_for(&self, code: &str) -> Facts {
        let (mue, mai) = self.mue.get(code).copied().unwrap_or_default();
        let (addon_type, primaries) = self.addon.get(code).cloned().unwrap_or_default();
        Facts {
            rvu_release: RVU.release.to_owned(),
            mue_release: MUE.release.to_owned(),
            mue,
            mai,
            addon_release: ADDON.release.to_owned(),
            primaries: primaries.into_iter().collect(),
            addon_type,
            ..self.rvu.get(code).cloned().unwrap_or_default()
        }
    }

    /// Whether the tabular list has a diagnosis; without a list every one is believed.
    #[must_use]
    pub fn diagnosis(&self, code: &str) -> bool {
        self.diagnoses.is_empty() || self.diagnoses.contains(code)
    }

    /// The tabular lists below the folder `icd10cm`, whichever releases lie there.
    fn read_diagnoses(&mut self, dir: &Path) {
        let files = ligature_import::files(&dir.join("icd10cm")).unwrap_or_default();
        let sources = files.iter().flat_map(|file| ligature_import::open(file).0);
        for source in sources {
            if ligature_import::recognise(&source.bytes) == Some(Layout::Icd10cmTabular)
                && let Ok(taken) = ligature_import::take(Layout::Icd10cmTabular, &source)
                && let Some(batch) = taken.batch
            {
                self.diagnoses
                    .extend(batch.entries.into_iter().map(|e| e.code));
            }
        }
    }

    /// The codes of all three tables, in order; some stand twice.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let all = self
            .rvu
            .keys()
            .chain(self.mue.keys())
            .chain(self.addon.keys());
        all.map(String::as_str)
    }

    fn read_rvu(&mut self, dir: &Path) -> Result<(), FactsError> {
        let (path, text) = unpacked(dir, &RVU)?;
        let mut columns = false;
        for row in rows(&path, &text, b',')? {
            let cell = |at: usize| row.get(at).unwrap_or("").trim();
            if !columns {
                columns =
                    (cell(0), cell(1), cell(14), cell(18)) == ("HCPCS", "MOD", "DAYS", "PROC");
                continue;
            }
            // A row with a modifier is a part of the service (26, TC, 53).
            if cell(1).is_empty() {
                let facts = Facts {
                    status: cell(3).to_owned(),
                    global: cell(14).to_owned(),
                    work_rvu: cell(5).to_owned(),
                    total_facility_rvu: cell(12).to_owned(),
                    multiple: cell(18).to_owned(),
                    bilateral: cell(19).to_owned(),
                    assistant: cell(20).to_owned(),
                    co_surgeon: cell(21).to_owned(),
                    team: cell(22).to_owned(),
                    ..Facts::default()
                };
                self.rvu.insert(cell(0).to_owned(), facts);
            }
        }
        filled(&path, !self.rvu.is_empty())
    }

    fn read_mue(&mut self, dir: &Path) -> Result<(), FactsError> {
        let (path, text) = unpacked(dir, &MUE)?;
        for row in rows(&path, &text, b',')?.iter().skip(1) {
            let cell = |at: usize| row.get(at).unwrap_or("").trim();
            // "2 Date of Service Edit: Policy"
            let mai = cell(2)
                .split(' ')
                .next()
                .and_then(|number| number.parse().ok());
            self.mue
                .insert(cell(0).to_owned(), (cell(1).parse().ok(), mai));
        }
        filled(&path, !self.mue.is_empty())
    }

    fn read_addon(&mut self, dir: &Path) -> Result<(), FactsError> {
        const COLUMNS: [&str; 7] = [
            "Add_On_Code",
            "Primary_Code",
            "AOC_Edit_Type",
            "AOC_Del_DT",
            "Primary_Code_Del_DT",
            "AOC_Edit_EffDT",
            "AOC_Edit_DelDT",
        ];
        let (path, text) = unpacked(dir, &ADDON)?;
        let rows = rows(&path, &text, b'\t')?;
        if !rows
            .first()
            .is_some_and(|head| head.iter().zip(COLUMNS).all(|(cell, name)| cell == name))
        {
            let why = format!(
                "its first line should name the columns {}",
                COLUMNS.join(", ")
            );
            return Err(FactsError::Unexpected { path, why });
        }
        for row in rows.iter().skip(1) {
            let cell = |at: usize| row.get(at).unwrap_or("").trim();
            let deleted = [3, 4, 6].into_iter().any(|at| has_come(cell(at)));
            if deleted || !cell(5).is_empty() && !has_come(cell(5)) {
                continue;
            }
            let (kind, primaries) = self.addon.entry(cell(0).to_owned()).or_default();
            *kind = kind.or(cell(2).parse().ok());
            if cell(1) != ANY_PRIMARY {
                primaries.insert(cell(1).to_owned());
            }
        }
        filled(&path, !self.addon.is_empty())
    }
}

/// Whether a date of the add-on table (`YYYYDDD`, or cut to `YYYY`) is not in the table's future. A year alone is
/// taken to have come with its first day.
fn has_come(date: &str) -> bool {
    let (year, day) = date.split_at_checked(4).unwrap_or((date, ""));
    match year.parse() {
        Ok(year) => (year, day.parse().unwrap_or(0)) <= ADDON_DAY,
        Err(_) => false,
    }
}

/// The text of a table.
fn unpacked(dir: &Path, table: &Table) -> Result<(PathBuf, String), FactsError> {
    const HEAD: usize = 2000;
    let path = dir.join(table.file);
    let unreadable = |why: String| FactsError::Unreadable {
        path: dir.join(table.file),
        why,
    };
    let file = File::open(&path).map_err(|error| unreadable(error.to_string()))?;
    let mut bytes = Vec::new();
    lzma_rs::xz_decompress(&mut BufReader::new(file), &mut bytes)
        .map_err(|_| unreadable("it cannot be unpacked; was its download cut short?".to_owned()))?;
    let text =
        String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".to_owned()))?;
    if text
        .chars()
        .take(HEAD)
        .collect::<String>()
        .contains(table.known_by)
    {
        Ok((path, text))
    } else {
        Err(FactsError::Unexpected {
            path,
            why: format!("its head does not say \"{}\"", table.known_by),
        })
    }
}

fn rows(path: &Path, text: &str, delimiter: u8) -> Result<Vec<StringRecord>, FactsError> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
        .into_records()
        .collect::<Result<_, _>>()
        .map_err(|error| FactsError::Unreadable {
            path: path.to_owned(),
            why: error.to_string(),
        })
}

fn filled(path: &Path, filled: bool) -> Result<(), FactsError> {
    if filled {
        return Ok(());
    }
    let why = "no row of the expected layout stands in it".to_owned();
    Err(FactsError::Unexpected {
        path: path.to_owned(),
        why,
    })
}
