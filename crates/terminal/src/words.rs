//! Short pieces of text.

/// The longest text that [`on_one_line`] shows whole, in characters.
const LONGEST: usize = 300;

/// Text on one line: white space folded, control characters (which a terminal would obey) dropped, the middle of a
/// very long one left out.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let safe: Vec<char> = folded.chars().filter(|c| !c.is_control()).collect();
    if safe.len() <= LONGEST {
        return safe.into_iter().collect();
    }
    let half = LONGEST / 2;
    let (head, tail) = (safe.iter().take(half), safe.iter().skip(safe.len() - half));
    head.chain([' ', '…', ' '].iter()).chain(tail).collect()
}

/// `1 unit`, `2 units`.
#[must_use]
pub fn counted(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

/// A number as people write it: `1,718,469`.
#[must_use]
pub fn grouped(number: u64) -> String {
    indicatif::HumanCount(number).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_dropped() {
        assert_eq!(on_one_line("a\u{1b}[2J\r\n  b\tc\u{7}"), "a[2J b c");
    }

    #[test]
    fn the_middle_of_a_long_text_is_left_out() {
        let long = on_one_line(&"é".repeat(1000));
        assert_eq!(long.chars().count(), LONGEST + 3);
        assert!(long.contains(" … "));
    }
}
