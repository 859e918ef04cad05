//! `ligature book diff`: what changed between two books, or between two releases in one.

use super::events::Format;
use super::search::head;
use crate::session::Session;
use anyhow::{Result, bail};
use ligature_tools::{
    BookDiffRequest, BooksAnswer, Citation, DiffAnswer, DiffRequest, Label, Limit, Revised,
    SetChange, System,
};
use std::fmt::Write as _;
use std::path::Path;

/// What is compared, and how it is written.
#[derive(clap::Args)]
pub struct Args {
    /// The folder of the older book; or a code set of the book in use: hcpcs, icd10cm, icd10pcs, cpt.
    #[arg(value_name = "OLDER-BOOK or SYSTEM")]
    first: String,
    /// The folder of the newer book; or the older release, by its label (`FY2024`): without it the one before the newest.
    #[arg(value_name = "NEWER-BOOK or FROM")]
    second: Option<String>,
    /// The newer release; without it the newest.
    #[arg(value_name = "TO")]
    to: Option<String>,
    /// How many of each at most.
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Compares.
///
/// # Errors
/// When there is nothing to compare, with what is wrong about it.
pub fn run(args: &Args, session: &Session) -> Result<()> {
    match args.second.as_deref() {
        Some(second) if is_book(&args.first) && is_book(second) => {
            if let Some(more) = &args.to {
                bail!("two books are compared whole: leave out `{more}`");
            }
            whole(args, second, session)
        }
        _ => releases(args, session),
    }
}

/// A folder with a manifest.
fn is_book(path: &str) -> bool {
    Path::new(path).join("manifest.json").is_file()
}

fn whole(args: &Args, second: &str, session: &Session) -> Result<()> {
    let gate = session.gate_with_older(Path::new(second), Path::new(&args.first))?;
    let request = BookDiffRequest {
        older: Label::from("older"),
        newer: None,
        limit: Some(Limit(args.limit)),
    };
    let answer = session.ask(&gate, &request)?;
    match args.format {
        Format::Json => session.out.print_json(&answer),
        Format::Text => session.out.print(&two_books(&answer)),
    }
}

fn releases(args: &Args, session: &Session) -> Result<()> {
    let system: System = match args.first.parse() {
        Ok(system) => system,
        Err(_) if is_book(&args.first) => match &args.second {
            None => bail!("{} is a book: give the newer book as well", args.first),
            Some(second) => bail!("there is no book in {second}: no manifest.json is in it"),
        },
        Err(_) if Path::new(&args.first).is_dir() => {
            bail!(
                "there is no book in {}: no manifest.json is in it",
                args.first
            )
        }
        Err(why) => bail!("{why}; or give the folders of two books"),
    };
    let request = DiffRequest {
        system,
        from: args.second.as_deref().map(Label::from),
        to: args.to.as_deref().map(Label::from),
        limit: Some(Limit(args.limit)),
    };
    let answer = session.ask(&session.gate()?, &request)?;
    match args.format {
        Format::Json => session.out.print_json(&answer),
        Format::Text => session.out.print(&two_releases(&answer)),
    }
}

/// A heading with its number, and the first lines of what it counts.
fn section(text: &mut String, name: &str, total: usize, lines: &[String]) {
    let _ = writeln!(text, "\n{name}: {total}");
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
    if total > lines.len() {
        let _ = writeln!(text, "  and {} more", total - lines.len());
    }
}

fn two_releases(answer: &DiffAnswer) -> String {
    let mut text = format!("{} to {}\n", answer.from, answer.to);
    let [added, deleted, revised] = answer.counts;
    let heads = |all: &[ligature_tools::CodeHead]| all.iter().map(head).collect::<Vec<_>>();
    section(&mut text, "Added", added, &heads(&answer.added));
    section(&mut text, "Deleted", deleted, &heads(&answer.deleted));
    let titles: Vec<String> = answer
        .revised
        .iter()
        .map(|r| format!("{}: {} (was: {})", r.what, r.second, r.first))
        .collect();
    section(&mut text, "Revised titles", revised, &titles);
    text
}

fn two_books(answer: &BooksAnswer) -> String {
    let mut text = String::new();
    for set in &answer.sets {
        if !text.is_empty() {
            text.push('\n');
        }
        one_set(&mut text, set);
    }
    text
}

fn one_set(text: &mut String, set: &SetChange) {
    let _ = writeln!(text, "{}", set.system.name());
    let counts = set.counts;
    rests_on(text, "older book", &set.older, &set.newer);
    rests_on(text, "newer book", &set.newer, &set.older);
    if counts.added + counts.deleted + counts.revised == 0 {
        let _ = writeln!(
            text,
            "  nothing changed: {} codes and headings",
            counts.same
        );
        return;
    }
    let line = |name: &str, code: &str| format!("{code:<10}{name}");
    let heads = |all: &[ligature_tools::CodeHead]| -> Vec<String> {
        all.iter().map(|h| line(named(&h.title), &h.code)).collect()
    };
    section(text, "Added", counts.added, &heads(&set.added));
    section(text, "Deleted", counts.deleted, &heads(&set.deleted));
    let lines: Vec<String> = set.revised.iter().map(revised).collect();
    let name = format!(
        "Revised (titles {}, statuses {}, facts {})",
        counts.titles, counts.statuses, counts.facts
    );
    section(text, &name, counts.revised, &lines);
    let _ = writeln!(text, "\nThe same, with headings: {}", counts.same);
}

/// The releases of one side, those that the other side has too listed separately.
fn rests_on(text: &mut String, side: &str, own: &[Citation], other: &[Citation]) {
    if own.is_empty() {
        let _ = writeln!(text, "  {side}: has no code of this code set");
        return;
    }
    let (shared, alone): (Vec<&Citation>, Vec<&Citation>) =
        own.iter().partition(|one| other.contains(one));
    for one in &alone {
        let _ = writeln!(
            text,
            "  {side} only: {}, {} ({} to {})",
            one.table, one.release, one.from, one.to
        );
    }
    if alone.is_empty() {
        let releases = ligature_terminal::counted(shared.len(), "release");
        let _ = writeln!(text, "  {side}: {releases}, all in the other book too");
    }
}

fn named(title: &str) -> &str {
    if title.is_empty() {
        "(no name may be shown yet)"
    } else {
        title
    }
}

/// A code, and below it what became of it.
fn revised(one: &Revised) -> String {
    let mut text = format!("{:<10}{}", one.code.code, named(&one.code.title));
    for point in &one.differences {
        let side = |value: &str| match value {
            "" => "none".to_owned(),
            value => value.to_owned(),
        };
        let _ = write!(
            text,
            "\n            {}: {} (was: {})",
            point.what,
            side(&point.second),
            side(&point.first)
        );
    }
    text
}
