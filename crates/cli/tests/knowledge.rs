//! The authors' tools: checking files and examples, building the book.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::Workspace;
use serde_json::Value;

const EXAMPLES: &str = "[[example]]
id = \"nothing-done\"
shows = \"A visit supports no operative code.\"
note = '''
The patient was seen in the clinic
and feels well.
'''
codes = []

[[example]]
id = \"one-piece\"
shows = \"A code that cannot come, as there are no rows.\"
note = \"Small bowel resection.\"
codes = [\"44120\", \"44121 x 2\"]
";

fn workspace(files: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::new();
    for (path, text) in files {
        std::fs::create_dir_all(workspace.path(path).parent().unwrap()).unwrap();
        workspace.file(path, text);
    }
    workspace
}

#[test]
fn examples_are_run_and_reported() {
    let workspace = workspace(&[("knowledge/examples/a.toml", EXAMPLES)]);
    let run = workspace.run(&["knowledge", "check"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    for part in [
        "knowledge/examples/a.toml:11:6: example failed: one-piece",
        "  shows       A code that cannot come",
        "  wanted      44120, 44121 x 2\n  got         nothing\n  why         44120 is missing\n              44121 is missing\n",
        "knowledge/examples/a.toml         2       1",
        "1 of 2 examples passed, 1 failed, 0 known",
    ] {
        assert!(run.out.contains(part), "{part}: {}", run.out);
    }
    let quiet = workspace
        .run(&["knowledge", "check", "--quiet", "--dir", "knowledge"])
        .out;
    assert!(
        !quiet.contains("warning:")
            && !quiet.contains("Passed")
            && quiet.contains("example failed"),
        "{quiet}"
    );
}

#[test]
fn one_example_is_shown_with_its_answer() {
    let workspace = workspace(&[("knowledge/examples/a.toml", EXAMPLES)]);
    let text = workspace
        .run(&["knowledge", "check", "--only", "nothing-done"])
        .answered();
    assert!(
        text.contains("   2 │ and feels well.")
            && text.contains("No code.")
            && text.contains("Passed: nothing"),
        "{text}"
    );
    let run = workspace.run(&["knowledge", "check", "--only", "one-piece"]);
    assert!(
        run.code == 1 && run.out.contains("44120 is missing"),
        "{}",
        run.out
    );
    workspace
        .run(&["knowledge", "check", "--only", "one-pice"])
        .refused("did you mean one-piece?");
}

#[test]
fn errors_point_at_the_place() {
    let workspace = workspace(&[
        (
            "knowledge/lexicon/a.toml",
            "[[kind]]\nid = \"site\"\nlable = \"site\"\n",
        ),
        ("knowledge/examples/a.toml", "[[example]]\nid = 5\n"),
    ]);
    let run = workspace.run(&["knowledge", "check"]);
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("knowledge/lexicon/a.toml:3:1: error: "),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("knowledge/examples/a.toml:2:6: error: "),
        "{}",
        run.out
    );
    workspace
        .run(&["book", "build", "--out", "book"])
        .refused("the first: knowledge/examples/a.toml:");
    assert!(!workspace.path("book").exists());
}

#[test]
fn a_folder_without_files_is_reported() {
    let workspace = workspace(&[("empty/README.txt", "")]);
    for dir in ["empty", "missing"] {
        let run = workspace.run(&["knowledge", "check", "--dir", dir]);
        assert!(
            run.code == 1 && run.out.contains(dir) && run.out.contains("error"),
            "{}",
            run.out
        );
    }
}

#[test]
fn a_book_is_built_shown_verified_and_used() {
    let page = "+++\ncode = \"44120\"\nname = \"A name for the test\"\n+++\n\n## In plain words\nDone.\n\n\
                ## What the note must say\nAll.\n\n## Choosing between neighbours\n- 44120: this.\n";
    let workspace = workspace(&[("knowledge/procedures/44120.md", page)]);
    let built = workspace
        .run(&["book", "build", "--out", "release"])
        .answered();
    assert!(
        built.contains("1 pages") || built.contains("1 page"),
        "{built}"
    );
    assert_eq!(
        workspace.run(&["book", "info", "release"]).answered(),
        built
    );
    assert!(
        workspace
            .run(&["book", "verify", "release"])
            .answered()
            .contains("is complete")
    );
    assert!(
        workspace
            .run(&["--book", "release", "show", "44120"])
            .answered()
            .starts_with("44120  A name for the test")
    );
    let named = workspace
        .command(&["show", "44120"])
        .env("LIGATURE_BOOK", workspace.path("release"))
        .output()
        .unwrap();
    assert!(
        String::from_utf8(named.stdout)
            .unwrap()
            .contains("A name for the test")
    );
    // a book that is there is replaced; a folder of other things is not touched
    workspace
        .run(&["book", "build", "--out", "release"])
        .answered();
    workspace
        .run(&["book", "build", "--out", "knowledge"])
        .refused("knowledge is there already");
}

#[test]
fn a_damaged_book_gives_no_answer() {
    let workspace = workspace(&[("knowledge/examples/a.toml", EXAMPLES)]);
    workspace
        .run(&["book", "build", "--out", "release"])
        .answered();
    let whole = std::fs::read(workspace.path("release/knowledge.rkyv")).unwrap();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    for (bytes, reason) in [
        (&whole[..whole.len() - 1], "damaged"),
        (&altered[..], "altered"),
    ] {
        workspace.file("release/knowledge.rkyv", bytes);
        for args in [
            &["--book", "release", "show", "44120"][..],
            &["book", "verify", "release"],
        ] {
            workspace.run(args).refused(reason);
        }
    }
    std::fs::remove_file(workspace.path("release/knowledge.rkyv")).unwrap();
    workspace
        .run(&["book", "info", "release"])
        .refused("is missing");
    workspace
        .run(&["book", "info", "nowhere"])
        .refused("there is no book in nowhere");
}

#[test]
fn without_a_named_book_one_is_made_in_the_data_folder() {
    let workspace = Workspace::new();
    let home = workspace.path("data");
    let run = |args: &[&str]| {
        workspace
            .command(args)
            .env("XDG_DATA_HOME", &home)
            .output()
            .unwrap()
    };
    assert!(!home.exists());
    assert!(run(&["show", "44120"]).status.success());
    assert_eq!(std::fs::read_dir(home.join("ligature")).unwrap().count(), 1);
    assert!(run(&["book", "verify"]).status.success());
    let page: Value =
        serde_json::from_slice(&run(&["show", "--format", "json", "44120"]).stdout).unwrap();
    assert_eq!(page["code"], "44120");
}
