//! `POST /code`: from a form to an answer, or to the form again with the reason and everything that was typed.
//!
//! The note lives in this request only: it is in no URL, no log and no file, and the response may not be kept.

use crate::app::App;
use crate::form::{FieldBytes, Refused, form, next, read_field};
use crate::refused::Why;
use crate::view::reference::escaped;
use crate::view::{self, Form};
use crate::words::sentence;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use ligature_tools::{
    CodeRequest, DateOfService, Decoded, LARGEST_NOTE, NotText, NoteText, Refusal, Unreadable,
    decode_note,
};
use maud::Markup;

/// Typed text up to here is given back with the message that it is too large.
const LARGEST_KEPT: usize = 4 * LARGEST_NOTE;

/// What a form with a note held.
#[derive(Default)]
pub(crate) struct Sent {
    typed: FieldBytes,
    file: FieldBytes,
    /// The date of service, as typed.
    pub date: String,
    /// Codes, as typed.
    pub codes: String,
}

impl Sent {
    /// Reads the form field by field.
    pub async fn read(&mut self, request: Request) -> Result<(), Refused> {
        let mut form = form(request).await?;
        while let Some(field) = next(&mut form).await? {
            match field.name() {
                Some("note") => self.typed = read_field(field, LARGEST_KEPT).await?,
                Some("file") => self.file = read_field(field, LARGEST_NOTE).await?,
                Some("date") => self.date = read_field(field, 100).await?.short(),
                Some("codes") => self.codes = read_field(field, 10_000).await?.short(),
                _ => {
                    read_field(field, 0).await?;
                }
            }
        }
        Ok(())
    }

    /// What goes back into the text box.
    pub fn typed(&self) -> String {
        self.typed.typed()
    }

    /// The note: a file, where one was sent, else the text. Reading a file can take long, so that it has its own thread.
    pub async fn note(&self) -> Result<Decoded, Refused> {
        let bytes = match self.file.size {
            0 => &self.typed,
            _ => &self.file,
        };
        if bytes.size > LARGEST_NOTE {
            return Err(Refused::TooLarge);
        }
        let bytes = match self.file.size {
            0 => self.typed().into_bytes(),
            _ => self.file.bytes.clone(),
        };
        let reading = tokio::task::spawn_blocking(move || decode_note(&bytes));
        let failed = || Refused::Unread("the program failed on this file".to_owned());
        reading
            .await
            .map_err(|_| failed())?
            .map_err(|why| match why {
                Unreadable::NotText(NotText::Empty) => Refused::Empty,
                Unreadable::NotText(NotText::TooLarge(_)) => Refused::TooLarge,
                why => Refused::Unread(why.to_string()),
            })
    }

    /// The date of service, if one was given.
    pub fn day(&self) -> Result<Option<DateOfService>, Refused> {
        match self.date.as_str() {
            "" => Ok(None),
            date => date.parse().map(Some).map_err(|_| Refused::Date),
        }
    }
}

/// `POST /code`
pub(crate) async fn code(State(app): State<App>, headers: HeaderMap, request: Request) -> Response {
    let mut sent = Sent::default();
    let read = sent.read(request).await;
    let form = Form {
        note: sent.typed(),
        date: sent.date.clone(),
    };
    let plain = read.is_ok() && sent.file.size == 0 && sent.date.is_empty();
    if let Some(words) = look_up(&form.note).filter(|_| plain) {
        return kept_nowhere(
            Redirect::to(&format!("/search?q={}", escaped(words))).into_response(),
        );
    }
    let answered = match read {
        Ok(()) => answer(&app, &headers, &sent).await,
        Err(refused) => Err(refused),
    };
    kept_nowhere(match answered {
        Ok(page) => page.into_response(),
        Err(refused) => {
            let (frame, today) = (app.frame(""), app.today().to_string());
            let day = (today.as_str(), app.loads);
            let page = view::home(&frame, &app.code_pages, &form, Some(&refused), day);
            (refused.status(), page).into_response()
        }
    })
}

/// A code or a few words to look up, and no note: one short line. What is longer, or could be a patient's text, is never put into
/// an address.
fn look_up(typed: &str) -> Option<&str> {
    const LONGEST: usize = 48;
    const MOST_WORDS: usize = 6;
    let text = typed.trim();
    let words = text.split_whitespace().count();
    let short = !text.is_empty() && text.len() <= LONGEST && words <= MOST_WORDS;
    // a heading, a sentence, a date or a number of a record make it a note
    let marks = |c: char| matches!(c, ':' | '\n' | ';' | '/' | '#' | '=');
    let sentence = text.ends_with('.') && words > 1;
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    let record = numbers
        .max_by_key(|run| run.len())
        .is_some_and(|run| run.len() > 5);
    (short && !text.contains(marks) && !sentence && !record).then_some(text)
}

async fn answer(app: &App, headers: &HeaderMap, sent: &Sent) -> Result<Markup, Refused> {
    let date = sent.day()?;
    let Decoded { text, remarks } = sent.note().await?;
    let request = CodeRequest {
        note: NoteText(text),
        date,
        names_only: false,
    };
    let mut reply = app.ask(headers, &request).await.map_err(refused)?;
    reply.answer.remarks.splice(0..0, remarks);
    let frame = app.frame("").with_remarks(&reply.noticed);
    Ok(view::answer(
        &frame,
        &app.code_pages,
        &request.note,
        &reply.answer,
        &crate::locality::remembered(headers),
    ))
}

/// A refusal by the gate of a form with a note. Its words hold none of the note.
pub(crate) fn refused(refusal: Refusal) -> Refused {
    let why = Why::from(refusal);
    Refused::Gate(why.status(), sentence(&why.public))
}

/// An answer that no cache may keep.
pub(crate) fn kept_nowhere(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::look_up;

    #[test]
    fn a_code_or_a_few_words_are_looked_up() {
        for text in [
            "44120",
            "K56.609",
            "lap chole",
            " lump in my neck\n",
            "44120-22 59",
        ] {
            assert_eq!(look_up(text), Some(text.trim()), "{text}");
        }
        for text in [
            "",
            "OPERATION: Appendectomy.",
            "Appendectomy was done.",
            "Jane Doe 1234567 appendectomy",
            "seen 3/4/2025 appendectomy",
            "small bowel resection\nappendectomy",
            "Laparotomy, small bowel resection with anastomosis, appendectomy",
        ] {
            assert_eq!(look_up(text), None, "{text}");
        }
    }
}
