//! The OpenAPI document, made once from the tools' schemas and the table of addresses.

use super::addresses::{Param, READ, of};
use super::operations::{Names, paths, responses};
use super::problem::Kind;
use super::schema::Components;
use ligature_tools::{Group, Tool};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::OnceLock;

static DOCUMENT: OnceLock<Document> = OnceLock::new();

/// The document of these tools.
pub(crate) fn document(tools: &'static [Tool]) -> &'static Document {
    DOCUMENT.get_or_init(|| Document::new(tools))
}

/// The document.
pub(crate) struct Document {
    /// As JSON.
    pub json: Value,
    /// As it is served.
    pub text: String,
    /// The list of tools as it is served.
    pub tools: String,
    /// Names under which two tools mean different things.
    #[cfg(test)]
    pub clashes: Vec<String>,
}

impl Document {
    fn new(tools: &'static [Tool]) -> Document {
        let mut components = Components::default();
        let mut names: BTreeMap<&str, Names> = BTreeMap::new();
        let mut params: BTreeMap<&str, Vec<Param>> = BTreeMap::new();
        for tool in tools {
            let request = components.take(tool.request().clone());
            let answer = components.take(tool.answer().clone());
            let reply = components.reply(tool.name, &answer, false);
            let mut page = None;
            for address in READ.iter().filter(|one| one.tool == tool.name) {
                params.insert(address.path, address.params(tool));
                if address.pages.is_some() {
                    page = Some(components.reply(tool.name, &answer, true));
                }
            }
            let known = Names {
                request,
                reply,
                page,
            };
            names.insert(tool.name, known);
        }
        components.put("Problem", problem_schema());
        components.put("ToolList", tool_list_schema());
        let json = json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Ligature",
                "version": env!("CARGO_PKG_VERSION"),
                "summary": "Code sets, and the codes that an operative note supports.",
                "description": "Every tool of Ligature as JSON. The server listens on this machine only and keeps nothing of a note. \
                    Answers name the releases that they are based on. An answer to GET carries an `ETag`; sent back in `If-None-Match`, it is \
                    answered by 304 as long as nothing has changed. Every error is a problem of RFC 9457. Unknown fields are named in `noticed` of the answer; with `strict=true` they are \
                    refused.",
                "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"}
            },
            "servers": [{"url": "/", "description": "This machine."}],
            "tags": [
                {"name": "codes", "description": "Code sets: look up, search, browse, compare."},
                {"name": "tables", "description": "Payers' tables: pair edits, unit limits, add-ons, global periods."},
                {"name": "notes", "description": "Operative notes."},
                {"name": "claims", "description": "Claims and payments."},
                {"name": "tools", "description": "The same tools, each called with one JSON body."},
                {"name": "about", "description": "This interface itself."}
            ],
            "paths": paths(tools, &names, &params),
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
                        "description": "Who may store the answer: the caller (GET), no one (POST).",
                        "required": true,
                        "schema": {"type": "string"}
                    }
                }
            }
        });
        let list: Vec<Value> = tools.iter().map(line).collect();
        Document {
            text: json.to_string(),
            tools: json!({"tools": list}).to_string(),
            json,
            #[cfg(test)]
            clashes: components.clashes,
        }
    }
}

fn problem_schema() -> Value {
    let kinds: Vec<String> = Kind::ALL.iter().map(|kind| kind.address()).collect();
    json!({
        "description": "Why there is no answer (RFC 9457). Nothing of a note is in it.",
        "type": "object",
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "enum": kinds, "description": "The kind of problem: the address that explains it."},
            "title": {"type": "string", "description": "The kind in words."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The status of the answer."},
            "detail": {"type": "string", "description": "What is wrong with this request."}
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
                "title": {"type": "string", "description": "Its name for people."},
                "help": {"type": "string", "description": "What it does."},
                "group": {"type": "string", "enum": Group::ALL.map(Group::name), "description": "What it is about."},
                "scope": {"type": "string", "description": "What its requests and answers may contain: public tables, licensed text, or a patient's text."},
                "cost": {"type": "object", "description": "What a call costs.", "properties": {
                    "units": {"type": "integer", "minimum": 1, "description": "Units, of which a look-up is one."},
                    "heavy": {"type": "boolean", "description": "It takes a while."}
                }, "required": ["units", "heavy"]},
                "bounds": {"type": "object", "additionalProperties": {"type": "string"}, "description": "What each field of a request may contain, in words."},
                "addresses": {"type": "array", "items": {"type": "string"}, "description": "How it is called: method and address; braces hold fields of the request."},
                "request": {"type": "object", "description": "The JSON schema of its request."},
                "answer": {"type": "object", "description": "The JSON schema of its answer."}
            },
            "required": ["name", "title", "help", "group", "scope", "cost", "bounds", "addresses", "request", "answer"]
        }}},
        "required": ["tools"]
    })
}

/// A tool in the list.
fn line(tool: &Tool) -> Value {
    let bounds = tool.bounds().into_iter();
    let bounds: Map<String, Value> = bounds.map(|(name, words)| (name, words.into())).collect();
    json!({
        "name": tool.name,
        "title": tool.title,
        "help": tool.help,
        "group": tool.group.name(),
        "scope": tool.scope.name(),
        "cost": {"units": tool.cost.units, "heavy": tool.cost.heavy},
        "bounds": bounds,
        "addresses": of(tool),
        "request": tool.request(),
        "answer": tool.answer(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::addresses::{POSTED, text};
    use super::super::operations::EXAMPLES;
    use super::*;
    use ligature_knowledge::Knowledge;
    use ligature_tools::Gate;
    use std::collections::BTreeSet;

    fn tools() -> &'static [Tool] {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("book");
        let (knowledge, origin) = (Knowledge::default(), ligature_book::Origin::default());
        ligature_book::build_with(&knowledge, ligature_book::Parts::default(), &origin, &out)
            .unwrap();
        Gate::open(Some(&out)).unwrap().gate.tools()
    }

    #[test]
    fn no_name_means_two_things() {
        let clashes = &document(tools()).clashes;
        assert!(clashes.is_empty(), "{clashes:?}");
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
        let json = &document(tools()).json;
        walk(json, json);
    }

    #[test]
    fn every_tool_has_its_addresses() {
        let document = document(tools());
        let mut seen = BTreeSet::new();
        for tool in tools() {
            for address in of(tool) {
                let (method, path) = address.split_once(' ').unwrap();
                let there = &document.json["paths"][path][method.to_lowercase()];
                assert!(there.is_object(), "{address}");
                let id = there["operationId"].as_str().unwrap();
                assert!(seen.insert(id.to_owned()), "{id} twice");
            }
            let read = READ.iter().any(|one| one.tool == tool.name);
            let posted = POSTED.iter().any(|one| one.tool == tool.name);
            let patients = matches!(tool.group, Group::Notes | Group::Claims);
            assert_eq!((read, posted), (!patients, patients), "{}", tool.name);
        }
        let known = |name: &str| tools().iter().any(|tool| tool.name == name);
        assert!(READ.iter().all(|one| known(one.tool)) && POSTED.iter().all(|one| known(one.tool)));
    }

    #[test]
    fn everything_is_described() {
        let document = document(tools());
        for tool in tools() {
            for address in READ.iter().filter(|one| one.tool == tool.name) {
                for param in address.params(tool) {
                    assert_ne!(param.about, "", "{} {}", address.path, param.name);
                }
            }
        }
        let schemas = document.json["components"]["schemas"].as_object().unwrap();
        for (name, schema) in schemas {
            assert_ne!(text(schema, "description"), "", "{name}");
        }
    }

    #[test]
    fn examples_are_answers() {
        let examples: Value = serde_json::from_str(EXAMPLES).unwrap();
        for tool in tools() {
            let example = &examples[tool.name];
            assert!(example.is_object(), "{} has no example", tool.name);
            let known = tool.answer()["properties"].as_object();
            for field in super::super::addresses::required(tool.answer()) {
                assert!(example.get(field).is_some(), "{}: {field}", tool.name);
            }
            for field in example.as_object().unwrap().keys() {
                let flat = known.is_some_and(|known| known.contains_key(field));
                assert!(flat, "{}: {field}", tool.name);
            }
        }
        let known = |name: &String| tools().iter().any(|tool| tool.name == name);
        assert!(examples.as_object().unwrap().keys().all(known));
    }
}
