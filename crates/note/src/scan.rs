//! Finding the lexicon's words in a note; [`crate::sense`] then says in what sense each is meant.

use crate::compile::{Compiled, Form};
use crate::hit::Hit;
use crate::sentence::Sentence;
use crate::token::Token;

/// All hits of a note in order, clause by clause, with their senses.
pub(crate) fn scan(
    tokens: &[Token],
    words: &[u32],
    sentences: &[Sentence],
    known: &Compiled,
) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::with_capacity(tokens.len() / 4);
    let mut clauses = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let first = hits.len();
        find(words, number, sentence, known, &mut hits);
        if hits.len() == first {
            continue;
        }
        crate::clause::cut(tokens, sentence, &hits[first..], known, &mut clauses);
        for hit in &mut hits[first..] {
            hit.clause = clauses[hit.start - sentence.start];
        }
        crate::sense::turn(tokens, words, sentence, &clauses, known, &mut hits[first..]);
    }
    hits
}

fn find(words: &[u32], number: usize, sentence: &Sentence, known: &Compiled, hits: &mut Vec<Hit>) {
    let words = &words[sentence.start..sentence.end];
    let mut at = 0;
    let mut tail: Option<(usize, usize)> = None;
    let mut wide_until = 0;
    while at < words.len() {
        if words[at] == 0 {
            at += 1;
            continue;
        }
        let mut push = |value: u32, end: usize| {
            let head = hits.len();
            let entry = &known.entries[value as usize];
            for (i, concept) in entry.means.iter().enumerate() {
                hits.push(Hit {
                    concept: *concept,
                    kind: known.kind_of(*concept),
                    form: entry.form,
                    start: sentence.start + at,
                    end: sentence.start + end,
                    sentence: number,
                    clause: 0,
                    sense: None,
                    landmark: false,
                    inside: (i > 0 && known.kind_of(entry.means[0]) == known.well_known.action)
                        .then_some(head),
                });
            }
        };
        if at >= wide_until
            && let Some(found) = known.wide.longest(words, at)
        {
            push(found.value, found.tail.map_or(found.end, |t| t.1));
            // words across a gap stay open to others
            wide_until = found.end;
        }
        if let Some((_, to)) = tail.filter(|(from, _)| *from == at) {
            at = to;
            tail = None;
            continue;
        }
        match known.terms.longest(words, at) {
            Some(found) => {
                push(found.value, found.tail.map_or(found.end, |t| t.1));
                tail = found.tail.or(tail);
                // inner words may still open a wide term
                let next = found.end;
                for inner in at + 1..next {
                    if inner >= wide_until
                        && let Some(wide) = known.wide.longest(words, inner)
                    {
                        wide_until = wide.end;
                        let concept = known.entries[wide.value as usize].means[0];
                        hits.push(Hit {
                            concept,
                            kind: known.kind_of(concept),
                            form: Form::Term,
                            start: sentence.start + inner,
                            end: sentence.start + wide.tail.map_or(wide.end, |t| t.1),
                            sentence: number,
                            clause: 0,
                            sense: None,
                            landmark: false,
                            inside: None,
                        });
                    }
                }
                at = next;
            }
            None => at += 1,
        }
    }
}
