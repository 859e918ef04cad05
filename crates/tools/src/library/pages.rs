//! The authored pages: which codes have one, with the facts that a list shows.

use super::{Call, Library};
use crate::contract::{Code, Typing};
use crate::gate::{Ask, Failure, Redact};
use ligature_knowledge::Page;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List the procedure codes that have a page of Ligature's own.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PagesRequest {
    /// Only those whose code or name holds all of these words.
    #[serde(default)]
    pub text: Option<Typing>,
    /// Only these codes.
    #[serde(default)]
    #[schemars(extend("maxItems" = 999))]
    pub codes: Vec<Code>,
}

/// A code with a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageLine {
    /// The code.
    pub code: String,
    /// Our name for it.
    pub name: String,
    /// Global days, as the fee schedule had them when the page was written.
    pub global: String,
    /// Work relative value.
    pub work_rvu: String,
    /// Unit limit for practitioners; nothing: none is published.
    pub unit_limit: Option<u32>,
    /// It is an add-on.
    pub addon: bool,
}

/// Codes with a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PagesAnswer {
    /// In the order of their codes.
    pub pages: Vec<PageLine>,
}

impl Redact for PagesAnswer {}

impl Ask for PagesRequest {
    const TOOL: &'static str = "pages";
    type Answer = PagesAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<PagesAnswer, Failure> {
        let text = self.text.as_ref().map(|text| text.to_lowercase());
        let words: Vec<&str> = text
            .iter()
            .flat_map(|text| text.split_whitespace())
            .collect();
        let fits = |page: &&Page| {
            let (code, name) = (page.code.to_lowercase(), page.name.to_lowercase());
            let wanted = self.codes.is_empty()
                || self
                    .codes
                    .iter()
                    .any(|one| one.trim().eq_ignore_ascii_case(&code));
            wanted
                && words
                    .iter()
                    .all(|word| code.starts_with(word) || name.contains(word))
        };
        let pages = library.knowledge().pages.iter().filter(fits);
        let mut pages: Vec<PageLine> = pages.map(line).collect();
        pages.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(PagesAnswer { pages })
    }
}

fn line(page: &Page) -> PageLine {
    PageLine {
        code: page.code.clone(),
        name: page.name.clone(),
        global: page.facts.global.clone(),
        work_rvu: page.facts.work_rvu.clone(),
        unit_limit: page.facts.mue,
        addon: !page.facts.primaries.is_empty() || page.facts.addon_type.is_some(),
    }
}

impl Library {
    /// The pages nearest to a text: by its digits if it has any, else by the words of the pages' names.
    pub(super) fn near_pages(&self, text: &str, most: usize) -> Vec<&Page> {
        let pages = &self.knowledge().pages;
        let mut scored: Vec<(usize, u64, &Page)> = if text.chars().any(|c| c.is_ascii_digit()) {
            let by_digits = pages.iter().map(|page| {
                let far = match (text.parse::<u64>(), page.code.parse::<u64>()) {
                    (Ok(a), Ok(b)) => a.abs_diff(b),
                    _ => 0,
                };
                (strsim::osa_distance(text, &page.code), far, page)
            });
            by_digits.filter(|(changes, ..)| *changes <= 2).collect()
        } else {
            let shared = |page: &Page| {
                let name: Vec<String> = words(&page.name).collect();
                let long = words(text).filter(|word| word.len() >= 3);
                long.filter(|word| name.iter().any(|other| alike(word, other)))
                    .count()
            };
            let by_words = pages
                .iter()
                .map(|page| (usize::MAX - shared(page), 0, page));
            by_words.filter(|(score, ..)| *score < usize::MAX).collect()
        };
        scored.sort_by(|a, b| (a.0, a.1, &a.2.code).cmp(&(b.0, b.1, &b.2.code)));
        scored
            .into_iter()
            .take(most)
            .map(|(.., page)| page)
            .collect()
    }
}

/// Whether two words agree but for an ending (remove, removal) or a slip (apendix).
fn alike(a: &str, b: &str) -> bool {
    let shared = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let ending = shared >= 3 && shared + 3 >= a.len().max(b.len());
    ending || (a.len() >= 5 && strsim::osa_distance(a, b) <= 1)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}
