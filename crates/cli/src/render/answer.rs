//! The answer to "which codes does this note support?", for a coder at a terminal.

use super::quotes::{cited, sense};
use ligature_terminal::{Layout, Role, Terminal, counted, on_one_line};
use ligature_tools::{
    Answer, Assertion, Condition, Confidence, Decision, LeftOut, Neighbour, Outside,
    ProcedureEvent, Question, Quote, Remark, State,
};
use std::collections::BTreeSet;

/// The kind of fact that says what was done.
const ACTION: &str = "action";

/// The whole answer.
pub fn answer(answer: &Answer, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    if answer.decisions.is_empty() {
        nothing(&mut layout, answer);
    }
    // A neighbour that is explained elsewhere, or was rejected above for the same reason, is not explained again.
    let mut explained: BTreeSet<(&str, &str)> = BTreeSet::new();
    let elsewhere = answer
        .decisions
        .iter()
        .map(|d| &d.code)
        .chain(answer.left_out.iter().map(|item| &item.code));
    let elsewhere: BTreeSet<&str> = elsewhere.map(String::as_str).collect();
    for choice in &answer.decisions {
        let neighbours: Vec<&Neighbour> = choice
            .neighbours
            .iter()
            .filter(|n| !elsewhere.contains(n.code.as_str()) && explained.insert((&n.code, &n.why)))
            .collect();
        decision(&mut layout, choice, &neighbours);
    }
    outside(&mut layout, &answer.outside);
    left_out(&mut layout, answer.left_out.iter());
    questions(&mut layout, answer.questions.iter());
    remarks(&mut layout, &answer.remarks);
    layout.finish()
}

/// One code with its rule, its words and its neighbours; an add-on is indented under its primary.
pub fn decision(layout: &mut Layout, choice: &Decision, neighbours: &[&Neighbour]) {
    layout.gap();
    let indent = if choice.under.is_some() { 4 } else { 0 };
    headline(layout, indent, choice);
    let indent = indent + 2;
    rule(layout, indent, &choice.because, &choice.source);
    let quotes = choice
        .evidence
        .iter()
        .map(|quote| evidence_line(quote, &choice.conditions, layout.terminal()));
    let quotes: Vec<String> = quotes.collect();
    layout.labelled_all(indent, "Evidence", quotes);
    confidence(layout, indent, &choice.confidence);
    let modifiers: Vec<String> = choice
        .modifiers
        .iter()
        .map(|m| {
            with_quotes(
                format!("{} {}", layout.paint(Role::Strong, &m.modifier), m.because),
                &m.quotes,
                layout.terminal(),
            )
        })
        .collect();
    layout.labelled_all(indent, "Modifiers", modifiers);
    layout.labelled_all(indent, "Why not", why_not(neighbours, layout.terminal()));
}

/// Code with modifiers and units, and its plain name.
pub fn headline(layout: &mut Layout, indent: usize, choice: &Decision) {
    let modifiers: String = choice
        .modifiers
        .iter()
        .map(|m| format!("-{}", m.modifier))
        .collect();
    let code = layout.paint(Role::Code, &format!("{}{modifiers}", choice.code));
    let units = layout.paint(Role::Strong, &format!("x {}", choice.units));
    let plus = if choice.under.is_some() { "+ " } else { "" };
    let mark = format!("{plus}{code} {units}  ");
    let name = layout.paint(Role::Strong, &choice.name);
    layout.item(indent, &mark, &name);
    if let Some(primary) = &choice.under {
        let text = layout.paint(Role::Faint, &format!("add-on to {primary}"));
        layout.paragraph(indent + 2, &text);
    }
}

/// The rule in a sentence, with its source.
pub fn rule(layout: &mut Layout, indent: usize, because: &str, source: &str) {
    if source.is_empty() {
        layout.labelled(indent, "Rule", because);
    } else {
        let source = layout.paint(Role::Faint, &format!("({source})"));
        layout.labelled(indent, "Rule", &format!("{because} {source}"));
    }
}

/// How sure, in words.
pub fn confidence(layout: &mut Layout, indent: usize, confidence: &Confidence) {
    match confidence {
        Confidence::Documented => {
            layout.labelled(
                indent,
                "Certainty",
                "Documented: every deciding fact is in the note.",
            );
        }
        Confidence::Inferred(from) => {
            let text = layout.paint(Role::Caution, "Inferred, check it:");
            layout.labelled(indent, "Certainty", &format!("{text} {}", from.join("; ")));
        }
    }
}

/// A condition and what the note says about it.
pub fn condition_line(condition: &Condition, terminal: Terminal) -> String {
    let state = match condition.state {
        State::Met => terminal.paint(Role::Good, "met"),
        State::Contradicted => terminal.paint(Role::Bad, "contradicted"),
        State::NotDocumented => terminal.paint(Role::Caution, "not documented"),
    };
    let found = if condition.found.is_empty() {
        String::new()
    } else {
        format!("; the note: {}", condition.found)
    };
    with_quotes(
        format!("{} ({state}{found})", condition.wanted),
        &condition.quotes,
        terminal,
    )
}

/// Why not the neighbours, condensed. Codes that fail for one and the same reason share a line with the words that decide
/// it; those for a different procedure, which could not be confused with this one, are only named.
fn why_not(neighbours: &[&Neighbour], terminal: Terminal) -> Vec<String> {
    let code = |neighbour: &Neighbour| terminal.paint(Role::Code, &neighbour.code);
    let mut reasons: Vec<(Vec<String>, &Neighbour)> = Vec::new();
    let mut other_acts: Vec<String> = Vec::new();
    for &neighbour in neighbours {
        if neighbour
            .failed
            .iter()
            .any(|condition| condition.kind == ACTION)
        {
            other_acts.push(code(neighbour));
        } else if let Some((codes, _)) = reasons
            .iter_mut()
            .find(|(_, first)| first.why == neighbour.why)
        {
            codes.push(code(neighbour));
        } else {
            reasons.push((vec![code(neighbour)], neighbour));
        }
    }
    let mut lines: Vec<String> = reasons
        .into_iter()
        .map(|(codes, first)| {
            let words = deciding_words(first)
                .map_or_else(String::new, |quote| format!("  {}", cited(quote, terminal)));
            format!("{} {}{words}", codes.join(", "), first.why)
        })
        .collect();
    if !other_acts.is_empty() {
        lines.push(format!(
            "{} These need a different procedure.",
            other_acts.join(", ")
        ));
    }
    lines
}

/// The most informative words against a neighbour: the longest that are still short.
fn deciding_words(neighbour: &Neighbour) -> Option<&Quote> {
    const SHORT: usize = 80;
    let contradicted = neighbour
        .failed
        .iter()
        .filter(|condition| condition.state == State::Contradicted);
    let quotes = contradicted.flat_map(|condition| &condition.quotes);
    quotes.min_by_key(|quote| {
        (
            quote.text.len().saturating_sub(SHORT),
            usize::MAX - quote.text.len(),
        )
    })
}

/// Operations that the note names and no table decides about, with places to look.
fn outside(layout: &mut Layout, items: &[Outside]) {
    for (n, item) in items.iter().enumerate() {
        if n == 0 {
            layout.heading(
                "Not coded here: no rules for these yet, look at the codes that a search offers",
            );
        }
        let first = item.quotes.first();
        let words = first.map_or_else(String::new, |q| format!("  line {}", q.span.line));
        let name = layout.paint(Role::Strong, &item.name);
        layout.item(2, "! ", &format!("{name}{words}"));
        for code in &item.look_at {
            let number = layout.paint(Role::Code, &code.code);
            layout.item(4, "", &format!("{number}  {}", code.name));
        }
    }
}

/// What was done and is not billed separately.
pub fn left_out<'a>(layout: &mut Layout, items: impl Iterator<Item = &'a LeftOut>) {
    for (n, item) in items.enumerate() {
        if n == 0 {
            layout.heading("Not billed separately");
        }
        let code = if item.code.is_empty() {
            String::new()
        } else {
            layout.paint(Role::Code, &item.code) + " "
        };
        let part = item
            .part_of
            .as_ref()
            .map_or_else(String::new, |whole| format!(" (part of {whole})"));
        layout.item(
            2,
            "• ",
            &format!("{code}{}{part}", layout.paint(Role::Strong, &item.name)),
        );
        rule(layout, 4, &item.because, &item.source);
        let quotes: Vec<String> = item
            .quotes
            .iter()
            .map(|quote| cited(quote, layout.terminal()))
            .collect();
        layout.labelled_all(4, "Evidence", quotes);
    }
}

/// What to ask the surgeon.
pub fn questions<'a>(layout: &mut Layout, items: impl Iterator<Item = &'a Question>) {
    for (n, item) in items.enumerate() {
        if n == 0 {
            layout.heading("Ask the surgeon");
        }
        let text = layout.paint(Role::Caution, &item.text);
        layout.item(2, "? ", &text);
        if !item.decides.is_empty() {
            layout.labelled(4, "Decides", &item.decides.join(" or "));
        }
        let quotes: Vec<String> = item
            .quotes
            .iter()
            .map(|quote| cited(quote, layout.terminal()))
            .collect();
        layout.labelled_all(4, "Raised by", quotes);
    }
}

/// How the note was read, apart from an answer; nothing where there is nothing to say.
pub fn about_note(of: &[Remark], terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    remarks(&mut layout, of);
    layout.finish()
}

/// Remarks on the note itself.
pub fn remarks(layout: &mut Layout, remarks: &[Remark]) {
    for (n, remark) in remarks.iter().enumerate() {
        if n == 0 {
            layout.heading("About this note");
        }
        layout.item(2, "• ", &on_one_line(&remark.message));
    }
}

/// Says that there is no code, why, and what to do.
fn nothing(layout: &mut Layout, answer: &Answer) {
    let title = layout.paint(Role::Strong, "No code.");
    let done = |event: &&ProcedureEvent| event.assertion == Assertion::Performed;
    let performed = answer.events.iter().filter(done).count();
    let why = if answer.events.is_empty() {
        "No procedure that this release knows was found.".to_owned()
    } else if performed == 0 {
        format!(
            "{} found, but none is documented as done by the author in this session.",
            was(answer.events.len())
        )
    } else if !answer.questions.is_empty() {
        "A procedure was done, but a fact that decides its code is not documented: see the questions below.".to_owned()
    } else if !answer.left_out.is_empty() {
        "What was done is not reported separately: see the reasons below.".to_owned()
    } else {
        format!(
            "{} documented as done, but this release has no rule that gives a code for it.",
            was(performed)
        )
    };
    layout.paragraph(0, &format!("{title} {why}"));
    for event in answer
        .events
        .iter()
        .filter(|e| e.assertion != Assertion::Performed)
    {
        let words = event.evidence.first().map_or_else(String::new, |q| {
            format!("  {}", cited(q, layout.terminal()))
        });
        let sense = sense(event.assertion);
        layout.item(2, "• ", &format!("{}: {sense}{words}", event.label));
    }
    layout.gap();
    let advice = if performed == 0 {
        "What to do: check that this is the operative note itself and that it says what was done (not only the consent, \
         the plan or the history). “ligature events FILE” shows everything that was read, line by line."
    } else {
        "What to do: “ligature events FILE” shows everything that was read, line by line; “ligature explain CODE FILE” \
         says why a code that you expect was not chosen. Operations outside this release's families are not coded."
    };
    layout.paragraph(0, advice);
}

fn was(number: usize) -> String {
    format!(
        "{} {}",
        counted(number, "procedure"),
        if number == 1 { "was" } else { "were" }
    )
}

/// A quote with its line, and the kinds of fact that it supports.
fn evidence_line(quote: &Quote, conditions: &[Condition], terminal: Terminal) -> String {
    let mut kinds: Vec<&str> = conditions
        .iter()
        .filter(|c| c.quotes.iter().any(|q| q.span == quote.span))
        .map(|c| c.kind.as_str())
        .collect();
    kinds.dedup();
    let text = cited(quote, terminal);
    if kinds.is_empty() {
        text
    } else {
        format!(
            "{text} {}",
            terminal.paint(Role::Faint, &format!("({})", kinds.join(", ")))
        )
    }
}

/// A sentence followed by the words that support it, each once.
fn with_quotes(mut text: String, quotes: &[Quote], terminal: Terminal) -> String {
    let mut seen = BTreeSet::new();
    for quote in quotes
        .iter()
        .filter(|quote| seen.insert((quote.span.start, quote.span.end)))
    {
        text.push_str("  ");
        text.push_str(&cited(quote, terminal));
    }
    text
}
