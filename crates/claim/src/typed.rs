//! Lines of a claim as people type them.

use crate::model::Line;
use jiff::civil::Date;
use ligature_codes::{DateOfService, Units, UnitsError, tidy, written};

/// The lines of a text as people type them: `44121 x 2`, `99213-25`, `CPT 44120, 44005`, `2024-08-02 99213 by 1234567893`.
/// A day may come before the codes, a practitioner after `by`; both are those of all codes of the text.
///
/// # Errors
/// What cannot be read, in words that quote the text.
pub fn typed_lines(text: &str) -> Result<Vec<Line>, String> {
    let plain = tidy(text);
    let plain = without_bullet(&plain);
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    let by = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case("by"));
    let provider = by.map(|at| words.split_off(at)[1..].join(" "));
    if provider.as_ref().is_some_and(String::is_empty) {
        return Err(format!("`{text}`: `by` is not followed by a practitioner"));
    }
    let on = words
        .first()
        .filter(|_| words.len() > 1)
        .and_then(|first| date(first).ok());
    let codes = words
        .get(usize::from(on.is_some())..)
        .unwrap_or_default()
        .join(" ");
    let of = |code: String, modifiers: Vec<String>, units: Units| Line {
        code,
        modifiers,
        units,
        date_of_service: on,
        provider: provider.clone().unwrap_or_default(),
        ..Line::default()
    };
    // a letter typed for a digit is for the checks to report
    let all = written(&codes).filter(|all| all.iter().all(|one| !one.corrected));
    let Some(all) = all else {
        return unusual(text, &codes)
            .map(|(code, modifiers, units)| vec![of(code, modifiers, units)]);
    };
    let lines = all.into_iter().map(|one| {
        if one.below || one.to.is_some() {
            return Err(format!(
                "`{text}`: a line has one code, and {one} means several"
            ));
        }
        Ok(of(one.code, one.modifiers, one.units.unwrap_or(Units::ONE)))
    });
    lines.collect()
}

/// A text that is not made of codes as they are mostly written: one code of any form, its modifiers behind hyphens, its units
/// behind `x`. Whether it is a code is for the checks to say.
fn unusual(text: &str, codes: &str) -> Result<(String, Vec<String>, Units), String> {
    let words: Vec<&str> = codes.split_whitespace().collect();
    let at = words.iter().position(|word| word.eq_ignore_ascii_case("x"));
    let (code, units) = words.split_at(at.unwrap_or(words.len()));
    let units = match units.get(1..).map(|units| units.join(" ")) {
        None => Units::ONE,
        Some(none) if none.is_empty() => {
            return Err(format!(
                "`{text}`: `x` is not followed by a number of units"
            ));
        }
        Some(units) => units
            .parse()
            .map_err(|why: UnitsError| format!("`{text}`: {why}"))?,
    };
    if let [first, _, ..] = code {
        // a day that is not one of the calendar, or written in another way
        if first.matches(['-', '/']).count() == 2 {
            date(first)?;
        }
        return Err(format!(
            "`{text}` cannot be read: write a code with its modifiers and units, such as 44121-59 x 2"
        ));
    }
    let code = code.concat();
    let mut parts = code.split('-').map(str::to_owned);
    Ok((parts.next().unwrap_or_default(), parts.collect(), units))
}

/// The line of a text that holds one code.
///
/// # Errors
/// As [`typed_lines`]; no code, or several.
pub fn typed_line(text: &str) -> Result<Line, String> {
    let mut lines = typed_lines(text)?.into_iter();
    match (lines.next(), lines.next()) {
        (Some(line), None) => Ok(line),
        (Some(_), Some(_)) => Err(format!(
            "`{text}`: one code is expected here, and there are several"
        )),
        (None, _) => Err(format!("`{text}`: there is no code here")),
    }
}

/// A line of a list without what numbers it: `1. 44120`, `2) 44121`, `• 44005`.
fn without_bullet(text: &str) -> &str {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = text
        .get(digits..)
        .and_then(|rest| rest.strip_prefix(['.', ')']));
    let marked = text.strip_prefix(['\u{2022}', '*', '\u{b7}', '-', '\u{2013}']);
    let rest = numbered.filter(|_| (1..=2).contains(&digits)).or(marked);
    let rest = rest.filter(|rest| rest.starts_with(char::is_whitespace));
    rest.map_or(text, str::trim)
}

fn date(text: &str) -> Result<Date, String> {
    DateOfService::of_a_sheet(text)
        .map(|(day, _)| day.date())
        .map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as they are typed, and as they are read: code, modifiers, units, day, practitioner.
    fn check(text: &str, expected: &str) {
        let read = typed_lines(text).map_or_else(
            |why| why,
            |lines| {
                let line = |l: &Line| {
                    let day = l.date_of_service.map(|d| d.to_string()).unwrap_or_default();
                    let modifiers = l.modifiers.join(" ");
                    format!("{}|{modifiers}|{}|{day}|{}", l.code, l.units, l.provider)
                };
                lines.iter().map(line).collect::<Vec<_>>().join("; ")
            },
        );
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn lines_as_they_are_typed() {
        check("44120", "44120||1||");
        check("44121 x 2", "44121||2||");
        check("44121 X 2", "44121||2||");
        check("A0425 x 12.5", "A0425||12.5||");
        check("2024-08-02 99213-25-24", "99213|25 24|1|2024-08-02|");
        check("99292 by 1234567893", "99292||1||1234567893");
        check(
            "2024-08-02 99292  x 2 BY Dr. A",
            "99292||2|2024-08-02|Dr. A",
        );
        check("44120-22-51 x2", "44120|22 51|2||");
        check("44121 × 2", "44121||2||");
        check("CPT 44120", "44120||1||");
        check("44120, 44005-59", "44120||1||; 44005|59|1||");
        check(
            "2024-08-02 44120, 44121 x2 by A",
            "44120||1|2024-08-02|A; 44121||2|2024-08-02|A",
        );
        check("", "||1||");
        check("K0001", "K0001||1||");
    }

    #[test]
    fn lines_that_cannot_be_read() {
        check(
            "44121 x two",
            "`44121 x two`: `two` is not a number of units: write a number such as 1, 2 or 12.5",
        );
        check(
            "44121 x",
            "`44121 x`: `x` is not followed by a number of units",
        );
        check(
            "99292 by",
            "`99292 by`: `by` is not followed by a practitioner",
        );
        check(
            "44120 laparotomy",
            "`44120 laparotomy` cannot be read: write a code with its modifiers and units, such as 44121-59 x 2",
        );
        check(
            "44120-44130",
            "`44120-44130`: a line has one code, and 44120 to 44130 means several",
        );
    }
}
