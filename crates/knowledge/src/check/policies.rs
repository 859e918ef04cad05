//! Rules between codes.

use super::known::{Names, needed};
use crate::draft::Draft;
use crate::problem::Problem;
use crate::read::{Node, Step, parts};
use ligature_codes::Modifier;

pub(super) fn check(draft: &Draft<'_>, names: &Names<'_>, problems: &mut Vec<Problem>) {
    for (rule, node) in parts(&draft.parts) {
        codes(node, "part", &rule.part, names, &[], true, problems);
        codes(node, "whole", &rule.whole, names, &["any"], true, problems);
        codes(node, "except", &rule.except, names, &[], false, problems);
        names.conditions(node, "when", &rule.when, problems);
        reasons(node, &rule.because, &rule.source, problems);
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
}
