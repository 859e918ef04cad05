//! What a reader of a payer's table gives.

use crate::Key;
use jiff::civil::Date;
use ligature_codes::Setting;

/// What a table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// Procedure-to-procedure edits (NCCI PTP).
    Pairs,
    /// Medically unlikely edits (NCCI MUE).
    Limits,
    /// Add-on code edits (NCCI AOC).
    AddOns,
    /// Relative values and payment indicators of the physician fee schedule (PPRRVU).
    Values,
    /// Geographic practice cost indices (GPCI).
    Localities,
    /// Anesthesia base units.
    Anesthesia,
    /// Status and rate of the outpatient prospective payment system (OPPS addendum B).
    Outpatient,
}

impl Kind {
    /// All, in the order of their numbers.
    pub const ALL: [Kind; 7] = [
        Kind::Pairs,
        Kind::Limits,
        Kind::AddOns,
        Kind::Values,
        Kind::Localities,
        Kind::Anesthesia,
        Kind::Outpatient,
    ];

    /// As the publisher and its readers call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Pairs => "NCCI PTP edits",
            Kind::Limits => "NCCI MUE",
            Kind::AddOns => "NCCI add-on edits",
            Kind::Values => "physician fee schedule",
            Kind::Localities => "GPCI",
            Kind::Anesthesia => "anesthesia base units",
            Kind::Outpatient => "OPPS addendum B",
        }
    }

    /// Whether the publisher gives one table for each setting; the others hold for all of them.
    #[must_use]
    pub fn by_setting(self) -> bool {
        matches!(self, Kind::Pairs | Kind::Limits)
    }

    /// What its rows are, in words for people.
    #[must_use]
    pub fn rows(self) -> &'static str {
        match self {
            Kind::Pairs => "pair edits",
            Kind::Limits => "unit limits",
            Kind::AddOns => "add-on edits",
            Kind::Values => "rows of relative values",
            Kind::Localities => "localities",
            Kind::Anesthesia => "anesthesia base units",
            Kind::Outpatient => "outpatient rates",
        }
    }
}

/// One release of one table, and the days that it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRelease {
    /// The kind of table.
    pub kind: Kind,
    /// The setting of the claims that it is for.
    pub setting: Setting,
    /// As the publisher calls it: `PTP 2024 Q3`, `RVU24C`.
    pub label: String,
    /// First day that it covers.
    pub from: Date,
    /// Last day (the day before the publisher's next regular release).
    pub to: Date,
    /// Its rows carry their own first and last days, so that it covers the days before `from` too.
    pub dated: bool,
    /// Publisher.
    pub publisher: String,
    /// On what terms it may be used.
    pub licence: String,
    /// Name of the file that it was read from, without a folder.
    pub file: String,
    /// Which part of how many the file is, where the publisher gives a table in parts.
    pub part: Option<(u8, u8)>,
    /// Which revision of its release or part the file is; 0: the first. A later one takes the place of earlier ones.
    pub revision: u16,
}

/// A number in ten-thousandths: relative values, indices, factors and percents without rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fixed(pub i32);

impl Fixed {
    /// Reads a decimal number with at most four places (`20.82`, `.5`, `1`, `-0.5`); nothing if it has more or is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Fixed> {
        let all = Fixed::ten_thousandths(text)?;
        i32::try_from(all).ok().map(Fixed)
    }

    /// As [`Fixed::parse`], for amounts that are larger than any index or relative value.
    #[must_use]
    pub fn ten_thousandths(text: &str) -> Option<i64> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let part = part.trim_end_matches('0');
        let is_number = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        let has_digit = digits.bytes().any(|b| b.is_ascii_digit());
        if !has_digit || part.len() > 4 || !is_number(whole) || !is_number(part) {
            return None;
        }
        let whole: i64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        let part: i64 = format!("{part:0<4}").parse().ok()?;
        let all = whole.checked_mul(10_000)?.checked_add(part)?;
        Some(if negative { -all } else { all })
    }
}

/// A pair edit: column one is paid, column two is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    /// Column one.
    pub one: Key,
    /// Column two.
    pub two: Key,
    /// First day; nothing: the table does not say.
    pub from: Option<Date>,
    /// Last day; nothing: it has none.
    pub to: Option<Date>,
    /// Modifier indicator: 0, 1 or 9.
    pub indicator: u8,
    /// Why, as published; by its place in [`Rows::Pairs`]' reasons.
    pub reason: u16,
}

/// A limit of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitRow {
    /// The code.
    pub code: Key,
    /// Units that may be paid.
    pub units: u32,
    /// MUE adjudication indicator: 1 (line), 2 (day, policy), 3 (day, clinical); 0: not published.
    pub mai: u8,
    /// Why, as published; by its place in the reasons.
    pub reason: u16,
}

/// An add-on edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddOnRow {
    /// The add-on.
    pub addon: Key,
    /// A primary code; nothing: the contractor decides.
    pub primary: Option<Key>,
    /// Edit type: 1 (closed list), 2 (none listed), 3 (some listed).
    pub kind: u8,
    /// First day; a year alone is its first day.
    pub from: Option<Date>,
    /// Last day: of the edit, the add-on or the primary, whichever comes first; a year alone is its last day.
    pub to: Option<Date>,
}

/// Payment indicators as the fee schedule prints them (0 where it prints none; letters as their bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Indicators {
    /// Professional and technical component.
    pub pctc: u8,
    /// Multiple procedures.
    pub multiple: u8,
    /// Bilateral surgery.
    pub bilateral: u8,
    /// Assistant at surgery.
    pub assistant: u8,
    /// Co-surgeons.
    pub co_surgeon: u8,
    /// Team surgery.
    pub team: u8,
    /// Physician supervision of diagnostic procedures, two characters.
    pub supervision: [u8; 2],
}

/// A row of the fee schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueRow {
    /// The code.
    pub code: Key,
    /// `26`, `TC`, `53`, or two blanks.
    pub modifier: [u8; 2],
    /// Status code (`A`, `R`, `I`, …).
    pub status: u8,
    /// Work relative value.
    pub work: Fixed,
    /// Practice expense in a facility.
    pub facility: Fixed,
    /// Practice expense elsewhere.
    pub nonfacility: Fixed,
    /// Malpractice.
    pub malpractice: Fixed,
    /// Marked as rarely or never performed in a facility; elsewhere.
    pub rare: [bool; 2],
    /// Global days: `000`, `010`, `090`, `XXX`, `YYY`, `ZZZ`, `MMM`.
    pub global: [u8; 3],
    /// Share of the fee for the work before, during and after the operation.
    pub shares: [Fixed; 3],
    /// Indicators.
    pub indicators: Indicators,
    /// Base code of its endoscopy family.
    pub endoscopy_base: Option<Key>,
    /// Conversion factor that the table prints.
    pub factor: Fixed,
}

/// A locality of the fee schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalityRow {
    /// Medicare administrative contractor, as printed.
    pub mac: String,
    /// State, as printed.
    pub state: String,
    /// Number of the locality, two digits.
    pub number: String,
    /// Its name, as printed.
    pub name: String,
    /// Index of work, with the floor where the table has one.
    pub work: Fixed,
    /// Index of practice expense.
    pub expense: Fixed,
    /// Index of malpractice.
    pub malpractice: Fixed,
}

/// Base units of an anesthesia code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnesthesiaRow {
    /// The code.
    pub code: Key,
    /// Base units.
    pub units: u16,
}

/// A row of the outpatient prospective payment system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutpatientRow {
    /// The code.
    pub code: Key,
    /// Status indicator (`J1`, `T`, `N`, …), blank filled.
    pub status: [u8; 2],
    /// Ambulatory payment classification; 0: none.
    pub apc: u16,
    /// Payment rate in ten-thousandths of a dollar; nothing where none is printed.
    pub rate: Option<i64>,
}

/// The rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// Pair edits, and the reasons that they name.
    Pairs(Vec<PairRow>, Vec<String>),
    /// Limits of units, and the reasons that they name.
    Limits(Vec<LimitRow>, Vec<String>),
    /// Add-on edits.
    AddOns(Vec<AddOnRow>),
    /// The fee schedule.
    Values(Vec<ValueRow>),
    /// Localities.
    Localities(Vec<LocalityRow>),
    /// Anesthesia base units.
    Anesthesia(Vec<AnesthesiaRow>),
    /// The outpatient prospective payment system.
    Outpatient(Vec<OutpatientRow>),
}

impl Rows {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Rows::Pairs(rows, _) => rows.len(),
            Rows::Limits(rows, _) => rows.len(),
            Rows::AddOns(rows) => rows.len(),
            Rows::Values(rows) => rows.len(),
            Rows::Localities(rows) => rows.len(),
            Rows::Anesthesia(rows) => rows.len(),
            Rows::Outpatient(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A line that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Line in the file, from 1.
    pub line: u64,
    /// Why, in a sentence for people.
    pub why: String,
}

/// Everything that was read from one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The release.
    pub source: TableRelease,
    /// Its rows.
    pub rows: Rows,
    /// Lines read, taken or not.
    pub read: u64,
    /// What was not taken.
    pub refused: Vec<Refusal>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<i32>) {
        assert_eq!(Fixed::parse(text).map(|t| t.0), expected, "{text}");
    }

    #[test]
    fn ten_thousandths() {
        check("20.82", Some(208_200));
        check("33.2875", Some(332_875));
        check("1", Some(10_000));
        check(".5", Some(5_000));
        check("0.00", Some(0));
        check(" 0.869 ", Some(8_690));
        check("-1.5", Some(-15_000));
        check("1.23456", None);
        check("1.20000000", Some(12_000));
        check("", None);
        check(".", None);
        check(".00", Some(0));
        check("0.", Some(0));
        check("-", None);
        check("NA", None);
        check("1,5", None);
        check("999999999", None);
    }
}
