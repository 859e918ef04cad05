//! Reading claims: JSON, lines of JSON, an 837P, or a table of lines. What is wrong with one costs that one only.

use super::professional;
use crate::commands::batch::lines::{Line, Lines};
use crate::input;
use anyhow::{Context as _, Result};
use indicatif::ProgressBar;
use ligature_claim::Claim;
use ligature_professional::History;
use ligature_x12::looks_like_x12;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Claims of a lot.
const LOT: usize = 512;
/// Bytes of a lot.
const BYTES: usize = 16 << 20;
/// The largest file of one JSON value that is taken, in bytes.
const WHOLE: u64 = 256 << 20;

/// What was read at one place.
pub struct Taken {
    /// Where: `claims.jsonl, line 3`.
    pub at: String,
    /// The claim, or why there is none.
    pub claim: Result<Claim, String>,
    /// What else is to be said of the place.
    pub remarks: Vec<String>,
}

/// Reads a file to its end and hands over its claims, some hundreds at a time; the bar goes with the bytes.
pub fn each(
    path: &Path,
    bar: &ProgressBar,
    mut lot: impl FnMut(Vec<Taken>) -> Result<()>,
) -> Result<()> {
    let name = input::name(path);
    let reader = bar.wrap_read(input::reader(path)?);
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let unread = || format!("{name} cannot be read");
    let start = reader.fill_buf().with_context(unread)?;
    let first = start.iter().find(|b| !b.is_ascii_whitespace()).copied();
    if looks_like_x12(start) {
        return professional::each(&name, reader, &history(path)?, LOT, lot);
    }
    if table(path, start)? {
        // a table is read from its own places
        bar.finish_and_clear();
        drop(reader);
        return rows(path, &name, lot);
    }
    if first.is_none() {
        anyhow::bail!("{name} is empty: no claim was read");
    }
    if first == Some(b'[') || (first == Some(b'{') && !ends_its_line(start)) {
        let mut text = Vec::new();
        reader
            .take(WHOLE)
            .read_to_end(&mut text)
            .with_context(unread)?;
        return lot(whole(&name, &text));
    }
    let mut lines = Lines::new(reader);
    loop {
        let some = lines.lot(LOT, BYTES).with_context(unread)?;
        if some.is_empty() {
            return Ok(());
        }
        lot(some.iter().map(|l| line(&name, l)).collect())?;
    }
}

/// What the claims of an 837P tell of each other's patients. Standard input is read once, and tells nothing beforehand.
pub fn history(path: &Path) -> Result<History> {
    if input::is_standard(path) {
        return Ok(History::default());
    }
    let read = History::read(BufReader::new(input::open(path)?));
    let history = read.with_context(|| format!("{} cannot be read", input::name(path)))?;
    if history.is_full() {
        eprintln!(
            "note: {} tells more services than are remembered: global periods are checked against the first ones",
            input::name(path)
        );
    }
    Ok(history)
}

/// Whether a file is a table of lines: Parquet, Arrow, or CSV, whose first line names columns.
fn table(path: &Path, start: &[u8]) -> Result<bool> {
    let binary = start.starts_with(b"PAR1") || start.starts_with(b"ARROW1");
    let binary = binary || start.starts_with(&[0xff; 4]);
    let head = start.split(|b| *b == b'\n').next().unwrap_or_default();
    let text = String::from_utf8_lossy(head);
    let is = binary || (!text.contains(['{', '[']) && text.split(',').nth(1).is_some());
    if is && input::is_standard(path) {
        anyhow::bail!("a table (CSV, Parquet, Arrow) is read from a file, not from standard input");
    }
    Ok(is)
}

/// Claims of a table of lines. What is wrong in it ends the reading: a table is right as a whole or not.
fn rows(path: &Path, name: &str, mut lot: impl FnMut(Vec<Taken>) -> Result<()>) -> Result<()> {
    for claims in ligature_tabular::claims(path)? {
        let mut claims = claims?.into_iter().map(|(row, claim)| Taken {
            at: format!("{name}, row {row}"),
            claim: Ok(claim),
            remarks: Vec::new(),
        });
        loop {
            let some: Vec<Taken> = claims.by_ref().take(LOT).collect();
            if some.is_empty() {
                break;
            }
            lot(some)?;
        }
    }
    Ok(())
}

/// Whether the first line is a JSON value by itself: then every line is a claim.
fn ends_its_line(start: &[u8]) -> bool {
    let first = start
        .split(|b| *b == b'\n')
        .find(|l| !l.iter().all(u8::is_ascii_whitespace));
    let begun = first.is_some_and(|l| l.len() == start.len());
    begun || first.is_some_and(|l| serde_json::from_slice::<Value>(l).is_ok())
}

/// A file that is one value: a claim or a list of claims.
fn whole(name: &str, text: &[u8]) -> Vec<Taken> {
    let bad = |at: String, why: String| Taken {
        at,
        claim: Err(why),
        remarks: Vec::new(),
    };
    match serde_json::from_slice::<Value>(text) {
        Err(error) => {
            let at = format!("{name}, line {}, column {}", error.line(), error.column());
            vec![bad(at, "this is not JSON".to_owned())]
        }
        Ok(Value::Array(all)) => {
            let numbered = all.into_iter().enumerate();
            let one = |(n, value)| read(format!("{name}, claim {}", n + 1), value);
            numbered.map(one).collect()
        }
        Ok(value) => vec![read(name.to_owned(), value)],
    }
}

fn line(name: &str, line: &Line) -> Taken {
    let at = format!("{name}, line {}", line.number);
    let why = match serde_json::from_slice::<Value>(&line.bytes) {
        Ok(value) if !line.too_long => return read(at, value),
        Ok(_) => "the line is too long".to_owned(),
        Err(_) if line.too_long => "the line is too long".to_owned(),
        Err(error) => format!("column {}: this is not JSON", error.column()),
    };
    Taken {
        at,
        claim: Err(why),
        remarks: Vec::new(),
    }
}

/// A claim from its JSON. Names of fields that are not known are told, values never.
fn read(at: String, value: Value) -> Taken {
    let mut unknown = Vec::new();
    let claim = serde_path_to_error::deserialize(noting_unknown(&value, &mut unknown));
    let claim = claim.map_err(|error: serde_path_to_error::Error<serde_json::Error>| {
        let path = error.path().to_string();
        let place = if path == "." { "the claim" } else { &path };
        format!("{place}: {}", wanted(&error.inner().to_string()))
    });
    let remarks = match unknown.as_slice() {
        [] => Vec::new(),
        names => vec![format!("not known and passed over: {}", names.join(", "))],
    };
    Taken { at, claim, remarks }
}

/// The value itself; names of lines' fields that no claim has are put down, those of the claim may be the submitter's own.
fn noting_unknown<'v>(value: &'v Value, unknown: &mut Vec<String>) -> &'v Value {
    const LINE: [&str; 9] = [
        "line",
        "code",
        "modifiers",
        "units",
        "charge",
        "date_of_service",
        "diagnoses",
        "place_of_service",
        "provider",
    ];
    let lines = value.get("lines").and_then(Value::as_array);
    let fields = lines.into_iter().flatten().filter_map(Value::as_object);
    for name in fields.flat_map(|f| f.keys()) {
        let told = format!("lines.{}", shortened(name));
        if !LINE.contains(&name.as_str()) && !unknown.contains(&told) {
            unknown.push(told);
        }
    }
    value
}

fn shortened(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// What was wanted, of a message that may also tell what was sent.
fn wanted(message: &str) -> String {
    let expected = message.split_once("expected ").map(|(_, e)| e);
    match expected {
        Some(e) if e.starts_with("u32") || e.starts_with("u64") => {
            "a whole number is wanted".to_owned()
        }
        Some(e) if e.starts_with("a number of units") => {
            "a number with at most three decimals is wanted".to_owned()
        }
        Some(e) if e.contains("`practitioner`") => {
            "practitioner, outpatient or supplier is wanted".to_owned()
        }
        Some(e) if e.starts_with("a sequence") => "a list is wanted".to_owned(),
        Some(e) if e.starts_with("a string") => "a text in quotes is wanted".to_owned(),
        Some(e) if e.starts_with("struct") => "an object in braces is wanted".to_owned(),
        Some(e) if e.contains("Decimal") => {
            "an amount in quotes such as \"120.50\" is wanted".to_owned()
        }
        Some(e) if e.contains("date") || e.contains("Date") => {
            "a day such as 2024-08-14 is wanted".to_owned()
        }
        _ if message.contains("date") || message.contains("year") => {
            "a day such as 2024-08-14 is wanted".to_owned()
        }
        _ => "this value cannot be read".to_owned(),
    }
}
