//! The site as a router.

use crate::{assets, guard, intake, pages, reference, shelf::Shelf};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use ligature_coding::Answer;
use ligature_knowledge::Knowledge;
use ligature_tools::Library;
use std::sync::Arc;

/// What the site shows.
pub struct Site {
    /// The tools: code sets, search, and the engine that reads notes.
    pub library: Arc<Library>,
    /// The pages, and the families that tell neighbours.
    pub knowledge: Arc<Knowledge>,
    /// Name of the book's release, shown at the foot of every page.
    pub release: String,
}

/// From a note and a date of service (ISO 8601) to its answer.
pub type Coder = Arc<dyn Fn(&str, Option<jiff::civil::Date>) -> Answer + Send + Sync>;

/// State shared by all requests.
#[derive(Clone)]
pub(crate) struct App {
    pub coder: Coder,
    pub knowledge: Arc<Knowledge>,
    pub shelf: Arc<Shelf>,
    pub release: Arc<str>,
    pub library: Arc<Library>,
}

/// All pages of the site, with its guards.
///
/// Only requests addressed to this machine (`localhost`, `127.0.0.1`, `[::1]`) are answered, and a form sent from
/// another site is refused.
pub fn router(site: Site) -> Router {
    let Site {
        library,
        knowledge,
        release,
    } = site;
    // made ready now, so that the first note does not wait for it
    library.warm();
    let asked = library.clone();
    routes(
        Arc::new(move |note, date| asked.code(note, date)),
        knowledge,
        release,
        library,
    )
}

/// The same site over any function from a note to its answer: for tests, and for looking at the pages without an engine.
pub fn router_with(coder: Coder, knowledge: Arc<Knowledge>, release: String) -> Router {
    let library = Arc::new(Library::new(None, knowledge.clone()));
    routes(coder, knowledge, release, library)
}

fn routes(
    coder: Coder,
    knowledge: Arc<Knowledge>,
    release: String,
    library: Arc<Library>,
) -> Router {
    let shelf = Arc::new(Shelf::new(&knowledge));
    let app = App {
        coder,
        knowledge,
        shelf,
        release: release.into(),
        library,
    };
    let routes = Router::new()
        .route("/", get(pages::home))
        .route(
            "/code",
            get(pages::code_without_note)
                .post(intake::code)
                .layer(DefaultBodyLimit::max(intake::LARGEST_BODY)),
        )
        .route(
            "/claims",
            get(crate::claims::empty)
                .post(crate::claims::ask)
                .layer(DefaultBodyLimit::max(crate::claims::LARGEST_FORM)),
        )
        .route(
            "/claims/file",
            get(crate::claims::empty)
                .post(crate::claims::file::ask)
                .layer(DefaultBodyLimit::max(intake::LARGEST_BODY)),
        )
        .route("/codes", get(pages::codes))
        .route("/codes/{code}", get(reference::old_address))
        .route("/codes/{system}/{code}", get(reference::entry))
        .route("/codes/{system}/{code}/pairs", get(crate::pairs::pairs))
        .route("/search", get(reference::search))
        .route("/complete", get(reference::complete))
        .route("/browse", get(reference::sets))
        .route("/browse/{system}", get(reference::top))
        .route("/browse/{system}/{under}", get(reference::under))
        .route("/compare", get(reference::compare))
        .route("/releases", get(reference::releases))
        .route("/diff/{system}", get(reference::diff))
        .route("/health", get(|| async { "ok" }))
        .route("/assets/{*name}", get(assets::asset))
        .merge(crate::api::router())
        .fallback(pages::nothing_here)
        .with_state(app);
    guard::guarded(routes)
}
