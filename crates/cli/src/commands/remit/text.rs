//! What a payer decided, for people.

use crate::commands::claims::priced::dollars;
use crate::render::{Layout, Role, Terminal};
use ligature_remit::{Adjusted, ClaimAnswer, Meaning, ServiceAnswer, Share};
use rust_decimal::Decimal;

/// The answer about a claim.
pub fn text(answer: &ClaimAnswer, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    let title = format!("Claim {}: {}", shown(&answer.id), answer.status);
    layout.line(&layout.paint(Role::Strong, &title));
    let patient = answer
        .patient
        .filter(|p| !p.is_zero())
        .map_or(String::new(), |p| {
            format!(", the patient's part {}", dollars(p))
        });
    layout.line(&format!(
        "  billed {}, paid {}{patient}",
        amount(answer.charge),
        amount(answer.paid)
    ));
    for one in &answer.adjustments {
        adjusted(&mut layout, 2, one);
    }
    remarks(&mut layout, 2, &answer.remarks);
    for service in &answer.services {
        layout.gap();
        layout.line(&format!(
            "  {}  billed {}, paid {}",
            layout.paint(Role::Code, &named(service)),
            amount(service.charge),
            amount(service.paid)
        ));
        if let Some(billed) = &service.billed_code {
            layout.paragraph(
                4,
                &format!("Billed as {}; the payer took another code.", shown(billed)),
            );
        }
        for one in &service.adjustments {
            adjusted(&mut layout, 4, one);
        }
        remarks(&mut layout, 4, &service.remarks);
        if !service.balance.is_empty() {
            let text = format!("Does not come out: {}.", service.balance);
            layout.paragraph(4, &layout.paint(Role::Caution, &text));
        }
    }
    layout.finish()
}

fn adjusted(layout: &mut Layout, indent: usize, one: &Adjusted) {
    let (who, role) = match one.share {
        Share::Provider => ("the provider bears it", Role::Bad),
        Share::Patient => ("the patient owes it", Role::Caution),
        Share::Other => ("neither contract nor patient", Role::Strong),
    };
    let head = format!(
        "{}  {} ({}-{})",
        layout.paint(role, &dollars(one.amount)),
        who,
        one.group.code,
        one.reason.code
    );
    layout.line(&format!("{}{head}", " ".repeat(indent)));
    layout.paragraph(indent + 2, &one.reason.means);
    for (label, text) in [("why", &one.reason.cause), ("next", &one.reason.next)] {
        if !text.is_empty() {
            layout.labelled(indent + 2, label, text);
        }
    }
    if let Some(ours) = &one.ours {
        layout.labelled(indent + 2, "our check", ours);
    }
}

fn remarks(layout: &mut Layout, indent: usize, all: &[Meaning]) {
    for one in all {
        layout.labelled(indent, &one.code, &format!("{} {}", one.means, one.next));
    }
}

fn named(service: &ServiceAnswer) -> String {
    let mut parts = vec![shown(&service.code)];
    parts.extend(service.modifiers.iter().map(|m| shown(m)));
    parts.join("-")
}

fn amount(amount: Option<Decimal>) -> String {
    amount.map_or_else(|| "(not given)".to_owned(), dollars)
}

/// Of a file: without what a terminal would act on.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
