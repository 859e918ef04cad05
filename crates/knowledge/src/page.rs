//! The page of a code: TOML front matter, then Markdown under fixed headings.

use crate::model::{Facts, Page};
use crate::problem::{Problem, Severity};
use crate::read::{Node, Reader};
use crate::source::AuthoredFile;
use crate::suggest::did_you_mean;
use serde::Deserialize;
use std::ops::Range;

/// The headings of a page, in their order. A short page has those of [`NEEDED`] only.
pub const HEADINGS: [&str; 11] = [
    "In plain words",
    "When it is done",
    "Step by step",
    "What the note must say",
    "Choosing between neighbours",
    "Included, not billed apart",
    "Billed with it",
    "Modifiers",
    "Common denials",
    "Diagnoses that support it",
    "Terms",
];

/// The headings that every page has.
pub const NEEDED: [&str; 3] = [
    "In plain words",
    "What the note must say",
    "Choosing between neighbours",
];

/// The keys of [`Facts`], in the order in which they are written.
pub const FACTS: [&str; 16] = [
    "rvu_release",
    "status",
    "global",
    "work_rvu",
    "total_facility_rvu",
    "multiple",
    "bilateral",
    "assistant",
    "co_surgeon",
    "team",
    "mue_release",
    "mue",
    "mai",
    "addon_release",
    "primaries",
    "addon_type",
];

/// The text between the two lines `+++`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Front {
    code: String,
    name: String,
    facts: Facts,
}

/// A page with the places of what it says.
#[derive(Debug)]
pub(crate) struct PlacedPage<'s> {
    pub(crate) page: Page,
    pub(crate) node: Node<'s>,
}

/// Reads a page; what is wrong with its form is reported here, what is wrong with its references later.
pub(crate) fn read<'s>(
    source: &'s AuthoredFile,
    problems: &mut Vec<Problem>,
) -> Option<PlacedPage<'s>> {
    if !source.has_front_matter() {
        let message = if source.text.starts_with("+++") {
            "the front matter is not closed: a second line `+++` is missing"
        } else {
            "a page begins with its code and name between two lines `+++`"
        };
        problems.push(source.problem(&(0..3), Severity::Error, message.to_owned()));
        return None;
    }
    let front = Reader::new(source, problems).rest::<Front>()?;
    let found = sections(source, problems);
    check_headings(source, &found, problems);
    let Front { code, name, facts } = front.value;
    let sections = found.into_iter().map(|s| (s.heading, s.text)).collect();
    Some(PlacedPage {
        page: Page {
            code,
            name,
            facts,
            sections,
        },
        node: front.node,
    })
}

struct Section {
    heading: String,
    at: Range<usize>,
    text: String,
}

/// Cuts the body at its level-two headings, without those inside fenced blocks.
fn sections(source: &AuthoredFile, problems: &mut Vec<Problem>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut fenced = false;
    let mut at = source.body;
    for line in source
        .text
        .get(source.body..)
        .unwrap_or("")
        .split_inclusive('\n')
    {
        let span = at..at + line.trim_end().len();
        at += line.len();
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
        }
        match line.strip_prefix("## ") {
            Some(heading) if !fenced => {
                sections.push(Section {
                    heading: heading.trim().to_owned(),
                    at: span,
                    text: String::new(),
                });
                continue;
            }
            _ => {}
        }
        if !fenced && (line.starts_with("# ") || line.starts_with("##") && !line.starts_with("###"))
        {
            let problem = source.problem(
                &span,
                Severity::Error,
                "a heading of a page is written `## …`".to_owned(),
            );
            problems.push(problem.with_help("two number signs and a space"));
            continue;
        }
        match sections.last_mut() {
            Some(section) => section.text.push_str(line),
            None if line.trim().is_empty() => {}
            None => problems.push(source.problem(
                &span,
                Severity::Error,
                "this text is before the first heading and would be lost".to_owned(),
            )),
        }
    }
    for section in &mut sections {
        section.text = section.text.trim().to_owned();
    }
    sections
}

fn check_headings(source: &AuthoredFile, sections: &[Section], problems: &mut Vec<Problem>) {
    let mut latest: Option<usize> = None;
    for (index, section) in sections.iter().enumerate() {
        let mut report = |message: String, help: Option<String>| {
            let mut problem = source.problem(&section.at, Severity::Error, message);
            problem.help = help;
            problems.push(problem);
        };
        let heading = section.heading.as_str();
        let Some(place) = HEADINGS.iter().position(|known| *known == heading) else {
            let help = did_you_mean(heading, HEADINGS, "headings");
            report(
                format!("`{heading}` is not a heading of a page"),
                Some(help),
            );
            continue;
        };
        if section.text.is_empty() {
            report(
                format!("`{heading}` has no text"),
                Some("leave the heading out or write a sentence".to_owned()),
            );
        }
        if sections
            .iter()
            .take(index)
            .any(|earlier| earlier.heading == heading)
        {
            report(format!("the heading `{heading}` occurs twice"), None);
            continue;
        }
        match latest {
            Some(before) if before > place => {
                let after = HEADINGS.get(before).copied().unwrap_or_default();
                report(format!("`{heading}` must come before `{after}`"), None);
            }
            _ => latest = Some(place),
        }
    }
    for needed in NEEDED {
        if !sections.iter().any(|section| section.heading == needed) {
            let end = source.text.trim_end().len();
            let message = format!("the heading `{needed}` is missing");
            problems.push(source.problem(&(end.saturating_sub(1)..end), Severity::Error, message));
        }
    }
}
