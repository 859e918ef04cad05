//! The OpenAPI document, made once from the tools' schemas and the table of addresses.

use super::doors::{DOORS, Door, POSTED};
use super::operations::{paths, responses};
use super::problem::Kind;
use super::schema::{self, Components};
use super::{ROOT, check, cursor};
use ligature_tools::{TOOLS, Tool};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The document, and the parts of it that requests are read by.
pub(crate) static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::new);

/// Answers to the requests that stand as examples in the document, by tool; a test reads each as its type.
pub(crate) const EXAMPLES: &str = include_str!("examples.json");

/// A parameter of an address.
#[derive(Debug)]
pub(crate) struct Param {
    pub name: String,
    pub in_path: bool,
    pub required: bool,
    pub schema: Value,
    pub about: String,
}

/// What an address knows.
#[derive(Debug)]
pub(crate) struct Opening {
    pub params: Vec<Param>,
}

/// The document.
pub(crate) struct Document {
    /// As JSON.
    pub json: Value,
    /// As it is served.
    pub text: String,
    /// The list of tools as it is served.
    pub tools: String,
    /// The named schemas.
    pub schemas: Map<String, Value>,
    /// The schema of each tool's request.
    pub requests: BTreeMap<&'static str, Value>,
    /// What each address knows, by its path.
    pub openings: BTreeMap<&'static str, Opening>,
    /// Names under which two tools mean different things.
    #[cfg(test)]
    pub clashes: Vec<String>,
}

/// The names of a tool's request and answer among the components.
pub(crate) struct Names {
    pub request: String,
    pub answer: String,
    /// Of a list that comes in pages.
    pub page: Option<String>,
}

impl Document {
    fn new() -> Document {
        let mut components = Components::default();
        let mut names: BTreeMap<&str, Names> = BTreeMap::new();
        for tool in TOOLS {
            let request = components.take(schema::request(tool));
            let answer = components.take(schema::answer(tool));
            let paged = DOORS
                .iter()
                .any(|d| d.tool == tool.name && d.pages.is_some());
            let page = paged.then(|| components.paged(&answer));
            names.insert(
                tool.name,
                Names {
                    request,
                    answer,
                    page,
                },
            );
        }
        components.put("Problem", problem_schema());
        components.put("ToolList", tool_list_schema());
        let named = |name: &String| components.all.get(name).cloned().unwrap_or_default();
        let requests: BTreeMap<&str, Value> = names
            .iter()
            .map(|(tool, names)| (*tool, named(&names.request)))
            .collect();
        let openings: BTreeMap<&str, Opening> = DOORS
            .iter()
            .map(|door| (door.path, opening(door, requests.get(door.tool))))
            .collect();
        let json = json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Ligature",
                "version": env!("CARGO_PKG_VERSION"),
                "summary": "Code sets and the codes that an operative note earns.",
                "description": "Every tool of Ligature as JSON. The server listens on this machine only and keeps nothing of a note. \
                    Answers name the releases that they rest on. An answer to GET carries an `ETag`; sent back in `If-None-Match`, it is \
                    answered by 304 as long as nothing has changed. Every error is a problem of RFC 9457.",
                "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"}
            },
            "servers": [{"url": "/", "description": "This machine."}],
            "tags": [
                {"name": "codes", "description": "Code sets: look up, search, browse, compare."},
                {"name": "notes", "description": "Operative notes."},
                {"name": "claims", "description": "Claims: checked and priced."},
                {"name": "tools", "description": "The same tools, each asked by one JSON body."},
                {"name": "about", "description": "This interface itself."}
            ],
            "paths": paths(&names, &openings),
            "components": {
                "schemas": components.all,
                "responses": responses(),
                "parameters": {
                    "IfNoneMatch": {
                        "name": "If-None-Match",
                        "in": "header",
                        "required": false,
                        "description": "The `ETag` of an answer that you have: it is sent again only if it has changed.",
                        "schema": {"type": "string"}
                    }
                },
                "headers": {
                    "ETag": {
                        "description": "Changes when the answer may have. Send it back in `If-None-Match`.",
                        "required": true,
                        "schema": {"type": "string"}
                    },
                    "CacheControl": {
                        "description": "Who may keep the answer: the one who asked (GET), nobody (POST).",
                        "required": true,
                        "schema": {"type": "string"}
                    }
                }
            }
        });
        Document {
            text: json.to_string(),
            tools: json!({"tools": TOOLS.iter().map(line).collect::<Vec<_>>()}).to_string(),
            json,
            requests,
            openings,
            schemas: components.all,
            #[cfg(test)]
            clashes: components.clashes,
        }
    }
}

/// The parameters of an address: the fields of its tool's request, with `cursor` in the place of `skip`.
fn opening(door: &Door, request: Option<&Value>) -> Opening {
    let empty = Value::Null;
    let request = request.unwrap_or(&empty);
    let required: Vec<&str> = check::required(request).collect();
    let fields = request.get("properties").and_then(Value::as_object);
    let mut params: Vec<Param> = fields
        .into_iter()
        .flatten()
        .filter(|(name, _)| *name != "skip")
        .map(|(name, field)| Param {
            name: name.clone(),
            in_path: door.in_path(name),
            required: door.in_path(name) || required.contains(&name.as_str()),
            schema: Components::parameter(field),
            about: text(field, "description"),
        })
        .collect();
    if door.pages.is_some() {
        params.push(Param {
            name: "cursor".to_owned(),
            in_path: false,
            required: false,
            schema: json!({"type": "string", "pattern": cursor::PATTERN}),
            about: "Where the page begins: `next` of the answer before, to the same question."
                .to_owned(),
        });
    }
    // in the order of the path, then what must be there, then the rest
    params.sort_by_key(|p| {
        (
            !p.in_path,
            door.path.find(&format!("{{{}}}", p.name)),
            !p.required,
        )
    });
    Opening { params }
}

fn text(value: &Value, name: &str) -> String {
    value
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn problem_schema() -> Value {
    let kinds: Vec<String> = Kind::ALL.iter().map(|kind| kind.address()).collect();
    json!({
        "description": "Why there is no answer (RFC 9457). Nothing of a note is in it.",
        "type": "object",
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "enum": kinds, "description": "The kind of problem, as the address that tells of it."},
            "title": {"type": "string", "description": "The kind in words."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The status of the answer."},
            "detail": {"type": "string", "description": "What is the matter with this request."}
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": false
    })
}

fn tool_list_schema() -> Value {
    json!({
        "description": "The tools.",
        "type": "object",
        "properties": {"tools": {"type": "array", "description": "Each tool.", "items": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "description": "Its name."},
                "help": {"type": "string", "description": "What it does."},
                "addresses": {"type": "array", "items": {"type": "string"}, "description": "How it is asked: method and address; braces hold fields of the request."},
                "request": {"type": "object", "description": "The JSON schema of its request."},
                "answer": {"type": "object", "description": "The JSON schema of its answer."}
            },
            "required": ["name", "help", "addresses", "request", "answer"]
        }}},
        "required": ["tools"]
    })
}

/// A tool in the list.
fn line(tool: &Tool) -> Value {
    let doors = DOORS.iter().filter(|door| door.tool == tool.name);
    let mut addresses: Vec<String> = doors
        .map(|door| format!("GET {ROOT}{}", door.path))
        .collect();
    let posted = POSTED.iter().filter(|door| door.tool == tool.name);
    addresses.extend(posted.map(|door| format!("POST {ROOT}{}", door.path)));
    addresses.push(format!("POST {ROOT}/tools/{}", tool.name));
    json!({
        "name": tool.name,
        "help": tool.help,
        "addresses": addresses,
        "request": schema::request(tool),
        "answer": schema::answer(tool),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ligature_tools as tools;
    use serde::de::DeserializeOwned;

    #[test]
    fn no_name_means_two_things() {
        assert!(DOCUMENT.clashes.is_empty(), "{:?}", DOCUMENT.clashes);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        fn walk(value: &Value, all: &Value) {
            match value {
                Value::Object(object) => {
                    if let Some(Value::String(to)) = object.get("$ref") {
                        let place = to.strip_prefix('#').unwrap();
                        assert!(all.pointer(place).is_some(), "{to}");
                    }
                    object.values().for_each(|value| walk(value, all));
                }
                Value::Array(values) => values.iter().for_each(|value| walk(value, all)),
                _ => {}
            }
        }
        walk(&DOCUMENT.json, &DOCUMENT.json);
    }

    #[test]
    fn every_tool_is_there() {
        for tool in TOOLS {
            let path = format!("{ROOT}/tools/{}", tool.name);
            assert!(DOCUMENT.json["paths"].get(&path).is_some(), "{path}");
            let asked = DOORS.iter().any(|door| door.tool == tool.name);
            let posted = POSTED.iter().any(|door| door.tool == tool.name);
            assert!(asked || posted, "{}", tool.name);
        }
    }

    #[test]
    fn everything_is_described() {
        let described =
            |value: &Value, what: &str| assert_ne!(text(value, "description"), "", "{what}");
        for (path, door) in &DOCUMENT.openings {
            for param in &door.params {
                assert_ne!(param.about, "", "{path} {}", param.name);
            }
        }
        for (name, schema) in &DOCUMENT.schemas {
            described(schema, name);
        }
    }

    #[test]
    fn examples_are_answers() {
        fn check<T: DeserializeOwned>(examples: &Value, tool: &str) {
            let example = examples[tool].clone();
            assert!(example.is_object(), "{tool} has no example");
            serde_json::from_value::<T>(example).unwrap_or_else(|e| panic!("{tool}: {e}"));
        }
        let examples: Value = serde_json::from_str(EXAMPLES).unwrap();
        check::<tools::LookupAnswer>(&examples, "lookup");
        check::<tools::SearchAnswer>(&examples, "search");
        check::<tools::CompleteAnswer>(&examples, "complete");
        check::<tools::BrowseAnswer>(&examples, "browse");
        check::<tools::CompareAnswer>(&examples, "compare");
        check::<tools::DiffAnswer>(&examples, "diff");
        check::<tools::PairsAnswer>(&examples, "pairs");
        assert!(examples["check"]["findings"].is_array());
        assert!(examples["claim"]["earned"].is_array());
        assert!(examples["remit"]["payments"].is_array());
        check::<ligature_claim::price::Priced>(&examples, "price");
        check::<tools::ReleasesAnswer>(&examples, "releases");
        check::<ligature_coding::Answer>(&examples, "code");
    }
}
