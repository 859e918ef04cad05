//! One invented operative note in every format, and files with trouble in them (`notes/make.py` makes them).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot set itself up must stop"
)]

use ligature_document::{Contents, Format, Unreadable, read};
use std::path::Path;

fn bytes(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notes");
    std::fs::read(folder.join(name)).unwrap()
}

fn contents(name: &str) -> Contents {
    read(&bytes(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// Letters and digits alone: what line ends, spaces and list marks cannot change.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A file that holds the note, its format, what is before the note in it, and what was left out.
#[track_caller]
fn same_note(name: &str, format: Format, before: &str, dropped: &[&str]) {
    let note = String::from_utf8(bytes("note.txt")).unwrap();
    let read = contents(name);
    let [document] = &read.documents[..] else {
        panic!("{name} has {} documents", read.documents.len());
    };
    assert_eq!(document.format, format, "{name}");
    let (got, want) = (letters(&document.text), letters(before) + &letters(&note));
    // two signs that a standard font of PDF does not have
    let plain = |text: &str| text.replace(['\u{FFFD}', '°'], "").to_lowercase();
    assert_eq!(plain(&got), plain(&want), "{name}:\n{}", document.text);
    let all = document.dropped.iter().chain(&read.dropped);
    assert_eq!(all.collect::<Vec<_>>(), dropped, "{name}");
}

#[test]
fn the_note_is_the_same_in_every_format() {
    same_note("note.txt", Format::Text, "", &[]);
    same_note("note.html", Format::Html, "", &[]);
    same_note(
        "note.pdf",
        Format::Pdf,
        "Harbour View Hospital - Department of Surgery MRN 0000000",
        &[
            "6 repeated lines at the edges of pages (headers, footers, page numbers)",
            "8 characters of turned text (watermarks or stamps)",
        ],
    );
    same_note(
        "restricted.pdf",
        Format::Pdf,
        "Harbour View Hospital - Department of Surgery MRN 0000000",
        &[
            "6 repeated lines at the edges of pages (headers, footers, page numbers)",
            "8 characters of turned text (watermarks or stamps)",
        ],
    );
    same_note("recognised.pdf", Format::Pdf, "", &["1 picture"]);
    same_note("columns.pdf", Format::Pdf, "", &[]);
    same_note(
        "note.docx",
        Format::Docx,
        "",
        &["1 page header", "1 page footer"],
    );
    same_note("note.rtf", Format::Rtf, "", &["1 page header"]);
    same_note("rtf.cda.xml", Format::Rtf, "", &["1 page header"]);
    same_note("mdm.hl7", Format::Text, "", &[]);
    same_note("oru.hl7", Format::Text, "", &[]);
    same_note("note.fhir.json", Format::Text, "", &[]);
    same_note(
        "forms.fhir.json",
        Format::Text,
        "",
        &[
            "an attachment that is elsewhere (only its address is in the file)",
            "the same text once more (a Word document (DOCX))",
        ],
    );
}

#[test]
fn the_sections_of_a_clinical_document_are_those_of_the_note() {
    let note = String::from_utf8(bytes("note.txt")).unwrap();
    // its title is in the header of the document
    let (title, body) = note.split_once('\n').unwrap();
    let read = contents("note.cda.xml");
    let document = &read.documents[0];
    assert_eq!(
        letters(&document.text).to_lowercase(),
        letters(body).to_lowercase(),
        "{}",
        document.text
    );
    assert_eq!(
        (title, document.title.as_deref()),
        ("OPERATIVE REPORT", Some("Operative Note"))
    );
}

/// The lines of a document.
#[track_caller]
fn lines(name: &str, at: usize, expected: &[&str]) {
    let read = contents(name);
    let got: Vec<&str> = read.documents[at].text.lines().collect();
    assert_eq!(got, expected, "{name}");
}

#[test]
fn lines_are_those_of_the_page() {
    lines(
        "divided.pdf",
        0,
        &[
            "PROCEDURE:   Resection of small bowel with side-to-side anastomosis",
            "SURGEON:   A. Example",
            "",
            "The abdomen was opened in the midline. A segment of jejunum, 12 cm long, was resected with the GIA stapler and passed off. The ends were joined with a side-to-side stapled anastomosis. The small bowel was then looked at. No more was resected.",
        ],
    );
    lines(
        "tracked.docx",
        0,
        &[
            "Operative note",
            "Preoperative diagnosis: Small bowel obstruction",
            "Procedure: Small bowel resection",
            "Surgeon: A. Example",
            "Description of procedure",
            "A midline laparotomy was made. A 12 cm segment of jejunum was resected with the GIA stapler. A side-to-side stapled anastomosis was made. The fascia was closed.",
        ],
    );
    lines(
        "table.cda.xml",
        0,
        &[
            "Procedures:",
            "Procedure\tDate",
            "Small bowel resection\t14 Aug 2024",
            "",
            "Procedure Description:",
            "A midline laparotomy was made.",
            "A 12 cm segment of jejunum was resected with the GIA stapler.",
            "A side-to-side stapled anastomosis was made. The fascia was closed.",
            "",
            "Particulars:",
            "Surgeon: A. Example",
            "Blood loss: 150 mL",
        ],
    );
    lines(
        "batch.hl7",
        0,
        &[
            "PROCEDURE: Small bowel resection.",
            "",
            "A midline laparotomy was made. 12 cm of jejunum & mesentery were resected with the GIA stapler.",
            "A side-to-side stapled anastomosis was made",
            "and the fascia was closed.",
        ],
    );
    lines(
        "batch.hl7",
        1,
        &[
            "Gross:",
            "Jejunum, 12 cm.",
            "",
            "Diagnosis:",
            "Ischemic necrosis.",
        ],
    );
    lines(
        "addendum.fhir.json",
        1,
        &["ADDENDUM: The specimen was sent to pathology. No stoma was made."],
    );
}

/// What of a file is not in its texts.
#[track_caller]
fn dropped(name: &str, expected: &[&str]) {
    let read = contents(name);
    let own = read.documents.iter().flat_map(|document| &document.dropped);
    let all: Vec<&String> = own.chain(&read.dropped).collect();
    assert_eq!(all, expected, "{name}");
}

#[test]
fn what_is_left_out_is_named() {
    dropped(
        "tracked.docx",
        &[
            "1 table that was written row by row",
            "2 deleted passages (tracked changes)",
            "1 passage of hidden text",
            "1 picture",
        ],
    );
    dropped(
        "table.cda.xml",
        &[
            "2 tables that were written row by row",
            "1 deleted passage",
            "1 picture",
            "2 coded entries",
        ],
    );
    dropped(
        "batch.hl7",
        &[
            "1 coded or measured value (OBX)",
            "1 document that a later one replaces",
        ],
    );
    dropped("bundle.fhir.json", &["1 Patient resource"]);
}

/// The titles and days of the documents of a file.
#[track_caller]
fn named(name: &str, expected: &[(&str, &str)]) {
    let read = contents(name);
    let documents = read.documents.iter();
    let got: Vec<(String, String)> = documents
        .map(|d| {
            (
                d.title.clone().unwrap_or_default(),
                d.date.map_or_else(String::new, |day| day.to_string()),
            )
        })
        .collect();
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect();
    assert_eq!(got, expected, "{name}");
}

#[test]
fn titles_and_days_are_read() {
    named("note.txt", &[("", "")]);
    named("note.pdf", &[("Operative Report", "")]);
    named("note.docx", &[("Operative Report", "")]);
    named("note.rtf", &[("Operative Report", "")]);
    named("mdm.hl7", &[("Operative Report", "2024-08-14")]);
    named("oru.hl7", &[("Surgical operation note", "2024-08-14")]);
    named("note.cda.xml", &[("Operative Note", "2024-08-14")]);
    named(
        "note.fhir.json",
        &[("Surgical operation note", "2024-08-14")],
    );
    named(
        "addendum.fhir.json",
        &[("Operative note", "2024-08-14"), ("Addendum", "2024-08-14")],
    );
    named(
        "batch.hl7",
        &[
            ("Operative Report", "2024-08-14"),
            ("Pathology report", "2024-08-16"),
        ],
    );
    named(
        "bundle.fhir.json",
        &[
            ("Surgical operation note", "2024-08-14"),
            ("Surgical pathology", "2024-08-16"),
        ],
    );
    named("mdm-pdf.hl7", &[("Operative Report", "2024-08-14"); 2]);
}

#[track_caller]
fn refused(name: &str, why: &str) {
    refused_bytes(&bytes(name), why);
}

#[track_caller]
fn refused_bytes(bytes: &[u8], why: &str) {
    let got = read(bytes).unwrap_err().to_string();
    assert!(got.contains(why), "{got}");
}

#[test]
fn what_is_not_read_is_refused_by_name() {
    assert_eq!(read(&bytes("scan.pdf")), Err(Unreadable::Scanned(2)));
    refused(
        "scan.pdf",
        "a scanned PDF: 2 pages that are pictures and no text",
    );
    refused(
        "locked.pdf",
        "a PDF document that is protected by a password",
    );
    refused(
        "old.doc",
        "an old Word document (.doc), which is not read: save",
    );
    refused("note.odt", "an OpenDocument text (.odt)");
    refused(
        "scan.png",
        "a PNG picture, which is not read: run text recognition",
    );
    refused("scan.tiff", "a TIFF picture");
    refused("other.zip", "a zip archive without a Word document");
    refused(
        "address.fhir.json",
        "a FHIR resource without the text of a note: it has an attachment that is elsewhere",
    );
}

#[test]
fn what_is_broken_is_refused_with_its_place() {
    let cut = |name: &str, part: usize| {
        let mut bytes = bytes(name);
        bytes.truncate(bytes.len() * part / 100);
        bytes
    };
    refused_bytes(&cut("note.docx", 60), "cut off or damaged");
    refused_bytes(
        &cut("note.cda.xml", 60),
        "a clinical document (CDA), but it cannot be read: the XML ends too early (line 2, column",
    );
    refused_bytes(&cut("note.fhir.json", 60), "the JSON ends too early (line");
    refused_bytes(
        b"%PDF-1.4\n%%EOF",
        "a PDF document, but it cannot be read: its list of objects is damaged",
    );
    // a rich text and a message are read as far as they go
    let read_to = |name: &str| read(&cut(name, 60)).unwrap().documents.remove(0);
    assert_eq!(read_to("note.rtf").remarks[0].kind, "cut-off");
    assert!(read_to("mdm.hl7").text.contains("OPERATIVE REPORT"));
}

#[test]
fn a_nest_of_documents_ends() {
    use base64::Engine;
    let mut inner = b"The bowel was resected.".to_vec();
    for level in 1..=6 {
        let data = base64::engine::general_purpose::STANDARD.encode(&inner);
        inner = format!("{{\"resourceType\": \"Binary\", \"data\": \"{data}\"}}").into_bytes();
        let got = read(&inner);
        assert_eq!(got.is_ok(), level < 4, "{level}: {got:?}");
    }
    assert!(
        read(&inner)
            .unwrap_err()
            .to_string()
            .contains("nested more than 4 deep")
    );
}
