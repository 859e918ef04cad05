//! What every request must pass and every response must carry.
//!
//! The server listens on this machine only, but a page on any other site can make the user's browser send requests to it. So a request
//! must be addressed to this machine by name (against DNS rebinding), and a form must come from our own page (against
//! cross-site posts).

use crate::view;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::csrf::CsrfLayer;

/// Only the server's own styles, script, pictures and fonts; no frames; forms and the script's requests go to this server only.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// Headers of every response.
static HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// Puts the guards around the routes.
pub(crate) fn guarded(routes: Router) -> Router {
    routes
        .layer(CsrfLayer::new().with_rejection_response(refused_post))
        .layer(middleware::from_fn(only_this_machine))
        .layer(middleware::from_fn(crate::api::problems))
        .layer(middleware::from_fn(with_headers))
}

async fn with_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in &HEADERS {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-cache"));
    response
}

async fn only_this_machine(request: Request, next: Next) -> Response {
    let named = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = request
        .uri()
        .authority()
        .map(|authority| authority.as_str())
        .or(named);
    if host.is_some_and(is_this_machine) {
        return next.run(request).await;
    }
    let page = view::problem(
        "Not this address",
        "Ligature answers only at localhost, 127.0.0.1 or [::1], so that no other site can reach it through your browser. \
         Open it at the address that it printed when it was started.",
    );
    (StatusCode::MISDIRECTED_REQUEST, page).into_response()
}

/// Whether a Host header (`name`, `name:port`, `[v6]:port`) names this machine.
fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]"
}

fn refused_post<E>(_: E) -> Response<axum::body::Body> {
    let page = view::problem(
        "Not from this page",
        "This form was sent from another site, so nothing was read. Paste the note on Ligature's own first page.",
    );
    (StatusCode::FORBIDDEN, page).into_response()
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn only_names_of_this_machine() {
        for good in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1",
            "127.0.0.1:7878",
            "[::1]",
            "[::1]:7878",
        ] {
            assert!(is_this_machine(good), "{good}");
        }
        for bad in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "127.0.0.2",
            "::1",
            "user@localhost",
        ] {
            assert!(!is_this_machine(bad), "{bad}");
        }
    }
}
