//! The names that may be referred to, and what refers to them.

use crate::draft::Draft;
use crate::model::Want;
use crate::problem::Problem;
use crate::read::{Node, Step};
use crate::suggest::did_you_mean;
use ligature_codes::{Code, System};
use std::collections::{BTreeMap, BTreeSet};

/// Names that conditions of tables may use in addition to the kinds of the lexicon: facts about an event's place among the others.
pub(crate) const SPECIAL_KINDS: [&str; 4] = ["order", "count", "beside", "named"];

/// What a condition on `count` may say.
const COUNTS: [&str; 2] = ["one", "several"];

/// Kinds whose values are acts: what else was done, and what an act took in.
const OF_ACTIONS: [&str; 3] = ["beside", "named", "part"];

/// The kind whose concepts are what is done.
pub(crate) const ACTION: &str = "action";

/// The conditions in a want, one by one.
pub(crate) fn wanted(want: &Want) -> &[String] {
    match want {
        Want::One(one) => std::slice::from_ref(one),
        Want::AnyOf(any) => any,
    }
}

/// The concept that a condition is about.
pub(crate) fn bare(text: &str) -> &str {
    text.strip_prefix("not ").unwrap_or(text)
}

/// The concepts that a condition of a recipe is about: `"x, not y"`.
pub(crate) fn recipe_concepts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(|one| bare(one.trim()))
}

/// Every name that may be referred to.
pub(crate) struct Names<'a> {
    pub(super) kinds: BTreeSet<&'a str>,
    /// Concept to kind.
    pub(super) concepts: BTreeMap<&'a str, &'a str>,
    pub(super) sections: BTreeSet<&'a str>,
    /// Codes that a row of a family gives.
    pub(super) codes: BTreeSet<&'a str>,
    pub(super) families: BTreeSet<&'a str>,
    pub(super) pages: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn of(draft: &'a Draft<'_>) -> Self {
        let rows = || draft.families.iter().flat_map(|(_, rows)| rows);
        Self {
            kinds: draft
                .kinds
                .iter()
                .map(|kind| kind.value.id.as_str())
                .collect(),
            concepts: draft
                .concepts
                .iter()
                .map(|concept| (concept.value.id.as_str(), concept.value.kind.as_str()))
                .collect(),
            sections: draft
                .sections
                .iter()
                .map(|section| section.value.id.as_str())
                .collect(),
            codes: rows()
                .flat_map(|row| {
                    row.value
                        .code
                        .iter()
                        .chain(&row.value.further)
                        .chain(&row.value.would_be)
                })
                .map(String::as_str)
                .collect(),
            families: draft
                .families
                .iter()
                .map(|(family, _)| family.value.id.as_str())
                .collect(),
            pages: draft
                .pages
                .iter()
                .map(|page| page.page.code.as_str())
                .collect(),
        }
    }

    /// The kind must be declared; `special` ones may be allowed too.
    pub(super) fn kind(
        &self,
        node: &Node<'_>,
        path: &[Step<'_>],
        kind: &str,
        special: &[&'a str],
    ) -> Option<Problem> {
        if self.kinds.contains(kind) || special.contains(&kind) {
            return None;
        }
        let help = did_you_mean(
            kind,
            self.kinds.iter().copied().chain(special.iter().copied()),
            "kinds",
        );
        Some(
            node.error(path, format!("there is no kind `{kind}`"))
                .with_help(help),
        )
    }

    /// The concept must exist, and be of that kind.
    pub(super) fn concept(
        &self,
        node: &Node<'_>,
        path: &[Step<'_>],
        concept: &str,
        kind: &str,
    ) -> Option<Problem> {
        let known = self.concepts.get(concept).copied();
        // A kind that is not declared is reported where it is named.
        let undeclared = |kind: &str| !self.kinds.contains(kind);
        if known == Some(kind) || undeclared(kind) || known.is_some_and(undeclared) {
            return None;
        }
        let of_kind = self
            .concepts
            .iter()
            .filter(|(_, k)| **k == kind)
            .map(|(name, _)| *name);
        Some(match known {
            Some(other) => node
                .error(
                    path,
                    format!("`{concept}` is of the kind `{other}`, but here a concept of the kind `{kind}` is meant"),
                )
                .with_help(did_you_mean(concept, of_kind, "concepts of this kind")),
            None => node
                .error(path, format!("there is no concept `{concept}` of the kind `{kind}`"))
                .with_help(did_you_mean(concept, of_kind, "concepts of this kind")),
        })
    }

    /// The concept must exist, of whatever kind.
    pub(super) fn any_concept(
        &self,
        node: &Node<'_>,
        path: &[Step<'_>],
        concept: &str,
    ) -> Option<Problem> {
        if self.concepts.contains_key(concept) {
            return None;
        }
        let help = did_you_mean(concept, self.concepts.keys().copied(), "concepts");
        Some(
            node.error(path, format!("there is no concept `{concept}`"))
                .with_help(help),
        )
    }

    /// The kind of section must exist.
    pub(super) fn section(
        &self,
        node: &Node<'_>,
        path: &[Step<'_>],
        section: &str,
    ) -> Option<Problem> {
        if self.sections.contains(section) {
            return None;
        }
        let help = did_you_mean(section, self.sections.iter().copied(), "sections");
        Some(
            node.error(path, format!("there is no section `{section}`"))
                .with_help(help),
        )
    }

    /// Conditions by kind: `select`, or `when`.
    pub(super) fn conditions(
        &self,
        node: &Node<'_>,
        key: &str,
        conditions: &BTreeMap<String, Want>,
        problems: &mut Vec<Problem>,
    ) {
        for (kind, want) in conditions {
            let of = match kind.split_once('.') {
                Some((action, attribute)) => {
                    let path = [Step::Key(key), Step::Name(kind)];
                    problems.extend(self.concept(node, &path, action, ACTION));
                    problems.extend(self.kind(node, &path, attribute, &[]));
                    attribute
                }
                None => {
                    let path = [Step::Key(key), Step::Name(kind)];
                    problems.extend(self.kind(node, &path, kind, &SPECIAL_KINDS));
                    kind.as_str()
                }
            };
            let wanted = wanted(want);
            if wanted.is_empty() {
                let path = [Step::Key(key), Step::Key(kind)];
                problems.push(
                    node.error(&path, "an empty list is never met")
                        .with_help("name at least one"),
                );
            }
            for (at, text) in wanted.iter().enumerate() {
                let path = [Step::Key(key), Step::Key(kind), Step::At(at)];
                problems.extend(self.wanted(node, &path, of, text));
            }
        }
    }

    /// One condition: `"x"`, `"not x"`, `"any"`, `"none"`.
    fn wanted(
        &self,
        node: &Node<'_>,
        path: &[Step<'_>],
        kind: &str,
        text: &str,
    ) -> Option<Problem> {
        let concept = bare(text);
        if text.trim().is_empty() {
            return Some(node.error(path, "a condition is empty"));
        }
        if matches!(concept, "any" | "none") {
            return None;
        }
        match kind {
            "count" if COUNTS.contains(&concept) => None,
            "count" => {
                let help = did_you_mean(concept, COUNTS, "values");
                Some(
                    node.error(path, format!("`{concept}` is no count"))
                        .with_help(help),
                )
            }
            kind if OF_ACTIONS.contains(&kind) => self.concept(node, path, concept, ACTION),
            kind => self.concept(node, path, concept, kind),
        }
    }

    /// The code must be given by a row of some family. One that at least has a page is no slip of the pen, and
    /// only has no effect yet.
    pub(super) fn code(&self, node: &Node<'_>, path: &[Step<'_>], code: &str) -> Option<Problem> {
        if self.codes.contains(code) {
            return None;
        }
        let message = format!("no row of a family gives `{code}`");
        if self.pages.contains(code) {
            return Some(
                node.warning(path, message)
                    .with_help("it has no effect here until one does"),
            );
        }
        let help = did_you_mean(code, self.codes.iter().copied(), "codes of the families");
        Some(node.error(path, message).with_help(help))
    }

    /// A code or a family, or one of `special`.
    pub(super) fn code_or_family(
        &self,
        node: &Node<'_>,
        path: &[Step<'_>],
        name: &str,
        special: &[&'a str],
    ) -> Option<Problem> {
        if self.families.contains(name) || special.contains(&name) {
            return None;
        }
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            return self.code(node, path, name);
        }
        if self.codes.contains(name) {
            return None;
        }
        let known = self
            .families
            .iter()
            .chain(&self.codes)
            .copied()
            .chain(special.iter().copied());
        let help = did_you_mean(name, known, "families and codes");
        Some(
            node.error(
                path,
                format!("`{name}` is neither a family nor a code of one"),
            )
            .with_help(help),
        )
    }
}

/// The code must look like one that a professional claim can carry.
pub(super) fn code_shape(node: &Node<'_>, path: &[Step<'_>], code: &str) -> Option<Problem> {
    match Code::parse(code) {
        Ok(parsed)
            if matches!(parsed.system(), System::Cpt | System::Hcpcs)
                && parsed.as_str() == code =>
        {
            None
        }
        _ => Some(
            node.error(
                path,
                format!("`{code}` is not written like a CPT or HCPCS code"),
            )
            .with_help("a code has five characters, such as 99213 or J1885"),
        ),
    }
}

/// A text that must not be empty.
pub(super) fn needed(node: &Node<'_>, key: &str, value: &str, why: &str) -> Option<Problem> {
    value.trim().is_empty().then(|| {
        node.error(&[Step::Key(key)], format!("`{key}` is missing"))
            .with_help(why)
    })
}
