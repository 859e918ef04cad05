//! Small pieces that the pages of the code sets share.

use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::{counted, day, sentence, with_days};
use ligature_tools::{
    Citation, CodeHead, Named, OneClaim, ReleaseLine, Status, System, TitleFrom, Together,
};
use maud::{Markup, html};
use std::fmt::Write as _;

/// A text as part of an address.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // writing to a string does not fail
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Where the page of a code is.
pub(crate) fn address(system: System, code: &str) -> String {
    format!("/codes/{}/{}", system.id(), escaped(code))
}

/// The address of the list of what is under a heading.
pub(super) fn browse_address(system: System, code: &str) -> String {
    format!("/browse/{}/{}", system.id(), escaped(code))
}

/// What kind of row it is, as its code set calls it.
pub(super) fn kind(head: &CodeHead) -> &'static str {
    match (head.status, head.system) {
        (Status::Billable, System::Ccsr) => "category",
        // HIPAA: claims for services since 2015-10-01 take ICD-10
        (Status::Billable, System::Icd9dx | System::Icd9sg) => "not used since October 2015",
        (Status::Billable, _) => "billable",
        (Status::Header, System::Icd10pcs) => "body system",
        (Status::Header, _) => "heading",
        (Status::Chapter, System::Icd10pcs | System::Cpt | System::Hcpcs) => "section",
        (Status::Chapter, _) => "chapter",
        (Status::Block, System::Icd10pcs) => "table",
        (Status::Block, System::Cpt | System::Hcpcs) => "range",
        (Status::Block, _) => "block",
        (Status::Modifier, _) => "modifier",
    }
}

/// What a row is called in a sentence: "chapter 11", "K56.2".
pub(super) fn called(head: &CodeHead) -> String {
    match head.status {
        Status::Chapter => format!("{} {}", kind(head), head.code),
        _ => head.code.clone(),
    }
}

/// A title, or words that say that there is none.
pub(super) fn titled(head: &CodeHead) -> &str {
    match (head.title_from, head.system) {
        (TitleFrom::None, System::Cpt) => "no name loaded; its text is under the AMA's licence",
        (TitleFrom::None, _) => "no title loaded",
        _ => &head.title,
    }
}

/// A code in a list, as a link to its page.
pub(super) fn line(head: &CodeHead) -> Markup {
    html! {
        a href=(address(head.system, &head.code)) { span.number { (head.code) } " " span.name { (titled(head)) } }
    }
}

/// "FY2025 (1 October 2024 to 30 September 2025)"
fn span(from: &str, to: &str) -> String {
    if from.is_empty() {
        String::new()
    } else {
        format!(" ({} to {})", day(from), day(to))
    }
}

/// What an answer rests on: releases, as a list.
pub(super) fn rests_on_list(citations: &[Citation]) -> Markup {
    html! {
        @if !citations.is_empty() {
            ul.releases {
                @for one in citations {
                    li { (one.table) ", " (one.release) (span(&one.from, &one.to)) ". " span.soft { (one.publisher) } }
                }
            }
        }
    }
}

/// The same as a section of a page, folded where it is long.
pub(super) fn rests_on(citations: &[Citation]) -> Markup {
    html! {
        @if !citations.is_empty() {
            section.rests-on #rests-on {
                details open[citations.len() < 4] {
                    summary { h2 { "What this rests on" } " " span.count { (counted(citations.len(), "release", "releases")) } }
                    (rests_on_list(citations))
                }
            }
        }
    }
}

/// A link to what changed, where two releases of a code set list its codes.
pub(super) fn changed(releases: &[&ReleaseLine]) -> Markup {
    let mut lists = releases.iter().filter(|one| one.billable > 0);
    let first = lists.next();
    let several = first.is_some_and(|first| lists.any(|one| one.label != first.label));
    html! {
        @if let Some(one) = first.filter(|_| several) {
            a href={ "/diff/" (one.system.id()) } { "What changed" span.visually-hidden { " in " (one.system.name()) } }
        }
    }
}

/// Whether both may be on one claim: the answer first, then what it rests on.
pub(super) fn one_claim(together: &OneClaim) -> Markup {
    let sign = match together.is {
        Together::Never => "gone",
        Together::WithModifier | Together::NotKnown => "unknown",
        _ => "free",
    };
    html! {
        section.one-claim aria-label="Both on one claim" {
            p class={ "verdict " (sign) } { strong { (with_days(&together.answer)) } }
            @if !together.because.is_empty() { p.words { (with_days(&together.because)) } }
        }
    }
}

/// Links to the page before and after this one. `at` makes the address of a page.
pub(super) fn pager(
    page: usize,
    last: Option<usize>,
    more: bool,
    at: &dyn Fn(usize) -> String,
) -> Markup {
    html! {
        @if page > 1 || more {
            nav.pager aria-label="Pages" {
                @if page > 1 { a rel="prev" href=(at(page - 1)) { "← Previous page" } }
                span {
                    "Page " (page)
                    @if let Some(last) = last { " of " (last) }
                }
                @if more { a rel="next" href=(at(page + 1)) { "Next page →" } }
                @if let Some(last) = last.filter(|last| *last > page + 1) { a href=(at(last)) { "Last page" } }
            }
        }
    }
}

/// A page that says why there is no answer, and what to do.
pub(crate) fn kept_from(frame: &Frame<'_>, title: &str, why: &str) -> Markup {
    frame.page(
        title,
        Place::Elsewhere,
        html! {
            div.plain {
                h1 { (title) }
                p.lead { (sentence(why)) }
                p { a.go href="/browse" { "Browse the code sets" } " " a.go href="/releases" { "What is loaded" } }
            }
        },
    )
}

/// A page that says that no code set is loaded.
pub(crate) fn unloaded(frame: &Frame<'_>, title: &str) -> Markup {
    frame.page(
        title,
        Place::Browse,
        html! { div.plain { h1 { (title) } (no_sets()) } },
    )
}

/// What to do when no code set is loaded.
pub(super) fn no_sets() -> Markup {
    html! {
        p.lead { "No code set is loaded yet, so there is nothing to look up here but the pages that Ligature itself wrote." }
        p { "The publishers give most code sets away: ICD-10-CM, ICD-10-PCS, HCPCS Level II, the fee schedule and its edits (CMS and CDC). \
            Put the files that you downloaded into one folder, zipped or not, and whoever runs Ligature types:" }
        p.command { kbd { "ligature import DIR" } }
        p { "DIR is that folder. When Ligature is started again, the code sets are here." }
        p { a.go href="/codes" { "Codes with a written page" } " " a.go href="/" { "Code a note" } }
    }
}

/// A text of a code set, with the codes of the same set that it names as links.
pub(super) fn linked(system: System, text: &str, names: &[Named]) -> Markup {
    let mut pieces: Vec<(&str, Option<&str>)> = Vec::new();
    let mut from = 0;
    for named in names {
        // a place that does not fit the text must not take the page down
        let (Some(before), Some(words)) = (
            text.get(from..named.start),
            text.get(named.start..named.end),
        ) else {
            continue;
        };
        pieces.push((before, None));
        pieces.push((words, Some(&named.code)));
        from = named.end;
    }
    pieces.push((text.get(from..).unwrap_or_default(), None));
    html! {
        @for (words, code) in &pieces {
            @if let Some(code) = code { a.code href=(address(system, code)) { (words) } } @else { (words) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_linked_by_their_places() {
        let named = |start, end, code: &str| Named {
            start,
            end,
            code: code.into(),
        };
        let text = "hernia (K40-K46), é";
        let check = |names: &[Named], wanted: &str| {
            let html = linked(System::Icd10cm, text, names).into_string();
            assert_eq!(html, wanted);
        };
        let one = "hernia (<a class=\"code\" href=\"/codes/icd10cm/K40\">K40</a>-K46), é";
        check(&[named(8, 11, "K40")], one);
        check(&[], text);
        let unfit = [
            named(8, 11, "K40"),
            named(9, 12, "K41"),
            named(19, 20, "x"),
            named(30, 40, "y"),
        ];
        check(&unfit, one);
    }
}
