//! The findings of a claim, for people.

use ligature_terminal::{Layout, Role, Terminal};
use ligature_tools::{Checked, Claim, Finding, Layer, Line, Outcome, Severity};

/// The answer to a claim.
pub fn found(claim: &Claim, checked: &Checked, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    title(&mut layout, claim);
    for (at, line) in claim.lines.iter().enumerate() {
        layout.line(&billed(&layout, claim, at, line));
    }
    let mut quiet = Vec::new();
    for layer in Layer::ALL {
        let of = |f: &&Finding| f.layer == layer;
        let findings: Vec<&Finding> = checked.findings.iter().filter(of).collect();
        let answer = checked.layers.iter().find(|l| l.layer == layer);
        if findings.is_empty() {
            quiet.extend(answer);
            continue;
        }
        layout.heading(layer.name());
        for finding in &findings {
            finding_lines(&mut layout, finding);
        }
        if let Some(answer) = answer {
            layout.paragraph(2, &layout.paint(Role::Faint, &sentence(&answer.says)));
        }
    }
    layout.heading("Nothing found");
    layout.make_room_for(quiet.iter().map(|l| l.layer.name()));
    for answer in quiet {
        let role = if answer.checked {
            Role::Faint
        } else {
            Role::Caution
        };
        let says = layout.paint(role, &sentence(&answer.says));
        layout.labelled(2, answer.layer.name(), &says);
    }
    layout.gap();
    verdict(&mut layout, checked);
    layout.finish()
}

fn title(layout: &mut Layout, claim: &Claim) {
    let name = match claim.id.is_empty() {
        true => "Claim".to_owned(),
        false => format!("Claim {}", claim.id),
    };
    let on = claim
        .date_of_service
        .map_or(String::new(), |d| format!(", {d}"));
    let place = match claim.place_of_service.is_empty() {
        true => String::new(),
        false => format!(", place of service {}", claim.place_of_service),
    };
    let text = format!("{name}{on}{place}");
    layout.line(&layout.paint(Role::Strong, &text));
}

/// A line as it was billed.
pub fn billed(layout: &Layout, claim: &Claim, at: usize, line: &Line) -> String {
    let number = match line.line {
        0 => at + 1,
        n => n as usize,
    };
    let mut code = vec![line.code.trim().to_ascii_uppercase()];
    code.extend(line.modifiers.iter().map(|m| m.trim().to_ascii_uppercase()));
    let code = layout.paint(Role::Code, &code.join("-"));
    let units = match line.units.as_whole() {
        Some(1) => String::new(),
        _ => format!("  {} units", line.units),
    };
    let on = match line.date_of_service {
        Some(day) if Some(day) != claim.date_of_service => format!("  {day}"),
        _ => String::new(),
    };
    format!("  {number:>2}  {code}{units}{on}")
}

fn finding_lines(layout: &mut Layout, finding: &Finding) {
    let (word, role) = outcome(finding);
    let lines = match finding.lines.as_slice() {
        [] => String::new(),
        [one] => format!(", line {one}"),
        many => {
            let all: Vec<String> = many.iter().map(u32::to_string).collect();
            format!(", lines {}", all.join(" and "))
        }
    };
    layout.item(2, "", &format!("{}{lines}", layout.paint(role, word)));
    layout.paragraph(4, &finding.because);
    for (label, text) in [
        ("resolve", &finding.resolve),
        ("improper", &finding.improper),
    ] {
        if !text.is_empty() {
            layout.labelled(4, label, text);
        }
    }
    let basis = &finding.basis;
    if !basis.table.is_empty() {
        let indicator = match (&finding.indicator, finding.layer) {
            (Some(i), Layer::Bundling) => format!(", indicator {i}"),
            (Some(i), Layer::Units) if i != "0" => format!(", MAI {i}"),
            (Some(i), Layer::Addon) => format!(", type {i}"),
            _ => String::new(),
        };
        let row = match &finding.effective {
            Some((Some(from), Some(to))) => format!(", in force {from} to {to}"),
            Some((Some(from), None)) => format!(", in force from {from}"),
            _ => String::new(),
        };
        let days = match basis.from.is_empty() {
            true => String::new(),
            false => format!(" ({} to {})", basis.from, basis.to),
        };
        let release = released(&basis.table, &basis.release);
        let text = format!("{release}{days}{indicator}{row}");
        layout.labelled(4, "source", &layout.paint(Role::Faint, &text));
    }
}

fn outcome(finding: &Finding) -> (&'static str, Role) {
    match finding.outcome {
        Outcome::Deny => ("denied", Role::Bad),
        Outcome::DenyUnlessModifier => ("denied without a modifier", Role::Bad),
        Outcome::AllowedByModifier => ("passes by its modifier", Role::Caution),
        Outcome::DenyAllUnits => ("all units denied", Role::Bad),
        Outcome::NeedsPrimary => ("add-on without its primary", Role::Bad),
        Outcome::Contractor => ("the contractor decides", Role::Caution),
        Outcome::Ok => ("in order", Role::Good),
        Outcome::Info => match finding.severity {
            Severity::Warning => ("to be looked at", Role::Caution),
            _ => ("worth knowing", Role::Strong),
        },
        Outcome::NoData => ("not checked: no data", Role::Caution),
        Outcome::Unknown => ("not known", Role::Caution),
    }
}

/// The result in a sentence.
fn verdict(layout: &mut Layout, checked: &Checked) {
    let count = |of: &[Outcome]| {
        let all = checked.findings.iter();
        all.filter(|f| of.contains(&f.outcome)).count()
    };
    let denied = count(&[Outcome::Deny, Outcome::DenyAllUnits, Outcome::NeedsPrimary]);
    let open = checked.lacks_data();
    let looked_at = checked
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Warning && f.outcome == Outcome::Info);
    let parts: Vec<String> = [
        (denied, "denied"),
        (
            count(&[Outcome::DenyUnlessModifier]),
            "denied without a modifier",
        ),
        (
            count(&[Outcome::Contractor]),
            "for the contractor to decide",
        ),
        (looked_at.count(), "to review"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, what)| format!("{n} {what}"))
    .collect();
    let rest = match open {
        true => " Some checks had no data: see \"no data\" above.",
        false => "",
    };
    let (text, role) = match (parts.is_empty(), open) {
        (true, false) => (
            "No finding in these tables. Medical necessity was not checked.".to_owned(),
            Role::Good,
        ),
        (true, true) => (format!("Nothing was found.{rest}"), Role::Caution),
        _ => (
            format!("As billed: {}.{rest}", parts.join(", ")),
            if denied > 0 { Role::Bad } else { Role::Caution },
        ),
    };
    layout.paragraph(0, &layout.paint(role, &text));
}

/// With a capital at its beginning.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// A table and its release, no word twice: `NCCI MUE 2024 Q3`.
pub fn released(table: &str, release: &str) -> String {
    if release.is_empty() {
        return table.to_owned();
    }
    let (table, setting) = table.split_once(", ").map_or((table, ""), |(t, s)| (t, s));
    let twice = release
        .split_once(' ')
        .filter(|(first, _)| table.split(' ').any(|word| word == *first));
    let name = format!("{table} {}", twice.map_or(release, |(_, rest)| rest));
    match setting.is_empty() {
        true => name,
        false => format!("{name}, {setting}"),
    }
}
