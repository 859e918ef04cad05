//! The claims as they were sent, against which denials are held.

use super::Telling;
use crate::commands::claims::intake;
use crate::input;
use anyhow::{Context as _, Result};
use indicatif::ProgressBar;
use ligature_claim::Claim;
use ligature_professional::{claim, told};
use ligature_remit::{Sent, SentClaim};
use ligature_x12::{Part, Parts};
use std::path::{Path, PathBuf};

/// Reads the files. What is wrong with them is told.
pub fn read(files: &[PathBuf], setting: Option<ligature_tools::Setting>) -> Result<Sent> {
    let mut sent = Sent::default();
    let mut add = |mut claim: Claim, controls| {
        if let Some(setting) = setting {
            claim.setting = setting;
        }
        sent.add(SentClaim { claim, controls });
    };
    for file in files {
        let mut telling = Telling::of(&input::name(file));
        let mut count = 0_usize;
        // the lines of an 837P have numbers of their own that a payment gives back
        if input::is_x12(file)? {
            each(file, &mut telling, |claim, controls| {
                count += 1;
                add(claim, controls);
            })?;
        } else {
            intake::each(file, &ProgressBar::hidden(), |lot| {
                for taken in lot {
                    let remarks = taken.remarks.iter().chain(taken.claim.as_ref().err());
                    remarks.for_each(|r| telling.tell(&format!("{}: {r}", taken.at)));
                    if let Ok(claim) = taken.claim {
                        count += 1;
                        add(claim, Vec::new());
                    }
                }
                Ok(())
            })?;
        }
        if count == 0 {
            telling.tell("no claim was read: nothing is held against it");
        }
        telling.finish();
    }
    Ok(sent)
}

/// The claims of an 837P, each with the submitter's numbers of its lines.
fn each(
    file: &Path,
    telling: &mut Telling,
    mut take: impl FnMut(Claim, Vec<String>),
) -> Result<()> {
    let mut parts = Parts::new(input::open(file)?);
    while let Some(part) = parts.next() {
        let part = part.with_context(|| format!("{} cannot be read", input::name(file)))?;
        let problems = parts.problems();
        problems.iter().for_each(|p| telling.tell(&told(p)));
        if let Part::Claim(one) = &part {
            let (claim, problems) = claim(one);
            problems.iter().for_each(|p| telling.tell(&told(p)));
            let (read, _) = one.read();
            let controls = read.lines.iter().map(|line| line.control.to_owned());
            take(claim, controls.collect());
        }
    }
    let problems = parts.problems();
    problems.iter().for_each(|p| telling.tell(&told(p)));
    Ok(())
}
