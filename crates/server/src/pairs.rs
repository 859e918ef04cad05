//! The page of a code's pair edits.

use crate::app::App;
use crate::reference::{Params, code as typed_code, date, page, text};
use crate::refused::Why;
use crate::view::reference::{Listed, no_pairs, pairs as shown};
use crate::words::sentence;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use ligature_tools::{Code, Kind, Limit, PairsRequest, Setting, Skip, Systems};
use std::collections::HashMap;

/// Edits a page.
const EACH: usize = 25;
const TITLE: &str = "Pair edits";

/// `GET /codes/{system}/{code}/pairs?other=…&date=…&setting=…&all=1&page=N`
pub(crate) async fn pairs(
    State(app): State<App>,
    headers: HeaderMap,
    Path((system, code)): Path<(String, String)>,
    Query(params): Params,
) -> Response {
    let number = page(&params).min(1_000_000 / EACH);
    let request = match request(&system, code.clone(), &params, number) {
        Ok(request) => request,
        Err(why) => return why.page(&app, TITLE),
    };
    let listed = Listed {
        system: &system,
        code: &code,
        date: text(&params, "date"),
        other: text(&params, "other"),
        setting: request.setting.unwrap_or_default(),
        all: request.all,
        page: number,
        each: EACH,
    };
    match app.ask(&headers, &request).await {
        Ok(reply) => {
            let frame = app.frame("").with_remarks(&reply.noticed);
            shown(&frame, &listed, &reply.answer).into_response()
        }
        Err(refusal) => match Why::from(refusal) {
            why if why.kind == Kind::NoData && !listed.date.is_empty() => {
                let page = no_pairs(&app.frame(""), &listed, &sentence(&why.public));
                (why.status(), page).into_response()
            }
            why => why.page(&app, TITLE),
        },
    }
}

fn request(
    system: &str,
    code: String,
    params: &HashMap<String, String>,
    number: usize,
) -> Result<PairsRequest, Why> {
    let system = system.parse::<Systems>().map_err(|public| Why {
        kind: Kind::NotFound,
        public,
    })?;
    let setting = match text(params, "setting") {
        "" => Setting::Practitioner,
        name => name.parse::<Setting>().map_err(Why::wrong)?,
    };
    Ok(PairsRequest {
        system: Some(system),
        code: Code(code),
        other: typed_code(params, "other"),
        among: Vec::new(),
        date: date(params)?,
        setting: Some(setting),
        all: !text(params, "all").is_empty(),
        limit: Some(Limit(EACH)),
        skip: Some(Skip((number - 1) * EACH)),
    })
}
