//! ICD-9-CM: codes with their long or short titles, one file each.

use super::columns::{char_at, cut, entry, is_icd9_diagnosis, is_icd9_procedure, most};
use super::named::{self, in_name, on};
use crate::layout::Layout;
use ligature_catalog::{Batch, Status, System};

/// The last version, in force until ICD-10-CM began.
const LAST_VERSION: i16 = 32;
/// The most characters of a short title.
const SHORT: usize = 24;

/// By the columns: five for a diagnosis and four for a procedure, and codes of several lengths.
pub(super) fn recognise(lines: &[&str]) -> Option<Layout> {
    let shorter = |l: &&str| cut(l, 0, 5).ends_with(' ');
    if !lines.is_empty()
        && lines.iter().all(|l| diagnosis(l).is_some())
        && lines.iter().any(shorter)
    {
        return Some(Layout::Icd9Diagnoses);
    }
    most(lines, |l| procedure(l).is_some()).then_some(Layout::Icd9Procedures)
}

fn diagnosis(line: &str) -> Option<(&str, &str)> {
    columns(line, 5).filter(|(code, _)| is_icd9_diagnosis(code))
}

fn procedure(line: &str) -> Option<(&str, &str)> {
    columns(line, 4).filter(|(code, _)| is_icd9_procedure(code))
}

fn columns(line: &str, width: usize) -> Option<(&str, &str)> {
    let parted = char_at(line, width)? == ' ' && char_at(line, width + 1)? != ' ';
    parted.then(|| {
        (
            cut(line, 0, width).trim_end(),
            cut(line, width + 1, usize::MAX).trim(),
        )
    })
}

/// Diagnoses: code in columns 1 to 5, title from column 7.
pub(super) fn diagnoses(text: &str, name: &str) -> Batch {
    read(text, name, System::Icd9dx, diagnosis)
}

/// Procedures: code in columns 1 to 4, title from column 6.
pub(super) fn procedures(text: &str, name: &str) -> Batch {
    read(text, name, System::Icd9sg, procedure)
}

fn read(
    text: &str,
    name: &str,
    system: System,
    part: impl Fn(&str) -> Option<(&str, &str)>,
) -> Batch {
    let version = in_name(name, version).unwrap_or(LAST_VERSION);
    let from = on(1982 + version, 10, 1);
    let to = on(1983 + version, 9, 30);
    let mut release = named::release(system, format!("v{version}"), from, to, name);
    release.complete = true;
    let mut batch = Batch::new(release);
    if in_name(name, self::version).is_none() {
        batch.assume();
    }
    for (line, number) in text.lines().zip(1..).filter(|(l, _)| !l.trim().is_empty()) {
        batch.read += 1;
        match part(line) {
            Some((code, title)) => batch.entries.push(entry(code, title, Status::Billable, "")),
            None => batch.refuse(number, "no ICD-9-CM code with a title after it"),
        }
    }
    if batch
        .entries
        .iter()
        .all(|e| e.title.chars().count() <= SHORT)
    {
        for entry in &mut batch.entries {
            entry.short = std::mem::take(&mut entry.title);
        }
    }
    batch
}

/// `CMS32_DESC_LONG_DX.txt` is version 32.
fn version(name: &str) -> Option<i16> {
    let after = name.split_once("CMS")?.1;
    let digits = after.get(..2)?;
    let version: i16 = digits.parse().ok()?;
    (20..=LAST_VERSION).contains(&version).then_some(version)
}
