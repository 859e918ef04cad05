//! `POST /code`: from a form to an answer, or to the form again with the reason and everything that was typed.
//!
//! The note lives in this request only: it is in no URL, no log and no file, and the response may not be kept.

use crate::site::App;
use crate::view::{self, Form};
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ligature_note::{Decoded, NotText};
use maud::Markup;

/// The largest note taken, in bytes.
pub(crate) const LARGEST: usize = 2 * 1024 * 1024;
/// Typed text up to here is given back with the message that it is too large.
const LARGEST_KEPT: usize = 4 * LARGEST;
/// A body up to here is read to its end, so that the browser shows the message instead of a broken connection.
pub(crate) const LARGEST_BODY: usize = 256 * 1024 * 1024;

/// Why a form got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Neither text nor a file.
    Empty,
    /// More than [`LARGEST`].
    TooLarge,
    /// Not text: what it looks like.
    Binary(String),
    /// The date of service is none.
    Date,
    /// The form broke off, or was none.
    Form,
    /// Something went wrong on our side.
    Ours,
}

impl Refused {
    /// The status that goes with the page.
    pub fn status(&self) -> StatusCode {
        match self {
            Refused::Empty | Refused::Date => StatusCode::UNPROCESSABLE_ENTITY,
            Refused::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Refused::Binary(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Refused::Form => StatusCode::BAD_REQUEST,
            Refused::Ours => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// What a form held. Bytes beyond the limits are counted, not kept.
#[derive(Default)]
struct Sent {
    typed: Taken,
    file: Taken,
    date: String,
}

/// The bytes of one field.
#[derive(Default)]
pub(crate) struct Taken {
    /// The first of them.
    pub bytes: Vec<u8>,
    /// How many there were.
    pub size: usize,
}

/// `POST /code`
pub(crate) async fn code(State(app): State<App>, request: Request) -> Response {
    let mut sent = Sent::default();
    let read = read(request, &mut sent).await;
    let form = Form {
        note: typed_text(&sent.typed),
        date: sent.date.clone(),
    };
    let answered = match read {
        Ok(()) => answer(&app, sent, &form).await,
        Err(refused) => Err(refused),
    };
    let mut response = match answered {
        Ok(page) => page.into_response(),
        Err(refused) => {
            let page = view::home(
                &app.shelf.of(&app.knowledge),
                &app.release,
                &form,
                Some(&refused),
            );
            (refused.status(), page).into_response()
        }
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Reads the form field by field.
async fn read(request: Request, sent: &mut Sent) -> Result<(), Refused> {
    let mut form = form(request).await?;
    while let Some(field) = next(&mut form).await? {
        match field.name() {
            Some("note") => sent.typed = take(field, LARGEST_KEPT).await?,
            Some("file") => sent.file = take(field, LARGEST).await?,
            Some("date") => {
                let date = take(field, 100).await?;
                sent.date = String::from_utf8_lossy(&date.bytes).trim().to_owned();
            }
            _ => {
                take(field, 0).await?;
            }
        }
    }
    Ok(())
}

/// A form of several fields; one that says that it is too large is not read.
pub(crate) async fn form(request: Request) -> Result<Multipart, Refused> {
    let length = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: usize| length > LARGEST_BODY) {
        return Err(Refused::TooLarge);
    }
    let form = Multipart::from_request(request, &()).await;
    form.map_err(|_| Refused::Form)
}

/// The next field of a form.
pub(crate) async fn next(form: &mut Multipart) -> Result<Option<Field<'_>>, Refused> {
    let field = form.next_field().await;
    field.map_err(|error| refusal(error.status()))
}

/// What a broken-off form comes to.
fn refusal(status: StatusCode) -> Refused {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Refused::TooLarge
    } else {
        Refused::Form
    }
}

/// Reads a field to its end, keeping the first bytes.
pub(crate) async fn take(mut field: Field<'_>, most: usize) -> Result<Taken, Refused> {
    let mut taken = Taken::default();
    while let Some(chunk) = field
        .chunk()
        .await
        .map_err(|error| refusal(error.status()))?
    {
        taken.size += chunk.len();
        let room = most.saturating_sub(taken.bytes.len()).min(chunk.len());
        taken.bytes.extend_from_slice(&chunk[..room]);
    }
    Ok(taken)
}

/// What goes back into the text box. Browsers send every line end of a text box as CR LF; the user never typed the CR.
fn typed_text(typed: &Taken) -> String {
    if typed.size > LARGEST_KEPT {
        return String::new();
    }
    String::from_utf8_lossy(&typed.bytes).replace("\r\n", "\n")
}

/// A file, where one was sent, else the text.
async fn answer(app: &App, sent: Sent, form: &Form) -> Result<Markup, Refused> {
    let date = match sent.date.as_str() {
        "" => None,
        date => Some(date.parse().map_err(|_| Refused::Date)?),
    };
    let bytes = if sent.file.size > 0 {
        &sent.file
    } else {
        &sent.typed
    };
    if bytes.size > LARGEST {
        return Err(Refused::TooLarge);
    }
    let decoded = match sent.file.size {
        0 => ligature_note::decode(form.note.as_bytes()),
        _ => ligature_note::decode(&sent.file.bytes),
    };
    let Decoded { text, remarks } = decoded.map_err(|why| match why {
        NotText::Empty => Refused::Empty,
        NotText::TooLarge(_) => Refused::TooLarge,
        NotText::Binary(what) => Refused::Binary(what.to_string()),
    })?;
    let app = app.clone();
    // Reading a long note takes a while: away from the threads that serve everyone. A panic there ends as an error here.
    let page = tokio::task::spawn_blocking(move || {
        let mut answer = (app.coder)(&text, date);
        answer.remarks.splice(0..0, remarks);
        view::answer(&app.shelf.of(&app.knowledge), &app.release, &text, &answer)
    });
    page.await.map_err(|_| Refused::Ours)
}
