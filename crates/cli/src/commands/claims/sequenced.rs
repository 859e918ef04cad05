//! An 837P checked and written again, its lines in the order in which the fee schedule ranks them.

use super::table::same;
use crate::input;
use crate::render::{Layout, Role};
use crate::session::Session;
use anyhow::{Context as _, Result, bail};
use ligature_claim::check::Finding;
use ligature_claim::{Claim, Outcome};
use ligature_professional::{change, claim, order, told};
use ligature_tools::Library;
use ligature_x12::{ClaimChange, ClaimLoop, Problem, rewrite};
use std::fs::File;
use std::io::{BufWriter, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

/// Claims, and problems, that are told one by one; the rest are counted.
const TOLD: usize = 20;

/// Whether a file is an 837P: it begins as X12 does.
pub fn is(file: &Path) -> Result<bool> {
    if input::is_standard(file) {
        return Ok(false);
    }
    let mut head = [0; 3];
    let read = input::open(file)?.read(&mut head);
    let read = read.with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(head.get(..read) == Some(b"ISA"))
}

/// What became of the claims of a file.
#[derive(Default)]
struct Tally {
    claims: usize,
    moved: Vec<String>,
    denied: usize,
    unranked: usize,
    notes: usize,
}

/// Writes the file again, and says what moved. The new file has its name only when it is whole.
pub fn run(file: &Path, out: &Path, library: &Library, session: &Session) -> Result<ExitCode> {
    if input::is_standard(out) {
        bail!("--out is for files");
    }
    if same(file, out) {
        bail!(
            "{}: the new claims would take the place of the old",
            out.display()
        );
    }
    library.tables()?;
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let part = out.with_file_name(format!(".{name}.part"));
    let unwritten = || format!("{} cannot be written", out.display());
    let mut sink = BufWriter::new(File::create(&part).with_context(unwritten)?);
    let mut tally = Tally::default();
    let written = rewrite(input::open(file)?, &mut sink, |_, one| {
        tally.take(one, library)
    })
    .with_context(|| format!("{} cannot be read or written again", file.display()))
    .and_then(|problems| {
        sink.flush()?;
        sink.get_ref().sync_all()?;
        Ok(problems)
    });
    let problems = match written {
        Ok(problems) => problems,
        Err(error) => {
            // nothing of it is of use
            let _gone = std::fs::remove_file(&part);
            return Err(error);
        }
    };
    tally.note(None, &problems);
    if tally.notes > TOLD {
        eprintln!("… and {} notes more", tally.notes - TOLD);
    }
    if tally.claims == 0 {
        let _gone = std::fs::remove_file(&part);
        bail!("{}: the file holds no claim of an 837P", file.display());
    }
    std::fs::rename(&part, out).with_context(unwritten)?;
    session.print(&tally.said(file, out, session))?;
    Ok(ExitCode::SUCCESS)
}

impl Tally {
    /// Checks and ranks a claim; gives what is to change.
    fn take(&mut self, one: &ClaimLoop, library: &Library) -> Option<ClaimChange> {
        self.claims += 1;
        let (claim, problems) = claim(one);
        self.note(Some(self.claims), &problems);
        let denies = |f: &Finding| {
            matches!(
                f.outcome,
                Outcome::Deny
                    | Outcome::DenyUnlessModifier
                    | Outcome::DenyAllUnits
                    | Outcome::NeedsPrimary
            )
        };
        if let Ok(checked) = library.check(&claim) {
            self.denied += usize::from(checked.findings.iter().any(denies));
        }
        let Ok(priced) = library.price(&claim) else {
            self.unranked += 1;
            return None;
        };
        let order = order(&claim, &priced.sequence)?;
        self.moved.push(moved(&claim, self.claims, &order));
        Some(change(&order))
    }

    fn note(&mut self, claim: Option<usize>, problems: &[Problem]) {
        for problem in problems {
            self.notes += 1;
            if self.notes <= TOLD {
                let whose = claim.map_or(String::new(), |n| format!("claim {n}, "));
                eprintln!("note: {whose}{}", told(problem));
            }
        }
    }

    fn said(&self, file: &Path, out: &Path, session: &Session) -> String {
        let mut layout = Layout::new(session.terminal);
        let one = |n: usize, what: &str| match n {
            1 => format!("1 {what}"),
            n => format!("{n} {what}s"),
        };
        layout.line(&format!(
            "{}: {} in another order, {} as it was",
            one(self.claims, "claim"),
            self.moved.len(),
            self.claims - self.moved.len()
        ));
        for moved in self.moved.iter().take(TOLD) {
            layout.paragraph(2, moved);
        }
        if self.moved.len() > TOLD {
            layout.paragraph(2, &format!("… and {} more", self.moved.len() - TOLD));
        }
        if self.unranked > 0 {
            let text = format!(
                "{} could not be ranked and kept the order of the lines.",
                one(self.unranked, "claim")
            );
            layout.paragraph(2, &layout.paint(Role::Caution, &text));
        }
        let text = match self.denied {
            0 => "Nothing of the tables that were asked denies a line as it stands.".to_owned(),
            n => format!(
                "{} with lines that are denied as they stand; `ligature check {}` says which and why.",
                one(n, "claim"),
                file.display()
            ),
        };
        let role = if self.denied == 0 {
            Role::Faint
        } else {
            Role::Caution
        };
        layout.paragraph(2, &layout.paint(role, &text));
        let text = "Lines stand by their total relative value, an add-on under its primary, those without a value last, each day by itself; nothing else was changed.";
        layout.paragraph(2, &layout.paint(Role::Faint, text));
        layout.line(&format!("written: {}", out.display()));
        layout.finish()
    }
}

/// `claim 3: 44120, 44121, 44005 (was 44005, 44120, 44121)`
fn moved(claim: &Claim, number: usize, order: &[usize]) -> String {
    let codes = |places: &mut dyn Iterator<Item = usize>| {
        let lines = places.filter_map(|at| claim.lines.get(at));
        let codes: Vec<&str> = lines.map(|l| l.code.as_str()).collect();
        codes.join(", ")
    };
    format!(
        "claim {number}: {} (was {})",
        codes(&mut order.iter().copied()),
        codes(&mut (0..claim.lines.len()))
    )
}
