//! The authored pages of codes: finding one by its code, or by what a person may have meant.

use ligature_tools::PageLine;
use std::collections::BTreeMap;
use std::ops::Bound;

/// The pages, in the order of their codes.
#[derive(Clone)]
pub(crate) struct CodePages {
    pages: BTreeMap<String, PageLine>,
    /// Titles of the families that are decided from notes.
    pub families: Vec<String>,
    /// Whether codes can be linked to their pages; a file on a disk has no site around it.
    pub links: bool,
}

impl CodePages {
    pub fn new(pages: Vec<PageLine>, families: Vec<String>) -> CodePages {
        CodePages {
            pages: pages.into_iter().map(|p| (p.code.clone(), p)).collect(),
            families,
            links: true,
        }
    }

    /// For an answer that is saved as a file.
    pub fn without_links(self) -> CodePages {
        CodePages {
            links: false,
            ..self
        }
    }

    pub fn page(&self, code: &str) -> Option<&PageLine> {
        self.pages.get(code)
    }

    /// All pages by code.
    pub fn pages(&self) -> impl ExactSizeIterator<Item = &PageLine> {
        self.pages.values()
    }

    /// The pages before and after this one.
    pub fn before_and_after(&self, code: &str) -> (Option<&PageLine>, Option<&PageLine>) {
        let before = (Bound::Unbounded, Bound::Excluded(code));
        let after = (Bound::Excluded(code), Bound::Unbounded);
        let before = self.pages.range::<str, _>(before).next_back();
        let after = self.pages.range::<str, _>(after).next();
        (before.map(|(_, page)| page), after.map(|(_, page)| page))
    }

    /// Pages whose code or name has all the words typed.
    pub fn matching(&self, typed: &str) -> Vec<&PageLine> {
        let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        let fits = |page: &&PageLine| {
            let (code, name) = (page.code.to_lowercase(), page.name.to_lowercase());
            let mut words = words.iter();
            words.all(|word| code.starts_with(word.as_str()) || name.contains(word.as_str()))
        };
        self.pages().filter(fits).collect()
    }

    /// The pages nearest to a code that has none: fewest characters changed first, then nearest in number.
    pub fn nearest(&self, typed: &str, most: usize) -> Vec<&PageLine> {
        let number = |code: &str| code.parse::<i64>().ok();
        let mut ranked: Vec<_> = self
            .pages()
            .map(|page| {
                let distance = match (number(&page.code), number(typed)) {
                    (Some(one), Some(other)) => one.abs_diff(other),
                    _ => u64::MAX,
                };
                (
                    strsim::damerau_levenshtein(&page.code, typed),
                    distance,
                    page,
                )
            })
            .collect();
        ranked.sort_by_key(|(changes, distance, page)| (*changes, *distance, page.code.as_str()));
        let nearest = ranked.into_iter().take(most);
        nearest.map(|(_, _, page)| page).collect()
    }
}

/// Five-digit numbers standing alone in a text, with their places: what may be a code.
pub(crate) fn codes_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let part_of_a_word = |c: char| c.is_alphanumeric() || c == '.' || c == '_';
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(found) = text[from..].find(|c: char| c.is_ascii_digit()) {
            let start = from + found;
            let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
            from = start + digits;
            let before = text[..start]
                .chars()
                .next_back()
                .is_some_and(part_of_a_word);
            // A full stop after the number ends a sentence unless a character follows it.
            let mut rest = text[from..].chars();
            let after = match rest.next() {
                Some('.') => rest.next().is_some_and(char::is_alphanumeric),
                next => next.is_some_and(part_of_a_word),
            };
            if digits == 5 && !before && !after {
                return Some((start, &text[start..from]));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(code: &str, name: &str) -> PageLine {
        PageLine {
            code: code.into(),
            name: name.into(),
            global: String::new(),
            work_rvu: String::new(),
            unit_limit: None,
            addon: false,
        }
    }

    #[test]
    fn codes_stand_alone() {
        let found: Vec<&str> =
            codes_in("44120, (44121) x 44130. K55.02 123456 44140.5 A44150 44160é 44202")
                .map(|(_, c)| c)
                .collect();
        assert_eq!(found, ["44120", "44121", "44130", "44202"]);
    }

    #[test]
    fn before_after_and_nearest() {
        let pages = vec![
            page("44202", "Keyhole removal"),
            page("44120", "Open removal"),
            page("44121", "A further piece"),
        ];
        let code_pages = CodePages::new(pages, Vec::new());
        let (before, after) = code_pages.before_and_after("44121");
        assert_eq!(before.map(|p| p.code.as_str()), Some("44120"));
        assert_eq!(after.map(|p| p.code.as_str()), Some("44202"));
        assert_eq!(code_pages.nearest("44210", 1)[0].code, "44120");
        assert_eq!(code_pages.nearest("44201", 1)[0].code, "44202");
        assert_eq!(code_pages.matching("removal open").len(), 1);
        assert_eq!(code_pages.matching("441").len(), 2);
    }
}
