//! `ligature knowledge`: the program of those who write the knowledge.
//!
//! **The main decision: an author's work is tested with what answers users.** Examples are coded by the same engine, claims
//! are checked by the same rules against the tables of a book, the same search answers the queries, and the facts of the
//! pages are compared with what the readers of publishers' files ([`ligature_import`]) take into a book. So what passes here
//! holds there, and no table is read in two ways.
//!
//! Every problem is one of [`ligature_knowledge::Problem`]: a file, a line, a column, and what was expected there.
//!
//! Rejected:
//! - *These checks in `knowledge`.* Only an author needs them: the core reads no publisher's table.
//! - *A special answer for an example that fails.* The author sees what a user sees; the program passes the
//!   function that formats an answer ([`RunContext::answer`]).

mod book;
mod check;
mod claims;
mod example;
mod facts;
mod problem;
mod queries;
mod run_context;
mod typing;

pub use run_context::RunContext;

use anyhow::Result;
use std::process::ExitCode;

/// What can be done with the knowledge.
#[derive(clap::Subcommand)]
#[allow(
    missing_docs,
    reason = "the arguments of each have its help; a comment here would replace it"
)]
pub enum Command {
    Check(check::Args),
    Claims(claims::Args),
    Facts(facts::Args),
    Queries(queries::Args),
}

/// Runs the command. The exit code is 1 if the check found a problem.
///
/// # Errors
/// If it cannot be done: a folder, a table or a book is missing, or the output cannot be written.
pub fn run(command: &Command, context: &RunContext<'_>) -> Result<ExitCode> {
    match command {
        Command::Check(args) => check::run(args, context),
        Command::Claims(args) => claims::run(args, context),
        Command::Facts(args) => facts::run(args, context.out),
        Command::Queries(args) => queries::run(args, context),
    }
}
