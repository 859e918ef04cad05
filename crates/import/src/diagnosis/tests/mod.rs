mod fixtures;
mod shared;

use crate::cms::tests::{anything, damage, read_as_all};
use crate::read::{Layout, SourceFile};
use fixtures::{CODES, FIXTURES, INDEX, ORDER, SPOILT_ORDER, TABLE, TABULAR};
use ligature_catalog::{Batch, NoteKind, Status};
use proptest::prelude::*;

fn source(name: &str, bytes: &[u8]) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    }
}

fn read(layout: Layout, name: &str, text: &str) -> Batch {
    super::take(layout, &source(name, text.as_bytes())).unwrap()
}

#[test]
fn files_are_known_by_their_content() {
    for (text, layout) in FIXTURES {
        assert_eq!(super::recognise(text.as_bytes()), Some(layout));
        let marked = format!("\u{feff}{text}");
        assert_eq!(super::recognise(marked.as_bytes()), Some(layout));
    }
    let others = [
        "",
        "0016070 Bypass Cerebral Ventricle to Nasopharynx, Open Approach\n",
        "B00B0ZZ Plain Radiography of Spinal Cord\n",
        "00001 001     0 Central Nervous System, Bypass                               Bypass\n",
        "00001 B00     0 Imaging, Central Nervous System                              Imaging\n",
        "0010  Cholera due to vibrio cholerae\nV4611 Dependence on respirator, status\n",
        "V4611 Dependence on respirator, status\n",
        "A000  0010    00000\n",
        "A0021001003Ambulance service, outside state per mile, transport (medicaid only)\n",
        "<ICD10PCS.index><version>2025</version><letter/></ICD10PCS.index>",
        "<ICD10PCS.tabular><indexHeading/></ICD10PCS.tabular>",
        "<letter/>",
        "A000\tCholera\n",
    ];
    for other in others {
        assert_eq!(super::recognise(other.as_bytes()), None, "{other}");
    }
}

#[test]
fn a_release_is_dated_by_its_content_then_its_name() {
    let cases = [
        (
            Layout::Icd10cmOrder,
            ORDER,
            "icd10cm_order_2024.txt",
            "FY2024",
            "2023-10-01",
            "2024-09-30",
        ),
        (
            Layout::Icd10cmOrder,
            ORDER,
            "2025 Codes.zip: icd10cm-order-April-2025.txt",
            "FY2025 April",
            "2025-04-01",
            "2025-09-30",
        ),
        (
            Layout::Icd10cmCodes,
            CODES,
            "codes.txt",
            "FY2025",
            "2024-10-01",
            "2025-09-30",
        ),
        (
            Layout::Icd10cmCodes,
            CODES,
            "20240101 codes 9999.txt",
            "FY2025",
            "2024-10-01",
            "2025-09-30",
        ),
        (
            Layout::Icd10cmTabular,
            TABULAR,
            "icd10cm-tabular-April-1-2026.xml",
            "FY2026 April",
            "2026-04-01",
            "2026-09-30",
        ),
        (
            Layout::Icd10cmTabular,
            TABULAR,
            "tabular2024.xml",
            "FY2026",
            "2025-10-01",
            "2026-09-30",
        ),
        (
            Layout::Icd10cmIndex,
            INDEX,
            "index.xml",
            "FY2025",
            "2024-10-01",
            "2025-09-30",
        ),
    ];
    for (layout, text, name, label, from, to) in cases {
        let release = read(layout, name, text).release;
        assert_eq!(release.label, label, "{name}");
        assert_eq!(
            (release.from.to_string(), release.to.to_string()),
            (from.to_owned(), to.to_owned()),
            "{name}"
        );
        assert_eq!(release.complete, layout != Layout::Icd10cmIndex);
    }
}

#[test]
fn a_file_that_names_no_year_says_what_was_assumed() {
    fn check(layout: Layout, text: &str, name: &str, label: Option<&str>) {
        let assumed = read(layout, name, text).assumed;
        assert_eq!(assumed.is_some(), label.is_some(), "{name}");
        let says = assumed.unwrap_or_default();
        assert!(says.contains(label.unwrap_or_default()), "{name}: {says}");
    }
    let undated = |text: &str| {
        let of = |text: &str, year: &str| text.replace(&format!("<version>{year}</version>"), "");
        of(&of(text, "2026"), "2025")
    };
    let taken = Some("it was taken for FY2025");
    check(Layout::Icd10cmCodes, CODES, "codes.txt", taken);
    check(
        Layout::Icd10cmCodes,
        CODES,
        "20240101 codes 9999.txt",
        taken,
    );
    check(Layout::Icd10cmOrder, ORDER, "order.txt", taken);
    check(
        Layout::Icd10cmTabular,
        &undated(TABULAR),
        "tabular.xml",
        taken,
    );
    check(Layout::Icd10cmIndex, &undated(INDEX), "index.xml", taken);
    check(Layout::Icd10cmCodes, CODES, "codes 2024.txt", None);
    check(Layout::Icd10cmTabular, TABULAR, "tabular.xml", None);
    check(
        Layout::Icd10cmTabular,
        &undated(TABULAR),
        "tabular 2026.xml",
        None,
    );
}

fn entries(batch: &Batch) -> Vec<(&str, &str, &str, Status, &str)> {
    batch
        .entries
        .iter()
        .map(|e| {
            (
                e.code.as_str(),
                e.title.as_str(),
                e.short.as_str(),
                e.status,
                e.parent.as_str(),
            )
        })
        .collect()
}

fn refused(batch: &Batch) -> Vec<(u64, &str)> {
    batch
        .refused
        .iter()
        .map(|r| (r.line, r.why.as_str()))
        .collect()
}

#[test]
fn lines_of_columns() {
    use Status::{Billable, Header};
    let order = read(Layout::Icd10cmOrder, "o", &format!("{ORDER}{SPOILT_ORDER}"));
    let whole = "Diverticulitis of large intestine with perforation and abscess without bleeding";
    assert_eq!(
        entries(&order),
        [
            ("K57", "Diverticular disease of intestine", "", Header, ""),
            (
                "K5720",
                whole,
                "Dvtrcli of lg int w perforation and abscess w/o bleeding",
                Billable,
                ""
            ),
            ("S52", "Fracture of forearm", "", Header, ""),
            (
                "S52001A",
                "Unspecified fracture of upper end of right ulna, initial",
                "Unsp fx upper end of r ulna, init for clos fx",
                Billable,
                ""
            ),
            ("B20", "Short only", "", Billable, ""),
        ]
    );
    assert_eq!(order.read, 8);
    assert_eq!(
        refused(&order),
        [
            (
                7,
                "A00O0X0: column 15 is neither 1 (valid for claims) nor 0 (header)"
            ),
            (8, "columns 7 to 13 hold no ICD-10-CM code"),
            (9, "A000: the line ends before the title"),
        ]
    );
    let codes = read(Layout::Icd10cmCodes, "c", CODES);
    assert_eq!(codes.entries.len(), 4);
    assert_eq!(
        entries(&codes)[3],
        ("G8381", "Brown-Séquard syndrome", "", Billable, "")
    );
    assert_eq!(
        refused(&codes),
        [(5, "K5720: the line ends before the title")]
    );
}

#[test]
fn columns_are_counted_in_characters_of_either_encoding() {
    let line = "00001 G8381   1 Brown-Séquard syndrome                                       Brown-Séquard syndrome of neck\r\n";
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(line);
    for bytes in [line.as_bytes(), &latin] {
        assert_eq!(super::recognise(bytes), Some(Layout::Icd10cmOrder));
        let batch = super::take(Layout::Icd10cmOrder, &source("o", bytes)).unwrap();
        assert_eq!(batch.entries[0].title, "Brown-Séquard syndrome of neck");
        assert_eq!(batch.entries[0].short, "Brown-Séquard syndrome");
    }
}

#[test]
fn a_tabular_list() {
    use Status::{Billable, Block, Chapter, Header};
    let batch = read(Layout::Icd10cmTabular, "t", TABULAR);
    assert_eq!(
        entries(&batch),
        [
            ("19", "Injury (of all kinds)", "", Chapter, ""),
            ("S50-S59", "Injuries to the elbow", "", Block, "19"),
            ("S52", "Fracture of forearm", "", Header, "S50-S59"),
            ("S520", "Fracture of ulna", "", Header, "S52"),
            (
                "S520XXA",
                "Fracture of ulna, initial encounter",
                "",
                Billable,
                "S520"
            ),
            ("S520XXS", "Fracture of ulna, sequela", "", Billable, "S520"),
            ("S5211", "Torus fracture", "", Header, "S52"),
            ("S52111", "Right", "", Header, "S5211"),
            (
                "S52111D",
                "Right, subsequent encounter",
                "",
                Billable,
                "S52111"
            ),
            ("S53", "Plain", "", Billable, "S50-S59"),
            ("C7A-C7A", "Neuroendocrine", "", Block, "19"),
            ("C7A", "Tumors", "", Billable, "C7A-C7A"),
        ]
    );
    assert_eq!(batch.read, 10);
    let notes: Vec<(&str, NoteKind, &str)> = batch
        .notes
        .iter()
        .map(|n| (n.code.as_str(), n.kind, n.text.as_str()))
        .collect();
    assert_eq!(
        notes,
        [
            ("19", NoteKind::Note, "Use secondary codes from Chapter 20."),
            (
                "S50-S59",
                NoteKind::Excludes2,
                "burns & corrosions (T20-T32)"
            ),
            ("S52", NoteKind::Includes, "open < 3"),
            ("S52", NoteKind::Note, "One of these:"),
            ("S52", NoteKind::SeventhCharacter, "A  initial encounter"),
            ("S52", NoteKind::SeventhCharacter, "A  first visit"),
            ("S52", NoteKind::SeventhCharacter, "S  sequela"),
            ("S520", NoteKind::InclusionTerm, "Broken elbow"),
            ("S5211", NoteKind::Excludes1, "other (S52.0-)"),
            ("S5211", NoteKind::CodeFirst, "cause"),
            ("S5211", NoteKind::UseAdditional, "code"),
            ("S5211", NoteKind::CodeAlso, "also"),
            (
                "S5211",
                NoteKind::SeventhCharacter,
                "D  subsequent encounter"
            ),
        ]
    );
    assert_eq!(
        refused(&batch),
        [
            (35, "a seventh character is not one letter or digit"),
            (37, "what should be a code is not of ICD-10-CM's form"),
        ]
    );
}

fn terms(batch: &Batch) -> Vec<(&str, &str, &str)> {
    batch
        .terms
        .iter()
        .map(|t| (t.path.as_str(), t.code.as_str(), t.see.as_str()))
        .collect()
}

#[test]
fn an_index() {
    let batch = read(Layout::Icd10cmIndex, "i", INDEX);
    assert_eq!(
        terms(&batch),
        [
            ("Accident (to) NEC", "X58", ""),
            ("Accident (to) NEC, aircraft(s), any", "", "Accident, air"),
            ("Accident (to) NEC, aircraft(s), any, wing", "V951-", ""),
            ("Accident (to) NEC, aircraft(s), any, wing", "I43", ""),
            (
                "Accident (to) NEC, aircraft(s), any, tail",
                "T18",
                "categories T17 and T18"
            ),
            ("Accident (to) NEC, heading, bed", "", "category T71"),
            ("Accident (to) NEC, lightning", "", "subcategory T75.0"),
            ("Earache", "", "code by site"),
            ("Bronchorrhagia", "", "Hemoptysis"),
        ]
    );
    assert_eq!(batch.read, 11);
    assert_eq!(
        refused(&batch),
        [
            (12, "it leads to no code and to no other term"),
            (13, "what should be a code is not of ICD-10-CM's form"),
        ]
    );
}

#[test]
fn a_table() {
    let batch = read(Layout::Icd10cmTable, "n", TABLE);
    assert_eq!(
        terms(&batch),
        [
            ("Neoplasm, neoplastic, Malignant Primary", "C801", ""),
            ("Neoplasm, neoplastic, Ca in situ", "D099", ""),
            ("Neoplasm, neoplastic, wall", "", "Neoplasm, skin"),
            ("Neoplasm, neoplastic, wall, Malignant Primary", "C798-", ""),
            (
                "Neoplasm, neoplastic, book-leaf, floor of mouth, column 9",
                "C0689",
                ""
            ),
        ]
    );
    assert_eq!(refused(&batch), []);
}

#[test]
fn a_wide_block_takes_in_the_narrower_ones_of_its_chapter() {
    let section = |id: &str, code: &str| match code {
        "" => format!("<section id='{id}'><desc>Wide</desc></section>"),
        code => format!(
            "<section id='{id}'><desc>Narrow</desc><diag><name>{code}</name><desc>x</desc></diag></section>"
        ),
    };
    let sections = [
        section("C00-C96", ""),
        section("C00-C75", ""),
        section("C00-C14", "C00"),
        section("C7A", "C7A"),
        section("C76-C80", "C76"),
        section("D00-D09", "D00"),
    ];
    let batch = read(
        Layout::Icd10cmTabular,
        "tabular2026.xml",
        &format!(
            "<ICD10CM.tabular><chapter><name>2</name><desc>Neoplasms</desc>{}</chapter></ICD10CM.tabular>",
            sections.concat()
        ),
    );
    let check = |code: &str, parent: &str| {
        let entry = batch.entries.iter().find(|e| e.code == code).unwrap();
        assert_eq!(entry.parent, parent, "{code}");
    };
    check("C00-C96", "2");
    check("C00-C75", "C00-C96");
    check("C00-C14", "C00-C75");
    check("C7A-C7A", "C00-C96");
    check("C76-C80", "C00-C96");
    check("D00-D09", "2");
    check("C00", "C00-C14");
}

#[test]
fn seventh_characters_that_do_not_apply() {
    let list = |note: &str| {
        format!(
            "<ICD10CM.tabular><diag><name>S06</name><desc>Injury</desc><sevenChrDef><extension char='A'>a</extension>\
             <extension char='D'>d</extension><extension char='S'>s</extension></sevenChrDef>\
             <notes><note>{note}</note></notes><diag><name>S06.1X6</name></diag><diag><name>S06.1X7</name></diag>\
             <diag><name>S06.8</name></diag></diag></ICD10CM.tabular>"
        )
    };
    let sentence = "7th characters D and S do not apply to codes in category S06 with 6th character 7 - death, or 8 - other.";
    let cases = [
        ("Other note", 9, 0),
        (sentence, 7, 0),
        ("The 7th characters of this do not apply to some.", 9, 1),
    ];
    for (note, billable, refused) in cases {
        let batch = read(Layout::Icd10cmTabular, "t", &list(note));
        let found = batch
            .entries
            .iter()
            .filter(|e| e.status == Status::Billable);
        assert_eq!(
            (found.count(), batch.refused.len()),
            (billable, refused),
            "{note}"
        );
    }
}

#[test]
fn a_file_of_the_wrong_shape_is_refused_whole() {
    let cases = [
        (
            "<ICD10CM.tabular><chapter>",
            "it ends in the middle, at line 1: is it cut short?",
        ),
        (
            "<ICD10CM.tabular>\n<chapter></diag></ICD10CM.tabular>",
            "its XML is broken at line 2",
        ),
        (
            "<!DOCTYPE x [<!ENTITY a \"b\">]><ICD10CM.tabular/>",
            "it declares entities, which no publisher's file does",
        ),
        (
            "<ICD10CM.tabular>&a;</ICD10CM.tabular>",
            "at line 1 it uses an entity that XML does not know",
        ),
        (
            "<ICD10CM.tabular isAddenda=\"true\"/>",
            "it lists changes only (addenda), not all codes",
        ),
    ];
    for (text, why) in cases {
        let said = super::take(Layout::Icd10cmTabular, &source("t", text.as_bytes()));
        assert_eq!(said.unwrap_err(), why);
    }
    let deep = "<diag>".repeat(65);
    assert!(super::take(Layout::Icd10cmTabular, &source("t", deep.as_bytes())).is_err());
    let long = format!("<diag><desc>{}</desc></diag>", "x".repeat(10_000));
    assert!(super::take(Layout::Icd10cmTabular, &source("t", long.as_bytes())).is_err());
    let plain = "<!DOCTYPE x><ICD10CM.index><mainTerm><title>A</title><code>&#65;00</code></mainTerm></ICD10CM.index>";
    assert_eq!(
        terms(&read(Layout::Icd10cmIndex, "i", plain)),
        [("A", "A00", "")]
    );
}

/// The layouts of the small files.
const LAYOUTS: [Layout; 5] = [
    Layout::Icd10cmOrder,
    Layout::Icd10cmCodes,
    Layout::Icd10cmTabular,
    Layout::Icd10cmIndex,
    Layout::Icd10cmTable,
];

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic((bytes, name) in anything()) {
        read_as_all(&LAYOUTS, super::take, &name, bytes);
    }

    #[test]
    fn no_damage_makes_a_reader_panic(which in 0..FIXTURES.len(), damage in damage()) {
        read_as_all(&LAYOUTS, super::take, "x", damage.of(FIXTURES[which].0.as_bytes()));
    }
}
