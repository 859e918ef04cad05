//! The page of a code, with its facts.

use ligature_terminal::{Layout, Role, Terminal, markdown};
use ligature_tools::{LookupAnswer, TableFact};

/// The page, for a coder at a terminal.
pub fn page(answer: &LookupAnswer, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    let code = layout.paint(Role::Code, &answer.head.code);
    let name = layout.paint(Role::Strong, &answer.head.title);
    layout.item(0, &format!("{code}  "), &name);
    layout.gap();
    facts(&mut layout, &answer.facts);
    for section in &answer.sections {
        layout.heading(&section.heading);
        markdown(&mut layout, 2, &section.markdown);
    }
    layout.finish()
}

/// The facts of the newest release of each table, each group with its release.
fn facts(layout: &mut Layout, facts: &[TableFact]) {
    if facts.is_empty() {
        let text = layout.paint(
            Role::Faint,
            "No facts of the public tables are loaded for it.",
        );
        layout.paragraph(2, &text);
        return;
    }
    let shown = newest(facts);
    layout.make_room_for(shown.iter().map(|fact| label(&fact.words)));
    let mut release = None;
    for fact in &shown {
        if release.is_some_and(|known| known != &fact.release) {
            from(layout, release);
        }
        release = Some(&fact.release);
        let meaning = match fact.meaning.as_str() {
            "" => String::new(),
            words => format!(", {words}"),
        };
        let modifier = match fact.modifier.as_str() {
            "" => String::new(),
            modifier => format!(" with modifier {modifier}"),
        };
        let text = format!("{}{meaning}{modifier}", fact.value);
        layout.labelled(2, label(&fact.words), &text);
    }
    from(layout, release);
}

/// Of each fact, what the newest release that has it says.
fn newest(facts: &[TableFact]) -> Vec<&TableFact> {
    let newer = |fact: &TableFact| {
        let same =
            |other: &&TableFact| (&other.name, &other.modifier) == (&fact.name, &fact.modifier);
        facts
            .iter()
            .filter(same)
            .any(|other| other.until > fact.until)
    };
    facts.iter().filter(|fact| !newer(fact)).collect()
}

/// A fact's name, cut before its explanation in brackets.
fn label(words: &str) -> &str {
    words.split_once(" (").map_or(words, |(short, _)| short)
}

fn from(layout: &mut Layout, release: Option<&String>) {
    if let Some(release) = release.filter(|release| !release.is_empty()) {
        let text = layout.paint(Role::Faint, &format!("({release})"));
        layout.labelled(2, "", &text);
    }
}
