//! The document as a page for people: plain HTML, no script, nothing loaded from other hosts.

use super::problem::Kind;
use crate::assets;
use crate::view::prose;
use maud::{DOCTYPE, Markup, html};
use serde_json::{Map, Value};

/// The page of a document.
pub(crate) fn page(document: &Value) -> Markup {
    let info = &document["info"];
    let none = Map::new();
    let map = |value: &'_ Value| value.as_object().unwrap_or(&none).clone();
    let paths = map(&document["paths"]);
    let schemas = map(&document["components"]["schemas"]);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { "The API · " (text(info, "title")) }
                link rel="stylesheet" href=(assets::address("site.css"));
                link rel="icon" type="image/svg+xml" href=(assets::address("mark.svg"));
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    a.brand href="/" { span { (text(info, "title")) } }
                    nav aria-label="This page" {
                        a href="#addresses" { "Addresses" }
                        a href="#problems" { "Problems" }
                        a href="#schemas" { "Schemas" }
                    }
                }
                main #main tabindex="-1" {
                    div.plain {
                        h1 { "The API" }
                        p.lead { (prose(&text(info, "description"))) }
                        p { "For programs: " a href="openapi.json" { "the OpenAPI document" } ", " a href="tools" { "the list of tools" } "." }
                        p { "To begin with: " a href="/tools" { "the tools, each with an example to copy and a form to try it" } "." }
                        section #addresses {
                            h2 { "Addresses" }
                            table.cards {
                                thead { tr { th scope="col" { "Address" } th scope="col" { "What it does" } } }
                                tbody {
                                    @for (path, methods) in &paths {
                                        @for (method, operation) in &map(methods) {
                                            tr {
                                                td { a href={ "#" (text(operation, "operationId")) } { code { (method.to_uppercase()) " " (path) } } }
                                                td { (prose(&text(operation, "summary"))) }
                                            }
                                        }
                                    }
                                }
                            }
                            @for (path, methods) in &paths {
                                @for (method, operation) in &map(methods) { (operation_section(document, method, path, operation)) }
                            }
                        }
                        section #problems {
                            h2 { "Problems" }
                            p { "Every error is " code { "application/problem+json" } ". Its " code { "type" } " is the address of its line here." }
                            table.cards {
                                thead { tr { th scope="col" { "Type" } th scope="col" { "Status" } th scope="col" { "What it means" } } }
                                tbody {
                                    @for kind in Kind::ALL {
                                        tr #(kind.name()) { td { code { (kind.name()) } } td { (kind.status().as_u16()) } td { (kind.title()) } }
                                    }
                                }
                            }
                        }
                        section #schemas {
                            h2 { "Schemas" }
                            @for (name, schema) in &schemas { (shape(name, schema)) }
                        }
                    }
                }
            }
        }
    }
}

/// An address.
fn operation_section(document: &Value, method: &str, path: &str, operation: &Value) -> Markup {
    let params = operation["parameters"].as_array();
    let body = &operation["requestBody"]["content"]["application/json"];
    let responses = operation["responses"].as_object();
    html! {
        details.folded {
            summary { code { (method.to_uppercase()) " " (path) } }
            article #(text(operation, "operationId")) {
            p { (prose(&text(operation, "summary"))) " " (prose(&text(operation, "description"))) }
            @if let Some(params) = params.filter(|params| !params.is_empty()) {
                table.cards {
                    thead { tr { th scope="col" { "Parameter" } th scope="col" { "Is" } th scope="col" { "Means" } th scope="col" { "Example" } } }
                    tbody {
                        @for param in params {
                            @let param = resolved(document, param);
                            tr {
                                td { code { (text(param, "name")) } }
                                td { (kind(&param["schema"])) @if param["in"] == "header" { ", header" } @if param["required"] == true { ", required" } }
                                td { (prose(&text(param, "description"))) }
                                td { @if let Some(example) = param.get("example") { code { (bare(example)) } } }
                            }
                        }
                    }
                }
            }
            @if !body.is_null() {
                p { "Body: " (kind(&body["schema"])) ". Example: " code { (body["example"].to_string()) } }
            }
            @if let Some(responses) = responses {
                table.cards {
                    thead { tr { th scope="col" { "Status" } th scope="col" { "Answer" } } }
                    tbody {
                        @for (status, response) in responses {
                            @let response = resolved(document, response);
                            tr {
                                td { (status) }
                                td {
                                    (prose(&text(response, "description")))
                                    @for (media, content) in response["content"].as_object().into_iter().flatten() {
                                        " " (kind(&content["schema"])) " (" (media) ")"
                                    }
                                }
                            }
                        }
                    }
                }
                @let example = &responses.get("200").unwrap_or(&Value::Null)["content"]["application/json"]["example"];
                @if !example.is_null() {
                    details {
                        summary { "An answer" }
                        pre.command { code { (serde_json::to_string_pretty(example).unwrap_or_default()) } }
                    }
                }
            }
            }
        }
    }
}

/// A named schema.
fn shape(name: &str, schema: &Value) -> Markup {
    let fields = schema["properties"].as_object();
    let choices = schema["oneOf"].as_array();
    let parts = schema["allOf"].as_array();
    html! {
        details.folded {
            summary { code { (name) } }
            article #(format!("schema-{name}")) {
            @for line in text(schema, "description").split('\n').filter(|line| !line.is_empty()) { p { (prose(line)) } }
            @if let Some(fields) = fields.filter(|fields| !fields.is_empty()) { (table(fields)) }
            @for part in parts.into_iter().flatten() {
                @if part.get("$ref").is_some() { p { "All of " (kind(part)) ", and:" } }
                @if let Some(fields) = part["properties"].as_object() { (table(fields)) }
            }
            @for choice in choices.into_iter().flatten() {
                p { "One of: " (prose(&text(choice, "description"))) }
                @if let Some(fields) = choice["properties"].as_object() { (table(fields)) }
            }
            }
        }
    }
}

fn table(fields: &Map<String, Value>) -> Markup {
    html! {
        table.cards {
            thead { tr { th scope="col" { "Field" } th scope="col" { "Is" } th scope="col" { "Means" } } }
            tbody {
                @for (name, field) in fields {
                    tr { td { code { (name) } } td { (kind(field)) } td { (prose(&text(field, "description"))) } }
                }
            }
        }
    }
}

/// What kind of value a schema describes, in words.
fn kind(schema: &Value) -> Markup {
    if let Some(to) = schema["$ref"].as_str() {
        let name = to.rsplit('/').next().unwrap_or(to);
        return html! { a href=(format!("#schema-{name}")) { (name) } };
    }
    if let Some(constant) = schema.get("const") {
        return html! { code { (bare(constant)) } };
    }
    if let Some(all) = schema["allOf"].as_array() {
        return html! { @for (at, one) in all.iter().enumerate() { @if at > 0 { " with " } (kind(one)) } };
    }
    let any = schema["anyOf"].as_array();
    if let Some(any) = any {
        return html! { @for (at, one) in any.iter().enumerate() { @if at > 0 { " or " } (kind(one)) } };
    }
    let named = match &schema["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => kinds.iter().map(bare).collect::<Vec<_>>().join(" or "),
        _ => "any value".to_owned(),
    };
    let bound = |name: &str| schema.get(name).map(bare);
    html! {
        (named)
        @if let (Some(least), Some(most)) = (bound("minimum"), bound("maximum")) { ", " (least) " to " (most) }
        @if let Some(form) = bound("format") { ", " (form) }
        @if schema["items"].is_object() { " of " (kind(&schema["items"])) }
    }
}

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"]
        .as_str()
        .and_then(|to| document.pointer(to.trim_start_matches('#')))
        .unwrap_or(value)
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

/// A value without the quotes around a text.
fn bare(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
