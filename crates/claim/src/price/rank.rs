//! Several procedures of one day: ranks, families of endoscopies, two sides on two lines.

use super::answer::Remark;
use super::money::{number, percent};
use super::rules::{RankRule, Way};
use super::schedule::Schedule;
use super::sides::sides;
use super::taker::{Lot, Member, Taker, base_of, ranking, rule};
use super::work::{Portion, Work};
use jiff::civil::Date;
use ligature_codes::Units;
use ligature_edits::Id;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What is ranked together: a day, whether it is an assistant's, whose.
type Session = (Option<Date>, bool, String);

fn session(work: &Work) -> Session {
    (work.date, work.assists, work.provider.clone())
}

/// Ranks the lines of each day, assistants among themselves, and so the lines of each practitioner.
pub(crate) fn rank(schedule: &Schedule<'_>, works: &mut [Work]) {
    let sessions: BTreeSet<Session> = works.iter().filter(|w| w.ranks).map(session).collect();
    for of in sessions {
        let mut of: Vec<usize> = (0..works.len())
            .filter(|at| {
                let w = &works[*at];
                w.ranks && session(w) == of
            })
            .collect();
        // both sides come before every rule for several procedures
        let mut takers = sides(schedule, works, &mut of);
        takers.extend(families(schedule, works, &mut of));
        takers.extend(of.into_iter().filter_map(|at| line(&works[at], at)));
        let (mut ranked, outside): (Vec<Taker>, Vec<Taker>) = takers
            .into_iter()
            .partition(|t| t.members.iter().any(|m| ranking(schedule, &works[m.at])));
        for taker in outside {
            pay(schedule, works, &taker, None);
        }
        ranked.sort_by_key(|t| (Reverse(t.amount), t.members.first().map(|m| m.at)));
        let places: u64 = ranked.iter().map(|t| places(works, t)).sum();
        let mut next = 0;
        for taker in ranked {
            pay(schedule, works, &taker, Some((next, places)));
            next += self::places(works, &taker);
        }
    }
}

fn places(works: &[Work], taker: &Taker) -> u64 {
    let units = taker
        .members
        .first()
        .map_or(0, |m| works[m.at].units.ceil());
    if taker.by_unit { u64::from(units) } else { 1 }
}

fn line(work: &Work, at: usize) -> Option<Taker> {
    Some(Taker {
        members: vec![Member {
            at,
            units: vec![Lot::full(work.units)],
        }],
        amount: work.each()?,
        by_unit: true,
        name: String::new(),
    })
}

/// Takes the families with more than one unit out of the lines.
fn families(schedule: &Schedule<'_>, works: &mut [Work], of: &mut Vec<usize>) -> Vec<Taker> {
    let base_of = |work: &Work| base_of(schedule, work);
    let bases: BTreeSet<Id> = of.iter().filter_map(|at| base_of(&works[*at])).collect();
    let mut takers = Vec::new();
    for base in bases {
        let family: Vec<usize> = of
            .iter()
            .copied()
            .filter(|at| {
                let work = &works[*at];
                base_of(work) == Some(base) || (work.id == Some(base) && base_of(work).is_none())
            })
            .collect();
        let units: u64 = family
            .iter()
            .map(|at| u64::from(works[*at].units.ceil()))
            .sum();
        if units > 1 {
            of.retain(|at| !family.contains(at));
            takers.extend(one_family(schedule, works, base, &family));
        }
    }
    takers
}

/// The highest of a family in full, the others less the base.
fn one_family(
    schedule: &Schedule<'_>,
    works: &mut [Work],
    base: Id,
    family: &[usize],
) -> Option<Taker> {
    let name = schedule.tables.key(base).to_string();
    let each = |work: &Work| work.each().unwrap_or_default();
    let top = *family
        .iter()
        .min_by_key(|at| (Reverse(each(&works[**at])), **at))?;
    let mut amount = Decimal::ZERO;
    let mut members = Vec::new();
    for &at in family {
        let mut units = Vec::new();
        let all = works[at].units;
        let mut further = all;
        let each = each(&works[at]);
        if at == top {
            let first = all.min(Units::ONE);
            units.push(Lot::full(first));
            amount = amount.checked_add(each.checked_mul(number(first))?)?;
            further = all.saturating_sub(first);
        }
        if further > Units::ZERO {
            match base_fee(schedule, &works[at], base) {
                Ok(base) => {
                    let left = (each - base).max(Decimal::ZERO);
                    if left.is_zero() {
                        works[at].remarks.push(nothing_left(&name));
                    }
                    amount = amount.checked_add(left.checked_mul(number(further))?)?;
                    units.push(Lot {
                        less: Some((base, name.clone())),
                        ..Lot::full(further)
                    });
                }
                Err(why) => works[at].refuse(format!(
                    "it is paid what it exceeds {name}, the base of its family, by, and that has no fee here: {why}"
                )),
            }
        }
        members.push(Member { at, units });
    }
    Some(Taker {
        members,
        amount,
        by_unit: false,
        name: format!("Family of {name}"),
    })
}

fn nothing_left(base: &str) -> Remark {
    Remark {
        says: format!(
            "Its fee is not above that of {base}, the base of its family, so the higher endoscopy pays for all of it."
        ),
        source: "CMS, Medicare Claims Processing Manual (publication 100-04), chapter 12, section 40.6, 2024".to_owned(),
    }
}

/// The fee of a family's base as a line would have it: on both sides, if the line is and the base can be.
fn base_fee(schedule: &Schedule<'_>, work: &Work, base: Id) -> Result<Decimal, String> {
    let missing = || "the fee schedule has no row for it".to_owned();
    let day = work.date.and_then(|d| schedule.on(d)).ok_or_else(missing)?;
    let row = schedule.row(day, base, "").ok_or_else(missing)?;
    let fee = schedule.fee(day, &row, &work.place)?.cents;
    let both = work.bilateral.is_some();
    let rules = schedule.rules.shares("50");
    let times = rules
        .iter()
        .find(|r| both && r.paid.contains(&row.indicators.bilateral))
        .and_then(|r| match r.way {
            Way::Share(times) => Some(times),
            _ => None,
        });
    let times = times.unwrap_or(Decimal::ONE);
    fee.checked_mul(times)
        .ok_or_else(|| "the amount is too large to compute".to_owned())
}

/// Gives the lines of a taker their portions. `ranked`: the first rank that it takes, from 0, and how many there are.
fn pay(schedule: &Schedule<'_>, works: &mut [Work], taker: &Taker, ranked: Option<(u64, u64)>) {
    let several = taker.members.len() > 1 || taker.members.iter().any(|m| m.units.len() > 1);
    for member in &taker.members {
        let work = &mut works[member.at];
        let Some(rule) = rule(schedule, work) else {
            let indicator = work.row.map_or(0, |r| r.indicators.multiple);
            work.refuse(format!(
                "no rule here says what multiple-procedure indicator `{}` means",
                char::from(indicator).escape_default()
            ));
            continue;
        };
        for units in &member.units {
            let Lot {
                times,
                less,
                share: before,
            } = units;
            let how = match (taker.name.as_str(), less) {
                ("", _) if work.follows() => "add-on, outside the ranking".to_owned(),
                ("", _) => String::new(),
                (name, Some((_, base))) => format!("{name}: less {base}"),
                (name, None) if *before != Decimal::ONE => {
                    format!("{name}: the second {}", percent(*before))
                }
                (name, None) if several => format!("{name}: in full"),
                (name, None) => name.to_owned(),
            };
            let portion = |times: Units, share: Decimal, label: String| Portion {
                times,
                less: less.clone(),
                share: share.checked_mul(*before).unwrap_or_default(),
                label,
                source: rule.said.source.clone(),
            };
            let Some((first, of)) = ranked.filter(|(_, of)| *of > 1) else {
                work.portions.push(portion(*times, Decimal::ONE, how));
                continue;
            };
            let ranks: Vec<(u64, Units)> = if taker.by_unit {
                let known = u32::try_from(rule.shares.len()).unwrap_or(u32::MAX);
                let units = times.ceil().min(known.saturating_add(1));
                // part of a unit takes a rank like a whole one
                let one = |n: u32| times.saturating_sub(Units::whole(n)).min(Units::ONE);
                (0..units).map(|n| (first + u64::from(n), one(n))).collect()
            } else {
                vec![(first, *times)]
            };
            for (place, times) in ranks {
                let share = usize::try_from(place).ok().and_then(|p| rule.shares.get(p));
                let Some(share) = share else {
                    work.refuse(by_report(place, rule));
                    break;
                };
                let joint = if how.is_empty() { "" } else { ", " };
                let label = format!(
                    "{how}{joint}rank {} of {of}: {}",
                    place + 1,
                    percent(*share)
                );
                work.portions.push(portion(times, *share, label));
            }
        }
    }
}

fn by_report(place: u64, rule: &RankRule) -> String {
    format!(
        "rank {} is paid by report: shares are published for the first {} only",
        place + 1,
        rule.shares.len()
    )
}
