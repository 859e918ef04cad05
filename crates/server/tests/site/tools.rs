//! The page of each tool.

use crate::http::{CODING, coding, get, text, words};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use ligature_tools::Context;
use serde_json::{Value, json};
use tower::ServiceExt;

/// Sends the form of a tool's page.
async fn ask(tool: &str, request: &str, strict: bool) -> (StatusCode, String) {
    ask_with(tool, request, if strict { "true" } else { "" }).await
}

async fn ask_with(tool: &str, request: &str, strict: &str) -> (StatusCode, String) {
    let mut body = String::from("request=");
    for byte in request.bytes() {
        body += &format!("%{byte:02X}");
    }
    if !strict.is_empty() {
        body += &format!("&strict={strict}");
    }
    let request = Request::post(format!("/tools/{tool}"))
        .header("host", "localhost:7878")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let response = coding().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
    (response.status(), text(response).await)
}

/// The contents of the element with this id.
fn within<'a>(html: &'a str, id: &str) -> Option<&'a str> {
    let from = html.find(&format!("id=\"{id}\""))?;
    let from = from + html[from..].find('>')? + 1;
    let ends = ["</pre>", "</p>", "</ul>"];
    let end = ends.iter().filter_map(|end| html[from..].find(end)).min()?;
    Some(&html[from..from + end])
}

#[tokio::test]
async fn every_tool_has_a_page_with_its_fields_and_an_example() {
    let (_, list) = get("/tools").await;
    assert!(list.contains("/api/v1/openapi.json") && words(&list).contains("Rules and limits"));
    for tool in CODING.tools() {
        assert!(list.contains(&format!("href=\"/tools/{}\"", tool.name)));
        let (status, html) = get(&format!("/tools/{}", tool.name)).await;
        assert_eq!(status, StatusCode::OK, "{}", tool.name);
        let shown = words(&html);
        assert!(html.contains("href=\"/api/v1/#"), "{}", tool.name);
        for expected in [tool.title, tool.scope.name(), "curl -H", "Ask"] {
            assert!(shown.contains(expected), "{}: {expected}", tool.name);
        }
        for (name, bound) in tool.bounds() {
            assert!(shown.contains(&name) && shown.contains(&bound), "{name}");
        }
        assert!(within(&html, "answer").is_none() && within(&html, "refusal").is_none());
    }
    assert_eq!(get("/tools/nothing").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_answers_as_the_gate_does() {
    let request = json!({"code": "44120", "dat": "2025-03-01"});
    let (status, html) = ask("lookup", &request.to_string(), false).await;
    assert_eq!(status, StatusCode::OK);
    let shown: Value = serde_json::from_str(&words(within(&html, "answer").unwrap())).unwrap();
    let reply = CODING.call_now(&Context::operator(), "lookup", request.clone());
    let reply = reply.unwrap();
    assert_eq!(shown, reply.answer);
    let noticed = within(&html, "noticed").unwrap();
    assert_eq!(words(noticed), reply.noticed.concat());
    let (status, html) = ask("lookup", &request.to_string(), true).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        words(within(&html, "refusal").unwrap()),
        reply.noticed.concat()
    );
    let (status, html) = ask("lookup", &json!({"code": "99999"}).to_string(), false).await;
    assert_eq!(status, StatusCode::OK, "nothing is loaded");
    assert!(
        within(&html, "refusal")
            .unwrap()
            .contains("ligature import")
    );
    let (status, html) = ask("lookup", "{\"code\": Smith", false).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        within(&html, "refusal"),
        Some("the request is not JSON (line 1, column 10)")
    );
    let (status, html) = ask_with("lookup", "{\"code\": \"44120\"}", "perhaps").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("`strict` must be true or false"));
}
