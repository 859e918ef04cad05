//! Search and completion.

use crate::answers::{
    CompleteAnswer, CompleteRequest, SearchAnswer, SearchRequest, SearchResult, ToolError, meant,
};
use crate::library::Library;
use crate::range::by_code;
use ligature_catalog::{CodeId, Status, System, Validity};

/// Results without a limit asked for.
const USUAL: usize = 10;

impl Library {
    /// Finds codes.
    ///
    /// # Errors
    /// [`ToolError`]
    pub fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, ToolError> {
        let catalog = self.catalog()?;
        let text = request.text.trim();
        if text.is_empty() {
            return Err(ToolError::Wrong(
                "type a code, part of one, or words".to_owned(),
            ));
        }
        let limit = request.limit.unwrap_or(USUAL).clamp(1, 100);
        let skip = request.skip.unwrap_or(0).min(1000);
        let under = match &request.under {
            Some(under) => Some(self.resolve(catalog, request.system, under)?),
            None => None,
        };
        let date = match request.date.as_deref().filter(|d| !d.is_empty()) {
            Some(date) => Some(self.day(catalog, System::Cpt, Some(date))?),
            None => None,
        };
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
        let found = |id: CodeId, score: f32, matched| {
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
            let asked = self.searcher()?.ask(text, false, wanted, &takes);
            results.extend(
                asked
                    .into_iter()
                    .filter_map(|f| found(f.id, f.score, f.matched)),
            );
            if modifiers {
                results.truncate(limit.saturating_sub(1));
            }
        }
        let named = named.into_iter().flatten();
        results.extend(named.filter_map(|id| found(id, 1.0, Vec::new())));
        let more = results.len() > skip + limit;
        results = results.into_iter().skip(skip).take(limit).collect();
        let mut systems: Vec<System> = results.iter().map(|r| r.head.system).collect();
        systems.sort_unstable();
        systems.dedup();
        Ok(SearchAnswer {
            results,
            more,
            citations: self.citations(catalog, &systems),
        })
    }

    /// Completes what is being typed.
    ///
    /// # Errors
    /// [`ToolError`]
    pub fn complete(&self, request: &CompleteRequest) -> Result<CompleteAnswer, ToolError> {
        const MOST: usize = 8;
        let catalog = self.catalog()?;
        let text = request.text.trim();
        let takes = |id: CodeId| {
            catalog.row(id).is_some_and(|row| {
                request
                    .system
                    .map_or(row.system != System::Ccsr as u8, |s| s as u8 == row.system)
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
                .ask(text, true, MOST, &takes)
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
