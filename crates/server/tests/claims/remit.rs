//! The page of a remittance: what goes in, what comes out, and what it never shows.

use crate::{has, send};
use axum::http::StatusCode;

/// A remittance of claims: a payment of 1400 that agrees with them, or not.
fn remittance(amount: &str, claims: &str) -> String {
    format!(
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *250401*1200*^*00501*000000001*0*P*:~\
         GS*HP*PAYER*PROVIDER*20250401*1200*1*X*005010X221A1~ST*835*0001~BPR*I*{amount}*C*CHK************20250401~\
         TRN*1*CHECK7*1512345678~N1*PR*EXAMPLE PLAN~N1*PE*EXAMPLE SURGEONS*XX*1234567893~LX*1~{claims}SE*9*0001~GE*1*1~IEA*1*000000001~"
    )
}

/// Two lines of one day, the second denied; its patient's name is in the file.
const DENIED: &str = "CLP*A1*1*4200*1400*0*MB*PAYER9~NM1*QC*1*SMITHSON*ANNA****MI*1EG4TE5MK73~DTM*232*20250203~\
    SVC*HC:44120*4000*1400~CAS*CO*45*2600~SVC*HC:36000:59*200*0~CAS*CO*97*200~LQ*HE*M15~";

const PAID: &str = "CLP*B2*1*100*80*20*MB*PAYER8~SVC*HC:99213*100*80~DTM*472*20250203~CAS*PR*2*20~";

const BACK: &str =
    "CLP*C3*22*-100*-80*-20*MB*PAYER7~SVC*HC:99213*-100*-80~DTM*472*20250203~CAS*CO*97*-20~";

async fn sent(path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let mut body = String::new();
    for (name, value) in fields {
        body +=
            &format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--xx--\r\n";
    send(path, "multipart/form-data; boundary=xx", body.into()).await
}

/// Everything that is never on a page.
fn hides(page: &str) {
    for part in ["SMITHSON", "ANNA", "1EG4TE5MK73", "<script>"] {
        assert!(!page.contains(part), "{part}");
    }
}

#[tokio::test]
async fn denied_claims_come_first_with_what_to_do() {
    let text = remittance("1480", &[PAID, DENIED].concat());
    let (status, page) = sent("/remit", &[("text", &text)]).await;
    assert_eq!(status, StatusCode::OK);
    has(
        &page,
        &[
            "EXAMPLE PLAN paid $1,480.00",
            "on 1 April 2025",
            "number <span class=\"number\">CHECK7</span>",
            "The sums agree: 2 claims, paid $1,480.00 together",
            "not paid separately",
            "href=\"/codes/cpt/36000\">36000</a>-59",
            "CO-97",
            "Draft of an appeal",
            "class=\"letter\" data-copy",
            "36000 is bundled into 44120",
            "the lines of the remittance were checked as a claim",
            "1 claim asks for nothing",
            "<details class=\"folded\" id=\"claim-1\">",
        ],
    );
    hides(&page);
    let (denied, paid) = (
        page.find("href=\"#claim-2\""),
        page.find("href=\"#claim-1\""),
    );
    assert!(denied.unwrap() < paid.unwrap(), "denied claims come first");
}

#[tokio::test]
async fn with_the_claims_as_sent_and_the_note() {
    let text = remittance("1400", DENIED);
    let claims = "{\"id\": \"A1\", \"date_of_service\": \"2025-02-03\", \"lines\": [{\"code\": \"44120\"}, {\"code\": \"36000\"}]}";
    let fields = [("text", text.as_str()), ("claims", claims)];
    let (_, page) = sent("/remit", &fields).await;
    has(
        &page,
        &[
            "A corrected claim, not an appeal",
            "Our check says the same",
        ],
    );
    assert!(!page.contains("Draft of an appeal"));
    let note = "OPERATION: Small bowel resection.\nA segment of jejunum was resected. A stapled anastomosis was made.";
    let fields = [("text", text.as_str()), ("note", note)];
    let (_, page) = sent("/remit", &fields).await;
    // what was typed stays in the form, and nothing of it is elsewhere but quotes
    assert_eq!(page.matches("A segment of jejunum").count(), 1);
    // a file that holds no claims is said
    let fields = [("text", text.as_str()), ("claims", "Smithson")];
    let (status, page) = sent("/remit", &fields).await;
    assert_eq!(status, StatusCode::OK);
    has(&page, &["About the claims as sent and the note"]);
    assert!(!page.contains("Smithson"));
}

#[tokio::test]
async fn where_nothing_is_denied_nothing_is_to_be_done() {
    let (_, page) = sent("/remit", &[("text", &remittance("80", PAID))]).await;
    has(&page, &["No denials.", "1 claim asks for nothing"]);
    assert!(!page.contains("Draft of an appeal"));
    let (_, page) = sent("/remit", &[("text", &remittance("-80", BACK))]).await;
    has(
        &page,
        &["taken back", "Nothing is to be done about its reasons"],
    );
    let (_, page) = sent("/remit", &[("text", &remittance("99", PAID))]).await;
    has(&page, &["The sums do not agree"]);
}

#[tokio::test]
async fn what_cannot_be_read_is_said_kindly() {
    for (fields, status, expected) in [
        (
            vec![],
            StatusCode::UNPROCESSABLE_ENTITY,
            "There is no remittance yet.",
        ),
        (
            vec![("text", "  ")],
            StatusCode::UNPROCESSABLE_ENTITY,
            "There is no remittance yet.",
        ),
        (
            vec![("text", "Smithson")],
            StatusCode::OK,
            "No payment was found.",
        ),
        (
            vec![("text", "ISA*Smithson~")],
            StatusCode::OK,
            "No payment was found.",
        ),
    ] {
        let (got, page) = sent("/remit", &fields).await;
        assert_eq!(got, status, "{fields:?}");
        has(&page, &[expected]);
        assert!(!page.contains("Smithson"), "{fields:?}");
    }
    let large = "x".repeat(4 * 1024 * 1024 + 1);
    let (status, page) = sent("/remit", &[("text", &large)]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    has(&page, &["too large for this page"]);
}

#[tokio::test]
async fn a_remittance_in_the_box_for_claims_is_explained() {
    let text = remittance("1400", DENIED);
    let (status, page) = sent("/claims/file", &[("text", &text)]).await;
    assert_eq!(status, StatusCode::OK);
    has(&page, &["Explain a remittance", "Draft of an appeal"]);
    hides(&page);
}
