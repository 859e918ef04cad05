//! A lost end mark: where the next segment still begins.
//!
//! One lost byte must not cost the claim behind it, so the openings of claims, loops and transactions are known by their
//! elements wherever they are.

use crate::delimiters::{Delimiters, begins_isa, by_lines, is_space, of_isa};
use crate::problem::known;

/// Where in the content of a segment another one begins. Each byte is looked at once, up to that place and no further.
pub(crate) fn glued(content: &[u8], delimiters: Delimiters) -> Option<usize> {
    let lines = !by_lines(delimiters);
    let mut at = 1;
    while let Some(here) = content.get(at..) {
        let spaces = match here.first()? {
            b'\r' | b'\n' if lines => here.iter().take_while(|b| is_space(**b)).count(),
            _ => 0,
        };
        let next = here.get(spaces..)?;
        let begins = match spaces {
            0 => opening(next, delimiters) || interchange(next),
            _ => segment(next, delimiters),
        };
        if begins {
            return Some(at);
        }
        at += spaces.max(1);
    }
    None
}

/// What is at the beginning of a line begins like a segment.
fn segment(line: &[u8], delimiters: Delimiters) -> bool {
    let start = line.get(..line.len().min(LONGEST_ID + 1));
    let mut start = start
        .unwrap_or_default()
        .split(|b| *b == delimiters.element);
    let id = start.next().filter(|_| start.next().is_some());
    id.and_then(|id| std::str::from_utf8(id).ok())
        .is_some_and(|id| !known(id).is_empty())
}

/// An opening inside an element: letters before a separator, with the elements behind that only it has.
fn opening(here: &[u8], delimiters: Delimiters) -> bool {
    let element = delimiters.element;
    OPENINGS.iter().any(|(id, fits)| {
        let rest = here.strip_prefix(id.as_bytes());
        rest.and_then(|rest| rest.strip_prefix(&[element]))
            .is_some_and(|rest| {
                let rest: Vec<&[u8]> = rest.split(|b| *b == element).take(ENOUGH).collect();
                fits(&rest)
            })
    })
}

/// A whole ISA segment, which may have other separators than what comes before it.
fn interchange(here: &[u8]) -> bool {
    const ISA: usize = 106;
    here.len() > ISA && begins_isa(here) && of_isa(here).is_some_and(|header| header.regular)
}

/// The longest identifier of a segment.
const LONGEST_ID: usize = 3;

/// So many elements distinguish an opening from a word that ends like one.
const ENOUGH: usize = 5;

type Fits = fn(&[&[u8]]) -> bool;

const OPENINGS: [(&str, Fits); 5] = [
    ("CLM", |e| {
        filled(e, 0) && number(e, 1) && empty(e, 2) && empty(e, 3) && filled(e, 4)
    }),
    ("CLP", |e| {
        filled(e, 0) && digits(e, 1, 1..=2) && number(e, 2) && number(e, 3)
    }),
    ("HL", |e| {
        digits(e, 0, 1..=9)
            && (empty(e, 1) || digits(e, 1, 1..=9))
            && matches!(e.get(2), Some(&b"20" | &b"22" | &b"23"))
    }),
    ("ST", |e| matches!(e.first(), Some(&b"837" | &b"835"))),
    ("SE", |e| {
        e.len() == 2 && digits(e, 0, 1..=9) && filled(e, 1)
    }),
];

fn filled(elements: &[&[u8]], at: usize) -> bool {
    elements.get(at).is_some_and(|e| !e.is_empty())
}

fn empty(elements: &[&[u8]], at: usize) -> bool {
    elements.get(at).is_some_and(|e| e.is_empty())
}

fn digits(elements: &[&[u8]], at: usize, length: std::ops::RangeInclusive<usize>) -> bool {
    elements
        .get(at)
        .is_some_and(|e| length.contains(&e.len()) && e.iter().all(u8::is_ascii_digit))
}

fn number(elements: &[&[u8]], at: usize) -> bool {
    elements.get(at).is_some_and(|e| {
        !e.is_empty()
            && e.iter()
                .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` marks where the next segment is found.
    fn check(text: &str) {
        let content = text.replace('|', "");
        assert_eq!(
            glued(content.as_bytes(), Delimiters::USUAL),
            text.find('|'),
            "{text}"
        );
    }

    #[test]
    fn an_opening_is_found_behind_a_lost_end_mark() {
        check("DTP*472*D8*20260105x|CLM*A37*500***11:B:1*Y");
        check("DTP*472*D8*20260105*|CLM*A37*500***11:B:1*Y");
        check("LQ*HE*N30|CLP*A1*1*100*80*20*12");
        check("REF*6R*1|HL*3*2*23*0");
        check("GS*HC*A*B|ST*837*0001");
        check("REF*6R*1|SE*31*0001");
        check("LX*1|\nSV1*HC:99213*40");
        check("LX*1|\r\n\r\nSV1*HC:99213*40");
    }

    #[test]
    fn a_word_that_ends_like_an_opening_is_left_alone() {
        check("NM1*IL*1*HALCLM*JOHN****MI*1");
        check("N3*100 FIFTH ST*837 ROOM");
        check("N3*100 FIFTH ST SE*25");
        check("CLM*A37*500***11:B:1*Y");
        check("NTE*ADD*WRAPPED\nTEXT*MORE");
    }
}
