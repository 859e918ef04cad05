//! The claims of a file, each with its lines, its findings and what is wrong with the file at that place.

use super::around::{Answered, LARGEST, SHOWN, around};
use super::findings::{again, layers, lines};
use super::form::{file_form, form};
use super::verdict::{extent, verdict};
use crate::form::{Refused, size};
use crate::view::frame::Frame;
use crate::words::counted;
use ligature_tools::{Check837Answer, Claim, FileClaim, Meaning, TypedClaim};
use maud::{Markup, html};

/// Problems that are shown at one place.
const PROBLEMS: usize = 20;

/// A claim of a file.
struct OfFile {
    /// What is wrong with it, each with its place.
    problems: Vec<String>,
    answered: Answered,
}

impl From<FileClaim> for OfFile {
    fn from(of: FileClaim) -> OfFile {
        OfFile {
            problems: of.problems,
            answered: Answered {
                claim: as_shown(of.claim),
                checked: of.checked,
                priced: of.priced,
                effect: None,
            },
        }
    }
}

/// The claim as the page shows it: its lines by their places, and the day that all of them share as its own.
fn as_shown(claim: Claim) -> Claim {
    let mut claim = claim.numbered();
    // the day of most claims is one; a line without one must not be given another's
    let first = claim.lines.first().and_then(|line| line.date_of_service);
    if claim.date_of_service.is_none() && claim.lines.iter().all(|l| l.date_of_service.is_some()) {
        claim.date_of_service = first;
    }
    claim
}

/// The answer to a file.
pub(crate) fn file_page(
    frame: &Frame<'_>,
    known: &[Meaning],
    locality: &str,
    answer: Check837Answer,
) -> Markup {
    let Check837Answer {
        count,
        claims,
        problems: apart,
        payments,
    } = answer;
    let claims: Vec<OfFile> = claims.into_iter().map(OfFile::from).collect();
    let within = html! {
        section.file aria-labelledby="of-file" {
            h2 #of-file { "The file" }
            p.words role="status" { (summary(count, &claims, payments, !apart.is_empty())) }
            @if count > claims.len() {
                p.alert { "Only the first " (SHOWN) " are shown here. To check them all: " code { "ligature check FILE.837" } "." }
            }
            @if claims.len() > 1 {
                ul.to-claims { @for (at, of) in (1..).zip(&claims) { li { a href={ "#claim-" (at) } { (name(at, of)) } " " span.soft { (short(of)) } } } }
            }
            (problems(&apart, "What is wrong with the file"))
            @for (at, of) in (1..).zip(&claims) { (claim(at, of, known)) }
        }
        (file_form(locality, "Check another file of claims (837P)"))
        (form(&TypedClaim { locality: locality.to_owned(), ..TypedClaim::default() }, "Or type the lines of a claim"))
    };
    around(frame, &within)
}

/// The page that a refused file comes back to.
pub(crate) fn refused_page(frame: &Frame<'_>, locality: &str, refused: &Refused) -> Markup {
    let within = html! {
        p.alert role="alert" { (message(refused)) }
        (file_form(locality, "Check a file of claims (837P)"))
        (form(&TypedClaim { locality: locality.to_owned(), ..TypedClaim::default() }, "Or type the lines of a claim"))
    };
    around(frame, &within)
}

fn message(refused: &Refused) -> Markup {
    match refused {
        Refused::TooLarge => html! {
            strong { "That is too large for this page" } " (at most " (size(LARGEST)) "). Nothing was checked. A file of any size is checked by "
            code { "ligature check FILE.837" } "."
        },
        Refused::Empty => {
            html! { strong { "There is no file yet." } " Choose one that is not empty, or paste its contents." }
        }
        Refused::Gate(_, why) => {
            html! { strong { (why) } " Nothing of the file was kept or logged." }
        }
        _ => {
            html! { strong { "The file arrived incomplete, so nothing was checked." } " Send it again, please." }
        }
    }
}

fn summary(count: usize, claims: &[OfFile], payments: bool, explained: bool) -> String {
    if count == 0 {
        let why = match (payments, explained) {
            (true, _) => "It holds payments (an 835), not claims.",
            (_, true) => {
                "What is wrong is listed below. Tables and JSON are checked by `ligature check`."
            }
            _ => "It may be another kind of file: an 837P begins with ISA.",
        };
        return format!("No claim of an 837P could be read. {why}");
    }
    let denied = claims.iter().filter(|of| denials(of) > 0).count();
    let found = counted(count, "claim was read", "claims were read");
    let of = match count > claims.len() {
        true => " of those shown",
        false => "",
    };
    match denied {
        0 => format!("{found}. No finding denies a line{of} as billed."),
        1 => format!("{found}. One{of} has findings that deny a line as billed."),
        n => format!("{found}. {n}{of} have findings that deny a line as billed."),
    }
}

fn denials(of: &OfFile) -> usize {
    let findings = of.answered.checked.findings.iter();
    findings.filter(|f| f.denies()).count()
}

fn short(of: &OfFile) -> String {
    let checked = match denials(of) {
        0 => "nothing denied".to_owned(),
        n => counted(n, "finding denies", "findings deny"),
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
    match of.answered.claim.id.as_str() {
        "" => format!("Claim {at} of the file, without a number"),
        id => format!("Claim {id}"),
    }
}

fn claim(at: usize, of: &OfFile, known: &[Meaning]) -> Markup {
    let form = format!("c{at}");
    let answered = &of.answered;
    let edit = html! { button { "Edit this claim" } span.soft { "opens in a new tab" } };
    html! {
        section.of-file id={ "claim-" (at) } aria-labelledby={ "name-" (at) } {
            h2 id={ "name-" (at) } { (name(at, of)) }
            (problems(&of.problems, "Problems in the file"))
            p.soft { (about(answered)) }
            (extent(&answered.checked))
            (verdict(&answered.checked, &form))
            h3 { "Findings, line by line" }
            (lines(answered, known, &form))
            details { summary { "What was checked" } (layers(&answered.checked)) }
            (again(&form, answered, true, edit))
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
                @if all.len() > PROBLEMS { p { "There are more: " code { "ligature check FILE.837" } " lists them all." } }
            }
        }
    }
}
