//! What was read in a note: sections, events, attributes with their words.

use super::quotes::{cited, sense};
use ligature_terminal::{Layout, Role, Terminal, on_one_line};
use ligature_tools::{Assertion, NoteValue as Value, ProcedureEvent, Reading};

/// The reading, for those who want to know what the answer is based on.
pub fn reading(reading: &Reading, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    let kinds = reading
        .events
        .iter()
        .flat_map(|event| event.attributes.keys());
    layout.make_room_for(
        kinds
            .chain(reading.sections.iter().map(|s| &s.kind))
            .map(String::as_str),
    );
    layout.heading(&format!("Sections ({})", reading.sections.len()));
    for section in &reading.sections {
        let heading = on_one_line(&section.heading);
        let heading = if heading.is_empty() {
            "(no heading)".to_owned()
        } else {
            format!("“{heading}”")
        };
        let line = layout.paint(Role::Faint, &format!("line {}:", section.span.line));
        layout.labelled(2, &section.kind, &format!("{line} {heading}"));
    }
    if reading.events.is_empty() {
        layout.heading("Procedures");
        layout.paragraph(2, "None was read.");
    }
    for event in &reading.events {
        push_event(&mut layout, event);
    }
    super::answer::remarks(&mut layout, &reading.remarks);
    layout.finish()
}

fn push_event(layout: &mut Layout, event: &ProcedureEvent) {
    layout.heading(&format!("Procedure {}: {}", event.id + 1, event.label));
    let role = if event.assertion == Assertion::Performed {
        Role::Good
    } else {
        Role::Caution
    };
    let sense = layout.paint(role, sense(event.assertion));
    let times = if event.count > 1 {
        format!(", {} times", event.count)
    } else {
        String::new()
    };
    layout.labelled(2, "Sense", &format!("{sense}{times}"));
    let quotes: Vec<String> = event
        .evidence
        .iter()
        .map(|quote| cited(quote, layout.terminal()))
        .collect();
    layout.labelled_all(2, "Words", quotes);
    for (kind, values) in &event.attributes {
        let texts: Vec<String> = values
            .iter()
            .map(|value| value_line(value, layout.terminal()))
            .collect();
        layout.labelled_all(2, kind, texts);
    }
}

fn value_line(value: &Value, terminal: Terminal) -> String {
    let not = if value.negated { "not " } else { "" };
    let mut text = terminal.paint(Role::Strong, &format!("{not}{}", value.label));
    if let Some(from) = &value.inferred {
        text.push_str(&format!(" (inferred: {from})"));
    }
    for quote in &value.quotes {
        text.push_str("  ");
        text.push_str(&cited(quote, terminal));
    }
    text
}
