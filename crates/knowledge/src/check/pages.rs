//! Pages and examples.

use super::known::{code_shape, needed};
use crate::draft::Draft;
use crate::problem::Problem;
use crate::read::{Node, Step, parts};
use ligature_codes::{Code, Units};

pub(super) fn check(draft: &Draft<'_>, problems: &mut Vec<Problem>) {
    for placed in &draft.pages {
        let (page, node) = (&placed.page, &placed.node);
        problems.extend(needed(
            node,
            "name",
            &page.name,
            "name the code in our own plain words",
        ));
        if page.code.is_empty() {
            problems.extend(needed(
                node,
                "code",
                "",
                "say whose page this is: code = \"…\"",
            ));
            continue;
        }
        problems.extend(code_shape(node, &[Step::Key("code")], &page.code));
        let stem = node
            .source
            .path
            .rsplit(['/', '\\'])
            .next()
            .and_then(|name| name.strip_suffix(".md"));
        if let Some(stem) = stem.filter(|stem| *stem != page.code) {
            problems.push(
                node.error(
                    &[Step::Key("code")],
                    format!(
                        "the file is named `{stem}.md`, but its page is about {}",
                        page.code
                    ),
                )
                .with_help("the file has the name of its code"),
            );
        }
        for (at, primary) in page.facts.primaries.iter().enumerate() {
            problems.extend(code_shape(
                node,
                &[Step::Key("facts"), Step::Key("primaries"), Step::At(at)],
                primary,
            ));
        }
    }
    for (example, node) in parts(&draft.examples) {
        problems.extend(needed(node, "id", &example.id, "an example needs a name"));
        problems.extend(needed(
            node,
            "shows",
            &example.shows,
            "say in a sentence what the example shows",
        ));
        problems.extend(needed(
            node,
            "note",
            &example.note,
            "an example needs a note",
        ));
        let mut expected = Vec::new();
        for (at, text) in example.codes.iter().enumerate() {
            match code_with_units(text) {
                Some((code, _)) if expected.contains(&code) => problems.push(
                    node.error(
                        &[Step::Key("codes"), Step::At(at)],
                        format!("`{code}` is expected twice"),
                    )
                    .with_help(format!("write the units behind it: \"{code} x 2\"")),
                ),
                Some((code, _)) => expected.push(code),
                None => problems.push(expected_form(node, at, text)),
            }
        }
        for (at, code) in example.never.iter().enumerate() {
            let path = [Step::Key("never"), Step::At(at)];
            problems.extend(code_shape(node, &path, code));
            if expected.contains(&code.as_str()) {
                problems
                    .push(node.error(&path, format!("`{code}` is both expected and forbidden")));
            }
        }
    }
}

fn expected_form(node: &Node<'_>, at: usize, text: &str) -> Problem {
    node.error(
        &[Step::Key("codes"), Step::At(at)],
        format!("`{text}` is not an expected code"),
    )
    .with_help("write the code, or the code and its units: \"99213\", \"99213 x 2\"")
}

/// `"44121 x 2"`.
pub(crate) fn code_with_units(text: &str) -> Option<(&str, Units)> {
    let counts = |units: &Units| units.as_whole().is_some_and(|n| n > 0);
    let (code, units) = match text.split_once(" x ") {
        Some((code, units)) => (code.trim(), units.parse().ok().filter(counts)?),
        None => (text, Units::ONE),
    };
    Code::parse(code)
        .ok()
        .filter(|parsed| parsed.as_str() == code)
        .map(|_| (code, units))
}
