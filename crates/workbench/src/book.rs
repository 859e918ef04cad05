//! The one place where a book is opened and searched.

use crate::run_context::RunContext;
use anyhow::{Result, bail};
use ligature_assembly::locate;
use ligature_edits::{Ids, Tables};
use ligature_knowledge::Query;
use ligature_tools::{CompleteRequest, Context, Gate, Limit, SearchRequest, Systems};
use std::sync::Arc;

/// A book that answers.
pub(crate) struct Book {
    gate: Gate,
    queries: Vec<Query>,
    book: Option<Arc<ligature_assembly::Book>>,
    ids: Option<Ids>,
    context: Context,
}

impl Book {
    /// The book of this run.
    pub(crate) fn open(context: &RunContext<'_>) -> Result<Self> {
        let located = locate(context.book)?;
        for remark in &located.remarks {
            context.out.remark(remark);
        }
        let book = located.book().cloned();
        Ok(Self {
            gate: Gate::of(&located)?,
            queries: located.to_knowledge()?.queries,
            ids: book.as_ref().and_then(|b| b.edits()).map(Ids::new),
            book,
            context: Context::operator(),
        })
    }

    /// The payers' tables.
    pub(crate) fn tables(&self) -> Result<Tables<'_>> {
        let edits = self.book.as_ref().and_then(|book| book.edits());
        match edits.zip(self.ids.as_ref()) {
            Some((edits, ids)) => Ok(Tables::new(edits, ids)),
            None => bail!(
                "no payer tables are loaded: take files of CMS in (NCCI edits, fee schedule, GPCI) with `ligature import DIR`"
            ),
        }
    }

    /// The authors' questions to the search.
    pub(crate) fn queries(&self) -> &[Query] {
        &self.queries
    }

    /// An error if there are no code sets to search.
    pub(crate) fn searchable(&self) -> Result<()> {
        match self.gate.about().loaded {
            true => Ok(()),
            false => bail!(
                "the queries cannot be tried: this book has no code sets: add publishers' files with `ligature import DIR`"
            ),
        }
    }

    /// Whether one of the right codes is among the first five for a text, and what is there. `system` is a code set, or
    /// empty for all of them.
    pub(crate) fn finds(&self, text: &str, system: &str, right: &[String]) -> (bool, String) {
        let request = SearchRequest {
            text: text.into(),
            system: system.parse().ok(),
            limit: Some(Limit(5)),
            ..SearchRequest::default()
        };
        let Ok(reply) = self.gate.ask_now(&self.context, &request) else {
            return (false, "an error".to_owned());
        };
        let plain = |code: &str| code.replace('.', "").to_uppercase();
        let heads: Vec<_> = reply.answer.results.iter().map(|r| &r.head).collect();
        let fits = |right: &String| {
            let (set, code) = right.split_once(' ').unwrap_or(("", right));
            let sets: Option<Systems> = set.parse().ok();
            heads.iter().any(|h| {
                plain(&h.code) == plain(code)
                    && sets.is_none_or(|s| s.systems().contains(&h.system))
            })
        };
        let got: Vec<&str> = heads.iter().map(|h| h.code.as_str()).collect();
        (right.iter().any(fits), got.join(" "))
    }

    /// Searches as a user does; only the time it takes is of interest.
    pub(crate) fn search(&self, text: &str, system: &str) {
        let _ = self.gate.ask_now(
            &self.context,
            &SearchRequest {
                text: text.into(),
                system: system.parse().ok(),
                ..SearchRequest::default()
            },
        );
    }

    /// Completes what a user began to type; only the time it takes is of interest.
    pub(crate) fn complete(&self, text: &str) {
        let _ = self.gate.ask_now(
            &self.context,
            &CompleteRequest {
                text: text.into(),
                system: None,
            },
        );
    }
}
