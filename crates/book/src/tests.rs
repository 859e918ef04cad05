//! A complete book gives back what went in; another one is refused with a reason.

mod damage;
mod edits;
mod left;
mod located;
mod sample;
mod shape;

use crate::{Book, BookError, FORMAT, OLDEST_FORMAT, build, info, verify};
use ligature_knowledge::Knowledge;
pub(crate) use sample::sample;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A book of the sample, in a folder that goes with the test. It is built once; the others are copies.
pub(crate) fn sample_book() -> (TempDir, PathBuf) {
    static FILES: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("book");
    let files = FILES.get_or_init(|| {
        build(&sample(), &out).unwrap();
        let names = listed(&out).into_iter();
        let files = names
            .map(|name| (name.clone(), fs::read(out.join(name)).unwrap()))
            .collect();
        fs::remove_dir_all(&out).unwrap();
        files
    });
    fs::create_dir(&out).unwrap();
    for (name, bytes) in files {
        fs::write(out.join(name), bytes).unwrap();
    }
    (dir, out)
}

/// The files in a folder.
pub(crate) fn listed(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_goes_in_comes_out() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("book");
    build(&sample(), &out).unwrap();
    assert_eq!(listed(dir.path()), ["book"], "nothing is left next to it");
    assert_eq!(listed(&out), ["knowledge.rkyv", "manifest.json"]);
    let book = Book::open(&out).unwrap();
    assert_eq!(book.to_knowledge().unwrap(), sample());
    assert_eq!(book.knowledge().pages.len(), 2);
    assert_eq!(
        book.page("44121").unwrap().as_ref(),
        Some(&sample().pages[1])
    );
    assert_eq!(book.page("99999").unwrap(), None);
    assert_eq!(&verify(&out).unwrap(), book.info());
    assert_eq!(&info(&out).unwrap(), book.info());
}

#[test]
fn the_manifest_says_what_is_inside() {
    let (_dir, out) = sample_book();
    let manifest = info(&out).unwrap().manifest;
    assert_eq!(manifest.format, FORMAT);
    assert_eq!(manifest.releases, ["A table, 2025"]);
    let part = &manifest.contents[0];
    assert_eq!(
        (part.name.as_str(), part.file.as_str(), part.rows),
        ("knowledge", "knowledge.rkyv", 13)
    );
    assert_eq!(
        part.bytes,
        fs::metadata(out.join("knowledge.rkyv")).unwrap().len()
    );
    assert_eq!(manifest.created_from.checksum, part.blake3);
    let text = info(&out).unwrap().to_string();
    for words in [
        "2 pages",
        "1 concepts",
        "A table, 2025",
        "licence",
        &part.blake3,
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn the_same_knowledge_gives_the_same_book() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = (dir.path().join("a"), dir.path().join("b"));
    build(&sample(), &a).unwrap();
    build(&sample(), &b).unwrap();
    for file in listed(&a) {
        assert_eq!(
            fs::read(a.join(&file)).unwrap(),
            fs::read(b.join(&file)).unwrap(),
            "{file}"
        );
    }
}

#[test]
fn a_book_is_never_overwritten() {
    let (dir, out) = sample_book();
    let before = fs::read(out.join("knowledge.rkyv")).unwrap();
    let error = build(&Knowledge::default(), &out).unwrap_err();
    assert!(matches!(error, BookError::Taken { .. }), "{error}");
    assert!(error.to_string().contains("name a new folder"), "{error}");
    assert_eq!(fs::read(out.join("knowledge.rkyv")).unwrap(), before);
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(matches!(
        build(&sample(), &file),
        Err(BookError::Taken { .. })
    ));
    // An empty folder counts as no book; so does one that must be made first.
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    build(&sample(), &empty).unwrap();
    build(&sample(), &dir.path().join("a/b/c")).unwrap();
    assert_eq!(listed(dir.path()), ["a", "book", "empty", "file"]);
}

/// The folder of the books that are kept in the repository, one of each format.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");

fn kept(format: u64) -> PathBuf {
    Path::new(KEPT).join(format!("format-{format}"))
}

#[test]
fn a_kept_book_opens_or_is_refused_with_what_to_do() {
    for format in 1..=FORMAT {
        let dir = kept(format);
        let opened = Book::open(&dir);
        if format < OLDEST_FORMAT {
            let error = opened.unwrap_err();
            assert!(matches!(error, BookError::TooOld { found, .. } if found == format));
            let says = format!(
                "has format {format}, and this version of ligature reads formats from {OLDEST_FORMAT} on: build the book again"
            );
            assert!(error.to_string().contains(&says), "{error}");
            continue;
        }
        let book = opened.unwrap();
        assert_eq!(book.to_knowledge().unwrap(), sample(), "format {format}");
    }
}

#[test]
#[ignore = "writes the kept book of a new format"]
fn keep() {
    build(&sample(), &kept(FORMAT)).unwrap();
}
