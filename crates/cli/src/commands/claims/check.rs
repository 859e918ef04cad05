//! `ligature check`: may the lines of claims be billed together?

use super::{Format, found, run, sequenced, table};
use crate::input;
use crate::session::Session;
use anyhow::{Result, bail};
use ligature_tools::{CheckRequest, Extent, Setting};
use std::path::PathBuf;
use std::process::ExitCode;

/// Status of a single claim of which some tables were silent.
const PARTLY: u8 = 3;

/// Status of a single claim for which no table answered.
const NOT_CHECKED: u8 = 4;

/// Check claims: pair edits, add-ons, units, validity and global periods, as of the dates of service.
///
/// Each layer has its own table. Where a table is not loaded, or does not cover the day, the answer is
/// "not checked: no data", never as clean. FILE holds claims as JSON, as lines of JSON or an 837P (`-` is standard input), or
/// is a table of lines in CSV, Parquet or Arrow.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature check claim.json
  ligature check claims.jsonl --format jsonl > findings.jsonl
  ligature check claims.837
  ligature check lines.csv
  ligature check lines.parquet --out findings.parquet
  ligature check claims.837 --out sequenced.837

A table has a row a line, the rows of a claim together, and the columns claim, date_of_service and code; if there,
also modifiers (or modifier_1 to modifier_4), units and line. With --out the findings go to a separate table:
pair edits, add-ons and units, millions of claims a second. Interrupted, the same command goes on where it stopped.

The claims of an 837P for one patient are earlier services to each other: global periods and limits of a day see across them.
A claim in JSON names them itself: \"earlier\": [{\"date_of_service\": \"2024-08-06\", \"code\": \"44120\"}].

With --out an 837P is written again with the lines of each claim in the order in which the fee schedule ranks them, numbered
again; all else stays unchanged, byte for byte.

Status of a single claim in text: 0 checked, 3 partly checked, 4 not checked. Several claims, and json or jsonl: 0. 1 if something
could not be read.

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

    /// Where the findings of a table go (.parquet, .arrow or .csv), or an 837P with its lines in sequence.
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub out: Option<PathBuf>,

    /// Show what would resolve each finding, what would be improper, and its source.
    #[arg(long)]
    pub details: bool,

    /// The setting, instead of the one in the claims. A table or an 837P names none: practitioner.
    #[arg(long, value_name = "SETTING")]
    pub setting: Option<Setting>,
}

/// Checks them.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let Some(out) = &args.out else {
        let terminal = session.out.terminal;
        return run::run::<CheckRequest>(
            &args.files,
            args.format,
            args.setting,
            session,
            |claim, checked| found::found(claim, checked, args.details, terminal),
            |checked| match checked.checked {
                Extent::All => ExitCode::SUCCESS,
                Extent::Partly => ExitCode::from(PARTLY),
                Extent::None => ExitCode::from(NOT_CHECKED),
            },
        );
    };
    let [file] = args.files.as_slice() else {
        bail!("--out takes one table or one 837P: name one FILE");
    };
    match input::is_x12(file)? {
        true => sequenced::run(file, out, args.setting, session),
        false => table::run(file, out, args.setting.unwrap_or_default(), session),
    }
}
