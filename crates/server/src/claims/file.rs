//! `POST /claims/file`: an 837P, chosen or pasted, as its claims with their findings.
//!
//! The file lives in this request only: it is in no URL, no log and no file, and the response may not be kept.

use crate::app::App;
use crate::form::{FieldBytes, Refused, form, next, read_field};
use crate::notes::{kept_nowhere, refused};
use crate::remit::{alone, is_remittance};
use crate::view::claims::{LARGEST, SHOWN, file_page, refused_page};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use ligature_tools::{Check837Answer, Check837Request, Limit, Reply, X12Text};

/// What the form held.
#[derive(Default)]
struct Sent {
    text: FieldBytes,
    file: FieldBytes,
    locality: String,
}

impl Sent {
    /// A file, where one was sent, else the text.
    fn taken(&self) -> &FieldBytes {
        match self.file.size {
            0 => &self.text,
            _ => &self.file,
        }
    }
}

/// `POST /claims/file`; a remittance is explained.
pub(crate) async fn ask(State(app): State<App>, headers: HeaderMap, request: Request) -> Response {
    let mut sent = Sent::default();
    let read = read(request, &mut sent).await;
    let locality = sent.locality.clone();
    let taken = sent.taken();
    if read.is_ok() && taken.size <= LARGEST && is_remittance(&taken.bytes) {
        return alone(&app, &headers, &taken.bytes).await;
    }
    let answer = match read {
        Ok(()) => answer(&app, &headers, sent).await,
        Err(refused) => Err(refused),
    };
    let frame = app.frame("");
    kept_nowhere(match answer {
        Ok(reply) => {
            let frame = frame.with_remarks(&reply.noticed);
            file_page(&frame, &app.modifiers, &locality, reply.answer).into_response()
        }
        Err(refused) => {
            (refused.status(), refused_page(&frame, &locality, &refused)).into_response()
        }
    })
}

async fn read(request: Request, sent: &mut Sent) -> Result<(), Refused> {
    let mut form = form(request).await?;
    while let Some(field) = next(&mut form).await? {
        match field.name() {
            Some("text") => sent.text = read_field(field, LARGEST).await?,
            Some("file") => sent.file = read_field(field, LARGEST).await?,
            Some("locality") => sent.locality = read_field(field, 12).await?.short(),
            _ => {
                read_field(field, 0).await?;
            }
        }
    }
    Ok(())
}

async fn answer(
    app: &App,
    headers: &HeaderMap,
    sent: Sent,
) -> Result<Reply<Check837Answer>, Refused> {
    let taken = sent.taken();
    if taken.size > LARGEST {
        return Err(Refused::TooLarge);
    }
    if taken.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refused::Empty);
    }
    let request = Check837Request {
        text: X12Text(String::from_utf8_lossy(&taken.bytes).into_owned()),
        setting: None,
        locality: sent.locality.clone(),
        limit: Some(Limit(SHOWN)),
    };
    app.ask(headers, &request).await.map_err(refused)
}
