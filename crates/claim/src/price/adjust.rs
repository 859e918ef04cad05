//! What the modifiers of a line do to its fee.

use super::money::{exact, percent};
use super::rules::{Allows, ShareRule, Way};
use super::schedule::Schedule;
use super::work::{Factor, Work};
use ligature_edits::Values;
use rust_decimal::Decimal;

/// Applies the rules of every modifier: both sides, shares of roles and of the global period, what is paid by report.
pub(crate) fn adjust(schedule: &Schedule<'_>, work: &mut Work) {
    let Some(row) = work.row else {
        return;
    };
    let (mut role, mut period): (Option<ShareRule>, Option<ShareRule>) = (None, None);
    for modifier in work.modifiers.clone() {
        let rules = schedule.rules.shares(&modifier);
        let Some(rule) = chosen(work, &row, rules) else {
            continue;
        };
        match (&rule.way, rule.allows) {
            (Way::Row, _) => {}
            (Way::Share(times), Some(Allows::Bilateral)) => {
                if *times == Decimal::ONE {
                    work.remark(&rule.said);
                } else {
                    work.bilateral = Some((*times, rule.said));
                }
            }
            (_, Some(_)) => work_as(work, &mut role, rule),
            (Way::Of(_), None) => {
                if period.is_some() {
                    work.refuse(
                        "two of its modifiers each give a share of the global fee; what they come to together is not published",
                    );
                }
                period = Some(rule);
            }
            (Way::Share(share), None) if *share == Decimal::ONE => work.remark(&rule.said),
            (Way::Share(share), None) => work.factors.push(factor(&rule, *share)),
            (Way::Report, None) => {
                work.refuse(format!("modifier {modifier}: {}", rule.said.because));
            }
        }
    }
    if let Some(rule) = role {
        match &rule.way {
            Way::Share(share) => work.factors.push(factor(&rule, *share)),
            _ => work.refuse(format!("modifier {}: {}", rule.modifier, rule.said.because)),
        }
    }
    if let Some(rule) = period {
        global(work, &row, &rule);
    }
}

/// The rule of a modifier that the line's indicator chooses; none, if the modifier has no rule or may not be paid.
fn chosen(work: &mut Work, row: &Values, rules: &[ShareRule]) -> Option<ShareRule> {
    let first = rules.first()?;
    let Some(allows) = first.allows else {
        return Some(first.clone());
    };
    let (name, value) = match allows {
        Allows::Assistant => ("assistant", row.indicators.assistant),
        Allows::Bilateral => ("bilateral", row.indicators.bilateral),
        Allows::CoSurgeon => ("co-surgeon", row.indicators.co_surgeon),
        Allows::Team => ("team", row.indicators.team),
    };
    let shown = if value == 0 {
        "none".to_owned()
    } else {
        char::from(value).to_string()
    };
    if let Some(rule) = rules.iter().find(|r| r.paid.contains(&value)) {
        return Some(rule.clone());
    }
    if let Some(rule) = rules.iter().find(|r| r.documented.contains(&value)) {
        let mut said = rule.said.clone();
        said.because = format!(
            "Modifier {} with {name} indicator {shown} is paid only with documents that show the need; this is the price if they do.",
            rule.modifier
        );
        work.remark(&said);
        return Some(rule.clone());
    }
    work.refuse(format!(
        "modifier {} is not payable with {name} indicator {shown}: {}",
        first.modifier, first.said.because
    ));
    work.ranks = false;
    None
}

/// A role at the operation. Of two modifiers for one assistant the lower share is paid; two different roles have no price.
fn work_as(work: &mut Work, role: &mut Option<ShareRule>, rule: ShareRule) {
    work.assists |= rule.allows == Some(Allows::Assistant);
    let Some(before) = role.take() else {
        *role = Some(rule);
        return;
    };
    if before.allows != rule.allows {
        work.refuse(format!(
            "modifiers {} and {} say two different roles",
            before.modifier, rule.modifier
        ));
    }
    let lower = match (&before.way, &rule.way) {
        (Way::Share(a), Way::Share(b)) if b < a => rule,
        _ => before,
    };
    let mut said = lower.said.clone();
    said.because = format!(
        "Two modifiers name an assistant; the share of {} is taken, once.",
        lower.modifier
    );
    work.remark(&said);
    *role = Some(lower);
}

/// Shares of the global fee. A code without printed shares (global days 000 or none) is the operation alone.
fn global(work: &mut Work, row: &Values, rule: &ShareRule) {
    let Way::Of(parts) = rule.way else {
        return;
    };
    let mut printed = row.shares.map(exact);
    // care before or after an operation is shared only where a period is printed
    let operation = parts == [false, true, false];
    if operation && printed.iter().all(Decimal::is_zero) {
        printed = [Decimal::ZERO, Decimal::ONE, Decimal::ZERO];
    }
    let share: Decimal = printed
        .iter()
        .zip(parts)
        .filter(|(_, wanted)| *wanted)
        .map(|(share, _)| *share)
        .sum();
    if share.is_zero() || share.is_sign_negative() {
        let global = String::from_utf8_lossy(&row.global).into_owned();
        work.refuse(format!(
            "modifier {}: the fee schedule prints no share of the fee for it (global days {global})",
            rule.modifier
        ));
        return;
    }
    if share == Decimal::ONE {
        let mut said = rule.said.clone();
        said.because = format!(
            "Modifier {}: the fee schedule prints no shares for this code, so all of the fee is for the operation.",
            rule.modifier
        );
        work.remark(&said);
        return;
    }
    let names = ["before", "during", "after"];
    let of: Vec<String> = names
        .iter()
        .zip(parts)
        .zip(printed)
        .filter(|((_, wanted), _)| *wanted)
        .map(|((name, _), share)| format!("{name} {}", percent(share)))
        .collect();
    work.factors.push(Factor {
        label: format!(
            "Modifier {}: shares of the operation and its care, {}",
            rule.modifier,
            of.join(" and ")
        ),
        share,
        source: rule.said.source.clone(),
    });
    work.remark(&rule.said);
}

fn factor(rule: &ShareRule, share: Decimal) -> Factor {
    Factor {
        label: format!("Modifier {}: {}", rule.modifier, percent(share)),
        share,
        source: rule.said.source.clone(),
    }
}
