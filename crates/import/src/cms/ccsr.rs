//! CCSR: categories of diagnoses, in the publisher's workbook and in its CSV.
//!
//! Flags of a link are the publisher's two answers, inpatient before outpatient with a semicolon between: is this category
//! the default of the code when it is listed first? `Y`, `N`, or `X` where the code may not be first.

use super::columns::{entry, is_code};
use super::named::{self, in_name};
use super::workbook::{self, Columns, cell};
use crate::layout::Layout;
use crate::source::SourceFile;
use ligature_catalog::{Batch, Link, LinkKind, Status, System};
use std::collections::HashMap;

/// Header of the sheet that maps codes to categories.
pub(super) const MAPPING: [&str; 6] = [
    "ICD-10-CM Code",
    "CCSR Category",
    "CCSR Category Description",
    "Inpatient Default CCSR (Y/N/X)",
    "Outpatient Default CCSR (Y/N/X)",
    "ICD-10-CM Code Description",
];
const CATEGORIES: [&str; 2] = ["CCSR Category", "CCSR Category Description"];
const SYSTEMS: [&str; 2] = ["CCSR for ICD-10-CM Body System", "3-Character Abbreviation"];

/// The CSV by its header.
pub(super) fn recognise(lines: &[&str]) -> Option<Layout> {
    let header = lines.first()?.to_ascii_uppercase();
    (header.contains("ICD-10-CM CODE") && header.contains("CCSR CATEGORY 1"))
        .then_some(Layout::CcsrCsv)
}

/// Categories and links as they are found.
struct Gathered {
    batch: Batch,
    /// Chapters by their three letters.
    chapters: HashMap<String, String>,
    /// Place of each category among the entries.
    known: HashMap<String, usize>,
    version: Option<String>,
}

impl Gathered {
    fn new(name: &str) -> Gathered {
        Gathered {
            batch: Batch::new(named::fiscal(System::Ccsr, 2000, name)),
            chapters: HashMap::new(),
            known: HashMap::new(),
            version: None,
        }
    }

    /// A category is kept once; its parent is its body system where the workbook lists it.
    fn category(&mut self, code: &str, title: &str) {
        let code = code.to_ascii_uppercase();
        if self.known.contains_key(&code) {
            return;
        }
        let parent = code
            .get(..3)
            .filter(|p| self.chapters.contains_key(*p))
            .unwrap_or("");
        let entry = entry(&code, title, Status::Header, parent);
        self.known.insert(code, self.batch.entries.len());
        self.batch.entries.push(entry);
    }

    fn link(&mut self, code: &str, category: &str, flags: String) {
        self.batch.links.push(Link {
            system: System::Icd10cm,
            code: code.to_owned(),
            to_system: System::Ccsr,
            to: category.to_ascii_uppercase(),
            kind: LinkKind::Ccsr,
            flags,
        });
    }

    fn finish(mut self, name: &str) -> Result<Batch, String> {
        let version = self
            .version
            .or_else(|| in_name(name, version))
            .ok_or("it does not say which version of CCSR it is")?;
        let year = named::year(&version).ok_or("it does not say which version of CCSR it is")?;
        let release = named::fiscal(System::Ccsr, year, "");
        self.batch.release = ligature_catalog::Release {
            label: version,
            publisher: "AHRQ".to_owned(),
            file: name.to_owned(),
            complete: true,
            ..release
        };
        Ok(self.batch)
    }
}

/// `v2023.1`, also where a name writes it `v2023-1`.
fn version(text: &str) -> Option<String> {
    text.match_indices(['v', 'V']).find_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let year = rest
            .get(..4)
            .filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?;
        let part: String = rest
            .get(4..)?
            .strip_prefix(['.', '-', '_'])?
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let plausible = named::year(year).is_some() && !part.is_empty();
        plausible.then(|| format!("v{year}.{part}"))
    })
}

/// What a sheet of the workbook holds, once its header was seen.
enum SheetKind {
    Mapping(Columns<6>),
    Categories(Columns<2>),
    Systems(Columns<2>),
}

/// The workbook.
///
/// # Errors
/// A sentence, if it cannot be read as a workbook or names no version.
pub(super) fn workbook(source: &SourceFile) -> Result<Batch, String> {
    let mut gathered = Gathered::new(&source.name);
    let mut current: Option<(String, SheetKind)> = None;
    workbook::rows(&source.bytes, |name, line, cells| {
        match &current {
            Some((its, sheet)) if its == name => gathered.row(sheet, line, cells),
            _ => {
                if gathered.version.is_none() {
                    gathered.version = cells.iter().find_map(|c| version(c));
                }
                current = header(cells).map(|sheet| (name.to_owned(), sheet));
            }
        }
        true
    })?;
    gathered.finish(&source.name)
}

fn header(cells: &[String]) -> Option<SheetKind> {
    workbook::columns(cells, MAPPING)
        .map(SheetKind::Mapping)
        .or_else(|| workbook::columns(cells, CATEGORIES).map(SheetKind::Categories))
        .or_else(|| workbook::columns(cells, SYSTEMS).map(SheetKind::Systems))
}

impl Gathered {
    fn row(&mut self, sheet: &SheetKind, line: u64, cells: &[String]) {
        if cells.iter().all(String::is_empty) {
            return;
        }
        match sheet {
            SheetKind::Mapping(columns) => {
                self.batch.read += 1;
                let [code, category, title, inpatient, outpatient, _] =
                    columns.map(|c| cell(cells, c));
                if !is_code(code) || category.is_empty() {
                    return self
                        .batch
                        .refuse(line, "a row without a code or without a category");
                }
                self.category(category, title);
                self.link(code, category, format!("{inpatient};{outpatient}"));
            }
            SheetKind::Categories(columns) => {
                let [code, title] = columns.map(|c| cell(cells, c));
                if !code.is_empty() && !title.is_empty() {
                    self.category(code, title);
                }
            }
            SheetKind::Systems(columns) => {
                let [title, code] = columns.map(|c| cell(cells, c));
                if code.len() == 3 && is_code(code) && !self.chapters.contains_key(code) {
                    self.chapters.insert(code.to_owned(), title.to_owned());
                    self.batch
                        .entries
                        .push(entry(code, title, Status::Chapter, ""));
                }
            }
        }
    }
}

/// Columns of the CSV.
struct Header {
    code: usize,
    inpatient: Option<usize>,
    outpatient: Option<usize>,
    /// Category and its description, up to six of them.
    categories: Vec<(usize, usize)>,
}

fn csv_header(cells: &[String]) -> Option<Header> {
    let at = |name: &str| cells.iter().position(|c| c.eq_ignore_ascii_case(name));
    let categories: Vec<(usize, usize)> = (1..=9)
        .map_while(|n| {
            let category = at(&format!("CCSR CATEGORY {n}"))?;
            Some((category, at(&format!("CCSR CATEGORY {n} DESCRIPTION"))?))
        })
        .collect();
    (!categories.is_empty()).then_some(Header {
        code: at("ICD-10-CM CODE")?,
        inpatient: at("DEFAULT CCSR CATEGORY IP"),
        outpatient: at("DEFAULT CCSR CATEGORY OP"),
        categories,
    })
}

/// The CSV; the publisher puts codes in single quotation marks.
///
/// # Errors
/// A sentence, if its header is another or no version is named.
pub(super) fn csv(text: &str, name: &str) -> Result<Batch, String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut gathered = Gathered::new(name);
    let mut header = None;
    for record in reader.records() {
        let record = record.map_err(|e| format!("it cannot be read as a table ({e})"))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(bare).collect();
        match &header {
            None => header = Some(csv_header(&cells).ok_or("its header lacks the categories")?),
            Some(_) if cells.iter().all(String::is_empty) => {}
            Some(header) => gathered.csv_row(header, line, &cells),
        }
    }
    gathered.finish(name)
}

fn bare(cell: &str) -> String {
    cell.trim().trim_matches('\'').trim().to_owned()
}

impl Gathered {
    fn csv_row(&mut self, header: &Header, line: u64, cells: &[String]) {
        self.batch.read += 1;
        let code = cell(cells, header.code);
        if !is_code(code) {
            return self.batch.refuse(line, "a row without a code");
        }
        let mut any = false;
        for (category, title) in &header.categories {
            let (category, title) = (cell(cells, *category), cell(cells, *title));
            if category.is_empty() {
                continue;
            }
            any = true;
            let answer =
                |column: Option<usize>| column.map_or("", |c| default(category, cell(cells, c)));
            let flags = format!("{};{}", answer(header.inpatient), answer(header.outpatient));
            self.category(category, title);
            self.link(code, category, flags);
        }
        if !any {
            self.batch.refuse(line, format!("{code} has no category"));
        }
    }
}

/// The workbook's answer, from the default category that the CSV gives.
fn default(category: &str, default: &str) -> &'static str {
    match default {
        "XXX000" | "XXX111" => "X",
        _ if default == category => "Y",
        _ => "N",
    }
}
