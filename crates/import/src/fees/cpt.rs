//! The AMA's descriptors of CPT, in the layouts that licensees are given.
//!
//! - long descriptors (`LONGULT`): a notice, then code, tab, text;
//! - medium and short descriptors (`MEDU`, `SHORTU`): a notice, then the code in columns 1 to 5 and capitals from column 7;
//! - consumer and clinician descriptors: a header with a concept's number, the code and the descriptor. They are words for
//!   looking codes up, several to a code, and become index terms.

use super::table::plain;
use crate::cms::named::{self, in_name};
use crate::layout::Layout;
use ligature_catalog::{Batch, CodeEntry, IndexTerm, Release, Standing, Status, System};

/// The data or a header are within this number of lines.
const NOTICE: usize = 200;

/// Which of the layouts, and on which line its data begin.
enum Shape {
    Long(usize),
    Capitals(usize),
    Described {
        first: usize,
        code: usize,
        text: usize,
    },
}

/// By the header, or by the shape of the lines after the notice.
pub(super) fn recognise(text: &str) -> Option<Layout> {
    shape(text).map(|_| Layout::Cpt)
}

fn shape(text: &str) -> Option<Shape> {
    let lines: Vec<&str> = text.lines().take(NOTICE).collect();
    lines
        .iter()
        .enumerate()
        .find_map(|(at, line)| described(line, at + 1))
        .or_else(|| begins(&lines, |l| long(l).is_some()).map(Shape::Long))
        .or_else(|| begins(&lines, |l| capitals(l).is_some()).map(Shape::Capitals))
}

/// The first line from which three in a row are data: an address in the notice may look like one.
fn begins(lines: &[&str], data: impl Fn(&str) -> bool) -> Option<usize> {
    (0..lines.len()).find(|at| {
        let three = lines.iter().skip(*at).take(3);
        data(lines[*at]) && three.filter(|l| !l.trim().is_empty()).all(|l| data(l))
    })
}

fn described(line: &str, first: usize) -> Option<Shape> {
    let cells: Vec<String> = line.split('\t').map(plain).collect();
    let code = cells.iter().position(|c| c == "cptcode" || c == "cpt")?;
    let text = cells
        .iter()
        .rposition(|c| c.contains("descriptor") && !c.ends_with("id"))?;
    Some(Shape::Described { first, code, text })
}

fn is_cpt(code: &str) -> bool {
    match code.as_bytes() {
        [digits @ .., last] => {
            digits.len() == 4
                && digits.iter().all(u8::is_ascii_digit)
                && (last.is_ascii_digit() || matches!(last, b'A' | b'F' | b'M' | b'T' | b'U'))
        }
        [] => false,
    }
}

/// Code, tab, text.
fn long(line: &str) -> Option<(&str, &str)> {
    let (code, text) = line.split_once('\t')?;
    let worded = text.contains(|c: char| c.is_ascii_alphabetic()) && !text.contains('\t');
    (is_cpt(code) && worded).then_some((code, text.trim()))
}

/// Code, space, capitals.
fn capitals(line: &str) -> Option<(&str, &str)> {
    let (code, rest) = line.split_at_checked(5)?;
    let text = rest.strip_prefix(' ')?;
    let worded =
        text.starts_with(|c: char| c != ' ') && !text.contains(|c: char| c.is_ascii_lowercase());
    (is_cpt(code) && worded).then_some((code, text.trim()))
}

/// Reads the descriptors.
///
/// # Errors
/// A sentence, if the layout is unknown or the edition is named nowhere.
pub(super) fn read(text: &str, name: &str) -> Result<Batch, String> {
    let shape = shape(text).ok_or("its lines are not a code and a descriptor")?;
    let (Shape::Long(first) | Shape::Capitals(first) | Shape::Described { first, .. }) = &shape;
    let notice: Vec<&str> = text.lines().take(*first).collect();
    let year = edition(&notice.join(" ")).or_else(|| in_name(name, named::year)).ok_or(
        "neither its notice nor its name says of which edition it is (give it a name such as LONGULT_2025.txt)",
    )?;
    let mut batch = Batch::new(Release {
        publisher: "American Medical Association".to_owned(),
        licence:
            "CPT, copyright American Medical Association; only under the operator's own licence"
                .to_owned(),
        complete: !matches!(shape, Shape::Described { .. }),
        ..named::release(
            System::Cpt,
            format!("CPT {year}"),
            named::on(year, 1, 1),
            named::on(year, 12, 31),
            name,
        )
    });
    let lines = text.lines().zip(1..).skip(*first);
    for (line, number) in lines.filter(|(l, _)| !l.trim().is_empty()) {
        batch.read += 1;
        if !keep(&mut batch, &shape, line) {
            batch.refuse(number, "no CPT code with a descriptor");
        }
    }
    Ok(batch)
}

fn keep(batch: &mut Batch, shape: &Shape, line: &str) -> bool {
    match shape {
        Shape::Long(_) => {
            let Some((code, title)) = long(line) else {
                return false;
            };
            batch.entries.push(entry(code, title, ""));
        }
        Shape::Capitals(_) => {
            let Some((code, short)) = capitals(line) else {
                return false;
            };
            batch.entries.push(entry(code, "", short));
        }
        Shape::Described { code, text, .. } => {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let (Some(code), Some(text)) = (cells.get(*code), cells.get(*text)) else {
                return false;
            };
            if !is_cpt(code) || text.is_empty() {
                return false;
            }
            batch.terms.push(IndexTerm {
                system: System::Cpt,
                path: (*text).to_owned(),
                code: (*code).to_owned(),
                see: String::new(),
            });
        }
    }
    true
}

fn entry(code: &str, title: &str, short: &str) -> CodeEntry {
    CodeEntry {
        code: code.to_owned(),
        title: title.to_owned(),
        short: short.to_owned(),
        status: Status::Billable,
        parent: String::new(),
        standing: Standing::default(),
    }
}

/// `CPT 2025`, or the year after the one that the copyright names: an edition appears in the autumn before.
fn edition(notice: &str) -> Option<i16> {
    let lower = notice.to_ascii_lowercase();
    let after = |word: &str| {
        lower.match_indices(word).find_map(|(at, _)| {
            let near: String = lower.get(at + word.len()..)?.chars().take(12).collect();
            named::year(&near)
        })
    };
    after("cpt").or_else(|| after("copyright").map(|y| y + 1))
}
