//! `ligature show`: everything known about a code.

use super::events::Format;
use crate::{nearest, render, session::Session};
use anyhow::{Result, bail};
use ligature_catalog::Validity;
use ligature_knowledge::{Facts, Page};
use ligature_tools::{CodeHead, CodeSet, LookupAnswer, LookupRequest, PairCount, Related};
use serde::Serialize;
use std::process::ExitCode;

/// Everything known about a code of any set: what it means, whether it holds, its instructions, facts and neighbours.
///
/// The descriptions of procedure codes are Ligature's own words, unless you took the publisher's text in under your licence.
#[derive(clap::Args)]
#[command(after_long_help = include_str!("../help/show.txt"))]
pub struct Args {
    /// The code, or words of its name.
    pub code: String,

    /// The code set, where the code's shape does not tell it: cpt, hcpcs, icd10cm, icd10pcs, icd9cm.
    #[arg(long, value_name = "SET")]
    pub system: Option<CodeSet>,

    /// Date of service.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,

    /// How it is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Shows the page.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    let asked = args.code.trim().to_uppercase();
    let source = session.source()?;
    let authored = if args.system.is_none() && args.date.is_none() {
        source.page(&asked)?
    } else {
        None
    };
    let library = source.library()?;
    let request = LookupRequest {
        system: args.system,
        code: asked.clone(),
        date: args.date.clone(),
    };
    // a code with an authored page keeps it; every other is looked up in the code sets
    if authored.is_none() && library.catalog().is_ok() {
        return match library.lookup(&request) {
            Ok(answer) => {
                match args.format {
                    Format::Text => session.print(&super::lookup::text(&answer))?,
                    Format::Json => session.print_json(&answer)?,
                }
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => bail!("{error}"),
        };
    }
    let around = library.lookup(&request).ok();
    let Some(page) = authored else {
        bail!(
            "{}",
            nearest::unknown(args.code.trim(), &source.knowledge()?.pages)
        );
    };
    match args.format {
        Format::Text => {
            let mut text = render::page(&page, session.terminal);
            if let Some(answer) = &around {
                text.push_str(&super::lookup::around(answer));
            }
            session.print(&text)?;
        }
        Format::Json => session.print_json(&JsonPage {
            around: around.as_ref().map(Around::of),
            ..JsonPage::of(&page)
        })?,
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct JsonPage<'a> {
    code: &'a str,
    name: &'a str,
    facts: JsonFacts<'a>,
    sections: Vec<JsonSection<'a>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    around: Option<Around<'a>>,
}

/// What the code sets add, as in the answer for any other code.
#[derive(Serialize)]
struct Around<'a> {
    validity: &'a Validity,
    date: &'a str,
    above: &'a [CodeHead],
    pairs: &'a [PairCount],
    related: &'a [Related],
}

impl<'a> Around<'a> {
    fn of(answer: &'a LookupAnswer) -> Self {
        Self {
            validity: &answer.validity,
            date: &answer.date,
            above: &answer.above,
            pairs: &answer.pairs,
            related: &answer.related,
        }
    }
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
            around: None,
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
