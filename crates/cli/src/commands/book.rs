//! `ligature book`: build, inspect, verify.

use crate::session::Session;
use anyhow::{Result, bail};
use ligature_book::{Origin, info, verify};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What can be done with the book.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Build a book from authored files and publishers' files.
    ///
    /// The folder appears whole or not at all; a book that is there is replaced in one step. Files with errors give no book:
    /// see `ligature knowledge check`.
    #[command(after_long_help = "Example:
  ligature book build --out release-1
  ligature --book release-1 code note.txt")]
    Build {
        /// The folder to make, or the book to replace.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,

        /// Folder with the authored files. Without it: ./knowledge if it is there, else the files that came with this program.
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,

        /// Publishers' files and folders to take in; see `ligature import`.
        #[arg(long, value_name = "PATH", num_args = 1..)]
        data: Vec<PathBuf>,

        #[command(flatten)]
        licence: super::import::Licence,
    },
    /// Show what a coder may rely on in a book: what it holds, from where, on what terms.
    Info {
        /// The book's folder. Without it: the book that the other commands use.
        #[arg(value_name = "DIR")]
        at: Option<PathBuf>,
    },
    /// What was added, deleted and revised: between two books, or between two releases of a code set in one book.
    #[command(
        override_usage = "ligature book diff [OPTIONS] OLDER-BOOK NEWER-BOOK\n       ligature book diff [OPTIONS] SYSTEM [FROM] [TO]",
        after_long_help = "Examples:
  ligature book diff last-year/book this-year/book
  ligature book diff icd10cm FY2024 FY2025"
    )]
    Diff(super::diff::Args),
    /// All codes of a code set with their titles, one a line, tab between: for other programs.
    Titles {
        /// The code set.
        system: ligature_catalog::System,
    },
    /// Check every byte of a book.
    Verify {
        /// The book's folder. Without it: the book that the other commands use.
        #[arg(value_name = "DIR")]
        at: Option<PathBuf>,
    },
}

/// Does it.
pub fn run(command: &Command, session: &Session) -> Result<ExitCode> {
    match command {
        Command::Build {
            out,
            dir,
            data,
            licence,
        } => build(dir.as_deref(), data, licence, out, session)?,
        Command::Info { at } => {
            session.print(&info(&folder(at.as_deref(), session)?)?.to_string())?
        }
        Command::Diff(args) => super::diff::run(args, session)?,
        Command::Titles { system } => {
            let library = session.source()?.library()?;
            let titles = library
                .titles(*system)
                .map_err(|e| anyhow::anyhow!("{e}"))?;
            session.print(&titles)?;
        }
        Command::Verify { at } => {
            let dir = folder(at.as_deref(), session)?;
            verify(&dir)?;
            session.print(&format!("The book in {} is whole.", dir.display()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn build(
    dir: Option<&Path>,
    data: &[PathBuf],
    licence: &super::import::Licence,
    out: &Path,
    session: &Session,
) -> Result<()> {
    let dir = super::knowledge::dir(dir);
    let loaded = super::knowledge::load(dir.as_deref());
    let errors = loaded
        .problems
        .iter()
        .filter(|problem| problem.is_error())
        .count();
    if let Some(first) = loaded.problems.iter().find(|problem| problem.is_error()) {
        let errors = crate::render::counted(errors, "error");
        bail!(
            "no book is built from files with errors ({errors}; ligature knowledge check shows all); the first: {}:{}:{}: {}",
            first.file,
            first.line,
            first.column,
            first.message
        );
    }
    let origin = match &dir {
        Some(dir) => Origin {
            what: format!("the authored files in {}", dir.display()),
            ..Origin::default()
        },
        None => Origin::embedded(),
    };
    let taken = if data.is_empty() {
        super::import::Taken::default()
    } else {
        super::import::read(data, licence)?
    };
    if !taken.report.is_empty() {
        session.print(&taken.report)?;
    }
    let files = taken.files.clone();
    let info = super::import::build(&loaded.knowledge, taken, &origin, out)?;
    super::import::Kept::beside(out).only(&files)?;
    session.print(&info.to_string())
}

/// The book that is meant.
fn folder(given: Option<&Path>, session: &Session) -> Result<PathBuf> {
    match given {
        Some(dir) => Ok(dir.to_owned()),
        None => match session.source()?.dir() {
            Some(dir) => Ok(dir.to_owned()),
            None => bail!("there is no book: the built-in knowledge is used in memory"),
        },
    }
}
