//! What works but has no effect.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use common::load_with;
use ligature_knowledge::lint;

/// Adds files to the valid tree and compares what is found: `place: severity: message`.
fn check(changes: &[(&str, &str)], expected: &[&str]) {
    let loaded = load_with(changes);
    let got: Vec<String> = loaded
        .lint()
        .iter()
        .map(|p| {
            let file = p.file.rsplitn(3, '/').take(2).collect::<Vec<_>>();
            format!(
                "{}/{}:{}: {}: {}",
                file[1], file[0], p.line, p.severity, p.message
            )
        })
        .collect();
    assert_eq!(got, expected, "{}", got.join("\n"));
    assert_eq!(lint(&loaded.knowledge).len(), got.len());
}

#[test]
fn the_sound_tree_is_all_used() {
    check(&[], &[]);
}

#[test]
fn unused_concepts() {
    let lexicon = r#"
[[kind]]
id = "technique"
reach = "sentence"
[[kind]]
id = "hidden"
[[concept]]
id = "stapled"
kind = "technique"
terms = ["stapled"]
[[concept]]
id = "liver"
kind = "site"
terms = ["liver"]
[[concept]]
id = "upper-jejunum"
kind = "site"
is_a = ["jejunum"]
[[concept]]
id = "inspect"
kind = "action"
verbs = ["inspect"]
[[concept]]
id = "lung"
kind = "site"
[[concept]]
id = "ghost"
kind = "hidden"
terms = ["boo"]
"#;
    check(
        &[("lexicon/x.toml", lexicon)],
        &[
            "lexicon/x.toml:12: info: no rule refers to `liver`: it only keeps rules about another site from being met",
            "lexicon/x.toml:20: info: no rule refers to `inspect`: it is read and shown, but supports no code",
            "lexicon/x.toml:24: warning: `lung` has no words, and nothing refers to it",
            "lexicon/x.toml:27: warning: nothing refers to `ghost`, and its kind is never shown",
        ],
    );
}

#[test]
fn rows_never_reached() {
    let family = |rows: &[&str]| {
        let rows = rows.iter().map(|when| {
            format!(
                "[[row]]\ncode = \"44120\"\nbecause = \"x\"\nsource = \"x, 2024\"\nwhen = {{ {when} }}\n"
            )
        });
        format!(
            "id = \"x\"\ntitle = \"x\"\nselect = {{ action = \"resect\" }}\n{}",
            rows.collect::<String>()
        )
    };
    let check_rows = |rows: &[&str], hit: bool| {
        let message = [
            "families/x.toml:10: warning: this row is never reached: row 1 of the table is met whenever this one is",
        ];
        check(
            &[("families/x.toml", &family(rows))],
            if hit { &message } else { &[] },
        );
    };
    check_rows(
        &["site = \"bowel\"", "site = \"bowel\", approach = \"open\""],
        true,
    );
    check_rows(&["site = \"bowel\"", "site = \"jejunum\""], true);
    check_rows(&["site = \"any\"", "site = \"jejunum\""], true);
    check_rows(
        &[
            "site = [\"bowel\", \"none\"]",
            "site = [\"jejunum\", \"none\"]",
        ],
        true,
    );
    check_rows(&["site = \"not jejunum\"", "site = \"not bowel\""], true);
    check_rows(&["site = \"not bowel\"", "site = \"none\""], true);
    check_rows(&["action = \"resect\"", "site = \"none\""], true);
    check_rows(
        &["order = \"first\"", "order = \"first\", site = \"any\""],
        true,
    );
    check_rows(
        &[
            "site = [\"bowel\", \"not jejunum\"]",
            "site = [\"bowel\", \"not bowel\"]",
        ],
        true,
    );
    check_rows(
        &["site = \"bowel\"", "site = [\"jejunum\", \"not bowel\"]"],
        true,
    );
    check_rows(
        &[
            "site = \"not bowel\"",
            "site = [\"jejunum\", \"not bowel\"]",
        ],
        true,
    );
    check_rows(
        &["site = [\"bowel\", \"not jejunum\"]", "site = \"bowel\""],
        false,
    );
    check_rows(&["site = \"jejunum\"", "site = \"bowel\""], false);
    check_rows(&["site = \"not bowel\"", "site = \"not jejunum\""], false);
    check_rows(&["site = \"none\"", "site = \"any\""], false);
    check_rows(
        &["site = \"jejunum\"", "site = [\"jejunum\", \"none\"]"],
        false,
    );
    check_rows(
        &[
            "site = \"jejunum\", approach = \"open\"",
            "site = \"jejunum\"",
        ],
        false,
    );
}

#[test]
fn codes_pages_and_examples() {
    let row = "id = \"x\"\ntitle = \"x\"\nselect = { action = \"join\" }\n[[row]]\ncode = \"44130\"\nbecause = \"x\"\nsource = \"x, 2024\"\n";
    let page = common::SOUND[3].1.replace("44120", "44125");
    let example = "[[example]]\nid = \"x\"\nshows = \"x\"\nnote = \"x\"\ncodes = [\"44127\"]\n";
    check(
        &[
            ("families/x.toml", row),
            ("procedures/44125.md", &page),
            ("examples/x.toml", example),
        ],
        &[
            "examples/x.toml:2: warning: this example expects 44127, which no row of a family gives",
            "families/x.toml:5: warning: 44130 has no page",
            "procedures/44125.md:2: info: no family decides 44125: its page can be read, but no note is given this code",
        ],
    );
}
