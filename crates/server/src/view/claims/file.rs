//! The claims of a file, each with its lines, its findings and what is wrong with the file at that place.

use super::findings::{again, layers, lines, verdict};
use super::form::{file_form, form};
use super::{Answered, Typed, around};
use crate::claims::file::{LARGEST, SHOWN};
use crate::intake::Refused;
use crate::view::reference::Frame;
use crate::words::counted;
use ligature_claim::Rules;
use ligature_tools::ToolError;
use maud::{Markup, html};

/// Problems that are shown at one place.
const PROBLEMS: usize = 20;

/// What a file holds.
#[derive(Default)]
pub(crate) struct FileAnswer {
    /// How many claims.
    pub count: usize,
    /// The first of them.
    pub claims: Vec<OfFile>,
    /// What is wrong where no claim stands.
    pub problems: Vec<String>,
    /// It tells payments.
    pub payments: bool,
}

/// A claim of a file.
pub(crate) struct OfFile {
    /// Its number, as the sender gave it.
    pub id: String,
    /// What is wrong with it, each with its place.
    pub problems: Vec<String>,
    /// What was found.
    pub answer: Result<Answered, ToolError>,
}

/// The answer to a file.
pub(crate) fn file_page(
    frame: &Frame<'_>,
    rules: &Rules,
    locality: &str,
    answer: &FileAnswer,
) -> Markup {
    let within = html! {
        section.file aria-labelledby="of-file" {
            h2 #of-file { "The file" }
            p.words role="status" { (summary(answer)) }
            @if answer.count > answer.claims.len() {
                p.alert { "Only the first " (SHOWN) " are shown here. To check them all: " code { "ligature check FILE.837" } "." }
            }
            @if answer.claims.len() > 1 {
                ul.to-claims { @for (at, of) in (1..).zip(&answer.claims) { li { a href={ "#claim-" (at) } { (name(at, of)) } " " span.soft { (short(of)) } } } }
            }
            (problems(&answer.problems, "What is wrong with the file"))
            @for (at, of) in (1..).zip(&answer.claims) { (claim(at, of, rules)) }
        }
        (file_form(locality, "Check another file of claims (837P)"))
        (form(&Typed { locality: locality.to_owned(), ..Typed::default() }, "Or type the lines of a claim"))
    };
    around(frame, &within)
}

/// The page that a refused file comes back to.
pub(crate) fn refused_page(frame: &Frame<'_>, locality: &str, refused: &Refused) -> Markup {
    let within = html! {
        p.alert role="alert" { (message(refused)) }
        (file_form(locality, "Check a file of claims (837P)"))
        (form(&Typed { locality: locality.to_owned(), ..Typed::default() }, "Or type the lines of a claim"))
    };
    around(frame, &within)
}

fn message(refused: &Refused) -> Markup {
    let most = LARGEST / (1024 * 1024);
    match refused {
        Refused::TooLarge => html! {
            strong { "That is too large for this page" } " (at most " (most) " MB). Nothing was checked. A file of any size is checked by "
            code { "ligature check FILE.837" } "."
        },
        Refused::Empty => {
            html! { strong { "There is no file yet." } " Choose one that is not empty, or paste what stands in it." }
        }
        Refused::Ours => {
            html! { strong { "Something went wrong on our side while this file was read." } " Nothing of it was kept or logged." }
        }
        _ => {
            html! { strong { "The file did not arrive whole, so nothing was checked." } " Send it again, please." }
        }
    }
}

fn summary(answer: &FileAnswer) -> String {
    if answer.count == 0 {
        let payments = "It tells payments (an 835), not claims.";
        let none = "It may be another kind of file: an 837P begins with ISA.";
        let why = if answer.payments { payments } else { none };
        return format!("No claim of an 837P was found. {why}");
    }
    let denied = answer.claims.iter().filter(|of| denials(of) > 0).count();
    let found = counted(answer.count, "claim was read", "claims were read");
    let of = match answer.count > answer.claims.len() {
        true => " of those shown",
        false => "",
    };
    match denied {
        0 => format!("{found}. No finding denies a line{of} as it stands."),
        1 => format!("{found}. One{of} has findings that deny a line as it stands."),
        n => format!("{found}. {n}{of} have findings that deny a line as it stands."),
    }
}

fn denials(of: &OfFile) -> usize {
    let checked = of.answer.as_ref().map(|a| &a.checked);
    checked.map_or(0, |c| c.findings.iter().filter(|f| f.denies()).count())
}

fn short(of: &OfFile) -> String {
    let checked = match (&of.answer, denials(of)) {
        (Err(_), _) => "not checked".to_owned(),
        (_, 0) => "nothing denied".to_owned(),
        (_, n) => counted(n, "finding denies", "findings deny"),
    };
    match of.problems.len() {
        0 => checked,
        n => format!(
            "{checked}, {}",
            counted(n, "remark about the file", "remarks about the file")
        ),
    }
}

fn name(at: usize, of: &OfFile) -> String {
    match of.id.as_str() {
        "" => format!("Claim {at} of the file, without a number"),
        id => format!("Claim {id}"),
    }
}

fn claim(at: usize, of: &OfFile, rules: &Rules) -> Markup {
    let form = format!("c{at}");
    let edit = html! { button { "Edit this claim" } span.soft { "opens in a new tab" } };
    html! {
        section.of-file id={ "claim-" (at) } aria-labelledby={ "name-" (at) } {
            h2 id={ "name-" (at) } { (name(at, of)) }
            (problems(&of.problems, "Where the file is not as it should be"))
            @match &of.answer {
                Err(why) => p.alert { "Not checked: " (why) "." },
                Ok(answered) => {
                    p.soft { (about(answered)) }
                    p.words { (verdict(&answered.checked)) }
                    (lines(answered, rules, &form))
                    details { summary { "What was checked" } (layers(&answered.checked)) }
                    (again(&form, answered, true, edit))
                }
            }
        }
    }
}

/// Its day and its place, as far as it has one for all lines.
fn about(answered: &Answered) -> String {
    let claim = &answered.claim;
    let day = claim.date_of_service;
    let day = day.map(|day| format!("Date of service {day}"));
    let place = claim.place_of_service.as_str();
    let place = Some(place).filter(|p| !p.is_empty());
    let place = place.map(|p| format!("Place of service {p}"));
    let parts: Vec<String> = day.into_iter().chain(place).collect();
    parts.join(". ")
}

fn problems(all: &[String], title: &str) -> Markup {
    html! {
        @if !all.is_empty() {
            div.remarks {
                p { strong { (title) } }
                ul { @for one in all.iter().take(PROBLEMS) { li { (one) } } }
                @if all.len() > PROBLEMS { p { "And more: " code { "ligature check FILE.837" } " tells them all." } }
            }
        }
    }
}
