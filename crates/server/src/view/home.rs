//! The first page: a note goes in.

use super::frame::Frame;
use super::layout::Place;
use super::parts::sign;
use crate::code_pages::CodePages;
use crate::form::{Refused, size};
use crate::marks::{Thing, decision};
use crate::words::{counted, sentence};
use ligature_tools::LARGEST_NOTE;
use maud::{Markup, html};

/// Endings of files that hold notes, for the browser's list of files. What a file is, its bytes decide.
pub(super) const NOTE_FILES: &str = ".txt,.text,.md,.html,.htm,.log,.pdf,.docx,.docm,.rtf,.hl7,.mdm,.oru,.xml,.ccd,.ccda,.cda,.json,.ndjson,text/*,application/pdf,application/rtf";
/// The same in words.
pub(super) const NOTE_FORMATS: &str =
    "Text, PDF with text, Word (DOCX), RTF, HL7 v2 (MDM, ORU), C-CDA, FHIR";

/// What the form holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    pub note: String,
    pub date: String,
}

/// `GET /`, and the page that a refused form comes back to.
pub(crate) fn home(
    frame: &Frame<'_>,
    code_pages: &CodePages,
    form: &Form,
    refused: Option<&Refused>,
    (today, loads): (&str, bool),
) -> Markup {
    let title = if refused.is_some() {
        "The note was not read"
    } else {
        "Code a note"
    };
    frame.own_page(
        title,
        Place::Note,
        html! {
            div.home {
                div.intro {
                    h1 { "Which codes does this note support?" }
                    p.lead { "Paste the operative note. You get its codes, the words of the note that support each of them, the rule that was applied, and what to ask the surgeon. A code or a few words are looked up." }
                }
                div.form {
                    @if let Some(refused) = refused { p.alert role="alert" #refused { (message(refused)) } }
                    (ask(form))
                    (super::load::tables(frame, today, loads))
                }
                aside.margin aria-label="How to read the answer" { (specimen()) (scope(code_pages)) }
            }
        },
    )
}

/// The form itself, also at the foot of an answer.
pub(crate) fn ask(form: &Form) -> Markup {
    html! {
        form.ask action="/code" method="post" enctype="multipart/form-data" data-most=(LARGEST_NOTE) data-size=(size(LARGEST_NOTE)) data-what="note"
            data-empty="There is no note yet. Paste it into the box, or choose a file." {
            div.box {
                label for="note-in" { "Operative note" }
                @if form.note.is_empty() { a.example href="/?example" { "Try an example" } }
                // The first line end after the tag is dropped by browsers: this one, not the note's own.
                textarea #note-in name="note" rows="15" spellcheck="false" autocomplete="off" autocapitalize="off"
                    placeholder="Paste the whole note here, headings and all, or drop a file on the page: text, PDF, Word, RTF, HL7, C-CDA, FHIR." { "\n" (form.note) }
            }
            div.row {
                p.field { label for="file-in" { "or a file" } input #file-in type="file" name="file" accept=(NOTE_FILES) title=(NOTE_FORMATS); }
                p.field { label for="date-in" { "Date of service, if known" } input #date-in type="date" name="date" value=(form.date) min="1990-01-01" max="2099-12-31"; }
                button type="submit" { "Find the codes" }
            }
            p.said role="status" {}
        }
    }
}

/// Why a note was not read.
pub(super) fn message(refused: &Refused) -> Markup {
    match refused {
        Refused::Empty => {
            html! { strong { "There is no note yet." } " Paste it into the box, or choose a file that has words in it." }
        }
        Refused::TooLarge => html! {
            strong { "That is too large for one note" } " (at most " (size(LARGEST_NOTE)) "). Give one operation at a time; for many notes there is "
            span.mono { "ligature code --batch" } ". What you typed is still in the box."
        },
        Refused::Unread(why) => html! {
            strong { "The note was not read." }
            " " (sentence(why)) " You can also copy its words into the box. What you typed is still there."
        },
        Refused::Date => {
            html! { strong { "The date of service is not a date." } " Write it as year, month, day, such as 2025-03-31, or leave it empty. The note is still in the box." }
        }
        Refused::Form => {
            html! { strong { "The form arrived incomplete, so nothing was read." } " Send it again, please." }
        }
        Refused::Gate(status, why) => html! {
            strong { (why) }
            @if status.is_server_error() { " None of the note's words were kept or logged. It is still in the box; please report that it fails, without the note." }
            @else { " The note is still in the box." }
        },
    }
}

/// A sentence as the answer will show it.
fn specimen() -> Markup {
    let (one, two) = (decision(0, ""), decision(1, ""));
    let marked = |thing: &Thing, words: &str| html! { span .mark .(thing.look) { (words) sup .marker .(thing.look) { (thing.sign) } } };
    html! {
        section.specimen {
            h2 { "How to read the answer" }
            p.text {
                "We " (marked(&one, "took out the dead loop and stapled the ends together")) ". A "
                (marked(&two, "second piece with the stricture was cut out and sewn end to end")) "."
            }
            dl {
                dt { (sign(&one)) (sign(&two)) }
                dd { "One colour and number a decision. Choose a decision to see its words, or words to see what they support." }
                dt { span .sign .ask { "?1" } }
                dd { "A fact that the note does not document: a question for the surgeon, never a guess." }
                dt { span .sign .out { "a" } }
                dd { "Done, but part of something else: with the rule that says so." }
            }
        }
    }
}

fn scope(code_pages: &CodePages) -> Markup {
    let families = &code_pages.families;
    html! {
        section.scope {
            h2 { "What it knows" }
            p {
                a href="/codes" { (counted(code_pages.pages().len(), "code has a page", "codes have a page")) } "."
                @if !families.is_empty() {
                    " Decided from notes: "
                    @for (at, family) in families.iter().enumerate() { @if at > 0 { "; " } (family) }
                    "."
                }
                " For other procedures it gives no answer rather than a guess."
            }
        }
    }
}
