//! Problem answers (RFC 9457).

use super::ROOT;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ligature_tools::ToolError;
use serde_json::json;

/// The media type of a problem.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// What can be the matter. Each kind has a place on the reading page, and that is its `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Parameters or a body that are not as they should be.
    BadRequest,
    /// No such code, release or page of a list.
    NotFound,
    /// The data for it are not loaded.
    NoData,
    /// No such address.
    NoAddress,
    /// An address that is asked in another way.
    WrongMethod,
    /// A body that is too large.
    TooLarge,
    /// A body that is not JSON.
    NotJson,
    /// A request from another site's page.
    OtherSite,
    /// A request that names another machine.
    OtherMachine,
    /// Our fault.
    Ours,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 10] = [
        Kind::BadRequest,
        Kind::NotFound,
        Kind::NoData,
        Kind::NoAddress,
        Kind::WrongMethod,
        Kind::TooLarge,
        Kind::NotJson,
        Kind::OtherSite,
        Kind::OtherMachine,
        Kind::Ours,
    ];

    /// Its status, its name in addresses, its title.
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Kind::BadRequest => (
                StatusCode::BAD_REQUEST,
                "bad-request",
                "The request is not as it should be",
            ),
            Kind::NotFound => (
                StatusCode::NOT_FOUND,
                "not-found",
                "There is no such code, release or page",
            ),
            Kind::NoData => (
                StatusCode::NOT_FOUND,
                "no-data",
                "The data for this are not loaded",
            ),
            Kind::NoAddress => (
                StatusCode::NOT_FOUND,
                "no-address",
                "There is no such address",
            ),
            Kind::WrongMethod => (
                StatusCode::METHOD_NOT_ALLOWED,
                "wrong-method",
                "This address is asked in another way",
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
            Kind::Ours => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "Something went wrong here",
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

    /// Its `type`: the place on the reading page that tells of it.
    pub fn address(self) -> String {
        format!("{ROOT}/#{}", self.name())
    }
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

    /// A request that is not as it should be.
    pub fn bad(detail: impl Into<String>) -> Problem {
        Problem::new(Kind::BadRequest, detail)
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

impl From<ToolError> for Problem {
    fn from(error: ToolError) -> Problem {
        match error {
            ToolError::Wrong(why) => Problem::bad(why),
            ToolError::NotFound(why) => Problem::new(Kind::NotFound, why),
            ToolError::NoData(why) => Problem::new(Kind::NoData, why),
        }
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

/// Gives every error below [`ROOT`] the form of a problem, also where the router or a guard has said no.
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
    let told = response.headers().get(header::CONTENT_TYPE);
    if told.is_some_and(|kind| kind == MEDIA_TYPE) {
        return response;
    }
    dress(response.status()).into_response()
}

/// The problem behind a status that something outside the API gave.
fn dress(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::new(
            Kind::NoAddress,
            format!("the addresses are listed at {ROOT}/ and in {ROOT}/openapi.json"),
        ),
        StatusCode::FORBIDDEN => Problem::new(
            Kind::OtherSite,
            "a page of another site may not ask here, and nothing was read",
        ),
        StatusCode::MISDIRECTED_REQUEST => Problem::new(
            Kind::OtherMachine,
            "only requests to localhost, 127.0.0.1 or [::1] are answered",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::TooLarge, "send less"),
        status if status.is_client_error() => Problem::bad("the request cannot be read"),
        _ => Problem::new(Kind::Ours, "nothing of the request was kept"),
    }
}
