//! Characters as keyboards, word processors and scanners leave them, made into those that codes are written with.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// A text with plain characters where codes may be: digits and letters of other widths and scripts, every dash, point and
/// multiplication sign of Unicode, and spaces become their ASCII forms; invisible characters go. Letters that only look like
/// Latin ones are replaced in words with a digit, so that text in other languages stays as it is.
///
/// Case, white space between words and everything else are kept.
#[must_use]
pub fn tidy(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|b| b.is_ascii() && (b >= b' ' || b"\t\r\n".contains(&b)) && b != 0x7f)
    {
        return Cow::Borrowed(text);
    }
    // the sign of a trademark is no part of a word
    let words = text.chars().map(|c| {
        if matches!(c, '\u{2122}' | '\u{ae}' | '\u{a9}') {
            ' '
        } else {
            c
        }
    });
    let visible = words.nfkc().filter(|c| !is_invisible(*c));
    let plain: String = visible.map(simple).collect();
    let mut tidy = String::with_capacity(plain.len());
    for word in plain.split_inclusive(char::is_whitespace) {
        match word.bytes().any(|b| b.is_ascii_digit()) {
            true => tidy.extend(word.chars().map(|c| look_alike(c).unwrap_or(c))),
            false => tidy.push_str(word),
        }
    }
    Cow::Owned(tidy)
}

/// Characters that take no room: soft hyphens, joiners, marks of direction, byte order marks, control characters.
fn is_invisible(c: char) -> bool {
    let format = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}');
    format || (c.is_control() && !matches!(c, '\t' | '\r' | '\n'))
}

/// The ASCII form of a mark, a space or a digit.
fn simple(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2d7}'
        | '\u{58a}'
        | '\u{5be}'
        | '\u{1806}'
        | '\u{30a0}'
        | '\u{2796}'
        | '\u{fe58}' => '-',
        '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' | '\u{3002}'
        | '\u{66b}' => '.',
        '\u{3001}' | '\u{60c}' => ',',
        '\u{61b}' | '\u{37e}' => ';',
        '\u{d7}' | '\u{2715}' | '\u{2716}' | '\u{2a2f}' | '\u{2a09}' => 'x',
        '\u{2217}' | '\u{204e}' | '\u{66d}' => '*',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
        c if c.is_whitespace() && !c.is_ascii() => ' ',
        c => digit(c).unwrap_or(c),
    }
}

/// A decimal digit of another script.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 9] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xe50, 0x1040, 0x17e0, 0xff10,
    ];
    let value = ZEROS
        .into_iter()
        .find_map(|zero| (c as u32).checked_sub(zero).filter(|n| *n < 10))?;
    char::from_digit(value, 10)
}

/// The Latin letter that a Cyrillic or Greek one looks like.
fn look_alike(c: char) -> Option<char> {
    const CYRILLIC_GREEK: &str = "АВСЕНІЈКМОРЅТХУԌавсенікморѕтхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧοερυνικ";
    const LATIN: &str = "ABCEHIJKMOPSTXYGabcehikmopstxyABEZHIKMNOPTYXoepuvik";
    if c.is_ascii() {
        return None;
    }
    let at = CYRILLIC_GREEK.chars().position(|other| other == c)?;
    LATIN.chars().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(tidy(text), expected, "{text:?}");
    }

    #[test]
    fn letters_of_one_list_have_their_counterparts() {
        for (other, latin) in [
            ("К56", "K56"),
            ("Κ56", "K56"),
            ("х2", "x2"),
            ("О0", "O0"),
            ("а1с", "a1c"),
        ] {
            check(other, latin);
        }
    }

    #[test]
    fn characters_of_codes() {
        check("44120", "44120");
        check("\u{ff14}\u{ff14}\u{ff11}\u{ff12}\u{ff10}", "44120");
        check("\u{ff2b}\u{ff15}\u{ff16}\u{ff0e}\u{ff16}", "K56.6");
        check("K56\u{200b}.60", "K56.60");
        check("44\u{ad}120", "44120");
        check("44120\u{2013}44130", "44120-44130");
        check("99214\u{2011}24", "99214-24");
        check("44121 \u{d7} 2", "44121 x 2");
        check("K56\u{b7}60", "K56.60");
        check("\u{664}\u{664}\u{661}\u{662}\u{660}", "44120");
        check("44120\u{a0}59", "44120 59");
        check("44120\u{2028}44005", "44120\n44005");
        check("резекция кишки", "резекция кишки");
        check("", "");
    }

    proptest::proptest! {
        #[test]
        fn a_tidy_text_stays_as_it_is(text in "\\PC{0,30}") {
            let once = tidy(&text).into_owned();
            proptest::prop_assert_eq!(tidy(&once).into_owned(), once);
        }
    }
}
