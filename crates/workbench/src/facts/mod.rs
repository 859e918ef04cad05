//! `ligature knowledge facts`: the facts in the pages against the public tables.

mod compare;
mod error;
mod tables;
#[cfg(test)]
mod tests;
mod write;

use crate::problem;
use anyhow::{Result, bail};
use compare::Report;
use ligature_assembly::authors;
use ligature_knowledge::{Loaded, Problem};
use ligature_terminal::{Layout, Out, Role, counted};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tables::Tables;

/// Compare the facts in the pages with the public tables, or write them there.
///
/// Facts are what the publishers' tables say of a code: global period, relative value units, unit limits, add-on primaries.
/// They are in the front matter of its page, with the release that they were read from. Ends with 1 if any differs.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature knowledge facts --tables DIR            compare
  ligature knowledge facts --tables DIR --write    put the tables' facts into the pages")]
pub struct Args {
    /// Folder with the public tables.
    #[arg(long, value_name = "DIR")]
    tables: PathBuf,

    /// Folder with the authored files. Without it: ./knowledge.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,

    /// Write the facts into the front matter of the pages that differ.
    #[arg(long)]
    write: bool,
}

/// Compares or writes.
pub fn run(args: &Args, out: &Out) -> Result<ExitCode> {
    let Some(dir) = authors::folder(args.dir.as_deref()) else {
        bail!(
            "there is no folder knowledge here: name the folder with the authored files with --dir"
        );
    };
    if !dir.is_dir() {
        bail!("there is no folder {}", dir.display());
    }
    let Report {
        pages,
        written,
        problems,
    } = compare::run(&dir, &args.tables, args.write)?;
    let mut layout = Layout::new(out.terminal);
    let differing = problems.len();
    let good = args.write || differing == 0;
    let verdict = if args.write {
        written
            .iter()
            .for_each(|path| layout.line(&format!("written: {}", path.display())));
        format!(
            "{} looked at, {} written.",
            counted(pages, "page"),
            written.len()
        )
    } else {
        problems
            .iter()
            .for_each(|problem| problem::push(&mut layout, problem));
        format!(
            "{} looked at, {} from the tables.",
            counted(pages, "page"),
            counted(differing, "difference")
        )
    };
    layout.gap();
    let verdict = layout.paint(if good { Role::Good } else { Role::Bad }, &verdict);
    layout.paragraph(0, &verdict);
    out.print(&layout.finish())?;
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Facts that differ from the tables in a folder.
pub fn problems(loaded: &Loaded, tables: &Path) -> Result<Vec<Problem>> {
    let tables = Tables::read(tables)?;
    let mut problems = compare::compare(loaded, &tables);
    problems.extend(compare::compare_names(loaded, &tables));
    problems.extend(compare::compare_rows(loaded, &tables));
    problems.extend(compare::compare_ranges(loaded, &tables));
    problems.extend(compare::compare_diagnoses(loaded, &tables));
    Ok(problems)
}
