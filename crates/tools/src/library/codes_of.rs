//! All codes of a code set.

use super::{Call, Library, licensed};
use crate::contract::{CodeHead, TitleFrom};
use crate::gate::{Ask, Failure, HideTitle, Redact};
use ligature_codes::System;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// All codes of a code set with their titles, for other programs.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TitlesRequest {
    /// The code set.
    pub system: System,
}

/// All codes of a code set. Texts under an attested licence are not given out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TitlesAnswer {
    /// In the order of the set.
    pub codes: Vec<CodeHead>,
}

impl Redact for TitlesAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.codes.redact(hide);
    }
}

impl Ask for TitlesRequest {
    const TOOL: &'static str = "titles";
    type Answer = TitlesAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<TitlesAnswer, Failure> {
        let catalog = library.catalog()?;
        let rows = catalog.of(self.system).filter_map(|id| catalog.row(id));
        let heads = rows.map(|row| library.head(catalog, row));
        let free =
            |head: &CodeHead| !(licensed(self.system) && head.title_from == TitleFrom::Publisher);
        Ok(TitlesAnswer {
            codes: heads.filter(free).collect(),
        })
    }
}
