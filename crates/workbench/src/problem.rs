//! Problems of authored files, for people and editors.

use ligature_knowledge::{Problem, Severity};
use ligature_terminal::{Layout, Role};

/// A problem keeps its own lines: editors find `file:line:column` only at the beginning of one.
pub(crate) fn push(layout: &mut Layout, problem: &Problem) {
    let role = match problem.severity {
        Severity::Error => Role::Bad,
        Severity::Warning => Role::Caution,
        Severity::Info => Role::Faint,
    };
    let text = problem.to_string();
    let word = format!(": {}: ", problem.severity);
    let painted = format!(": {}: ", layout.paint(role, &problem.severity.to_string()));
    layout.lines(&text.replacen(&word, &painted, 1));
}
