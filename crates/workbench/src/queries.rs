//! `ligature knowledge queries`: how well the search of a book answers the authors' questions.

use crate::book::Book;
use crate::run_context::RunContext;
use crate::typing::{Random, mistype};
use anyhow::{Context, Result, bail};
use ligature_knowledge::Query;
use ligature_terminal::{Align, Terminal, table};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Search the book for the queries of `knowledge/examples/search.toml`, as written and with one typing error each.
///
/// A query counts when one of its right codes is among the first five.
#[derive(clap::Args)]
pub struct Args {
    /// Show each question that failed, with what was found.
    #[arg(long)]
    pub failed: bool,

    /// Seed of the typing errors; several may be given.
    #[arg(long, default_value = "44120", value_delimiter = ',')]
    pub seed: Vec<u64>,

    /// Ask the questions of this file instead, in the layout of `knowledge/examples/search.toml`.
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,

    /// Also ask this many questions (drawn from the list, half of them mistyped) and print how long they took.
    #[arg(long, value_name = "N")]
    pub time: Option<usize>,
}

/// Queries tried and found, as typed and mistyped.
#[derive(Default, Clone)]
struct Score {
    tried: usize,
    found: usize,
    /// Found without naming the code set.
    everywhere: usize,
    /// By seed.
    mistyped: Vec<usize>,
}

impl Score {
    fn add(&mut self, found: bool, everywhere: bool, mistyped: &[bool]) {
        self.tried += 1;
        self.found += usize::from(found);
        self.everywhere += usize::from(everywhere);
        self.mistyped.resize(mistyped.len(), 0);
        for (sum, found) in self.mistyped.iter_mut().zip(mistyped) {
            *sum += usize::from(*found);
        }
    }
}

/// A file of questions.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    query: Vec<Query>,
}

fn read(path: &Path) -> Result<Vec<Query>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let list: List = toml::from_str(&text)
        .with_context(|| format!("{} is no list of questions", path.display()))?;
    Ok(list.query)
}

/// Asks them.
pub fn run(args: &Args, context: &RunContext<'_>) -> Result<ExitCode> {
    let book = Book::open(context)?;
    let queries = match &args.list {
        Some(path) => read(path)?,
        None => book.queries().to_vec(),
    };
    if queries.is_empty() {
        bail!("there are no questions to ask: the list is empty");
    }
    book.searchable()?;
    let mut random: Vec<Random> = args.seed.iter().map(|s| Random(*s)).collect();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut kinds: BTreeMap<String, Score> = BTreeMap::new();
    let mut all = Score::default();
    let mut text = String::new();
    for query in &queries {
        let name = if query.system.is_empty() {
            "all"
        } else {
            &query.system
        };
        let right = query.right.join(" ");
        let (found, got) = book.finds(&query.text, &query.system, &query.right);
        if args.failed && !found {
            let _ = writeln!(text, "{name}: {:?} wants {right}; got {got}", query.text);
        }
        let everywhere = match query.system.as_str() {
            "" => found,
            set => {
                let right = query.right.iter().map(|code| format!("{set} {code}"));
                let (found, got) = book.finds(&query.text, "", &right.collect::<Vec<_>>());
                if args.failed && !found {
                    let _ = writeln!(
                        text,
                        "all sets: {:?} wants {}; got {got}",
                        query.text,
                        query.right.join(" ")
                    );
                }
                found
            }
        };
        let mut mistyped = Vec::new();
        for random in &mut random {
            let wrong = mistype(&query.text, random);
            let (found_wrong, got) = book.finds(&wrong, &query.system, &query.right);
            mistyped.push(found_wrong);
            if args.failed && found && !found_wrong {
                let _ = writeln!(
                    text,
                    "{name} (mistyped {:?}): {wrong:?} wants {right}; got {got}",
                    query.text
                );
            }
        }
        let of_kind = kinds.entry(query.kind.clone()).or_default();
        for score in [
            scores.entry(name.to_owned()).or_default(),
            of_kind,
            &mut all,
        ] {
            score.add(found, everywhere, &mistyped);
        }
    }
    let terminal = context.out.terminal;
    text.push_str(&shares(terminal, "Code set", &args.seed, &scores, &all));
    if kinds.keys().any(|kind| !kind.is_empty()) {
        text.push_str(&shares(terminal, "Kind", &args.seed, &kinds, &all));
    }
    if let (Some(times), Some(random)) = (args.time, random.first_mut()) {
        text.push_str(&time(&book, &queries, times, random));
    }
    context.out.print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The table: a line by code set or by kind, a column by seed.
fn shares(
    terminal: Terminal,
    by: &str,
    seeds: &[u64],
    scores: &BTreeMap<String, Score>,
    all: &Score,
) -> String {
    let mut head = [by, "Questions", "Found", "Share", "In all sets"]
        .map(str::to_owned)
        .to_vec();
    match seeds {
        [_] => head.push("Mistyped".to_owned()),
        several => head.extend(several.iter().map(|s| format!("Mistyped, {s}"))),
    }
    let mut align = vec![Align::Right; head.len()];
    align[0] = Align::Left;
    let rows: Vec<Vec<String>> = scores
        .iter()
        .map(|(name, score)| cells(name, score))
        .chain([cells("together", all)])
        .collect();
    format!("{}\n", table(terminal, 0, &head, &align, &rows))
}

fn cells(name: &str, score: &Score) -> Vec<String> {
    let share = |n: usize| format!("{:.1} %", 100.0 * n as f64 / score.tried.max(1) as f64);
    let mut cells = vec![
        name.to_owned(),
        score.tried.to_string(),
        score.found.to_string(),
        share(score.found),
        share(score.everywhere),
    ];
    cells.extend(score.mistyped.iter().map(|n| share(*n)));
    cells
}

/// How long questions take, in this process.
fn time(book: &Book, queries: &[Query], times: usize, random: &mut Random) -> String {
    let mut took: Vec<Duration> = Vec::with_capacity(times);
    let mut completions: Vec<Duration> = Vec::with_capacity(times);
    for at in 0..times {
        let query = &queries[random.below(queries.len())];
        let text = if at % 2 == 0 {
            query.text.clone()
        } else {
            mistype(&query.text, random)
        };
        let begun = Instant::now();
        book.search(&text, &query.system);
        took.push(begun.elapsed());
        let cut = text
            .char_indices()
            .nth(2 + random.below(6))
            .map_or(text.len(), |(at, _)| at);
        let begun = Instant::now();
        book.complete(&text[..cut]);
        completions.push(begun.elapsed());
    }
    let line = |what: &str, mut took: Vec<Duration>| {
        took.sort_unstable();
        let at = |share: usize| {
            took.get((took.len() * share / 100).min(took.len() - 1))
                .copied()
                .unwrap_or_default()
        };
        format!(
            "{what:<12} median {:.3} ms, 99th percentile {:.3} ms, slowest {:.3} ms of {}\n",
            at(50).as_secs_f64() * 1e3,
            at(99).as_secs_f64() * 1e3,
            at(100).as_secs_f64() * 1e3,
            took.len()
        )
    };
    line("search", took) + &line("completion", completions)
}
