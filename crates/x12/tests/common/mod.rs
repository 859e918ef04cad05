//! What the tests share.
#![allow(dead_code)] // Each test uses a part of it.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

use ligature_x12::{Document, Problem};

/// Five segments of headings, four claims under two subscribers and a dependent.
pub const PROFESSIONAL: &str = include_str!("../fixtures/professional.837");
/// Four decisions on claims, one of them a reversal; an overpayment and interest.
pub const REMITTANCE: &str = include_str!("../fixtures/remittance.835");
/// A claim of a hospital.
pub const INSTITUTIONAL: &str = include_str!("../fixtures/institutional.837");

/// Reads bytes; reading a slice cannot fail.
pub fn read(bytes: &[u8]) -> Document {
    Document::read(bytes).unwrap()
}

/// The bytes of a document.
pub fn written(document: &Document) -> Vec<u8> {
    let mut out = Vec::new();
    document.write(&mut out).unwrap();
    out
}

/// Problems as people read them.
pub fn said(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// The publisher's examples: name and bytes; none, with a word, where they are not at hand.
pub fn samples() -> Vec<(String, Vec<u8>)> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/x12-samples/x12-samples.tar.xz"
    );
    let Ok(file) = std::fs::File::open(path) else {
        println!("skipped: no shared data");
        return Vec::new();
    };
    let mut tar = Vec::new();
    lzma_rs::xz_decompress(&mut std::io::BufReader::new(file), &mut tar).unwrap();
    let mut found = Vec::new();
    for entry in tar::Archive::new(&tar[..]).entries().unwrap() {
        let mut entry = entry.unwrap();
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        found.push((name, bytes));
    }
    found.sort();
    found
}
