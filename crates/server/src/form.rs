//! Forms of several fields, read field by field. Bytes beyond the limits are counted, not kept.

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};

/// A body up to here is read to its end, so that the browser shows the message instead of a broken connection.
pub(crate) const LARGEST_BODY: usize = 256 * 1024 * 1024;

/// Bytes in words: `16 MB`.
pub(crate) fn size(bytes: usize) -> String {
    const MEBIBYTE: usize = 1024 * 1024;
    match bytes % MEBIBYTE {
        0 => format!("{} MB", bytes / MEBIBYTE),
        _ => format!("{bytes} bytes"),
    }
}

/// Why a form got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Neither text nor a file was sent.
    Empty,
    /// Larger than the limit.
    TooLarge,
    /// No text of a note in it: why, in a sentence.
    Unread(String),
    /// The date of service is not a date.
    Date,
    /// The form broke off, or the body was not a form.
    Form,
    /// The gate refused it: the status, and why, in a sentence.
    Gate(StatusCode, String),
}

impl Refused {
    /// The status that goes with the page.
    pub fn status(&self) -> StatusCode {
        match self {
            Refused::Empty | Refused::Date => StatusCode::UNPROCESSABLE_ENTITY,
            Refused::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Refused::Unread(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Refused::Form => StatusCode::BAD_REQUEST,
            Refused::Gate(status, _) => *status,
        }
    }
}

/// The bytes of one field.
#[derive(Default)]
pub(crate) struct FieldBytes {
    /// The first of them.
    pub bytes: Vec<u8>,
    /// How many there were.
    pub size: usize,
}

impl FieldBytes {
    /// A short field as a text without white space around it.
    pub fn short(&self) -> String {
        String::from_utf8_lossy(&self.bytes).trim().to_owned()
    }

    /// What goes back into a text box, nothing if it was cut. Browsers send every line end of a text box as CR LF; the user
    /// never typed the CR.
    pub fn typed(&self) -> String {
        if self.size > self.bytes.len() {
            return String::new();
        }
        String::from_utf8_lossy(&self.bytes).replace("\r\n", "\n")
    }
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

/// The refusal of a form that broke off.
fn refusal(status: StatusCode) -> Refused {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        Refused::TooLarge
    } else {
        Refused::Form
    }
}

/// Reads a field to its end, keeping the first bytes.
pub(crate) async fn read_field(mut field: Field<'_>, most: usize) -> Result<FieldBytes, Refused> {
    let mut field_bytes = FieldBytes::default();
    while let Some(chunk) = field
        .chunk()
        .await
        .map_err(|error| refusal(error.status()))?
    {
        field_bytes.size += chunk.len();
        let room = most
            .saturating_sub(field_bytes.bytes.len())
            .min(chunk.len());
        field_bytes.bytes.extend_from_slice(&chunk[..room]);
    }
    Ok(field_bytes)
}
