//! From lines to text: lines of one paragraph are joined where the next word had no room, every other line end is kept.

use super::columns::{Block, Line};
use std::collections::HashSet;

/// A distance of this many usual distances between lines is an empty line.
const EMPTY: f64 = 1.35;
/// Lines that are all shorter than this, in heights of the font, are a list and no paragraph.
const NARROW: f64 = 12.0;
/// Lines that a block needs so that its right edge is known from it alone.
const KNOWN: usize = 6;

/// What was written.
pub(crate) struct Written {
    pub text: String,
    /// Words that were divided at a line end and kept their hyphen.
    pub unsure: usize,
}

/// The text of all pages.
pub(crate) fn text(pages: &[Vec<Block>]) -> Written {
    let words = words(pages);
    let mut written = Written {
        text: String::new(),
        unsure: 0,
    };
    let mut before: Option<(&Line, f64)> = None;
    // the first line of the paragraph that is open
    let mut began: Option<&Line> = None;
    for page in pages {
        for (at, block) in page.iter().enumerate() {
            let edge = edge(block, pages);
            let (usual, start) = (usual(block), start(block));
            let mut inside: Option<&Line> = None;
            for line in block {
                let joins = match (inside, before) {
                    (Some(above), _) => {
                        line.base - above.base < EMPTY * usual
                            && is_wrapped(above, line, edge, start)
                    }
                    // a paragraph that goes on in the next column or on the next page
                    (None, Some((above, edge))) => {
                        line.text.starts_with(char::is_lowercase)
                            && is_wrapped_beyond(above, line, edge)
                    }
                    (None, None) => false,
                };
                let apart = match inside {
                    Some(above) => line.base - above.base >= EMPTY * usual,
                    None => at > 0,
                };
                match joins {
                    true => join(&mut written, &line.text, &words),
                    false => {
                        // a heading and its text, and the items of a list, are one part of the note
                        let part = began.is_some_and(|first: &Line| {
                            first.text.ends_with(':')
                                || (is_item(&first.text) && is_item(&line.text))
                        });
                        let end = match (written.text.is_empty(), apart && !part) {
                            (true, _) => "",
                            (_, true) => "\n\n",
                            (_, false) => "\n",
                        };
                        began = Some(line);
                        written.text.push_str(end);
                        written.text.push_str(&line.text);
                    }
                }
                inside = Some(line);
                before = Some((line, edge));
            }
        }
    }
    // a soft hyphen that nothing followed
    written.text = written.text.replace('\u{AD}', "");
    written
}

/// Whether a line goes on with what the line above began: its first word had no room there, or it is under a value that
/// is next to a label, and begins in small letters.
fn is_wrapped(above: &Line, line: &Line, edge: f64, start: f64) -> bool {
    let size = above.size;
    let by = line.left - above.left;
    let hangs = by > size && is_item(&above.text);
    let level = by.abs() <= size || (by < 0.0 && by > -5.0 * size) || (hangs && by < 5.0 * size);
    let value = by.abs() < 2.0
        && line.left > start + 3.0 * size
        && line.text.starts_with(char::is_lowercase)
        && !is_item(&line.text);
    // a row of several cells begins something
    let one_piece = line.left - line.start < 1.0;
    one_piece && (value || (level && is_wrapped_beyond(above, line, edge)))
}

/// The same for lines that are not above each other.
fn is_wrapped_beyond(above: &Line, line: &Line, edge: f64) -> bool {
    let small = line.text.starts_with(char::is_lowercase);
    // a line that begins in small letters goes on with the one above, if that is nearly full
    let room = if small { 4.0 } else { 0.0 } * above.size;
    let full = above.right + 0.35 * above.size + line.first > edge - room;
    let divided = small && above.text.ends_with(['-', '\u{AD}']);
    let alike = (line.size - above.size).abs() <= 0.1 * above.size;
    (full || divided) && alike && !is_item(&line.text) && !is_heading(&line.text)
}

/// Where the first piece of the leftmost line of a block begins.
fn start(block: &Block) -> f64 {
    block.iter().map(|line| line.start).fold(f64::MAX, f64::min)
}

/// The right edge of a block, where its longest lines end; beyond all lines where no two of them end there.
fn edge(block: &Block, pages: &[Vec<Block>]) -> f64 {
    if block.len() >= KNOWN {
        return longest(block);
    }
    // the end of a text on its last page: the edge is that of the same column on the others
    let here = start(block);
    let alike = pages
        .iter()
        .flatten()
        .filter(|other| (start(other) - here).abs() < 4.0);
    longest(alike.flatten())
}

/// Where the longest lines end; one that is far longer than all others does not count.
fn longest<'l>(lines: impl IntoIterator<Item = &'l Line>) -> f64 {
    let mut lines: Vec<&Line> = lines.into_iter().collect();
    lines.sort_by(|a, b| b.right.total_cmp(&a.right));
    let Some(size) = lines.first().map(|line| line.size) else {
        return f64::MAX;
    };
    let left = lines.iter().map(|line| line.start).fold(f64::MAX, f64::min);
    let alone = lines.len() >= KNOWN && lines[0].right - lines[1].right > 5.0 * size;
    let ends = &lines[usize::from(alone)..];
    let width = ends[0].right - left;
    let near = ends
        .iter()
        .filter(|line| ends[0].right - line.right < 0.15 * width)
        .count();
    match near >= 2 && width >= NARROW * size {
        true => ends[0].right,
        false => f64::MAX,
    }
}

/// The usual distance between two lines of a block.
fn usual(block: &Block) -> f64 {
    let mut distances: Vec<f64> = block
        .windows(2)
        .map(|pair| pair[1].base - pair[0].base)
        .collect();
    if distances.is_empty() {
        return f64::MAX;
    }
    distances.sort_by(f64::total_cmp);
    // the lower quarter: lines of one paragraph
    let usual = distances[distances.len() / 4];
    f64::min(usual, block[0].size * 2.0).max(block[0].size * 0.9)
}

/// Whether a line begins an item of a list: "1.", "2)", "-", a bullet.
fn is_item(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    let number = first.trim_start_matches('(').trim_end_matches(['.', ')']);
    let digits = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
    let letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_alphabetic());
    let numbered = first.ends_with(['.', ')']) && !number.is_empty() && (digits || letter);
    numbered
        || matches!(
            first,
            "-" | "*" | "\u{2022}" | "\u{2013}" | "\u{25CF}" | "\u{25AA}" | "o"
        )
}

/// Whether a line begins with a heading in capitals: "FINDINGS: ...".
fn is_heading(text: &str) -> bool {
    let Some((name, _)) = text.split_once(':') else {
        return false;
    };
    let letters = name.chars().filter(|c| c.is_alphabetic());
    name.len() <= 60 && letters.clone().count() >= 3 && letters.clone().all(char::is_uppercase)
}

/// Joins a line to the text. A word that was divided is put together where another place of the text has it whole.
fn join(written: &mut Written, line: &str, words: &HashSet<String>) {
    let text = &mut written.text;
    if text.ends_with('\u{AD}') {
        text.pop();
        text.push_str(line);
        return;
    }
    let divided = text
        .strip_suffix('-')
        .is_some_and(|before| before.ends_with(char::is_alphabetic));
    if !divided || !line.starts_with(char::is_lowercase) {
        text.push(' ');
        text.push_str(line);
        return;
    }
    let start = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let half = bare(&text[start..]);
    let other = bare(line.split_whitespace().next().unwrap_or_default());
    let (hyphen, whole) = (format!("{half}-{other}"), format!("{half}{other}"));
    // the hyphen belongs to the word: it has it elsewhere, has another one, or is made of two words
    let is_whole = words.contains(&hyphen)
        || half.contains('-')
        || (words.contains(&half) && words.contains(&other));
    if words.contains(&whole) && !words.contains(&hyphen) {
        text.pop();
    } else if !is_whole {
        written.unsure += 1;
    }
    text.push_str(line);
}

/// A word in small letters without the signs around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// All words of the text that are not at the seam of two lines.
fn words(pages: &[Vec<Block>]) -> HashSet<String> {
    let mut words = HashSet::new();
    let mut divided = false;
    for line in pages.iter().flatten().flatten() {
        let all: Vec<&str> = line.text.split_whitespace().collect();
        for (at, word) in all.iter().enumerate() {
            let seam =
                (at == 0 && divided) || (at + 1 == all.len() && word.ends_with(['-', '\u{AD}']));
            if !seam {
                words.insert(bare(word));
            }
        }
        divided = line.text.ends_with(['-', '\u{AD}']);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of a block by their texts; `_` at the end of one: an empty line follows. Each character is 5 points wide.
    fn block(lines: &[&str]) -> Block {
        let mut base = 0.0;
        let mut block = Vec::new();
        for text in lines {
            let plain = text.trim_end_matches('_');
            let bare = plain.trim_start();
            let left = 5.0 * (plain.len() - bare.len()) as f64;
            let width = |text: &str| 5.0 * text.chars().count() as f64;
            let first = width(bare.split(' ').next().unwrap());
            block.push(Line {
                text: bare.to_owned(),
                start: left,
                left,
                right: left + width(bare),
                base,
                size: 10.0,
                first,
            });
            base += if text.ends_with('_') { 24.0 } else { 12.0 };
        }
        block
    }

    fn check(lines: &[&str], expected: &str) {
        assert_eq!(text(&[vec![block(lines)]]).text, expected);
    }

    #[test]
    fn lines_of_a_paragraph_are_joined() {
        check(
            &[
                "PROCEDURE:",
                "Small bowel resection.",
                "The abdomen was opened in the",
                "midline and the bowel was seen",
                "to be dead over twenty",
                "centimetres. It was cut out.",
            ],
            "PROCEDURE:\nSmall bowel resection.\nThe abdomen was opened in the midline and the bowel was seen to be dead over twenty centimetres. It was cut out.",
        );
        check(
            &[
                "1. Resection of small bowel with",
                "   anastomosis",
                "2. Closure of the mesenteric gap",
                "FINDINGS: dead bowel, which was",
                "long",
            ],
            "1. Resection of small bowel with anastomosis\n2. Closure of the mesenteric gap\nFINDINGS: dead bowel, which was long",
        );
        check(
            &[
                "The first paragraph is as wide_",
                "The second one is not",
                "as wide as",
                "it",
            ],
            "The first paragraph is as wide\n\nThe second one is not\nas wide as\nit",
        );
    }

    #[test]
    fn a_heading_and_a_list_are_one_part() {
        check(
            &[
                "PROCEDURES:_",
                "1. Resection of small bowel_",
                "2. Closure of mesentery_",
                "FINDINGS: dead bowel",
                "Blood loss: 5 mL",
                "Stoma: none",
            ],
            "PROCEDURES:\n1. Resection of small bowel\n2. Closure of mesentery\n\nFINDINGS: dead bowel\nBlood loss: 5 mL\nStoma: none",
        );
        check(
            &["PROCEDURE: resection_", "It was opened.", "Then", "closed."],
            "PROCEDURE: resection\n\nIt was opened.\nThen\nclosed.",
        );
    }

    #[test]
    fn divided_words_are_joined_where_it_is_sure() {
        check(
            &[
                "The anastomosis was good, an anas-",
                "tomosis in two layers of sutures.",
            ],
            "The anastomosis was good, an anastomosis in two layers of sutures.",
        );
        check(
            &[
                "It was sewn end-to-end as an end-to-",
                "end join, in two layers of sutures.",
            ],
            "It was sewn end-to-end as an end-to-end join, in two layers of sutures.",
        );
        check(
            &[
                "Stapled in one line, a func\u{AD}",
                "tional end of the bowel wall.",
            ],
            "Stapled in one line, a functional end of the bowel wall.",
        );
        let unsure = text(&[vec![block(&[
            "It was stapled side to side, a func-",
            "tional end of the bowel wall, as is.",
        ])]]);
        assert_eq!(
            (unsure.text.contains("func-tional"), unsure.unsure),
            (true, 1)
        );
    }

    #[test]
    fn paragraphs_go_on_over_pages() {
        let pages = [
            vec![block(&["The bowel was resected over"])],
            vec![block(&["twenty centimetres of length."])],
        ];
        assert_eq!(
            text(&pages).text,
            "The bowel was resected over twenty centimetres of length."
        );
        let pages = [
            vec![block(&["The bowel was resected."])],
            vec![block(&["Findings were as before, we thought."])],
        ];
        assert_eq!(
            text(&pages).text,
            "The bowel was resected.\nFindings were as before, we thought."
        );
    }
}
