//! Everything that is only read: first page, code pages, their list.

use crate::assets;
use crate::site::App;
use crate::view::{self, Form};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;
use std::collections::HashMap;

type Asked = Query<HashMap<String, String>>;

/// `GET /`, and `GET /?example` with a note of our own in the box.
pub(crate) async fn home(State(app): State<App>, Query(asked): Asked) -> Markup {
    let note = if asked.contains_key("example") {
        assets::EXAMPLE.to_owned()
    } else {
        String::new()
    };
    view::home(
        &app.shelf.of(&app.knowledge),
        &app.release,
        &Form {
            note,
            date: String::new(),
        },
        None,
    )
}

/// `GET /code`: someone reloaded or shared the address of an answer; the note was never kept.
pub(crate) async fn code_without_note() -> Redirect {
    Redirect::to("/")
}

/// `GET /codes`, and `GET /codes?q=…`: straight to the page where a code is asked for, else all that fit.
pub(crate) async fn codes(State(app): State<App>, Query(asked): Asked) -> Response {
    let library = app.shelf.of(&app.knowledge);
    let asked = asked.get("q").map(|asked| asked.trim()).unwrap_or_default();
    match library.page(asked) {
        Some(page) => Redirect::to(&format!("/codes/{}", page.code)).into_response(),
        None => view::codes(&library, &app.release, asked).into_response(),
    }
}

/// `GET /codes/{code}`
pub(crate) async fn code_page(State(app): State<App>, Path(code): Path<String>) -> Response {
    let library = app.shelf.of(&app.knowledge);
    match library.page(&code) {
        Some(page) => view::code_page(&library, &app.release, page).into_response(),
        None => (
            StatusCode::NOT_FOUND,
            view::unknown_code(&library, &app.release, &code),
        )
            .into_response(),
    }
}

/// Anything else.
pub(crate) async fn nothing_here() -> Response {
    let page = view::problem(
        "No such page",
        "There is nothing at this address. The first page takes a note; the list of codes has every code with a page.",
    );
    (StatusCode::NOT_FOUND, page).into_response()
}
