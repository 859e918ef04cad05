//! The page of a code with all that is known of it.

use super::compare::invitation;
use super::instructions::{any as instructed, instructions};
use super::parts::{address, browse_address, called, kind, line, rests_on, titled};
use super::tables::{facts, related};
use super::written::{aside, family, pages};
use crate::code_pages::CodePages;
use crate::markdown;
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::{counted, day, sentence};
use ligature_tools::{CodeHead, LookupAnswer, Status, System, TitleFrom, Validity};
use maud::{Markup, html};

/// Codes below that are shown here; all of them are one click away.
const MOST_BELOW: usize = 60;
/// Words and index entries before the rest is folded, and in all.
const WORDS: (usize, usize) = (12, 120);

/// What the page shows.
pub(crate) struct CodePage<'a> {
    /// The tools' answer.
    pub answer: &'a LookupAnswer,
    /// The authored pages.
    pub code_pages: &'a CodePages,
    /// The date of service that was entered; empty: none.
    pub date: &'a str,
    /// Why the date that was entered cannot be used.
    pub wrong: Option<&'a str>,
}

impl CodePage<'_> {
    /// Whether the code has an authored page.
    fn written(&self) -> bool {
        !self.answer.sections.is_empty()
    }

    /// Whether there are figures of loaded tables, and not only those of the authored page.
    fn figures(&self) -> bool {
        self.answer.facts.iter().any(|fact| !fact.until.is_empty())
    }
}

/// `GET /codes/{system}/{code}`
pub(crate) fn entry(frame: &Frame<'_>, shown: &CodePage<'_>) -> Markup {
    let answer = shown.answer;
    let head = &answer.head;
    let name = titled(head);
    let contents = contents(frame, shown);
    let layout = match shown.written() {
        true => "entry",
        false => "entry wide",
    };
    let place = match frame.about.loaded {
        true => Place::Browse,
        false => Place::Codes,
    };
    frame.page(
        &format!("{} {name}", head.code),
        place,
        html! {
            article class=(layout) {
                header.title {
                    @if frame.about.loaded { (path(head.system, &answer.above)) }
                    p.number { span data-copies=(head.code) { (head.code) } " " span.kind { (head.system.name()) ", " (standing(answer)) } }
                    h1 { (name) }
                    (title_notes(frame, shown, name))
                    @if !answer.also.is_empty() { (also(answer)) }
                }
                nav.contents aria-label="On this page" {
                    h2 { "On this page" }
                    ol { @for (id, name) in &contents { li { a href={ "#" (id) } { (name) } } } }
                }
                div.body {
                    (validity(shown))
                    @for section in &answer.sections {
                        section id=(anchor(&section.heading)) { h2 { (section.heading) } (markdown::render(shown.code_pages, &head.code, &section.markdown)) }
                    }
                    (below(shown))
                    @if instructed(answer) { (instructions(answer)) }
                    @if shown.figures() { (facts(answer)) }
                    @if !answer.pairs.is_empty() { (super::pairs::counted(answer)) }
                    @if !answer.related.is_empty() { (related(answer)) }
                    @if frame.about.loaded { (compare(answer)) }
                    (words(answer))
                    (older(answer))
                    (rests_on(&answer.citations))
                    (turn(shown))
                }
                @if shown.written() {
                    aside.facts aria-label="Facts from the public tables" { (aside(answer)) }
                    (family(frame, shown.code_pages, answer))
                }
            }
        },
    )
}

/// The same characters in other code sets.
fn also(answer: &LookupAnswer) -> Markup {
    html! {
        p.also { "Also: "
            @for (at, head) in answer.also.iter().enumerate() {
                @if at > 0 { "; " }
                a href=(address(head.system, &head.code)) { (head.system.short()) " " (head.code) }
                @if !head.title.is_empty() { " " (head.title) }
            }
        }
    }
}

/// "What the note must say" → "what-the-note-must-say"
fn anchor(heading: &str) -> String {
    let words = heading.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// Headings of the page, with their anchors.
fn contents(frame: &Frame<'_>, shown: &CodePage<'_>) -> Vec<(String, String)> {
    let answer = shown.answer;
    let mut all = vec![("on-the-date".to_owned(), "Is it valid?".to_owned())];
    let sections = answer.sections.iter();
    all.extend(sections.map(|one| (anchor(&one.heading), one.heading.clone())));
    let parts = [
        (!answer.below.is_empty(), "codes-below", "Codes below"),
        (instructed(answer), "instructions", "Instructions"),
        (shown.figures(), "figures", "Figures"),
        (!answer.pairs.is_empty(), "pair-edits", "Pair edits"),
        (!answer.related.is_empty(), "related-codes", "Related codes"),
        (frame.about.loaded, "compare", "Compare"),
        (!answer.terms.is_empty(), "words", "Words for it"),
        (!answer.older_titles.is_empty(), "older", "Older titles"),
        (
            !answer.citations.is_empty(),
            "rests-on",
            "What this rests on",
        ),
    ];
    all.extend(
        parts
            .into_iter()
            .filter(|(there, ..)| *there)
            .map(|(_, id, name)| (id.to_owned(), name.to_owned())),
    );
    all
}

/// What kind of row it is; one with a reservation is not called billable.
fn standing(answer: &LookupAnswer) -> &'static str {
    let plain = matches!(
        answer.validity,
        Validity::Valid { .. } | Validity::NoData { .. }
    );
    match answer.head.status {
        Status::Billable if !plain => "code",
        _ => kind(&answer.head),
    }
}

/// The headings that it is under, widest first.
fn path(system: System, above: &[CodeHead]) -> Markup {
    html! {
        nav.path aria-label="Breadcrumb" {
            ol {
                li { a href={ "/browse/" (system.id()) } { (system.name()) } }
                @for head in above {
                    li { a href=(address(head.system, &head.code)) { span.number { (called(head)) } " " (titled(head)) } }
                }
            }
        }
    }
}

/// Whose title it is, the short title, and the notice that goes with CPT and CDT codes.
fn title_notes(frame: &Frame<'_>, shown: &CodePage<'_>, name: &str) -> Markup {
    let answer = shown.answer;
    let head = &answer.head;
    let publisher = answer
        .citations
        .last()
        .map_or("its publisher", |one| one.publisher.as_str());
    html! {
        p.whose {
            @match head.title_from {
                TitleFrom::Publisher => { "The title is the publisher's own (" (publisher) ")." },
                _ if head.title_from == TitleFrom::Ours => "The name is Ligature's own, not the publisher's text.",
                _ => "The files that are loaded name this code but give no text for it.",
            }
            @if !answer.short.is_empty() && answer.short != name { " Short title: " (answer.short) "." }
        }
        @match head.system {
            System::Cpt => p.notice {
                "CPT is a registered trademark of the American Medical Association; the code number is copyright AMA. "
                @if frame.licensed() { "AMA texts are shown under the licence that was attested: " (frame.about.attested.join("; ")) "." }
                @else { "No text of the AMA is shown. For claims, check the AMA's own book." }
            },
            System::Cdt => p.notice { "CDT is a code set of the American Dental Association; code and text are copyright ADA, shown under the licence that was attested." },
            _ => {},
        }
    }
}

/// Whether the code is in force on the day, and what that means.
fn validity(shown: &CodePage<'_>) -> Markup {
    let answer = shown.answer;
    let head = &answer.head;
    let on = day(&answer.date);
    html! {
        section.validity #on-the-date {
            h2.visually-hidden { "Is it valid?" }
            @if let Some(why) = shown.wrong { p.alert role="alert" { (why) } }
            @match &answer.validity {
                Validity::Valid { release } => p.verdict.valid {
                    strong { "Valid on " (on) ". " }
                    @if head.status == Status::Modifier { "A modifier: it is added to a code, never reported alone." }
                    @else if head.system == System::Ccsr { "A group for statistics; it is never reported on a claim." }
                    @else { "It may be reported for a service on that day." }
                    " " span.soft { (release) }
                },
                Validity::Reserved { release, why } => p.verdict.heading {
                    strong { "A code with a reservation on " (on) ": " } (sentence(why))
                    " " span.soft { (release) }
                },
                Validity::Heading { release } => p.verdict.heading {
                    strong { "A heading on " (on) ", not a code for claims. " }
                    @if answer.below.is_empty() { "A longer code has to be chosen." }
                    @else { a href="#codes-below" { "Choose one of the codes below it" } "." }
                    " " span.soft { (release) }
                },
                Validity::NotInForce { why, successors } => {
                    p.verdict.gone { strong { "Not in force on " (on) ": " } (why) ". It may not be reported for a service on that day." }
                    @if !successors.is_empty() {
                        p { "In its place:" }
                        ul.listing {
                            @for one in successors.iter().take(MOST_BELOW) {
                                li { (successor(shown, one)) }
                            }
                        }
                    }
                },
                Validity::NoData { why } => {
                    p.verdict.unknown { strong { "Not known" @if !on.is_empty() { " for " (on) } ": " } (why) "." }
                    p.words { "Choose a day that a loaded release covers, or have that release loaded (" kbd { "ligature import DIR" } ")." }
                },
            }
            form.on-date {
                label for="on" { "Date of service" }
                input #on type="date" name="date" value=(shown.date) min="1990-01-01" max="2099-12-31";
                button type="submit" { "Check this day" }
                @if shown.date.is_empty() { span.words { "No day chosen: shown for the last day of the newest release." } }
            }
        }
    }
}

/// A code that took another's place, as a link.
fn successor(shown: &CodePage<'_>, printed: &str) -> Markup {
    let system = shown.answer.head.system;
    let below = shown.answer.below.iter().find(|head| head.code == printed);
    html! {
        @match below {
            Some(head) => (line(head)),
            None => a.code href=(address(system, printed)) { (printed) },
        }
    }
}

fn below(shown: &CodePage<'_>) -> Markup {
    let answer = shown.answer;
    let head = &answer.head;
    let all = browse_address(head.system, &head.code);
    html! {
        @if !answer.below.is_empty() {
            section #codes-below {
                h2 { "Codes below " span.count { (counted(answer.below.len(), "entry", "entries")) } }
                ul.listing.below {
                    @for one in answer.below.iter().take(MOST_BELOW) {
                        li .(one_kind(one)) { (line(one)) @if one.status != Status::Billable { span.kind { (kind(one)) } } }
                    }
                }
                @if answer.below.len() > MOST_BELOW { p { "The first " (MOST_BELOW) " are shown. " a href=(all) { "All " (answer.below.len()) } } }
            }
        }
    }
}

fn one_kind(head: &CodeHead) -> &'static str {
    if head.status == Status::Billable {
        "leaf"
    } else {
        "branch"
    }
}

/// The codes before and after it under the same heading, to compare it with.
fn compare(answer: &LookupAnswer) -> Markup {
    let neighbours = [&answer.before, &answer.after].into_iter().flatten();
    let claims = |head: &&CodeHead| matches!(head.status, Status::Billable | Status::Header);
    let neighbours: Vec<&CodeHead> = neighbours.filter(claims).collect();
    invitation(&answer.head, &neighbours)
}

fn words(answer: &LookupAnswer) -> Markup {
    let (shown, most) = WORDS;
    html! {
        @if !answer.terms.is_empty() {
            section #words {
                h2 { "Words for it" }
                p.words { "Index entries that lead to this code, and words that people use." }
                ul.terms { @for term in answer.terms.iter().take(shown) { li { (term) } } }
                @if answer.terms.len() > shown {
                    details {
                        summary { (answer.terms.len() - shown) " more" }
                        ul.terms { @for term in answer.terms.iter().take(most).skip(shown) { li { (term) } } }
                        @if answer.terms.len() > most { p.words { "The first " (most) " are shown." } }
                    }
                }
            }
        }
    }
}

fn older(answer: &LookupAnswer) -> Markup {
    html! {
        @if !answer.older_titles.is_empty() {
            section #older {
                h2 { "Older titles" }
                ul.terms { @for title in &answer.older_titles { li { (title) } } }
            }
        }
    }
}

fn turn(shown: &CodePage<'_>) -> Markup {
    let answer = shown.answer;
    if answer.before.is_none() && answer.after.is_none() {
        let (before, after) = shown.code_pages.before_and_after(&answer.head.code);
        let known = before.filter(|_| shown.written());
        return pages(known, after.filter(|_| shown.written()));
    }
    html! {
        nav.turn aria-label="Neighbouring codes" {
            @if let Some(before) = &answer.before {
                a rel="prev" href=(address(before.system, &before.code)) { span.number { "← " (before.code) } span.name { (titled(before)) } }
            }
            @if let Some(after) = &answer.after {
                a rel="next" href=(address(after.system, &after.code)) { span.number { (after.code) " →" } span.name { (titled(after)) } }
            }
        }
    }
}
