//! The document's addresses: what each takes, and everything that it may answer.

use super::doors::{DOORS, POSTED};
use super::openapi::{EXAMPLES, Names, Opening, Param};
use super::problem::{Kind, MEDIA_TYPE, Problem};
use super::schema;
use super::{ROOT, check, request};
use ligature_tools::{TOOLS, Tool};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Every address with what it takes and gives.
pub(crate) fn paths(
    names: &BTreeMap<&str, Names>,
    openings: &BTreeMap<&'static str, Opening>,
) -> Value {
    let examples: Value = serde_json::from_str(EXAMPLES).unwrap_or_default();
    let mut paths = Map::new();
    for door in DOORS {
        let (Some(tool), Some(names), Some(opening)) = (
            super::tool(door.tool),
            names.get(door.tool),
            openings.get(door.path),
        ) else {
            continue;
        };
        let mut example = examples.get(tool.name).cloned().unwrap_or_default();
        if let (Some(object), Some(_)) = (example.as_object_mut(), &names.page) {
            object.insert("next".to_owned(), Value::Null);
        }
        let answer = names.page.as_ref().unwrap_or(&names.answer);
        let held = json!({"$ref": "#/components/parameters/IfNoneMatch"});
        let params: Vec<Value> = opening.params.iter().map(parameter).chain([held]).collect();
        paths.insert(
            format!("{ROOT}{}", door.path),
            json!({"get": {
                "operationId": tool.name,
                "tags": ["codes"],
                "summary": tool.help,
                "description": door.about,
                "parameters": params,
                "responses": read(answer, &example)
            }}),
        );
    }
    for tool in TOOLS {
        let Some(names) = names.get(tool.name) else {
            continue;
        };
        let example = examples.get(tool.name).cloned().unwrap_or_default();
        paths.insert(
            format!("{ROOT}/tools/{}", tool.name),
            json!({"post": posted(tool, names, &example, "tools", &format!("{}ByJson", tool.name))}),
        );
        for door in POSTED.iter().filter(|door| door.tool == tool.name) {
            paths.insert(
                format!("{ROOT}{}", door.path),
                json!({"post": posted(tool, names, &example, door.tag, tool.name)}),
            );
        }
    }
    for (path, id, summary, kind, schema) in [
        (
            "/",
            "readingPage",
            "This document as a page for people.",
            "text/html",
            json!({"type": "string"}),
        ),
        (
            "/openapi.json",
            "document",
            "This document.",
            "application/json",
            json!({"type": "object"}),
        ),
        (
            "/tools",
            "tools",
            "The tools with their help, and the JSON schemas of their requests and answers.",
            "application/json",
            reference("ToolList"),
        ),
    ] {
        let mut responses = read("", &Value::Null);
        responses["200"]["content"] = json!({kind: {"schema": schema}});
        if let Some(all) = responses.as_object_mut() {
            all.remove("404");
        }
        paths.insert(
            format!("{ROOT}{path}"),
            json!({"get": {
                "operationId": id,
                "tags": ["about"],
                "summary": summary,
                "parameters": [{"$ref": "#/components/parameters/IfNoneMatch"}],
                "responses": responses
            }}),
        );
    }
    Value::Object(paths)
}

/// A reference to a named schema.
fn reference(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

/// A parameter, described.
fn parameter(param: &Param) -> Value {
    let mut described = json!({
        "name": param.name,
        "in": if param.in_path { "path" } else { "query" },
        "required": param.required,
        "description": param.about,
        "schema": param.schema,
    });
    let mut schema = param.schema.clone();
    let examples = schema
        .as_object_mut()
        .and_then(|schema| schema.remove("examples"));
    if let Some(example) = examples.as_ref().and_then(|all| all.get(0)) {
        described["schema"] = schema;
        described["example"] = example.clone();
    }
    described
}

/// A body or an answer in JSON.
fn content(schema: &str, example: &Value) -> Value {
    let mut media = json!({"schema": reference(schema)});
    if !example.is_null() {
        media["example"] = example.clone();
    }
    json!({"application/json": media})
}

/// What GET may be answered by.
fn read(answer: &str, example: &Value) -> Value {
    let headers = json!({
        "ETag": {"$ref": "#/components/headers/ETag"},
        "Cache-Control": {"$ref": "#/components/headers/CacheControl"}
    });
    json!({
        "200": {"description": "The answer.", "headers": headers, "content": content(answer, example)},
        "304": {"description": "Nothing has changed since the answer whose `ETag` was sent in `If-None-Match`.", "headers": headers},
        "400": {"$ref": "#/components/responses/BadRequest"},
        "404": {"$ref": "#/components/responses/NotFound"},
        "default": {"$ref": "#/components/responses/Problem"}
    })
}

/// What is asked by a JSON body.
fn posted(tool: &Tool, names: &Names, example: &Value, tag: &str, id: &str) -> Value {
    let schema = schema::request(tool);
    let fields = schema.get("properties").and_then(Value::as_object);
    let required: Vec<&str> = check::required(&schema).collect();
    let asked: Map<String, Value> = fields
        .into_iter()
        .flatten()
        .filter(|(name, _)| required.contains(&name.as_str()))
        .filter_map(|(name, field)| Some((name.clone(), field.get("examples")?.get(0)?.clone())))
        .collect();
    json!({
        "operationId": id,
        "tags": [tag],
        "summary": tool.help,
        "description": format!("The body is JSON of at most {} bytes. Neither it nor the answer is kept or logged.", request::LARGEST),
        "requestBody": {"required": true, "content": content(&names.request, &Value::Object(asked))},
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {"Cache-Control": {"$ref": "#/components/headers/CacheControl"}},
                "content": content(&names.answer, example)
            },
            "400": {"$ref": "#/components/responses/BadRequest"},
            "404": {"$ref": "#/components/responses/NotFound"},
            "413": {"$ref": "#/components/responses/TooLarge"},
            "415": {"$ref": "#/components/responses/NotJson"},
            "default": {"$ref": "#/components/responses/Problem"}
        }
    })
}

/// The problem answers that addresses share.
pub(crate) fn responses() -> Value {
    let told = |description: &str, examples: &[(Kind, &str)]| {
        let examples: Map<String, Value> = examples
            .iter()
            .map(|(kind, detail)| {
                let example =
                    json!({"summary": kind.title(), "value": Problem::new(*kind, *detail).json()});
                (kind.name().to_owned(), example)
            })
            .collect();
        json!({
            "description": description,
            "content": {MEDIA_TYPE: {"schema": reference("Problem"), "examples": examples}}
        })
    };
    json!({
        "BadRequest": told("A parameter or the body is not as it should be.", &[
            (Kind::BadRequest, "`limit` must be a whole number from 1 to 100"),
        ]),
        "NotFound": told("There is no such thing, or the data for it are not loaded.", &[
            (Kind::NotFound, "`K35.8X` is not a code of ICD-10-CM; near it: K35, K35.2, K35.20"),
            (Kind::NoData, "this book holds no code sets: take publishers' files in with `ligature import DIR`"),
        ]),
        "TooLarge": told("The body is too large.", &[(Kind::TooLarge, "a body may have 1048576 bytes at most")]),
        "NotJson": told("The body is not declared as JSON.", &[
            (Kind::NotJson, "send the body as `Content-Type: application/json`"),
        ]),
        "Problem": told("Any other error.", &[
            (Kind::WrongMethod, "this address takes GET and HEAD"),
            (Kind::OtherSite, "a page of another site may not ask here, and nothing was read"),
            (Kind::OtherMachine, "only requests to localhost, 127.0.0.1 or [::1] are answered"),
            (Kind::Ours, "nothing of the request was kept"),
        ])
    })
}
