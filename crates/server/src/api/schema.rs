//! The schemas of the tools' types, with what the types cannot say, as components of the document.

use super::cursor;
use ligature_tools::Tool;
use serde_json::{Map, Value, json};

/// A text that holds more than white space and control characters.
pub(crate) const SOMETHING: &str =
    r"[^\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]";

/// Whether a text is [`SOMETHING`].
pub(crate) fn is_something(text: &str) -> bool {
    let nothing = |c: char| {
        matches!(c, '\0'..='\u{20}' | '\u{7f}'..='\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}'
            | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
    };
    !text.chars().all(nothing)
}

/// What a field must be beyond its type: bounds, form, an example.
fn refined(tool: &str, field: &str) -> Value {
    match (tool, field) {
        (_, "date") => json!({"format": "date", "examples": ["2025-03-01"]}),
        ("search", "text") => {
            json!({"minLength": 1, "pattern": SOMETHING, "examples": ["acute appendicitis"]})
        }
        ("complete", "text") => json!({"examples": ["append"]}),
        ("search", "limit") => json!({"minimum": 1, "maximum": 100, "examples": [10]}),
        ("browse", "limit") => json!({"minimum": 1, "maximum": 500, "examples": [200]}),
        ("diff", "limit") => json!({"minimum": 1, "maximum": 5000, "examples": [500]}),
        ("search", "skip") => json!({"minimum": 0, "maximum": 1000, "examples": [0]}),
        ("browse", "skip") => json!({"minimum": 0, "maximum": 1_000_000, "examples": [0]}),
        ("search", "under") => json!({"examples": ["K35"]}),
        ("browse", "under") => json!({"examples": ["K35"]}),
        ("lookup", "code") => json!({"minLength": 1, "examples": ["K35.80"]}),
        ("compare", "first") => json!({"minLength": 1, "examples": ["K35.80"]}),
        ("compare", "second") => json!({"minLength": 1, "examples": ["K35.890"]}),
        ("diff", "from") => json!({"examples": ["FY2024"]}),
        ("diff", "to") => json!({"examples": ["FY2025"]}),
        ("code", "note") => json!({
            "examples": ["OPERATION: Appendectomy.\nThrough a McBurney incision the appendix was ligated and removed."]
        }),
        (_, "system") => json!({"examples": ["icd10cm"]}),
        (_, "billable") => json!({"examples": [true]}),
        _ => Value::Null,
    }
}

/// The schema of a tool's request, complete in itself.
pub(crate) fn request(tool: &Tool) -> Value {
    let mut schema = plain((tool.request)().to_value());
    if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        for (name, field) in fields.iter_mut() {
            let (Some(field), Value::Object(more)) =
                (field.as_object_mut(), refined(tool.name, name))
            else {
                continue;
            };
            field.extend(more);
        }
    }
    schema
}

/// The schema of a tool's answer, complete in itself.
pub(crate) fn answer(tool: &Tool) -> Value {
    plain((tool.answer)().to_value())
}

/// What schemars writes, in the words that readers of OpenAPI know: lists of constants are enumerations, and there is no format `uint`.
fn plain(mut schema: Value) -> Value {
    walk(&mut schema, &mut |object| {
        let format = object.get("format").and_then(Value::as_str);
        if format.is_some_and(|format| format.starts_with("uint")) {
            object.remove("format");
        }
        if object.get("default") == Some(&Value::Null) {
            object.remove("default");
        }
        enumerate(object);
    });
    schema
}

/// `oneOf` constants become `enum`, and what is said of each goes into the description.
fn enumerate(object: &mut Map<String, Value>) {
    let Some(all) = object.get("oneOf").and_then(Value::as_array) else {
        return;
    };
    let constant = |one: &Value| {
        Some((
            one.get("const")?.as_str()?.to_owned(),
            one.get("description")?.as_str()?.to_owned(),
        ))
    };
    let Some(all) = all.iter().map(constant).collect::<Option<Vec<_>>>() else {
        return;
    };
    let said = object
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut description = format!("{said}\n");
    for (name, about) in &all {
        description.push_str(&format!("\n- `{name}`: {about}"));
    }
    let names: Vec<&String> = all.iter().map(|(name, _)| name).collect();
    let names = json!(names);
    object.remove("oneOf");
    object.insert("type".to_owned(), json!("string"));
    object.insert("enum".to_owned(), names);
    object.insert("description".to_owned(), json!(description.trim()));
}

/// Visits every object of a schema.
fn walk(value: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(object);
            object.values_mut().for_each(|value| walk(value, visit));
        }
        Value::Array(all) => all.iter_mut().for_each(|value| walk(value, visit)),
        _ => {}
    }
}

/// The named schemas of the document.
#[derive(Default)]
pub(crate) struct Components {
    /// By name.
    pub all: Map<String, Value>,
    /// Names under which two tools mean different things: there must be none.
    pub clashes: Vec<String>,
}

impl Components {
    /// Takes a schema apart: what it defines and itself become components. Gives its name.
    pub fn take(&mut self, mut schema: Value) -> String {
        walk(&mut schema, &mut |object| {
            if let Some(Value::String(to)) = object.get_mut("$ref") {
                *to = to.replace("#/$defs/", "#/components/schemas/");
            }
        });
        let mut name = String::from("Schema");
        if let Some(object) = schema.as_object_mut() {
            object.remove("$schema");
            if let Some(Value::String(title)) = object.remove("title") {
                name = title;
            }
            if let Some(Value::Object(defs)) = object.remove("$defs") {
                for (name, one) in defs {
                    self.put(&name, one);
                }
            }
        }
        self.put(&name, schema);
        name
    }

    /// Puts a schema under a name.
    pub fn put(&mut self, name: &str, schema: Value) {
        match self.all.get(name) {
            Some(known) if *known != schema => self.clashes.push(name.to_owned()),
            Some(_) => {}
            None => {
                self.all.insert(name.to_owned(), schema);
            }
        }
    }

    /// A list that comes in pages: the answer with `next`. Gives its name.
    pub fn paged(&mut self, answer: &str) -> String {
        let name = answer.replace("Answer", "Page");
        let mut schema = self.all.get(answer).cloned().unwrap_or_default();
        if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            fields.insert(
                "next".to_owned(),
                json!({
                    "type": ["string", "null"],
                    "pattern": cursor::PATTERN,
                    "description": "The cursor of the next page; null on the last."
                }),
            );
        }
        if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
            required.push(json!("next"));
        }
        self.put(&name, schema);
        name
    }

    /// A field's schema as that of a parameter: not null, what is referred to kept as a reference.
    pub fn parameter(field: &Value) -> Value {
        let mut schema = field.clone();
        let Some(object) = schema.as_object_mut() else {
            return schema;
        };
        object.remove("description");
        object.remove("default");
        let kinds = object.get("type").and_then(Value::as_array).cloned();
        if let Some(kind) = kinds.into_iter().flatten().find(|kind| kind != "null") {
            object.insert("type".to_owned(), kind);
        }
        if let Some(Value::Array(any)) = object.remove("anyOf")
            && let Some(Value::Object(one)) = any.into_iter().find(|one| one.get("$ref").is_some())
        {
            object.extend(one);
        }
        schema
    }
}
