//! From a refusal to a page: which status, and which words.

use crate::app::App;
use crate::view::reference::{kept_from, unloaded};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ligature_tools::{Kind, Refusal};

/// Why a page has no answer.
#[derive(Debug, Clone)]
pub(crate) struct Why {
    pub kind: Kind,
    /// One sentence without a capital and a full stop.
    pub public: String,
}

impl Why {
    /// What was typed cannot be read.
    pub fn wrong(public: impl Into<String>) -> Why {
        Why {
            kind: Kind::BadRequest,
            public: public.into(),
        }
    }

    /// The status of a page that says so.
    pub fn status(&self) -> StatusCode {
        match self.kind {
            Kind::BadRequest | Kind::Conflict => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::NotFound => StatusCode::NOT_FOUND,
            // nothing went wrong: there is nothing yet
            Kind::NoData => StatusCode::OK,
            Kind::NotAllowed => StatusCode::FORBIDDEN,
            Kind::LimitReached => StatusCode::TOO_MANY_REQUESTS,
            Kind::Cancelled => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The page that says so.
    pub fn page(&self, app: &App, title: &str) -> Response {
        let frame = app.frame("");
        let page = match self.kind {
            Kind::NoData if !app.gate.about().loaded => unloaded(&frame, title),
            _ => kept_from(&frame, title, &self.public),
        };
        (self.status(), page).into_response()
    }
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Why {
        Why {
            kind: refusal.kind,
            public: refusal.public,
        }
    }
}
