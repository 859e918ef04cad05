//! The decision tables.

use super::fields::rule_source;
use super::known::{ACTION, Names, code_shape, needed};
use crate::draft::Draft;
use crate::model::Row;
use crate::problem::Problem;
use crate::read::{Node, Placed, Step};
use crate::suggest::did_you_mean;
use ligature_codes::DateOfService;

pub(super) fn check(draft: &Draft<'_>, names: &Names<'_>, problems: &mut Vec<Problem>) {
    for (
        Placed {
            value: family,
            node,
        },
        rows,
    ) in &draft.families
    {
        problems.extend(needed(node, "id", &family.id, "a family needs a name"));
        problems.extend(needed(
            node,
            "title",
            &family.title,
            "a family needs a title in words for people",
        ));
        if !family.select.contains_key(ACTION) {
            problems.push(
                node.error(&[Step::Key("select")], "`select` names no action")
                    .with_help("say which events the table decides: select = { action = \"…\" }"),
            );
        }
        names.conditions(node, "select", &family.select, problems);
        for (at, code) in family.neighbours.iter().enumerate() {
            problems.extend(names.code(node, &[Step::Key("neighbours"), Step::At(at)], code));
        }
        if rows.is_empty() {
            problems.push(
                node.error(&[], "a family without rows decides nothing")
                    .with_help("write `[[row]]`"),
            );
        }
        for row in rows {
            check_row(row, names, problems);
        }
    }
}

fn check_row(
    Placed { value: row, node }: &Placed<'_, Row>,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) {
    let Row {
        code,
        further,
        would_be,
        with,
        when,
        because,
        source,
        ask,
        included,
        from,
        until,
        ..
    } = row;
    if let Some(code) = code {
        problems.extend(code_shape(node, &[Step::Key("code")], code));
    }
    if let Some(further) = further {
        problems.extend(check_further(node, code.as_deref(), further, names));
    }
    if let Some(would_be) = would_be {
        let path = [Step::Key("would_be")];
        problems.extend(code_shape(node, &path, would_be));
        if code.is_some() {
            problems.push(node.error(
                &path,
                "this row has a `code`: `would_be` is for rows that report nothing",
            ));
        }
        if included.is_none() && code.is_none() {
            problems.push(
                node.error(&path, "why this is not reported is not written here")
                    .with_help(
                        "write it as an [[inclusion]] of the policies, and here `included = \"…\"`",
                    ),
            );
        }
    }
    if included.is_some() && code.is_some() {
        problems.push(node.error(
            &[Step::Key("included")],
            "this row has a `code`: `included` is for rows that report nothing",
        ));
    }
    for (at, primary) in with.iter().enumerate() {
        problems.extend(names.code_or_family(
            node,
            &[Step::Key("with"), Step::At(at)],
            primary,
            &["any"],
        ));
    }
    names.conditions(node, "when", when, problems);
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
    for (kind, question) in ask {
        let path = [Step::Key("ask"), Step::Name(kind)];
        if !when.contains_key(kind) {
            let help = did_you_mean(
                kind,
                when.keys().map(String::as_str),
                "conditions of this row",
            );
            problems.push(
                node.error(
                    &path,
                    format!(
                        "there is a question about `{kind}`, but it is not a condition of this row"
                    ),
                )
                .with_help(help),
            );
        }
        if question.trim().is_empty() {
            problems.push(node.error(&path, "the question is empty"));
        }
    }
    let day = |key: &str, text: &Option<String>, problems: &mut Vec<Problem>| {
        let parsed = DateOfService::parse(text.as_deref()?);
        if let Err(error) = &parsed {
            problems.push(node.error(&[Step::Key(key)], error.to_string()));
        }
        parsed.ok()
    };
    let (first, last) = (day("from", from, problems), day("until", until, problems));
    if first.zip(last).is_some_and(|(first, last)| first > last) {
        problems.push(node.error(&[Step::Key("until")], "this rule ends before it begins"));
    }
}

/// The add-on must be another code than the row's own, and one that somebody has written about.
fn check_further(
    node: &Node<'_>,
    code: Option<&str>,
    further: &str,
    names: &Names<'_>,
) -> Option<Problem> {
    let path = [Step::Key("further")];
    if let Some(problem) = code_shape(node, &path, further) {
        return Some(problem);
    }
    match code {
        None => Some(node.error(&path, "an add-on needs the `code` that it goes under")),
        Some(code) if code == further => Some(
            node.error(&path, "the add-on is the code of the row itself")
                .with_help("for units write `unit_each = true`"),
        ),
        Some(_) if !names.pages.is_empty() && !names.pages.contains(further) => {
            let help = did_you_mean(further, names.pages.iter().copied(), "codes with a page");
            Some(
                node.error(
                    &path,
                    format!("nothing is written about the add-on `{further}`: it has no page"),
                )
                .with_help(help),
            )
        }
        Some(_) => None,
    }
}
