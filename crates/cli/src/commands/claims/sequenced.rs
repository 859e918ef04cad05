//! An 837P checked and written again, its lines in the order in which the fee schedule ranks them.

use crate::input;
use crate::session::Session;
use anyhow::{Context as _, Result, bail};
use ligature_terminal::{Layout, Role, counted};
use ligature_tools::{Moved, Rewritten, Setting, TableFormat};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;

/// Problems of a file that are shown one by one; the rest are counted.
const SHOWN: usize = 20;

/// Writes the file again, and says what moved. The new file has its name only when it is whole.
pub fn run(
    file: &Path,
    out: &Path,
    setting: Option<Setting>,
    session: &Session,
) -> Result<ExitCode> {
    if input::is_standard(out) {
        bail!("--out is for files");
    }
    if input::same(file, out) {
        bail!("{}: the new claims would overwrite the old", out.display());
    }
    if TableFormat::named(out).is_some() {
        bail!(
            "{} would be a table, and {} is an 837P: name a file that ends in .837, .x12 or .edi",
            out.display(),
            file.display()
        );
    }
    let gate = session.gate()?;
    let source = input::source(file)?;
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let part = out.with_file_name(format!(".{name}.part"));
    let unwritten = || format!("{} cannot be written", out.display());
    let mut sink = BufWriter::new(File::create(&part).with_context(unwritten)?);
    let mut remarks = 0;
    let written = gate
        .rewrite_837p(&session.context(), &source, &mut sink, setting, |remark| {
            remarks += 1;
            if remarks <= SHOWN {
                eprintln!("note: {remark}");
            }
        })
        .with_context(|| format!("{} cannot be read or written again", file.display()))
        .and_then(|summary| {
            sink.flush()?;
            sink.get_ref().sync_all()?;
            if summary.claims == 0 {
                bail!("{}: the file has no claim of an 837P", file.display());
            }
            std::fs::rename(&part, out).with_context(unwritten)?;
            Ok(summary)
        });
    if remarks > SHOWN {
        eprintln!("… and {} notes more", remarks - SHOWN);
    }
    let summary = match written {
        Ok(summary) => summary,
        Err(error) => {
            // the unfinished file is useless
            let _gone = std::fs::remove_file(&part);
            return Err(error);
        }
    };
    session.out.print(&text(&summary, file, out, session))?;
    if summary.is_cut {
        eprintln!(
            "error: {}: the file breaks off: claims may be missing",
            file.display()
        );
    }
    Ok(match summary.is_cut || summary.other_kinds > 0 {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

fn text(summary: &Rewritten, file: &Path, out: &Path, session: &Session) -> String {
    let mut layout = Layout::new(session.out.terminal);
    layout.line(&format!(
        "{}: {} in another order, {} as it was",
        counted(summary.claims, "claim"),
        summary.moved,
        summary.claims - summary.moved
    ));
    for moved in &summary.moves {
        layout.paragraph(2, &line(moved));
    }
    let more = summary.moved - summary.moves.len();
    if more > 0 {
        layout.paragraph(2, &format!("… and {more} more"));
    }
    let caution = [
        (
            summary.broken,
            "left as sent: segments are missing or out of place, see the notes",
        ),
        (
            summary.unranked,
            "in the old order: no fee schedule of the day has a value for a line of it",
        ),
        (
            summary.partly_ranked,
            "with lines that have no value on their day: those come last",
        ),
        (
            summary.kept,
            "left as sent: a void, or another payer's answer names its lines by number",
        ),
        (
            summary.other_kinds,
            "left as sent: institutional or dental, and only professional claims (837P) are read",
        ),
        (summary.unchecked, "with checks that had no data"),
        (summary.denied, "with lines that are denied as billed"),
    ];
    for (count, what) in caution.into_iter().filter(|(count, _)| *count > 0) {
        let text = format!("{} {what}.", counted(count, "claim"));
        layout.paragraph(2, &layout.paint(Role::Caution, &text));
    }
    let text = match summary.denied + summary.unchecked > 0 {
        false => "No table that was searched denies a line as billed.".to_owned(),
        true => format!("`ligature check {}` says which and why.", file.display()),
    };
    layout.paragraph(2, &text);
    let text = "Lines are ordered by total relative value, an add-on under its primary, those without a value last, each day separately; nothing else was changed.";
    layout.paragraph(2, &layout.paint(Role::Faint, text));
    layout.line(&format!("written: {}", out.display()));
    layout.finish()
}

/// `claim 3: 44120, 44121, 44005 (was 44005, 44120, 44121)`
fn line(moved: &Moved) -> String {
    format!(
        "claim {}: {} (was {})",
        moved.claim,
        moved.now.join(", "),
        moved.was.join(", ")
    )
}
