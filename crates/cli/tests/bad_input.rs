//! Whatever is given as a note: a clear answer or a clear reason, never a panic.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::{NOTE, Workspace};

/// The commands that read one note.
const READERS: [&[&str]; 5] = [
    &["code", "note"],
    &["code", "--format", "json", "note"],
    &["code", "--format", "html", "note"],
    &["events", "note"],
    &["explain", "44120", "note"],
];

/// All of them refuse these bytes with this reason.
#[track_caller]
fn refused(bytes: impl AsRef<[u8]>, reason: &str) {
    let workspace = Workspace::new();
    workspace.file("note", &bytes);
    for args in READERS {
        let run = workspace.run(args);
        run.refused(reason);
        assert!(run.err.contains("note: "), "the file is named: {}", run.err);
    }
    workspace
        .run_with(&["code", "-"], bytes.as_ref())
        .refused(reason);
}

/// All of them answer; the text answer holds this.
#[track_caller]
fn answered(bytes: impl AsRef<[u8]>, part: &str) {
    let workspace = Workspace::new();
    workspace.file("note", &bytes);
    for args in READERS {
        workspace.run(args).answered();
    }
    let text = workspace.run(&["code", "note"]).answered();
    assert!(text.contains(part), "{text}");
    assert_eq!(
        workspace
            .run_with(&["code", "-"], bytes.as_ref())
            .answered(),
        text
    );
}

#[test]
fn empty() {
    refused("", "the note is empty");
    refused(" \r\n\t", "the note is empty");
    refused("\u{feff}\n", "the note is empty");
}

#[test]
fn not_text() {
    refused(b"%PDF-1.7\n...", "a PDF document");
    refused(b"PK\x03\x04....", "a Word document");
    refused([0, 1, 2, 3, 0xFE, 0xFF, 0, 7], "a binary file");
    refused([0; 4096], "a binary file");
}

#[test]
fn fifty_megabytes() {
    refused(
        NOTE.repeat(50 * 1024 * 1024 / NOTE.len()),
        "too large for one note",
    );
}

#[test]
fn no_file_or_a_folder() {
    let workspace = Workspace::new();
    std::fs::create_dir(workspace.path("folder")).unwrap();
    workspace
        .run(&["code", "missing.txt"])
        .refused("there is no file missing.txt");
    workspace
        .run(&["code", "folder"])
        .refused("folder is a folder");
    workspace
        .run(&["events", "missing.txt"])
        .refused("there is no file missing.txt");
    workspace
        .run(&["explain", "44120", "folder"])
        .refused("folder is a folder");
    workspace
        .run(&["code", "--batch", "missing.jsonl"])
        .refused("there is no file missing.jsonl");
    workspace
        .run(&["code", "--batch", "folder"])
        .refused("folder is a folder");
}

#[test]
fn encodings() {
    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(NOTE.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    answered(utf16, "");
    answered([NOTE.as_bytes(), b"Caf\xe9.\n"].concat(), "Windows-1252");
    answered(
        [NOTE.as_bytes(), "Café ".as_bytes(), b"\xff\n"].concat(),
        "not valid text",
    );
    answered([NOTE.as_bytes(), b"\0\n"].concat(), "NUL bytes");
    answered(NOTE.replace('\n', "\r\n"), "");
    answered(NOTE.replace('\n', "\r"), "");
}

#[test]
fn unusual_notes() {
    answered("x".repeat(1_000_000), "No code.");
    answered(
        NOTE.replace('\n', " ") + &"and so on ".repeat(100_000),
        "44120 x 1",
    );
    answered(NOTE.repeat(50), "44120");
    answered(
        "Se realizó una resección de intestino delgado con anastomosis.",
        "",
    );
    answered(
        "PROCEDURE: Small bowel resection &amp; anastomosis.<br/>Loop &gt; 10 cm.",
        "",
    );
    answered(
        "PROCEDURE:\n\nINDICATIONS:\n\nFINDINGS:\n\nDESCRIPTION OF PROCEDURE:\n\nSPECIMENS:\n\n",
        "No code.",
    );
    answered("😀\u{301}\u{202e}\u{1b}[2J resected\u{85}\u{2028}", "");
}

#[test]
fn a_terminal_is_not_obeyed() {
    let workspace = Workspace::new();
    workspace.file("note", NOTE.replace("jejunum", "jeju\u{1b}[2Jnum\u{7}"));
    for args in [["code", "note"], ["events", "note"]] {
        assert!(
            !workspace
                .run(&args)
                .answered()
                .contains(['\u{1b}', '\u{7}'])
        );
    }
}

#[test]
fn wrong_usage() {
    let workspace = Workspace::new();
    workspace.file("note", NOTE);
    workspace.run(&["code"]).misused("<FILE>");
    workspace
        .run(&["code", "--date", "03/01/2025", "note"])
        .misused("2025-03-01");
    workspace
        .run(&["code", "--date", "2025-02-30", "note"])
        .misused("not in the calendar");
    workspace
        .run(&["code", "--format", "xml", "note"])
        .misused("[possible values: text, json, html]");
    workspace
        .run(&["code", "note", "--batch", "x"])
        .misused("cannot be used with");
    workspace
        .run(&["code", "note", "--out", "x"])
        .misused("cannot be used with");
    workspace.run(&["cod", "note"]).misused("code");
    workspace.run(&[]).misused("Usage");
}
