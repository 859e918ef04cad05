//! The schemas of the tools' requests and answers as components of the document.

use super::addresses::resolved;
use super::cursor;
use serde_json::{Map, Value, json};

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
        named(&mut schema);
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

    /// What an address answers with: the tool's answer, with the remarks on the request, and in a list that comes in pages with the
    /// cursor of the next. Gives its name.
    pub fn reply(&mut self, tool: &str, answer: &str, paged: bool) -> String {
        let mut fields = json!({"noticed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Remarks on the request, a sentence each: unknown fields. Absent if there are none."
        }});
        let mut required = Vec::new();
        if paged {
            fields["next"] = json!({
                "type": ["string", "null"],
                "pattern": cursor::PATTERN,
                "description": "The cursor of the next page; null on the last."
            });
            required.push("next");
        }
        let kind = if paged { "Page" } else { "Reply" };
        let name = format!("{}{kind}", camel(tool));
        let schema = json!({
            "description": format!("The answer of `{tool}`."),
            "allOf": [
                {"$ref": format!("#/components/schemas/{answer}")},
                {"type": "object", "properties": fields, "required": required}
            ]
        });
        self.put(&name, schema);
        name
    }
}

/// `unit_limit` as `UnitLimit`.
fn camel(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{}{rest}", first.to_uppercase())
    });
    words.collect()
}

/// References as the document has them.
fn named(schema: &mut Value) {
    walk(schema, &mut |object| {
        if let Some(Value::String(to)) = object.get_mut("$ref") {
            *to = to.replace("#/$defs/", "#/components/schemas/");
        }
    });
}

/// A field's schema as that of a parameter: not null, what is referred to kept as a reference.
pub(crate) fn parameter(field: &Value, request: &Value) -> Value {
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
    if let Some(Value::Array(any)) = object.remove("anyOf") {
        let null = |one: &Value| one.get("type").is_some_and(|kind| kind == "null");
        if let Some(Value::Object(one)) = any.into_iter().find(|one| !null(one)) {
            object.extend(one);
        }
    }
    // an example may come with a reference too
    let of = resolved(field, request);
    if let Some(examples) = of
        .get("examples")
        .filter(|_| !object.contains_key("examples"))
    {
        object.insert("examples".to_owned(), examples.clone());
    }
    named(&mut schema);
    schema
}
