//! The findings of a claim, for people.

use ligature_terminal::{Align, Layout, Role, Terminal, table};
use ligature_tools::{
    Checked, Claim, Extent, Finding, Layer, Line, LineChange, LineStatus, Outcome, Severity, Sum,
    dollars,
};

/// The answer to a claim: the verdict line by line, what it pays, then a row a finding. `details`: what would resolve each finding, and
/// its source.
pub fn found(claim: &Claim, checked: &Checked, details: bool, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    title(&mut layout, claim);
    extent(&mut layout, checked);
    layout.gap();
    lines(&mut layout, claim, checked);
    sums(&mut layout, checked);
    findings(&mut layout, checked, details);
    layout.heading("What was checked");
    layout.make_room_for(checked.layers.iter().map(|l| l.layer.name()));
    for answer in &checked.layers {
        let role = if answer.checked {
            Role::Faint
        } else {
            Role::Caution
        };
        let says = layout.paint(role, &sentence(&answer.says));
        layout.labelled(2, answer.layer.name(), &says);
    }
    layout.finish()
}

/// How much was checked, in a sentence.
fn extent(layout: &mut Layout, checked: &Checked) {
    let names: Vec<&str> = checked.not_checked.iter().map(|l| l.name()).collect();
    let (text, role) = match checked.checked {
        Extent::All => (
            "Checked. (Medical necessity is never checked here.)".to_owned(),
            Role::Good,
        ),
        Extent::Partly => (
            format!("Partly checked. Not checked: {}.", names.join(", ")),
            Role::Caution,
        ),
        Extent::None => (
            "Not checked: no loaded table covers the date of service.".to_owned(),
            Role::Bad,
        ),
    };
    layout.paragraph(0, &layout.paint(role, &text));
}

/// The verdict, a row a line.
fn lines(layout: &mut Layout, claim: &Claim, checked: &Checked) {
    let verdict = &checked.verdict;
    let priced = verdict.lines.iter().any(|l| l.amount.is_some());
    let mut head = vec!["Line", "Code", "Name", "Verdict"];
    let mut align = vec![Align::Right, Align::Left, Align::Left, Align::Left];
    if priced {
        head.push("Amount");
        align.push(Align::Right);
    }
    head.push("Why");
    align.push(Align::Left);
    let head: Vec<String> = head.into_iter().map(str::to_owned).collect();
    let rows = verdict.lines.iter().enumerate().map(|(at, line)| {
        let role = match line.status {
            LineStatus::Payable => Role::Good,
            LineStatus::Denied => Role::Bad,
            _ => Role::Caution,
        };
        let billed = claim.lines.get(at);
        let mut row = vec![
            line.line.to_string(),
            billed.map_or_else(String::new, |b| code(layout, claim, b)),
            line.name.clone(),
            layout.paint(role, line.status.words()),
        ];
        if priced {
            row.push(line.amount.map_or_else(|| "not priced".to_owned(), dollars));
        }
        row.push(line.because.clone());
        row
    });
    let rows: Vec<Vec<String>> = rows.collect();
    layout.lines(&table(layout.terminal(), 0, &head, &align, &rows));
}

/// The label of what is payable.
const PAYABLE: &str = "Payable as it stands";

/// What the claim pays, and the claim that would stand.
fn sums(layout: &mut Layout, checked: &Checked) {
    let verdict = &checked.verdict;
    let amount = |sum: &Sum| {
        let without = match sum.not_priced.as_slice() {
            [] => String::new(),
            some if sum.amount.is_none() || some.is_empty() => String::new(),
            some => format!(", without {} (not priced)", numbers("line", some)),
        };
        let known = sum.amount.map(dollars);
        (known.unwrap_or_default(), without)
    };
    layout.gap();
    layout.make_room_for([PAYABLE].into_iter());
    let (billed, without) = amount(&verdict.as_billed);
    if !billed.is_empty() {
        layout.labelled(0, "As billed", &format!("{billed}{without}"));
    }
    if let Some(payable) = &verdict.payable {
        let (paid, without) = amount(payable);
        let which = match payable.lines.is_empty() {
            true => "no line".to_owned(),
            false => numbers("line", &payable.lines),
        };
        let paid = layout.paint(Role::Strong, &paid);
        layout.labelled(0, PAYABLE, spaced(&paid, &which, &without).trim());
    }
    let Some(left) = &verdict.would_stand else {
        return;
    };
    let (paid, without) = amount(&left.paid);
    let paid = layout.paint(Role::Strong, &paid);
    let order = match left.paid.lines.len() {
        0 | 1 => "",
        _ => " in this order",
    };
    let which = format!("{}{order}", numbers("line", &left.paid.lines));
    layout.labelled(0, "Would stand", spaced(&paid, &which, &without).trim());
    for change in &left.changes {
        layout.labelled(0, "", &changed(change));
    }
    for condition in &left.on_condition {
        let amount = condition.amount.map_or_else(
            || format!("Line {}", condition.line),
            |amount| format!("{} of it (line {})", dollars(amount), condition.line),
        );
        let text = format!(
            "{amount} only if the contractor accepts it: {}",
            condition.because
        );
        layout.labelled(0, "", &layout.paint(Role::Caution, &text));
    }
}

fn spaced(amount: &str, which: &str, without: &str) -> String {
    match amount.is_empty() {
        true => format!("{which}{without}"),
        false => format!("{amount}  {which}{without}"),
    }
}

/// What changes on a line, in a sentence without its full stop.
fn changed(change: &LineChange) -> String {
    let LineChange { line, code, .. } = change;
    let what = match change.units {
        Some(units) => format!("line {line} ({code}) with {units} units, the limit"),
        None => format!("without line {line} ({code})"),
    };
    match change.unless.is_empty() {
        true => what,
        false => format!(
            "{what}; it may stay if the note supports {}",
            change.unless.join(" or ")
        ),
    }
}

/// `line 1`, `lines 1, 2 and 5`.
fn numbers(word: &str, lines: &[u32]) -> String {
    let all: Vec<String> = lines.iter().map(u32::to_string).collect();
    match all.as_slice() {
        [one] => format!("{word} {one}"),
        _ => format!("{word}s {}", all.join(", ")),
    }
}

/// A row a finding, or each in full.
fn findings(layout: &mut Layout, checked: &Checked, details: bool) {
    if checked.findings.is_empty() {
        return;
    }
    layout.heading("Findings");
    if details {
        checked
            .findings
            .iter()
            .for_each(|f| finding_lines(layout, f));
        return;
    }
    let rows = checked.findings.iter().map(|finding| {
        let (word, role) = outcome(finding);
        let lines: Vec<String> = finding.lines.iter().map(u32::to_string).collect();
        vec![
            finding.layer.name().to_owned(),
            lines.join(", "),
            layout.paint(role, word),
            finding.because.clone(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let head = ["Layer", "Lines", "Result", "Because"].map(str::to_owned);
    layout.lines(&table(
        layout.terminal(),
        0,
        &head,
        &[Align::Left; 4],
        &rows,
    ));
    layout.paragraph(
        0,
        &layout.paint(
            Role::Faint,
            "What would resolve each finding, and its source: --details",
        ),
    );
}

fn title(layout: &mut Layout, claim: &Claim) {
    let name = match claim.id.is_empty() {
        true => "Claim".to_owned(),
        false => format!("Claim {}", printable(&claim.id)),
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

/// A text of a file without what a terminal would act on.
pub fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// A line as it was billed.
pub fn billed(layout: &Layout, claim: &Claim, at: usize, line: &Line) -> String {
    let number = match line.line {
        0 => at + 1,
        n => n as usize,
    };
    format!("  {number:>2}  {}", code(layout, claim, line))
}

/// The code of a line as it was billed, with its units where they are not one, and its day where it is its own.
fn code(layout: &Layout, claim: &Claim, line: &Line) -> String {
    let mut code = vec![line.code.trim().to_ascii_uppercase()];
    code.extend(line.modifiers.iter().map(|m| m.trim().to_ascii_uppercase()));
    let code = layout.paint(Role::Code, &printable(&code.join("-")));
    let units = match line.units.as_whole() {
        Some(1) => String::new(),
        _ => format!(" x {}", line.units),
    };
    let on = match line.date_of_service {
        Some(day) if Some(day) != claim.date_of_service => format!(" {day}"),
        _ => String::new(),
    };
    format!("{code}{units}{on}")
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
    let word = format!("{}: {}", finding.layer.name(), layout.paint(role, word));
    layout.item(2, "", &format!("{word}{lines}"));
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
