//! Codes that a publisher's text names, as links where they exist.

use super::parts::address;
use ligature_catalog::{ArchivedCatalog, System};
use maud::{Markup, html};

/// A text of a code set, with the codes of the same set in it as links. `own` is not linked to itself.
pub(super) fn linked(catalog: &ArchivedCatalog, system: System, own: &str, text: &str) -> Markup {
    let mut pieces: Vec<(&str, Option<String>)> = Vec::new();
    let mut from = 0;
    for (at, word) in candidates(system, text) {
        let Some(row) = catalog.find(system, word).and_then(|id| catalog.row(id)) else {
            continue;
        };
        let printed = catalog.printed(row);
        if printed == own {
            continue;
        }
        pieces.push((&text[from..at], None));
        pieces.push((word, Some(address(system, &printed))));
        from = at + word.len();
    }
    pieces.push((&text[from..], None));
    html! {
        @for (words, to) in &pieces {
            @if let Some(to) = to { a.code href=(to) { (words) } } @else { (words) }
        }
    }
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
            if !joined && opened && shaped(system, word) {
                return Some((start, word));
            }
        }
        None
    })
}

/// Whether a word has the shape of a code: letters in upper case, digits and the dot where they belong.
fn shaped(system: System, word: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
