//! The publisher's instructions at a code and at all headings above it.

use super::parts::{address, called, linked};
use ligature_tools::{CodeHead, Instruction, LookupAnswer, NoteKind};
use maud::{Markup, html};

/// Kinds in the order in which a coder reads them, with their names and a word on what they mean.
const KINDS: [(NoteKind, &str, &str); 8] = [
    (
        NoteKind::InclusionTerm,
        "Also called",
        "Other names of what this code means.",
    ),
    (
        NoteKind::Includes,
        "Includes",
        "What is coded here as well.",
    ),
    (
        NoteKind::Excludes1,
        "Excludes 1",
        "Not coded here: these are never reported together with this code, unless they have nothing to do with each other.",
    ),
    (
        NoteKind::Excludes2,
        "Excludes 2",
        "Not part of this code: when the patient has both, both may be reported.",
    ),
    (
        NoteKind::CodeFirst,
        "Code first",
        "The underlying condition goes before this code on the claim.",
    ),
    (
        NoteKind::UseAdditional,
        "Use an additional code",
        "A second code goes after this one, where it applies.",
    ),
    (
        NoteKind::CodeAlso,
        "Code also",
        "Two codes may be needed; which goes first depends on the visit.",
    ),
    (NoteKind::Note, "Notes", ""),
];

/// Shown of one kind before the rest is folded.
const SHOWN: usize = 12;
/// Of one kind in all; the longest chapters have fewer.
const MOST: usize = 60;

/// Whether there is anything to show.
pub(super) fn any(answer: &LookupAnswer) -> bool {
    !answer.instructions.is_empty()
}

/// All instructions by kind; seventh characters as a table.
pub(super) fn instructions(answer: &LookupAnswer) -> Markup {
    html! {
        p.words { "From the publisher's book. An instruction at a heading applies to every code below it." }
        @for (kind, name, means) in KINDS {
            @let all: Vec<&Instruction> = answer.instructions.iter().filter(|one| one.kind == kind).collect();
            @if !all.is_empty() {
                div.instruction {
                    h3 { (name) }
                    @if !means.is_empty() { p.words { (means) } }
                    ul { @for one in all.iter().take(SHOWN) { (item(answer, one)) } }
                    @if all.len() > SHOWN {
                        details {
                            summary { (all.len() - SHOWN) " more" }
                            ul { @for one in all.iter().take(MOST).skip(SHOWN) { (item(answer, one)) } }
                            @if all.len() > MOST { p.words { "The first " (MOST) " are shown." } }
                        }
                    }
                }
            }
        }
        (sevenths(answer))
    }
}

fn item(answer: &LookupAnswer, one: &Instruction) -> Markup {
    html! {
        li { (linked(answer.head.system, &one.text, &one.names)) " " (at_heading(answer, &one.at)) }
    }
}

/// The heading that an instruction is at, unless it is the code itself.
fn at_heading(answer: &LookupAnswer, at: &str) -> Markup {
    let above: Option<&CodeHead> = answer.above.iter().find(|head| head.code == at);
    html! {
        @if let Some(head) = above {
            span.at-heading { "at " a href=(address(head.system, &head.code)) title=(head.title) { (called(head)) } }
        } @else if at != answer.head.code { span.at-heading { "at " (at) } }
    }
}

fn sevenths(answer: &LookupAnswer) -> Markup {
    let all: Vec<&Instruction> = answer
        .instructions
        .iter()
        .filter(|one| one.kind == NoteKind::SeventhCharacter)
        .collect();
    html! {
        @if let Some(first) = all.first() {
            div.instruction {
                h3 #sevenths { "Seventh characters" }
                p.words { "The code is complete only with one of these at its end. " (at_heading(answer, &first.at)) }
                div.table role="region" aria-labelledby="sevenths" tabindex="0" {
                    table {
                        thead { tr { th scope="col" { "Character" } th scope="col" { "Means" } } }
                        tbody {
                            @for one in all.iter().take(MOST) {
                                @let (character, means) = one.text.split_once(char::is_whitespace).unwrap_or((one.text.as_str(), ""));
                                tr { th scope="row" .code { (character) } td { (means.trim_start()) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
