//! Answers about codes as text for the terminal.

use ligature_tools::{LookupAnswer, NoteKind, TitleFrom, Validity};
use std::fmt::Write as _;

/// What the code sets add to an authored page: whether it is in force, its headings, and related codes.
pub fn around(answer: &LookupAnswer) -> String {
    let mut text = String::new();
    also(&mut text, answer);
    let _ = writeln!(text, "\n{}", validity(&answer.validity, &answer.date));
    above(&mut text, answer);
    pairs(&mut text, answer);
    related(&mut text, answer);
    text
}

/// How many pair edits name it, and how to see them.
fn pairs(text: &mut String, answer: &LookupAnswer) {
    let lines = answer.pairs.iter().map(|p| {
        let missing = match p.completeness.as_str() {
            "whole" => String::new(),
            missing => format!(", {missing}"),
        };
        format!(
            "{}: paid, the other not: {}; not paid, the other is: {} ({}{missing})",
            p.setting, p.column_one, p.column_two, p.release
        )
    });
    let all = format!("ligature pairs {} shows them", answer.head.code);
    let some = !answer.pairs.is_empty();
    list(text, "Pair edits", lines.chain(some.then_some(all)));
}

/// What else the typed characters mean: the same code in other sets, and modifiers.
fn also(text: &mut String, answer: &LookupAnswer) {
    let lines = answer.also.iter().map(|head| {
        let name = match head.title_from {
            TitleFrom::None => "",
            _ => &head.title,
        };
        format!("{} {}  {name}", head.system.short(), head.code)
    });
    list(text, "Also", lines);
}

fn above(text: &mut String, answer: &LookupAnswer) {
    let lines = answer.above.iter();
    list(
        text,
        "Headings",
        lines.map(|h| format!("{:<13}{}", h.code, h.title)),
    );
}

/// Related codes by how they are related.
fn related(text: &mut String, answer: &LookupAnswer) {
    let mut kinds: Vec<&str> = Vec::new();
    for one in &answer.related {
        if !kinds.contains(&one.how.as_str()) {
            kinds.push(&one.how);
        }
    }
    for how in kinds {
        let of = answer.related.iter().filter(|r| r.how == how);
        let lines = of.map(|r| format!("{:<9} {}", r.code.code, r.code.title));
        list(text, &format!("Related: {how}"), lines);
    }
}

/// A code as a few paragraphs.
pub fn text(answer: &LookupAnswer) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{} {}", answer.head.system.name(), answer.head.code);
    let title = match answer.head.title_from {
        TitleFrom::None => "no name may be shown yet",
        _ => &answer.head.title,
    };
    let _ = writeln!(text, "{title}");
    if answer.head.title_from == TitleFrom::Ours {
        let _ = writeln!(text, "(a name of Ligature's own)");
    }
    also(&mut text, answer);
    let _ = writeln!(text, "\n{}", validity(&answer.validity, &answer.date));
    above(&mut text, answer);
    list(
        &mut text,
        "Below it",
        answer
            .below
            .iter()
            .take(40)
            .map(|h| format!("{:<13}{}", h.code, h.title)),
    );
    for (kind, name) in KINDS {
        let instructions = answer.instructions.iter().filter(|i| i.kind == kind);
        let lines = instructions.map(|i| {
            if i.at == answer.head.code {
                i.text.clone()
            } else {
                format!("{} (at {})", i.text, i.at)
            }
        });
        list(&mut text, name, lines);
    }
    list(
        &mut text,
        "Facts",
        answer.facts.iter().map(|f| {
            let modifier = if f.modifier.is_empty() {
                String::new()
            } else {
                format!(" with modifier {}", f.modifier)
            };
            let meaning = match f.meaning.as_str() {
                "" => String::new(),
                words => format!(", {words}"),
            };
            format!(
                "{}{modifier}: {}{meaning} ({})",
                f.words, f.value, f.release
            )
        }),
    );
    pairs(&mut text, answer);
    related(&mut text, answer);
    list(
        &mut text,
        "Found under",
        answer.terms.iter().take(20).cloned(),
    );
    list(
        &mut text,
        "Older titles",
        answer.older_titles.iter().cloned(),
    );
    list(
        &mut text,
        "Sources",
        answer.citations.iter().map(|c| {
            format!(
                "{}, {} ({} to {}), {}",
                c.table, c.release, c.from, c.to, c.publisher
            )
        }),
    );
    text
}

const KINDS: [(NoteKind, &str); 9] = [
    (NoteKind::Includes, "Includes"),
    (NoteKind::InclusionTerm, "Also called"),
    (
        NoteKind::Excludes1,
        "Never coded together with it (excludes 1)",
    ),
    (
        NoteKind::Excludes2,
        "Not included here; may be coded in addition (excludes 2)",
    ),
    (NoteKind::CodeFirst, "Code first"),
    (NoteKind::UseAdditional, "Use an additional code"),
    (NoteKind::CodeAlso, "Code also"),
    (NoteKind::SeventhCharacter, "Seventh character"),
    (NoteKind::Note, "Notes"),
];

fn list(text: &mut String, name: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{name}");
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
}

fn validity(validity: &Validity, date: &str) -> String {
    match validity {
        Validity::Valid { release } => format!("Valid for claims on {date} ({release})."),
        Validity::Reserved { release, why } => {
            format!("A code with a reservation on {date}: {why} ({release}).")
        }
        Validity::Heading { release } => {
            format!("A heading on {date} ({release}): choose a code below it.")
        }
        Validity::NotInForce {
            why, successors, ..
        } if successors.is_empty() => {
            format!("Not in force on {date}: {why}. No loaded release names a successor.")
        }
        Validity::NotInForce {
            why, successors, ..
        } => {
            format!(
                "Not in force on {date}: {why}. In its place: {}.",
                successors.join(", ")
            )
        }
        Validity::NoData { why } => format!("Whether it holds on {date} is not known here: {why}."),
    }
}
