//! The page of a code.

use super::layout::{Place, page};
use super::parts;
use super::reference::beside;
use crate::markdown;
use crate::shelf::Library;
use crate::words::{addon_type, told};
use ligature_catalog::System;
use ligature_knowledge::{Facts, Page};
use maud::{Markup, html};

/// `GET /codes/{code}`
pub(crate) fn code_page(library: &Library<'_>, release: &str, of: &Page) -> Markup {
    let (before, after) = library.beside(&of.code);
    page(
        &format!("{} {}", of.code, of.name),
        Place::Codes,
        release,
        "",
        html! {
            article.entry {
                header.title {
                    p.number { (of.code) }
                    h1 { (of.name) }
                }
                nav.contents aria-label="On this page" {
                    h2 { "On this page" }
                    ol { @for (heading, _) in &of.sections { li { a href={ "#" (anchor(heading)) } { (heading) } } } }
                }
                    div.body {
                    @for (heading, text) in &of.sections {
                        section id=(anchor(heading)) {
                            h2 { (heading) }
                            (markdown::render(library, &of.code, text))
                        }
                    }
                    @if of.sections.is_empty() { p.lead { "Nothing has been written about this code yet." } }
                    nav.turn aria-label="Neighbouring pages" {
                        @if let Some(before) = before { a rel="prev" href={ "/codes/" (before.code) } { span.number { "← " (before.code) } span.name { (before.name) } } }
                        @if let Some(after) = after { a rel="next" href={ "/codes/" (after.code) } { span.number { (after.code) " →" } span.name { (after.name) } } }
                    }
                }
                aside.facts aria-label="Facts from the public tables" { (facts(library, &of.facts)) }
            (family(library, of, false))
            }
        },
    )
}

/// "What the note must say" → "what-the-note-must-say"
pub(super) fn anchor(heading: &str) -> String {
    let words = heading.to_lowercase();
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

pub(super) fn facts(library: &Library<'_>, facts: &Facts) -> Markup {
    let tables = told(facts);
    let addon = !facts.primaries.is_empty() || facts.addon_type.is_some();
    html! {
        h2 { "Facts" }
        @for table in &tables {
            section.table-of {
                dl {
                    @for fact in &table.facts {
                        div {
                            dt { (fact.name) }
                            dd.value { (fact.value) }
                            @if !fact.words.is_empty() { dd.words { (fact.words) } }
                        }
                    }
                }
                p.release { (table.table) ", " (table.release) }
            }
        }
        @if addon {
            section.table-of {
                dl {
                    div {
                        dt { "Add-on under" }
                        @if facts.primaries.is_empty() { dd.value { "no list" } }
                        @else { dd.codes { @for (at, one) in facts.primaries.iter().enumerate() { @if at > 0 { " " } (parts::code(library, one)) } } }
                        dd.words { (addon_type(facts.addon_type)) }
                    }
                }
                @if !facts.addon_release.is_empty() { p.release { "Add-on code edits (AOC), " (facts.addon_release) } }
            }
        }
        @if tables.is_empty() && !addon {
            p.none { "No table was at hand for this code: global period, values and unit limits are unknown here, not absent." }
        }
    }
}

/// The codes that are weighed against this one; `compare`: each with a way to see the two side by side.
pub(super) fn family(library: &Library<'_>, of: &Page, compare: bool) -> Markup {
    let all = library.neighbourhoods(of);
    html! {
        @if !all.is_empty() {
            nav.family aria-label="Neighbours of this code" {
                @for around in &all {
                    h2 { (around.title) }
                    ul {
                        @for code in &around.codes {
                            @let page = library.page(code);
                            li {
                                @if let Some(page) = page {
                                    a href={ "/codes/" (page.code) } aria-current=[(page.code == of.code).then_some("page")] {
                                        span.number { (page.code) } " " span.name { (page.name) }
                                    }
                                } @else { span.number { (code) } " " span.name { "no page yet" } }
                                @if compare && *code != of.code {
                                    a.with href=(beside(System::Cpt, &of.code, code)) { "compare" span.unseen { " with " (code) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A code without a page, and what may have been meant.
pub(crate) fn unknown_code(library: &Library<'_>, release: &str, asked: &str) -> Markup {
    // Long enough for any code with a modifier; whatever else was asked for is not repeated at length.
    let shown: String = asked.chars().take(24).collect();
    let nearest = library.nearest(asked, 5);
    page(
        "No such code",
        Place::Codes,
        release,
        "",
        html! {
            div.plain {
                h1 { "No page for " span.mono { (shown) } }
                p.lead { "That does not mean the code does not exist: only the codes in the list have a page." }
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
