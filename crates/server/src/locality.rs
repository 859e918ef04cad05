//! The Medicare locality that a reader works in: chosen once, remembered in a cookie that holds nothing else.

use crate::app::App;
use crate::refused::Why;
use crate::view::locality as view;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use ligature_tools::{LocalitiesRequest, LocalityLine};
use serde::Deserialize;
use std::collections::HashMap;

/// The name of the cookie, and how long it lasts, in seconds.
const COOKIE: &str = "locality";
const A_YEAR: u32 = 365 * 24 * 60 * 60;

/// The locality that a request remembers; empty if none. Only its usual form is taken: digits and a hyphen.
pub(crate) fn remembered(headers: &HeaderMap) -> String {
    let cookies = headers.get_all(header::COOKIE).iter();
    let pairs = cookies.filter_map(|one| one.to_str().ok());
    let mut pairs = pairs.flat_map(|all| all.split(';'));
    let found = pairs.find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE && is_one(value)).then(|| value.to_owned())
    });
    found.unwrap_or_default()
}

fn is_one(text: &str) -> bool {
    text.len() <= 12
        && text.split('-').count() == 2
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A place of this site to come back to; anything else is the first page.
fn back(text: &str) -> &str {
    let ours = text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', '\n']);
    if ours { text } else { "/" }
}

/// A locality as people say it: `Manhattan, NY`.
pub(crate) fn named(line: &LocalityLine) -> String {
    let words = line.name.split(' ').map(|word| {
        let mut letters = word.chars();
        let first: String = letters.by_ref().take(1).collect();
        match word {
            "OF" | "AND" | "THE" => word.to_lowercase(),
            state if state == line.state => word.to_owned(),
            _ => first + &letters.as_str().to_lowercase(),
        }
    });
    let name = words.collect::<Vec<_>>().join(" ");
    format!("{name}, {}", line.state)
}

/// The remembered locality with its name; empty where none is remembered.
pub(crate) async fn chosen(app: &App, headers: &HeaderMap) -> (String, String) {
    let locality = remembered(headers);
    if locality.is_empty() {
        return (locality, String::new());
    }
    let reply = app.ask(headers, &LocalitiesRequest::default()).await;
    let all = reply.map_or_else(|_| Vec::new(), |reply| reply.answer.localities);
    let line = all.iter().find(|one| one.locality == locality);
    let name = line.map_or_else(|| locality.clone(), named);
    (locality, name)
}

/// `GET /locality?back=…`
pub(crate) async fn choose(
    State(app): State<App>,
    headers: HeaderMap,
    Query(params): Query<HashMap<String, String>>,
) -> Response {
    match app.ask(&headers, &LocalitiesRequest::default()).await {
        Ok(reply) => {
            let lines = reply.answer.localities.iter();
            let all: Vec<(String, String)> = lines
                .map(|line| (line.locality.clone(), named(line)))
                .collect();
            let now = remembered(&headers);
            let back = back(params.get("back").map_or("/", String::as_str));
            view::choose(&app.frame(""), &all, &now, back).into_response()
        }
        Err(refusal) => Why::from(refusal).page(&app, "Your locality"),
    }
}

/// What the form held.
#[derive(Debug, Deserialize)]
pub(crate) struct Sent {
    #[serde(default)]
    locality: String,
    #[serde(default)]
    back: String,
}

/// `POST /locality`
pub(crate) async fn remember(Form(sent): Form<Sent>) -> Response {
    let locality = sent.locality.trim();
    let (value, age) = match is_one(locality) {
        true => (locality, A_YEAR),
        false => ("", 0),
    };
    let cookie = format!("{COOKIE}={value}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly");
    let mut response = Redirect::to(back(&sent.back)).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_locality_is_remembered() {
        let check = |cookie: &str, wanted: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
            assert_eq!(remembered(&headers), wanted, "{cookie}");
        };
        check("locality=13202-01", "13202-01");
        check("a=b; locality=01112-05; c=d", "01112-05");
        check("locality=", "");
        check("locality=<script>", "");
        check("mylocality=13202-01", "");
    }

    #[test]
    fn only_this_site_is_come_back_to() {
        for (text, wanted) in [
            ("/codes/cpt/44120", "/codes/cpt/44120"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("", "/"),
        ] {
            assert_eq!(back(text), wanted);
        }
    }

    #[test]
    fn a_locality_is_said_as_people_say_it() {
        let line = |state: &str, name: &str| LocalityLine {
            locality: String::new(),
            state: state.into(),
            name: name.into(),
        };
        assert_eq!(named(&line("NY", "MANHATTAN")), "Manhattan, NY");
        assert_eq!(named(&line("NJ", "NORTHERN NJ")), "Northern NJ, NJ");
        assert_eq!(named(&line("CA", "EL CENTRO")), "El Centro, CA");
        assert_eq!(named(&line("MO", "REST OF STATE")), "Rest of State, MO");
    }
}
