//! Search and completion.

use super::range::by_code;
use super::{Call, Library, meant};
use crate::contract::{
    CodeHead, CompleteAnswer, CompleteRequest, SearchAnswer, SearchRequest, SearchResult,
};
use crate::gate::{Ask, Failure};
use ligature_catalog::{ArchivedCatalog, CodeId, Status, Validity, plain};
use ligature_codes::System;
use ligature_search::{How, Matched};

impl Ask for SearchRequest {
    const TOOL: &'static str = "search";
    type Answer = SearchAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<SearchAnswer, Failure> {
        library.search(self)
    }
}

impl Ask for CompleteRequest {
    const TOOL: &'static str = "complete";
    type Answer = CompleteAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<CompleteAnswer, Failure> {
        library.complete(self)
    }
}

impl Library {
    /// Finds codes.
    fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, Failure> {
        let catalog = self.catalog()?;
        let text = request.text.trim();
        let limit = request.limit.unwrap_or_default().get();
        let skip = request.skip.unwrap_or_default().get();
        let under = match &request.under {
            Some(under) => Some(self.resolve(catalog, request.system, under)?),
            None => None,
        };
        let date = request
            .date
            .map(|date| self.day(catalog, System::Cpt, Some(date)));
        let takes = |id: CodeId| {
            let Some(row) = catalog.row(id) else {
                return false;
            };
            let system = meant(request.system).iter().any(|s| *s as u8 == row.system);
            // categories of CCSR are found where they are asked for
            let quiet = request.system.is_none() && row.system == System::Ccsr as u8;
            let billable = !request.billable || catalog.status(row) == Status::Billable;
            let below = under.is_none_or(|u| u == id || catalog.above(row).any(|a| a == u));
            let holds = date
                .is_none_or(|d| !matches!(catalog.validity(row, d), Validity::NotInForce { .. }));
            system && !quiet && billable && below && holds
        };
        let wanted = skip + limit + 1;
        let found = |id: CodeId, score: f32, matched: Vec<Matched>| {
            let score = (f64::from(score) * 1e4).round() / 1e4;
            Some(SearchResult {
                head: self.head_of(catalog, id)?,
                score,
                matched,
            })
        };
        let named = by_code(catalog, text, meant(request.system), wanted, &takes);
        // "ct" is a modifier, and an abbreviation that people search by
        let modifiers = named.as_ref().is_some_and(|ids| {
            let modifier = |id: &CodeId| {
                catalog
                    .row(*id)
                    .is_some_and(|r| catalog.status(r) == Status::Modifier)
            };
            request.system.is_none() && ids.iter().all(modifier)
        });
        let mut results: Vec<SearchResult> = Vec::new();
        if named.is_none() || modifiers {
            let found_codes = self.searcher()?.search(text, false, wanted, &takes);
            results.extend(
                found_codes
                    .into_iter()
                    .filter_map(|f| found(f.id, f.score, f.matched)),
            );
            if modifiers {
                results.truncate(limit.saturating_sub(1));
            }
        }
        usual_below(catalog, &mut results, &takes, &found);
        let named = named.into_iter().flatten();
        results.extend(named.filter_map(|id| {
            let how = named_how(text, &catalog.printed(catalog.row(id)?));
            // a code that was not typed fits less
            let score = match how.how {
                How::Same | How::Range => 1.0,
                How::Slip => 0.5,
                _ => 0.9,
            };
            found(id, score, vec![how])
        }));
        let more = results.len() > skip + limit;
        results = results.into_iter().skip(skip).take(limit).collect();
        let mut systems: Vec<System> = results.iter().map(|r| r.head.system).collect();
        systems.sort_unstable();
        systems.dedup();
        Ok(SearchAnswer {
            exact: self.exact(catalog, text, meant(request.system)),
            results,
            more,
            citations: self.citations(catalog, &systems),
        })
    }

    /// The one code that a question is, in whole; nothing where it is none, or one of several sets.
    fn exact(&self, catalog: &ArchivedCatalog, text: &str, systems: &[System]) -> Option<CodeHead> {
        let plain = plain(text);
        if plain.len() < 3 || text.contains(' ') || !plain.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut found = systems
            .iter()
            .filter_map(|system| catalog.find(*system, text));
        let one = found.next()?;
        match found.next() {
            None => self.head_of(catalog, one),
            Some(_) => None,
        }
    }

    /// Completes what is being typed.
    fn complete(&self, request: &CompleteRequest) -> Result<CompleteAnswer, Failure> {
        const MOST: usize = 8;
        let catalog = self.catalog()?;
        let text = request.text.trim();
        let takes = |id: CodeId| {
            catalog.row(id).is_some_and(|row| match request.system {
                None => row.system != System::Ccsr as u8,
                Some(systems) => systems.systems().iter().any(|s| *s as u8 == row.system),
            })
        };
        if text.is_empty() {
            return Ok(CompleteAnswer {
                words: vec![],
                codes: vec![],
            });
        }
        let searcher = self.searcher()?;
        let ids: Vec<CodeId> = match by_code(catalog, text, meant(request.system), MOST, &takes) {
            Some(ids) => ids,
            None => searcher
                .search(text, true, MOST, &takes)
                .into_iter()
                .map(|f| f.id)
                .collect(),
        };
        let last = text
            .split_whitespace()
            .next_back()
            .unwrap_or("")
            .to_lowercase();
        Ok(CompleteAnswer {
            words: searcher.begun(&last),
            codes: ids
                .iter()
                .filter_map(|id| self.head_of(catalog, *id))
                .collect(),
        })
    }
}

/// How a question that is a code, the beginning of one or a range belongs to a code.
fn named_how(text: &str, code: &str) -> Matched {
    let (typed, own) = (plain(text), plain(code));
    let how = if typed == own {
        How::Same
    } else if typed.contains('-') || text.contains(" to ") {
        How::Range
    } else if own.starts_with(&typed) {
        How::Begins
    } else {
        How::Slip
    };
    Matched {
        asked: text.to_owned(),
        found: code.to_owned(),
        how,
    }
}

/// Puts behind a category that came first the code that is used when nothing more is said: `B02.9` behind `B02`.
fn usual_below(
    catalog: &ArchivedCatalog,
    results: &mut Vec<SearchResult>,
    takes: &dyn Fn(CodeId) -> bool,
    found: &dyn Fn(CodeId, f32, Vec<Matched>) -> Option<SearchResult>,
) {
    let Some(first) = results.first() else {
        return;
    };
    let Some(code) = catalog
        .find(first.head.system, &first.head.code)
        .and_then(|id| usual(catalog, id))
        .filter(|id| takes(*id))
    else {
        return;
    };
    let score = first.score as f32 * BELOW;
    if let Some(usual) = found(code, score, first.matched.clone()) {
        results.retain(|r| r.head.system != usual.head.system || r.head.code != usual.head.code);
        results.insert(1, usual);
    }
}

/// The billable code of a category for what is not specified: of the codes below it those that end in 9, or in 0 where
/// none does.
fn usual(catalog: &ArchivedCatalog, category: CodeId) -> Option<CodeId> {
    let mut at = category;
    for _ in 0..4 {
        let row = catalog.row(at)?;
        if catalog.status(row) == Status::Billable {
            return (at != category).then_some(at);
        }
        if catalog.status(row) != Status::Header
            || !matches!(catalog.system(row), System::Icd10cm | System::Icd9dx)
        {
            return None;
        }
        let code = catalog.str(&row.code);
        let next = ["9", "0"]
            .iter()
            .find_map(|end| catalog.find(catalog.system(row), &format!("{code}{end}")));
        at = next?;
    }
    None
}

/// What the usual code of a category scores of the category's own score.
const BELOW: f32 = 0.98;
