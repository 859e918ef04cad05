//! Codes of remittances: slips are said with their place, and what is shipped is whole.

#![allow(clippy::unwrap_used)] // helpers of tests are tests

mod common;

use common::{check, load_with};
use ligature_knowledge::Loaded;

const FILE: &str = "remits/codes.toml";

const SOUND: &str = r#"source = "a list"

[[group]]
code = "CO"
means = "The provider is responsible for it."
cause = "A rule."
next = "Write it off."

[[reason]]
code = "97"
layer = "bundling"
means = "Part of another."
cause = "An edit."
next = "Look it up."

[[remark]]
code = "N115"
layer = "necessity"
means = "A policy."
cause = "It is not listed."
next = "Read it."

[[provider]]
code = "WO"
means = "Taken back."
cause = "Paid twice."
next = "Book it."
"#;

/// The file with some text replaced, and what is said then.
fn changed(from: &str, to: &str, expected: &[&str]) {
    assert!(SOUND.contains(from), "{from}");
    check(&[(FILE, &SOUND.replacen(from, to, 1))], expected);
}

#[test]
fn the_source_of_the_file_is_that_of_its_codes() {
    let loaded = load_with(&[(FILE, SOUND)]);
    assert_eq!(loaded.problems, []);
    let remits = &loaded.knowledge.remits;
    assert_eq!(remits.group("CO").unwrap().source, "a list");
    assert_eq!(remits.reason("97").unwrap().layers, ["bundling"]);
    assert_eq!(remits.provider("WO").unwrap().means, "Taken back.");
    assert_eq!(remits.remark("N115").unwrap().means, "A policy.");
    assert_eq!(remits.reason("98"), None);
}

#[test]
fn slips_are_said_with_their_place() {
    changed(
        "code = \"97\"",
        "code = \"9X\"",
        &["remits/codes.toml:10:8: error: `9X` is not written like a reason code"],
    );
    changed(
        "code = \"N115\"",
        "code = \"115\"",
        &["remits/codes.toml:17:8: error: `115` is not written like a remark code"],
    );
    changed(
        "layer = \"bundling\"",
        "layer = \"bundeling\"",
        &["remits/codes.toml:11:9: error: `bundeling` is no layer | did you mean `bundling`?"],
    );
    changed(
        "code = \"CO\"",
        "code = \"CO\"\nlayer = \"units\"",
        &["remits/codes.toml:5:9: error: a group code has no layer"],
    );
    changed(
        "layer = \"bundling\"",
        "layer = [\"bundling\", \"globel\"]",
        &["remits/codes.toml:11:9: error: `globel` is no layer | did you mean `global`?"],
    );
    changed(
        "layer = \"bundling\"",
        "",
        &["remits/codes.toml:9:1: error: `layer` is missing"],
    );
    changed(
        "code = \"WO\"",
        "code = \"WO\"\nlayer = \"units\"",
        &["remits/codes.toml:25:9: error: a provider code has no layer"],
    );
    changed(
        "code = \"WO\"",
        "code = \"wo\"",
        &["remits/codes.toml:24:8: error: `wo` is not written like a provider code"],
    );
    changed(
        "Look it up.",
        "",
        &[
            "remits/codes.toml:14:8: error: `next` is missing | a biller needs what it means, what caused it and what to do next",
        ],
    );
    changed(
        "Look it up.",
        "Look it up",
        &["remits/codes.toml:14:8: error: write whole sentences, with their full stop"],
    );
    changed(
        "Look it up.",
        "One. Two. Three.",
        &["remits/codes.toml:14:8: error: at most 2 sentences and 40 words; this has 3 and 3"],
    );
    changed(
        "cause = \"An edit.\"",
        "couse = \"An edit.\"",
        &[
            "remits/codes.toml:9:1: error: `cause` is missing | a biller needs what it means, what caused it and what to do next",
            "remits/codes.toml:13:1: error: `couse` is not a key of this table | did you mean `cause`?",
        ],
    );
    changed(
        "source = \"a list\"",
        "",
        &[
            "remits/codes.toml:1:1: error: `source` is missing | say above the codes who maintains the list, and whose words these are",
        ],
    );
    let twice = format!(
        "{SOUND}[[reason]]\ncode = \"97\"\nlayer = \"units\"\nmeans = \"A.\"\ncause = \"B.\"\nnext = \"C.\"\n"
    );
    check(
        &[(FILE, &twice)],
        &["remits/codes.toml:29:8: error: the reason code 97 occurs twice"],
    );
}

#[test]
fn the_codes_that_billers_meet_are_shipped() {
    let loaded = Loaded::embedded();
    let remits = &loaded.knowledge.remits;
    for group in ["CO", "PR", "OA", "PI", "CR"] {
        assert!(remits.group(group).is_some(), "{group}");
    }
    for reason in [
        "1", "2", "3", "4", "11", "16", "18", "22", "29", "45", "50", "59", "96", "97", "109",
        "151", "197", "204", "236", "253", "B15",
    ] {
        assert!(remits.reason(reason).is_some(), "{reason}");
    }
    for remark in [
        "M15", "M20", "M25", "M76", "M80", "MA01", "MA130", "N19", "N20", "N115", "N122", "N362",
        "N386", "N525", "N822",
    ] {
        assert!(remits.remark(remark).is_some(), "{remark}");
    }
    for provider in ["72", "FB", "L6", "WO"] {
        assert!(remits.provider(provider).is_some(), "{provider}");
    }
    assert!(remits.reasons.len() >= 150 && remits.remarks.len() >= 100);
}
