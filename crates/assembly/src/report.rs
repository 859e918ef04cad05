//! A file in a few lines: what it is, what was imported, what was refused.

use ligature_import::{Imported, Layout};
use ligature_terminal::counted;
use std::fmt::Write as _;

/// Adds a file to the report.
pub(crate) fn add(report: &mut String, layout: Layout, taken: &Imported) {
    let (batch, table) = (taken.batch.as_ref(), taken.table.as_ref());
    let release = batch.map(|b| {
        (
            &b.release.file,
            &b.release.label,
            b.release.from,
            b.release.to,
        )
    });
    let source = table.map(|t| (&t.source.file, &t.source.label, t.source.from, t.source.to));
    // what is said of claims names the release more exactly
    let Some((file, label, from, to)) = source.or(release) else {
        return;
    };
    let part = table.and_then(|t| t.source.part);
    let part = part.map_or(String::new(), |(n, of)| format!(", part {n} of {of}"));
    let setting = table.filter(|t| t.source.kind.by_setting());
    let setting = setting.map_or(String::new(), |t| format!(", {}", t.source.setting.name()));
    let _ = writeln!(
        report,
        "{file}: {} {label}{setting}{part}, {from} to {to}",
        layout.name(),
    );
    let mut held: Vec<String> = Vec::new();
    if let Some(table) = table {
        let dated = if table.source.dated {
            ", each with its own days"
        } else {
            ""
        };
        let what = table.source.kind.rows();
        held.push(format!("{} {what} for claims{dated}", table.rows.len()));
    }
    if let Some(batch) = batch {
        let counts = [
            (batch.entries.len(), "code"),
            (batch.notes.len(), "instruction"),
            (batch.links.len(), "link"),
            (batch.terms.len(), "index term"),
            (batch.facts.len(), "fact"),
        ];
        let some = counts.iter().filter(|(n, _)| *n > 0);
        held.extend(some.map(|(n, what)| counted(*n, what)));
    }
    let read = batch.map(|b| b.read).or(table.map(|t| t.read));
    let _ = writeln!(
        report,
        "  took {} from {} lines",
        held.join(", "),
        read.unwrap_or(0)
    );
    if let Some(assumed) = batch.and_then(|b| b.assumed.as_ref()) {
        let _ = writeln!(report, "  assumed: {assumed}");
    }
    // a file that gives both refuses its lines for both
    let refused: Vec<(u64, &str)> = match (batch, table) {
        (Some(batch), _) => batch
            .refused
            .iter()
            .map(|r| (r.line, r.why.as_str()))
            .collect(),
        (None, Some(table)) => table
            .refused
            .iter()
            .map(|r| (r.line, r.why.as_str()))
            .collect(),
        (None, None) => Vec::new(),
    };
    if !refused.is_empty() {
        let _ = writeln!(report, "  refused {}:", counted(refused.len(), "line"));
        for (line, why) in refused.iter().take(5) {
            let _ = writeln!(report, "    line {line}: {why}");
        }
        if refused.len() > 5 {
            let _ = writeln!(report, "    and {} more", refused.len() - 5);
        }
    }
}
