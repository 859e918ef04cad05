//! From files to [`Knowledge`].

use crate::check;
use crate::draft::Draft;
use crate::files;
use crate::item::Item;
use crate::lint;
use crate::model::Knowledge;
use crate::problem::{Problem, Severity};
use crate::release::Release;
use crate::source::AuthoredFile;
use std::ops::Range;
use std::path::Path;

/// Knowledge with what is wrong with it, and the places of its parts.
#[derive(Debug, Default)]
pub struct Loaded {
    /// All that could be read, also when there are errors.
    pub knowledge: Knowledge,
    /// Everything found wrong, in the order of files and lines.
    pub problems: Vec<Problem>,
    /// `knowledge/releases/*.toml`: what can be fetched. No book holds it.
    pub releases: Vec<Release>,
    sources: Vec<AuthoredFile>,
    places: Vec<(Item, usize, Range<usize>)>,
}

impl Loaded {
    /// Reads a folder of the layout of `knowledge/`.
    #[must_use]
    pub fn from_dir(dir: &Path) -> Self {
        let (sources, problems) = files::gather(dir);
        Self::from_sources(sources, problems)
    }

    /// Reads the files that the binary carries.
    #[must_use]
    pub fn embedded() -> Self {
        Self::from_sources(files::embedded(), Vec::new())
    }

    /// What works but has no effect, with its places: see [`crate::lint`].
    #[must_use]
    pub fn lint(&self) -> Vec<Problem> {
        let findings = lint::findings(&self.knowledge);
        let mut problems: Vec<_> = findings
            .into_iter()
            .map(|finding| {
                let mut problem = self.problem(&finding.item, finding.severity, finding.message);
                problem.help = finding.help;
                problem
            })
            .collect();
        problems.sort();
        problems
    }

    /// A problem at the place of a part of the knowledge, such as an example that failed.
    #[must_use]
    pub fn problem(&self, item: &Item, severity: Severity, message: impl Into<String>) -> Problem {
        let place = self.places.iter().find(|(known, ..)| known == item);
        match place.and_then(|(_, source, span)| Some((self.sources.get(*source)?, span))) {
            Some((source, span)) => source.problem(span, severity, message.into()),
            None => Problem::of_file(item.name(&self.knowledge), severity, message),
        }
    }

    fn from_sources(sources: Vec<AuthoredFile>, mut problems: Vec<Problem>) -> Self {
        let mut draft = Draft::default();
        for source in &sources {
            draft.read(source, &mut problems);
        }
        draft.include(&mut problems);
        check::all(&draft, &mut problems);
        problems.sort();
        let places = draft.places(&sources);
        let releases = std::mem::take(&mut draft.releases);
        let knowledge = draft.into_knowledge();
        Self {
            knowledge,
            problems,
            releases: releases.into_iter().map(|placed| placed.value).collect(),
            sources,
            places,
        }
    }
}
