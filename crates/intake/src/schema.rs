//! Schemas of requests and answers, in the words that readers of JSON schema and OpenAPI know.

use serde_json::{Map, Value, json};

/// What schemars writes, made plain: lists of constants are enumerations, there is no format `uint`, and nothing defaults to null.
/// Fields that are not listed lead to a remark and are not forbidden by the schema.
#[must_use]
pub fn plain(mut schema: Value) -> Value {
    flatten(&mut schema);
    walk(&mut schema, &mut |object| {
        let format = object.get("format").and_then(Value::as_str);
        if format.is_some_and(|format| format.starts_with("uint")) {
            object.remove("format");
        }
        if object.get("default") == Some(&Value::Null) {
            object.remove("default");
        }
        if object.get("additionalProperties") == Some(&Value::Bool(false)) {
            object.remove("additionalProperties");
        }
        enumerate(object);
    });
    open(&mut schema);
    schema
}

/// Puts what the schema as a whole refers to in the place of the reference: a request that is a claim has the fields of one.
fn open(schema: &mut Value) {
    let Some(Value::Object(of)) = schema.get("$ref").map(|_| resolved(schema, schema).clone())
    else {
        return;
    };
    if let Some(object) = schema.as_object_mut() {
        object.remove("$ref");
        for (name, value) in of {
            object.entry(name).or_insert(value);
        }
    }
}

/// As [`plain`], for a request: one without fields says so, so that every field is one that it does not know.
#[must_use]
pub fn plain_request(schema: Value) -> Value {
    let mut schema = plain(schema);
    if let Some(object) = schema.as_object_mut() {
        let none = || Value::Object(Map::new());
        object.entry("properties").or_insert_with(none);
    }
    schema
}

/// A schema that is nothing but a reference to one of its definitions becomes that definition.
fn flatten(schema: &mut Value) {
    let own = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|to| schema.pointer(to.strip_prefix('#')?))
        .and_then(Value::as_object)
        .cloned();
    if let (Some(own), Some(fields)) = (own, schema.as_object_mut()) {
        fields.remove("$ref");
        for (name, value) in own {
            fields.entry(name).or_insert(value);
        }
    }
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

/// What a schema refers to, within the schema that defines it.
#[must_use]
pub fn resolved<'a>(schema: &'a Value, whole: &'a Value) -> &'a Value {
    schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|to| to.strip_prefix('#'))
        .and_then(|to| whole.pointer(to))
        .unwrap_or(schema)
}
