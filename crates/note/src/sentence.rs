//! Sentences: cut at full stops (not after abbreviations or inside numbers), at list marks, and at line ends where the
//! lines are items rather than wrapped prose.

use crate::compile::Compiled;
use crate::model::Assertion;
use crate::section::Part;
use crate::token::{Kind, Token};

/// Tokens `start..end` of one sentence, in section number `part`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sentence {
    pub start: usize,
    pub end: usize,
    pub part: usize,
}

/// A line shorter than this many bytes is a separate item rather than wrapped prose.
const SHORT_LINE: u32 = 60;

/// Longest sentence in tokens: a text without stops is cut, so that no step sees all of it at once.
const LONGEST: usize = 120;

pub(crate) fn cut(tokens: &[Token], parts: &[Part], known: &Compiled) -> Vec<Sentence> {
    let mut sentences = Vec::with_capacity(tokens.len() / 12 + 4);
    for (part, section) in parts.iter().enumerate() {
        // a heading of the body says something itself ("Resection two:")
        let in_body = section
            .kind
            .is_none_or(|k| known.sections[k as usize].sense == Assertion::Performed);
        let first = if in_body { section.start } else { section.text };
        let mut start = first;
        let mut line_start = tokens.get(start).map_or(0, |t| t.start);
        for at in first..section.end {
            let token = tokens[at];
            if token.opens_line && at > start {
                let short = tokens[at - 1].end.saturating_sub(line_start) < SHORT_LINE;
                if token.after_blank || list_mark(tokens, at) || short {
                    sentences.push(Sentence {
                        start,
                        end: at,
                        part,
                    });
                    start = at;
                }
            }
            if token.opens_line {
                line_start = token.start;
            }
            if ends_sentence(tokens, at, known) || at + 1 - start >= LONGEST {
                sentences.push(Sentence {
                    start,
                    end: at + 1,
                    part,
                });
                start = at + 1;
            }
        }
        if start < section.end {
            sentences.push(Sentence {
                start,
                end: section.end,
                part,
            });
        }
    }
    sentences
}

fn list_mark(tokens: &[Token], at: usize) -> bool {
    match tokens[at].kind {
        Kind::Mark('(') => {
            let number = tokens
                .get(at + 1)
                .is_some_and(|t| matches!(t.kind, Kind::Number(_)));
            number && tokens.get(at + 2).is_some_and(|t| t.is_mark(')'))
        }
        Kind::Mark(mark) => matches!(
            mark,
            '*' | '\u{2022}' | '+' | '>' | '\u{2013}' | '\u{00b7}' | '\u{25cf}' | '\u{2014}'
        ),
        Kind::Number(_) => tokens
            .get(at + 1)
            .is_some_and(|t| t.is_mark('.') || t.is_mark(')')),
        Kind::Word => false,
    }
}

fn ends_sentence(tokens: &[Token], at: usize, known: &Compiled) -> bool {
    let token = tokens[at];
    match token.kind {
        Kind::Mark('!' | '?' | '\u{2022}' | '|') => true,
        Kind::Mark('.') => {
            let Some(before) = at.checked_sub(1).map(|b| tokens[b]) else {
                return true;
            };
            let Some(next) = tokens.get(at + 1) else {
                return true;
            };
            let abbreviation =
                known.abbreviations.contains(&before.word) && before.word != 0 && !next.opens_line;
            let initial = before.kind == Kind::Word
                && before.end - before.start == 1
                && before.capital
                && !next.opens_line;
            // a list number: "1. Small bowel resection"
            let numbered = matches!(before.kind, Kind::Number(n) if n < 30) && before.opens_line;
            let inside = next.start == token.end && !next.capital && next.kind == Kind::Word;
            !(abbreviation || initial || numbered || inside)
        }
        _ => false,
    }
}
