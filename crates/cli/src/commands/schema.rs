//! `ligature schema`: the shape of the JSON answer.

use crate::session::Session;
use anyhow::Result;
use std::process::ExitCode;

/// The JSON schema of an answer (`ligature code --format json`).
#[derive(clap::Args)]
#[command(after_long_help = "Example:
  ligature schema > answer.schema.json")]
pub struct Args {}

/// Prints the schema.
pub fn run(_args: &Args, session: &Session) -> Result<ExitCode> {
    session.print(&answer_schema()?)?;
    Ok(ExitCode::SUCCESS)
}

/// The schema as it is published in `schemas/answer.schema.json`.
pub fn answer_schema() -> Result<String> {
    let mut schema = schemars::schema_for!(ligature_coding::Answer);
    schema.insert(
        "title".into(),
        "Ligature: the codes that one note earns".into(),
    );
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// To bring it up to date: `ligature schema > schemas/answer.schema.json`.
    #[test]
    fn the_published_schema_is_current() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../schemas/answer.schema.json"
        );
        let published = std::fs::read_to_string(path).unwrap();
        assert!(
            answer_schema().unwrap() == published,
            "run: ligature schema > schemas/answer.schema.json"
        );
    }
}
