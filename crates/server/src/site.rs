//! The site as a router.

use crate::app::App;
use crate::form::LARGEST_BODY;
use crate::load::{self, Loader};
use crate::{
    assets, audit, claims, guard, locality, notes, pages as read, pairs, reference, remit, tools,
};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use jiff::civil::Date;
use ligature_tools::Gate;
use std::sync::Arc;

/// What the site shows.
pub struct Site {
    /// Every capability: the pages, the API and the notes all go through it.
    pub gate: Gate,
    /// Which day it is: [`today`], but for tests.
    pub today: fn() -> Date,
    /// What takes publishers' files into the book; none: the site takes no files.
    pub loader: Option<Arc<dyn Loader>>,
}

/// Today, by the clock and the time zone of this machine.
#[must_use]
pub fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

/// All pages of the site and the API, with their guards.
///
/// Only requests addressed to this machine (`localhost`, `127.0.0.1`, `[::1]`) are answered, and a form sent from
/// another site is refused.
pub fn router(site: Site) -> Router {
    match site.loader {
        Some(loader) => load::router(site.gate, site.today, pages, loader),
        None => pages(App::new(site.gate, site.today, false)),
    }
}

/// All pages over one book.
fn pages(app: App) -> Router {
    let up_to = DefaultBodyLimit::max;
    let routes = Router::new()
        .route("/", get(read::home))
        .route(
            "/code",
            get(read::code_without_note)
                .post(notes::code)
                .layer(up_to(LARGEST_BODY)),
        )
        .route(
            "/audit",
            get(audit::empty)
                .post(audit::ask)
                .layer(up_to(LARGEST_BODY)),
        )
        .route(
            "/claims",
            get(claims::empty)
                .post(claims::ask)
                .layer(up_to(claims::LARGEST_FORM)),
        )
        .route(
            "/claims/file",
            get(claims::empty)
                .post(claims::file::ask)
                .layer(up_to(LARGEST_BODY)),
        )
        .route("/codes", get(read::codes))
        .route("/codes/{code}", get(read::procedure))
        .route(
            "/remit",
            get(remit::empty)
                .post(remit::ask)
                .layer(up_to(LARGEST_BODY)),
        )
        .route("/codes/{system}/{code}", get(reference::entry))
        .route("/codes/{system}/{code}/pairs", get(pairs::pairs))
        .route("/search", get(reference::search))
        .route("/complete", get(reference::complete))
        .route("/browse", get(reference::sets))
        .route("/browse/{system}", get(reference::top))
        .route("/browse/{system}/{under}", get(reference::under))
        .route("/compare", get(reference::compare))
        .route("/locality", get(locality::choose).post(locality::remember))
        .route("/releases", get(reference::releases))
        .route("/diff/{system}", get(reference::diff))
        .route("/tools", get(tools::list))
        .route(
            "/tools/{name}",
            get(tools::empty)
                .post(tools::ask)
                .layer(up_to(tools::LARGEST_FORM)),
        )
        .route("/health", get(|| async { "ok" }))
        .route("/assets/{*name}", get(assets::asset))
        .merge(crate::api::router(&app))
        .fallback(read::nothing_here)
        .with_state(app);
    guard::guarded(routes)
}
