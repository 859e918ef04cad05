//! Asking the router as a browser does, and reading what comes back.

use crate::support;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use ligature_knowledge::embedded;
use ligature_server::{Site, router};
use ligature_tools::Gate;
use std::sync::LazyLock;
use tower::ServiceExt;

/// The site over hand-made pages, without code sets.
pub fn site() -> Router {
    static GATE: LazyLock<Gate> =
        LazyLock::new(|| support::gate(&support::knowledge(), Default::default()));
    router(Site {
        gate: GATE.clone(),
        today: support::today,
        loader: None,
    })
}

/// The site over the authored knowledge, which codes notes.
pub fn coding() -> Router {
    router(Site {
        gate: CODING.clone(),
        today: support::today,
        loader: None,
    })
}

/// The gate of [`coding`].
pub static CODING: LazyLock<Gate> =
    LazyLock::new(|| support::gate(&embedded().0, Default::default()));

pub async fn get(path: &str) -> (StatusCode, String) {
    let response = ask(Request::get(path)).await;
    (response.status(), text(response).await)
}

pub async fn ask(request: axum::http::request::Builder) -> Response<Body> {
    site()
        .oneshot(
            request
                .header("host", "127.0.0.1:7878")
                .body(Body::empty())
                .unwrap(),
        )
        .await
        .unwrap()
}

pub async fn text(response: Response<Body>) -> String {
    String::from_utf8(
        response
            .into_body()
            .collect()
            .await
            .unwrap()
            .to_bytes()
            .to_vec(),
    )
    .unwrap()
}

/// Posts a note as browsers do.
pub async fn post(note: &[u8], file: &[u8], date: &str) -> Response<Body> {
    send(coding(), "/code", note, file, &[("date", date)]).await
}

/// Posts a form with a note, a file and fields.
pub async fn send(
    site: Router,
    path: &str,
    note: &[u8],
    file: &[u8],
    fields: &[(&str, &str)],
) -> Response<Body> {
    let mut body = Vec::new();
    let mut field = |head: &str, value: &[u8]| {
        body.extend_from_slice(
            format!("--xx\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    };
    field("name=\"note\"", note);
    field("name=\"file\"; filename=\"n.txt\"", file);
    for (name, value) in fields {
        field(&format!("name=\"{name}\""), value.as_bytes());
    }
    body.extend_from_slice(b"--xx--\r\n");
    let request = Request::post(path)
        .header("host", "localhost:7878")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xx")
        .header(header::CONTENT_LENGTH, body.len());
    site.oneshot(request.body(Body::from(body)).unwrap())
        .await
        .unwrap()
}

/// A page's text without its tags.
pub fn words(html: &str) -> String {
    let mut shown = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => shown.push(c),
            _ => {}
        }
    }
    shown
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// Takes the markers out: they are our signs, not words of the note.
pub fn without_markers(html: &str) -> String {
    let mut parts = html.split("<sup");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("</sup>").unwrap().1);
    }
    kept
}
