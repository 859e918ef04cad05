//! Shares, ranks, places of service and status codes: what a price of the fee schedule needs.

use super::fields::{modifier, number, text};
use crate::draft::ClaimDraft;
use crate::problem::Problem;
use crate::read::{Node, Step, parts};
use std::collections::BTreeSet;

/// Indicators of the fee schedule that allow a share.
const INDICATORS: [&str; 5] = ["", "assistant", "bilateral", "co-surgeon", "team"];

/// The shares of the fee that the schedule prints.
const OF: [&str; 3] = ["before", "during", "after"];

/// What a status code means for a price.
const PRICED: [&str; 4] = ["fee", "alone", "anesthesia", "none"];

pub(super) fn check(draft: &ClaimDraft<'_>, problems: &mut Vec<Problem>) {
    for (rule, node) in parts(&draft.shares) {
        modifier(node, "modifier", &rule.modifier, problems);
        optional(node, "share", &rule.share, problems);
        one_of(
            node,
            "indicator",
            None,
            &rule.indicator,
            &INDICATORS,
            problems,
        );
        for (at, part) in rule.of.iter().enumerate() {
            one_of(node, "of", Some(at), part, &OF, problems);
        }
        let ways = [!rule.share.is_empty(), !rule.of.is_empty(), rule.row];
        if ways.into_iter().filter(|way| *way).count() > 1 {
            problems.push(node.error(
                &[Step::Key("modifier")],
                "a modifier has a `share`, shares `of` the schedule or its own `row`, not two of them",
            ));
        }
        for (key, values) in [("paid", &rule.paid), ("documented", &rule.documented)] {
            characters(node, key, values, 1, problems);
        }
        if rule.indicator.is_empty() != (rule.paid.is_empty() && rule.documented.is_empty()) {
            problems.push(node.error(
                &[Step::Key("indicator")],
                "an `indicator` and the values with which it is `paid` or `documented` go together",
            ));
        }
        because(node, &rule.because, &rule.source, problems);
    }
    for (rule, node) in parts(&draft.ranks) {
        characters(node, "indicators", &rule.indicators, 1, problems);
        for share in &rule.shares {
            number(node, "shares", share, problems);
        }
        optional(node, "professional", &rule.professional, problems);
        optional(node, "technical", &rule.technical, problems);
        optional(node, "expense", &rule.expense, problems);
        because(node, &rule.because, &rule.source, problems);
    }
    for (rule, node) in parts(&draft.places) {
        characters(node, "facility", &rule.facility, 2, problems);
        because(node, &rule.because, &rule.source, problems);
    }
    let mut seen = BTreeSet::new();
    for (rule, node) in parts(&draft.statuses) {
        characters(
            node,
            "status",
            std::slice::from_ref(&rule.status),
            1,
            problems,
        );
        one_of(node, "priced", None, &rule.priced, &PRICED, problems);
        if !seen.insert(&rule.status) {
            problems.push(node.error(
                &[Step::Key("status")],
                format!("status {} occurs here twice", rule.status),
            ));
        }
        because(node, &rule.because, &rule.source, problems);
    }
}

fn because(node: &Node<'_>, because: &str, source: &str, problems: &mut Vec<Problem>) {
    text(node, "because", because, problems);
    text(node, "source", source, problems);
}

fn optional(node: &Node<'_>, key: &str, value: &str, problems: &mut Vec<Problem>) {
    if !value.is_empty() {
        number(node, key, value, problems);
    }
}

fn one_of(
    node: &Node<'_>,
    key: &str,
    at: Option<usize>,
    value: &str,
    all: &[&str],
    problems: &mut Vec<Problem>,
) {
    if !all.contains(&value) {
        let path: Vec<Step<'_>> = [Some(Step::Key(key)), at.map(Step::At)]
            .into_iter()
            .flatten()
            .collect();
        let names: Vec<&str> = all.iter().copied().filter(|n| !n.is_empty()).collect();
        let error = node.error(
            &path,
            format!("`{value}` is not a value that `{key}` can have"),
        );
        problems.push(error.with_help(format!("write one of {}", names.join(", "))));
    }
}

/// Values with a fixed number of letters or digits.
fn characters(
    node: &Node<'_>,
    key: &str,
    values: &[String],
    count: usize,
    problems: &mut Vec<Problem>,
) {
    for value in values {
        if value.len() != count || !value.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let unit = if count == 1 {
                "letter or digit"
            } else {
                "letters or digits"
            };
            problems.push(node.error(
                &[Step::Key(key)],
                format!("`{value}` is not {count} {unit}"),
            ));
        }
    }
}
