//! What is shown next to an authored page: the figures that a coder needs first, its neighbours, the pages before and after.

use super::compare::compare_address;
use super::parts::{address, titled};
use super::tables::{by_release, meaning};
use crate::code_pages::CodePages;
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::sentence;
use ligature_tools::{CodeHead, LookupAnswer, PageLine, System, TableFact};
use maud::{Markup, html};

/// The figures of the tables that a coder needs first, next to the written page.
const FIRST: [&str; 12] = [
    "global-days",
    "work-rvu",
    "total-facility-rvu",
    "status",
    "multiple-procedure",
    "bilateral",
    "assistant",
    "co-surgeon",
    "team-surgeon",
    "mue-practitioner",
    "mue-practitioner-mai",
    "addon-type",
];

/// The newest value of what a coder asks first.
pub(super) fn aside(answer: &LookupAnswer) -> Markup {
    let (newest, _) = by_release(&answer.facts);
    let first = |release: &super::tables::ReleaseFacts<'_>| -> Vec<TableFact> {
        let own = |name: &&str| {
            let mut facts = release.facts.iter();
            let found = facts.find(|fact| fact.name == **name && fact.modifier.is_empty());
            found.map(|fact| (*fact).clone())
        };
        FIRST.iter().filter_map(own).collect()
    };
    let tables: Vec<Vec<TableFact>> = newest.iter().map(first).collect();
    let mut primaries = answer.facts.iter();
    let primaries = primaries.rfind(|fact| fact.name == "addon-primaries");
    html! {
        h2 { "Facts" }
        @for facts in tables.iter().filter(|facts| !facts.is_empty()) {
            section.table-of {
                dl {
                    @for fact in facts {
                        div {
                            dt { (sentence(&fact.words).trim_end_matches('.')) }
                            dd.value { (fact.value) }
                            @if !fact.meaning.is_empty() { dd.words { (meaning(fact)) } }
                        }
                    }
                }
                @if let Some(fact) = facts.first() { p.release { (fact.release) } }
            }
        }
        @if let Some(fact) = primaries {
            section.table-of {
                dl { div {
                    dt { "Add-on under" }
                    dd.codes { @for (at, one) in fact.value.split(' ').enumerate() { @if at > 0 { " " } a.code href=(address(System::Cpt, one)) { (one) } } }
                } }
            }
        }
        @if tables.iter().all(Vec::is_empty) {
            p.none { "No table was loaded for this code: global period, values and unit limits are unknown here, not absent." }
        }
    }
}

/// The codes that are weighed against this one, each with a way to see the two side by side.
pub(super) fn family(frame: &Frame<'_>, code_pages: &CodePages, answer: &LookupAnswer) -> Markup {
    let own = &answer.head;
    let linked = |head: &CodeHead| frame.about.loaded || code_pages.page(&head.code).is_some();
    html! {
        @if !answer.neighbours.is_empty() {
            nav.family aria-label="Neighbours of this code" {
                @for around in &answer.neighbours {
                    h2 { (around.title) }
                    ul {
                        @for head in &around.codes {
                            li {
                                @if linked(head) {
                                    a href=(address(head.system, &head.code)) aria-current=[(head.code == own.code).then_some("page")] {
                                        span.number { (head.code) } " " span.name { (titled(head)) }
                                    }
                                } @else { span.number { (head.code) } " " span.name { "no page yet" } }
                                @if frame.about.loaded && head.code != own.code {
                                    a.with href=(compare_address(System::Cpt, &own.code, &head.code)) { "compare" span.visually-hidden { " with " (head.code) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The written pages before and after, where no code set is loaded.
pub(super) fn pages(before: Option<&PageLine>, after: Option<&PageLine>) -> Markup {
    let to = |page: &PageLine| address(System::Cpt, &page.code);
    html! {
        nav.turn aria-label="Neighbouring codes" {
            @if let Some(before) = before { a rel="prev" href=(to(before)) { span.number { "← " (before.code) } span.name { (before.name) } } }
            @if let Some(after) = after { a rel="next" href=(to(after)) { span.number { (after.code) " →" } span.name { (after.name) } } }
        }
    }
}

/// A procedure code without a page, and what may have been meant.
pub(crate) fn unknown_code(
    frame: &Frame<'_>,
    code_pages: &CodePages,
    typed: &str,
    why: &str,
) -> Markup {
    // Long enough for any code with a modifier; nothing longer is repeated.
    let shown: String = typed.chars().take(24).collect();
    let nearest = code_pages.nearest(typed, 5);
    frame.own_page(
        "No such code",
        Place::Codes,
        html! {
            div.plain {
                h1 { "No page for " span.mono { (shown) } }
                p.lead { (sentence(why)) }
                p { "That does not mean the code does not exist: only what is loaded, and the codes in the list, have a page." }
                @if !nearest.is_empty() {
                    h2 { "Nearest codes with a page" }
                    ul.listing {
                        @for page in nearest {
                            li { a href={ "/codes/" (page.code) } { span.number { (page.code) } " " span.name { (page.name) } } }
                        }
                    }
                }
                p { a.go href="/codes" { "All codes" } }
            }
        },
    )
}
