//! `ligature import`: publishers' files into the book.

use crate::session::Session;
use anyhow::Result;
use ligature_assembly::{Assembly, Attested, Licences, holdings};
use std::path::PathBuf;
use std::process::ExitCode;

/// Add publishers' files to the book: code sets, fee schedule, edits.
///
/// Files are recognised by their content, not by their names; folders and archives (zip, gz, xz) are searched. A line that cannot
/// be read is left out and counted, with its reason; a file of the wrong layout is left out completely. The current book
/// is used until the new one is complete.
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
#[derive(clap::Args)]
pub struct Licence {
    /// You hold a CPT licence of the American Medical Association: its holder's name. Needed before CPT texts are imported.
    #[arg(long, value_name = "HOLDER", requires_all = ["edition", "users"])]
    attest_cpt_licence: Option<String>,

    /// You hold a CDT licence of the American Dental Association: its holder's name. Needed before CDT texts are imported.
    #[arg(long, value_name = "HOLDER", requires_all = ["edition", "users"])]
    attest_cdt_licence: Option<String>,

    /// Edition (year) that the licence covers.
    #[arg(long, value_name = "YEAR")]
    edition: Option<u16>,

    /// Number of users that the licence covers.
    #[arg(long, value_name = "N")]
    users: Option<u32>,
}

impl Licence {
    /// What was attested.
    pub fn attested(&self) -> Licences {
        let attested = |holder: &Option<String>| {
            holder.clone().map(|holder| Attested {
                holder,
                // the holder requires both
                edition: self.edition.unwrap_or(0),
                users: self.users.unwrap_or(0),
            })
        };
        Licences::new(
            attested(&self.attest_cpt_licence),
            attested(&self.attest_cdt_licence),
        )
    }
}

/// Imports files and replaces the current book by the new one.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    add(&args.paths, args.licence.attested(), session)?;
    Ok(ExitCode::SUCCESS)
}

/// The same for files that were fetched.
pub fn add(paths: &[PathBuf], licences: Licences, session: &Session) -> Result<()> {
    let book = session.located()?;
    let assembly = Assembly::added_to(book, paths, licences)?;
    session.out.print(assembly.report())?;
    let info = assembly.write()?;
    session.out.print(&format!(
        "The book in {} now holds {}.",
        info.dir.display(),
        holdings(&info)
    ))
}
