//! All pair edits of a code, on a page of their own.

use super::parts::{address, escaped, pager};
use crate::view::frame::Frame;
use crate::view::layout::Place;
use crate::words::{day, grouped};
use ligature_tools::{PairCode, PairLine, PairsAnswer, Setting, TableLine};
use maud::{Markup, html};

/// A setting as addresses write it, by its name for people.
pub(super) fn setting(name: &str) -> &'static str {
    let named = Setting::ALL.into_iter().find(|one| one.name() == name);
    named.unwrap_or_default().id()
}

/// What the page was called with.
pub(crate) struct Listed<'a> {
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
    fn address(&self, of: &PairCode, page: usize) -> String {
        let mut to = format!(
            "{}/pairs?setting={}",
            address(of.system, &of.code),
            self.setting.id()
        );
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
    let title = format!("Pair edits of {}", of.code);
    let last = answer.total.div_ceil(list.each).max(1);
    frame.page(
        &title,
        Place::Browse,
        html! {
            div.index {
                header {
                    p { a href=(address(of.system, &of.code)) { (of.code) " " (named(of)) } }
                    h1 { (title) }
                    p.lead { (answer.setting) " claims, on " (day(&answer.date)) ". " (rests(&answer.release, answer.by_history)) }
                }
                (form(list, of))
                @if answer.other.is_none() {
                    p { (of.code) " is paid and the other is not in " strong { (grouped(answer.column_one)) }
                        "; the other is paid and " (of.code) " is not in " strong { (grouped(answer.column_two)) } "." }
                }
                @if answer.pairs.is_empty() { p { "There is no edit in this table." @if !answer.release.missing.is_empty() { " It may be in a part that is missing." } } }
                @else { (table(answer)) }
                (pager(list.page, Some(last), list.page < last, &|page| list.address(of, page)))
                @if !answer.modifiers.is_empty() {
                    p.words { "Modifiers that may pass an edit of indicator 1, where the record supports one: " (answer.modifiers.join(", ")) "." }
                }
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

fn rests(release: &TableLine, by_history: bool) -> Markup {
    html! {
        (release.table) " " (release.label) ", " (day(&release.from)) " to " (day(&release.to))
        @if release.missing.is_empty() { "." } @else { "; " strong { (release.completeness) } "." }
        @if by_history { " The day is before this release; the days of its rows decide." }
    }
}

fn form(list: &Listed<'_>, of: &PairCode) -> Markup {
    html! {
        form.filters method="get" action={ (address(of.system, &of.code)) "/pairs" } {
            label { "Other code " input name="other" size="7" maxlength="10" value=(list.other); }
            label { "Date of service " input type="date" name="date" value=(list.date); }
            label { "Claims of " select name="setting" {
                @for (value, name) in [("practitioner", "practitioners"), ("outpatient", "hospital outpatients")] {
                    option value=(value) selected[list.setting.id() == value] { (name) }
                }
            } }
            label { input type="checkbox" name="all" value="1" checked[list.all]; " Those not in force too" }
            button { "Show" }
        }
    }
}

fn table(answer: &PairsAnswer) -> Markup {
    html! {
        (edits(&answer.pairs, Some(&answer.code.code)))
    }
}

/// Pair edits as a table; `of` is the code of the page, which is not linked to itself.
pub(super) fn edits(pairs: &[PairLine], of: Option<&str>) -> Markup {
    html! {
        div.table role="region" aria-label="Pair edits" tabindex="0" {
            table {
                thead { tr {
                    th scope="col" { "Paid" }
                    th scope="col" { "Not paid" }
                    th scope="col" { "Indicator" }
                    th scope="col" { "Days" }
                    th scope="col" { "Why" }
                } }
                tbody { @for one in pairs { (row(of, one)) } }
            }
        }
    }
}

fn row(of: Option<&str>, one: &PairLine) -> Markup {
    let code = |code: &PairCode| {
        html! {
            @if of == Some(code.code.as_str()) { span.number { (code.code) } }
            @else { a href=(address(code.system, &code.code)) { span.number { (code.code) } " " span.name { (named(code)) } } }
        }
    };
    let days = match (&one.from, &one.to) {
        (None, None) => "not in this table".to_owned(),
        (Some(from), None) => format!("from {}", day(from)),
        (None, Some(to)) => format!("until {}", day(to)),
        (Some(from), Some(to)) => format!("{} to {}", day(from), day(to)),
    };
    html! {
        tr {
            td { (code(&one.column_one)) }
            td { (code(&one.column_two)) }
            td { (one.indicator) ": " (one.meaning) @if !one.in_force && one.indicator != 9 { "; not in force on this day" } }
            td { (days) }
            td { (one.reason) }
        }
    }
}
