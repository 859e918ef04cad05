//! One operative note in every format: the same codes come from each, and what was left out is said.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::Workspace;
use serde_json::Value;
use std::path::Path;

fn path(name: &str) -> String {
    let notes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../document/tests/notes");
    notes.join(name).to_string_lossy().into_owned()
}

fn answer(name: &str) -> Value {
    let workspace = Workspace::new();
    let file = path(name);
    let out = workspace
        .run(&["code", "--format", "json", "--date", "2024-08-14", &file])
        .answered();
    serde_json::from_str(&out).unwrap()
}

/// The codes of a file with their units: `44121 x 1`.
#[track_caller]
fn codes(name: &str, expected: &[&str]) {
    let answer = answer(name);
    let decisions = answer["decisions"].as_array().unwrap();
    let got: Vec<String> = decisions
        .iter()
        .map(|d| {
            format!(
                "{} x {}",
                d["code"].as_str().unwrap(),
                d["units"].as_u64().unwrap_or(1)
            )
        })
        .collect();
    assert_eq!(got, expected, "{name}");
}

#[test]
fn the_same_codes_come_from_every_format() {
    for name in [
        "note.txt",
        "note.html",
        "note.pdf",
        "restricted.pdf",
        "recognised.pdf",
        "columns.pdf",
        "note.docx",
        "note.rtf",
        "rtf.cda.xml",
        "note.cda.xml",
        "mdm.hl7",
        "oru.hl7",
        "mdm-pdf.hl7",
        "note.fhir.json",
        "forms.fhir.json",
    ] {
        codes(name, &["44120 x 1", "44121 x 1"]);
    }
}

#[test]
fn what_is_not_part_of_the_note_gives_no_code() {
    for name in [
        "tracked.docx",
        "divided.pdf",
        "table.cda.xml",
        "batch.hl7",
        "addendum.fhir.json",
        "bundle.fhir.json",
    ] {
        codes(name, &["44120 x 1"]);
    }
}

/// The remarks of a file.
#[track_caller]
fn remarks(name: &str, expected: &[&str]) {
    let answer = answer(name);
    let all = answer["remarks"].as_array().unwrap().iter();
    let got: Vec<&str> = all.map(|r| r["message"].as_str().unwrap()).collect();
    assert_eq!(got, expected, "{name}");
}

#[test]
fn how_a_file_was_read_is_said() {
    remarks("note.txt", &[]);
    remarks(
        "tracked.docx",
        &[
            "The note was read from a Word document (DOCX), titled “Operative Report”.",
            "Left out or changed: 1 table that was written row by row; 2 deleted passages (tracked changes); 1 passage of hidden text; 1 picture.",
        ],
    );
    remarks(
        "batch.hl7",
        &[
            "The note was read from an HL7 v2 message with 2 documents, as one encounter in this order: Operative Report (2024-08-14); Pathology report (2024-08-16). Their dates differ: check that they are of one encounter.",
            "Left out or changed: Operative Report: 1 coded or measured value (OBX); 1 document that a later one replaces.",
        ],
    );
}

#[track_caller]
fn refused(name: &str, reason: &str) {
    let workspace = Workspace::new();
    let file = path(name);
    for args in [["code", &file], ["events", &file]] {
        workspace.run(&args).refused(reason);
    }
    workspace.run(&["explain", "44120", &file]).refused(reason);
    workspace
        .run(&["audit", &file, "--codes", "44120"])
        .refused(reason);
}

#[test]
fn what_is_not_read_is_refused_by_name() {
    refused(
        "scan.pdf",
        "this is a scanned PDF: 2 pages that are pictures and no text",
    );
    refused(
        "locked.pdf",
        "a PDF document that is protected by a password",
    );
    refused("old.doc", "an old Word document (.doc)");
    refused("scan.png", "a PNG picture");
    refused("other.zip", "a zip archive without a Word document");
    refused("address.fhir.json", "only its address is in the file");
}

#[test]
fn every_command_reads_every_format() {
    let workspace = Workspace::new();
    for name in [
        "note.pdf",
        "note.docx",
        "note.rtf",
        "mdm.hl7",
        "note.cda.xml",
        "note.fhir.json",
    ] {
        let file = path(name);
        assert!(
            workspace
                .run(&["events", &file])
                .answered()
                .contains("jejunum"),
            "{name}"
        );
        assert!(
            workspace
                .run(&["explain", "44121", &file])
                .answered()
                .contains("44121"),
            "{name}"
        );
        let audit = workspace
            .run(&["audit", &file, "--codes", "44120, 44121"])
            .answered();
        assert!(audit.contains("44121"), "{name}");
        let html = workspace
            .run(&["code", "--format", "html", &file])
            .answered();
        assert!(html.contains("two days of vomiting"), "{name}");
    }
}
