//! Whatever happens to a book's files: a clear error, never a panic, never another answer.

use super::{sample, sample_book};
use crate::manifest::{FILE, Manifest};
use crate::{Book, BookError, FORMAT, OLDEST_FORMAT, info, verify};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

const DATA: &str = "knowledge.rkyv";

/// Spoils a fresh book and expects an error with these words.
fn check(spoil: impl FnOnce(&Path), words: &[&str]) {
    let (_dir, out) = sample_book();
    spoil(&out);
    let error = Book::open(&out).unwrap_err().to_string();
    for words in words {
        assert!(error.contains(words), "`{words}` is missing in: {error}");
    }
    assert_eq!(verify(&out).unwrap_err().to_string(), error);
}

/// Replaces text in the manifest.
fn edit(from: &str, to: &str) -> impl FnOnce(&Path) + use<> {
    let (from, to) = (from.to_owned(), to.to_owned());
    move |out| {
        let text = fs::read_to_string(out.join(FILE)).unwrap();
        assert!(text.contains(&from), "{text}");
        fs::write(out.join(FILE), text.replace(&from, &to)).unwrap();
    }
}

/// Writes another number of a format into the manifest.
fn format(number: u64) -> impl FnOnce(&Path) {
    let of = |number: u64| format!("\"format\": {number}");
    edit(&of(FORMAT), &of(number))
}

/// Whether a book says no, or says the same as ever.
fn refused_or_same(out: &Path) -> bool {
    match Book::open(out) {
        Ok(book) => book.to_knowledge().unwrap() == sample(),
        Err(error) => !error.to_string().is_empty(),
    }
}

#[test]
fn each_damage_is_named() {
    check(
        |out| fs::remove_dir_all(out).unwrap(),
        &["there is no book in", "ligature book build"],
    );
    check(
        |out| fs::remove_file(out.join(FILE)).unwrap(),
        &["there is no book in"],
    );
    check(
        |out| fs::remove_file(out.join(DATA)).unwrap(),
        &["incomplete", DATA, "Build it again"],
    );
    check(
        |out| fs::write(out.join(DATA), "").unwrap(),
        &["damaged", "0 bytes instead of"],
    );
    check(
        |out| fs::write(out.join(FILE), "").unwrap(),
        &[FILE, "is not the manifest of a book"],
    );
    check(
        |out| fs::write(out.join(FILE), "[1, 2").unwrap(),
        &["is not the manifest of a book"],
    );
    check(
        |out| fs::write(out.join(FILE), vec![b' '; 2 << 20]).unwrap(),
        &["far too large"],
    );
    check(
        format(FORMAT + 1),
        &[
            &format!("has format {}", FORMAT + 1),
            &format!("reads formats up to {FORMAT}"),
            "update ligature",
        ],
    );
    check(
        format(OLDEST_FORMAT - 1),
        &[
            &format!("has format {}", OLDEST_FORMAT - 1),
            &format!("from {OLDEST_FORMAT} on"),
            "build the book again with `ligature book build --out",
        ],
    );
    check(
        format(0),
        &[
            "has format 0",
            &format!("from {OLDEST_FORMAT} on"),
            "build the book again",
        ],
    );
    check(
        edit("\"ligature\":", "\"extra\": 1, \"ligature\":"),
        &["not a manifest of its format"],
    );
    check(
        edit("A table, 2025", "A table, 2026"),
        &["was altered", FILE],
    );
    check(
        edit("knowledge.rkyv", "../knowledge.rkyv"),
        &["was altered", FILE],
    );
    check(
        |out| {
            let mut bytes = fs::read(out.join(DATA)).unwrap();
            bytes[10] ^= 1;
            fs::write(out.join(DATA), bytes).unwrap();
        },
        &["was altered", DATA, "build it again"],
    );
}

#[test]
fn a_newer_manifest_is_too_new_whatever_else_it_holds() {
    check(
        |out| fs::write(out.join(FILE), r#"{"format": 7, "pages": {"new": []}}"#).unwrap(),
        &["has format 7", "update ligature"],
    );
}

#[test]
fn every_flipped_bit_is_seen() {
    let (_dir, out) = sample_book();
    for file in [FILE, DATA] {
        let path = out.join(file);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            fs::write(&path, &bytes).unwrap();
            assert!(refused_or_same(&out), "{file}, byte {at}");
            assert!(
                file == FILE || Book::open(&out).is_err(),
                "{file}, byte {at}"
            );
            let _ = info(&out);
        }
        fs::write(&path, &whole).unwrap();
    }
    assert!(verify(&out).is_ok());
}

#[test]
fn every_cut_is_seen() {
    let (_dir, out) = sample_book();
    for file in [FILE, DATA] {
        let path = out.join(file);
        let whole = fs::read(&path).unwrap();
        for length in (0..whole.len())
            .rev()
            .step_by(3)
            .chain([0, whole.len() + 1])
        {
            let mut bytes = whole.clone();
            bytes.resize(length, b'x');
            fs::write(&path, &bytes).unwrap();
            // The line end after the manifest may go.
            let harmless = file == FILE && length + 1 == whole.len();
            assert_eq!(Book::open(&out).is_ok(), harmless, "{file}, {length} bytes");
        }
        fs::write(&path, &whole).unwrap();
    }
}

/// Replaces the data by bytes, with a manifest that has their checksum.
fn forge(out: &Path, bytes: &[u8]) {
    let mut manifest = Manifest::read(out).unwrap();
    manifest.contents[0].bytes = bytes.len() as u64;
    manifest.contents[0].blake3 = blake3::hash(bytes).to_hex().to_string();
    fs::write(out.join(DATA), bytes).unwrap();
    fs::write(out.join(FILE), manifest.sealed().to_text().unwrap()).unwrap();
}

/// Opens a forged book and walks through all of it: an error or another text, never a panic.
fn walk(out: &Path) {
    if let Ok(book) = Book::open(out) {
        let _ = book.to_knowledge();
        let _ = book.page("44120");
        let _ = verify(out);
    }
}

#[test]
fn a_forged_book_is_still_checked() {
    let (_dir, out) = sample_book();
    forge(&out, b"");
    assert!(matches!(
        Book::open(&out),
        Err(BookError::Damaged { .. } | BookError::Io { .. })
    ));
    forge(&out, &[0xff; 400]);
    let error = Book::open(&out).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("does not hold what its format promises"),
        "{error}"
    );
    let mut manifest = Manifest::read(&out).unwrap();
    manifest.contents[0].file = "../book/knowledge.rkyv".into();
    fs::write(out.join(FILE), manifest.sealed().to_text().unwrap()).unwrap();
    let error = Book::open(&out).unwrap_err();
    assert!(error.to_string().contains("names no part"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_forgery_makes_it_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), cut in 0usize..40) {
        let (_dir, out) = sample_book();
        let mut bytes = fs::read(out.join(DATA)).unwrap();
        for (at, value) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *value;
        }
        let length = bytes.len() - if cut < 30 { 0 } else { cut };
        forge(&out, &bytes[..length]);
        walk(&out);
    }

    #[test]
    fn no_bytes_make_it_panic(manifest in prop::collection::vec(any::<u8>(), 0..200), data in prop::collection::vec(any::<u8>(), 0..600)) {
        let (_dir, out) = sample_book();
        forge(&out, &data);
        walk(&out);
        fs::write(out.join(FILE), manifest).unwrap();
        walk(&out);
    }
}
