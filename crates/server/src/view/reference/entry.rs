//! The page of a code with all that is known of it.

use super::instructions::{any as instructed, instructions};
use super::parts::{address, browse_address, called, kind, line, rests_on_list, titled};
use super::strip::{Strip, strip};
use super::tables::{facts, related};
use super::together::{Together, together};
use super::written::{aside, pages};
use crate::code_pages::CodePages;
use crate::markdown;
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::{counted, day, sentence};
use ligature_tools::{
    CodeHead, KeyFactsAnswer, LookupAnswer, PairsAnswer, Related, Status, System, TitleFrom,
    Validity,
};
use maud::{Markup, html};

/// Parts that are folded at first: what few readers need.
const FOLDED: [&str; 3] = ["figures", "older", "rests-on"];
/// Codes below that are shown here; all of them are one click away.
const MOST_BELOW: usize = 60;
/// Our own words in the line under the name.
const SUBTITLE: usize = 6;
/// Words and index entries before the rest is folded, and in all.
const WORDS: (usize, usize) = (12, 120);

/// What the page shows.
pub(crate) struct CodePage<'a> {
    /// The tools' answer.
    pub answer: &'a LookupAnswer,
    /// The authored pages.
    pub code_pages: &'a CodePages,
    /// What a coder asks first of a procedure code; none: no payer's table is loaded, or it is no procedure.
    pub facts: Option<&'a KeyFactsAnswer>,
    /// The pair edits between the code and its family.
    pub pairs: Option<&'a PairsAnswer>,
    /// The name of the remembered locality; empty: none.
    pub place: &'a str,
    /// Today.
    pub today: &'a str,
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

    /// The day of the page: the date of service that was entered, else today.
    fn day(&self) -> &str {
        if self.date.is_empty() {
            self.today
        } else {
            self.date
        }
    }

    /// Whether no day was entered and today is after the last day of what is loaded.
    fn past(&self) -> bool {
        self.date.is_empty() && self.answer.date.as_str() < self.today
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
    let parts = parts(frame, shown);
    let layout = match shown.written() {
        true => "entry",
        false => "entry wide",
    };
    let place = match frame.about.loaded {
        true => Place::Browse,
        false => Place::Codes,
    };
    let here = address(head.system, &head.code);
    frame.page(
        &format!("{} {name}", head.code),
        place,
        html! {
            article class=(layout) {
                header.title {
                    @if frame.about.loaded { (path(head.system, &answer.above)) }
                    p.number { span data-copies=(head.code) { (head.code) } " " span.kind { (head.system.name()) ", " (standing(answer)) } }
                    h1 { (name) }
                    (subtitle(answer, name))
                    @if !answer.also.is_empty() { (also(answer)) }
                    (validity(shown))
                    (strip(&Strip { answer, facts: shown.facts, day: shown.day(), place: shown.place, here: &here }))
                }
                nav.contents aria-label="On this page" {
                    h2 { "On this page" }
                    ol { @for part in &parts { li { a href={ "#" (part.id) } { (part.name) } } } }
                }
                div.body {
                    @for part in &parts {
                        section id=(part.id) {
                            details.part open[part.open] {
                                summary { h2 { (part.name) } }
                                (part.content)
                            }
                        }
                    }
                    (turn(shown))
                }
                @if shown.written() {
                    aside.facts aria-label="How it is paid" { (aside(answer, shown.facts.is_some())) }
                }
            }
        },
    )
}

/// A part of the page: where it is, its heading, what it holds.
struct Part {
    id: String,
    name: String,
    content: Markup,
    /// Whether it is open at first.
    open: bool,
}

/// The parts of the page, in their order; what has nothing to say is left out.
fn parts(frame: &Frame<'_>, shown: &CodePage<'_>) -> Vec<Part> {
    let answer = shown.answer;
    let sections = answer.sections.iter();
    let mut all: Vec<Part> = sections
        .map(|one| Part {
            id: anchor(&one.heading),
            name: one.heading.clone(),
            content: markdown::render(shown.code_pages, &answer.head.code, &one.markdown),
            open: true,
        })
        .collect();
    let mut add = |there: bool, id: &str, name: &str, content: &dyn Fn() -> Markup| {
        if there {
            all.push(Part {
                id: id.to_owned(),
                name: name.to_owned(),
                content: content(),
                open: !FOLDED.contains(&id),
            });
        }
    };
    let related_codes = once(answer);
    // all of them are under the name already
    let in_subtitle = answer.head.system == System::Cpt && answer.terms.len() <= SUBTITLE;
    let with = Together {
        answer,
        pairs: shown.pairs,
        wanted: shown.day(),
        date: shown.date,
    };
    let below_name = format!(
        "Codes below ({})",
        counted(answer.below.len(), "entry", "entries")
    );
    add(
        !answer.below.is_empty(),
        "codes-below",
        &below_name,
        &|| below(shown),
    );
    add(instructed(answer), "instructions", "Instructions", &|| {
        instructions(answer)
    });
    add(frame.about.loaded, "together", "With another code", &|| {
        together(&with)
    });
    add(
        !related_codes.is_empty(),
        "related-codes",
        "Related codes",
        &|| related(&related_codes),
    );
    add(shown.figures(), "figures", "Published figures", &|| {
        facts(answer)
    });
    add(
        !answer.terms.is_empty() && !in_subtitle,
        "words",
        "Words for it",
        &|| words(answer),
    );
    add(
        !answer.older_titles.is_empty(),
        "older",
        "Older titles",
        &|| older(answer),
    );
    add(true, "rests-on", "What this rests on", &|| {
        html! { (whose(frame, answer)) (rests_on_list(&answer.citations)) }
    });
    all
}

/// Related codes without those that a written section of the page names already.
fn once(answer: &LookupAnswer) -> Vec<&Related> {
    let written = answer.sections.iter();
    let written: Vec<&str> = written.map(|one| one.markdown.as_str()).collect();
    let said = |related: &&Related| written.iter().any(|text| text.contains(&related.code.code));
    let all = answer.related.iter();
    all.filter(|related| !said(related)).collect()
}

/// Our words for a procedure that its name does not hold: how coders call it.
fn subtitle(answer: &LookupAnswer, name: &str) -> Markup {
    let ours = answer.head.system == System::Cpt;
    let terms = answer.terms.iter().filter(|term| **term != name);
    // abbreviations last
    let (short, long): (Vec<&String>, Vec<&String>) =
        terms.take(SUBTITLE).partition(|term| term.len() <= 4);
    let short = short.into_iter().map(|term| term.to_uppercase());
    let terms: Vec<String> = long.into_iter().cloned().chain(short).collect();
    html! {
        @if ours && !terms.is_empty() { p.called { (terms.join(" · ")) } }
        @if !answer.short.is_empty() && answer.short != name { p.called { "Short title: " (answer.short) } }
    }
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

/// Whose title it is, and under which licence.
fn whose(frame: &Frame<'_>, answer: &LookupAnswer) -> Markup {
    let head = &answer.head;
    let publisher = answer
        .citations
        .last()
        .map_or("its publisher", |one| one.publisher.as_str());
    html! {
        p.whose {
            @match head.title_from {
                TitleFrom::Publisher => { "The title is the publisher's own (" (publisher) ")." },
                TitleFrom::Ours => "The name is Ligature's own, not the publisher's text.",
                TitleFrom::None => "The files that are loaded name this code but give no text for it.",
            }
            @match head.system {
                System::Cpt if frame.licensed() => { " AMA texts are shown under the licence that was attested: " (frame.about.attested.join("; ")) "." },
                System::Cpt => " No text of the AMA is shown. For claims, check the AMA's own book.",
                System::Cdt => " CDT is a code set of the American Dental Association; code and text are copyright ADA, shown under the licence that was attested.",
                _ => {},
            }
        }
    }
}

/// Whether the code is in force on the day, and what that means.
fn validity(shown: &CodePage<'_>) -> Markup {
    let answer = shown.answer;
    let head = &answer.head;
    let on = day(&answer.date);
    html! {
        div.validity #on-the-date {
            @if let Some(why) = shown.wrong { p.alert role="alert" { (why) } }
            @match &answer.validity {
                Validity::Valid { release } => p.verdict .valid[!shown.past()] .unknown[shown.past()] {
                    @if shown.past() { strong { "Valid until " (on) ". Not known after that day" } ", where the newest list that is loaded ends. " }
                    @else { strong { "Valid on " (on) @if shown.date.is_empty() { ", today" } ". " } }
                    @if head.status == Status::Modifier { "A modifier: it is added to a code, never reported alone." }
                    @else if head.system == System::Ccsr { "A group for statistics; it is never reported on a claim." }
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
                Validity::NotInForce { why, since, successors } => {
                    p.verdict.gone {
                        @match since {
                            Some(since) => { strong { "Deleted. " } (sentence(why)) " It may not be reported for a service on " (day(since)) " or later. " },
                            None => { strong { "Not in force on " (on) ": " } (sentence(why)) " It may not be reported for a service on that day." },
                        }
                    }
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
            ul.listing.below {
                @for one in answer.below.iter().take(MOST_BELOW) {
                    li .(one_kind(one)) { (line(one)) @if one.status != Status::Billable { span.kind { (kind(one)) } } }
                }
            }
            @if answer.below.len() > MOST_BELOW { p { "The first " (MOST_BELOW) " are shown. " a href=(all) { "All " (answer.below.len()) } } }
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

fn words(answer: &LookupAnswer) -> Markup {
    let (shown, most) = WORDS;
    html! {
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

fn older(answer: &LookupAnswer) -> Markup {
    html! { ul.terms { @for title in &answer.older_titles { li { (title) } } } }
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
