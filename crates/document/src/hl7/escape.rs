//! The escapes of HL7 v2 in a text.

/// The signs of a message, as MSH-1 and MSH-2 name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signs {
    pub field: char,
    pub component: char,
    pub repetition: char,
    pub escape: Option<char>,
    pub part: char,
}

impl Signs {
    /// The signs in the field MSH-2.
    pub fn new(field: char, others: &str) -> Self {
        let mut signs = others.chars();
        Self {
            field,
            component: signs.next().unwrap_or('^'),
            repetition: signs.next().unwrap_or('~'),
            escape: signs.next(),
            part: signs.next().unwrap_or('&'),
        }
    }

    /// The text of a field without its escapes.
    pub fn plain(&self, text: &str) -> String {
        let Some(sign) = self.escape.filter(|sign| text.contains(*sign)) else {
            return text.to_owned();
        };
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(sign) {
            out.push_str(before);
            let end = after.find(sign).filter(|end| *end <= LONGEST);
            let known = end.and_then(|end| Some((self.escaped(&after[..end])?, end)));
            match known {
                Some((text, end)) => {
                    out.push_str(&text);
                    rest = &after[end + sign.len_utf8()..];
                }
                // no escape: a backslash of the writer
                None => {
                    out.push(sign);
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out
    }

    /// What an escape stands for; nothing if it is none.
    fn escaped(&self, escape: &str) -> Option<String> {
        let one = |c: char| Some(c.to_string());
        match escape {
            "F" => return one(self.field),
            "S" => return one(self.component),
            "T" => return one(self.part),
            "R" => return one(self.repetition),
            "E" => return self.escape.map(|c| c.to_string()),
            "H" | "N" => return Some(String::new()),
            _ => {}
        }
        if let Some(command) = escape.strip_prefix('.') {
            return formatting(command);
        }
        let (kind, code) = escape.split_at_checked(1)?;
        match kind {
            "X" if !code.is_empty() && code.bytes().all(|b| b.is_ascii_hexdigit()) => {
                Some(bytes(code))
            }
            // changes of the character set, and escapes of the sender's own
            "C" | "M" if code.bytes().all(|b| b.is_ascii_hexdigit()) => Some(String::new()),
            "Z" if code.bytes().all(|b| b.is_ascii_alphanumeric()) => Some(String::new()),
            _ => None,
        }
    }
}

/// Longest escape, in bytes: `\X…\` can hold a line of them.
const LONGEST: usize = 200;

/// A formatting command of the type FT.
fn formatting(command: &str) -> Option<String> {
    let command = command.trim().to_ascii_lowercase();
    let (name, number) = command.split_at_checked(2)?;
    let plain = number.trim().trim_start_matches(['+', '-']);
    if !plain.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match name {
        "br" | "ce" => Some("\n".to_owned()),
        "sp" => {
            let count = plain.parse().unwrap_or(1);
            Some("\n".repeat(usize::clamp(count, 1, 10)))
        }
        "sk" => Some(" ".repeat(usize::clamp(plain.parse().unwrap_or(1), 1, 80))),
        "in" | "ti" | "fi" | "nf" => Some(String::new()),
        _ => None,
    }
}

/// Bytes in hexadecimal digits as text: UTF-8, else Windows-1252. Line ends of every kind are `\n`.
fn bytes(digits: &str) -> String {
    let bytes: Vec<u8> = digits
        .as_bytes()
        .chunks(2)
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(error.as_bytes())
            .0
            .into_owned(),
    };
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::Signs;

    #[test]
    fn escapes_are_read() {
        let check =
            |text: &str, plain: &str| assert_eq!(Signs::new('|', "^~\\&").plain(text), plain);
        check("a\\.br\\b\\.BR\\c", "a\nb\nc");
        check("a \\F\\ b \\R\\ c", "a | b ~ c");
        check("\\X41\\\\XE9\\\\X0D\\x", "Aé\nx");
        check("C:\\notes\\a", "C:\\notes\\a");
        check("5 cm \\ 3 cm", "5 cm \\ 3 cm");
        check("\\.sk3\\a\\.in-4\\b", "   ab");
        check("{\\E\\rtf1 a\\E\\par}", "{\\rtf1 a\\par}");
        check("no end \\.br", "no end \\.br");
    }
}
