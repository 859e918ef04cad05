//! A changed shape of the book has a new format number.
//!
//! The shape is read from the sources: every type that is archived, and those of the manifest, without comments and
//! visibility. `fixtures/shapes.txt` holds a line for each format: its number, and the checksum of its shape.

use crate::FORMAT;
use quote::ToTokens as _;
use std::fs;
use std::path::{Path, PathBuf};
use syn::{Attribute, Fields, Item, Visibility};

/// Crates whose types lie in a book.
const CRATES: [&str; 6] = ["book", "catalog", "codes", "edits", "knowledge", "search"];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(name)
        .join("src")
}

/// All Rust files below a folder, in order.
fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut all: Vec<PathBuf> = entries
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    all.sort();
    all
}

/// Whether an attribute derives one of some traits.
fn derives(attributes: &[Attribute], wanted: &[&str]) -> bool {
    attributes
        .iter()
        .filter(|a| a.path().is_ident("derive"))
        .any(|a| {
            let text = a.to_token_stream().to_string();
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            words.any(|word| wanted.contains(&word))
        })
}

fn bare(fields: &mut Fields) {
    if let Fields::Named(named) = fields {
        // a comma after the last field says nothing
        let last = named.named.pop().map(syn::punctuated::Pair::into_value);
        named.named.extend(last);
    }
    for field in fields.iter_mut() {
        field.attrs.clear();
        field.vis = Visibility::Inherited;
    }
}

/// The types of a file that lie in a book, each as a line.
fn types(text: &str, wanted: &[&str]) -> Vec<String> {
    let file = syn::parse_file(text).unwrap();
    let line = |item: Item| match item {
        Item::Struct(mut of) if derives(&of.attrs, wanted) => {
            of.attrs.clear();
            of.vis = Visibility::Inherited;
            bare(&mut of.fields);
            Some(of.to_token_stream().to_string())
        }
        Item::Enum(mut of) if derives(&of.attrs, wanted) => {
            of.attrs.retain(|a| a.path().is_ident("repr"));
            of.vis = Visibility::Inherited;
            for variant in &mut of.variants {
                variant.attrs.clear();
                bare(&mut variant.fields);
            }
            Some(of.to_token_stream().to_string())
        }
        _ => None,
    };
    file.items.into_iter().filter_map(line).collect()
}

/// Every type that lies in a book.
fn shape() -> Vec<String> {
    let mut all = Vec::new();
    for name in CRATES {
        let wanted: &[&str] = match name {
            // the manifest is text
            "book" => &["Deserialize"],
            _ => &["Archive"],
        };
        for file in files(&folder(name)) {
            let text = fs::read_to_string(file).unwrap();
            all.extend(types(&text, wanted));
        }
    }
    all.sort();
    all
}

fn checksum(shape: &[String]) -> String {
    blake3::hash(shape.join("\n").as_bytes()).to_hex()[..32].to_owned()
}

#[test]
fn a_changed_shape_has_a_new_number() {
    let list = fs::read_to_string(super::KEPT.to_owned() + "/shapes.txt").unwrap();
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let known: Vec<(u64, &str)> = lines
        .map(|line| line.split_once(' ').unwrap())
        .map(|(number, shape)| (number.parse().unwrap(), shape))
        .collect();
    let numbers: Vec<u64> = known.iter().map(|(number, _)| *number).collect();
    assert_eq!(
        numbers,
        (1..=FORMAT).collect::<Vec<_>>(),
        "each format has its line"
    );
    let shape = shape();
    let now = checksum(&shape);
    let (_, last) = known.last().unwrap();
    assert_eq!(
        *last,
        now,
        "the shape of the book has changed: add a line `{} {now}` to fixtures/shapes.txt, set FORMAT (and OLDEST_FORMAT, if \
         older books cannot be read) to {}, and run `cargo test -p ligature-book keep -- --ignored`. A line that is there \
         is never changed",
        FORMAT + 1,
        FORMAT + 1
    );
}

#[test]
fn what_changes_the_shape_and_what_does_not() {
    fn check(text: &str, same: bool) {
        const BEFORE: &str =
            "/// A row.\n#[derive(Archive)]\npub struct Row { pub at: u32, pub text: String }";
        let of = |text: &str| checksum(&types(text, &["Archive"]));
        assert_eq!(of(BEFORE) == of(text), same, "{text}");
    }
    check(
        "#[derive(Debug, Archive, Store)] struct Row { /// Where.\n at: u32, text: String, }",
        true,
    );
    check(
        "#[derive(Archive)] struct Row { at: u32, text: String } fn other() {}",
        true,
    );
    check(
        "#[derive(Archive)] struct Row { at: u64, text: String }",
        false,
    );
    check(
        "#[derive(Archive)] struct Row { text: String, at: u32 }",
        false,
    );
    check(
        "#[derive(Archive)] struct Row { at: u32, text: String, more: bool }",
        false,
    );
    check(
        "#[derive(Debug)] struct Row { at: u32, text: String }",
        false,
    );
}

#[test]
fn the_types_of_all_parts_are_in_the_shape() {
    let shape = shape().join("\n");
    for name in [
        "Manifest",
        "Knowledge",
        "Catalog",
        "CodeRow",
        "Edits",
        "Terms",
        "Matrix",
        "Index",
        "ClaimRules",
        "Remits",
    ] {
        assert!(shape.contains(&format!("struct {name} ")), "{name}");
    }
}
