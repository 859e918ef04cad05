//! Places: from token numbers to spans that a caller can use (bytes, characters, lines) and the words there.

use crate::hit::Hit;
use crate::model::{Quote, Span};
use crate::scene::{Scene, Step};
use crate::token::Kind;

/// Bytes between two remembered character counts.
const STRIDE: usize = 512;

/// Line and character numbers of a text.
pub(crate) struct Places<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// Characters before each stride; empty for a text of ASCII only.
    characters: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(text: &'a str) -> Places<'a> {
        let mut line_starts = vec![0];
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                line_starts.push(at + 1);
            }
        }
        let mut characters = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for (at, byte) in bytes.iter().enumerate() {
                if at % STRIDE == 0 {
                    characters.push(count);
                }
                count += usize::from(byte & 0xC0 != 0x80);
            }
        }
        Places {
            text,
            line_starts,
            characters,
        }
    }

    fn character(&self, byte: usize) -> usize {
        let Some(before) = self.characters.get(byte / STRIDE) else {
            return if self.characters.is_empty() {
                byte
            } else {
                self.text[..byte].chars().count()
            };
        };
        let from = byte / STRIDE * STRIDE;
        before
            + self.text.as_bytes()[from..byte]
                .iter()
                .filter(|b| *b & 0xC0 != 0x80)
                .count()
    }

    /// The span of the bytes `start..end`, which must be character boundaries.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        Span {
            start,
            end,
            char_start: self.character(start),
            char_end: self.character(end),
            line: self.line_starts.partition_point(|s| *s <= start),
        }
    }

    fn quote_bytes(&self, start: usize, end: usize) -> Quote {
        Quote {
            text: self.text[start..end].to_owned(),
            span: self.span(start, end),
        }
    }

    fn quote_tokens(&self, scene: &Scene, from: usize, to: usize) -> Quote {
        self.quote_bytes(
            scene.tokens[from].start as usize,
            scene.tokens[to - 1].end as usize,
        )
    }

    /// The words of the hits numbered `first..=last`.
    pub(crate) fn quote(&self, scene: &Scene, first: usize, last: usize) -> Quote {
        self.quote_tokens(scene, scene.hits[first].start, scene.hits[last].end)
    }

    /// The words of one hit.
    pub(crate) fn quote_hit(&self, scene: &Scene, hit: &Hit) -> Quote {
        self.quote_tokens(scene, hit.start, hit.end)
    }

    /// The words of a step: from its action and what belongs to it in the sentence, out to the next mark.
    pub(crate) fn quote_words(&self, scene: &Scene, step: &Step) -> Quote {
        let sentence = scene.sentences[step.sentence];
        let action = &scene.hits[step.hits[0]];
        let (mut from, mut to) = (action.start, action.end);
        for value in step
            .values
            .iter()
            .filter(|v| !v.carried)
            .filter_map(|v| v.hit)
        {
            let hit = &scene.hits[value];
            if hit.sentence == step.sentence
                && (hit.clause == action.clause || hit.start.abs_diff(action.start) < 12)
            {
                from = from.min(hit.start);
                to = to.max(hit.end);
            }
        }
        let bound = |at: usize| {
            matches!(
                scene.tokens[at].kind,
                Kind::Mark(',' | ';' | ':' | '(' | ')' | '.' | '\u{2022}' | '*' | '\u{2013}' | '>')
            )
        };
        let (low, high) = (
            from.saturating_sub(8).max(sentence.start),
            (to + 8).min(sentence.end),
        );
        while from > low && !bound(from - 1) {
            from -= 1;
        }
        while to < high && !bound(to) {
            to += 1;
        }
        self.quote_tokens(scene, from, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_bytes_characters_and_lines() {
        let text = format!("{}\r\n\u{e9}\u{e9} bowel\nx", "\u{b5}".repeat(600));
        let places = Places::new(&text);
        let start = text.find("bowel").unwrap();
        let span = places.span(start, start + 5);
        assert_eq!(span.char_start, text[..start].chars().count());
        assert_eq!(span.char_end, span.char_start + 5);
        assert_eq!(span.line, 2);
        assert_eq!(places.span(0, 2).line, 1);
    }
}
