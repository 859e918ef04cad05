//! Claims: the form, findings beside their lines, prices step by step.

use super::layout::Place;
use super::reference::Frame;
use ligature_claim::check::{Checked, Finding, Layer, Severity};
use ligature_claim::price::{Priced, PricedLine};
use ligature_claim::{Claim, Outcome};
use maud::{Markup, html};
use serde::Deserialize;

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    /// Lines, one a row.
    pub lines: String,
    /// What the same provider did before.
    pub earlier: String,
    /// Date of service.
    pub date: String,
    /// Place of service.
    pub place: String,
    /// Contractor and number of the locality.
    pub locality: String,
    /// Whose claim.
    pub setting: String,
}

/// What is known of it.
pub(crate) struct Answered {
    /// The claim.
    pub claim: Claim,
    /// Its findings.
    pub checked: Checked,
    /// Its prices, where a locality was given.
    pub priced: Option<Priced>,
}

/// `/claims`
pub(crate) fn page(
    frame: &Frame<'_>,
    typed: &Typed,
    answer: Option<Result<&Answered, &String>>,
) -> Markup {
    frame.page(
        "Check a claim",
        Place::Claims,
        html! {
            div.index.claims {
                header {
                    h1 { "Check a claim" }
                    p.lead { "May these lines be billed together, and what does the fee schedule allow? Each answer names its table and the days it speaks for." }
                }
                @if let Some(Err(why)) = answer { p.alert role="alert" { "The claim cannot be read: " (why) "." } }
                @if let Some(Ok(answered)) = answer { (findings(answered)) }
                (form(typed, answer.is_some()))
            }
        },
    )
}

fn form(typed: &Typed, again: bool) -> Markup {
    let setting = typed.setting.as_str();
    html! {
        form.ask method="post" action="/claims" {
            @if again { h2 { "Change it and check again" } }
            div.box {
                label for="lines" { "Lines: a code each, with its modifiers and units" }
                textarea #lines name="lines" rows="6" required maxlength="20000" spellcheck="false" autocapitalize="characters" aria-describedby="how" placeholder="44120\n44121 x 2\n99223-57" { (typed.lines) }
            }
            p.said #how { "For example " code { "44121 x 2" } ", " code { "99213-25" } ", or " code { "2024-08-02 99213" } " where the day differs." }
            div.row {
                p.field { label for="date" { "Date of service" } input #date type="date" name="date" value=(typed.date) required; }
                p.field { label for="place" { "Place of service" } input #place name="place" value=(typed.place) size="4" maxlength="2" inputmode="numeric" placeholder="21"; }
                p.field { label for="setting" { "Claim of" } select #setting name="setting" {
                    @for (value, name) in [("practitioner", "a practitioner"), ("outpatient", "a hospital's outpatient department"), ("supplier", "a supplier")] {
                        option value=(value) selected[setting == value] { (name) }
                    }
                } }
                p.field { label for="locality" { "Locality, for prices" } input #locality name="locality" value=(typed.locality) size="10" maxlength="12" placeholder="13202-01"; }
            }
            details open[!typed.earlier.trim().is_empty()] {
                summary { "What the same provider did before, for the global period" }
                div.box {
                    label for="earlier" { "A day and a code each" }
                    textarea #earlier name="earlier" rows="3" maxlength="20000" spellcheck="false" placeholder="2024-08-06 44120" { (typed.earlier) }
                }
            }
            div.row { button type="submit" { "Check" } }
        }
    }
}

fn findings(answered: &Answered) -> Markup {
    let Answered {
        claim,
        checked,
        priced,
    } = answered;
    let of = |number: u32| {
        let about = move |f: &&Finding| f.lines.contains(&number);
        checked.findings.iter().filter(about)
    };
    let apart = checked.findings.iter().filter(|f| f.lines.is_empty());
    html! {
        section #lines-checked aria-labelledby="found" {
            h2 #found { "What was found" }
            p.words role="status" { (verdict(checked)) }
            ol.claim-lines {
                @for line in &claim.lines {
                    @let price = priced.as_ref().and_then(|p| p.lines.iter().find(|l| l.line == line.line));
                    li.claim-line {
                        header {
                            span.number { (line.code.to_uppercase()) @for m in &line.modifiers { "-" (m.to_uppercase()) } }
                            @if line.units != 1 { " × " (line.units) }
                            @if let Some(day) = line.date_of_service.filter(|d| Some(*d) != claim.date_of_service) { " on " (day) }
                            " " span.soft { "line " (line.line) }
                            @if let Some(price) = price { span.sum { (sum(price)) } }
                        }
                        @for finding in of(line.line).filter(|f| home(claim, f) == line.line) { (one(finding)) }
                        @let elsewhere = elsewhere(claim, line.line, &mut of(line.line));
                        @if !elsewhere.is_empty() { p.soft { "More with " (elsewhere) "." } }
                        @if let Some(price) = price { (steps(price)) }
                    }
                }
            }
            @for finding in apart { (one(finding)) }
            @if let Some(priced) = priced { (total(priced)) }
            div.table role="region" aria-label="What was checked" tabindex="0" {
                table {
                    thead { tr { th scope="col" { "Layer" } th scope="col" { "Checked?" } } }
                    tbody {
                        @for answer in &checked.layers {
                            tr { th scope="row" { (layer(answer.layer)) } td { @if answer.checked { (answer.says) } @else { strong { (answer.says) } } } }
                        }
                    }
                }
            }
        }
    }
}

/// The line that a finding stands beside: the one that it denies.
fn home(claim: &Claim, finding: &Finding) -> u32 {
    let about = finding.column_two.as_ref().or(finding.code.as_ref());
    let mut lines = claim
        .lines
        .iter()
        .filter(|l| finding.lines.contains(&l.line));
    let denied = lines.find(|l| about.is_some_and(|code| l.code.eq_ignore_ascii_case(code)));
    let first = finding.lines.first().copied().unwrap_or(0);
    denied.map_or(first, |line| line.line)
}

/// The other lines beside which findings about a line stand: `lines 3 and 4`.
fn elsewhere(claim: &Claim, number: u32, findings: &mut dyn Iterator<Item = &Finding>) -> String {
    let mut homes: Vec<u32> = findings
        .map(|f| home(claim, f))
        .filter(|h| *h != number)
        .collect();
    homes.sort_unstable();
    homes.dedup();
    let homes: Vec<String> = homes.iter().map(u32::to_string).collect();
    match homes.as_slice() {
        [] => String::new(),
        [one] => format!("line {one}"),
        [first @ .., last] => format!("lines {} and {last}", first.join(", ")),
    }
}

fn one(finding: &Finding) -> Markup {
    let basis = &finding.basis;
    html! {
        article.finding.denied[denies(finding)] {
            h3 { (layer(finding.layer)) ": " (outcome(finding)) }
            p { (finding.because) }
            dl {
                @if !finding.resolve.is_empty() { dt { "What would resolve it" } dd { (finding.resolve) } }
                @if !finding.improper.is_empty() { dt { "What would be improper" } dd { (finding.improper) } }
                @if !basis.table.is_empty() { dt { "Source" } dd { (basis.table) @if !basis.release.is_empty() { " (" (basis.release) ")" } @if !basis.from.is_empty() { ", " (basis.from) " to " (basis.to) } @if let (Layer::Bundling, Some(i)) = (finding.layer, &finding.indicator) { ", indicator " (i) } } }
            }
        }
    }
}

fn denies(finding: &Finding) -> bool {
    finding.severity == Severity::Error || finding.outcome == Outcome::DenyUnlessModifier
}

fn verdict(checked: &Checked) -> String {
    let denied = checked.findings.iter().filter(|f| denies(f)).count();
    let open = checked
        .layers
        .iter()
        .any(|l| !l.checked && l.layer != Layer::Necessity);
    let open = open
        || checked
            .findings
            .iter()
            .any(|f| f.outcome == Outcome::NoData);
    let found = match denied {
        0 => "Nothing of the tables that were asked denies a line as it stands.".to_owned(),
        1 => "One finding denies as the lines stand.".to_owned(),
        n => format!("{n} findings deny as the lines stand."),
    };
    let rest = match open {
        true => " Not everything could be checked for want of data: see below.",
        false => " Medical necessity was not checked.",
    };
    found + rest
}

fn layer(layer: Layer) -> &'static str {
    match layer {
        Layer::Bundling => "Bundling",
        Layer::Addon => "Add-ons",
        Layer::Units => "Units",
        Layer::Validity => "Validity",
        Layer::Global => "Global period",
        Layer::Necessity => "Medical necessity",
    }
}

fn outcome(finding: &Finding) -> &'static str {
    match finding.outcome {
        Outcome::Deny => "denied",
        Outcome::DenyUnlessModifier => "denied without a modifier",
        Outcome::AllowedByModifier => "passes by its modifier",
        Outcome::DenyAllUnits => "all units denied",
        Outcome::NeedsPrimary => "an add-on without its primary",
        Outcome::Contractor => "the contractor decides",
        Outcome::Ok => "in order",
        Outcome::Info if finding.severity == Severity::Warning => "to be looked at",
        Outcome::Info => "worth knowing",
        Outcome::NoData => "not checked, no data",
        Outcome::Unknown => "not known",
    }
}

fn sum(price: &PricedLine) -> String {
    price
        .allowed
        .map_or_else(|| "not priced".to_owned(), |amount| format!("${amount}"))
}

fn steps(price: &PricedLine) -> Markup {
    html! {
        @if let Some(why) = &price.not_priced { p { "Not priced: " (why) "." } }
        @if !price.steps.is_empty() {
            details {
                summary { "How the price comes about" }
                ol { @for step in &price.steps { li { (step.label) ": " (step.expression) " → $" (step.result) " " span.soft { (step.source) } } } }
                @for remark in &price.remarks { p.soft { (remark.says) " " (remark.source) } }
            }
        }
    }
}

fn total(priced: &Priced) -> Markup {
    let order: Vec<String> = priced.sequence.iter().map(u32::to_string).collect();
    html! {
        p { strong { "Total: " @match priced.total { Some(total) => { "$" (total) }, None => { "no line has a price" } } }
            @if priced.not_priced > 0 { ", without " (priced.not_priced) " that the schedule does not price" }
            ". " @if order.len() > 1 { "Report the lines in this order: " (order.join(", ")) ". " }
            span.soft { "Allowed if payable; deductible, coinsurance and sequestration are not taken off." } }
        @for remark in &priced.remarks { p.soft { (remark.says) " " (remark.source) } }
    }
}
