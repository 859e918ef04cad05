//! The list of tools, and each tool with a form for its request in JSON.

use super::frame::Frame;
use super::layout::Place;
use super::parts::prose;
use axum::http::StatusCode;
use ligature_tools::{Group, Tool};
use maud::{Markup, html};

/// A tool as it is shown: where it is called, and an example that works.
pub(crate) struct Shown {
    /// The tool.
    pub tool: &'static Tool,
    /// Methods and addresses.
    pub addresses: Vec<String>,
    /// The whole address of an example that is read.
    pub read: Option<String>,
    /// The whole address that takes a request in JSON.
    pub post: String,
    /// The example request, on one line.
    pub request: String,
    /// Where the API's reference describes it.
    pub place: String,
}

/// `GET /tools`
pub(crate) fn list(frame: &Frame<'_>, all: &[Shown], largest: usize) -> Markup {
    frame.page(
        "Tools and the API",
        Place::Elsewhere,
        html! {
            div.index.tools-page {
                header {
                    h1 { "Tools and the API" }
                    p.lead { "What these pages can do, your own programs can do too. Each tool has an address, an example to copy, and a page with a form to try it." }
                }
                p.doors {
                    a.go href="/api/v1/" { "The reference of the API" }
                    a.go href="/api/v1/openapi.json" { "Its description in JSON (OpenAPI)" }
                    a.go href="/api/v1/tools" { "The tools and their schemas in JSON" }
                }
                details.same {
                    summary { "Rules and limits" }
                    ul {
                        li { "Only programs on this machine are answered; there is no key and no count of calls." }
                        li { "A body is JSON with " code { "Content-Type: application/json" } ", and has at most " (largest / 1024 / 1024) " MB. It is not kept and not logged." }
                        li { "What is about a patient is sent by POST, in the body, never in an address." }
                        li { "A long list comes in pages: send " code { "next" } " of one answer as " code { "cursor" } " of the next request." }
                        li { "Fields that are not known are named in the answer; with " code { "?strict=true" } " they are refused." }
                        li { "An error is a problem answer (RFC 9457) that says what was expected. " a href="/api/v1/#problems" { "All of them" } }
                    }
                }
                nav.jump aria-label="Groups of tools" {
                    @for group in Group::ALL { a href={ "#" (group.name()) } { (heading(group)) } }
                }
                @for group in Group::ALL {
                    section.loaded aria-labelledby=(group.name()) {
                        h2 #(group.name()) { (heading(group)) }
                        ul.tool-list {
                            @for one in all.iter().filter(|one| one.tool.group == group) { (entry(one)) }
                        }
                    }
                }
            }
        },
    )
}

fn entry(one: &Shown) -> Markup {
    html! {
        li {
            h3 { a href={ "/tools/" (one.tool.name) } { (one.tool.title) } }
            p.words { (prose(one.tool.help)) }
            p.address { code { (one.addresses.first().map_or("", String::as_str)) } }
            details {
                summary { "Example" span.visually-hidden { " of " (one.tool.title) } }
                pre.command tabindex="0" role="region" aria-label={ "Example of " (one.tool.title) } translate="no" { (one.read.as_ref().map_or_else(|| post(one, false), |address| format!("curl '{address}'"))) }
            }
        }
    }
}

fn heading(group: Group) -> &'static str {
    match group {
        Group::Codes => "Code sets",
        Group::Tables => "Payers' tables",
        Group::Notes => "Operative notes",
        Group::Claims => "Claims and payments",
    }
}

/// The result of a request.
pub(crate) enum Outcome {
    /// An answer.
    Answer {
        /// In JSON.
        json: String,
        /// Remarks on the request.
        noticed: Vec<String>,
    },
    /// A refusal.
    Refused {
        /// The status of the page.
        status: StatusCode,
        /// The words for the caller.
        public: String,
    },
}

/// What the page of a tool shows.
pub(crate) struct ToolForm<'a> {
    /// The tool, with its addresses and an example.
    pub shown: &'a Shown,
    /// The answer to the example, shortened.
    pub answer: Option<&'a str>,
    /// The text in the box.
    pub request: &'a str,
    /// Fields that are not known are refused.
    pub strict: bool,
    /// The result, if the form was sent.
    pub outcome: Option<&'a Outcome>,
}

/// `GET` and `POST /tools/{name}`
pub(crate) fn tool(frame: &Frame<'_>, form: &ToolForm<'_>) -> Markup {
    let tool = form.shown.tool;
    let bounds = tool.bounds();
    frame.page(
        tool.title,
        Place::Elsewhere,
        html! {
            div.index.tool {
                header {
                    nav.path aria-label="Breadcrumb" { ol { li { a href="/tools" { "Tools and the API" } } li { a href={ "/tools#" (tool.group.name()) } { (heading(tool.group)) } } } }
                    h1 { (tool.title) " " span.number { (tool.name) } }
                    p.lead { (prose(tool.help)) }
                    p.soft {
                        "May hold: " (tool.scope.name()) ". Cost: " (tool.cost.units)
                        @if tool.cost.units == 1 { " look-up." } @else { " look-ups." }
                        @if tool.cost.heavy { " It takes a while." }
                    }
                }
                @match form.outcome {
                    Some(Outcome::Answer { json, noticed }) => {
                        section aria-labelledby="answer-title" {
                            h2 #answer-title { "The answer" }
                            @if !noticed.is_empty() {
                                ul.remarks #noticed { @for one in noticed { li { (one) } } }
                            }
                            pre #answer tabindex="0" aria-labelledby="answer-title" translate="no" { (json) }
                        }
                    },
                    Some(Outcome::Refused { public, .. }) => p.alert #refusal role="alert" { (public) },
                    None => {},
                }
                form.ask action={ "/tools/" (tool.name) } method="post" {
                    div.box {
                        label for="request" { "The request, in JSON" }
                        textarea #request name="request" rows="10" spellcheck="false" autocomplete="off" autocapitalize="off" { "\n" (form.request) }
                    }
                    div.row {
                        p.field.tick {
                            input #strict type="checkbox" name="strict" value="true" checked[form.strict];
                            label for="strict" { "Refuse fields that are not known" }
                        }
                        button type="submit" { "Ask" }
                    }
                }
                section aria-labelledby="by-program" {
                    h2 #by-program { "From a program" }
                    ul.addresses { @for address in &form.shown.addresses { li { code { (address) } } } }
                    @if let Some(address) = &form.shown.read {
                        pre.command #read tabindex="0" role="region" aria-label="Example that is read" translate="no" { "curl '" (address) "'" }
                    }
                    pre.command #curl tabindex="0" role="region" aria-label="Example with a request in JSON" translate="no" { (post(form.shown, form.strict)) }
                    @if let Some(answer) = form.answer {
                        details {
                            summary { "An answer, shortened" }
                            pre.command tabindex="0" role="region" aria-label="An answer, shortened" translate="no" { (answer) }
                        }
                    }
                    p { a.go href=(form.shown.place) { "In the reference of the API" } }
                }
                section aria-labelledby="fields" {
                    h2 #fields { "What each field may contain" }
                    @if bounds.is_empty() { p { "It takes no fields." } }
                    @else {
                        div.table role="region" aria-labelledby="fields" tabindex="0" {
                            table.cards {
                                thead { tr { th scope="col" { "Field" } th scope="col" { "May hold" } } }
                                tbody { @for (name, words) in &bounds { tr { th scope="row" { code { (name) } } td { (words) } } } }
                            }
                        }
                    }
                }
            }
        },
    )
}

/// The example request as a command.
fn post(shown: &Shown, strict: bool) -> String {
    let quoted = shown.request.replace('\'', r"'\''");
    let strict = match strict {
        true => "?strict=true",
        false => "",
    };
    format!(
        "curl -H 'Content-Type: application/json' -d '{quoted}' '{}{strict}'",
        shown.post
    )
}
