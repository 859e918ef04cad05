//! `ligature explain`: why, or why not, one code for one note.

use super::events::Format;
use crate::{input, nearest, render, session::Session};
use anyhow::{Result, bail};
use ligature_codes::DateOfService;
use ligature_coding::{Answer, Decision, Engine, LeftOut, Neighbour, Question};
use ligature_knowledge::Knowledge;
use ligature_note::Reader;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Why, or why not, this code for this note.
///
/// A chosen code is told with each condition of its rule; a code that was weighed and not chosen with the condition that
/// failed and the words that decided it; any other code with what a note must say for it.
#[derive(clap::Args)]
#[command(after_long_help = include_str!("../help/explain.txt"))]
pub struct Args {
    /// The code.
    pub code: String,

    /// The note: a text file, or - for standard input.
    pub file: PathBuf,

    /// Date of service: rules and codes of that day are used.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<DateOfService>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// The heading of a page's section that lists what earns the code.
const WHAT_THE_NOTE_MUST_SAY: &str = "What the note must say";

/// All that an answer says about one code.
#[derive(Debug, Serialize)]
pub struct Explanation<'a> {
    /// The code asked about.
    pub code: &'a str,
    /// Its plain-language name, where it has a page.
    pub name: &'a str,
    /// What became of it.
    pub verdict: Verdict,
    /// Where it was chosen.
    pub decisions: Vec<&'a Decision>,
    /// Where it was weighed beside a chosen code.
    pub neighbours: Vec<Beside<'a>>,
    /// Where it was done but is not reported.
    pub left_out: Vec<&'a LeftOut>,
    /// Questions whose answer decides about it.
    pub questions: Vec<&'a Question>,
    /// What a note must say to earn it, in Markdown.
    pub must_say: Option<&'a str>,
    /// The codes that were chosen.
    pub chosen: Vec<&'a str>,
}

/// A refusal of the code beside the code that was chosen.
#[derive(Debug, Serialize)]
pub struct Beside<'a> {
    /// The codes chosen instead.
    pub chosen: Vec<&'a str>,
    /// Why not the one asked about.
    pub refusal: &'a Neighbour,
}

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Chosen.
    Chosen,
    /// Done, but part of something else.
    NotBilledApart,
    /// A fact that decides about it is not documented.
    Open,
    /// Weighed and not chosen.
    NotChosen,
    /// Nothing in the note made it a candidate.
    NotWeighed,
}

/// Explains.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let code = args.code.trim().to_uppercase();
    let note = input::note(&args.file)?;
    let knowledge = session.source()?.knowledge()?;
    let reading = Reader::new(&knowledge.lexicon).read_events(&note.text);
    let date = args.date.map(DateOfService::date);
    let answer = Engine::new(&knowledge).code(reading, date);
    let explanation = explain(&code, &answer, &knowledge);
    if explanation.verdict == Verdict::NotWeighed && explanation.name.is_empty() {
        bail!("{}", nearest::unknown(&code, &knowledge.pages));
    }
    match args.format {
        Format::Text => session.print(&render::explanation(&explanation, session.terminal))?,
        Format::Json => session.print_json(&explanation)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Gathers all that the answer and the pages say about a code.
pub fn explain<'a>(code: &'a str, answer: &'a Answer, knowledge: &'a Knowledge) -> Explanation<'a> {
    let page = knowledge.pages.iter().find(|page| page.code == code);
    let decisions: Vec<_> = answer.decisions.iter().filter(|d| d.code == code).collect();
    let neighbours = besides(code, answer);
    let left_out: Vec<_> = answer
        .left_out
        .iter()
        .filter(|item| item.code == code)
        .collect();
    let questions: Vec<_> = answer
        .questions
        .iter()
        .filter(|question| question.decides.iter().any(|decided| decided == code))
        .collect();
    let verdict = if !decisions.is_empty() {
        Verdict::Chosen
    } else if !left_out.is_empty() {
        Verdict::NotBilledApart
    } else if !questions.is_empty() {
        Verdict::Open
    } else if !neighbours.is_empty() {
        Verdict::NotChosen
    } else {
        Verdict::NotWeighed
    };
    let said = decisions
        .iter()
        .map(|d| d.name.as_str())
        .chain(neighbours.iter().map(|n| n.refusal.name.as_str()));
    let said = said.chain(left_out.iter().map(|item| item.name.as_str()));
    Explanation {
        code,
        name: page
            .map(|page| page.name.as_str())
            .into_iter()
            .chain(said)
            .find(|name| !name.is_empty())
            .unwrap_or(""),
        verdict,
        decisions,
        neighbours,
        left_out,
        questions,
        must_say: page.and_then(|page| {
            let (_, text) = page
                .sections
                .iter()
                .find(|(heading, _)| heading == WHAT_THE_NOTE_MUST_SAY)?;
            Some(text.as_str())
        }),
        chosen: answer.decisions.iter().map(|d| d.code.as_str()).collect(),
    }
}

/// Every refusal of a code; those with one and the same reason are one.
fn besides<'a>(code: &str, answer: &'a Answer) -> Vec<Beside<'a>> {
    let mut all: Vec<Beside<'a>> = Vec::new();
    for decision in &answer.decisions {
        for refusal in decision
            .neighbours
            .iter()
            .filter(|neighbour| neighbour.code == code)
        {
            match all.iter_mut().find(|beside| beside.refusal == refusal) {
                Some(same) => same.chosen.push(&decision.code),
                None => all.push(Beside {
                    chosen: vec![&decision.code],
                    refusal,
                }),
            }
        }
    }
    all
}
