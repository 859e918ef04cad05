//! Sections by their headings. A heading is at the start of a line (or of a sentence in a note without line ends) and
//! ends in a colon, or is a whole short line. A note without headings is one section of the kind `body`.

use crate::compile::Compiled;
use crate::model::Assertion;
use crate::token::{Kind, Token};

/// Longest heading, in tokens.
const LONGEST: usize = 10;

/// A title is a list of names: what is longer, in tokens, is the operation itself under the heading "Procedure".
const LONGEST_TITLE: usize = 80;

/// Longest line of a title, in words.
const LONGEST_TITLE_LINE: usize = 12;

/// Tokens `start..end` belong to the section; its heading is `start..text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    /// Number of the section kind; `None`: text before or without any heading.
    pub kind: Option<u32>,
    pub start: usize,
    pub text: usize,
    pub end: usize,
}

/// Cuts a note into sections.
pub(crate) fn cut(tokens: &[Token], words: &[u32], known: &Compiled) -> Vec<Part> {
    let mut parts: Vec<Part> = vec![Part {
        kind: None,
        start: 0,
        text: 0,
        end: tokens.len(),
    }];
    let mut at = 0;
    let body_from = last_body_heading(tokens, words, known);
    while at < tokens.len() {
        let heading = heading_at(tokens, words, at, known);
        match heading {
            Some((kind, text)) => {
                begin(&mut parts, kind, at, text);
                at = text;
            }
            None => {
                if tokens[at].opens_line && ends_block(tokens, &parts, at, body_from, known) {
                    begin(&mut parts, None, at, at);
                }
                at += 1;
            }
        }
    }
    parts.retain(|p| p.end > p.start);
    let mut parts: Vec<Part> = parts
        .into_iter()
        .flat_map(|part| running_text(tokens, part, known))
        .collect();
    for part in &mut parts {
        let named = part
            .kind
            .is_some_and(|k| known.sections[k as usize].sense == Assertion::Named);
        if named && part.end - part.text > LONGEST_TITLE {
            part.kind = None;
        }
    }
    parts
}

/// A title ends at its first full stop when the operation is described on the same line ("Op: lap SBR. 4 ports. Loop out …").
fn running_text(tokens: &[Token], part: Part, known: &Compiled) -> Vec<Part> {
    let named = part
        .kind
        .is_some_and(|k| known.sections[k as usize].sense == Assertion::Named);
    let first = tokens.get(part.text).filter(|_| part.text < part.end);
    if !named || first.is_none_or(|t| t.opens_line || matches!(t.kind, Kind::Number(_))) {
        return vec![part];
    }
    let line = (part.text + 1..part.end)
        .find(|at| tokens[*at].opens_line)
        .unwrap_or(part.end);
    let stops: Vec<usize> = (part.text..line)
        .filter(|at| {
            tokens[*at].is_mark('.')
                && tokens
                    .get(at + 1)
                    .is_some_and(|t| t.capital || matches!(t.kind, Kind::Number(_)))
        })
        .collect();
    match stops.first() {
        Some(stop) if stops.len() >= 2 && line - stop > 12 => {
            let body = Part {
                kind: None,
                start: stop + 1,
                text: stop + 1,
                end: part.end,
            };
            let title = Part {
                end: stop + 1,
                ..part
            };
            vec![title, body]
        }
        _ => vec![part],
    }
}

fn begin(parts: &mut Vec<Part>, kind: Option<u32>, start: usize, text: usize) {
    let end = parts.last().map_or(start, |p| p.end);
    if let Some(last) = parts.last_mut() {
        last.end = start;
    }
    parts.push(Part {
        kind,
        start,
        text,
        end,
    });
}

/// A line with a capital after a short one: the field on the line before (a diagnosis) has ended.
fn new_item(tokens: &[Token], at: usize) -> bool {
    let before = &tokens[..at];
    let line = before.iter().rposition(|t| t.opens_line).unwrap_or(0);
    let short = before
        .last()
        .is_some_and(|t| t.end - tokens[line].start < 60);
    tokens[at].capital && short
}

/// A line after a full stop that is no item of a list: a field has ended, the text goes on.
fn sentence_line(tokens: &[Token], at: usize) -> bool {
    let listed = matches!(tokens[at].kind, Kind::Number(_) | Kind::Mark(_));
    if !tokens[at].opens_line || at == 0 || listed {
        return false;
    }
    let line = || {
        let rest = tokens[at..].iter().enumerate();
        rest.take_while(|(i, t)| *i == 0 || !t.opens_line)
            .map(|(_, t)| t)
    };
    let words = line().filter(|t| t.kind == Kind::Word).count();
    let stops = line().filter(|t| t.is_mark('.')).count();
    tokens[at - 1].is_mark('.') || (words > 10 && stops > 0)
}

/// A line as titles are: a few words without a full stop, but at its end.
fn title_line(tokens: &[Token], at: usize) -> bool {
    let rest = tokens.get(at + 1..).unwrap_or_default();
    let length = 1 + rest.iter().take_while(|t| !t.opens_line).count();
    let line = tokens.get(at..at + length).unwrap_or_default();
    let inside = line.split_last().map_or(line, |(_, inside)| inside);
    let words = line.iter().filter(|t| t.kind == Kind::Word).count();
    words <= LONGEST_TITLE_LINE && !inside.iter().any(|t| t.is_mark('.'))
}

/// The place of the last heading that opens the operation itself.
fn last_body_heading(tokens: &[Token], words: &[u32], known: &Compiled) -> Option<usize> {
    let body = |at: usize| {
        let kind = heading_at(tokens, words, at, known)?.0?;
        let section = &known.sections[kind as usize];
        (section.sense == Assertion::Performed && !section.block).then_some(at)
    };
    (0..tokens.len())
        .rev()
        .filter(|at| tokens[*at].opens_line)
        .find_map(body)
}

/// A field such as the title ends at an empty line, once it has text. So does a history on the line of its heading,
/// when no heading says where the operation begins.
fn ends_block(
    tokens: &[Token],
    parts: &[Part],
    at: usize,
    body_from: Option<usize>,
    known: &Compiled,
) -> bool {
    parts.last().is_some_and(|p| {
        let Some(section) = p.kind.map(|k| &known.sections[k as usize]) else {
            return false;
        };
        let on_its_line = p.text < tokens.len() && !tokens[p.text].opens_line;
        let aside = section.sense != Assertion::Performed
            && on_its_line
            && body_from.is_none_or(|b| b < at);
        // the items of a list may have empty lines between them, and titles go on to a later heading of the operation
        let is_item = |at: usize| {
            let mark = tokens.get(at).map(|t| t.kind);
            matches!(mark, Some(Kind::Number(_) | Kind::Mark('-' | '*' | '(')))
        };
        let listed = is_item(at) && is_item(p.text);
        let goes_on = section.sense == Assertion::Named
            && tokens[at].after_blank
            && (listed || (body_from.is_some_and(|body| body > at) && title_line(tokens, at)));
        let blank = !goes_on && (tokens[at].after_blank || sentence_line(tokens, at));
        let field = section.block && section.sense == Assertion::Past && on_its_line;
        at > p.text && ((blank && (section.block || aside)) || (field && new_item(tokens, at)))
    })
}

/// A heading at this token: its kind (`None` for a heading the lexicon has not) and the first token of its text.
fn heading_at(
    tokens: &[Token],
    words: &[u32],
    at: usize,
    known: &Compiled,
) -> Option<(Option<u32>, usize)> {
    let token = tokens[at];
    let after_stop = at > 0
        && (tokens[at - 1].is_mark('.')
            || tokens[at - 1].is_mark('|')
            || tokens[at - 1].is_mark(']'));
    if !(token.opens_line || after_stop) {
        return None;
    }
    let mut first = at;
    while first < tokens.len()
        && first < at + 3
        && matches!(
            tokens[first].kind,
            Kind::Mark('[' | '*' | '#' | '=' | '_' | '(')
        )
    {
        first += 1;
    }
    let bracketed = first > at && tokens[at].is_mark('[');
    if !tokens.get(first)?.capital && !bracketed && !token.opens_line {
        return None;
    }
    let end = heading_end(tokens, first, bracketed)?;
    let kind = known_heading(tokens, words, first, end.words_end, known);
    match (end.by, kind) {
        // a known heading, or a shouted or short one before a colon
        (EndedBy::Colon | EndedBy::Bracket, Some(_)) => Some((kind, end.text)),
        (EndedBy::Line, Some((_, covers))) if covers => Some((kind, end.text)),
        (EndedBy::Colon, None)
            if token.opens_line
                && token.after_blank
                && end.words_end - first <= 4
                && token.capital =>
        {
            Some((None, end.text))
        }
        _ => None,
    }
    .map(|(kind, text)| (kind.map(|(k, _)| k), text))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EndedBy {
    Colon,
    Bracket,
    Line,
}

struct End {
    by: EndedBy,
    words_end: usize,
    text: usize,
}

fn heading_end(tokens: &[Token], first: usize, bracketed: bool) -> Option<End> {
    let mut round = false;
    let mut left = LONGEST + 4;
    for at in first..tokens.len().min(first + 4 * LONGEST) {
        let token = tokens[at];
        left -= usize::from(!round);
        if left == 0 {
            return None;
        }
        if at > first && token.opens_line {
            return Some(End {
                by: EndedBy::Line,
                words_end: at,
                text: at,
            });
        }
        match token.kind {
            Kind::Mark(':') => {
                return Some(End {
                    by: EndedBy::Colon,
                    words_end: at,
                    text: at + 1,
                });
            }
            Kind::Mark(']') if bracketed => {
                let text = (at..tokens.len())
                    .find(|i| !tokens[*i].is_mark(']'))
                    .unwrap_or(tokens.len());
                return Some(End {
                    by: EndedBy::Bracket,
                    words_end: at,
                    text,
                });
            }
            Kind::Mark('*' | '=') if at > first => {}
            Kind::Mark('(') => round = true,
            Kind::Mark(')') if round => round = false,
            Kind::Mark('/' | '&' | ',' | '#') => {}
            Kind::Mark('|') => {}
            Kind::Mark('.') | Kind::Mark(_) if !round => return None,
            _ => {}
        }
    }
    (first + 4 * LONGEST >= tokens.len()).then_some(End {
        by: EndedBy::Line,
        words_end: tokens.len(),
        text: tokens.len(),
    })
}

/// The section kind of a heading's words, and whether the lexicon's heading covers all of them.
fn known_heading(
    tokens: &[Token],
    words: &[u32],
    first: usize,
    end: usize,
    known: &Compiled,
) -> Option<(u32, bool)> {
    // marks inside a heading do not matter: "PREOPERATIVE DIAGNOSIS(ES)", "A/P"
    // and words in brackets belong to no heading
    let mut depth = 0_i32;
    let outside = |at: &usize| {
        depth += i32::from(tokens[*at].is_mark('('));
        let out = depth <= 0;
        depth -= i32::from(tokens[*at].is_mark(')'));
        out
    };
    let plain: Vec<u32> = (first..end).filter(outside).map(|at| words[at]).collect();
    let marks = ['/', '(', ')', '&', ',', '#', '*', '=', '|']
        .map(|m| known.vocabulary.get(m.encode_utf8(&mut [0; 4])));
    let plain: Vec<u32> = plain
        .into_iter()
        .filter(|w| *w == 0 || !(*w == crate::trie::BARRIER || marks.contains(w)))
        .collect();
    let found = known.headings.longest(&plain, 0)?;
    if found.end == plain.len() {
        return Some((found.value, true));
    }
    // "PROCEDURE PERFORMED TODAY (see below)": the known words open a longer heading, but not a whole sentence
    (plain.len() <= found.end + 5).then_some((found.value, false))
}
