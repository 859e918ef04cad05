//! Why, or why not, one code.

use super::answer::{condition_line, confidence, headline, left_out, questions, rule};
use super::quotes::cited;
use ligature_terminal::{Layout, Role, Terminal, markdown};
use ligature_tools::{Explanation, Verdict};

/// The explanation, for a coder at a terminal.
pub fn explanation(explanation: &Explanation, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    if explanation.verdict != Verdict::Chosen {
        let code = layout.paint(Role::Code, &explanation.code);
        let name = layout.paint(Role::Strong, &explanation.name);
        layout.item(0, &format!("{code}  "), &name);
    }
    layout.paragraph(0, &verdict(explanation));
    for choice in &explanation.decisions {
        layout.gap();
        headline(&mut layout, 0, choice);
        rule(&mut layout, 2, &choice.because, &choice.source);
        let lines: Vec<String> = choice
            .conditions
            .iter()
            .map(|c| condition_line(c, terminal))
            .collect();
        layout.labelled_all(2, "Conditions", lines);
        let lines: Vec<String> = choice
            .evidence
            .iter()
            .map(|quote| cited(quote, terminal))
            .collect();
        layout.labelled_all(2, "Evidence", lines);
        confidence(&mut layout, 2, &choice.confidence);
    }
    for neighbour in &explanation.neighbours {
        layout.gap();
        let chosen: Vec<String> = neighbour
            .chosen
            .iter()
            .map(|code| layout.paint(Role::Code, code))
            .collect();
        layout.paragraph(
            0,
            &format!(
                "Instead of {}: {}",
                chosen.join(" and "),
                neighbour.refusal.why
            ),
        );
        let lines: Vec<String> = neighbour
            .refusal
            .failed
            .iter()
            .map(|c| condition_line(c, terminal))
            .collect();
        layout.labelled_all(2, "Needed", lines);
    }
    left_out(&mut layout, explanation.left_out.iter());
    questions(&mut layout, explanation.questions.iter());
    if explanation.verdict != Verdict::Chosen
        && let Some(text) = &explanation.must_say
    {
        layout.heading("What a note must say for it");
        markdown(&mut layout, 2, text);
    }
    layout.finish()
}

fn verdict(explanation: &Explanation) -> String {
    let chosen = if explanation.chosen.is_empty() {
        "no code was chosen".to_owned()
    } else {
        format!("chosen: {}", explanation.chosen.join(", "))
    };
    match explanation.verdict {
        Verdict::Chosen => format!("Yes: this note supports {}.", explanation.code),
        Verdict::NotBilledApart => {
            "Not by itself: it was done, but is not billed separately.".to_owned()
        }
        Verdict::Open => "Open: a deciding fact is not documented.".to_owned(),
        Verdict::NotChosen => format!("No: it was considered and not chosen ({chosen})."),
        Verdict::NotWeighed => {
            format!(
                "No: nothing in the note was read as this procedure, so the code was not considered ({chosen})."
            )
        }
    }
}
