//! Which format bytes are of, from the bytes alone.

use crate::error::Unreadable;
use crate::model::Format;
use crate::xml;

const TYPED: &str = "save or copy the note as plain text, RTF, DOCX or PDF";
const PICTURE: &str = "run text recognition (OCR) on it first, or give the note as text";
const SOUND: &str = "give the note that was typed from it";
const UNPACK: &str = "unpack it and give the note in it";

/// Formats that are recognised and not read: the first bytes, what they are, what to do instead.
const REFUSED: &[(&[u8], &str, &str)] = &[
    (b"\x89PNG", "a PNG picture", PICTURE),
    (b"\xFF\xD8\xFF", "a JPEG picture", PICTURE),
    (b"GIF8", "a GIF picture", PICTURE),
    (b"II*\0", "a TIFF picture", PICTURE),
    (b"MM\0*", "a TIFF picture", PICTURE),
    (b"\0\0\0\x0CjP  ", "a JPEG 2000 picture", PICTURE),
    (b"ID3", "a sound recording (MP3)", SOUND),
    (b"OggS", "a sound recording (Ogg)", SOUND),
    (b"fLaC", "a sound recording (FLAC)", SOUND),
    (b"#!AMR", "a sound recording (AMR)", SOUND),
    (b"\x02dss", "a dictation (DSS)", SOUND),
    (b"\x03ds2", "a dictation (DS2)", SOUND),
    (b"\x1F\x8B", "a gzip archive", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1A\x07", "a RAR archive", UNPACK),
    (b"%!PS", "a PostScript document", TYPED),
    (b"\x7FELF", "a program", "give the note as text"),
];

/// Where the signature of a DICOM file is.
const DICOM: usize = 128;

/// Bytes in which a PDF may begin: some senders put a line before it.
const PDF_WITHIN: usize = 1024;

/// The format of bytes. What no other format claims is text.
///
/// # Errors
/// When the format is recognised and is not one that is read.
pub(crate) fn kind(bytes: &[u8]) -> Result<Format, Unreadable> {
    let refused = |what, instead| Err(Unreadable::NotRead { what, instead });
    if let Some((_, what, instead)) = REFUSED.iter().find(|(mark, ..)| bytes.starts_with(mark)) {
        return refused(what, instead);
    }
    if bytes.get(DICOM..DICOM + 4) == Some(&b"DICM"[..]) {
        return refused("a DICOM file", "give the report as text");
    }
    match (bytes.get(..4), bytes.get(8..12)) {
        (Some(b"RIFF"), Some(b"WAVE")) => return refused("a sound recording (WAV)", SOUND),
        (Some(b"RIFF"), Some(b"WEBP")) => return refused("a WebP picture", PICTURE),
        _ => {}
    }
    if bytes.get(4..8) == Some(&b"ftyp"[..]) {
        return match bytes.get(8..11) {
            Some(b"hei" | b"mif" | b"avi") => refused("a HEIC or AVIF picture", PICTURE),
            _ => refused("a sound or video recording (MP4)", SOUND),
        };
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return compound(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Format::Docx);
    }
    let head = &bytes[..bytes.len().min(PDF_WITHIN)];
    if head.starts_with(b"%PDF") || (head.windows(5).any(|w| w == b"%PDF-") && is_binary(bytes)) {
        return Ok(Format::Pdf);
    }
    let start = start(bytes);
    if start.starts_with(b"{\\rtf") {
        return Ok(Format::Rtf);
    }
    if first_message(start).is_some() {
        return Ok(Format::Hl7);
    }
    if is_json(start) && is_resource(start) {
        return Ok(Format::Fhir);
    }
    markup(bytes)
}

/// The bytes after a byte order mark, the block mark of a transport (MLLP) and white space.
pub(crate) fn start(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let from = bytes
        .iter()
        .position(|b| !b.is_ascii_whitespace() && *b != 0x0B);
    &bytes[from.unwrap_or(bytes.len())..]
}

/// A file of Word, Excel or Outlook before 2007, or a newer one that is encrypted: a small file system with named streams.
fn compound(bytes: &[u8]) -> Result<Format, Unreadable> {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    let what = match () {
        () if holds("EncryptedPackage") => {
            return Err(Unreadable::Encrypted("a Word or Excel document"));
        }
        () if holds("WordDocument") => "an old Word document (.doc)",
        () if holds("Workbook") => "an old Excel workbook (.xls)",
        () if holds("__substg1.0_") => "an Outlook message (.msg)",
        () => "an old Word or Excel document",
    };
    let instead = TYPED;
    Err(Unreadable::NotRead { what, instead })
}

/// Bytes, and lines, in which a message may begin: mail and transports put lines before it.
const MESSAGE_WITHIN: usize = 4096;
const LINES_BEFORE: usize = 30;

/// Where the first message of HL7 v2 begins: at once, or after a few lines. After other lines it needs a segment that
/// follows, so that a note that mentions the name of a segment stays a note.
pub(crate) fn first_message(start: &[u8]) -> Option<usize> {
    if is_message(start) {
        return Some(0);
    }
    let head = &start[..start.len().min(MESSAGE_WITHIN)];
    let mut at = 0;
    for line in head
        .split(|b| matches!(b, b'\r' | b'\n'))
        .take(LINES_BEFORE)
    {
        let marks = line.iter().take_while(|b| matches!(b, 0x0B | b' ' | b'\t'));
        let from = at + marks.count();
        let message = &start[from..];
        if is_message(message) && message.starts_with(b"MSH") && has_segment(message) {
            return Some(from);
        }
        at += line.len() + 1;
    }
    None
}

/// Whether a second segment follows the first one.
fn has_segment(message: &[u8]) -> bool {
    let mut lines = message.split(|b| matches!(b, b'\r' | b'\n'));
    let sign = message.get(3);
    let mut others = lines
        .by_ref()
        .skip(1)
        .filter(|line| !line.trim_ascii().is_empty());
    others.next().is_some_and(|line| {
        let name = line.get(..3).unwrap_or_default();
        line.get(3) == sign
            && name
                .iter()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    })
}

/// Whether an object begins, or a list of objects.
fn is_json(start: &[u8]) -> bool {
    match start.first() {
        Some(b'{') => true,
        Some(b'[') => start[1..].trim_ascii_start().first() == Some(&b'{'),
        _ => false,
    }
}

/// The format of XML that is recognised and not read.
pub(crate) fn refused_markup(start: &[u8]) -> Option<Format> {
    let (name, space) = xml::root(&xml::head(start)?)?;
    match (name.as_str(), space.as_str()) {
        (_, "http://hl7.org/fhir") => Some(Format::Fhir),
        (_, "urn:hl7-org:v2xml") => Some(Format::Hl7),
        ("package" | "wordDocument", _) => Some(Format::Docx),
        _ => None,
    }
}

/// Whether a message of HL7 v2 (or its envelope) begins: `MSH|^~\&|`, with any separators.
fn is_message(start: &[u8]) -> bool {
    let name = matches!(start.get(..3), Some(b"MSH" | b"FHS" | b"BHS"));
    let Some(field) = start.get(3).filter(|b| b.is_ascii_punctuation()) else {
        return false;
    };
    let signs = start[4..]
        .iter()
        .take_while(|b| b.is_ascii_punctuation() && *b != field);
    let count = signs.count();
    let after = start.get(4 + count);
    name && (1..=5).contains(&count) && after.is_none_or(|b| b == field || b.is_ascii_whitespace())
}

/// Whether a resource of FHIR is near the beginning of JSON.
fn is_resource(start: &[u8]) -> bool {
    let name = b"\"resourceType\"";
    let head = &start[..start.len().min(64 * 1024)];
    head.windows(name.len()).any(|window| window == name)
}

/// XML and HTML; what is neither is text.
fn markup(bytes: &[u8]) -> Result<Format, Unreadable> {
    let Some(head) = xml::head(bytes) else {
        return Ok(Format::Text);
    };
    let refused = |what, instead| Err(Unreadable::NotRead { what, instead });
    match xml::root(&head) {
        Some((name, _)) if name == "ClinicalDocument" => Ok(Format::Cda),
        Some((_, space)) if space == "http://hl7.org/fhir" => {
            refused("a FHIR resource in XML", "export it as JSON")
        }
        Some((_, space)) if space == "urn:hl7-org:v2xml" => refused(
            "an HL7 v2 message in XML",
            "export it with bars (MSH|^~\\&)",
        ),
        Some((name, _)) if name == "package" || name == "wordDocument" => {
            refused("a Word document in one XML file", "save it as DOCX")
        }
        Some((name, _)) if name.eq_ignore_ascii_case("html") => Ok(Format::Html),
        _ => Ok(Format::Text),
    }
}

/// Whether bytes have what no text has.
fn is_binary(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err() || bytes.contains(&0) || has_objects(bytes)
}

/// Whether a PDF's objects are there.
fn has_objects(bytes: &[u8]) -> bool {
    bytes.windows(6).any(|window| window == b"endobj")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_bytes() {
        let check = |bytes: &[u8], format| assert_eq!(kind(bytes), Ok(format), "{bytes:?}");
        check(b"PROCEDURE: bowel resection", Format::Text);
        check(b"", Format::Text);
        check(b"%PDF-1.4\n", Format::Pdf);
        check(b"job 12\n%PDF-1.4\n1 0 obj\nendobj\n", Format::Pdf);
        check(b"The file begins with %PDF-1.4, they say.", Format::Text);
        check(b"\xEF\xBB\xBF {\\rtf1 a}", Format::Rtf);
        check(b"\x0BMSH|^~\\&|A", Format::Hl7);
        check(b"FHS|^~\\&\rBHS|^~\\&", Format::Hl7);
        check(b"MSH#^~\\&#A", Format::Hl7);
        check(b"MSH: mean systolic", Format::Text);
        check(b"MSH|", Format::Text);
        check(b"\r\n\r\nMSH|^~\\&|A\rPID|1", Format::Hl7);
        check(
            b"From: lab\nSubject: result\n\nMSH|^~\\&|A\nPID|1",
            Format::Hl7,
        );
        check(b"Message 1\r\x0BMSH|^~\\&|A\rPID|1", Format::Hl7);
        check(
            b"The message began with\nMSH|^~\\&|A\nand had no more.",
            Format::Text,
        );
        check(b"A line of the message MSH|^~\\&|A\nPID|1", Format::Text);
        check(b"[\n {\"resourceType\": \"Binary\"}]", Format::Fhir);
        check(b"[x] Stoma {\"resourceType\": 1}", Format::Text);
        check(b"{ \"resourceType\": \"Bundle\" }", Format::Fhir);
        check(b"{ \"note\": \"bowel\" }", Format::Text);
        check(
            b"<?xml version=\"1.0\"?><!-- c --><n1:ClinicalDocument xmlns:n1='urn:hl7-org:v3'>",
            Format::Cda,
        );
        check(b"<!DOCTYPE html>\n<HTML><body>", Format::Html);
        check(b"<html><body>", Format::Html);
        check(b"<b>Procedure:</b> bowel resection", Format::Text);
        check(b"< 5 ml of blood", Format::Text);
    }

    #[test]
    fn formats_that_are_not_read_are_named() {
        let check = |bytes: &[u8], name: &str| {
            let why = kind(bytes).unwrap_err().to_string();
            assert!(why.contains(name), "{why}");
        };
        check(b"\x89PNG\r\n", "a PNG picture");
        check(b"RIFF\0\0\0\0WAVEfmt ", "(WAV)");
        check(b"\0\0\0\x18ftypM4A ", "recording (MP4)");
        check(
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0",
            "(.doc)",
        );
        check(
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            "an old Word or Excel document",
        );
        check(
            b"<Bundle xmlns=\"http://hl7.org/fhir\"/>",
            "a FHIR resource in XML",
        );
        check(b"<w:wordDocument xmlns:w='x'>", "in one XML file");
        let dicom = [&[0; 128][..], b"DICM"].concat();
        check(&dicom, "a DICOM file");
    }
}
