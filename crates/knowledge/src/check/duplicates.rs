//! Names and words that occur twice.

use crate::draft::Draft;
use crate::problem::Problem;
use crate::read::{Node, Step, parts};
use std::collections::BTreeMap;

pub(super) fn check(draft: &Draft<'_>, problems: &mut Vec<Problem>) {
    ids(
        "kind",
        draft
            .kinds
            .iter()
            .map(|p| (&p.node, "id", p.value.id.as_str())),
        problems,
    );
    ids(
        "concept",
        draft
            .concepts
            .iter()
            .map(|p| (&p.node, "id", p.value.id.as_str())),
        problems,
    );
    ids(
        "section",
        draft
            .sections
            .iter()
            .map(|p| (&p.node, "id", p.value.id.as_str())),
        problems,
    );
    ids(
        "document",
        draft
            .documents
            .iter()
            .map(|p| (&p.node, "id", p.value.id.as_str())),
        problems,
    );
    ids(
        "family",
        draft
            .families
            .iter()
            .map(|(p, _)| (&p.node, "id", p.value.id.as_str())),
        problems,
    );
    ids(
        "page of",
        draft
            .pages
            .iter()
            .map(|p| (&p.node, "code", p.page.code.as_str())),
        problems,
    );
    ids(
        "example",
        draft
            .examples
            .iter()
            .map(|p| (&p.node, "id", p.value.id.as_str())),
        problems,
    );
    ids(
        "release",
        draft
            .releases
            .iter()
            .map(|p| (&p.node, "name", p.value.name.as_str())),
        problems,
    );
    words(draft, problems);
}

/// Every name once.
fn ids<'a>(
    what: &str,
    items: impl Iterator<Item = (&'a Node<'a>, &'static str, &'a str)>,
    problems: &mut Vec<Problem>,
) {
    let mut seen: BTreeMap<&str, &Node<'_>> = BTreeMap::new();
    for (node, key, id) in items.filter(|(_, _, id)| !id.is_empty()) {
        if let Some(first) = seen.get(id) {
            let problem = node.error(&[Step::Key(key)], format!("the {what} `{id}` occurs twice"));
            problems.push(problem.with_help(format!(
                "the first is at {}",
                place(first, &[Step::Key(key)])
            )));
        } else {
            seen.insert(id, node);
        }
    }
}

/// A word once in a kind: in which concept, and where.
struct Word<'a> {
    owner: &'a str,
    node: &'a Node<'a>,
    key: &'static str,
    at: usize,
}

fn words(draft: &Draft<'_>, problems: &mut Vec<Problem>) {
    // Verbs are inflected and other words are not, so a verb and a noun of the same letters do not meet.
    let mut seen: BTreeMap<(String, bool, String), Word<'_>> = BTreeMap::new();
    let mut put = |group: String, owner, node, key, at, word: &str, problems: &mut Vec<Problem>| {
        let plain = word
            .trim_end_matches('!')
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        let slot = (group, key == "verbs", plain);
        match seen.get(&slot) {
            Some(first) => problems.push(twice(word, first, owner, node, key, at)),
            None => {
                seen.insert(
                    slot,
                    Word {
                        owner,
                        node,
                        key,
                        at,
                    },
                );
            }
        }
    };
    for (concept, node) in parts(&draft.concepts) {
        for (key, list) in [
            ("verbs", &concept.verbs),
            ("names", &concept.names),
            ("terms", &concept.terms),
        ] {
            for (at, word) in list.iter().enumerate() {
                put(
                    format!("concept {}", concept.kind),
                    concept.id.as_str(),
                    node,
                    key,
                    at,
                    word,
                    problems,
                );
            }
        }
    }
    for (also, node) in parts(&draft.also) {
        let concept = draft.concepts.iter().find(|c| c.value.id == also.concept);
        let Some(kind) = concept.map(|c| c.value.kind.as_str()) else {
            continue;
        };
        for (key, list) in [
            ("verbs", &also.verbs),
            ("names", &also.names),
            ("terms", &also.terms),
        ] {
            for (at, word) in list.iter().enumerate() {
                put(
                    format!("concept {kind}"),
                    also.concept.as_str(),
                    node,
                    key,
                    at,
                    word,
                    problems,
                );
            }
        }
    }
    for (compound, node) in parts(&draft.compounds) {
        for (key, list) in [("verbs", &compound.verbs), ("names", &compound.names)] {
            for (at, word) in list.iter().enumerate() {
                put("compound".to_owned(), "", node, key, at, word, problems);
            }
        }
    }
    for (section, node) in parts(&draft.sections) {
        for (at, word) in section.headings.iter().enumerate() {
            put(
                "heading".to_owned(),
                section.id.as_str(),
                node,
                "headings",
                at,
                word,
                problems,
            );
        }
    }
}

fn twice(
    word: &str,
    first: &Word<'_>,
    owner: &str,
    node: &Node<'_>,
    key: &str,
    at: usize,
) -> Problem {
    let path = [Step::Key(key), Step::At(at)];
    let there = place(first.node, &[Step::Key(first.key), Step::At(first.at)]);
    if first.owner == owner && !owner.is_empty() {
        return node
            .warning(&path, format!("`{word}` occurs twice in `{owner}`"))
            .with_help(format!("the first is at {there}"));
    }
    let whose = if first.owner.is_empty() {
        String::new()
    } else {
        format!(" for `{}`", first.owner)
    };
    node.error(
        &path,
        format!("`{word}` is already used{whose}: it is not clear which one is meant"),
    )
    .with_help(format!("the first is at {there}"))
}

fn place(node: &Node<'_>, path: &[Step<'_>]) -> String {
    let (line, column) = node.source.position(node.span(path).start);
    format!("{}:{line}:{column}", node.source.path)
}
