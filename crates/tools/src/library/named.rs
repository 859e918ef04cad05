//! Codes that an instruction names: `(K56.3-)`, `(K40-K46)`, `(T81.11, T81.12-)`, `classifiable to P76.-`.

use crate::contract::Named;
use ligature_catalog::{ArchivedCatalog, plain};
use ligature_codes::System;

/// The codes of a set that a text of that set names; `own` is left out.
pub(super) fn codes_in(
    catalog: &ArchivedCatalog,
    system: System,
    own: &str,
    text: &str,
) -> Vec<Named> {
    let known = candidates(system, text).filter_map(|(start, word)| {
        let row = catalog.row(catalog.find(system, word)?)?;
        Some(Named {
            start,
            end: start + word.len(),
            code: catalog.printed(row),
        })
    });
    known.filter(|named| named.code != own).collect()
}

/// What has the shape of a code of the set, with its place.
fn candidates(system: System, text: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(start) = text[from..].find(part).map(|found| from + found) {
            let end = text[start..]
                .find(|c| !part(c))
                .map_or(text.len(), |n| start + n);
            from = end;
            let word = text[start..end].trim_end_matches('.');
            let joined = text[..start]
                .chars()
                .next_back()
                .is_some_and(char::is_alphanumeric)
                || text[end..]
                    .chars()
                    .next()
                    .is_some_and(char::is_alphanumeric);
            let opened = text[..start].ends_with(['(', '-', ' ', ',']);
            if !joined && opened && shaped_as(system, word) {
                return Some((start, word));
            }
        }
        None
    })
}

/// Whether a word has the shape of a code: letters in upper case, digits and the dot where they belong.
fn shaped_as(system: System, word: &str) -> bool {
    let (head, tail) = word.split_once('.').unwrap_or((word, ""));
    let dotted = word.contains('.');
    let (h, t) = (head.as_bytes(), tail.as_bytes());
    let upper = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    if dotted && t.is_empty() {
        return false;
    }
    match system {
        System::Icd10cm => {
            h.len() == 3
                && h[0].is_ascii_uppercase()
                && h[1].is_ascii_digit()
                && upper(&h[2])
                && t.len() <= 4
                && t.iter().all(upper)
        }
        // a number without a dot may count anything
        System::Icd9dx => {
            let lettered = matches!(h.first(), Some(b'V' | b'E'));
            let rest = if lettered { &h[1..] } else { h };
            (dotted || lettered)
                && (2..=3).contains(&rest.len())
                && digits(rest)
                && digits(t)
                && t.len() <= 2
        }
        System::Icd9sg => dotted && h.len() == 2 && digits(h) && digits(t) && t.len() <= 2,
        System::Icd10pcs => {
            !dotted && h.len() == 7 && h.iter().all(upper) && h.iter().any(u8::is_ascii_digit)
        }
        System::Hcpcs | System::Cdt => {
            !dotted && h.len() == 5 && h[0].is_ascii_uppercase() && digits(&h[1..])
        }
        System::Cpt => !dotted && h.len() == 5 && digits(&h[..4]) && upper(&h[4]),
        System::Ccsr => {
            !dotted && h.len() == 6 && h[..3].iter().all(u8::is_ascii_uppercase) && digits(&h[3..])
        }
    }
}

/// Whether a text names a code, or something that it is under. Only the diagnosis code sets write their instructions so.
pub(crate) fn names(system: System, text: &str, code: &str) -> bool {
    matches!(system, System::Icd10cm | System::Icd9dx) && {
        let code = plain(code);
        references(text).any(|named| named.holds(&code))
    }
}

/// One code with all that is below it, or all from one to another.
struct Reference {
    from: String,
    to: String,
}

impl Reference {
    /// Codes are compared by as many characters as the reference gives: `K46` ends with `K46.9`.
    fn holds(&self, code: &str) -> bool {
        let head = |most: usize| code.get(..most.min(code.len())).unwrap_or(code);
        code.len() >= self.from.len().min(self.to.len())
            && head(self.from.len()) >= self.from.as_str()
            && head(self.to.len()) <= self.to.as_str()
    }
}

/// What has the shape of codes, in brackets or after "classifiable to". Elsewhere a word of that shape may be anything.
fn references(text: &str) -> impl Iterator<Item = Reference> {
    let inside = text.split('(').skip(1);
    let inside = inside.map(|rest| rest.split(')').next().unwrap_or(""));
    let after = text.split("classifiable to ").skip(1);
    let after = after.map(|rest| rest.split(' ').next().unwrap_or(""));
    inside
        .chain(after)
        .flat_map(|list| list.split([',', ';', ' ']))
        .filter_map(reference)
}

fn reference(text: &str) -> Option<Reference> {
    let text = text.trim().trim_end_matches(['-', '.']);
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let (from, to) = (plain(from), plain(to.trim_end_matches('-')));
    (shaped(&from) && shaped(&to)).then_some(Reference { from, to })
}

/// A letter or a digit, a digit, and one to five more.
fn shaped(code: &str) -> bool {
    let bytes = code.as_bytes();
    (3..=7).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes.get(1).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ligature_codes::System::{Icd9dx, Icd10cm};

    fn found(system: System, text: &str) -> Vec<&str> {
        candidates(system, text).map(|(_, word)| word).collect()
    }

    #[test]
    fn shapes_of_codes() {
        assert_eq!(
            found(
                System::Icd10cm,
                "hernia (K40-K46), T1 of 2020; see (I50.-) and E11.9. (S72.001A) K5"
            ),
            ["K40", "K46", "I50", "E11.9", "S72.001A"]
        );
        assert_eq!(
            found(
                System::Icd9dx,
                "in 250 patients (250.0) V10 (E849.0) aged 65"
            ),
            ["250.0", "V10", "E849.0"]
        );
        assert_eq!(found(System::Hcpcs, "see G0105 and G010"), ["G0105"]);
        assert_eq!(
            found(System::Cpt, "(44120, 0075T) in 2024"),
            ["44120", "0075T"]
        );
    }

    #[test]
    fn what_an_instruction_names() {
        let cases: [(System, &str, &str, bool); 15] = [
            (Icd10cm, "gallstone ileus (K56.3-)", "K56.30", true),
            (Icd10cm, "gallstone ileus (K56.3-)", "K56.3", true),
            (Icd10cm, "gallstone ileus (K56.3-)", "K56.2", false),
            (Icd10cm, "hernia (K40-K46)", "K46.9", true),
            (Icd10cm, "hernia (K40-K46)", "K47", false),
            (Icd10cm, "hernia (K40-K46)", "K39.9", false),
            (Icd10cm, "shock (T81.11, T81.12-)", "T81.12XA", true),
            (Icd10cm, "shock (T81.11-T81.19)", "T81.15XA", true),
            (Icd10cm, "shock (T81.11-T81.19)", "T81.1", false),
            (Icd10cm, "intestine (with K56.2 in the text)", "K56.2", true),
            (Icd10cm, "neonatal, classifiable to P76.-", "P76.1", true),
            (Icd10cm, "K56.2 without brackets", "K56.2", false),
            (Icd10cm, "neoplasm (C7A.02-)", "C7A.020", true),
            (Icd9dx, "volvulus (560.2)", "560.2", true),
            (System::Cpt, "see (44120)", "44120", false),
        ];
        for (system, text, code, named) in cases {
            assert_eq!(names(system, text, code), named, "{text} and {code}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,40}", code in "[ -~]{0,9}") {
            let _ = names(Icd10cm, &text, &code);
            let _ = names(Icd10cm, &format!("({text})"), &code);
        }
    }
}
