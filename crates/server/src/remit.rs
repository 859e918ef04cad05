//! `/remit`: a remittance (835) in plain words, with drafts of appeals.
//!
//! Everything that is sent lives in this request only: it is in no URL, no log and no file, and the response may not be kept.

use crate::app::App;
use crate::form::{FieldBytes, Refused, form, next, read_field};
use crate::notes::{kept_nowhere, refused};
use crate::view::remit::{LARGEST, Typed, answer_page, form_page};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use ligature_tools::{LARGEST_NOTE, NoteText, RemitAnswer, RemitRequest, Reply, Setting, X12Text};
use maud::Markup;

/// What the form held.
#[derive(Default)]
struct Sent {
    text: FieldBytes,
    file: FieldBytes,
    claims: FieldBytes,
    claims_file: FieldBytes,
    note: FieldBytes,
    typed: Typed,
}

/// `GET /remit`
pub(crate) async fn empty(State(app): State<App>) -> Markup {
    form_page(&app.frame(""), &Typed::default(), None)
}

/// `POST /remit`
pub(crate) async fn ask(State(app): State<App>, headers: HeaderMap, request: Request) -> Response {
    let mut sent = Sent::default();
    let read = read(request, &mut sent).await;
    sent.typed.note = sent.note.typed();
    let typed = sent.typed.clone();
    let answer = match read {
        Ok(()) => answer(&app, &headers, sent).await,
        Err(refused) => Err(refused),
    };
    shown(&app, &typed, answer)
}

/// The answer to a remittance that was given in another form.
pub(crate) async fn alone(app: &App, headers: &HeaderMap, bytes: &[u8]) -> Response {
    let request = RemitRequest {
        text: text(bytes),
        letters: true,
        ..RemitRequest::default()
    };
    let answer = app.ask(headers, &request).await.map_err(refused);
    shown(app, &Typed::default(), answer)
}

/// Whether a file holds payments and no claims.
pub(crate) fn is_remittance(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_start();
    let Some(separator) = bytes.strip_prefix(b"ISA").and_then(|rest| rest.first()) else {
        return false;
    };
    let holds = |transaction: &[u8; 3]| {
        let begins = [b"ST", &[*separator][..], transaction].concat();
        bytes.windows(begins.len()).any(|at| at == begins)
    };
    holds(b"835") && !holds(b"837")
}

fn shown(app: &App, typed: &Typed, answer: Result<Reply<RemitAnswer>, Refused>) -> Response {
    let frame = app.frame("");
    kept_nowhere(match answer {
        Ok(reply) => {
            let frame = frame.with_remarks(&reply.noticed);
            answer_page(&frame, typed, &reply.answer).into_response()
        }
        Err(refused) => {
            (refused.status(), form_page(&frame, typed, Some(&refused))).into_response()
        }
    })
}

async fn read(request: Request, sent: &mut Sent) -> Result<(), Refused> {
    let mut form = form(request).await?;
    while let Some(field) = next(&mut form).await? {
        match field.name() {
            Some("text") => sent.text = read_field(field, LARGEST).await?,
            Some("file") => sent.file = read_field(field, LARGEST).await?,
            Some("claims") => sent.claims = read_field(field, LARGEST).await?,
            Some("claims-file") => sent.claims_file = read_field(field, LARGEST).await?,
            Some("note") => sent.note = read_field(field, LARGEST_NOTE).await?,
            Some("note-of") => sent.typed.note_of = read_field(field, 60).await?.short(),
            Some("setting") => sent.typed.setting = read_field(field, 20).await?.short(),
            _ => {
                read_field(field, 0).await?;
            }
        }
    }
    Ok(())
}

/// Of each thing the file, where one was sent, else the text.
async fn answer(app: &App, headers: &HeaderMap, sent: Sent) -> Result<Reply<RemitAnswer>, Refused> {
    let either = |file: FieldBytes, text: FieldBytes| match file.size {
        0 => text,
        _ => file,
    };
    let taken = either(sent.file, sent.text);
    let claims = either(sent.claims_file, sent.claims);
    if taken.size > LARGEST || claims.size > LARGEST || sent.note.size > LARGEST_NOTE {
        return Err(Refused::TooLarge);
    }
    if taken.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refused::Empty);
    }
    let request = RemitRequest {
        text: text(&taken.bytes),
        sent: text(&claims.bytes),
        setting: setting(&sent.typed.setting),
        letters: true,
        note: NoteText(sent.typed.note),
        note_of: sent.typed.note_of,
        ..RemitRequest::default()
    };
    app.ask(headers, &request).await.map_err(refused)
}

fn text(bytes: &[u8]) -> X12Text {
    X12Text(String::from_utf8_lossy(bytes).into_owned())
}

fn setting(name: &str) -> Option<Setting> {
    Setting::ALL.into_iter().find(|one| one.id() == name)
}
