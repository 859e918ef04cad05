//! From text to words. Hyphens are spaces (end-to-end, ileo-ileostomy), an apostrophe belongs to its word,
//! markup that an export left behind (`<br>`, `&nbsp;`) is skipped. Every token keeps its place in the text.

use rustc_hash::FxHashMap;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// A number, with its value when it is small and whole.
    Number(u32),
    Mark(char),
}

/// A word, a number or a mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub start: u32,
    pub end: u32,
    /// Number of the word in the vocabulary; 0: not in it.
    pub word: u32,
    pub kind: Kind,
    /// First token of its line.
    pub opens_line: bool,
    /// An empty line is before it.
    pub after_blank: bool,
    /// Its first letter is a capital.
    pub capital: bool,
    /// It ends in -ing.
    pub running: bool,
}

impl Token {
    pub(crate) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// All words of the lexicon, numbered from 1.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    ids: FxHashMap<Box<str>, u32>,
    words: Vec<Box<str>>,
}

impl Vocabulary {
    /// The number of a word; it is added when new.
    pub(crate) fn intern(&mut self, word: &str) -> u32 {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        self.words.push(word.into());
        let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.ids.insert(word.into(), id);
        id
    }

    pub(crate) fn get(&self, word: &str) -> u32 {
        self.ids.get(word).copied().unwrap_or(0)
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = (u32, &str)> {
        self.words.iter().zip(1..).map(|(w, id)| (id, &**w))
    }

    /// Words of a term, in the form in which a note's words are looked up.
    pub(crate) fn term(&mut self, term: &str) -> Vec<u32> {
        let mut words = Vec::new();
        self.term_into(term, &mut words);
        words
    }

    /// The same, into a list.
    pub(crate) fn term_into(&mut self, term: &str, words: &mut Vec<u32>) {
        for piece in pieces(term) {
            let slice = &term[piece.range()];
            let plain = slice
                .bytes()
                .all(|b| b.is_ascii() && !b.is_ascii_uppercase());
            words.push(if plain {
                self.intern(slice)
            } else {
                self.intern(&fold(slice))
            });
        }
    }
}

/// Lower case, straight apostrophes.
fn fold(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .collect()
}

/// A hyphen with space around it: a dash, or the mark of a list item.
pub(crate) const DASH: char = '\u{2013}';

fn dash(bytes: &[u8], at: usize) -> bool {
    let space = |b: Option<&u8>| b.is_none_or(u8::is_ascii_whitespace);
    bytes[at] == b'-'
        && space(at.checked_sub(1).and_then(|b| bytes.get(b)))
        && space(bytes.get(at + 1))
}

struct Piece {
    start: usize,
    end: usize,
    kind: Kind,
    newlines: u32,
}

impl Piece {
    fn range(&self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// Splits a text; the note is read with [`tokenize`], which also looks the words up.
fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut newlines = 0;
        loop {
            let &byte = bytes.get(at)?;
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                newlines += 1;
                at += 1;
            } else if dash(bytes, at) {
                break;
            } else if byte.is_ascii_whitespace()
                || byte == b'-'
                || byte == b'\''
                || byte == b'_'
                || byte.is_ascii_control()
            {
                at += 1;
            } else if let Some(skip) = markup(&bytes[at..]) {
                at += skip;
            } else {
                break;
            }
        }
        let start = at;
        let first = text[at..].chars().next()?;
        if first.is_ascii_digit() {
            return Some(number(text, start, newlines, &mut at));
        }
        if first.is_alphabetic() {
            at = word_end(text, start);
            return Some(Piece {
                start,
                end: at,
                kind: Kind::Word,
                newlines,
            });
        }
        at += first.len_utf8();
        if first == '-' {
            return Some(Piece {
                start,
                end: at,
                kind: Kind::Mark(DASH),
                newlines,
            });
        }
        let kind = if first.is_whitespace() || first == '\u{FEFF}' {
            Kind::Mark(' ')
        } else {
            Kind::Mark(first)
        };
        Some(Piece {
            start,
            end: at,
            kind,
            newlines,
        })
    })
    .filter(|p| p.kind != Kind::Mark(' '))
}

fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let inner_apostrophe =
            (c == '\'' || c == '\u{2019}') && chars.peek().is_some_and(|(_, n)| n.is_alphabetic());
        if !(c.is_alphanumeric() || inner_apostrophe) {
            break;
        }
        end = start + offset + c.len_utf8();
    }
    end
}

fn number(text: &str, start: usize, newlines: u32, at: &mut usize) -> Piece {
    let bytes = text.as_bytes();
    let mut end = start;
    while end < bytes.len() {
        let inner = (bytes[end] == b'.' || bytes[end] == b',')
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !(bytes[end].is_ascii_digit() || inner) {
            break;
        }
        end += 1;
    }
    // "3rd", "10mm": letters that follow belong to the word
    if bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        end = word_end(text, end);
        *at = end;
        return Piece {
            start,
            end,
            kind: Kind::Word,
            newlines,
        };
    }
    *at = end;
    Piece {
        start,
        end,
        kind: Kind::Number(text[start..end].parse().unwrap_or(u32::MAX)),
        newlines,
    }
}

/// Length of an HTML tag or entity at the start, if there is one.
fn markup(bytes: &[u8]) -> Option<usize> {
    let limit = bytes.len().min(12);
    match bytes.first()? {
        b'<' if bytes
            .get(1)
            .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') =>
        {
            let limit = bytes.len().min(80);
            bytes[..limit]
                .iter()
                .position(|b| *b == b'>')
                .map(|p| p + 1)
        }
        b'&' => {
            let end = bytes[..limit].iter().position(|b| *b == b';')?;
            (end > 1
                && bytes[1..end]
                    .iter()
                    .all(|b| b.is_ascii_alphanumeric() || *b == b'#'))
            .then_some(end + 1)
        }
        _ => None,
    }
}

/// Splits a note into tokens and looks their words up; `unknown` is called for words of letters that are not in the vocabulary.
pub(crate) fn tokenize(
    text: &str,
    vocabulary: &Vocabulary,
    mut unknown: impl FnMut(&str) -> u32,
) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5 + 4);
    let mut buffer = String::with_capacity(64);
    for piece in pieces(text) {
        let slice = &text[piece.range()];
        let word = match piece.kind {
            Kind::Word => {
                buffer.clear();
                if slice.is_ascii() {
                    buffer.push_str(slice);
                    buffer.make_ascii_lowercase();
                } else {
                    buffer.push_str(&fold(slice));
                }
                match vocabulary.get(&buffer) {
                    0 => match buffer
                        .strip_suffix("'s")
                        .map_or(0, |stem| vocabulary.get(stem))
                    {
                        0 => unknown(&buffer),
                        id => id,
                    },
                    id => id,
                }
            }
            Kind::Number(_) => vocabulary.get(slice),
            Kind::Mark(_) => vocabulary.get(slice),
        };
        tokens.push(Token {
            start: u32::try_from(piece.start).unwrap_or(u32::MAX),
            end: u32::try_from(piece.end).unwrap_or(u32::MAX),
            word,
            kind: piece.kind,
            opens_line: piece.newlines > 0 || tokens.is_empty(),
            after_blank: piece.newlines > 1,
            capital: slice.chars().next().is_some_and(char::is_uppercase),
            running: slice.len() > 4
                && slice.as_bytes()[slice.len() - 3..].eq_ignore_ascii_case(b"ing"),
        });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let tokens = tokenize(text, &Vocabulary::default(), |_| 0);
        let got: Vec<_> = tokens
            .iter()
            .map(|t| &text[t.start as usize..t.end as usize])
            .collect();
        assert_eq!(got.join("|"), expected);
    }

    #[test]
    fn notes_are_split_into_words_and_marks() {
        check("End-to-end, 3-0 silk.", "End|to|end|,|3|0|silk|.");
        check("Meckel's 2.5 cm (x2) #3", "Meckel's|2.5|cm|(|x2|)|#|3");
        check("<p>bowel&nbsp;was &lt; 3</p>", "bowel|was|3");
        check(
            "ileum\u{2019}s  \u{2022} done",
            "ileum\u{2019}s|\u{2022}|done",
        );
        check("-- 10mm 3rd - done", "10mm|3rd|-|done");
    }
}
