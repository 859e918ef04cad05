//! `ligature show`: everything known about a code.

use super::events::Format;
use crate::{render, session::Session};
use anyhow::Result;
use ligature_tools::{Code, DateOfService, LookupRequest, Systems};
use std::process::ExitCode;

/// Everything known about a code of any set: what it means, whether it is in force, its instructions, facts and neighbours.
///
/// The descriptions of procedure codes are Ligature's own words, unless you imported the publisher's text under your licence.
#[derive(clap::Args)]
#[command(after_long_help = include_str!("../help/show.txt"))]
pub struct Args {
    /// The code, or words of its name.
    pub code: String,

    /// The code set, where the form of the code does not show it: cpt, hcpcs, icd10cm, icd10pcs, icd9cm.
    #[arg(long, value_name = "SET")]
    pub system: Option<Systems>,

    /// Date of service.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<DateOfService>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Shows the page.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let request = LookupRequest {
        system: args.system,
        code: Code::from(args.code.as_str()),
        date: args.date,
    };
    let answer = session.ask(&session.gate()?, &request)?;
    let out = &session.out;
    match (args.format, answer.sections.is_empty()) {
        (Format::Json, _) => out.print_json(&answer)?,
        (Format::Text, true) => out.print(&super::lookup::text(&answer))?,
        // a code with an authored page shows it; what the code sets add follows
        (Format::Text, false) => {
            let mut text = render::page(&answer, out.terminal);
            text.push_str(&super::lookup::around(&answer));
            out.print(&text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
