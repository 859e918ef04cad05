//! The codes of remittances, as authors explain them: `knowledge/remits/*.toml`.

use rkyv::{Archive, Deserialize as Restore, Serialize as Store};
use serde::{Deserialize, Deserializer};

/// What the codes of a remittance (835) mean to a biller.
#[derive(Debug, Clone, Default, PartialEq, Archive, Store, Restore)]
pub struct Remits {
    /// Claim adjustment group codes: who is responsible for an amount.
    pub groups: Vec<RemitCode>,
    /// Claim adjustment reason codes (CARC).
    pub reasons: Vec<RemitCode>,
    /// Remittance advice remark codes (RARC).
    pub remarks: Vec<RemitCode>,
    /// Reasons of amounts that concern the whole payment and no claim of it (PLB).
    pub providers: Vec<RemitCode>,
}

impl Remits {
    /// A group code.
    #[must_use]
    pub fn group(&self, code: &str) -> Option<&RemitCode> {
        self.groups.iter().find(|known| known.code == code)
    }

    /// A reason code.
    #[must_use]
    pub fn reason(&self, code: &str) -> Option<&RemitCode> {
        self.reasons.iter().find(|known| known.code == code)
    }

    /// A remark code.
    #[must_use]
    pub fn remark(&self, code: &str) -> Option<&RemitCode> {
        self.remarks.iter().find(|known| known.code == code)
    }

    /// The reason of an amount that concerns the whole payment.
    #[must_use]
    pub fn provider(&self, code: &str) -> Option<&RemitCode> {
        self.providers.iter().find(|known| known.code == code)
    }
}

/// A code of a remittance in our own words: at most two sentences each.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct RemitCode {
    /// The code: `45`, `N115`, `CO`.
    pub code: String,
    /// The kind of rule that is the reason (`bundling`, `units`, `eligibility` …), so that a denial can be compared with what our
    /// checks said; several, where the code alone does not show which (`layer = ["bundling", "global"]`). Group codes and
    /// reasons of the whole payment have none.
    #[serde(rename = "layer", deserialize_with = "one_or_several")]
    pub layers: Vec<String>,
    /// What it means.
    pub means: String,
    /// What usually caused it.
    pub cause: String,
    /// What to do next.
    pub next: String,
    /// Where the code comes from: said once a file, at its top.
    pub source: String,
}

/// A word, or a list of words.
fn one_or_several<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "the name of a layer, or a list of such names")]
    enum Layers {
        One(String),
        Several(Vec<String>),
    }
    Ok(match Layers::deserialize(from)? {
        Layers::One(name) => vec![name],
        Layers::Several(names) => names,
    })
}
