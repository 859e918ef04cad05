//! The note with its evidence marked.

use crate::marks::Thing;
use crate::segments::{Mark, Segment, lines, segments};
use crate::words::{counted, grouped};
use maud::{Markup, html};

/// A note of more lines than this is shown without line numbers: one element a line would be slower than it helps.
const MOST_LINES: usize = 20_000;

/// The whole note, line by line.
pub(crate) fn note(text: &str, things: &[Thing], marks: &[Mark]) -> Markup {
    let pieces = segments(text, marks);
    let lines = lines(&pieces);
    html! {
        section.note #note aria-labelledby="note-title" {
            header {
                h2 #note-title { "The note" }
                p.size { (counted(lines.len(), "line", "lines")) ", " (grouped(text.chars().count())) " characters" }
            }
            @if lines.len() > MOST_LINES {
                div.text.unnumbered translate="no" { @for piece in &pieces { (segment(piece, things, piece.text)) } }
            } @else {
                div.text translate="no" {
                    @for line in &lines {
                        div.line #{ "L" (line.number) } data-n=(line.number) {
                            @for piece in line.pieces { (segment(piece, things, piece.text.trim_end_matches(['\n', '\r']))) }
                        }
                    }
                }
            }
        }
    }
}

/// One piece. Its words lead to the first thing that rests on them; where several do, each has a marker that leads to it.
fn segment(piece: &Segment<'_>, things: &[Thing], shown: &str) -> Markup {
    let resting: Vec<&Thing> = piece
        .things
        .iter()
        .filter_map(|at| things.get(*at))
        .collect();
    let ending: Vec<&Thing> = piece
        .ending
        .iter()
        .filter_map(|at| things.get(*at))
        .collect();
    let names = || {
        resting
            .iter()
            .map(|thing| thing.anchor.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let label = || {
        resting
            .iter()
            .map(|thing| thing.label.as_str())
            .collect::<Vec<_>>()
            .join("; ")
    };
    let second = resting.get(1).map(|thing| format!("also-{}", thing.look));
    match resting.as_slice() {
        [] if piece.anchored => {
            html! { span.quiet #{ "s" (piece.start) } data-s=(piece.start) { (shown) } }
        }
        [] => html! { (shown) },
        [only] => html! {
            a.mark .(only.look) #{ "s" (piece.start) } data-s=(piece.start) data-for=(names()) href={ "#" (only.anchor) } title=(label()) {
                (with_markers(shown, &ending))
            }
        },
        [first, ..] => html! {
            span.marked {
                a.mark.several .(first.look) .(second.unwrap_or_default()) #{ "s" (piece.start) } data-s=(piece.start)
                    data-for=(names()) href={ "#" (first.anchor) } title=(label()) { (shown) }
                @for thing in &ending {
                    a.to data-for=(thing.anchor) href={ "#" (thing.anchor) } aria-label=(thing.label) { (marker(thing)) }
                }
            }
        },
    }
}

/// The most characters that stay on one line with their marker: more would make a phone scroll sideways.
const LONGEST_WORD: usize = 20;

/// The words, then their markers, on one line with the last word.
fn with_markers(shown: &str, ending: &[&Thing]) -> Markup {
    let from = shown
        .rfind(char::is_whitespace)
        .map_or(0, |at| shown.ceil_char_boundary(at + 1));
    let (before, last) = shown.split_at(from);
    html! {
        @if ending.is_empty() { (shown) }
        @else if last.chars().count() > LONGEST_WORD { (shown) @for thing in ending { (marker(thing)) } }
        @else { (before) span.together { (last) @for thing in ending { (marker(thing)) } } }
    }
}

fn marker(thing: &Thing) -> Markup {
    html! { sup.marker .(thing.look) { (thing.sign) } }
}
