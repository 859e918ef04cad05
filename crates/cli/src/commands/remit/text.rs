//! What a payer decided, for people.

use ligature_terminal::{Layout, Role, Terminal};
use ligature_tools::dollars;
use ligature_tools::{
    Adjusted, Appeal, ClaimAnswer, PaymentAdjusted, RemitMeaning as Meaning, ServiceAnswer, Share,
    TransactionAnswer,
};
use rust_decimal::Decimal;

/// The payment, before its claims.
pub fn payment(answer: &TransactionAnswer, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    let on = (answer.date.as_ref()).map_or(String::new(), |d| format!(" on {d}"));
    let title = format!(
        "{} paid {} {}{on}",
        named_or(&answer.payer, "A payer without a name"),
        named_or(&answer.payee, "a provider without a name"),
        amount(answer.amount),
    );
    layout.line(&layout.paint(Role::Heading, &title));
    let trace = match answer.trace.trim() {
        "" => "no number of cheque or transfer is given".to_owned(),
        trace => format!("trace number {}", shown(trace)),
    };
    layout.line(&format!("  {}, {trace}", answer.method));
    let claims = match answer.claims {
        1 => "1 claim".to_owned(),
        n => format!("{n} claims"),
    };
    let mut sum = format!("{claims}, paid {} together", amount(answer.claims_paid));
    if !answer.adjustments.is_empty() {
        let kept = match answer.kept.is_sign_negative() {
            true => format!("plus {} added", dollars(answer.kept.abs())),
            false => format!("less {} kept", dollars(answer.kept)),
        };
        sum += &format!(", {kept} for no claim");
        if answer.balance.is_empty() {
            sum += &format!(", makes {}", amount(answer.amount));
        }
    }
    layout.paragraph(2, &sum);
    if !answer.balance.is_empty() {
        wrong(&mut layout, 2, &answer.balance);
    }
    for one in &answer.adjustments {
        kept_lines(&mut layout, one);
    }
    layout.finish()
}

fn kept_lines(layout: &mut Layout, one: &PaymentAdjusted) {
    let (what, role) = match one.amount.is_sign_negative() {
        true => ("added to the payment", Role::Good),
        false => ("kept from the payment", Role::Bad),
    };
    let reference = match one.reference.trim() {
        "" => String::new(),
        reference => format!(", for {}", shown(reference)),
    };
    layout.line(&format!(
        "  {}  {what} ({}{reference})",
        layout.paint(role, &dollars(one.amount.abs())),
        one.reason.code,
    ));
    explained(layout, 4, &one.reason);
}

/// The answer about a claim.
pub fn claim(answer: &ClaimAnswer, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    let title = format!(
        "Claim {}: {}",
        named_or(&answer.id, "without a number"),
        answer.status
    );
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
    let number = (!answer.payer_claim.trim().is_empty())
        .then(|| format!("the payer's claim number {}", shown(&answer.payer_claim)));
    let days = days(answer.from.as_deref(), answer.to.as_deref());
    let known: Vec<String> = number.into_iter().chain(days).collect();
    if !known.is_empty() {
        layout.line(&format!("  {}", known.join(", ")));
    }
    if !answer.correction.is_empty() {
        layout.paragraph(2, &layout.paint(Role::Caution, &answer.correction));
    }
    for one in &answer.adjustments {
        adjusted(&mut layout, 2, one, answer.reversal);
    }
    remarks(&mut layout, 2, &answer.remarks);
    appeal(&mut layout, 2, answer.appeal.as_ref());
    for one in &answer.services {
        service(&mut layout, one, answer);
    }
    if !answer.balance.is_empty() {
        layout.gap();
        wrong(&mut layout, 2, &answer.balance);
    }
    layout.finish()
}

fn service(layout: &mut Layout, of: &ServiceAnswer, claim: &ClaimAnswer) {
    layout.gap();
    layout.line(&format!(
        "  {}  billed {}, paid {}",
        layout.paint(Role::Code, &named(&of.code, &of.modifiers)),
        amount(of.charge),
        amount(of.paid)
    ));
    let one = |u: Decimal| u == Decimal::ONE;
    let units = match (of.units, of.billed_units) {
        (Some(units), Some(billed)) => Some(format!("{units} of {billed} units paid")),
        (Some(units), None) if units.is_zero() => Some("no units paid".to_owned()),
        (Some(units), None) if !one(units) => Some(format!("{units} units")),
        _ => None,
    };
    let number =
        (!of.control.trim().is_empty()).then(|| format!("your line {}", shown(&of.control)));
    let same = (&of.from, &of.to) == (&claim.from, &claim.to);
    let days = days(of.from.as_deref(), of.to.as_deref()).filter(|_| !same);
    let known: Vec<String> = days.into_iter().chain(units).chain(number).collect();
    if !known.is_empty() {
        layout.line(&format!("    {}", known.join(", ")));
    }
    if let Some(billed) = &of.billed_code {
        let billed = named(billed, &of.billed_modifiers);
        layout.paragraph(
            4,
            &format!("Billed as {billed}; the payer decided on another."),
        );
    }
    for one in &of.adjustments {
        adjusted(layout, 4, one, claim.reversal);
    }
    remarks(layout, 4, &of.remarks);
    appeal(layout, 4, of.appeal.as_ref());
    if !of.balance.is_empty() {
        wrong(layout, 4, &of.balance);
    }
}

fn adjusted(layout: &mut Layout, indent: usize, one: &Adjusted, reversal: bool) {
    let (who, role) = match one.share {
        _ if reversal => ("of the earlier payment, undone", Role::Faint),
        Share::Provider => ("the provider writes it off", Role::Bad),
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
    explained(layout, indent + 2, &one.reason);
    if let Some(ours) = &one.ours {
        layout.labelled(indent + 2, "our check", ours);
    }
}

/// What a reason means, what caused it and what to do next.
fn explained(layout: &mut Layout, indent: usize, reason: &Meaning) {
    layout.paragraph(indent, &reason.means);
    for (label, text) in [("why", &reason.cause), ("next", &reason.next)] {
        if !text.is_empty() {
            layout.labelled(indent, label, text);
        }
    }
}

fn remarks(layout: &mut Layout, indent: usize, all: &[Meaning]) {
    for one in all {
        let text = format!("{} {}", one.means, one.next);
        layout.labelled(indent, &one.code, text.trim_end());
    }
}

/// Whether it can be appealed; the draft line by line, as it may be copied.
fn appeal(layout: &mut Layout, indent: usize, of: Option<&Appeal>) {
    let Some(of) = of else { return };
    layout.labelled(indent, "appeal", &format!("{}. {}", of.way.name(), of.says));
    let Some(letter) = &of.letter else { return };
    layout.gap();
    layout.line(&layout.paint(Role::Strong, "Draft of an appeal"));
    layout.gap();
    for line in letter.text.trim_end().lines() {
        layout.line(line);
    }
    layout.gap();
}

fn wrong(layout: &mut Layout, indent: usize, what: &str) {
    let text = format!("Does not come out: {what}.");
    layout.paragraph(indent, &layout.paint(Role::Caution, &text));
}

fn named(code: &str, modifiers: &[String]) -> String {
    let mut parts = vec![shown(code)];
    parts.extend(modifiers.iter().map(|m| shown(m)));
    parts.join("-")
}

fn days(from: Option<&str>, to: Option<&str>) -> Option<String> {
    match (from?, to) {
        (from, Some(to)) if to != from => Some(format!("{from} to {to}")),
        (from, _) => Some(from.to_owned()),
    }
}

fn amount(amount: Option<Decimal>) -> String {
    amount.map_or_else(|| "(not given)".to_owned(), dollars)
}

fn named_or(name: &str, none: &str) -> String {
    match name.trim() {
        "" => none.to_owned(),
        name => shown(name),
    }
}

/// Of a file: without what a terminal would act on.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
