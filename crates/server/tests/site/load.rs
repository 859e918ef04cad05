//! Files that are dropped on the first page become a new book, and the site goes on with it.

use super::http::{self, CODING, text, words};
use super::support;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use ligature_server::{Loader, Site, router};
use ligature_tools::Gate;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt;

/// Gives the gate that codes notes for any file named `good.txt`, and refuses others.
struct Fake;

impl Loader for Fake {
    fn load(&self, folder: &Path, say: &dyn Fn(&str)) -> Result<(Gate, String), String> {
        say("Reading the files");
        let good = folder.join("1").join("good.txt");
        let read = std::fs::read_to_string(&good).map_err(|_| "no layout fits".to_owned())?;
        Ok((CODING.clone(), format!("good.txt: {read}")))
    }
}

/// A site without any table, which takes files.
fn site() -> Router {
    router(Site {
        gate: support::gate(&support::knowledge(), Default::default()),
        today: support::today,
        loader: Some(Arc::new(Fake)),
    })
}

async fn send(site: &Router, name: &str, content: &str) -> (StatusCode, String) {
    let body = match name {
        "" => "--xx--\r\n".to_owned(),
        name => format!(
            "--xx\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{content}\r\n--xx--\r\n"
        ),
    };
    let request = Request::post("/load")
        .header("host", "localhost")
        .header("content-type", "multipart/form-data; boundary=xx")
        .body(Body::from(body))
        .unwrap();
    let response = site.clone().oneshot(request).await.unwrap();
    (response.status(), text(response).await)
}

async fn shown(site: &Router, path: &str) -> String {
    let request = Request::get(path).header("host", "localhost");
    let request = request.body(Body::empty()).unwrap();
    words(&text(site.clone().oneshot(request).await.unwrap()).await)
}

/// The page of progress once nothing runs any more.
async fn ended(site: &Router) -> String {
    for _ in 0..200 {
        let page = shown(site, "/load").await;
        if !page.contains("asks again each second") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("adding the files does not end");
}

#[tokio::test]
async fn files_are_taken_and_the_site_goes_on_with_them() {
    let site = site();
    let home = shown(&site, "/").await;
    assert!(home.contains("Load the tables first") && home.contains("Where to get it"));
    let before = shown(&site, "/codes").await;

    let (status, page) = send(&site, "", "").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(words(&page).contains("No file was chosen"));

    let (status, _) = send(&site, "bad.txt", "x").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = ended(&site).await;
    assert!(page.contains("Nothing was added") && page.contains("no layout fits"));
    assert_eq!(shown(&site, "/codes").await, before, "as it was");

    let (status, _) = send(&site, "../../good.txt", "two rows").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = ended(&site).await;
    assert!(page.contains("The tables are added") && page.contains("good.txt: two rows"));
    assert_ne!(
        shown(&site, "/codes").await,
        before,
        "the pages of the new book"
    );
}

#[tokio::test]
async fn a_site_that_takes_no_files_has_no_such_page() {
    assert_eq!(http::get("/load").await.0, StatusCode::NOT_FOUND);
    assert!(!http::get("/").await.1.contains("action=\"/load\""));
}
