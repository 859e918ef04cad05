//! The answer to a note: on one side its words, on the other the codes that they support.

use super::frame::Frame;
use super::home::{Form, ask};
use super::layout::{Place, alone};
use super::{decision, next, note, parts, rest};
use crate::code_pages::CodePages;
use crate::marks;
use crate::words::{counted, day};
use ligature_tools::{Answer, PagesAnswer};
use maud::{Markup, html};

/// The page that answers a posted note.
pub(crate) fn answer(
    frame: &Frame<'_>,
    code_pages: &CodePages,
    text: &str,
    answer: &Answer,
    locality: &str,
) -> Markup {
    let form = Form {
        note: text.to_owned(),
        date: answer.date.clone().unwrap_or_default(),
    };
    let again = html! {
        details.again #again open[answer.decisions.is_empty()] {
            summary { "Change the note and ask again" }
            (ask(&form))
        }
    };
    frame.own_page(
        &title(answer),
        Place::Note,
        bench(
            code_pages,
            text,
            answer,
            (next::next(answer, locality), again),
        ),
    )
}

/// One HTML document that holds a note and its answer: style inside, no script, no request to anywhere, no link that needs
/// the site. The note is in it, word for word: it is as confidential as the note.
pub fn answer_html(note: &str, answer: &Answer, pages: &PagesAnswer) -> String {
    let code_pages = CodePages::new(pages.pages.clone(), Vec::new()).without_links();
    alone(
        &title(answer),
        bench(&code_pages, note, answer, (html! {}, html! {})),
    )
    .into_string()
}

/// Holds no words of the note: titles stay in a browser's history.
fn title(answer: &Answer) -> String {
    let codes: Vec<&str> = answer
        .decisions
        .iter()
        .map(|made| made.code.as_str())
        .collect();
    if codes.is_empty() {
        "No code".to_owned()
    } else {
        codes.join(", ")
    }
}

fn bench(
    code_pages: &CodePages,
    text: &str,
    answer: &Answer,
    (next, again): (Markup, Markup),
) -> Markup {
    let (things, marks) = marks::collect(answer);
    html! {
        div.bench {
            div.answer-column role="region" aria-label="The answer" tabindex="0" {
                (verdict(code_pages, answer))
                (next)
                @if !answer.outside.is_empty() { (rest::outside(code_pages, &answer.outside)) }
                @if answer.decisions.is_empty() { (rest::nothing(code_pages, answer)) }
                @if !answer.remarks.is_empty() { (rest::remarks(&answer.remarks)) }
                @if !answer.decisions.is_empty() {
                    section.decisions aria-labelledby="decisions-title" {
                        h2.visually-hidden #decisions-title { "The decisions" }
                        @for (at, made) in answer.decisions.iter().enumerate() { (decision::card(code_pages, at, made)) }
                    }
                }
                @if !answer.questions.is_empty() { (rest::questions(code_pages, &answer.questions)) }
                @if !answer.left_out.is_empty() { (rest::left_out(code_pages, &answer.left_out)) }
                @if !answer.events.is_empty() { (rest::events(&answer.events)) }
                @if !answer.decisions.is_empty() {
                    p.keys {
                        kbd { "j" } " " kbd { "k" } " next, previous · " kbd { "Enter" } " its words · " kbd { "Esc" } " all again"
                    }
                }
            }
            div.note-column {
                (note::note(text, &things, &marks))
                (again)
            }
        }
    }
}

/// The claim lines at a glance.
fn verdict(code_pages: &CodePages, answer: &Answer) -> Markup {
    let codes = answer.decisions.len();
    html! {
        header.verdict {
            h1 {
                @if codes == 0 { "No code" } @else { (counted(codes, "code", "codes")) }
                @if !answer.questions.is_empty() {
                    ", " a href="#questions" { (counted(answer.questions.len(), "question", "questions")) }
                }
                @if !answer.outside.is_empty() {
                    ", " a href="#outside" { (counted(answer.outside.len(), "operation", "operations")) " not coded here" }
                }
            }
            p.asof {
                @match &answer.date {
                    Some(date) => { "Date of service " time datetime=(date) { (day(date)) } }
                    None => { "No date of service was given" }
                }
            }
            @if codes > 0 {
                ol.claim {
                    @for (at, made) in answer.decisions.iter().enumerate() {
                        @let thing = marks::decision(at, &made.code);
                        li {
                            a href={ "#" (thing.anchor) } data-pick=(thing.anchor) .addon[made.under.is_some()] {
                                (parts::sign(&thing))
                                span.number { @if made.under.is_some() { span.plus { "+" } } (made.code) @for modifier in &made.modifiers { "-" (modifier.modifier) } }
                                span.times { "× " (made.units) }
                                span.name { (made.name) }
                            }
                        }
                    }
                }
            }
            @if codes > 0 && !answer.left_out.is_empty() {
                p.also { a href="#left-out" { (counted(answer.left_out.len(), "thing", "things")) " done but not billed separately" } }
            }
            @if code_pages.links { p.to-note { a href="#note" { "To the note" } } }
        }
    }
}
