//! `ligature code`: the codes of one note.

use super::claims::coded;
use crate::{input, render, session::Session};
use anyhow::{Result, bail};
use clap::ValueEnum;
use ligature_tools::{
    ClaimRequest, CodeRequest, DateOfService, Decoded, Gate, NoteText, PagesRequest,
};
use std::path::PathBuf;
use std::process::ExitCode;

/// Codes for an operative note, each with the words that support it.
///
/// Each code comes with its units, the rule in a sentence, the words of the note with their line numbers, and why the
/// neighbouring codes were not chosen. What the note does not say becomes a question for the surgeon, never a guess.
#[derive(clap::Args)]
#[command(after_long_help = include_str!("../help/code.txt"))]
pub struct Args {
    /// The note: text, PDF, DOCX, RTF, HL7 v2, C-CDA, FHIR or HTML; - for standard input.
    #[arg(required_unless_present = "batch")]
    pub file: Option<PathBuf>,

    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "batch")]
    pub format: Format,

    /// Date of service: rules and codes of that day are used.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<DateOfService>,

    /// Make a claim of the codes: lines in the order to report them, checked and priced.
    #[arg(long, conflicts_with = "batch")]
    pub claim: bool,

    /// Place of service of the claim, two digits (21: inpatient hospital).
    #[arg(long, value_name = "CODE", default_value = "", requires = "claim")]
    pub place: String,

    /// Contractor and locality of the claim, as 13202-01: what a line pays depends on it.
    #[arg(long, value_name = "LOCALITY", default_value = "", requires = "claim")]
    pub locality: String,

    /// Code many notes: a file with one JSON note a line, or - for standard input.
    #[arg(long, value_name = "IN.jsonl", conflicts_with = "file")]
    pub batch: Option<PathBuf>,

    /// Where a batch's answers go; - for standard output.
    #[arg(
        long,
        value_name = "OUT.jsonl",
        default_value = "-",
        conflicts_with = "file"
    )]
    pub out: PathBuf,

    /// How many notes are coded at once; 0: as many as this machine has processors.
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with = "file")]
    pub threads: usize,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, at a terminal.
    Text,
    /// For programs; its shape is printed by `ligature schema`.
    Json,
    /// A separate page, with the note and its evidence marked.
    Html,
}

/// Codes one note.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let Some(file) = &args.file else {
        return Ok(ExitCode::from(2));
    };
    let note = input::note(file)?;
    let gate = session.gate()?;
    if args.claim {
        return claim(args, note, &gate, session);
    }
    let request = CodeRequest {
        note: NoteText(note.text),
        date: args.date,
        names_only: false,
    };
    let mut answer = session.ask(&gate, &request)?;
    answer.remarks.splice(0..0, note.remarks);
    match args.format {
        Format::Text => session
            .out
            .print(&render::answer(&answer, session.out.terminal))?,
        Format::Json => session.out.print_json(&answer)?,
        Format::Html => {
            let pages = session.ask(&gate, &PagesRequest::default())?;
            let html = ligature_server::answer_html(&request.note, &answer, &pages);
            session.out.print(&html)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The claim of a note.
fn claim(args: &Args, note: Decoded, gate: &Gate, session: &Session) -> Result<ExitCode> {
    let request = ClaimRequest {
        note: NoteText(note.text),
        date: args.date,
        place_of_service: args.place.clone(),
        locality: args.locality.clone(),
    };
    let mut coded = session.ask(gate, &request)?;
    coded.remarks.splice(0..0, note.remarks);
    match args.format {
        Format::Text => session
            .out
            .print(&coded::coded(&coded, session.out.terminal))?,
        Format::Json => session.out.print_json(&coded)?,
        Format::Html => bail!("--claim is written as text or as JSON"),
    }
    for question in &coded.questions {
        eprintln!("ask the surgeon: {}", question.text);
    }
    Ok(ExitCode::SUCCESS)
}
