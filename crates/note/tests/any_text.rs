//! Whatever the text: nothing panics, every span is valid UTF-8 inside the note, every quote is verbatim.

use ligature_note::{Quote, Reader, Reading};
use proptest::prelude::*;
use std::sync::LazyLock;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&ligature_knowledge::embedded().0.lexicon));

fn check(text: &str) {
    let reading = READER.read(text);
    for quote in quotes(&reading) {
        let span = quote.span;
        assert_eq!(text.get(span.start..span.end), Some(quote.text.as_str()));
        assert_eq!(text[..span.start].chars().count(), span.char_start);
        assert_eq!(text[..span.end].chars().count(), span.char_end);
        assert!(span.line >= 1 && span.line <= text.lines().count().max(1) + 1);
    }
    for section in &reading.sections {
        assert!(text.get(section.span.start..section.span.end).is_some());
    }
}

fn quotes(reading: &Reading) -> impl Iterator<Item = &Quote> {
    let events = reading.events.iter().flat_map(|e| {
        e.evidence
            .iter()
            .chain(e.attributes.values().flatten().flat_map(|v| &v.quotes))
    });
    events.chain(reading.mentions.iter().map(|m| &m.quote))
}

/// Words that the grammar reacts to, in any order: far more effective than random letters.
const WORDS: &[&str] = &[
    "bowel",
    "ileum",
    "jejunum",
    "resected",
    "divided",
    "was",
    "were",
    "not",
    "no",
    "anastomosis",
    "joined",
    "second",
    "third",
    "two",
    "x2",
    "#3",
    "segment",
    "removed",
    "specimen",
    "PROCEDURE:",
    "HISTORY:",
    "Plan:",
    "adhesions",
    "and",
    ",",
    ";",
    ".",
    "\n",
    "\n\n",
    "- ",
    "1.",
    "(",
    ")",
    "[[",
    "]]",
    "brought",
    "together",
    "out",
    "ileostomy",
    "previous",
    "planned",
    "each",
    "both",
    "it",
    "taken",
    "down",
    "cm",
    "from",
    "the",
    "closed",
    "hole",
    "of",
    "as",
    "é",
    "µ",
    "\u{2019}s",
    "🩺",
    "\r\n",
    "<br>",
    "&nbsp;",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,400}") {
        check(&text);
    }

    #[test]
    fn any_bytes_decode_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(decoded) = ligature_note::decode(&bytes) {
            check(&decoded.text);
        }
    }

    #[test]
    fn any_order_of_surgical_words_is_read(words in prop::collection::vec(prop::sample::select(WORDS), 0..160)) {
        check(&words.join(" "));
    }
}

#[test]
fn odd_notes_are_read() {
    check("");
    check("\u{FEFF}");
    check(&"small bowel resection ".repeat(40_000));
    check(&"the ileum was resected and joined. ".repeat(10_000));
    check(&"x".repeat(1_000_000));
    check("RESECTION:\n\nANASTOMOSIS:\n\nCLOSURE:\n");
    check("&lt;p&gt;The ileum was resected&lt;/p&gt;");
}
