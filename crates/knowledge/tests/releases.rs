//! What can be fetched: each slip is said with its place.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use common::{check, load_with};

const FILE: &str = "releases/publisher.toml";
const SOUND: &str = r#"[[release]]
name = "set-2026"
what = "A set of codes, 2026"
publisher = "Somebody"
addresses = ["https://example.org/files/set%202026.zip"]
layouts = ["icd10cm-order"]
from = "2025-10-01"
to = "2026-09-30"
licence = "free"
checked = "unverified"
"#;

/// Replaces text in the sound file and compares all problems.
fn check_changed(from: &str, to: &str, expected: &[&str]) {
    assert!(SOUND.contains(from), "{from}");
    check(&[(FILE, &SOUND.replacen(from, to, 1))], expected);
}

#[test]
fn a_sound_file() {
    let loaded = load_with(&[(FILE, SOUND)]);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let days: Vec<String> = loaded.releases.iter().map(|r| r.days()).collect();
    assert_eq!(days, ["2025-10-01 to 2026-09-30"]);
}

#[test]
fn slips() {
    check_changed(
        "set-2026",
        "Set 2026",
        &[
            "releases/publisher.toml:2:8: error: `Set 2026` is no name that can be typed | use small letters and digits, joined by hyphens: icd10cm-2026",
        ],
    );
    check_changed(
        "https://example.org/files/set%202026.zip",
        "http://example.org/set.zip",
        &[
            "releases/publisher.toml:5:14: error: an address begins with https:// | with another one, anyone between could change the file",
        ],
    );
    check_changed(
        "set%202026.zip",
        "set 2026.zip",
        &[
            "releases/publisher.toml:5:14: error: this is not the address of a file | write it as a browser shows it, a blank as %20",
        ],
    );
    check_changed(
        "[\"icd10cm-order\"]",
        "[]",
        &[
            "releases/publisher.toml:6:11: error: say which layouts must come | a file whose shape is not looked at could be anything",
        ],
    );
    check_changed(
        "to = \"2026-09-30\"",
        "to = \"2025-09-30\"",
        &[
            "releases/publisher.toml:8:6: error: the last day, 2025-09-30, is before the first, 2025-10-01",
        ],
    );
    check_changed(
        "licence = \"free\"",
        "licence = \"\"",
        &[
            "releases/publisher.toml:9:11: error: `licence` is missing | say on what terms it may be used",
        ],
    );
    check_changed(
        "\"unverified\"",
        "\"yes\"",
        &[
            "releases/publisher.toml:10:11: error: `yes` is no day | write the day on which somebody looked, such as 2026-01-31, or unverified",
        ],
    );
    check_changed(
        "publisher =",
        "publihser =",
        &[
            "releases/publisher.toml:1:1: error: missing field `publisher`",
            "releases/publisher.toml:4:1: error: `publihser` is not a key of this table | did you mean `publisher`?",
        ],
    );
}

#[test]
fn a_name_that_occurs_twice() {
    check(
        &[(FILE, &SOUND.repeat(2))],
        &[
            "releases/publisher.toml:12:8: error: the release `set-2026` occurs twice | the first is at releases/publisher.toml:2:8",
        ],
    );
}
