//! `ligature remit`: what a payer decided, in plain words.

mod table;
mod text;

use super::claims::intake;
use crate::input;
use crate::session::Session;
use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use ligature_claim::Claim;
use ligature_professional::told;
use ligature_remit::ClaimAnswer;
use ligature_tabular::Format as TableFormat;
use ligature_x12::{Part, Parts};
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use table::{COLUMNS, Table, rows};

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: one line of JSON a claim.
    Jsonl,
    /// For spreadsheets: one row an adjustment.
    Csv,
}

/// Explain a remittance (835): what was paid, what was not, who bears it, why, and what to do next.
///
/// With --claims, each denial is held against what `ligature check` says of the same claim.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature remit payment.835
  ligature remit payment.835 --claims claims.837
  ligature remit payment.835 --format csv > denials.csv
  ligature remit payments/*.835 --out denials.parquet")]
pub struct Args {
    /// Files of remittances.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// The claims as they were sent (JSON, lines of JSON or 837P), known by their number.
    #[arg(long, value_name = "FILE")]
    pub claims: Vec<PathBuf>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    /// Where a table of the adjustments goes: .parquet, .arrow or .csv.
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub out: Option<PathBuf>,
}

/// Problems of a file that are told one by one.
const TOLD: usize = 20;

/// Explains them. Ends with 1 if a file holds no payment.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let library = session.source()?.library()?;
    let sent = sent(&args.claims)?;
    let mut out = Out::new(args, session)?;
    let mut ended = ExitCode::SUCCESS;
    for file in &args.files {
        let count = each(file, |payment, tell| {
            let id = payment.read().0.id;
            let (answer, problems) = library.explain(payment, sent.get(id));
            tell(problems);
            out.take(&answer, session)
        })?;
        if count == 0 {
            eprintln!(
                "error: {}: the file holds no payment of an 835",
                input::name(file)
            );
            ended = ExitCode::FAILURE;
        }
    }
    out.finish(args, session)?;
    Ok(ended)
}

/// Where answers go.
enum Out {
    Text { written: usize },
    Lines,
    Csv,
    Table { table: Box<Table>, claims: usize },
}

impl Out {
    fn new(args: &Args, session: &Session) -> Result<Out> {
        if let Some(to) = &args.out {
            let Some(format) = TableFormat::named(to).filter(|_| !input::is_standard(to)) else {
                bail!(
                    "{}: the table goes to a file that ends in .parquet, .arrow or .csv",
                    to.display()
                );
            };
            let table = Box::new(Table::create(to, format)?);
            return Ok(Out::Table { table, claims: 0 });
        }
        Ok(match args.format {
            Format::Text => Out::Text { written: 0 },
            Format::Jsonl => Out::Lines,
            Format::Csv => {
                let header = COLUMNS.map(|(name, _)| name.to_owned());
                session.print(&csv_of(std::iter::once(header))?)?;
                Out::Csv
            }
        })
    }

    fn take(&mut self, answer: &ClaimAnswer, session: &Session) -> Result<()> {
        match self {
            Out::Text { written } => {
                let gap = if *written > 0 { "\n" } else { "" };
                *written += 1;
                session.print(&format!("{gap}{}", text::text(answer, session.terminal)))
            }
            Out::Lines => session.print(&serde_json::to_string(answer)?),
            Out::Csv => {
                let rows = rows(answer);
                if rows.is_empty() {
                    return Ok(());
                }
                let rows = rows.iter().map(|row| row.each_ref().map(|v| v.plain()));
                session.print(&csv_of(rows)?)
            }
            Out::Table { table, claims } => {
                *claims += 1;
                table.add(answer)
            }
        }
    }

    fn finish(self, args: &Args, session: &Session) -> Result<()> {
        let (Out::Table { table, claims }, Some(to)) = (self, &args.out) else {
            return Ok(());
        };
        let rows = table.finish()?;
        let many = |n: usize, what: &str| match n {
            1 => format!("1 {what}"),
            n => format!("{n} {what}s"),
        };
        session.print(&format!(
            "{}, {}\nwritten: {}",
            many(claims, "claim"),
            many(rows, "adjustment"),
            to.display()
        ))
    }
}

/// Rows as CSV.
fn csv_of(rows: impl Iterator<Item = [String; COLUMNS.len()]>) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row)?;
    }
    let bytes = writer.into_inner().map_err(|e| e.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The claims as they were sent, by their number.
fn sent(files: &[PathBuf]) -> Result<HashMap<String, Claim>> {
    let mut claims = HashMap::new();
    for file in files {
        intake::each(file, |lot| {
            for taken in lot {
                match taken.claim {
                    Ok(claim) => {
                        claims.insert(claim.id.clone(), claim);
                    }
                    Err(why) => eprintln!("error: {}: {why}", taken.at),
                }
            }
            Ok(())
        })?;
    }
    Ok(claims)
}

/// Reads a file a payment at a time; gives how many there were. What is wrong is told with the file's name.
fn each(
    file: &Path,
    mut take: impl FnMut(&ligature_x12::PaymentLoop, &mut dyn FnMut(Vec<String>)) -> Result<()>,
) -> Result<usize> {
    let name = input::name(file);
    let reader: Box<dyn Read> = match input::is_standard(file) {
        true => Box::new(std::io::stdin()),
        false => Box::new(input::open(file)?),
    };
    let mut parts = Parts::new(reader);
    let (mut count, mut problems) = (0, 0);
    let mut tell = |all: Vec<String>| {
        for problem in all {
            problems += 1;
            if problems <= TOLD {
                eprintln!("note: {name}: {problem}");
            }
        }
    };
    let words = |parts: &mut Parts<_>| parts.problems().iter().map(told).collect();
    while let Some(part) = parts.next() {
        let part = part.with_context(|| format!("{} cannot be read", input::name(file)))?;
        tell(words(&mut parts));
        if let Part::Payment(payment) = &part {
            count += 1;
            take(payment, &mut tell)?;
        }
    }
    tell(words(&mut parts));
    if problems > TOLD {
        eprintln!("… and {} notes more", problems - TOLD);
    }
    Ok(count)
}
