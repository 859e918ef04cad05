//! `ligature events`: what was read in a note, before any code is chosen.

use crate::{input, render, session::Session};
use anyhow::Result;
use clap::ValueEnum;
use ligature_tools::{EventsRequest, NoteText};
use std::path::PathBuf;
use std::process::ExitCode;

/// What was read in a note: its sections and procedures, with the words of each.
///
/// For finding out why a code was, or was not, chosen: every procedure that was read, how the note states it
/// (done, planned, denied, past …), and each of its facts with its words and line.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature events note.txt
  ligature events --format json note.txt")]
pub struct Args {
    /// The note: text, PDF, DOCX, RTF, HL7 v2, C-CDA, FHIR or HTML; - for standard input.
    pub file: PathBuf,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// For people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Shows the reading.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let note = input::note(&args.file)?;
    let request = EventsRequest {
        note: NoteText(note.text),
    };
    let mut reading = session.ask(&session.gate()?, &request)?;
    reading.remarks.splice(0..0, note.remarks);
    match args.format {
        Format::Text => session
            .out
            .print(&render::reading(&reading, session.out.terminal))?,
        Format::Json => session.out.print_json(&reading)?,
    }
    Ok(ExitCode::SUCCESS)
}
