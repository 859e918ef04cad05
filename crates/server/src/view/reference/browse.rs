//! Stepping through a code set.

use super::parts::{address, browse_address, called, changed, kind, line, pager, rests_on, titled};
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::{counted, day, grouped};
use ligature_tools::{BrowseAnswer, CodeHead, ReleaseLine, Status, System};
use maud::{Markup, html};

/// A list of more codes than this gets links into it, one every so many codes.
const FLAT: usize = 50;
const STRIDE: usize = 20;

/// What each code set is for, in a sentence.
fn what(system: System) -> &'static str {
    match system {
        System::Cpt => {
            "What physicians do: services and procedures (American Medical Association)."
        }
        System::Hcpcs => "Supplies, drugs, transport and services that CPT does not have (CMS).",
        System::Icd10cm => {
            "Diagnoses, injuries and reasons for a visit, since October 2015 (CDC and CMS)."
        }
        System::Icd10pcs => "Procedures of hospital inpatients, since October 2015 (CMS).",
        System::Icd9dx => "Diagnoses before October 2015.",
        System::Icd9sg => "Procedures of hospital inpatients before October 2015.",
        System::Cdt => "What dentists do (American Dental Association).",
        System::Ccsr => "Groups of ICD-10-CM diagnoses for statistics (AHRQ); never on a claim.",
    }
}

/// `GET /browse`
pub(crate) fn sets(frame: &Frame<'_>, releases: &[ReleaseLine]) -> Markup {
    let loaded = |system: System| -> Vec<&ReleaseLine> {
        releases
            .iter()
            .filter(|one| one.system == system && (one.billable > 0 || one.headers > 0))
            .collect()
    };
    frame.page(
        "Code sets",
        Place::Browse,
        html! {
            div.index {
                header {
                    h1 { "Code sets" }
                    p.lead { "Open a code set and step down from its chapters to its codes." }
                }
                ul.sets {
                    @for system in System::ALL {
                        @let lines = loaded(system);
                        @if let Some(newest) = lines.iter().max_by_key(|one| (one.billable > 0, &one.to, one.billable)) {
                            li {
                                h2 { a href={ "/browse/" (system.id()) } { (system.name()) } }
                                p { (what(system)) }
                                p.soft {
                                    @if newest.billable > 0 { (grouped(newest.billable as usize)) " codes for claims in " }
                                    @else { (grouped(newest.headers as usize)) " entries in " }
                                    (newest.label) ", " (day(&newest.from)) " to " (day(&newest.to)) ". "
                                    (changed(&lines))
                                }
                            }
                        } @else if system == System::Cpt && releases.iter().any(|one| one.system == system) {
                            li {
                                h2 { a href="/browse/cpt" { "CPT" } }
                                p { (what(system)) }
                                p.soft { "Codes are known from the tables that are loaded; the AMA's own list is not." }
                            }
                        }
                    }
                }
                p { a.go href="/releases" { "All that is loaded" } " " a.go href="/codes" { "Codes with a written page" } }
            }
        },
    )
}

/// What is shown of a code set.
pub(crate) struct HeadingPage<'a> {
    /// The code set.
    pub system: System,
    /// The tools' answer.
    pub answer: &'a BrowseAnswer,
    /// Page, from 1.
    pub page: usize,
    /// Entries a page.
    pub size: usize,
}

/// `GET /browse/{system}` and `GET /browse/{system}/{under}`
pub(crate) fn heading_page(frame: &Frame<'_>, shown: &HeadingPage<'_>) -> Markup {
    let (system, answer) = (shown.system, shown.answer);
    let own = answer.path.last();
    let title = own.map_or_else(
        || system.name().to_owned(),
        |head| format!("{} {}", called(head), titled(head)),
    );
    let here = own.map_or_else(
        || format!("/browse/{}", system.id()),
        |head| browse_address(system, &head.code),
    );
    let pages = answer.total.div_ceil(shown.size).max(1);
    let table = own.is_some_and(|head| system == System::Icd10pcs && head.status == Status::Block);
    frame.page(
        &title,
        Place::Browse,
        html! {
            div.index {
                header {
                    nav.path aria-label="Breadcrumb" {
                        ol {
                            li { a href="/browse" { "Code sets" } }
                            @if own.is_some() { li { a href={ "/browse/" (system.id()) } { (system.name()) } } }
                            @for head in answer.path.iter().rev().skip(1).rev() {
                                li { a href=(browse_address(system, &head.code)) { span.number { (called(head)) } " " (titled(head)) } }
                            }
                        }
                    }
                    h1 {
                        @match own {
                            Some(head) => { span.number { (called(head)) } " " (titled(head)) },
                            None => (title),
                        }
                    }
                    p.lead {
                        @if own.is_none() { (what(system)) " " }
                        @if answer.total == 0 { "There is nothing below it." }
                        @else { (grouped(answer.total)) @if answer.total == 1 { " entry." } @else { " entries." } }
                        @if let Some(head) = own { " " a href=(address(system, &head.code)) { "All about " (called(head)) } }
                    }
                }
                @if answer.entries.is_empty() && answer.total > 0 {
                    p { "There is nothing on this page. " a href=(here) { "Back to the first page" } }
                }
                @if table { (rows(&answer.entries)) } @else { (entries(&answer.entries)) }
                (pager(shown.page, Some(pages), shown.page < pages, &|page| format!("{here}?page={page}")))
                (rests_on(&answer.citations))
            }
        },
    )
}

fn entries(all: &[CodeHead]) -> Markup {
    html! {
        (jump(all))
        ul.listing.below {
            @for head in all {
                @if leaf(head) { li.leaf id=[jumps(all).any(|one| one.code == head.code).then_some(&head.code)] { (line(head)) } }
                @else {
                    li.branch {
                        a href=(browse_address(head.system, &head.code)) { span.number { (head.code) } " " span.name { (titled(head)) } }
                        span.kind { (kind(head)) }
                    }
                }
            }
        }
    }
}

fn leaf(head: &CodeHead) -> bool {
    matches!(head.status, Status::Billable | Status::Modifier)
}

/// The codes of a long flat list that a reader may jump to; none in a short one.
fn jumps(all: &[CodeHead]) -> impl Iterator<Item = &CodeHead> {
    let long = all.iter().filter(|head| leaf(head)).count() > FLAT;
    let leaves = all.iter().filter(move |head| long && leaf(head));
    leaves.step_by(STRIDE)
}

fn jump(all: &[CodeHead]) -> Markup {
    html! {
        @if jumps(all).next().is_some() {
            nav.jump aria-label="Jump to a code of this list" {
                span.words { "Jump to" }
                @for head in jumps(all) { " " a.code href={ "#" (head.code) } { (head.code) } }
            }
        }
    }
}

/// The codes of a PCS table by their fourth character. What the titles of a group share is shown once.
fn rows(all: &[CodeHead]) -> Markup {
    let mut groups: Vec<(&str, Vec<&CodeHead>)> = Vec::new();
    for head in all {
        let begin = head.code.get(..4).unwrap_or(&head.code);
        match groups.last_mut() {
            Some((known, codes)) if *known == begin => codes.push(head),
            _ => groups.push((begin, vec![head])),
        }
    }
    html! {
        p.words { "By the fourth character of the code: in most tables the part of the body. The rest of a code is approach, device and qualifier." }
        @for (begin, codes) in &groups {
            @let shared = shared(codes);
            section.group {
                h2 { span.number { (begin) } " " (shared.trim_end_matches(", ")) " " span.count { (counted(codes.len(), "code", "codes")) } }
                ul.listing.below {
                    @for head in codes {
                        li.leaf {
                            a href=(address(head.system, &head.code)) {
                                span.number { (head.code) } " "
                                span.name { (head.title.get(shared.len()..).filter(|rest| !rest.is_empty()).unwrap_or(&head.title)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What all titles of a group begin with, up to a comma; of one title all but its last part.
fn shared<'a>(codes: &[&'a CodeHead]) -> &'a str {
    let Some(first) = codes.first().map(|head| head.title.as_str()) else {
        return "";
    };
    let ends = first
        .match_indices(", ")
        .map(|(at, comma)| at + comma.len());
    ends.filter(|end| {
        codes
            .iter()
            .all(|head| head.title.starts_with(&first[..*end]))
    })
    .last()
    .map_or("", |end| &first[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use ligature_tools::TitleFrom;

    fn head(title: &str) -> CodeHead {
        CodeHead {
            system: System::Icd10pcs,
            code: "0DBF0ZX".into(),
            title: title.into(),
            title_from: TitleFrom::Publisher,
            status: Status::Billable,
        }
    }

    #[test]
    fn what_titles_share_is_said_once() {
        let open = head("Excision of Large Intestine, Right, Open Approach");
        let other = head("Excision of Large Intestine, Right, Percutaneous Approach");
        let left = head("Excision of Large Intestine, Left, Open Approach");
        assert_eq!(
            shared(&[&open, &other]),
            "Excision of Large Intestine, Right, "
        );
        assert_eq!(shared(&[&open, &left]), "Excision of Large Intestine, ");
        assert_eq!(shared(&[&open]), "Excision of Large Intestine, Right, ");
        assert_eq!(shared(&[&head("Whole")]), "");
        assert_eq!(shared(&[]), "");
    }
}
