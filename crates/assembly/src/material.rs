//! Reading publishers' files.

use crate::licence::Licences;
use crate::report;
use anyhow::{Context, Result, bail};
use ligature_catalog::Batch;
use ligature_edits::Table;
use ligature_import::{Imported, Layout, Problem, files, open, recognise, take};
use ligature_terminal::{counted, progress};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What was read from publishers' files.
#[derive(Default)]
pub(crate) struct Material {
    /// Each batch with what it was read from, in words.
    pub batches: Vec<(String, Batch)>,
    /// Tables of claims.
    pub tables: Vec<Table>,
    /// What was attested.
    pub attested: Vec<String>,
    /// Files of which something was taken.
    pub files: Vec<PathBuf>,
    /// What a person should know of each file.
    pub report: String,
}

/// A file that was not taken.
enum Left {
    /// It is of no layout that is known.
    Unknown(String),
    /// Anything else, in words.
    Said(String),
}

/// Reads all files of paths; files that are not imported are named in the report.
///
/// # Errors
/// If a path is not there.
pub(crate) fn read(paths: &[PathBuf], licences: &Licences) -> Result<Material> {
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
    let bar = progress::files(all.len());
    let read: Vec<Vec<Result<(Layout, Imported), Left>>> = all
        .par_iter()
        .map(|path| {
            bar.set_message(
                path.file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
            );
            let done = read_file(path, licences);
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
                report::add(&mut report, layout, &taken);
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
            "\n{} in no layout that Ligature knows, skipped: {}{more}",
            counted(unknown.len(), "file"),
            shown.join(", ")
        );
    }
    Ok(Material {
        batches,
        tables,
        attested: licences.lines(),
        files,
        report,
    })
}

/// XML that declares entities.
fn entities(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 16)];
    head.trim_ascii_start().starts_with(b"<") && head.windows(8).any(|w| w == b"<!ENTITY")
}

/// Reads what is in one file.
fn read_file(path: &Path, licences: &Licences) -> Vec<Result<(Layout, Imported), Left>> {
    let (sources, problems) = open(path);
    let said = |p: Problem| Err(Left::Said(p.to_string()));
    let mut results: Vec<_> = problems.into_iter().map(said).collect();
    for source in sources {
        let result = match recognise(&source.bytes) {
            None if entities(&source.bytes) => Err(Left::Said(format!(
                "{}: it declares entities, which no publisher's file does: nothing of it was imported",
                source.name
            ))),
            None => Err(Left::Unknown(source.name.clone())),
            Some(layout) if let Some(why) = layout.passed_over() => {
                Err(Left::Said(format!("{}: known: {why}", source.name)))
            }
            Some(layout) if !licences.allow(layout) => Err(Left::Said(format!(
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
