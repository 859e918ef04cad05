//! `ligature search`, `ligature browse`: finding codes.

use super::events::Format;
use crate::session::Session;
use anyhow::Result;
use ligature_tools::{
    BrowseRequest, Code, CodeHead, DateOfService, How, Limit, SearchRequest, SearchResult,
    SearchText, Status, System, Systems,
};
use std::fmt::Write as _;
use std::process::ExitCode;

/// Find codes: by code, part of a code, range, or words in any order.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature search sbr
  ligature search --system icd10cm volvulus of colon
  ligature search 44120-44130")]
pub struct Args {
    /// What you would type.
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,

    /// Only this code set: cpt, hcpcs, icd10cm, icd10pcs, icd9cm, cdt.
    #[arg(long, value_name = "SET")]
    pub system: Option<Systems>,

    /// How many at most.
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub limit: usize,

    /// Only codes that may be reported on a claim.
    #[arg(long)]
    pub billable: bool,

    /// Only codes below this chapter, range or category: `K55-K64`, `icd10cm:K56`.
    #[arg(long, value_name = "CODE")]
    pub under: Option<String>,

    /// Date of service: codes that were not in force are left out.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<DateOfService>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Searches.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let request = SearchRequest {
        text: SearchText(args.words.join(" ")),
        system: args.system,
        billable: args.billable,
        date: args.date,
        under: args.under.as_deref().map(Code::from),
        limit: Some(Limit(args.limit)),
        skip: None,
    };
    let answer = session.ask(&session.gate()?, &request)?;
    match args.format {
        Format::Json => session.out.print_json(&answer)?,
        Format::Text => {
            let mut text = String::new();
            for result in &answer.results {
                line(&mut text, result);
            }
            if answer.results.is_empty() {
                text.push_str("Nothing was found. Try fewer words, or another code set.\n");
            }
            if answer.more {
                let _ = writeln!(text, "There are more: --limit {}", args.limit * 2);
            }
            session.out.print(&text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(text: &mut String, result: &SearchResult) {
    let deleted = result.deleted.as_ref();
    let deleted = deleted.map_or_else(String::new, |since| {
        format!(" (deleted, not for services on {since} or later)")
    });
    let _ = writeln!(text, "{}{deleted}", head(&result.head));
    let odd: Vec<String> = result
        .matched
        .iter()
        .filter(|m| match m.how {
            How::Same | How::Range => false,
            // where a code was begun it is plain to see
            How::Begins => !m.asked.bytes().any(|b| b.is_ascii_digit()),
            _ => m.asked != m.found,
        })
        .map(|m| match m.how {
            How::Slip => format!("{} read as {}", m.asked, m.found),
            _ => format!("{}: {}", m.asked, m.found),
        })
        .collect();
    if !odd.is_empty() {
        let _ = writeln!(text, "{:>24}{}", "", odd.join(", "));
    }
}

/// A code in a line.
pub fn head(head: &CodeHead) -> String {
    let title = if head.title.is_empty() {
        "(no name may be shown yet)"
    } else {
        &head.title
    };
    let tag = match (head.system, head.status) {
        // HIPAA: claims for services since 2015-10-01 take ICD-10
        (System::Icd9dx | System::Icd9sg, _) => " (not used since October 2015)",
        (_, Status::Header | Status::Block | Status::Chapter) => " (heading)",
        (_, Status::Modifier) => " (modifier)",
        (_, Status::Billable) => "",
    };
    format!("{:<14} {:<13} {title}{tag}", head.system.name(), head.code)
}

/// Step through a code set: chapters, blocks, categories, codes.
#[derive(clap::Args)]
pub struct BrowseArgs {
    /// The code set: cpt, hcpcs, icd10cm, icd10pcs, icd9dx, icd9sg, cdt, ccsr.
    pub system: System,

    /// What to open; without it the top.
    pub under: Option<String>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Browses.
pub fn browse(args: &BrowseArgs, session: &Session) -> Result<ExitCode> {
    let request = BrowseRequest {
        system: args.system,
        under: args.under.as_deref().map(Code::from),
        skip: None,
        limit: Some(Limit(500)),
    };
    let answer = session.ask(&session.gate()?, &request)?;
    match args.format {
        Format::Json => session.out.print_json(&answer)?,
        Format::Text => {
            let mut text = String::new();
            for step in &answer.path {
                let _ = writeln!(text, "{}", head(step));
            }
            for entry in &answer.entries {
                let _ = writeln!(text, "  {:<13} {}", entry.code, entry.title);
            }
            if answer.total > answer.entries.len() {
                let _ = writeln!(text, "  and {} more", answer.total - answer.entries.len());
            }
            session.out.print(&text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
