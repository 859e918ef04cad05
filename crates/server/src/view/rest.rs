//! What is shown next to the decisions: questions for the surgeon, what was left out, remarks on the note, what was read.

use super::parts::{code, label, quotes, sign};
use crate::code_pages::CodePages;
use crate::marks;
use ligature_tools::{Answer, Assertion, LeftOut, Outside, ProcedureEvent, Question, Remark};
use maud::{Markup, html};

/// Questions for the surgeon, ready to be sent.
pub(crate) fn questions(code_pages: &CodePages, all: &[Question]) -> Markup {
    html! {
        section.questions #questions aria-labelledby="questions-title" {
            h2 #questions-title { "Questions for the surgeon" }
            @for (at, question) in all.iter().enumerate() {
                @let thing = marks::question(at);
                article.card.question #(thing.anchor) data-thing=(thing.anchor) {
                    p.question-text { (sign(&thing)) span.words data-copy { (question.text) } }
                    p.why {
                        @if !question.about.is_empty() { (label("Missing")) (question.about) ". " }
                        @if !question.decides.is_empty() {
                            (label(if question.decides.len() == 1 { "Decides on" } else { "Decides between" }))
                            @for (at, one) in question.decides.iter().enumerate() { @if at > 0 { ", " } (code(code_pages, one)) }
                            ". "
                        }
                    }
                    (quotes(&question.quotes))
                }
            }
        }
    }
}

/// Operations that the note names and no table decides about, with places to look.
pub(crate) fn outside(code_pages: &CodePages, all: &[Outside]) -> Markup {
    html! {
        section.outside #outside aria-labelledby="outside-title" {
            h2 #outside-title { "Not coded here" }
            p { "The note names these as well, and Ligature has no rules for them yet. They may need codes of their own; the codes offered come from a search for the words and are places to look, not an answer." }
            @for (at, one) in all.iter().enumerate() {
                @let thing = marks::outside(at);
                article.card.left #(thing.anchor) data-thing=(thing.anchor) {
                    p.head { (sign(&thing)) span.name { (one.name) } }
                    (quotes(&one.quotes))
                    @if one.look_at.is_empty() { p.source { "No code set is loaded that has a name for it." } }
                    @else {
                        ul.look-at { @for code in &one.look_at { li { (look(code_pages, &code.code)) " " (code.name) } } }
                    }
                }
            }
        }
    }
}

/// A code of a code set, as a link to its page.
fn look(code_pages: &CodePages, code: &str) -> Markup {
    html! {
        @if code_pages.links { a.code href={ "/codes/cpt/" (code) } { (code) } } @else { span.code { (code) } }
    }
}

/// What was done and is not reported.
pub(crate) fn left_out(code_pages: &CodePages, all: &[LeftOut]) -> Markup {
    html! {
        section.left-out #left-out aria-labelledby="left-out-title" {
            h2 #left-out-title { "Done, not billed separately" }
            @for (at, left) in all.iter().enumerate() {
                @let thing = marks::left_out(at);
                article.card.left #(thing.anchor) data-thing=(thing.anchor) {
                    p.head {
                        (sign(&thing))
                        span.name { (left.name) } " "
                        @if !left.code.is_empty() { span.struck { span.visually-hidden { "not reported: " } (code(code_pages, &left.code)) } }
                        @if let Some(whole) = &left.part_of { " " span.whole { "part of " (code(code_pages, whole)) } }
                    }
                    p { (left.because) }
                    (quotes(&left.quotes))
                    @if !left.source.is_empty() { p.source { (label("Source")) (left.source) } }
                }
            }
        }
    }
}

/// Remarks on the note itself.
pub(crate) fn remarks(all: &[Remark]) -> Markup {
    html! {
        section.remarks #remarks aria-labelledby="remarks-title" {
            h2 #remarks-title { "About the note" }
            ul { @for remark in all { li { (remark.message) } } }
        }
    }
}

/// Every event, also those without a code: shows how the words were read.
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

/// How the note states an event.
fn sense(assertion: Assertion) -> &'static str {
    match assertion {
        Assertion::Performed => "done",
        Assertion::Named => "only named in a title or list",
        Assertion::Negated => "documented as not done",
        Assertion::Planned => "planned, not documented as done",
        Assertion::Past => "done before this session",
        Assertion::Hypothetical => "only possible",
        Assertion::Other => "done by another person",
    }
}

/// Why there is no code, and what to do about it.
pub(crate) fn nothing(code_pages: &CodePages, answer: &Answer) -> Markup {
    let read = &answer.events;
    html! {
        section.nothing {
            @if !answer.questions.is_empty() {
                p.lead { "No code can be reported until the surgeon answers. The question below names the missing fact." }
            } @else if read.is_empty() {
                p.lead { "No procedure was found in this text. It may contain procedures that Ligature does not know yet." }
            } @else if read.iter().all(|event| event.assertion != Assertion::Performed) {
                p.lead { "Procedures are mentioned, but none is documented as done by the author in this session." }
            } @else {
                p.lead { "Procedures were found, but none of them supports a code by itself." }
            }
            ul {
                li { "Is it the operative note, and the whole of it? A consult, a discharge letter or a title alone supports no code." }
                @if !code_pages.families.is_empty() {
                    li {
                        "Ligature knows only these families so far: "
                        @for (at, family) in code_pages.families.iter().enumerate() { @if at > 0 { "; " } (family) }
                        ". For other procedures it gives no answer."
                    }
                }
                @if !read.is_empty() { li { "See below what was read, and how the note states it." } }
                @if code_pages.links { li { a href="/codes" { "Browse the codes" } " that have a page." } }
            }
        }
    }
}
