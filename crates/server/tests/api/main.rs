//! The door for programs, through the router.
#![allow(clippy::unwrap_used, clippy::panic)]

mod http;
mod small;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use http::{SMALL, get, post, request, send};
use ligature_tools as tools;
use serde_json::{Value, json};

/// The same question through every door: the typed gate, JSON by POST, and the tool's own address.
async fn same<Q: tools::Ask + serde::de::DeserializeOwned>(body: Value, own: &str) -> Q::Answer {
    let (gate, context) = (&SMALL.gate, tools::Context::operator());
    let request: Q = serde_json::from_value(body.clone()).unwrap();
    let tool = Q::TOOL;
    let reply = gate.ask_now(&context, &request);
    let answer = reply.unwrap_or_else(|e| panic!("{tool}: {e}")).answer;
    let typed = serde_json::to_value(&answer).unwrap();
    assert!(typed.as_object().is_some_and(|o| !o.is_empty()), "{tool}");
    let called = gate.call_now(&context, tool, body.clone()).unwrap();
    assert_eq!(called.answer, typed, "{tool}");
    let posted = post(&format!("/api/v1/tools/{tool}"), body.to_string()).await;
    assert_eq!(posted.answer(), typed, "{tool} by POST");
    assert_eq!(posted.headers["cache-control"], "no-store");
    let mut got = match own.strip_prefix("POST ") {
        Some(own) => post(&format!("/api/v1{own}"), body.to_string())
            .await
            .answer(),
        None => get(&format!("/api/v1{own}")).await.answer(),
    };
    got.as_object_mut().unwrap().remove("next");
    assert_eq!(got, typed, "{tool} at {own}");
    answer
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

const NOTE: &str = "OPERATION: Small bowel resection.\nA segment of jejunum was resected. A stapled anastomosis was made.";

const CLAIMS: &str = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*CLEARING       *250220*0900*^*00501*000000042*0*T*:~\
GS*HC*CLINIC*CLEARING*20250220*0900*7*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*B1*20250220*0900*CH~\
HL*1**20*1~HL*2*1*22*0~SBR*P*18*******MB~CLM*A1*200***21:B:1~HI*ABK:K36~\
LX*1~SV1*HC:44120*100*UN*1***1~DTP*472*D8*20250203~LX*2~SV1*HC:44950*100*UN*1***1~DTP*472*D8*20250203~SE*13*0001~GE*1*7~IEA*1*000000042~";

/// Answers that this book has, one for each tool: the request, and how the tool is called at its address.
async fn check_tool(tool: &str) {
    use tools::*;
    let two = json!([{"code": "44120"}, {"code": "44950"}]);
    let claim = json!({"date_of_service": "2025-03-01", "lines": two});
    match tool {
        "lookup" => {
            let body = json!({"system": "icd10cm", "code": "K35.80", "date": "2025-03-01"});
            same::<LookupRequest>(body, "/codes/icd10cm/K35.80?date=2025-03-01").await;
        }
        "search" => {
            let body = json!({"text": "acute appendicitis", "limit": 2, "billable": true});
            let own = "/search?text=acute+appendicitis&limit=2&billable=true";
            assert_eq!(same::<SearchRequest>(body, own).await.results.len(), 2);
        }
        "complete" => {
            let body = json!({"text": "append", "system": "icd10cm"});
            same::<CompleteRequest>(body, "/complete?text=append&system=icd10cm").await;
        }
        "browse" => {
            let body = json!({"system": "icd10cm", "under": "K43", "limit": 2});
            let own = "/browse/icd10cm?under=K43&limit=2";
            assert_eq!(same::<BrowseRequest>(body, own).await.total, 4);
        }
        "compare" => {
            let body = json!({"first": "44120", "second": "44950", "date": "2025-03-01"});
            let own = "/compare?first=44120&second=44950&date=2025-03-01";
            assert_eq!(same::<CompareRequest>(body, own).await.edits.len(), 1);
        }
        "crosswalk" => {
            let body = json!({"system": "icd10cm", "code": "K37", "to": "icd9dx"});
            let own = "/crosswalk/icd10cm/K37?to=icd9dx";
            assert_eq!(same::<CrosswalkRequest>(body, own).await.targets.len(), 1);
        }
        "diff" => {
            let body = json!({"system": "icd10cm", "from": "FY2024", "to": "FY2025"});
            let own = "/diff/icd10cm?from=FY2024&to=FY2025";
            assert_eq!(same::<DiffRequest>(body, own).await.counts, [1, 1, 1]);
        }
        "book_diff" => {
            let body = json!({"older": "current"});
            same::<BookDiffRequest>(body, "/book-diff?older=current").await;
        }
        "titles" => {
            let answer = same::<TitlesRequest>(json!({"system": "hcpcs"}), "/titles/hcpcs").await;
            assert_eq!(answer.codes.len(), 2);
        }
        "pages" => {
            let body = json!({"codes": ["44120", "44121"], "text": "bowel"});
            let own = "/pages?codes=44120&codes=44121&text=bowel";
            assert!(!same::<PagesRequest>(body, own).await.pages.is_empty());
        }
        "releases" => {
            same::<ReleasesRequest>(json!({}), "/releases").await;
        }
        "pairs" => {
            let body = json!({"system": "cpt", "code": "44120", "date": "2025-03-01", "limit": 1});
            let own = "/codes/cpt/44120/pairs?date=2025-03-01&limit=1";
            let answer = same::<PairsRequest>(body, own).await;
            assert_eq!((answer.total, answer.pairs.len()), (2, 1));
        }
        "unit_limit" => {
            let body = json!({"code": "44120", "date": "2025-03-01"});
            let answer = same::<UnitLimitRequest>(body, "/unit-limits/44120?date=2025-03-01").await;
            assert_eq!(answer.limits[0].units, Some(9));
        }
        "addon_primaries" => {
            let body = json!({"code": "44121", "date": "2025-03-01"});
            let own = "/addon-primaries/44121?date=2025-03-01";
            assert_eq!(same::<PrimariesRequest>(body, own).await.primaries.len(), 1);
        }
        "global_period" => {
            let body = json!({"code": "44120", "date": "2025-03-01"});
            let own = "/global-periods/44120?date=2025-03-01";
            assert_eq!(
                same::<GlobalPeriodRequest>(body, own).await.indicator,
                "090"
            );
        }
        "meaning" => {
            let body = json!({"of": "unit-limit", "value": "2 "});
            same::<MeaningRequest>(body, "/meanings/unit-limit?value=2+").await;
        }
        "code" => {
            let body = json!({"note": NOTE, "date": "2025-03-01"});
            assert!(
                !same::<CodeRequest>(body, "POST /code")
                    .await
                    .decisions
                    .is_empty()
            );
        }
        "explain" => {
            let body = json!({"note": NOTE, "code": "44120"});
            let answer = same::<ExplainRequest>(body, "POST /notes:explain").await;
            assert_eq!(answer.verdict, Verdict::Chosen);
        }
        "events" => {
            same::<EventsRequest>(json!({"note": NOTE}), "POST /notes:events").await;
        }
        "audit" => {
            let body = json!({"note": NOTE, "codes": ["44120 x 2"]});
            let answer = same::<AuditRequest>(body, "POST /notes:audit").await;
            assert_eq!(answer.codes[0].support, Support::TooManyUnits);
        }
        "claim" => {
            let body = json!({"note": NOTE, "date": "2025-03-01", "place_of_service": "21"});
            let answer = same::<ClaimRequest>(body, "POST /claims:code").await;
            assert_eq!(answer.claim.lines.len(), answer.earned.len());
        }
        "check" => {
            let answer = same::<CheckRequest>(claim, "POST /claims:check").await;
            assert!(!answer.findings.is_empty());
        }
        "price" => {
            same::<PriceRequest>(claim, "POST /claims:price").await;
        }
        "sequence" => {
            let answer = same::<SequenceRequest>(claim, "POST /claims:sequence").await;
            assert_eq!(answer.lines.len(), 2);
        }
        "modifier_effect" => {
            let two = json!([{"code": "44120"}, {"code": "36000"}]);
            let claim = json!({"date_of_service": "2025-03-01", "lines": two});
            let body = json!({"claim": claim, "line": 2, "modifier": "59"});
            let answer = same::<EffectRequest>(body, "POST /claims:modifier-effect").await;
            assert!(answer.changes[0].before.denied);
        }
        "check_837p" => {
            let answer =
                same::<Check837Request>(json!({"text": CLAIMS}), "POST /claims:check-837p").await;
            assert_eq!((answer.count, answer.claims.len()), (1, 1));
        }
        "rewrite_837p" => {
            let answer =
                same::<Rewrite837Request>(json!({"text": CLAIMS}), "POST /claims:rewrite-837p")
                    .await;
            assert_eq!(answer.summary.claims, 1);
        }
        "remit" => {
            let claim = json!({"id": "A1", "date_of_service": "2025-03-01", "lines": two});
            let body = json!({"text": REMITTANCE, "claims": [claim]});
            let answer = same::<RemitRequest>(body, "POST /claims:remit").await;
            let ours = &answer.payments[0].services[1].adjustments[0].ours;
            assert!(ours.is_some(), "{answer:?}");
        }
        other => panic!("{other} is walked by no case of this test"),
    }
}

#[tokio::test]
async fn every_tool_answers_the_same_through_every_door() {
    for tool in SMALL.gate.tools() {
        check_tool(tool.name).await;
    }
}

#[tokio::test]
async fn unknown_fields_lead_to_a_remark_or_are_refused() {
    let noticed = json!(["unknown field `dat`: did you mean `date`?"]);
    let got = get("/api/v1/codes/icd10cm/K35?dat=2025-03-01").await;
    assert_eq!(got.answer()["noticed"], noticed);
    let got = get("/api/v1/codes/icd10cm/K35?date=2025-03-01&strict=false").await;
    assert!(got.answer().get("noticed").is_none());
    let body = json!({"note": "x", "dat": "2025-03-01"}).to_string();
    for path in ["/api/v1/code", "/api/v1/tools/code"] {
        let got = post(path, body.clone()).await;
        assert_eq!(got.answer()["noticed"], noticed);
        let strict = format!("{path}?strict=true");
        let got = post(&strict, body.clone()).await;
        got.problem(400, "bad-request", "unknown field `dat`");
    }
    let got = post("/api/v1/code?dat=1", json!({"note": "x"}).to_string()).await;
    assert_eq!(got.answer()["noticed"], noticed);
    for (path, part) in [
        (
            "/codes/icd10cm/K35?dat=1&strict=true",
            "unknown field `dat`",
        ),
        ("/releases?x=1&strict=true", "unknown field `x`"),
        ("/releases?strict=1", "`strict` must be true or false"),
        (
            "/releases?strict=true&strict=true",
            "`strict` was sent twice",
        ),
    ] {
        let got = get(&format!("/api/v1{path}")).await;
        got.problem(400, "bad-request", part);
    }
}

#[tokio::test]
async fn two_codes_on_one_claim() {
    async fn check(other: &str, date: &str, is: &str, because: &str) {
        let asked = format!("/api/v1/compare?first=44120&second={other}&date={date}");
        let together = get(&asked).await.answer()["together"].clone();
        assert_eq!(together["is"], is, "{asked}: {together}");
        let words = together["because"].as_str().unwrap();
        assert!(words.contains(because), "{asked}: {together}");
    }
    let paid =
        "44120 (column 1) is paid and 44950 (column 2) is not; indicator 0: no modifier passes it.";
    check("44950", "2025-03-01", "never", paid).await;
    check("44950", "2026-03-01", "not-known", "PTP 2025 Q1").await;
    check("44120", "2025-03-01", "not-asked", "").await;
    check("K37", "2025-03-01", "not-asked", "points to the diagnoses").await;
    let asked = "/api/v1/codes/cpt/44120/pairs?date=2025-03-01&other=";
    for (other, is) in [
        ("44950", "never"),
        ("36000", "with-modifier"),
        ("44121", "no-edit"),
    ] {
        let answer = get(&format!("{asked}{other}")).await.answer();
        assert_eq!(answer["together"]["is"], is, "{other}");
    }
    assert!(get(asked.trim_end_matches("&other=")).await.answer()["together"].is_null());
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
        ("/search?text=", "a text of 1 to 400 characters"),
        ("/search?text=%20", "a text of 1 to 400 characters"),
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
        ("/tools?x=1", "takes no parameters"),
        ("/openapi.json?x=1", "takes no parameters"),
        ("/codes/icd11/K35", "`system` must be one of"),
        ("/codes/icd10cm/K35?system=cpt", "`system` was sent twice"),
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
    let gate = small::gate(
        &ligature_knowledge::Knowledge::default(),
        Default::default(),
    );
    for path in [
        "/api/v1/search?text=a",
        "/api/v1/releases",
        "/api/v1/codes/cpt/44120",
    ] {
        let request = request(Method::GET, path).body(Body::empty()).unwrap();
        let got = send(small::router(&gate), request).await;
        got.problem(404, "no-data", "ligature import");
    }
}

#[tokio::test]
async fn a_wrong_method_names_the_right_one() {
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
    const WORDS: &str = "Smith resected the whole of it";
    let large = 2 * tools::LARGEST_NOTE + 1024 * 1024;
    let bodies = [
        (json!({"note": 1, "date": WORDS}).to_string(), 400),
        (json!({"note": "x", "date": WORDS}).to_string(), 400),
        (json!([WORDS]).to_string(), 400),
        (json!(WORDS).to_string(), 400),
        (json!({"note": [WORDS]}).to_string(), 400),
        (format!("{{\"note\": \"{WORDS}"), 400),
        (WORDS.to_owned(), 400),
        (
            json!({"note": "x", "code": WORDS.repeat(9), "codes": [WORDS.repeat(9)]}).to_string(),
            400,
        ),
        (
            json!({"text": [WORDS], "claim": WORDS, "lines": WORDS, "line": WORDS}).to_string(),
            400,
        ),
    ];
    let patients = SMALL.gate.tools().iter();
    let patients = patients.filter(|tool| tool.scope == tools::Scope::PatientText);
    let own = ["/code", "/notes:explain", "/notes:events", "/notes:audit"].into_iter();
    let own = own.chain([
        "/claims:code",
        "/claims:check",
        "/claims:price",
        "/claims:sequence",
    ]);
    let own = own.chain(["/claims:modifier-effect", "/claims:check-837p"]);
    let own = own
        .chain(["/claims:rewrite-837p", "/claims:remit"])
        .map(str::to_owned);
    for address in patients
        .map(|tool| format!("/tools/{}", tool.name))
        .chain(own)
    {
        let address = format!("/api/v1{address}");
        for (body, status) in &bodies {
            let got = post(&address, body.clone()).await;
            assert!(!got.text.contains("Smith"), "{address}: {}", got.text);
            assert_eq!(got.headers["cache-control"], "no-store");
            // what one tool needs another does not know, and a note of one letter supports no code
            if got.status == StatusCode::OK || got.text.contains("the note supports no code") {
                continue;
            }
            assert_eq!(got.status.as_u16(), *status, "{address}: {}", got.text);
            assert!(got.text.len() < 300, "{}", got.text);
            assert_eq!(got.headers["content-type"], "application/problem+json");
        }
        let got = post(&address, vec![b' '; large + 1]).await;
        got.problem(413, "too-large", &large.to_string());
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
async fn a_note_of_the_largest_size_is_taken_and_no_larger_one() {
    let note = |bytes: usize| json!({"note": " ".repeat(bytes)}).to_string();
    post("/api/v1/code", note(tools::LARGEST_NOTE))
        .await
        .answer();
    let over = post("/api/v1/code", note(tools::LARGEST_NOTE + 1)).await;
    over.problem(400, "bad-request", "`note` must be a text of 0 to");
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
    let listed: Vec<&str> = SMALL.gate.tools().iter().map(|t| t.name).collect();
    assert_eq!(names, listed);
    for tool in list["tools"].as_array().unwrap() {
        assert_eq!(tool["request"]["type"], "object", "{tool}");
        assert!(!tool["help"].as_str().unwrap().is_empty());
        assert!(!tool.to_string().contains("#/components"));
        for field in ["title", "scope", "cost", "bounds", "addresses", "answer"] {
            assert!(tool.get(field).is_some(), "{field}");
        }
    }
}

/// Writes the examples of the document again: `cargo test -p ligature-server --test api -- --ignored examples`
#[tokio::test]
#[ignore = "writes src/api/examples.json"]
async fn examples_for_the_document() {
    /// Lists of an example are short.
    fn short(value: &mut Value) {
        match value {
            Value::Array(all) => {
                all.truncate(2);
                all.iter_mut().for_each(short);
            }
            Value::Object(fields) => fields.values_mut().for_each(short),
            _ => {}
        }
    }
    let note = "OPERATION: Appendectomy.\nThrough a McBurney incision the appendix was ligated and removed.";
    let claim =
        json!({"date_of_service": "2025-03-01", "lines": [{"code": "44120"}, {"code": "36000"}]});
    let requests = [
        (
            "lookup",
            json!({"system": "icd10cm", "code": "K35.80", "date": "2025-03-01"}),
        ),
        ("search", json!({"text": "acute appendicitis", "limit": 2})),
        ("complete", json!({"text": "append"})),
        ("browse", json!({"system": "icd10cm", "under": "K35"})),
        ("compare", json!({"first": "K35.80", "second": "K35.890"})),
        ("crosswalk", json!({"system": "icd10cm", "code": "K37"})),
        (
            "diff",
            json!({"system": "icd10cm", "from": "FY2024", "to": "FY2025"}),
        ),
        ("book_diff", json!({"older": "current"})),
        ("titles", json!({"system": "hcpcs"})),
        ("pages", json!({"codes": ["44120", "44121"]})),
        ("releases", json!({})),
        ("pairs", json!({"code": "44120", "date": "2025-03-01"})),
        ("unit_limit", json!({"code": "44120", "date": "2025-03-01"})),
        (
            "addon_primaries",
            json!({"code": "44121", "date": "2025-03-01"}),
        ),
        (
            "global_period",
            json!({"code": "44120", "date": "2025-03-01"}),
        ),
        ("meaning", json!({"of": "unit-limit"})),
        ("code", json!({"note": note})),
        ("explain", json!({"note": note, "code": "44950"})),
        ("events", json!({"note": note})),
        ("audit", json!({"note": note, "codes": ["44950 x 2"]})),
        ("claim", json!({"note": note, "date": "2025-03-01"})),
        ("check", claim.clone()),
        ("price", claim.clone()),
        ("sequence", claim.clone()),
        (
            "modifier_effect",
            json!({"claim": claim, "line": 2, "modifier": "59"}),
        ),
        ("check_837p", json!({"text": CLAIMS})),
        ("rewrite_837p", json!({"text": CLAIMS})),
        ("remit", json!({"text": REMITTANCE})),
    ];
    let mut all = serde_json::Map::new();
    for (tool, request) in requests {
        let mut answer = post(&format!("/api/v1/tools/{tool}"), request.to_string())
            .await
            .answer();
        short(&mut answer);
        all.insert(tool.to_owned(), answer);
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/examples.json");
    std::fs::write(path, serde_json::to_string_pretty(&all).unwrap() + "\n").unwrap();
}
