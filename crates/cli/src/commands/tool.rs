//! `ligature tool`: any tool, called with a request in JSON, as over the API.

use crate::session::Session;
use anyhow::{Context as _, Result, anyhow, bail};
use ligature_terminal::{Align, Layout, Role, Terminal, table};
use ligature_tools::{LARGEST_FILE, Tool, json};
use serde_json::Value;
use std::io::Read as _;
use std::process::ExitCode;

/// The largest request in bytes: the largest text of a tool with every character escaped.
const LARGEST: u64 = 6 * LARGEST_FILE as u64 + (1 << 20);

/// Call any tool with a request in JSON, or list the tools.
///
/// These are the tools of every command, page and address of the API, with the same answers, remarks and refusals.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature tool                                        the list
  ligature tool lookup                                 the fields of a request
  ligature tool lookup '{\"code\": \"44120\"}'
  ligature tool check - < claim.json                   the request from standard input
  ligature tool global_period '{\"code\": \"44120\", \"date\": \"2024-08-14\"}'")]
pub struct Args {
    /// The tool; without it the list of tools.
    pub name: Option<String>,

    /// The request as JSON, or - for standard input; without it, the fields of a request.
    pub request: Option<String>,
}

/// Calls the tool.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let gate = session.gate()?;
    let terminal = session.out.terminal;
    let Some(name) = &args.name else {
        session.out.print(&list(gate.tools(), terminal))?;
        return Ok(ExitCode::SUCCESS);
    };
    let request = match (&args.request, gate.tools().iter().find(|t| t.name == name)) {
        (None, Some(tool)) => {
            session.out.print(&about(tool, terminal))?;
            return Ok(ExitCode::SUCCESS);
        }
        (None, None) => Value::Null,
        (Some(text), _) if text == "-" => standard_input()?,
        (Some(text), _) => parsed(text)?,
    };
    let reply = gate.call_now(&session.context(), name, request)?;
    let mut answer = reply.answer;
    if let (Some(fields), false) = (answer.as_object_mut(), reply.noticed.is_empty()) {
        fields.insert("noticed".to_owned(), Value::from(reply.noticed));
    }
    session.out.print_json(&answer)?;
    Ok(ExitCode::SUCCESS)
}

fn standard_input() -> Result<Value> {
    let mut text = String::new();
    let input = std::io::stdin().lock();
    let read = input.take(LARGEST + 1).read_to_string(&mut text);
    read.context("standard input is not UTF-8 text, or cannot be read")?;
    if text.len() as u64 > LARGEST {
        bail!("the request is too large: {LARGEST} bytes at most");
    }
    parsed(&text)
}

/// A request from its text. The parser's own message is not passed on: it could quote the text.
fn parsed(text: &str) -> Result<Value> {
    json(text.as_bytes()).map_err(|error| anyhow!(error.of_request()))
}

fn list(tools: &[Tool], terminal: Terminal) -> String {
    let head = ["Tool", "Holds", "Cost", "What it does"].map(str::to_owned);
    let rows: Vec<Vec<String>> = tools
        .iter()
        .map(|tool| {
            vec![
                terminal.paint(Role::Strong, tool.name),
                tool.scope.name().to_owned(),
                tool.cost.units.to_string(),
                tool.help.to_owned(),
            ]
        })
        .collect();
    let align = [Align::Left, Align::Left, Align::Right, Align::Left];
    let mut layout = Layout::new(terminal);
    layout.lines(&table(terminal, 0, &head, &align, &rows));
    layout.gap();
    layout.paragraph(0, "`ligature tool NAME` shows the fields of a request.");
    layout.finish()
}

fn about(tool: &Tool, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    let name = layout.paint(Role::Strong, tool.name);
    layout.item(0, &format!("{name}  "), tool.title);
    layout.paragraph(0, tool.help);
    layout.heading("Fields of a request");
    let bounds = tool.bounds();
    layout.make_room_for(bounds.iter().map(|(field, _)| field.as_str()));
    for (field, words) in &bounds {
        layout.labelled(2, field, words);
    }
    let of = |field: &str| tool.request()["properties"][field]["description"].as_str();
    layout.heading("Its fields");
    for (field, _) in &bounds {
        if let Some(words) = of(field) {
            let first = words.lines().next().unwrap_or_default();
            layout.labelled(2, field, first);
        }
    }
    layout.finish()
}
