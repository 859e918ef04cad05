//! What is loaded, and what changed between two releases.

use super::parts::{address, changed, escaped, line, pager, rests_on};
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::{counted, day, grouped};
use ligature_tools::{
    CodeHead, DiffAnswer, Difference, ReleaseLine, ReleasesAnswer, System, TableLine, Unlocks,
};
use maud::{Markup, html};

/// `GET /releases`
pub(crate) fn releases(frame: &Frame<'_>, answer: &ReleasesAnswer) -> Markup {
    let of = |system: System| -> Vec<&ReleaseLine> {
        answer
            .releases
            .iter()
            .filter(|one| one.system == system)
            .collect()
    };
    frame.page(
        "What is loaded",
        Place::Elsewhere,
        html! {
            div.index {
                header {
                    h1 { "What is loaded" }
                    p.lead { "Every answer is based on these tables, for the days of service that they cover. A day that no table covers is answered with “not known”, never with a guess." }
                }
                (unlocked(&answer.unlocks))
                section.loaded {
                    h2 { "The code sets, file by file" }
                    @for system in System::ALL {
                        @let lines = of(system);
                        @if !lines.is_empty() {
                            div.set {
                                h3 #{ "set-" (system.id()) } { (system.name()) }
                                p { a href={ "/browse/" (system.id()) } { "Browse " (system.name()) } " " (changed(&lines)) }
                                details.same {
                                    summary { (counted(lines.len(), "file", "files")) span.visually-hidden { " of " (system.name()) } }
                                    (table(system, &lines))
                                }
                            }
                        }
                    }
                }
                @if !answer.tables.is_empty() { (tables(&answer.tables)) }
                @if !answer.attested.is_empty() {
                    h2 { "Licences that were attested" }
                    ul.terms { @for one in &answer.attested { li { (one) } } }
                }
            }
        },
    )
}

/// What the tables make possible, and until which day; then those that are not loaded.
fn unlocked(all: &[Unlocks]) -> Markup {
    let (there, missing): (Vec<&Unlocks>, Vec<&Unlocks>) =
        all.iter().partition(|one| !one.covers.is_empty());
    html! {
        section.loaded {
            h2 #unlocked { "What they make possible, and until when" }
            div.table role="region" aria-labelledby="unlocked" tabindex="0" {
                table.cards {
                    thead { tr { th scope="col" { "Table" } th scope="col" { "It answers" } th scope="col" { "Days of service" } } }
                    tbody {
                        @for one in &there {
                            tr {
                                th scope="row" { (of_whom(one)) }
                                td data-of="Answers" { (one.unlocks) }
                                td data-of="Days" { (days(one)) }
                            }
                        }
                    }
                }
            }
        }
        @if !missing.is_empty() {
            section.loaded {
                h2 #missing { "Not loaded" }
                p.words { "These would answer more. Whoever runs Ligature fetches what a publisher gives away with " kbd { "ligature fetch" } ", or reads files with " kbd { "ligature import DIR" } "." }
                ul.missing {
                    @for one in &missing {
                        li { strong { (of_whom(one)) } ": " (one.unlocks) "." @for part in &one.incomplete { " In part: " (part) "." } }
                    }
                }
            }
        }
    }
}

fn of_whom(one: &Unlocks) -> String {
    match one.setting.as_str() {
        "" => one.table.clone(),
        setting => format!("{}, {setting}", one.table),
    }
}

/// "until 31 December 2025 (RVU25D); 1 July 2024 to 30 September 2024 (RVU24C)", the newest first.
fn days(one: &Unlocks) -> Markup {
    html! {
        ul.days {
            @for (at, covered) in one.covers.iter().rev().enumerate() {
                li {
                    @if at == 0 { strong { "until " (day(&covered.to)) } ", from " (day(&covered.from)) }
                    @else { (day(&covered.from)) " to " (day(&covered.to)) }
                    " " span.soft { "(" (covered.release) ")" }
                }
            }
            @for part in &one.incomplete { li.soft { "in part only: " (part) } }
        }
    }
}

fn table(system: System, lines: &[&ReleaseLine]) -> Markup {
    html! {
        div.table role="region" aria-labelledby={ "set-" (system.id()) } tabindex="0" {
            table {
                thead {
                    tr {
                        th scope="col" { "Release" }
                        th scope="col" { "What was read" }
                        th scope="col" { "Covers" }
                        th scope="col" .figure { "Billable codes" }
                        th scope="col" .figure { "Headings" }
                        th scope="col" .figure { "Lines read" }
                        th scope="col" .figure { "Not taken" }
                        th scope="col" { "File" }
                        th scope="col" { "Publisher and terms" }
                    }
                }
                tbody {
                    @for one in lines.iter().rev() {
                        tr {
                            th scope="row" { (one.label) }
                            td { (one.what) }
                            td { (day(&one.from)) " to " (day(&one.to)) }
                            td.figure { (some(u64::from(one.billable))) }
                            td.figure { (some(u64::from(one.headers))) }
                            td.figure { (some(one.read)) }
                            td.figure { (some(u64::from(one.refused))) }
                            td.file { (one.file) }
                            td { (one.publisher) "; " (one.licence) }
                        }
                    }
                }
            }
        }
    }
}

/// Payers' tables, for claims.
fn tables(lines: &[TableLine]) -> Markup {
    html! {
        section.loaded {
            h2 #set-tables { "Payers' tables, file by file" }
            details.same {
                summary { (counted(lines.len(), "table", "tables")) }
              div.table role="region" aria-labelledby="set-tables" tabindex="0" {
                table {
                    thead {
                        tr {
                            th scope="col" { "Release" }
                            th scope="col" { "Table" }
                            th scope="col" { "Claims of" }
                            th scope="col" { "Covers" }
                            th scope="col" .figure { "Rows" }
                            th scope="col" .figure { "Not taken" }
                            th scope="col" { "Whole?" }
                            th scope="col" { "Files" }
                            th scope="col" { "Publisher and terms" }
                        }
                    }
                    tbody {
                        @for one in lines {
                            tr {
                                th scope="row" { (one.label) }
                                td { (one.table) }
                                td { @if one.setting.is_empty() { "all" } @else { (one.setting) } }
                                td { (day(&one.from)) " to " (day(&one.to)) @if one.dated { "; before them by the days of its rows" } }
                                td.figure { (some(u64::from(one.rows))) }
                                td.figure { (some(u64::from(one.refused))) }
                                td { (one.completeness) }
                                td.file { (one.files.join(", ")) }
                                td { (one.publisher) "; " (one.licence) }
                            }
                        }
                    }
                }
              }
            }
        }
    }
}

fn some(number: u64) -> String {
    grouped(usize::try_from(number).unwrap_or(usize::MAX))
}

/// Which kind of change is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The beginning of each.
    All,
    /// New codes.
    Added,
    /// Codes that are gone.
    Deleted,
    /// Codes with another title.
    Revised,
}

impl Side {
    /// As written in addresses.
    pub fn parse(text: &str) -> Side {
        match text {
            "added" => Side::Added,
            "deleted" => Side::Deleted,
            "revised" => Side::Revised,
            _ => Side::All,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Side::All => "",
            Side::Added => "added",
            Side::Deleted => "deleted",
            Side::Revised => "revised",
        }
    }
}

/// Two releases compared.
pub(crate) struct Compared<'a> {
    /// The code set.
    pub system: System,
    /// Labels of the releases that can be compared, oldest first.
    pub labels: &'a [String],
    /// The labels that were compared.
    pub chosen: (&'a str, &'a str),
    /// The tools' answer, or why there is none.
    pub answer: Result<&'a DiffAnswer, &'a str>,
    /// Which kind is shown.
    pub side: Side,
    /// Page of that kind, from 1.
    pub page: usize,
    /// Entries a page.
    pub size: usize,
}

/// Entries of each kind where all kinds are shown.
pub(crate) const FIRST: usize = 12;

/// `GET /diff/{system}`
pub(crate) fn diff(frame: &Frame<'_>, shown: &Compared<'_>) -> Markup {
    let title = format!("What changed in {}", shown.system.name());
    frame.page(
        &title,
        Place::Elsewhere,
        html! {
            div.index {
                header {
                    nav.path aria-label="Breadcrumb" {
                        ol {
                            li { a href="/releases" { "What is loaded" } }
                            li { a href={ "/browse/" (shown.system.id()) } { (shown.system.name()) } }
                        }
                    }
                    h1 { (title) }
                }
                @if shown.labels.len() > 1 { (chooser(shown)) }
                @match shown.answer {
                    Err(why) => {
                        p.lead { (why) }
                        p { a.go href="/releases" { "What is loaded" } }
                    },
                    Ok(answer) => (changes(shown, answer)),
                }
            }
        },
    )
}

fn chooser(shown: &Compared<'_>) -> Markup {
    let choice = |id: &str, name: &str, words: &str, chosen: &str| {
        html! {
            p.field {
                label for=(id) { (words) }
                select id=(id) name=(name) {
                    @for label in shown.labels { option selected[label == chosen] { (label) } }
                }
            }
        }
    };
    html! {
        form.refine {
            (choice("diff-from", "from", "From the older release", shown.chosen.0))
            (choice("diff-to", "to", "to the newer", shown.chosen.1))
            button type="submit" { "Compare" }
        }
    }
}

fn changes(shown: &Compared<'_>, answer: &DiffAnswer) -> Markup {
    let at = |side: Side, page: usize| {
        let mut address = format!(
            "/diff/{}?from={}&to={}",
            shown.system.id(),
            escaped(shown.chosen.0),
            escaped(shown.chosen.1)
        );
        if side != Side::All {
            address.push_str("&show=");
            address.push_str(side.id());
        }
        if page > 1 {
            address.push_str(&format!("&page={page}"));
        }
        address
    };
    let [added, deleted, revised] = answer.counts;
    let sections = [
        (
            Side::Added,
            "Added",
            "Valid for claims only in the newer release.",
            added,
        ),
        (
            Side::Deleted,
            "Deleted",
            "Valid for claims only in the older release.",
            deleted,
        ),
        (
            Side::Revised,
            "Revised",
            "In both, with another title.",
            revised,
        ),
    ];
    let (skip, take) = match shown.side {
        Side::All => (0, FIRST),
        _ => (shown.page.saturating_sub(1) * shown.size, shown.size),
    };
    html! {
        p.lead {
            "From " (answer.from) " to " (answer.to) ": " (grouped(added)) " added, " (grouped(deleted)) " deleted, " (grouped(revised)) " revised."
            @if shown.side != Side::All { " " a href=(at(Side::All, 1)) { "Show all kinds" } }
        }
        @for (side, name, means, count) in sections {
            @if shown.side == Side::All || shown.side == side {
                section.change id=(side.id()) {
                    h2 { (name) " " span.count { (grouped(count)) } }
                    p.words { (means) }
                    @match side {
                        Side::Added => (codes(&answer.added, skip, take)),
                        Side::Deleted => (codes(&answer.deleted, skip, take)),
                        _ => (titles(shown.system, &answer.revised, skip, take)),
                    }
                    @if shown.side == Side::All && count > take { p { a href=(at(side, 1)) { "All " (grouped(count)) " " (side.id()) } } }
                    @if shown.side == side { (pager(shown.page, Some(count.div_ceil(shown.size).max(1)), count > skip + take, &|page| at(side, page))) }
                }
            }
        }
        (rests_on(&answer.citations))
    }
}

fn codes(all: &[CodeHead], skip: usize, take: usize) -> Markup {
    html! {
        @if all.is_empty() { p { "None." } }
        ul.listing.below { @for head in all.iter().skip(skip).take(take) { li.leaf { (line(head)) } } }
    }
}

fn titles(system: System, all: &[Difference], skip: usize, take: usize) -> Markup {
    html! {
        @if all.is_empty() { p { "None." } }
        @else {
            div.table role="region" aria-label="Revised titles" tabindex="0" {
                table.cards {
                    thead { tr { th scope="col" { "Code" } th scope="col" { "Title before" } th scope="col" { "Title now" } } }
                    tbody {
                        @for one in all.iter().skip(skip).take(take) {
                            tr {
                                th scope="row" { a.code href=(address(system, &one.what)) { (one.what) } }
                                td data-of="before" { (one.first) }
                                td data-of="now" { (one.second) }
                            }
                        }
                    }
                }
            }
        }
    }
}
