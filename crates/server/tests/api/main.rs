//! The door for programs, through the router.
#![allow(clippy::unwrap_used, clippy::panic)]

mod http;
mod small;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use http::{SMALL, get, post, request, send};
use ligature_tools as tools;
use serde_json::{Value, json};

/// The same question through every door: the typed function, JSON by POST, and the tool's own address.
async fn same(tool: &str, typed: impl serde::Serialize, body: Value, own: &str) {
    let typed = serde_json::to_value(typed).unwrap();
    assert!(typed.as_object().is_some_and(|o| !o.is_empty()), "{tool}");
    let listed = tools::TOOLS.iter().find(|t| t.name == tool).unwrap();
    assert_eq!(
        (listed.run)(&SMALL.library, body.clone()).unwrap(),
        typed,
        "{tool}"
    );
    let posted = post(&format!("/api/v1/tools/{tool}"), body.to_string()).await;
    assert_eq!(posted.answer(), typed, "{tool} by POST");
    assert_eq!(posted.headers["cache-control"], "no-store");
    let mut got = match own {
        own if own == "/api/v1/code" || own.starts_with("/api/v1/claims:") => {
            post(own, body.to_string()).await.answer()
        }
        own => get(own).await.answer(),
    };
    got.as_object_mut().unwrap().remove("next");
    assert_eq!(got, typed, "{tool} at {own}");
}

const REMITTANCE: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *250401*1200*^*00501*000000001*0*P*:~\
GS*HP*PAYER*PROVIDER*20250401*1200*1*X*005010X221A1~ST*835*0001~BPR*I*1400*C*NON************20250401~\
TRN*1*12345*1512345678~N1*PR*PAYER~N1*PE*PROVIDER*XX*1234567893~LX*1~CLP*A1*1*6000*1400*0*MB*9~\
SVC*HC:44120*4000*1400~CAS*CO*45*2600~SVC*HC:44950*2000*0~CAS*CO*97*2000~SE*12*0001~GE*1*1~IEA*1*000000001~";

#[tokio::test]
async fn a_text_that_is_no_remittance_is_not_repeated() {
    for text in ["Smith", "ISA*Smith~", ""] {
        let got = post("/api/v1/claims:remit", json!({"text": text}).to_string()).await;
        assert!(!got.text.contains("Smith"), "{}", got.text);
        let answer = got.answer();
        assert_eq!(answer["payments"], json!([]));
        let first = answer["problems"][0].as_str().unwrap();
        assert!(first.contains("no payment of an 835"), "{first}");
    }
}

#[tokio::test]
async fn every_tool_answers_the_same_through_every_door() {
    let note = "OPERATION: Small bowel resection.\nA segment of jejunum was resected. A stapled anastomosis was made.";
    let library = &SMALL.library;
    let mut walked = Vec::new();
    for tool in tools::TOOLS {
        walked.push(tool.name);
        match tool.name {
            "lookup" => {
                let body = json!({"system": "icd10cm", "code": "K35.80", "date": "2025-03-01"});
                let typed = library.lookup(&read(&body)).unwrap();
                same(
                    "lookup",
                    typed,
                    body,
                    "/api/v1/codes/icd10cm/K35.80?date=2025-03-01",
                )
                .await;
            }
            "search" => {
                let body = json!({"text": "acute appendicitis", "limit": 2, "billable": true});
                let typed = library.search(&read(&body)).unwrap();
                assert_eq!(typed.results.len(), 2);
                same(
                    "search",
                    typed,
                    body,
                    "/api/v1/search?text=acute+appendicitis&limit=2&billable=true",
                )
                .await;
            }
            "complete" => {
                let body = json!({"text": "append", "system": "icd10cm"});
                let typed = library.complete(&read(&body)).unwrap();
                same(
                    "complete",
                    typed,
                    body,
                    "/api/v1/complete?text=append&system=icd10cm",
                )
                .await;
            }
            "browse" => {
                let body = json!({"system": "icd10cm", "under": "K43", "limit": 2});
                let typed = library.browse(&read(&body)).unwrap();
                assert_eq!(typed.total, 4);
                same(
                    "browse",
                    typed,
                    body,
                    "/api/v1/browse/icd10cm?under=K43&limit=2",
                )
                .await;
            }
            "compare" => {
                let body = json!({"first": "K35.80", "second": "K37"});
                let typed = library.compare(&read(&body)).unwrap();
                same(
                    "compare",
                    typed,
                    body,
                    "/api/v1/compare?first=K35.80&second=K37",
                )
                .await;
            }
            "diff" => {
                let body = json!({"system": "icd10cm", "from": "FY2024", "to": "FY2025"});
                let typed = library.diff(&read(&body)).unwrap();
                assert_eq!(typed.counts, [1, 1, 1]);
                same(
                    "diff",
                    typed,
                    body,
                    "/api/v1/diff/icd10cm?from=FY2024&to=FY2025",
                )
                .await;
            }
            "pairs" => {
                let body =
                    json!({"system": "cpt", "code": "44120", "date": "2025-03-01", "limit": 1});
                let typed = library.pairs(&read(&body)).unwrap();
                assert_eq!((typed.total, typed.pairs.len()), (2, 1));
                same(
                    "pairs",
                    typed,
                    body,
                    "/api/v1/codes/cpt/44120/pairs?date=2025-03-01&limit=1",
                )
                .await;
            }
            "check" => {
                let body = json!({"date_of_service": "2025-03-01", "lines": [{"code": "44120"}, {"code": "44950"}]});
                let typed = library.check(&read(&body)).unwrap();
                assert!(!typed.findings.is_empty());
                same("check", typed, body, "/api/v1/claims:check").await;
            }
            "price" => {
                let body = json!({"date_of_service": "2025-03-01", "lines": [{"code": "44120"}]});
                let typed = library.price(&read(&body)).unwrap();
                assert_eq!(typed.not_priced, 1);
                same("price", typed, body, "/api/v1/claims:price").await;
            }
            "claim" => {
                let body = json!({"note": note, "date": "2025-03-01", "place_of_service": "21"});
                let typed = library.claim(&read(&body)).unwrap();
                assert_eq!(typed.claim.lines.len(), typed.earned.len());
                same("claim", typed, body, "/api/v1/claims:code").await;
            }
            "remit" => {
                let body = json!({
                    "text": REMITTANCE,
                    "claims": [{"id": "A1", "date_of_service": "2025-03-01", "lines": [{"code": "44120"}, {"code": "44950"}]}],
                });
                let typed = library.remit(&read(&body)).unwrap();
                let ours = &typed.payments[0].services[1].adjustments[0].ours;
                assert!(ours.is_some(), "{typed:?}");
                same("remit", typed, body, "/api/v1/claims:remit").await;
            }
            "releases" => {
                let body = json!({});
                let typed = library.releases(&read(&body)).unwrap();
                same("releases", typed, body, "/api/v1/releases").await;
            }
            "code" => {
                let body = json!({"note": note, "date": "2025-03-01"});
                let typed = library.code(note, Some(jiff::civil::date(2025, 3, 1)));
                assert!(!typed.decisions.is_empty());
                same("code", typed, body, "/api/v1/code").await;
            }
            other => panic!("{other} is walked by no case of this test"),
        }
    }
    assert_eq!(walked.len(), tools::TOOLS.len());
}

fn read<T: serde::de::DeserializeOwned>(body: &Value) -> T {
    serde_json::from_value(body.clone()).unwrap()
}

#[tokio::test]
async fn pages_make_up_the_whole_list() {
    for (start, list) in [
        ("/api/v1/search?text=hernia&limit=2", "results"),
        ("/api/v1/browse/icd10cm?under=K43&limit=3", "entries"),
    ] {
        let whole = get(&start
            .replace("limit=2", "limit=100")
            .replace("limit=3", "limit=100"))
        .await
        .answer();
        assert_eq!(whole["next"], Value::Null);
        let mut all: Vec<Value> = Vec::new();
        let mut next = Value::Null;
        loop {
            let cursor = next
                .as_str()
                .map_or(String::new(), |c| format!("&cursor={c}"));
            let page = get(&format!("{start}{cursor}")).await.answer();
            all.extend(page[list].as_array().unwrap().iter().cloned());
            next = page["next"].clone();
            if next.is_null() {
                break;
            }
        }
        assert!(all.len() > 3, "{start}");
        assert_eq!(Value::from(all), whole[list], "{start}");
    }
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let page = get("/api/v1/search?text=hernia&limit=2").await.answer();
    let cursor = page["next"].as_str().unwrap();
    let fits = get(&format!(
        "/api/v1/search?cursor={cursor}&text=hernia&limit=50"
    ))
    .await;
    assert_eq!(fits.answer()["results"].as_array().unwrap().len(), 3);
    get(&format!("/api/v1/search?text=appendicitis&cursor={cursor}"))
        .await
        .problem(404, "not-found", "another list");
    get(&format!(
        "/api/v1/search?text=hernia&billable=true&cursor={cursor}"
    ))
    .await
    .problem(404, "not-found", "another list");
    let forged = format!("ffffffff{}", &cursor[8..]);
    get(&format!("/api/v1/search?text=hernia&cursor={forged}"))
        .await
        .problem(404, "not-found", "another list");
    get("/api/v1/search?text=hernia&cursor=2").await.problem(
        400,
        "bad-request",
        "`cursor` must be a cursor",
    );
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    let bad = [
        ("/search", "`text` is missing"),
        ("/search?text=", "not empty"),
        ("/search?text=%20", "not empty"),
        ("/search?text=a&limit=0", "a whole number from 1 to 100"),
        ("/search?text=a&limit=", "a whole number"),
        ("/search?text=a&limit=%2B3", "a whole number"),
        (
            "/search?text=a&limit=99999999999999999999",
            "a whole number",
        ),
        ("/search?text=a&billable=1", "true or false"),
        ("/search?text=a&system=icd", "one of cpt, hcpcs"),
        ("/search?text=a&date=2025-02-30", "a day of the calendar"),
        ("/search?text=a&text=b", "`text` was sent twice"),
        ("/search?text=a&skip=1", "known are `text`, `billable`"),
        ("/releases?x=1", "takes no parameters"),
        ("/tools?x=1", "takes no parameters"),
        ("/openapi.json?x=1", "takes no parameters"),
        ("/codes/icd11/K35", "`system` must be one of"),
        (
            "/codes/icd10cm/K35?system=cpt",
            "the only one known is `date`",
        ),
        ("/browse/icd9cm", "`system` must be one of"),
        ("/codes/icd10cm/%ff", "not UTF-8"),
    ];
    for (path, part) in bad {
        get(&format!("/api/v1{path}"))
            .await
            .problem(400, "bad-request", part);
    }
    get("/api/v1/codes/icd10cm/K99")
        .await
        .problem(404, "not-found", "is not a code of");
    get("/api/v1/diff/icd10cm?from=FY1999")
        .await
        .problem(404, "not-found", "FY1999");
    get("/api/v1/diff/cdt")
        .await
        .problem(404, "no-data", "is loaded");
    for path in [
        "/api/v1/nothing",
        "/api/v1/tools/nothing",
        "/api/v1/codes/icd10cm",
        "/api/v1/a/b/c",
    ] {
        get(path)
            .await
            .problem(404, "no-address", "/api/v1/openapi.json");
    }
    let page = get("/nothing").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.text.starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn a_book_without_code_sets_says_so() {
    let library = small::library(None, ligature_knowledge::Knowledge::default());
    for path in [
        "/api/v1/search?text=a",
        "/api/v1/releases",
        "/api/v1/codes/cpt/44120",
    ] {
        let request = request(Method::GET, path).body(Body::empty()).unwrap();
        let got = send(small::router(&library), request).await;
        got.problem(404, "no-data", "ligature import");
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_which_is_right() {
    for (method, path, allow) in [
        (Method::POST, "/api/v1/search", "GET, HEAD"),
        (Method::DELETE, "/api/v1/codes/cpt/44120", "GET, HEAD"),
        (Method::GET, "/api/v1/code", "POST"),
        (Method::PUT, "/api/v1/tools/search", "POST"),
        (Method::OPTIONS, "/api/v1/tools", "GET, HEAD"),
    ] {
        let request = request(method, path).body(Body::empty()).unwrap();
        let got = send(SMALL.router(), request).await;
        got.problem(405, "wrong-method", &allow.replace(',', " and"));
        assert_eq!(got.headers["allow"], allow);
    }
}

#[tokio::test]
async fn nothing_of_a_note_is_in_an_error() {
    const WORDS: &str = "Smith resected";
    let bodies = [
        (json!({"note": 1, "date": WORDS}).to_string(), 400),
        (json!({"note": "x", "date": WORDS}).to_string(), 400),
        (json!({"note": "x", WORDS: 1}).to_string(), 400),
        (json!([WORDS]).to_string(), 400),
        (json!(WORDS).to_string(), 400),
        (json!({"note": [WORDS]}).to_string(), 400),
        (format!("{{\"note\": \"{WORDS}"), 400),
        (WORDS.to_owned(), 400),
        (json!({"note": WORDS.repeat(100_000)}).to_string(), 413),
    ];
    for address in ["/api/v1/code", "/api/v1/tools/code"] {
        for (body, status) in &bodies {
            let got = post(address, body.clone()).await;
            assert_eq!(got.status.as_u16(), *status, "{}", got.text);
            assert!(
                got.text.len() < 300 && !got.text.contains("Smith"),
                "{}",
                got.text
            );
            assert_eq!(got.headers["content-type"], "application/problem+json");
            assert_eq!(got.headers["cache-control"], "no-store");
        }
    }
    post("/api/v1/code", vec![0xff, 0xfe])
        .await
        .problem(400, "bad-request", "not JSON");
    post("/api/v1/code?note=x", "{}")
        .await
        .problem(400, "bad-request", "into the body");
    let request = request(Method::POST, "/api/v1/code")
        .header("content-type", "text/plain")
        .body(Body::from("{}"))
        .unwrap();
    let got = send(SMALL.router(), request).await;
    got.problem(415, "not-json", "application/json");
}

#[tokio::test]
async fn a_body_of_a_megabyte_is_taken() {
    let frame = json!({"note": ""}).to_string().len();
    let most = 1024 * 1024 - frame;
    let taken = post(
        "/api/v1/code",
        json!({"note": " ".repeat(most)}).to_string(),
    )
    .await;
    taken.answer();
    let over = post(
        "/api/v1/code",
        json!({"note": " ".repeat(most + 1)}).to_string(),
    )
    .await;
    over.problem(413, "too-large", "1048576");
}

#[tokio::test]
async fn who_has_the_answer_is_not_sent_it_again() {
    let path = "/api/v1/search?text=hernia";
    let first = get(path).await;
    let tag = first.headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(first.headers["cache-control"], "private, no-cache");
    let ask = |path: &'static str, tag: String| async move {
        let request = request(Method::GET, path)
            .header("if-none-match", tag)
            .body(Body::empty())
            .unwrap();
        send(SMALL.router(), request).await
    };
    let again = ask(path, tag.clone()).await;
    assert_eq!(
        (again.status, again.text.as_str()),
        (StatusCode::NOT_MODIFIED, "")
    );
    assert_eq!(again.headers["etag"], tag.as_str());
    assert_eq!(
        ask("/api/v1/search?text=stoma", tag.clone()).await.status,
        StatusCode::OK
    );
    assert_eq!(
        ask("/api/v1/search", "*".into()).await.status,
        StatusCode::BAD_REQUEST
    );
    for path in ["/api/v1/openapi.json", "/api/v1/tools", "/api/v1/"] {
        assert_eq!(ask(path, "*".into()).await.status, StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn guards_answer_as_problems() {
    let strange = Request::get("/api/v1/releases")
        .header("host", "evil.example")
        .body(Body::empty())
        .unwrap();
    send(SMALL.router(), strange)
        .await
        .problem(421, "other-machine", "localhost");
    let posted = request(Method::POST, "/api/v1/code")
        .header("content-type", "application/json")
        .header("origin", "https://evil.example")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from("{}"))
        .unwrap();
    send(SMALL.router(), posted)
        .await
        .problem(403, "other-site", "another site");
}

#[tokio::test]
async fn the_page_for_people_asks_nobody_else() {
    let got = get("/api/v1/").await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.headers["content-type"], "text/html; charset=utf-8");
    assert!(
        !got.text.contains("<script")
            && !got.text.contains("http:")
            && !got.text.contains("https:")
    );
    for part in [
        "/api/v1/codes/{system}/{code}",
        "id=\"no-data\"",
        "id=\"schema-LookupAnswer\"",
        "openapi.json",
    ] {
        assert!(got.text.contains(part), "{part}");
    }
    let bare = get("/api/v1").await;
    assert_eq!(
        (
            bare.status.as_u16(),
            bare.headers["location"].to_str().unwrap()
        ),
        (308, "/api/v1/")
    );
}

#[tokio::test]
async fn the_list_of_tools_is_whole() {
    let list = get("/api/v1/tools").await.answer();
    let names: Vec<&str> = list["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["name"].as_str().unwrap())
        .collect();
    let listed: Vec<&str> = tools::TOOLS.iter().map(|t| t.name).collect();
    assert_eq!(names, listed);
    for tool in list["tools"].as_array().unwrap() {
        assert!(tool["request"]["type"] == "object" && !tool["help"].as_str().unwrap().is_empty());
        assert!(!tool.to_string().contains("#/components"));
    }
}

/// Writes the examples of the document anew: `cargo test -p ligature-server --test api -- --ignored examples`
#[tokio::test]
#[ignore = "writes src/api/examples.json"]
async fn examples_for_the_document() {
    let note = "OPERATION: Appendectomy.\nThrough a McBurney incision the appendix was ligated and removed.";
    let all = json!({
        "lookup": get("/api/v1/codes/icd10cm/K35.80?date=2025-03-01").await.answer(),
        "search": post("/api/v1/tools/search", json!({"text": "acute appendicitis", "limit": 2}).to_string()).await.answer(),
        "complete": get("/api/v1/complete?text=append").await.answer(),
        "browse": post("/api/v1/tools/browse", json!({"system": "icd10cm", "under": "K35"}).to_string()).await.answer(),
        "compare": get("/api/v1/compare?first=K35.80&second=K35.890").await.answer(),
        "diff": get("/api/v1/diff/icd10cm?from=FY2024&to=FY2025").await.answer(),
        "releases": get("/api/v1/releases").await.answer(),
        "code": post("/api/v1/code", json!({"note": note}).to_string()).await.answer(),
    });
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/examples.json");
    std::fs::write(path, serde_json::to_string_pretty(&all).unwrap() + "\n").unwrap();
}
