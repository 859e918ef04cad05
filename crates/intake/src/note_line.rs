//! A note on a line of JSON: its own name and its text.

use crate::lines::Line;
use crate::unknown::{MOST, Unknown, nearest, remark, shown};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// A note of a file of JSON lines.
#[derive(Debug, PartialEq)]
pub struct NoteLine {
    /// Whatever the caller calls it.
    pub id: Value,
    /// Its text.
    pub note: String,
    /// Its own date of service, as written; it need not be a day.
    pub date: Option<String>,
    /// Fields that are not known, in a sentence; nothing if there are none.
    pub unknown: Option<String>,
}

/// A line that holds no note. Its problem never quotes the line.
#[derive(Debug, PartialEq)]
pub struct BadNote {
    /// Its `id`, if that could be read; else null.
    pub id: Value,
    /// What is wrong.
    pub problem: String,
}

impl NoteLine {
    /// Reads a line.
    ///
    /// # Errors
    /// [`BadNote`], with the note's own name if that could be read.
    pub fn parse(line: &Line) -> Result<Self, BadNote> {
        let mut fields = Fields::default();
        if line.too_long {
            return Err(BadNote {
                id: Value::Null,
                problem: "the line is too long to hold one note".to_owned(),
            });
        }
        let mut json = serde_json::Deserializer::from_slice(&line.bytes);
        let read = (&mut fields)
            .deserialize(&mut json)
            .and_then(|()| json.end());
        let id = fields.id.unwrap_or(Value::Null);
        let bad = |problem: String, id| Err(BadNote { id, problem });
        if let Err(error) = read {
            return bad(reason(&line.bytes, &error), id);
        }
        let note = match fields.note {
            Some(Value::String(note)) => note,
            Some(_) => return bad("the field note is not a text".to_owned(), id),
            None => return bad("there is no field note".to_owned(), id),
        };
        let date = match fields.date {
            None | Some(Value::Null) => None,
            Some(Value::String(date)) => Some(date),
            Some(_) => return bad("the field date is not a text".to_owned(), id),
        };
        let known = KNOWN.into_iter().collect();
        let unknown = fields.unknown.iter().map(|name| Unknown {
            path: String::new(),
            name: shown(name),
            nearest: nearest(name, &known),
        });
        Ok(Self {
            id,
            note,
            date,
            unknown: remark(&unknown.collect::<Vec<_>>()),
        })
    }
}

/// What is wrong with a line that is no JSON object; serde's own words could quote the line.
fn reason(line: &[u8], error: &serde_json::Error) -> String {
    if let Err(bad) = std::str::from_utf8(line) {
        return format!(
            "not UTF-8 text (byte {} of the line)",
            bad.valid_up_to() + 1
        );
    }
    match error.classify() {
        serde_json::error::Category::Eof => "the JSON ends too early".to_owned(),
        serde_json::error::Category::Data => {
            "not a JSON object with the fields id and note".to_owned()
        }
        _ => format!("not valid JSON (column {})", error.column()),
    }
}

/// What has been read of a line: kept outside of the parser, so that the id is known even if what follows it is broken.
#[derive(Default)]
struct Fields {
    id: Option<Value>,
    note: Option<Value>,
    date: Option<Value>,
    unknown: Vec<String>,
}

/// The fields of a line.
const KNOWN: [&str; 3] = ["id", "note", "date"];

impl<'de> DeserializeSeed<'de> for &mut Fields {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Fields {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "id" => self.id = Some(map.next_value()?),
                "note" => self.note = Some(map.next_value()?),
                "date" => self.date = Some(map.next_value()?),
                _ => {
                    if self.unknown.len() < MOST && !self.unknown.contains(&key) {
                        self.unknown.push(key);
                    }
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(line: &[u8], expected: Result<(Value, &str), (Value, &str)>) {
        let line = Line {
            number: 1,
            bytes: line.to_vec(),
            too_long: false,
        };
        let got = NoteLine::parse(&line);
        match (&got, expected) {
            (Ok(input), Ok((id, note))) => {
                assert_eq!((&input.id, input.note.as_str()), (&id, note))
            }
            (Err(bad), Err((id, problem))) => {
                assert_eq!((&bad.id, bad.problem.as_str()), (&id, problem))
            }
            (got, expected) => panic!("{got:?} is not {expected:?}"),
        }
    }

    #[test]
    fn lines_are_read() {
        check(
            br#"{"id": "a", "x": [1, {"note": 2}], "note": "t"}"#,
            Ok((json!("a"), "t")),
        );
        check(br#"{"id": 7, "note": "caf\u00e9"}"#, Ok((json!(7), "café")));
        check(br#"{"note": "t"}"#, Ok((json!(null), "t")));
    }

    #[test]
    fn unknown_fields_are_named_and_a_date_is_read() {
        let read = |line: &str| {
            let bytes = line.as_bytes().to_vec();
            let line = Line {
                number: 1,
                bytes,
                too_long: false,
            };
            NoteLine::parse(&line).unwrap()
        };
        let line = read(r#"{"id": 1, "note": "t", "date": "2024-08-14"}"#);
        assert_eq!(
            (line.date.as_deref(), line.unknown),
            (Some("2024-08-14"), None)
        );
        let line = read(r#"{"note": "t", "dat": "2024-08-14", "colour": 1, "colour": 2}"#);
        let said = "unknown fields: `dat`: did you mean `date`?; `colour`";
        assert_eq!((line.date, line.unknown.as_deref()), (None, Some(said)));
        assert_eq!(read(r#"{"note": "t", "date": null}"#).date, None);
    }

    #[test]
    fn bad_lines_keep_their_id_and_never_quote_the_note() {
        check(
            br#"{"id": "a"}"#,
            Err((json!("a"), "there is no field note")),
        );
        check(
            br#"{"id": "a", "note": 5}"#,
            Err((json!("a"), "the field note is not a text")),
        );
        check(
            br#"{"id": "a", "note": "secret", "date": 5}"#,
            Err((json!("a"), "the field date is not a text")),
        );
        check(
            br#"{"id": "a", "note": "secret" oops}"#,
            Err((json!("a"), "not valid JSON (column 30)")),
        );
        check(
            br#"{"id": "a", "note": "secr"#,
            Err((json!("a"), "the JSON ends too early")),
        );
        check(
            br#""secret""#,
            Err((json!(null), "not a JSON object with the fields id and note")),
        );
        check(
            br#"[1]"#,
            Err((json!(null), "not a JSON object with the fields id and note")),
        );
        check(
            b"{\"id\": \"a\", \"note\": \"\xff\"}",
            Err((json!("a"), "not UTF-8 text (byte 22 of the line)")),
        );
        check(
            br#"{"id": "a", "note": "t"} {}"#,
            Err((json!("a"), "not valid JSON (column 26)")),
        );
    }
}
