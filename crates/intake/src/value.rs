//! JSON read so that nothing of it is lost: a field that occurs twice is an error, and lists have a bound.

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// Elements of one list.
pub const MOST_ELEMENTS: usize = 100_000;

/// Why a text that is JSON is not taken.
const TWICE: &str = "a field occurs twice in one object: it is not certain which one to use";
const NOT_JSON: &str = "this is not JSON";
const LONG: &str = "a list has more than 100,000 elements: write a claim a line";

/// A text that cannot be taken as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotJson {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// Why, in a sentence without its full stop; nothing of the text.
    pub why: &'static str,
}

impl NotJson {
    /// In words, of a request.
    #[must_use]
    pub fn of_request(&self) -> String {
        let NotJson { line, column, why } = self;
        match *why == NOT_JSON {
            true => format!("the request is not JSON (line {line}, column {column})"),
            false => format!("the request cannot be used: {why} (line {line}, column {column})"),
        }
    }
}

/// The value of a text.
///
/// # Errors
/// [`NotJson`], if it is not JSON, a field of an object occurs twice, or a list is too long.
pub fn json(text: &[u8]) -> Result<Value, NotJson> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = Whole.deserialize(&mut reader);
    let value = value.and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| {
        let says = error.to_string();
        let why = [TWICE, LONG].into_iter().find(|why| says.starts_with(why));
        NotJson {
            line: error.line(),
            column: error.column(),
            why: why.unwrap_or(NOT_JSON),
        }
    })
}

/// Reads a value.
struct Whole;

impl<'de> DeserializeSeed<'de> for Whole {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Whole {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(element) = elements.next_element_seed(Whole)? {
            if all.len() == MOST_ELEMENTS {
                return Err(A::Error::custom(LONG));
            }
            all.push(element);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let value = fields.next_value_seed(Whole)?;
            if all.insert(name, value).is_some() {
                return Err(A::Error::custom(TWICE));
            }
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `line:column why`, or nothing where the text is read as serde reads it.
    fn check(text: &str, expected: &str) {
        let got = match json(text.as_bytes()) {
            Ok(value) => {
                assert_eq!(Some(value), serde_json::from_str(text).ok(), "{text}");
                String::new()
            }
            Err(NotJson { line, column, why }) => format!("{line}:{column} {why}"),
        };
        let start: String = text.chars().take(60).collect();
        let same = got.starts_with(expected) && got.is_empty() == expected.is_empty();
        assert!(same, "{start}: {got}");
    }

    #[test]
    fn values_are_read_and_faults_have_their_place() {
        check(r#"{"a": [1, -2, 1.5, "x", true, null, {}]}"#, "");
        check("[]", "");
        check("{", "1:1 this is not JSON");
        check("{} {}", "1:4 this is not JSON");
        check("{\n\"a\": 1, \"a\": 2}", "2:15 a field occurs twice");
        check(
            r#"[{"lines": [], "b": {"c": 1, "c": 1}}]"#,
            "1:36 a field occurs twice",
        );
        let long = format!("[{}1]", "1,".repeat(MOST_ELEMENTS));
        check(&long, "1:200003 a list has more than 100,000");
    }

    proptest! {
        #[test]
        fn any_text_gives_what_serde_gives_or_a_fault(text in r#"[\[\]{}":, a1.\\-]{0,40}"#) {
            match json(text.as_bytes()) {
                Ok(value) => prop_assert_eq!(Some(value), serde_json::from_str(&text).ok()),
                Err(fault) if fault.why == TWICE => {}
                Err(_) => prop_assert!(serde_json::from_str::<Value>(&text).is_err()),
            }
        }
    }
}
