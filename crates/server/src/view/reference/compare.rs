//! Two codes compared.

use super::pairs::edits;
use super::parts::{address, called, escaped, kind, linked, rests_on, titled};
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::sentence;
use ligature_tools::{
    Between, CodeHead, CompareAnswer, Difference, NoteKind, Rule, Side, System, Validity,
};
use maud::{Markup, html};

/// The address of the page that compares two codes of a set.
pub(crate) fn compare_address(system: System, first: &str, second: &str) -> String {
    format!(
        "/compare?system={}&a={}&b={}",
        system.id(),
        escaped(first),
        escaped(second)
    )
}

/// What the page was called with.
pub(crate) struct Pair<'a> {
    /// The code set of both, or empty.
    pub system: &'a str,
    /// The first.
    pub first: &'a str,
    /// The second.
    pub second: &'a str,
    /// The tools' answer; why there is none; or nothing was entered yet.
    pub answer: Option<Result<&'a CompareAnswer, &'a str>>,
}

/// `GET /compare`
pub(crate) fn compare(frame: &Frame<'_>, shown: &Pair<'_>) -> Markup {
    let title = match shown.answer {
        Some(Ok(answer)) => format!("{} compared with {}", answer.first.code, answer.second.code),
        _ => "Compare two codes".to_owned(),
    };
    frame.page(
        &title,
        Place::Browse,
        html! {
            div.index.pair {
                header {
                    @if let Some(Ok(answer)) = shown.answer { (shared(answer)) }
                    h1 { (title) }
                }
                @match shown.answer {
                    Some(Ok(answer)) => {
                        (heads(answer))
                        (together(answer))
                        (apart(answer))
                        (figures(answer))
                        (instructions(answer))
                        (rests_on(&answer.citations))
                        h2 { "Compare others" }
                    },
                    Some(Err(why)) => p.alert role="alert" { (why) },
                    None => p.lead { "Two codes side by side: whether both may be reported on one claim, and how they differ." },
                }
                (chooser(shown))
            }
        },
    )
}

fn chooser(shown: &Pair<'_>) -> Markup {
    html! {
        form.refine action="/compare" {
            @if !shown.system.is_empty() { input type="hidden" name="system" value=(shown.system); }
            p.field { label for="pair-a" { "Code" } input #pair-a name="a" value=(shown.first) maxlength="20" autocomplete="off" spellcheck="false" required; }
            p.field { label for="pair-b" { "with code" } input #pair-b name="b" value=(shown.second) maxlength="20" autocomplete="off" spellcheck="false" required; }
            button type="submit" { "Compare" }
        }
    }
}

/// The headings that both codes are under.
fn shared(answer: &CompareAnswer) -> Markup {
    let system = answer.first.system;
    html! {
        @if system == answer.second.system {
            nav.path aria-label="Headings of both" {
                ol {
                    li { a href={ "/browse/" (system.id()) } { (system.name()) } }
                    @for head in &answer.shared {
                        li { a href=(address(head.system, &head.code)) { span.number { (called(head)) } " " (titled(head)) } }
                    }
                }
            }
        }
    }
}

fn heads(answer: &CompareAnswer) -> Markup {
    html! {
        div.two {
            (head(&answer.first, &answer.first_is))
            (head(&answer.second, &answer.second_is))
        }
    }
}

fn head(head: &CodeHead, is: &Validity) -> Markup {
    html! {
        section.one aria-label=(head.code) {
            p.number { a href=(address(head.system, &head.code)) { (head.code) } " " span.kind { (head.system.name()) ", " (kind(head)) } }
            p.called { (titled(head)) }
            p.words {
                @match is {
                    Validity::Valid { release } => { "Valid for claims (" (release) ")." },
                    Validity::Reserved { release, why } => { strong { "Listed, with a reservation: " } (why) " (" (release) ")." },
                    Validity::Heading { release } => { "A heading (" (release) "): a code below it has to be chosen." },
                    Validity::NotInForce { why, .. } => { strong { "Not in force: " } (why) "." },
                    Validity::NoData { .. } => "No loaded release says whether it is valid.",
                }
            }
        }
    }
}

/// Whether both may be reported on one claim: by the publishers' instructions, and by the pair edits.
fn together(answer: &CompareAnswer) -> Markup {
    let says = |kind: NoteKind| answer.between.iter().any(|b| b.instruction.kind == kind);
    let diagnoses = [&answer.first, &answer.second]
        .iter()
        .all(|head| matches!(head.system, System::Icd10cm | System::Icd9dx));
    html! {
        section.both {
            h2 { "Both on one claim?" }
            @if answer.first == answer.second {
                p { "This is one code, twice." }
            } @else if says(NoteKind::Excludes1) {
                p.verdict.gone { strong { "Not together (excludes 1). " } "They are never reported together, unless the two conditions have nothing to do with each other." }
            } @else if says(NoteKind::Excludes2) {
                p.verdict { strong { "Both may be reported (excludes 2). " } "Neither is part of the other: when the patient has both, both are coded." }
            } @else if diagnoses && answer.between.is_empty() {
                p { "No instruction of the loaded releases names the two together." }
            }
            @if answer.first != answer.second && !diagnoses { (billed(answer)) }
            @if !answer.between.is_empty() {
                ul.between {
                    @for one in &answer.between { (instruction_between(answer, one)) }
                }
            }
        }
        @if !answer.related.is_empty() {
            section.both {
                h2 { "How they are related" }
                ul.between {
                    @for one in &answer.related { li { span.number { (answer.second.code) } ": " (one.how) } }
                }
            }
        }
    }
}

/// The pair edits between the two, or why none is shown.
fn billed(answer: &CompareAnswer) -> Markup {
    let in_force = answer.edits.iter().find(|edit| edit.in_force);
    html! {
        @if let Some(edit) = in_force {
            p.verdict.gone[edit.indicator == 0] {
                @if edit.indicator == 0 { strong { "Not together (pair edit). " } }
                @else { strong { "Not together without a modifier (pair edit). " } }
                (edit.column_one.code) " is paid and " (edit.column_two.code) " is not: " (edit.meaning) "."
            }
        }
        @if !answer.edits_note.is_empty() { p { (sentence(&answer.edits_note)) } }
        @if !answer.edits.is_empty() { (edits(&answer.edits, None)) }
    }
}

fn instruction_between(answer: &CompareAnswer, one: &Between) -> Markup {
    let own = match one.of {
        Side::First => &answer.first,
        Side::Second => &answer.second,
    };
    let instruction = &one.instruction;
    html! {
        li {
            span.kind { (named(instruction.kind)) } " at "
            a href=(address(own.system, &instruction.at)) { (instruction.at) }
            @if instruction.at != own.code { ", so for " (own.code) }
            ": "
            (linked(own.system, &instruction.text, &instruction.names))
        }
    }
}

fn named(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Excludes1 => "Excludes 1",
        NoteKind::Excludes2 => "Excludes 2",
        NoteKind::CodeFirst => "Code first",
        NoteKind::UseAdditional => "Use an additional code",
        NoteKind::CodeAlso => "Code also",
        NoteKind::Includes => "Includes",
        _ => "Note",
    }
}

fn apart(answer: &CompareAnswer) -> Markup {
    let of = |code: &str| -> Vec<&Rule> { answer.apart.iter().filter(|t| t.of == code).collect() };
    html! {
        @if !answer.apart.is_empty() {
            section.apart {
                h2 { "How they differ" }
                div.two {
                    @for head in [&answer.first, &answer.second] {
                        section.one aria-label={ "When it is " (head.code) } {
                            h3 { "When it is " (head.code) }
                            @let all = of(&head.code);
                            @if all.is_empty() { p.words { "Nothing is written about it that the other does not share." } }
                            ul { @for one in all { li { (one.text) " " span.soft { (one.source) } } } }
                        }
                    }
                }
            }
        }
    }
}

fn figures(answer: &CompareAnswer) -> Markup {
    let differ = answer.facts.iter().filter(|f| f.first != f.second).count();
    html! {
        @if !answer.facts.is_empty() {
            section.figures {
                h2 #figures { "Figures of the published tables " span.count { (differ) " of " (answer.facts.len()) " differ" } }
                (table("figures", answer, answer.facts.iter()))
            }
        }
    }
}

/// Instructions at the codes themselves that are not the same.
fn instructions(answer: &CompareAnswer) -> Markup {
    let fact = |one: &Difference| answer.facts.iter().any(|f| f.what == one.what);
    let other: Vec<&Difference> = answer
        .differences
        .iter()
        .filter(|one| !fact(one) && one.what != "title" && one.what != "stands under")
        .collect();
    html! {
        @if !other.is_empty() {
            section.figures {
                h2 #own { "Instructions at the codes themselves" }
                div.table role="region" aria-labelledby="own" tabindex="0" {
                    table {
                        (columns(answer))
                        tbody {
                            @for one in other {
                                tr {
                                    th scope="row" { (one.what) }
                                    td { (one.first) }
                                    td { (one.second) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn columns(answer: &CompareAnswer) -> Markup {
    html! {
        thead { tr { th scope="col" { "What" } th scope="col" { (answer.first.code) } th scope="col" { (answer.second.code) } } }
    }
}

/// One row a fact; a row that differs has a sign, so that colour is never the only sign.
fn table<'a>(
    id: &str,
    answer: &CompareAnswer,
    rows: impl Iterator<Item = &'a Difference>,
) -> Markup {
    html! {
        div.table role="region" aria-labelledby=(id) tabindex="0" {
            table {
                (columns(answer))
                tbody {
                    @for one in rows {
                        @let differs = one.first != one.second;
                        tr.differs[differs] {
                            th scope="row" { (one.what) @if differs { " " span.sign aria-hidden="true" { "≠" } span.visually-hidden { " (differs)" } } }
                            td.value { (one.first) }
                            td.value { (one.second) }
                        }
                    }
                }
            }
        }
    }
}
