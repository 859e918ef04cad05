//! Whether a file holds what it should.

use anyhow::{Result, anyhow};
use ligature_import::{Layout, open, recognise};
use ligature_knowledge::{Item, Loaded, Problem, Release, Severity, did_you_mean};
use std::path::Path;

/// The layouts that must come with a release.
///
/// # Errors
/// If its author names one that there is not.
pub(crate) fn wanted(release: &Release) -> Result<Vec<Layout>> {
    let layout = |id: &String| {
        Layout::of_id(id)
            .ok_or_else(|| anyhow!("there is no layout `{id}` (in the list of releases)"))
    };
    release.layouts.iter().map(layout).collect()
}

/// Layouts in the list of releases that no reader knows, with their places.
#[must_use]
pub fn unknown_layouts(loaded: &Loaded) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, release) in loaded.releases.iter().enumerate() {
        for (layout, id) in release.layouts.iter().enumerate() {
            if Layout::of_id(id).is_some() {
                continue;
            }
            let item = Item::Layout {
                release: at,
                layout,
            };
            let message = format!("there is no layout `{id}`");
            let known = Layout::ALL.iter().map(|(_, id)| *id);
            problems.push(
                loaded
                    .problem(&item, Severity::Error, message)
                    .with_help(did_you_mean(id, known, "layouts")),
            );
        }
    }
    problems
}

/// What a file holds, in words: all of `wanted` is among it.
///
/// # Errors
/// What is wrong, as the end of a sentence that begins with "the file".
pub(crate) fn look(file: &Path, wanted: &[Layout]) -> Result<String, String> {
    let (sources, problems) = open(file);
    let mut held: Vec<Layout> = sources
        .iter()
        .filter_map(|source| recognise(&source.bytes))
        .collect();
    held.sort_unstable();
    held.dedup();
    let missing: Vec<Layout> = wanted
        .iter()
        .copied()
        .filter(|layout| !held.contains(layout))
        .collect();
    if missing.is_empty() {
        return Ok(names(&held));
    }
    if let (true, Some(problem)) = (held.is_empty(), problems.first()) {
        return Err(format!("cannot be read ({problem})"));
    }
    let instead = if held.is_empty() {
        "nothing that Ligature knows".to_owned()
    } else {
        names(&held)
    };
    Err(format!(
        "has the wrong content: {} is missing; it has {instead}",
        names(&missing)
    ))
}

fn names(layouts: &[Layout]) -> String {
    let names: Vec<&str> = layouts.iter().map(|layout| layout.name()).collect();
    names.join(", ")
}
