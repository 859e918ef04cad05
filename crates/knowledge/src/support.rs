//! The diagnoses that a page names as supporting its procedure.

use crate::model::Page;

/// The section that names them.
const HEADING: &str = "Diagnoses that support it";
/// The most codes that a range of diagnoses is written out to.
const MOST: u32 = 100;

impl Page {
    /// ICD-10-CM codes and categories that support the procedure, in upper case without dots, each once. They are those of
    /// the list of the section: up to the colon of each point, or else up to the end of its first sentence, and nothing
    /// behind the word "never". `K40 to K46` is written out.
    #[must_use]
    pub fn supporting(&self) -> Vec<String> {
        let sections = self.sections.iter().filter(|(h, _)| h == HEADING);
        let points =
            sections.flat_map(|(_, text)| text.lines().filter_map(|l| l.strip_prefix("- ")));
        let mut all: Vec<String> = Vec::new();
        for code in points.flat_map(|point| named(lead(point))) {
            if !all.contains(&code) {
                all.push(code);
            }
        }
        all
    }
}

fn lead(point: &str) -> &str {
    let end = point
        .find(':')
        .or_else(|| point.find(". "))
        .unwrap_or(point.len());
    let lead = &point[..end];
    lead.split(" never ").next().unwrap_or(lead)
}

/// The codes of a text, ranges written out.
fn named(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        let Some(code) = diagnosis(word) else {
            continue;
        };
        let last = match words.get(at) {
            Some(&"to") => words.get(at + 1).and_then(|w| diagnosis(w)),
            _ => None,
        };
        match last.and_then(|last| between(&code, &last)) {
            Some(range) => {
                at += 2;
                all.extend(range);
            }
            None => all.push(code),
        }
    }
    all
}

/// `K55.02-,` → `K5502`. A category needs its digit, so that a word in capitals is not read as one.
fn diagnosis(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let plain: String = word.chars().filter(|c| *c != '.').collect();
    let bytes = plain.as_bytes();
    let fits = (3..=7).contains(&bytes.len())
        && bytes[0].is_ascii_uppercase()
        && bytes[1].is_ascii_digit()
        && bytes
            .iter()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && (word.len() == 3 || word.as_bytes().get(3) == Some(&b'.'));
    fits.then_some(plain)
}

/// Codes of one length that differ in the number at their end.
fn between(first: &str, last: &str) -> Option<Vec<String>> {
    let digits = first.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (head, from) = first.split_at_checked(first.len() - digits)?;
    let to = last.strip_prefix(head).filter(|to| to.len() == digits)?;
    let (from, to): (u32, u32) = (from.parse().ok()?, to.parse().ok()?);
    let all = (from..=to).take(MOST as usize);
    (from <= to).then(|| all.map(|n| format!("{head}{n:0digits$}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_the_section_is_read() {
        fn check(text: &str, codes: &[&str]) {
            let page = Page {
                sections: vec![(HEADING.to_owned(), text.to_owned())],
                ..Page::default()
            };
            assert_eq!(page.supporting(), codes, "{text}");
        }
        check(
            "- K55.02-, K55.1: dead bowel; not K56.1",
            &["K5502", "K551"],
        );
        check("- K40 to K42: hernia", &["K40", "K41", "K42"]);
        check(
            "- C15.- to C17.-, cancers, and C56.-",
            &["C15", "C16", "C17", "C56"],
        );
        check(
            "- K43.3 to K43.5, beside the stoma",
            &["K433", "K434", "K435"],
        );
        check("- C17.3, cancer, never together with Q43.0.", &["C173"]);
        check(
            "- K94.0-, a stoma. This and Z43 exclude each other.",
            &["K940"],
        );
        check("- T18.3XXA: swallowed\n- T18.3XXA: again", &["T183XXA"]);
        check("Do not add Z93.-; the list excludes it.", &[]);
        check("- As for 44120: the same", &[]);
    }
}
