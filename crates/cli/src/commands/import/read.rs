//! Reading publishers' files, and what is told of each.

use super::Licence;
use crate::render::counted;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use ligature_catalog::Batch;
use ligature_import::{Layout, Problem, files, open, recognise, take};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What was read from the files.
#[derive(Default)]
pub struct Taken {
    /// Each batch with what it was read from, in words.
    pub batches: Vec<(String, Batch)>,
    /// What was attested.
    pub attested: Vec<String>,
    /// Files of which something was taken.
    pub files: Vec<PathBuf>,
    /// What to tell the person.
    pub report: String,
}

/// A file that was not taken.
enum Left {
    /// It is of no layout that is known.
    Unknown(String),
    /// Anything else, in words.
    Said(String),
}

/// Reads all files of paths; what is not taken is said in the report.
///
/// # Errors
/// If a path is not there.
pub fn read(paths: &[PathBuf], licence: &Licence) -> Result<Taken> {
    let mut all = Vec::new();
    for path in paths {
        all.extend(files(path).with_context(|| format!("{} cannot be read", path.display()))?);
    }
    if all.is_empty() {
        bail!(
            "there are no files in {}",
            paths
                .iter()
                .map(|p| p.display().to_string())
                .collect::<Vec<_>>()
                .join(", ")
        );
    }
    let bar = ProgressBar::new(all.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {wide_msg}") {
        bar.set_style(style);
    }
    let read: Vec<Vec<Result<(Layout, Batch), Left>>> = all
        .par_iter()
        .map(|path| {
            bar.set_message(
                path.file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
            );
            let done = one(path, licence);
            bar.inc(1);
            done
        })
        .collect();
    bar.finish_and_clear();
    let mut report = String::new();
    let mut batches = Vec::new();
    let mut left = Vec::new();
    let mut unknown = Vec::new();
    let mut files = Vec::new();
    for (path, results) in all.into_iter().zip(&read) {
        if results.iter().any(Result::is_ok) {
            files.push(path);
        }
    }
    for result in read.into_iter().flatten() {
        match result {
            Ok((layout, batch)) => {
                tell(&mut report, layout, &batch);
                batches.push((layout.name().to_owned(), batch));
            }
            Err(Left::Said(why)) => left.push(why),
            Err(Left::Unknown(name)) => unknown.push(name),
        }
    }
    if !left.is_empty() {
        let _ = writeln!(report, "\nLeft out:");
        for why in left {
            let _ = writeln!(report, "  {why}");
        }
    }
    if !unknown.is_empty() {
        let shown: Vec<&str> = unknown.iter().take(4).map(String::as_str).collect();
        let more = if unknown.len() > 4 { ", …" } else { "" };
        let _ = writeln!(
            report,
            "\n{} of no layout that Ligature knows passed over: {}{more}",
            counted(unknown.len(), "file"),
            shown.join(", ")
        );
    }
    Ok(Taken {
        batches,
        attested: licence.lines(),
        files,
        report,
    })
}

/// XML that brings entities of its own.
fn entities(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 16)];
    head.trim_ascii_start().starts_with(b"<") && head.windows(8).any(|w| w == b"<!ENTITY")
}

/// Reads what is in one file.
fn one(path: &Path, licence: &Licence) -> Vec<Result<(Layout, Batch), Left>> {
    let (sources, problems) = open(path);
    let said = |p: Problem| Err(Left::Said(p.to_string()));
    let mut results: Vec<_> = problems.into_iter().map(said).collect();
    for source in sources {
        let result = match recognise(&source.bytes) {
            None if entities(&source.bytes) => Err(Left::Said(format!(
                "{}: declares entities of its own, which no publisher's file does: nothing of it was taken",
                source.name
            ))),
            None => Err(Left::Unknown(source.name.clone())),
            Some(layout) if layout.set_aside() => Err(Left::Said(format!(
                "{}: {}: known, and set aside for the claim checks of a later release",
                source.name,
                layout.name()
            ))),
            Some(layout) if !licence.allows(layout) => Err(Left::Said(format!(
                "{}: {}: licensed text is taken only after you attest your licence (--attest-cpt-licence or --attest-cdt-licence, with --edition and --users)",
                source.name,
                layout.name()
            ))),
            Some(layout) => take(layout, &source)
                .map(|batch| (layout, batch))
                .map_err(|p| Left::Said(p.to_string())),
        };
        results.push(result);
    }
    results
}

/// A file in a few lines: what it is, what was taken, what was refused.
fn tell(report: &mut String, layout: Layout, batch: &Batch) {
    let r = &batch.release;
    let _ = writeln!(
        report,
        "{}: {} {}, {} to {}",
        r.file,
        layout.name(),
        r.label,
        r.from,
        r.to
    );
    let counts = [
        (batch.entries.len(), "code"),
        (batch.notes.len(), "instruction"),
        (batch.links.len(), "link"),
        (batch.terms.len(), "index term"),
        (batch.facts.len(), "fact"),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| counted(*n, what))
        .collect();
    let _ = writeln!(
        report,
        "  took {} from {} lines",
        told.join(", "),
        batch.read
    );
    let refused = batch.refused.len();
    if refused > 0 {
        let _ = writeln!(report, "  refused {}:", counted(refused, "line"));
        for refusal in batch.refused.iter().take(5) {
            let _ = writeln!(report, "    line {}: {}", refusal.line, refusal.why);
        }
        if refused > 5 {
            let _ = writeln!(report, "    and {} more", refused - 5);
        }
    }
}
