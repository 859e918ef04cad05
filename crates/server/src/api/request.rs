//! From an address or a body to a request in JSON. The gate checks whether it is valid.

use super::addresses::{Param, resolved};
use super::cursor;
use super::problem::{Kind, Problem};
use axum::body::{Body, HttpBody};
use axum::extract::{Query, RawPathParams, Request};
use axum::http::{HeaderMap, Uri, header};
use ligature_tools::{LARGEST_NOTE, Tool, json};
use serde_json::{Map, Value};
use std::pin::Pin;

/// The largest body, in bytes: a note whose every byte is escaped, and the rest of the request.
pub(crate) const LARGEST: usize = 2 * LARGEST_NOTE + 1024 * 1024;
/// A larger body is read up to here and thrown away, so that its sender sees the answer and not a broken connection.
const DRAINED: usize = 8 * LARGEST;

/// A request as it was sent.
pub(crate) struct ApiRequest {
    /// The request in JSON.
    pub body: Value,
    /// Fields that are not known are refused.
    pub strict: bool,
    /// Where the page of a list begins.
    pub cursor: Option<String>,
}

/// The request in a path and a query.
pub(crate) fn from_address(
    tool: &Tool,
    params: &[Param],
    path: Option<RawPathParams>,
    uri: &Uri,
) -> Result<ApiRequest, Problem> {
    let path = path.ok_or_else(|| Problem::bad("the path is not UTF-8"))?;
    let mut request = Map::new();
    let in_path = path.iter();
    let in_path = in_path.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let (mut strict, mut from) = (None, None);
    for (name, text) in in_path.chain(query(uri)?) {
        let twice = || Problem::bad(format!("`{}` was sent twice", shown(&name)));
        match name.as_str() {
            "strict" => {
                let taken = strict.replace(yes_or_no(&text)?);
                if taken.is_some() {
                    return Err(twice());
                }
                continue;
            }
            "cursor" if params.iter().any(|param| param.name == name) => {
                if !cursor::well_formed(&text) {
                    let why = "`cursor` must be a cursor as an answer gave it in `next`";
                    return Err(Problem::bad(why));
                }
                if from.replace(text).is_some() {
                    return Err(twice());
                }
                continue;
            }
            _ => {}
        }
        let field = tool.request().get("properties").and_then(|f| f.get(&name));
        let schema = field.map(|field| resolved(field, tool.request()));
        let items = schema.and_then(|schema| schema.get("items"));
        if let Some(items) = items {
            let list = request
                .entry(name)
                .or_insert_with(|| Value::from(Vec::<Value>::new()));
            if let Some(list) = list.as_array_mut() {
                list.push(value(&text, items));
            }
        } else {
            let value = schema.map_or_else(|| Value::from(text.as_str()), |of| value(&text, of));
            if request.contains_key(&name) {
                return Err(twice());
            }
            request.insert(name, value);
        }
    }
    Ok(ApiRequest {
        body: Value::Object(request),
        strict: strict.unwrap_or(false),
        cursor: from,
    })
}

fn query(uri: &Uri) -> Result<Vec<(String, String)>, Problem> {
    let query = Query::<Vec<(String, String)>>::try_from_uri(uri);
    let Query(query) = query.map_err(|_| Problem::bad("the query cannot be read"))?;
    Ok(query)
}

fn yes_or_no(text: &str) -> Result<bool, Problem> {
    let read = text.parse::<bool>();
    read.map_err(|_| Problem::bad("`strict` must be true or false"))
}

/// A name that a caller made up, cut short.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// The value of a text in an address. What cannot be converted stays text, and the gate says what is expected.
fn value(text: &str, schema: &Value) -> Value {
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().find(|kind| *kind != "null"),
        kind => kind,
    };
    let converted = match kind.and_then(Value::as_str) {
        Some("integer") => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            all.then(|| text.parse::<i64>().ok())
                .flatten()
                .map(Value::from)
        }
        Some("boolean") => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    converted.unwrap_or_else(|| Value::from(text))
}

/// The request in a JSON body. Its address takes `strict` alone: an unknown field in it leads to a remark, and
/// a known one is refused, because words about patients must not be in an address.
pub(crate) async fn from_body(tool: &Tool, request: Request) -> Result<ApiRequest, Problem> {
    let mut strict = false;
    let mut unknown = Vec::new();
    let fields = tool.request().get("properties");
    for (name, text) in query(request.uri())? {
        match name.as_str() {
            "strict" => strict = yes_or_no(&text)?,
            known if fields.is_some_and(|fields| fields.get(known).is_some()) => {
                return Err(Problem::bad(
                    "only `strict` may be in the address: put the other fields into the body",
                ));
            }
            _ => unknown.push(name),
        }
    }
    if !is_json(request.headers()) {
        return Err(Problem::new(
            Kind::NotJson,
            "send the body as `Content-Type: application/json`",
        ));
    }
    let bytes = bytes(request.into_body()).await?;
    let mut request = json(&bytes).map_err(|error| Problem::bad(error.of_request()))?;
    if let Some(fields) = request.as_object_mut() {
        for name in unknown {
            fields.entry(name).or_insert(Value::Null);
        }
    }
    Ok(ApiRequest {
        body: request,
        strict,
        cursor: None,
    })
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
