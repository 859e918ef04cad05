//! A person's codes compared with what the note supports, for a coder at a terminal.

use super::answer::{condition_line, headline, questions, remarks, rule};
use super::quotes::cited;
use ligature_terminal::{Layout, Role, Terminal, counted, markdown};
use ligature_tools::{AuditAnswer, Audited, Support};

/// The audit.
pub fn audit(answer: &AuditAnswer, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    summary(&mut layout, answer);
    for code in &answer.codes {
        billed(&mut layout, code);
    }
    for (n, missed) in answer.missed.iter().enumerate() {
        if n == 0 {
            layout.heading("Missed: supported by the note, but not billed");
        }
        let decision = &missed.decision;
        headline(&mut layout, 2, decision);
        rule(&mut layout, 4, &decision.because, &decision.source);
        let quotes = decision.evidence.iter();
        layout.labelled_all(
            4,
            "Evidence",
            quotes.map(|q| cited(q, terminal)).collect::<Vec<_>>(),
        );
    }
    questions(&mut layout, answer.questions.iter());
    remarks(&mut layout, &answer.remarks);
    layout.finish()
}

/// The result in a line.
fn summary(layout: &mut Layout, answer: &AuditAnswer) {
    let count = |support: Support, whole: bool| {
        let all = answer.codes.iter();
        all.filter(|code| code.support == support)
            .filter(|code| code.unproven_modifiers.is_empty() == whole)
            .count()
    };
    let any = |support: Support| count(support, true) + count(support, false);
    let parts = [
        (count(Support::Supported, true), "supported"),
        (
            count(Support::Supported, false),
            "supported except for modifiers",
        ),
        (any(Support::TooManyUnits), "with too many units"),
        (any(Support::TooFewUnits), "with too few units"),
        (any(Support::Open), "open"),
        (any(Support::NotSupported), "not supported"),
        (any(Support::NotJudged), "not judged"),
        (any(Support::NotRead), "not read"),
        (answer.missed.len(), "missed"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    let text = format!(
        "{}: {}",
        counted(answer.codes.len(), "code"),
        parts.join(", ")
    );
    layout.line(&layout.paint(Role::Strong, &text));
}

fn billed(layout: &mut Layout, code: &Audited) {
    layout.gap();
    let (word, role) = match code.support {
        Support::Supported if code.unproven_modifiers.is_empty() => ("supported", Role::Good),
        Support::Supported => ("supported except for modifiers", Role::Caution),
        Support::TooManyUnits => ("too many units", Role::Bad),
        Support::TooFewUnits => ("too few units", Role::Caution),
        Support::Open => ("open", Role::Caution),
        Support::NotSupported => ("not supported", Role::Bad),
        Support::NotJudged => ("not judged", Role::Caution),
        Support::NotRead => ("not read", Role::Bad),
    };
    let parts = std::iter::once(&code.code).chain(&code.modifiers);
    let name: Vec<&str> = parts.map(String::as_str).collect();
    let mark = layout.paint(Role::Code, &name.join("-"));
    let word = layout.paint(role, word);
    let own = match code.name.as_str() {
        "" => String::new(),
        name => format!("  {name}"),
    };
    let units = match code.support {
        Support::NotRead => String::new(),
        _ => format!(" x {}", code.units),
    };
    layout.item(0, "", &format!("{mark}{units}  {word}{own}"));
    rule(layout, 2, &code.because, &code.source);
    let terminal = layout.terminal();
    let words: Vec<String> = code.words.iter().map(|q| cited(q, terminal)).collect();
    layout.labelled_all(2, "Words", words);
    let missing: Vec<String> = code
        .missing
        .iter()
        .map(|condition| condition_line(condition, terminal))
        .collect();
    layout.labelled_all(2, "Missing", missing);
    if !code.unproven_modifiers.is_empty() {
        let text = format!(
            "{}: not certain from the note; proper only if the record supports it",
            code.unproven_modifiers.join(", ")
        );
        layout.labelled(2, "Modifiers", &text);
    }
    if let Some(text) = &code.must_say {
        layout.labelled(2, "To support it", "the note must say:");
        markdown(layout, 4, text);
    }
}
