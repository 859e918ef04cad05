//! A small book: two releases of a few diagnoses, a release of supplies, a table over procedure codes, tables for claims.

use jiff::civil::{Date, date};
use ligature_catalog::{
    ArchivedCatalog, Batch, Catalog, CodeEntry, Fact, IndexTerm, Link, LinkKind, Note, NoteKind,
    Release, Standing, Status, System,
};
use ligature_edits::{
    AddOnRow, Edits, Fixed, Indicators, Key, Kind, LimitRow, LocalityRow, PairRow, Rows, Setting,
    Table, TableRelease, ValueRow,
};
use ligature_knowledge::{Knowledge, embedded};
use ligature_search::Index;
use ligature_server::Site;
use ligature_tools::Gate;

/// The small book, behind its gate.
pub struct Small {
    pub gate: Gate,
}

impl Small {
    pub fn new() -> Small {
        let (knowledge, _) = embedded();
        let batches = vec![
            ("ICD-10-CM order file".to_owned(), diagnoses(2024)),
            ("ICD-10-CM order file".to_owned(), diagnoses(2025)),
            ("ICD-9-CM file".to_owned(), older_diagnoses()),
            ("HCPCS file".to_owned(), supplies()),
            ("fee schedule".to_owned(), fees()),
        ];
        let catalog = Catalog::build(batches, vec![]).unwrap();
        let bytes = rkyv::to_bytes::<rkyv::rancor::Error>(&catalog).unwrap();
        let archived = rkyv::access::<ArchivedCatalog, rkyv::rancor::Error>(&bytes).unwrap();
        let index = Index::build(
            ligature_assembly::docs(archived, &knowledge),
            catalog.codes.len(),
        );
        let edits = edits();
        let parts = ligature_book::Parts {
            sets: Some((&catalog, &index)),
            edits: Some(&edits),
        };
        Small {
            gate: gate(&knowledge, parts),
        }
    }

    pub fn router(&self) -> axum::Router {
        router(&self.gate)
    }
}

/// A site over a gate.
pub fn router(gate: &Gate) -> axum::Router {
    ligature_server::router(Site {
        gate: gate.clone(),
        today: ligature_server::today,
        loader: None,
    })
}

/// A gate over a separate book.
pub fn gate(knowledge: &Knowledge, parts: ligature_book::Parts<'_>) -> Gate {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("book");
    let origin = ligature_book::Origin::embedded();
    ligature_book::build_with(knowledge, parts, &origin, &dir).unwrap();
    // a book that is open needs its folder no longer
    Gate::open(Some(&dir)).unwrap().gate
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

fn entry(code: &str, title: &str, status: Status) -> CodeEntry {
    CodeEntry {
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

/// The ninth revision, and what a code of the tenth becomes in it.
fn older_diagnoses() -> Batch {
    let (from, to) = (date(2014, 10, 1), date(2015, 9, 30));
    let mut batch = batch(System::Icd9dx, "v32", from, to);
    let title = "Appendicitis, unqualified";
    batch.entries.push(entry("541", title, Status::Billable));
    batch.links.push(Link {
        system: System::Icd10cm,
        code: "K37".into(),
        to_system: System::Icd9dx,
        to: "541".into(),
        kind: LinkKind::Gem,
        flags: "10000".into(),
    });
    batch
}

fn key(code: &str) -> Key {
    Key::pack(code.as_bytes()).unwrap()
}

fn table(kind: Kind, label: &str, rows: Rows) -> Table {
    let source = TableRelease {
        kind,
        setting: Setting::Practitioner,
        label: label.into(),
        from: date(2025, 1, 1),
        to: date(2025, 3, 31),
        dated: false,
        publisher: "CMS".into(),
        licence: "US government work".into(),
        file: "table.txt".into(),
        part: None,
        revision: 0,
    };
    Table {
        source,
        read: rows.len() as u64,
        rows,
        refused: vec![],
    }
}

/// Payers' tables of a few procedures.
fn edits() -> Edits {
    let pair = |one, two, indicator| PairRow {
        one: key(one),
        two: key(two),
        from: None,
        to: None,
        indicator,
        reason: 0,
    };
    let pairs = vec![pair("44120", "44950", 0), pair("44120", "36000", 1)];
    let limit = |code, units, mai| LimitRow {
        code: key(code),
        units,
        mai,
        reason: 0,
    };
    let limits = vec![limit("44120", 9, 2), limit("44121", 4, 3)];
    let addon = AddOnRow {
        addon: key("44121"),
        primary: Some(key("44120")),
        kind: 1,
        from: None,
        to: None,
    };
    let value = |code, global: &[u8; 3], work| ValueRow {
        code: key(code),
        modifier: *b"  ",
        status: b'A',
        work: Fixed::parse(work).unwrap(),
        facility: Fixed::parse("10.0").unwrap(),
        nonfacility: Fixed::parse("10.0").unwrap(),
        malpractice: Fixed::parse("1.0").unwrap(),
        rare: [false, false],
        global: *global,
        shares: [Fixed(0), Fixed(10_000), Fixed(0)],
        indicators: Indicators {
            pctc: b'0',
            multiple: b'0',
            bilateral: b'0',
            assistant: b'0',
            co_surgeon: b'0',
            team: b'0',
            ..Indicators::default()
        },
        endoscopy_base: None,
        factor: Fixed::parse("32.3465").unwrap(),
    };
    let index = |text: &str| Fixed::parse(text).unwrap();
    let locality = LocalityRow {
        mac: "13202".into(),
        state: "NY".into(),
        number: "01".into(),
        name: "MANHATTAN".into(),
        work: index("1.055"),
        expense: index("1.186"),
        malpractice: index("1.61"),
    };
    let values = vec![
        value("44120", b"090", "20.82"),
        value("44121", b"ZZZ", "4.44"),
        value("44950", b"090", "10.6"),
        value("36000", b"XXX", "0.18"),
    ];
    let why = || vec!["Standards of practice".into()];
    ligature_edits::build(vec![
        table(Kind::Pairs, "PTP 2025 Q1", Rows::Pairs(pairs, why())),
        table(Kind::Limits, "MUE 2025 Q1", Rows::Limits(limits, why())),
        table(Kind::AddOns, "AOC 2025 Q1", Rows::AddOns(vec![addon])),
        table(Kind::Values, "RVU25A", Rows::Values(values)),
        table(
            Kind::Localities,
            "GPCI 2025",
            Rows::Localities(vec![locality]),
        ),
    ])
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
