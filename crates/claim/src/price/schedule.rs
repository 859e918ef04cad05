//! The fee schedule as a claim's day, place and locality see it.

use super::answer::Cited;
use super::money::{cents, exact, plain, shown};
use super::rules::PayRules;
use crate::{Claim, Line};
use jiff::civil::Date;
use ligature_edits::{Answering, Id, Kind, Locality, Setting, SourceId, Tables, Values};
use rust_decimal::Decimal;

/// The formula's result for one row.
#[derive(Debug, Clone)]
pub(crate) struct Fee {
    /// To the cent.
    pub cents: Decimal,
    /// The part of it that is practice expense, unrounded.
    pub expense: Decimal,
    /// The formula in numbers.
    pub expression: String,
    /// Where its numbers come from.
    pub source: String,
}

/// What answers for a day.
#[derive(Debug, Clone)]
pub(crate) struct Day<'a> {
    /// As days since 1970-01-01.
    pub day: i32,
    date: Date,
    /// The fee schedule.
    pub values: Option<PriceRelease>,
    /// The locality, or why there is none.
    place: Result<(PriceRelease, Locality<'a>), String>,
}

/// Where a line was done.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// In a facility or elsewhere; or why that is not known.
    pub facility: Result<bool, String>,
    /// Two digits, as sent.
    digits: String,
}

impl Place {
    /// The line's own place, else the claim's.
    pub(crate) fn of(rules: &PayRules, claim: &Claim, line: &Line) -> Place {
        let own = line.place_of_service.trim();
        let digits = match own.is_empty() {
            true => claim.place_of_service.trim(),
            false => own,
        };
        let digits = match digits.len() {
            1 => format!("0{digits}"),
            _ => digits.to_owned(),
        };
        let facility = if claim.setting != Setting::Practitioner {
            Err(format!(
                "the physician fee schedule prices claims of practitioners; this claim's setting is `{}`",
                claim.setting.id()
            ))
        } else if digits.is_empty() {
            Err("no place of service: the fee differs between a facility and elsewhere".to_owned())
        } else if digits.len() != 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            Err("the place of service is not one: two digits, such as 21".to_owned())
        } else {
            Ok(rules.facility(&digits).is_some())
        };
        Place { facility, digits }
    }

    /// `in a facility` or `outside a facility`, with the place of service.
    pub(crate) fn words(&self) -> String {
        let which = match self.facility {
            Ok(true) => "in a facility",
            _ => "outside a facility",
        };
        format!("{which} (place of service {})", self.digits)
    }
}

/// A release and its name.
#[derive(Debug, Clone)]
pub(crate) struct PriceRelease {
    pub id: SourceId,
    pub label: String,
}

/// The fee schedule for one claim.
pub(crate) struct Schedule<'a> {
    pub tables: Tables<'a>,
    pub rules: &'a PayRules,
    pub days: Vec<Day<'a>>,
}

impl<'a> Schedule<'a> {
    pub(crate) fn new(tables: Tables<'a>, rules: &'a PayRules, claim: &Claim) -> Schedule<'a> {
        let mut dates: Vec<Date> = claim
            .lines
            .iter()
            .filter_map(|l| l.date_of_service.or(claim.date_of_service))
            .collect();
        dates.sort_unstable();
        dates.dedup();
        let days = dates.into_iter().map(|d| day(&tables, claim, d)).collect();
        Schedule {
            tables,
            rules,
            days,
        }
    }

    pub(crate) fn on(&self, date: Date) -> Option<&Day<'a>> {
        self.days.iter().find(|d| d.date == date)
    }

    /// The row of a code with a modifier (two blanks: the global row).
    pub(crate) fn row(&self, day: &Day<'_>, id: Id, modifier: &str) -> Option<Values> {
        let source = day.values.as_ref()?.id;
        let modifier = if modifier.is_empty() { "  " } else { modifier };
        let mut rows = self.tables.values(source, id);
        rows.find(|row| row.modifier == modifier.as_bytes())
    }

    /// Total relative value of a row in a line's place.
    pub(crate) fn weight(&self, row: &Values, place: &Place) -> Decimal {
        let expense = if place.facility.as_ref().is_ok_and(|f| *f) {
            row.facility
        } else {
            row.nonfacility
        };
        exact(row.work) + exact(expense) + exact(row.malpractice)
    }

    /// The fee of a row; or why it has none. Whether the schedule marks the row as not done here is for the caller.
    pub(crate) fn fee(&self, day: &Day<'_>, row: &Values, place: &Place) -> Result<Fee, String> {
        let facility = place.facility.clone()?;
        let (locality_source, locality) = day.place.as_ref().map_err(Clone::clone)?;
        let expense = if facility {
            row.facility
        } else {
            row.nonfacility
        };
        let [work, expense, malpractice] = [row.work, expense, row.malpractice].map(exact);
        let [by_work, by_expense, by_malpractice] =
            [locality.work, locality.expense, locality.malpractice].map(exact);
        let (factor, factor_source) = match self.rules.factor("physician", day.date) {
            Some(rule) => (rule.dollars, rule.source.clone()),
            None => (
                exact(row.factor),
                "conversion factor as the table prints it: none is authored for the day".to_owned(),
            ),
        };
        let too_large = || "the amounts are too large to compute".to_owned();
        let product = |parts: [Decimal; 3]| {
            let [a, b, c] = parts;
            a.checked_mul(b)?.checked_mul(c)
        };
        let of_expense = product([expense, by_expense, factor]).ok_or_else(too_large)?;
        let sum = (work * by_work) + (expense * by_expense) + (malpractice * by_malpractice);
        let all = sum.checked_mul(factor).ok_or_else(too_large)?;
        let parts = [
            work,
            expense,
            malpractice,
            by_work,
            by_expense,
            by_malpractice,
            factor,
        ];
        if parts.iter().any(|p| p.is_sign_negative() && !p.is_zero()) {
            return Err("the tables print a negative value for it".to_owned());
        }
        if all.is_zero() {
            return Err("the fee schedule prints no relative values for it".to_owned());
        }
        let values = day.values.as_ref().map_or("", |v| v.label.as_str());
        Ok(Fee {
            cents: cents(all),
            expense: of_expense,
            expression: format!(
                "({} work × {} + {} expense × {} + {} malpractice × {}) × {} = {}",
                shown(work),
                plain(by_work),
                shown(expense),
                plain(by_expense),
                shown(malpractice),
                plain(by_malpractice),
                plain(factor),
                shown(all),
            ),
            source: format!(
                "{values}; {}, locality {}-{} {}; {factor_source}",
                locality_source.label,
                locality.mac.trim(),
                locality.number.trim(),
                locality.name.trim().trim_end_matches('*'),
            ),
        })
    }

    /// Releases that answered for the days of the claim.
    pub(crate) fn cited(&self, anesthesia: bool) -> Vec<Cited> {
        let mut kinds = vec![Kind::Values, Kind::Localities, Kind::AddOns];
        kinds.extend(anesthesia.then_some(Kind::Anesthesia));
        let mut cited: Vec<Cited> = Vec::new();
        for day in &self.days {
            let of = kinds
                .iter()
                .filter_map(|kind| answering(&self.tables, *kind, day.day))
                .filter_map(|a| self.tables.source(a.source));
            for view in of {
                let one = Cited {
                    table: Cited::kind(view.kind),
                    release: view.label,
                    publisher: view.publisher,
                    from: view.from.to_string(),
                    to: view.to.to_string(),
                };
                if !cited.contains(&one) {
                    cited.push(one);
                }
            }
        }
        cited
    }
}

/// The release of a table that answers for a day: of the fee schedule's own tables there is one setting.
pub(crate) fn answering(tables: &Tables<'_>, kind: Kind, day: i32) -> Option<Answering> {
    tables.answering(kind, Setting::Practitioner, day)
}

fn day<'a>(tables: &Tables<'a>, claim: &Claim, date: Date) -> Day<'a> {
    let day = ligature_codes::day(date);
    let source = |kind| {
        let id = answering(tables, kind, day)?.source;
        let label = tables.source(id)?.label;
        Some(PriceRelease { id, label })
    };
    let place = match source(Kind::Localities) {
        Some(source) => locality(tables, source, claim),
        None => Err(format!(
            "no table of localities (GPCI) for {date} is loaded"
        )),
    };
    Day {
        day,
        date,
        values: source(Kind::Values),
        place,
    }
}

/// The locality that a claim names: `13202-01`, or its number with the contractor's; a contractor with one locality needs
/// no number.
fn locality<'a>(
    tables: &Tables<'a>,
    source: PriceRelease,
    claim: &Claim,
) -> Result<(PriceRelease, Locality<'a>), String> {
    let (mac, number) = match claim.locality.trim().split_once('-') {
        Some((mac, number)) => (mac.trim(), number.trim()),
        None => (claim.mac.trim(), claim.locality.trim()),
    };
    let given = claim.mac.trim();
    if !given.is_empty() && given != mac {
        return Err(format!(
            "the claim names two contractors: {given} and, in its locality, {mac}"
        ));
    }
    if mac.is_empty() {
        return Err(
            "no contractor is given: write the locality with it, contractor-number".to_owned(),
        );
    }
    let mut of = tables
        .localities(source.id)
        .filter(|l| l.mac.trim() == mac && (number.is_empty() || same(l.number, number)));
    match (of.next(), of.next()) {
        (Some(_), Some(_)) if number.is_empty() => Err(format!(
            "contractor {mac} has several localities: which one is not given"
        )),
        (Some(one), _) => Ok((source, one)),
        (None, _) => Err(format!(
            "{} has no locality {number} of contractor {mac}",
            source.label
        )),
    }
}

/// Numbers of localities are two digits; a leading zero is often lost.
fn same(printed: &str, given: &str) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches('0').to_owned();
    bare(printed) == bare(given)
}
