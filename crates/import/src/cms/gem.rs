//! General equivalence mappings, in the publisher's columns and in NBER's CSV, in either direction.
//!
//! The direction is found by the shape of the codes of the whole file: no single line distinguishes `V140` of ICD-9-CM from
//! `V140` of ICD-10-CM.

use super::columns::{is_code, is_icd9_diagnosis, is_icd9_procedure, most};
use super::named::{self, in_name};
use crate::layout::Layout;
use ligature_catalog::{Batch, Link, LinkKind, System};

/// The last mapping that was published.
const LAST_YEAR: i16 = 2018;

/// By its three columns, the last of five digits; or by NBER's header.
pub(super) fn recognise(lines: &[&str]) -> Option<Layout> {
    let first = lines.first()?;
    (header(first) || most(lines, |l| parts(l).is_some())).then_some(Layout::Gem)
}

fn header(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    line.contains("icd9") && line.contains("icd10") && line.contains("flags")
}

/// A line in its three parts: code, other code, flags.
struct Parts<'a> {
    from: &'a str,
    to: &'a str,
    flags: &'a str,
}

fn parts(line: &str) -> Option<Parts<'_>> {
    let mut cells: [&str; 3] = [""; 3];
    if line.contains(',') {
        let mut split = line.split(',').map(|c| c.trim().trim_matches('"').trim());
        for cell in &mut cells {
            *cell = split.next()?;
        }
    } else {
        let mut split = line.split_whitespace();
        for cell in &mut cells {
            *cell = split.next()?;
        }
        if split.next().is_some() {
            return None;
        }
    }
    let [from, to, flags] = cells;
    let switches = flags.bytes().take(3).all(|b| matches!(b, b'0' | b'1'));
    let five = flags.len() == 5 && flags.bytes().all(|b| b.is_ascii_digit());
    let coded = is_code(from) && from.len() <= 7 && (none(to) || is_code(to) && to.len() <= 7);
    (switches && five && coded).then_some(Parts { from, to, flags })
}

/// `NoDx`, `NoPCS`: nothing corresponds.
fn none(to: &str) -> bool {
    ["NoDx", "NoPCS", "NoI9", "NoProc"]
        .iter()
        .any(|n| n.eq_ignore_ascii_case(to))
}

/// What the codes of a column look like, over the whole file.
struct Looks {
    icd9_diagnosis: bool,
    icd9_procedure: bool,
    seven: bool,
}

impl Looks {
    fn new() -> Looks {
        Looks {
            icd9_diagnosis: true,
            icd9_procedure: true,
            seven: true,
        }
    }

    fn see(&mut self, code: &str) {
        self.icd9_diagnosis &= is_icd9_diagnosis(code);
        self.icd9_procedure &= is_icd9_procedure(code);
        self.seven &= code.len() == 7;
    }

    fn icd9(&self) -> bool {
        self.icd9_diagnosis || self.icd9_procedure
    }
}

/// Reads a mapping.
///
/// # Errors
/// A sentence, if its codes do not show from which set to which it maps.
pub(super) fn read(text: &str, name: &str) -> Result<Batch, String> {
    let first = text.lines().next().unwrap_or("");
    let (from, to) = direction(text)
        .or_else(|| titled(first))
        .ok_or("its codes do not show whether it maps from ICD-9-CM to ICD-10 or back")?;
    let year = in_name(name, named::year).unwrap_or(LAST_YEAR);
    let mut release = named::fiscal(from, year, name);
    release.label = format!("GEM {year}");
    let mut batch = Batch::new(release);
    if in_name(name, named::year).is_none() {
        batch.assume();
    }
    let skip = usize::from(header(first));
    for (line, number) in text
        .lines()
        .zip(1..)
        .skip(skip)
        .filter(|(l, _)| !l.trim().is_empty())
    {
        batch.read += 1;
        let Some(parts) = parts(line) else {
            batch.refuse(number, "not a code, another code and five flags");
            continue;
        };
        batch.links.push(Link {
            system: from,
            code: parts.from.to_owned(),
            to_system: to,
            to: if none(parts.to) {
                String::new()
            } else {
                parts.to.to_owned()
            },
            kind: LinkKind::Gem,
            flags: parts.flags.to_owned(),
        });
    }
    Ok(batch)
}

fn direction(text: &str) -> Option<(System, System)> {
    let (mut left, mut right) = (Looks::new(), Looks::new());
    let mut any = false;
    for parts in text.lines().filter_map(parts) {
        any = true;
        left.see(parts.from);
        if !none(parts.to) {
            right.see(parts.to);
        }
    }
    match (left.icd9(), right.icd9()) {
        _ if !any => None,
        (true, false) => pair(&left, &right),
        (false, true) => pair(&right, &left).map(|(nine, ten)| (ten, nine)),
        _ => None,
    }
}

fn pair(nine: &Looks, ten: &Looks) -> Option<(System, System)> {
    match (ten.seven, nine.icd9_procedure, nine.icd9_diagnosis) {
        (true, true, _) => Some((System::Icd9sg, System::Icd10pcs)),
        (_, _, true) => Some((System::Icd9dx, System::Icd10cm)),
        _ => None,
    }
}

/// The direction by NBER's header, where a file is too small to show it.
fn titled(first: &str) -> Option<(System, System)> {
    if !header(first) {
        return None;
    }
    let line = first.to_ascii_lowercase();
    let (nine, ten) = if line.contains("pcs") {
        (System::Icd9sg, System::Icd10pcs)
    } else {
        (System::Icd9dx, System::Icd10cm)
    };
    let forward = line.find("icd9") < line.find("icd10");
    Some(if forward { (nine, ten) } else { (ten, nine) })
}
