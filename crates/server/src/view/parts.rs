//! Small pieces that several views share.

use crate::code_pages::CodePages;
use crate::marks::Thing;
use ligature_tools::{Condition, Quote, State};
use maud::{Markup, html};

/// A code, as a link to its page where there is one.
pub(crate) fn code(code_pages: &CodePages, code: &str) -> Markup {
    match code_pages.page(code).filter(|_| code_pages.links) {
        Some(page) => html! { a.code href={ "/codes/" (page.code) } title=(page.name) { (code) } },
        None => html! { span.code { (code) } },
    }
}

/// The sign that ties a thing to its words.
pub(crate) fn sign(thing: &Thing) -> Markup {
    html! { span .sign .(thing.look) aria-hidden="true" { (thing.sign) } }
}

/// Words of the note with their line, linked to their place.
pub(crate) fn quote(quote: &Quote) -> Markup {
    html! {
        a.quote href={ "#s" (quote.span.start) } data-from=(quote.span.start) data-to=(quote.span.end) {
            q { (quote.text.trim()) } " " span.at { "line " (quote.span.line) }
        }
    }
}

/// Several, once each.
pub(crate) fn quotes(all: &[Quote]) -> Markup {
    let mut shown: Vec<&Quote> = Vec::new();
    for one in all {
        if !shown.iter().any(|other| other.span == one.span) {
            shown.push(one);
        }
    }
    html! {
        @if !shown.is_empty() {
            span.quotes { @for one in shown { (quote(one)) " " } }
        }
    }
}

/// A condition with what was found and the words. The sign is never the only sign: the words say it too.
pub(crate) fn condition(held: &Condition) -> Markup {
    let (look, said) = match held.state {
        State::Met => ("met", "met"),
        State::Contradicted => ("contradicted", "the note says otherwise"),
        State::NotDocumented => ("silent", "not documented"),
    };
    html! {
        li .condition .(look) {
            p {
                span.wanted { (held.wanted) }
                @if held.state == State::Met { span.visually-hidden { " (" (said) ")" } }
                @else { " · " span.state { (said) } }
                @if !held.found.is_empty() && held.state != State::NotDocumented && !held.wanted.ends_with(&held.found) {
                    @if held.state == State::Contradicted { ": " } @else { " · " }
                    span.found { (held.found) }
                }
            }
            (quotes(&held.quotes))
        }
    }
}

/// A run-in label, as in a dictionary.
pub(crate) fn label(words: &str) -> Markup {
    html! { span.label { (words) } " " }
}

/// Text with `code` in it.
pub(crate) fn prose(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
