//! Cutting the note at the ends of its marks, so that words which several decisions rest on can show all of them.
//!
//! One sweep over the sorted span ends. A span that does not fit the text (past its end, inside a character) is
//! clamped to what fits, never trusted: a wrong span must not take the page down.

use std::collections::BTreeSet;

/// A stretch of the note that something rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What rests on it: a place in the caller's list of things. `None` marks words that only need an anchor.
    pub thing: Option<usize>,
}

/// A piece of the note on which the same things rest from end to end. Never reaches over a line's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment<'a> {
    /// The words.
    pub text: &'a str,
    /// Its first byte in the note.
    pub start: usize,
    /// What rests on it, in order.
    pub things: Vec<usize>,
    /// Those of `things` whose words end here: the place for their marker.
    pub ending: Vec<usize>,
    /// A mark starts here, or runs through: the piece can be pointed at.
    pub anchored: bool,
}

/// Cuts the note. The texts of all segments, one after the other, are the note.
pub(crate) fn segments<'a>(note: &'a str, marks: &[Mark]) -> Vec<Segment<'a>> {
    let mut fitting: Vec<Mark> = marks.iter().filter_map(|mark| fit(note, mark)).collect();
    fitting.sort_by_key(|mark| (mark.start, mark.end, mark.thing));
    let mut cuts: BTreeSet<usize> = fitting
        .iter()
        .flat_map(|mark| [mark.start, mark.end])
        .collect();
    cuts.extend(
        note.bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at + 1),
    );
    cuts.insert(note.len());
    cuts.remove(&0);

    let mut pieces = Vec::with_capacity(cuts.len());
    let mut waiting = fitting.into_iter().peekable();
    let mut open: Vec<Mark> = Vec::new();
    let mut start = 0;
    for end in cuts {
        open.retain(|mark| mark.end > start);
        while let Some(mark) = waiting.next_if(|mark| mark.start <= start) {
            open.push(mark);
        }
        let things: BTreeSet<usize> = open.iter().filter_map(|mark| mark.thing).collect();
        let ending: BTreeSet<usize> = open
            .iter()
            .filter(|mark| mark.end == end)
            .filter_map(|mark| mark.thing)
            .collect();
        // A thing whose words go on in the next piece gets its marker there.
        let going_on: BTreeSet<usize> = open
            .iter()
            .filter(|mark| mark.end > end)
            .filter_map(|mark| mark.thing)
            .collect();
        pieces.push(Segment {
            text: &note[start..end],
            start,
            things: things.into_iter().collect(),
            ending: ending.difference(&going_on).copied().collect(),
            anchored: !open.is_empty(),
        });
        start = end;
    }
    pieces
}

/// The mark moved to character boundaries inside the note; nothing when no character is left.
fn fit(note: &str, mark: &Mark) -> Option<Mark> {
    let start = note.ceil_char_boundary(mark.start.min(note.len()));
    let end = note.floor_char_boundary(mark.end.min(note.len()));
    (start < end).then_some(Mark {
        start,
        end,
        thing: mark.thing,
    })
}

/// The segments of one line of the note, and the line's number, counted from 1.
#[derive(Debug)]
pub(crate) struct Line<'s, 'a> {
    /// Counted from 1.
    pub number: usize,
    /// Pieces in order; the last ends with the line's end, if it has one.
    pub pieces: &'s [Segment<'a>],
}

/// Groups segments by line.
pub(crate) fn lines<'s, 'a>(pieces: &'s [Segment<'a>]) -> Vec<Line<'s, 'a>> {
    pieces
        .split_inclusive(|piece| piece.text.ends_with('\n'))
        .enumerate()
        .map(|(at, pieces)| Line {
            number: at + 1,
            pieces,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(start: usize, end: usize, thing: usize) -> Mark {
        Mark {
            start,
            end,
            thing: Some(thing),
        }
    }

    #[test]
    fn overlapping_words_belong_to_both() {
        let pieces = segments("cut the bowel twice", &[mark(0, 13, 0), mark(8, 19, 1)]);
        let shown: Vec<_> = pieces
            .iter()
            .map(|p| (p.text, p.things.clone(), p.ending.clone()))
            .collect();
        assert_eq!(
            shown,
            [
                ("cut the ", vec![0], vec![]),
                ("bowel", vec![0, 1], vec![0]),
                (" twice", vec![1], vec![1]),
            ]
        );
    }

    #[test]
    fn a_mark_over_a_line_end_is_cut_and_marked_once() {
        let pieces = segments("one\ntwo", &[mark(0, 7, 0)]);
        let shown: Vec<_> = pieces.iter().map(|p| (p.text, p.ending.clone())).collect();
        assert_eq!(shown, [("one\n", vec![]), ("two", vec![0])]);
        assert_eq!(lines(&pieces).len(), 2);
    }

    #[test]
    fn the_same_thing_twice_at_one_end_is_marked_once() {
        let pieces = segments("abc", &[mark(0, 3, 0), mark(1, 3, 0)]);
        assert_eq!(pieces.iter().map(|p| p.ending.len()).sum::<usize>(), 1);
    }

    #[test]
    fn words_without_a_thing_are_anchors() {
        let pieces = segments(
            "abc",
            &[Mark {
                start: 1,
                end: 2,
                thing: None,
            }],
        );
        assert_eq!(
            pieces.iter().map(|p| p.anchored).collect::<Vec<_>>(),
            [false, true, false]
        );
        assert!(pieces.iter().all(|p| p.things.is_empty()));
    }

    #[test]
    fn an_empty_note_is_one_empty_piece_or_none() {
        assert!(
            segments("", &[mark(0, 4, 0)])
                .iter()
                .all(|p| p.text.is_empty())
        );
    }

    proptest! {
        #[test]
        fn nothing_of_the_note_is_lost(
            note in "(?s)[a-zé€😀\r\n \t<&]{0,60}",
            spans in prop::collection::vec((0usize..300, 0usize..300, prop::option::of(0usize..4)), 0..12),
        ) {
            let marks: Vec<Mark> = spans.iter().map(|&(start, end, thing)| Mark { start, end, thing }).collect();
            let pieces = segments(&note, &marks);
            let whole: String = pieces.iter().map(|p| p.text).collect();
            prop_assert_eq!(&whole, &note);
            for piece in &pieces {
                prop_assert!(note.is_char_boundary(piece.start));
                prop_assert!(note[piece.start..].starts_with(piece.text));
                prop_assert!(!piece.text.trim_end_matches('\n').contains('\n'));
                prop_assert!(piece.ending.iter().all(|thing| piece.things.contains(thing)));
                // Every mark that is listed for a piece covers it.
                for thing in &piece.things {
                    let end = piece.start + piece.text.len();
                    let covers = marks.iter().any(|m| m.thing == Some(*thing) && m.start <= piece.start && end <= m.end);
                    prop_assert!(covers);
                }
            }
            let numbered = lines(&pieces);
            let again: String = numbered.iter().flat_map(|l| l.pieces).map(|p| p.text).collect();
            prop_assert_eq!(again, note);
        }
    }
}
