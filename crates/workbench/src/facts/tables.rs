//! The publishers' tables, read by the readers of the books, each checked by its release before a row is believed.

use super::error::FactsError;
use jiff::civil::Date;
use ligature_edits::Rows;
use ligature_import::{Imported, Layout, files, open, recognise, take};
use ligature_knowledge::Facts;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

/// A table: its path in the folder, its name in a page, its layout, and a text that its head must contain.
struct Table {
    file: &'static str,
    release: &'static str,
    layout: Layout,
    known_by: &'static str,
}

const RVU: Table = Table {
    file: "pprrvu/PPRRVU2025_Oct.csv.xz",
    release: "CMS PPRRVU RVU25D, October 2025, released 2025-09-11",
    layout: Layout::Pprrvu,
    known_by: "RELEASED 09/11/2025",
};

/// The first day of [`RVU`].
pub const VALUES_DAY: &str = "2025-10-01";

const MUE: Table = Table {
    file: "ncci-mue/MCR_MUE_PractitionerServices_Eff_07-01-2024.csv.xz",
    release: "CMS NCCI MUE practitioner services, effective 2024-07-01",
    layout: Layout::Mue,
    known_by: "Practitioner Services MUE Values",
};

const ADDON: Table = Table {
    file: "ncci-aoc/AOC_V2024Q2-MCR.txt.xz",
    release: "CMS NCCI add-on code edits 2024 Q2",
    layout: Layout::AddOn,
    // the reader also takes lists without days; facts are those of the first day of the release
    known_by: "Add_On_Code\tPrimary_Code\tAOC_Edit_Type\tAOC_Del_DT\tPrimary_Code_Del_DT\tAOC_Edit_EffDT\tAOC_Edit_DelDT",
};

/// The first day of [`ADDON`].
const ADDON_DAY: Date = Date::constant(2024, 4, 1);

/// The facts of every code in the three tables.
#[derive(Debug, Default)]
pub struct Tables {
    facts: BTreeMap<String, Facts>,
    /// Codes and categories of the tabular list, if the folder has it.
    diagnoses: BTreeSet<String>,
}

impl Tables {
    /// Reads the three tables below a folder.
    ///
    /// # Errors
    /// If one is missing, cannot be unpacked, or is not the release that is expected.
    pub fn read(dir: &Path) -> Result<Self, FactsError> {
        let mut tables = Self::default();
        tables.add_values(read(dir, &RVU)?);
        tables.add_limits(read(dir, &MUE)?);
        tables.add_addons(read(dir, &ADDON)?);
        tables.diagnoses = diagnoses(dir);
        Ok(tables)
    }

    /// What the tables say of a code. Each release is named also where its table has no row for the code, so that
    /// "none was published" differs from "not looked for".
    #[must_use]
    pub fn facts_for(&self, code: &str) -> Facts {
        Facts {
            rvu_release: RVU.release.to_owned(),
            mue_release: MUE.release.to_owned(),
            addon_release: ADDON.release.to_owned(),
            ..self.facts.get(code).cloned().unwrap_or_default()
        }
    }

    /// Whether the tabular list has a diagnosis; without a list every one is believed.
    #[must_use]
    pub fn diagnosis(&self, code: &str) -> bool {
        self.diagnoses.is_empty() || self.diagnoses.contains(code)
    }

    /// The codes of all three tables, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.facts.keys().map(String::as_str)
    }

    /// Relative values and indicators, as printed. A row with a modifier is a part of the service (26, TC, 53).
    fn add_values(&mut self, taken: Imported) {
        let all = taken.batch.into_iter().flat_map(|batch| batch.facts);
        for fact in all.filter(|fact| fact.modifier.is_empty()) {
            let facts = self.facts.entry(fact.code).or_default();
            let place = match fact.name {
                "status" => &mut facts.status,
                "global-days" => &mut facts.global,
                "work-rvu" => &mut facts.work_rvu,
                "total-facility-rvu" => &mut facts.total_facility_rvu,
                "multiple-procedure" => &mut facts.multiple,
                "bilateral" => &mut facts.bilateral,
                "assistant" => &mut facts.assistant,
                "co-surgeon" => &mut facts.co_surgeon,
                "team-surgeon" => &mut facts.team,
                _ => continue,
            };
            *place = fact.value;
        }
    }

    fn add_limits(&mut self, taken: Imported) {
        if let Some(Rows::Limits(rows, _)) = taken.table.map(|table| table.rows) {
            for row in rows {
                let facts = self.facts.entry(row.code.to_string()).or_default();
                facts.mue = Some(row.units);
                facts.mai = (row.mai > 0).then_some(row.mai.into());
            }
        }
    }

    /// The edits in force on the first day of the release; a primary that the contractor decides on is not listed.
    fn add_addons(&mut self, taken: Imported) {
        if let Some(Rows::AddOns(rows)) = taken.table.map(|table| table.rows) {
            let begun = |from: Option<Date>| from.is_none_or(|from| from <= ADDON_DAY);
            let ended = |to: Option<Date>| to.is_some_and(|to| to <= ADDON_DAY);
            let rows = rows.iter().filter(|row| begun(row.from) && !ended(row.to));
            for row in rows {
                let facts = self.facts.entry(row.addon.to_string()).or_default();
                facts.addon_type = facts.addon_type.or(Some(row.kind.into()));
                facts.primaries.extend(row.primary.map(|p| p.to_string()));
            }
        }
        for facts in self.facts.values_mut() {
            facts.primaries.sort_unstable();
            facts.primaries.dedup();
        }
    }
}

/// The codes of the tabular lists below the folder `icd10cm`, whichever releases lie there.
fn diagnoses(dir: &Path) -> BTreeSet<String> {
    let files = files(&dir.join("icd10cm")).unwrap_or_default();
    let sources = files.iter().flat_map(|file| open(file).0);
    sources
        .filter(|source| recognise(&source.bytes) == Some(Layout::Icd10cmTabular))
        .filter_map(|source| take(Layout::Icd10cmTabular, &source).ok()?.batch)
        .flat_map(|batch| batch.entries)
        .map(|entry| entry.code)
        .collect()
}

/// What the reader of its layout takes from a table.
fn read(dir: &Path, table: &Table) -> Result<Imported, FactsError> {
    /// Bytes at the beginning that hold the text that a table is known by.
    const HEAD: usize = 4000;
    let path = dir.join(table.file);
    let unreadable = |why: String| FactsError::Unreadable {
        path: path.clone(),
        why,
    };
    let unexpected = |why: String| FactsError::Unexpected {
        path: path.clone(),
        why,
    };
    File::open(&path).map_err(|error| unreadable(error.to_string()))?;
    let (sources, _) = open(&path);
    let Some(source) = sources.first() else {
        let why = "it cannot be unpacked; was its download cut short?";
        return Err(unreadable(why.to_owned()));
    };
    let head = source.bytes.get(..HEAD).unwrap_or(&source.bytes);
    if !String::from_utf8_lossy(head).contains(table.known_by) {
        return Err(unexpected(format!(
            "its head does not say \"{}\"",
            table.known_by
        )));
    }
    if recognise(&source.bytes) != Some(table.layout) {
        let why = "it has no row of the expected layout";
        return Err(unexpected(why.to_owned()));
    }
    take(table.layout, source).map_err(|problem| unexpected(problem.to_string()))
}
