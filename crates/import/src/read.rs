//! Opening files of any packing, knowing them by their content, and handing them to their reader.

use ligature_catalog::{Batch, Standing};
use std::io::{BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

/// A layout that some reader takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layout {
    /// ICD-10-CM order file, fixed width.
    Icd10cmOrder,
    /// ICD-10-CM valid codes and long titles.
    Icd10cmCodes,
    /// ICD-10-CM tabular list, XML.
    Icd10cmTabular,
    /// ICD-10-CM alphabetic index, XML (also the index of external causes).
    Icd10cmIndex,
    /// ICD-10-CM neoplasm table and table of drugs, XML.
    Icd10cmTable,
    /// ICD-10-PCS order file, fixed width.
    Icd10pcsOrder,
    /// ICD-10-PCS valid codes and long titles.
    Icd10pcsCodes,
    /// ICD-10-PCS tables, XML.
    Icd10pcsTables,
    /// ICD-10-PCS index, XML.
    Icd10pcsIndex,
    /// ICD-10-PCS definitions, XML.
    Icd10pcsDefinitions,
    /// HCPCS Level II, fixed width of 320.
    HcpcsFixed,
    /// HCPCS Level II, the publisher's workbook.
    HcpcsWorkbook,
    /// ICD-9-CM diagnoses: code and title.
    Icd9Diagnoses,
    /// ICD-9-CM procedures: code and title.
    Icd9Procedures,
    /// General equivalence mapping, ICD-9-CM to ICD-10-CM or ICD-10-PCS, or back.
    Gem,
    /// CCSR reference workbook.
    CcsrWorkbook,
    /// CCSR mapping, CSV.
    CcsrCsv,
    /// Physician fee schedule relative values, CSV.
    Pprrvu,
    /// Medically unlikely edits, CSV.
    Mue,
    /// Add-on code edits, tab-separated.
    AddOn,
    /// The AMA's CPT descriptors (taken only under an attested licence).
    Cpt,
    /// The ADA's CDT table (taken only under an attested licence).
    Cdt,
    /// Procedure-to-procedure edits: known, kept for a later release of the library.
    Ptp,
    /// Geographic practice cost indices: known, kept for a later release of the library.
    Gpci,
}

impl Layout {
    /// All layouts with the words by which authored files name them.
    pub const ALL: [(Layout, &'static str); 24] = [
        (Layout::Icd10cmOrder, "icd10cm-order"),
        (Layout::Icd10cmCodes, "icd10cm-codes"),
        (Layout::Icd10cmTabular, "icd10cm-tabular"),
        (Layout::Icd10cmIndex, "icd10cm-index"),
        (Layout::Icd10cmTable, "icd10cm-table"),
        (Layout::Icd10pcsOrder, "icd10pcs-order"),
        (Layout::Icd10pcsCodes, "icd10pcs-codes"),
        (Layout::Icd10pcsTables, "icd10pcs-tables"),
        (Layout::Icd10pcsIndex, "icd10pcs-index"),
        (Layout::Icd10pcsDefinitions, "icd10pcs-definitions"),
        (Layout::HcpcsFixed, "hcpcs-fixed"),
        (Layout::HcpcsWorkbook, "hcpcs-workbook"),
        (Layout::Icd9Diagnoses, "icd9-diagnoses"),
        (Layout::Icd9Procedures, "icd9-procedures"),
        (Layout::Gem, "gem"),
        (Layout::CcsrWorkbook, "ccsr-workbook"),
        (Layout::CcsrCsv, "ccsr-csv"),
        (Layout::Pprrvu, "pprrvu"),
        (Layout::Mue, "mue"),
        (Layout::AddOn, "add-on"),
        (Layout::Cpt, "cpt"),
        (Layout::Cdt, "cdt"),
        (Layout::Ptp, "ptp"),
        (Layout::Gpci, "gpci"),
    ];

    /// The layout that authored files name so, such as `icd10cm-order`.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == id);
        found.map(|(layout, _)| *layout)
    }

    /// In words for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Layout::Icd10cmOrder => "ICD-10-CM order file",
            Layout::Icd10cmCodes => "ICD-10-CM codes and titles",
            Layout::Icd10cmTabular => "ICD-10-CM tabular list",
            Layout::Icd10cmIndex => "ICD-10-CM index",
            Layout::Icd10cmTable => "ICD-10-CM neoplasm or drug table",
            Layout::Icd10pcsOrder => "ICD-10-PCS order file",
            Layout::Icd10pcsCodes => "ICD-10-PCS codes and titles",
            Layout::Icd10pcsTables => "ICD-10-PCS tables",
            Layout::Icd10pcsIndex => "ICD-10-PCS index",
            Layout::Icd10pcsDefinitions => "ICD-10-PCS definitions",
            Layout::HcpcsFixed => "HCPCS Level II, fixed width",
            Layout::HcpcsWorkbook => "HCPCS Level II workbook",
            Layout::Icd9Diagnoses => "ICD-9-CM diagnosis titles",
            Layout::Icd9Procedures => "ICD-9-CM procedure titles",
            Layout::Gem => "general equivalence mapping",
            Layout::CcsrWorkbook => "CCSR workbook",
            Layout::CcsrCsv => "CCSR mapping",
            Layout::Pprrvu => "physician fee schedule (PPRRVU)",
            Layout::Mue => "medically unlikely edits (MUE)",
            Layout::AddOn => "add-on code edits",
            Layout::Cpt => "CPT descriptors of the AMA",
            Layout::Cdt => "CDT table of the ADA",
            Layout::Ptp => "procedure-to-procedure edits (PTP)",
            Layout::Gpci => "geographic practice cost indices (GPCI)",
        }
    }

    /// Known, and not taken yet.
    #[must_use]
    pub fn set_aside(self) -> bool {
        matches!(self, Layout::Ptp | Layout::Gpci)
    }

    /// Taken only where a licence was attested.
    #[must_use]
    pub fn licensed(self) -> bool {
        matches!(self, Layout::Cpt | Layout::Cdt)
    }
}

/// Why a file as a whole was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It could not be read.
    #[error("{file}: could not be read: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system or the unpacker says.
        why: String,
    },
    /// It is larger than any publisher's file, once unpacked.
    #[error(
        "{file}: unpacks to more than {limit} MB, which no publisher's file does: left out (is it a zip bomb?)"
    )]
    TooLarge {
        /// The file.
        file: String,
        /// The limit.
        limit: u64,
    },
    /// Its content is of no layout that is known.
    #[error("{file}: not a file of a layout that Ligature knows")]
    Unknown {
        /// The file.
        file: String,
    },
    /// It began like a layout and is not.
    #[error("{file}: looks like {layout}, but {why}: nothing of it was taken")]
    Shape {
        /// The file.
        file: String,
        /// The layout.
        layout: &'static str,
        /// What is wrong, with the place.
        why: String,
    },
}

/// A file's content, unpacked.
pub struct Source {
    /// Its name for messages: the file, and inside an archive `archive.zip: inner.txt`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Nothing that publishers give out unpacks to more, in bytes.
const LARGEST: u64 = 1 << 29;

/// Reads and unpacks a file: a zip gives all files in it; gzip and xz are undone.
///
/// # Errors
/// [`Problem`], one for each file that could not be read; the others are given all the same.
pub fn open(path: &Path) -> (Vec<Source>, Vec<Problem>) {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    let unreadable = |why: String| Problem::Unreadable {
        file: name.clone(),
        why,
    };
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) => return (vec![], vec![unreadable(error.to_string())]),
    };
    let length = file.metadata().map(|m| m.len()).unwrap_or(0);
    if length > LARGEST {
        return (
            vec![],
            vec![Problem::TooLarge {
                file: name,
                limit: LARGEST >> 20,
            }],
        );
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    if let Err(error) = BufReader::new(file)
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
    {
        return (vec![], vec![unreadable(error.to_string())]);
    }
    unpack(name, bytes)
}

fn unpack(name: String, bytes: Vec<u8>) -> (Vec<Source>, Vec<Problem>) {
    match bytes.as_slice() {
        [b'P', b'K', 3, 4, ..] if !workbook(&bytes) => unzip(&name, &bytes),
        [0x1f, 0x8b, ..] => undo(name, flate2::read::MultiGzDecoder::new(bytes.as_slice())),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => {
            let mut out = Limited(Vec::new());
            let done = lzma_rs::xz_decompress(&mut BufReader::new(bytes.as_slice()), &mut out);
            match done {
                Ok(()) => unpacked(name, out.0),
                Err(_) if out.0.len() as u64 > LARGEST => (vec![], vec![too_large(name)]),
                Err(error) => (
                    vec![],
                    vec![Problem::Unreadable {
                        file: name,
                        why: format!("{error:?}"),
                    }],
                ),
            }
        }
        _ => (vec![Source { name, bytes }], vec![]),
    }
}

/// A vector that takes no more than [`LARGEST`].
struct Limited(Vec<u8>);

impl std::io::Write for Limited {
    fn write(&mut self, more: &[u8]) -> std::io::Result<usize> {
        self.0.extend_from_slice(more);
        if self.0.len() as u64 > LARGEST {
            return Err(std::io::Error::other("too large"));
        }
        Ok(more.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn too_large(file: String) -> Problem {
    Problem::TooLarge {
        file,
        limit: LARGEST >> 20,
    }
}

fn undo(name: String, packed: impl Read) -> (Vec<Source>, Vec<Problem>) {
    let mut bytes = Vec::new();
    match packed.take(LARGEST + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > LARGEST => (vec![], vec![too_large(name)]),
        Ok(_) => unpacked(name, bytes),
        Err(error) => (
            vec![],
            vec![Problem::Unreadable {
                file: name,
                why: error.to_string(),
            }],
        ),
    }
}

/// What came out of one packing is not unpacked again: archives within archives are how bombs are built.
fn unpacked(name: String, bytes: Vec<u8>) -> (Vec<Source>, Vec<Problem>) {
    (vec![Source { name, bytes }], vec![])
}

/// An Excel workbook is a zip with this file in it.
fn workbook(bytes: &[u8]) -> bool {
    zip::ZipArchive::new(Cursor::new(bytes)).is_ok_and(|z| {
        z.file_names()
            .any(|n| n.is_ok_and(|n| n == "xl/workbook.xml"))
    })
}

fn unzip(name: &str, bytes: &[u8]) -> (Vec<Source>, Vec<Problem>) {
    let mut sources = Vec::new();
    let mut problems = Vec::new();
    let mut left = LARGEST;
    let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            return (
                vec![],
                vec![Problem::Unreadable {
                    file: name.to_owned(),
                    why: format!("the zip archive is damaged or cut short ({error})"),
                }],
            );
        }
    };
    for at in 0..archive.len() {
        let inner = match archive.by_index(at) {
            Ok(inner) => inner,
            Err(error) => {
                problems.push(Problem::Unreadable {
                    file: format!("{name}: file {} of the archive", at + 1),
                    why: error.to_string(),
                });
                continue;
            }
        };
        if !inner.is_file() {
            continue;
        }
        let full = format!("{name}: {}", inner.name().unwrap_or_default());
        if inner.size() > left {
            problems.push(too_large(full));
            break;
        }
        let mut out = Vec::new();
        match inner.take(left + 1).read_to_end(&mut out) {
            Ok(_) if out.len() as u64 > left => {
                problems.push(too_large(full));
                break;
            }
            Ok(_) => {
                left -= out.len() as u64;
                sources.push(Source {
                    name: full,
                    bytes: out,
                });
            }
            Err(error) => problems.push(Problem::Unreadable {
                file: full,
                why: error.to_string(),
            }),
        }
    }
    (sources, problems)
}

/// The layout of a file by its content.
#[must_use]
pub fn recognise(bytes: &[u8]) -> Option<Layout> {
    let head = &bytes[..bytes.len().min(1 << 16)];
    // mappings first: a row of one looks like a code with a title
    crate::cms::recognise(bytes, head)
        .or_else(|| crate::diagnosis::recognise(head))
        .or_else(|| crate::fees::recognise(head))
}

/// Reads a file of a layout.
///
/// # Errors
/// [`Problem::Shape`] where the file is not of that layout after all; nothing of it is kept then.
pub fn take(layout: Layout, source: &Source) -> Result<Batch, Problem> {
    let taken = match layout {
        Layout::Icd10cmOrder
        | Layout::Icd10cmCodes
        | Layout::Icd10cmTabular
        | Layout::Icd10cmIndex
        | Layout::Icd10cmTable => crate::diagnosis::take(layout, source),
        Layout::Pprrvu | Layout::Mue | Layout::AddOn | Layout::Cpt | Layout::Cdt => {
            crate::fees::take(layout, source)
        }
        Layout::Ptp | Layout::Gpci => Err("it is taken by a later release".to_owned()),
        _ => crate::cms::take(layout, source),
    };
    let shape = |why| Problem::Shape {
        file: source.name.clone(),
        layout: layout.name(),
        why,
    };
    let mut batch = taken.map_err(shape)?;
    once_each(&mut batch);
    let refused = batch.refused.len() as u64;
    if batch.read == 0 {
        return Err(shape("it holds no line of data".to_owned()));
    }
    // a stray line is the rule; a tenth of them is another layout
    if refused * 10 > batch.read {
        let first = batch
            .refused
            .first()
            .map(|r| format!(" (line {}: {})", r.line, r.why));
        return Err(shape(format!(
            "{refused} of its {} lines cannot be read{}",
            batch.read,
            first.unwrap_or_default()
        )));
    }
    Ok(batch)
}

/// A code that a file lists twice is kept once.
fn once_each(batch: &mut Batch) {
    let mut seen: std::collections::HashMap<String, Standing> = std::collections::HashMap::new();
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

/// Whether a day lies in both.
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

/// All files below a folder in the order of their names; a file is itself.
///
/// # Errors
/// If the folder cannot be listed.
pub fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        std::fs::metadata(path)?;
        return Ok(vec![path.to_owned()]);
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(path)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|e| e.path())
        .collect();
    entries.sort();
    let mut all = Vec::new();
    for entry in entries {
        let name = entry
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with('.') {
            all.extend(files(&entry)?);
        }
    }
    Ok(all)
}

/// A text in UTF-8; bytes in it that are none are read in the Windows code page that CMS writes.
pub(crate) fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.into();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let other = encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
        text.push_str(&other.0);
    }
    text.into()
}
