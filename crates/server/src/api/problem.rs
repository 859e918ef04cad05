//! Problem answers (RFC 9457).

use super::addresses::ROOT;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ligature_tools::{Kind as Refused, Refusal};
use serde_json::json;

/// The media type of a problem.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// The kinds of problem. Each has a place on the documentation page, and the address of that place is its `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The gate refused the request.
    Refused(Refused),
    /// No such address.
    NoAddress,
    /// An address that takes another HTTP method.
    WrongMethod,
    /// A body that is too large.
    TooLarge,
    /// A body that is not JSON.
    NotJson,
    /// A request from another site's page.
    OtherSite,
    /// A request that names another machine.
    OtherMachine,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 14] = [
        Kind::Refused(Refused::BadRequest),
        Kind::Refused(Refused::Conflict),
        Kind::Refused(Refused::NotFound),
        Kind::Refused(Refused::NoData),
        Kind::NoAddress,
        Kind::WrongMethod,
        Kind::TooLarge,
        Kind::NotJson,
        Kind::OtherSite,
        Kind::OtherMachine,
        Kind::Refused(Refused::NotAllowed),
        Kind::Refused(Refused::LimitReached),
        Kind::Refused(Refused::Cancelled),
        Kind::Refused(Refused::Fault),
    ];

    /// Its status, its name in addresses, its title.
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Kind::Refused(kind) => refused(kind),
            Kind::NoAddress => (StatusCode::NOT_FOUND, "no-address", "No such address"),
            Kind::WrongMethod => (
                StatusCode::METHOD_NOT_ALLOWED,
                "wrong-method",
                "This address takes another method",
            ),
            Kind::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                "The body is too large",
            ),
            Kind::NotJson => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-json",
                "The body is not declared as JSON",
            ),
            Kind::OtherSite => (
                StatusCode::FORBIDDEN,
                "other-site",
                "The request came from another site's page",
            ),
            Kind::OtherMachine => (
                StatusCode::MISDIRECTED_REQUEST,
                "other-machine",
                "The request names another machine",
            ),
        }
    }

    /// Its status.
    pub fn status(self) -> StatusCode {
        self.parts().0
    }

    /// Its name: the fragment of its type.
    pub fn name(self) -> &'static str {
        self.parts().1
    }

    /// Its title.
    pub fn title(self) -> &'static str {
        self.parts().2
    }

    /// Its `type`: the place on the documentation page that explains it.
    pub fn address(self) -> String {
        format!("{ROOT}/#{}", self.name())
    }
}

/// The parts of a kind that the gate knows; the name is the gate's.
fn refused(kind: Refused) -> (StatusCode, &'static str, &'static str) {
    let (status, title) = match kind {
        Refused::BadRequest => (StatusCode::BAD_REQUEST, "The request is not valid"),
        Refused::Conflict => (
            StatusCode::CONFLICT,
            "The parts of the request contradict each other",
        ),
        Refused::NotFound => (
            StatusCode::NOT_FOUND,
            "There is no such code, release or page",
        ),
        Refused::NoData => (
            StatusCode::NOT_FOUND,
            "The data needed for this are not loaded",
        ),
        Refused::NotAllowed => (StatusCode::FORBIDDEN, "The caller may not use this"),
        Refused::LimitReached => (
            StatusCode::TOO_MANY_REQUESTS,
            "The caller has reached the limit of calls",
        ),
        Refused::Cancelled => (StatusCode::SERVICE_UNAVAILABLE, "The call was cancelled"),
        Refused::Fault => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong here",
        ),
    };
    (status, kind.name(), title)
}

/// A problem on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub kind: Kind,
    pub detail: String,
}

impl Problem {
    /// A problem of a kind.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Problem {
        Problem {
            kind,
            detail: detail.into(),
        }
    }

    /// A request that is not valid.
    pub fn bad(detail: impl Into<String>) -> Problem {
        Problem::of(Refused::BadRequest, detail)
    }

    /// A problem of a kind that the gate knows.
    pub fn of(kind: Refused, detail: impl Into<String>) -> Problem {
        Problem::new(Kind::Refused(kind), detail)
    }

    /// As JSON.
    pub fn json(&self) -> serde_json::Value {
        json!({
            "type": self.kind.address(),
            "title": self.kind.title(),
            "status": self.kind.status().as_u16(),
            "detail": self.detail,
        })
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        Problem::of(refusal.kind, refusal.public)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = self.json().to_string();
        (
            self.kind.status(),
            [(header::CONTENT_TYPE, MEDIA_TYPE)],
            body,
        )
            .into_response()
    }
}

/// Gives every error below [`ROOT`] the form of a problem, also where the router or a guard refused the request.
pub(crate) async fn problems(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let ours = path == ROOT
        || path
            .strip_prefix(ROOT)
            .is_some_and(|rest| rest.starts_with('/'));
    let response = next.run(request).await;
    if !ours || !(response.status().is_client_error() || response.status().is_server_error()) {
        return response;
    }
    let content_type = response.headers().get(header::CONTENT_TYPE);
    if content_type.is_some_and(|kind| kind == MEDIA_TYPE) {
        return response;
    }
    problem_for(response.status()).into_response()
}

/// The problem behind a status that something outside the API gave.
fn problem_for(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::new(
            Kind::NoAddress,
            format!("the addresses are listed at {ROOT}/ and in {ROOT}/openapi.json"),
        ),
        StatusCode::FORBIDDEN => Problem::new(
            Kind::OtherSite,
            "a page of another site may not call this API; nothing was read",
        ),
        StatusCode::MISDIRECTED_REQUEST => Problem::new(
            Kind::OtherMachine,
            "only requests to localhost, 127.0.0.1 or [::1] are answered",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, "send less"),
        status if status.is_client_error() => Problem::bad("the request cannot be read"),
        _ => Problem::of(Refused::Fault, "nothing of the request was kept"),
    }
}
