//! A small valid tree of authored files, which the tests damage.

#![allow(dead_code)] // Each test uses a part of it.

use ligature_knowledge::{Loaded, Problem};
use std::fs;

/// Path below the folder, and text.
pub const SOUND: [(&str, &str); 6] = [
    (
        "lexicon/base.toml",
        r#"not_slips = ["respected"]
abbreviations = ["dr"]

[[kind]]
id = "action"
label = "what was done"

[[kind]]
id = "site"
label = "site"
reach = "discourse"
of = ["resect"]

[[kind]]
id = "approach"
label = "approach"
reach = "note"
silence = "open"

[[concept]]
id = "resect"
kind = "action"
label = "removal"
verbs = ["resect"]
names = ["resection"]

[[concept]]
id = "join"
kind = "action"
verbs = ["join"]

[[concept]]
id = "bowel"
kind = "site"
terms = ["bowel"]

[[concept]]
id = "jejunum"
kind = "site"
is_a = ["bowel"]
terms = ["jejunum"]

[[concept]]
id = "open"
kind = "approach"
terms = ["laparotomy"]

[[compound]]
names = ["jejunectomy"]
means = { action = "resect", site = "jejunum" }

[[recipe]]
makes = "resect"
steps = ["join"]
within = 2
when = { site = "not bowel" }

[[cue]]
sense = "negated"
side = "after"
terms = ["no"]

[[section]]
id = "title"
sense = "named"
headings = ["procedure"]
"#,
    ),
    (
        "families/resection.toml",
        r#"id = "resection"
title = "Removal of bowel"
select = { action = "resect" }
neighbours = ["44120"]

[[row]]
code = "44120"
further = "44121"
when = { site = "bowel", approach = "open" }
because = "One piece was taken out."
source = "our own, 2025"
ask = { approach = "Open?" }
"#,
    ),
    (
        "policies/parts.toml",
        r#"[[part_of]]
part = ["44121"]
whole = ["resection", "any"]
because = "It is."
source = "our own, 2025"

[[modifier]]
modifier = "22"
codes = ["44120"]
because = "It was."
source = "our own, 2025"
"#,
    ),
    (
        "procedures/44120.md",
        "+++\ncode = \"44120\"\nname = \"Open removal\"\n+++\n\n## In plain words\nOne.\n\n## What the note must say\nTwo.\n\n## Choosing between neighbours\nThree.\n",
    ),
    (
        "procedures/44121.md",
        "+++\ncode = \"44121\"\nname = \"Another\"\n[facts]\nprimaries = [\"44120\"]\n+++\n## In plain words\nOne.\n## What the note must say\nTwo.\n## Choosing between neighbours\nThree.\n",
    ),
    (
        "examples/small.toml",
        "[[example]]\nid = \"one\"\nshows = \"One.\"\nnote = '''\nBowel resected.\n'''\ncodes = [\"44120\", \"44121 x 2\"]\nnever = [\"49000\"]\n",
    ),
];

/// Loads the valid tree with some files replaced or added.
pub fn load_with(changes: &[(&str, &str)]) -> Loaded {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in SOUND.iter().chain(changes) {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut loaded = Loaded::from_dir(dir.path());
    let root = format!("{}/", dir.path().display());
    for problem in &mut loaded.problems {
        problem.file = problem.file.replace(&root, "");
        problem.help = problem.help.take().map(|help| help.replace(&root, ""));
    }
    loaded
}

/// Changes the valid tree and compares all problems: `place: severity: message | help`.
pub fn check(changes: &[(&str, &str)], expected: &[&str]) {
    let got: Vec<String> = load_with(changes).problems.iter().map(line).collect();
    let help = "(the valid tree, with these files instead)";
    assert_eq!(got, expected, "{help}\n{}", got.join("\n"));
}

fn line(problem: &Problem) -> String {
    let place = match problem.line {
        0 => problem.file.clone(),
        _ => format!("{}:{}:{}", problem.file, problem.line, problem.column),
    };
    let help = problem
        .help
        .iter()
        .map(|help| format!(" | {help}"))
        .collect::<String>();
    format!("{place}: {}: {}{help}", problem.severity, problem.message)
}

/// A file of the valid tree with some text replaced.
pub fn changed(path: &str, from: &str, to: &str) -> String {
    let (_, text) = SOUND.iter().find(|(known, _)| *known == path).unwrap();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// Replaces text in one file of the valid tree.
pub fn check_changed(path: &str, from: &str, to: &str, expected: &[&str]) {
    check(&[(path, &changed(path, from, to))], expected);
}
