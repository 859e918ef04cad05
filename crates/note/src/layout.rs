//! What the layout of a line says of the words in it: boxes left empty, dates in brackets, fields answered "no".

use crate::compile::Compiled;
use crate::hit::Hit;
use crate::model::Assertion;
use crate::sentence::Sentence;
use crate::token::{Kind, Token};

/// "Converted: no.", "Stoma: none": what a field names is denied by its answer.
pub(crate) fn answered_no(
    tokens: &[Token],
    sentence: &Sentence,
    known: &Compiled,
    hits: &mut [Hit],
) {
    let denies = |t: &Token| {
        t.word != 0
            && (known.well_known.no.contains(&t.word) || known.well_known.nothing.contains(&t.word))
    };
    let ends = |at: usize| at >= sentence.end || matches!(tokens[at].kind, Kind::Mark(_));
    for colon in (sentence.start..sentence.end).filter(|at| tokens[*at].is_mark(':')) {
        let answer = colon + 1 < sentence.end && denies(&tokens[colon + 1]) && ends(colon + 2);
        if !answer {
            continue;
        }
        let from = (sentence.start..colon)
            .rev()
            .find(|at| matches!(tokens[*at].kind, Kind::Mark(_)))
            .map_or(sentence.start, |at| at + 1);
        for hit in hits
            .iter_mut()
            .filter(|h| h.start >= from && h.end <= colon)
        {
            hit.sense = Some(Assertion::Negated);
        }
    }
}

/// What is in brackets with a year was done then: "(2016, resection with stapled anastomosis)".
pub(crate) fn dated_brackets(tokens: &[Token], sentence: &Sentence, hits: &mut [Hit]) {
    let mut open = None;
    let mut year = false;
    let inside = tokens.iter().enumerate().take(sentence.end);
    for (at, token) in inside.skip(sentence.start) {
        match token.kind {
            Kind::Mark('(') => {
                // "scopes from 2018 and 2020 (both with excision of …)"
                let before = at.saturating_sub(2).max(sentence.start)..at;
                let dated = before
                    .into_iter()
                    .any(|b| matches!(tokens[b].kind, Kind::Number(1950..=2035)));
                (open, year) = (Some(at), dated);
            }
            Kind::Number(1950..=2035) => year = open.is_some(),
            Kind::Mark(')') => {
                if let (Some(from), true) = (open, year) {
                    for hit in hits.iter_mut().filter(|h| h.start > from && h.start < at) {
                        hit.sense = Some(hit.sense.unwrap_or(Assertion::Past));
                    }
                }
                open = None;
            }
            _ => {}
        }
    }
}

/// What follows an empty box of a template ("[ ] Ostomy", "☐ Converted") was not done.
pub(crate) fn unticked(tokens: &[Token], sentence: &Sentence, hits: &mut [Hit]) {
    let all = &tokens[sentence.start..sentence.end];
    let mut empty = None;
    let mut from = 0;
    let mut mark = |from: usize, to: usize, empty: Option<bool>| {
        if empty == Some(true) {
            for hit in hits
                .iter_mut()
                .filter(|h| h.start - sentence.start >= from && h.start - sentence.start < to)
            {
                hit.sense = Some(Assertion::Negated);
            }
        }
    };
    for (at, token) in all.iter().enumerate() {
        let next = all.get(at + 1);
        let closed = |t: Option<&Token>| t.is_some_and(|t| t.is_mark(']') || t.is_mark(')'));
        let now = match token.kind {
            Kind::Mark('\u{2610}') => Some(true),
            Kind::Mark('\u{2611}' | '\u{2612}' | '\u{2713}' | '\u{2714}') => Some(false),
            Kind::Mark('[') if closed(next) => Some(true),
            Kind::Mark('[')
                if next.is_some_and(|t| t.kind == Kind::Word && t.end - t.start == 1)
                    && closed(all.get(at + 2)) =>
            {
                Some(false)
            }
            _ => None,
        };
        if now.is_some() {
            mark(from, at, empty);
            (empty, from) = (now, at);
        }
    }
    mark(from, all.len(), empty);
}
