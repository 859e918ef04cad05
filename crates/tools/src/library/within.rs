//! What a question in words holds with them: codes that were pasted with their surroundings, and the name of a code set.

use super::typed_code::typed_code;
use ligature_catalog::{ArchivedCatalog, CodeId};
use ligature_codes::{System, Systems, named_sets, written};

/// The fewest characters of a code among words: years and doses are shorter than procedure codes, and categories of diagnoses are
/// words of other things.
const SHORTEST: usize = 4;

/// The most words of the name of a code set: `hcpcs level II`.
const LONGEST_NAME: usize = 3;

/// The codes that are among the words of a text, in their order, each with what was typed for it.
pub(super) fn codes_within(
    catalog: &ArchivedCatalog,
    set: Option<Systems>,
    text: &str,
) -> Vec<(String, CodeId)> {
    let apart = |c: char| c.is_whitespace() || "()[]{},;:|/\"'=".contains(c);
    let mut found: Vec<(String, CodeId)> = Vec::new();
    for piece in text.split(apart) {
        let piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let plain = piece.chars().filter(char::is_ascii_alphanumeric).count();
        let digits = piece.bytes().filter(u8::is_ascii_digit).count();
        let only_digits = digits == plain && !piece.contains('.');
        // four digits are a year, an amount, a time
        if plain < SHORTEST || digits < 2 || (only_digits && plain != 5) {
            continue;
        }
        let typed = written(piece).unwrap_or_default();
        let [one] = typed.as_slice() else {
            continue;
        };
        if one.below || one.to.is_some() {
            continue;
        }
        let code = match one.corrected {
            true => one.code.as_str(),
            false => piece,
        };
        for id in typed_code(catalog, set, code).ids.into_iter().take(1) {
            if !found.iter().any(|(_, known)| *known == id) {
                found.push((piece.to_owned(), id));
            }
        }
    }
    found
}

/// A text without the name of a code set that it holds, and that set: `CHF icd-9`, `cpt code for bunion`. Nothing if it names none,
/// or nothing else.
pub(super) fn set_within(text: &str) -> Option<(String, Vec<System>)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut sets: Vec<System> = Vec::new();
    let mut left: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let label = (1..=LONGEST_NAME).rev().find_map(|size| {
            let words = words.get(at..at + size)?;
            Some((size, named_sets(&words.join(" "))?))
        });
        match label {
            Some((size, of)) => {
                sets = of.to_vec();
                at += size;
            }
            None => {
                left.push(word);
                at += 1;
            }
        }
    }
    // `code for`, `code`
    let says = left.iter().any(|word| {
        !matches!(
            word.to_ascii_lowercase().as_str(),
            "code" | "codes" | "for" | "the" | "of"
        )
    });
    (!sets.is_empty() && says).then(|| (left.join(" "), sets))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let got = set_within(text).map_or_else(
            || "-".to_owned(),
            |(left, sets)| {
                let sets: Vec<&str> = sets.iter().map(|s| s.id()).collect();
                format!("{left} ({})", sets.join(" "))
            },
        );
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_set_that_is_named_with_words() {
        check("CHF icd-9", "CHF (icd9dx icd9sg)");
        check("icd 10 code for gout", "code for gout (icd10cm icd10pcs)");
        check(
            "Hernia, inguinal (ICD-9)",
            "Hernia, inguinal (icd9dx icd9sg)",
        );
        check("cpt bunion", "bunion (cpt)");
        check("bunion", "-");
        check("cpt code", "-");
        check("icd", "-");
    }
}
