//! `ligature import`: publishers' files into the book.

mod keep;
mod licence;
mod read;

pub use keep::Kept;
pub use licence::Licence;
pub use read::{Taken, read};

use crate::session::Session;
use anyhow::{Result, bail};
use ligature_book::{Info, Origin, Parts, build_with};
use ligature_catalog::{ArchivedCatalog, Batch, Catalog};
use ligature_knowledge::Knowledge;
use ligature_search::Index;
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

/// Takes files in and puts the new book in the place of the one in use.
///
/// What was taken is kept beside the book before the books are exchanged, so that the next import adds to it.
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
    if taken.batches.is_empty() && taken.tables.is_empty() {
        bail!("nothing was taken in, and the book stays as it was");
    }
    let older = Kept::beside(&dir).add(&taken.files)?;
    if !older.is_empty() {
        let before = read(&older, &licence)?;
        taken.batches.extend(before.batches);
        // of rows that are given anew, the last count
        taken.tables.splice(0..0, before.tables);
    }
    let info = build(&knowledge, taken, &Origin::embedded(), &dir)?;
    session.print(&format!(
        "The book in {} now holds {}.",
        dir.display(),
        holdings(&info)
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn holdings(info: &Info) -> String {
    let parts = info
        .manifest
        .contents
        .iter()
        .filter(|p| p.name == "catalog" || p.name == "edits");
    let all: Vec<String> = parts
        .flat_map(|p| p.holds.iter().map(|(what, n)| format!("{n} {what}")))
        .collect();
    all.join(", ")
}

/// Makes a book of authored knowledge and what was taken. A book that is there is replaced in one step; readers in flight
/// keep the old one.
///
/// # Errors
/// If the files do not fit a book, it cannot be written, or `out` is a folder of other things.
pub fn build(knowledge: &Knowledge, mut taken: Taken, origin: &Origin, out: &Path) -> Result<Info> {
    taken.batches.extend(ligature_tools::authored(knowledge));
    let catalog = Catalog::build(each_once(taken.batches), taken.attested)?;
    let bytes = rkyv::to_bytes::<rkyv::rancor::Error>(&catalog)?;
    let archived = rkyv::access::<ArchivedCatalog, rkyv::rancor::Error>(&bytes)?;
    let index = Index::build(
        ligature_tools::docs(archived, knowledge),
        catalog.codes.len(),
    );
    let edits = match taken.tables.is_empty() {
        true => None,
        false => Some(ligature_edits::build(taken.tables)?),
    };
    let parts = Parts {
        sets: Some((&catalog, &index)),
        edits: edits.as_ref(),
    };
    if !ligature_book::is_book(out) {
        return Ok(build_with(knowledge, parts, origin, out)?);
    }
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let new = out.with_file_name(format!("{name}.new-{}", std::process::id()));
    let mut info = build_with(knowledge, parts, origin, &new)?;
    ligature_book::replace(&new, out)?;
    out.clone_into(&mut info.dir);
    Ok(info)
}

/// The same content counts once, also when it is given again under another name.
fn each_once(batches: Vec<(String, Batch)>) -> Vec<(String, Batch)> {
    let same = |(a, one): &(String, Batch), (b, two): &(String, Batch)| {
        let mut release = one.release.clone();
        release.file.clone_from(&two.release.file);
        a == b
            && release == two.release
            && one.read == two.read
            && one.entries == two.entries
            && one.notes == two.notes
            && one.links == two.links
            && one.terms == two.terms
            && one.facts == two.facts
    };
    let mut once: Vec<(String, Batch)> = Vec::new();
    for batch in batches {
        if !once.iter().any(|kept| same(kept, &batch)) {
            once.push(batch);
        }
    }
    once
}
