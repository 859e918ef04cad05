//! `ligature price`: what the fee schedule allows.

use super::{Format, priced, run};
use crate::session::Session;
use anyhow::Result;
use ligature_tools::PriceRequest;
use std::path::PathBuf;
use std::process::ExitCode;

/// Price claims by the Medicare physician fee schedule of the dates of service, step by step.
///
/// The place of service and the locality (contractor and number, as 13202-01) are the claim's. What the schedule does not
/// price comes with the reason, never as zero. FILE holds claims as JSON or as lines of JSON; `-` is standard input.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature price claim.json
  ligature price claims.jsonl --format jsonl > prices.jsonl

A claim in JSON:
  {\"id\": \"A1\", \"date_of_service\": \"2024-08-14\", \"place_of_service\": \"21\", \"locality\": \"13202-01\",
   \"lines\": [{\"code\": \"44120\"}, {\"code\": \"44121\"}]}")]
pub struct Args {
    /// Files of claims.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Prices them.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let terminal = session.out.terminal;
    run::run::<PriceRequest>(
        &args.files,
        args.format,
        None,
        session,
        |claim, answer| priced::priced(claim, answer, terminal),
        |_| ExitCode::SUCCESS,
    )
}
