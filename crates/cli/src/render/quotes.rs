//! Words of a note as they are quoted, and in what sense a note speaks of a thing.

use ligature_terminal::{Role, Terminal, on_one_line};
use ligature_tools::{Assertion, Quote};

/// The words of a note between quotation marks, on one line and safe for a terminal.
pub fn quoted(quote: &Quote) -> String {
    format!("\"{}\"", on_one_line(&quote.text))
}

/// A quote with the line it stands on.
pub fn cited(quote: &Quote, terminal: Terminal) -> String {
    format!(
        "{} {}",
        terminal.paint(Role::Faint, &format!("line {}:", quote.span.line)),
        terminal.paint(Role::Quote, &quoted(quote))
    )
}

/// In what sense a note speaks of a thing, in words for people.
pub fn sense(assertion: Assertion) -> &'static str {
    match assertion {
        Assertion::Performed => "done",
        Assertion::Named => "named in a title or list, not told as done",
        Assertion::Negated => "said not to have been done",
        Assertion::Planned => "planned or consented, not told as done",
        Assertion::Past => "done before this session",
        Assertion::Hypothetical => "a possibility or a risk",
        Assertion::Other => "done by another surgeon or service",
    }
}
