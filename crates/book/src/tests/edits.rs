//! The tables of claims in a book: they come back, are listed, and damage to them is seen.

use super::sample;
use crate::manifest::{FILE, Manifest};
use crate::{Book, Origin, Parts, build_with, verify};
use jiff::civil::date;
use ligature_edits::{
    Edits, Ids, Key, Kind, PairRow, Rows, Setting, Table, TableRelease, Tables, Two, build,
};
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

const DATA: &str = "edits.rkyv";

fn key(code: &str) -> Key {
    Key::pack(code.as_bytes()).unwrap()
}

/// Two pairs in the second of four parts.
fn edits() -> Edits {
    let pair = |two: &str| PairRow {
        one: key("44120"),
        two: key(two),
        from: Some(date(2020, 1, 1)),
        to: None,
        indicator: 1,
        reason: 0,
    };
    let source = TableRelease {
        kind: Kind::Pairs,
        setting: Setting::Outpatient,
        label: "PTP 2024 Q3".to_owned(),
        from: date(2024, 7, 1),
        to: date(2024, 9, 30),
        dated: true,
        publisher: "CMS".to_owned(),
        licence: "free".to_owned(),
        file: "ccioph-v302r0-f2.txt".to_owned(),
        part: Some((2, 4)),
        revision: 0,
    };
    let reasons = vec!["More extensive procedure".to_owned()];
    let rows = Rows::Pairs(vec![pair("44005"), pair("49000")], reasons);
    let table = Table {
        source,
        rows,
        read: 2,
        refused: vec![],
    };
    build(vec![table]).unwrap()
}

/// A book with them, in a folder that goes with the test.
fn book() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("book");
    let parts = Parts {
        sets: None,
        edits: Some(&edits()),
    };
    build_with(&sample(), parts, &Origin::default(), &out).unwrap();
    (dir, out)
}

#[test]
fn they_come_back_and_are_listed() {
    let (_dir, out) = book();
    let book = Book::open(&out).unwrap();
    let archived = book.edits().unwrap();
    let ids = Ids::new(archived);
    let tables = Tables::new(archived, &ids);
    let (source, _) = tables.sources().next().unwrap();
    let id = |code: &str| tables.id(key(code)).unwrap();
    let found = tables
        .pairs(source, id("49000"), id("44120"))
        .next()
        .unwrap();
    assert_eq!(tables.pair_reason(&found), "More extensive procedure");
    let info = verify(&out).unwrap();
    let part = &info.manifest.contents[1];
    assert_eq!((part.name.as_str(), part.rows), ("edits", 2));
    let line = "PTP 2024 Q3, outpatient hospital: 2 pair edits, 2024-07-01 to 2024-09-30 \
        (before them by the days of its rows), parts 1, 3 and 4 are missing";
    assert_eq!(part.releases, [line]);
    assert!(info.to_string().contains(line), "{info}");
}

#[test]
fn a_book_without_them_says_nothing_of_them() {
    let (_dir, out) = super::sample_book();
    let book = Book::open(&out).unwrap();
    assert!(book.edits().is_none());
    assert!(
        !fs::read_to_string(out.join(FILE))
            .unwrap()
            .contains("edits")
    );
}

#[test]
fn a_changed_byte_is_seen_by_verify() {
    let (_dir, out) = book();
    let path = out.join(DATA);
    let whole = fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&path, &bytes).unwrap();
        assert!(verify(&out).is_err(), "byte {at}");
    }
    fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    let error = Book::open(&out).unwrap_err().to_string();
    assert!(error.contains("damaged") && error.contains(DATA), "{error}");
    fs::remove_file(&path).unwrap();
    let error = Book::open(&out).unwrap_err().to_string();
    assert!(
        error.contains("incomplete") && error.contains(DATA),
        "{error}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// A file that was made to mislead: an error or other words, never a panic.
    #[test]
    fn no_forgery_makes_it_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        static BOOK: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
        let (_, out) = BOOK.get_or_init(book);
        let mut bytes = rkyv::to_bytes::<rkyv::rancor::Error>(&edits()).unwrap().into_vec();
        for (at, value) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *value;
        }
        let mut manifest = Manifest::read(out).unwrap();
        manifest.contents[1].blake3 = blake3::hash(&bytes).to_hex().to_string();
        fs::write(out.join(DATA), &bytes).unwrap();
        fs::write(out.join(FILE), manifest.sealed().to_text().unwrap()).unwrap();
        if let Ok(book) = Book::open(out) {
            let archived = book.edits().unwrap();
            let ids = Ids::new(archived);
            let tables = Tables::new(archived, &ids);
            let on = ligature_codes::day(date(2024, 8, 1));
            let _ = tables.answering(Kind::Pairs, Setting::Outpatient, on);
            for (source, _) in tables.sources() {
                let Some(id) = tables.id(key("44120")) else { continue };
                for pair in tables.pairs_of(source, id) {
                    let _ = (tables.key(pair.one), tables.pair_reason(&pair));
                }
                let _ = (tables.limit(source, id), tables.values(source, id).count());
                let _ = tables.addons(source, id).count();
            }
            let _ = (tables.at(Setting::Outpatient, on), tables.steady(on), tables.covers(Kind::Pairs, Setting::Outpatient, on));
            let Some(pairs) = tables.pair_edits(Setting::Outpatient) else { return Ok(()) };
            for (one, _) in tables.codes() {
                for (two, _) in tables.codes() {
                    let two = Two::of(one, two);
                    let tile = pairs.tile(two);
                    if pairs.near(two) && pairs.has(tile, two) {
                        let edited = pairs.edited(two, pairs.place(tile, two));
                        let at = tables.at(Setting::Outpatient, on).pairs;
                        let _ = at.map(|at| at.of(edited).count());
                    }
                }
            }
        }
    }
}
