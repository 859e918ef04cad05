//! From a table of lines to a table of findings: the payers' three tables, by the million.

use crate::input;
use crate::session::Session;
use anyhow::{Context as _, Result, bail};
use ligature_terminal::{Layout, Role, grouped, progress};
use ligature_tools::{CheckRequest, Counts, Done, Setting, TableFormat as Format};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Checks a table, and says what was found and what was not checked.
pub fn run(file: &Path, out: &Path, setting: Setting, session: &Session) -> Result<ExitCode> {
    if input::is_standard(file) || input::is_standard(out) {
        bail!("--out needs a file: an interrupted run continues from it");
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
            "{} is not a table: --out is for Parquet, Arrow and CSV; for JSON use --format",
            file.display()
        );
    }
    if input::same(file, out) {
        bail!("{}: the findings would overwrite the claims", out.display());
    }
    let gate = session.gate()?;
    let context = session.context();
    let batch = gate.batch::<CheckRequest>(&context)?;
    let bar = progress::Rows::new("lines");
    let begun = Instant::now();
    let name = file.display();
    let remark = |text: &str| eprintln!("ligature: {name}: {text}");
    let done = batch.table(file, out, setting, remark, |progress| {
        bar.at(progress.rows, progress.of);
    });
    bar.clear();
    let done = done?;
    batch.finish()?;
    session
        .out
        .print(&summary(&done, begun.elapsed(), out, session))?;
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

/// Outcomes and the words for each.
type Outcomes = &'static [(&'static str, &'static str)];

/// Layers of the payers' tables, and the words for each outcome.
const LAYERS: [(&str, &str, Outcomes); 4] = [
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

fn summary(done: &Done, took: Duration, out: &Path, session: &Session) -> String {
    let counts = &done.counts;
    let mut layout = Layout::new(session.out.terminal);
    let number = |n: u64| grouped(n);
    layout.line(&format!(
        "{} claims, {} lines, {} findings in {:.1} s",
        number(counts.claims),
        number(counts.lines),
        number(counts.findings),
        took.as_secs_f64()
    ));
    if done.resumed > 0 {
        layout.line(&format!(
            "continued after {} lines that an interrupted run had done",
            number(done.resumed)
        ));
    }
    layout.make_room_for(LAYERS.iter().map(|(_, name, _)| *name));
    for (layer, name, outcomes) in LAYERS {
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
            "Not checked in a table of findings: whether codes and modifiers are valid on the day, global periods, medical necessity. Without --out each claim is checked in full.",
        ),
    );
    layout.line(&format!("written: {}", out.display()));
    layout.finish()
}

/// Layers without a table for some days.
fn missing(counts: &Counts) -> Vec<String> {
    LAYERS
        .iter()
        .map(|(layer, name, _)| (counts.of(layer, "no_data"), name))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{name}: {} days of claims", grouped(count)))
        .collect()
}
