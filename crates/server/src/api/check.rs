//! Holding a value against a schema of the document.
//!
//! Knows the keywords that requests use: `type`, `$ref`, `anyOf`, `enum`, `minimum`, `maximum`, `multipleOf` (0.001 only), `minLength`, `maxLength`,
//! `minItems`, `maxItems`, `items`, `format: date`, our patterns, and for objects `properties`, `required` and no other
//! fields. A test holds the document to these.

use super::{cursor, schema};
use serde_json::{Map, Value};

/// Keywords that [`one`] knows, or that say nothing about a value.
#[cfg(test)]
pub(crate) const KEYWORDS: [&str; 20] = [
    "properties",
    "required",
    "additionalProperties",
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

/// Holds an object against its schema. What is wrong is told by what was wanted, never by what was sent.
pub(crate) fn object(
    value: &mut Value,
    schema: &Value,
    all: &Map<String, Value>,
) -> Result<(), String> {
    fields(value, schema, all, "")
}

/// Holds the fields of an object, each named with the path to it.
fn fields(
    value: &mut Value,
    schema: &Value,
    all: &Map<String, Value>,
    path: &str,
) -> Result<(), String> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    let known_fields = schema
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&NONE);
    let Some(sent) = value.as_object_mut() else {
        return Err(match path {
            "" => "a JSON object is wanted".to_owned(),
            path => format!("`{path}` must be an object"),
        });
    };
    if sent.keys().any(|name| !known_fields.contains_key(name)) {
        let known = known("field", known_fields.keys());
        return Err(match path {
            "" => known,
            path => format!("`{path}`: {known}"),
        });
    }
    let at = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    for name in required(schema) {
        if !sent.contains_key(name) {
            return Err(format!("`{}` is missing", at(name)));
        }
    }
    for (name, value) in sent.iter_mut() {
        if let Some(schema) = known_fields.get(name) {
            held(value, schema, all, &at(name))?;
        }
    }
    Ok(())
}

/// Holds a value, whatever it is, against its schema.
fn held(
    value: &mut Value,
    schema: &Value,
    all: &Map<String, Value>,
    path: &str,
) -> Result<(), String> {
    whole(value);
    let schema = resolved(schema, all);
    if let Some(items) = schema.get("items") {
        let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
        let (least, most) = (bound("minItems").unwrap_or(0), bound("maxItems"));
        let Some(list) = value.as_array_mut() else {
            return Err(format!("`{path}` must be a list"));
        };
        let count = list.len() as u64;
        if count < least || most.is_some_and(|most| count > most) {
            let most = most.map_or_else(String::new, |most| format!(" and at most {most}"));
            return Err(format!("`{path}` must have at least {least}{most} entries"));
        }
        let mut numbered = list.iter_mut().enumerate();
        return numbered.try_for_each(|(n, one)| held(one, items, all, &format!("{path}[{n}]")));
    }
    if schema.get("properties").is_some() {
        return fields(value, schema, all, path);
    }
    match one(value, schema, all) {
        true => Ok(()),
        false => Err(format!("`{path}` must be {}", words(schema, all))),
    }
}

/// The fields that must be there.
pub(crate) fn required(schema: &Value) -> impl Iterator<Item = &str> {
    let all = schema.get("required").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(Value::as_str)
}

/// Says which names are known, where another was sent.
pub(crate) fn known<'a>(what: &str, names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => format!("this address takes no {what}s"),
        [one] => format!("an unknown {what} was sent; the only one known is {one}"),
        _ => format!("an unknown {what} was sent; known are {}", names.join(", ")),
    }
}

/// 10.0 is a whole number to JSON schemas.
fn whole(value: &mut Value) {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    if let Some(number) = value.as_f64()
        && value.is_f64()
        && number.fract() == 0.0
        && number.abs() <= LARGEST
    {
        *value = Value::from(number as i64);
    }
}

/// What a schema refers to.
pub(crate) fn resolved<'a>(schema: &'a Value, all: &'a Map<String, Value>) -> &'a Value {
    schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|to| all.get(to.trim_start_matches("#/components/schemas/")))
        .unwrap_or(schema)
}

/// Whether a value is as a schema wants it.
pub(crate) fn one(value: &Value, schema: &Value, all: &Map<String, Value>) -> bool {
    let schema = resolved(schema, all);
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array)
        && !any.iter().any(|schema| one(value, schema, all))
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
    bound("minimum").is_none_or(|least| number >= least)
        && bound("maximum").is_none_or(|most| number <= most)
        && bound("multipleOf").is_none_or(|_| (number * 1_000.0).round() / 1_000.0 == number)
}

fn in_form(value: &Value, schema: &Value) -> bool {
    let Some(text) = value.as_str() else {
        return true;
    };
    let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or(0);
    let long = least == 0 || text.chars().nth(least as usize - 1).is_some();
    let most = schema.get("maxLength").and_then(Value::as_u64);
    let long = long && most.is_none_or(|most| text.chars().nth(most as usize).is_none());
    let dated = schema.get("format").is_none_or(|f| f != "date") || is_date(text);
    let formed = match schema.get("pattern").and_then(Value::as_str) {
        Some(schema::SOMETHING) => schema::is_something(text),
        Some(cursor::PATTERN) => cursor::well_formed(text),
        Some(ligature_claim::DOLLARS) => is_dollars(text),
        _ => true,
    };
    long && dated && formed
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

/// What a schema wants, for people.
pub(crate) fn words(schema: &Value, all: &Map<String, Value>) -> String {
    let any = schema.get("anyOf").and_then(Value::as_array);
    if let Some(one) = any.into_iter().flatten().find(|s| s.get("$ref").is_some()) {
        return words(one, all);
    }
    let schema = resolved(schema, all);
    if let Some(listed) = schema.get("enum").and_then(Value::as_array) {
        let listed: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
        return format!("one of {}", listed.join(", "));
    }
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().find(|k| *k != "null"),
        other => other,
    };
    let text = |name: &str| schema.get(name).and_then(Value::as_str);
    match kind.and_then(Value::as_str) {
        Some("integer") => match (schema.get("minimum"), schema.get("maximum")) {
            (Some(least), Some(most)) => format!("a whole number from {least} to {most}"),
            _ => "a whole number".to_owned(),
        },
        Some("number") => match schema.get("maximum") {
            Some(most) => format!("a number from 0 to {most} with at most three decimals"),
            None => "a number".to_owned(),
        },
        Some("boolean") => "true or false".to_owned(),
        _ if text("format") == Some("date") => {
            "a day of the calendar as year, month and day such as 2025-03-01".to_owned()
        }
        _ if text("pattern") == Some(ligature_claim::DOLLARS) => {
            "an amount in dollars as a text such as \"120.50\"".to_owned()
        }
        _ if text("pattern") == Some(cursor::PATTERN) => {
            "a cursor as an answer gave it in `next`".to_owned()
        }
        _ if schema.get("maxLength").is_some() => {
            let bound = |name: &str| schema.get(name).and_then(Value::as_u64).unwrap_or(0);
            format!(
                "a text of {} to {} characters",
                bound("minLength"),
                bound("maxLength")
            )
        }
        _ if schema.get("minLength").is_some() => "a text that is not empty".to_owned(),
        _ => "a text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::openapi::DOCUMENT;
    use serde_json::json;

    /// Holds a body against the request of a tool.
    #[track_caller]
    fn check(tool: &str, mut body: Value, expected: Result<Value, &str>) {
        let schema = &DOCUMENT.requests[tool];
        let held = object(&mut body, schema, &DOCUMENT.schemas);
        match (held, expected) {
            (Ok(()), Ok(value)) => assert_eq!(body, value),
            (Err(told), Err(part)) => assert!(told.contains(part), "{told}"),
            (got, _) => panic!("{body}: {got:?}"),
        }
    }

    #[test]
    fn bodies() {
        let same = |tool: &str, body: Value| check(tool, body.clone(), Ok(body));
        same(
            "search",
            json!({"text": "a", "limit": 100, "billable": true}),
        );
        same(
            "search",
            json!({"text": "é", "limit": null, "system": null, "date": null}),
        );
        same("code", json!({"note": ""}));
        same("releases", json!({}));
        check(
            "search",
            json!({"text": "a", "limit": 3.0}),
            Ok(json!({"text": "a", "limit": 3})),
        );
        check("search", json!({}), Err("`text` is missing"));
        check("search", json!([]), Err("a JSON object"));
        check(
            "search",
            json!({"text": " \u{2003}"}),
            Err("`text` must be a text that is not empty"),
        );
        check("search", json!({"text": 3}), Err("`text` must be"));
        check(
            "search",
            json!({"text": "a", "limit": 0}),
            Err("a whole number from 1 to 100"),
        );
        check(
            "search",
            json!({"text": "a", "limit": 1e300}),
            Err("a whole number"),
        );
        check(
            "search",
            json!({"text": "a", "limit": 2.5}),
            Err("a whole number"),
        );
        check(
            "search",
            json!({"text": "a", "system": "icd"}),
            Err("one of cpt, hcpcs"),
        );
        check(
            "search",
            json!({"text": "a", "billable": "true"}),
            Err("true or false"),
        );
        check(
            "search",
            json!({"text": "a", "billable": null}),
            Err("true or false"),
        );
        for date in ["", "2025-02-30", " 2025-03-01", "2025-3-1", "03/01/2025"] {
            check(
                "code",
                json!({"note": "x", "date": date}),
                Err("`date` must be a day"),
            );
        }
        check(
            "code",
            json!({"note": "x", "patient": "Smith"}),
            Err("known are `date`, `note`"),
        );
        check("releases", json!({"a": 1}), Err("takes no fields"));
    }

    #[test]
    fn claims() {
        let line = |line: Value| json!({"lines": [line]});
        check(
            "check",
            line(json!({"code": "44120", "units": 2, "charge": "120.50", "modifiers": ["59"]})),
            Ok(line(
                json!({"code": "44120", "units": 2, "charge": "120.50", "modifiers": ["59"]}),
            )),
        );
        check(
            "check",
            line(json!({"code": "A0425", "units": 12.5})),
            Ok(line(json!({"code": "A0425", "units": 12.5}))),
        );
        check("check", json!({}), Err("`lines` is missing"));
        check(
            "check",
            json!({"lines": []}),
            Err("`lines` must have at least 1"),
        );
        for (part, told) in [
            (
                json!({"units": "2"}),
                "`lines[0].units` must be a number from 0 to 999999 with at most three decimals",
            ),
            (
                json!({"units": 1.0005}),
                "`lines[0].units` must be a number",
            ),
            (json!({"units": -1}), "`lines[0].units` must be a number"),
            (json!({"units": null}), "`lines[0].units` must be a number"),
            (
                json!({"charge": 120.5}),
                "`lines[0].charge` must be an amount",
            ),
            (
                json!({"charge": "1.234"}),
                "`lines[0].charge` must be an amount",
            ),
            (json!({"name": "Smith"}), "`lines[0]`: an unknown field"),
            (
                json!({"modifiers": "59"}),
                "`lines[0].modifiers` must be a list",
            ),
            (json!("44120"), "`lines[0]` must be an object"),
        ] {
            check("check", line(part), Err(told));
        }
    }

    /// Every schema within a request.
    fn every(schema: &Value, see: &mut dyn FnMut(&Value)) {
        let schema = resolved(schema, &DOCUMENT.schemas);
        see(schema);
        for one in schema
            .get("anyOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            every(one, see);
        }
        schema
            .get("items")
            .into_iter()
            .for_each(|one| every(one, see));
        let fields = schema.get("properties").and_then(Value::as_object);
        for field in fields.into_iter().flat_map(|f| f.values()) {
            every(field, see);
        }
    }

    #[test]
    fn requests_use_only_keywords_that_are_checked() {
        for (tool, schema) in &DOCUMENT.requests {
            every(schema, &mut |schema| {
                if schema.get("properties").is_some() {
                    assert_eq!(schema["additionalProperties"], json!(false), "{tool}");
                }
                for keyword in schema.as_object().unwrap().keys() {
                    let known = KEYWORDS.contains(&keyword.as_str());
                    assert!(
                        known || keyword == "title" || keyword == "$schema",
                        "{tool}: {keyword}"
                    );
                }
                let pattern = schema.get("pattern").and_then(Value::as_str);
                let ours = [schema::SOMETHING, cursor::PATTERN, ligature_claim::DOLLARS];
                assert!(pattern.is_none_or(|p| ours.contains(&p)));
            });
        }
    }
}
