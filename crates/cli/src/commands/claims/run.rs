//! From files to answers, in order, a lot at a time.

use super::Format;
use super::intake::{self, Taken};
use crate::input;
use crate::session::Session;
use anyhow::Result;
use indicatif::ProgressBar;
use ligature_claim::Claim;
use rayon::prelude::*;
use serde::Serialize;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Places with something wrong that are told one by one; the rest are counted.
const TOLD: usize = 20;

/// Answers every claim of the files. Ends with 1 if any could not be read or answered.
pub fn run<A: Serialize + Send>(
    files: &[PathBuf],
    format: Format,
    session: &Session,
    ask: impl Fn(&Claim) -> Result<A, String> + Sync,
    text: impl Fn(&Claim, &A) -> String + Sync,
) -> Result<ExitCode> {
    let (mut read, mut wrong, mut remarked) = (0_usize, 0_usize, 0_usize);
    let mut list: Vec<serde_json::Value> = Vec::new();
    for file in files {
        let bar = match std::io::stdout().is_terminal() {
            // the answers show how far it is
            true => ProgressBar::hidden(),
            false => crate::progress::bytes(input::size(file)),
        };
        intake::each(file, &bar, |lot: Vec<Taken>| {
            let answers: Vec<Result<(Claim, A), String>> = lot
                .par_iter()
                .map(|taken| {
                    let claim = taken.claim.clone()?;
                    let answer = ask(&claim)?;
                    Ok((claim, answer))
                })
                .collect();
            for (taken, answer) in lot.iter().zip(answers) {
                for remark in &taken.remarks {
                    remarked += 1;
                    if remarked <= TOLD {
                        bar.suspend(|| eprintln!("note: {}: {remark}", taken.at));
                    }
                }
                let (claim, answer) = match answer {
                    Ok(both) => both,
                    Err(why) => {
                        wrong += 1;
                        if wrong <= TOLD {
                            bar.suspend(|| eprintln!("error: {}: {why}", taken.at));
                        }
                        continue;
                    }
                };
                read += 1;
                match format {
                    Format::Text => {
                        let gap = if read > 1 { "\n" } else { "" };
                        session.print(&format!("{gap}{}", text(&claim, &answer)))?;
                    }
                    Format::Jsonl => session.print(&serde_json::to_string(&answer)?)?,
                    Format::Json => list.push(serde_json::to_value(&answer)?),
                }
            }
            Ok(())
        })?;
        bar.finish_and_clear();
    }
    match (format, list.len()) {
        (Format::Json, 1) => session.print_json(&list[0])?,
        (Format::Json, _) => session.print_json(&list)?,
        _ => {}
    }
    for (count, what) in [(remarked, "notes"), (wrong, "errors")] {
        if count > TOLD {
            eprintln!("… and {} {what} more", count - TOLD);
        }
    }
    if wrong > 0 {
        eprintln!("{read} claims were answered; {wrong} could not be read or answered, see above.");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
