//! A line of a batch's output.

use ligature_tools::Answer;
use serde::Serialize;
use serde_json::Value;

/// An output line, and what the summary wants to know of it.
pub struct Output {
    /// Number of the input line.
    pub number: usize,
    /// The line with its ending.
    pub text: String,
    /// How many codes.
    pub codes: usize,
    /// Why there is no answer.
    pub problem: Option<String>,
}

#[derive(Serialize)]
struct Record<'a> {
    id: &'a Value,
    codes: Vec<Code<'a>>,
    questions: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a str>,
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
    units: u32,
    modifiers: Vec<&'a str>,
    evidence: Vec<Evidence<'a>>,
}

#[derive(Serialize)]
struct Evidence<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    line: usize,
}

impl Output {
    /// The line of a note that was answered.
    pub fn answer(number: usize, id: &Value, answer: &Answer) -> Self {
        let codes = answer.decisions.iter().map(|decision| Code {
            code: &decision.code,
            units: decision.units,
            modifiers: decision
                .modifiers
                .iter()
                .map(|m| m.modifier.as_str())
                .collect(),
            evidence: decision
                .evidence
                .iter()
                .map(|q| Evidence {
                    text: &q.text,
                    start: q.span.start,
                    end: q.span.end,
                    line: q.span.line,
                })
                .collect(),
        });
        let questions = answer
            .questions
            .iter()
            .map(|question| question.text.as_str())
            .collect();
        Self::of(
            number,
            &Record {
                id,
                codes: codes.collect(),
                questions,
                problem: None,
            },
        )
    }

    /// The line of a note that was not.
    pub fn problem(number: usize, id: &Value, problem: &str) -> Self {
        Self::of(
            number,
            &Record {
                id,
                codes: vec![],
                questions: vec![],
                problem: Some(problem),
            },
        )
    }

    fn of(number: usize, record: &Record<'_>) -> Self {
        // Texts and numbers always fit into JSON, so the fallback is never written.
        let text = serde_json::to_string(record).unwrap_or_else(|_| "{}".to_owned()) + "\n";
        Self {
            number,
            text,
            codes: record.codes.len(),
            problem: record.problem.map(str::to_owned),
        }
    }
}
