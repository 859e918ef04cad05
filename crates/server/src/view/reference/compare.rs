//! Two codes compared.

use super::pairs::edits;
use super::parts::{address, called, escaped, kind, linked, one_claim, rests_on, titled};
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::{counted, sentence, with_days};
use ligature_tools::{
    Between, CodeHead, CompareAnswer, Difference, LinkKind, NoteKind, PairLine, Rule, Side, System,
    Validity,
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
    /// Date of service, as typed.
    pub date: &'a str,
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
                        (one_claim(&answer.together))
                        (apart(answer))
                        (facts(answer))
                        (between(answer))
                        (ended(answer))
                        (rests_on(&answer.citations))
                        h2 { "Compare others" }
                    },
                    Some(Err(why)) => p.alert role="alert" { (why) },
                    None => p.lead { "Two codes side by side: whether both may be on one claim, and what tells them apart." },
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
            p.field.words { label for="pair-a" { "Code" } input #pair-a name="a" value=(shown.first) maxlength="20" autocomplete="off" spellcheck="false" required data-complete="code"; }
            p.field.words { label for="pair-b" { "with code" } input #pair-b name="b" value=(shown.second) maxlength="20" autocomplete="off" spellcheck="false" required data-complete="code"; }
            p.field { label for="pair-date" { "Date of service" } input #pair-date type="date" name="date" value=(shown.date); }
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

/// When which of the two is right: each code with its name and its rules, then the rules of both.
fn apart(answer: &CompareAnswer) -> Markup {
    let of = |code: &str| -> Vec<&Rule> { answer.apart.iter().filter(|t| t.of == code).collect() };
    let both = of("");
    let ties = answer.related.iter();
    let ties: Vec<_> = ties
        .filter(|one| one.relation != LinkKind::Neighbour)
        .collect();
    html! {
        section.apart {
            h2 { "What tells them apart" }
            div.two {
                (head(answer, &answer.first, &answer.first_is, &of(&answer.first.code)))
                @if answer.first != answer.second {
                    (head(answer, &answer.second, &answer.second_is, &of(&answer.second.code)))
                }
            }
            @if !both.is_empty() || !ties.is_empty() {
                ul.of-both {
                    @for one in &ties { li { (answer.second.code) ": " (one.how) "." } }
                    @for one in &both { li { "Of both: " (one.text) } }
                }
            }
            @if !answer.apart.is_empty() {
                details.sources {
                    summary { "Where these rules are from" }
                    ul { @for one in &answer.apart { li { "“" (one.text) "” " span.soft { (sentence(&one.source)) } } } }
                }
            }
        }
    }
}

fn head(answer: &CompareAnswer, head: &CodeHead, is: &Validity, rules: &[&Rule]) -> Markup {
    let under = answer.differences.iter().find(|one| one.what == "is under");
    let under = under.map(|one| match head == &answer.first {
        true => &one.first,
        false => &one.second,
    });
    html! {
        section.one aria-label=(head.code) {
            h3.number { a href=(address(head.system, &head.code)) { (head.code) } " " span.kind { (head.system.name()) ", " (kind(head)) } }
            p.called { (titled(head)) }
            @match is {
                Validity::Valid { .. } => {},
                Validity::Reserved { release, why } => p.words { strong { "Listed, with a reservation: " } (why) " (" (release) ")." },
                Validity::Heading { release } => p.words { "A heading (" (release) "): a code below it has to be chosen." },
                Validity::NotInForce { why, .. } => p.words { strong { "Not in force: " } (why) "." },
                Validity::NoData { .. } => p.words { "No loaded release says whether it is valid." },
            }
            @if !rules.is_empty() { ul { @for one in rules { li { (one.text) } } } }
            @if let Some(under) = under.filter(|under| !under.is_empty()) { p.words { "Under " (under) "." } }
        }
    }
}

/// What differs in the tables and at the codes themselves; what is the same is folded.
fn facts(answer: &CompareAnswer) -> Markup {
    let title = |one: &&Difference| one.what != "title" && one.what != "is under";
    let differ: Vec<&Difference> = answer.differences.iter().filter(title).collect();
    let same: Vec<&Difference> = answer
        .facts
        .iter()
        .filter(|f| f.first == f.second)
        .collect();
    let value = |value: &str| match value {
        "" => "none".to_owned(),
        value => with_days(value),
    };
    html! {
        @if answer.first != answer.second && (!differ.is_empty() || !same.is_empty()) {
            section.figures {
                h2 #figures { "What differs" }
                @if differ.is_empty() { p { "Nothing: every fact of the published tables is the same." } }
                @else {
                    div.table role="region" aria-labelledby="figures" tabindex="0" {
                        table.cards {
                            thead { tr { th scope="col" { "What" } th scope="col" { (answer.first.code) } th scope="col" { (answer.second.code) } } }
                            tbody {
                                @for one in &differ {
                                    tr {
                                        th scope="row" { (capital(&one.what)) }
                                        td data-of=(answer.first.code) { (value(&one.first)) }
                                        td data-of=(answer.second.code) { (value(&one.second)) }
                                    }
                                }
                            }
                        }
                    }
                }
                @if !same.is_empty() {
                    details.same {
                        summary { "The same for both " span.count { (counted(same.len(), "fact", "facts")) } }
                        ul { @for one in &same { li { (capital(&one.what)) ": " (with_days(&one.first)) } } }
                    }
                }
            }
        }
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The instructions of the code set that name the other code.
fn between(answer: &CompareAnswer) -> Markup {
    html! {
        @if !answer.between.is_empty() {
            section.both {
                h2 { "Instructions between them" }
                ul.between { @for one in &answer.between { (instruction_between(answer, one)) } }
            }
        }
    }
}

/// Pair edits that are not in force on the day.
fn ended(answer: &CompareAnswer) -> Markup {
    let ended: Vec<PairLine> = answer
        .edits
        .iter()
        .filter(|edit| !edit.in_force)
        .cloned()
        .collect();
    html! {
        @if !ended.is_empty() {
            details.same {
                summary { "Edits that are not in force on this day " span.count { (ended.len()) } }
                (edits(&ended))
            }
        }
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
