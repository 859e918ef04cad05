//! `ligature compare`: two codes, whether both may be on one claim, and what tells them apart.

use super::events::Format;
use crate::session::Session;
use anyhow::Result;
use ligature_terminal::{Align, Layout, Role, Terminal, table};
use ligature_tools::{
    Between, Code, CodeHead, CompareAnswer, CompareRequest, DateOfService, Difference, LinkKind,
    NoteKind, Side, Systems, TitleFrom, Validity,
};
use std::process::ExitCode;

/// Two codes: whether both may be on one claim, what tells them apart, and what differs in the tables.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature compare 44120 44005
  ligature compare 44120 44602 --date 2024-08-01
  ligature compare K56.2 K56.0")]
pub struct Args {
    /// The first code.
    pub first: String,

    /// The second code.
    pub second: String,

    /// The code set of both, where the form of the codes does not show it: cpt, hcpcs, icd10cm, icd10pcs, icd9cm.
    #[arg(long, value_name = "SET")]
    pub system: Option<Systems>,

    /// Date of service. Without it: the last day of the newest release that is whole.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<DateOfService>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Shows both.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let request = CompareRequest {
        system: args.system,
        first: Code::from(args.first.as_str()),
        second: Code::from(args.second.as_str()),
        date: args.date,
    };
    let answer = session.ask(&session.gate()?, &request)?;
    match args.format {
        Format::Text => session.out.print(&text(&answer, session.out.terminal))?,
        Format::Json => session.out.print_json(&answer)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// In the order of the page: the claim, the rules, the tables, the instructions.
fn text(answer: &CompareAnswer, terminal: Terminal) -> String {
    let (first, second) = (&answer.first, &answer.second);
    let mut layout = Layout::new(terminal);
    let title = format!("{} compared with {}", first.code, second.code);
    layout.line(&terminal.paint(Role::Strong, &title));
    layout.gap();
    layout.paragraph(0, &terminal.paint(Role::Strong, &answer.together.answer));
    layout.paragraph(0, &answer.together.because);
    layout.heading("What tells them apart");
    head(&mut layout, answer, first, &answer.first_is);
    if first != second {
        head(&mut layout, answer, second, &answer.second_is);
    }
    for one in answer
        .related
        .iter()
        .filter(|one| one.relation != LinkKind::Neighbour)
    {
        layout.item(2, "", &format!("{}: {}.", second.code, one.how));
    }
    for rule in answer.apart.iter().filter(|rule| rule.of.is_empty()) {
        layout.item(2, "Of both: ", &rule.text);
    }
    tables(&mut layout, answer, terminal);
    if !answer.between.is_empty() {
        layout.heading("Instructions between them");
        for one in &answer.between {
            layout.item(2, "- ", &between(answer, one));
        }
    }
    layout.finish()
}

fn head(layout: &mut Layout, answer: &CompareAnswer, head: &CodeHead, is: &Validity) {
    let title = match head.title_from {
        TitleFrom::None => "(no name loaded)",
        _ => &head.title,
    };
    let code = layout.paint(Role::Strong, &head.code);
    layout.item(2, &format!("{code}  "), title);
    match is {
        Validity::Valid { .. } => {}
        Validity::Reserved { why, .. } => layout.item(4, "listed, with a reservation: ", why),
        Validity::Heading { .. } => layout.item(4, "", "a heading: a code below it is needed"),
        Validity::NotInForce { why, .. } => layout.item(4, "not in force: ", why),
        Validity::NoData { .. } => layout.item(4, "", "no loaded release says whether it is valid"),
    }
    for rule in answer.apart.iter().filter(|rule| rule.of == head.code) {
        layout.item(4, "- ", &rule.text);
    }
}

/// What differs as a table, and what is the same in one sentence.
fn tables(layout: &mut Layout, answer: &CompareAnswer, terminal: Terminal) {
    let named = |one: &&Difference| one.what != "title" && one.what != "is under";
    let value = |value: &str| match value {
        "" => "none".to_owned(),
        value => value.to_owned(),
    };
    let rows: Vec<Vec<String>> = answer
        .differences
        .iter()
        .filter(named)
        .map(|one| vec![one.what.clone(), value(&one.first), value(&one.second)])
        .collect();
    if !rows.is_empty() {
        layout.heading("What differs");
        let head = ["", &answer.first.code, &answer.second.code].map(str::to_owned);
        layout.lines(&table(terminal, 2, &head, &[Align::Left; 3], &rows));
    }
    let same = answer.facts.iter().filter(|one| one.first == one.second);
    let same: Vec<&str> = same.map(|one| one.what.as_str()).collect();
    if !same.is_empty() && answer.first != answer.second {
        layout.gap();
        layout.item(2, "The same for both: ", &format!("{}.", same.join("; ")));
    }
}

fn between(answer: &CompareAnswer, one: &Between) -> String {
    let own = match one.of {
        Side::First => &answer.first,
        Side::Second => &answer.second,
    };
    let kind = match one.instruction.kind {
        NoteKind::Excludes1 => "Excludes 1",
        NoteKind::Excludes2 => "Excludes 2",
        NoteKind::CodeFirst => "Code first",
        NoteKind::UseAdditional => "Use an additional code",
        NoteKind::CodeAlso => "Code also",
        NoteKind::Includes => "Includes",
        _ => "Note",
    };
    let at = &one.instruction.at;
    let so = match *at == own.code {
        true => String::new(),
        false => format!(", so for {}", own.code),
    };
    format!("{kind} at {at}{so}: {}", one.instruction.text)
}
