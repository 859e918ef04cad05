//! The door for programs: every tool over HTTP, as JSON.
//!
//! # The main decision: the gate's schemas decide
//!
//! One OpenAPI document ([`openapi`]) is made from the schemas of the tools' own types and a table of addresses
//! ([`addresses`]). An address only turns a path, a query or a body into JSON ([`request`]); the gate checks it against the
//! schemas that are published. So the documentation cannot differ from what is accepted, and a tool that is added to the list
//! has its address, its schema and its checks at once.
//!
//! Every error is a problem answer (RFC 9457), those of the guards around the site included ([`problem`]). Words of a note
//! are in none of them: a problem with a body says what was expected, never what was sent.
//!
//! Rejected:
//! - *A handler with a typed query for each address.* Many readers of the same parameters, each with its own errors, next to
//!   a document that says something else again.
//! - *Its own bounds and messages.* The site and the command line would refuse the same request in other words.
//! - *Page numbers.* A cursor says which list it belongs to, so that a page of another request, or of a book that has been
//!   replaced, is refused rather than shown.

mod addresses;
mod answer;
mod cursor;
mod openapi;
mod operations;
mod page;
mod problem;
mod request;
mod schema;

pub(crate) use addresses::{ROOT, example, example_read, of as addresses_of, place};
pub(crate) use operations::example_answer;
pub(crate) use problem::problems;
pub(crate) use request::LARGEST;

use crate::app::App;
use axum::Router;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use ligature_tools::Tool;
use openapi::document;
use problem::{Kind, Problem};

/// The addresses of the API.
pub(crate) fn router(app: &App) -> Router<App> {
    let mut router = Router::new()
        .route(
            ROOT,
            read(get(|| async { Redirect::permanent("/api/v1/") })),
        )
        .route(
            "/api",
            read(get(|| async { Redirect::permanent("/tools") })),
        )
        .route("/api/v1/", read(get(reading_page)))
        .route("/api/v1/openapi.json", read(get(whole_document)))
        .route("/api/v1/tools", read(get(tools)));
    for tool in app.gate.tools() {
        for address in addresses::POSTED.iter().filter(|one| one.tool == tool.name) {
            router = router.route(&format!("{ROOT}{}", address.path), posted(tool));
        }
        for address in addresses::READ.iter().filter(|one| one.tool == tool.name) {
            let answer = move |State(app): State<App>,
                               params: Result<RawPathParams, _>,
                               uri: Uri,
                               headers: HeaderMap| async move {
                answer::get(address, tool, &app, params.ok(), &uri, &headers).await
            };
            router = router.route(&format!("{ROOT}{}", address.path), read(get(answer)));
        }
        router = router.route(&format!("{ROOT}/tools/{}", tool.name), posted(tool));
    }
    router
}

/// A tool whose request is a JSON body.
fn posted(tool: &'static Tool) -> MethodRouter<App> {
    post(move |State(app): State<App>, request: Request| async move {
        answer::post(tool, &app, request).await
    })
    .fallback(|| async { wrong_method("POST") })
}

/// What is only read.
fn read(routes: MethodRouter<App>) -> MethodRouter<App> {
    routes.fallback(|| async { wrong_method("GET, HEAD") })
}

fn wrong_method(allow: &'static str) -> impl IntoResponse {
    let detail = format!("this address takes {}", allow.replace(',', " and"));
    (
        [(header::ALLOW, allow)],
        Problem::new(Kind::WrongMethod, detail),
    )
}

/// `GET /api/v1/openapi.json`
async fn whole_document(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    fixed(
        &app,
        &uri,
        &headers,
        "application/json",
        &document(app.gate.tools()).text,
    )
}

/// `GET /api/v1/tools`
async fn tools(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    fixed(
        &app,
        &uri,
        &headers,
        "application/json",
        &document(app.gate.tools()).tools,
    )
}

/// `GET /api/v1/`
async fn reading_page(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    let html = page::page(&document(app.gate.tools()).json).into_string();
    fixed(&app, &uri, &headers, "text/html; charset=utf-8", &html)
}

/// An answer that takes no parameters.
fn fixed(app: &App, uri: &Uri, headers: &HeaderMap, kind: &'static str, text: &str) -> Response {
    if uri.query().is_some_and(|query| !query.is_empty()) {
        return Problem::bad("this address takes no parameters").into_response();
    }
    let answer = ([(header::CONTENT_TYPE, kind)], text.to_owned()).into_response();
    answer::tagged(app, uri, headers, answer)
}
