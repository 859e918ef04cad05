//! Modifiers, factors and principles of claims.

use super::fields::{modifier, number, rule_source, text};
use super::payment;
use crate::draft::ClaimDraft;
use crate::problem::Problem;
use crate::read::{Node, Step, parts};
use ligature_codes::{Age, Code, DateOfService, Modifier, System};
use std::collections::{BTreeMap, BTreeSet};

const KINDS: [&str; 8] = [
    "anatomic",
    "global",
    "distinct",
    "role",
    "component",
    "amount",
    "repeat",
    "information",
];

pub(crate) fn check(draft: &ClaimDraft<'_>, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (rule, node) in parts(&draft.modifiers) {
        modifier(node, "modifier", &rule.modifier, problems);
        if !seen.insert(&rule.modifier) {
            problems.push(node.error(
                &[Step::Key("modifier")],
                format!("{} occurs here twice", rule.modifier),
            ));
        }
        if !KINDS.contains(&rule.kind.as_str()) {
            let error = node.error(
                &[Step::Key("kind")],
                format!("`{}` is no kind of modifier", rule.kind),
            );
            problems.push(error.with_help(format!("write one of {}", KINDS.join(", "))));
        }
        if !["", "left", "right"].contains(&rule.side.as_str()) {
            let error = format!("`{}` is no side: left, right, or none", rule.side);
            problems.push(node.error(&[Step::Key("side")], error));
        }
        text(node, "says", &rule.says, problems);
        text(node, "source", &rule.source, problems);
        if rule.passes_pairs {
            text(node, "needs", &rule.needs, problems);
        }
    }
    for (rule, node) in parts(&draft.factors) {
        number(node, "dollars", &rule.dollars, problems);
        day(node, "from", &rule.from, problems);
        day(node, "until", &rule.until, problems);
        text(node, "source", &rule.source, problems);
        if rule.until < rule.from {
            problems.push(node.error(&[Step::Key("until")], "the last day comes before the first"));
        }
    }
    payment::check(draft, problems);
    for (example, node) in parts(&draft.examples) {
        text(node, "id", &example.id, problems);
        text(node, "shows", &example.shows, problems);
        text(node, "rule", &example.rule, problems);
        day(node, "date", &example.date, problems);
        sex(node, &example.sex, problems);
        if !example.born.is_empty() {
            day(node, "born", &example.born, problems);
        }
        if example.lines.is_empty() {
            problems.push(node.error(&[Step::Key("lines")], "a claim has at least one line"));
        }
    }
    let groups: BTreeSet<&str> = parts(&draft.groups).map(|(g, _)| g.id.as_str()).collect();
    let within: BTreeMap<&str, &[String]> = parts(&draft.groups)
        .map(|(g, _)| (g.id.as_str(), g.codes.as_slice()))
        .collect();
    for (group, node) in parts(&draft.groups) {
        codes(node, "codes", &group.codes, &groups, problems);
        codes(node, "except", &group.except, &groups, problems);
        if depth(&group.id, &within, 0) > DEEPEST {
            let error = format!(
                "groups within `{}` lie more than {DEEPEST} deep, or in a circle: the codes of the innermost would be left out",
                group.id
            );
            problems.push(node.error(&[Step::Key("codes")], error));
        }
    }
    for (rule, node) in parts(&draft.principles) {
        codes(node, "part", &rule.part, &groups, problems);
        codes(node, "whole", &rule.whole, &groups, problems);
        for key in [
            ("because", &rule.because),
            ("resolve", &rule.resolve),
            ("source", &rule.source),
        ] {
            text(node, key.0, key.1, problems);
        }
        for key in [("from", &rule.from), ("until", &rule.until)] {
            if !key.1.is_empty() {
                day(node, key.0, key.1, problems);
            }
        }
        if !rule.from.is_empty() && !rule.until.is_empty() && rule.until < rule.from {
            problems.push(node.error(&[Step::Key("until")], "the last day comes before the first"));
        }
        modifiers(node, &rule.unless, problems);
        rule_source(node, &rule.source, problems);
    }
    for (rule, node) in parts(&draft.patients) {
        rule_source(node, &rule.source, problems);
        codes(node, "codes", &rule.codes, &groups, problems);
        sex(node, &rule.sex, problems);
        for key in [("youngest", &rule.youngest), ("below", &rule.below)] {
            if let Some(error) = Age::parse(key.1).err().filter(|_| !key.1.is_empty()) {
                problems.push(node.error(&[Step::Key(key.0)], error.to_string()));
            }
        }
        if rule.sex.is_empty() && rule.youngest.is_empty() && rule.below.is_empty() {
            problems.push(node.error(
                &[],
                "it does not say which patients the codes are for: sex, youngest or below",
            ));
        }
        modifiers(node, &rule.unless, problems);
        for key in [
            ("because", &rule.because),
            ("resolve", &rule.resolve),
            ("source", &rule.source),
        ] {
            text(node, key.0, key.1, problems);
        }
    }
}

/// So deep may groups name groups; the checks of claims read no deeper.
const DEEPEST: usize = 4;

/// How deep groups name groups below one; more than [`DEEPEST`] where they name each other in a circle.
fn depth(of: &str, within: &BTreeMap<&str, &[String]>, above: usize) -> usize {
    let named = within.get(of).copied().unwrap_or_default();
    let groups = named.iter().filter(|one| within.contains_key(one.as_str()));
    let below = groups.map(|one| match above > DEEPEST {
        true => 0,
        false => 1 + depth(one, within, above + 1),
    });
    below.max().unwrap_or(0)
}

/// Modifiers with which a line passes a rule.
fn modifiers(node: &Node<'_>, unless: &[String], problems: &mut Vec<Problem>) {
    for (at, one) in unless.iter().enumerate() {
        if let Err(error) = Modifier::parse(one) {
            problems.push(node.error(&[Step::Key("unless"), Step::At(at)], error.to_string()));
        }
    }
}

fn sex(node: &Node<'_>, value: &str, problems: &mut Vec<Problem>) {
    if !["", "F", "M"].contains(&value) {
        problems.push(node.error(
            &[Step::Key("sex")],
            format!("`{value}` is no sex: F, M, or none"),
        ));
    }
}

fn day(node: &Node<'_>, key: &str, value: &str, problems: &mut Vec<Problem>) {
    if let Err(error) = DateOfService::parse(value) {
        problems.push(node.error(&[Step::Key(key)], error.to_string()));
    }
}

/// Codes, ranges of codes, or names of groups.
fn codes(
    node: &Node<'_>,
    key: &str,
    list: &[String],
    groups: &BTreeSet<&str>,
    problems: &mut Vec<Problem>,
) {
    let is_code = |t: &str| {
        Code::parse_as(System::Cpt, t).is_ok() || Code::parse_as(System::Hcpcs, t).is_ok()
    };
    for (at, one) in list.iter().enumerate() {
        let fits = groups.contains(one.as_str())
            || match one.split_once('-') {
                Some((low, high)) => is_code(low) && is_code(high) && low <= high,
                None => is_code(one),
            };
        if !fits {
            problems.push(node.error(
                &[Step::Key(key), Step::At(at)],
                format!("`{one}` is no code, no range of codes and no group"),
            ));
        }
    }
}
