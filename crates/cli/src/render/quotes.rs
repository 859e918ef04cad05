//! Quotes of a note, and how a note states an event.

use ligature_terminal::{Role, Terminal, on_one_line};
use ligature_tools::{Assertion, Quote};

/// The words of a note between quotation marks, on one line and safe for a terminal.
pub fn quoted(quote: &Quote) -> String {
    format!("\"{}\"", on_one_line(&quote.text))
}

/// A quote with its line number.
pub fn cited(quote: &Quote, terminal: Terminal) -> String {
    format!(
        "{} {}",
        terminal.paint(Role::Faint, &format!("line {}:", quote.span.line)),
        terminal.paint(Role::Quote, &quoted(quote))
    )
}

/// How a note states an event, in words for people.
pub fn sense(assertion: Assertion) -> &'static str {
    match assertion {
        Assertion::Performed => "done",
        Assertion::Named => "named in a title or list, not documented as done",
        Assertion::Negated => "documented as not done",
        Assertion::Planned => "planned or consented, not documented as done",
        Assertion::Past => "done before this session",
        Assertion::Hypothetical => "possible, or a risk",
        Assertion::Other => "done by another surgeon or service",
    }
}
