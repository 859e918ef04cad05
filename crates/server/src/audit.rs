//! `/audit`: the codes that a person would bill, compared with what the note supports.
//!
//! As with `/code`, the note lives in one request only: it is in no URL, no log and no file.

use crate::app::App;
use crate::form::Refused;
use crate::notes::{Sent, kept_nowhere, refused};
use crate::view::audit::{Typed, answer as answer_page, form_page};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use ligature_tools::{AuditRequest, Billed, Decoded, NoteText};
use maud::Markup;

/// `GET /audit`
pub(crate) async fn empty(State(app): State<App>) -> Markup {
    form_page(&app.frame(""), &Typed::default(), None)
}

/// `POST /audit`
pub(crate) async fn ask(State(app): State<App>, headers: HeaderMap, request: Request) -> Response {
    let mut sent = Sent::default();
    let read = sent.read(request).await;
    let typed = Typed {
        note: sent.typed(),
        codes: sent.codes.clone(),
        date: sent.date.clone(),
    };
    let answered = match read {
        Ok(()) => answer(&app, &headers, &sent, &typed).await,
        Err(refused) => Err(refused),
    };
    kept_nowhere(match answered {
        Ok(page) => page.into_response(),
        Err(refused) => {
            let page = form_page(&app.frame(""), &typed, Some(&refused));
            (refused.status(), page).into_response()
        }
    })
}

async fn answer(
    app: &App,
    headers: &HeaderMap,
    sent: &Sent,
    typed: &Typed,
) -> Result<Markup, Refused> {
    let date = sent.day()?;
    let Decoded { text, remarks } = sent.note().await?;
    let request = AuditRequest {
        note: NoteText(text),
        codes: billed(&sent.codes),
        date,
    };
    let mut reply = app.ask(headers, &request).await.map_err(refused)?;
    reply.answer.remarks.splice(0..0, remarks);
    let frame = app.frame("").with_remarks(&reply.noticed);
    let typed = Typed {
        note: request.note.0,
        ..typed.clone()
    };
    Ok(answer_page(&frame, &app.code_pages, &typed, &reply.answer))
}

/// Codes as a person types them: by commas, semicolons or lines.
fn billed(text: &str) -> Vec<Billed> {
    let codes = text.split([',', ';', '\n', '\r']).map(str::trim);
    let codes = codes.filter(|code| !code.is_empty());
    codes.map(|code| Billed(code.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::billed;

    #[test]
    fn codes_are_parted_by_commas_and_lines() {
        let codes = billed("44120, 44121 x 2;\r\n99223-57\n\n,");
        let codes: Vec<&str> = codes.iter().map(|one| one.0.as_str()).collect();
        assert_eq!(codes, ["44120", "44121 x 2", "99223-57"]);
    }
}
