//! Columns of fixed width, and what a code may look like.

use ligature_catalog::{CodeEntry, Standing, Status};

/// The characters of a line from one column up to another, counted from 0; fewer where the line is shorter.
pub(crate) fn cut(line: &str, from: usize, to: usize) -> &str {
    if line.is_ascii() {
        return line
            .get(from.min(line.len())..to.min(line.len()))
            .unwrap_or("");
    }
    let at = |column: usize| {
        line.char_indices()
            .nth(column)
            .map_or(line.len(), |(at, _)| at)
    };
    line.get(at(from)..at(to)).unwrap_or("")
}

/// The character in a column, counted from 0.
pub(crate) fn char_at(line: &str, column: usize) -> Option<char> {
    line.chars().nth(column)
}

/// Whether all is digits and capital letters, and something is there.
pub(crate) fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// A code of ICD-10-PCS or the first characters of one: its alphabet leaves out I and O.
pub(crate) fn is_pcs(text: &str) -> bool {
    is_code(text) && !text.contains(['I', 'O'])
}

/// A diagnosis of ICD-9-CM.
pub(crate) fn is_icd9_diagnosis(text: &str) -> bool {
    let (digits, fits) = match text.as_bytes().first() {
        Some(b'V') => (&text[1..], (3..=5).contains(&text.len())),
        Some(b'E') => (&text[1..], (4..=5).contains(&text.len())),
        _ => (text, (3..=5).contains(&text.len())),
    };
    fits && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A procedure of ICD-9-CM.
pub(crate) fn is_icd9_procedure(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// A code with a title, and nothing else said of it.
pub(crate) fn entry(code: &str, title: &str, status: Status, parent: &str) -> CodeEntry {
    CodeEntry {
        code: code.to_owned(),
        title: title.to_owned(),
        short: String::new(),
        status,
        parent: parent.to_owned(),
        standing: Standing::default(),
    }
}

/// Whether nine lines of ten are of a shape: one stray line does not hide what a file is.
pub(super) fn most(lines: &[&str], fits: impl Fn(&str) -> bool) -> bool {
    let fitting = lines.iter().filter(|l| fits(l)).count();
    fitting > 0 && fitting * 10 >= lines.len() * 9
}
