//! Finding pages: by code, by neighbourhood, by what a person may have meant.

use ligature_knowledge::{Knowledge, Page};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// Where each code's page stands in the knowledge.
pub(crate) struct Shelf {
    at: BTreeMap<String, usize>,
}

impl Shelf {
    pub fn new(knowledge: &Knowledge) -> Shelf {
        Shelf {
            at: knowledge
                .pages
                .iter()
                .enumerate()
                .map(|(at, page)| (page.code.clone(), at))
                .collect(),
        }
    }

    /// The shelf together with what it is a shelf of.
    pub fn of<'a>(&'a self, knowledge: &'a Knowledge) -> Library<'a> {
        Library {
            knowledge,
            shelf: self,
            links: true,
        }
    }
}

/// The pages of one knowledge, in the order of their codes.
#[derive(Clone, Copy)]
pub(crate) struct Library<'a> {
    pub knowledge: &'a Knowledge,
    shelf: &'a Shelf,
    /// Whether codes can be linked to their pages; a file on a disk has no site around it.
    pub links: bool,
}

/// Codes that are weighed against each other, under the family's title.
pub(crate) struct Neighbourhood<'a> {
    pub title: &'a str,
    pub codes: Vec<&'a str>,
}

impl<'a> Library<'a> {
    /// For a page that stands alone.
    pub fn without_links(self) -> Library<'a> {
        Library {
            links: false,
            ..self
        }
    }

    pub fn page(&self, code: &str) -> Option<&'a Page> {
        self.shelf
            .at
            .get(code)
            .and_then(|at| self.knowledge.pages.get(*at))
    }

    /// All pages by code.
    pub fn pages(&self) -> impl Iterator<Item = &'a Page> {
        let pages = &self.knowledge.pages;
        self.shelf.at.values().filter_map(move |at| pages.get(*at))
    }

    /// The pages before and after this one on the shelf.
    pub fn beside(&self, code: &str) -> (Option<&'a Page>, Option<&'a Page>) {
        let pages = &self.knowledge.pages;
        let before = self
            .shelf
            .at
            .range::<str, _>((Bound::Unbounded, Bound::Excluded(code)))
            .next_back();
        let after = self
            .shelf
            .at
            .range::<str, _>((Bound::Excluded(code), Bound::Unbounded))
            .next();
        (
            before.and_then(|(_, at)| pages.get(*at)),
            after.and_then(|(_, at)| pages.get(*at)),
        )
    }

    /// The families that decide this code, with all their codes; without a family, the codes that its page names.
    pub fn neighbourhoods(&self, page: &'a Page) -> Vec<Neighbourhood<'a>> {
        let mut found = Vec::new();
        for family in &self.knowledge.families {
            let own = family
                .rows
                .iter()
                .flat_map(|row| row.code.iter().chain(&row.further));
            let own: BTreeSet<&str> = own.map(String::as_str).collect();
            if own.contains(page.code.as_str()) {
                let mut codes = own;
                codes.extend(family.neighbours.iter().map(String::as_str));
                found.push(Neighbourhood {
                    title: &family.title,
                    codes: codes.into_iter().collect(),
                });
            }
        }
        if found.is_empty() {
            let named = page
                .sections
                .iter()
                .flat_map(|(_, text)| codes_in(text))
                .map(|(_, code)| code);
            let mut codes: BTreeSet<&str> =
                named.filter(|code| self.page(code).is_some()).collect();
            if codes.len() > 1 || codes.iter().any(|code| *code != page.code) {
                codes.insert(&page.code);
                found.push(Neighbourhood {
                    title: "Named on this page",
                    codes: codes.into_iter().collect(),
                });
            }
        }
        found
    }

    /// Pages whose code or name has all the words asked for.
    pub fn matching(&self, asked: &str) -> Vec<&'a Page> {
        let words: Vec<String> = asked.split_whitespace().map(str::to_lowercase).collect();
        let fits = |page: &&Page| {
            let name = page.name.to_lowercase();
            words.iter().all(|word| {
                page.code.to_lowercase().starts_with(word.as_str()) || name.contains(word.as_str())
            })
        };
        self.pages().filter(fits).collect()
    }

    /// The pages nearest to a code that has none: fewest characters changed first, then nearest in number.
    pub fn nearest(&self, asked: &str, most: usize) -> Vec<&'a Page> {
        let number = |code: &str| code.parse::<i64>().ok();
        let mut ranked: Vec<_> = self
            .pages()
            .map(|page| {
                let apart = match (number(&page.code), number(asked)) {
                    (Some(one), Some(other)) => one.abs_diff(other),
                    _ => u64::MAX,
                };
                (strsim::damerau_levenshtein(&page.code, asked), apart, page)
            })
            .collect();
        ranked.sort_by_key(|(changes, apart, page)| (*changes, *apart, page.code.as_str()));
        ranked
            .into_iter()
            .take(most)
            .map(|(_, _, page)| page)
            .collect()
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

    fn knowledge() -> Knowledge {
        let page = |code: &str, name: &str| Page {
            code: code.into(),
            name: name.into(),
            ..Page::default()
        };
        Knowledge {
            pages: vec![
                page("44202", "Keyhole removal"),
                page("44120", "Open removal"),
                page("44121", "A further piece"),
            ],
            ..Knowledge::default()
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
    fn beside_and_nearest() {
        let knowledge = knowledge();
        let shelf = Shelf::new(&knowledge);
        let library = shelf.of(&knowledge);
        let (before, after) = library.beside("44121");
        assert_eq!(before.map(|p| p.code.as_str()), Some("44120"));
        assert_eq!(after.map(|p| p.code.as_str()), Some("44202"));
        assert_eq!(library.nearest("44210", 1)[0].code, "44120");
        assert_eq!(library.nearest("44201", 1)[0].code, "44202");
        assert_eq!(library.matching("removal open").len(), 1);
        assert_eq!(library.matching("441").len(), 2);
    }
}
