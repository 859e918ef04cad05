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
