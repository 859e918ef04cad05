//! The list of what can be fetched.

use ligature_assembly::Release;
use ligature_terminal::{Align, Layout, Role, Terminal, counted, table};

/// The list as a table.
pub fn text(releases: &[Release], terminal: Terminal) -> String {
    let head = ["Name", "What", "Publisher", "Days", "Licence"].map(str::to_owned);
    let rows: Vec<Vec<String>> = releases
        .iter()
        .map(|release| {
            let terms = if release.accept.is_empty() {
                ""
            } else {
                " (*)"
            };
            vec![
                terminal.paint(Role::Strong, &release.name),
                release.what.clone(),
                release.publisher.clone(),
                release.days(),
                format!("{}{terms}", release.licence),
            ]
        })
        .collect();
    let table = table(terminal, 0, &head, &[Align::Left; 5], &rows);
    let mut layout = Layout::new(terminal);
    layout.lines(&table);
    layout.gap();
    if releases.iter().any(|release| !release.accept.is_empty()) {
        layout.paragraph(
            0,
            "(*) The publisher shows terms of the AMA first: --accept-terms says that you accept them.",
        );
    }
    let open = releases
        .iter()
        .filter(|release| release.checked == Release::UNVERIFIED)
        .count();
    if open > 0 {
        layout.paragraph(
            0,
            &format!(
                "The addresses of {} of {} are known from the publisher's habit of naming and were not verified; \
                 what comes is looked at before it is used.",
                open,
                counted(releases.len(), "release"),
            ),
        );
    }
    layout.finish()
}
