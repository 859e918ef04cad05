//! Holding a JSON value against its schema: the one place where lengths, ranges and forms are checked, for every door. The gate
//! holds requests against the schemas that it publishes, and a file of claims is checked against that of a claim.
//!
//! It knows the keywords that requests use: `type`, `$ref`, `anyOf`, `enum`, `minimum`, `maximum`, `multipleOf`, `minLength`,
//! `maxLength`, `minItems`, `maxItems`, `items`, `format: date`, our patterns, and `properties` with `required`. A test holds
//! the schemas to these. What is wrong is said by what was wanted, never by what was sent.

use crate::schema::resolved;
use ligature_claim::DOLLARS;
use serde_json::{Map, Value};

/// A text that holds more than white space and control characters.
pub const NOT_BLANK: &str =
    r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]";

/// Whether a text is [`NOT_BLANK`].
fn is_not_blank(text: &str) -> bool {
    let blank = |c: char| {
        matches!(c, '\0'..='\u{20}' | '\u{7f}'..='\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}'
            | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
    };
    !text.chars().all(blank)
}

/// Keywords that are checked, or that say nothing about a value.
pub const KEYWORDS: [&str; 22] = [
    "$defs",
    "$schema",
    "title",
    "properties",
    "required",
    "items",
    "minItems",
    "maxItems",
    "maxLength",
    "type",
    "$ref",
    "anyOf",
    "enum",
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "format",
    "pattern",
    "description",
    "default",
    "examples",
];

/// A field that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The field, as `lines[0].units`; empty for the request itself.
    pub path: String,
    /// What was wanted, in a sentence.
    pub public: String,
}

/// Holds a value against its schema. Fields that the schema does not name are let through: see [`crate::unknown_fields`].
///
/// # Errors
/// [`Bad`]: the first field that is not as it should be.
pub fn held_against(value: &mut Value, schema: &Value) -> Result<(), Bad> {
    fields(value, schema, schema, "")
}

fn bad(path: &str, public: String) -> Bad {
    Bad {
        path: path.to_owned(),
        public,
    }
}

/// Holds the fields of an object, each named with the path to it.
fn fields(value: &mut Value, schema: &Value, whole: &Value, path: &str) -> Result<(), Bad> {
    let Some(sent) = value.as_object_mut() else {
        return Err(bad(
            path,
            match path {
                "" => "the request must be a JSON object".to_owned(),
                path => format!("`{path}` must be an object"),
            },
        ));
    };
    let at = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    for name in required(schema) {
        if sent.get(name).is_none() {
            return Err(bad(&at(name), format!("`{}` is missing", at(name))));
        }
    }
    let known = schema.get("properties").and_then(Value::as_object);
    for (name, value) in sent.iter_mut() {
        if let Some(schema) = known.and_then(|known| known.get(name)) {
            held(value, schema, whole, &at(name))?;
        }
    }
    Ok(())
}

/// Holds a value, whatever it is, against its schema.
fn held(value: &mut Value, schema: &Value, whole: &Value, path: &str) -> Result<(), Bad> {
    whole_number(value);
    let schema = resolved(schema, whole);
    if let Some(items) = schema.get("items") {
        return list(value, schema, items, whole, path);
    }
    if schema.get("properties").is_some() {
        return fields(value, schema, whole, path);
    }
    match one(value, schema, whole) {
        true => Ok(()),
        false => Err(bad(
            path,
            format!("`{path}` must be {}", words(schema, whole)),
        )),
    }
}

fn list(
    value: &mut Value,
    schema: &Value,
    items: &Value,
    whole: &Value,
    path: &str,
) -> Result<(), Bad> {
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
    let (least, most) = (bound("minItems").unwrap_or(0), bound("maxItems"));
    let Some(list) = value.as_array_mut() else {
        return Err(bad(path, format!("`{path}` must be a list")));
    };
    let count = list.len() as u64;
    if count < least || most.is_some_and(|most| count > most) {
        let public = match most {
            Some(most) => format!("`{path}` must have {least} to {most} entries"),
            None => format!("`{path}` must have at least {least} entries"),
        };
        return Err(bad(path, public));
    }
    let mut numbered = list.iter_mut().enumerate();
    numbered.try_for_each(|(n, one)| held(one, items, whole, &format!("{path}[{n}]")))
}

/// The fields that must be there.
pub fn required(schema: &Value) -> impl Iterator<Item = &str> {
    let all = schema.get("required").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(Value::as_str)
}

/// 10.0 is a whole number to JSON schemas.
fn whole_number(value: &mut Value) {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    if let Some(number) = value.as_f64()
        && value.is_f64()
        && number.fract() == 0.0
        && number.abs() <= LARGEST
    {
        *value = Value::from(number as i64);
    }
}

/// Whether a value is as a schema wants it.
fn one(value: &Value, schema: &Value, whole: &Value) -> bool {
    let schema = resolved(schema, whole);
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array)
        && !any.iter().any(|schema| one(value, schema, whole))
    {
        return false;
    }
    let typed = match schema.get("type") {
        Some(Value::String(kind)) => is(value, kind),
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .any(|kind| is(value, kind)),
        _ => true,
    };
    let listed = schema
        .get("enum")
        .and_then(Value::as_array)
        .is_none_or(|all| all.contains(value));
    typed && listed && in_bounds(value, schema) && in_form(value, schema)
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        _ => false,
    }
}

fn in_bounds(value: &Value, schema: &Value) -> bool {
    let Some(number) = value.as_f64() else {
        return true;
    };
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    let step = bound("multipleOf").is_none_or(|step| {
        let steps = number / step;
        (steps - steps.round()).abs() < 1e-6
    });
    bound("minimum").is_none_or(|least| number >= least)
        && bound("maximum").is_none_or(|most| number <= most)
        && step
}

fn in_form(value: &Value, schema: &Value) -> bool {
    let Some(text) = value.as_str() else {
        return true;
    };
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
    let (least, most) = (bound("minLength").unwrap_or(0), bound("maxLength"));
    let most = most.and_then(|most| usize::try_from(most).ok());
    // a text has at least as many bytes as characters
    let short = most.is_none_or(|most| text.len() <= most || text.chars().nth(most).is_none());
    let long = least == 0 || text.chars().nth(least as usize - 1).is_some();
    let dated = schema.get("format").is_none_or(|f| f != "date") || is_date(text);
    let formed = match schema.get("pattern").and_then(Value::as_str) {
        Some(NOT_BLANK) => is_not_blank(text),
        Some(DOLLARS) => is_dollars(text),
        _ => true,
    };
    short && long && dated && formed
}

/// Year, month and day, and nothing around them.
fn is_date(text: &str) -> bool {
    let form = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    form && text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Up to nine digits, and at most two after a point.
fn is_dollars(text: &str) -> bool {
    let (whole, cents) = text.split_once('.').unwrap_or((text, "00"));
    let digits = |part: &str, most| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    digits(whole, 9) && digits(cents, 2)
}

/// What a schema wants, in words that follow "must be".
fn words(schema: &Value, whole: &Value) -> String {
    let any = schema.get("anyOf").and_then(Value::as_array);
    let not_null = |s: &&Value| s.get("type").is_none_or(|t| t != "null");
    if let Some(one) = any.into_iter().flatten().find(not_null) {
        return words(one, whole);
    }
    let schema = resolved(schema, whole);
    if let Some(listed) = schema.get("enum").and_then(Value::as_array) {
        let listed: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
        return format!("one of {}", listed.join(", "));
    }
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().find(|k| *k != "null"),
        other => other,
    };
    let text = |name: &str| schema.get(name).and_then(Value::as_str);
    let range = |what: &str| match (schema.get("minimum"), schema.get("maximum")) {
        (Some(least), Some(most)) => format!("{what} from {least} to {most}"),
        _ => what.to_owned(),
    };
    match kind.and_then(Value::as_str) {
        Some("integer") => range("a whole number"),
        Some("number") if schema.get("multipleOf").is_some() => {
            format!("{} with at most three decimals", range("a number"))
        }
        Some("number") => range("a number"),
        Some("boolean") => "true or false".to_owned(),
        Some("object") => "an object".to_owned(),
        _ if schema.get("properties").is_some() => "an object".to_owned(),
        _ if text("format") == Some("date") => {
            "a day of the calendar as year, month and day such as 2025-03-01".to_owned()
        }
        _ if text("pattern") == Some(DOLLARS) => {
            "an amount in dollars as a text such as \"120.50\"".to_owned()
        }
        _ => {
            let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
            match (bound("minLength").unwrap_or(0), bound("maxLength")) {
                (least, Some(most)) => format!("a text of {least} to {most} characters"),
                (0, None) => "a text".to_owned(),
                (_, None) => "a text that is not empty".to_owned(),
            }
        }
    }
}

/// What each field of a request may hold, in words.
#[must_use]
pub fn bounds(schema: &Value) -> Vec<(String, String)> {
    let none = Map::new();
    let fields = schema.get("properties").and_then(Value::as_object);
    let needed: Vec<&str> = required(schema).collect();
    let line = |(name, field): (&String, &Value)| {
        let kind = match resolved(field, schema).get("items") {
            Some(_) => "a list".to_owned(),
            None => words(field, schema),
        };
        let needed = match needed.contains(&name.as_str()) {
            true => "; needed",
            false => "",
        };
        (name.clone(), format!("{kind}{needed}"))
    };
    fields.unwrap_or(&none).iter().map(line).collect()
}

/// Puts what the call is about into the fields of a request that name nothing.
pub fn fill(value: &mut Value, schema: &Value, defaults: &[(&str, Option<String>)]) {
    let known = schema.get("properties").and_then(Value::as_object);
    let Some((known, sent)) = known.zip(value.as_object_mut()) else {
        return;
    };
    for (name, default) in defaults {
        let Some(default) = default.as_ref().filter(|_| known.contains_key(*name)) else {
            continue;
        };
        let empty = match sent.get(*name) {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.is_empty(),
            Some(_) => false,
        };
        if empty {
            sent.insert((*name).to_owned(), Value::from(default.as_str()));
        }
    }
}
