//! The `ligature` command.
//!
//! **The main decision: a command decides nothing.** Each module under [`commands`] reads its arguments, calls the gate of
//! `ligature-tools` and hands the answer to [`render`]; it sees nothing below the gate. So the command line, the page and
//! whatever comes later cannot give different answers. Making a book (`assembly`) and the authors' program (`workbench`) are
//! separate crates; here are their commands and flags.
//!
//! Exit codes are a promise to scripts: 0 answered (a note without a code is answered too), 1 could not, with
//! the reason in one line on standard error, 2 wrong usage. A reader that goes away (`| head`) ends it quietly.
//!
//! Rejected:
//! - *One generic output layer that prints any value as a table.* A coder reads a decision, not its fields.
//! - *miette's drawn excerpts for every error.* Most reasons are one sentence about a file; only the author's
//!   errors have a place in a text, and those print as `file:line:column`, which editors make clickable.
//! - *Letting a panic print itself.* Its message may quote the note; see [`quiet_panics`].

mod args;
mod commands;
mod input;
mod render;
mod session;

use clap::Parser;
use std::io::ErrorKind;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    quiet_panics();
    let cli = args::Cli::parse();
    match std::panic::catch_unwind(|| cli.run()) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            eprintln!("ligature: {}", one_line(&format!("{error:#}")));
            ExitCode::FAILURE
        }
        Err(_) => ExitCode::FAILURE,
    }
}

/// A panic prints where it happened and nothing else: its usual message may hold words of
/// the note, and standard error ends up in logs.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        eprintln!(
            "ligature: an error in the program itself{place}; please report it (nothing of the note is shown here)"
        );
    }));
}

/// Whether whoever was reading our output has gone.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|e| e.kind() == ErrorKind::BrokenPipe)
    })
}

/// A reason fits one line, whatever a library put into it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
