//! `/tools` and `/tools/{name}`: every tool of the gate as a page with a form. A request is JSON, and so is the answer.

use crate::api::{LARGEST, ROOT, addresses_of, example, example_answer, example_read, place};
use crate::app::{App, context};
use crate::notes::kept_nowhere;
use crate::refused::Why;
use crate::view::problem;
use crate::view::tools::{self as view, Outcome, Shown, ToolForm};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ligature_tools::{Door, Tool, json};
use maud::Markup;
use serde::Deserialize;

/// The largest form, in bytes: what the API takes, each byte written as three characters.
pub(crate) const LARGEST_FORM: usize = 3 * LARGEST;

/// What the form held.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    /// The request, in JSON.
    request: String,
    /// `true`, or `on` as browsers send it: refuse fields that are not known; `false` or nothing: name them.
    strict: String,
}

/// `GET /tools`
pub(crate) async fn list(State(app): State<App>, headers: HeaderMap) -> Markup {
    let host = host(&headers);
    let shown: Vec<Shown> = app
        .gate
        .tools()
        .iter()
        .map(|t| shown_as(t, &host))
        .collect();
    view::list(&app.frame(""), &shown, LARGEST)
}

/// The address of this site, as the reader's browser has it.
fn host(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    format!("http://{}", host.unwrap_or("localhost"))
}

/// A tool with its addresses and an example that works.
fn shown_as(tool: &'static Tool, host: &str) -> Shown {
    Shown {
        tool,
        addresses: addresses_of(tool),
        read: example_read(tool).map(|address| format!("{host}{address}")),
        post: format!("{host}{ROOT}/tools/{}", tool.name),
        request: example(tool).to_string(),
        place: place(tool),
    }
}

/// `GET /tools/{name}`
pub(crate) async fn empty(
    State(app): State<App>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Response {
    let Some(tool) = tool(&app, &name) else {
        return no_such_tool();
    };
    let request = example(tool);
    let request = serde_json::to_string_pretty(&request).unwrap_or_default();
    shown(&app, &headers, tool, &request, false, None)
}

/// `POST /tools/{name}`
pub(crate) async fn ask(
    State(app): State<App>,
    headers: HeaderMap,
    Path(name): Path<String>,
    form: Result<Form<Sent>, FormRejection>,
) -> Response {
    let Some(tool) = tool(&app, &name) else {
        return no_such_tool();
    };
    let (sent, unread) = match form {
        Ok(Form(sent)) => (sent, None),
        Err(_) => (
            Sent::default(),
            Some("the form could not be read, or is too large"),
        ),
    };
    let strict = match sent.strict.trim() {
        "" => Ok(false),
        "on" => Ok(true),
        typed => typed.parse::<bool>(),
    };
    let unread = unread.or(match strict {
        Ok(_) => None,
        Err(_) => Some("`strict` must be true or false"),
    });
    let strict = strict.unwrap_or(false);
    let reply = match (unread, json(sent.request.as_bytes())) {
        (Some(why), _) => Err(Why::wrong(why)),
        (None, Err(error)) => Err(Why::wrong(error.of_request())),
        (None, Ok(request)) => {
            let context = context(&headers, Door::Page).strict(strict);
            let reply = app.gate.call(&context, tool.name, request).await;
            reply.map_err(Why::from)
        }
    };
    let outcome = match reply {
        Ok(reply) => Outcome::Answer {
            json: serde_json::to_string_pretty(&reply.answer).unwrap_or_default(),
            noticed: reply.noticed,
        },
        Err(why) => Outcome::Refused {
            status: why.status(),
            public: why.public,
        },
    };
    let request = sent.request.replace("\r\n", "\n");
    kept_nowhere(shown(&app, &headers, tool, &request, strict, Some(outcome)))
}

fn tool(app: &App, name: &str) -> Option<&'static Tool> {
    app.gate.tools().iter().find(|tool| tool.name == name)
}

fn no_such_tool() -> Response {
    let page = problem(
        "No such tool",
        "There is no tool of this name. The page “Tools” lists them all.",
    );
    (StatusCode::NOT_FOUND, page).into_response()
}

fn shown(
    app: &App,
    headers: &HeaderMap,
    tool: &'static Tool,
    request: &str,
    strict: bool,
    outcome: Option<Outcome>,
) -> Response {
    let status = match &outcome {
        Some(Outcome::Refused { status, .. }) => *status,
        _ => StatusCode::OK,
    };
    let answer = example_answer(tool);
    let form = ToolForm {
        shown: &shown_as(tool, &host(headers)),
        answer: answer.as_deref(),
        request,
        strict,
        outcome: outcome.as_ref(),
    };
    (status, view::tool(&app.frame(""), &form)).into_response()
}
