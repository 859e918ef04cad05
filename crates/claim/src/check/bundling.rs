//! What the tables of edits found, in words: pairs, limits, add-ons.

use super::{ClaimCheck, Core, CoreLine, Finding, Ground, Hit, Layer, Severity};
use crate::model::Outcome;
use ligature_codes::{date, day};
use ligature_edits::{Kind, Limit, Pair, Setting};

/// So many primaries of an add-on are named in a message.
const NAMED: usize = 12;

impl ClaimCheck<'_, '_> {
    /// Pair edits, add-ons and limits of units; what was billed before for the same day counts with the lines.
    pub(super) fn tables_of_edits(&self, findings: &mut Vec<Finding>) {
        let own = self.lines.iter().map(|l| l.core);
        let lines: Vec<CoreLine> = own.chain(self.before.iter().map(|b| b.core)).collect();
        let mut hits = Vec::new();
        Core::new(self.tables, self.rules, self.setting).check(&lines, |hit| hits.push(hit));
        for hit in hits {
            let found = match hit {
                Hit::Pair {
                    one,
                    two,
                    pair,
                    passed_by,
                } => self.pair(hit.outcome(), one, two, &pair, passed_by),
                Hit::Units {
                    line,
                    billed,
                    limit,
                } => self.units(line, billed, &limit),
                Hit::AddOn {
                    line,
                    kind,
                    outcome,
                } => self.addon(line, kind, outcome),
            };
            // one among the earlier claims themselves is not this claim's
            findings.extend(Some(found).filter(|found| !found.lines.is_empty()));
        }
    }

    /// The numbers of lines by their places; of earlier claims, none.
    fn numbers(&self, places: &[usize]) -> Vec<u32> {
        let lines = places.iter().filter_map(|place| self.lines.get(*place));
        let mut numbers: Vec<u32> = lines.map(|l| l.number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Which code of a pair was billed before, in a sentence.
    fn said_before(&self, places: &[usize]) -> String {
        let before = places.iter().filter_map(|place| {
            let place = place.checked_sub(self.lines.len())?;
            self.before.get(place)
        });
        let codes: Vec<&str> = before.map(|b| b.code.as_str()).collect();
        match codes.as_slice() {
            [] => String::new(),
            codes => format!(
                " {} was billed before, on an earlier claim for that day.",
                codes.join(", ")
            ),
        }
    }

    fn pair(
        &self,
        outcome: Outcome,
        one: usize,
        two: usize,
        pair: &Pair,
        passed_by: Option<[u8; 2]>,
    ) -> Finding {
        let (first, second) = (
            self.tables.key(pair.one).to_string(),
            self.tables.key(pair.two).to_string(),
        );
        let reason = self.tables.pair_reason(pair);
        let why = if reason.is_empty() {
            String::new()
        } else {
            format!(" ({reason})")
        };
        let passing = passed_by.map(|m| String::from_utf8_lossy(&m).into_owned());
        // a line of an earlier claim is not this claim's to lose
        let ours = two < self.lines.len();
        let because = match (&passing, pair.indicator) {
            (None, _) if !ours => format!(
                "{second} is bundled into {first}{why}, and it is the one of the two that is not paid."
            ),
            (Some(modifier), _) => format!(
                "{second} is bundled into {first}{why}; modifier {modifier} on the claim lets both be paid."
            ),
            (None, 1) => {
                format!("{second} is bundled into {first}{why} and is denied as billed.")
            }
            _ => format!("{second} is bundled into {first}{why}, and no modifier separates them."),
        };
        let because = because + &self.said_before(&[one, two]);
        let lines = self.numbers(&[one, two]);
        let outcome = if ours { outcome } else { Outcome::Info };
        let mut finding = Finding::new(Layer::Bundling, outcome, lines, Ground::Edit, because);
        if !ours {
            finding.severity = Severity::Warning;
        }
        (finding.resolve, finding.improper, finding.allowed) =
            self.pair_advice(one, two, pair, passed_by);
        finding.indicator = Some(pair.indicator.to_string());
        finding.column_one = Some(first);
        finding.column_two = Some(second);
        let from = (pair.from != i32::MIN).then(|| date(pair.from).to_string());
        let to = (pair.to != i32::MAX).then(|| date(pair.to).to_string());
        finding.effective = Some((from, to));
        let lines = [one, two]
            .into_iter()
            .filter_map(|place| self.lines.get(place));
        let on = lines.map(|l| l.core.day).next().unwrap_or(0);
        finding.basis = self.basis(self.tables.answering(Kind::Pairs, self.setting, on));
        finding
    }

    fn units(&self, place: usize, billed: u64, limit: &Limit) -> Finding {
        let line = self.lines.get(place);
        let code = line.map_or_else(String::new, |l| l.line.code.trim().to_ascii_uppercase());
        let on = line.map_or(0, |l| l.core.day);
        let id = line.and_then(|l| l.id);
        let by_day = matches!(limit.mai, 2 | 3);
        let same = self
            .lines
            .iter()
            .filter(|l| by_day && l.id == id && l.core.day == on);
        let mut lines: Vec<u32> = same.map(|l| l.number).collect();
        if !by_day {
            lines = self.numbers(&[place]);
        }
        let over = match limit.mai {
            1 => "a line",
            2 | 3 => "a day",
            _ => "a line or a day (the table does not say which)",
        };
        let limited = self.lines.iter().filter(|l| lines.contains(&l.number));
        let parts = limited.filter(|l| !l.line.units.is_whole()).count();
        let counted = if parts == 0 {
            ""
        } else {
            " (part of a unit counts as a whole one)"
        };
        let because = match limit.units {
            0 => format!("No unit of {code} is payable: its medically unlikely edit is 0."),
            most => format!(
                "{billed} units of {code} are billed{counted}; {most} is the most that is payable for {over}. All units are denied, not only those above."
            ),
        };
        let mut finding = Finding::new(
            Layer::Units,
            Outcome::DenyAllUnits,
            lines,
            Ground::Edit,
            because,
        );
        let both = |l: &super::Ready<'_>| {
            let values = self.schedule(l.id, l.core.day);
            values.is_some_and(|(v, _)| v.indicators.bilateral == b'1')
        };
        finding.resolve = match limit.mai {
            2 | 3 if limit.units == 1 && billed == 2 && line.is_some_and(both) =>
                "If both sides were done: one line with modifier 50 and one unit. Else check the units.",
            1 => "Check the units. Where the note supports them, split them over lines with a modifier that says why (76, 77, anatomic, 59 or an X modifier).",
            2 => "Check the units: this limit follows from policy or from the code's own meaning, and more is not payable on one day.",
            3 => "Check the units. Where the note shows that more was done and was necessary, the denial may be appealed with the record.",
            _ => "Check the units.",
        }
        .to_owned();
        finding.improper = match limit.mai {
            2 | 3 => "Splitting the units over lines: the lines of a day are added up.",
            _ => "Splitting units over lines without a reason in the note.",
        }
        .to_owned();
        let earlier = |b: &super::Before| by_day && b.core.id == id && b.core.day == on;
        if self.before.iter().any(earlier) {
            finding
                .because
                .push_str(" Units of an earlier claim for that day are among them.");
        }
        finding.code = Some(code);
        finding.indicator = Some(limit.mai.to_string());
        finding.units = Some((billed, u64::from(limit.units)));
        finding.basis = self.basis(self.tables.answering(Kind::Limits, self.setting, on));
        let reason = self.tables.limit_reason(limit);
        if !reason.is_empty() {
            finding.because = format!("{} CMS's reason: {reason}.", finding.because);
        }
        finding
    }

    fn addon(&self, place: usize, kind: u8, outcome: Outcome) -> Finding {
        let line = self.lines.get(place);
        let code = line.map_or_else(String::new, |l| l.line.code.trim().to_ascii_uppercase());
        let on = line.map_or(0, |l| l.core.day);
        let answering = self
            .tables
            .answering(Kind::AddOns, Setting::Practitioner, on);
        let edits = answering.zip(line.and_then(|l| l.id)).into_iter();
        let mut wants: Vec<String> = edits
            .flat_map(|(a, id)| self.tables.addons(a.source, id))
            .filter(|e| e.from <= on && on <= e.to)
            .filter_map(|e| e.primary.map(|p| self.tables.key(p).to_string()))
            .collect();
        wants.sort_unstable();
        wants.dedup();
        let listed = match wants.len() {
            0 => "No primary is listed for it".to_owned(),
            1..=NAMED => format!("Its primaries are {}", wants.join(", ")),
            many => format!(
                "It has {many} primaries, among them {}",
                wants[..NAMED].join(", ")
            ),
        };
        let shares = self.in_group("shared-add-ons", line.and_then(|l| l.key));
        let shared = shares.then(|| self.of_another(&wants, on)).flatten();
        let because = match (&shared, outcome) {
            (Some(primary), _) => format!(
                "{code} is an add-on, and {primary} was billed for this day by another practitioner. {code} may be billed alone where both are of one group and one specialty: one of them bills the primary, the others the add-on (Medicare Claims Processing Manual, chapter 12, section 30.6.12)."
            ),
            (None, Outcome::Contractor) => format!(
                "{code} is an add-on, and no primary that the table lists is on the claim for this day. {listed}; for others the contractor decides."
            ),
            _ => format!("{code} is an add-on and is never paid without its primary. {listed}."),
        };
        let resolve = match (&shared, outcome) {
            (Some(_), _) => {
                "Make sure that both practitioners are of one group and one specialty; if they are not, the add-on is denied."
            }
            (None, Outcome::Contractor) => {
                "Ask the contractor, or look in its articles, whether a code on this claim counts as primary."
            }
            _ if shares => {
                "Bill it with the primary that was done on the same day. If another practitioner of the same group and specialty billed the primary, name that service with its practitioner among the earlier ones: the add-on alone is then right."
            }
            _ => {
                "Bill it with the primary that was done on the same day by the same practitioner; if none was, the add-on is the wrong code."
            }
        };
        let outcome = match shared {
            Some(_) => Outcome::Info,
            None => outcome,
        };
        let mut finding = Finding::new(
            Layer::Addon,
            outcome,
            self.numbers(&[place]),
            Ground::Edit,
            because,
        );
        if outcome == Outcome::Info {
            finding.severity = Severity::Warning;
        }
        finding.resolve = resolve.to_owned();
        finding.improper = "Billing an add-on as a primary, or with modifier 51.".to_owned();
        finding.code = Some(code);
        finding.indicator = Some(kind.to_string());
        finding.wants = wants;
        finding.basis = self.basis(answering);
        finding
    }

    /// Which of some codes was billed for a day by another practitioner, on this claim or before.
    fn of_another(&self, codes: &[String], on: i32) -> Option<String> {
        let claim = self.claim;
        // lines are separated by whatever their practitioners are called; before, one without a name counts as the same
        let lines = claim
            .lines
            .iter()
            .filter(|l| self.whose(&l.provider) != self.provider)
            .map(|l| (l.date_of_service.or(claim.date_of_service), &l.code));
        let earlier = claim
            .earlier
            .iter()
            .filter(|e| !self.is_same(self.whose(&e.provider)))
            .map(|e| (e.date_of_service, &e.code));
        let that_day = lines
            .chain(earlier)
            .filter(|(date, _)| date.is_some_and(|date| day(date) == on));
        let mut of_others = that_day.map(|(_, code)| code.trim().to_ascii_uppercase());
        of_others.find(|code| codes.contains(code))
    }
}
