//! Notes in another encoding, packed, listed, or after lines of a transport: what was deleted of them stays out.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use flate2::Compression;
use flate2::write::GzEncoder;
use ligature_document::{Format, read};
use std::io::Write;

const MESSAGE: &str =
    "MSH|^~\\&|A\rOBX|1|TX|A||Bowel resected.||||||F\rOBX|2|TX|A||A stoma was made.||||||D\r";
const RICH: &str = "{\\rtf1 Bowel resected.{\\deleted A stoma was made.}}";
const PAGE: &str = "<html><body>Bowel resected.<del>A stoma was made.</del></body></html>";
const CLINICAL: &str = "<!DOCTYPE a><ClinicalDocument xmlns='urn:hl7-org:v3'><component><structuredBody><component><section><text>Bowel resected.<content revised='delete'>A stoma was made.</content></text></section></component></structuredBody></component></ClinicalDocument>";
/// `Bowel resected.`, and a document that was withdrawn.
const KEPT: &str = r#"{"resourceType": "Binary", "data": "Qm93ZWwgcmVzZWN0ZWQu"}"#;
const GONE: &str = r#"{"resourceType": "DocumentReference", "docStatus": "cancelled", "content": [{"attachment": {"data": "QSBzdG9tYSB3YXMgbWFkZS4="}}]}"#;

fn little(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn big(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A file that holds `Bowel resected.`, its format, and the kinds of its remarks.
#[track_caller]
fn check(file: &[u8], format: Format, remarks: &[&str]) {
    let contents = read(file).unwrap();
    assert_eq!(contents.format, format);
    let texts = contents.documents.iter().map(|d| d.text.trim());
    assert_eq!(texts.collect::<Vec<_>>(), ["Bowel resected."]);
    let kinds = contents.documents[0].remarks.iter();
    assert_eq!(kinds.map(|r| r.kind.as_str()).collect::<Vec<_>>(), remarks);
}

#[test]
fn every_format_is_read_in_every_encoding() {
    let list = format!("[{GONE}, {KEPT}]");
    let files = [
        ("Bowel resected.", Format::Text),
        (MESSAGE, Format::Hl7),
        (RICH, Format::Rtf),
        (PAGE, Format::Html),
        (&list, Format::Fhir),
    ];
    for (text, format) in files {
        check(text.as_bytes(), format, &[]);
        check(&[b"\xFF\xFE", &little(text)[..]].concat(), format, &[]);
        check(&[b"\xFE\xFF", &big(text)[..]].concat(), format, &[]);
        check(&little(text), format, &["encoding-assumed"]);
        check(&big(text), format, &["encoding-assumed"]);
        check(&packed(text.as_bytes()), format, &["unpacked"]);
    }
}

#[test]
fn lines_before_a_message_change_nothing() {
    let with = |before: &str| format!("{before}{MESSAGE}").into_bytes();
    check(&with("\r\n\r\n"), Format::Hl7, &[]);
    check(&with("Message 1\r"), Format::Hl7, &["lines-before"]);
    let mail = "From: lab\r\nSubject: result\r\n\r\n";
    check(&with(mail), Format::Hl7, &["lines-before"]);
    check(
        &with(&format!("{mail}\u{B}")),
        Format::Hl7,
        &["lines-before"],
    );
}

#[test]
fn resources_in_a_list_are_documents() {
    let other = KEPT.replace("Qm93ZWwgcmVzZWN0ZWQu", "TGVhayB0ZXN0ZWQu");
    let check = |file: &str, texts: &[&str]| {
        let documents = read(file.as_bytes()).unwrap().documents;
        let got = documents.iter().map(|d| d.text.as_str());
        assert_eq!(got.collect::<Vec<_>>(), texts);
    };
    check(&format!("[{KEPT}]"), &["Bowel resected."]);
    check(
        &format!("[\n{KEPT},\n{other}]"),
        &["Bowel resected.", "Leak tested."],
    );
    check(
        &format!("[{KEPT}]\n[{other}]"),
        &["Bowel resected.", "Leak tested."],
    );
}

#[test]
fn a_clinical_document_with_a_document_type_is_no_plain_text() {
    let typed = |with: &str| CLINICAL.replace("<!DOCTYPE a>", with);
    let refused = |with: &str| {
        let why = read(typed(with).as_bytes()).unwrap_err().to_string();
        assert!(why.contains("a document type definition"), "{why}");
    };
    check(typed("").as_bytes(), Format::Cda, &[]);
    refused("<!DOCTYPE a>");
    refused("<!DOCTYPE a [<!ENTITY b 'c'>]>");
}
