//! What the codes of a remittance mean to a biller.

use crate::draft::Draft;
use crate::problem::Problem;
use crate::read::{Node, Placed, Step, parts};
use crate::remits::RemitCode;
use crate::suggest::did_you_mean;
use std::collections::BTreeSet;

/// The kinds of rule that can be the reason. The first six are the layers of the checks of a claim.
const LAYERS: [&str; 24] = [
    "bundling",
    "addon",
    "units",
    "validity",
    "global",
    "necessity",
    "authorisation",
    "benefit",
    "claim-data",
    "contract",
    "coordination",
    "demographic",
    "documentation",
    "duplicate",
    "eligibility",
    "modifier",
    "no-appeal",
    "notice",
    "patient-share",
    "payment",
    "place",
    "provider",
    "reduction",
    "timely",
];

/// The most sentences of a text.
const SENTENCES: usize = 2;

/// The most words of a text.
const WORDS: usize = 40;

pub(crate) fn check(draft: &Draft<'_>, problems: &mut Vec<Problem>) {
    list(&draft.groups, "group", is_group, false, problems);
    list(&draft.reasons, "reason", is_reason, true, problems);
    list(&draft.remarks, "remark", is_remark, true, problems);
    list(&draft.providers, "provider", is_provider, false, problems);
    for (file, node) in parts(&draft.sources) {
        if file.source.trim().is_empty() {
            problems.push(
                node.error(&[Step::Key("source")], "`source` is missing")
                    .with_help(
                        "say above the codes who maintains the list, and whose words these are",
                    ),
            );
        }
    }
}

fn list(
    codes: &[Placed<'_, RemitCode>],
    what: &str,
    fits: fn(&str) -> bool,
    layered: bool,
    problems: &mut Vec<Problem>,
) {
    let mut seen = BTreeSet::new();
    for (code, node) in parts(codes) {
        if !fits(&code.code) {
            problems.push(node.error(
                &[Step::Key("code")],
                format!("`{}` is not written like a {what} code", code.code),
            ));
        }
        if !seen.insert(&code.code) {
            problems.push(node.error(
                &[Step::Key("code")],
                format!("the {what} code {} occurs twice", code.code),
            ));
        }
        let at = [Step::Key("layer")];
        if layered {
            if code.layers.is_empty() {
                problems.push(node.error(&at, "`layer` is missing"));
            }
            let unknown = code.layers.iter().filter(|l| !LAYERS.contains(&l.as_str()));
            problems.extend(unknown.map(|layer| {
                node.error(&at, format!("`{layer}` is no layer"))
                    .with_help(did_you_mean(layer, LAYERS, "layers"))
            }));
        } else if !code.layers.is_empty() {
            problems.push(node.error(&at, format!("a {what} code has no layer")));
        }
        for (key, text) in [
            ("means", &code.means),
            ("cause", &code.cause),
            ("next", &code.next),
        ] {
            problems.extend(short(node, key, text));
        }
    }
}

/// A text that is there and short.
fn short(node: &Node<'_>, key: &str, text: &str) -> Option<Problem> {
    let words = text.split_whitespace().count();
    let sentences = text
        .split_whitespace()
        .filter(|word| word.ends_with(['.', '?', '!']))
        .count();
    let path = [Step::Key(key)];
    if words == 0 {
        Some(
            node.error(&path, format!("`{key}` is missing"))
                .with_help("a biller needs what it means, what caused it and what to do next"),
        )
    } else if sentences > SENTENCES || words > WORDS {
        let message = format!(
            "at most {SENTENCES} sentences and {WORDS} words; this has {sentences} and {words}"
        );
        Some(node.error(&path, message))
    } else if sentences == 0 || !text.trim_end().ends_with(['.', '?', '!']) {
        Some(node.error(&path, "write whole sentences, with their full stop"))
    } else {
        None
    }
}

/// Two letters.
fn is_group(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// Two letters or digits.
fn is_provider(code: &str) -> bool {
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    code.len() == 2 && code.bytes().all(fits)
}

/// One to three digits, or a letter and one or two digits.
fn is_reason(code: &str) -> bool {
    let digits = match code.as_bytes() {
        [first, rest @ ..] if first.is_ascii_uppercase() && rest.len() <= 2 => rest,
        all => all,
    };
    (1..=3).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
}

/// `M`, `MA` or `N` and one to four digits.
fn is_remark(code: &str) -> bool {
    let digits = code
        .strip_prefix("MA")
        .or_else(|| code.strip_prefix('M'))
        .or_else(|| code.strip_prefix('N'))
        .unwrap_or_default();
    (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_codes() {
        for (fits, good, bad) in [
            (is_group as fn(&str) -> bool, "CO PR OA", "C COX co 1A"),
            (is_reason, "1 45 253 A1 B15 P12", "1234 AB A123 a1 A"),
            (is_provider, "WO 72 L6 C5", "W WOX wo 7-"),
            (is_remark, "M15 MA130 N1 N781", "N X1 NA1 M12345 N-1"),
        ] {
            for code in good.split(' ') {
                assert!(fits(code), "{code}");
            }
            for code in bad.split(' ') {
                assert!(!fits(code), "{code}");
            }
            assert!(!fits(""));
        }
    }
}
