//! What can be fetched from a publisher.

use serde::Deserialize;

/// A publisher's release of a set that is free to take: where it is, what must come, and on what terms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Its name on the command line, such as `icd10cm-2026`.
    pub name: String,
    /// What it is, in words.
    pub what: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where its files are: `https://…`; several, where it comes in parts.
    pub addresses: Vec<String>,
    /// The layouts that must be found in each of its files.
    pub layouts: Vec<String>,
    /// First day that it covers, `YYYY-MM-DD`.
    pub from: String,
    /// Last day; empty: until the next release.
    #[serde(default)]
    pub to: String,
    /// On what terms it may be used.
    pub licence: String,
    /// What must be accepted before it is fetched, in one sentence; empty: nothing.
    #[serde(default)]
    pub accept: String,
    /// Whether somebody has looked if the addresses lead to it: `unverified`, or the day, `YYYY-MM-DD`.
    pub checked: String,
}

impl Release {
    /// The value of `checked` where the addresses were never opened.
    pub const UNVERIFIED: &'static str = "unverified";

    /// Its days in words: `2025-10-01 to 2026-09-30`.
    #[must_use]
    pub fn days(&self) -> String {
        match self.to.as_str() {
            "" => format!("from {}", self.from),
            to => format!("{} to {to}", self.from),
        }
    }
}
