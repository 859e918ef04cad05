//! `ligature explain`: why, or why not, one code for one note.

use super::events::Format;
use crate::{input, render, session::Session};
use anyhow::Result;
use ligature_tools::{Code, DateOfService, ExplainRequest, NoteText};
use std::path::PathBuf;
use std::process::ExitCode;

/// Why, or why not, this code for this note.
///
/// A chosen code comes with each condition of its rule; a code that was weighed and not chosen with the condition that
/// failed and the words that decided it; any other code with what a note must say for it.
#[derive(clap::Args)]
#[command(after_long_help = include_str!("../help/explain.txt"))]
pub struct Args {
    /// The code.
    pub code: String,

    /// The note: text, PDF, DOCX, RTF, HL7 v2, C-CDA, FHIR or HTML; - for standard input.
    pub file: PathBuf,

    /// Date of service: rules and codes of that day are used.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<DateOfService>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Explains.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let note = input::note(&args.file)?;
    let request = ExplainRequest {
        code: Code::from(args.code.as_str()),
        note: NoteText(note.text),
        date: args.date,
    };
    let explanation = session.ask(&session.gate()?, &request)?;
    let out = &session.out;
    match args.format {
        Format::Text => {
            let mut text = render::explanation(&explanation, out.terminal);
            if !note.remarks.is_empty() {
                text.push('\n');
                text.push_str(&render::about_note(&note.remarks, out.terminal));
            }
            out.print(&text)?;
        }
        Format::Json => out.print_json(&explanation)?,
    }
    Ok(ExitCode::SUCCESS)
}
