//! The page of a code's pair edits.

use crate::reference::{Asked, kept, page, text};
use crate::site::App;
use crate::view::reference::{Listed, pairs as shown};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use ligature_tools::{CodeSet, PairsRequest, Setting, ToolError};

/// Edits a page.
const EACH: usize = 50;
const TITLE: &str = "Pair edits";

/// `GET /codes/{system}/{code}/pairs?other=…&date=…&setting=…&all=1&page=N`
pub(crate) async fn pairs(
    State(app): State<App>,
    Path((system, code)): Path<(String, String)>,
    Query(asked): Asked,
) -> Response {
    let wrong = |why: String| kept(&app, TITLE, &ToolError::Wrong(why));
    let system = match system.parse::<CodeSet>() {
        Ok(system) => system,
        Err(why) => return kept(&app, TITLE, &ToolError::NotFound(why)),
    };
    let setting = match text(&asked, "setting") {
        "" => Setting::Practitioner,
        name => match name.parse() {
            Ok(setting) => setting,
            Err(why) => return wrong(why),
        },
    };
    let listed = Listed {
        date: text(&asked, "date"),
        other: text(&asked, "other"),
        setting,
        all: !text(&asked, "all").is_empty(),
        page: page(&asked),
        each: EACH,
    };
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let request = PairsRequest {
        system: Some(system),
        code,
        other: some(listed.other),
        date: some(listed.date),
        setting: Some(setting),
        all: listed.all,
        limit: Some(EACH),
        skip: Some((listed.page - 1) * EACH),
    };
    match app.library.pairs(&request) {
        Ok(answer) => shown(&app.frame(""), &listed, &answer).into_response(),
        Err(error) => kept(&app, TITLE, &error),
    }
}
