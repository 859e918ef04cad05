//! The page on which a person's codes are compared with the note.

use crate::http::{coding, get, send, text, words};
use axum::http::StatusCode;

const NOTE: &str = "OPERATION: Laparotomy, small bowel resection.\n\
PROCEDURE: The abdomen was opened through a midline incision. The jejunum was transected above and below with a stapler; \
20 cm of small bowel were resected and passed off the table. A stapled anastomosis was made.";

async fn ask(note: &str, codes: &str, date: &str) -> (StatusCode, String) {
    let fields = [("codes", codes), ("date", date)];
    let response = send(coding(), "/audit", note.as_bytes(), b"", &fields).await;
    assert_eq!(response.headers()["cache-control"], "no-store");
    (response.status(), text(response).await)
}

#[tokio::test]
async fn codes_are_compared_with_the_note() {
    let (status, html) = ask(NOTE, "44120 x 2, 44202-59", "2025-03-03").await;
    let shown = words(&html);
    assert_eq!(status, StatusCode::OK, "{shown}");
    for expected in [
        "0 of 2 codes supported",
        "too many units",
        "not supported",
        "billed 2 units, supported 1",
        "The words that support it",
        "What the note must say",
        "line 2",
        "44202-59",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert!(html.contains("id=\"a1\"") && html.contains("id=\"L2\""));
    let (_, html) = ask(NOTE, "44120", "").await;
    assert!(words(&html).contains("1 of 1 code supported"));
    let (_, html) = ask(NOTE, "44202", "").await;
    assert!(words(&html).contains("Not billed, but supported by the note"));
}

#[tokio::test]
async fn what_cannot_be_audited_is_said_and_what_was_typed_stays() {
    for (note, codes, date, expected) in [
        ("", "44120", "", "There is no note yet"),
        (NOTE, "", "", "“codes” must have 1 to 99 entries"),
        (NOTE, "44120", "soon", "not a date"),
    ] {
        let (status, html) = ask(note, codes, date).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{expected}");
        assert!(
            words(&html).contains(expected),
            "{expected}: {}",
            words(&html)
        );
        assert!(html.contains(&format!("value=\"{codes}\"")), "{expected}");
        assert_eq!(html.contains("passed off the table"), !note.is_empty());
    }
}

#[tokio::test]
async fn a_code_that_cannot_be_read_is_named_with_the_others() {
    for (typed, expected) in [
        ("44120 x x", "write one code with its modifiers and units"),
        ("44120 x 0", "bill at least one"),
        ("x 2", "There is no code here"),
    ] {
        let (status, html) = ask(NOTE, &format!("44120, {typed}"), "").await;
        assert_eq!(status, StatusCode::OK, "{typed}");
        let words = words(&html);
        assert!(words.contains("1 of 2 codes supported"), "{words}");
        assert!(words.contains("Not read."), "{words}");
        assert!(words.contains(expected), "{words}");
        assert!(html.contains("<title>Audit of 44120 "), "{html}");
    }
}

#[tokio::test]
async fn it_is_in_the_running_head() {
    let (status, html) = get("/audit").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("<a href=\"/audit\" aria-current=\"page\">Audit codes</a>"));
}
