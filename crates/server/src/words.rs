//! Small words: numbers with their nouns, days, sentences.

/// "1 code", "2 codes".
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}

/// "12,345"
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// "3 March 2025" for an ISO date; other text stays unchanged.
pub(crate) fn day(iso: &str) -> String {
    match iso.parse::<jiff::civil::Date>() {
        Ok(date) => date.strftime("%-d %B %Y").to_string(),
        Err(_) => iso.to_owned(),
    }
}

/// A text with its ISO dates as people write them.
pub(crate) fn with_days(text: &str) -> String {
    let mut said = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let date = rest.get(..10).filter(|_| letter.is_ascii_digit());
        let date = date.filter(|date| date.parse::<jiff::civil::Date>().is_ok());
        let alone = !said.ends_with(|before: char| before.is_ascii_alphanumeric());
        match date.filter(|_| alone) {
            Some(date) => {
                said.push_str(&day(date));
                rest = &rest[10..];
            }
            None => {
                said.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    said
}

/// A message of the tools as a sentence of a page: begun with a capital, ended with a stop, with curly quotes.
pub(crate) fn sentence(message: &str) -> String {
    let mut open = false;
    let mut said = String::with_capacity(message.len() + 8);
    for letter in message.chars() {
        match letter {
            '`' => {
                open = !open;
                said.push(if open { '“' } else { '”' });
            }
            letter if said.is_empty() => said.extend(letter.to_uppercase()),
            letter => said.push(letter),
        }
    }
    if !said.ends_with(['.', '?', '!']) {
        said.push('.');
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(counted(1, "code", "codes"), "1 code");
        assert_eq!(day("2025-03-03"), "3 March 2025");
        assert_eq!(day("soon"), "soon");
        assert_eq!(
            with_days("é to 2025-03-03: 0DB60ZZ, 2025."),
            "é to 3 March 2025: 0DB60ZZ, 2025."
        );
        assert_eq!(sentence("a `b` c"), "A “b” c.");
    }
}
