//! Text for people: colours, widths, wrapping. Everything is laid out into a `String` first, so that it can be
//! tested without a terminal and written in one go.

mod answer;
mod explain;
mod layout;
mod markdown;
mod page;
mod reading;
mod style;
mod table;
#[cfg(test)]
mod tests;

pub use answer::answer;
pub use explain::explanation;
pub use layout::Layout;
pub use page::page;
pub use reading::reading;
pub use style::{Colour, Role, Terminal};
pub use table::{Align, table};

use ligature_note::Quote;

/// The longest quote that is shown whole, in characters.
const LONGEST_QUOTE: usize = 300;

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

/// Text on one line: white space folded, control characters (which a terminal would obey) dropped, the middle of a
/// very long one left out.
pub fn on_one_line(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let safe: Vec<char> = folded.chars().filter(|c| !c.is_control()).collect();
    if safe.len() <= LONGEST_QUOTE {
        return safe.into_iter().collect();
    }
    let half = LONGEST_QUOTE / 2;
    let (head, tail) = (safe.iter().take(half), safe.iter().skip(safe.len() - half));
    head.chain([' ', '…', ' '].iter()).chain(tail).collect()
}

/// `1 unit`, `2 units`.
pub fn counted(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

#[cfg(test)]
mod quote_tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_dropped() {
        assert_eq!(on_one_line("a\u{1b}[2J\r\n  b\tc\u{7}"), "a[2J b c");
    }

    #[test]
    fn the_middle_of_a_long_quote_is_left_out() {
        let long = on_one_line(&"é".repeat(1000));
        assert_eq!(long.chars().count(), LONGEST_QUOTE + 3);
        assert!(long.contains(" … "));
    }
}
