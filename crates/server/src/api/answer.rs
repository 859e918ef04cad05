//! From a request to its answer: asking the tool, pages of a list, and what caches are told.

use super::doors::Door;
use super::openapi::DOCUMENT;
use super::problem::{Kind, Problem};
use super::{cursor, request, tool};
use crate::site::App;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use ligature_tools::{ToolError, UNREAD};
use serde_json::{Map, Value};

/// Answers an address.
pub(crate) async fn get(
    door: &'static Door,
    app: &App,
    path: Option<RawPathParams>,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response {
    match page(door, app, path, uri).await {
        Ok(answer) => tagged(app, uri, headers, json(&answer)),
        Err(problem) => problem.into_response(),
    }
}

async fn page(
    door: &'static Door,
    app: &App,
    path: Option<RawPathParams>,
    uri: &Uri,
) -> Result<Value, Problem> {
    let ours = || Problem::new(Kind::Ours, "this address has no tool");
    let opening = DOCUMENT.openings.get(door.path).ok_or_else(ours)?;
    let mut request = request::asked(opening, path, uri)?;
    let Some(usual) = door.pages else {
        return ask(door.tool, app, Value::Object(request)).await;
    };
    let from = request.remove("cursor");
    let list = cursor::list(app.library.seal(), door.tool, &request);
    let skip = match from.as_ref().and_then(Value::as_str) {
        Some(from) => cursor::read(from, &list)
            .filter(|skip| *skip <= door.furthest)
            .ok_or_else(|| {
                Problem::new(
                    Kind::NotFound,
                    "this cursor is of another list, or the book has been replaced since: begin again without it",
                )
            })?,
        None => 0,
    };
    let limit = number(&request, "limit").unwrap_or(usual);
    request.insert("skip".to_owned(), Value::from(skip));
    let mut answer = ask(door.tool, app, Value::Object(request)).await?;
    if let Some(answer) = answer.as_object_mut() {
        let until = skip + limit;
        let more = match answer.get("total") {
            Some(total) => total.as_u64().is_some_and(|total| total > until as u64),
            None => answer.get("more") == Some(&Value::Bool(true)),
        };
        let next = (more && until <= door.furthest)
            .then(|| cursor::write(until, &list))
            .flatten();
        answer.insert("next".to_owned(), Value::from(next));
    }
    Ok(answer)
}

fn number(request: &Map<String, Value>, name: &str) -> Option<usize> {
    let number = request.get(name)?.as_u64()?;
    usize::try_from(number).ok()
}

/// Answers a JSON body. Such an answer may rest on a note and is kept nowhere.
pub(crate) async fn post(name: &'static str, app: App, request: Request) -> Response {
    let answered = match request::sent(name, request).await {
        Ok(request) => ask(name, &app, request).await,
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

/// Asks a tool, away from the threads that serve everyone. A panic there ends as an error here.
async fn ask(name: &'static str, app: &App, request: Value) -> Result<Value, Problem> {
    let ours = || Problem::new(Kind::Ours, "nothing of the request was kept");
    let tool = tool(name).ok_or_else(ours)?;
    let library = app.library.clone();
    let asked = tokio::task::spawn_blocking(move || (tool.run)(&library, request));
    asked
        .await
        .map_err(|_| ours())?
        .map_err(|error| match error {
            // what a reader of requests says may quote them
            ToolError::Wrong(_) if name == "code" => {
                Problem::bad("the note or the date cannot be read")
            }
            ToolError::Wrong(why) if name == "claim" && why.starts_with(UNREAD) => {
                Problem::bad("the note, the date, the place or the locality cannot be read")
            }
            ToolError::Wrong(why) if name == "remit" && why.starts_with(UNREAD) => {
                Problem::bad("the text or the claims cannot be read")
            }
            error => error.into(),
        })
}

fn json(answer: &Value) -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        answer.to_string(),
    )
        .into_response()
}

/// Tells caches what an answer is, and answers "not modified" to those who have it.
pub(crate) fn tagged(app: &App, uri: &Uri, headers: &HeaderMap, answer: Response) -> Response {
    let tag = tag(app.library.seal(), uri);
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
    let told = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        told.insert(header::ETAG, tag);
    }
    told.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    response
}

/// An answer's tag: it changes with the book, with the program, and with what is asked. Weak, as only the meaning is promised.
fn tag(seal: &str, uri: &Uri) -> String {
    let asked = uri.path_and_query().map_or("", |asked| asked.as_str());
    let mut hasher = blake3::Hasher::new();
    for part in [seal, env!("CARGO_PKG_VERSION"), asked] {
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
