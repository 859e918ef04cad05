//! What each command answers to good input, and to a code or folder that is not there.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::{NOTE, Workspace};
use serde_json::Value;

#[test]
fn help_names_every_command() {
    let workspace = Workspace::new();
    let help = workspace.run(&["--help"]).answered();
    for command in [
        "code",
        "explain",
        "show",
        "compare",
        "events",
        "fetch",
        "serve",
        "book",
        "knowledge",
        "schema",
    ] {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command}: {help}"
        );
        let own = workspace.run(&[command, "--help"]).answered();
        assert!(own.contains(&format!("Usage: ligature {command}")), "{own}");
    }
    assert!(
        workspace
            .run(&["--version"])
            .answered()
            .starts_with("ligature ")
    );
}

#[test]
fn a_resection_is_coded_with_its_words_and_lines() {
    let workspace = Workspace::new();
    workspace.file("note", NOTE);
    let text = workspace.run(&["code", "note"]).answered();
    assert!(
        text.starts_with("44120 x 1  Open removal of one piece of small bowel"),
        "{text}"
    );
    for part in [
        "\n  Rule ",
        "\n  Evidence    line ",
        "line 3: \"",
        "12 cm segment of jejunum",
        "\n  Certainty ",
        "\n  Why not ",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let why = workspace.run(&["explain", "44120", "note"]).answered();
    assert!(
        why.starts_with("Yes: this note supports 44120.") && why.contains("\n  Conditions "),
        "{why}"
    );
    let why = workspace.run(&["explain", "44202", "note"]).answered();
    assert!(
        why.contains("No: it was considered and not chosen (chosen: 44120).")
            && why.contains("laparo"),
        "{why}"
    );
    let read = workspace.run(&["events", "note"]).answered();
    assert!(
        read.contains("Procedure 1: ") && read.contains("line 3: \""),
        "{read}"
    );
}

#[test]
fn the_json_answer_is_one_object() {
    let workspace = Workspace::new();
    workspace.file("note", NOTE);
    let answer: Value = serde_json::from_str(
        &workspace
            .run(&["code", "--format", "json", "--date", "2025-03-01", "note"])
            .answered(),
    )
    .unwrap();
    assert_eq!(answer["date"], "2025-03-01");
    assert!(
        ["decisions", "left_out", "questions", "remarks", "events"]
            .iter()
            .all(|field| answer[field].is_array())
    );
    let reading: Value = serde_json::from_str(
        &workspace
            .run(&["events", "--format", "json", "note"])
            .answered(),
    )
    .unwrap();
    assert!(reading["sections"].is_array() && reading["events"].is_array());
}

#[test]
fn the_html_answer_is_a_page() {
    let workspace = Workspace::new();
    workspace.file("note", NOTE);
    let page = workspace
        .run(&["code", "--format", "html", "note"])
        .answered();
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.contains("12 cm"),
        "{page}"
    );
}

#[test]
fn colour_is_written_only_where_wanted() {
    let workspace = Workspace::new();
    let show = |args: &[&str]| workspace.run(args).answered().contains('\u{1b}');
    assert!(!show(&["show", "44120"]));
    assert!(show(&["show", "44120", "--color", "always"]));
    assert!(!show(&["--color", "never", "show", "44120"]));
}

#[test]
fn show_gives_the_page() {
    let workspace = Workspace::new();
    let page = workspace.run(&["show", "44120"]).answered();
    assert!(
        page.starts_with("44120  Open removal of one piece of small bowel"),
        "{page}"
    );
    assert!(
        page.contains("\nWhat the note must say\n") && !page.contains("**"),
        "{page}"
    );
    assert!(
        page.lines().all(|line| line.chars().count() <= 100),
        "{page}"
    );
    let page: Value = serde_json::from_str(
        &workspace
            .run(&["show", "--format", "json", "44120"])
            .answered(),
    )
    .unwrap();
    assert_eq!(page["code"], "44120");
    assert!(page["sections"].as_array().unwrap().len() >= 3);
}

#[test]
fn show_suggests_the_nearest() {
    let workspace = Workspace::new();
    workspace
        .run(&["show", "4412O"])
        .refused("44120 (Open removal");
    workspace.run(&["show", "appendix"]).refused("appendi");
    workspace
        .run(&["show", "99213"])
        .refused("this release knows no code “99213”");
    workspace
        .run(&["show", "\u{1b}[2J"])
        .refused("this release knows no code “[2J”");
}

#[test]
fn explain_shows_what_a_note_must_say() {
    let workspace = Workspace::new();
    workspace.file("note", "The patient was seen in the clinic and feels well.");
    let text = workspace.run(&["explain", "44120", "note"]).answered();
    assert!(
        text.contains("was not considered") && text.contains("What a note must say for it"),
        "{text}"
    );
    // a code with a name and no rules, and no code at all
    workspace
        .run(&["explain", "99213", "note"])
        .refused("no decision rules for 99213 are in this release yet");
    workspace
        .run(&["explain", "99998", "note"])
        .refused("knows no code");
}

#[test]
fn a_note_without_codes_is_answered() {
    let workspace = Workspace::new();
    workspace.file("note", "The patient was seen in the clinic and feels well.");
    let text = workspace.run(&["code", "note"]).answered();
    assert!(
        text.starts_with("No code.") && text.contains("What to do:"),
        "{text}"
    );
}

#[test]
fn the_schema_is_json() {
    let schema: Value =
        serde_json::from_str(&Workspace::new().run(&["schema"]).answered()).unwrap();
    assert!(schema["properties"]["decisions"].is_object());
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    use std::process::{Command, Stdio};
    let workspace = Workspace::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ligature"))
        .args(["show", "44120"])
        .env("XDG_DATA_HOME", common::data_home())
        .current_dir(workspace.path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap().as_str()
        ),
        (Some(0), "")
    );
}
