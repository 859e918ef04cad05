//! Broken files: a clear message each, and the book that was there is still served.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use assert_cmd::Command;
use std::fs;
use std::io::Write;
use std::path::Path;

const GOOD: &str = "A000    Cholera due to Vibrio cholerae 01, biovar cholerae\r\n\
A001    Cholera due to Vibrio cholerae 01, biovar eltor\r\n\
A009    Cholera, unspecified\r\n\
A0100   Typhoid fever, unspecified\r\n";

fn ligature(book: &Path, args: &[&str]) -> (bool, String) {
    let output = Command::cargo_bin("ligature")
        .unwrap()
        .arg("--book")
        .arg(book)
        .args(args)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

/// A book with four codes, and a folder for broken files.
fn book() -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let codes = dir.path().join("codes.txt");
    fs::write(&codes, GOOD).unwrap();
    let book = dir.path().join("book");
    let made = Command::cargo_bin("ligature")
        .unwrap()
        .args(["book", "build", "--out"])
        .arg(&book)
        .arg("--data")
        .arg(&codes)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    (dir, book)
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let mut archive = zip::ZipWriter::new(&mut out);
    archive
        .start_file(name, zip::write::SimpleFileOptions::default())
        .unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap();
    out.into_inner()
}

/// Imports a file; `says` must be in the message, and the old code has to be found afterwards.
fn check(name: &str, bytes: &[u8], taken: bool, says: &str) {
    let (dir, book) = book();
    let file = dir.path().join(name);
    fs::write(&file, bytes).unwrap();
    let (ok, text) = ligature(&book, &["import", file.to_str().unwrap()]);
    assert_eq!(ok, taken, "{name}: {text}");
    assert!(text.contains(says), "{name}: {text}");
    still_served(&book);
}

/// The old code is found.
fn still_served(book: &Path) {
    let (ok, shown) = ligature(book, &["show", "A00.0"]);
    assert!(ok && shown.contains("Cholera"), "{shown}");
}

#[test]
fn a_cut_zip() {
    let whole = zipped("codes.txt", GOOD.repeat(40).as_bytes());
    check(
        "cut.zip",
        &whole[..whole.len() / 2],
        false,
        "damaged or cut short",
    );
}

#[test]
fn a_zip_bomb() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bomb.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default().large_file(true);
    archive.start_file("codes.txt", options).unwrap();
    let block = vec![b'0'; 1 << 20];
    for _ in 0..520 {
        archive.write_all(&block).unwrap();
    }
    archive.finish().unwrap();
    check("bomb.zip", &fs::read(&path).unwrap(), false, "zip bomb");
}

#[test]
fn a_file_that_names_no_year_says_so() {
    check(
        "mine.txt",
        GOOD.as_bytes(),
        true,
        "assumed: neither it nor its name says of which release it is: it was taken for FY2025",
    );
}

#[test]
fn wrong_columns() {
    check(
        "mue.csv",
        b"Code,Something,Else\n44120,1,2\n44121,x,y\n",
        false,
        "no layout that Ligature knows",
    );
}

#[test]
fn codes_of_another_set_under_this_name() {
    let pcs: String = (0..6)
        .map(|n| {
            format!("001607{n} Bypass Cerebral Ventricle to Nasopharynx, Open Approach {n}\r\n")
        })
        .collect();
    check(
        "icd10cm-codes-2025.txt",
        pcs.as_bytes(),
        true,
        "ICD-10-PCS codes and titles",
    );
}

/// Two files, each under the other's name: each is known by what it holds.
#[test]
fn swapped_files() {
    let (dir, book) = book();
    let folder = dir.path().join("swapped");
    fs::create_dir(&folder).unwrap();
    let limits = "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n44120,1,2 Date of Service Edit: Policy,Policy\n";
    fs::write(folder.join("icd10cm-codes-2025.txt"), limits).unwrap();
    fs::write(folder.join("MUE_Eff_07-01-2025.csv"), GOOD).unwrap();
    let (ok, text) = ligature(&book, &["import", folder.to_str().unwrap()]);
    for expected in [
        "MUE_Eff_07-01-2025.csv: ICD-10-CM codes and titles",
        "icd10cm-codes-2025.txt: looks like medically unlikely edits (MUE)",
    ] {
        assert!(ok && text.contains(expected), "{expected}: {text}");
    }
    still_served(&book);
}

/// A record of the HCPCS file of fixed width.
fn hcpcs(code: &str, title: &str, from: &str, to: &str) -> String {
    let line = format!("{code:>5}001003{title:<80}{title:<28}");
    format!("{line:<268}{from:<8}{from:<8}{to:<8}{:<28}\r\n", "N")
}

#[test]
fn a_code_valid_twice_on_overlapping_days() {
    let many: String = (0..20)
        .map(|n| hcpcs(&format!("A99{n:02}"), "Supply made up", "20240101", ""))
        .collect();
    let twice = |first: (&str, &str), second: (&str, &str)| {
        let one = hcpcs("A4217", "Sterile water", first.0, first.1);
        many.clone() + &one + &hcpcs("A4217", "Sterile water again", second.0, second.1)
    };
    check(
        "HCPC2025_OCT_ANWEB.txt",
        twice(("20240101", "20250630"), ("20250101", "")).as_bytes(),
        true,
        "A4217 is listed twice for the same days (2024-01-01 to 2025-06-30; from 2025-01-01): the first line counts",
    );
    check(
        "HCPC2025_OCT_ANWEB.txt",
        twice(("20240101", "20240630"), ("20250101", "")).as_bytes(),
        true,
        "A4217 is listed for two times (2024-01-01 to 2024-06-30; from 2025-01-01): the first line counts",
    );
}

#[test]
fn duplicated_codes() {
    check(
        "twice.txt",
        GOOD.repeat(2).as_bytes(),
        false,
        "A000 is listed twice",
    );
}

#[test]
fn latin_1_in_utf_8() {
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes.extend_from_slice("M3500   Sjögren syndrome, unspecified\r\n".as_bytes());
    bytes.extend_from_slice(b"H8101   M\xe9ni\xe8re's disease, right ear\r\n");
    let (dir, book) = book();
    let file = dir.path().join("latin1-2026.txt");
    fs::write(&file, bytes).unwrap();
    let (ok, text) = ligature(&book, &["import", file.to_str().unwrap()]);
    assert!(ok && text.contains("took 6 codes"), "{text}");
    for (code, title) in [("M35.00", "Sjögren"), ("H81.01", "Ménière's")] {
        let (ok, shown) = ligature(&book, &["show", code]);
        assert!(ok && shown.contains(title), "{shown}");
    }
    still_served(&book);
}

#[test]
fn a_sparse_file_of_3_gb() {
    let (dir, book) = book();
    let path = dir.path().join("sparse.txt");
    fs::File::create(&path).unwrap().set_len(3 << 30).unwrap();
    let (ok, text) = ligature(&book, &["import", path.to_str().unwrap()]);
    assert!(!ok && text.contains("more than 512 MB"), "{text}");
    still_served(&book);
}

#[test]
fn xml_with_external_entities() {
    let xml = br#"<?xml version="1.0"?><!DOCTYPE ICD10CM.tabular [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<ICD10CM.tabular><version>2026</version><chapter><name>1</name><desc>&x;</desc></chapter></ICD10CM.tabular>"#;
    check("tabular.xml", xml, false, "it declares entities");
}

#[test]
fn an_empty_folder() {
    let (dir, book) = book();
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let (ok, text) = ligature(&book, &["import", empty.to_str().unwrap()]);
    assert!(!ok && text.contains("there are no files"), "{text}");
    still_served(&book);
}

#[test]
fn licensed_text_needs_an_attested_licence() {
    let cdt = "Code,Nomenclature,Descriptor\nD0001,an invented name,an invented text\nD0002,another,another text\n";
    let (dir, book) = book();
    let file = dir.path().join("cdt-2026.csv");
    fs::write(&file, cdt).unwrap();
    let path = file.to_str().unwrap();
    let (ok, text) = ligature(&book, &["import", path]);
    assert!(!ok && text.contains("attest your licence"), "{text}");
    let attest = [
        "--attest-cdt-licence",
        "A Clinic",
        "--edition",
        "2026",
        "--users",
        "3",
    ];
    let (ok, text) = ligature(&book, &[&["import", path], &attest[..]].concat());
    assert!(ok && text.contains("2 codes"), "{text}");
}

#[test]
fn what_was_taken_before_stays() {
    let (dir, book) = book();
    let pcs: String = (0..6)
        .map(|n| {
            format!("001607{n} Bypass Cerebral Ventricle to Nasopharynx, Open Approach {n}\r\n")
        })
        .collect();
    let file = dir.path().join("pcs-2025.txt");
    fs::write(&file, pcs).unwrap();
    let (ok, text) = ligature(&book, &["import", file.to_str().unwrap()]);
    assert!(
        ok && text.contains("4 icd10cm codes") && text.contains("6 icd10pcs codes"),
        "{text}"
    );
}

#[test]
fn files_of_one_name_from_two_folders_are_both_kept() {
    let (dir, book) = book();
    let lines = |at: u32| -> String {
        (at..at + 4)
            .map(|n| format!("Z9{n}    An invented title, number {n}\r\n"))
            .collect()
    };
    let folders = [("one", 10), ("two", 20), ("three", 30)];
    for (folder, at) in folders {
        let folder = dir.path().join(folder);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("icd10cm-codes-2025.txt"), lines(at)).unwrap();
    }
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (ok, text) = ligature(&book, &["import", &path("one"), &path("two")]);
    assert!(ok, "{text}");
    // the third in a separate import: what came before is read again from what was kept
    let (ok, text) = ligature(&book, &["import", &path("three")]);
    assert!(ok && text.contains("16 icd10cm codes"), "{text}");
    // a file that is given again counts once
    let (ok, text) = ligature(&book, &["import", &path("two")]);
    assert!(ok && text.contains("16 icd10cm codes"), "{text}");
}

#[test]
fn a_book_that_is_there_is_replaced() {
    let (dir, book) = book();
    let codes = dir.path().join("codes.txt");
    fs::write(&codes, &GOOD[..GOOD.find("A0100").unwrap()]).unwrap();
    let out = book.to_str().unwrap().to_owned();
    let build = ["book", "build", "--out", &out, "--data"];
    let (ok, text) = ligature(&book, &[&build[..], &[codes.to_str().unwrap()]].concat());
    assert!(ok && text.contains("icd10cm codes"), "{text}");
    let (ok, text) = ligature(&book, &["show", "A01.00"]);
    assert!(!ok, "{text}");
}

#[test]
fn without_publishers_files_a_book_holds_names_of_our_own() {
    let dir = tempfile::tempdir().unwrap();
    let book = dir.path().join("book");
    let out = book.to_str().unwrap();
    let made = Command::cargo_bin("ligature")
        .unwrap()
        .args(["book", "build", "--out", out])
        .output()
        .unwrap();
    assert!(made.status.success());
    let (ok, text) = ligature(&book, &["search", "small bowel resection"]);
    assert!(ok && text.contains("44120"), "{text}");
}

/// A question in words, and the code that comes first.
#[test]
fn questions_find_their_code() {
    let (_dir, book) = book();
    let check = |question: &str, first: &str| {
        let (ok, text) = ligature(&book, &["search", question, "--limit", "3"]);
        let line = text.lines().next().unwrap_or_default();
        assert!(ok && line.contains(first), "{question}: {text}");
    };
    // codes among words
    check("line 2 44120 denied", "44120");
    check("dx A00.0 (cholera)", "A00.0");
    check("01/15/2025 44121 1 $310.00", "44121");
    // the set that the words name
    check("cholera icd-10", "A00");
    check("cpt small bowel resection", "44120");
    // words of a form that titles do not have
    check("44l20", "44120");
    check("44120TC", "44120");
}

/// Tables of claims: what was taken, of which release, for which days; and what another import adds.
#[test]
fn tables_of_claims_are_taken_part_by_part() {
    let (dir, book) = book();
    let take = |name: &str, text: &str| {
        let file = dir.path().join(name);
        fs::write(&file, text).unwrap();
        ligature(&book, &["import", file.to_str().unwrap()])
    };
    let says = |(ok, text): (bool, String), words: &[&str]| {
        assert!(ok, "{text}");
        for word in words {
            assert!(text.contains(word), "{word} is missing in: {text}");
        }
    };
    let line = |one: &str, indicator: u8| {
        format!("{one}\t99213\t\t20200101\t*\t{indicator}\tSequential procedure\n")
    };
    let part = line("10021", 1).repeat(3)
        + &(0..20)
            .map(|n| line(&format!("100{}", n + 40), 0))
            .collect::<String>()
        + &line("10022", 5);
    says(
        take("ccipra-v302r0-f1.txt", &part),
        &[
            "PTP 2024 Q3, practitioner, part 1 of 4, 2024-07-01 to 2024-09-30",
            "took 23 pair edits for claims, each with its own days from 24 lines",
            "line 24: 10022 and 99213 have a modifier indicator other than 0, 1 and 9",
            "21 pair edits",
        ],
    );
    says(
        take(
            "ccipra-v302r0-f3.txt",
            &(line("44120", 1) + &line("44125", 1) + &line("44130", 1)),
        ),
        &["part 3 of 4", "24 pair edits"],
    );
    says(
        ligature(&book, &["book", "info"]),
        &[
            "PTP 2024 Q3, practitioner: 24 pair edits, 1 line refused",
            "parts 2 and 4 are missing",
        ],
    );
    let changes = "Change\tColumn 1\tColumn 2\tPTP Edit Rationale\nadded\t44120\t44005\tx\n";
    let (ok, text) = take("changes.txt", changes);
    assert!(
        !ok && text.contains("changes.txt: known: a list of changes, not taken"),
        "{text}"
    );
    let (ok, text) = ligature(&book, &["show", "A00.0"]);
    assert!(ok && text.contains("Cholera"), "{text}");
}
