//! Codes compared with a note: on one side what the note supports, on the other its words.

use super::decision::card;
use super::frame::Frame;
use super::home::{NOTE_FILES, NOTE_FORMATS, message};
use super::layout::Place;
use super::parts::{code, condition, label, quotes, sign};
use super::{note, rest};
use crate::code_pages::CodePages;
use crate::form::{Refused, size};
use crate::markdown;
use crate::marks::{self, Thing};
use crate::segments::Mark;
use crate::words::counted;
use ligature_tools::{Answer, AuditAnswer, Audited, Decision, LARGEST_NOTE, Support, Units};
use maud::{Markup, html};

const TITLE: &str = "Audit codes";

/// What the form holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    /// The note.
    pub note: String,
    /// The codes, as typed.
    pub codes: String,
    /// Date of service, as typed.
    pub date: String,
}

/// `GET /audit`, and the page that a refused form comes back to.
pub(crate) fn form_page(frame: &Frame<'_>, typed: &Typed, refused: Option<&Refused>) -> Markup {
    let title = match refused {
        Some(_) => "The codes were not audited",
        None => TITLE,
    };
    frame.own_page(
        title,
        Place::Audit,
        html! {
            div.index.claims {
                header {
                    h1 { (TITLE) }
                    p.lead { "Paste the operative note and the codes that you would bill. Each is compared with the note: the words that support it, or what is missing. Codes that the note supports and you did not bill are listed too." }
                }
                @if let Some(refused) = refused { p.alert role="alert" #refused { (message(refused)) } }
                (form(typed))
            }
        },
    )
}

fn form(typed: &Typed) -> Markup {
    html! {
        form.ask action="/audit" method="post" enctype="multipart/form-data" data-most=(LARGEST_NOTE) data-size=(size(LARGEST_NOTE)) data-what="note"
            data-empty="There is no note yet. Paste it into the box, or choose a file." {
            div.box {
                label for="note-in" { "Operative note" }
                // The first line end after the tag is dropped by browsers: this one, not the note's own.
                textarea #note-in name="note" rows="12" spellcheck="false" autocomplete="off" autocapitalize="off"
                    placeholder="Paste the whole note here, headings and all, or drop a file on the page: text, PDF, Word, RTF, HL7, C-CDA, FHIR." { "\n" (typed.note) }
            }
            div.row {
                p.field { label for="codes-in" { "Codes that you would bill" } input #codes-in name="codes" value=(typed.codes) size="34" maxlength="6000" required autocomplete="off" spellcheck="false" autocapitalize="characters" placeholder="44120, 44121 x 2"; }
                p.field { label for="file-in" { "or the note as a file" } input #file-in type="file" name="file" accept=(NOTE_FILES) title=(NOTE_FORMATS); }
                p.field { label for="date-in" { "Date of service, if known" } input #date-in type="date" name="date" value=(typed.date) min="1990-01-01" max="2099-12-31"; }
                button type="submit" { "Audit the codes" }
            }
            p.said role="status" {}
        }
    }
}

/// The answer to a note and its codes.
pub(crate) fn answer(
    frame: &Frame<'_>,
    code_pages: &CodePages,
    typed: &Typed,
    answer: &AuditAnswer,
) -> Markup {
    let missed: Vec<Decision> = answer.missed.iter().map(|m| m.decision.clone()).collect();
    let (things, marked) = collect(answer, missed.clone());
    frame.own_page(
        &title(answer),
        Place::Audit,
        html! {
            div.bench.audit {
                div.answer-column role="region" aria-label="The audit" tabindex="0" {
                    (verdict(answer))
                    @if !answer.remarks.is_empty() { (rest::remarks(&answer.remarks)) }
                    section.decisions #billed aria-labelledby="billed-title" {
                        h2.visually-hidden #billed-title { "The billed codes" }
                        @for (at, one) in answer.codes.iter().enumerate() { (audited(code_pages, at, one)) }
                    }
                    @if !missed.is_empty() {
                        section.decisions #missed aria-labelledby="missed-title" {
                            h2 #missed-title { "Not billed, but supported by the note" }
                            @for (at, one) in missed.iter().enumerate() { (card(code_pages, at, one)) }
                        }
                    }
                    @if !answer.questions.is_empty() { (rest::questions(code_pages, &answer.questions)) }
                }
                div.note-column {
                    (note::note(&typed.note, &things, &marked))
                    details.again #again {
                        summary { "Change the note or the codes and audit again" }
                        (form(typed))
                    }
                }
            }
        },
    )
}

/// Holds no words of the note and nothing that was not read: titles stay in a browser's history.
fn title(answer: &AuditAnswer) -> String {
    let read = answer
        .codes
        .iter()
        .filter(|one| one.support != Support::NotRead);
    let codes: Vec<&str> = read.map(|one| one.code.as_str()).collect();
    format!("Audit of {}", codes.join(", "))
}

/// What words of the note can point at: billed codes, then missed ones and questions.
fn collect(answer: &AuditAnswer, missed: Vec<Decision>) -> (Vec<Thing>, Vec<Mark>) {
    let (mut things, mut marked) = (Vec::new(), Vec::new());
    for (at, one) in answer.codes.iter().enumerate() {
        let missing = one.missing.iter().flat_map(|condition| &condition.quotes);
        marks::push(&mut marked, Some(things.len()), &one.words);
        marks::push(&mut marked, None, missing);
        things.push(marks::audited(at, &one.code));
    }
    let rest = Answer {
        decisions: missed,
        left_out: Vec::new(),
        outside: Vec::new(),
        questions: answer.questions.clone(),
        remarks: Vec::new(),
        events: Vec::new(),
        date: None,
    };
    let (more, more_marked) = marks::collect(&rest);
    let before = things.len();
    things.extend(more);
    marked.extend(more_marked.into_iter().map(|mark| Mark {
        thing: mark.thing.map(|at| at + before),
        ..mark
    }));
    (things, marked)
}

fn verdict(answer: &AuditAnswer) -> Markup {
    let supported =
        |one: &&Audited| one.support == Support::Supported && one.unproven_modifiers.is_empty();
    let supported = answer.codes.iter().filter(supported).count();
    html! {
        header.verdict {
            h1 { (supported) " of " (counted(answer.codes.len(), "code", "codes")) " supported"
                @if !answer.missed.is_empty() { ", " a href="#missed" { (answer.missed.len()) " not billed" } }
                @if !answer.questions.is_empty() { ", " a href="#questions" { (counted(answer.questions.len(), "question", "questions")) } }
            }
            ol.claim {
                @for (at, one) in answer.codes.iter().enumerate() {
                    @let thing = marks::audited(at, &one.code);
                    li {
                        a href={ "#" (thing.anchor) } data-pick=(thing.anchor) {
                            (sign(&thing))
                            span.number { (one.code) @for modifier in &one.modifiers { "-" (modifier) } }
                            @if one.support != Support::NotRead { span.times { "× " (one.units) } }
                            span.name { (support(one)) }
                        }
                    }
                }
            }
            p.to-note { a href="#note" { "To the note" } }
        }
    }
}

fn support(one: &Audited) -> &'static str {
    match one.support {
        Support::Supported if one.unproven_modifiers.is_empty() => "supported",
        Support::Supported => "supported except for modifiers",
        Support::TooManyUnits => "too many units",
        Support::TooFewUnits => "too few units",
        Support::Open => "open: a fact is not documented",
        Support::NotSupported => "not supported",
        Support::NotJudged => "not judged",
        Support::NotRead => "not read",
    }
}

/// A billed code.
fn audited(code_pages: &CodePages, at: usize, one: &Audited) -> Markup {
    let thing = marks::audited(at, &one.code);
    let name = match one.name.as_str() {
        "" => "no name loaded",
        name => name,
    };
    html! {
        article.card.decision .(thing.look) #(thing.anchor) data-thing=(thing.anchor) aria-labelledby={ (thing.anchor) "-name" } {
            header {
                a.pick href={ "#" (thing.anchor) } {
                    (sign(&thing))
                    span.number { (one.code) }
                    @for modifier in &one.modifiers { span.modifier { "-" (modifier) } }
                }
                p.units { "billed " (units(one.units)) ", supported " (one.earned) }
                h3 #{ (thing.anchor) "-name" } { (name) }
            }
            p.support { strong { (capital(support(one))) "." } }
            p.because { (one.because) }
            @if !one.words.is_empty() {
                div.rests {
                    p.label { @if one.earned > 0 { "The words that support it" } @else { "The words that decide" } }
                    (quotes(&one.words))
                }
            }
            @if !one.missing.is_empty() {
                div.rests {
                    p.label { "What is missing" }
                    ul.conditions { @for held in &one.missing { (condition(held)) } }
                }
            }
            @for modifier in &one.unproven_modifiers {
                p.why { (label("Modifier")) span.code { (modifier) } " The note does not make it certain: it is proper only if the record supports it." }
            }
            @if !one.source.is_empty() { p.source { (label("Source")) (one.source) } }
            @if let Some(must_say) = &one.must_say {
                details.neighbours {
                    summary { "What the note must say" }
                    (markdown::render(code_pages, &one.code, must_say))
                }
            }
            @if code_pages.page(&one.code).is_some() { p.facts { "The page of " (code(code_pages, &one.code)) } }
        }
    }
}

fn units(units: Units) -> String {
    match units.to_string().as_str() {
        "1" => "1 unit".to_owned(),
        units => format!("{units} units"),
    }
}

/// The words with a capital.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
