//! Releases of payers' tables, as answers name them.

use ligature_edits::SourceView;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A release of a payer's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableLine {
    /// What it is: `NCCI PTP edits`.
    pub table: String,
    /// Whose claims it is for; empty: the same for all.
    pub setting: String,
    /// As the publisher calls it.
    pub label: String,
    /// First day that it covers.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Its rows carry their own days, so that it answers for the days before its first as well.
    pub dated: bool,
    /// Rows kept.
    pub rows: u32,
    /// What its rows are: `pair edits`.
    pub holds: String,
    /// Lines refused.
    pub refused: u32,
    /// The parts that were not imported; none: it is complete.
    pub missing: Vec<u8>,
    /// `whole`, or which parts are missing, in words.
    pub completeness: String,
    /// Files that it was read from.
    pub files: Vec<String>,
    /// Publisher.
    pub publisher: String,
    /// Terms of use.
    pub licence: String,
}

impl TableLine {
    pub(crate) fn of(source: SourceView) -> TableLine {
        let setting = match source.kind.by_setting() {
            true => source.setting.name(),
            false => "",
        };
        TableLine {
            table: source.kind.name().to_owned(),
            setting: setting.to_owned(),
            completeness: source.completeness(),
            label: source.label,
            from: source.from.to_string(),
            to: source.to.to_string(),
            dated: source.dated,
            rows: source.rows,
            holds: source.kind.rows().to_owned(),
            refused: source.refused,
            missing: source.missing,
            files: source.files,
            publisher: source.publisher,
            licence: source.licence,
        }
    }
}

/// In how many pair edits a code is that deny on the last day of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PairCount {
    /// Whose claims the edits are for.
    pub setting: String,
    /// The release: the newest that is whole, or else the newest.
    pub release: String,
    /// `whole`, or which parts are missing, in words.
    pub completeness: String,
    /// As column one: this code is paid, the other is not.
    pub column_one: usize,
    /// As column two: the other code is paid, this one is not.
    pub column_two: usize,
}
