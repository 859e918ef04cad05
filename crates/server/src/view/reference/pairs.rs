//! All pair edits of a code, on a page of their own.

use super::parts::{address, escaped, one_claim, pager};
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::{day, grouped, with_days};
use ligature_tools::{PairCode, PairLine, PairsAnswer, Setting, TableLine};
use maud::{Markup, html};

/// A setting as addresses write it, by its name for people.
pub(super) fn setting(name: &str) -> &'static str {
    let named = Setting::ALL.into_iter().find(|one| one.name() == name);
    named.unwrap_or_default().id()
}

/// What the page was called with.
pub(crate) struct Listed<'a> {
    /// The code set, as addresses write it.
    pub system: &'a str,
    /// The code, as typed.
    pub code: &'a str,
    /// Date of service, as typed.
    pub date: &'a str,
    /// The other code, as typed.
    pub other: &'a str,
    /// Whose claims.
    pub setting: Setting,
    /// Edits that are not in force too.
    pub all: bool,
    /// Which page, from 1.
    pub page: usize,
    /// How many a page.
    pub each: usize,
}

impl Listed<'_> {
    fn code_page(&self) -> String {
        format!("/codes/{}/{}", escaped(self.system), escaped(self.code))
    }

    fn address(&self, page: usize) -> String {
        let mut to = format!("{}/pairs?setting={}", self.code_page(), self.setting.id());
        for (name, value) in [("date", self.date), ("other", self.other)] {
            if !value.is_empty() {
                to += &format!("&{name}={}", escaped(value));
            }
        }
        if self.all {
            to += "&all=1";
        }
        format!("{to}&page={page}")
    }
}

/// `GET /codes/{system}/{code}/pairs`
pub(crate) fn pairs(frame: &Frame<'_>, list: &Listed<'_>, answer: &PairsAnswer) -> Markup {
    let of = &answer.code;
    let last = answer.total.div_ceil(list.each).max(1);
    page(
        frame,
        list,
        &of.code,
        &html! { (of.code) " " (named(of)) },
        &html! {
            p.lead { "Two codes of a pair edit are not both paid on one day for one patient: column 1 is paid, column 2 is not." }
            @if let Some(together) = &answer.together { (one_claim(together)) }
            (form(list))
            @if answer.other.is_none() {
                p {
                    "On claims of " (whose(list.setting)) ", on " (day(&answer.date)) ": " (of.code) " is paid and the other is not in "
                    strong { (grouped(answer.column_one)) } "; the other is paid and " (of.code) " is not in "
                    strong { (grouped(answer.column_two)) } "."
                }
            }
            @if answer.pairs.is_empty() {
                @if answer.together.is_none() { p { "There is no edit in this table." @if !answer.release.missing.is_empty() { " It may be in a part that is missing." } } }
            } @else { (listed(answer)) }
            (pager(list.page, Some(last), list.page < last, &|page| list.address(page)))
            @if !answer.modifiers.is_empty() {
                details.same {
                    summary { "Modifiers that may pass an edit of indicator 1 " span.count { (answer.modifiers.len()) } }
                    p { "Where the record supports one: " (answer.modifiers.join(", ")) "." }
                }
            }
            p.words { (rests(&answer.release, answer.by_history)) }
        },
    )
}

/// The same page when no table answers: why, and the form.
pub(crate) fn no_pairs(frame: &Frame<'_>, list: &Listed<'_>, why: &str) -> Markup {
    page(
        frame,
        list,
        list.code,
        &html! { (list.code) },
        &html! {
            p.verdict.unknown { strong { "Not known: no table answers." } }
            p.lead { (with_days(why)) }
            (form(list))
            p { a.go href="/releases" { "What is loaded" } }
        },
    )
}

fn page(frame: &Frame<'_>, list: &Listed<'_>, code: &str, of: &Markup, main: &Markup) -> Markup {
    let title = match list.other {
        "" => format!("Pair edits of {code}"),
        other => format!("Pair edits of {code} with {other}"),
    };
    frame.page(
        &title,
        Place::Browse,
        html! {
            div.index {
                header {
                    nav.path aria-label="Breadcrumb" { ol { li { a href=(list.code_page()) { (of) } } } }
                    h1 { (title) }
                }
                (main)
            }
        },
    )
}

fn named(code: &PairCode) -> &str {
    match code.title.as_str() {
        "" => "no name loaded",
        title => title,
    }
}

fn whose(setting: Setting) -> &'static str {
    match setting {
        Setting::Outpatient => "hospital outpatient departments",
        _ => "practitioners",
    }
}

fn rests(release: &TableLine, by_history: bool) -> Markup {
    html! {
        "From " (release.table) " " (release.label) ", " (day(&release.from)) " to " (day(&release.to))
        @if release.missing.is_empty() { "." } @else { "; " strong { (release.completeness) } "." }
        @if by_history { " The day is before this release; the days of its rows decide." }
    }
}

fn form(list: &Listed<'_>) -> Markup {
    html! {
        form.refine method="get" action={ (list.code_page()) "/pairs" } {
            p.field.words { label for="pair-other" { "With code …?" } input #pair-other name="other" maxlength="20" value=(list.other) autocomplete="off" spellcheck="false" data-complete="code"; }
            p.field { label for="pair-day" { "Date of service" } input #pair-day type="date" name="date" value=(list.date); }
            p.field { label for="pair-setting" { "Claims of" } select #pair-setting name="setting" {
                @for setting in [Setting::Practitioner, Setting::Outpatient] {
                    option value=(setting.id()) selected[list.setting.id() == setting.id()] { (whose(setting)) }
                }
            } }
            p.tick { input #pair-all type="checkbox" name="all" value="1" checked[list.all]; label for="pair-all" { "Those not in force too" } }
            button type="submit" { "Show" }
        }
    }
}

/// The edits of a code: those in which it is paid, then those in which it is not.
fn listed(answer: &PairsAnswer) -> Markup {
    let of = &answer.code.code;
    let (paid, not): (Vec<&PairLine>, Vec<&PairLine>) = answer
        .pairs
        .iter()
        .partition(|one| one.column_one.code == *of);
    let groups = [
        (format!("{of} is paid, these are not"), paid),
        (format!("These are paid, {of} is not"), not),
    ];
    html! {
        @for (heading, lines) in &groups {
            @if !lines.is_empty() {
                section.pair-list {
                    h2 { (heading) }
                    ul { @for one in lines { (line(of, one)) } }
                }
            }
        }
    }
}

fn line(of: &str, one: &PairLine) -> Markup {
    let other = match one.column_one.code == of {
        true => &one.column_two,
        false => &one.column_one,
    };
    let (sign, passes) = match one.indicator {
        0 => ("never", "no modifier passes it"),
        1 => ("modifier", "a modifier may pass it, when it is documented"),
        _ => ("ended", "the edit does not apply"),
    };
    html! {
        li {
            a href=(address(other.system, &other.code)) { span.number { (other.code) } " " span.name { (named(other)) } }
            p.words {
                span.passes.gone[one.indicator == 0] title=(passes) { (one.indicator) ": " (sign) }
                @if let Some(days) = days(one) { " · " (days) }
                @if !one.in_force && one.indicator != 9 { " · not in force on this day" }
                " · " (one.reason)
            }
        }
    }
}

/// The days of an edit, where the table has them.
fn days(one: &PairLine) -> Option<String> {
    match (&one.from, &one.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {}", day(from))),
        (None, Some(to)) => Some(format!("until {}", day(to))),
        (Some(from), Some(to)) => Some(format!("{} to {}", day(from), day(to))),
    }
}

/// Pair edits as a table.
pub(super) fn edits(pairs: &[PairLine]) -> Markup {
    html! {
        div.table role="region" aria-label="Pair edits" tabindex="0" {
            table.cards {
                thead { tr {
                    th scope="col" { "Paid" }
                    th scope="col" { "Not paid" }
                    th scope="col" { "Indicator" }
                    th scope="col" { "Days" }
                    th scope="col" { "Why" }
                } }
                tbody {
                    @for one in pairs {
                        tr {
                            td data-of="Paid" { (code(&one.column_one)) }
                            td data-of="Not paid" { (code(&one.column_two)) }
                            td data-of="Indicator" { (one.indicator) ": " (one.meaning) }
                            td data-of="Days" { (days(one).unwrap_or_else(|| "not in this table".to_owned())) }
                            td data-of="Why" { (one.reason) }
                        }
                    }
                }
            }
        }
    }
}

fn code(code: &PairCode) -> Markup {
    html! { a href=(address(code.system, &code.code)) { span.number { (code.code) } " " span.name { (named(code)) } } }
}
