//! The site through its router: every page, its guards, and what it never does with a note.
#![allow(clippy::unwrap_used, clippy::panic)]

mod audit;
mod code_sets;
mod http;
mod load;
mod reference;
#[path = "../support/mod.rs"]
mod support;
mod tools;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http::{CODING, ask, get, post, site, text, without_markers, words};
use ligature_server::{Site, answer_html, router};
use ligature_tools::{Access, Caller, Denied, Forgetful, Free, Grant, Kind, Tool, Wait};
use std::sync::Arc;
use tower::ServiceExt;

const EXAMPLE: &str = include_str!("../../assets/example.txt");

#[tokio::test]
async fn every_page_is_there_and_guarded() {
    for path in [
        "/",
        "/?example",
        "/codes",
        "/codes?q=stoma",
        "/codes/cpt/44120",
        "/codes/cpt/44121",
        "/claims",
        "/audit",
        "/remit",
        "/tools",
        "/tools/lookup",
        "/health",
        "/assets/site.css",
        "/assets/site.js",
    ] {
        let response = ask(Request::get(path)).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let headers = response.headers();
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'")
                && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert!(headers.contains_key("cache-control"));
    }
    assert_eq!(get("/health").await.1, "ok");
}

#[tokio::test]
async fn every_code_with_a_page_is_served() {
    for page in support::knowledge().pages {
        let (status, html) = get(&format!("/codes/cpt/{}", page.code)).await;
        assert_eq!(status, StatusCode::OK, "{}", page.code);
        for (heading, _) in &page.sections {
            assert!(
                html.contains(&format!("<h2>{}</h2>", heading.replace('&', "&amp;"))),
                "{} {heading}",
                page.code
            );
        }
    }
}

#[tokio::test]
async fn a_page_shows_facts_and_links_its_neighbours() {
    let (_, html) = get("/codes/cpt/44121").await;
    let shown = words(&html);
    for expected in [
        "ZZZ",
        "4.44",
        "RVU24C",
        "third quarter 2024",
        "MAI 3",
        "Type 1",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
    assert!(html.contains("href=\"/codes/cpt/44120\""));
    let (_, bare) = get("/codes/cpt/44160").await;
    assert!(words(&bare).contains("No table was loaded"));
}

#[tokio::test]
async fn an_unknown_code_is_answered_kindly() {
    let (status, html) = get("/codes/cpt/44122").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(html.contains("/codes/44121") && words(&html).contains("Nearest codes"));
    let (status, html) = get("/codes/cpt/%3Cscript%3E").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(!html.contains("<script>"));
    assert_eq!(get("/nowhere").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_code_that_is_looked_up_opens_its_page() {
    let response = ask(Request::get("/codes?q=%2044120%20")).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], "/codes/44120");
    let response = ask(Request::get("/codes/44120")).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], "/codes/cpt/44120");
    let (_, html) = get("/codes?q=zzzz").await;
    assert!(words(&html).contains("Nothing has these words"));
}

/// A separate page with a hand-made answer.
fn alone(note: &str, date: Option<jiff::civil::Date>) -> String {
    answer_html(note, &support::answer(note, date), &support::pages())
}

#[tokio::test]
async fn a_note_is_answered_with_its_words_marked() {
    let response = post(EXAMPLE.replace('\n', "\r\n").as_bytes(), b"", "2025-03-03").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let html = text(response).await;
    let shown = words(&html);
    assert!(shown.contains("44120") && shown.contains("3 March 2025"));
    assert!(html.contains("data-for=\"d1"), "its words");
    assert!(html.contains("Change the note and ask again"));
}

#[test]
fn an_answer_shows_its_words_rules_and_questions() {
    let html = alone(EXAMPLE, Some(jiff::civil::date(2025, 3, 3)));
    let shown = words(&html);
    for expected in [
        "44120",
        "44121",
        "add-on under 44120",
        "3 March 2025",
        "Questions for the surgeon",
        "Done, not billed separately",
        "Why not the neighbour?",
        "inferred from",
        "Global 090",
        "work RVU 20.82",
        "at most 1 unit (MUE)",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
    assert!(
        html.contains("data-for=\"d1 d2\""),
        "words that two decisions rest on"
    );
    assert!(html.contains("<sup class=\"marker hue2\">2</sup>"));
    // The two lines of the note that the second decision spans, and line numbers that agree with the quotes.
    let line = EXAMPLE
        .lines()
        .position(|line| line.contains("passed off"))
        .unwrap()
        + 1;
    assert!(shown.contains(&format!("line {line}")));
}

#[tokio::test]
async fn the_whole_note_is_shown() {
    let html = text(post(EXAMPLE.as_bytes(), b"", "").await).await;
    let start = html.find("<div class=\"text\"").unwrap();
    let end = html[start..].find("</section>").unwrap() + start;
    let note = html[start..end].replace("</div><div class=\"line\"", "</div>\n<div class=\"line\"");
    let unmarked = without_markers(&note);
    assert_eq!(words(&unmarked).trim_end(), EXAMPLE.trim_end());
}

#[tokio::test]
async fn markup_in_a_note_is_text() {
    let note = "cut out <script>alert(1)</script> & \"passed off\" </textarea><img src=x onerror=alert(2)>";
    for html in [
        text(post(note.as_bytes(), b"", "").await).await,
        text(post(note.as_bytes(), b"", "not a date").await).await,
    ] {
        assert!(
            !html.contains("<script>alert")
                && !html.contains("<img src=x")
                && !html.contains("</textarea><img")
        );
        assert!(html.contains("&lt;script&gt;alert(1)"));
    }
}

#[tokio::test]
async fn a_file_is_read_as_bytes() {
    let html = text(post(b"", b"R\xe9section: the loop was passed off", "").await).await;
    assert!(words(&html).contains("Résection"), "Latin-1");
}

/// A file of the folder of notes in every format.
fn document(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../document/tests/notes");
    std::fs::read(folder.join(name)).unwrap()
}

#[tokio::test]
async fn a_file_is_read_in_its_format() {
    for name in [
        "note.pdf",
        "note.docx",
        "note.rtf",
        "mdm.hl7",
        "note.cda.xml",
        "note.fhir.json",
    ] {
        let html = text(post(b"", &document(name), "").await).await;
        let words = words(&html);
        assert!(words.contains("two days of vomiting"), "{name}");
        assert!(words.contains("The note was read from"), "{name}");
    }
    for (name, why) in [
        ("scan.pdf", "This is a scanned PDF"),
        ("locked.pdf", "protected by a password"),
        ("old.doc", "an old Word document"),
        ("scan.png", "a PNG picture"),
    ] {
        let response = post(b"typed before", &document(name), "").await;
        assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let html = text(response).await;
        assert!(words(&html).contains(why), "{name}");
        assert!(html.contains("typed before"), "{name}");
    }
}

#[tokio::test]
async fn refusals_keep_what_was_typed() {
    let large = "a word ".repeat(1_300_000);
    type Case<'a> = (&'a [u8], &'a [u8], &'a str, StatusCode, &'a str);
    let cases: [Case<'_>; 5] = [
        (
            b"  \r\n ",
            b"",
            "",
            StatusCode::UNPROCESSABLE_ENTITY,
            "There is no note yet",
        ),
        (
            b"typed before",
            b"%PDF-1.7 \0\0",
            "",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "a PDF",
        ),
        (
            b"typed before",
            large.as_bytes(),
            "",
            StatusCode::PAYLOAD_TOO_LARGE,
            "too large",
        ),
        (
            large.as_bytes(),
            b"",
            "",
            StatusCode::PAYLOAD_TOO_LARGE,
            "too large",
        ),
        (
            b"typed before",
            b"",
            "yesterday",
            StatusCode::UNPROCESSABLE_ENTITY,
            "not a date",
        ),
    ];
    for (note, file, date, status, expected) in cases {
        let response = post(note, file, date).await;
        assert_eq!(response.status(), status, "{expected}");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let html = text(response).await;
        assert!(words(&html).contains(expected), "{expected}");
        if note.starts_with(b"typed") {
            assert!(html.contains("typed before</textarea>"), "{expected}");
        }
        if note.len() > 1000 {
            assert!(html.contains(large.as_str()));
        }
    }
}

#[tokio::test]
async fn a_form_that_is_none_is_refused() {
    let request = Request::post("/code")
        .header("host", "localhost")
        .header("sec-fetch-site", "same-origin");
    let response = site()
        .oneshot(request.body(Body::from("note=x")).unwrap())
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(words(&text(response).await).contains("arrived incomplete"));
}

#[tokio::test]
async fn nothing_found_is_said_in_words() {
    let shown = words(&alone("Consult. A resection is planned.", None));
    for expected in [
        "No code",
        "until the surgeon answers",
        "About the note",
        "Was the resection done",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
    let shown = words(&text(post(b"Seen in clinic.", b"", "").await).await);
    assert!(
        shown.contains("No procedure was found") && shown.contains("only these families"),
        "{shown}"
    );
}

#[tokio::test]
async fn other_hosts_and_other_sites_are_refused() {
    for host in ["evil.example", "127.0.0.1.evil.example:7878"] {
        let request = Request::get("/")
            .header("host", host)
            .body(Body::empty())
            .unwrap();
        let response = site().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::MISDIRECTED_REQUEST);
        assert!(response.headers().contains_key("content-security-policy"));
    }
    let no_host = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(
        site().oneshot(no_host).await.unwrap().status(),
        StatusCode::MISDIRECTED_REQUEST
    );
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
    ] {
        let request = Request::post("/code")
            .header("host", "localhost:7878")
            .header(name, value);
        let response = site()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{name}: {value}");
    }
}

/// Denies everything in one way.
struct No(Kind);

impl Access for No {
    fn may<'a>(&'a self, _: &'a Caller, _: &'a Tool) -> Wait<'a, Result<Grant, Denied>> {
        let denied = Denied {
            kind: self.0,
            public: "the words of the gate".to_owned(),
        };
        Box::pin(std::future::ready(Err(denied)))
    }
}

#[tokio::test]
async fn a_refusal_is_a_page_with_the_words_of_the_gate() {
    for (kind, status) in [
        (Kind::BadRequest, 422),
        (Kind::NotFound, 404),
        (Kind::NotAllowed, 403),
        (Kind::LimitReached, 429),
        (Kind::Cancelled, 503),
        (Kind::Fault, 500),
    ] {
        let gate = CODING.clone();
        let gate = gate.behind(Arc::new(No(kind)), Arc::new(Free), Arc::new(Forgetful));
        let site = router(Site {
            gate,
            today: support::today,
            loader: None,
        });
        let fields = [("date", ""), ("codes", "44120")];
        for path in ["/code", "/audit"] {
            let response =
                http::send(site.clone(), path, b"OPERATION: some words", b"", &fields).await;
            assert_eq!(response.status().as_u16(), status, "{path}");
            assert_eq!(response.headers()["cache-control"], "no-store");
            let html = text(response).await;
            assert!(
                html.contains("some words</textarea>") && html.contains("The words of the gate.")
            );
        }
        let request = Request::get("/browse/icd10cm").header("host", "localhost");
        let response = site.oneshot(request.body(Body::empty()).unwrap()).await;
        let response = response.unwrap();
        assert_eq!(response.status().as_u16(), status);
        assert!(words(&text(response).await).contains("The words of the gate."));
    }
}

#[tokio::test]
async fn assets_are_kept_by_their_hash() {
    let (_, html) = get("/").await;
    let at = html.find("/assets/site.css?v=").unwrap();
    let address = html[at..].split('"').next().unwrap();
    let response = ask(Request::get(address)).await;
    assert!(
        response.headers()["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    let tag = response.headers()["etag"].clone();
    let again = ask(Request::get("/assets/site.css").header("if-none-match", tag)).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[test]
fn an_answer_in_a_file_needs_nothing_else() {
    let html = alone(EXAMPLE, None);
    assert!(
        html.contains("<style>")
            && !html.contains("<script")
            && !html.contains("src=")
            && !html.contains("href=\"/")
    );
    assert!(
        !html.contains("http://")
            || html.matches("http://").count()
                == html.matches("http://www.w3.org/2000/svg").count()
    );
    assert!(words(&html).contains("44121"));
}
