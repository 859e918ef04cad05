//! Two lines that are the two sides of one code.

use super::answer::Remark;
use super::rules::Way;
use super::schedule::Schedule;
use super::taker::{Lot, Member, Taker, base_of};
use super::work::Work;
use crate::rules::DISTINCT;
use ligature_codes::Units;
use rust_decimal::Decimal;

/// Takes pairs of lines out that are the two sides of one code: what modifier 50 would pay on one line is paid on two. Source:
/// CMS, Physician Fee Schedule relative value file, documentation (RVUPUF), bilateral surgery, 2024.
pub(super) fn sides(
    schedule: &Schedule<'_>,
    works: &mut [Work],
    of: &mut Vec<usize>,
) -> Vec<Taker> {
    let mut takers = Vec::new();
    let sided = |at: &usize| works[*at].has("RT") || works[*at].has("LT");
    let lines: Vec<usize> = of.iter().copied().filter(sided).collect();
    for (n, &one) in lines.iter().enumerate() {
        for &two in &lines[n + 1..] {
            let free = of.contains(&one) && of.contains(&two);
            if !free || !opposite(&works[one], &works[two]) {
                continue;
            }
            // with further endoscopies of its family, the family's rule is the one that is published
            let base = base_of(schedule, &works[one]);
            let others = || of.iter().filter(|at| **at != one && **at != two);
            let family = |at: &usize| {
                let work = &works[*at];
                base_of(schedule, work) == base || work.id == base
            };
            if base.is_some() && others().any(family) {
                continue;
            }
            let Some(taker) = pair(schedule, works, one, two) else {
                continue;
            };
            of.retain(|at| *at != one && *at != two);
            takers.push(taker);
        }
    }
    twice(schedule, works, of);
    takers
}

/// Whether two lines are one code, a unit each, on opposite sides.
fn opposite(a: &Work, b: &Work) -> bool {
    let opposite = (a.has("RT") && b.has("LT")) || (a.has("LT") && b.has("RT"));
    let single = |w: &Work| w.units == Units::ONE && w.bilateral.is_none() && !w.has("50");
    a.id == b.id && opposite && single(a) && single(b)
}

/// One fee for both lines, where the bilateral indicator sets one: 150 % (1) or 100 % (0, 2). With 3 and 9 each line is paid.
fn pair(schedule: &Schedule<'_>, works: &mut [Work], one: usize, two: usize) -> Option<Taker> {
    let indicator = works[one].row.map_or(0, |r| r.indicators.bilateral);
    let rules = schedule.rules.shares("50");
    let rule = rules.iter().find(|r| r.paid.contains(&indicator))?;
    let Way::Share(times) = rule.way else {
        return None;
    };
    let second = times - Decimal::ONE;
    // where the second side adds nothing, a modifier for separate services means two services
    let distinct = |m: &String| DISTINCT.iter().any(|d| m.as_bytes() == *d);
    let apart = |at: usize| works[at].modifiers.iter().any(distinct);
    if second.is_zero() && (apart(one) || apart(two)) {
        return None;
    }
    let both = works[one].each() == works[two].each();
    if !both || second < Decimal::ZERO || second >= Decimal::ONE || indicator == b'9' {
        return None;
    }
    let amount = works[one].each()?.checked_mul(times)?;
    works[two].remark(&rule.said);
    let member = |at, share| Member {
        at,
        units: vec![Lot {
            share,
            ..Lot::full(Units::ONE)
        }],
    };
    Some(Taker {
        members: vec![member(one, Decimal::ONE), member(two, second)],
        amount,
        by_unit: false,
        name: "Two sides on two lines".to_owned(),
    })
}

/// Two units of a code that is paid 150 % for both sides: whether they are the sides, the line does not say.
fn twice(schedule: &Schedule<'_>, works: &mut [Work], of: &[usize]) {
    let rules = schedule.rules.shares("50");
    for at in of {
        let work = &mut works[*at];
        let indicator = work.row.map_or(0, |r| r.indicators.bilateral);
        let rule = rules.iter().find(|r| r.paid.contains(&indicator));
        let more = rule.filter(
            |r| matches!(r.way, Way::Share(times) if Decimal::ONE < times && times < Decimal::TWO),
        );
        let sided = work.has("RT") || work.has("LT") || work.has("50");
        if let Some(rule) = more.filter(|_| work.units == Units::whole(2) && !sided) {
            work.remarks.push(Remark {
                says: format!(
                    "Two units are priced one by one. Where they are the two sides, bill 50 with one unit: {}",
                    rule.said.because
                ),
                source: "CMS, Physician Fee Schedule relative value file, documentation (RVUPUF), bilateral surgery, 2024".to_owned(),
            });
        }
    }
}
