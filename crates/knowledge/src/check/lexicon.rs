//! The lexicon: kinds, concepts, compounds, recipes, cues, sections.

use super::known::{ACTION, Names, needed, recipe_concepts};
use crate::draft::Draft;
use crate::model::Concept;
use crate::problem::Problem;
use crate::read::{Node, Placed, Step, parts};
use crate::suggest::did_you_mean;
use std::collections::{BTreeMap, BTreeSet};

/// The senses of a cue.
const CUES: [&str; 9] = [
    "negated",
    "planned",
    "past",
    "hypothetical",
    "other",
    "stop",
    "none",
    "landmark",
    "performed",
];

/// The senses of a section: names of assertions.
const SECTIONS: [&str; 7] = [
    "performed",
    "named",
    "negated",
    "planned",
    "past",
    "hypothetical",
    "other",
];

/// The sides of a cue.
const SIDES: [&str; 4] = ["after", "before", "both", "sentence"];

pub(super) fn check(draft: &Draft<'_>, names: &Names<'_>, problems: &mut Vec<Problem>) {
    for (kind, node) in parts(&draft.kinds) {
        problems.extend(needed(node, "id", &kind.id, "a kind needs a name"));
        if let Some(silence) = &kind.silence {
            problems.extend(names.concept(node, &[Step::Key("silence")], silence, &kind.id));
        }
        list(node, "of", &kind.of, ACTION, names, problems);
        list(node, "prefers", &kind.prefers, &kind.id, names, problems);
        for (at, section) in kind.sections.iter().enumerate() {
            problems.extend(names.section(node, &[Step::Key("sections"), Step::At(at)], section));
        }
    }
    for (concept, node) in parts(&draft.concepts) {
        problems.extend(needed(node, "id", &concept.id, "a concept needs a name"));
        problems.extend(id_form(node, &concept.id));
        problems.extend(
            needed(
                node,
                "kind",
                &concept.kind,
                "say of which kind the concept is",
            )
            .or_else(|| names.kind(node, &[Step::Key("kind")], &concept.kind, &[])),
        );
        list(node, "is_a", &concept.is_a, &concept.kind, names, problems);
        empty_words(node, "verbs", &concept.verbs, problems);
        empty_words(node, "names", &concept.names, problems);
        empty_words(node, "terms", &concept.terms, problems);
    }
    circles(&draft.concepts, problems);
    for (also, node) in parts(&draft.also) {
        problems.extend(
            needed(
                node,
                "concept",
                &also.concept,
                "say for which concept the words are",
            )
            .or_else(|| names.any_concept(node, &[Step::Key("concept")], &also.concept)),
        );
        empty_words(node, "verbs", &also.verbs, problems);
        empty_words(node, "names", &also.names, problems);
        empty_words(node, "terms", &also.terms, problems);
    }
    for (compound, node) in parts(&draft.compounds) {
        if compound.names.is_empty() && compound.verbs.is_empty() {
            problems.push(node.error(&[], "a compound needs `names` or `verbs`"));
        }
        if compound.means.is_empty() {
            let why = "say what the word means: { action = \"…\", site = \"…\" }";
            problems.extend(needed(node, "means", "", why));
        }
        empty_words(node, "names", &compound.names, problems);
        empty_words(node, "verbs", &compound.verbs, problems);
        attributes(node, "means", &compound.means, names, problems);
    }
    for (recipe, node) in parts(&draft.recipes) {
        problems.extend(action(node, "makes", &recipe.makes, names));
        if recipe.steps.is_empty() {
            problems.extend(needed(node, "steps", "", "name the steps"));
        }
        list(node, "steps", &recipe.steps, ACTION, names, problems);
        for (at, concept) in recipe.given.iter().enumerate() {
            problems.extend(names.any_concept(node, &[Step::Key("given"), Step::At(at)], concept));
        }
        attributes(node, "when", &recipe.when, names, problems);
        attributes(node, "gives", &recipe.gives, names, problems);
    }
    for (track, node) in parts(&draft.tracks) {
        problems.extend(action(node, "action", &track.action, names));
        list(node, "sites", &track.sites, "site", names, problems);
        if !track.closed_by.is_empty() {
            problems.extend(action(node, "closed_by", &track.closed_by, names));
        }
        attributes(node, "gives", &track.gives, names, problems);
        if !track.else_by.is_empty() {
            problems.extend(action(node, "else_by", &track.else_by, names));
        }
        attributes(node, "else_gives", &track.else_gives, names, problems);
        list(node, "absorbs", &track.absorbs, ACTION, names, problems);
    }
    words(draft, problems);
}

/// Cues, sections and kinds of document: words that lead to no concept.
fn words(draft: &Draft<'_>, problems: &mut Vec<Problem>) {
    for (cue, node) in parts(&draft.cues) {
        problems.extend(one_of(node, "sense", &cue.sense, &CUES));
        if !cue.side.is_empty() || !matches!(cue.sense.as_str(), "stop" | "none") {
            problems.extend(one_of(node, "side", &cue.side, &SIDES));
        }
        if cue.terms.is_empty() {
            problems.extend(needed(node, "terms", "", "a cue needs words"));
        }
        empty_words(node, "terms", &cue.terms, problems);
    }
    for (section, node) in parts(&draft.sections) {
        problems.extend(needed(node, "id", &section.id, "a section needs a name"));
        problems.extend(one_of(node, "sense", &section.sense, &SECTIONS));
        empty_words(node, "headings", &section.headings, problems);
    }
    for (document, node) in parts(&draft.documents) {
        problems.extend(needed(
            node,
            "id",
            &document.id,
            "a kind of document needs a name",
        ));
        empty_words(node, "terms", &document.terms, problems);
        empty_words(node, "headings", &document.headings, problems);
    }
}

/// A key that names an action.
fn action(node: &Node<'_>, key: &str, concept: &str, names: &Names<'_>) -> Option<Problem> {
    needed(node, key, concept, "name an action")
        .or_else(|| names.concept(node, &[Step::Key(key)], concept, ACTION))
}

/// A list of concepts of one kind.
fn list(
    node: &Node<'_>,
    key: &str,
    concepts: &[String],
    kind: &str,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) {
    for (at, concept) in concepts.iter().enumerate() {
        problems.extend(names.concept(node, &[Step::Key(key), Step::At(at)], concept, kind));
    }
}

/// Kind to concept; in a condition of a recipe also `"not x"`, several separated by commas.
fn attributes(
    node: &Node<'_>,
    key: &str,
    pairs: &BTreeMap<String, String>,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) {
    for (kind, text) in pairs {
        problems.extend(names.kind(node, &[Step::Key(key), Step::Name(kind)], kind, &[]));
        let path = [Step::Key(key), Step::Key(kind)];
        if key == "when" {
            for concept in recipe_concepts(text) {
                problems.extend(names.concept(node, &path, concept, kind));
            }
        } else {
            problems.extend(names.concept(node, &path, text, kind));
        }
    }
}

/// Names of concepts are lower case, with hyphens.
fn id_form(node: &Node<'_>, id: &str) -> Option<Problem> {
    let good = id
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let help = format!("write `{}`", id.to_lowercase().replace([' ', '_'], "-"));
    (!good).then(|| {
        node.error(
            &[Step::Key("id")],
            format!("`{id}` is not a name: lower-case letters, digits and hyphens only"),
        )
        .with_help(help)
    })
}

fn one_of(node: &Node<'_>, key: &str, value: &str, allowed: &[&'static str]) -> Option<Problem> {
    if allowed.contains(&value) {
        return None;
    }
    let help = did_you_mean(value, allowed.iter().copied(), "values");
    let message = if value.is_empty() {
        format!("`{key}` is missing")
    } else {
        format!("`{value}` is not a {key}")
    };
    Some(node.error(&[Step::Key(key)], message).with_help(help))
}

fn empty_words(node: &Node<'_>, key: &str, words: &[String], problems: &mut Vec<Problem>) {
    for (at, word) in words.iter().enumerate() {
        if word.chars().all(|c| c.is_whitespace() || "*!/".contains(c)) {
            problems.push(node.error(
                &[Step::Key(key), Step::At(at)],
                "an empty word is found nowhere",
            ));
        }
    }
}

/// No concept may be wider than itself.
fn circles(concepts: &[Placed<'_, Concept>], problems: &mut Vec<Problem>) {
    let wider: BTreeMap<&str, &[String]> = concepts
        .iter()
        .map(|c| (c.value.id.as_str(), c.value.is_a.as_slice()))
        .collect();
    for (concept, node) in parts(concepts) {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = concept.is_a.iter().map(String::as_str).collect();
        while let Some(next) = open.pop() {
            if next == concept.id {
                let message = format!(
                    "`{}` is wider than itself: its `is_a` leads back to it",
                    concept.id
                );
                problems.push(node.error(&[Step::Key("is_a")], message));
                break;
            }
            if seen.insert(next) {
                open.extend(
                    wider
                        .get(next)
                        .copied()
                        .unwrap_or_default()
                        .iter()
                        .map(String::as_str),
                );
            }
        }
    }
}
