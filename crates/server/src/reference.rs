//! The pages of the code sets: looking up, the page of a code, browsing, releases.

use crate::app::App;
use crate::locality;
use crate::refused::Why;
use crate::view::problem;
use crate::view::reference as view;
use crate::words::sentence;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use ligature_tools::{
    BrowseRequest, Code, CompareRequest, CompleteAnswer, CompleteRequest, DateOfService,
    DiffRequest, KeyFactsAnswer, KeyFactsRequest, Kind, Label, Limit, LocalityText, LookupAnswer,
    LookupRequest, PairsAnswer, PairsRequest, Refusal, ReleasesAnswer, ReleasesRequest, Reply,
    SearchRequest, SearchText, Skip, System, Systems, Typing, Validity,
};
use maud::Markup;
use std::collections::HashMap;

pub(crate) type Params = Query<HashMap<String, String>>;

/// Results a page, and entries a page of a code set or a change.
const RESULTS: usize = 20;
const ENTRIES: usize = 150;
/// A look-up is no place for a note: what is longer is cut.
const LONGEST: usize = 200;
/// The tools pass over at most this many results.
const DEEPEST: usize = 1000;
/// Codes of a family whose pair edits are shown with a code.
const MOST_FAMILY: usize = 100;
/// Changes of one kind that one answer may list.
const CHANGES: usize = 5000;

pub(crate) fn text<'a>(params: &'a HashMap<String, String>, name: &str) -> &'a str {
    let text = params.get(name).map_or("", |text| text.trim());
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].trim_end(),
        None => text,
    }
}

/// The page number of the address, from 1.
pub(crate) fn page(params: &HashMap<String, String>) -> usize {
    text(params, "page").parse().unwrap_or(1).clamp(1, 100_000)
}

/// The date of service of the address, if any.
pub(crate) fn date(params: &HashMap<String, String>) -> Result<Option<DateOfService>, Why> {
    match text(params, "date") {
        "" => Ok(None),
        date => match date.parse::<DateOfService>() {
            Ok(date) => Ok(Some(date)),
            Err(why) => Err(Why::wrong(why.to_string())),
        },
    }
}

/// A code as typed, if there is one.
pub(crate) fn code(params: &HashMap<String, String>, name: &str) -> Option<Code> {
    let text = text(params, name);
    (!text.is_empty()).then(|| Code::from(text))
}

/// `GET /search?q=…&system=…&billable=1&date=…&under=…&page=N`
pub(crate) async fn search(
    State(app): State<App>,
    headers: HeaderMap,
    Query(params): Params,
) -> Response {
    let typed = text(&params, "q");
    let frame = app.frame(typed);
    let about = app.gate.about();
    let system = text(&params, "system");
    let number = page(&params);
    let mut shown = view::SearchForm {
        text: typed,
        system: "",
        billable: !text(&params, "billable").is_empty(),
        date: text(&params, "date"),
        under: text(&params, "under"),
        page: number,
        loaded: &about.systems,
    };
    if !about.loaded {
        if let Some(page) = app.code_pages.page(typed) {
            return Redirect::to(&format!("/codes/{}", page.code)).into_response();
        }
        let pages = match typed {
            "" => Vec::new(),
            typed => app.code_pages.matching(typed),
        };
        return view::found(&frame, &shown, &view::Found::Unloaded(&pages)).into_response();
    }
    let wrong = |shown: &view::SearchForm<'_>, why: &Why| {
        let page = view::found(&frame, shown, &view::Found::Wrong(&sentence(&why.public)));
        (why.status(), page).into_response()
    };
    let set = match system {
        "" => None,
        system => match system.parse::<Systems>() {
            Ok(set) => Some(set),
            Err(why) => return wrong(&shown, &Why::wrong(why)),
        },
    };
    shown.system = system;
    if typed.is_empty() {
        return view::found(&frame, &shown, &view::Found::NotSearched).into_response();
    }
    let skip = (number - 1) * RESULTS;
    let date = match date(&params) {
        Ok(date) => date,
        Err(why) => return wrong(&shown, &why),
    };
    let request = SearchRequest {
        text: SearchText::from(typed),
        system: set,
        billable: shown.billable,
        date,
        under: code(&params, "under"),
        limit: Some(Limit(RESULTS)),
        skip: Some(Skip(skip.min(DEEPEST))),
    };
    let mut reply = match app.ask(&headers, &request).await {
        Ok(reply) => reply,
        Err(refusal) => match Why::from(refusal) {
            why if why.kind == Kind::BadRequest => return wrong(&shown, &why),
            why => return why.page(&app, "Look up a code"),
        },
    };
    let answer = &mut reply.answer;
    let plain = number == 1 && request.date.is_none() && request.under.is_none();
    if let Some(one) = answer.exact.as_ref().filter(|_| plain) {
        return Redirect::to(&view::address(one.system, &one.code)).into_response();
    }
    if skip > DEEPEST {
        answer.results.clear();
    }
    answer.more &= skip + RESULTS <= DEEPEST;
    let pair = match two_codes(typed).filter(|_| number == 1) {
        Some((first, second)) => {
            let request = CompareRequest {
                system: None,
                first: Code::from(first),
                second: Code::from(second),
                date,
            };
            let compared = app.ask(&headers, &request).await;
            compared.ok().map(|reply| reply.answer)
        }
        None => None,
    };
    let frame = frame.with_remarks(&reply.noticed);
    let found = view::Found::Answer(&reply.answer, pair.as_ref());
    view::found(&frame, &shown, &found).into_response()
}

/// Two codes and nothing else: `44120 44005`, `44120 with 44005`. May they be billed together?
fn two_codes(typed: &str) -> Option<(&str, &str)> {
    let joins = |word: &&str| {
        !["and", "with", "&", "+", "vs", "or"].contains(&word.to_lowercase().as_str())
    };
    let parts = typed.split([' ', ',', '+', '/']).map(str::trim);
    let mut words = parts.filter(|word| !word.is_empty()).filter(joins);
    let (first, second) = (words.next()?, words.next()?);
    let code = |word: &str| {
        word.len() >= 3
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
            && word.bytes().filter(u8::is_ascii_digit).count() >= 2
    };
    (words.next().is_none() && code(first) && code(second) && first != second)
        .then_some((first, second))
}

/// `GET /complete?q=…`: a list for the script; an empty one if there is nothing to say.
pub(crate) async fn complete(
    State(app): State<App>,
    headers: HeaderMap,
    Query(params): Params,
) -> Markup {
    let typed = text(&params, "q");
    let request = CompleteRequest {
        text: Typing::from(typed),
        system: text(&params, "system").parse().ok(),
    };
    let reply = app.ask(&headers, &request).await;
    let none = CompleteAnswer {
        words: Vec::new(),
        codes: Vec::new(),
    };
    view::suggestions(typed, &reply.map_or(none, |reply| reply.answer))
}

/// `GET /codes/{system}/{code}?date=YYYY-MM-DD`
pub(crate) async fn entry(
    State(app): State<App>,
    headers: HeaderMap,
    Path((system, code)): Path<(String, String)>,
    Query(params): Params,
) -> Response {
    let Ok(set) = system.parse::<Systems>() else {
        return no_such_set(&system);
    };
    // a date that cannot be read: the code is shown as of today, with a word on the date
    let (date, wrong) = match date(&params) {
        Ok(date) => (date, None),
        Err(why) => (None, Some(why)),
    };
    let reply = match looked_up(&app, &headers, set, &code, date).await {
        Ok(reply) => reply,
        Err(refusal) => {
            let why = Why::from(refusal);
            let missing = matches!(why.kind, Kind::NotFound | Kind::NoData);
            if missing && set.systems() == [System::Cpt] {
                let page = view::unknown_code(&app.frame(""), &app.code_pages, &code, &why.public);
                return (StatusCode::NOT_FOUND, page).into_response();
            }
            return why.page(&app, "No page for this code");
        }
    };
    let answer = &reply.answer;
    let today = DateOfService::from(app.today());
    let (facts, pairs, place) = around(&app, &headers, answer, date.unwrap_or(today)).await;
    let status = wrong.as_ref().map_or(StatusCode::OK, Why::status);
    let wrong = wrong.map(|why| sentence(&why.public));
    let day = date.map_or_else(String::new, |date| date.to_string());
    let markup = view::entry(
        &app.frame("").with_remarks(&reply.noticed),
        &view::CodePage {
            answer,
            code_pages: &app.code_pages,
            facts: facts.as_ref(),
            pairs: pairs.as_ref(),
            place: &place,
            today: &today.to_string(),
            date: &day,
            wrong: wrong.as_deref(),
        },
    );
    (status, markup).into_response()
}

/// The code as of a day; without one as of today, or of the last day that a loaded release covers.
async fn looked_up(
    app: &App,
    headers: &HeaderMap,
    set: Systems,
    code: &str,
    date: Option<DateOfService>,
) -> Result<Reply<LookupAnswer>, Refusal> {
    let mut request = LookupRequest {
        system: Some(set),
        code: Code::from(code),
        date: Some(date.unwrap_or(DateOfService::from(app.today()))),
    };
    let reply = app.ask(headers, &request).await?;
    let unknown = matches!(reply.answer.validity, Validity::NoData { .. });
    if date.is_some() || !unknown {
        return Ok(reply);
    }
    request.date = None;
    app.ask(headers, &request).await
}

/// What payers' tables say of a procedure: its key facts, the pair edits with its family, and the name of the remembered locality.
async fn around(
    app: &App,
    headers: &HeaderMap,
    answer: &LookupAnswer,
    on: DateOfService,
) -> (Option<KeyFactsAnswer>, Option<PairsAnswer>, String) {
    let head = &answer.head;
    if !matches!(head.system, System::Cpt | System::Hcpcs | System::Cdt) {
        return (None, None, String::new());
    }
    let (locality, place) = locality::chosen(app, headers).await;
    let request = KeyFactsRequest {
        code: Code::from(head.code.as_str()),
        date: Some(on),
        locality: LocalityText(locality),
    };
    let facts = app.ask(headers, &request).await;
    let family = view::family(answer).into_iter();
    let mut request = PairsRequest {
        code: request.code,
        among: family
            .take(MOST_FAMILY)
            .map(|head| Code::from(head.code.as_str()))
            .collect(),
        date: Some(on),
        limit: Some(Limit(500)),
        ..PairsRequest::default()
    };
    let mut pairs = None;
    if !request.among.is_empty() {
        pairs = app.ask(headers, &request).await.ok();
        if pairs.is_none() {
            request.date = None;
            pairs = app.ask(headers, &request).await.ok();
        }
    }
    let facts = facts.ok().map(|reply| reply.answer);
    (facts, pairs.map(|reply| reply.answer), place)
}

fn no_such_set(typed: &str) -> Response {
    let shown: String = typed.chars().take(24).collect();
    let page = problem(
        "No such code set",
        &format!(
            "There is no code set “{shown}”. The page “Browse” lists the code sets that are loaded."
        ),
    );
    (StatusCode::NOT_FOUND, page).into_response()
}

/// `GET /browse`
pub(crate) async fn sets(State(app): State<App>, headers: HeaderMap) -> Response {
    match app.ask(&headers, &ReleasesRequest {}).await {
        Ok(reply) => {
            let frame = app.frame("").with_remarks(&reply.noticed);
            view::sets(&frame, &reply.answer.releases).into_response()
        }
        Err(refusal) => Why::from(refusal).page(&app, "Code sets"),
    }
}

/// `GET /browse/{system}`
pub(crate) async fn top(
    State(app): State<App>,
    headers: HeaderMap,
    Path(system): Path<String>,
    Query(params): Params,
) -> Response {
    step(&app, &headers, &system, None, &params).await
}

/// `GET /browse/{system}/{under}`
pub(crate) async fn under(
    State(app): State<App>,
    headers: HeaderMap,
    Path((system, under)): Path<(String, String)>,
    Query(params): Params,
) -> Response {
    step(&app, &headers, &system, Some(Code(under)), &params).await
}

async fn step(
    app: &App,
    headers: &HeaderMap,
    system: &str,
    under: Option<Code>,
    params: &HashMap<String, String>,
) -> Response {
    let Ok(system) = system.parse::<System>() else {
        return no_such_set(system);
    };
    // the last page there can be
    let number = page(params).min(1_000_000 / ENTRIES);
    let request = BrowseRequest {
        system,
        under,
        skip: Some(Skip((number - 1) * ENTRIES)),
        limit: Some(Limit(ENTRIES)),
    };
    match app.ask(headers, &request).await {
        Ok(reply) if reply.answer.total == 0 && reply.answer.path.is_empty() => {
            let none = Why {
                kind: Kind::NoData,
                public: format!("no list of {} codes is loaded", system.name()),
            };
            none.page(app, system.name())
        }
        Ok(reply) => view::heading_page(
            &app.frame("").with_remarks(&reply.noticed),
            &view::HeadingPage {
                system,
                answer: &reply.answer,
                page: number,
                size: ENTRIES,
            },
        )
        .into_response(),
        Err(refusal) => Why::from(refusal).page(app, system.name()),
    }
}

/// `GET /compare?system=…&a=…&b=…&date=YYYY-MM-DD`
pub(crate) async fn compare(
    State(app): State<App>,
    headers: HeaderMap,
    Query(params): Params,
) -> Response {
    let frame = app.frame("");
    let system = text(&params, "system");
    let set = match system {
        "" => None,
        system => match system.parse::<Systems>() {
            Ok(set) => Some(set),
            Err(_) => return no_such_set(system),
        },
    };
    let mut shown = view::Pair {
        system,
        first: text(&params, "a"),
        second: text(&params, "b"),
        date: text(&params, "date"),
        answer: None,
    };
    let (Some(first), Some(second)) = (code(&params, "a"), code(&params, "b")) else {
        return view::compare(&frame, &shown).into_response();
    };
    let compared = match date(&params) {
        Ok(date) => {
            let request = CompareRequest {
                system: set,
                first,
                second,
                date,
            };
            let reply = app.ask(&headers, &request).await;
            reply.map_err(Why::from)
        }
        Err(why) => Err(why),
    };
    match compared {
        Ok(reply) => {
            shown.answer = Some(Ok(&reply.answer));
            view::compare(&frame.with_remarks(&reply.noticed), &shown).into_response()
        }
        Err(why) if matches!(why.kind, Kind::NotFound | Kind::BadRequest) => {
            let words = sentence(&why.public);
            shown.answer = Some(Err(&words));
            (why.status(), view::compare(&frame, &shown)).into_response()
        }
        Err(why) => why.page(&app, "Compare two codes"),
    }
}

/// `GET /releases`
pub(crate) async fn releases(State(app): State<App>, headers: HeaderMap) -> Response {
    match app.ask(&headers, &ReleasesRequest {}).await {
        Ok(reply) => {
            let frame = app.frame("").with_remarks(&reply.noticed);
            view::releases(&frame, &reply.answer).into_response()
        }
        Err(refusal) => Why::from(refusal).page(&app, "What is loaded"),
    }
}

/// `GET /diff/{system}?from=…&to=…&show=…&page=N`
pub(crate) async fn diff(
    State(app): State<App>,
    headers: HeaderMap,
    Path(system): Path<String>,
    Query(params): Params,
) -> Response {
    let Ok(system) = system.parse::<System>() else {
        return no_such_set(&system);
    };
    let labels = match app.ask(&headers, &ReleasesRequest {}).await {
        Ok(reply) => complete_labels(&reply.answer, system),
        Err(refusal) => return Why::from(refusal).page(&app, "What changed"),
    };
    let last = labels.len().saturating_sub(1);
    let usual = |at: usize| labels.get(at).map_or("", String::as_str);
    let chosen = |name: &str, usual: &str| match text(&params, name) {
        "" => usual.to_owned(),
        label => label.to_owned(),
    };
    let (from, to) = (
        chosen("from", usual(last.saturating_sub(1))),
        chosen("to", usual(last)),
    );
    let number = page(&params);
    let label = |name: &str| Some(Label::from(name)).filter(|_| labels.len() > 1);
    let request = DiffRequest {
        system,
        from: label(&from),
        to: label(&to),
        limit: Some(Limit(number.saturating_mul(ENTRIES).min(CHANGES))),
    };
    let reply = app.ask(&headers, &request).await.map_err(Why::from);
    let why = reply.as_ref().err().map(|why| sentence(&why.public));
    let status = reply.as_ref().err().map_or(StatusCode::OK, Why::status);
    let shown = view::Compared {
        system,
        labels: &labels,
        chosen: (&from, &to),
        answer: match &reply {
            Ok(reply) => Ok(&reply.answer),
            Err(_) => Err(why.as_deref().unwrap_or_default()),
        },
        side: view::Side::parse(text(&params, "show")),
        page: number,
        size: ENTRIES,
    };
    (status, view::diff(&app.frame(""), &shown)).into_response()
}

/// The releases of a code set that list all of its codes, oldest first, each label once.
fn complete_labels(answer: &ReleasesAnswer, system: System) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    let releases = answer.releases.iter();
    for release in releases.filter(|r| r.complete && r.system == system) {
        if !labels.contains(&release.label) {
            labels.push(release.label.clone());
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::two_codes;

    #[test]
    fn two_codes_are_a_question() {
        for text in [
            "44120 44005",
            "44120, 44005",
            "44120+44005",
            "44120 with 44005",
        ] {
            assert_eq!(two_codes(text), Some(("44120", "44005")), "{text}");
        }
        assert_eq!(two_codes("K56.0 and K56.2"), Some(("K56.0", "K56.2")));
        for text in [
            "44120",
            "44120 44120",
            "44120 44005 44121",
            "type 2",
            "lap chole",
            "",
        ] {
            assert_eq!(two_codes(text), None, "{text}");
        }
    }
}
