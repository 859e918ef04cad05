//! What is asked of the code sets: looking up, the page of a code, stepping through, releases.

use crate::pages;
use crate::site::App;
use crate::view::reference as view;
use crate::view::{code_page, problem};
use crate::words::sentence;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ligature_catalog::{ArchivedCatalog, System};
use ligature_tools::{
    BrowseRequest, CodeSet, CompareRequest, CompleteAnswer, CompleteRequest, DiffRequest,
    LookupRequest, ReleasesRequest, SearchRequest, ToolError,
};
use maud::Markup;
use std::collections::HashMap;
use view::Frame;

pub(crate) type Asked = Query<HashMap<String, String>>;

/// Results a page, and entries a page of a code set or a change.
const RESULTS: usize = 20;
const ENTRIES: usize = 150;
/// A look-up is no place for a note: what is longer is cut.
const LONGEST: usize = 200;
/// The tools pass over at most this many results.
const DEEPEST: usize = 1000;

impl App {
    pub(crate) fn frame<'a>(&'a self, asked: &'a str) -> Frame<'a> {
        let attested = self.library.catalog().map(|c| !c.attested.is_empty());
        Frame {
            release: &self.release,
            licensed: attested.unwrap_or(false),
            asked,
        }
    }
}

pub(crate) fn text<'a>(asked: &'a HashMap<String, String>, name: &str) -> &'a str {
    let text = asked.get(name).map_or("", |text| text.trim());
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].trim_end(),
        None => text,
    }
}

/// The page asked for, from 1.
pub(crate) fn page(asked: &HashMap<String, String>) -> usize {
    text(asked, "page").parse().unwrap_or(1).clamp(1, 100_000)
}

/// Why there is no answer, as a page.
pub(crate) fn kept(app: &App, title: &str, error: &ToolError) -> Response {
    let status = match error {
        ToolError::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ToolError::NotFound(_) => StatusCode::NOT_FOUND,
        // nothing went wrong: there is nothing yet
        ToolError::NoData(_) => StatusCode::OK,
    };
    let frame = app.frame("");
    let page = match app.library.catalog() {
        Ok(_) => view::kept_from(&frame, title, &error.to_string()),
        Err(_) => view::unloaded(&frame, title),
    };
    (status, page).into_response()
}

/// The one code that a question is, in whole.
fn exact(catalog: &ArchivedCatalog, text: &str, set: Option<CodeSet>) -> Option<String> {
    let plain = ligature_catalog::plain(text);
    if plain.len() < 3 || text.contains(' ') || !plain.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let systems = set.map_or(System::ALL.as_slice(), CodeSet::systems);
    let mut found = systems
        .iter()
        .filter_map(|system| catalog.find(*system, text).and_then(|id| catalog.row(id)));
    let one = found.next()?;
    if found.next().is_some() {
        return None;
    }
    Some(view::address(catalog.system(one), &catalog.printed(one)))
}

/// `GET /search?q=…&system=…&billable=1&date=…&under=…&page=N`
pub(crate) async fn search(State(app): State<App>, Query(asked): Asked) -> Response {
    let typed = text(&asked, "q");
    let frame = app.frame(typed);
    let shelf = app.shelf.of(&app.knowledge);
    let system = text(&asked, "system");
    let number = page(&asked);
    let mut shown = view::Asked {
        text: typed,
        system: "",
        billable: !text(&asked, "billable").is_empty(),
        date: text(&asked, "date").trim(),
        under: text(&asked, "under").trim(),
        page: number,
        loaded: &[],
    };
    let catalog = match app.library.catalog() {
        Ok(catalog) => catalog,
        Err(_) => {
            if let Some(page) = shelf.page(typed) {
                return Redirect::to(&format!("/codes/{}", page.code)).into_response();
            }
            let pages = if typed.is_empty() {
                Vec::new()
            } else {
                shelf.matching(typed)
            };
            return view::found(&frame, &shown, &view::Found::Unloaded(&pages)).into_response();
        }
    };
    let loaded: Vec<System> = System::ALL
        .into_iter()
        .filter(|system| !catalog.of(*system).is_empty())
        .collect();
    shown.loaded = &loaded;
    let set = match system {
        "" => None,
        system => match system.parse::<CodeSet>() {
            Ok(set) => {
                shown.system = system;
                Some(set)
            }
            Err(why) => {
                let page = view::found(&frame, &shown, &view::Found::Wrong(&sentence(&why)));
                return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
            }
        },
    };
    if typed.is_empty() {
        return view::found(&frame, &shown, &view::Found::NotAsked).into_response();
    }
    if number == 1
        && shown.date.is_empty()
        && shown.under.is_empty()
        && let Some(to) = exact(catalog, typed, set)
    {
        return Redirect::to(&to).into_response();
    }
    let skip = (number - 1) * RESULTS;
    let request = SearchRequest {
        text: typed.to_owned(),
        system: set,
        billable: shown.billable,
        date: Some(shown.date.to_owned()).filter(|d| !d.is_empty()),
        under: Some(shown.under.to_owned()).filter(|u| !u.is_empty()),
        limit: Some(RESULTS),
        skip: Some(skip),
    };
    match app.library.search(&request) {
        Ok(mut answer) => {
            if skip > DEEPEST {
                answer.results.clear();
            }
            answer.more &= skip + RESULTS <= DEEPEST;
            view::found(&frame, &shown, &view::Found::Answer(&answer)).into_response()
        }
        Err(ToolError::Wrong(why)) => {
            let page = view::found(&frame, &shown, &view::Found::Wrong(&sentence(&why)));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
        Err(error) => kept(&app, "Look up a code", &error),
    }
}

/// `GET /complete?q=…`: a list for the script; an empty one if there is nothing to say.
pub(crate) async fn complete(State(app): State<App>, Query(asked): Asked) -> Markup {
    let typed = text(&asked, "q");
    let request = CompleteRequest {
        text: typed.to_owned(),
        system: text(&asked, "system").parse().ok(),
    };
    let answer = app.library.complete(&request).unwrap_or(CompleteAnswer {
        words: Vec::new(),
        codes: Vec::new(),
    });
    view::suggestions(typed, &answer)
}

/// `GET /codes/{code}`: the address of procedure codes before there were code sets.
pub(crate) async fn old_address(app: State<App>, code: Path<String>) -> Response {
    if let Ok(catalog) = app.library.catalog()
        && catalog.find(System::Cpt, &code).is_some()
    {
        return Redirect::to(&view::address(System::Cpt, &code)).into_response();
    }
    pages::code_page(app, code).await
}

/// `GET /codes/{system}/{code}?date=YYYY-MM-DD`
pub(crate) async fn entry(
    State(app): State<App>,
    Path((system, code)): Path<(String, String)>,
    Query(asked): Asked,
) -> Response {
    let frame = app.frame("");
    let set = match system.parse::<CodeSet>() {
        Ok(set) => set,
        Err(_) => return no_such_set(&system),
    };
    let shelf = app.shelf.of(&app.knowledge);
    let date = text(&asked, "date");
    let mut request = LookupRequest {
        system: Some(set),
        code: code.clone(),
        date: (!date.is_empty()).then(|| date.to_owned()),
    };
    let (answer, wrong) = match app.library.lookup(&request) {
        // the code is shown for the newest day, with a word on the date
        Err(ToolError::Wrong(why)) if request.date.is_some() => {
            request.date = None;
            (app.library.lookup(&request), Some(why))
        }
        answer => (answer, None),
    };
    let (answer, catalog) = match (answer, app.library.catalog()) {
        (Ok(answer), Ok(catalog)) => (answer, catalog),
        (Err(error), _) | (_, Err(error)) => {
            // a written page needs no code set
            return match shelf.page(&code).filter(|_| set == System::Cpt.into()) {
                Some(page) => code_page(&shelf, &app.release, page).into_response(),
                None => kept(&app, "No page for this code", &error),
            };
        }
    };
    let page = (answer.head.system == System::Cpt)
        .then(|| shelf.page(&answer.head.code))
        .flatten();
    let markup = view::entry(
        &frame,
        &view::Entry {
            answer: &answer,
            catalog,
            library: &shelf,
            page,
            date: request.date.as_deref().unwrap_or(""),
            wrong: wrong.as_deref().map(sentence).as_deref(),
        },
    );
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    (status, markup).into_response()
}

fn no_such_set(asked: &str) -> Response {
    let shown: String = asked.chars().take(24).collect();
    let page = problem(
        "No such code set",
        &format!(
            "There is no code set “{shown}”. The page “Browse” lists the code sets that are loaded."
        ),
    );
    (StatusCode::NOT_FOUND, page).into_response()
}

/// `GET /browse`
pub(crate) async fn sets(State(app): State<App>) -> Response {
    let frame = app.frame("");
    match app.library.releases(&ReleasesRequest {}) {
        Ok(answer) => view::sets(&frame, &answer.releases).into_response(),
        Err(error) => kept(&app, "Code sets", &error),
    }
}

/// `GET /browse/{system}`
pub(crate) async fn top(
    app: State<App>,
    Path(system): Path<String>,
    Query(asked): Asked,
) -> Response {
    step(&app, &system, None, &asked)
}

/// `GET /browse/{system}/{under}`
pub(crate) async fn under(
    app: State<App>,
    Path((system, under)): Path<(String, String)>,
    Query(asked): Asked,
) -> Response {
    step(&app, &system, Some(under), &asked)
}

fn step(
    app: &App,
    system: &str,
    under: Option<String>,
    asked: &HashMap<String, String>,
) -> Response {
    let frame = app.frame("");
    let Ok(system) = system.parse::<System>() else {
        return no_such_set(system);
    };
    let number = page(asked);
    let request = BrowseRequest {
        system,
        under,
        skip: Some((number - 1) * ENTRIES),
        limit: Some(ENTRIES),
    };
    match app.library.browse(&request) {
        Ok(answer) if answer.total == 0 && answer.path.is_empty() => {
            let why = format!("no list of {} codes is loaded", system.name());
            kept(app, system.name(), &ToolError::NoData(why))
        }
        Ok(answer) => view::shelf(
            &frame,
            &view::Shelves {
                system,
                answer: &answer,
                page: number,
                size: ENTRIES,
            },
        )
        .into_response(),
        Err(error) => kept(app, system.name(), &error),
    }
}

/// `GET /compare?system=…&a=…&b=…&date=YYYY-MM-DD`
pub(crate) async fn compare(State(app): State<App>, Query(asked): Asked) -> Response {
    let frame = app.frame("");
    let (first, second) = (text(&asked, "a"), text(&asked, "b"));
    let system = text(&asked, "system");
    let set = match system {
        "" => None,
        system => match system.parse::<CodeSet>() {
            Ok(set) => Some(set),
            Err(_) => return no_such_set(system),
        },
    };
    let date = text(&asked, "date");
    let request = CompareRequest {
        system: set,
        first: first.to_owned(),
        second: second.to_owned(),
        date: (!date.is_empty()).then(|| date.to_owned()),
    };
    let answer = if first.is_empty() || second.is_empty() {
        app.library.catalog().map(|_| None)
    } else {
        app.library.compare(&request).map(Some)
    };
    let (status, answer, why) = match answer {
        Ok(answer) => (StatusCode::OK, answer.map(Ok), String::new()),
        Err(ToolError::NoData(why)) => {
            return kept(&app, "Compare two codes", &ToolError::NoData(why));
        }
        Err(ToolError::NotFound(why)) => (StatusCode::NOT_FOUND, Some(Err(())), sentence(&why)),
        Err(ToolError::Wrong(why)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Some(Err(())),
            sentence(&why),
        ),
    };
    let shown = view::Pair {
        system,
        first,
        second,
        answer: answer
            .as_ref()
            .map(|answer| answer.as_ref().map_err(|()| why.as_str())),
    };
    let page = view::compare(&frame, app.library.catalog().ok(), &shown);
    (status, page).into_response()
}

/// `GET /releases`
pub(crate) async fn releases(State(app): State<App>) -> Response {
    let frame = app.frame("");
    match app.library.releases(&ReleasesRequest {}) {
        Ok(answer) => view::releases(&frame, &answer).into_response(),
        Err(error) => kept(&app, "What is loaded", &error),
    }
}

/// `GET /diff/{system}?from=…&to=…&show=…&page=N`
pub(crate) async fn diff(
    State(app): State<App>,
    Path(system): Path<String>,
    Query(asked): Asked,
) -> Response {
    let frame = app.frame("");
    let Ok(system) = system.parse::<System>() else {
        return no_such_set(&system);
    };
    let catalog = match app.library.catalog() {
        Ok(catalog) => catalog,
        Err(error) => return kept(&app, "What changed", &error),
    };
    let labels = complete_labels(catalog, system);
    let last = labels.len().saturating_sub(1);
    let usual = |at: usize| labels.get(at).map_or("", String::as_str);
    let chosen = |name: &str, usual: &str| match text(&asked, name) {
        "" => usual.to_owned(),
        label => label.to_owned(),
    };
    let (from, to) = (
        chosen("from", usual(last.saturating_sub(1))),
        chosen("to", usual(last)),
    );
    let side = view::Side::parse(text(&asked, "show"));
    let number = page(&asked);
    let request = DiffRequest {
        system,
        from: Some(from.clone()).filter(|_| labels.len() > 1),
        to: Some(to.clone()).filter(|_| labels.len() > 1),
        limit: Some(number.saturating_mul(ENTRIES)),
    };
    let answer = app.library.diff(&request);
    let why = answer
        .as_ref()
        .err()
        .map(|error| sentence(&error.to_string()));
    let status = match &answer {
        Err(ToolError::NotFound(_)) => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    };
    let shown = view::Compared {
        system,
        labels: &labels,
        chosen: (&from, &to),
        answer: answer
            .as_ref()
            .map_err(|_| why.as_deref().unwrap_or_default()),
        side,
        page: number,
        size: ENTRIES,
    };
    (status, view::diff(&frame, &shown)).into_response()
}

/// The releases of a code set that list all of its codes, oldest first, each label once.
fn complete_labels(catalog: &ArchivedCatalog, system: System) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for release in catalog.releases.iter() {
        let label = release.label.as_str();
        if release.complete
            && System::ALL.get(release.system as usize) == Some(&system)
            && !labels.iter().any(|known| known == label)
        {
            labels.push(label.to_owned());
        }
    }
    labels
}
