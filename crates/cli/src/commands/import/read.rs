//! Reading publishers' files, and what is told of each.

use super::Licence;
use crate::render::counted;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use ligature_catalog::Batch;
use ligature_edits::Table;
use ligature_import::{Layout, Problem, files, open, recognise, take};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What was read from the files.
#[derive(Default)]
pub struct Taken {
    /// Each batch with what it was read from, in words.
    pub batches: Vec<(String, Batch)>,
    /// Tables of claims.
    pub tables: Vec<Table>,
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
    let read: Vec<Vec<Result<(Layout, ligature_import::Taken), Left>>> = all
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
    let mut tables = Vec::new();
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
            Ok((layout, taken)) => {
                tell(&mut report, layout, &taken);
                batches.extend(taken.batch.map(|batch| (layout.name().to_owned(), batch)));
                tables.extend(taken.table);
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
        tables,
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
fn one(path: &Path, licence: &Licence) -> Vec<Result<(Layout, ligature_import::Taken), Left>> {
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
            Some(layout) if let Some(why) = layout.passed_over() => {
                Err(Left::Said(format!("{}: known: {why}", source.name)))
            }
            Some(layout) if !licence.allows(layout) => Err(Left::Said(format!(
                "{}: {}: licensed text is taken only after you attest your licence (--attest-cpt-licence or --attest-cdt-licence, with --edition and --users)",
                source.name,
                layout.name()
            ))),
            Some(layout) => take(layout, &source)
                .map(|taken| (layout, taken))
                .map_err(|p| Left::Said(p.to_string())),
        };
        results.push(result);
    }
    results
}

/// A file in a few lines: what it is, what was taken, what was refused.
fn tell(report: &mut String, layout: Layout, taken: &ligature_import::Taken) {
    let (batch, table) = (taken.batch.as_ref(), taken.table.as_ref());
    let release = batch.map(|b| {
        (
            &b.release.file,
            &b.release.label,
            b.release.from,
            b.release.to,
        )
    });
    let source = table.map(|t| (&t.source.file, &t.source.label, t.source.from, t.source.to));
    // what is said of claims names the release more exactly
    let Some((file, label, from, to)) = source.or(release) else {
        return;
    };
    let part = table.and_then(|t| t.source.part);
    let part = part.map_or(String::new(), |(n, of)| format!(", part {n} of {of}"));
    let setting = table.filter(|t| t.source.kind.by_setting());
    let setting = setting.map_or(String::new(), |t| format!(", {}", t.source.setting.name()));
    let _ = writeln!(
        report,
        "{file}: {} {label}{setting}{part}, {from} to {to}",
        layout.name(),
    );
    let mut told: Vec<String> = Vec::new();
    if let Some(table) = table {
        let dated = if table.source.dated {
            ", each with its own days"
        } else {
            ""
        };
        let what = table.source.kind.rows();
        told.push(format!("{} {what} for claims{dated}", table.rows.len()));
    }
    if let Some(batch) = batch {
        let counts = [
            (batch.entries.len(), "code"),
            (batch.notes.len(), "instruction"),
            (batch.links.len(), "link"),
            (batch.terms.len(), "index term"),
            (batch.facts.len(), "fact"),
        ];
        let some = counts.iter().filter(|(n, _)| *n > 0);
        told.extend(some.map(|(n, what)| counted(*n, what)));
    }
    let read = batch.map(|b| b.read).or(table.map(|t| t.read));
    let _ = writeln!(
        report,
        "  took {} from {} lines",
        told.join(", "),
        read.unwrap_or(0)
    );
    // a file that gives both refuses its lines for both
    let refused: Vec<(u64, &str)> = match (batch, table) {
        (Some(batch), _) => batch
            .refused
            .iter()
            .map(|r| (r.line, r.why.as_str()))
            .collect(),
        (None, Some(table)) => table
            .refused
            .iter()
            .map(|r| (r.line, r.why.as_str()))
            .collect(),
        (None, None) => Vec::new(),
    };
    if !refused.is_empty() {
        let _ = writeln!(report, "  refused {}:", counted(refused.len(), "line"));
        for (line, why) in refused.iter().take(5) {
            let _ = writeln!(report, "    line {line}: {why}");
        }
        if refused.len() > 5 {
            let _ = writeln!(report, "    and {} more", refused.len() - 5);
        }
    }
}
