//! Many notes at once.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::{NOTE, Workspace};
use serde_json::{Value, json};

fn line(id: &str, note: &str) -> String {
    json!({"id": id, "note": note}).to_string() + "\n"
}

fn values(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn order_is_kept_and_a_bad_line_stops_nothing() {
    let workspace = Workspace::new();
    let text = line("a", NOTE)
        + "{\"id\": \"b\", \"note\": \"secret"
        + "\n\n"
        + &line("c", " ")
        + "[]\n"
        + &line("d", NOTE);
    workspace.file("in.jsonl", text);
    let run = workspace.run(&["code", "--batch", "in.jsonl", "--out", "out.jsonl"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    let lines = values(&workspace.read("out.jsonl"));
    let field = |name: &str| {
        lines
            .iter()
            .map(|line| line[name].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        field("id"),
        [json!("a"), json!("b"), json!("c"), json!(null), json!("d")]
    );
    assert_eq!(
        field("problem")[1..4],
        [
            json!("the JSON ends too early"),
            json!("the note is empty: there is no text in it"),
            json!("not a JSON object with the fields id and note"),
        ]
    );
    assert!(
        lines[0].get("problem").is_none()
            && lines[0]["codes"].is_array()
            && lines[0]["questions"].is_array()
    );
    assert!(
        run.err.contains("line 2: the JSON ends too early")
            && run.err.contains("line 4: ")
            && run.err.contains("line 5: ")
    );
    assert!(
        run.err.contains("2 notes answered") && run.err.contains("3 lines bad")
            || run.err.contains("3 lines"),
        "{}",
        run.err
    );
    assert!(!run.err.contains("secret"));
    assert_eq!(
        std::fs::read_dir(workspace.path(".")).unwrap().count(),
        2,
        "nothing is left behind"
    );
}

#[test]
fn the_status_is_1_when_a_line_is_not_answered() {
    let workspace = Workspace::new();
    let check = |text: String, code: i32, problem: &str| {
        let run = workspace.run_with(&["code", "--batch", "-"], text.clone());
        assert_eq!(run.code, code, "{text}: {}", run.err);
        assert!(run.err.contains(problem), "{}", run.err);
        assert_eq!(values(&run.out).len(), text.lines().count());
    };
    check(line("a", NOTE), 0, "1 note answered");
    check(
        line("a", NOTE) + "{\"id\":\"b\",\"note\":\"x\n",
        1,
        "the JSON ends too early",
    );
    check(line("a", " ") + &line("b", NOTE), 1, "the note is empty");
    check(
        line("a", NOTE) + &line("b", "{\\rtf1 a{\\deleted b}}"),
        1,
        "this is a rich-text (RTF) document, not plain text",
    );
    check(
        line("a", NOTE) + &line("b", "MSH|^~\\&|A\rOBX|1|TX|A||a||||||D"),
        1,
        "this is an HL7 v2 message, not plain text",
    );
}

#[test]
fn evidence_is_verbatim() {
    let workspace = Workspace::new();
    let note = format!("\u{feff}É\0 {NOTE}");
    let run = workspace.run_with(&["code", "--batch", "-"], line("a", &note));
    let answer = &values(&run.out)[0];
    for evidence in answer["codes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|code| code["evidence"].as_array().unwrap())
    {
        let place = |name: &str| usize::try_from(evidence[name].as_u64().unwrap()).unwrap();
        assert_eq!(
            evidence["text"].as_str(),
            note.get(place("start")..place("end"))
        );
        assert!(place("line") >= 1);
    }
}

#[test]
fn many_lines_on_many_threads() {
    let workspace = Workspace::new();
    let text: String = (0..5000)
        .map(|n| line(&n.to_string(), &format!("Note {n}. {NOTE}")))
        .collect();
    workspace.file("in.jsonl", text);
    workspace.run(&[
        "code",
        "--batch",
        "in.jsonl",
        "--out",
        "1.jsonl",
        "--threads",
        "1",
    ]);
    workspace.run(&[
        "code",
        "--batch",
        "in.jsonl",
        "--out",
        "3.jsonl",
        "--threads",
        "3",
    ]);
    let one = workspace.read("1.jsonl");
    assert!(one == workspace.read("3.jsonl"));
    let ids: Vec<String> = values(&one)
        .iter()
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, (0..5000).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn streams() {
    let workspace = Workspace::new();
    let run = workspace.run_with(&["code", "--batch", "-", "--out", "-"], line("a", NOTE));
    assert_eq!((run.code, values(&run.out).len()), (0, 1));
    assert!(run.err.starts_with("1 note answered"), "{}", run.err);
    let run = workspace.run_with(&["code", "--batch", "-"], "");
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert!(run.err.starts_with("0 notes answered"), "{}", run.err);
}

#[test]
fn unknown_fields_are_named_once_or_refused() {
    let workspace = Workspace::new();
    let with = |name: &str| json!({"id": 1, "note": NOTE, name: 1}).to_string() + "\n";
    let text = with("colour") + &with("colour") + &with("dat");
    let run = workspace.run_with(&["code", "--batch", "-"], text.clone());
    assert_eq!((run.code, values(&run.out).len()), (0, 3));
    let remarks: Vec<&str> = run.err.lines().take(2).collect();
    let colour = "ligature: line 1: unknown field `colour`";
    let dat = "ligature: line 3: unknown field `dat`: did you mean `date`?";
    assert_eq!(remarks, [colour, dat]);
    assert!(run.err.contains("\n3 notes answered"), "{}", run.err);
    let run = workspace.run_with(&["--strict", "code", "--batch", "-"], text);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("3 lines bad"), "{}", run.err);
    assert_eq!(values(&run.out)[0]["problem"], "unknown field `colour`");
}

#[test]
fn a_note_may_have_its_own_day() {
    let workspace = Workspace::new();
    let on = |date: &str| json!({"id": 1, "note": NOTE, "date": date}).to_string() + "\n";
    let run = workspace.run_with(&["code", "--batch", "-"], on("2024-08-14") + &on("soon"));
    assert_eq!(run.code, 1);
    let lines = values(&run.out);
    assert!(lines[0].get("problem").is_none());
    let said = "the field date is not a day such as 2024-08-14";
    assert_eq!(lines[1]["problem"], said);
    let run = workspace.run_with(&["code", "--batch", "-"], on("soon"));
    assert_eq!(run.code, 1, "no note was answered");
}

#[test]
fn an_output_that_cannot_be_is_said_before_the_work() {
    let workspace = Workspace::new();
    workspace.file("in.jsonl", line("a", NOTE));
    std::fs::create_dir(workspace.path("folder")).unwrap();
    workspace
        .run(&["code", "--batch", "in.jsonl", "--out", "folder"])
        .refused("folder is a folder");
    workspace
        .run(&["code", "--batch", "in.jsonl", "--out", "nowhere/out.jsonl"])
        .refused("nowhere/out.jsonl cannot be written");
    workspace
        .run(&["code", "--batch", "in.jsonl", "--out", "./in.jsonl"])
        .refused("is the input itself");
    assert_eq!(workspace.read("in.jsonl"), line("a", NOTE));
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_stays() {
    let workspace = Workspace::new();
    workspace.file("in.jsonl", line("a", NOTE));
    let run = workspace.run(&["code", "--batch", "in.jsonl", "--out", "/dev/null"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        std::fs::metadata("/dev/null").unwrap().file_type()
            != std::fs::metadata(workspace.path("in.jsonl"))
                .unwrap()
                .file_type()
    );
}
