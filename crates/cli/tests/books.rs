//! Two books of small files in the publishers' layouts, compared with each other.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::Workspace;
use std::path::{Path, PathBuf};

/// The small files of a year.
fn publishers(year: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/publishers")
        .join(year)
}

/// A workspace with a book of 2025, `older`, and one of both years, `newer`.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    for (out, years) in [("older", &["2025"][..]), ("newer", &["2025", "2026"])] {
        let mut args = vec![
            "book".to_owned(),
            "build".into(),
            "--out".into(),
            out.into(),
        ];
        args.push("--data".into());
        args.extend(years.iter().map(|y| publishers(y).display().to_string()));
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let said = workspace.run(&args).answered();
        assert!(!said.contains("Left out"), "{said}");
    }
    workspace
}

/// The text under a code set's name, up to the next set.
fn set<'a>(text: &'a str, name: &str) -> &'a str {
    let from = text.find(&format!("{name}\n")).unwrap();
    let rest = &text[from..];
    let end = rest.find("\n\nICD").unwrap_or(rest.len());
    &rest[..end]
}

#[test]
fn two_books_code_set_by_code_set() {
    let workspace = workspace();
    let text = workspace
        .run(&["book", "diff", "older", "newer"])
        .answered();
    let diagnoses = set(&text, "ICD-10-CM");
    for expected in [
        "newer book only: ICD-10-CM tabular list, FY2026 (2025-10-01 to 2026-09-30)",
        "Added: 2\n  K56.30    Gallstone ileus of the jejunum",
        "Deleted: 1\n  K56.4     Old kind of obstruction",
        "Revised (titles 1, statuses 1, facts 0): 2",
        "title: Volvulus of intestine (was: Volvulus)",
        "status: heading (was: valid for claims)",
    ] {
        assert!(diagnoses.contains(expected), "{expected}: {diagnoses}");
    }
    let procedures = set(&text, "CPT");
    for expected in [
        "work RVU: 20.82 (was: 20.11)",
        "newer book only: physician fee schedule (PPRRVU), RVU25D",
    ] {
        assert!(procedures.contains(expected), "{expected}: {procedures}");
    }
    assert!(
        !procedures.contains("unit limit"),
        "a table that the older book does not hold is not compared: {procedures}"
    );
    assert!(set(&text, "ICD-10-PCS").contains("older book: has no code of this code set"));
}

#[test]
fn a_book_and_itself_are_the_same() {
    let workspace = workspace();
    let text = workspace
        .run(&["book", "diff", "newer", "newer"])
        .answered();
    assert_eq!(text.matches("nothing changed").count(), 4, "{text}");
    assert!(!text.contains("Added"), "{text}");
}

#[test]
fn as_json_with_a_limit() {
    let workspace = workspace();
    let args = [
        "book", "diff", "older", "newer", "--limit", "1", "--format", "json",
    ];
    let answer: serde_json::Value = serde_json::from_str(&workspace.run(&args).answered()).unwrap();
    let sets = answer["sets"].as_array().unwrap();
    let of = |id: &str| sets.iter().find(|s| s["system"] == id).unwrap();
    let diagnoses = of("icd10cm");
    assert_eq!(diagnoses["counts"]["added"], 2);
    assert_eq!(diagnoses["added"].as_array().unwrap().len(), 1);
    assert_eq!(
        diagnoses["revised"][0]["differences"][0]["first"],
        "Volvulus"
    );
    assert_eq!(of("icd10pcs")["counts"]["added"], 54);
}

#[test]
fn one_book_still_compares_its_releases() {
    let workspace = workspace();
    let args = [
        "--book", "newer", "book", "diff", "icd10cm", "FY2025", "FY2026",
    ];
    let text = workspace.run(&args).answered();
    assert!(
        text.starts_with("ICD-10-CM FY2025 to ICD-10-CM FY2026"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_compared() {
    let workspace = workspace();
    let refused = |args: &[&str], part: &str| {
        workspace
            .run(&[&["book", "diff"], args].concat())
            .refused(part);
    };
    std::fs::create_dir(workspace.path("empty")).unwrap();
    refused(&["older"], "give the newer book as well");
    refused(&["older", "empty"], "there is no book in empty");
    refused(&["empty", "older"], "there is no book in empty");
    refused(&["nothing"], "or give the folders of two books");
    refused(
        &["older", "newer", "FY2026"],
        "two books are compared whole",
    );
}
