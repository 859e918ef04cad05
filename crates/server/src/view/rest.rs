//! What stands beside the decisions: questions for the surgeon, what was left out, remarks on the note, and what was read.

use super::parts::{code, label, quotes, sign};
use crate::marks;
use crate::shelf::Shelf;
use ligature_tools::{Answer, Assertion, LeftOut, ProcedureEvent, Question, Remark};
use maud::{Markup, html};

/// Questions, to be put to the surgeon as they stand.
pub(crate) fn questions(shelf: &Shelf, all: &[Question]) -> Markup {
    html! {
        section.questions #questions aria-labelledby="questions-title" {
            h2 #questions-title { "To ask the surgeon" }
            @for (at, asked) in all.iter().enumerate() {
                @let thing = marks::question(at);
                article.card.question #(thing.anchor) data-thing=(thing.anchor) {
                    p.asked { (sign(&thing)) span.words data-copy { (asked.text) } }
                    p.why {
                        @if !asked.about.is_empty() { (label("Missing")) (asked.about) ". " }
                        @if !asked.decides.is_empty() {
                            (label(if asked.decides.len() == 1 { "Decides on" } else { "Decides between" }))
                            @for (at, one) in asked.decides.iter().enumerate() { @if at > 0 { ", " } (code(shelf, one)) }
                            ". "
                        }
                    }
                    (quotes(&asked.quotes))
                }
            }
        }
    }
}

/// What was done and is not reported.
pub(crate) fn left_out(shelf: &Shelf, all: &[LeftOut]) -> Markup {
    html! {
        section.left-out #left-out aria-labelledby="left-out-title" {
            h2 #left-out-title { "Done, not billed apart" }
            @for (at, left) in all.iter().enumerate() {
                @let thing = marks::left_out(at);
                article.card.left #(thing.anchor) data-thing=(thing.anchor) {
                    p.head {
                        (sign(&thing))
                        span.name { (left.name) } " "
                        @if !left.code.is_empty() { span.struck { span.unseen { "not reported: " } (code(shelf, &left.code)) } }
                        @if let Some(whole) = &left.part_of { " " span.whole { "part of " (code(shelf, whole)) } }
                    }
                    p { (left.because) }
                    (quotes(&left.quotes))
                    @if !left.source.is_empty() { p.source { (label("Source")) (left.source) } }
                }
            }
        }
    }
}

/// What was noticed about the note itself.
pub(crate) fn remarks(all: &[Remark]) -> Markup {
    html! {
        section.remarks #remarks aria-labelledby="remarks-title" {
            h2 #remarks-title { "About the note" }
            ul { @for remark in all { li { (remark.message) } } }
        }
    }
}

/// Every event, also those that earn no code: shows what the reading made of the words.
pub(crate) fn events(all: &[ProcedureEvent]) -> Markup {
    html! {
        details.events {
            summary { "What was read in the note " span.count { (all.len()) } }
            ul {
                @for event in all {
                    li {
                        p.head {
                            span.name { (event.label) } " " span.state { (sense(event.assertion)) }
                            @if event.count > 1 { " " span.state { (event.count) " times" } }
                        }
                        (quotes(&event.evidence))
                        @if !event.attributes.is_empty() {
                            dl {
                                @for (kind, values) in &event.attributes {
                                    dt { (kind.replace('-', " ")) }
                                    dd {
                                        @for value in values {
                                            span.value { @if value.negated { "not " } (value.label) }
                                            @if let Some(from) = &value.inferred { " " span.state { "(inferred: " (from) ")" } }
                                            " " (quotes(&value.quotes))
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// In what sense the note speaks of an event.
fn sense(assertion: Assertion) -> &'static str {
    match assertion {
        Assertion::Performed => "done",
        Assertion::Named => "only named in a title or list",
        Assertion::Negated => "said not to have been done",
        Assertion::Planned => "planned, not told as done",
        Assertion::Past => "done before this session",
        Assertion::Hypothetical => "only a possibility",
        Assertion::Other => "done by another",
    }
}

/// Why there is no code, and what to do about it.
pub(crate) fn nothing(shelf: &Shelf, answer: &Answer) -> Markup {
    let read = &answer.events;
    html! {
        section.nothing {
            @if !answer.questions.is_empty() {
                p.lead { "No code can be reported before the surgeon has answered. The question below names the fact that is missing." }
            } @else if read.is_empty() {
                p.lead { "No procedure was read in these words. That says nothing about work that Ligature does not know yet." }
            } @else if read.iter().all(|event| event.assertion != Assertion::Performed) {
                p.lead { "Procedures are spoken of, but none is told as done in this session by its author." }
            } @else {
                p.lead { "Procedures were read, but none of them earns a code of its own here." }
            }
            ul {
                li { "Is it the operative note, and the whole of it? A consult, a discharge letter or a title alone earns nothing." }
                @if !shelf.families.is_empty() {
                    li {
                        "Only these families are written so far: "
                        @for (at, family) in shelf.families.iter().enumerate() { @if at > 0 { "; " } (family) }
                        ". Elsewhere Ligature is silent."
                    }
                }
                @if !read.is_empty() { li { "See below what was read, and in which sense." } }
                @if shelf.links { li { a href="/codes" { "Look through the codes" } " that have a page." } }
            }
        }
    }
}
