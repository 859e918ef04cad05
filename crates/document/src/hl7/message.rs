//! Messages, and the parts of them that are documents.

use super::escape::Signs;
use crate::day::packed;
use crate::inside::base64;
use crate::model::{Left, remark};
use crate::tidy::flat;
use jiff::civil::Date;
use ligature_note::Remark;

/// Most kinds of other segments that are counted.
const OTHERS: usize = 100;

/// A message.
#[derive(Debug, Default)]
pub(crate) struct Message {
    /// Its type as MSH-9 writes it, `MDM^T02`; else `of no type`.
    pub kind: String,
    /// Its patient (PID-3, else PID-2).
    pub patient: Option<String>,
    /// Its visit (PV1-19).
    pub visit: Option<String>,
    /// Its documents.
    pub parts: Vec<Part>,
    /// Other segments with their counts, in the order of the message.
    pub others: Vec<(String, usize)>,
}

/// A document of a message: what follows a TXA or an OBR.
#[derive(Debug, Default)]
pub(crate) struct Part {
    /// Its type in words.
    pub title: Option<String>,
    /// The day of the activity (TXA-4) or observation (OBR-7).
    pub date: Option<Date>,
    /// Its own number (TXA-12).
    pub id: Option<String>,
    /// The number of the document that it replaces (TXA-13).
    pub replaces: Option<String>,
    /// Whether it was cancelled.
    pub withdrawn: bool,
    /// Its values in order.
    pub values: Vec<Value>,
    /// What is not read of it.
    pub left: Left,
}

/// A value (OBX-5).
#[derive(Debug)]
pub(crate) enum Value {
    /// Text, and the name of what it is (OBX-3).
    Text {
        /// The name in words.
        name: String,
        /// The text without escapes.
        text: String,
    },
    /// Bytes of another format, or why there are none.
    File(Result<Vec<u8>, String>),
}

impl Part {
    /// Its texts in lines. Where they are of several kinds, each kind has its name as a heading.
    pub fn text(&self) -> String {
        let texts = || {
            self.values.iter().filter_map(|value| match value {
                Value::Text { name, text } => Some((name, text)),
                Value::File(_) => None,
            })
        };
        let mut names: Vec<&String> = texts().map(|(name, _)| name).collect();
        names.dedup();
        let sections = names.len() > 1;
        let mut out = String::new();
        let mut before = None;
        for (name, text) in texts() {
            if before.is_some() {
                out.push('\n');
            }
            if sections && before != Some(name) {
                if before.is_some() {
                    out.push('\n');
                }
                if !name.is_empty() {
                    out.push_str(name.trim_end_matches(':'));
                    out.push_str(":\n");
                }
            }
            before = Some(name);
            out.push_str(text);
        }
        out
    }
}

/// The character set that the first message names (MSH-18), in capitals.
pub(crate) fn character_set(bytes: &[u8]) -> Option<String> {
    let at = bytes.windows(3).position(|window| window == b"MSH")?;
    let segment = bytes[at..].split(|b| matches!(b, b'\r' | b'\n')).next()?;
    let sign = segment.get(3)?;
    // MSH-1 is the sign itself
    let field = segment.split(|b| b == sign).nth(17)?;
    let first = String::from_utf8_lossy(field).to_uppercase();
    Some(
        first
            .split(['~', '^'])
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned(),
    )
}

impl Message {
    /// All messages of a file.
    pub fn all(text: &str, remarks: &mut Vec<Remark>) -> Vec<Message> {
        let mut messages: Vec<Message> = Vec::new();
        let mut signs = Signs::new('|', "^~\\&");
        let (segments, joined) = segments(text);
        if joined {
            remarks.push(remark(
                "lines-joined",
                "Some lines of the message begin no segment; they were read as part of the segment before them.",
            ));
        }
        let mut cut = Vec::new();
        for (at, segment) in segments.iter().enumerate() {
            let name = segment.get(..3).unwrap_or_default();
            if name == "MSH" {
                let field = segment[3..].chars().next().unwrap_or('|');
                let rest = segment[3..].strip_prefix(field).unwrap_or_default();
                signs = Signs::new(field, rest.split(field).next().unwrap_or_default());
                messages.push(Message::default());
            }
            let fields: Vec<&str> = segment.split(signs.field).collect();
            // before the first message: the envelope of a batch
            if let Some(message) = messages.last_mut() {
                message.segment(name, &fields, &signs);
            }
            if is_cut(name, &fields, &signs) {
                cut.push(format!("{} ({name})", at + 1));
            }
        }
        remarks.extend(cut_lines(&cut));
        messages
    }

    fn segment(&mut self, name: &str, fields: &[&str], signs: &Signs) {
        let field = |at: usize| fields.get(at).copied().unwrap_or_default().trim();
        let first = |at: usize| {
            let repetition = field(at).split(signs.repetition).next().unwrap_or_default();
            let component = repetition.split(signs.component).next().unwrap_or_default();
            let value = signs.plain(component.trim());
            (!value.is_empty()).then_some(value)
        };
        match name {
            // MSH-1 is the sign between fields, so that the fields are one place earlier
            "MSH" => {
                let kind: Vec<&str> = field(8).split(signs.component).take(2).collect();
                let named = |part: &&str| {
                    part.len() == 3 && part.bytes().all(|b| b.is_ascii_alphanumeric())
                };
                self.kind = match kind.iter().all(named) {
                    true => kind.join("^"),
                    false => "of no type".to_owned(),
                };
            }
            "PID" => self.patient = self.patient.take().or(first(3)).or(first(2)),
            "PV1" => self.visit = self.visit.take().or(first(19)),
            "OBR" => {
                self.begin(Part {
                    title: named(field(4), signs),
                    date: packed(field(7)),
                    withdrawn: matches!(field(25), "X"),
                    ..Part::default()
                });
            }
            "TXA" => {
                let kind = self.kind.rsplit('^').next().unwrap_or_default().to_owned();
                self.begin(Part {
                    title: document_type(field(2), signs),
                    date: packed(field(4)),
                    id: first(12),
                    replaces: first(13).filter(|_| matches!(kind.as_str(), "T08" | "T10")),
                    withdrawn: kind == "T11" || matches!(field(19), "CA"),
                    ..Part::default()
                });
            }
            "OBX" => self.part().value(fields, signs),
            "NTE" => {
                let text = signs.plain(&field(3).replace(signs.repetition, "\n"));
                let part = self.part();
                let name = match part.values.last() {
                    Some(Value::Text { name, .. }) => name.clone(),
                    _ => String::new(),
                };
                if !text.trim().is_empty() {
                    part.values.push(Value::Text { name, text });
                }
            }
            name => {
                let more = self.others.len() < OTHERS;
                match self.others.iter_mut().find(|other| other.0 == name) {
                    Some(other) => other.1 += 1,
                    None if more => self.others.push((name.to_owned(), 1)),
                    None => {}
                }
            }
        }
    }

    /// Begins a document. An order without values before a TXA is the order of that document.
    fn begin(&mut self, part: Part) {
        match self.parts.last_mut().filter(|last| last.values.is_empty()) {
            Some(last) => {
                let before = std::mem::replace(last, part);
                last.title = last.title.take().or(before.title);
                last.date = last.date.or(before.date);
            }
            None => self.parts.push(part),
        }
    }

    /// The document that is open; one without a beginning where there is none.
    fn part(&mut self) -> &mut Part {
        if self.parts.is_empty() {
            self.parts.push(Part::default());
        }
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }
}

impl Part {
    /// Adds an OBX segment.
    fn value(&mut self, fields: &[&str], signs: &Signs) {
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        if matches!(field(11).trim(), "D" | "W" | "X") {
            self.left.add(
                "deleted or wrong value (OBX-11)",
                "deleted or wrong values (OBX-11)",
                1,
            );
            return;
        }
        let name = named(field(3), signs).unwrap_or_default();
        match field(2).trim() {
            // the type is often missing where all values are text
            "TX" | "FT" | "ST" | "" => {
                let lines = field(5).split(signs.repetition);
                let lines: Vec<String> = lines.map(|line| signs.plain(line)).collect();
                self.values.push(Value::Text {
                    name,
                    text: lines.join("\n"),
                });
            }
            "ED" => {
                for value in field(5)
                    .split(signs.repetition)
                    .filter(|value| !value.is_empty())
                {
                    self.values.push(Value::File(encapsulated(value, signs)));
                }
            }
            "RP" => self.left.add(
                "text that is elsewhere (a pointer, RP)",
                "texts that are elsewhere (pointers, RP)",
                1,
            ),
            _ => self.left.add(
                "coded or measured value (OBX)",
                "coded or measured values (OBX)",
                1,
            ),
        }
    }
}

/// Most segments that one remark names.
const NAMED: usize = 20;

/// Segments whose text a bare sign between fields may have cut.
fn cut_lines(places: &[String]) -> Option<Remark> {
    let more = places.len().saturating_sub(NAMED);
    let mut named = places[..places.len() - more].join(", ");
    if more > 0 {
        named.push_str(&format!(" and {more} more"));
    }
    let message = match places.len() {
        0 => return None,
        1 => format!(
            "Segment {named} has what looks like text after its text field: a bare | may have cut the line there, and what follows it was not read."
        ),
        _ => format!(
            "Segments {named} have what looks like text after their text fields: a bare | may have cut the lines there, and what follows it was not read."
        ),
    };
    Some(remark("line-cut", message))
}

/// Whether the fields after a text hold what looks like more of it.
fn is_cut(name: &str, fields: &[&str], signs: &Signs) -> bool {
    let field = |at: usize| fields.get(at).copied().unwrap_or_default().trim();
    let words = |at: usize| match field(at).contains(signs.component) {
        true => 0,
        false => {
            let words = field(at).split_whitespace();
            words
                .filter(|word| word.contains(char::is_alphanumeric))
                .count()
        }
    };
    match name {
        // NTE-4 is a coded type
        "NTE" => words(4) > 2,
        "OBX" if matches!(field(2), "TX" | "FT" | "ST" | "") => {
            // units, then a range of values, then coded fields, days and names
            let texts = [
                (6, 3),
                (7, 6),
                (8, 2),
                (9, 2),
                (10, 2),
                (11, 2),
                (12, 2),
                (13, 3),
                (14, 2),
            ];
            let sentence = field(6).ends_with(['.', ';', ',']) && words(6) > 1;
            // the result status, one or more fields after its place
            let moved = field(11).is_empty()
                && (12..=14)
                    .any(|at| matches!(field(at), "F" | "P" | "C" | "D" | "W" | "X" | "R" | "S"));
            sentence || moved || texts.iter().any(|(at, least)| words(*at) >= *least)
        }
        _ => false,
    }
}

/// Encapsulated data (ED): source, kind, subkind, encoding, data.
fn encapsulated(value: &str, signs: &Signs) -> Result<Vec<u8>, String> {
    let mut parts = value.splitn(5, signs.component);
    let encoding = parts.nth(3).unwrap_or_default().trim().to_ascii_uppercase();
    let data = signs.plain(parts.next().unwrap_or_default());
    if data.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    match encoding.as_str() {
        "A" | "" => Ok(data.into_bytes()),
        "HEX" => {
            let digits: String = data.split_whitespace().collect();
            let pairs = digits.as_bytes().chunks(2).map(|pair| {
                let pair = std::str::from_utf8(pair).ok()?;
                u8::from_str_radix(pair, 16).ok()
            });
            let bytes: Option<Vec<u8>> = pairs.collect();
            bytes.ok_or_else(|| "its hexadecimal digits are damaged".to_owned())
        }
        _ => base64(&data),
    }
}

/// The words of a coded field: its text, else its alternate text; never the code alone.
fn named(field: &str, signs: &Signs) -> Option<String> {
    let mut parts = field.split(signs.component);
    let mut text = |at| parts.nth(at).map(|text| flat(&signs.plain(text)));
    let first = text(1);
    let name = first.filter(|t| !t.is_empty()).or_else(|| text(2));
    name.filter(|name| !name.is_empty())
}

/// The type of a document in words: as sent, else by HL7 table 0270.
fn document_type(field: &str, signs: &Signs) -> Option<String> {
    let code = field
        .split(signs.component)
        .next()
        .unwrap_or_default()
        .trim();
    let words = match code {
        "AR" => "Autopsy report",
        "CD" => "Cardiodiagnostics",
        "CN" => "Consultation",
        "DI" => "Diagnostic imaging",
        "DS" => "Discharge summary",
        "ED" => "Emergency department report",
        "HP" => "History and physical examination",
        "OP" => "Operative report",
        "PC" => "Psychiatric consultation",
        "PH" => "Psychiatric history and physical examination",
        "PN" => "Procedure note",
        "PR" => "Progress note",
        "SP" => "Surgical pathology",
        "TS" => "Transfer summary",
        "" => return named(field, signs),
        other => other,
    };
    named(field, signs).or_else(|| Some(words.to_owned()))
}

/// The segments of a file, and whether lines were joined: a line that begins no segment belongs to the one before it.
fn segments(text: &str) -> (Vec<String>, bool) {
    let mut segments: Vec<String> = Vec::new();
    let mut joined = false;
    let mut sign = None;
    let mut blanks = 0;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for line in text.split('\n') {
        let line = line.trim_matches(['\u{0B}', '\u{1C}', '\u{FEFF}']);
        if line.trim().is_empty() {
            blanks += 1;
            continue;
        }
        let name = line.get(..3).unwrap_or_default();
        let after = line.get(3..).and_then(|rest| rest.chars().next());
        let begins = match name {
            "MSH" | "FHS" | "BHS" => after.is_some_and(|c| c.is_ascii_punctuation()),
            _ => {
                name.starts_with(|c: char| c.is_ascii_uppercase())
                    && name
                        .chars()
                        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                    && (after == sign || (after.is_none() && name.len() == 3 && line.len() == 3))
            }
        };
        match segments.last_mut() {
            Some(last) if !begins => {
                joined = true;
                // an empty line inside a text is one of its lines
                last.push_str(if blanks > 0 { "\n\n" } else { "\n" });
                last.push_str(line);
            }
            _ => {
                if matches!(name, "MSH" | "FHS" | "BHS") {
                    sign = after;
                }
                segments.push(line.to_owned());
            }
        }
        blanks = 0;
    }
    (segments, joined)
}
