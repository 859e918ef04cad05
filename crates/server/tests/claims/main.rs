//! The page of claims: modifiers at the press of a button, and files of claims.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod remit;
#[path = "../api/small.rs"]
mod small;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use small::Small;
use std::sync::LazyLock;
use tower::ServiceExt;

static SMALL: LazyLock<Small> = LazyLock::new(Small::new);

async fn send(path: &str, kind: &str, body: Vec<u8>) -> (StatusCode, String) {
    let request = Request::post(path)
        .header("host", "localhost:7878")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", kind)
        .body(Body::from(body))
        .unwrap();
    let response = SMALL.router().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

async fn typed(lines: &str, more: &str) -> (StatusCode, String) {
    let body = format!("date=2025-02-03&setting=practitioner&lines={lines}{more}");
    send("/claims", "application/x-www-form-urlencoded", body.into()).await
}

async fn sent(name: &str, content: &[u8]) -> (StatusCode, String) {
    let head =
        format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"f\"\r\n\r\n");
    let body = [head.as_bytes(), content, b"\r\n--xx--\r\n"].concat();
    send("/claims/file", "multipart/form-data; boundary=xx", body).await
}

/// An 837P of claims, each with its lines: `44120*UN*1`.
fn file(claims: &[(&str, &[&str])]) -> String {
    let head = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*CLEARING       *250220*0900*^*00501*000000042*0*T*:~\
        GS*HC*CLINIC*CLEARING*20250220*0900*7*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*B1*20250220*0900*CH~\
        HL*1**20*1~NM1*85*2*EXAMPLE SURGEONS*****XX*1234567893~HL*2*1*22*0~SBR*P*18*******MB~\
        NM1*IL*1*ALPHA*ANNA****MI*1EG4TE5MK73~DMG*D8*19440212*F~NM1*PR*2*MEDICARE*****PI*12302~";
    let mut text = head.to_owned();
    for (id, lines) in claims {
        text += &format!(
            "CLM*{id}*{}***21:B:1*Y*A*Y*Y~HI*ABK:K36~",
            100 * lines.len()
        );
        for (at, line) in (1..).zip(*lines) {
            let (code, units) = line.split_once('*').unwrap_or((line, "UN*1"));
            text += &format!("LX*{at}~SV1*HC:{code}*100*{units}***1~DTP*472*D8*20250203~");
        }
    }
    let count = text.matches('~').count() - 1;
    text + &format!("SE*{count}*0001~GE*1*7~IEA*1*000000042~")
}

fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[tokio::test]
async fn a_button_for_each_modifier_that_a_finding_allows() {
    let (status, page) = typed("44120%0A36000%0A44950", "").await;
    assert_eq!(status, StatusCode::OK);
    for modifier in ["XE", "XS", "XP", "XU", "59"] {
        has(
            &page,
            &[&format!("value=\"2:{modifier}\">With {modifier}<")],
        );
    }
    has(
        &page,
        &[
            "The note must show: Two encounters",
            "Each is proper only if the note supports it",
        ],
    );
    assert!(!page.contains("value=\"3:"), "none for indicator 0");
    assert!(!page.contains("value=\"2:25\"") && !page.contains("value=\"2:91\""));
}

#[tokio::test]
async fn a_modifier_is_tried_and_taken_back() {
    let (status, page) = typed("44120%0A36000", "&with=2:59").await;
    assert_eq!(status, StatusCode::OK);
    has(
        &page,
        &[
            "id=\"effect\"",
            "denied: nothing is paid",
            "<strong>not denied</strong>",
            "Proper only if the note supports it",
        ],
    );
    has(
        &page,
        &[
            "36000-59",
            "passes by its modifier",
            "value=\"2:59\">Take 59 off again",
        ],
    );
    let (_, page) = typed("44120%0A36000-59", "&without=2:59").await;
    has(&page, &["denied without a modifier", ">With 59<"]);
    assert!(!page.contains("36000-59"));
    let (_, page) = typed("44120%0A36000", "&with=2:%40place-2&place-2=LT").await;
    has(&page, &["With LT on line 2", "36000-LT"]);
}

#[tokio::test]
async fn a_modifier_that_is_not_allowed_is_refused() {
    for with in ["2:59", "1:59", "2:%40place-2", "2:<b>", "7:59"] {
        let (status, page) = typed("44120%0A44950", &format!("&with={with}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{with}");
        has(&page, &["was not added: ", "44950"]);
        assert!(!page.contains("<b>"));
    }
}

#[tokio::test]
async fn a_file_is_checked_claim_by_claim() {
    let content = file(&[
        ("ONE", &["44120", "36000"]),
        ("TWO", &["44120*UN*ONE"]),
        ("THREE", &["44120"]),
    ]);
    for name in ["file", "text"] {
        let (status, page) = sent(name, content.as_bytes()).await;
        assert_eq!(status, StatusCode::OK);
        has(
            &page,
            &[
                "3 claims were read. 2 have findings",
                "Claim ONE",
                "Claim TWO",
                "Claim THREE",
            ],
        );
        has(
            &page,
            &[
                "SV104 (byte ",
                "Date of service 2025-02-03",
                "With 59",
                "Edit this claim",
            ],
        );
        has(&page, &["name=\"lines\" value=\"44120\n36000\""]);
        assert!(!page.contains("ANNA") && !page.contains("ALPHA") && !page.contains("1EG4"));
        let (at, two) = (
            page.find("SV104").unwrap(),
            page.find("id=\"claim-2\"").unwrap(),
        );
        assert!(
            two < at && at < page.find("id=\"claim-3\"").unwrap(),
            "next to its claim"
        );
    }
}

#[tokio::test]
async fn a_page_shows_fifty_and_says_how_many_there_are() {
    let many: Vec<(&str, &[&str])> = vec![("C", &["44120"]); 60];
    let (status, page) = sent("file", file(&many).as_bytes()).await;
    assert_eq!(status, StatusCode::OK);
    has(
        &page,
        &[
            "60 claims were read",
            "Only the first 50",
            "ligature check FILE.837",
            "id=\"claim-50\"",
        ],
    );
    assert!(!page.contains("id=\"claim-51\""));
}

#[tokio::test]
async fn what_is_no_file_of_claims_is_said() {
    for (content, status, said) in [
        (b"".to_vec(), 422, "There is no file yet"),
        (b" \r\n ".to_vec(), 422, "There is no file yet"),
        (vec![b'~'; 5 << 20], 413, "too large for this page"),
        (
            b"Dear payer, <b>ANNA".to_vec(),
            200,
            "No claim of an 837P could be read",
        ),
        (
            vec![0, 159, 146, 150, 255],
            200,
            "No claim of an 837P could be read",
        ),
        (
            b"ISA*00*ANNA~".to_vec(),
            200,
            "No claim of an 837P could be read",
        ),
    ] {
        let (got, page) = sent("file", &content).await;
        assert_eq!(got.as_u16(), status, "{said}");
        has(&page, &[said]);
        assert!(!page.contains("ANNA"));
    }
    let (status, page) = send("/claims/file", "text/plain", b"x".to_vec()).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    has(&page, &["arrived incomplete"]);
}

#[tokio::test]
async fn a_damaged_file_loses_no_other_claim() {
    let whole = file(&[
        ("ONE", &["44120"]),
        ("TWO", &["44120"]),
        ("THREE", &["44120"]),
    ]);
    for (from, to) in [
        ("CLM*TWO", "CLM*TWO*TWO~XX*"),
        ("LX*1", "LX"),
        ("44120", "<>*"),
        ("DTP*472", "DTP"),
        ("SE*", "SX*"),
    ] {
        let (status, page) = sent("file", whole.replace(from, to).as_bytes()).await;
        assert_eq!(status, StatusCode::OK, "{from}");
        has(&page, &["Claim ONE", "Claim TWO", "Claim THREE", "(byte "]);
        assert!(!page.contains("<>"));
    }
    for cut in (0..whole.len()).step_by(97) {
        let (status, page) = sent("file", &whole.as_bytes()[..cut]).await;
        assert!(status == StatusCode::OK || cut == 0, "{cut}");
        assert!(!page.contains("ANNA"), "{cut}");
    }
}
