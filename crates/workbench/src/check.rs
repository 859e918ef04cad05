//! `ligature knowledge check`: everything loads, and every author's example gives the codes it should.

use crate::example::{self, Outcome, list};
use crate::run_context::RunContext;
use crate::{facts, problem};
use anyhow::{Result, anyhow, bail};
use ligature_assembly::{authors, unknown_layouts};
use ligature_coding::Engine;
use ligature_knowledge::{Example, Item, Loaded, Problem, Severity};
use ligature_note::Reader;
use ligature_terminal::{Align, Layout, Role, Terminal, counted, on_one_line, table};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// Check the knowledge: its files, its rules, its examples.
///
/// Every error is shown with its file, line and column and what was expected there. Then the authors' examples are coded:
/// an example passes when exactly its codes come, with their units. Warnings name what has no effect: concepts that nothing
/// uses, rows that can never be reached, codes without a page. Ends with 1 if there is an error or an example fails.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature knowledge check
  ligature knowledge check --quiet                     only what is wrong
  ligature knowledge check --only two-pieces           one example with its full answer
  ligature knowledge check --tables DIR                also compare the pages' facts with the public tables")]
pub struct Args {
    /// Folder with the authored files. Without it: ./knowledge if it is there, else the files that came with this program.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,

    /// Folder with the public tables, to compare the pages' facts with.
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,

    /// Run only the example with this id and show its note and its full answer.
    #[arg(long, value_name = "ID", conflicts_with_all = ["quiet", "tables"])]
    only: Option<String>,

    /// Say only what is wrong: no warnings, no table.
    #[arg(long, short)]
    quiet: bool,
}

/// Checks.
pub fn run(args: &Args, context: &RunContext<'_>) -> Result<ExitCode> {
    let dir = authors::folder(args.dir.as_deref());
    let loaded = authors::load(dir.as_deref());
    let mut problems: Vec<Problem> = loaded.problems.clone();
    if let Some(id) = &args.only {
        return only(id, &loaded, context);
    }
    problems.extend(unknown_layouts(&loaded));
    problems.extend(loaded.lint());
    if let Some(tables) = &args.tables {
        problems.extend(facts::problems(&loaded, tables)?);
    }
    // The gravest last, where the eye is when the screen stops.
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    let mut layout = Layout::new(context.out.terminal);
    for problem in problems
        .iter()
        .filter(|problem| !args.quiet || problem.is_error())
    {
        problem::push(&mut layout, problem);
    }

    let engine = (
        Reader::new(&loaded.knowledge.lexicon),
        Engine::new(&loaded.knowledge),
    );
    let examples = &loaded.knowledge.examples;
    let outcomes: Vec<Outcome> = examples
        .par_iter()
        .map(|example| example::run(&engine, example).0)
        .collect();
    let mut files: BTreeMap<String, Tally> = BTreeMap::new();
    for (at, (example, outcome)) in examples.iter().zip(&outcomes).enumerate() {
        let place = loaded.problem(&Item::Example(at), Severity::Error, "");
        let tally = files.entry(place.file.clone()).or_default();
        tally.all += 1;
        match (outcome.passed(), example.known_gap) {
            (true, false) => tally.passed += 1,
            (true, true) => {
                tally.passed += 1;
                push_mended(&mut layout, example, &place);
            }
            (false, true) => tally.gaps += 1,
            (false, false) => push_failure(&mut layout, example, outcome, &place),
        }
    }
    if !args.quiet && !files.is_empty() {
        layout.gap();
        let text = summary_table(&files, context.out.terminal);
        layout.lines(&text);
    }
    let passed: usize = files.values().map(|tally| tally.passed).sum();
    let gaps: usize = files.values().map(|tally| tally.gaps).sum();
    let failed = outcomes.len() - passed - gaps;
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let warnings = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Warning)
        .count();
    layout.gap();
    let verdict = format!(
        "{}, {}; {} of {} passed, {} failed, {} known not to be read right yet.",
        counted(errors, "error"),
        counted(warnings, "warning"),
        passed,
        counted(outcomes.len(), "example"),
        failed,
        gaps,
    );
    let good = errors == 0 && failed == 0;
    let verdict = layout.paint(if good { Role::Good } else { Role::Bad }, &verdict);
    layout.paragraph(0, &verdict);
    context.out.print(&layout.finish())?;
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// One example with everything there is to know about it.
fn only(id: &str, loaded: &Loaded, context: &RunContext<'_>) -> Result<ExitCode> {
    let mut layout = Layout::new(context.out.terminal);
    for problem in loaded.problems.iter().filter(|problem| problem.is_error()) {
        problem::push(&mut layout, problem);
    }
    let examples = &loaded.knowledge.examples;
    let Some((at, example)) = examples
        .iter()
        .enumerate()
        .find(|(_, example)| example.id == id)
    else {
        bail!(unknown(id, examples));
    };
    let engine = (
        Reader::new(&loaded.knowledge.lexicon),
        Engine::new(&loaded.knowledge),
    );
    let (outcome, answer) = example::run(&engine, example);
    let place = loaded.problem(&Item::Example(at), Severity::Error, "");
    layout.gap();
    for (number, line) in example.note.lines().enumerate() {
        let number = layout.paint(Role::Faint, &format!("{:>4} │ ", number + 1));
        layout.item(0, &number, line);
    }
    layout.gap();
    layout.lines(&(context.answer)(&answer, context.out.terminal));
    if outcome.passed() {
        layout.gap();
        let text = layout.paint(
            Role::Good,
            &format!("Passed: {} is wanted and came.", list(&outcome.wanted)),
        );
        layout.paragraph(0, &text);
    } else {
        push_failure(&mut layout, example, &outcome, &place);
    }
    context.out.print(&layout.finish())?;
    let good = outcome.passed() && !loaded.problems.iter().any(Problem::is_error);
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn unknown(id: &str, examples: &[Example]) -> anyhow::Error {
    let nearest = examples
        .iter()
        .max_by(|a, b| strsim::jaro_winkler(id, &a.id).total_cmp(&strsim::jaro_winkler(id, &b.id)));
    let help = nearest.map_or_else(String::new, |example| {
        format!("; did you mean {}?", example.id)
    });
    anyhow!("there is no example “{}”{help}", on_one_line(id))
}

fn push_failure(layout: &mut Layout, example: &Example, outcome: &Outcome, place: &Problem) {
    layout.gap();
    let place = if place.line > 0 {
        format!("{}:{}:{}", place.file, place.line, place.column)
    } else {
        place.file.clone()
    };
    let failed = layout.paint(Role::Bad, "example failed");
    let id = layout.paint(Role::Strong, &example.id);
    layout.line(&format!("{place}: {failed}: {id}"));
    layout.labelled(2, "shows", &example.shows);
    layout.labelled(2, "wanted", &list(&outcome.wanted));
    layout.labelled(2, "got", &list(&outcome.got));
    layout.labelled_all(2, "why", outcome.problems.iter().cloned());
}

/// How the examples of a file did.
#[derive(Default)]
struct Tally {
    all: usize,
    passed: usize,
    /// Marked as known not to be read right yet.
    gaps: usize,
}

fn push_mended(layout: &mut Layout, example: &Example, place: &Problem) {
    layout.line(&format!(
        "{}:{}:{}: note: {} is marked known_gap and passes now: take the mark out",
        place.file, place.line, place.column, example.id
    ));
}

fn summary_table(files: &BTreeMap<String, Tally>, terminal: Terminal) -> String {
    let head = ["File", "Examples", "Passed", "Known gaps"].map(str::to_owned);
    let rows: Vec<Vec<String>> = files
        .iter()
        .map(|(file, tally)| {
            let good = tally.all == tally.passed + tally.gaps;
            let role = if good { Role::Good } else { Role::Bad };
            vec![
                file.clone(),
                tally.all.to_string(),
                terminal.paint(role, &tally.passed.to_string()),
                if tally.gaps > 0 {
                    tally.gaps.to_string()
                } else {
                    String::new()
                },
            ]
        })
        .collect();
    table(
        terminal,
        0,
        &head,
        &[Align::Left, Align::Right, Align::Right, Align::Right],
        &rows,
    )
}
