//! `ligature knowledge`: tools for those who write the knowledge.

use crate::{render, session::Session};
use anyhow::Result;
pub use ligature_workbench::Command;
use ligature_workbench::RunContext;
use std::process::ExitCode;

/// Does it.
pub fn run(command: &Command, session: &Session) -> Result<ExitCode> {
    ligature_workbench::run(
        command,
        &RunContext {
            out: &session.out,
            book: session.book.as_deref(),
            answer: render::answer,
        },
    )
}
