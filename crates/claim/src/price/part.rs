//! Further tests and therapies of one day: a part of their fee is reduced, and the rest is not.

use super::money::percent;
use super::rules::RankRule;
use super::schedule::Schedule;
use super::work::{Cut, Work};
use jiff::civil::Date;
use ligature_codes::Units;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A part of a fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Professional,
    Technical,
    Expense,
}

/// How much of a line's fee a part is.
enum Amount {
    Of(Decimal),
    /// It has no such part.
    None,
    /// The fee schedule does not print the parts of this code.
    Unknown,
}

/// Reduces parts of the fees of all but the highest unit of a day.
pub(crate) fn reduce(schedule: &Schedule<'_>, works: &mut [Work]) {
    let groups: BTreeSet<(Option<Date>, String, u8)> = works
        .iter()
        .filter(|w| w.ranks)
        .filter_map(|w| Some((w.date, w.provider.clone(), w.row?.indicators.multiple)))
        .collect();
    for (date, provider, indicator) in groups {
        let Some(rule) = schedule.rules.rank(indicator) else {
            continue;
        };
        let of: Vec<usize> = (0..works.len())
            .filter(|at| {
                let w = &works[*at];
                let same = w.row.is_some_and(|r| r.indicators.multiple == indicator);
                w.ranks && w.date == date && w.provider == provider && same && !w.assists
            })
            .collect();
        for (part, share) in [
            (Part::Professional, rule.professional),
            (Part::Technical, rule.technical),
            (Part::Expense, rule.expense),
        ] {
            if let Some(share) = share {
                one_part(schedule, works, &of, rule, part, share);
            }
        }
    }
}

fn one_part(
    schedule: &Schedule<'_>,
    works: &mut [Work],
    of: &[usize],
    rule: &RankRule,
    part: Part,
    share: Decimal,
) {
    let mut known: Vec<(Decimal, usize, Units)> = Vec::new();
    let mut unknown: Vec<(usize, Units)> = Vec::new();
    for &at in of {
        let (sides, times) = services(&works[at]);
        match amount(schedule, &works[at], part) {
            Amount::Of(amount) => {
                known.push((amount.checked_mul(sides).unwrap_or_default(), at, times))
            }
            Amount::None => {}
            Amount::Unknown => unknown.push((at, times)),
        }
    }
    let times = known.iter().map(|k| k.2);
    let times = times.chain(unknown.iter().map(|u| u.1));
    let services: u64 = times.map(|t| u64::from(t.ceil())).sum();
    if services < 2 || share >= Decimal::ONE {
        return;
    }
    let (name, off) = (part_name(part), Decimal::ONE - share);
    for (at, _) in unknown {
        works[at].refuse(format!(
            "with other tests of the day its {name} is reduced, and the fee schedule does not print how much of the fee that is"
        ));
    }
    known.sort_by_key(|(amount, at, _)| (Reverse(*amount), *at));
    for (n, (amount, at, times)) in known.into_iter().enumerate() {
        let first = if n == 0 { Units::ONE } else { Units::ZERO };
        let further = times.saturating_sub(first);
        if further == Units::ZERO {
            continue;
        }
        works[at].cuts.push(Cut {
            label: format!(
                "Not the highest of the day: {} off the {name}",
                percent(off)
            ),
            of: amount,
            times: further,
            share: off,
            source: rule.said.source.clone(),
        });
        if works[at].cuts.len() == 1 {
            works[at].remark(&rule.said);
        }
    }
}

/// Services on a line, and by how much each counts: two sides in full are two services.
fn services(work: &Work) -> (Decimal, Units) {
    let units = work.units;
    match &work.bilateral {
        Some((times, _)) if *times == Decimal::TWO => (Decimal::ONE, twice(units)),
        Some((times, _)) => (*times, units),
        None => (Decimal::ONE, units),
    }
}

/// Twice as many.
fn twice(units: Units) -> Units {
    Units::from_thousandths(units.thousandths().saturating_mul(2))
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Professional => "professional component",
        Part::Technical => "technical component",
        Part::Expense => "practice expense",
    }
}

/// A part of a line's fee: by its own modifier, by its PC/TC indicator, or from the schedule's rows of its components.
fn amount(schedule: &Schedule<'_>, work: &Work, part: Part) -> Amount {
    let (Some(row), Some(fee)) = (&work.row, &work.fee) else {
        return Amount::None;
    };
    let (modifier, whole) = match part {
        Part::Expense => return Amount::Of(fee.expense),
        Part::Professional => ("26", b'2'),
        Part::Technical => ("TC", b'3'),
    };
    if row.modifier == modifier.as_bytes() || row.indicators.pctc == whole {
        return Amount::Of(fee.cents);
    }
    if row.modifier != *b"  " || [b'2', b'3'].contains(&row.indicators.pctc) {
        return Amount::None;
    }
    let own = work.date.and_then(|d| schedule.on(d)).and_then(|day| {
        let row = schedule.row(day, work.id?, modifier)?;
        schedule.fee(day, &row, &work.place).ok()
    });
    own.map_or(Amount::Unknown, |fee| Amount::Of(fee.cents))
}
