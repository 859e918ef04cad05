//! The document's addresses: what each takes, and everything that it may answer.

use super::addresses::{POSTED, Param, READ, ROOT, example as request_example, strict, tag};
use super::problem::{Kind, MEDIA_TYPE, Problem};
use super::request;
use super::schema;
use ligature_tools::{Kind as Refused, Tool};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Answers to the example requests of the document, by tool.
pub(crate) const EXAMPLES: &str = include_str!("examples.json");

/// The answer to a tool's example request, shortened, in JSON.
pub(crate) fn example_answer(tool: &Tool) -> Option<String> {
    let examples: Value = serde_json::from_str(EXAMPLES).ok()?;
    serde_json::to_string_pretty(examples.get(tool.name)?).ok()
}

/// The names of a tool's request and answers among the components.
pub(crate) struct Names {
    pub request: String,
    pub reply: String,
    /// Of a list that comes in pages.
    pub page: Option<String>,
}

/// Every address with what it takes and gives.
pub(crate) fn paths(
    tools: &[Tool],
    names: &BTreeMap<&str, Names>,
    params: &BTreeMap<&str, Vec<Param>>,
) -> Value {
    let examples: Value = serde_json::from_str(EXAMPLES).unwrap_or_default();
    let mut paths = Map::new();
    for tool in tools {
        let Some(names) = names.get(tool.name) else {
            continue;
        };
        let example = examples.get(tool.name).cloned().unwrap_or_default();
        for address in READ.iter().filter(|one| one.tool == tool.name) {
            let mut example = example.clone();
            if let (Some(object), Some(_)) = (example.as_object_mut(), &names.page) {
                object.insert("next".to_owned(), Value::Null);
            }
            let answer = names.page.as_ref().unwrap_or(&names.reply);
            let held = json!({"$ref": "#/components/parameters/IfNoneMatch"});
            let params = params.get(address.path).into_iter().flatten();
            let params = params.map(|param| parameter(param, tool));
            let params: Vec<Value> = params.chain([held]).collect();
            paths.insert(
                format!("{ROOT}{}", address.path),
                json!({"get": {
                    "operationId": tool.name,
                    "tags": [tag(tool)],
                    "summary": tool.help,
                    "description": address.about,
                    "parameters": params,
                    "responses": read(answer, &example)
                }}),
            );
        }
        paths.insert(
            format!("{ROOT}/tools/{}", tool.name),
            json!({"post": posted(tool, names, &example, "tools", &format!("{}ByJson", tool.name))}),
        );
        for address in POSTED.iter().filter(|one| one.tool == tool.name) {
            paths.insert(
                format!("{ROOT}{}", address.path),
                json!({"post": posted(tool, names, &example, tag(tool), tool.name)}),
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
fn parameter(param: &Param, tool: &Tool) -> Value {
    let mut schema = schema::parameter(&param.schema, tool.request());
    let mut described = json!({
        "name": param.name,
        "in": if param.in_path { "path" } else { "query" },
        "required": param.required,
        "description": param.about,
        "schema": schema,
    });
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

/// An operation whose request is a JSON body.
fn posted(tool: &Tool, names: &Names, example: &Value, tag: &str, id: &str) -> Value {
    json!({
        "operationId": id,
        "tags": [tag],
        "summary": tool.help,
        "description": format!("The body is JSON of at most {} bytes. Neither it nor the answer is kept or logged.", request::LARGEST),
        "parameters": [parameter(&strict(), tool)],
        "requestBody": {"required": true, "content": content(&names.request, &request_example(tool))},
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {"Cache-Control": {"$ref": "#/components/headers/CacheControl"}},
                "content": content(&names.reply, example)
            },
            "400": {"$ref": "#/components/responses/BadRequest"},
            "404": {"$ref": "#/components/responses/NotFound"},
            "409": {"$ref": "#/components/responses/Conflict"},
            "413": {"$ref": "#/components/responses/TooLarge"},
            "415": {"$ref": "#/components/responses/NotJson"},
            "default": {"$ref": "#/components/responses/Problem"}
        }
    })
}

/// The problem answers that addresses share.
pub(crate) fn responses() -> Value {
    let problem = |description: &str, examples: &[(Kind, &str)]| {
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
    let too_large = format!("a body may have {} bytes at most", request::LARGEST);
    json!({
        "BadRequest": problem("A parameter or the body is not valid.", &[
            (Kind::Refused(Refused::BadRequest), "`limit` must be a whole number from 1 to 100"),
        ]),
        "NotFound": problem("There is no such code, release or page, or its data are not loaded.", &[
            (Kind::Refused(Refused::NotFound), "`K35.8X` is not a code of ICD-10-CM; near it: K35, K35.2, K35.20"),
            (Kind::Refused(Refused::NoData), "this book has no code sets: add publishers' files with `ligature import DIR`"),
        ]),
        "Conflict": problem("Each field is valid, but they contradict each other.", &[
            (Kind::Refused(Refused::Conflict), "the claim has no line 3"),
        ]),
        "TooLarge": problem("The body is too large.", &[(Kind::TooLarge, too_large.as_str())]),
        "NotJson": problem("The body is not declared as JSON.", &[
            (Kind::NotJson, "send the body as `Content-Type: application/json`"),
        ]),
        "Problem": problem("Any other error.", &[
            (Kind::WrongMethod, "this address takes GET and HEAD"),
            (Kind::OtherSite, "a page of another site may not call this API; nothing was read"),
            (Kind::OtherMachine, "only requests to localhost, 127.0.0.1 or [::1] are answered"),
            (Kind::Refused(Refused::LimitReached), "the calls of today are used up"),
            (Kind::Refused(Refused::Fault), "something went wrong here; nothing of the request was kept"),
        ])
    })
}
