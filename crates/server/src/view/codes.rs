//! The list of all codes that have a page.

use super::frame::Frame;
use super::layout::Place;
use crate::code_pages::CodePages;
use crate::words::counted;
use ligature_tools::PageLine;
use maud::{Markup, html};

/// A list of fewer codes than this is not folded.
const FEW: usize = 30;

/// `GET /codes`, narrowed to the pages that match what was typed.
pub(crate) fn codes(frame: &Frame<'_>, code_pages: &CodePages, typed: &str) -> Markup {
    let (found, narrowed) = if typed.is_empty() {
        (code_pages.pages().collect(), false)
    } else {
        (code_pages.matching(typed), true)
    };
    let shown: String = typed.chars().take(60).collect();
    frame.own_page(
        "The codes",
        Place::Codes,
        html! {
            div.index {
                header {
                    h1 { "The codes" }
                    p.lead {
                        @if narrowed { (counted(found.len(), "code", "codes")) " for “" (shown) "”. " a href="/codes" { "Show all" } }
                        @else { (counted(found.len(), "code has", "codes have")) " a page. Names are Ligature's own: what is done, and how." }
                    }
                }
                @if narrowed && found.is_empty() { (nearest(code_pages, typed)) }
                @if narrowed || found.len() < FEW {
                    (listing(&found))
                } @else {
                    form.refine action="/codes" {
                        p.field.words { label for="among" { "Find among them" } input #among name="q" maxlength="60" autocomplete="off" spellcheck="false"; }
                        button type="submit" { "Find" }
                    }
                    @for (range, pages) in ranges(&found) {
                        details.range-of {
                            summary { h2 { (range) "00 to " (range) "99" } " " span.count { (counted(pages.len(), "code", "codes")) } }
                            (listing(&pages))
                        }
                    }
                }
                @if found.is_empty() && !narrowed { p { "The book has no pages." } }
            }
        },
    )
}

fn nearest(code_pages: &CodePages, typed: &str) -> Markup {
    html! {
        p { "Nothing has these words in its code or name. Nearest by number:" }
        (listing(&code_pages.nearest(typed, 5)))
    }
}

fn listing(pages: &[&PageLine]) -> Markup {
    html! {
        ul.listing {
            @for page in pages {
                li { a href={ "/codes/" (page.code) } { span.number { (page.code) } " " span.name { (page.name) } } }
            }
        }
    }
}

/// Pages by the first three characters of their codes.
fn ranges<'a>(pages: &[&'a PageLine]) -> Vec<(String, Vec<&'a PageLine>)> {
    let mut ranges: Vec<(String, Vec<&'a PageLine>)> = Vec::new();
    for page in pages {
        let start: String = page.code.chars().take(3).collect();
        match ranges.last_mut() {
            Some((range, pages)) if *range == start => pages.push(page),
            _ => ranges.push((start, vec![page])),
        }
    }
    ranges
}
