//! Tables that are missing, and adding them.

use super::frame::Frame;
use super::layout::Place;
use crate::words::day;
use ligature_tools::Unlocks;
use maud::{Markup, html};

/// How far adding files is.
#[derive(Debug, Clone, Default)]
pub(crate) enum Progress {
    /// Nothing was added yet.
    #[default]
    Nothing,
    /// It runs: what is being done.
    Running(String),
    /// It is done: the report.
    Done(String),
    /// Nothing was added: why.
    Failed(String),
}

/// Code sets that are history: no one misses them on a first day.
const HISTORY: &str = "before October 2015";

/// What is missing for today: not loaded, or loaded up to a day before.
struct Missing<'a> {
    table: &'a Unlocks,
    /// The last day that is covered; none: it is not loaded.
    until: Option<&'a str>,
}

fn missing<'a>(all: &'a [Unlocks], today: &str) -> Vec<Missing<'a>> {
    let wanted = all
        .iter()
        .filter(|one| !one.unlocks.contains(HISTORY) && !one.page.is_empty());
    let until = |one: &'a Unlocks| one.covers.iter().map(|c| c.to.as_str()).max();
    let mut found: Vec<Missing<'_>> = wanted
        .map(|table| Missing {
            table,
            until: until(table),
        })
        .filter(|one| one.until.is_none_or(|until| until < today))
        .collect();
    found.sort_by_key(|one| one.until.is_some());
    found
}

/// On the first page: which tables are missing, what each makes possible and where its publisher gives it away; and the form that
/// takes them, where the site can.
pub(super) fn tables(frame: &Frame<'_>, today: &str, loads: bool) -> Markup {
    let all = missing(&frame.about.unlocks, today);
    let none = all.iter().filter(|one| one.until.is_none()).count();
    html! {
        @if !all.is_empty() {
            section.tables #tables aria-labelledby="tables-title" {
                details open[!frame.about.loaded] {
                    summary {
                        h2 #tables-title {
                            @if !frame.about.loaded { "Load the tables first" }
                            @else if none > 0 { (none) " tables are not loaded, " (all.len() - none) " end before today" }
                            @else { (all.len()) " tables end before today" }
                        }
                    }
                    p {
                        "Their publishers give them away. Download what you need and "
                        @if loads { "drop the files here, zipped or not." } @else { "have them added with " kbd { "ligature import" } "." }
                    }
                    @if loads { (form()) }
                    ul.missing {
                        @for one in &all {
                            li {
                                strong { (one.table.table) @if !one.table.setting.is_empty() { ", " (one.table.setting) } }
                                ": " (one.table.unlocks) ". "
                                @if let Some(until) = one.until { span.soft { "Loaded until " (day(until)) ". " } }
                                a href=(one.table.page) rel="noreferrer" { "Where to get it" span.visually-hidden { ": " (one.table.table) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn form() -> Markup {
    html! {
        form.load action="/load" method="post" enctype="multipart/form-data" data-load {
            p.field {
                label for="tables-in" { "Publishers’ files" }
                input #tables-in type="file" name="files" multiple required;
            }
            button type="submit" { "Add them" }
            p.said role="status" {}
        }
    }
}

/// `GET /load`
pub(crate) fn progress(frame: &Frame<'_>, progress: &Progress) -> Markup {
    let title = match progress {
        Progress::Nothing => "Add tables",
        Progress::Running(_) => "Adding the tables …",
        Progress::Done(_) => "The tables are added",
        Progress::Failed(_) => "Nothing was added",
    };
    frame.own_page(
        title,
        Place::Elsewhere,
        html! {
            div.plain {
                h1 { (title) }
                @match progress {
                    Progress::Nothing => { p.lead { "Drop publishers’ files here, zipped or not." } (form()) },
                    Progress::Running(step) => {
                        p.lead role="status" { (step) " …" }
                        p { progress aria-label="Adding the tables" {} }
                        p { "This page asks again each second. The site goes on with the old tables until the new ones are ready." }
                    },
                    Progress::Done(report) => {
                        p.lead { "The site answers from them now." }
                        pre.report tabindex="0" { (report) }
                        p { a.go href="/" { "First page" } " " a.go href="/releases" { "What is loaded" } }
                    },
                    Progress::Failed(why) => {
                        p.alert role="alert" { (why) }
                        p { "The tables that were loaded before are as they were." }
                        (form())
                    },
                }
            }
        },
    )
}
