//! From bytes to text. Nothing is lost in silence: whatever was guessed or replaced is said in a remark.

use crate::model::Remark;

/// The largest file taken for one note, in bytes.
pub const LARGEST_NOTE: usize = 8 * 1024 * 1024;

/// A note's text, and what had to be done to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, as UTF-8; all spans point into it.
    pub text: String,
    /// Remarks (encoding assumed, characters replaced).
    pub remarks: Vec<Remark>,
}

/// Why bytes are no note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// Nothing but white space.
    #[error("the note is empty: there is no text in it")]
    Empty,
    /// Too large to be one note.
    #[error(
        "{} MB is too large for one note (at most {} MB): put several notes in a JSON-lines file and use --batch",
        .0 / 1_048_576, LARGEST_NOTE / 1_048_576
    )]
    TooLarge(usize),
    /// A picture, an archive, a word processor's file …: what it looks like.
    #[error("this looks like {0}, not like text: save or copy the note as plain text first")]
    Binary(&'static str),
}

/// First bytes of files that people drop by mistake.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive or a Word document"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"\xD0\xCF\x11\xE0", "an old Word or Excel document"),
    (b"{\\rtf", "a rich-text (RTF) document"),
    (b"\x7FELF", "a program"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
];

/// Reads bytes of any common encoding: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252
/// (the superset of Latin-1 that old transcription systems write).
///
/// # Errors
/// [`NotText`] when there is no text in them.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if bytes.len() > LARGEST_NOTE {
        return Err(NotText::TooLarge(bytes.len()));
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(NotText::Binary(what));
    }
    let mut remarks = Vec::new();
    let text = if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _, bad) = encoding.decode(bytes);
        if bad {
            remarks.push(replaced());
        }
        text.into_owned()
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        text.to_owned()
    } else {
        if controls(bytes) * 20 > bytes.len() {
            return Err(NotText::Binary("a binary file"));
        }
        decode_legacy(bytes, &mut remarks)
    };
    let text = without_nul(text, &mut remarks)?;
    if text.chars().all(char::is_whitespace) {
        return Err(NotText::Empty);
    }
    Ok(Decoded { text, remarks })
}

/// Not UTF-8: if nearly all of it is, a few bytes are damaged; else it is Windows-1252.
fn decode_legacy(bytes: &[u8], remarks: &mut Vec<Remark>) -> String {
    let lossy = String::from_utf8_lossy(bytes);
    let multibyte = lossy
        .chars()
        .filter(|c| !c.is_ascii() && *c != '\u{FFFD}')
        .count();
    if multibyte > 0 {
        remarks.push(replaced());
        return lossy.into_owned();
    }
    remarks.push(Remark {
        kind: "encoding-assumed".into(),
        message:
            "The file is not UTF-8; it was read as Windows-1252 (Latin-1). Check accented letters."
                .into(),
    });
    encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned()
}

fn replaced() -> Remark {
    Remark {
        kind: "characters-replaced".into(),
        message: "Some bytes are not valid text and are shown as \u{FFFD}.".into(),
    }
}

fn controls(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .filter(|b| **b < 9 || (**b > 13 && **b < 32 && **b != 27))
        .count()
}

/// NUL is what some exports pad with: a few become spaces, many mean that this is no text.
fn without_nul(text: String, remarks: &mut Vec<Remark>) -> Result<String, NotText> {
    let controls = controls(text.as_bytes());
    if controls == 0 {
        return Ok(text);
    }
    if controls * 10 > text.len() {
        return Err(NotText::Binary("a binary file"));
    }
    if text.contains('\0') {
        remarks.push(Remark {
            kind: "nul-bytes".into(),
            message: "The file holds NUL bytes; they were read as spaces.".into(),
        });
        return Ok(text.replace('\0', " "));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<&str, NotText>, remark: &str) {
        match (decode(bytes), expected) {
            (Ok(got), Ok(want)) => {
                assert_eq!(got.text, want);
                let kinds: Vec<_> = got.remarks.iter().map(|r| r.kind.as_str()).collect();
                assert_eq!(kinds.join(","), remark);
            }
            (got, want) => assert_eq!(got.map(|d| d.text), want.map(str::to_owned)),
        }
    }

    #[test]
    fn encodings_are_recognised() {
        check(b"Bowel resected.", Ok("Bowel resected."), "");
        check("\u{FEFF}caf\u{e9}".as_bytes(), Ok("caf\u{e9}"), "");
        check(b"\xFF\xFEb\0o\0w\0", Ok("bow"), "");
        check(b"\xFE\xFF\0b\0o\0w", Ok("bow"), "");
        check(
            b"caf\xE9 anastomosis",
            Ok("caf\u{e9} anastomosis"),
            "encoding-assumed",
        );
        check("5 µm \u{2013} na".as_bytes(), Ok("5 µm \u{2013} na"), "");
        check(
            b"caf\xC3\xA9 \xFF end",
            Ok("caf\u{e9} \u{FFFD} end"),
            "characters-replaced",
        );
        check(
            b"bowel was resected\0 and joined",
            Ok("bowel was resected  and joined"),
            "nul-bytes",
        );
    }

    #[test]
    fn what_is_no_note_is_refused_with_a_reason() {
        check(b"", Err(NotText::Empty), "");
        check(b" \r\n\t", Err(NotText::Empty), "");
        check(b"\xEF\xBB\xBF  ", Err(NotText::Empty), "");
        check(b"%PDF-1.7 ...", Err(NotText::Binary("a PDF document")), "");
        check(
            &[1, 2, 3, 0xFF, 0xFE, 0, 1],
            Err(NotText::Binary("a binary file")),
            "",
        );
        check(&[0; 100], Err(NotText::Binary("a binary file")), "");
        check(
            &vec![b'a'; LARGEST_NOTE + 1],
            Err(NotText::TooLarge(LARGEST_NOTE + 1)),
            "",
        );
    }
}
