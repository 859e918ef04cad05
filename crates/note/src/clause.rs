//! Clauses: parts of a sentence, each with its own action. "The ileum was divided, the mesentery taken, and the
//! specimen passed off" has three; "the ileum, cecum and appendix were removed" has one.

use crate::compile::{Compiled, Form};
use crate::hit::Hit;
use crate::sentence::Sentence;
use crate::token::{Kind, Token};

/// Fills `clauses` with the clause number of each token of the sentence: between two actions the sentence is cut at the
/// strongest joint there (a semicolon before a comma, a comma before an "and").
pub(crate) fn cut(
    tokens: &[Token],
    sentence: &Sentence,
    hits: &[Hit],
    known: &Compiled,
    clauses: &mut Vec<u32>,
) {
    clauses.clear();
    clauses.resize(sentence.end - sentence.start, 0);
    let mut actions = hits.iter().filter(|h| h.kind == known.well_known.action);
    let Some(mut last) = actions.next() else {
        return;
    };
    let mut clause = 0;
    let mut start = 0;
    for next in actions {
        if next.start < last.end {
            continue;
        }
        let between = last.end.min(next.start)..next.start;
        let mut best: Option<(u8, usize)> = None;
        for at in between {
            let strength = strength(tokens, at, known);
            if strength > 0 && best.is_none_or(|b| strength > b.0) {
                best = Some((strength, at));
            }
        }
        let pair = last.form != Form::Verb && next.form != Form::Verb;
        if let Some((_, at)) = best.filter(|b| b.0 > if pair { AND } else { 0 }) {
            clauses[start..at - sentence.start].fill(clause);
            start = at - sentence.start;
            clause += 1;
        }
        last = next;
    }
    let length = clauses.len();
    clauses[start..length].fill(clause);
}

/// Strength of "and" between two names, which keeps them in one phrase.
const AND: u8 = 2;

fn strength(tokens: &[Token], at: usize, known: &Compiled) -> u8 {
    let token = &tokens[at];
    let joint = |t: &Token| t.kind == Kind::Word && known.well_known.joints.contains(&t.word);
    match token.kind {
        Kind::Mark(';' | ':' | '\u{2013}' | '\u{2014}' | '>') => 6,
        Kind::Mark(',') if tokens.get(at + 1).is_some_and(joint) => 5,
        Kind::Mark(',' | '(' | ')' | '/' | '+') => 4,
        Kind::Word if known.well_known.and.contains(&token.word) => AND,
        Kind::Word if joint(token) => 3,
        _ => 0,
    }
}
