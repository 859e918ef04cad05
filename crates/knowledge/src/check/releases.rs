//! What can be fetched: names that can be typed, addresses that can be requested, days that exist.

use super::known::needed;
use crate::draft::Draft;
use crate::problem::Problem;
use crate::read::{Node, Step, parts};
use crate::release::Release;
use ligature_codes::DateOfService;

pub(super) fn check(draft: &Draft<'_>, problems: &mut Vec<Problem>) {
    for (release, node) in parts(&draft.releases) {
        name(node, &release.name, problems);
        for (key, value, why) in [
            ("what", &release.what, "say in words what it is"),
            ("publisher", &release.publisher, "say who publishes it"),
            (
                "licence",
                &release.licence,
                "say on what terms it may be used",
            ),
        ] {
            problems.extend(needed(node, key, value, why));
        }
        if release.addresses.is_empty() {
            problems.push(node.error(&[Step::Key("addresses")], "say where its files are"));
        }
        for (at, address) in release.addresses.iter().enumerate() {
            self::address(node, at, address, problems);
        }
        if release.layouts.is_empty() {
            problems.push(
                node.error(&[Step::Key("layouts")], "say which layouts must come")
                    .with_help("a file whose shape is not looked at could be anything"),
            );
        }
        days(node, release, problems);
        if release.checked != Release::UNVERIFIED {
            let path = [Step::Key("checked")];
            problems.extend(DateOfService::parse(&release.checked).err().map(|_| {
                let help =
                    "write the day on which somebody looked, such as 2026-01-31, or unverified";
                node.error(&path, format!("`{}` is no day", release.checked))
                    .with_help(help)
            }));
        }
    }
}

/// Small letters and digits, joined by hyphens: it becomes the name of a file.
fn name(node: &Node<'_>, name: &str, problems: &mut Vec<Problem>) {
    let typed = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    if !name.split('-').all(typed) {
        problems.push(
            node.error(
                &[Step::Key("name")],
                format!("`{name}` is no name that can be typed"),
            )
            .with_help("use small letters and digits, joined by hyphens: icd10cm-2026"),
        );
    }
}

fn address(node: &Node<'_>, at: usize, address: &str, problems: &mut Vec<Problem>) {
    let path = [Step::Key("addresses"), Step::At(at)];
    let Some(rest) = address.strip_prefix("https://") else {
        problems.push(
            node.error(&path, "an address begins with https://")
                .with_help("with another one, anyone between could change the file"),
        );
        return;
    };
    let whole = rest
        .split_once('/')
        .is_some_and(|(host, file)| host.contains('.') && file.contains('.'));
    let plain = address
        .bytes()
        .all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'#'));
    if !whole || !plain {
        problems.push(
            node.error(&path, "this is not the address of a file")
                .with_help("write it as a browser shows it, a blank as %20"),
        );
    }
}

fn days(node: &Node<'_>, release: &Release, problems: &mut Vec<Problem>) {
    let mut day = |key, text: &str| match DateOfService::parse(text) {
        Ok(day) => Some(day),
        Err(error) => {
            problems.push(node.error(&[Step::Key(key)], error.to_string()));
            None
        }
    };
    let from = day("from", &release.from);
    let to = match release.to.as_str() {
        "" => None,
        to => day("to", to),
    };
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        problems.push(node.error(
            &[Step::Key("to")],
            format!("the last day, {to}, is before the first, {from}"),
        ));
    }
}
