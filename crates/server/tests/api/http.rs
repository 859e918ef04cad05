//! Asking the router as a program does, and reading what comes back.

use crate::small::Small;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use std::sync::LazyLock;
use tower::ServiceExt;

/// The small book.
pub static SMALL: LazyLock<Small> = LazyLock::new(Small::new);

/// What came back.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{}", self.text))
    }

    /// An answer.
    #[track_caller]
    pub fn answer(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        assert_eq!(self.headers["content-type"], "application/json");
        self.json()
    }

    /// A problem of this status and kind, with these words in its detail.
    #[track_caller]
    pub fn problem(&self, status: u16, kind: &str, part: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let problem = self.json();
        let fields: Vec<&String> = problem.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["detail", "status", "title", "type"]);
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("/api/v1/#{kind}"));
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(part), "{detail}");
    }
}

pub async fn send(router: Router, request: Request<Body>) -> Got {
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Got {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

pub fn request(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "127.0.0.1:7878")
}

pub async fn get(path: &str) -> Got {
    let request = request(Method::GET, path).body(Body::empty()).unwrap();
    send(SMALL.router(), request).await
}

pub async fn post(path: &str, body: impl Into<Body>) -> Got {
    let request = request(Method::POST, path)
        .header("content-type", "application/json")
        .body(body.into())
        .unwrap();
    send(SMALL.router(), request).await
}
