//! The house as it is drawn: which crate may depend on what, and for what reason; the map names every crate.
//!
//! `tests/dependencies.toml` at the root holds a reason for every dependency of every crate. A dependency that is not listed,
//! a listed one that is gone, and an empty reason fail here.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Prefix of the crates of this workspace.
const OURS: &str = "ligature-";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

type Dependencies = BTreeMap<String, BTreeSet<String>>;

/// The dependencies of every crate as cargo knows them, without those of tests and benches.
fn dependencies(kind: Option<&str>) -> Dependencies {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let all = package["dependencies"].as_array().unwrap().iter();
            let own = all.filter(|d| d["kind"].as_str() == kind);
            let names = own.map(|d| d["name"].as_str().unwrap().to_owned());
            (short(package["name"].as_str().unwrap()), names.collect())
        })
        .collect()
}

/// `tools` for `ligature-tools`; the program itself is `cli`.
fn short(name: &str) -> String {
    match name {
        "ligature" => "cli".to_owned(),
        name => name.strip_prefix(OURS).unwrap_or(name).to_owned(),
    }
}

/// What is allowed, with its reason.
fn allowed() -> BTreeMap<String, BTreeMap<String, String>> {
    let text = std::fs::read_to_string(root().join("tests/dependencies.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

/// What is wrong with dependencies, one sentence each.
fn wrong(
    found: &Dependencies,
    allowed: &BTreeMap<String, BTreeMap<String, String>>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let none = BTreeMap::new();
    for (name, dependencies) in found {
        let listed = allowed.get(name).unwrap_or(&none);
        for one in dependencies.iter().filter(|d| !listed.contains_key(*d)) {
            wrong.push(format!(
                "`{name}` may not depend on `{one}`: no reason is listed"
            ));
        }
        for (one, reason) in listed {
            if !dependencies.contains(one) {
                wrong.push(format!(
                    "`{name}` no longer depends on `{one}`: take it off the list"
                ));
            }
            if reason.trim().is_empty() {
                wrong.push(format!("`{name}` depends on `{one}` for no reason"));
            }
        }
    }
    for name in allowed.keys().filter(|name| !found.contains_key(*name)) {
        wrong.push(format!("there is no crate `{name}`"));
    }
    wrong
}

#[test]
fn every_dependency_has_its_reason() {
    let wrong = wrong(&dependencies(None), &allowed());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn doors_see_the_gate_and_nothing_below() {
    let found = dependencies(None);
    let ours = |name: &str| -> Vec<String> {
        let all = found.get(name).unwrap().iter();
        all.filter(|d| d.starts_with(OURS))
            .map(|d| short(d))
            .collect()
    };
    assert_eq!(ours("server"), ["tools"]);
    assert_eq!(
        ours("cli"),
        ["assembly", "server", "terminal", "tools", "workbench"]
    );
}

#[test]
fn a_door_that_reaches_past_the_gate_is_found() {
    let mut found = dependencies(None);
    found
        .get_mut("server")
        .unwrap()
        .insert("ligature-book".to_owned());
    assert_eq!(
        wrong(&found, &allowed()),
        ["`server` may not depend on `ligature-book`: no reason is listed"]
    );
}

#[test]
fn no_crate_depends_on_one_above_it() {
    let found = dependencies(None);
    // a crate's height: one more than that of the highest crate that it depends on
    fn height(name: &str, found: &Dependencies, above: &mut Vec<String>) -> usize {
        assert!(
            !above.contains(&name.to_owned()),
            "a circle of crates: {above:?}"
        );
        above.push(name.to_owned());
        let ours = found[name].iter().filter(|d| d.starts_with(OURS));
        let heights = ours.map(|d| height(&short(d), found, above) + 1);
        let own = heights.max().unwrap_or(0);
        above.pop();
        own
    }
    let of = |name: &str| height(name, &found, &mut Vec::new());
    assert_eq!(of("codes"), 0);
    assert!(of("note") < of("coding") && of("coding") < of("tools"));
    assert!(of("tools") < of("server") && of("server") < of("cli"));
}

#[test]
fn the_code_map_names_every_crate_and_none_that_is_gone() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut crates: Vec<String> = std::fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    crates.sort();
    let mut rows: Vec<String> = map
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect();
    rows.sort();
    assert_eq!(rows, crates);
}

/// What `tools` exports from the crates below is one list, and holds only types of requests and answers.
#[test]
fn the_gate_exports_no_engine() {
    let lib = std::fs::read_to_string(root().join("crates/tools/src/lib.rs")).unwrap();
    let public = lib.lines().filter(|line| line.starts_with("pub "));
    for line in public {
        assert!(line.starts_with("pub use "), "not in the list: {line}");
        assert!(!line.contains('*'), "a glob hides what is exported: {line}");
    }
    let list: String = lib.split("pub use ").skip(1).collect::<Vec<_>>().join(" ");
    let list: String = list
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect();
    let words: BTreeSet<&str> = list
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    let private = [
        "Archived",
        "Book",
        "Catalog",
        "Checker",
        "Claims",
        "Edits",
        "Engine",
        "Ids",
        "Index",
        "Knowledge",
        "Library",
        "Lines",
        "Meanings",
        "Parts",
        "PayRules",
        "Reader",
        "Rules",
        "Searcher",
        "Tables",
        "Remittances",
        "History",
        "Rewriting",
    ];
    for name in private {
        let found = words
            .iter()
            .any(|word| *word == name || word.starts_with("Archived"));
        assert!(!found, "`{name}` is private to the gate");
    }
    // only the modules of the contract, the gate and its streams are exported, and those of crates below by name
    let modules = [
        "contract",
        "gate",
        "library",
        "open",
        "remit_table",
        "stream",
        "typed",
    ];
    for start in lib.lines().filter_map(|l| l.strip_prefix("pub use ")) {
        let from = start.split("::").next().unwrap();
        assert!(
            modules.contains(&from) || from.starts_with("ligature_"),
            "{from}"
        );
    }
}
