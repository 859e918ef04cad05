//! A code with another: the question, its family with what the pair edits say, and the way to all edits.

use super::compare::compare_address;
use super::parts::{address, titled};
use crate::words::{counted, day};
use ligature_tools::{CodeHead, LookupAnswer, PairLine, PairsAnswer, Status, System};
use maud::{Markup, html};

/// What the section needs.
pub(super) struct Together<'a> {
    /// The page.
    pub answer: &'a LookupAnswer,
    /// The edits between the code and its family; none: no table of pair edits is loaded.
    pub pairs: Option<&'a PairsAnswer>,
    /// The day of the request; the edits may hold for another.
    pub wanted: &'a str,
    /// The date of service that was entered; empty: none.
    pub date: &'a str,
}

/// What the pair edits say of two codes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    WithModifier,
    Never,
    NoEdit,
}

/// The codes that are weighed against this one: its families, else the codes before and after it.
pub(crate) fn family(answer: &LookupAnswer) -> Vec<&CodeHead> {
    let own = &answer.head.code;
    let claims = |head: &&CodeHead| matches!(head.status, Status::Billable | Status::Header);
    let mut codes: Vec<&CodeHead> = Vec::new();
    let families = answer.neighbours.iter().flat_map(|around| &around.codes);
    for head in families.filter(|head| head.code != *own) {
        if !codes.iter().any(|known| known.code == head.code) {
            codes.push(head);
        }
    }
    if codes.is_empty() {
        let next = [&answer.before, &answer.after].into_iter().flatten();
        codes.extend(next.filter(claims));
    }
    codes
}

/// The section, with its question and the family.
pub(super) fn together(shown: &Together<'_>) -> Markup {
    let head = &shown.answer.head;
    let family = family(shown.answer);
    html! {
        (question(shown))
        @if !shown.answer.neighbours.is_empty() {
            @let titles: Vec<&str> = shown.answer.neighbours.iter().map(|around| around.title.as_str()).collect();
            p.words { "Its family: " (titles.join("; ")) "." }
        }
        @match shown.pairs {
            Some(pairs) => (by_edit(head, &family, pairs, shown.wanted)),
            None => (plain(head, &family)),
        }
        @if !shown.answer.pairs.is_empty() { (all(shown.answer)) }
    }
}

fn question(shown: &Together<'_>) -> Markup {
    let head = &shown.answer.head;
    let procedure = matches!(head.system, System::Cpt | System::Hcpcs | System::Cdt);
    html! {
        form.on-date.with-code action="/compare" {
            input type="hidden" name="system" value=(head.system.id());
            input type="hidden" name="a" value=(head.code);
            @if !shown.date.is_empty() { input type="hidden" name="date" value=(shown.date); }
            label for="with" {
                @if procedure { "May " (head.code) " be billed with" } @else { "Compare " (head.code) " with" }
            }
            input #with name="b" maxlength="20" size="9" autocomplete="off" spellcheck="false" required placeholder="code";
            button type="submit" { @if procedure { "Answer" } @else { "Compare" } }
        }
    }
}

fn by_edit(own: &CodeHead, family: &[&CodeHead], pairs: &PairsAnswer, wanted: &str) -> Markup {
    let edit = |head: &CodeHead| {
        let mut live = pairs.pairs.iter().filter(|pair| pair.in_force);
        live.find(|pair| [&pair.column_one.code, &pair.column_two.code].contains(&&head.code))
    };
    let of = |said: Said| -> Vec<(&CodeHead, Option<&PairLine>)> {
        let all = family.iter().map(|head| (*head, edit(head)));
        all.filter(|(_, pair)| said == self::said(*pair)).collect()
    };
    html! {
        @if !family.is_empty() {
            @for (said, words) in [
                (Said::WithModifier, "Only with a modifier that the record supports"),
                (Said::Never, "Never together"),
                (Said::NoEdit, "No pair edit between them"),
            ] {
                @let codes = of(said);
                @if !codes.is_empty() {
                    h3 { (words) }
                    ul.listing.with {
                        @for (head, pair) in &codes { (row(own, head, *pair)) }
                    }
                }
            }
            p.words {
                "NCCI PTP edits, claims of practitioners, " (pairs.release.label) ", as of " (day(&pairs.date)) "."
                @if pairs.date != wanted { " " strong { "No loaded edits cover " (day(wanted)) "." } }
            }
        }
    }
}

fn said(pair: Option<&PairLine>) -> Said {
    match pair.map(|pair| pair.indicator) {
        None => Said::NoEdit,
        Some(0) => Said::Never,
        Some(_) => Said::WithModifier,
    }
}

fn plain(own: &CodeHead, family: &[&CodeHead]) -> Markup {
    html! {
        @if !family.is_empty() { ul.listing.with { @for head in family { (row(own, head, None)) } } }
    }
}

fn row(own: &CodeHead, head: &CodeHead, pair: Option<&PairLine>) -> Markup {
    html! {
        li {
            a href=(address(head.system, &head.code)) { span.number { (head.code) } " " span.name { (titled(head)) } }
            @if let Some(pair) = pair { span.paid { (pair.column_one.code) " is paid" } }
            a.differ href=(compare_address(own.system, &own.code, &head.code)) { "compare" span.visually-hidden { " with " (head.code) } }
        }
    }
}

/// How many edits there are in all, and where.
fn all(answer: &LookupAnswer) -> Markup {
    let to = format!("{}/pairs", address(answer.head.system, &answer.head.code));
    html! {
        p {
            @for (at, one) in answer.pairs.iter().enumerate() {
                @if at > 0 { " " }
                a.go href={ (to) "?setting=" (super::pairs::setting(&one.setting)) } {
                    "All " (counted(one.column_one + one.column_two, "pair edit", "pair edits")) ", " (one.setting)
                }
            }
        }
    }
}
