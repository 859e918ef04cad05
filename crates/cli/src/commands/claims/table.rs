//! From a table of lines to a table of findings: the payers' three tables, by the million.

use crate::input;
use crate::render::{Layout, Role};
use crate::session::Session;
use anyhow::{Context as _, Result, bail};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use ligature_edits::Setting;
use ligature_tabular::{Checker, Counts, Done, Format, Progress};
use ligature_tools::Library;
use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Checks a table, and says what was found and what was not looked at.
pub fn run(
    file: &Path,
    out: &Path,
    setting: Setting,
    library: &Library,
    session: &Session,
) -> Result<ExitCode> {
    if input::is_standard(file) || input::is_standard(out) {
        bail!("--out is for files: a run that is interrupted is gone on with from them");
    }
    drop(input::open(file)?);
    if Format::named(out).is_none() {
        bail!(
            "{}: the findings go to a file that ends in .parquet, .arrow or .csv",
            out.display()
        );
    }
    if text(file)? {
        bail!(
            "{} is no table: --out is for Parquet, Arrow and CSV; for JSON use --format",
            file.display()
        );
    }
    if same(file, out) {
        bail!(
            "{}: the findings would take the place of the claims",
            out.display()
        );
    }
    let tables = library.tables()?;
    let checker = Checker::new(tables, &library.claim_rules().0, setting);
    let bar = bar();
    let begun = Instant::now();
    // another program may write other findings
    let seal = format!("{} {}", library.seal(), env!("CARGO_PKG_VERSION"));
    let done = ligature_tabular::run(&checker, file, out, &seal, |progress| show(&bar, progress));
    bar.finish_and_clear();
    session.print(&told(&done?, begun.elapsed(), out, session))?;
    Ok(ExitCode::SUCCESS)
}

/// Whether a file begins as JSON does.
fn text(file: &Path) -> Result<bool> {
    if Format::of(file)? != Format::Csv {
        return Ok(false);
    }
    let mut head = [0; 64];
    let read = std::io::Read::read(&mut input::open(file)?, &mut head)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    let head = head.get(..read).unwrap_or_default().trim_ascii_start();
    Ok(head.starts_with(b"{") || head.starts_with(b"["))
}

pub fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn bar() -> ProgressBar {
    let bar = match std::io::stderr().is_terminal() {
        true => ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10)),
        false => ProgressBar::hidden(),
    };
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} lines, {per_sec}") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
    if let Some(of) = progress.of.filter(|_| bar.length().is_none()) {
        let template = "{bar:30} {percent:>3} %  {human_pos} of {human_len} lines, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_length(of);
    }
    bar.set_position(progress.rows);
}

/// Outcomes and how each is told.
type Outcomes = &'static [(&'static str, &'static str)];

/// Layers of the payers' tables, and how each outcome is told.
const TOLD: [(&str, &str, Outcomes); 4] = [
    (
        "bundling",
        "Bundling",
        &[
            ("deny", "denied, no modifier helps"),
            ("deny_unless_modifier", "denied without a modifier"),
            ("allowed_by_modifier", "pass by their modifier"),
        ],
    ),
    (
        "addon",
        "Add-ons",
        &[
            ("needs_primary", "without their primary"),
            ("contractor", "left to the contractor"),
        ],
    ),
    ("units", "Units", &[("deny_all_units", "above the limit")]),
    (
        "validity",
        "Validity",
        &[("deny", "without the shape of a code")],
    ),
];

fn told(done: &Done, took: Duration, out: &Path, session: &Session) -> String {
    let counts = &done.counts;
    let mut layout = Layout::new(session.terminal);
    let number = |n: u64| HumanCount(n).to_string();
    layout.line(&format!(
        "{} claims, {} lines, {} findings in {:.1} s",
        number(counts.claims),
        number(counts.lines),
        number(counts.findings),
        took.as_secs_f64()
    ));
    if done.resumed > 0 {
        layout.line(&format!(
            "gone on after {} lines that an interrupted run had done",
            number(done.resumed)
        ));
    }
    layout.make_room_for(TOLD.iter().map(|(_, name, _)| *name));
    for (layer, name, outcomes) in TOLD {
        let some: Vec<String> = outcomes
            .iter()
            .map(|(outcome, words)| (counts.of(layer, outcome), words))
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{} {words}", number(count)))
            .collect();
        let says = match some.as_slice() {
            [] => layout.paint(Role::Faint, "nothing found"),
            some => some.join("; "),
        };
        layout.labelled(2, name, &says);
    }
    let missing = missing(counts);
    if !missing.is_empty() {
        let says = format!("not checked: no data. {}", missing.join("; "));
        layout.paragraph(2, &layout.paint(Role::Caution, &says));
    }
    layout.paragraph(
        2,
        &layout.paint(
            Role::Faint,
            "Not looked at in a table of findings: whether codes and modifiers are valid on the day, global periods, medical necessity. Without --out each claim is checked in full.",
        ),
    );
    layout.line(&format!("written: {}", out.display()));
    layout.finish()
}

/// Layers for whose days no table was taken in.
fn missing(counts: &Counts) -> Vec<String> {
    TOLD.iter()
        .map(|(layer, name, _)| (counts.of(layer, "no_data"), name))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{name}: {} days of claims", HumanCount(count)))
        .collect()
}
