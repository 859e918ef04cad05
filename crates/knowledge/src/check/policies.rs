//! Rules between codes.

use super::fields::rule_source;
use super::known::{Names, needed};
use crate::draft::Draft;
use crate::problem::Problem;
use crate::read::{Node, Step, parts};
use ligature_codes::Modifier;
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft<'_>, names: &Names<'_>, problems: &mut Vec<Problem>) {
    let mut known = BTreeMap::new();
    for (inclusion, node) in parts(&draft.inclusions) {
        problems.extend(needed(
            node,
            "id",
            &inclusion.id,
            "an inclusion needs a name",
        ));
        if known.insert(inclusion.id.as_str(), inclusion).is_some() {
            let error = format!("there are two inclusions `{}`", inclusion.id);
            problems.push(node.error(&[Step::Key("id")], error));
        }
        reasons(node, &inclusion.because, &inclusion.source, problems);
    }
    // what an inclusion says is not written down a second time
    for (rule, node) in parts(&draft.claims.principles).filter(|(r, _)| r.included.is_none()) {
        if let Some(same) = known.values().find(|i| i.because == rule.because) {
            let error = node.error(
                &[Step::Key("because")],
                "an inclusion of the policies says so",
            );
            problems.push(error.with_help(format!("write included = \"{}\"", same.id)));
        }
    }
    for (rule, node) in parts(&draft.parts) {
        codes(node, "part", &rule.part, names, &[], true, problems);
        codes(node, "whole", &rule.whole, names, &["any"], true, problems);
        codes(node, "except", &rule.except, names, &[], false, problems);
        names.conditions(node, "when", &rule.when, problems);
        reasons(node, &rule.because, &rule.source, problems);
        if rule.on_claims && !rule.when.is_empty() {
            problems.push(
                node.error(
                    &[Step::Key("on_claims")],
                    "a claim tells none of the conditions of `when`",
                )
                .with_help("write a part without conditions, or leave `on_claims` out"),
            );
        }
        if rule.on_claims && rule.whole.iter().any(|whole| whole == "any") {
            let error = "on a claim `any` would be every code";
            problems.push(node.error(&[Step::Key("whole")], error));
        }
        for (at, one) in rule.unless.iter().enumerate() {
            if let Err(error) = Modifier::parse(one) {
                problems.push(node.error(&[Step::Key("unless"), Step::At(at)], error.to_string()));
            }
        }
    }
    for (rule, node) in parts(&draft.modifiers) {
        if let Err(error) = Modifier::parse(&rule.modifier) {
            problems.push(node.error(&[Step::Key("modifier")], error.to_string()));
        }
        codes(node, "codes", &rule.codes, names, &["any"], true, problems);
        names.conditions(node, "when", &rule.when, problems);
        reasons(node, &rule.because, &rule.source, problems);
    }
}

fn codes<'a>(
    node: &Node<'_>,
    key: &str,
    list: &[String],
    names: &Names<'a>,
    special: &[&'a str],
    must: bool,
    problems: &mut Vec<Problem>,
) {
    if must && list.is_empty() {
        problems.extend(needed(node, key, "", "name codes or families"));
    }
    for (at, name) in list.iter().enumerate() {
        problems.extend(names.code_or_family(node, &[Step::Key(key), Step::At(at)], name, special));
    }
}

fn reasons(node: &Node<'_>, because: &str, source: &str, problems: &mut Vec<Problem>) {
    problems.extend(needed(
        node,
        "because",
        because,
        "say the rule in a sentence: it is shown with the answer",
    ));
    problems.extend(needed(
        node,
        "source",
        source,
        "say where the rule comes from: publisher, document, section, year",
    ));
    rule_source(node, source, problems);
}
