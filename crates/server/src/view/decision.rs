//! One decision: the code, the rule, the words it rests on, and why not its neighbours.

use super::parts::{code, condition, label, quotes, sign};
use crate::code_pages::CodePages;
use crate::marks;
use crate::words::counted;
use ligature_tools::{Confidence, Decision, Neighbour};
use maud::{Markup, html};

/// The card of a decision.
pub(crate) fn card(code_pages: &CodePages, at: usize, made: &Decision) -> Markup {
    let thing = marks::decision(at, &made.code);
    html! {
        article.card.decision .(thing.look) #(thing.anchor) data-thing=(thing.anchor) aria-labelledby={ (thing.anchor) "-name" } {
            header {
                a.pick href={ "#" (thing.anchor) } {
                    (sign(&thing))
                    span.number { @if made.under.is_some() { span.plus { "+" } } (made.code) }
                    @for modifier in &made.modifiers { span.modifier { "-" (modifier.modifier) } }
                }
                p.units {
                    (counted(made.units as usize, "unit", "units"))
                    @if let Some(primary) = &made.under { ", add-on under " (code(code_pages, primary)) }
                }
                h3 #{ (thing.anchor) "-name" } { (made.name) }
            }
            p.because { (made.because) }
            div.rests {
                p.label { "Rests on" }
                ul.conditions {
                    @if !made.evidence.is_empty() {
                        li.condition.met.act { p { span.wanted { "the act itself" } } (quotes(&made.evidence)) }
                    }
                    @for held in &made.conditions { (condition(held)) }
                }
            }
            @for modifier in &made.modifiers {
                p.why { (label("Modifier")) span.code { (modifier.modifier) } " " (modifier.because) " " (quotes(&modifier.quotes)) }
            }
            (confidence(&made.confidence))
            @if !made.source.is_empty() { p.source { (label("Source")) (made.source) } }
            (facts(code_pages, &made.code))
            @if !made.neighbours.is_empty() { (neighbours(code_pages, &made.neighbours)) }
        }
    }
}

fn confidence(sure: &Confidence) -> Markup {
    match sure {
        Confidence::Documented => {
            html! { p.sure { (label("Confidence")) "documented: every deciding fact is in the note." } }
        }
        Confidence::Inferred(from) => html! {
            p.sure.inferred {
                (label("Confidence")) "inferred from "
                @for (at, one) in from.iter().enumerate() { @if at > 0 { "; " } (one.trim_end_matches('.')) }
                "."
            }
        },
    }
}

/// The two facts that a coder needs first, and a link to the rest.
fn facts(code_pages: &CodePages, of: &str) -> Markup {
    let Some(page) = code_pages.page(of) else {
        return html! {};
    };
    html! {
        p.facts {
            @if !page.global.is_empty() { "Global " (page.global) " · " }
            @if !page.work_rvu.is_empty() { "work RVU " (page.work_rvu) " · " }
            @if let Some(units) = page.unit_limit { "at most " (counted(units as usize, "unit", "units")) " (MUE) · " }
            @if code_pages.links { a href={ "/codes/" (page.code) } { "the page of " (page.code) } }
            @else { "see " span.mono { "ligature show " (page.code) } }
        }
    }
}

fn neighbours(code_pages: &CodePages, all: &[Neighbour]) -> Markup {
    html! {
        details.neighbours {
            summary { "Why not the neighbour? " span.count { (counted(all.len(), "code", "codes")) " weighed" } }
            ul {
                @for other in all {
                    li {
                        p.head { (code(code_pages, &other.code)) " " span.name { (other.name) } }
                        p { (other.why) }
                        @if !other.failed.is_empty() {
                            ul.conditions { @for held in &other.failed { (condition(held)) } }
                        }
                    }
                }
            }
        }
    }
}
