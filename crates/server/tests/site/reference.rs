//! The pages of the code sets, over a small book and without one.

use crate::code_sets;
use crate::http::{self, text, words};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use tower::ServiceExt;

async fn ask(site: Router, path: &str) -> Response<Body> {
    let request = Request::get(path)
        .header("host", "127.0.0.1:7878")
        .body(Body::empty())
        .unwrap();
    site.oneshot(request).await.unwrap()
}

async fn get(path: &str) -> (StatusCode, String) {
    let response = ask(code_sets::site(), path).await;
    (response.status(), text(response).await)
}

async fn leads_to(path: &str) -> Option<String> {
    let response = ask(code_sets::site(), path).await;
    let to = response.headers().get("location")?;
    Some(to.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn every_page_is_small_and_whole() {
    for path in [
        "/search",
        "/search?q=gut",
        "/search?q=intestine&system=icd10cm&billable=1",
        "/codes/icd10cm/K56.2",
        "/codes/icd10cm/11",
        "/codes/cpt/44120",
        "/codes/icd10pcs/0DB",
        "/browse",
        "/browse/cpt",
        "/browse/icd10cm",
        "/browse/icd10cm/K56",
        "/browse/icd10pcs/0DB",
        "/releases",
        "/diff/icd10cm",
        "/diff/cpt",
        "/compare",
        "/compare?system=icd10cm&a=K56.0&b=K56.2",
        "/compare?a=44120&b=44125",
    ] {
        let (status, html) = get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(html.len() < 60_000, "{path}: {}", html.len());
        assert!(
            html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>"),
            "{path}"
        );
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert!(
            !html.contains("style=") && !html.contains("onclick"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn search_says_why_a_code_was_found() {
    let (_, html) = get("/search?q=volvulus+gut").await;
    let shown = words(&html);
    for expected in [
        "K56.2",
        "Volvulus of intestine",
        "billable",
        "ICD-10-CM",
        "volvulus",
        "What this rests on",
        "FY2026",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
    assert!(html.contains("<q>gut</q>") && html.contains("<q>intestine</q>"));
    assert!(html.contains("href=\"/codes/icd10cm/K56.2\""));
    let (_, html) = get("/search?q=intestine&billable=1&system=icd10cm").await;
    assert!(!html.contains("href=\"/codes/icd10cm/K56\""), "a heading");
    assert!(html.contains("<option value=\"icd10cm\" selected>") && html.contains("checked"));
    let (_, html) = get("/search?q=1000-1999").await;
    assert!(!words(&html).contains("K56"));
}

#[tokio::test]
async fn search_pages_and_kind_words() {
    let (_, first) = get("/search?q=100").await;
    assert!(
        first.contains("/search?q=100&amp;page=2"),
        "more than a page"
    );
    let (_, second) = get("/search?q=100&page=2").await;
    assert!(second.contains("href=\"/search?q=100\"") && second.contains("Page 2"));
    assert!(words(&get("/search?q=100&page=9999").await.1).contains("nothing on this page"));
    let (status, none) = get("/search?q=qqqqq&system=icd9dx&billable=1").await;
    assert_eq!(status, StatusCode::OK);
    for expected in [
        "No code was found",
        "Look in all code sets",
        "Look among headings too",
    ] {
        assert!(words(&none).contains(expected), "{expected}");
    }
    let (status, wrong) = get("/search?q=gut&system=snomed").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&wrong).contains("“snomed” is no code set"));
    let (_, markup) = get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!markup.contains("<script>alert"));
}

#[tokio::test]
async fn a_whole_code_leads_to_its_page() {
    for (typed, to) in [
        ("/search?q=k562", Some("/codes/icd10cm/K56.2")),
        ("/search?q=K56.2%20", Some("/codes/icd10cm/K56.2")),
        ("/search?q=44120", Some("/codes/cpt/44120")),
        ("/search?q=44120&system=icd10cm", None),
        ("/search?q=0DB", Some("/codes/icd10pcs/0DB")),
        ("/search?q=11", None),
        ("/codes/44120", Some("/codes/cpt/44120")),
        ("/codes/44121", Some("/codes/cpt/44121")),
    ] {
        assert_eq!(leads_to(typed).await.as_deref(), to, "{typed}");
    }
    // a written page of a code that no table lists is still there
    let (status, html) = get("/codes/cpt/44121").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("In plain words"));
}

#[tokio::test]
async fn completion_is_a_listbox() {
    let (status, html) = get("/complete?q=paralytic+il").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.starts_with("<ul class=\"suggestions\" role=\"listbox\""));
    assert!(html.contains("data-fill=\"paralytic ileus\""), "{html}");
    assert!(html.contains("data-go=\"/codes/icd10cm/K56.0\""));
    let (status, none) = get("/complete?q=").await;
    assert_eq!(status, StatusCode::OK);
    assert!(!none.contains("role=\"option\""));
}

#[tokio::test]
async fn a_code_with_all_that_is_known() {
    let (_, html) = get("/codes/icd10cm/K562").await;
    let shown = words(&html);
    for expected in [
        "Volvulus of intestine",
        "publisher's own",
        "Valid on 15 January 2026, today",
        "chapter 11",
        "Also called",
        "Twist of colon",
        "never reported together",
        "Code first",
        "initial encounter",
        "Volvulus",
        "general equivalence",
        "Knotting, intestine",
        "Older titles",
        "What this rests on",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
    assert!(html.contains("<a class=\"code\" href=\"/codes/icd10cm/K56.0\">K56.0</a>"));
    assert!(
        !html.contains("href=\"/codes/icd10cm/K40\""),
        "it is not loaded"
    );
    assert!(html.contains("href=\"/codes/icd9dx/560.2\""));
    assert!(html.contains("data-copies=\"K56.2\""));
    assert!(html.contains("rel=\"prev\" href=\"/codes/icd10cm/K56.0\""));
    assert!(
        html.contains("title=\"Ileus and obstruction of intestine\">K56</a>"),
        "where an instruction is"
    );
    assert!(get("/codes/icd10cm/K56.30").await.1.contains("&lt;of&gt;"));
}

#[tokio::test]
async fn validity_on_a_date_of_service() {
    for (path, status, expected) in [
        (
            "K56.2?date=2025-01-15",
            StatusCode::OK,
            "Valid on 15 January 2025",
        ),
        ("K56", StatusCode::OK, "Choose one of the codes below it"),
        (
            "K56.30?date=2025-01-15",
            StatusCode::OK,
            "Not in force on 15 January 2025",
        ),
        (
            "K56.2?date=2010-01-15",
            StatusCode::OK,
            "Not known for 15 January 2010",
        ),
        (
            "K56.2?date=15.1.2025",
            StatusCode::UNPROCESSABLE_ENTITY,
            "15.1.2025",
        ),
    ] {
        let (found, html) = get(&format!("/codes/icd10cm/{path}")).await;
        assert_eq!(found, status, "{path}");
        assert!(words(&html).contains(expected), "{path}: {expected}");
    }
    let (_, html) = get("/codes/icd10cm/K56.2?date=2025-01-15").await;
    assert!(html.contains("name=\"date\" value=\"2025-01-15\""));
}

#[tokio::test]
async fn a_procedure_keeps_its_written_page() {
    let (_, html) = get("/codes/cpt/44120").await;
    let shown = words(&html);
    for expected in [
        "In plain words",
        "What the note must say",
        "American Medical Association",
        "Ligature's own",
        "Valid until 31 December 2025. Not known after that day",
        "Published figures",
        "20.82",
        "Older releases",
        "20.11",
        "With 26",
        "90 days after",
        "MAI 2",
        "How it is paid",
        "Small-bowel resection",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
    assert!(shown.find("CPT RVU25D").unwrap() < shown.find("Older releases").unwrap());
    assert!(shown.find("Older releases").unwrap() < shown.rfind("CPT RVU24C").unwrap());
    let (_, named) = get("/codes/cpt/10001").await;
    assert!(words(&named).contains("Freeing of") && words(&named).contains("No text of the AMA"));
    let (_, bare) = get("/codes/cpt/10002").await;
    assert!(words(&bare).contains("no name loaded"));
}

#[tokio::test]
async fn a_licensed_text_is_shown_with_its_notice() {
    let html = text(ask(code_sets::licensed(), "/codes/cpt/44005").await).await;
    let shown = words(&html);
    assert!(shown.contains("A licensed text") && shown.contains("holder A Hospital"));
    assert!(!shown.contains("No AMA descriptor is shown"));
}

#[tokio::test]
async fn what_is_not_there_is_said_kindly() {
    for (path, expected) in [
        ("/codes/icd10cm/Q99.99", "is not a code of ICD-10-CM"),
        ("/codes/icd10cm/%3Cscript%3E", "is not a code"),
        ("/codes/snomed/1", "There is no code set"),
        ("/browse/icd10cm/Z99", "is not a code"),
        ("/browse/snomed", "There is no code set"),
        ("/diff/snomed", "There is no code set"),
        ("/diff/icd10cm?from=FY1999", "“FY1999” is no loaded release"),
    ] {
        let (status, html) = get(path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(words(&html).contains(expected), "{path}: {}", words(&html));
        assert!(!html.contains("<script>"));
    }
    assert!(
        words(&get("/browse/hcpcs").await.1).contains("No list of HCPCS Level II codes is loaded")
    );
}

#[tokio::test]
async fn stepping_through_a_code_set() {
    let (_, sets) = get("/browse").await;
    assert!(
        words(&sets).contains("4 codes for claims in FY2026") && sets.contains("/browse/icd10pcs")
    );
    assert!(sets.contains("/diff/icd10cm") && !sets.contains("/diff/icd9dx"));
    let (_, top) = get("/browse/icd10cm").await;
    assert!(top.contains("href=\"/browse/icd10cm/11\""));
    let (_, block) = get("/browse/icd10cm/K55-K64").await;
    assert!(block.contains("href=\"/browse/icd10cm/K56\"") && words(&block).contains("chapter 11"));
    let (_, last) = get("/browse/icd10cm/K56").await;
    assert!(
        last.contains("href=\"/codes/icd10cm/K56.2\"")
            && last.contains("href=\"/browse/icd10cm/K56.3\"")
    );
    let (_, long) = get("/browse/cpt?page=2").await;
    assert!(words(&long).contains("Page 2 of 3"));
    assert!(words(&get("/browse/cpt?page=99").await.1).contains("nothing on this page"));
    let (_, table) = get("/browse/icd10pcs/0DB").await;
    assert_eq!(
        words(&table).matches("Excision of Stomach").count(),
        1,
        "said once for its group"
    );
    assert!(
        table.contains("href=\"/codes/icd10pcs/0DB60ZZ\"") && words(&table).contains("2 codes")
    );
}

#[tokio::test]
async fn releases_and_what_changed() {
    let (_, html) = get("/releases").await;
    for expected in [
        "FY2026",
        "1 October 2025 to 30 September 2026",
        "public domain",
        "RVU25D",
        "FY2026.txt",
        "until 30 September 2026",
        "NCCI PTP edits, practitioner: whether two codes may be billed together",
    ] {
        assert!(words(&html).contains(expected), "{expected}");
    }
    let (_, html) = get("/diff/icd10cm").await;
    let shown = words(&html);
    for expected in [
        "1 added, 1 deleted, 1 revised",
        "K56.30",
        "K56.3",
        "Volvulus of intestine",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
    let (_, html) = get("/diff/icd10cm?from=FY2025&to=FY2026&show=added").await;
    assert!(html.contains("K56.30") && !html.contains("Title before"));
    assert!(words(&get("/diff/icd9dx").await.1).contains("nothing to compare it with"));
}

#[tokio::test]
async fn without_code_sets_every_page_says_how_to_load_some() {
    for path in [
        "/search",
        "/search?q=gut",
        "/codes/icd10cm/K56.2",
        "/browse",
        "/browse/icd10cm",
        "/browse/icd10cm/11",
        "/releases",
        "/diff/icd10cm",
    ] {
        let (status, html) = http::get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(words(&html).contains("ligature import DIR"), "{path}");
    }
    let response = http::ask(Request::get("/search?q=44120")).await;
    assert_eq!(response.headers()["location"], "/codes/44120");
    assert!(
        http::get("/search?q=stoma")
            .await
            .1
            .contains("href=\"/codes/441")
    );
    let (status, html) = http::get("/codes/cpt/44120").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("In plain words"));
    assert!(
        !http::get("/complete?q=stoma")
            .await
            .1
            .contains("role=\"option\"")
    );
}

#[tokio::test]
async fn two_codes_are_compared() {
    async fn check(path: &str, expected: &[&str]) {
        let (_, html) = get(path).await;
        let shown = words(&html);
        for expected in expected {
            assert!(shown.contains(expected), "{path}: {expected}: {shown}");
        }
        // the answer comes first, then the rules, then the tables
        let places = ["May be ", "What tells them apart", "What differs"].map(|w| shown.find(w));
        let found: Vec<usize> = places.into_iter().flatten().collect();
        assert!(found.is_sorted(), "{path}: {found:?}");
    }
    // an instruction at a heading applies to the codes below it
    check(
        "/compare?system=icd10cm&a=K56.2&b=K56.0",
        &[
            "K56.2 compared with K56.0",
            "May be reported together: never, unless the two conditions have nothing to do with each other (excludes 1).",
            "Excludes 1 at K56, so for K56.2: paralytic ileus",
            "Diseases of the digestive system",
            "Volvulus of intestine",
            "Also called",
            "Twist of colon",
            "FY2026",
        ],
    )
    .await;
    check(
        "/compare?system=icd10cm&a=K56.2&b=K56.30",
        &["May be reported together: yes, when the patient has both (excludes 2)."],
    )
    .await;
    check(
        "/compare?a=44120&b=44125",
        &[
            "May be billed together: not known: no table of pair edits is loaded.",
            "What tells them apart",
            "nd brought out as a stoma",
            "The page of 44120",
            "Work RVU",
            "20.82 RVU",
        ],
    )
    .await;
    check("/compare?a=44120&b=44120", &["This is one code, twice."]).await;
    let (_, html) = get("/compare?a=44120&b=44125&date=2025-09-01").await;
    assert!(html.contains("name=\"date\" value=\"2025-09-01\""));
    assert_eq!(html.matches("data-complete=\"code\"").count(), 2);
}

#[tokio::test]
async fn what_cannot_be_compared_is_said_with_the_form_at_hand() {
    for (path, status, expected) in [
        ("/compare", StatusCode::OK, "side by side"),
        ("/compare?a=44120", StatusCode::OK, "side by side"),
        (
            "/compare?a=44120&b=Q99.9",
            StatusCode::NOT_FOUND,
            "“Q99.9” is not a code of any loaded code set",
        ),
        (
            "/compare?system=icd10cm&a=K56.2&b=K56.0&date=soon",
            StatusCode::UNPROCESSABLE_ENTITY,
            "soon",
        ),
        (
            "/compare?system=snomed&a=1&b=2",
            StatusCode::NOT_FOUND,
            "no code set “snomed”",
        ),
    ] {
        let (got, html) = get(path).await;
        assert_eq!(got, status, "{path}");
        assert!(words(&html).contains(expected), "{path}: {}", words(&html));
    }
    let (_, html) = get("/codes/icd10cm/K56.2").await;
    assert!(html.contains("/compare?system=icd10cm&amp;a=K56.2&amp;b=K56.0"));
    let (_, html) = get("/codes/cpt/44120").await;
    assert!(html.contains("/compare?system=cpt&amp;a=44120&amp;b=44125"));
}
