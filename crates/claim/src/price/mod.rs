//! What the Medicare physician fee schedule allows for a claim's lines, with the arithmetic.
//!
//! **The main decision: a price is a list of steps, and where the schedule sets none there is a reason instead of a zero.**
//! Numbers come from the tables of the date of service, rules from what authors wrote ([`PayRules`]); Rust knows only the order
//! in which they meet.
//!
//! Conventions (Medicare's contractors differ from each other by a cent here and there):
//! - Fee = (work × index + practice expense × index + malpractice × index) × conversion factor, in exact decimals, rounded
//!   once to the cent, half up. Every adjustment starts from that rounded fee, and the line is rounded once more at its end.
//! - Order: both sides, rank among the day's procedures, then the share of the role or of the global period.
//! - Ranks go by the fee of a unit, both sides counted, highest first; of equals the earlier line of the claim comes first.
//!   Every unit of a ranked line takes a rank of its own, part of a unit as well; it is paid that part of the fee. Add-ons (global days ZZZ) take none.
//! - A family of endoscopies takes one rank, by its sum. So do two sides on two lines (RT and LT).
//! - A line that is paid by report keeps its rank. An assistant's lines are ranked among themselves.
//! - A price says what is allowed if the line is payable: edits and coverage are checked elsewhere. Deductible, coinsurance,
//!   sequestration and the lower of charge and fee are not taken off.
//!
//! Source: CMS, Medicare Claims Processing Manual (publication 100-04), chapter 12; documentation of the relative value file
//! (RVUPUF), 2024.

mod adjust;
mod anesthesia;
mod answer;
mod finish;
mod money;
mod part;
mod rank;
mod rules;
mod schedule;
mod sequence;
mod sides;
mod taker;
mod work;

pub use answer::{Cited, Priced, PricedLine, Remark, Step};
pub use money::{dollars, relative_value};
pub use rules::PayRules;

use crate::Claim;
use ligature_edits::Tables;
use rust_decimal::Decimal;
use schedule::Schedule;
use work::Work;

/// Prices a claim as of the dates of service of its lines. Never fails: a line without a price says why.
#[must_use]
pub fn price(tables: Tables<'_>, rules: &PayRules, claim: &Claim) -> Priced {
    let schedule = Schedule::new(tables, rules, claim);
    let lines = claim.lines.iter().enumerate();
    let mut works: Vec<Work> = lines
        .map(|(at, line)| Work::new(&schedule, claim, at, line))
        .collect();
    for work in &mut works {
        adjust::adjust(&schedule, work);
        if work.anesthesia {
            anesthesia::price(&schedule, work);
        }
    }
    alone(&mut works);
    rank::rank(&schedule, &mut works);
    part::reduce(&schedule, &mut works);
    let mut remarks = unknown_ranks(&schedule, &works);
    remarks.extend(works.iter().filter_map(return_trip));
    let sequence = sequence::sequence(&schedule, &works);
    let worthless = works.iter().filter(|w| w.weight.is_zero());
    let unranked = worthless.map(|w| w.number).collect();
    let tables = schedule.cited(works.iter().any(|w| w.anesthesia));
    let lines: Vec<PricedLine> = works.into_iter().map(finish::finish).collect();
    let total = lines
        .iter()
        .filter_map(|l| l.allowed)
        .try_fold(None, |sum: Option<Decimal>, amount| {
            Some(Some(sum.unwrap_or_default().checked_add(amount)?))
        })
        .flatten();
    let missing = lines.iter().filter(|l| l.allowed.is_none()).count();
    Priced {
        id: claim.id.clone(),
        total,
        not_priced: u32::try_from(missing).unwrap_or(u32::MAX),
        sequence,
        unranked,
        remarks,
        tables,
        lines,
    }
}

/// Lines that are paid only when nothing else of the schedule is paid to the provider that day.
fn alone(works: &mut [Work]) {
    let paid: Vec<_> = works
        .iter()
        .filter(|w| w.fee.is_some() && w.stop.is_none() && w.alone.is_none())
        .map(|w| (w.date, w.provider.clone()))
        .collect();
    for work in works.iter_mut() {
        if let Some(said) = work
            .alone
            .clone()
            .filter(|_| paid.contains(&(work.date, work.provider.clone())))
        {
            work.refuse(said.because);
            work.ranks = false;
        }
    }
}

/// A return to the operating room that was reduced by its rank.
fn return_trip(work: &Work) -> Option<Remark> {
    let reduced = work.portions.iter().any(|p| p.share < Decimal::ONE);
    (work.has("78") && work.stop.is_none() && reduced).then(|| Remark {
        says: format!(
            "Line {} ({}) carries 78 and is paid by its rank among the day's procedures. A contractor that applies the rule for complications alone does not reduce it by rank.",
            work.number, work.code
        ),
        source: "CMS, Medicare Claims Processing Manual (publication 100-04), chapter 12, section 40.4, 2024".to_owned(),
    })
}

/// Procedures without a fee that would take a rank if they had one.
fn unknown_ranks(schedule: &Schedule<'_>, works: &[Work]) -> Vec<Remark> {
    let ranked = |w: &Work| {
        let rule = w
            .row
            .and_then(|r| schedule.rules.rank(r.indicators.multiple));
        rule.is_some_and(|r| !r.shares.is_empty()) && !w.follows()
    };
    let others = |of: &Work| {
        works
            .iter()
            .any(|w| w.ranks && w.date == of.date && w.provider == of.provider && ranked(w))
    };
    let without = works
        .iter()
        .filter(|w| w.fee.is_none() && !w.anesthesia && ranked(w) && others(w));
    without
        .map(|w| Remark {
            says: format!(
                "Line {} ({}) has no fee here and takes no rank; where the payer ranks it, the lines below it are paid at a lower rank.",
                w.number, w.code
            ),
            source: "CMS, Medicare Claims Processing Manual (publication 100-04), chapter 12, section 40.6, 2024".to_owned(),
        })
        .collect()
}
