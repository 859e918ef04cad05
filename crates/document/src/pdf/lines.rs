//! From characters to pieces of lines: words that follow each other without a wide gap.

use super::glyphs::Glyph;

/// A gap of this part of the font's height is a space.
const SPACE: f64 = 0.17;
/// A gap of this part of the font's height ends a piece: a column, or a cell of a table, begins after it.
const WIDE: f64 = 1.5;
/// A gap up to this part of the height is no column, if the words of its line are all set so far apart (justified text).
const STRETCHED: f64 = 4.0;
/// Characters whose base lines differ by less than this part of the height are on one line: raised and lowered ones too.
const LINE: f64 = 0.5;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segment {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub base: f64,
    pub size: f64,
    /// Where its first word ends.
    pub first: f64,
}

/// The pieces of the lines of a page, from top to bottom, each line from left to right.
pub(crate) fn segments(mut glyphs: Vec<Glyph>) -> Vec<Segment> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut segments = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    let mut main: Option<Glyph> = None;
    for glyph in glyphs {
        let same = main
            .is_some_and(|main| glyph.base - main.base <= LINE * f64::max(glyph.size, main.size));
        if !same {
            cut(std::mem::take(&mut row), &mut segments);
            main = None;
        }
        if main.is_none_or(|main| glyph.size > main.size * 1.05) {
            main = Some(glyph);
        }
        row.push(glyph);
    }
    cut(row, &mut segments);
    segments
}

/// Cuts a line where it has wide gaps.
fn cut(mut row: Vec<Glyph>, segments: &mut Vec<Segment>) {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    let usual = usual(&row);
    let mut piece: Vec<Glyph> = Vec::new();
    let mut end: Option<Glyph> = None;
    for glyph in row {
        if glyph.char.is_whitespace() {
            piece.push(glyph);
            continue;
        }
        if let Some(end) = end {
            let size = f64::max(end.size, glyph.size);
            let gap = (glyph.left - end.right) / size;
            if gap > WIDE && (gap > STRETCHED || gap > 1.8 * usual) {
                segments.extend(segment(&piece));
                piece.clear();
            }
        }
        end = Some(glyph);
        piece.push(glyph);
    }
    segments.extend(segment(&piece));
}

/// The usual gap between the words of a line, as a part of the height; nothing where there are too few to know.
fn usual(row: &[Glyph]) -> f64 {
    let seen: Vec<&Glyph> = row
        .iter()
        .filter(|glyph| !glyph.char.is_whitespace())
        .collect();
    let gaps = seen
        .windows(2)
        .map(|pair| (pair[1].left - pair[0].right) / pair[1].size);
    let mut gaps: Vec<f64> = gaps.filter(|gap| *gap > SPACE).collect();
    if gaps.len() < 2 {
        return 0.0;
    }
    let middle = (gaps.len() - 1) / 2;
    let (_, usual, _) = gaps.select_nth_unstable_by(middle, f64::total_cmp);
    *usual
}

/// The words of a piece; nothing if it is white space.
fn segment(piece: &[Glyph]) -> Option<Segment> {
    let seen: Vec<&Glyph> = piece
        .iter()
        .filter(|glyph| !glyph.char.is_whitespace())
        .collect();
    let (start, last) = (*seen.first()?, *seen.last()?);
    let space = space(piece);
    let mut text = String::new();
    let mut before: Option<&Glyph> = None;
    let mut pending = false;
    let mut first = None;
    for glyph in piece {
        if glyph.char.is_whitespace() {
            pending = true;
            continue;
        }
        if let Some(before) = before {
            // drawn twice to look bold, or filled and outlined
            let near = (glyph.left - before.left).abs() < 0.1 * glyph.size
                && (glyph.base - before.base).abs() < 0.1 * glyph.size;
            if near && glyph.char == before.char {
                continue;
            }
            if pending || glyph.left - before.right > space * glyph.size {
                text.push(' ');
                first = first.or(Some(before.right));
            }
        }
        pending = false;
        before = Some(glyph);
        put(glyph.char, &mut text);
    }
    Some(Segment {
        text: soft(&text),
        left: start.left,
        right: last.right,
        base: start.base,
        size: seen.iter().map(|glyph| glyph.size).fold(0.0, f64::max),
        first: first.unwrap_or(last.right),
    })
}

/// The gap that is a space here: more where all letters of a line are set apart.
fn space(piece: &[Glyph]) -> f64 {
    let mut gaps: Vec<f64> = piece
        .windows(2)
        .filter(|pair| pair.iter().all(|glyph| !glyph.char.is_whitespace()))
        .map(|pair| (pair[1].left - pair[0].right) / pair[1].size)
        .collect();
    if gaps.len() < 6 {
        return SPACE;
    }
    let middle = gaps.len() / 2;
    let (_, median, _) = gaps.select_nth_unstable_by(middle, f64::total_cmp);
    if *median > 0.1 {
        *median + SPACE
    } else {
        SPACE
    }
}

/// A character; letters that are joined in print are written apart.
fn put(char: char, text: &mut String) {
    match char {
        '\u{FB00}' => text.push_str("ff"),
        '\u{FB01}' => text.push_str("fi"),
        '\u{FB02}' => text.push_str("fl"),
        '\u{FB03}' => text.push_str("ffi"),
        '\u{FB04}' => text.push_str("ffl"),
        '\u{FB05}' | '\u{FB06}' => text.push_str("st"),
        '\u{2010}' | '\u{2011}' => text.push('-'),
        // bullets of symbol fonts
        '\u{F0B7}' | '\u{F0A7}' | '\u{F076}' => text.push('\u{2022}'),
        '\u{200B}' | '\u{FEFF}' => {}
        char => text.push(char),
    }
}

/// Soft hyphens count at the end of a line alone.
fn soft(text: &str) -> String {
    let end = text.ends_with('\u{AD}');
    let mut text = text.replace('\u{AD}', "");
    if end {
        text.push('\u{AD}');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters from a place on, each with a width; a gap after some.
    fn glyphs(text: &str, left: f64, base: f64, gap: f64) -> Vec<Glyph> {
        let place = |at: usize| left + at as f64 * (5.0 + gap);
        let all = text.chars().enumerate();
        all.map(|(at, char)| Glyph {
            char,
            left: place(at),
            right: place(at) + 5.0,
            base,
            size: 10.0,
        })
        .collect()
    }

    fn check(glyphs: Vec<Glyph>, texts: &[&str]) {
        let got: Vec<String> = segments(glyphs).into_iter().map(|s| s.text).collect();
        assert_eq!(got, texts);
    }

    #[test]
    fn gaps_are_spaces_or_ends() {
        check(glyphs("small bowel", 0.0, 10.0, 0.0), &["small bowel"]);
        check(
            [
                glyphs("small", 0.0, 10.0, 0.0),
                glyphs("bowel", 27.0, 10.0, 0.0),
            ]
            .concat(),
            &["small bowel"],
        );
        check(
            [
                glyphs("small", 0.0, 10.0, 0.0),
                glyphs("bowel", 26.0, 10.0, 0.0),
            ]
            .concat(),
            &["smallbowel"],
        );
        check(
            [
                glyphs("Side", 0.0, 10.0, 0.0),
                glyphs("left", 60.0, 10.0, 0.0),
            ]
            .concat(),
            &["Side", "left"],
        );
        check(glyphs("PROCEDURE", 0.0, 10.0, 3.0), &["PROCEDURE"]);
        let apart = |gap: f64| {
            let word = |at: f64| glyphs("bowel", at * (25.0 + gap), 10.0, 0.0);
            [word(0.0), word(1.0), word(2.0)].concat()
        };
        check(apart(20.0), &["bowel bowel bowel"]);
        check(apart(50.0), &["bowel", "bowel", "bowel"]);
    }

    #[test]
    fn lines_are_found_by_their_bases() {
        check(
            [glyphs("two", 0.0, 22.0, 0.0), glyphs("one", 0.0, 10.0, 0.0)].concat(),
            &["one", "two"],
        );
        let mut raised = glyphs("cm", 0.0, 10.0, 0.0);
        raised.push(Glyph {
            char: '2',
            left: 10.0,
            right: 13.0,
            base: 6.5,
            size: 6.0,
        });
        check(raised, &["cm2"]);
    }

    #[test]
    fn characters_are_cleaned() {
        check(
            [glyphs("all", 0.0, 10.0, 0.0), glyphs("all", 0.3, 10.0, 0.0)].concat(),
            &["all"],
        );
        check(glyphs("\u{FB01}ne", 0.0, 10.0, 0.0), &["fine"]);
        check(glyphs("a\u{AD}b\u{AD}", 0.0, 10.0, 0.0), &["ab\u{AD}"]);
        check(glyphs("   ", 0.0, 10.0, 0.0), &[]);
    }
}
