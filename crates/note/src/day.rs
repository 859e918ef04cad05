//! The date of service that a note names under a heading: `Date of surgery: 08/14/2024`.

use jiff::civil::Date;

/// Words before a date that make it the date of service, likeliest first. Of a plain `date` it is not certain what it is the date of.
const LABELS: [&str; 14] = [
    "date of surgery",
    "date of operation",
    "date of procedure",
    "date of service",
    "operation date",
    "operative date",
    "procedure date",
    "surgery date",
    "service date",
    "surgical date",
    "dos",
    "date operated",
    "date performed",
    "performed on",
];

/// Names of the months, whole or by their first three letters.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date of service that a note names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedDay {
    /// The day.
    pub date: Date,
    /// Its line, from 1.
    pub line: usize,
}

/// The date of service that a note names under a heading; nothing if it names none, or several that differ. Numbers parted by slashes,
/// points or hyphens are read month first, as in the United States, unless the year comes first.
#[must_use]
pub fn named_day(note: &str) -> Option<NamedDay> {
    let mut found: Option<NamedDay> = None;
    let mut heading = false;
    for (line, text) in (1..).zip(note.lines()) {
        let lower = text.to_lowercase();
        let after = LABELS.iter().find_map(|label| after_label(&lower, label));
        let rest = match (after, heading) {
            (Some(rest), _) => rest,
            // the date may be on the line below its heading
            (None, true) => lower.as_str(),
            (None, false) => continue,
        };
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        heading = after.is_some() && rest.trim().is_empty();
        let Some(date) = day(rest) else {
            continue;
        };
        match found {
            Some(first) if first.date != date => return None,
            Some(_) => {}
            None => found = Some(NamedDay { date, line }),
        }
    }
    found
}

/// What follows a label in a line, where it is not part of a longer word.
fn after_label<'t>(line: &'t str, label: &str) -> Option<&'t str> {
    let at = line.find(label)?;
    let before = line[..at].chars().next_back();
    let rest = &line[at + label.len()..];
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    (apart(before) && apart(rest.chars().next())).then_some(rest)
}

/// The day with which a text begins.
fn day(text: &str) -> Option<Date> {
    let apart = |c: char| !c.is_alphanumeric();
    let mut parts = text.split(apart).filter(|part| !part.is_empty());
    // `Wednesday, August 14, 2024`
    let first = parts.next()?;
    let first = match first.ends_with("day") && first.chars().all(char::is_alphabetic) {
        true => parts.next()?,
        false => first,
    };
    let (second, third) = (parts.next()?, parts.next()?);
    let number = |text: &str| -> Option<i16> {
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits.parse().ok()
    };
    let month = |text: &str| -> Option<i16> {
        let at = MONTHS.iter().position(|month| {
            let long = text.len() >= 3 && month.starts_with(text);
            long || (text == "sept" && *month == "september")
        })?;
        i16::try_from(at + 1).ok()
    };
    let year = |text: &str| -> Option<i16> {
        let year: i16 = text.get(..4).unwrap_or(text).parse().ok()?;
        match text.len() {
            2 => Some(2000 + year),
            _ => Some(year),
        }
    };
    let (year, month, day) = match (month(first), month(second)) {
        (Some(month), _) => (year(third)?, month, number(second)?),
        (None, Some(month)) => (year(third)?, month, number(first)?),
        (None, None) if first.len() == 4 => (year(first)?, number(second)?, number(third)?),
        (None, None) => (year(third)?, number(first)?, number(second)?),
    };
    let known = (1990..2100).contains(&year);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    date.ok().filter(|_| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The day of a note, with its line; `-`: none.
    fn check(note: &str, expected: &str) {
        let got = named_day(note).map_or_else(
            || "-".to_owned(),
            |named| format!("{} line {}", named.date, named.line),
        );
        assert_eq!(got, expected, "{note}");
    }

    #[test]
    fn dates_under_their_headings() {
        check("Date of Surgery: 08/14/2024", "2024-08-14 line 1");
        check(
            "PATIENT: X\nDATE OF OPERATION: 8/14/24\n",
            "2024-08-14 line 2",
        );
        check("Date of procedure - August 14, 2024", "2024-08-14 line 1");
        check("DOS 14-AUG-2024", "2024-08-14 line 1");
        check("Date of service:\n2024-08-14", "2024-08-14 line 2");
        check(
            "Surgery date: Wednesday, Aug 14th, 2024 at 07:30",
            "2024-08-14 line 1",
        );
        check("Operation date 2024.08.14", "2024-08-14 line 1");
        check(
            "Procedure performed on 14 August 2024.",
            "2024-08-14 line 1",
        );
    }

    #[test]
    fn what_is_no_date_of_service_is_not_read() {
        check("", "-");
        check("Date of birth: 03/21/1958", "-");
        check("Date: 08/14/2024", "-");
        check("Date of surgery: 14/08/2024", "-");
        check("Date of surgery: pending", "-");
        check("Date of surgery:\n\n08/14/2024", "-");
        check("Videos 08/14/2024", "-");
        check(
            "Date of surgery: 08/14/2024\nDate of surgery: 08/15/2024",
            "-",
        );
        check(
            "Date of surgery: 08/14/2024\nDOS: 2024-08-14",
            "2024-08-14 line 1",
        );
    }

    #[test]
    fn any_text_is_read_without_failing() {
        for text in [
            "dos",
            "dos é",
            "date of surgery 99999999999/1/1",
            "dos 1/2/é",
            "İdos 1/1/2024",
        ] {
            let _ = named_day(text);
        }
    }
}
