//! In what sense each found word is meant.
//!
//! The senses follow ConText (Harkema et al. 2009): a cue turns the mentions on one side of it, up to a stop. Two things
//! are added. A cue does not reach into another clause that has its own verb, and `landmark` cues mark a place that
//! only says where ("20 cm from the ligament of Treitz") from the place where something was done. What layout says
//! (boxes, brackets, fields answered "no") is in [`crate::layout`].

use crate::compile::{Compiled, Form, Sense, Side, Turn};
use crate::hit::Hit;
use crate::layout::{answered_no, dated_brackets, unticked};
use crate::model::Assertion;
use crate::sentence::Sentence;
use crate::token::{Kind, Token};

/// Lets the cues of a sentence turn its hits.
pub(crate) fn turn(
    tokens: &[Token],
    words: &[u32],
    sentence: &Sentence,
    clauses: &[u32],
    known: &Compiled,
    hits: &mut [Hit],
) {
    let slice = &words[sentence.start..sentence.end];
    let mut cues = Vec::new();
    let mut at = 0;
    while at < slice.len() {
        match known.cues.longest(slice, at) {
            // "no. 1" is a number, not a denial
            Some(found)
                if found.end == at + 1
                    && numbered(&tokens[sentence.start + at..sentence.end], known) =>
            {
                at = found.end
            }
            Some(found) => {
                cues.extend(
                    known.turns[found.value as usize]
                        .iter()
                        .map(|turn| (*turn, at, found.end)),
                );
                at = found.end;
            }
            None => at += 1,
        }
    }
    unticked(tokens, sentence, hits);
    dated_brackets(tokens, sentence, hits);
    answered_no(tokens, sentence, known, hits);
    turn_by(tokens, sentence, clauses, known, &cues, hits);
    carry_denial(tokens, sentence, known, hits);
}

/// Each cue changes the assertion of what is on its side.
fn turn_by(
    tokens: &[Token],
    sentence: &Sentence,
    clauses: &[u32],
    known: &Compiled,
    cues: &[(Turn, usize, usize)],
    hits: &mut [Hit],
) {
    let length = sentence.end - sentence.start;
    for (index, (cue, start, end)) in cues.iter().enumerate() {
        let (from, to) = match cue.side {
            Side::Sentence => (0, length),
            Side::After => {
                let stop = cues[index + 1..]
                    .iter()
                    .find(|c| c.0.sense == Sense::Stop)
                    .map_or(length, |c| c.1);
                let stop = if cue.sense == Sense::Assert(Assertion::Negated) {
                    stop.min(doer_after(tokens, sentence, *end, known))
                } else {
                    stop
                };
                let stop = if cue.sense == Sense::Landmark {
                    stop.min(comma_after(tokens, sentence, *end))
                } else {
                    stop
                };
                // "If she blocks again, …" holds for all that follows
                let reach = if *start == 0 && cue.sense == Sense::Assert(Assertion::Hypothetical) {
                    length
                } else {
                    cue.reach
                };
                (
                    *end,
                    stop.min(end.saturating_add(reach))
                        .min(mark_after(tokens, sentence, *end)),
                )
            }
            Side::Before => {
                let stop = cues[..index]
                    .iter()
                    .rev()
                    .find(|c| c.0.sense == Sense::Stop)
                    .map_or(0, |c| c.2);
                (
                    stop.max(start.saturating_sub(cue.reach))
                        .max(mark_before(tokens, sentence, *start)),
                    *start,
                )
            }
        };
        let verbs: Vec<usize> = hits
            .iter()
            .filter(|h| h.kind == known.well_known.action && h.form == Form::Verb)
            .map(|h| h.start - sentence.start)
            .collect();
        // a list of names is one phrase: "history of appendectomy, bowel resection and hernia repair"
        let listed = |hit: &Hit| {
            cue.side == Side::After
                && hit.form == Form::Name
                && !verbs
                    .iter()
                    .any(|v| *v >= *end && *v < hit.start - sentence.start)
        };
        let own_clause =
            |hit: &Hit| cue.side == Side::Sentence || hit.clause == clauses[*start] || listed(hit);
        for hit in hits.iter_mut() {
            let place = hit.start - sentence.start;
            // "appendix … not … perforated": the cue is in the gap of the term
            let within = place < *start && *end < hit.end - sentence.start;
            // "took nothing out" in the gap of a verb
            let denied = cue.sense == Sense::Assert(Assertion::Negated)
                && (hit.form == Form::Term || *start == place + 1);
            // "continuity might be restored"
            let open = matches!(
                cue.sense,
                Sense::Assert(Assertion::Planned | Assertion::Hypothetical)
            ) && cue.side == Side::After;
            if within
                && let Sense::Assert(sense) = cue.sense
                && (denied || open)
            {
                hit.sense = Some(sense);
            }
            // "not taken down": the verb begins inside the cue's own words
            let grown = cue.side == Side::Before
                && place >= *start
                && place < *end
                && *end < hit.end - sentence.start;
            if grown && cue.sense == Sense::Assert(Assertion::Negated) {
                hit.sense = Some(Assertion::Negated);
            }
            let before = cue.side == Side::Before && hit.end - sentence.start > *start;
            if place < from || place >= to || before {
                continue;
            }
            match cue.sense {
                Sense::Landmark
                    if !own_subject(tokens, sentence, *end, hit, known)
                        && (cue.side != Side::Before
                            || !relative(tokens, sentence, hit.end, *end, known))
                        && own_clause(hit)
                        && (hit.kind == known.well_known.site || hit.form == Form::Name) =>
                {
                    hit.landmark = true
                }
                Sense::Assert(sense) => {
                    let far = matches!(sense, Assertion::Planned | Assertion::Hypothetical);
                    if (far || own_clause(hit))
                        && hit.sense.is_none_or(|old| rank(sense) > rank(old))
                    {
                        hit.sense = Some(sense);
                    }
                }
                _ => {}
            }
        }
    }
}

/// "The appendix, which was normal, was removed": what the relative clause says does not take the thing out of the act.
fn relative(
    tokens: &[Token],
    sentence: &Sentence,
    from: usize,
    cue_end: usize,
    known: &Compiled,
) -> bool {
    let end = sentence.start + cue_end;
    let opens = tokens
        .get(from)
        .is_some_and(|t| t.is_mark(','))
        .then_some(from + 1)
        .and_then(|at| tokens.get(at))
        .is_some_and(|t| t.word != 0 && t.word == known.vocabulary.get("which"));
    let being = |t: &Token| t.word != 0 && known.well_known.being.contains(&t.word);
    opens && end + 1 < sentence.end && tokens[end].is_mark(',') && being(&tokens[end + 1])
}

/// "… detached from the colon and the splenic flexure was brought down": after an "and", what a form of "to be" follows
/// is what the next clause is about, and no landmark.
fn own_subject(
    tokens: &[Token],
    sentence: &Sentence,
    cue_end: usize,
    hit: &Hit,
    known: &Compiled,
) -> bool {
    let in_set = |t: &Token, set: &rustc_hash::FxHashSet<u32>| t.word != 0 && set.contains(&t.word);
    let parted = tokens[(sentence.start + cue_end).min(hit.start)..hit.start]
        .iter()
        .any(|t| in_set(t, &known.well_known.and));
    let being = tokens[hit.end..sentence.end]
        .iter()
        .take(1)
        .any(|t| in_set(t, &known.well_known.being));
    parted && being
}

/// "No bowel was opened, divided or joined": the denial of the first verb holds for those that follow without a word of
/// their own, up to the "or".
fn carry_denial(tokens: &[Token], sentence: &Sentence, known: &Compiled, hits: &mut [Hit]) {
    let or = |t: &Token| t.word != 0 && known.well_known.or.contains(&t.word);
    let verb = |h: &Hit| h.kind == known.well_known.action && h.form == Form::Verb;
    let mut at = 0;
    while at < hits.len() {
        let first = hits[at];
        at += 1;
        if !verb(&first) || first.sense != Some(Assertion::Negated) {
            continue;
        }
        let mut end = first.end;
        loop {
            let mut next = end;
            let mut carried = false;
            while next < sentence.end && (tokens[next].is_mark(',') || or(&tokens[next])) {
                carried |= or(&tokens[next]);
                next += 1;
            }
            // a bare comma counts where an "or" comes before the next other mark
            let later = tokens[next.min(sentence.end)..sentence.end]
                .iter()
                .take_while(|t| t.is_mark(',') || !matches!(t.kind, Kind::Mark(_)))
                .take(4)
                .any(or);
            if next == end || !(carried || later) {
                break;
            }
            let mut grown = end;
            // a verb that the lexicon has not, between two marks of the list
            let strange = next < sentence.end
                && tokens[next].kind == Kind::Word
                && !hits.iter().any(|h| h.start <= next && next < h.end)
                && tokens[next + 1..sentence.end]
                    .first()
                    .is_some_and(|t| t.is_mark(',') || or(t));
            if strange {
                grown = next + 1;
            }
            for hit in hits.iter_mut().filter(|h| h.start == next) {
                if verb(hit) && hit.sense.is_none() {
                    hit.sense = Some(Assertion::Negated);
                    grown = grown.max(hit.end);
                }
            }
            if grown == end {
                break;
            }
            end = grown;
        }
    }
}

/// "No. 1", "no 16": the word means "number".
fn numbered(tokens: &[Token], known: &Compiled) -> bool {
    let number = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|t| matches!(t.kind, Kind::Number(_)))
    };
    tokens[0].word == known.vocabulary.get("no")
        && (number(1) || (tokens.get(1).is_some_and(|t| t.is_mark('.')) && number(2)))
}

/// A negation does not reach past a new subject ("rather than restore continuity we matured …").
fn doer_after(tokens: &[Token], sentence: &Sentence, from: usize, known: &Compiled) -> usize {
    let rest = &tokens[sentence.start + from..sentence.end];
    rest.iter()
        .position(|t| t.word != 0 && known.well_known.subjects.contains(&t.word))
        .map_or(sentence.end - sentence.start, |p| from + p)
}

/// Which sense wins where two cues meet.
fn rank(sense: Assertion) -> u8 {
    match sense {
        Assertion::Negated => 5,
        Assertion::Other => 4,
        Assertion::Planned => 3,
        Assertion::Hypothetical => 2,
        Assertion::Past => 1,
        Assertion::Performed | Assertion::Named => 0,
    }
}

fn closes(token: &Token) -> bool {
    matches!(
        token.kind,
        Kind::Mark(
            ';' | '(' | ')' | '\u{2013}' | '\u{2014}' | '>' | '|' | '"' | '\u{201c}' | '\u{201d}'
        )
    )
}

fn mark_after(tokens: &[Token], sentence: &Sentence, from: usize) -> usize {
    let rest = &tokens[sentence.start + from..sentence.end];
    rest.iter()
        .position(closes)
        .map_or(sentence.end - sentence.start, |p| from + p)
}

/// A landmark's reach ends at a comma.
fn comma_after(tokens: &[Token], sentence: &Sentence, from: usize) -> usize {
    let rest = &tokens[sentence.start + from..sentence.end];
    rest.iter()
        .position(|t| t.is_mark(','))
        .map_or(sentence.end - sentence.start, |p| from + p)
}

fn mark_before(tokens: &[Token], sentence: &Sentence, to: usize) -> usize {
    tokens[sentence.start..sentence.start + to]
        .iter()
        .rposition(closes)
        .map_or(0, |p| p + 1)
}
