//! Our own names for procedure codes, and what people mean by what they type.

use crate::draft::Draft;
use crate::problem::Problem;
use crate::read::{Step, parts};
use ligature_codes::{Code, System};
use std::collections::BTreeMap;

/// A name is at most so long, in words.
const LONGEST: usize = 14;

/// What kinds of service there are.
const KINDS: [&str; 10] = [
    "operation",
    "scope",
    "visit",
    "test",
    "imaging",
    "injection",
    "therapy",
    "add-on",
    "anesthesia",
    "device",
];

pub(crate) fn check(draft: &Draft<'_>, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, node) in parts(&draft.names) {
        if let Err(error) = Code::parse_as(System::Cpt, &name.code) {
            problems.push(node.error(&[Step::Key("code")], error.to_string()));
        }
        *seen.entry(&name.code).or_default() += 1;
        if seen.get(name.code.as_str()).copied().unwrap_or(0) > 1 {
            problems.push(node.error(
                &[Step::Key("code")],
                format!("{} has a name already", name.code),
            ));
        }
        let words = name.name.split_whitespace().count();
        if !(2..=LONGEST).contains(&words) {
            problems.push(node.error(
                &[Step::Key("name")],
                format!("a name has two to {LONGEST} words; this has {words}"),
            ));
        }
        if name.words.is_empty() {
            problems.push(node.error(
                &[Step::Key("words")],
                "say at least one word that people use for it",
            ));
        }
        if !KINDS.contains(&name.kind.as_str()) {
            problems.push(
                node.error(
                    &[Step::Key("kind")],
                    format!("`{}` is no kind of service", name.kind),
                )
                .with_help(format!("write one of {}", KINDS.join(", "))),
            );
        }
        // an add-on is a code that the fee schedule gives the global period ZZZ
        if (name.kind == "add-on") != (name.global == "ZZZ") {
            problems.push(node.error(
                &[Step::Key("global")],
                "the global period ZZZ goes with the kind `add-on`, and only with it",
            ));
        }
    }
    for (meaning, node) in parts(&draft.meanings) {
        if meaning.say.is_empty() || meaning.means.is_empty() {
            problems.push(node.error(&[], "say what is typed (`say`) and what it means (`means`)"));
        }
    }
    for (class, node) in parts(&draft.classes) {
        if class.name.trim().is_empty() || class.say.is_empty() {
            problems.push(node.error(&[], "a class has a name and at least one word (`say`)"));
        }
    }
    for (sign, node) in parts(&draft.signs) {
        if sign.when.is_empty() || sign.means.is_empty() {
            problems.push(node.error(
                &[],
                "say which words it needs (`when`) and what they mean (`means`)",
            ));
        }
    }
    for (passing, node) in parts(&draft.passing) {
        if passing.say.is_empty() {
            problems.push(node.error(&[], "say at least one word (`say`)"));
        }
    }
    for (query, node) in parts(&draft.queries) {
        if query.text.trim().is_empty() || query.right.is_empty() {
            problems.push(node.error(&[], "a question has a text and at least one right code"));
        }
    }
}
