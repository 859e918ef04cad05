//! The modifiers that a finding allows, each a button, and what one that was tried has changed.

use ligature_tools::{Change, Effect, Finding, Line, MOST_MODIFIERS, Meaning};
use maud::{Markup, html};
use std::fmt::Display;

/// The id of the form that holds the claim that was typed.
pub(super) const TYPED: &str = "c0";

/// A button for each modifier that a finding allows, with what the note must say; `offered` where the finding above offers the
/// same. Nothing where none is allowed.
pub(super) fn ways(
    finding: &Finding,
    known: &[Meaning],
    (form, offered): (&str, bool),
    at: &Line,
) -> Markup {
    let Some(allowed) = &finding.allowed else {
        return html! {};
    };
    // one of which nothing is written down is not offered
    let described = |name: &String| {
        known
            .iter()
            .find(|m| m.value == *name && !m.needs.is_empty())
    };
    let named: Vec<&Meaning> = allowed.modifiers.iter().filter_map(described).collect();
    let places = known.iter().filter(|m| allowed.anatomic && m.anatomic);
    let places: Vec<&Meaning> = places.collect();
    if offered || (named.is_empty() && places.is_empty()) {
        return html! { @if offered { p.soft { "The modifiers offered above apply to this finding too." } } };
    }
    let own = allowed.line == at.line;
    if own && at.modifiers.len() >= MOST_MODIFIERS {
        return html! { p.soft { "The line has " (MOST_MODIFIERS) " modifiers already; there is no room to try another." } };
    }
    let list = format!("place-{}", at.line);
    let id = format!("{form}-{list}");
    html! {
        div.ways {
            p { strong { "Try a modifier" } @if !own { " on line " (allowed.line) } ". Each is proper only if the note supports it; "
                @if form == TYPED { "trying one changes nothing but this page." } @else { "the claim with it opens in a new tab." } }
            ul {
                @for way in named {
                    li {
                        button form=(form) name="with" value={ (allowed.line) ":" (way.value) } { "With " (way.value) }
                        span { "The note must show: " (way.needs) }
                    }
                }
            }
            @if !places.is_empty() {
                details {
                    summary { "An anatomic modifier, where the two were done at different places" }
                    p.place {
                        label for=(id) { "The place that the note names" }
                        select id=(id) form=(form) name=(list) {
                            @for place in places { option value=(place.value) { (place.value) ": " (place.means) } }
                        }
                        button form=(form) name="with" value={ (allowed.line) ":@" (list) } { "With this one" }
                    }
                }
            }
        }
    }
}

/// The effect of a modifier, and a button that removes it.
pub(super) fn changed(effect: &Effect, known: &[Meaning], form: &str) -> Markup {
    let name = effect.modifier.as_str();
    let described = |m: &&Meaning| m.value == name && !m.needs.is_empty();
    let rule = known.iter().find(described);
    html! {
        section.effect #effect aria-label={ "What " (name) " changes" } {
            h3 { "With " (name) " on line " (effect.line) }
            div.table role="region" aria-label="Before and after" tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Line" } th scope="col" { "Before" } th scope="col" { "With " (name) } } }
                    tbody {
                        @for change in &effect.changes {
                            tr {
                                th scope="row" { span.number { (change.code) } " " span.soft { "line " (change.line) } }
                                td { (before(change)) }
                                td { (after(change)) }
                            }
                        }
                    }
                }
            }
            @if effect.priced.is_none() { p.soft { "Give a locality below to see prices." } }
            p { strong { "Proper only if the note supports it." } @if let Some(rule) = rule { " The note must show: " (rule.needs) } }
            @if let Some(rule) = rule.filter(|r| !r.improper.is_empty()) { p { "Improper: " (rule.improper) } }
            p { button form=(form) name="without" value={ (effect.line) ":" (name) } { "Take " (name) " off again" } }
        }
    }
}

fn before(change: &Change) -> Markup {
    match (change.before.denied, change.before.allowed) {
        (true, Some(price)) => {
            html! { "denied: $0.00" br; span.soft { "(priced " (dollars(price)) ")" } }
        }
        (true, None) => html! { "denied: nothing is paid" },
        (false, Some(price)) => html! { "not denied, priced " (dollars(price)) },
        (false, None) => html! { "not denied" },
    }
}

fn after(change: &Change) -> Markup {
    match (change.after.denied, change.after.allowed) {
        (true, _) => html! { strong { "still denied" } " by another finding, see below" },
        (false, Some(price)) => html! { strong { "not denied, priced " (dollars(price)) } },
        (false, None) => html! { strong { "not denied" } },
    }
}

fn dollars(amount: impl Display) -> String {
    format!("${amount}")
}
