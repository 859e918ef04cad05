//! The smallest change to a claim after which nothing is denied.
//!
//! A finding that denies names the line that is not paid and, of a pair, the other line with which it is not. It is met by taking either
//! off; only lines that are denied themselves come off, so that a paid line is never given up for a denied one. Of sets of lines of
//! one size the one whose lines are denied most often is taken. What is left is checked again, until nothing is denied:
//! a line may fall with another, as an add-on with its primary.

use super::again::{Again, only, sum};
use super::model::{LineChange, OnCondition, WouldStand};
use crate::check::{Checked, Finding, Layer};
use crate::model::{Claim, Outcome};
use ligature_codes::Units;
use std::collections::BTreeSet;

/// With at most so many denied lines every set of them is tried; with more, lines come off one by one.
const TRIED: usize = 12;

/// A finding as what has to come off: all of `denied`, or `partner`.
struct Need {
    denied: Vec<u32>,
    /// The other line of a pair.
    partner: Option<u32>,
}

/// The change; nothing if no line would be left.
pub(super) fn smallest(claim: &Claim, checked: &Checked, again: &impl Again) -> Option<WouldStand> {
    let mut left = claim.clone();
    let mut changes: Vec<LineChange> = Vec::new();
    let mut latest = checked.clone();
    // each round takes a line off or lowers its units to a limit, once
    for _ in 0..=2 * claim.lines.len() {
        let lowered = lower(&mut left, &latest.findings, &mut changes);
        let off = match lowered {
            true => BTreeSet::new(),
            false => off(&left, &latest.findings),
        };
        if !lowered && off.is_empty() {
            break;
        }
        for number in &off {
            changes.retain(|c| c.line != *number);
            changes.push(LineChange {
                line: *number,
                code: code(claim, *number),
                units: None,
                unless: modifiers(&latest.findings, *number, &code(claim, *number)),
            });
        }
        left = only(&left, |number| !off.contains(&number));
        if left.lines.is_empty() {
            return None;
        }
        latest = again.check(&left);
    }
    if latest.findings.iter().any(Finding::denies) {
        return None;
    }
    changes.sort_by_key(|c| c.line);
    let priced = again.price(&left);
    let conditions = latest
        .findings
        .iter()
        .filter(|f| f.outcome == Outcome::Contractor);
    let on_condition = conditions.filter_map(|finding| {
        let line = *finding.lines.first()?;
        Some(OnCondition {
            line,
            code: code(claim, line),
            amount: priced.lines.iter().find(|l| l.line == line)?.allowed,
            because: finding.because.clone(),
        })
    });
    Some(WouldStand {
        changes,
        paid: sum(&priced),
        on_condition: on_condition.collect(),
    })
}

fn code(claim: &Claim, number: u32) -> String {
    let line = claim.lines.iter().find(|l| l.line == number);
    line.map_or_else(String::new, |l| l.code.trim().to_ascii_uppercase())
}

/// Modifiers with which a line would pass every finding that denies it.
fn modifiers(findings: &[Finding], number: u32, code: &str) -> Vec<String> {
    let mut own = findings.iter().filter(|f| f.denies_line(number, code));
    let Some(first) = own.next() else {
        return Vec::new();
    };
    let of = |finding: &Finding| -> Vec<String> {
        let allowed = finding.allowed.as_ref();
        let allowed = allowed.filter(|a| a.line == number);
        allowed.map_or_else(Vec::new, |a| a.modifiers.clone())
    };
    let mut all = of(first);
    for finding in own {
        let these = of(finding);
        all.retain(|m| these.contains(m));
    }
    all
}

/// Lowers the units of lines that are above a limit, from the last line of the code; whether any were.
fn lower(claim: &mut Claim, findings: &[Finding], changes: &mut Vec<LineChange>) -> bool {
    let above = |f: &&Finding| f.layer == Layer::Units && f.denies();
    let mut lowered = false;
    for finding in findings.iter().filter(above) {
        let Some((counted, most)) = finding.units else {
            continue;
        };
        let mut over = counted.saturating_sub(most);
        for line in claim.lines.iter_mut().rev() {
            let has = u64::from(line.units.ceil());
            if over == 0 || most == 0 || has < 2 || !finding.lines.contains(&line.line) {
                continue;
            }
            if changes.iter().any(|c| c.line == line.line) {
                continue;
            }
            let stay = has.saturating_sub(over).max(1);
            over -= has - stay;
            let Ok(whole) = u32::try_from(stay) else {
                continue;
            };
            line.units = Units::whole(whole);
            changes.push(LineChange {
                line: line.line,
                code: line.code.trim().to_ascii_uppercase(),
                units: Some(stay),
                unless: Vec::new(),
            });
            lowered = true;
        }
    }
    lowered
}

/// The lines that come off.
fn off(claim: &Claim, findings: &[Finding]) -> BTreeSet<u32> {
    let needs: Vec<Need> = findings
        .iter()
        .filter(|f| f.denies())
        .filter_map(|f| need(claim, f))
        .collect();
    let denied: BTreeSet<u32> = needs.iter().flat_map(|n| n.denied.clone()).collect();
    let often = |number: u32| {
        let with = needs.iter().filter(|n| n.denied.contains(&number));
        with.count()
    };
    let met = |off: &BTreeSet<u32>| {
        needs.iter().all(|need| {
            need.denied.iter().all(|n| off.contains(n))
                || need.partner.is_some_and(|n| off.contains(&n))
        })
    };
    // a line that is denied by itself, or with one that is not denied, comes off whatever else does
    let forced = needs
        .iter()
        .filter(|n| n.partner.is_none_or(|b| !denied.contains(&b)));
    let forced: BTreeSet<u32> = forced.flat_map(|n| n.denied.clone()).collect();
    if !forced.is_empty() {
        return forced;
    }
    let all: Vec<u32> = denied.iter().copied().collect();
    if all.len() <= TRIED {
        let sets = (0_u32..1 << all.len()).map(|bits| -> BTreeSet<u32> {
            let chosen = all
                .iter()
                .enumerate()
                .filter(|(at, _)| bits & (1 << at) != 0);
            chosen.map(|(_, number)| *number).collect()
        });
        let best = sets.filter(met).min_by_key(|set| {
            let times: usize = set.iter().map(|n| often(*n)).sum();
            (set.len(), std::cmp::Reverse(times))
        });
        return best.unwrap_or(denied);
    }
    // the line that is denied most often first: what is denied only with it may then stay
    let most = all.iter().copied().max_by_key(|n| (often(*n), *n));
    most.into_iter().collect()
}

fn need(claim: &Claim, finding: &Finding) -> Option<Need> {
    let own = |number: &u32| finding.denies_line(*number, &code(claim, *number));
    let (denied, others): (Vec<u32>, Vec<u32>) = finding.lines.iter().copied().partition(own);
    let partner = match (finding.column_two.is_some(), others.as_slice()) {
        (true, [one]) => Some(*one),
        _ => None,
    };
    (!denied.is_empty()).then_some(Need { denied, partner })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Ground;
    use crate::model::Line;
    use crate::price::Priced;
    use crate::verdict::{Extent, Verdict};
    use rust_decimal::Decimal;

    /// A payer with a few rules: `A>B` pays B not with A, `A+B` pays the add-on B only with A, `A<3` pays A to three units, `A!`
    /// pays A never, `A?` leaves A to the contractor.
    struct Payer(Vec<&'static str>);

    impl Again for Payer {
        fn check(&self, claim: &Claim) -> Checked {
            let of = |code: &str| claim.lines.iter().find(|l| l.code == code);
            let finding = |outcome, layer, lines: Vec<u32>| {
                Finding::new(layer, outcome, lines, Ground::Edit, String::new())
            };
            let findings = self.0.iter().filter_map(|rule| {
                let (one, mark, two) = (&rule[..1], &rule[1..2], &rule[2..]);
                let line = of(one);
                let partner = of(two);
                match (mark, line, partner) {
                    (">", Some(line), Some(partner)) => {
                        let lines = vec![line.line, partner.line];
                        let mut pair = finding(Outcome::Deny, Layer::Bundling, lines);
                        pair.column_one = Some(one.to_owned());
                        pair.column_two = Some(two.to_owned());
                        Some(pair)
                    }
                    ("+", None, Some(partner)) => Some(finding(
                        Outcome::NeedsPrimary,
                        Layer::Addon,
                        vec![partner.line],
                    )),
                    ("<", Some(line), _) => {
                        let most: u64 = two.parse().unwrap();
                        let has = u64::from(line.units.ceil());
                        let lines = vec![line.line];
                        let mut above = finding(Outcome::DenyAllUnits, Layer::Units, lines);
                        above.units = Some((has, most));
                        (has > most).then_some(above)
                    }
                    ("!", Some(line), _) => {
                        Some(finding(Outcome::Deny, Layer::Validity, vec![line.line]))
                    }
                    ("?", Some(line), _) => {
                        Some(finding(Outcome::Contractor, Layer::Addon, vec![line.line]))
                    }
                    _ => None,
                }
            });
            Checked {
                id: String::new(),
                checked: Extent::All,
                not_checked: Vec::new(),
                verdict: Verdict::default(),
                findings: findings.collect(),
                layers: Vec::new(),
            }
        }

        fn price(&self, claim: &Claim) -> Priced {
            Priced {
                id: String::new(),
                lines: Vec::new(),
                total: Some(Decimal::from(claim.lines.len())),
                not_priced: 0,
                sequence: claim.lines.iter().map(|l| l.line).collect(),
                unranked: Vec::new(),
                remarks: Vec::new(),
                tables: Vec::new(),
            }
        }
    }

    /// Lines such as `A`, `B4` (units), and what is left of them: `A D, B to 3, without C`, or `-`.
    fn check(lines: &str, rules: &[&'static str], expected: &str) {
        let lines = (1..).zip(lines.split(' ')).map(|(number, text)| Line {
            line: number,
            code: text[..1].to_owned(),
            units: text[1..].parse().unwrap_or(Units::ONE),
            ..Line::default()
        });
        let claim = Claim {
            lines: lines.collect(),
            ..Claim::default()
        };
        let payer = Payer(rules.to_vec());
        let left = smallest(&claim, &payer.check(&claim), &payer);
        let got = left.map_or_else(
            || "-".to_owned(),
            |left| {
                let kept = left.paid.lines.iter().map(|n| code(&claim, *n));
                let mut parts = vec![kept.collect::<Vec<_>>().join(" ")];
                parts.extend(left.changes.iter().map(|change| match change.units {
                    Some(units) => format!("{} to {units}", change.code),
                    None => format!("without {}", change.code),
                }));
                parts.join(", ")
            },
        );
        assert_eq!(got, expected, "{rules:?}");
    }

    #[test]
    fn the_fewest_lines_come_off() {
        check("A B", &["A>B"], "A, without B");
        // D falls only with B
        check(
            "A B C D",
            &["A>B", "A>C", "B>C", "B>D"],
            "A D, without B, without C",
        );
        // B is never denied, and is not given up
        check("A B C", &["A>C", "B>C"], "A B, without C");
        check("A B C", &["A>B", "B>C"], "A C, without B");
        check("A B C D", &["A>B", "B>C", "B>D"], "A C D, without B");
    }

    #[test]
    fn a_line_falls_with_another() {
        check("A B C", &["A>B", "B+C"], "A, without B, without C");
        check("A B C", &["A!", "A+B"], "C, without A, without B");
        check("A B", &["A!", "A+B"], "-");
    }

    #[test]
    fn units_are_lowered_to_a_limit() {
        check("A5 B", &["A<3"], "A B, A to 3");
        check("A5 B", &["A<3", "B>A"], "B, without A");
        check("A B", &["A<0"], "B, without A");
    }

    #[test]
    fn what_the_contractor_decides_stays() {
        check("A B C", &["A>B", "C?"], "A C, without B");
    }

    #[test]
    fn many_denied_lines() {
        let all = "A B C D E F G H I J K L M N O";
        let rules: Vec<&'static str> = vec![
            "A>B", "A>C", "A>D", "A>E", "A>F", "A>G", "A>H", "A>I", "A>J", "A>K", "A>L", "A>M",
            "A>N", "B>O",
        ];
        let off = "BCDEFGHIJKLMN".chars().map(|c| format!(", without {c}"));
        let expected = format!("A O{}", off.collect::<String>());
        check(all, &rules, &expected);
    }
}
