//! A note from bytes: the one way in, with the one limit ([`LARGEST_NOTE`]) for every door.

pub use ligature_document::{Contents, Document, Format, Unreadable};
pub use ligature_note::{Decoded, LARGEST_NOTE, NotText};

use ligature_note::Remark;
use std::collections::BTreeSet;

/// Most things that one remark lists.
const LISTED: usize = 20;

/// The documents of a file of any format that is read (see [`Format`]).
///
/// # Errors
/// [`Unreadable`] when there is no text of a note in them.
pub fn documents(bytes: &[u8]) -> Result<Contents, Unreadable> {
    ligature_document::read(bytes)
}

/// The text of a note in a file of any format that is read, and what was assumed, replaced or left out to read it.
///
/// Several documents of a file are one encounter: their texts follow each other, each under its title.
///
/// # Errors
/// [`Unreadable`] when there is no text of a note in them.
pub fn note(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    Ok(joined(documents(bytes)?))
}

/// Why a text is no note in plain text. No message quotes it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPlain {
    /// It is empty, too large, or no text.
    #[error(transparent)]
    NotText(#[from] NotText),
    /// It is written in another format: read as a plain text, its deleted passages would be words of the note.
    #[error(
        "this is {0}, not plain text: send its text, or upload the file on the page, or give the file to `ligature code`"
    )]
    Written(Format),
}

/// Whether a text is plain: one that begins as a document of another format is not, one that merely holds such signs is.
///
/// # Errors
/// [`NotPlain::Written`] with the format.
pub fn check_plain(text: &str) -> Result<(), NotPlain> {
    match ligature_document::written_in(text) {
        Some(format) => Err(NotPlain::Written(format)),
        None => Ok(()),
    }
}

/// The text of a note that is plain text already, such as a field of JSON.
///
/// # Errors
/// [`NotPlain`] when it is empty, larger than [`LARGEST_NOTE`], no text, or written in another format.
pub fn plain_note(text: &str) -> Result<Decoded, NotPlain> {
    check_plain(text)?;
    Ok(ligature_note::decode(text.as_bytes())?)
}

/// Documents as one note.
fn joined(contents: Contents) -> Decoded {
    let Contents {
        format,
        mut documents,
        dropped,
    } = contents;
    let mut remarks = Vec::new();
    if documents.len() == 1
        && let Some(document) = documents.pop()
    {
        remarks.extend(one(format, &document));
        remarks.extend(document.remarks);
        remarks.extend(left_out(document.dropped.into_iter().chain(dropped)));
        let text = document.text;
        return Decoded { text, remarks };
    }
    remarks.push(several(format, &documents));
    let mut text = String::new();
    let mut all = Vec::new();
    for (at, document) in documents.into_iter().enumerate() {
        let title = heading(at, &document);
        if at > 0 {
            text.push_str("\n\n");
        }
        text.push_str(&title);
        text.push_str("\n\n");
        text.push_str(document.text.trim_end());
        for own in document.remarks {
            let message = format!("{title}: {}", own.message);
            remarks.push(remark(&own.kind, message));
        }
        let own = document.dropped.into_iter();
        all.extend(own.map(|what| format!("{title}: {what}")));
    }
    text.push('\n');
    remarks.extend(left_out(all.into_iter().chain(dropped)));
    Decoded { text, remarks }
}

/// The line above a document: its title, else its number.
fn heading(at: usize, document: &Document) -> String {
    let title = document.title.clone();
    title.unwrap_or_else(|| format!("Document {}", at + 1))
}

/// How a file with one document was read; nothing for plain text.
fn one(format: Format, document: &Document) -> Option<Remark> {
    if format == Format::Text {
        return None;
    }
    let inner = match document.format {
        Format::Text => String::new(),
        inner if inner == format => String::new(),
        inner => format!(" that holds {inner}"),
    };
    let title = document.title.as_deref();
    let title = title.map(|title| format!(", titled “{title}”"));
    let mut message = format!(
        "The note was read from {format}{inner}{}.",
        title.unwrap_or_default()
    );
    if let Some(date) = document.date {
        message.push_str(&format!(
            " It gives {date} as the date of service: give that date with the note, so that the rules of that day are used."
        ));
    }
    Some(remark("format", message))
}

/// How a file with several documents was read.
fn several(format: Format, documents: &[Document]) -> Remark {
    let list = documents
        .iter()
        .enumerate()
        .take(LISTED)
        .map(|(at, document)| {
            let date = document.date.map(|date| date.to_string());
            let inner = match document.format {
                Format::Text => None,
                inner if inner == format => None,
                inner => Some(inner.name().to_owned()),
            };
            let more: Vec<String> = date.into_iter().chain(inner).collect();
            match more.is_empty() {
                true => heading(at, document),
                false => format!("{} ({})", heading(at, document), more.join(", ")),
            }
        });
    let mut list: Vec<String> = list.collect();
    if documents.len() > LISTED {
        list.push(format!("and {} more", documents.len() - LISTED));
    }
    let mut message = format!(
        "The note was read from {format} with {} documents, as one encounter in this order: {}.",
        documents.len(),
        list.join("; ")
    );
    let days: BTreeSet<_> = documents
        .iter()
        .filter_map(|document| document.date)
        .collect();
    if days.len() > 1 {
        message.push_str(" Their dates differ: check that they are of one encounter.");
    }
    remark("several-documents", message)
}

/// What of a file is not in the text.
fn left_out(what: impl Iterator<Item = String>) -> Option<Remark> {
    let mut what: Vec<String> = what.collect();
    if what.is_empty() {
        return None;
    }
    let more = what.len().saturating_sub(LISTED);
    what.truncate(LISTED);
    if more > 0 {
        what.push(format!("and {more} more"));
    }
    Some(remark(
        "left-out",
        format!("Left out or changed: {}.", what.join("; ")),
    ))
}

fn remark(kind: &str, message: String) -> Remark {
    Remark {
        kind: kind.to_owned(),
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::{NotPlain, NotText, note, plain_note};

    #[track_caller]
    fn check(bytes: &[u8], text: &str, remarks: &[&str]) {
        let decoded = note(bytes).unwrap();
        assert_eq!(decoded.text, text);
        let said: Vec<&str> = decoded.remarks.iter().map(|r| r.message.as_str()).collect();
        assert_eq!(said, remarks);
    }

    #[test]
    fn plain_text_is_read_as_before() {
        check(b"Bowel resected.\r\n", "Bowel resected.\r\n", &[]);
        check(
            b"caf\xE9",
            "café",
            &[
                "The file is not UTF-8; it was read as Windows-1252 (Latin-1). Check accented letters.",
            ],
        );
        assert_eq!(plain_note("MSH: mild").unwrap().text, "MSH: mild");
    }

    #[test]
    fn another_format_is_no_plain_text() {
        let check = |text: &str, name: &str| {
            let why = plain_note(text).unwrap_err().to_string();
            assert_eq!(
                why,
                format!(
                    "this is {name}, not plain text: send its text, or upload the file on the page, or give the file to `ligature code`"
                )
            );
        };
        check("{\\rtf1 a{\\deleted b}}", "a rich-text (RTF) document");
        check(" \n{\\rtf1 a}", "a rich-text (RTF) document");
        check("\u{FEFF}{\\rtf a", "a rich-text (RTF) document");
        check("MSH|^~\\&|", "an HL7 v2 message");
        check("\u{B}MSH|^~\\&|A\rOBX|1|TX|A||a", "an HL7 v2 message");
        check(
            "Sent: today\n\nMSH|^~\\&|A\nOBX|1|TX|A||a",
            "an HL7 v2 message",
        );
        check(
            "<html><body>a<del>b</del></body></html>",
            "a web page (HTML)",
        );
        check("<!DOCTYPE html><p>a", "a web page (HTML)");
        check("\n<HTML>a", "a web page (HTML)");
        check(
            "<ClinicalDocument xmlns='urn:hl7-org:v3'/>",
            "a clinical document (CDA)",
        );
        check(
            "<?xml version='1.0'?><c:ClinicalDocument xmlns:c='urn:hl7-org:v3'/>",
            "a clinical document (CDA)",
        );
        check("<!-- a --><ClinicalDocument>", "a clinical document (CDA)");
        check("{\"resourceType\": \"Binary\"}", "a FHIR resource");
        check("[{\"resourceType\": \"Binary\"}]", "a FHIR resource");
        check("<Bundle xmlns='http://hl7.org/fhir'/>", "a FHIR resource");
        check("%PDF-1.4\n1 0 obj", "a PDF document");
        assert_eq!(plain_note(" "), Err(NotPlain::NotText(NotText::Empty)));
    }

    #[test]
    fn a_note_that_holds_such_signs_is_plain() {
        let check = |text: &str| assert_eq!(plain_note(text).unwrap().text, text);
        check("The file began with {\\rtf1 and was empty.");
        check("{Dictated} Bowel resected; rtf to follow.");
        check("MSH| see below. Bowel resected.");
        check("Bowel resected.\nMSH|^~\\&| was printed at the end.\nClosed.");
        check("<b>PROCEDURE:</b> Bowel resection, <html> is not used.");
        check("< 5 ml of blood lost. <ClinicalDocument>");
        check("[x] Stoma made. {\"resourceType\": none}");
        check("ID3 gene tested. Bowel resected.");
        check("The %PDF-1.4 of the scan is elsewhere.");
    }

    #[test]
    fn how_a_file_was_read_is_a_remark() {
        check(
            br"{\rtf1 Bowel resected.{\pict0}{\v x}}",
            "Bowel resected.",
            &[
                "The note was read from a rich-text (RTF) document.",
                "Left out or changed: 1 picture; 1 passage of hidden text.",
            ],
        );
        check(
            b"MSH|^~\\&|\rTXA|1|OP||20240814\rOBX|1|TX|A||Bowel resected.",
            "Bowel resected.",
            &[
                "The note was read from an HL7 v2 message, titled “Operative report”. It gives 2024-08-14 as the date of service: give that date with the note, so that the rules of that day are used.",
            ],
        );
    }

    #[test]
    fn documents_of_one_encounter_follow_each_other() {
        check(
            b"MSH|^~\\&|\rTXA|1|OP||20240814\rOBX|1|TX|A||Bowel resected.\rTXA|2|SP||20240816\rOBX|1|TX|A||Stricture.\rTXA|3\rOBX|1|TX|A||Addendum.\rOBX|2|NM|A||1",
            "Operative report\n\nBowel resected.\n\nSurgical pathology\n\nStricture.\n\nDocument 3\n\nAddendum.\n",
            &[
                "The note was read from an HL7 v2 message with 3 documents, as one encounter in this order: Operative report (2024-08-14); Surgical pathology (2024-08-16); Document 3. Their dates differ: check that they are of one encounter.",
                "Left out or changed: Document 3: 1 coded or measured value (OBX).",
            ],
        );
    }
}
