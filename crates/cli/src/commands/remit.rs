//! `ligature remit`: what a payer decided, in plain words.

use super::claims::intake;
use super::claims::priced::dollars;
use crate::input;
use crate::render::{Layout, Role, Terminal};
use crate::session::Session;
use anyhow::{Context as _, Result};
use clap::ValueEnum;
use ligature_claim::Claim;
use ligature_professional::told;
use ligature_remit::{Adjusted, ClaimAnswer, Meaning, ServiceAnswer, Share, explain, matched};
use ligature_x12::{Part, Parts};
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

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
  ligature remit payment.835 --format csv > denials.csv")]
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
}

/// Problems of a file that are told one by one.
const TOLD: usize = 20;

/// Explains them. Ends with 1 if a file holds no payment.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let source = session.source()?;
    let knowledge = source.knowledge()?;
    let library = match args.claims.is_empty() {
        true => None,
        false => Some(source.library()?),
    };
    let sent = sent(&args.claims)?;
    let mut rows = csv::Writer::from_writer(Vec::new());
    if args.format == Format::Csv {
        rows.write_record(HEADER)?;
    }
    let mut ended = ExitCode::SUCCESS;
    let mut written = 0;
    for file in &args.files {
        let count = each(file, |payment| {
            let mut answer = explain(&payment.read().0, &knowledge.remits);
            if let (Some(library), Some(claim)) = (&library, sent.get(&answer.id)) {
                match library.check(claim) {
                    Ok(checked) => matched(&mut answer, &checked),
                    Err(error) => eprintln!("note: claim {}: {error}", answer.id),
                }
            }
            match args.format {
                Format::Text => {
                    let gap = if written > 0 { "\n" } else { "" };
                    session.print(&format!("{gap}{}", text(&answer, session.terminal)))?;
                }
                Format::Jsonl => session.print(&serde_json::to_string(&answer)?)?,
                Format::Csv => {
                    table(&mut rows, &answer)?;
                    let bytes = std::mem::replace(&mut rows, csv::Writer::from_writer(Vec::new()));
                    let bytes = bytes.into_inner().map_err(|e| e.into_error())?;
                    if !bytes.is_empty() {
                        session.print(&String::from_utf8_lossy(&bytes))?;
                    }
                }
            }
            written += 1;
            Ok(())
        })?;
        if count == 0 {
            eprintln!(
                "error: {}: the file holds no payment of an 835",
                input::name(file)
            );
            ended = ExitCode::FAILURE;
        }
    }
    Ok(ended)
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

/// Reads a file a payment at a time; gives how many there were.
fn each(
    file: &Path,
    mut take: impl FnMut(&ligature_x12::PaymentLoop) -> Result<()>,
) -> Result<usize> {
    let name = input::name(file);
    let reader: Box<dyn Read> = match input::is_standard(file) {
        true => Box::new(std::io::stdin()),
        false => Box::new(input::open(file)?),
    };
    let mut parts = Parts::new(reader);
    let (mut count, mut problems) = (0, 0);
    let mut tell = |all: Vec<ligature_x12::Problem>| {
        for problem in all {
            problems += 1;
            if problems <= TOLD {
                eprintln!("note: {name}: {}", told(&problem));
            }
        }
    };
    while let Some(part) = parts.next() {
        let part = part.with_context(|| format!("{} cannot be read", input::name(file)))?;
        tell(parts.problems());
        if let Part::Payment(payment) = &part {
            tell(payment.read().1);
            count += 1;
            take(payment)?;
        }
    }
    tell(parts.problems());
    if problems > TOLD {
        eprintln!("… and {} notes more", problems - TOLD);
    }
    Ok(count)
}

fn text(answer: &ClaimAnswer, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    let title = format!("Claim {}: {}", shown(&answer.id), answer.status);
    layout.line(&layout.paint(Role::Strong, &title));
    let patient = answer
        .patient
        .filter(|p| !p.is_zero())
        .map_or(String::new(), |p| {
            format!(", the patient's part {}", dollars(p))
        });
    layout.line(&format!(
        "  billed {}, paid {}{patient}",
        amount(answer.charge),
        amount(answer.paid)
    ));
    for one in &answer.adjustments {
        adjusted(&mut layout, 2, one);
    }
    remarks(&mut layout, 2, &answer.remarks);
    for service in &answer.services {
        layout.gap();
        layout.line(&format!(
            "  {}  billed {}, paid {}",
            layout.paint(Role::Code, &named(service)),
            amount(service.charge),
            amount(service.paid)
        ));
        if let Some(billed) = &service.billed_code {
            layout.paragraph(
                4,
                &format!("Billed as {}; the payer took another code.", shown(billed)),
            );
        }
        for one in &service.adjustments {
            adjusted(&mut layout, 4, one);
        }
        remarks(&mut layout, 4, &service.remarks);
        if !service.balance.is_empty() {
            let text = format!("Does not come out: {}.", service.balance);
            layout.paragraph(4, &layout.paint(Role::Caution, &text));
        }
    }
    layout.finish()
}

fn adjusted(layout: &mut Layout, indent: usize, one: &Adjusted) {
    let (who, role) = match one.share {
        Share::Provider => ("the provider bears it", Role::Bad),
        Share::Patient => ("the patient owes it", Role::Caution),
        Share::Other => ("neither contract nor patient", Role::Strong),
    };
    let head = format!(
        "{}  {} ({}-{})",
        layout.paint(role, &dollars(one.amount)),
        who,
        one.group.code,
        one.reason.code
    );
    layout.line(&format!("{}{head}", " ".repeat(indent)));
    layout.paragraph(indent + 2, &one.reason.means);
    for (label, text) in [("why", &one.reason.cause), ("next", &one.reason.next)] {
        if !text.is_empty() {
            layout.labelled(indent + 2, label, text);
        }
    }
    if let Some(ours) = &one.ours {
        layout.labelled(indent + 2, "our check", ours);
    }
}

fn remarks(layout: &mut Layout, indent: usize, all: &[Meaning]) {
    for one in all {
        layout.labelled(indent, &one.code, &format!("{} {}", one.means, one.next));
    }
}

fn named(service: &ServiceAnswer) -> String {
    let mut parts = vec![shown(&service.code)];
    parts.extend(service.modifiers.iter().map(|m| shown(m)));
    parts.join("-")
}

fn amount(amount: Option<Decimal>) -> String {
    amount.map_or_else(|| "(not given)".to_owned(), dollars)
}

/// Of a file: without what a terminal would act on.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

const HEADER: [&str; 13] = [
    "claim",
    "status",
    "code",
    "modifiers",
    "billed",
    "paid",
    "amount",
    "group",
    "reason",
    "bears",
    "means",
    "next",
    "our_check",
];

/// A row an adjustment; the claim's own have no code.
fn table(rows: &mut csv::Writer<Vec<u8>>, answer: &ClaimAnswer) -> Result<()> {
    let plain = |amount: Option<Decimal>| amount.map_or(String::new(), |a| a.to_string());
    let own = answer
        .adjustments
        .iter()
        .map(|a| (String::new(), String::new(), answer.charge, answer.paid, a));
    let of = answer.services.iter().flat_map(|s| {
        s.adjustments
            .iter()
            .map(move |a| (s.code.clone(), s.modifiers.join("-"), s.charge, s.paid, a))
    });
    for (code, modifiers, charge, paid, one) in own.chain(of) {
        let bears = match one.share {
            Share::Provider => "provider",
            Share::Patient => "patient",
            Share::Other => "other",
        };
        rows.write_record([
            &answer.id,
            &answer.status,
            &code,
            &modifiers,
            &plain(charge),
            &plain(paid),
            &one.amount.to_string(),
            &one.group.code,
            &one.reason.code,
            &bears.to_owned(),
            &one.reason.means,
            &one.reason.next,
            &one.ours.clone().unwrap_or_default(),
        ])?;
    }
    Ok(())
}
