//! What changed between two books: every code set of the older compared with the newer.

use super::facts::in_words as fact_in_words;
use super::{Call, Library, licensed};
use crate::contract::{Citation, CodeHead, Difference, Label, Limit};
use crate::gate::{Ask, Failure, HideTitle, Redact};
use ligature_catalog::{ArchivedCatalog, ArchivedCodeRow, Status, Validity};
use ligature_codes::System;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the book that the gate opens on.
const CURRENT: &str = "current";

/// What changed between two books.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BookDiffRequest {
    /// The older book: the name of one that the operator opened with the current one, or `current`.
    #[schemars(extend("examples" = ["current"]))]
    pub older: Label,
    /// The newer book; the current one without it.
    #[serde(default)]
    #[schemars(extend("examples" = ["current"]))]
    pub newer: Option<Label>,
    /// How many of each kind and code set at most (1 to 5000; 500 without it).
    #[serde(default)]
    pub limit: Option<Limit<500, 5000>>,
}

/// What changed between two books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BooksAnswer {
    /// Every code set that one of the books holds.
    pub sets: Vec<SetChange>,
}

/// What changed in one code set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SetChange {
    /// The code set.
    pub system: System,
    /// The releases of it in the older book.
    pub older: Vec<Citation>,
    /// The releases of it in the newer book.
    pub newer: Vec<Citation>,
    /// How many codes changed; the lists may hold fewer.
    pub counts: SetCounts,
    /// Codes for claims that are in force in the newer book only.
    pub added: Vec<CodeHead>,
    /// Codes for claims that are in force in the older book only.
    pub deleted: Vec<CodeHead>,
    /// In force in both, and not the same.
    pub revised: Vec<Revised>,
}

/// How many codes of a set changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SetCounts {
    /// Codes for claims that are in force in the newer book only.
    pub added: usize,
    /// Codes for claims that are in force in the older book only.
    pub deleted: usize,
    /// In force in both, and not the same.
    pub revised: usize,
    /// Of the revised: those with another title.
    pub titles: usize,
    /// Of the revised: those that became a heading, or are no heading any more.
    pub statuses: usize,
    /// Of the revised: those with another value in a table.
    pub facts: usize,
    /// In force in both, and the same.
    pub same: usize,
}

/// A code that both books hold, and where they differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Revised {
    /// The code, as the newer book has it.
    #[serde(flatten)]
    pub code: CodeHead,
    /// Title, status and facts of tables that differ: `first` is the older book's, empty where it has none.
    pub differences: Vec<Difference>,
}

impl Library {
    /// A book by its name.
    fn named_book(&self, name: &str) -> Result<&Library, Failure> {
        if name.trim() == CURRENT {
            return Ok(self);
        }
        let mut others = self.others.iter();
        let found = others.find(|(known, _)| known == name.trim());
        found.map(|(_, other)| &**other).ok_or_else(|| {
            let known = self.others.iter().map(|(known, _)| known.as_str());
            let known: Vec<&str> = std::iter::once(CURRENT).chain(known).collect();
            Failure::NotFound(format!(
                "there is no open book of this name; open: {}",
                known.join(", ")
            ))
        })
    }
}

impl Ask for BookDiffRequest {
    const TOOL: &'static str = "book_diff";
    type Answer = BooksAnswer;

    /// Compares two books, code set by code set. A code is in force in a book if it is listed on the last day that the book's
    /// releases of its set cover. A new or removed heading alone is no change: many lists leave headings out.
    /// Of a table the newest value counts, and a table that only one of the books holds is not compared.
    fn run(&self, library: &Library, call: &Call<'_>) -> Result<BooksAnswer, Failure> {
        let older = library.named_book(&self.older)?;
        let newer = library.named_book(self.newer.as_deref().unwrap_or(CURRENT))?;
        let limit = self.limit.unwrap_or_default().get();
        let which = |side: &str, error: Failure| match error {
            Failure::NoData(why) => Failure::NoData(format!("the {side} book: {why}")),
            error => error,
        };
        let was = older.catalog().map_err(|e| which("older", e))?;
        let is = newer.catalog().map_err(|e| which("newer", e))?;
        let there = |system: &System| !was.of(*system).is_empty() || !is.of(*system).is_empty();
        let mut sets = Vec::new();
        for system in System::ALL.into_iter().filter(there) {
            if call.context.cancel.is_cancelled() {
                return Err(Failure::Cancelled);
            }
            let (was, is) = (Side::new(older, was, system), Side::new(newer, is, system));
            sets.push(change(system, &was, &is, limit));
        }
        Ok(BooksAnswer { sets })
    }
}

impl Redact for BooksAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        for set in &mut self.sets {
            set.added.redact(hide);
            set.deleted.redact(hide);
            for revised in &mut set.revised {
                hide(&mut revised.code);
                if licensed(set.system) {
                    revised.differences.retain(|d| d.what != "title");
                }
            }
        }
    }
}

/// One code set of one book.
struct Side<'a> {
    library: &'a Library,
    catalog: &'a ArchivedCatalog,
    system: System,
    /// The last day that its releases cover.
    day: i32,
    /// Names of the facts that its tables give.
    names: BTreeSet<&'a str>,
}

/// Newest value of every fact, by its name and modifier.
type Facts<'a> = BTreeMap<(&'a str, &'a str), &'a str>;

impl<'a> Side<'a> {
    fn new(library: &'a Library, catalog: &'a ArchivedCatalog, system: System) -> Side<'a> {
        let of_set = catalog.releases.iter();
        let complete = of_set.filter(|r| r.system == system as u8 && r.complete);
        let rows = catalog.of(system).filter_map(|id| catalog.row(id));
        let facts = rows.flat_map(|row| catalog.facts(row));
        Side {
            names: facts.map(|(name, ..)| name).collect(),
            library,
            catalog,
            system,
            day: complete.map(|r| r.to.to_native()).max().unwrap_or(0),
        }
    }

    /// The codes in force, in their order.
    fn rows(&self) -> impl Iterator<Item = &'a ArchivedCodeRow> {
        let (catalog, day) = (self.catalog, self.day);
        let rows = catalog.of(self.system).filter_map(|id| catalog.row(id));
        rows.filter(move |row| !matches!(catalog.validity(row, day), Validity::NotInForce { .. }))
    }

    fn key(&self, row: &'a ArchivedCodeRow) -> &'a str {
        self.catalog.str(&row.code)
    }

    /// Whether it may be reported on a claim.
    fn claims(&self, row: &ArchivedCodeRow) -> bool {
        matches!(
            self.catalog.status(row),
            Status::Billable | Status::Modifier
        )
    }

    fn head(&self, row: &ArchivedCodeRow) -> CodeHead {
        self.library.head(self.catalog, row)
    }

    /// The facts of a code, of tables that the other book has as well.
    fn facts(&self, row: &'a ArchivedCodeRow, other: &Side<'_>) -> Facts<'a> {
        let mut newest: BTreeMap<(&str, &str), (i32, &str)> = BTreeMap::new();
        let all = self.catalog.facts(row);
        for (name, modifier, value, release) in all.filter(|f| other.names.contains(f.0)) {
            let to = self.catalog.releases.get(release as usize);
            let to = to.map_or(i32::MIN, |r| r.to.to_native());
            let known = newest.entry((name, modifier)).or_insert((to, value));
            if to >= known.0 {
                *known = (to, value);
            }
        }
        newest
            .into_iter()
            .map(|(key, (_, value))| (key, value))
            .collect()
    }

    /// Its releases; one that was read from several files is listed once.
    fn citations(&self) -> Vec<Citation> {
        let mut all: Vec<Citation> = Vec::new();
        for one in self.library.citations(self.catalog, &[self.system]) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all
    }
}

fn change(system: System, was: &Side<'_>, is: &Side<'_>, limit: usize) -> SetChange {
    let mut change = SetChange {
        system,
        older: was.citations(),
        newer: is.citations(),
        counts: SetCounts::default(),
        added: Vec::new(),
        deleted: Vec::new(),
        revised: Vec::new(),
    };
    let (mut before, mut after) = (was.rows().peekable(), is.rows().peekable());
    loop {
        let order = match (before.peek(), after.peek()) {
            (None, None) => break,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(old), Some(new)) => was.key(old).cmp(is.key(new)),
        };
        let old = order.is_le().then(|| before.next()).flatten();
        let new = order.is_ge().then(|| after.next()).flatten();
        let counts = &mut change.counts;
        match (old, new) {
            (Some(old), None) if was.claims(old) => {
                counts.deleted += 1;
                if change.deleted.len() < limit {
                    change.deleted.push(was.head(old));
                }
            }
            (None, Some(new)) if is.claims(new) => {
                counts.added += 1;
                if change.added.len() < limit {
                    change.added.push(is.head(new));
                }
            }
            (Some(old), Some(new)) => {
                let room = change.revised.len() < limit;
                if let Some(revised) = revision((was, old), (is, new), counts, room) {
                    change.revised.push(revised);
                }
            }
            _ => {}
        }
    }
    change
}

/// Counts how a code differs; says it, where there is room for it.
fn revision(
    (was, old): (&Side<'_>, &ArchivedCodeRow),
    (is, new): (&Side<'_>, &ArchivedCodeRow),
    counts: &mut SetCounts,
    room: bool,
) -> Option<Revised> {
    let mut differences = Vec::new();
    let mut differ = |what: &str, first: &str, second: &str| {
        differences.push(Difference {
            what: what.to_owned(),
            first: first.to_owned(),
            second: second.to_owned(),
        });
    };
    let (first, second) = (was.head(old), is.head(new));
    if first.title != second.title {
        counts.titles += 1;
        differ("title", &first.title, &second.title);
    }
    if first.status != second.status {
        counts.statuses += 1;
        differ("status", in_words(first.status), in_words(second.status));
    }
    let (before, after) = (was.facts(old, is), is.facts(new, was));
    if before != after {
        counts.facts += 1;
        let gone = before.keys().filter(|key| !after.contains_key(*key));
        for key in after.keys().chain(gone).filter(|_| room) {
            let (a, b) = (before.get(key), after.get(key));
            if a != b {
                let (name, modifier) = key;
                let mut what = fact_in_words(name);
                if !modifier.is_empty() {
                    what.push_str(" with modifier ");
                    what.push_str(modifier);
                }
                differ(&what, a.unwrap_or(&""), b.unwrap_or(&""));
            }
        }
    } else if differences.is_empty() {
        counts.same += 1;
        return None;
    }
    counts.revised += 1;
    room.then_some(Revised {
        code: second,
        differences,
    })
}

fn in_words(status: Status) -> &'static str {
    match status {
        Status::Billable => "valid for claims",
        Status::Header => "heading",
        Status::Chapter => "chapter",
        Status::Block => "block",
        Status::Modifier => "modifier",
    }
}
