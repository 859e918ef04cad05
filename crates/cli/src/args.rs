//! What may be typed: the global options and the list of commands.

use crate::commands::{
    audit, batch, book, claims, code, compare, completions, events, explain, fetch, import,
    knowledge, pairs, remit, schema, search, serve, show, tool,
};
use crate::session::Session;
use clap::{Parser, Subcommand};
use ligature_terminal::Colour;
use std::path::PathBuf;
use std::process::ExitCode;

/// Heading of the options that every command takes.
const EVERYWHERE: &str = "Options of every command";

/// From an operative note to codes, with the words that support them.
#[derive(Parser)]
#[command(
    name = "ligature",
    version,
    arg_required_else_help = true,
    subcommand_required = true,
    after_long_help = include_str!("help/ligature.txt")
)]
pub struct Cli {
    /// Folder of the book (the compiled release of the knowledge) to use.
    ///
    /// Without it: the folder that LIGATURE_BOOK names, else the one in your data folder, which is made there
    /// from the knowledge that came with this program the first time one is needed.
    #[arg(long, global = true, value_name = "DIR", help_heading = EVERYWHERE)]
    book: Option<PathBuf>,

    /// Colours in the output. NO_COLOR is honoured.
    #[arg(long, global = true, value_name = "WHEN", value_enum, help_heading = EVERYWHERE, default_value_t = Colour::Auto)]
    color: Colour,

    /// Refuse fields of a claim or a request that are not known, instead of naming them in a remark.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    strict: bool,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Code(code::Args),
    Explain(explain::Args),
    Audit(audit::Args),
    Show(show::Args),
    Check(claims::check::Args),
    Price(claims::price::Args),
    Pairs(pairs::Args),
    Compare(compare::Args),
    Remit(remit::Args),
    Search(search::Args),
    Browse(search::BrowseArgs),
    Fetch(fetch::Args),
    Import(import::Args),
    Events(events::Args),
    Serve(serve::Args),
    /// Build, inspect or verify the book, the compiled release of the knowledge.
    Book {
        #[command(subcommand)]
        command: book::Command,
    },
    /// Tools for those who write the knowledge.
    Knowledge {
        #[command(subcommand)]
        command: knowledge::Command,
    },
    Tool(tool::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    /// The manual page, to standard output: `ligature man | man -l -`.
    Man,
}

impl Cli {
    /// Runs the command.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let session = Session::new(self.book.clone(), self.color, self.strict);
        match &self.command {
            Command::Code(args) if args.batch.is_some() => batch::run(args, &session),
            Command::Code(args) => code::run(args, &session),
            Command::Explain(args) => explain::run(args, &session),
            Command::Audit(args) => audit::run(args, &session),
            Command::Show(args) => show::run(args, &session),
            Command::Check(args) => claims::check::run(args, &session),
            Command::Price(args) => claims::price::run(args, &session),
            Command::Pairs(args) => pairs::run(args, &session),
            Command::Compare(args) => compare::run(args, &session),
            Command::Remit(args) => remit::run(args, &session),
            Command::Search(args) => search::run(args, &session),
            Command::Browse(args) => search::browse(args, &session),
            Command::Fetch(args) => fetch::run(args, &session),
            Command::Import(args) => import::run(args, &session),
            Command::Events(args) => events::run(args, &session),
            Command::Serve(args) => serve::run(args, &session),
            Command::Book { command } => book::run(command, &session),
            Command::Knowledge { command } => knowledge::run(command, &session),
            Command::Tool(args) => tool::run(args, &session),
            Command::Schema(args) => schema::run(args, &session),
            Command::Completions(args) => {
                completions::run(args, <Cli as clap::CommandFactory>::command(), &session)
            }
            Command::Man => completions::man(<Cli as clap::CommandFactory>::command(), &session),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_hang_together() {
        Cli::command().debug_assert();
    }
}
