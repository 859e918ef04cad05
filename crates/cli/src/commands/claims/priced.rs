//! The prices of a claim, for people.

use super::found::{billed, printable, released};
use ligature_terminal::{Layout, Role, Terminal, counted};
use ligature_tools::{Claim, Priced, PricedLine, dollars};

/// The answer to a claim.
pub fn priced(claim: &Claim, answer: &Priced, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    let name = match claim.id.is_empty() {
        true => "Claim".to_owned(),
        false => format!("Claim {}", printable(&claim.id)),
    };
    layout.line(&layout.paint(Role::Strong, &name));
    for (at, (line, price)) in claim.lines.iter().zip(&answer.lines).enumerate() {
        layout.gap();
        let sum = match price.allowed {
            Some(amount) => layout.paint(Role::Strong, &dollars(amount)),
            None => layout.paint(Role::Caution, "not priced"),
        };
        layout.line(&format!("{}  {sum}", billed(&layout, claim, at, line)));
        steps(&mut layout, price);
    }
    layout.gap();
    let total = answer
        .total
        .map_or_else(|| "no line has a price".to_owned(), dollars);
    let without = match answer.not_priced {
        _ if answer.total.is_none() => ": see why at each line".to_owned(),
        0 => String::new(),
        n => format!(
            " without {} that the schedule does not price",
            counted(n as usize, "line")
        ),
    };
    layout.line(&format!(
        "Total if every line is payable  {}{without}",
        layout.paint(Role::Strong, &total)
    ));
    let order: Vec<String> = answer.sequence.iter().map(u32::to_string).collect();
    if order.len() > 1 {
        layout.line(&format!(
            "Report the lines in this order: {}",
            order.join(", ")
        ));
    }
    for remark in &answer.remarks {
        layout.item(0, "- ", &cited(&remark.says, &remark.source));
    }
    for table in &answer.tables {
        let name = released(&table.table, &table.release);
        let text = format!("{name} ({} to {})", table.from, table.to);
        layout.line(&layout.paint(Role::Faint, &text));
    }
    layout.paragraph(
        0,
        &layout.paint(
            Role::Faint,
            "What is allowed if the line is payable: edits and coverage are not checked here; deductible, coinsurance and sequestration are not taken off.",
        ),
    );
    layout.finish()
}

fn steps(layout: &mut Layout, price: &PricedLine) {
    if let Some(why) = &price.not_priced {
        layout.paragraph(6, why);
    }
    for step in &price.steps {
        let text = format!(
            "{}: {} → {}",
            step.label,
            step.expression,
            dollars(step.result)
        );
        layout.item(6, "- ", &text);
        if !step.source.is_empty() {
            layout.paragraph(8, &layout.paint(Role::Faint, &step.source));
        }
    }
    for remark in &price.remarks {
        layout.item(6, "! ", &cited(&remark.says, &remark.source));
    }
}

fn cited(says: &str, source: &str) -> String {
    match source.is_empty() {
        true => says.to_owned(),
        false => format!("{says} ({source})"),
    }
}
