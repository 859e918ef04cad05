//! What the readers of ICD-10-CM share: the release of a file, the form of a code.

use crate::cms::named::FREE;
use jiff::civil::Date;
use ligature_catalog::{Release, System};

/// The fiscal year of a file that names none, neither in it nor in its name.
const DEFAULT_YEAR: i16 = 2025;

/// More rows than this no publisher's file gives; a hand-made one could make a thousand of a line.
pub(super) const MOST_ROWS: usize = 2_000_000;

/// The release of a file: its year, and whether it is the April update.
pub(super) fn release(name: &str, year: Option<i16>, complete: bool) -> Result<Release, String> {
    let year = year.or_else(|| latest_year(name)).unwrap_or(DEFAULT_YEAR);
    let april = says_april(name);
    let day = |year, month, day| {
        Date::new(year, month, day).map_err(|_| format!("{year} is no year of a release"))
    };
    Ok(Release {
        system: System::Icd10cm,
        label: format!("FY{year}{}", if april { " April" } else { "" }),
        from: if april {
            day(year, 4, 1)?
        } else {
            day(year - 1, 10, 1)?
        },
        to: day(year, 9, 30)?,
        publisher: "CDC/NCHS and CMS".to_owned(),
        licence: format!("{FREE}; ICD-10 itself: copyright WHO"),
        file: name.to_owned(),
        complete,
    })
}

/// Whether neither the file nor its name says for which year it is.
pub(super) fn undated(name: &str, year: Option<i16>) -> bool {
    year.or_else(|| latest_year(name)).is_none()
}

/// A year that a release can have.
pub(super) fn year(text: &str) -> Option<i16> {
    text.trim()
        .parse()
        .ok()
        .filter(|y| (2010..2100).contains(y))
}

/// The latest year that a file's name holds, of exactly four digits.
fn latest_year(name: &str) -> Option<i16> {
    name.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(year)
        .max()
}

fn says_april(name: &str) -> bool {
    name.split(|c: char| !c.is_ascii_alphabetic())
        .any(|word| word.eq_ignore_ascii_case("april") || word.eq_ignore_ascii_case("apr"))
}

/// A code in upper case without its dot, or nothing where the text is no code of ICD-10-CM's form.
pub(super) fn code(text: &str) -> Option<String> {
    let text = text.trim();
    // seven characters, a dot and no more: what is longer is not looked at
    if text.len() > 8 {
        return None;
    }
    let code: String = text
        .chars()
        .filter(|c| *c != '.')
        .map(|c| c.to_ascii_uppercase())
        .collect();
    is_code(&code).then_some(code)
}

/// A letter, and two to six letters or digits; one of the next two is a digit (`A00`, `C7A`, `QA0`).
pub(super) fn is_code(code: &str) -> bool {
    let bytes = code.as_bytes();
    (3..=7).contains(&bytes.len())
        && bytes[0].is_ascii_uppercase()
        && bytes
            .iter()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && bytes[1..3].iter().any(u8::is_ascii_digit)
}

/// Text with every run of white space made one space, and none at its ends.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
