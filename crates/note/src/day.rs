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

/// How dates are written, their parts with a space between them: with the name of the month, the year first, and month first.
const FORMS: [&str; 7] = [
    "%B %d %Y", "%d %B %Y", "%b %d %Y", "%d %b %Y", "%Y %m %d", "%m %d %Y", "%m %d %y",
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
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let mut parts = parts.filter(|part| !part.is_empty()).peekable();
    // `Wednesday, August 14, 2024`
    parts.next_if(|part| part.ends_with("day") && part.chars().all(char::is_alphabetic));
    let written: Vec<&str> = parts.take(3).map(plain).collect();
    let written = written.join(" ");
    let mut read = FORMS
        .iter()
        .filter_map(|form| Date::strptime(form, &written).ok());
    read.find(|date| (1990..2100).contains(&date.year()))
}

/// A part of a date as a form has it: `14th` is 14, `2024T07` is 2024, `sept` is `sep`.
fn plain(part: &str) -> &str {
    let digits = part
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(part.len());
    match (digits, part) {
        (0, "sept") => "sep",
        (0, name) => name,
        _ => &part[..digits],
    }
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
        check("DOS: Sept 3, 2024; DOB: 1/2/1958", "2024-09-03 line 1");
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
