//! The verdict on a claim: how much was checked, line by line, and what it pays.

use ligature_tools::{
    Checked, Extent, LineChange, LineStatus, LineVerdict, OnCondition, Sum, Units, WouldStand,
    dollars,
};
use maud::{Markup, html};

/// How much of a claim was checked, in a sentence.
pub(super) fn extent(checked: &Checked) -> Markup {
    let silent: Vec<&str> = checked.not_checked.iter().map(|l| l.name()).collect();
    html! {
        @match checked.checked {
            Extent::All => p.words.extent.all role="status" { strong { "Checked." } " Medical necessity is never checked here." },
            Extent::Partly => p.words.extent.partly role="status" { strong { "Partly checked." } " Not checked: " (silent.join(", ")) "." },
            Extent::None => p.words.extent.none role="status" { strong { "Not checked." } " No loaded table covers the date of service." },
        }
    }
}

/// The verdict line by line, then what the claim pays; `form` is the id of the form that holds the claim.
pub(super) fn verdict(checked: &Checked, form: &str) -> Markup {
    let verdict = &checked.verdict;
    let priced = verdict.lines.iter().any(|l| l.amount.is_some());
    html! {
        div.table role="region" aria-label="The verdict, line by line" tabindex="0" {
            table.by-line {
                thead { tr {
                    th scope="col" { "Line" } th scope="col" { "Code" } th scope="col" { "Name" } th scope="col" { "Verdict" }
                    @if priced { th.sum scope="col" { "Amount" } }
                    th scope="col" { "Why" }
                } }
                tbody { @for line in &verdict.lines { (row(line, priced, form)) } }
            }
        }
        (sums(checked))
    }
}

fn row(line: &LineVerdict, priced: bool, form: &str) -> Markup {
    let class = match line.status {
        LineStatus::Payable => "payable",
        LineStatus::Denied => "denied",
        _ => "open",
    };
    html! {
        tr class=(class) {
            td { a href={ "#" (form) "-line-" (line.line) } { (line.line) } }
            th scope="row" { (line.code) @if line.units != Units::ONE { " × " (line.units) } }
            td { (line.name) }
            td { strong { (line.status.words()) } }
            @if priced { td.sum { @match line.amount { Some(amount) => (dollars(amount)), None => "not priced" } } }
            td { (line.because) }
        }
    }
}

/// As billed, payable, and the claim that would stand.
fn sums(checked: &Checked) -> Markup {
    let verdict = &checked.verdict;
    html! {
        dl.sums {
            @if let Some(amount) = verdict.as_billed.amount {
                dt { "As billed" } dd { strong { (dollars(amount)) } (without(&verdict.as_billed)) }
            }
            @if let Some(payable) = &verdict.payable {
                dt { "Payable as it stands" } dd { (paid(payable)) }
            }
            @if let Some(left) = &verdict.would_stand {
                dt { "Would stand" } dd { (would_stand(left)) }
            }
        }
        @if priced(checked) {
            p.soft { "Allowed by the Medicare fee schedule; deductible, coinsurance and sequestration are not taken off." }
        }
    }
}

fn priced(checked: &Checked) -> bool {
    checked.verdict.as_billed.amount.is_some()
}

fn paid(sum: &Sum) -> Markup {
    html! {
        @if let Some(amount) = sum.amount { strong { (dollars(amount)) } " " }
        (numbers(&sum.lines)) (without(sum))
    }
}

fn without(sum: &Sum) -> String {
    match sum.not_priced.as_slice() {
        [] => String::new(),
        some => format!(", without {} (not priced)", numbers(some)),
    }
}

fn would_stand(left: &WouldStand) -> Markup {
    html! {
        (paid(&left.paid)) @if left.paid.lines.len() > 1 { ", in this order" }
        ul {
            @for change in &left.changes { li { (changed(change)) } }
            @for condition in &left.on_condition { li.open { (on_condition(condition)) } }
        }
    }
}

fn changed(change: &LineChange) -> Markup {
    html! {
        @match change.units {
            Some(units) => { "line " (change.line) " (" (change.code) ") with " (units) " units, the limit" }
            None => { "without line " (change.line) " (" (change.code) ")" }
        }
        @if !change.unless.is_empty() { "; it may stay if the note supports " (change.unless.join(" or ")) }
    }
}

fn on_condition(condition: &OnCondition) -> Markup {
    html! {
        @match condition.amount {
            Some(amount) => { strong { (dollars(amount)) } " of it (line " (condition.line) ")" }
            None => { "line " (condition.line) }
        }
        " only if the contractor accepts it: " (condition.because)
    }
}

fn numbers(lines: &[u32]) -> String {
    let all: Vec<String> = lines.iter().map(u32::to_string).collect();
    match all.as_slice() {
        [] => "no line".to_owned(),
        [one] => format!("line {one}"),
        [first @ .., last] => format!("lines {} and {last}", first.join(", ")),
    }
}
