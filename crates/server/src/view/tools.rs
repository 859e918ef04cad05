//! The list of tools, and each tool with a form for its request in JSON.

use super::frame::Frame;
use super::layout::Place;
use super::parts::prose;
use axum::http::StatusCode;
use ligature_tools::{Group, Tool};
use maud::{Markup, html};

/// `GET /tools`
pub(crate) fn list(frame: &Frame<'_>, tools: &[Tool]) -> Markup {
    frame.page(
        "Tools",
        Place::Elsewhere,
        html! {
            div.index {
                header {
                    h1 { "Tools" }
                    p.lead { "Every tool of Ligature, each with a form for a request in JSON. Programs call the same tools through " a href="/api/v1/" { "the API" } "." }
                }
                @for group in Group::ALL {
                    section.loaded {
                        h2 #(group.name()) { (heading(group)) }
                        ul.listing.tools {
                            @for tool in tools.iter().filter(|tool| tool.group == group) {
                                li { a href={ "/tools/" (tool.name) } { span.number { (tool.name) } " " span.name { (tool.title) } } " " span.soft { (prose(tool.help)) } }
                            }
                        }
                    }
                }
            }
        },
    )
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
    /// Where programs ask it.
    pub address: &'a str,
    /// A request, on one line.
    pub example: &'a str,
    /// The text in the box.
    pub request: &'a str,
    /// Fields that are not known are refused.
    pub strict: bool,
    /// The result, if the form was sent.
    pub outcome: Option<&'a Outcome>,
}

/// `GET` and `POST /tools/{name}`
pub(crate) fn tool(frame: &Frame<'_>, tool: &Tool, form: &ToolForm<'_>) -> Markup {
    let bounds = tool.bounds();
    frame.page(
        tool.title,
        Place::Elsewhere,
        html! {
            div.index.tool {
                header {
                    nav.path aria-label="Breadcrumb" { ol { li { a href="/tools" { "Tools" } } } }
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
                section aria-labelledby="fields" {
                    h2 #fields { "What each field may contain" }
                    @if bounds.is_empty() { p { "It takes no fields." } }
                    @else {
                        div.table role="region" aria-labelledby="fields" tabindex="0" {
                            table {
                                thead { tr { th scope="col" { "Field" } th scope="col" { "May hold" } } }
                                tbody { @for (name, words) in &bounds { tr { th scope="row" { code { (name) } } td { (words) } } } }
                            }
                        }
                    }
                }
                section aria-labelledby="by-program" {
                    h2 #by-program { "From a program" }
                    pre.command #curl tabindex="0" aria-labelledby="by-program" translate="no" { (curl(form)) }
                    p { a.go href="/api/v1/" { "The API" } }
                }
            }
        },
    )
}

/// The same as a command.
fn curl(form: &ToolForm<'_>) -> String {
    let quoted = form.example.replace('\'', r"'\''");
    let strict = match form.strict {
        true => "?strict=true",
        false => "",
    };
    format!(
        "curl -H 'Content-Type: application/json' -d '{quoted}' '{}{strict}'",
        form.address
    )
}
