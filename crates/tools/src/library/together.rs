//! Whether two codes may be on one claim, in a sentence: from a pair edit, or from the instructions of a code set.

use crate::contract::TableLine;
use ligature_catalog::NoteKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether two codes may be on one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Together {
    /// Never.
    Never,
    /// Only with a modifier, where the record supports one.
    WithModifier,
    /// No edit was found in the tables that cover the day.
    NoEdit,
    /// No table covers the day, or a part of it is missing.
    NotKnown,
    /// Both, when the patient has both.
    Both,
    /// Both, one of them first.
    InOrder,
    /// No instruction names the two together.
    NotNamed,
    /// It is one code, or no table and no instruction is about two such codes.
    NotAsked,
}

/// Whether two codes may be on one claim, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OneClaim {
    /// For programs.
    pub is: Together,
    /// In a sentence.
    pub answer: String,
    /// What it rests on: which code is paid, what the indicator means, which release says so.
    pub because: String,
}

impl OneClaim {
    pub(super) fn new(is: Together, answer: String, because: String) -> OneClaim {
        OneClaim {
            is,
            answer,
            because,
        }
    }
}

/// A pair edit that is in force.
pub(super) struct Edit<'a> {
    /// Column 1: the code that is paid.
    pub one: &'a str,
    /// Column 2: the code that is not.
    pub two: &'a str,
    /// The modifier indicator.
    pub indicator: u8,
    /// What the indicator means.
    pub meaning: &'a str,
    /// The publisher's reason.
    pub reason: &'a str,
}

/// What a table of pair edits says of two codes on a day.
pub(super) fn by_edit(edit: Option<&Edit<'_>>, table: &TableLine, date: &str) -> OneClaim {
    let rests = format!(
        "From {}, release {}, {} claims, on {date}",
        table.table, table.label, table.setting
    );
    match edit {
        Some(edit) => {
            let (is, how) = match edit.indicator {
                0 => (Together::Never, "never"),
                _ => (
                    Together::WithModifier,
                    "only with a modifier, when it is documented",
                ),
            };
            let Edit {
                one,
                two,
                indicator,
                meaning,
                reason,
            } = edit;
            let reason = match *reason {
                "" => String::new(),
                reason => format!(" The publisher's reason: {reason}."),
            };
            let because = format!(
                "{one} (column 1) is paid and {two} (column 2) is not; indicator {indicator}: {meaning}.{reason} {rests}."
            );
            OneClaim::new(is, format!("May be billed together: {how}."), because)
        }
        None if !table.missing.is_empty() => OneClaim::new(
            Together::NotKnown,
            format!("May be billed together: not known for {date}: no whole table covers it."),
            format!(
                "The parts that are loaded have no edit between the two, but {}. {rests}.",
                table.completeness
            ),
        ),
        None => OneClaim::new(
            Together::NoEdit,
            format!("May be billed together: no edit found in the tables that cover {date}."),
            format!("{rests}. A payer may have rules of its own."),
        ),
    }
}

/// No table of pair edits answers.
pub(super) fn without_table(date: Option<&str>, why: &str) -> OneClaim {
    let answer = match date {
        Some(date) => {
            format!("May be billed together: not known for {date}: no table covers it.")
        }
        None => "May be billed together: not known: no table of pair edits is loaded.".to_owned(),
    };
    OneClaim::new(Together::NotKnown, answer, sentence(why))
}

/// What an instruction that names the other code says; `own` is the code that it is at, `where_` its heading and words.
pub(super) fn by_instruction(
    kind: NoteKind,
    own: &str,
    other: &str,
    at: &str,
    text: &str,
) -> Option<OneClaim> {
    let place = match at == own {
        true => format!("at {at}"),
        false => format!("at {at}, so for {own}"),
    };
    let made = |is, answer: String, named: &str| {
        Some(OneClaim::new(
            is,
            answer,
            format!("{named} {place}: {text}."),
        ))
    };
    match kind {
        NoteKind::Excludes1 => made(
            Together::Never,
            "May be reported together: never, unless the two conditions have nothing to do with each other (excludes 1)."
                .to_owned(),
            "Excludes 1",
        ),
        NoteKind::Excludes2 => made(
            Together::Both,
            "May be reported together: yes, when the patient has both (excludes 2).".to_owned(),
            "Excludes 2",
        ),
        NoteKind::CodeFirst => made(
            Together::InOrder,
            format!("May be reported together: yes, {other} first and then {own}."),
            "Code first",
        ),
        NoteKind::UseAdditional => made(
            Together::InOrder,
            format!("May be reported together: yes, {own} first and then {other}."),
            "Use an additional code",
        ),
        _ => None,
    }
}

/// A message as a sentence.
pub(super) fn sentence(message: &str) -> String {
    let mut letters = message.trim().chars();
    let begun = letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    });
    match begun.ends_with(['.', '?', '!']) || begun.is_empty() {
        true => begun,
        false => format!("{begun}."),
    }
}
