//! The authors' tools: checking files and examples, building the book.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::Desk;
use serde_json::Value;

const EXAMPLES: &str = "[[example]]
id = \"nothing-done\"
shows = \"A visit earns no operative code.\"
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

fn desk(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::new();
    for (path, text) in files {
        std::fs::create_dir_all(desk.path(path).parent().unwrap()).unwrap();
        desk.file(path, text);
    }
    desk
}

#[test]
fn examples_are_run_and_told() {
    let desk = desk(&[("knowledge/examples/a.toml", EXAMPLES)]);
    let run = desk.run(&["knowledge", "check"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    for part in [
        "knowledge/examples/a.toml:11:6: example failed: one-piece",
        "  shows       A code that cannot come",
        "  wanted      44120, 44121 x 2\n  got         nothing\n  so          44120 is missing\n              44121 is missing\n",
        "knowledge/examples/a.toml         2       1",
        "1 of 2 examples passed, 1 failed, 0 known",
    ] {
        assert!(run.out.contains(part), "{part}: {}", run.out);
    }
    let quiet = desk
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
    let desk = desk(&[("knowledge/examples/a.toml", EXAMPLES)]);
    let text = desk
        .run(&["knowledge", "check", "--only", "nothing-done"])
        .answered();
    assert!(
        text.contains("   2 │ and feels well.")
            && text.contains("No code.")
            && text.contains("Passed: nothing"),
        "{text}"
    );
    let run = desk.run(&["knowledge", "check", "--only", "one-piece"]);
    assert!(
        run.code == 1 && run.out.contains("44120 is missing"),
        "{}",
        run.out
    );
    desk.run(&["knowledge", "check", "--only", "one-pice"])
        .refused("did you mean one-piece?");
}

#[test]
fn errors_point_at_the_place() {
    let desk = desk(&[
        (
            "knowledge/lexicon/a.toml",
            "[[kind]]\nid = \"site\"\nlable = \"site\"\n",
        ),
        ("knowledge/examples/a.toml", "[[example]]\nid = 5\n"),
    ]);
    let run = desk.run(&["knowledge", "check"]);
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
    desk.run(&["book", "build", "--out", "book"])
        .refused("the first: knowledge/examples/a.toml:");
    assert!(!desk.path("book").exists());
}

#[test]
fn a_folder_without_files_is_told() {
    let desk = desk(&[("empty/README.txt", "")]);
    for dir in ["empty", "missing"] {
        let run = desk.run(&["knowledge", "check", "--dir", dir]);
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
    let desk = desk(&[("knowledge/procedures/44120.md", page)]);
    let built = desk.run(&["book", "build", "--out", "release"]).answered();
    assert!(
        built.contains("1 pages") || built.contains("1 page"),
        "{built}"
    );
    assert_eq!(desk.run(&["book", "info", "release"]).answered(), built);
    assert!(
        desk.run(&["book", "verify", "release"])
            .answered()
            .contains("is whole")
    );
    assert!(
        desk.run(&["--book", "release", "show", "44120"])
            .answered()
            .starts_with("44120  A name for the test")
    );
    let named = desk
        .command(&["show", "44120"])
        .env("LIGATURE_BOOK", desk.path("release"))
        .output()
        .unwrap();
    assert!(
        String::from_utf8(named.stdout)
            .unwrap()
            .contains("A name for the test")
    );
    // a book that is there is replaced; a folder of other things is not touched
    desk.run(&["book", "build", "--out", "release"]).answered();
    desk.run(&["book", "build", "--out", "knowledge"])
        .refused("knowledge is there already");
}

#[test]
fn a_damaged_book_gives_no_answer() {
    let desk = desk(&[("knowledge/examples/a.toml", EXAMPLES)]);
    desk.run(&["book", "build", "--out", "release"]).answered();
    let whole = std::fs::read(desk.path("release/knowledge.rkyv")).unwrap();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    for (bytes, reason) in [
        (&whole[..whole.len() - 1], "damaged"),
        (&altered[..], "altered"),
    ] {
        desk.file("release/knowledge.rkyv", bytes);
        for args in [
            &["--book", "release", "show", "44120"][..],
            &["book", "verify", "release"],
        ] {
            desk.run(args).refused(reason);
        }
    }
    std::fs::remove_file(desk.path("release/knowledge.rkyv")).unwrap();
    desk.run(&["book", "info", "release"]).refused("is missing");
    desk.run(&["book", "info", "nowhere"])
        .refused("there is no book in nowhere");
}

#[test]
fn without_a_named_book_one_is_made_in_the_data_folder() {
    let desk = Desk::new();
    let home = desk.path("data");
    let run = |args: &[&str]| {
        desk.command(args)
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
