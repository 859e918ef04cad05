//! Headers, footers and page numbers: what is at the same place near the edge of several pages.

use super::lines::Segment;
use std::collections::HashMap;

/// The part of a page at its top and at its bottom in which they are.
const EDGE: f64 = 0.15;
/// A place is the same within this many points.
const PLACE: f64 = 4.0;

/// Pages, each with its height and its pieces.
type Pages = Vec<(f64, Vec<Segment>)>;

/// Takes them out; a header stays on the page where it is first. Gives how many pieces went.
pub(crate) fn take_out(pages: &mut Pages) -> usize {
    // how many pages have a text, numbers aside, at a place
    let mut seen: HashMap<(String, i64, i64), usize> = HashMap::new();
    for (height, segments) in pages.iter() {
        let edges = segments
            .iter()
            .filter(|segment| edge(segment, *height).is_some());
        let mut here: Vec<_> = edges.map(|segment| key(segment, *height)).collect();
        here.sort();
        here.dedup();
        for key in here {
            *seen.entry(key).or_default() += 1;
        }
    }
    let least = usize::max(2, pages.len() / 2);
    let several = pages.len() > 1;
    let mut kept: Vec<(String, i64, i64)> = Vec::new();
    let mut count = 0;
    for (height, segments) in pages.iter_mut() {
        segments.retain(|segment| {
            let Some(at_top) = edge(segment, *height) else {
                return true;
            };
            if is_page_number(&segment.text) {
                count += 1;
                return false;
            }
            // a place can be on either side of the border between two
            let key = key(segment, *height);
            let pages: usize = (-1..=1)
                .filter_map(|by| seen.get(&(key.0.clone(), key.1, key.2 + by)))
                .sum();
            if !several || pages < least {
                return true;
            }
            let first = !kept.iter().any(|k| k.0 == key.0 && k.1 == key.1);
            if at_top && first && key.0.chars().any(char::is_alphabetic) {
                kept.push(key);
                return true;
            }
            count += 1;
            false
        });
    }
    count
}

/// Whether a piece is near the top (`true`) or the bottom of a page; nothing if it is near neither.
fn edge(segment: &Segment, height: f64) -> Option<bool> {
    match segment.base {
        base if base < EDGE * height => Some(true),
        base if base > (1.0 - EDGE) * height => Some(false),
        _ => None,
    }
}

/// A text without its numbers, and its place.
fn key(segment: &Segment, height: f64) -> (String, i64, i64) {
    let mut text = String::new();
    for char in segment.text.chars() {
        match char {
            '0'..='9' if text.ends_with('#') => {}
            '0'..='9' => text.push('#'),
            char => text.push(char),
        }
    }
    // a centred line moves with the width of its number
    let top = segment.base < height / 2.0;
    (text, i64::from(top), (segment.base / PLACE).round() as i64)
}

/// "Page 2 of 3", "2 of 3", "- 2 -", whatever else is on the page.
fn is_page_number(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |word: &str| {
        word.len() <= 4 && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
    };
    match words.as_slice() {
        ["page" | "pg" | "pg." | "p.", of] => {
            number(of)
                || of
                    .split_once('/')
                    .is_some_and(|(a, b)| number(a) && number(b))
        }
        ["page" | "pg" | "pg." | "p.", a, "of" | "/", b] | [a, "of", b] => number(a) && number(b),
        ["-" | "\u{2013}", a, "-" | "\u{2013}"] => number(a),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, base: f64) -> Segment {
        Segment {
            text: text.to_owned(),
            left: 50.0,
            right: 100.0,
            base,
            size: 10.0,
            first: 60.0,
        }
    }

    fn check(pages: &[&[(&str, f64)]], left: &[&[&str]], count: usize) {
        let pages = pages.iter().map(|page| {
            (
                800.0,
                page.iter().map(|(text, base)| piece(text, *base)).collect(),
            )
        });
        let mut pages: Pages = pages.collect();
        assert_eq!(take_out(&mut pages), count);
        let texts: Vec<Vec<&str>> = pages
            .iter()
            .map(|(_, s)| s.iter().map(|s| s.text.as_str()).collect())
            .collect();
        assert_eq!(texts, left);
    }

    #[test]
    fn what_repeats_at_the_edges_is_taken_out() {
        check(
            &[
                &[
                    ("Smith MRN 12", 30.0),
                    ("one", 400.0),
                    ("Confidential 1", 770.0),
                ],
                &[
                    ("Smith MRN 12", 30.0),
                    ("two", 400.0),
                    ("Confidential 2", 770.0),
                ],
            ],
            &[&["Smith MRN 12", "one"], &["two"]],
            3,
        );
        check(
            &[&[("Operative note", 30.0), ("Page 1 of 1", 780.0)]],
            &[&["Operative note"]],
            1,
        );
        check(
            &[&[("a", 400.0), ("1", 780.0)], &[("b", 400.0), ("2", 780.0)]],
            &[&["a"], &["b"]],
            2,
        );
    }

    #[test]
    fn what_is_text_stays() {
        check(
            &[&[("the bowel", 400.0)], &[("the bowel", 400.0)]],
            &[&["the bowel"], &["the bowel"]],
            0,
        );
        check(
            &[&[("PROCEDURE:", 30.0)], &[("FINDINGS:", 30.0)]],
            &[&["PROCEDURE:"], &["FINDINGS:"]],
            0,
        );
        check(
            &[&[("120 / 80", 780.0), ("2", 790.0)]],
            &[&["120 / 80", "2"]],
            0,
        );
    }
}
