//! `ligature schema`: the shapes of JSON that go in and come out.

use crate::session::Session;
use anyhow::Result;
use clap::ValueEnum;
use ligature_tools::{Answer, Checked, Claim, Priced};
use schemars::{Schema, schema_for};
use std::process::ExitCode;

/// What a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// The codes that a note supports (`ligature code --format json`).
    Answer,
    /// A claim, as `ligature check` and `ligature price` take it.
    Claim,
    /// What a check found (`ligature check --format json`).
    Checked,
    /// What a claim is paid (`ligature price --format json`).
    Priced,
}

/// The JSON schema of what goes in or comes out.
#[derive(clap::Args)]
#[command(after_long_help = "Examples:
  ligature schema > answer.schema.json
  ligature schema claim > claim.schema.json")]
pub struct Args {
    /// Of what.
    #[arg(value_enum, default_value_t = Of::Answer)]
    pub of: Of,
}

/// Prints the schema.
pub fn run(args: &Args, session: &Session) -> Result<ExitCode> {
    session.out.print(&schema(args.of)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The schema as it is published in the folder `schemas`.
pub fn schema(of: Of) -> Result<String> {
    let (mut schema, title): (Schema, &str) = match of {
        Of::Answer => (schema_for!(Answer), "the codes that one note supports"),
        Of::Claim => (schema_for!(Claim), "a claim"),
        Of::Checked => (schema_for!(Checked), "what the check of a claim found"),
        Of::Priced => (schema_for!(Priced), "what a claim is paid"),
    };
    schema.insert("title".into(), format!("Ligature: {title}").into());
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(of: Of, name: &str) {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schemas");
        let published = std::fs::read_to_string(format!("{folder}/{name}.schema.json"));
        assert!(
            schema(of).unwrap() == published.unwrap_or_default(),
            "run: ligature schema {name} > schemas/{name}.schema.json"
        );
    }

    #[test]
    fn the_published_schemas_are_current() {
        check(Of::Answer, "answer");
        check(Of::Claim, "claim");
        check(Of::Checked, "checked");
        check(Of::Priced, "priced");
    }
}
