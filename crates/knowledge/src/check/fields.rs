//! The forms of single fields.

use crate::problem::Problem;
use crate::read::{Node, Step};
use ligature_codes::Modifier;

pub(super) fn modifier(node: &Node<'_>, key: &str, value: &str, problems: &mut Vec<Problem>) {
    if let Err(error) = Modifier::parse(value) {
        problems.push(node.error(&[Step::Key(key)], error.to_string()));
    }
}

pub(super) fn text(node: &Node<'_>, key: &str, value: &str, problems: &mut Vec<Problem>) {
    if value.trim().is_empty() {
        problems.push(node.error(&[Step::Key(key)], format!("`{key}` is empty")));
    }
}

/// How the source of a rule begins that no document states.
const CONVENTION: &str = "convention of this project:";

/// A convention has a reason of so many words at least.
const REASON: usize = 3;

/// What states a rule: a document with its year, or the convention of this project with its reason. A fee schedule lists
/// values and states no rule, and "in our words" names nothing.
pub(super) fn rule_source(node: &Node<'_>, value: &str, problems: &mut Vec<Problem>) {
    const HELP: &str = "name publisher, document, year, and section or page; or write `convention of this project: ` and the reason";
    let lower = value.to_lowercase();
    let wrong = if value.trim().is_empty() {
        None // said elsewhere
    } else if lower.contains("in our words") || lower.contains("in our own words") {
        Some("`in our words` is no source: it does not say where the rule comes from".to_owned())
    } else if let Some(reason) = lower.strip_prefix(CONVENTION) {
        (reason.split_whitespace().count() < REASON)
            .then(|| "a convention of this project needs its reason".to_owned())
    } else if lists_values(&lower) {
        Some("a fee schedule lists values and states no rule".to_owned())
    } else {
        (!names_a_year(value)).then(|| "the source names no year".to_owned())
    };
    if let Some(wrong) = wrong {
        problems.push(node.error(&[Step::Key("source")], wrong).with_help(HELP));
    }
}

/// Whether a source, in small letters, is a fee schedule, and not a document about it.
fn lists_values(source: &str) -> bool {
    let names = ["fee schedule", "pprrvu", "relative value file"];
    let about = ["manual", "documentation", "final rule"];
    names.iter().any(|name| source.contains(name))
        && !about.iter().any(|word| source.contains(word))
}

/// Whether a text holds a number of four digits that can be a year.
fn names_a_year(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers
        .filter(|digits| digits.len() == 4)
        .any(|digits| digits.starts_with("19") || digits.starts_with("20"))
}

/// A decimal number with at most four places.
pub(super) fn number(node: &Node<'_>, key: &str, value: &str, problems: &mut Vec<Problem>) {
    let (whole, part) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 4 {
        problems.push(node.error(
            &[Step::Key(key)],
            format!("`{value}` is not a number with at most four places after the point"),
        ));
    }
}
