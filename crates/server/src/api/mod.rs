//! The door for programs: every tool over HTTP, as JSON.
//!
//! # The main decision: the document is the law
//!
//! One OpenAPI document ([`openapi`]) is made from the schemas of the tools' own types and a table of addresses ([`doors`]).
//! A request is read by that document: the parameters that an address knows, their forms and their bounds are looked up in
//! the very schemas that are published, and held against them by [`check`]. So what is written cannot differ from what is
//! taken, and a tool that is added to the list has its address, its schema and its checks at once.
//!
//! Every error is a problem answer (RFC 9457), those of the guards around the site included ([`problem`]). Words of a note
//! are in none of them: a fault of a body is told by what was wanted, never by what was sent.
//!
//! Rejected:
//! - *A handler with a typed query for each address.* Eight readers of the same parameters, each with its own errors, beside
//!   a document that says a third thing.
//! - *A general validator of JSON schemas.* Requests are flat objects; the few keywords that they use fit one page, and their
//!   faults read as sentences.
//! - *Page numbers.* A cursor says which list it belongs to, so that a page of another question, or of a book that has been
//!   replaced, is refused rather than shown.

mod answer;
mod check;
mod cursor;
mod doors;
mod openapi;
mod operations;
mod page;
mod problem;
mod request;
mod schema;

pub(crate) use problem::problems;

use crate::site::App;
use axum::Router;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use ligature_tools::{TOOLS, Tool};
use openapi::DOCUMENT;
use problem::{Kind, Problem};

/// All addresses of the API begin with this.
pub(crate) const ROOT: &str = "/api/v1";

/// The addresses of the API.
pub(crate) fn router() -> Router<App> {
    let mut router = Router::new()
        .route(
            ROOT,
            read(get(|| async { Redirect::permanent("/api/v1/") })),
        )
        .route("/api/v1/", read(get(reading_page)))
        .route("/api/v1/openapi.json", read(get(document)))
        .route("/api/v1/tools", read(get(tools)));
    for door in doors::POSTED {
        router = router.route(&format!("{ROOT}{}", door.path), posted(door.tool));
    }
    for door in doors::DOORS {
        let asked = move |State(app): State<App>,
                          params: Result<RawPathParams, _>,
                          uri: Uri,
                          headers: HeaderMap| async move {
            answer::get(door, &app, params.ok(), &uri, &headers).await
        };
        router = router.route(&format!("{ROOT}{}", door.path), read(get(asked)));
    }
    for tool in TOOLS {
        router = router.route(&format!("{ROOT}/tools/{}", tool.name), posted(tool.name));
    }
    router
}

/// The tool of this name.
fn tool(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// A tool that is asked by a JSON body.
fn posted(name: &'static str) -> MethodRouter<App> {
    post(move |State(app): State<App>, request: Request| answer::post(name, app, request))
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
async fn document(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    fixed(&app, &uri, &headers, "application/json", &DOCUMENT.text)
}

/// `GET /api/v1/tools`
async fn tools(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    fixed(&app, &uri, &headers, "application/json", &DOCUMENT.tools)
}

/// `GET /api/v1/`
async fn reading_page(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    let html = page::page(&DOCUMENT.json).into_string();
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
