//! `ligature knowledge claims`: authors' tests of the checks of claims.

use crate::book::Book;
use crate::run_context::RunContext;
use anyhow::Result;
use ligature_assembly::authors;
use ligature_claim::example;
use ligature_knowledge::ClaimExample;
use ligature_terminal::{Layout, Role, counted};
use std::path::PathBuf;
use std::process::ExitCode;

/// Check the claims of `knowledge/examples/claims*.toml` against the payers' tables of the book.
///
/// An example passes when it has all findings that it expects, no other that denies or asks, and none that it must not have.
#[derive(clap::Args)]
pub struct Args {
    /// Folder with the authored files; without it `knowledge` here, else what came with the program.
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// Checks them. Ends with 1 if one fails.
pub fn run(args: &Args, context: &RunContext<'_>) -> Result<ExitCode> {
    let book = Book::open(context)?;
    let tables = book.tables()?;
    let loaded = authors::load(authors::folder(args.dir.as_deref()).as_deref());
    let rules = ligature_claim::Rules::new(&loaded.knowledge.claims);
    let examples = &loaded.knowledge.claim_examples;
    let mut layout = Layout::new(context.out.terminal);
    let wrong = |example: &ClaimExample| match example::run(example, tables, &rules) {
        Ok((_, wrong)) => wrong,
        Err(why) => vec![why],
    };
    let mut failed = 0;
    for example in examples {
        let wrong = wrong(example);
        if wrong.is_empty() {
            continue;
        }
        failed += 1;
        layout.line(&layout.paint(Role::Strong, &example.id));
        layout.paragraph(2, &example.shows);
        for one in wrong {
            layout.item(2, "- ", &one);
        }
    }
    let role = if failed == 0 { Role::Good } else { Role::Bad };
    let sum = format!(
        "{} of {} as expected",
        examples.len() - failed,
        counted(examples.len(), "claim")
    );
    layout.line(&layout.paint(role, &sum));
    context.out.print(&layout.finish())?;
    Ok(match failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}
