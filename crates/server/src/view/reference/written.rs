//! What is shown next to an authored page: how the code is paid, the pages before and after.

use super::parts::address;
use super::tables::{by_release, meaning};
use crate::code_pages::CodePages;
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::sentence;
use ligature_tools::{LookupAnswer, PageLine, System, TableFact};
use maud::{Markup, html};

/// How a code is paid, next to its written page; what the strip under the name does not say.
const RULES: [&str; 6] = [
    "total-facility-rvu",
    "multiple-procedure",
    "bilateral",
    "assistant",
    "co-surgeon",
    "team-surgeon",
];

/// The newest value of each rule of payment. `loaded`: a payer's table is loaded.
pub(super) fn aside(answer: &LookupAnswer, loaded: bool) -> Markup {
    let (newest, _) = by_release(&answer.facts);
    let of = |release: &super::tables::ReleaseFacts<'_>| -> Vec<TableFact> {
        let own = |name: &&str| {
            let mut facts = release.facts.iter();
            let found = facts.find(|fact| fact.name == **name && fact.modifier.is_empty());
            found.map(|fact| (*fact).clone())
        };
        RULES.iter().filter_map(own).collect()
    };
    let tables: Vec<Vec<TableFact>> = newest.iter().map(of).collect();
    html! {
        details.part open {
            summary { h2 { "How it is paid" } }
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
            @if tables.iter().all(Vec::is_empty) && !loaded {
                p.none { "No table was loaded for this code: global period, values and unit limits are unknown here, not absent." }
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
