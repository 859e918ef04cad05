//! The page of claims: lines typed or a file of claims, findings beside their lines, prices with their arithmetic.

pub(crate) mod file;

use crate::site::App;
use crate::view::claims::{Answered, Typed, page};
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Response};
use axum::{Form, http::StatusCode, http::header};
use ligature_claim::{Claim, example};
use ligature_knowledge::ClaimExample;
use ligature_tools::ToolError;

/// The largest form, in bytes.
pub(crate) const LARGEST_FORM: usize = 64 * 1024;

/// `GET /claims`
pub(crate) async fn empty(State(app): State<App>) -> Response {
    page(
        &app.frame(""),
        &app.library.claim_rules().0,
        &Typed::default(),
        None,
    )
    .into_response()
}

/// `POST /claims`: nothing of it stands in an address, is kept or logged.
pub(crate) async fn ask(
    State(app): State<App>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    let (typed, answer) = match form {
        Ok(Form(mut typed)) => {
            let answer = answer(&app, &mut typed);
            (typed, answer)
        }
        Err(_) => (
            Typed::default(),
            Err(
                "The claim cannot be read: the form could not be read, or is too large.".to_owned(),
            ),
        ),
    };
    let status = match &answer {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let shown = page(
        &app.frame(""),
        &app.library.claim_rules().0,
        &typed,
        Some(answer.as_ref()),
    );
    (status, [(header::CACHE_CONTROL, "no-store")], shown).into_response()
}

/// Checks what was typed, with a modifier more or less where one was asked for; the form then holds the changed claim.
fn answer(app: &App, typed: &mut Typed) -> Result<Answered, String> {
    let unread = |why: String| format!("The claim cannot be read: {why}.");
    let mut claim = claim(typed).map_err(unread)?;
    let (with, without) = (
        std::mem::take(&mut typed.with),
        std::mem::take(&mut typed.without),
    );
    let mut effect = None;
    if let Some((line, named)) = asked(&with) {
        let list = named.strip_prefix('@').and_then(|l| typed.chosen.get(l));
        let modifier = list.map_or(named, String::as_str);
        let tried = app.library.effect(&claim, line, modifier);
        let tried = tried.map_err(|why| format!("{modifier} was not added: {why}."))?;
        claim.clone_from(&tried.claim);
        effect = Some(tried);
    } else if let Some((line, modifier)) = asked(&without) {
        let less = claim.without_modifier(line, modifier);
        claim = less.map_err(|why| format!("{modifier} was not taken off: {why}."))?;
    }
    if !with.is_empty() || !without.is_empty() {
        *typed = Typed::of(&claim);
    }
    let answered = answered(app, claim).map_err(|why| unread(why.to_string()))?;
    Ok(Answered { effect, ..answered })
}

/// A line and a modifier: `2:59`.
fn asked(text: &str) -> Option<(u32, &str)> {
    let (line, modifier) = text.split_once(':')?;
    Some((line.parse().ok()?, modifier))
}

/// A claim with its findings, and its prices where it names a locality.
fn answered(app: &App, claim: Claim) -> Result<Answered, ToolError> {
    let checked = app.library.check(&claim)?;
    let priced = match claim.locality.is_empty() {
        true => None,
        false => Some(app.library.price(&claim)?),
    };
    Ok(Answered {
        claim,
        checked,
        priced,
        effect: None,
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
        born: typed.born.trim().to_owned(),
        sex: typed.sex.trim().to_owned(),
        ..ClaimExample::default()
    };
    if written.lines.is_empty() {
        return Err("no line was typed".to_owned());
    }
    let mut claim = example::claim(&written)?;
    claim.locality = typed.locality.trim().to_owned();
    Ok(claim)
}
