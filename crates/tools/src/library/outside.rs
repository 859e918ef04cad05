//! Operations that a note names and that no table here decides about: shown, each with the codes that a search for its words
//! offers. A code among them is a place to look, never an answer.

use super::Library;
use crate::contract::{Limit, SearchRequest, SearchText};
use ligature_codes::{System, Systems};
use ligature_coding::{LookAt, Outside};
use ligature_note::{Assertion, Quote, Reading, Span};

/// Most operations that are listed, quotes of one, codes offered for one, and words before and after the name of one.
const MOST: usize = 12;
const QUOTES: usize = 3;
const OFFERED: usize = 4;
const BEFORE: usize = 3;
const AFTER: usize = 5;
/// The kind of section that lists the procedures of the note.
const TITLE: &str = "title";
/// The remark that a text is no operative note: what it names was done at another time.
const NO_NOTE: &str = "not-an-operative-note";
/// How well the best code must fit an item of the list of procedures that names no known act.
const FITS: f64 = 0.5;

/// Whether codes are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LookUp {
    /// For each operation those that a search offers; and what no act was read in is shown if a code fits it.
    Yes,
    /// Operations are only named.
    No,
}

impl Library {
    /// The operations of a note that no table decides about, in its order.
    pub(super) fn outside(&self, note: &str, reading: &Reading, look_up: LookUp) -> Vec<Outside> {
        let mut found: Vec<(String, Outside)> = Vec::new();
        if reading.remarks.iter().any(|one| one.kind == NO_NOTE) {
            return Vec::new();
        }
        for mention in &reading.mentions {
            let done = matches!(mention.assertion, Assertion::Performed | Assertion::Named);
            if !done || !self.engine().is_outside(&mention.concept) {
                continue;
            }
            let key = mention.quote.text.to_lowercase();
            let name = phrase(note, &mention.quote.span);
            let full = found.len() >= MOST;
            match found.iter_mut().find(|(known, _)| *known == key) {
                Some((_, one)) if one.quotes.len() < QUOTES => {
                    one.quotes.push(mention.quote.clone());
                }
                Some(_) => {}
                None if !full => {
                    let outside = Outside {
                        look_at: Vec::new(),
                        quotes: vec![mention.quote.clone()],
                        name,
                    };
                    found.push((key, outside));
                }
                None => {}
            }
        }
        let mut all: Vec<Outside> = found.into_iter().map(|(_, one)| one).collect();
        let names: Vec<String> = all.iter().map(|one| one.name.to_lowercase()).collect();
        // "Nissen" and "Nissen fundoplication" are one
        let mut at = 0;
        all.retain(|_| {
            let own = &names[at];
            let mut others = names.iter().enumerate().filter(|(other, _)| *other != at);
            let said = others.any(|(other, name)| {
                name.contains(own.as_str()) && (name.len() > own.len() || other < at)
            });
            at += 1;
            !said
        });
        if look_up == LookUp::No {
            return all;
        }
        for one in &mut all {
            one.look_at = self.offered(&one.name).0;
        }
        for quote in unread(note, reading) {
            let (look_at, fits) = self.offered(&quote.text);
            if fits >= FITS && all.len() < MOST {
                all.push(Outside {
                    name: quote.text.clone(),
                    quotes: vec![quote],
                    look_at,
                });
            }
        }
        all
    }

    /// Procedure codes that a search for words offers, and how well the best of them fits.
    fn offered(&self, words: &str) -> (Vec<LookAt>, f64) {
        let request = SearchRequest {
            text: SearchText::from(words),
            system: Some(Systems::from(System::Cpt)),
            billable: true,
            limit: Some(Limit(OFFERED)),
            ..SearchRequest::default()
        };
        let Ok(answer) = self.search(&request) else {
            return (Vec::new(), 0.0);
        };
        let best = answer.results.first().map_or(0.0, |one| one.score);
        let codes = answer.results.into_iter().map(|mut one| {
            self.hide(&mut one.head);
            LookAt {
                code: one.head.code,
                name: one.head.title,
            }
        });
        (codes.collect(), best)
    }
}

/// Whether a character ends the words around a name.
fn ends(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '.' | '(' | ')' | '\n' | '\r')
}

/// Words that join one thing to the next.
fn joins(word: &str) -> bool {
    [
        "and", "with", "was", "were", "then", "for", "a", "an", "the",
    ]
    .contains(&word)
}

/// A name with the words that belong to it: "laparoscopic cholecystectomy with cholangiogram".
fn phrase(note: &str, span: &Span) -> String {
    let (Some(before), Some(name), Some(after)) = (
        note.get(..span.start),
        note.get(span.start..span.end),
        note.get(span.end..),
    ) else {
        return String::new();
    };
    let line = before.rfind(ends).map_or(before, |at| {
        let from = at + before[at..].chars().next().map_or(1, char::len_utf8);
        &before[from..]
    });
    let words = line.split_whitespace().rev();
    let belongs =
        |word: &&str| !joins(&word.to_lowercase()) && word.chars().any(char::is_alphabetic);
    let mut words: Vec<&str> = words.take_while(belongs).take(BEFORE).collect();
    words.reverse();
    let line = after.find(ends).map_or(after, |at| &after[..at]);
    // "repair of the left femoral artery": what it is of belongs to it
    let mut rest = line.split_whitespace().peekable();
    let of = rest.next_if(|word| ["of", "on"].contains(&word.to_lowercase().as_str()));
    words.push(name);
    if let Some(of) = of {
        words.push(of);
        let stops = |word: &&str| {
            !["and", "with", "was", "were", "then"].contains(&word.to_lowercase().as_str())
        };
        words.extend(rest.take_while(stops).take(AFTER));
    }
    words.join(" ")
}

/// Items of the list of procedures in which no act was read.
fn unread(note: &str, reading: &Reading) -> Vec<Quote> {
    const LONGEST: usize = 90;
    let mut found = Vec::new();
    for section in reading.sections.iter().filter(|s| s.kind == TITLE) {
        let Some(text) = note.get(section.span.start..section.span.end) else {
            continue;
        };
        let heading = text
            .find(&section.heading)
            .map_or(0, |at| at + section.heading.len());
        let mut at = section.span.start + heading;
        for item in text[heading..].split_inclusive([',', ';', '\n', '.']) {
            let from = at;
            at += item.len();
            let kept = |c: char| c.is_alphanumeric();
            let Some(first) = item.find(char::is_alphabetic) else {
                continue;
            };
            let last = item.rfind(kept).map_or(0, |at| {
                at + item[at..].chars().next().map_or(1, char::len_utf8)
            });
            if last <= first || last - first > LONGEST {
                continue;
            }
            let (start, end) = (from + first, from + last);
            let read = |q: &Quote| q.span.start < end && start < q.span.end;
            if !reading.mentions.iter().any(|m| read(&m.quote)) {
                found.push(quote(note, start, end));
            }
        }
    }
    found
}

/// A part of a note, with its place.
fn quote(note: &str, start: usize, end: usize) -> Quote {
    let before = &note[..start];
    let text = &note[start..end];
    let char_start = before.chars().count();
    Quote {
        text: text.to_owned(),
        span: Span {
            start,
            end,
            char_start,
            char_end: char_start + text.chars().count(),
            line: before.matches('\n').count() + 1,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ligature_knowledge::embedded;
    use std::sync::{Arc, LazyLock};

    static LIBRARY: LazyLock<Library> =
        LazyLock::new(|| Library::new(None, Arc::new(embedded().0), String::new()));

    #[test]
    fn operations_that_no_table_decides_about_are_named() {
        let check = |note: &str, wanted: &[&str]| {
            let reading = LIBRARY.reader().read_events(note);
            let found = LIBRARY.outside(note, &reading, LookUp::No);
            let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(names, wanted, "{note}");
        };
        let open = "PROCEDURES PERFORMED: Laparotomy, small bowel resection";
        check(
            &format!("{open}, open cholecystectomy."),
            &["open cholecystectomy"],
        );
        check(&format!("{open}, left nephrectomy."), &["left nephrectomy"]);
        check(&format!("{open}."), &[]);
        // done before, or not done: nothing to code
        check("PAST SURGICAL HISTORY: cholecystectomy.", &[]);
        check(
            "OPERATION: Appendectomy. Cholecystectomy was not performed.",
            &[],
        );
    }

    #[test]
    fn a_name_has_the_words_that_belong_to_it() {
        let check = |note: &str, name: &str, wanted: &str| {
            let start = note.find(name).unwrap();
            let found = phrase(note, &quote(note, start, start + name.len()).span);
            assert_eq!(found, wanted);
        };
        let note = "Laparotomy, open cholecystectomy, umbilical hernia repair. We did a left femoral endarterectomy and closed.";
        check(note, "cholecystectomy", "open cholecystectomy");
        check(note, "hernia repair", "umbilical hernia repair");
        check(note, "endarterectomy", "left femoral endarterectomy");
        check(
            "Repair of the left ureter with a stent",
            "Repair",
            "Repair of the left ureter",
        );
        check("é; Nephrectomy", "Nephrectomy", "Nephrectomy");
    }
}
