//! `ligature pairs`: the pair edits of a code.

use super::events::Format;
use crate::session::Session;
use anyhow::Result;
use ligature_tools::{
    Code, DateOfService, Limit, PairLine, PairsAnswer, PairsRequest, Setting, Skip,
};
use std::fmt::Write as _;
use std::process::ExitCode;

/// The pair edits (NCCI PTP) of a procedure code, or between two: which is paid, which is not, and whether a modifier may pass.
///
/// A table covers the days of its release only; for other days it says so. Releases are added with `ligature import`.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature pairs 44120
  ligature pairs 44120 44005 --date 2024-08-01
  ligature pairs 44120 --all --limit 200")]
pub struct Args {
    /// The procedure code.
    pub code: String,

    /// Another code: only the edits between the two, those that have ended too.
    pub other: Option<String>,

    /// Date of service. Without it: the last day of the newest release that is whole.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<DateOfService>,

    /// Whose claims: practitioner, outpatient (hospital) or supplier.
    #[arg(long, value_name = "SETTING", default_value = "practitioner")]
    pub setting: Setting,

    /// Edits that are not in force on the day too.
    #[arg(long)]
    pub all: bool,

    /// How many at most.
    #[arg(long, default_value_t = 50)]
    pub limit: usize,

    /// How many to pass over.
    #[arg(long, default_value_t = 0)]
    pub skip: usize,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Shows them.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let request = PairsRequest {
        system: None,
        code: Code::from(args.code.as_str()),
        other: args.other.as_deref().map(Code::from),
        among: Vec::new(),
        date: args.date,
        setting: Some(args.setting),
        all: args.all,
        limit: Some(Limit(args.limit)),
        skip: Some(Skip(args.skip)),
    };
    let answer = session.ask(&session.gate()?, &request)?;
    match args.format {
        Format::Text => session.out.print(&text(&answer, args.skip))?,
        Format::Json => session.out.print_json(&answer)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn text(answer: &PairsAnswer, skip: usize) -> String {
    let mut text = String::new();
    let code = &answer.code.code;
    let between = match &answer.other {
        Some(other) => format!("between {code} and {}", other.code),
        None => format!("of {code}"),
    };
    let release = &answer.release;
    let _ = writeln!(
        text,
        "Pair edits {between}, {}, on {}",
        answer.setting, answer.date
    );
    let _ = writeln!(
        text,
        "{} {} ({} to {}), {}",
        release.table, release.label, release.from, release.to, release.completeness
    );
    if answer.by_history {
        let _ = writeln!(
            text,
            "The day is before this release; the days of its rows decide."
        );
    }
    if !release.missing.is_empty() {
        let _ = writeln!(
            text,
            "The table is incomplete: an edit that is not shown may be in a missing part."
        );
    }
    if answer.other.is_none() {
        let _ = writeln!(
            text,
            "\n{code} is paid and the other is not: {}. The other is paid and {code} is not: {}.",
            answer.column_one, answer.column_two
        );
    }
    if answer.pairs.is_empty() {
        let _ = writeln!(text, "\nThere is no edit {between} in this table.");
        return text;
    }
    for own in [true, false] {
        let lines: Vec<&PairLine> = answer
            .pairs
            .iter()
            .filter(|p| (p.column_one.code == *code) == own)
            .collect();
        if lines.is_empty() {
            continue;
        }
        let heading = match own {
            true => format!("\nPaid: {code}. Not paid with it:"),
            false => format!("\nNot paid: {code}. Paid instead:"),
        };
        let _ = writeln!(text, "{heading}");
        for line in lines {
            row(&mut text, line, own);
        }
    }
    let shown = skip + answer.pairs.len();
    if shown < answer.total {
        let _ = writeln!(
            text,
            "\n{} to {shown} of {}; the next: --skip {shown}",
            skip + 1,
            answer.total
        );
    }
    if answer.pairs.iter().any(|p| p.in_force && p.indicator == 1) && !answer.modifiers.is_empty() {
        let _ = writeln!(
            text,
            "\nModifiers that may pass an edit of indicator 1, where the record supports one: {}",
            answer.modifiers.join(", ")
        );
    }
    text
}

fn row(text: &mut String, line: &PairLine, own: bool) {
    let other = if own {
        &line.column_two
    } else {
        &line.column_one
    };
    let title = match other.title.as_str() {
        "" => "(no name may be shown yet)",
        title => title,
    };
    let days = match (&line.from, &line.to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("; from {from}"),
        (None, Some(to)) => format!("; until {to}"),
        (Some(from), Some(to)) => format!("; {from} to {to}"),
    };
    let ended = if line.in_force || line.indicator == 9 {
        ""
    } else {
        " (not in force on this day)"
    };
    let _ = writeln!(text, "  {}  {title}", other.code);
    let _ = writeln!(
        text,
        "         {} {}{days}{ended}; {}",
        line.indicator, line.meaning, line.reason
    );
}
