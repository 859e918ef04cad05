//! A small book: two releases of a few diagnoses, a release of supplies, a table over procedure codes, tables for claims.

use jiff::civil::{Date, date};
use ligature_catalog::{
    ArchivedCatalog, Batch, Catalog, Entry, Fact, IndexTerm, Note, NoteKind, Release, Standing,
    Status, System,
};
use ligature_edits::{Edits, Key, Kind, PairRow, Rows, Setting, Source, Table};
use ligature_knowledge::{Knowledge, embedded};
use ligature_search::Index;
use ligature_server::Site;
use ligature_tools::Library;
use std::sync::Arc;
use tempfile::TempDir;

/// A site over the small book, and the folder that it lies in.
pub struct Small {
    pub library: Arc<Library>,
    _folder: TempDir,
}

impl Small {
    pub fn new() -> Small {
        let (knowledge, _) = embedded();
        let batches = vec![
            ("ICD-10-CM order file".to_owned(), diagnoses(2024)),
            ("ICD-10-CM order file".to_owned(), diagnoses(2025)),
            ("HCPCS file".to_owned(), supplies()),
            ("fee schedule".to_owned(), fees()),
        ];
        let catalog = Catalog::build(batches, vec![]).unwrap();
        let bytes = rkyv::to_bytes::<rkyv::rancor::Error>(&catalog).unwrap();
        let archived = rkyv::access::<ArchivedCatalog, rkyv::rancor::Error>(&bytes).unwrap();
        let index = Index::build(
            ligature_tools::docs(archived, &knowledge),
            catalog.codes.len(),
        );
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("book");
        let origin = ligature_book::Origin::embedded();
        let edits = edits();
        let parts = ligature_book::Parts {
            sets: Some((&catalog, &index)),
            edits: Some(&edits),
        };
        ligature_book::build_with(&knowledge, parts, &origin, &dir).unwrap();
        let book = ligature_book::Book::open(&dir).unwrap();
        Small {
            library: library(Some(Arc::new(book)), knowledge),
            _folder: folder,
        }
    }

    pub fn router(&self) -> axum::Router {
        router(&self.library)
    }
}

/// A site over a library.
pub fn router(library: &Arc<Library>) -> axum::Router {
    ligature_server::router(Site {
        knowledge: library.shared_knowledge(),
        library: library.clone(),
        release: "a release".into(),
    })
}

/// The tools over a book.
pub fn library(book: Option<Arc<ligature_book::Book>>, knowledge: Knowledge) -> Arc<Library> {
    Arc::new(Library::new(book, Arc::new(knowledge)))
}

fn batch(system: System, label: &str, from: Date, to: Date) -> Batch {
    Batch::new(Release {
        system,
        label: label.into(),
        from,
        to,
        publisher: "CMS".into(),
        licence: "US government work".into(),
        file: format!("{label}.txt"),
        complete: true,
    })
}

fn entry(code: &str, title: &str, status: Status) -> Entry {
    Entry {
        code: code.into(),
        title: title.into(),
        short: String::new(),
        status,
        parent: String::new(),
        standing: Standing::default(),
    }
}

fn diagnoses(year: i16) -> Batch {
    let mut batch = batch(
        System::Icd10cm,
        &format!("FY{year}"),
        date(year - 1, 10, 1),
        date(year, 9, 30),
    );
    for (code, title) in [
        ("K35", "Acute appendicitis"),
        ("K358", "Other and unspecified acute appendicitis"),
        ("K43", "Ventral hernia"),
    ] {
        batch.entries.push(entry(code, title, Status::Header));
    }
    let unspecified = if year == 2024 {
        "Unspecified acute appendicitis"
    } else {
        "Acute appendicitis, unspecified"
    };
    for (code, title) in [
        ("K3580", unspecified),
        ("K36", "Other appendicitis"),
        ("K37", "Unspecified appendicitis"),
        (
            "K430",
            "Incisional hernia with obstruction, without gangrene",
        ),
        ("K431", "Incisional hernia with gangrene"),
        ("K432", "Incisional hernia without obstruction or gangrene"),
    ] {
        batch.entries.push(entry(code, title, Status::Billable));
    }
    let changed = match year {
        2024 => entry("K439", "Ventral hernia", Status::Billable),
        _ => entry("K35890", "Other acute appendicitis", Status::Billable),
    };
    batch.entries.push(changed);
    batch.notes.push(Note {
        code: "K43".into(),
        kind: NoteKind::Excludes1,
        text: "umbilical hernia (K42.-)".into(),
    });
    batch.terms.push(IndexTerm {
        system: System::Icd10cm,
        path: "Appendicitis, acute".into(),
        code: "K35.80".into(),
        see: String::new(),
    });
    batch
}

fn supplies() -> Batch {
    let mut batch = batch(System::Hcpcs, "2025", date(2025, 1, 1), date(2025, 12, 31));
    batch
        .entries
        .push(entry("A4361", "Ostomy faceplate, each", Status::Billable));
    batch.entries.push(entry(
        "A4362",
        "Skin barrier; solid, 4 x 4 or equivalent; each",
        Status::Billable,
    ));
    batch
}

/// Pair edits of two procedures.
fn edits() -> Edits {
    let key = |code: &str| Key::pack(code.as_bytes()).unwrap();
    let pair = |one, two, indicator| PairRow {
        one: key(one),
        two: key(two),
        from: None,
        to: None,
        indicator,
        reason: 0,
    };
    let source = Source {
        kind: Kind::Pairs,
        setting: Setting::Practitioner,
        label: "PTP 2025 Q1".into(),
        from: date(2025, 1, 1),
        to: date(2025, 3, 31),
        dated: false,
        publisher: "CMS".into(),
        licence: "US government work".into(),
        file: "pairs.txt".into(),
        part: None,
    };
    let rows = vec![pair("44120", "44950", 0), pair("44120", "36000", 1)];
    ligature_edits::build(vec![Table {
        source,
        rows: Rows::Pairs(rows, vec!["Standards of practice".into()]),
        read: 2,
        refused: vec![],
    }])
    .unwrap()
}

fn fees() -> Batch {
    let mut batch = batch(System::Cpt, "2025", date(2025, 1, 1), date(2025, 12, 31));
    for code in ["44120", "44950"] {
        batch.entries.push(entry(code, "", Status::Billable));
        batch.facts.push(Fact {
            system: System::Cpt,
            code: code.into(),
            modifier: String::new(),
            name: "global-days",
            value: "090".into(),
        });
    }
    batch
}
