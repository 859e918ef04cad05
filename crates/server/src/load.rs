//! Publishers' files that are dropped on a page: taken into the book then and there, and the site goes on with the new book.
//!
//! **The main decision: the site is exchanged as a whole.** Files are put into a folder of their own, the loader makes a new book of
//! them next to the old one, and a new router over it takes the place of the old one between two requests: no request sees both.

use crate::app::App;
use crate::guard;
use crate::view::load::{self as view, Progress};
use axum::Router;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use jiff::civil::Date;
use ligature_tools::Gate;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tower::ServiceExt as _;

/// The most bytes that one form may send: a year of all tables is a tenth of it.
const MOST: u64 = 4 * 1024 * 1024 * 1024;

/// Takes publishers' files into the book.
pub trait Loader: Send + Sync {
    /// Adds the files of a folder to the book, and says each step before it is taken. Gives a gate over the new book and a report for people.
    ///
    /// # Errors
    /// Why nothing was added, in a sentence; the old book is as it was.
    fn load(&self, folder: &Path, say: &dyn Fn(&str)) -> Result<(Gate, String), String>;
}

/// The site that answers now, and how far adding files is.
struct Current {
    site: RwLock<(App, Router)>,
    loader: Arc<dyn Loader>,
    today: fn() -> Date,
    pages: fn(App) -> Router,
    progress: Mutex<Progress>,
}

impl Current {
    fn set(&self, progress: Progress) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }

    fn progress(&self) -> Progress {
        self.progress
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn site(&self) -> (App, Router) {
        self.site
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Adds the files and exchanges the site.
    fn load(&self, folder: &TempDir) {
        let say = |step: &str| self.set(Progress::Running(step.to_owned()));
        match self.loader.load(folder.path(), &say) {
            Ok((gate, report)) => {
                let fresh = fresh(gate, self.today, self.pages);
                *self.site.write().unwrap_or_else(PoisonError::into_inner) = fresh;
                self.set(Progress::Done(report));
            }
            Err(why) => self.set(Progress::Failed(why)),
        }
    }
}

fn fresh(gate: Gate, today: fn() -> Date, pages: fn(App) -> Router) -> (App, Router) {
    let app = App::new(gate, today, true);
    let router = pages(app.clone());
    (app, router)
}

/// The site with a page that takes files. `pages` makes all pages over one book.
pub(crate) fn router(
    gate: Gate,
    today: fn() -> Date,
    pages: fn(App) -> Router,
    loader: Arc<dyn Loader>,
) -> Router {
    let current = Arc::new(Current {
        site: RwLock::new(fresh(gate, today, pages)),
        loader,
        today,
        pages,
        progress: Mutex::default(),
    });
    let own = Router::new()
        .route(
            "/load",
            get(shown).post(take).layer(DefaultBodyLimit::disable()),
        )
        .with_state(current.clone());
    guard::guarded(own).fallback(move |request: Request| {
        let (_, router) = current.site();
        async move {
            match router.oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        }
    })
}

/// `GET /load`: how far it is; while it runs the page asks again each second.
async fn shown(State(current): State<Arc<Current>>) -> Response {
    let (app, _) = current.site();
    let progress = current.progress();
    let mut response = view::progress(&app.frame(""), &progress).into_response();
    if matches!(progress, Progress::Running(_)) {
        response
            .headers_mut()
            .insert("refresh", HeaderValue::from_static("1"));
    }
    response
}

/// `POST /load`: files, each into a folder of this request.
async fn take(State(current): State<Arc<Current>>, form: Multipart) -> Response {
    let (app, _) = current.site();
    {
        let mut progress = current
            .progress
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if matches!(*progress, Progress::Running(_)) {
            let page = view::progress(&app.frame(""), &progress);
            return (StatusCode::CONFLICT, page).into_response();
        }
        *progress = Progress::Running("Taking the files".to_owned());
    }
    match taken(form).await {
        Ok(folder) => {
            tokio::task::spawn_blocking(move || current.load(&folder));
            Redirect::to("/load").into_response()
        }
        Err(why) => {
            let progress = Progress::Failed(why);
            current.set(progress.clone());
            let page = view::progress(&app.frame(""), &progress);
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

/// The files of a form in a folder; or why there is none, in a sentence.
async fn taken(mut form: Multipart) -> Result<TempDir, String> {
    let folder = tempfile::tempdir().map_err(|e| unwritten(&e))?;
    let (mut files, mut bytes) = (0_u32, 0_u64);
    loop {
        let field = form.next_field().await;
        let field = field.map_err(|_| "The files arrived incomplete: send them again, please.")?;
        let Some(mut field) = field else { break };
        let Some(name) = field.file_name().map(plain).filter(|name| !name.is_empty()) else {
            continue;
        };
        files += 1;
        // two files of one name stay two
        let own = folder.path().join(files.to_string());
        tokio::fs::create_dir(&own)
            .await
            .map_err(|e| unwritten(&e))?;
        let mut file = tokio::fs::File::create(own.join(name))
            .await
            .map_err(|e| unwritten(&e))?;
        while let Some(chunk) = field
            .chunk()
            .await
            .map_err(|_| "The files arrived incomplete: send them again, please.")?
        {
            bytes += chunk.len() as u64;
            if bytes > MOST {
                return Err("These are more than 4 GB: add them in several steps, or with `ligature import`.".to_owned());
            }
            file.write_all(&chunk).await.map_err(|e| unwritten(&e))?;
        }
        file.flush().await.map_err(|e| unwritten(&e))?;
    }
    match files {
        0 => Err("No file was chosen.".to_owned()),
        _ => Ok(folder),
    }
}

fn unwritten(error: &io::Error) -> String {
    format!("The files could not be kept while they are read: {error}.")
}

/// A file's name without anything that could lead out of its folder.
fn plain(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = name
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' '));
    kept.take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_stay_in_their_folder() {
        for (name, wanted) in [
            ("rvu25d.zip", "rvu25d.zip"),
            ("../../etc/passwd", "passwd"),
            ("C:\\data\\a b.csv", "a b.csv"),
            ("<x>\n.txt", "x.txt"),
        ] {
            assert_eq!(plain(name), wanted);
        }
    }
}
