//! HL7 version 2: the documents in the OBX segments of MDM, ORU and other messages.
//!
//! Our own small reader: segments, fields and escapes are split at the signs that the message names itself, and what
//! senders do against the standard (line feeds between segments, lines inside a field) is read as they meant it.

mod escape;
mod message;

use crate::error::Unreadable;
use crate::inside::Inside;
use crate::kind::{first_message, start};
use crate::model::{Contents, Document, Format, Left, remark};
use encoding_rs::Encoding;
use ligature_note::Remark;
use message::{Message, Part, Value};
use std::collections::BTreeSet;

/// Reads a file of messages, with the envelope of a batch (FHS, BHS) or of a transport (MLLP), or without.
///
/// # Errors
/// When no message holds a text, or the messages are of several patients.
pub(crate) fn read(bytes: &[u8], inside: &Inside<'_>) -> Result<Contents, Unreadable> {
    let mut remarks = Vec::new();
    let bytes = start(bytes);
    let from = first_message(bytes).unwrap_or_default();
    remarks.extend(before(&bytes[..from]));
    let text = decode(&bytes[from..], &mut remarks);
    let messages = Message::all(&text, &mut remarks);
    let patients: BTreeSet<&str> = messages
        .iter()
        .filter_map(|m| m.patient.as_deref())
        .collect();
    if patients.len() > 1 {
        return Err(Unreadable::Patients(patients.len()));
    }
    let visits: BTreeSet<&str> = messages.iter().filter_map(|m| m.visit.as_deref()).collect();
    if visits.len() > 1 {
        remarks.push(remark(
            "several-visits",
            format!(
                "The messages name {} visits (PV1-19). Their documents are read as one encounter: check that they are.",
                visits.len()
            ),
        ));
    }
    let mut dropped = Vec::new();
    let mut left = Left::default();
    let replaced: BTreeSet<String> = messages
        .iter()
        .flat_map(|m| &m.parts)
        .filter_map(|part| part.replaces.clone())
        .collect();
    let mut documents: Vec<Document> = Vec::new();
    for message in &messages {
        if message.parts.iter().all(|part| part.values.is_empty()) {
            dropped.push(format!("a message without a document ({})", message.kind));
        }
        for part in &message.parts {
            let old = part.id.as_ref().is_some_and(|id| replaced.contains(id));
            match (old, part.withdrawn) {
                (true, _) => left.add(
                    "document that a later one replaces",
                    "documents that later ones replace",
                    1,
                ),
                (_, true) => left.add("cancelled document", "cancelled documents", 1),
                _ => documents.extend(read_part(part, inside, &mut dropped)),
            }
        }
        for (name, count) in &message.others {
            if !QUIET.contains(&name.as_str()) {
                dropped.push(match count {
                    1 => format!("1 {name} segment"),
                    count => format!("{count} {name} segments"),
                });
            }
        }
    }
    dropped.extend(left.words());
    if documents.is_empty() {
        let format = Format::Hl7;
        return Err(Unreadable::NoText { format, dropped });
    }
    if let Some(first) = documents.first_mut() {
        first.remarks.splice(0..0, remarks);
    }
    Ok(Contents {
        format: Format::Hl7,
        documents,
        dropped,
    })
}

/// Lines before the first message, which are of no segment.
fn before(lines: &[u8]) -> Option<Remark> {
    let lines = lines.split(|b| matches!(b, b'\r' | b'\n'));
    let count = lines.filter(|line| line.iter().any(|b| *b > b' ')).count();
    let lines = match count {
        0 => return None,
        1 => "1 line before the message (MSH) was".to_owned(),
        count => format!("{count} lines before the message (MSH) were"),
    };
    let message = format!("{lines} not read, such as headers of mail or of a transport.");
    Some(remark("lines-before", message))
}

/// Segments that say who, where and when, and hold no words of a note.
const QUIET: &[&str] = &[
    "MSH", "SFT", "UAC", "EVN", "PID", "PD1", "NK1", "PV1", "PV2", "ORC", "CON", "PRT", "TQ1",
    "TQ2", "CTD", "SPM", "SAC", "DSC", "FHS", "BHS", "BTS", "FTS", "MSA",
];

/// The documents of one part of a message: its texts as one, and each attachment.
fn read_part(part: &Part, inside: &Inside<'_>, file: &mut Vec<String>) -> Vec<Document> {
    let mut dropped = Vec::new();
    let mut documents = Vec::new();
    let text = part.text();
    if !text.trim().is_empty() {
        // a rich text, or a page, that was put into a text field
        match inside.read(text.as_bytes(), Format::Hl7, &mut dropped) {
            read if read.is_empty() => {}
            read => documents.extend(read),
        }
    }
    for value in &part.values {
        match value {
            Value::Text { .. } => {}
            Value::File(Ok(bytes)) => {
                documents.extend(inside.read(bytes, Format::Hl7, &mut dropped))
            }
            Value::File(Err(why)) => {
                dropped.push(format!("an attachment that cannot be read ({why})"))
            }
        }
    }
    dropped.extend(part.left.words());
    for document in &mut documents {
        document.title = part.title.clone().or(document.title.take());
        document.date = document.date.or(part.date);
        document.within = Some(Format::Hl7);
    }
    match documents.first_mut() {
        Some(first) => first.dropped.extend(dropped),
        None => file.extend(dropped),
    }
    documents
}

/// The text of a file by the character set that its first message names (MSH-18); if that does not fit, by its bytes.
fn decode(bytes: &[u8], remarks: &mut Vec<Remark>) -> String {
    let named = message::character_set(bytes);
    let label = match named.as_deref() {
        None | Some("" | "ASCII") => None,
        Some(name) if name.contains("UTF-8") || name == "UNICODE" => Some("utf-8".to_owned()),
        Some(name) => Some(match name.strip_prefix("8859/") {
            Some(part) => format!("iso-8859-{part}"),
            None => name.to_owned(),
        }),
    };
    let encoding = label
        .as_deref()
        .and_then(|label| Encoding::for_label(label.as_bytes()));
    let utf8 = std::str::from_utf8(bytes);
    match (label, encoding, utf8) {
        // also where another set is named: bytes of another set are almost never UTF-8 by chance
        (label, _, Ok(text)) => {
            if label.is_some_and(|label| label != "utf-8") && !text.is_ascii() {
                remarks.push(remark(
                    "encoding-assumed",
                    "MSH-18 names another character set, but the message is UTF-8 and was read so. Check accented letters.",
                ));
            }
            text.to_owned()
        }
        (Some(_), Some(encoding), Err(_)) if encoding != encoding_rs::UTF_8 => {
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        }
        (label, ..) => {
            remarks.push(remark(
                "encoding-assumed",
                match label {
                    None => "The message names no character set (MSH-18) and is not UTF-8; it was read as Windows-1252 (Latin-1). Check accented letters.",
                    Some(_) => "The message is not in the character set that it names (MSH-18); it was read as Windows-1252 (Latin-1). Check accented letters.",
                },
            ));
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
                .into_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::error::Unreadable;
    use crate::inside::Inside;
    use crate::model::{Contents, Document, Format};

    fn plain(bytes: &[u8]) -> Result<Contents, Unreadable> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        Ok(Contents::one(Document::new(Format::Text, text)))
    }

    fn contents(message: &[u8]) -> Contents {
        read(message, &Inside(&plain)).unwrap()
    }

    #[track_caller]
    fn check(segments: &str, texts: &[&str]) {
        let message =
            format!("MSH|^~\\&|A|B|||20240814||ORU^R01|1|P|2.5\rPID|1||77^^^H\r{segments}");
        let got = contents(message.as_bytes());
        let got: Vec<&str> = got.documents.iter().map(|d| d.text.as_str()).collect();
        assert_eq!(got, texts);
    }

    #[test]
    fn texts_are_read_in_lines() {
        check(
            "OBR|1\rOBX|1|TX|OP||One||||||F\rOBX|2|TX|OP||Two||||||F",
            &["One\nTwo"],
        );
        check(
            "OBR|1\rOBX|1|FT|OP||One\\.br\\Two\\.sp2\\Three \\T\\ \\F\\ \\S\\ \\R\\ \\E\\||||||F",
            &["One\nTwo\n\nThree & | ^ ~ \\"],
        );
        check(
            "OBR|1\rOBX|1|TX|OP||One~Two~~Four||||||F",
            &["One\nTwo\n\nFour"],
        );
        check(
            "OBR|1\rOBX|1|TX|OP||\\H\\Procedure\\N\\: 5\\X20\\cm \\.in+2\\x\\Zunknown\\ \\X0D0A\\y",
            &["Procedure: 5 cm x \ny"],
        );
        check("OBR|1\rOBX|1|TX|OP||a ^ b & c", &["a ^ b & c"]);
        check(
            "OBR|1\rOBX|1|TX|OP||One\rNTE|1||A note\rOBX|2|TX|OP||Two",
            &["One\nA note\nTwo"],
        );
    }

    #[test]
    fn names_of_sections_are_headings() {
        check(
            "OBR|1\rOBX|1|TX|1^Procedure^L||Ileal resection\rOBX|2|TX|2^Findings^L||Stricture\rOBX|3|TX|2^Findings^L||at 20 cm",
            &["Procedure:\nIleal resection\n\nFindings:\nStricture\nat 20 cm"],
        );
    }

    #[test]
    fn each_order_is_a_document() {
        check(
            "OBR|1\rOBX|1|TX|A||One\rOBR|2\rOBX|1|TX|A||Two",
            &["One", "Two"],
        );
        check(
            "TXA|1|OP\rOBX|1|TX|A||One\rTXA|1|PN\rOBX|1|TX|A||Two",
            &["One", "Two"],
        );
        check("OBR|1\rTXA|1|OP\rOBX|1|TX|A||One", &["One"]);
        check(
            "OBR|1\rOBX|1|ED|A||^application^txt^Base64^Ym93ZWw=\rOBX|2|ED|A||^TEXT^^A^plain",
            &["bowel", "plain"],
        );
    }

    #[test]
    fn what_senders_do_is_read_as_they_meant_it() {
        let texts = |message: &[u8]| -> Vec<String> {
            contents(message)
                .documents
                .into_iter()
                .map(|d| d.text)
                .collect()
        };
        assert_eq!(
            texts(
                b"\x0bMSH|^~\\&|A\rOBX|1|TX|A||One\r\x1c\r\x0bMSH|^~\\&|A\rOBX|1|TX|A||Two\r\x1c\r"
            ),
            ["One", "Two"]
        );
        assert_eq!(
            texts(b"FHS|^~\\&\nBHS|^~\\&\nMSH|^~\\&|A\nOBX|1|TX|A||One\nBTS|1\nFTS|1"),
            ["One"]
        );
        assert_eq!(
            texts(
                b"Content-Type: x-hl7\r\n\r\nMSH|^~\\&|A\rOBX|1|TX|A||One\rOBX|2|TX|A||Two||||||D"
            ),
            ["One"]
        );
        assert_eq!(
            texts(b"MSH|^~\\&|A\r\nOBX|1|TX|A||One\r\nand on\r\n\r\nTwo|||\r\n"),
            ["One\nand on\n\nTwo"]
        );
        assert_eq!(
            texts(b"MSH#*!?@#A\rOBX#1#TX#A##One?F?Two!Three?.br?Four"),
            ["One#Two\nThree\nFour"]
        );
        assert_eq!(
            texts(b"MSH|^~\\&|||||||||||||||8859/1\rOBX|1|TX|A||caf\xE9"),
            ["café"]
        );
        assert_eq!(
            texts("MSH|^~\\&|||||||||||||||UNICODE UTF-8\rOBX|1|TX|A||café".as_bytes()),
            ["café"]
        );
        assert_eq!(texts(b"MSH|^~\\&|A\rOBX|1|TX|A||caf\xE9"), ["café"]);
    }

    #[test]
    fn what_may_be_missing_is_a_remark() {
        let check = |message: &[u8], said: &[&str]| {
            let document = contents(message).documents.remove(0);
            let remarks = document.remarks.iter();
            assert_eq!(
                remarks.map(|r| r.message.as_str()).collect::<Vec<_>>(),
                said
            );
        };
        let cut = |place: &str| {
            format!(
                "{place} has what looks like text after its text field: a bare | may have cut the line there, and what follows it was not read."
            )
        };
        check(
            b"MSH|^~\\&|A\rOBX|1|TX|A||BP 120|80. An end stoma was made.||||||F",
            &[&cut("Segment 2 (OBX)")],
        );
        check(
            b"MSH|^~\\&|A\rTXA|1\rOBX|1|FT|A||One||||||F\rOBX|2|FT|A||BP 120|80||||||F",
            &[&cut("Segment 4 (OBX)")],
        );
        check(
            b"MSH|^~\\&|A\rOBX|1|ST|A||One| |x| no more was done",
            &[&cut("Segment 2 (OBX)")],
        );
        check(
            b"MSH|^~\\&|A\rOBX|1|TX|A||One\rNTE|1||BP 120|80 and no more",
            &[&cut("Segment 3 (NTE)")],
        );
        check(b"MSH|^~\\&|A\rOBX|1|ST|A||12|mg/dL|not detected|A|||F|||20240814103000-0500||AB^Smith^J||||||||Harbour View Hospital of the Coast", &[]);
        check(
            b"MSH|^~\\&|A\rOBX|1|NM|A||12|per high power field|||||F\rOBX|2|TX|A||One",
            &[],
        );
        check(
            b"Message 1\rSender: lab\rMSH|^~\\&|A\rOBX|1|TX|A||One",
            &[
                "2 lines before the message (MSH) were not read, such as headers of mail or of a transport.",
            ],
        );
        check(b"\r\n\r\nMSH|^~\\&|A\rOBX|1|TX|A||One", &[]);
    }

    #[test]
    fn titles_days_and_what_is_left_out() {
        let mdm = b"MSH|^~\\&|||||||MDM^T02|1\rEVN|T02\rPID|1||77\rTXA|1|OP^Operative Report|TX|20240814||20240815||||||D1||||DI\rOBX|1|TX|A||One\rOBX|2|CE|B||1^Yes\rZAA|1\rDG1|1";
        let got = contents(mdm);
        let one = &got.documents[0];
        assert_eq!(one.title.as_deref(), Some("Operative Report"));
        assert_eq!(one.date, Some(jiff::civil::date(2024, 8, 14)));
        assert_eq!(one.dropped, ["1 coded or measured value (OBX)"]);
        assert_eq!(got.dropped, ["1 ZAA segment", "1 DG1 segment"]);
        let typed = contents(b"MSH|^~\\&|\rTXA|1|OP\rOBX|1|TX|A||One");
        assert_eq!(
            typed.documents[0].title.as_deref(),
            Some("Operative report")
        );
        let oru = contents(b"MSH|^~\\&|\rOBR|1|||11504-8^Surgical operation note^LN|||202408141030\rOBX|1|TX|A||One");
        assert_eq!(
            oru.documents[0].title.as_deref(),
            Some("Surgical operation note")
        );
        assert_eq!(oru.documents[0].date, Some(jiff::civil::date(2024, 8, 14)));
    }

    #[test]
    fn what_was_withdrawn_or_replaced_is_not_read() {
        let got = contents(b"MSH|^~\\&|||||||MDM^T02\rTXA|1|OP||||||||||D1\rOBX|1|TX|A||Old\rMSH|^~\\&|||||||MDM^T10\rTXA|1|OP||||||||||D2|D1\rOBX|1|TX|A||New");
        assert_eq!(
            (got.documents.len(), got.documents[0].text.as_str()),
            (1, "New")
        );
        assert_eq!(got.dropped, ["1 document that a later one replaces"]);
        let got = contents(b"MSH|^~\\&|\rOBX|1|TX|A||Kept||||||F\rOBX|2|TX|A||Wrong||||||W");
        assert_eq!(got.documents[0].text, "Kept");
        assert_eq!(
            got.documents[0].dropped,
            ["1 deleted or wrong value (OBX-11)"]
        );
        let got = read(
            b"MSH|^~\\&|||||||MDM^T11\rTXA|1\rOBX|1|TX|A||x",
            &Inside(&plain),
        );
        assert!(
            got.unwrap_err()
                .to_string()
                .contains("1 cancelled document")
        );
    }

    #[test]
    fn what_cannot_be_one_encounter_is_refused() {
        let two = b"MSH|^~\\&|\rPID|1||1\rOBX|1|TX|A||a\rMSH|^~\\&|\rPID|1||2\rOBX|1|TX|A||b";
        assert_eq!(read(two, &Inside(&plain)), Err(Unreadable::Patients(2)));
        let visits = contents(b"MSH|^~\\&|\rPID|1||1\rPV1|1||||||||||||||||||V1\rOBX|1|TX|A||a\rMSH|^~\\&|\rPID|1||1\rPV1|1||||||||||||||||||V2\rOBX|1|TX|A||b");
        assert_eq!(visits.documents[0].remarks[0].kind, "several-visits");
        let none = read(b"MSH|^~\\&|||||||ADT^A01\rPID|1", &Inside(&plain)).unwrap_err();
        assert_eq!(
            none.to_string(),
            "this is an HL7 v2 message without the text of a note: it has a message without a document (ADT^A01)"
        );
    }
}
