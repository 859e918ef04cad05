//! From an answer to the marks in its note: which words which decision, question or left-out thing rests on.

use crate::segments::Mark;
use ligature_tools::{Answer, Quote};

/// Something of the answer that words of the note can point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Thing {
    /// Its anchor on the page: `d1`, `q1`, `x1`.
    pub anchor: String,
    /// The sign in the note and at the thing itself, so that colour is never the only sign.
    pub sign: String,
    /// Class for its colour: `hue1` … `hue8` for decisions, `ask` for questions, `out` for what was left out.
    pub look: String,
    /// What it is, for a screen reader.
    pub label: String,
}

/// Number of colours in the CSS.
const HUES: usize = 8;

/// What a decision looks like, by its place in the answer.
pub(crate) fn decision(at: usize, code: &str) -> Thing {
    Thing {
        anchor: format!("d{}", at + 1),
        sign: format!("{}", at + 1),
        look: format!("hue{}", at % HUES + 1),
        label: format!("decision {}: {code}", at + 1),
    }
}

/// What a question looks like.
pub(crate) fn question(at: usize) -> Thing {
    Thing {
        anchor: format!("q{}", at + 1),
        sign: format!("?{}", at + 1),
        look: "ask".to_owned(),
        label: format!("question {}", at + 1),
    }
}

/// What an operation that is not coded here looks like.
pub(crate) fn outside(at: usize) -> Thing {
    Thing {
        anchor: format!("o{}", at + 1),
        sign: format!("!{}", at + 1),
        look: "ask".to_owned(),
        label: format!("operation not coded here, {}", at + 1),
    }
}

/// What a thing left out looks like: a letter, as in the notes of a printed table.
pub(crate) fn left_out(at: usize) -> Thing {
    Thing {
        anchor: format!("x{}", at + 1),
        sign: letters(at),
        look: "out".to_owned(),
        label: format!("left out, {}", letters(at)),
    }
}

/// a, b … z, aa, ab …
fn letters(at: usize) -> String {
    let last = char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
    match at / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

/// What an audited code looks like.
pub(crate) fn audited(at: usize, code: &str) -> Thing {
    Thing {
        anchor: format!("a{}", at + 1),
        label: format!("billed code {}: {code}", at + 1),
        ..decision(at, code)
    }
}

/// Everything that words can point at (decisions first, then questions, what is not coded here, what was left out), and all marks.
pub(crate) fn collect(answer: &Answer) -> (Vec<Thing>, Vec<Mark>) {
    let mut things = Vec::new();
    let mut marks = Vec::new();
    for (at, made) in answer.decisions.iter().enumerate() {
        let conditions = made
            .conditions
            .iter()
            .flat_map(|condition| &condition.quotes);
        let modifiers = made.modifiers.iter().flat_map(|modifier| &modifier.quotes);
        push(
            &mut marks,
            Some(things.len()),
            made.evidence.iter().chain(conditions).chain(modifiers),
        );
        let failed = made
            .neighbours
            .iter()
            .flat_map(|neighbour| &neighbour.failed);
        push(
            &mut marks,
            None,
            failed.flat_map(|condition| &condition.quotes),
        );
        things.push(decision(at, &made.code));
    }
    for (at, item) in answer.questions.iter().enumerate() {
        push(&mut marks, Some(things.len()), &item.quotes);
        things.push(question(at));
    }
    for (at, one) in answer.outside.iter().enumerate() {
        push(&mut marks, Some(things.len()), &one.quotes);
        things.push(outside(at));
    }
    for (at, left) in answer.left_out.iter().enumerate() {
        push(&mut marks, Some(things.len()), &left.quotes);
        things.push(left_out(at));
    }
    for event in &answer.events {
        let values = event
            .attributes
            .values()
            .flatten()
            .flat_map(|value| &value.quotes);
        push(&mut marks, None, event.evidence.iter().chain(values));
    }
    (things, marks)
}

/// Marks the words of a thing; words without one only get an anchor.
pub(crate) fn push<'a>(
    marks: &mut Vec<Mark>,
    thing: Option<usize>,
    quotes: impl IntoIterator<Item = &'a Quote>,
) {
    marks.extend(quotes.into_iter().map(|quote| Mark {
        start: quote.span.start,
        end: quote.span.end,
        thing,
    }));
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn letters_go_on_after_z() {
        let shown: Vec<String> = [0, 1, 25, 26, 27, 51, 52]
            .into_iter()
            .map(letters)
            .collect();
        assert_eq!(shown, ["a", "b", "z", "aa", "ab", "az", "ba"]);
    }
}
