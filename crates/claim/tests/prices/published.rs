//! The publisher's own tables: every claim of the evaluation set to the cent.

use crate::tables::{key, source, table, value};
use crate::{Book, RULES};
use jiff::civil::date;
use ligature_claim::{Claim, Line};
use ligature_edits::{Fixed, Kind, LocalityRow, Rows, Table};
use serde::Deserialize;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    claim: Claim,
    expect: Expected,
    why: String,
}

#[derive(Deserialize)]
struct Expected {
    lines: Vec<Amount>,
    total: String,
}

#[derive(Deserialize)]
struct Amount {
    line: u32,
    allowed: String,
}

fn shared() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = here.ancestors().map(|a| a.join("shared"));
    folders.find(|f| f.join("data/pprrvu").is_dir() && f.join("eval/prices_dev.jsonl").is_file())
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut text = Vec::new();
    lzma_rs::xz_decompress(
        &mut BufReader::new(fs::File::open(path).unwrap()),
        &mut text,
    )
    .unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_slice());
    let records = reader.byte_records().map(|r| r.unwrap());
    let field = |f: &[u8]| String::from_utf8_lossy(f).trim().to_owned();
    records.map(|r| r.iter().map(field).collect()).collect()
}

/// The columns that the small tables have, of those that PPRRVU has.
fn values(path: &Path) -> Rows {
    let columns = [
        0, 1, 3, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
    ];
    let data = rows(path).into_iter().filter(|r| {
        r.len() > 24
            && r[0].len() == 5
            && r[0].as_bytes()[4].is_ascii_alphanumeric()
            && r[0] != "HCPCS"
    });
    let lines = data.map(|r| columns.map(|at| r[at].clone()).join(","));
    Rows::Values(lines.map(|line| value(&line)).collect())
}

fn localities(path: &Path) -> Rows {
    let data = rows(path)
        .into_iter()
        .filter(|r| r.len() > 6 && r[0].len() == 5);
    let fixed = |text: &str| Fixed::parse(text).unwrap();
    Rows::Localities(
        data.map(|r| LocalityRow {
            mac: r[0].clone(),
            state: r[1].clone(),
            number: r[2].clone(),
            name: r[3].clone(),
            work: fixed(&r[4]),
            expense: fixed(&r[5]),
            malpractice: fixed(&r[6]),
        })
        .collect(),
    )
}

fn tables(data: &Path) -> Vec<Table> {
    let year = |y| (date(y, 1, 1), date(y, 12, 31));
    let of = |kind, label: &str, (from, to)| source(kind, label, from, to);
    vec![
        table(
            of(
                Kind::Values,
                "RVU24C",
                (date(2024, 7, 1), date(2024, 9, 30)),
            ),
            values(&data.join("pprrvu/PPRRVU2024_Jul.csv.xz")),
        ),
        table(
            of(
                Kind::Values,
                "RVU25D",
                (date(2025, 10, 1), date(2025, 12, 31)),
            ),
            values(&data.join("pprrvu/PPRRVU2025_Oct.csv.xz")),
        ),
        table(
            of(Kind::Localities, "GPCI 2024", year(2024)),
            localities(&data.join("gpci/GPCI2024.csv.xz")),
        ),
        table(
            of(Kind::Localities, "GPCI 2025", year(2025)),
            localities(&data.join("gpci/GPCI2025.csv.xz")),
        ),
    ]
}

#[test]
fn every_claim_to_the_cent() {
    let Some(shared) = shared() else {
        eprintln!("skipped: the publishers' tables are not here (shared/data, shared/eval)");
        return;
    };
    let book = Book::new(tables(&shared.join("data")));
    let text = fs::read_to_string(shared.join("eval/prices_dev.jsonl")).unwrap();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let case: Case = serde_json::from_str(line).unwrap();
        let priced = book.price(&RULES, &case.claim);
        for expected in &case.expect.lines {
            let got = priced
                .lines
                .iter()
                .find(|l| l.line == expected.line)
                .unwrap();
            assert_eq!(
                got.allowed.map(|a| a.to_string()).as_ref(),
                Some(&expected.allowed),
                "{} {}: {:?}",
                case.claim.id,
                case.why,
                got
            );
        }
        let total = priced.total.map(|t| t.to_string());
        assert_eq!(total, Some(case.expect.total), "{}", case.claim.id);
    }
}

/// Every code of both releases on a line of its own, in an office and in a hospital: an amount above zero, or a reason.
#[test]
fn every_code_has_a_price_or_a_reason() {
    let Some(shared) = shared() else {
        eprintln!("skipped: the publishers' tables are not here (shared/data)");
        return;
    };
    let tables = tables(&shared.join("data"));
    let mut codes: Vec<(String, &str)> = Vec::new();
    for (table, day) in tables.iter().zip(["2024-08-14", "2025-10-15"]) {
        if let Rows::Values(rows) = &table.rows {
            let of = rows.iter().filter(|r| r.modifier == *b"  ");
            codes.extend(of.map(|r| (r.code.to_string(), day)));
        }
    }
    assert_eq!(key("44120").to_string(), "44120");
    let book = Book::new(tables);
    let mut priced = 0;
    for place in ["11", "21"] {
        for some in codes.chunks(400) {
            let claim = Claim {
                place_of_service: place.to_owned(),
                locality: "13202-01".to_owned(),
                lines: some
                    .iter()
                    .map(|(code, day)| Line {
                        code: code.clone(),
                        date_of_service: day.parse().ok(),
                        ..Line::default()
                    })
                    .collect(),
                ..Claim::default()
            };
            for line in book.price(&RULES, &claim).lines {
                assert_ne!(
                    line.allowed.is_some(),
                    line.not_priced.is_some(),
                    "{}",
                    line.code
                );
                assert!(!line.steps.is_empty() || line.allowed.is_none());
                priced += usize::from(!line.steps.is_empty());
            }
        }
    }
    assert!(priced > 15_000, "{priced}");
}
