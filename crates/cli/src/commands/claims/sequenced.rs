//! An 837P checked and written again, its lines in the order in which the fee schedule ranks them.

use super::table::same;
use crate::input;
use crate::render::{Layout, Role};
use crate::session::Session;
use anyhow::{Context as _, Result, bail};
use ligature_claim::Claim;
use ligature_claim::check::Finding;
use ligature_professional::{History, claim, order, told};
use ligature_tabular::Format;
use ligature_tools::Library;
use ligature_x12::{ClaimChange, ClaimLoop, Problem, rewrite};
use std::cell::Cell;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;

/// Claims, and problems, that are told one by one; the rest are counted.
const TOLD: usize = 20;

/// What became of the claims of a file.
#[derive(Default)]
struct Tally {
    claims: usize,
    /// Claims in another order, and the first of them in words.
    moved: usize,
    told: Vec<String>,
    /// Claims with lines that are denied as they stand; those of which not everything could be checked.
    denied: usize,
    unchecked: usize,
    /// Claims of which no line has a value on its day; those of which some have none.
    unranked: usize,
    partly: usize,
    /// Voids, and claims whose lines other payers name by number.
    left: usize,
    /// Claims of which segments are lost or out of place.
    broken: usize,
}

/// What is wrong with the file, told as it is met; how often.
#[derive(Default)]
struct Notes(Cell<usize>);

/// Writes the file again, and says what moved. The new file has its name only when it is whole.
pub fn run(
    file: &Path,
    out: &Path,
    setting: Option<ligature_tools::Setting>,
    library: &Library,
    session: &Session,
) -> Result<ExitCode> {
    if input::is_standard(out) {
        bail!("--out is for files");
    }
    if same(file, out) {
        bail!(
            "{}: the new claims would take the place of the old",
            out.display()
        );
    }
    if Format::named(out).is_some() {
        bail!(
            "{} would be a table, and {} is an 837P: name a file that ends in .837, .x12 or .edi",
            out.display(),
            file.display()
        );
    }
    library.tables()?;
    let source = input::open(file)?;
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let part = out.with_file_name(format!(".{name}.part"));
    let unwritten = || format!("{} cannot be written", out.display());
    let mut sink = BufWriter::new(File::create(&part).with_context(unwritten)?);
    let mut tally = Tally::default();
    let notes = Notes::default();
    let history = super::intake::history(file)?;
    let written = rewrite(
        source,
        &mut sink,
        |_, one, noticed| tally.take(one, noticed, &notes, &history, setting, library),
        |noticed| notes.tell(None, noticed),
    )
    .with_context(|| format!("{} cannot be read or written again", file.display()))
    .and_then(|()| {
        sink.flush()?;
        sink.get_ref().sync_all()?;
        if notes.0.get() > TOLD {
            eprintln!("… and {} notes more", notes.0.get() - TOLD);
        }
        if tally.claims == 0 {
            bail!("{}: the file holds no claim of an 837P", file.display());
        }
        std::fs::rename(&part, out).with_context(unwritten)
    });
    if let Err(error) = written {
        // nothing of it is of use
        let _gone = std::fs::remove_file(&part);
        return Err(error);
    }
    session.print(&tally.said(file, out, session))?;
    Ok(ExitCode::SUCCESS)
}

impl Tally {
    /// Checks and ranks a claim; gives what is to change.
    fn take(
        &mut self,
        one: &ClaimLoop,
        noticed: &[Problem],
        notes: &Notes,
        history: &History,
        setting: Option<ligature_tools::Setting>,
        library: &Library,
    ) -> Option<ClaimChange> {
        self.claims += 1;
        let (mut claim, problems) = claim(one);
        claim.earlier = history.earlier(self.claims, one, &claim);
        if let Some(setting) = setting {
            claim.setting = setting;
        }
        let problems = [noticed, &problems].concat();
        notes.tell(Some(self.claims), &problems);
        let checked = library.check(&claim).ok();
        let findings = checked.iter().flat_map(|c| &c.findings);
        self.denied += usize::from(findings.into_iter().any(Finding::denies));
        self.unchecked += usize::from(checked.is_none_or(|c| c.lacks_data()));
        // lines that may not be all of it, or another's, have no order of their own
        if problems.iter().any(Problem::is_of_structure) {
            self.broken += 1;
            return None;
        }
        if stays(one) {
            self.left += 1;
            return None;
        }
        let priced = library.price(&claim).ok();
        let unranked = priced
            .as_ref()
            .map_or(claim.lines.len(), |p| p.unranked.len());
        if unranked == claim.lines.len() {
            self.unranked += 1;
            return None;
        }
        self.partly += usize::from(unranked > 0);
        let order = order(&claim, &priced?.sequence)?;
        self.moved += 1;
        if self.told.len() < TOLD {
            self.told.push(moved(&claim, self.claims, &order));
        }
        Some(ClaimChange {
            order: Some(order),
            ..ClaimChange::default()
        })
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
            self.moved,
            self.claims - self.moved
        ));
        for moved in &self.told {
            layout.paragraph(2, moved);
        }
        if self.moved > TOLD {
            layout.paragraph(2, &format!("… and {} more", self.moved - TOLD));
        }
        let caution = [
            (
                self.broken,
                "left as sent: segments are missing or out of place, see the notes",
            ),
            (
                self.unranked,
                "in the old order: no fee schedule of the day has a value for a line of it",
            ),
            (
                self.partly,
                "with lines that have no value on their day: those stand last",
            ),
            (
                self.left,
                "left as sent: a void, or another payer's answer names its lines by number",
            ),
            (
                self.unchecked,
                "of which not everything could be checked for want of data",
            ),
            (self.denied, "with lines that are denied as they stand"),
        ];
        for (count, what) in caution.into_iter().filter(|(count, _)| *count > 0) {
            let text = format!("{} {what}.", one(count, "claim"));
            layout.paragraph(2, &layout.paint(Role::Caution, &text));
        }
        let text = match self.denied + self.unchecked > 0 {
            false => "Nothing of the tables that were asked denies a line as it stands.".to_owned(),
            true => format!("`ligature check {}` says which and why.", file.display()),
        };
        layout.paragraph(2, &text);
        let text = "Lines stand by their total relative value, an add-on under its primary, those without a value last, each day by itself; nothing else was changed.";
        layout.paragraph(2, &layout.paint(Role::Faint, text));
        layout.line(&format!("written: {}", out.display()));
        layout.finish()
    }
}

impl Notes {
    fn tell(&self, claim: Option<usize>, problems: &[Problem]) {
        for problem in problems {
            self.0.set(self.0.get() + 1);
            if self.0.get() <= TOLD {
                let whose = claim.map_or(String::new(), |n| format!("claim {n}, "));
                eprintln!("note: {whose}{}", told(problem));
            }
        }
    }
}

/// Whether a claim stays as it came: a void (CLM05-3) repeats what was sent, and the number of a line that another payer
/// names (SVD06) must go on meaning that line (005010X222A1, loops 2300 and 2430).
fn stays(one: &ClaimLoop) -> bool {
    let mut segments = one.segments.iter();
    let named = segments.any(|s| s.id() == "SVD" && !s.element(6).is_empty());
    named || one.read().0.frequency == "8"
}

/// `claim 3: 44120, 44121, 44005 (was 44005, 44120, 44121)`
fn moved(claim: &Claim, number: usize, order: &[usize]) -> String {
    let codes = |places: &mut dyn Iterator<Item = usize>| {
        let lines = places.filter_map(|at| claim.lines.get(at));
        // of a file: without what a terminal would act on
        let shown = lines.map(|l| l.code.chars().filter(|c| !c.is_control()).collect());
        shown.collect::<Vec<String>>().join(", ")
    };
    format!(
        "claim {number}: {} (was {})",
        codes(&mut order.iter().copied()),
        codes(&mut (0..claim.lines.len()))
    )
}
