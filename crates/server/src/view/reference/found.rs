//! What was found, and what may be meant while it is typed.

use super::compare::compare_address;
use super::parts::{address, escaped, kind, no_sets, one_claim, pager, rests_on, titled};
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::{counted, day};
use ligature_tools::{
    CodeHead, CompareAnswer, CompleteAnswer, How, PageLine, SearchAnswer, SearchResult, Status,
    System,
};
use maud::{Markup, html};

/// What was entered in the search form.
pub(crate) struct SearchForm<'a> {
    /// The words or the code.
    pub text: &'a str,
    /// The code set as written in the address; empty: all.
    pub system: &'a str,
    /// Only codes that may be reported on a claim.
    pub billable: bool,
    /// Date of service; empty: any.
    pub date: &'a str,
    /// Chapter, range or category below which codes are looked for; empty: all.
    pub under: &'a str,
    /// Page, from 1.
    pub page: usize,
    /// The code sets that are loaded.
    pub loaded: &'a [System],
}

/// The result of the search.
pub(crate) enum Found<'a> {
    /// Nothing was entered yet.
    NotSearched,
    /// The tools' answer; where the question was two codes, what is known of them together.
    Answer(&'a SearchAnswer, Option<&'a CompareAnswer>),
    /// Why there is none, in a sentence.
    Wrong(&'a str),
    /// No code set is loaded; written pages that fit.
    Unloaded(&'a [&'a PageLine]),
}

impl SearchForm<'_> {
    fn address(&self, system: &str, billable: bool, page: usize) -> String {
        let mut address = format!("/search?q={}", escaped(self.text));
        if !system.is_empty() {
            address.push_str("&system=");
            address.push_str(system);
        }
        if billable {
            address.push_str("&billable=1");
        }
        for (name, value) in [("date", self.date), ("under", self.under)] {
            if !value.is_empty() {
                address.push('&');
                address.push_str(name);
                address.push('=');
                address.push_str(&escaped(value).to_string());
            }
        }
        if page > 1 {
            address.push_str("&page=");
            address.push_str(&page.to_string());
        }
        address
    }
}

/// `GET /search`
pub(crate) fn found(frame: &Frame<'_>, search: &SearchForm<'_>, found: &Found<'_>) -> Markup {
    let title = if search.text.is_empty() {
        "Look up a code".to_owned()
    } else {
        format!("“{}”", search.text)
    };
    frame.page(
        &title,
        Place::Browse,
        html! {
            div.index {
                header { h1 { (title) } }
                @if !matches!(found, Found::Unloaded(_)) { (form(search)) }
                @match found {
                    Found::NotSearched => (hints()),
                    Found::Wrong(why) => p.alert role="alert" { (why) },
                    Found::Unloaded(pages) => { (written(pages)) (no_sets()) },
                    Found::Answer(answer, _) if answer.results.is_empty() => (nothing(search)),
                    Found::Answer(answer, pair) => {
                        @if let Some(pair) = pair {
                            (one_claim(&pair.together))
                            p { a.go href=(compare_address(pair.first.system, &pair.first.code, &pair.second.code)) { "How " (pair.first.code) " and " (pair.second.code) " differ" } }
                        }
                        (results(search, answer))
                    },
                }
            }
        },
    )
}

fn form(search: &SearchForm<'_>) -> Markup {
    html! {
        form.refine action="/search" role="search" aria-label="Refine the search" {
            p.field.words {
                label for="refine-q" { "Code or words" }
                input #refine-q type="search" name="q" value=(search.text) autocomplete="off" spellcheck="false" maxlength="200" data-complete;
            }
            p.field {
                label for="refine-system" { "Code set" }
                select #refine-system name="system" {
                    option value="" { "All code sets" }
                    @for system in search.loaded {
                        option value=(system.id()) selected[system.id() == search.system] { (system.name()) }
                    }
                }
            }
            p.field {
                label for="refine-under" { "Chapter or category" }
                input #refine-under type="text" name="under" value=(search.under) autocomplete="off" spellcheck="false" maxlength="20" size="10" placeholder="K55-K64";
            }
            p.field {
                label for="refine-date" { "In force on" }
                input #refine-date type="date" name="date" value=(search.date);
            }
            p.field.tick {
                input #refine-billable type="checkbox" name="billable" value="1" checked[search.billable];
                label for="refine-billable" { "Only codes for claims (billable)" }
            }
            button type="submit" { "Find" }
        }
    }
}

fn hints() -> Markup {
    html! {
        p.lead { "Type a code, the beginning of one, a range, or words in any order." }
        ul.hints {
            li { a.code href="/search?q=44120" { "44120" } " opens the page of the code" }
            li { a.code href="/search?q=K56" { "K56" } " that code and all below it" }
            li { a.code href="/search?q=K55-K64" { "K55-K64" } " a range" }
            li { a href="/search?q=twisted%20gut" { "twisted gut" } " words; everyday words and abbreviations are understood" }
        }
    }
}

fn nothing(search: &SearchForm<'_>) -> Markup {
    html! {
        p.lead role="status" {
            @if search.page > 1 { "There is nothing on this page." }
            @else { "No code was found for these words." }
        }
        ul.hints {
            @if search.page > 1 { li { a href=(search.address(search.system, search.billable, 1)) { "Back to the first page" } } }
            @if !search.system.is_empty() { li { a href=(search.address("", search.billable, 1)) { "Look in all code sets" } } }
            @if search.billable { li { a href=(search.address(search.system, false, 1)) { "Look among headings too" } } }
            @if !search.date.is_empty() || !search.under.is_empty() {
                li { a href=(SearchForm { date: "", under: "", ..*search }.address(search.system, search.billable, 1)) { "Look at all dates and in all chapters" } }
            }
            li { "Try fewer or other words: the part of the body and what is wrong with it, or what was done." }
            li { a href="/browse" { "Step through a code set" } " instead." }
        }
    }
}

fn results(search: &SearchForm<'_>, answer: &SearchAnswer) -> Markup {
    html! {
        @let groups = groups(&answer.results);
        @if groups.len() < 2 { (list(&answer.results.iter().collect::<Vec<_>>())) }
        @else {
            @for (group, results) in &groups {
                @if group.folded() {
                    details {
                        summary { h2.results-group { (group.name()) " " span.count { (results.len()) } } }
                        (list(results))
                    }
                } @else {
                    h2.results-group { (group.name()) }
                    (list(results))
                }
            }
        }
        (pager(search.page, None, answer.more, &|page| search.address(search.system, search.billable, page)))
        (rests_on(&answer.citations))
    }
}

/// What a person is likely to want: results of one group are shown together, in the order of the best of each.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Procedures,
    Inpatient,
    Diagnoses,
    Supplies,
    Modifiers,
    Groups,
    History,
}

impl Group {
    fn of(head: &CodeHead) -> Group {
        match head.system {
            _ if head.status == Status::Modifier => Group::Modifiers,
            System::Cpt | System::Cdt => Group::Procedures,
            System::Icd10pcs => Group::Inpatient,
            System::Icd10cm => Group::Diagnoses,
            System::Hcpcs => Group::Supplies,
            System::Ccsr => Group::Groups,
            System::Icd9dx | System::Icd9sg => Group::History,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Group::Procedures => "Procedures",
            Group::Inpatient => "Procedures of hospital inpatients (ICD-10-PCS)",
            Group::Diagnoses => "Diagnoses",
            Group::Supplies => "Supplies, drugs and services (HCPCS)",
            Group::Modifiers => "Modifiers",
            Group::Groups => "Groups for statistics",
            Group::History => "Before October 2015 (ICD-9-CM)",
        }
    }

    /// No one bills these today.
    fn folded(self) -> bool {
        self == Group::History
    }
}

fn groups(results: &[SearchResult]) -> Vec<(Group, Vec<&SearchResult>)> {
    let mut groups: Vec<(Group, Vec<&SearchResult>)> = Vec::new();
    for one in results {
        let group = Group::of(&one.head);
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, list)) => list.push(one),
            None => groups.push((group, vec![one])),
        }
    }
    // what no one bills today comes last
    groups.sort_by_key(|(group, _)| group.folded());
    groups
}

fn list(results: &[&SearchResult]) -> Markup {
    html! {
        ol.results {
            @for one in results {
                li {
                    a href=(address(one.head.system, &one.head.code)) {
                        span.number { (one.head.code) } " " span.name { (titled(&one.head)) }
                    }
                    p.meta {
                        @match &one.deleted {
                            Some(since) => strong.deleted { "deleted, not for services on " (day(since)) " or later" },
                            None => span .kind { (kind(&one.head)) },
                        }
                        " · " (one.head.system.name()) " · " (why(one))
                    }
                }
            }
        }
    }
}

/// Why a code was found: the words that it shares with the question.
fn why(result: &SearchResult) -> Markup {
    html! {
        @if result.matched.is_empty() { "found by its code" }
        @else {
            "found by "
            @for (at, one) in result.matched.iter().enumerate() {
                @if at > 0 { ", " }
                @if one.asked == one.found { q { (one.found) } }
                @else if one.how == How::Range { q { (one.found) } " in the range " q { (one.asked) } }
                @else { q { (one.asked) } span aria-hidden="true" { " → " } span.visually-hidden { " read as " } q { (one.found) } }
            }
        }
    }
}

fn written(pages: &[&PageLine]) -> Markup {
    html! {
        @if !pages.is_empty() {
            h2 { (counted(pages.len(), "written page fits", "written pages fit")) }
            ul.listing {
                @for page in pages.iter().take(100) {
                    li { a href={ "/codes/" (page.code) } { span.number { (page.code) } " " span.name { (page.name) } } }
                }
            }
        }
    }
}

/// `GET /complete`: the list that the script puts under the box.
pub(crate) fn suggestions(typed: &str, answer: &CompleteAnswer) -> Markup {
    const MOST_WORDS: usize = 4;
    let last = typed.split_whitespace().next_back().unwrap_or("");
    let before = typed.trim_end();
    let before = before.strip_suffix(last).unwrap_or("");
    let words = answer
        .words
        .iter()
        .filter(|word| !word.eq_ignore_ascii_case(last) && word.len() > last.len())
        .take(MOST_WORDS);
    html! {
        ul.suggestions role="listbox" aria-label="Suggestions" {
            @for head in &answer.codes {
                li role="option" aria-selected="false" data-go=(address(head.system, &head.code)) {
                    span.number { (head.code) } " " span.name { (titled(head)) } " " span.set { (head.system.name()) }
                }
            }
            @for word in words {
                li role="option" aria-selected="false" data-fill={ (before) (word) } { span.name { (before) b { (word) } } }
            }
        }
    }
}
