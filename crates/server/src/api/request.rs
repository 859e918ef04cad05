//! From an address or a body to a tool's request.

use super::check;
use super::openapi::{DOCUMENT, Opening, Param};
use super::problem::{Kind, Problem};
use axum::body::{Body, HttpBody};
use axum::extract::{Query, RawPathParams, Request};
use axum::http::{HeaderMap, Uri, header};
use serde_json::{Map, Value};
use std::pin::Pin;

/// The largest body, in bytes.
pub(crate) const LARGEST: usize = 1024 * 1024;
/// A larger body is read up to here and thrown away, so that its sender sees the answer and not a broken connection.
const DRAINED: usize = 64 * LARGEST;

/// The request in a path and a query, `cursor` included.
pub(crate) fn asked(
    opening: &Opening,
    path: Option<RawPathParams>,
    uri: &Uri,
) -> Result<Map<String, Value>, Problem> {
    let path = path.ok_or_else(|| Problem::bad("the path is not UTF-8"))?;
    let Query(query) = Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|_| Problem::bad("the query cannot be read"))?;
    let mut request = Map::new();
    let in_path = path
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    for (at, (name, text)) in in_path
        .map(|pair| (true, pair))
        .chain(query.into_iter().map(|pair| (false, pair)))
    {
        let known = |param: &&Param| param.in_path == at && param.name == name;
        let Some(param) = opening.params.iter().find(known) else {
            let names = opening.params.iter().filter(|param| !param.in_path);
            return Err(Problem::bad(check::known(
                "parameter",
                names.map(|param| &param.name),
            )));
        };
        let wanted = || check::words(&param.schema, &DOCUMENT.schemas);
        let value = read(&text, check::resolved(&param.schema, &DOCUMENT.schemas))
            .filter(|value| check::one(value, &param.schema, &DOCUMENT.schemas))
            .ok_or_else(|| Problem::bad(format!("`{name}` must be {}", wanted())))?;
        if request.insert(name.clone(), value).is_some() {
            return Err(Problem::bad(format!("`{name}` was sent twice")));
        }
    }
    let missing = opening
        .params
        .iter()
        .find(|param| param.required && !request.contains_key(&param.name));
    match missing {
        Some(param) => Err(Problem::bad(format!("`{}` is missing", param.name))),
        None => Ok(request),
    }
}

/// The value that a text of an address stands for.
fn read(text: &str, schema: &Value) -> Option<Value> {
    match schema.get("type").and_then(Value::as_str) {
        Some("integer") => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            all.then(|| text.parse::<i64>().ok())?.map(Value::from)
        }
        Some("boolean") => text.parse::<bool>().ok().map(Value::from),
        _ => Some(Value::from(text)),
    }
}

/// The request in a JSON body, held against the schema of the tool's request.
pub(crate) async fn sent(tool: &str, request: Request) -> Result<Value, Problem> {
    if request.uri().query().is_some_and(|query| !query.is_empty()) {
        return Err(Problem::bad(
            "this address takes no parameters: everything goes into the body",
        ));
    }
    if !is_json(request.headers()) {
        return Err(Problem::new(
            Kind::NotJson,
            "send the body as `Content-Type: application/json`",
        ));
    }
    let bytes = bytes(request.into_body()).await?;
    // the parser's own message names places only, but nothing of it is passed on for certain
    let mut value: Value = serde_json::from_slice(&bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Problem::bad(format!(
            "the body is not JSON (line {line}, column {column})"
        ))
    })?;
    let schema = DOCUMENT.requests.get(tool).unwrap_or(&Value::Null);
    check::object(&mut value, schema, &DOCUMENT.schemas)
        .map_err(|why| Problem::bad(format!("the body: {why}")))?;
    Ok(value)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

/// A body of at most [`LARGEST`] bytes.
async fn bytes(mut body: Body) -> Result<Vec<u8>, Problem> {
    let (mut kept, mut size) = (Vec::new(), 0_usize);
    let too_large = || {
        Problem::new(
            Kind::TooLarge,
            format!("a body may have {LARGEST} bytes at most"),
        )
    };
    if body.size_hint().lower() > DRAINED as u64 {
        return Err(too_large());
    }
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame.map_err(|_| Problem::bad("the body broke off"))?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        size = size.saturating_add(data.len());
        if size > DRAINED {
            break;
        }
        if size <= LARGEST {
            kept.extend_from_slice(&data);
        }
    }
    if size > LARGEST {
        Err(too_large())
    } else {
        Ok(kept)
    }
}
