//! The same document sent in two forms: a text and its PDF. Read twice, each of its procedures would count twice.

use crate::model::Document;

/// Two texts are the same if one holds this part of the other, in a hundred: headers of pages are missing in one of them.
const COMMON: usize = 80;

/// Texts with fewer letters are compared as a whole.
const SHORT: usize = 200;

/// Takes out documents whose text an earlier or longer one has, and says so.
pub(crate) fn without_copies(documents: &mut Vec<Document>, dropped: &mut Vec<String>) {
    let mut letters: Vec<String> = documents
        .iter()
        .map(|document| letters(&document.text))
        .collect();
    let mut at = 0;
    while at < documents.len() {
        let copy = (0..documents.len())
            .find(|other| *other != at && is_copy(&letters[at], &letters[*other], at < *other));
        match copy {
            Some(_) => {
                dropped.push(format!(
                    "the same text once more ({})",
                    documents[at].format
                ));
                documents.remove(at);
                letters.remove(at);
            }
            None => at += 1,
        }
    }
}

/// Whether two texts are the same, or one has nearly all of the other.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (letters(one), letters(other));
    is_copy(&one, &other, false) || is_copy(&other, &one, false)
}

/// Whether `one` is in `other`; of two equal ones the later is the copy.
fn is_copy(one: &str, other: &str, first: bool) -> bool {
    if one.len() == other.len() {
        return !first && one == other;
    }
    one.len() < other.len()
        && one.len() >= SHORT
        && one.len() * 100 >= other.len() * COMMON
        && other.contains(one)
}

/// The letters and digits alone.
fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::without_copies;
    use crate::model::{Document, Format};

    #[test]
    fn copies_are_taken_out() {
        let long = "The small bowel was divided and joined. ".repeat(10);
        let framed = format!("Page header {long} page 1");
        let check = |texts: &[&str], kept: &[&str]| {
            let mut documents: Vec<_> = texts
                .iter()
                .map(|t| Document::new(Format::Pdf, (*t).to_owned()))
                .collect();
            let mut dropped = Vec::new();
            without_copies(&mut documents, &mut dropped);
            let left: Vec<&str> = documents.iter().map(|d| d.text.as_str()).collect();
            assert_eq!(left, kept);
            assert_eq!(dropped.len(), texts.len() - kept.len());
        };
        check(&["a b", "A, b."], &["a b"]);
        check(&["a", "a b"], &["a", "a b"]);
        check(&[&long, &framed], &[&framed]);
        check(&[&framed, &long], &[&framed]);
        check(
            &[&long, &long.replace("joined", "closed")],
            &[&long, &long.replace("joined", "closed")],
        );
        check(&["a", "a", "a"], &["a"]);
    }
}
