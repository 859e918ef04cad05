//! The page of claims: lines typed, findings beside them, prices with their arithmetic.

use crate::site::App;
use crate::view::claims::{Answered, Typed, page};
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Response};
use axum::{Form, http::StatusCode, http::header};
use ligature_claim::{Claim, example};
use ligature_knowledge::ClaimExample;

/// The largest form, in bytes.
pub(crate) const LARGEST_FORM: usize = 64 * 1024;

/// `GET /claims`
pub(crate) async fn empty(State(app): State<App>) -> Response {
    page(&app.frame(""), &Typed::default(), None).into_response()
}

/// `POST /claims`: nothing of it stands in an address, is kept or logged.
pub(crate) async fn ask(
    State(app): State<App>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    let (typed, answer) = match form {
        Ok(Form(typed)) => {
            let answer = answer(&app, &typed);
            (typed, answer)
        }
        Err(_) => (
            Typed::default(),
            Err("the form could not be read, or is too large".to_owned()),
        ),
    };
    let status = match &answer {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let shown = page(&app.frame(""), &typed, Some(answer.as_ref()));
    (status, [(header::CACHE_CONTROL, "no-store")], shown).into_response()
}

fn answer(app: &App, typed: &Typed) -> Result<Answered, String> {
    let claim = claim(typed)?;
    let said = |error: ligature_tools::ToolError| error.to_string();
    let checked = app.library.check(&claim).map_err(said)?;
    let priced = match claim.locality.is_empty() {
        true => None,
        false => Some(app.library.price(&claim).map_err(said)?),
    };
    Ok(Answered {
        claim,
        checked,
        priced,
    })
}

/// The claim as it was typed: a line each, `44121 x 2`, `99213-25`, `2024-08-02 99213`.
fn claim(typed: &Typed) -> Result<Claim, String> {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
        lines.map(str::to_owned).collect()
    };
    let written = ClaimExample {
        date: typed.date.trim().to_owned(),
        place: typed.place.trim().to_owned(),
        setting: typed.setting.trim().to_owned(),
        lines: lines(&typed.lines),
        earlier: lines(&typed.earlier),
        ..ClaimExample::default()
    };
    if written.lines.is_empty() {
        return Err("no line was typed".to_owned());
    }
    let mut claim = example::claim(&written)?;
    claim.locality = typed.locality.trim().to_owned();
    Ok(claim)
}
