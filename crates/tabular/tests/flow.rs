//! From a file of lines to a file of findings.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use arrow_array::cast::AsArray;
use arrow_array::{RecordBatch, StringArray};
use jiff::civil::date;
use ligature_claim::Rules;
use ligature_edits::{
    AddOnRow, ArchivedEdits, Ids, Key, Kind, LimitRow, PairRow, Rows, Setting, Table, TableRelease,
    Tables, build,
};
use ligature_knowledge::{ClaimModifier, ClaimRules};
use ligature_tabular::{Checker, Done, Format, Input, Output, run};
use rkyv::rancor::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn key(code: &str) -> Key {
    Key::pack(code.as_bytes()).unwrap()
}

fn table(kind: Kind, rows: Rows) -> Table {
    let source = TableRelease {
        kind,
        setting: Setting::Practitioner,
        label: "2024 Q3".to_owned(),
        from: date(2024, 7, 1),
        to: date(2024, 9, 30),
        dated: false,
        publisher: "CMS".to_owned(),
        licence: String::new(),
        file: "table.txt".to_owned(),
        part: None,
        revision: 0,
    };
    Table {
        source,
        rows,
        read: 0,
        refused: vec![],
    }
}

fn with_checker<T>(ask: impl FnOnce(Checker<'_>) -> T) -> T {
    let pair = |one, two, indicator| PairRow {
        one: key(one),
        two: key(two),
        from: None,
        to: None,
        indicator,
        reason: 0,
    };
    let limit = |code, units, mai| LimitRow {
        code: key(code),
        units,
        mai,
        reason: 0,
    };
    let addon = AddOnRow {
        addon: key("44121"),
        primary: Some(key("44120")),
        kind: 1,
        from: None,
        to: None,
    };
    let tables = vec![
        table(
            Kind::Pairs,
            Rows::Pairs(
                vec![pair("44120", "49000", 0), pair("44120", "44005", 1)],
                vec![],
            ),
        ),
        table(
            Kind::Limits,
            Rows::Limits(vec![limit("44121", 2, 3)], vec![]),
        ),
        table(Kind::AddOns, Rows::AddOns(vec![addon])),
    ];
    let bytes = rkyv::to_bytes::<Error>(&build(tables).unwrap()).unwrap();
    let edits = rkyv::access::<ArchivedEdits, Error>(&bytes).unwrap();
    let ids = Ids::new(edits);
    let modifier = ClaimModifier {
        modifier: "59".to_owned(),
        passes_pairs: true,
        ..ClaimModifier::default()
    };
    let rules = Rules::new(&ClaimRules {
        modifiers: vec![modifier],
        ..ClaimRules::default()
    });
    ask(Checker::new(
        Tables::new(edits, &ids),
        &rules,
        Setting::Practitioner,
    ))
}

const HEADER: &str = "claim,line,date_of_service,code,modifiers,units\n";

/// Findings of lines in CSV: `claim line layer outcome`.
fn check(lines: &str, expected: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("lines.csv");
    fs::write(&input, format!("{HEADER}{lines}")).unwrap();
    for name in ["findings.parquet", "findings.arrow"] {
        let output = dir.path().join(name);
        with_checker(|checker| run(&checker, &input, &output, "seal", |_| ()).unwrap());
        assert_eq!(findings_of(&output), expected, "{lines}");
    }
}

fn findings_of(output: &Path) -> Vec<String> {
    let batches: Vec<RecordBatch> = Input::open(output, 0)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let text = |batch: &RecordBatch, column: &str| -> StringArray {
        let array = batch.column_by_name(column).unwrap();
        arrow_cast::cast(array, &arrow_schema::DataType::Utf8)
            .unwrap()
            .as_string::<i32>()
            .clone()
    };
    let mut all = Vec::new();
    for batch in &batches {
        let columns = ["claim", "line", "layer", "outcome"].map(|c| text(batch, c));
        for row in 0..batch.num_rows() {
            all.push(
                columns
                    .iter()
                    .map(|c| c.value(row))
                    .collect::<Vec<_>>()
                    .join(" "),
            );
        }
    }
    all
}

#[test]
fn findings_by_claim_and_line() {
    check(
        "a,1,2024-08-01,44120,,1\na,2,2024-08-01,49000,59,1\nb,1,2024-08-01,44120,,1\nb,2,2024-08-01,44005,59,1\n",
        &["a 2 bundling deny", "b 2 bundling allowed_by_modifier"],
    );
    check(
        "a,1,2024-08-01,44120,,1\na,2,2024-08-01,44121,,1\na,3,2024-08-01,44121,,2\n",
        &["a 2 units deny_all_units"],
    );
    // part of a unit counts as a whole one
    check(
        "a,1,2024-08-01,44120,,1\na,2,2024-08-01,44121,,2.5\nb,1,2024-08-01,44120,,0.5\nb,2,2024-08-01,44121,,1.5\n",
        &["a 2 units deny_all_units"],
    );
    check("a,1,2024-08-01,44121,,1\n", &["a 1 addon needs_primary"]);
    check("a,1,2024-08-01,44120,,1\nb,1,2024-08-01,49000,,1\n", &[]);
    check("a,1,2024-08-01,4412,,1\n", &["a 1 validity deny"]);
}

#[test]
fn a_day_without_a_table_is_never_clean() {
    check(
        "a,1,2024-12-01,44120,,1\na,2,2024-12-01,49000,,1\n",
        &[
            "a 1 bundling no_data",
            "a 1 addon no_data",
            "a 1 units no_data",
        ],
    );
}

#[test]
fn claims_in_any_order_but_each_together() {
    check(
        "b,1,2024-08-01,44120,,1\nb,2,2024-08-01,49000,,1\na,1,2024-08-01,44120,,1\n",
        &["b 2 bundling deny"],
    );
    fails(
        "a,1,2024-08-01,44120,,1\nb,1,2024-08-01,44120,,1\na,2,2024-08-01,49000,,1\n",
        "(row 4)",
    );
}

/// The message about lines that cannot be read; never their contents.
fn fails(lines: &str, says: &str) {
    refused(&format!("{HEADER}{lines}"), says);
}

fn refused(text: &str, says: &str) {
    let dir = tempfile::tempdir().unwrap();
    let [input, output] = ["lines.csv", "out.parquet"].map(|name| dir.path().join(name));
    fs::write(&input, text).unwrap();
    let error = with_checker(|checker| run(&checker, &input, &output, "seal", |_| ()).unwrap_err());
    let error = error.to_string();
    assert!(error.contains(says) && !error.contains("Doe"), "{error}");
}

#[test]
fn a_value_that_cannot_be_read_is_placed_and_not_shown() {
    let line = "a,1,2024-08-01,44120,,1\n";
    fails("a,1,,44120,,1\n", "empty in row 2");
    fails(
        &format!("{line}b,1,Jane Doe,44120,,1\n"),
        "column `date_of_service` in row 3: expected a date such as 2024-08-14 (or 8/14/2024, month first)",
    );
    fails(
        &format!("{line}{line}{line}b,1,2024-08-01,44120,,Doe\n"),
        "column `units` in row 5: expected a number with at most three decimals",
    );
    fails(
        &format!("{line}b,1,2024-08-01,44120,,1.0005\n"),
        "column `units` in row 3: expected a number with at most three decimals",
    );
    fails("a,Doe,2024-08-01,44120,,1\n", "column `line` in row 2");
    fails(
        &format!("b,1,2024-08-01,44120,,1\n{}", line.repeat(1_000)),
        "the claim that begins in row 3 has more than 999 lines: check that `claim` is",
    );
}

#[test]
fn a_column_that_is_missing_is_named() {
    refused(
        "claim,code\na,44120\n",
        "no column `date_of_service` (or service_date, dos, from_date, date); its columns are claim, code",
    );
    refused(
        "claim,Jane Doe,POS,code\na,F,11,44120\n",
        "its columns are claim, POS, code, and others (1)",
    );
    refused(
        "17,Jane Doe,2024-08-01,44120\n18,Jane Doe,2024-08-01,44120\n",
        "none of its 4 columns has a name that is known: does its first row name the columns?",
    );
}

/// Runs that are stopped and continued, over claims of two lines: they write the same as one whole run.
fn interrupted(input: &str, name: impl Fn(u32) -> u32) {
    let dir = tempfile::tempdir().unwrap();
    let lines = dir.path().join("lines.csv");
    let mut text = HEADER.to_owned();
    for claim in 0..600_000 {
        let other = if claim % 7 == 0 { "49000" } else { "44005" };
        let name = name(claim);
        let _ = writeln!(
            text,
            "{name},1,2024-08-01,44120,,1\n{name},2,2024-08-01,{other},,1"
        );
    }
    fs::write(&lines, text).unwrap();
    let input = dir.path().join(input);
    if input != lines {
        let rows = Input::open(&lines, 0).unwrap();
        let mut table = Output::create(&input, Format::Parquet, &rows.schema.clone()).unwrap();
        rows.for_each(|batch| table.write(&batch.unwrap()).unwrap());
        table.finish().unwrap();
    }
    let whole = dir.path().join("whole.arrow");
    let broken = dir.path().join("broken.arrow");
    let done: Done = with_checker(|checker| run(&checker, &input, &whole, "seal", |_| ()).unwrap());
    assert_eq!(
        (done.counts.claims, done.counts.findings, done.resumed),
        (600_000, 600_000, 0)
    );
    stopped(&input, &broken, 1_150_000);
    let again: Done =
        with_checker(|checker| run(&checker, &input, &broken, "seal", |_| ()).unwrap());
    assert!(
        again.resumed > 0 && again.counts == done.counts,
        "{again:?}"
    );
    assert_eq!(fs::read(&whole).unwrap(), fs::read(&broken).unwrap());
}

/// A run that is stopped when that number of rows is done.
fn stopped(input: &Path, output: &Path, rows: u64) {
    let stopped = std::panic::catch_unwind(|| {
        with_checker(|checker| {
            run(&checker, input, output, "seal", |progress| {
                assert!(progress.rows < rows, "stopped by the test")
            })
        })
    });
    assert!(stopped.is_err() && !output.exists());
}

#[test]
fn an_interrupted_run_is_continued() {
    // names as they are counted, in no order from the beginning, in none from the second part on
    interrupted("lines.csv", |claim| claim);
    interrupted("lines.parquet", |claim| claim * 6007 % 600_000);
    interrupted("lines.csv", |claim| {
        claim.max((claim / 530_000) * (1_200_000 - claim))
    });
}

#[test]
fn claims_of_an_earlier_run_are_not_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let [input, output] = ["lines.csv", "out.parquet"].map(|name| dir.path().join(name));
    let mut text = HEADER.to_owned();
    // the last is a claim again that the first part has; by its letters it comes after the one before it
    for claim in (1..1_320_000).chain([2]) {
        let _ = writeln!(text, "{claim},1,2024-08-01,44120,,1");
    }
    fs::write(&input, text).unwrap();
    stopped(&input, &output, 1_200_000);
    with_checker(|checker| {
        let error = run(&checker, &input, &output, "seal", |_| ()).unwrap_err();
        assert!(error.to_string().contains("(row 1320001)"), "{error}");
    });
}
