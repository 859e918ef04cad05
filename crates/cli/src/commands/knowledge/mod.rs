//! `ligature knowledge`: tools for those who write the knowledge.

mod check;
mod claims;
mod example;
mod facts;
mod queries;

use crate::render::{Layout, Role};
use crate::session::Session;
use anyhow::Result;
use ligature_knowledge::{Loaded, Problem, Severity};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What can be done with the knowledge.
#[derive(clap::Subcommand)]
pub enum Command {
    Check(check::Args),
    Claims(claims::Args),
    Facts(facts::Args),
    Queries(queries::Args),
}

/// Does it.
pub fn run(command: &Command, session: &Session) -> Result<ExitCode> {
    match command {
        Command::Check(args) => check::run(args, session),
        Command::Claims(args) => claims::run(args, session),
        Command::Facts(args) => facts::run(args, session),
        Command::Queries(args) => queries::run(args, session),
    }
}

/// Where the authored files are, when nobody says.
const USUAL_DIR: &str = "knowledge";

/// The folder meant by `--dir`: the one given, else `./knowledge` if it is there; none means the files that came with the program.
pub fn dir(given: Option<&Path>) -> Option<PathBuf> {
    given
        .map(Path::to_owned)
        .or_else(|| Some(PathBuf::from(USUAL_DIR)).filter(|dir| dir.is_dir()))
}

/// The authored files with all that is wrong with them.
pub fn load(dir: Option<&Path>) -> Loaded {
    dir.map_or_else(Loaded::embedded, Loaded::from_dir)
}

/// A problem keeps its own lines: editors find `file:line:column` only at the beginning of one.
fn push_problem(layout: &mut Layout, problem: &Problem) {
    let role = match problem.severity {
        Severity::Error => Role::Bad,
        Severity::Warning => Role::Caution,
        Severity::Info => Role::Faint,
    };
    let text = problem.to_string();
    let word = format!(": {}: ", problem.severity);
    let painted = format!(": {}: ", layout.paint(role, &problem.severity.to_string()));
    layout.lines(&text.replacen(&word, &painted, 1));
}
