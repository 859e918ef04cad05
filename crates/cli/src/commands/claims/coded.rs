//! The claim of a note, for people: each line with the words that support it, then the checks and the price.

use super::{found, priced};
use ligature_terminal::{Layout, Role, Terminal};
use ligature_tools::CodedClaim;

/// The answer to a note.
pub fn coded(answer: &CodedClaim, terminal: Terminal) -> String {
    let mut layout = Layout::new(terminal);
    layout.heading("Codes that the note supports");
    for (at, (line, earned)) in answer.claim.lines.iter().zip(&answer.earned).enumerate() {
        let billed = found::billed(&layout, &answer.claim, at, line);
        layout.line(&format!("{billed}  {}", earned.name));
        for quote in &earned.evidence {
            let words = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
            layout.item(6, "\"", &layout.paint(Role::Faint, &format!("{words}\"")));
        }
    }
    for remark in &answer.remarks {
        layout.item(2, "! ", &layout.paint(Role::Caution, &remark.message));
    }
    let checked = found::found(&answer.claim, &answer.checked, false, terminal);
    let priced = priced::priced(&answer.claim, &answer.priced, terminal);
    format!("{}\n{checked}\n{priced}", layout.finish())
}
