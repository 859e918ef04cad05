//! `ligature show`: the page of a code.

use super::events::Format;
use crate::{nearest, render, session::Session};
use anyhow::{Result, bail};
use ligature_knowledge::{Facts, Page};
use serde::Serialize;
use std::process::ExitCode;

/// The page of a code: what is done, what the note must say, its neighbours, its facts.
///
/// The descriptions are Ligature's own words; no publisher's descriptor is shown.
#[derive(clap::Args)]
#[command(after_long_help = include_str!("../help/show.txt"))]
pub struct Args {
    /// The code, or words of its name.
    pub code: String,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Shows the page.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let asked = args.code.trim().to_uppercase();
    let source = session.source()?;
    let Some(page) = source.page(&asked)? else {
        bail!(
            "{}",
            nearest::unknown(args.code.trim(), &source.knowledge()?.pages)
        );
    };
    match args.format {
        Format::Text => session.print(&render::page(&page, session.terminal))?,
        Format::Json => session.print_json(&JsonPage::of(&page))?,
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct JsonPage<'a> {
    code: &'a str,
    name: &'a str,
    facts: JsonFacts<'a>,
    sections: Vec<JsonSection<'a>>,
}

#[derive(Serialize)]
struct JsonSection<'a> {
    heading: &'a str,
    markdown: &'a str,
}

/// The facts as the public tables have them; what they do not have is left out.
#[derive(Serialize)]
struct JsonFacts<'a> {
    #[serde(flatten)]
    texts: std::collections::BTreeMap<&'static str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mue: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mai: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    addon_type: Option<u32>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    primaries: &'a [String],
}

impl<'a> JsonPage<'a> {
    fn of(page: &'a Page) -> Self {
        let sections = page
            .sections
            .iter()
            .map(|(heading, markdown)| JsonSection { heading, markdown });
        Self {
            code: &page.code,
            name: &page.name,
            facts: JsonFacts::of(&page.facts),
            sections: sections.collect(),
        }
    }
}

impl<'a> JsonFacts<'a> {
    fn of(facts: &'a Facts) -> Self {
        let texts = [
            ("rvu_release", &facts.rvu_release),
            ("status", &facts.status),
            ("global", &facts.global),
            ("work_rvu", &facts.work_rvu),
            ("total_facility_rvu", &facts.total_facility_rvu),
            ("multiple", &facts.multiple),
            ("bilateral", &facts.bilateral),
            ("assistant", &facts.assistant),
            ("co_surgeon", &facts.co_surgeon),
            ("team", &facts.team),
            ("mue_release", &facts.mue_release),
            ("addon_release", &facts.addon_release),
        ];
        Self {
            texts: texts
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(k, v)| (k, v.as_str()))
                .collect(),
            mue: facts.mue,
            mai: facts.mai,
            addon_type: facts.addon_type,
            primaries: &facts.primaries,
        }
    }
}
