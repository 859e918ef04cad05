//! The localities of the Medicare physician fee schedule: where a service is done decides what is paid.

use super::answering::release_or_before;
use super::{Call, Library};
use crate::gate::{Ask, Failure, Redact};
use ligature_codes::DateOfService;
use ligature_edits::Kind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List the Medicare localities.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct LocalitiesRequest {
    /// Date of service; without it the newest release.
    #[serde(default)]
    pub date: Option<DateOfService>,
}

/// A locality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LocalityLine {
    /// Contractor and number, as a claim names it: `13202-01`.
    pub locality: String,
    /// State, two letters.
    pub state: String,
    /// Its name, as printed.
    pub name: String,
}

/// The Medicare localities (CMS, Geographic Practice Cost Indices by locality).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LocalitiesAnswer {
    /// By state and name.
    pub localities: Vec<LocalityLine>,
    /// The release.
    pub release: String,
    /// Its last day.
    pub to: String,
}

impl Redact for LocalitiesAnswer {}

impl Ask for LocalitiesRequest {
    const TOOL: &'static str = "localities";
    type Answer = LocalitiesAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<LocalitiesAnswer, Failure> {
        let tables = library.tables()?;
        let (source, ..) = release_or_before(&tables, Kind::Localities, self.date)?;
        let view = tables
            .source(source)
            .ok_or_else(|| Failure::NoData("the release is gone".to_owned()))?;
        let mut localities: Vec<LocalityLine> = tables
            .localities(source)
            .map(|one| LocalityLine {
                locality: format!("{}-{}", one.mac.trim(), one.number.trim()),
                state: one.state.trim().to_owned(),
                name: one.name.trim().trim_end_matches('*').to_owned(),
            })
            .collect();
        localities.sort_by(|a, b| (&a.state, &a.name).cmp(&(&b.state, &b.name)));
        Ok(LocalitiesAnswer {
            localities,
            release: view.label,
            to: view.to.to_string(),
        })
    }
}
