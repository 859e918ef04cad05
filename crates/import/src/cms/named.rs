//! What a name or a notice says of years, months, quarters and days.

use jiff::civil::Date;
use ligature_catalog::{Release, System};

/// A run of letters or of digits.
enum Piece<'a> {
    Digits(&'a str),
    Word(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let letters = first.is_ascii_alphabetic();
        let end = rest
            .find(|c: char| c.is_ascii_digit() != digits || c.is_ascii_alphabetic() != letters)
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match (digits, letters) {
            (true, _) => all.push(Piece::Digits(run)),
            (_, true) => all.push(Piece::Word(run)),
            _ => {}
        }
        rest = after;
    }
    all
}

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

/// A month by its name, or by its first three letters (`Sept` too).
fn month_of(word: &str) -> Option<i8> {
    let word = word.to_ascii_lowercase();
    let at = MONTHS.iter().position(|m| {
        *m == word
            || (m.get(..3) == Some(word.as_str()))
            || (word == "sept" && m.starts_with("sept"))
    })?;
    i8::try_from(at + 1).ok()
}

/// A month's English name.
pub(crate) fn month_name(month: i8) -> String {
    let name = usize::try_from(month)
        .ok()
        .and_then(|m| MONTHS.get(m.checked_sub(1)?))
        .unwrap_or(&"");
    name.chars()
        .enumerate()
        .map(|(at, c)| if at == 0 { c.to_ascii_uppercase() } else { c })
        .collect()
}

fn plausible(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    (digits.len() == 4 && (1990..2100).contains(&year)).then_some(year)
}

/// The last year that a text names, with exactly four digits.
pub(crate) fn year(text: &str) -> Option<i16> {
    pieces(text).into_iter().rev().find_map(|p| match p {
        Piece::Digits(d) => plausible(d),
        Piece::Word(_) => None,
    })
}

/// The first month that a text names.
pub(crate) fn month(text: &str) -> Option<i8> {
    pieces(text).into_iter().find_map(|p| match p {
        Piece::Word(w) => month_of(w),
        Piece::Digits(_) => None,
    })
}

/// The first month next to a year: `July 2024`, `2024_July`.
pub(crate) fn month_and_year(text: &str) -> Option<(i8, i16)> {
    pieces(text).windows(2).find_map(|two| match two {
        [Piece::Word(m), Piece::Digits(y)] | [Piece::Digits(y), Piece::Word(m)] => {
            Some((month_of(m)?, plausible(y)?))
        }
        _ => None,
    })
}

/// The part of a table that a file is: the number of `-f1`.
pub(crate) fn part(text: &str) -> Option<u8> {
    pieces(text).windows(2).find_map(|two| match two {
        [Piece::Word(f), Piece::Digits(n)] if f.eq_ignore_ascii_case("f") => {
            n.parse().ok().filter(|n| *n > 0)
        }
        _ => None,
    })
}

/// The first day that a text names: `2024-07-01`, `07-01-2024`, `20240701`, `July 1, 2024`.
pub(crate) fn day(text: &str) -> Option<Date> {
    let pieces = pieces(text);
    let whole = pieces.iter().find_map(|p| match p {
        Piece::Digits(d) => ymd(d),
        Piece::Word(_) => None,
    });
    let short = |d: &str| d.parse::<i8>().ok().filter(|_| d.len() <= 2);
    let parted = pieces.windows(3).find_map(|three| match three {
        [Piece::Digits(y), Piece::Digits(m), Piece::Digits(d)] if y.len() == 4 => {
            Date::new(plausible(y)?, short(m)?, short(d)?).ok()
        }
        [Piece::Digits(m), Piece::Digits(d), Piece::Digits(y)] => {
            Date::new(plausible(y)?, short(m)?, short(d)?).ok()
        }
        [Piece::Word(m), Piece::Digits(d), Piece::Digits(y)] => {
            Date::new(plausible(y)?, month_of(m)?, short(d)?).ok()
        }
        _ => None,
    });
    parted.or(whole)
}

/// A day written as eight digits, `YYYYMMDD`.
pub(crate) fn ymd(digits: &str) -> Option<Date> {
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i16 = digits.get(..4)?.parse().ok()?;
    Date::new(
        year,
        digits.get(4..6)?.parse().ok()?,
        digits.get(6..)?.parse().ok()?,
    )
    .ok()
    .filter(|_| (1960..2100).contains(&year))
}

/// A quarter of a calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quarter {
    /// Year.
    pub year: i16,
    /// From 1 to 4.
    pub number: i8,
}

impl Quarter {
    /// The quarter of a month.
    pub(crate) fn of(year: i16, month: i8) -> Quarter {
        Quarter {
            year,
            number: (month.clamp(1, 12) - 1) / 3 + 1,
        }
    }

    /// Named as `2024Q3` or `2024 Q3`, by a day in it, or by a year and a month.
    pub(crate) fn named(text: &str) -> Option<Quarter> {
        Quarter::spelled(text)
            .or_else(|| day(text).map(|d| Quarter::of(d.year(), d.month())))
            .or_else(|| Some(Quarter::of(year(text)?, month(text)?)))
    }

    /// By the version of the publisher's pair edits: `v302r0` is version 30.2, the third quarter of 2024.
    pub(crate) fn version(text: &str) -> Option<Quarter> {
        pieces(text).windows(4).find_map(|four| match four {
            [
                Piece::Word(v),
                Piece::Digits(n),
                Piece::Word(r),
                Piece::Digits(_),
            ] if v.eq_ignore_ascii_case("v") && r.eq_ignore_ascii_case("r") && n.len() == 3 => {
                let number: i16 = n.parse().ok()?;
                let (whole, part) = (number / 10, i8::try_from(number % 10).ok()?);
                (whole >= 10 && part < 4).then_some(Quarter {
                    year: 1994 + whole,
                    number: part + 1,
                })
            }
            _ => None,
        })
    }

    /// The quarter of the day after the word "effective", if a notice names one.
    pub(crate) fn effective(notice: &str) -> Option<Quarter> {
        let at = notice.to_ascii_lowercase().find("effective")?;
        let day = day(notice.get(at..)?)?;
        Some(Quarter::of(day.year(), day.month()))
    }

    fn spelled(text: &str) -> Option<Quarter> {
        pieces(text).windows(3).find_map(|three| match three {
            [Piece::Digits(y), Piece::Word(q), Piece::Digits(n)] if q.eq_ignore_ascii_case("q") => {
                Some(Quarter {
                    year: plausible(y)?,
                    number: n.parse().ok().filter(|n| (1..=4).contains(n))?,
                })
            }
            _ => None,
        })
    }

    /// First month.
    pub(crate) fn month(self) -> i8 {
        self.number * 3 - 2
    }

    /// First day.
    pub(crate) fn first(self) -> Date {
        on(self.year, self.month(), 1)
    }

    /// Last day.
    pub(crate) fn last(self) -> Date {
        on(self.year, self.month() + 2, 1).last_of_month()
    }
}

/// A day that is known to be in the calendar.
pub(crate) fn on(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap_or_default()
}

/// Asks the name of the innermost file first, then the archive's.
pub(crate) fn in_name<T>(name: &str, ask: impl Fn(&str) -> Option<T>) -> Option<T> {
    name.rsplit_once(": ")
        .and_then(|(_, inner)| ask(inner))
        .or_else(|| ask(name))
}

/// On what terms texts of the government may be used.
pub(crate) const FREE: &str = "US government work, in the public domain (17 USC 105)";

/// A release for the days from one to another, of CMS and free to use.
pub(crate) fn release(system: System, label: String, from: Date, to: Date, file: &str) -> Release {
    Release {
        system,
        label,
        from,
        to,
        publisher: "CMS".to_owned(),
        licence: FREE.to_owned(),
        file: file.to_owned(),
        complete: false,
    }
}

/// The release of a fiscal year, from October to September; one named after April begins there.
pub(crate) fn fiscal(system: System, year: i16, file: &str) -> Release {
    if in_name(file, month) == Some(4) {
        let label = format!("FY{year} April");
        return release(system, label, on(year, 4, 1), on(year, 9, 30), file);
    }
    let label = format!("FY{year}");
    release(system, label, on(year - 1, 10, 1), on(year, 9, 30), file)
}
