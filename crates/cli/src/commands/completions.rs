//! `ligature completions`, `ligature man`: for the shell and the manual.

use crate::session::Session;
use anyhow::Result;
use clap_complete::Shell;
use std::process::ExitCode;

/// Completions for your shell, to standard output.
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  ligature completions bash > ~/.local/share/bash-completion/completions/ligature")]
pub struct Args {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Writes them.
pub fn run(args: &Args, mut command: clap::Command, session: &Session) -> Result<ExitCode> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "ligature", &mut text);
    session.out.print(&String::from_utf8_lossy(&text))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the manual page.
pub fn man(command: clap::Command, session: &Session) -> Result<ExitCode> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text)?;
    session.out.print(&String::from_utf8_lossy(&text))?;
    Ok(ExitCode::SUCCESS)
}
