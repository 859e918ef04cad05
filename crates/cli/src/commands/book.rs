//! `ligature book`: build, inspect, verify.

use crate::session::Session;
use anyhow::{Result, bail};
use ligature_assembly::{Assembly, info, verify};
use ligature_tools::{System, TitlesRequest};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What can be done with the book.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Build a book from authored files and publishers' files.
    ///
    /// The folder appears complete or not at all; an existing book is replaced in one step. Files with errors give no book:
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

        /// Publishers' files and folders to import; see `ligature import`.
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
        system: System,
    },
    /// Check every byte of a book.
    Verify {
        /// The book's folder. Without it: the book that the other commands use.
        #[arg(value_name = "DIR")]
        at: Option<PathBuf>,
    },
}

/// Runs the command.
pub fn run(command: &Command, session: &Session) -> Result<ExitCode> {
    match command {
        Command::Build {
            out,
            dir,
            data,
            licence,
        } => {
            let assembly = Assembly::of_authors(dir.as_deref(), data, licence.attested(), out)?;
            if !assembly.report().is_empty() {
                session.out.print(assembly.report())?;
            }
            session.out.print(&assembly.write()?.to_string())?;
        }
        Command::Info { at } => session
            .out
            .print(&info(&folder(at.as_deref(), session)?)?.to_string())?,
        Command::Diff(args) => super::diff::run(args, session)?,
        Command::Titles { system } => {
            let request = TitlesRequest { system: *system };
            let titles = session.ask(&session.gate()?, &request)?;
            let lines = titles.codes.iter();
            let lines = lines.map(|head| format!("{}\t{}\n", head.code, head.title));
            session.out.print(&lines.collect::<String>())?;
        }
        Command::Verify { at } => {
            let dir = folder(at.as_deref(), session)?;
            verify(&dir)?;
            session
                .out
                .print(&format!("The book in {} is complete.", dir.display()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The book that is meant.
fn folder(given: Option<&Path>, session: &Session) -> Result<PathBuf> {
    match given {
        Some(dir) => Ok(dir.to_owned()),
        None => match session.located()?.book() {
            Some(book) => Ok(book.info().dir.clone()),
            None => bail!("there is no book: the built-in knowledge is used in memory"),
        },
    }
}
