//! What a coder does next with an answer: copies its codes, checks them as a claim.

use ligature_tools::Answer;
use maud::{Markup, html};

/// Places of service that a surgeon's note is likely to be of (CMS, Place of Service Codes for Professional Claims).
const PLACES: [(&str, &str); 5] = [
    ("21", "Inpatient hospital (21)"),
    ("22", "Outpatient hospital (22)"),
    ("24", "Surgery center (24)"),
    ("23", "Emergency room (23)"),
    ("11", "Office (11)"),
];

/// The codes as lines of a claim: `44121 x 2`, `44120-22`.
fn lines(answer: &Answer) -> Vec<String> {
    let line = |made: &ligature_tools::Decision| {
        let modifiers = made.modifiers.iter();
        let modifiers: String = modifiers.map(|m| format!("-{}", m.modifier)).collect();
        match made.units {
            1 => format!("{}{modifiers}", made.code),
            units => format!("{}{modifiers} x {units}", made.code),
        }
    };
    answer.decisions.iter().map(line).collect()
}

/// Copy, and check as a claim, with the date and the place; nothing where there is no code.
pub(super) fn next(answer: &Answer, locality: &str) -> Markup {
    let lines = lines(answer);
    html! {
        @if !lines.is_empty() {
            form.next action="/claims" method="post" {
                span.visually-hidden data-copies=(lines.join("\n")) data-label="Copy all codes" { (lines.join(", ")) }
                input type="hidden" name="lines" value=(lines.join("\n"));
                input type="hidden" name="locality" value=(locality);
                p.field { label for="claim-date" { "Date of service" } input #claim-date type="date" name="date" value=(answer.date.as_deref().unwrap_or_default()) required; }
                p.field { label for="claim-place" { "Place" } select #claim-place name="place" { @for (place, name) in PLACES { option value=(place) { (name) } } } }
                button type="submit" { "Check as a claim" }
            }
        }
    }
}
