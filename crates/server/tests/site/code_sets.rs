//! A book with small code sets, made for the tests of the pages that show them.

use crate::support;
use axum::Router;
use jiff::civil::{Date, date};
use ligature_book::{Book, Origin, build_with};
use ligature_catalog::{
    Batch, Catalog, CodeEntry, Fact, IndexTerm, Link, LinkKind, Note, NoteKind, Release, Standing,
    Status, System,
};
use ligature_knowledge::{Knowledge, Meaning, Name};
use ligature_search::Index;
use ligature_server::{Site, router};
use ligature_tools::Gate;
use std::sync::LazyLock;

/// The site over the small code sets.
pub fn site() -> Router {
    static GATE: LazyLock<Gate> = LazyLock::new(|| gate(Vec::new()));
    router(Site {
        gate: GATE.clone(),
        today: support::today,
        loader: None,
    })
}

/// The same, with a licence attested.
pub fn licensed() -> Router {
    router(Site {
        gate: gate(vec![
            "CPT licence attested: holder A Hospital, edition 2026, users 5".into(),
        ]),
        today: support::today,
        loader: None,
    })
}

fn gate(attested: Vec<String>) -> Gate {
    let knowledge = Knowledge {
        names: vec![Name {
            code: "10001".into(),
            name: "Freeing of bowel".into(),
            words: vec!["lysis".into()],
            ..Name::default()
        }],
        meanings: vec![Meaning {
            say: vec!["gut".into()],
            means: vec!["intestine".into()],
        }],
        ..support::knowledge()
    };
    let batches = batches(!attested.is_empty());
    let catalog = Catalog::build(batches, attested).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("book");
    // the documents of the index are made from an archived catalog
    build_with(
        &knowledge,
        Some((&catalog, &Index::default())),
        &Origin::default(),
        &out,
    )
    .unwrap();
    let first = Book::open(&out).unwrap();
    let archived = first.catalog().unwrap();
    let index = Index::build(
        ligature_assembly::docs(archived, &knowledge),
        archived.codes.len(),
    );
    support::gate(&knowledge, Some((&catalog, &index)).into())
}

fn batch(system: System, label: &str, from: Date, to: Date, complete: bool) -> Batch {
    Batch::new(Release {
        system,
        label: label.into(),
        from,
        to,
        publisher: "A publisher".into(),
        licence: "public domain".into(),
        file: format!("{label}.txt"),
        complete,
    })
}

fn entry(code: &str, title: &str, status: Status, parent: &str) -> CodeEntry {
    CodeEntry {
        code: code.into(),
        title: title.into(),
        short: String::new(),
        status,
        parent: parent.into(),
        standing: Standing::default(),
    }
}

fn batches(licensed: bool) -> Vec<(String, Batch)> {
    let mut all = vec![
        ("tabular list".to_owned(), diagnoses(2025)),
        ("tabular list".to_owned(), diagnoses(2026)),
        ("titles".to_owned(), old_diagnoses()),
        ("tables".to_owned(), inpatient()),
    ];
    for (label, year) in [("RVU24C", 2024), ("RVU25D", 2025)] {
        all.push(("fee schedule".to_owned(), fees(label, year, licensed)));
    }
    all.push(("unit limits".to_owned(), limits()));
    all
}

fn diagnoses(year: i16) -> Batch {
    use Status::{Billable, Block, Chapter, Header};
    let new = year == 2026;
    let mut batch = batch(
        System::Icd10cm,
        &format!("FY{year}"),
        date(year - 1, 10, 1),
        date(year, 9, 30),
        true,
    );
    let title = if new {
        "Volvulus of intestine"
    } else {
        "Volvulus"
    };
    batch.entries = vec![
        entry("11", "Diseases of the digestive system", Chapter, ""),
        entry("K55-K64", "Other diseases of intestines", Block, "11"),
        entry(
            "K56",
            "Ileus and obstruction of intestine",
            Header,
            "K55-K64",
        ),
        entry("K560", "Paralytic ileus", Billable, "K56"),
        entry("K562", title, Billable, "K56"),
        entry(
            "K563",
            "Gallstone ileus",
            if new { Header } else { Billable },
            "K56",
        ),
    ];
    if new {
        batch.entries.push(entry(
            "K5630",
            "Gallstone ileus <of> the jejunum",
            Billable,
            "K563",
        ));
    }
    let note = |code: &str, kind: NoteKind, text: &str| Note {
        code: code.into(),
        kind,
        text: text.into(),
    };
    batch.notes = vec![
        note("K562", NoteKind::InclusionTerm, "Twist of colon"),
        note("K562", NoteKind::Excludes2, "gallstone ileus (K56.3-)"),
        note(
            "K56",
            NoteKind::Excludes1,
            "paralytic ileus (K56.0), hernia (K40-K46)",
        ),
        note("11", NoteKind::CodeFirst, "the cause"),
        note("K56", NoteKind::SeventhCharacter, "A  initial encounter"),
    ];
    batch.terms = vec![IndexTerm {
        system: System::Icd10cm,
        path: "Knotting, intestine".into(),
        code: "K562".into(),
        see: String::new(),
    }];
    batch.links = vec![Link {
        system: System::Icd10cm,
        code: "K562".into(),
        to_system: System::Icd9dx,
        to: "5602".into(),
        kind: LinkKind::Gem,
        flags: "00000".into(),
    }];
    batch
}

fn old_diagnoses() -> Batch {
    let mut batch = batch(
        System::Icd9dx,
        "v32",
        date(2014, 10, 1),
        date(2015, 9, 30),
        true,
    );
    batch.entries = vec![entry("5602", "Volvulus", Status::Billable, "")];
    batch
}

fn inpatient() -> Batch {
    let mut batch = batch(
        System::Icd10pcs,
        "FY2026",
        date(2025, 10, 1),
        date(2026, 9, 30),
        true,
    );
    batch.entries = vec![
        entry("0", "Medical and Surgical", Status::Chapter, ""),
        entry(
            "0D",
            "Medical and Surgical, Gastrointestinal System",
            Status::Header,
            "0",
        ),
        entry(
            "0DB",
            "Gastrointestinal System, Excision",
            Status::Block,
            "0D",
        ),
    ];
    for (part, name) in [("6", "Stomach"), ("8", "Small Intestine")] {
        for (way, approach) in [("0", "Open Approach"), ("3", "Percutaneous Approach")] {
            batch.entries.push(entry(
                &format!("0DB{part}{way}ZZ"),
                &format!("Excision of {name}, {approach}"),
                Status::Billable,
                "0DB",
            ));
        }
    }
    batch
}

fn fees(label: &str, year: i16, licensed: bool) -> Batch {
    let mut batch = batch(
        System::Cpt,
        label,
        date(year, 7, 1),
        date(year, 12, 31),
        true,
    );
    let title = if licensed { "A licensed text" } else { "" };
    for code in ["44005", "44120", "44125", "44799"] {
        let title = if code == "44005" { title } else { "" };
        batch.entries.push(entry(code, title, Status::Billable, ""));
    }
    // more codes than a page shows
    for number in 10_000..10_400 {
        batch
            .entries
            .push(entry(&number.to_string(), "", Status::Billable, ""));
    }
    let fact = |name: &'static str, modifier: &str, value: &str| Fact {
        system: System::Cpt,
        code: "44120".into(),
        modifier: modifier.into(),
        name,
        value: value.into(),
    };
    batch.facts = vec![
        fact("global-days", "", "090"),
        fact("work-rvu", "", if year == 2025 { "20.82" } else { "20.11" }),
        fact("work-rvu", "26", "9.99"),
    ];
    batch
}

fn limits() -> Batch {
    let mut batch = batch(
        System::Cpt,
        "MUE 2025 Q4",
        date(2025, 10, 1),
        date(2025, 12, 31),
        false,
    );
    batch.facts = vec![Fact {
        system: System::Cpt,
        code: "44120".into(),
        modifier: String::new(),
        name: "mue-practitioner-mai",
        value: "2".into(),
    }];
    batch
}
