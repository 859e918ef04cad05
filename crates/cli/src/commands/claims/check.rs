//! `ligature check`: may the lines of claims be billed together?

use super::{Format, found, run};
use crate::session::Session;
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

/// Check claims: pair edits, add-ons, units, validity and global periods, as of the dates of service.
///
/// Each layer is answered by its own table. A table that was not taken in, or that does not speak for the day, is told as
/// "not checked: no data", never as clean. FILE holds claims as JSON, as lines of JSON, or an 837P; `-` is standard input.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature check claim.json
  ligature check claims.jsonl --format jsonl > findings.jsonl
  ligature check claims.837

A claim in JSON:
  {\"id\": \"A1\", \"date_of_service\": \"2024-08-14\", \"place_of_service\": \"21\",
   \"lines\": [{\"code\": \"44120\"}, {\"code\": \"44121\", \"units\": 2}]}")]
pub struct Args {
    /// Files of claims.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Checks them.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let library = session.source()?.library()?;
    run::run(
        &args.files,
        args.format,
        session,
        |claim| library.check(claim).map_err(|e| e.to_string()),
        |claim, checked| found::found(claim, checked, session.terminal),
    )
}
