//! The modifiers that a finding allows, each a button, and what one that was tried has changed.

use ligature_claim::check::Finding;
use ligature_claim::{Line, MOST_MODIFIERS, Rules};
use ligature_knowledge::ClaimModifier;
use ligature_tools::{Change, Effect};
use maud::{Markup, html};
use rust_decimal::Decimal;

/// The id of the form that holds the claim that was typed.
pub(super) const TYPED: &str = "c0";

/// A button for each modifier that a finding allows, with what the note must say; `told` where the finding above offers the
/// same. Nothing where none is allowed.
pub(super) fn ways(
    finding: &Finding,
    rules: &Rules,
    (form, told): (&str, bool),
    beside: &Line,
) -> Markup {
    let Some(allowed) = &finding.allowed else {
        return html! {};
    };
    let named: Vec<&ClaimModifier> = allowed.named(rules).collect();
    let places: Vec<&ClaimModifier> = allowed.places(rules).collect();
    if told || (named.is_empty() && places.is_empty()) {
        return html! { @if told { p.soft { "The modifiers offered above answer this finding as well." } } };
    }
    let own = allowed.line == beside.line;
    if own && beside.modifiers.len() >= MOST_MODIFIERS {
        return html! { p.soft { "The line has " (MOST_MODIFIERS) " modifiers already; there is no room to try another." } };
    }
    let list = format!("place-{}", beside.line);
    let id = format!("{form}-{list}");
    html! {
        div.ways {
            p { strong { "Try a modifier" } @if !own { " on line " (allowed.line) } ". Each is proper only if the note supports it; "
                @if form == TYPED { "trying one changes nothing but this page." } @else { "the claim with it opens in a new tab." } }
            ul {
                @for way in named {
                    li {
                        button form=(form) name="with" value={ (allowed.line) ":" (way.modifier) } { "With " (way.modifier) }
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
                            @for place in places { option value=(place.modifier) { (place.modifier) ": " (place.says) } }
                        }
                        button form=(form) name="with" value={ (allowed.line) ":@" (list) } { "With this one" }
                    }
                }
            }
        }
    }
}

/// What a modifier did, and the way back.
pub(super) fn changed(effect: &Effect, rules: &Rules, form: &str) -> Markup {
    let name = effect.modifier.as_str();
    let mut listed = rules.authored.modifiers.iter();
    let rule = listed.find(|m| m.modifier == name);
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

fn dollars(amount: Decimal) -> String {
    format!("${amount}")
}
