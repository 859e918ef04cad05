//! Everything that is only read: first page, code pages, their list.

use crate::app::App;
use crate::assets;
use crate::view::reference::address;
use crate::view::{self, Form};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ligature_tools::System;
use maud::Markup;
use std::collections::HashMap;

type Params = Query<HashMap<String, String>>;

/// `GET /`, and `GET /?example` with an example note in the box.
pub(crate) async fn home(State(app): State<App>, Query(params): Params) -> Markup {
    let note = if params.contains_key("example") {
        assets::EXAMPLE.to_owned()
    } else {
        String::new()
    };
    let form = Form {
        note,
        date: String::new(),
    };
    let today = app.today().to_string();
    view::home(
        &app.frame(""),
        &app.code_pages,
        &form,
        None,
        (&today, app.loads),
    )
}

/// `GET /code`: someone reloaded or shared the address of an answer; the note was never kept.
pub(crate) async fn code_without_note() -> Redirect {
    Redirect::to("/")
}

/// `GET /codes`, and `GET /codes?q=…`: straight to the page where the words are a code, else all that fit.
pub(crate) async fn codes(State(app): State<App>, Query(params): Params) -> Response {
    let query = params
        .get("q")
        .map(|query| query.trim())
        .unwrap_or_default();
    match app.code_pages.page(query) {
        Some(page) => Redirect::to(&format!("/codes/{}", page.code)).into_response(),
        None => view::codes(&app.frame(query), &app.code_pages, query).into_response(),
    }
}

/// `GET /codes/{code}`: the short address of a procedure code.
pub(crate) async fn procedure(Path(code): Path<String>) -> Redirect {
    Redirect::to(&address(System::Cpt, &code))
}

/// Anything else.
pub(crate) async fn nothing_here() -> Response {
    let page = view::problem(
        "No such page",
        "There is nothing at this address. The first page takes a note; the list of codes has every code with a page.",
    );
    (StatusCode::NOT_FOUND, page).into_response()
}
