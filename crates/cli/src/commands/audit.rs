//! `ligature audit`: a person's codes compared with what the note supports.

use super::events::Format;
use crate::{input, render, session::Session};
use anyhow::Result;
use ligature_tools::{AuditRequest, Billed, DateOfService, NoteText, Support};
use std::path::PathBuf;
use std::process::ExitCode;

/// Compare the codes that you would bill with the note: supported, not supported, or missed.
///
/// Each code comes with the words of the note that support it, or with what is missing. Codes that the note supports and that
/// you did not list follow. Only the note decides here; payers' rules are checked by `ligature check`.
/// The status is 1 where a code cannot be read; the others are still audited.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature audit note.txt --codes \"44120, 44121 x 2\"
  ligature audit note.txt --codes 44120-22 --codes 44005 --date 2024-08-14
  ligature audit note.txt --codes \"44120, 44121 x 2\" --format json")]
pub struct Args {
    /// The note: text, PDF, DOCX, RTF, HL7 v2, C-CDA, FHIR or HTML; - for standard input.
    pub file: PathBuf,

    /// The codes, with modifiers and units, commas between them: 44120, 44121 x 2, 99223-57.
    #[arg(long, value_name = "CODES", required = true, value_delimiter = ',')]
    pub codes: Vec<String>,

    /// Date of service: rules and codes of that day are used.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<DateOfService>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Audits.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let note = input::note(&args.file)?;
    let codes = args.codes.iter().map(|code| code.trim());
    let request = AuditRequest {
        note: NoteText(note.text),
        codes: codes
            .filter(|code| !code.is_empty())
            .map(|code| Billed(code.to_owned()))
            .collect(),
        date: args.date,
    };
    let mut answer = session.ask(&session.gate()?, &request)?;
    answer.remarks.splice(0..0, note.remarks);
    let out = &session.out;
    match args.format {
        Format::Text => out.print(&render::audit(&answer, out.terminal))?,
        Format::Json => out.print_json(&answer)?,
    }
    let unread = answer.codes.iter().any(|c| c.support == Support::NotRead);
    Ok(ExitCode::from(u8::from(unread)))
}
