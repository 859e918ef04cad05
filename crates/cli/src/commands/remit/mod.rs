//! `ligature remit`: what a payer decided, in plain words.

mod text;

use crate::input;
use crate::session::Session;
use anyhow::{Result, bail};
use clap::ValueEnum;
use ligature_terminal::counted;
use ligature_tools::{
    COLUMNS, ClaimAnswer, Letters, Remitted, Row, SentClaims, Setting, Table, TableFormat,
    TransactionAnswer, kept, rows,
};
use serde_json::json;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: one line of JSON a payment (`{"transaction": …}`) and one for each of its claims.
    Jsonl,
    /// For spreadsheets: one row an adjustment, and one for each line with a remark or a sum that does not add up.
    Csv,
}

/// Explain a remittance (835): what was paid, what was not, who is responsible, why, and what to do next.
///
/// Each payment comes with its sum and with what was kept from it for no claim. With --claims, each denial is compared with
/// what `ligature check` says of the same line of the claim as it was sent: known by its number, and where several have one,
/// by codes, days and charge. With --letter, each denial comes with the answer whether it can be appealed, and with the draft
/// of a letter where a published table is a ground for one.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature remit payment.835
  ligature remit payment.835 --claims claims.837
  ligature remit payment.835 --claims claims.837 --setting supplier
  ligature remit payment.835 --format csv > denials.csv
  ligature remit payment.835 --claims claims.837 --letter
  ligature remit payment.835 --letter --note note.txt --note-of CLAIM-1
  ligature remit payments/*.835 --out denials.parquet")]
pub struct Args {
    /// Files of remittances.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// The claims as they were sent (JSON, lines of JSON or 837P), known by their number.
    #[arg(long, value_name = "FILE")]
    pub claims: Vec<PathBuf>,

    /// The setting, instead of the one in the claims. A table or an 837P names none: practitioner.
    #[arg(long, value_name = "SETTING")]
    pub setting: Option<Setting>,

    /// Whether each denial can be appealed, with the draft of a letter. Without the claims as they were sent, the lines of the
    /// remittance are checked as a claim.
    #[arg(long)]
    pub letter: bool,

    /// The operative note, whose words about the denied code the letter quotes: any format that `ligature code` reads.
    #[arg(long, value_name = "FILE", requires = "letter")]
    pub note: Option<PathBuf>,

    /// The number of the claim that the note is of, where the remittance has several.
    #[arg(long, value_name = "CLAIM", default_value = "", requires = "note")]
    pub note_of: String,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    /// Where a table of the adjustments goes: .parquet, .arrow or .csv.
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub out: Option<PathBuf>,
}

/// Problems of a file that are shown one by one.
const SHOWN: usize = 20;

/// Says what is wrong with a file: the first problems in full, of the rest the number.
struct Problems {
    name: String,
    problems: usize,
}

impl Problems {
    fn of(name: &str) -> Problems {
        Problems {
            name: name.to_owned(),
            problems: 0,
        }
    }

    fn report(&mut self, problem: &str) {
        self.problems += 1;
        if self.problems <= SHOWN {
            eprintln!("note: {}: {problem}", self.name);
        }
    }

    fn finish(self) {
        if self.problems > SHOWN {
            eprintln!(
                "note: {}: and {} notes more",
                self.name,
                self.problems - SHOWN
            );
        }
    }
}

/// Explains them. Ends with 1 if a file holds no payment.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let gate = session.gate()?;
    let mut sent = SentClaims::default();
    for file in &args.claims {
        let mut problems = Problems::of(&input::name(file));
        let source = input::source(file)?;
        let count =
            gate.sent_claims(&source, args.setting, &mut sent, |why| problems.report(why))?;
        if count == 0 {
            problems.report("no claim was read: no denial is compared with a check");
        }
        problems.finish();
    }
    let letters = letters(args)?;
    let mut out = Out::new(args, session)?;
    let mut ended = ExitCode::SUCCESS;
    for file in &args.files {
        let name = input::name(file);
        let source = input::source(file)?;
        let mut problems = Problems::of(&name);
        let mut any = false;
        gate.remittances(
            &session.context(),
            &source,
            &sent,
            letters.as_ref(),
            |said| {
                let taken = match said {
                    Remitted::Problem(problem) => {
                        problems.report(&problem);
                        Ok(())
                    }
                    Remitted::Transaction(payment) => {
                        any = true;
                        out.payment(*payment, session)
                    }
                    Remitted::Claim(claim) => out.claim(&claim, session),
                };
                taken.map_err(|error| match error.downcast::<io::Error>() {
                    Ok(error) => error,
                    Err(error) => io::Error::other(error),
                })
            },
        )?;
        problems.finish();
        if !any {
            eprintln!("error: {name}: the file holds no payment of an 835");
            ended = ExitCode::FAILURE;
        }
    }
    out.finish(args, session)?;
    Ok(ended)
}

/// What letters need, if they are wanted.
fn letters(args: &Args) -> Result<Option<Letters>> {
    if !args.letter {
        return Ok(None);
    }
    let note = args.note.as_deref().map(input::note).transpose()?;
    Ok(Some(Letters {
        note: note.map_or_else(String::new, |decoded| decoded.text),
        note_of: args.note_of.trim().to_owned(),
        setting: args.setting.unwrap_or_default(),
    }))
}

/// Where answers go, with the payment that the claims belong to.
struct Out {
    to: To,
    payment: TransactionAnswer,
}

enum To {
    Text { written: usize },
    Lines,
    Csv,
    Table { table: Box<Table>, claims: usize },
}

impl Out {
    fn new(args: &Args, session: &Session) -> Result<Out> {
        let payment = TransactionAnswer::default();
        if let Some(to) = &args.out {
            let Some(format) = TableFormat::named(to).filter(|_| !input::is_standard(to)) else {
                bail!(
                    "{}: the table goes to a file that ends in .parquet, .arrow or .csv",
                    to.display()
                );
            };
            let table = Box::new(Table::create(to, format)?);
            let to = To::Table { table, claims: 0 };
            return Ok(Out { to, payment });
        }
        let to = match args.format {
            Format::Text => To::Text { written: 0 },
            Format::Jsonl => To::Lines,
            Format::Csv => {
                let header = COLUMNS.map(|(name, _)| name.to_owned());
                session.out.print(&csv_of(std::iter::once(header))?)?;
                To::Csv
            }
        };
        Ok(Out { to, payment })
    }

    /// A payment; its claims follow.
    fn payment(&mut self, payment: TransactionAnswer, session: &Session) -> Result<()> {
        self.payment = payment;
        match &self.to {
            To::Text { .. } => {
                self.text(&text::payment(&self.payment, session.out.terminal), session)
            }
            To::Lines => session
                .out
                .print(&json!({"transaction": self.payment}).to_string()),
            To::Csv | To::Table { .. } => self.rows(kept(&self.payment), session),
        }
    }

    fn claim(&mut self, answer: &ClaimAnswer, session: &Session) -> Result<()> {
        match &mut self.to {
            To::Text { .. } => self.text(&text::claim(answer, session.out.terminal), session),
            To::Lines => session.out.print(&serde_json::to_string(answer)?),
            To::Table { claims, .. } => {
                *claims += 1;
                self.rows(rows(answer, &self.payment), session)
            }
            To::Csv => self.rows(rows(answer, &self.payment), session),
        }
    }

    fn text(&mut self, text: &str, session: &Session) -> Result<()> {
        let To::Text { written } = &mut self.to else {
            return Ok(());
        };
        let gap = if *written > 0 { "\n" } else { "" };
        *written += 1;
        session.out.print(&format!("{gap}{text}"))
    }

    fn rows(&mut self, rows: Vec<Row>, session: &Session) -> Result<()> {
        match &mut self.to {
            To::Table { table, .. } => Ok(table.add(rows)?),
            To::Csv if !rows.is_empty() => {
                let rows = rows.iter().map(|row| row.each_ref().map(|v| v.plain()));
                session.out.print(&csv_of(rows)?)
            }
            _ => Ok(()),
        }
    }

    fn finish(self, args: &Args, session: &Session) -> Result<()> {
        let (To::Table { table, claims }, Some(to)) = (self.to, &args.out) else {
            return Ok(());
        };
        let rows = table.finish()?;
        session.out.print(&format!(
            "{}, {}\nwritten: {}",
            counted(claims, "claim"),
            counted(rows, "row"),
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
