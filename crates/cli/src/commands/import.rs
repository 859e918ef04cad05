//! `ligature import`: publishers' files into the book.

use crate::render::counted;
use crate::session::Session;
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use ligature_book::{Info, Origin, build_with};
use ligature_catalog::{ArchivedCatalog, Batch, Catalog};
use ligature_import::{Layout, Problem, files, open, recognise, take};
use ligature_knowledge::Knowledge;
use ligature_search::Index;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Take publishers' files into the book: code sets, fee schedule, edits.
///
/// Files are known by their content, not by their names; folders and archives (zip, gz, xz) are walked. A line that cannot
/// be read is left out and counted, with its reason; a file of the wrong shape is left out whole. The book that is in use
/// stays in use until the new one is complete.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature import ~/Downloads/icd10cm-2026.zip
  ligature import publishers/            everything below this folder
  ligature --book shared/book import publishers/")]
pub struct Args {
    /// Files and folders.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub licence: Licence,
}

/// Attested licences.
#[derive(clap::Args, Default, Clone)]
pub struct Licence {
    /// You hold a CPT licence of the American Medical Association: its holder's name. Needed before CPT texts are taken in.
    #[arg(long, value_name = "HOLDER", requires_all = ["edition", "users"])]
    pub attest_cpt_licence: Option<String>,

    /// You hold a CDT licence of the American Dental Association: its holder's name. Needed before CDT texts are taken in.
    #[arg(long, value_name = "HOLDER", requires_all = ["edition", "users"])]
    pub attest_cdt_licence: Option<String>,

    /// Edition (year) that the licence covers.
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<u16>,

    /// Number of users that the licence covers.
    #[arg(long, value_name = "N")]
    pub users: Option<u32>,

    /// What was attested before, as it stands in the book.
    #[arg(skip)]
    pub before: Vec<String>,
}

impl Licence {
    fn allows(&self, layout: Layout) -> bool {
        let before = |what: &str| self.before.iter().any(|line| line.starts_with(what));
        match layout {
            Layout::Cpt => self.attest_cpt_licence.is_some() || before("CPT "),
            Layout::Cdt => self.attest_cdt_licence.is_some() || before("CDT "),
            _ => true,
        }
    }

    /// What was attested, one line each, for the book.
    fn lines(&self) -> Vec<String> {
        let (edition, users) = (self.edition.unwrap_or(0), self.users.unwrap_or(0));
        let line = |what: &str, holder: &String| {
            format!("{what} licence attested: holder {holder}, edition {edition}, users {users}")
        };
        let cpt = self.attest_cpt_licence.iter().map(|h| line("CPT", h));
        let cdt = self.attest_cdt_licence.iter().map(|h| line("CDT", h));
        let mut all: Vec<String> = self.before.clone();
        all.extend(cpt.chain(cdt));
        all.dedup();
        all
    }
}

/// What was read from the files.
pub struct Taken {
    /// Each batch with what it was read from, in words.
    pub batches: Vec<(String, Batch)>,
    /// What was attested.
    pub attested: Vec<String>,
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

/// Takes files in and puts the new book in the place of the one in use.
///
/// What was taken is kept beside the book, so that the next import adds to it.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let source = session.source()?;
    let Some(dir) = source.dir().map(Path::to_path_buf) else {
        bail!("there is no folder for a book: name one with --book");
    };
    let knowledge = source.knowledge()?;
    let mut licence = args.licence.clone();
    let library = source.library()?;
    if let Ok(catalog) = library.catalog() {
        licence.before = catalog
            .attested
            .iter()
            .map(|a| a.as_str().to_owned())
            .collect();
    }
    drop(library);
    drop(source);
    let mut taken = read(&args.paths, &licence)?;
    session.print(&taken.report)?;
    if taken.batches.is_empty() {
        bail!("nothing was taken in, and the book stays as it was");
    }
    let kept = beside(&dir, "publishers");
    if files(&kept).is_ok_and(|f| !f.is_empty()) {
        taken
            .batches
            .extend(read(std::slice::from_ref(&kept), &licence)?.batches);
    }
    // one release of one layout counts once, also when its file is given again under another name
    let mut seen = std::collections::HashSet::new();
    taken.batches.retain(|(what, b)| {
        let r = &b.release;
        seen.insert((
            what.clone(),
            r.system,
            r.label.clone(),
            b.read,
            b.entries.len(),
            b.facts.len(),
        ))
    });
    let new = beside(&dir, &format!("new-{}", std::process::id()));
    let info = build(&knowledge, taken, &Origin::embedded(), &new)?;
    ligature_book::replace(&new, &dir)?;
    keep(&args.paths, &licence, &dir)?;
    session.print(&format!(
        "The book in {} now holds {}.",
        dir.display(),
        holdings(&info)
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// A folder beside the book.
fn beside(dir: &Path, what: &str) -> PathBuf {
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    dir.with_file_name(format!("{name}.{what}"))
}

/// Keeps a copy of each file of which something was taken, beside the book, so that a later import adds to it.
///
/// # Errors
/// If it cannot be written.
pub fn keep(paths: &[PathBuf], licence: &Licence, book: &Path) -> Result<()> {
    let kept = beside(book, "publishers");
    std::fs::create_dir_all(&kept).with_context(|| format!("{} cannot be made", kept.display()))?;
    for path in paths {
        for file in files(path)? {
            if !one(&file, licence).iter().any(Result::is_ok) {
                continue;
            }
            let name = file.file_name().unwrap_or_default();
            std::fs::copy(&file, kept.join(name)).with_context(|| {
                format!("{} cannot be kept in {}", file.display(), kept.display())
            })?;
        }
    }
    Ok(())
}

fn holdings(info: &Info) -> String {
    let parts = info
        .manifest
        .contents
        .iter()
        .filter(|p| p.name == "catalog");
    let all: Vec<String> = parts
        .flat_map(|p| p.holds.iter().map(|(what, n)| format!("{n} {what}")))
        .collect();
    all.join(", ")
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

/// Makes a book of authored knowledge and what was taken.
///
/// # Errors
/// If the files do not fit a book, or it cannot be written.
pub fn build(knowledge: &Knowledge, mut taken: Taken, origin: &Origin, out: &Path) -> Result<Info> {
    taken.batches.push((
        "names of our own".to_owned(),
        ligature_tools::names(knowledge),
    ));
    let catalog = Catalog::build(taken.batches, taken.attested)?;
    let bytes = rkyv::to_bytes::<rkyv::rancor::Error>(&catalog)?;
    let archived = rkyv::access::<ArchivedCatalog, rkyv::rancor::Error>(&bytes)?;
    let index = Index::build(
        ligature_tools::docs(archived, knowledge),
        catalog.codes.len(),
    );
    Ok(build_with(
        knowledge,
        Some((&catalog, &index)),
        origin,
        out,
    )?)
}
