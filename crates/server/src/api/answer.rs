//! From a request to its answer: calling the gate, pages of a list, and headers for caches.

use super::addresses::Read;
use super::cursor;
use super::problem::Problem;
use super::request::{self, ApiRequest};
use crate::app::{App, context};
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use ligature_tools::{Door, Kind, Tool};
use serde_json::Value;

/// Answers an address that is read.
pub(crate) async fn get(
    address: &'static Read,
    tool: &'static Tool,
    app: &App,
    path: Option<RawPathParams>,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response {
    match page(address, tool, app, path, uri, headers).await {
        Ok(answer) => tagged(app, uri, headers, json(&answer)),
        Err(problem) => problem.into_response(),
    }
}

async fn page(
    address: &'static Read,
    tool: &'static Tool,
    app: &App,
    path: Option<RawPathParams>,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Value, Problem> {
    let mut request = request::from_address(tool, &address.params(tool), path, uri)?;
    let Some(usual) = address.pages else {
        return ask(tool, app, headers, request).await;
    };
    let list = cursor::list(&app.gate.about().seal, tool.name, &request.body);
    let number = |name: &str| {
        let number = request.body.get(name).and_then(Value::as_u64);
        number.and_then(|number| usize::try_from(number).ok())
    };
    let limit = number("limit").unwrap_or(usual);
    let skip = match &request.cursor {
        Some(from) => {
            let place = cursor::read(from, &list).filter(|skip| *skip <= address.furthest);
            Some(place.ok_or_else(|| {
                Problem::of(
                    Kind::NotFound,
                    "this cursor belongs to another list, or the book has been replaced: start again without it",
                )
            })?)
        }
        None => number("skip"),
    };
    if let (Some(skip), Some(request)) = (skip, request.body.as_object_mut()) {
        request.insert("skip".to_owned(), Value::from(skip));
    }
    let mut answer = ask(tool, app, headers, request).await?;
    if let Some(answer) = answer.as_object_mut() {
        let until = skip.unwrap_or(0) + limit;
        let more = match answer.get("total") {
            Some(total) => total.as_u64().is_some_and(|total| total > until as u64),
            None => answer.get("more") == Some(&Value::Bool(true)),
        };
        let next = (more && until <= address.furthest)
            .then(|| cursor::write(until, &list))
            .flatten();
        answer.insert("next".to_owned(), Value::from(next));
    }
    Ok(answer)
}

/// Answers a JSON body. Such an answer may contain words of a note and is not stored.
pub(crate) async fn post(tool: &'static Tool, app: &App, request: Request) -> Response {
    let headers = request.headers().clone();
    let answered = match request::from_body(tool, request).await {
        Ok(request) => ask(tool, app, &headers, request).await,
        Err(problem) => Err(problem),
    };
    let mut response = match answered {
        Ok(answer) => json(&answer),
        Err(problem) => problem.into_response(),
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Calls the gate. Its remarks on the request are the field `noticed` of the answer.
async fn ask(
    tool: &'static Tool,
    app: &App,
    headers: &HeaderMap,
    request: ApiRequest,
) -> Result<Value, Problem> {
    let context = context(headers, Door::Api).strict(request.strict);
    let reply = app.gate.call(&context, tool.name, request.body).await?;
    let mut answer = reply.answer;
    if let Some(answer) = answer.as_object_mut().filter(|_| !reply.noticed.is_empty()) {
        answer.insert("noticed".to_owned(), Value::from(reply.noticed));
    }
    Ok(answer)
}

fn json(answer: &Value) -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        answer.to_string(),
    )
        .into_response()
}

/// Adds the headers for caches, and answers "not modified" where the caller has the answer already.
pub(crate) fn tagged(app: &App, uri: &Uri, headers: &HeaderMap, answer: Response) -> Response {
    let tag = tag(&app.gate.about().seal, uri);
    let held = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|held| held.to_str().ok())
        .any(|held| holds(held, &tag));
    let mut response = if held {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        answer
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    response
}

/// An answer's tag: it changes with the book, with the program, and with the address. Weak, as only the meaning is promised.
fn tag(seal: &str, uri: &Uri) -> String {
    let address = uri.path_and_query().map_or("", |address| address.as_str());
    let mut hasher = blake3::Hasher::new();
    for part in [seal, env!("CARGO_PKG_VERSION"), address] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let hash: String = hasher.finalize().to_hex().chars().take(24).collect();
    format!("W/\"{hash}\"")
}

/// Whether a list of tags, as in If-None-Match, holds this one.
fn holds(list: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    list.split(',')
        .any(|one| one.trim() == "*" || opaque(one) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_again() {
        let tag = tag("seal", &Uri::from_static("/api/v1/search?text=a"));
        assert!(tag.starts_with("W/\"") && tag.ends_with('"'));
        for list in [
            "*".to_owned(),
            tag.clone(),
            format!("\"x\", {tag}"),
            tag[2..].to_owned(),
        ] {
            assert!(holds(&list, &tag), "{list}");
        }
        for list in ["", "\"x\"", "W/\"\"", "W/"] {
            assert!(!holds(list, &tag), "{list}");
        }
        assert_ne!(
            tag,
            super::tag("other", &Uri::from_static("/api/v1/search?text=a"))
        );
        assert_ne!(
            tag,
            super::tag("seal", &Uri::from_static("/api/v1/search?text=b"))
        );
    }
}
