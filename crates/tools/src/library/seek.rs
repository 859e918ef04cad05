//! Search and completion.

use super::range::by_code;
use super::typed_code::{modifiers, sets_of, typed_code};
use super::within::{codes_within, set_within};
use super::{Call, Library, meant};
use crate::contract::{
    CodeHead, CompleteAnswer, CompleteRequest, SearchAnswer, SearchRequest, SearchResult,
};
use crate::gate::{Ask, Failure};
use ligature_catalog::{ArchivedCatalog, CodeId, Status, Validity, plain};
use ligature_codes::{System, Systems, Written, tidy, written};
use ligature_search::{Found, How, Matched};

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
    /// Since when a code is deleted, as the newest release of its set says. Sets that are history are not.
    fn deleted(&self, catalog: &ArchivedCatalog, id: CodeId) -> Option<String> {
        let row = catalog.row(id)?;
        let system = catalog.system(row);
        if RETIRED.contains(&system) {
            return None;
        }
        match catalog.validity(row, self.day(catalog, system, None)) {
            Validity::NotInForce { since, .. } => since,
            _ => None,
        }
    }

    pub(super) fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, Failure> {
        let catalog = self.catalog()?;
        let text = tidy(&request.text);
        let mut text = text.trim();
        let limit = request.limit.unwrap_or_default().get();
        let skip = request.skip.unwrap_or_default().get();
        let under = match &request.under {
            Some(under) => Some(self.resolve(catalog, request.system, under)?),
            None => None,
        };
        let date = request
            .date
            .map(|date| self.day(catalog, System::Cpt, Some(date)));
        let is_code = named(catalog, text, request.system, 1, &|_| true).is_some();
        // the words of a question may name the set that they are to be found in
        let labelled = set_within(text).filter(|_| !is_code);
        let sets: Vec<System> = match &labelled {
            Some((left, sets)) => {
                text = left;
                let wanted = meant(request.system);
                sets.iter()
                    .copied()
                    .filter(|s| wanted.contains(s))
                    .collect()
            }
            None => meant(request.system).to_vec(),
        };
        let takes = |id: CodeId| {
            let Some(row) = catalog.row(id) else {
                return false;
            };
            let system = sets.iter().any(|s| *s as u8 == row.system);
            // categories of CCSR are found only on request
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
                deleted: self.deleted(catalog, id),
            })
        };
        let named = named(catalog, text, request.system, wanted, &takes);
        // "ct" is a modifier, and an abbreviation that people search by
        let modifiers = named.as_ref().is_some_and(|all| {
            let modifier = |one: &Named| {
                catalog
                    .row(one.id)
                    .is_some_and(|r| catalog.status(r) == Status::Modifier)
            };
            request.system.is_none() && !all.is_empty() && all.iter().all(modifier)
        });
        let mut results: Vec<SearchResult> = Vec::new();
        if named.is_none() || modifiers {
            let searcher = self.searcher()?;
            // a set that is no longer in use comes last, unless it is the one that is searched
            let retired = |id: CodeId| {
                catalog
                    .row(id)
                    .is_some_and(|row| RETIRED.iter().any(|s| *s as u8 == row.system))
            };
            let folds = request.system.is_none() && labelled.is_none();
            let first = |id: CodeId| takes(id) && !(folds && retired(id));
            let among = if folds { wanted.max(MIXED) } else { wanted };
            let mut found_codes = searcher.search(text, false, among, &first);
            if folds {
                mix(catalog, &mut found_codes);
            }
            if folds && found_codes.len() < wanted {
                let last = |id: CodeId| takes(id) && retired(id);
                found_codes.extend(searcher.search(text, false, wanted - found_codes.len(), &last));
            }
            results.extend(
                found_codes
                    .into_iter()
                    .filter_map(|f| found(f.id, f.score, f.matched)),
            );
            // codes among the words come first
            if named.is_none() {
                let within = codes_within(catalog, request.system, text);
                let within = within.into_iter().filter(|(_, id)| takes(*id));
                let within: Vec<SearchResult> = within
                    .filter_map(|(typed, id)| {
                        let how = named_how(&typed, &catalog.printed(catalog.row(id)?));
                        found(id, 1.0, vec![how])
                    })
                    .collect();
                let known = |r: &SearchResult| {
                    let same = |w: &SearchResult| {
                        (w.head.system, &w.head.code) == (r.head.system, &r.head.code)
                    };
                    within.iter().any(same)
                };
                results.retain(|r| !known(r));
                results.splice(0..0, within);
            }
            if modifiers {
                results.truncate(limit.saturating_sub(1));
            }
        }
        usual_below(catalog, &mut results, &takes, &found);
        let named = named.into_iter().flatten();
        results.extend(named.filter_map(|one| {
            let how = named_how(&one.typed, &catalog.printed(catalog.row(one.id)?));
            // a code that was not typed fits less
            let score = match how.how {
                How::Same | How::Range => 1.0,
                How::Slip => 0.5,
                _ => 0.9,
            };
            found(one.id, score, vec![how])
        }));
        let more = results.len() > skip + limit;
        results = results.into_iter().skip(skip).take(limit).collect();
        let mut systems: Vec<System> = results.iter().map(|r| r.head.system).collect();
        systems.sort_unstable();
        systems.dedup();
        Ok(SearchAnswer {
            exact: self.exact(catalog, text, request.system),
            results,
            more,
            citations: self.citations(catalog, &systems),
        })
    }

    /// The one code that the whole query is; none if it is no code, or one of several sets.
    fn exact(
        &self,
        catalog: &ArchivedCatalog,
        text: &str,
        set: Option<Systems>,
    ) -> Option<CodeHead> {
        let codes = written(text);
        let heading = |all: &Vec<Written>| all.iter().any(|one| one.below);
        if plain(text).len() < 3
            || (codes.is_none() && text.contains(' '))
            || !text.bytes().any(|b| b.is_ascii_digit())
            || codes.as_ref().is_some_and(heading)
        {
            return None;
        }
        match typed_code(catalog, set, text).ids.as_slice() {
            [one] => self.head_of(catalog, *one),
            _ => None,
        }
    }

    /// Completes what is being typed.
    fn complete(&self, request: &CompleteRequest) -> Result<CompleteAnswer, Failure> {
        const MOST: usize = 8;
        let catalog = self.catalog()?;
        let text = tidy(&request.text);
        let text = text.trim();
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
        let ids: Vec<CodeId> = match named(catalog, text, request.system, MOST, &takes) {
            Some(all) => all.into_iter().map(|one| one.id).collect(),
            None => {
                // the best of several sets, and what is no longer in use last, as in a search
                let folds = request.system.is_none();
                let retired = |id: CodeId| {
                    let row = catalog.row(id);
                    row.is_some_and(|row| RETIRED.iter().any(|s| *s as u8 == row.system))
                };
                let first = |id: CodeId| takes(id) && !(folds && retired(id));
                let most = if folds { MIXED } else { MOST };
                let mut found = searcher.search(text, true, most, &first);
                if found.is_empty() {
                    found = searcher.search(text, true, MOST, &takes);
                }
                if folds {
                    mix(catalog, &mut found);
                    found.truncate(MOST);
                }
                found.into_iter().map(|f| f.id).collect()
            }
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

/// A code that a question names.
struct Named {
    id: CodeId,
    /// What was typed for it.
    typed: String,
}

/// The codes that a question names, best first; nothing if it is a question in words.
fn named(
    catalog: &ArchivedCatalog,
    text: &str,
    set: Option<Systems>,
    most: usize,
    takes: &dyn Fn(CodeId) -> bool,
) -> Option<Vec<Named>> {
    let of = |typed: &str, ids: Vec<CodeId>| -> Vec<Named> {
        let one = |id| Named {
            id,
            typed: typed.to_owned(),
        };
        ids.into_iter().map(one).collect()
    };
    let all = written(text).unwrap_or_default();
    let plainly = match all.as_slice() {
        [] => Some(text),
        // the beginning of a code and a slip are looked for as they were typed
        [one] if one.is_bare() => {
            let exists = |code: &str| !typed_code(catalog, set, code).ids.is_empty();
            match (exists(text), one.corrected && exists(&one.code)) {
                (true, _) => Some(one.code.as_str()),
                // letters for digits: what they look like comes before other slips
                (_, true) => {
                    let found = by_code(catalog, &one.code, meant(set), most, takes);
                    return found.map(|ids| of(text, ids));
                }
                _ => Some(text),
            }
        }
        _ => None,
    };
    if let Some(typed) = plainly {
        return by_code(catalog, typed, meant(set), most, takes).map(|ids| of(typed, ids));
    }
    let found = |one: &Written| -> Vec<Named> {
        let typed = match &one.to {
            Some(to) => format!("{}-{to}", one.code),
            None => one.code.clone(),
        };
        let sets = sets_of(set, one);
        let mut ids = sets
            .iter()
            .filter_map(|sets| by_code(catalog, &typed, sets, most, takes));
        of(&typed, ids.next().unwrap_or_default())
    };
    let mut lists: Vec<std::vec::IntoIter<Named>> =
        all.iter().map(|one| found(one).into_iter()).collect();
    // each code that was typed comes first, then the modifiers, then what else there is of each
    let mut first: Vec<Named> = lists.iter_mut().filter_map(Iterator::next).collect();
    let of_modifier = |id: CodeId| {
        let typed = catalog.row(id).map(|row| catalog.printed(row))?;
        takes(id).then_some(Named { id, typed })
    };
    first.extend(
        all.iter()
            .flat_map(|one| modifiers(catalog, one))
            .filter_map(of_modifier),
    );
    for rest in lists.into_iter().flatten() {
        if !first.iter().any(|one| one.id == rest.id) {
            first.push(rest);
        }
    }
    first.truncate(most);
    let labelled = all.iter().any(|one| !one.systems.is_empty());
    (labelled || !first.is_empty()).then_some(first)
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

/// The billable code of a category for what is not specified: of the codes below it that end in 9 or in 0 the one that is called
/// so, or else the first.
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
        let below =
            ["9", "0"].map(|end| catalog.find(catalog.system(row), &format!("{code}{end}")));
        // the 9 is mostly what is not specified, and sometimes what is listed nowhere else
        let unspecified = |id: &CodeId| {
            let title = catalog.row(*id).map_or("", |row| catalog.str(&row.title));
            title.to_ascii_lowercase().contains("unspecified")
        };
        let named = below.iter().flatten().find(|id| unspecified(id));
        at = named.or(below.iter().flatten().next()).copied()?;
    }
    None
}

/// How many of the best codes of all sets are mixed.
const MIXED: usize = 60;
/// What a code's score keeps for each better one of its own set.
const AGAIN: f32 = 0.93;

/// Mixes the best codes of several sets: who searches all of them may mean a procedure, a diagnosis or a supply, so the best of
/// each come before many alike of one.
fn mix(catalog: &ArchivedCatalog, found: &mut [Found]) {
    let many = found.len().min(MIXED);
    let set = |of: &Found| catalog.row(of.id).map(|row| row.system);
    let mut before: Vec<(Option<u8>, i32)> = Vec::new();
    for at in 0..many {
        let worth = |of: &Found| {
            let times = before.iter().find(|(s, _)| *s == set(of));
            of.score * AGAIN.powi(times.map_or(0, |(_, times)| *times))
        };
        let Some(best) = (at..many).max_by(|a, b| {
            let worth = |at: &usize| found.get(*at).map_or(0.0, worth);
            worth(a).total_cmp(&worth(b)).then(b.cmp(a))
        }) else {
            return;
        };
        found[at..=best].rotate_right(1);
        let chosen = set(&found[at]);
        match before.iter_mut().find(|(s, _)| *s == chosen) {
            Some((_, times)) => *times += 1,
            None => before.push((chosen, 1)),
        }
    }
}

/// Code sets that are no longer in use for new services.
const RETIRED: [System; 2] = [System::Icd9dx, System::Icd9sg];

/// What the usual code of a category scores of the category's own score.
const BELOW: f32 = 0.98;
