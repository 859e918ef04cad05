//! The page of claims: lines typed or a file of claims, findings next to their lines, prices with their arithmetic.

pub(crate) mod file;

use crate::app::App;
use crate::notes::kept_nowhere;
use crate::refused::Why;
use crate::view::claims::{Answered, page};
use crate::words::sentence;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use ligature_tools::{CheckRequest, Claim, EffectRequest, ModifierText, PriceRequest, TypedClaim};
use maud::Markup;
use serde::Deserialize;
use std::collections::HashMap;

/// The largest form, in bytes.
pub(crate) const LARGEST_FORM: usize = 64 * 1024;

/// What the form held.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    lines: String,
    earlier: String,
    date: String,
    place: String,
    locality: String,
    setting: String,
    born: String,
    sex: String,
    /// A modifier to try: line and modifier, `2:59`; or the list that it is chosen in, `2:@place-2`.
    with: String,
    /// A modifier to take off again.
    without: String,
    /// Everything else: the choices of anatomic modifiers, by the name of their list.
    #[serde(flatten)]
    chosen: HashMap<String, String>,
}

impl Sent {
    fn typed(&self) -> TypedClaim {
        TypedClaim {
            lines: self.lines.clone(),
            earlier: self.earlier.clone(),
            date: self.date.clone(),
            place: self.place.clone(),
            locality: self.locality.clone(),
            setting: self.setting.clone(),
            born: self.born.clone(),
            sex: self.sex.clone(),
        }
    }
}

/// `GET /claims`
pub(crate) async fn empty(State(app): State<App>, headers: HeaderMap) -> Markup {
    let typed = TypedClaim {
        locality: crate::locality::remembered(&headers),
        ..TypedClaim::default()
    };
    page(&app.frame(""), &app.modifiers, &typed, None)
}

/// `POST /claims`: nothing of it is put into an address, stored or logged.
pub(crate) async fn ask(
    State(app): State<App>,
    headers: HeaderMap,
    form: Result<Form<Sent>, FormRejection>,
) -> Response {
    let unread = "the form could not be read, or is too large";
    let sent = match form {
        Ok(Form(sent)) => Ok(sent),
        Err(_) => Err(not_read(Why::wrong(unread))),
    };
    let mut typed = sent.as_ref().map(Sent::typed).unwrap_or_default();
    let answer = match &sent {
        Ok(sent) => answer(&app, &headers, sent, &mut typed).await,
        Err(why) => Err(why.clone()),
    };
    let status = answer.as_ref().err().map_or(StatusCode::OK, Why::status);
    let why = answer.as_ref().err().map(|why| sentence(&why.public));
    let shown = match (&answer, &why) {
        (Ok(answered), _) => Some(Ok(answered)),
        (Err(_), why) => why.as_ref().map(Err),
    };
    let shown = page(&app.frame(""), &app.modifiers, &typed, shown);
    kept_nowhere((status, shown).into_response())
}

fn not_read(why: Why) -> Why {
    Why {
        public: format!("the claim cannot be read: {}", why.public),
        ..why
    }
}

/// Checks what was typed, with a modifier added or removed where the form says so; the form then holds the changed claim.
async fn answer(
    app: &App,
    headers: &HeaderMap,
    sent: &Sent,
    typed: &mut TypedClaim,
) -> Result<Answered, Why> {
    let claim = typed.claim();
    let mut claim = claim.map_err(|why| not_read(Why::wrong(why)))?;
    if let Some((line, named)) = line_and_modifier(&sent.with) {
        let list = named.strip_prefix('@').and_then(|l| sent.chosen.get(l));
        let modifier = list.map_or(named, String::as_str);
        let request = EffectRequest {
            claim,
            line,
            modifier: ModifierText::from(modifier),
        };
        let reply = app.ask(headers, &request).await.map_err(|refusal| Why {
            public: format!("{modifier} was not added: {}", refusal.public),
            kind: refusal.kind,
        })?;
        let effect = reply.answer;
        *typed = TypedClaim::of(&effect.claim);
        return Ok(Answered {
            claim: effect.claim.clone(),
            checked: effect.checked.clone(),
            priced: effect.priced.clone(),
            effect: Some(effect),
        });
    }
    if let Some((line, modifier)) = line_and_modifier(&sent.without) {
        let less = claim.without_modifier(line, modifier);
        claim = less.map_err(|why| Why::wrong(format!("{modifier} was not removed: {why}")))?;
        *typed = TypedClaim::of(&claim);
    }
    answered(app, headers, claim).await.map_err(not_read)
}

/// A line and a modifier: `2:59`.
fn line_and_modifier(text: &str) -> Option<(u32, &str)> {
    let (line, modifier) = text.split_once(':')?;
    Some((line.parse().ok()?, modifier))
}

/// A claim with its findings, and its prices where it names a locality.
async fn answered(app: &App, headers: &HeaderMap, claim: Claim) -> Result<Answered, Why> {
    let request = CheckRequest(claim);
    let checked = app.ask(headers, &request).await?.answer;
    let request = PriceRequest(request.0);
    let priced = match request.0.locality.is_empty() {
        true => None,
        false => Some(app.ask(headers, &request).await?.answer),
    };
    Ok(Answered {
        claim: request.0,
        checked,
        priced,
        effect: None,
    })
}
