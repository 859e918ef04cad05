//! Whatever the bytes are: a text or a reason, never a panic, and never more text than a note may have.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use ligature_document::read;
use ligature_note::LARGEST_NOTE;
use proptest::prelude::*;
use std::path::Path;

/// Files that are changed at random.
const FILES: &[&str] = &[
    "note.txt",
    "note.html",
    "note.rtf",
    "mdm.hl7",
    "oru.hl7",
    "batch.hl7",
    "note.cda.xml",
    "table.cda.xml",
    "rtf.cda.xml",
    "addendum.fhir.json",
    "bundle.fhir.json",
    "note.docx",
    "tracked.docx",
    "divided.pdf",
    "columns.pdf",
    "scan.pdf",
    "recognised.pdf",
    "old.doc",
];

/// Beginnings that lead bytes to a reader.
const HEADS: &[&[u8]] = &[
    b"",
    b"%PDF-1.7\n1 0 obj\n",
    b"PK\x03\x04",
    b"{\\rtf1 ",
    b"MSH|^~\\&|A\rOBX|1|TX|A||",
    b"MSH|^~\\&|A\rOBX|1|ED|A||^a^b^Base64^",
    b"<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><component>",
    b"{\"resourceType\": \"Bundle\", \"entry\": [",
    b"<html>",
];

fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notes");
    std::fs::read(folder.join(name)).unwrap()
}

/// Reads bytes and looks at what must hold for all of them.
fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    match read(bytes) {
        Ok(contents) => {
            prop_assert!(!contents.documents.is_empty());
            let size: usize = contents.documents.iter().map(|d| d.text.len()).sum();
            prop_assert!(size <= LARGEST_NOTE);
            prop_assert!(contents.documents.iter().all(|d| !d.text.trim().is_empty()));
        }
        Err(why) => prop_assert!(!why.to_string().is_empty()),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(head in 0..HEADS.len(), bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        check(&[HEADS[head], &bytes].concat())?;
    }

    #[test]
    fn any_text(head in 0..HEADS.len(), text in "[ -~\\n\\\\{}<>|^~&\"'é≥]{0,300}") {
        check(&[HEADS[head], text.as_bytes()].concat())?;
    }

    #[test]
    fn files_with_changed_bytes(
        name in 0..FILES.len(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = file(FILES[name]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        check(&bytes)?;
    }

    #[test]
    fn files_with_pieces_of_others(
        name in 0..FILES.len(),
        other in 0..FILES.len(),
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 1..400_usize,
    ) {
        let mut bytes = file(FILES[name]);
        let other = file(FILES[other]);
        let from = from.index(other.len());
        let piece = &other[from..usize::min(from + length, other.len())];
        let to = to.index(bytes.len());
        let end = usize::min(to + length, bytes.len());
        bytes.splice(to..end, piece.iter().copied());
        check(&bytes)?;
    }
}
