//! What the tables of edits found, in words: pairs, limits, add-ons.

use super::{Allowed, Core, CoreLine, Desk, Finding, Hit, Layer};
use crate::model::Outcome;
use ligature_codes::date;
use ligature_edits::{Kind, Limit, Pair, Setting};

/// So many primaries of an add-on are named in a message.
const NAMED: usize = 12;

/// What says that two services were distinct, the last choice last; an anatomic modifier that says it goes before them.
const DISTINCT: [&[u8; 2]; 5] = [b"XE", b"XS", b"XP", b"XU", b"59"];

impl Desk<'_, '_> {
    /// Pair edits, add-ons and limits of units.
    pub(super) fn tables_of_edits(&self, findings: &mut Vec<Finding>) {
        let lines: Vec<CoreLine> = self.lines.iter().map(|l| l.core).collect();
        let mut hits = Vec::new();
        Core::new(self.tables, self.rules, self.setting).check(&lines, |hit| hits.push(hit));
        for hit in hits {
            findings.push(match hit {
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
            });
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
        let because = match (&passing, pair.indicator) {
            (Some(modifier), _) => format!(
                "{second} is bundled into {first}{why}; modifier {modifier} on the claim lets both be paid."
            ),
            (None, 1) => {
                format!("{second} is bundled into {first}{why} and is denied as the lines stand.")
            }
            _ => format!("{second} is bundled into {first}{why}, and no modifier separates them."),
        };
        let mut lines = vec![self.number(one), self.number(two)];
        lines.sort_unstable();
        let mut finding = Finding::new(Layer::Bundling, outcome, lines, "edit", because);
        (finding.resolve, finding.improper, finding.allowed) =
            self.pair_advice(one, two, pair, passed_by);
        finding.indicator = Some(pair.indicator.to_string());
        finding.column_one = Some(first);
        finding.column_two = Some(second);
        let from = (pair.from != i32::MIN).then(|| date(pair.from).to_string());
        let to = (pair.to != i32::MAX).then(|| date(pair.to).to_string());
        finding.effective = Some((from, to));
        let on = self.lines.get(one).map_or(0, |l| l.core.day);
        finding.basis = self.basis(self.tables.answering(Kind::Pairs, self.setting, on));
        finding
    }

    /// What would resolve a pair edit, what would be improper, and the modifiers that would do.
    fn pair_advice(
        &self,
        one: usize,
        two: usize,
        pair: &Pair,
        passed_by: Option<[u8; 2]>,
    ) -> (String, String, Option<Allowed>) {
        if pair.indicator != 1 {
            return (
                "Take the line of column two off. It is not appealable with a modifier: the indicator is 0.".to_owned(),
                "Adding 59, an X modifier or an anatomic modifier to get around this edit.".to_owned(),
                None,
            );
        }
        if let Some(modifier) = passed_by {
            let rule = self.rules.modifiers.get(&modifier);
            let needs = rule.map(|r| r.needs.clone()).filter(|n| !n.is_empty());
            let improper = rule.map(|r| r.improper.clone()).unwrap_or_default();
            return (
                needs.map_or_else(String::new, |n| format!("The note has to show: {n}")),
                improper,
                None,
            );
        }
        let key = |place: usize| self.lines.get(place).and_then(|l| l.key);
        let visit = [two, one]
            .into_iter()
            .find(|place| self.in_group("visit", key(*place)));
        if let Some(visit) = visit {
            let other = if visit == two { one } else { two };
            let line = self.lines.get(other);
            let global = line
                .and_then(|l| self.schedule(l.id, l.core.day))
                .map(|(v, _)| v.global);
            let modifier = if global == Some(*b"090") {
                *b"57"
            } else {
                *b"25"
            };
            let rule = self.rules.modifiers.get(&modifier);
            let needs = rule.map_or("", |r| r.needs.as_str());
            return (
                format!(
                    "Modifier {} on the visit (line {}), if the note shows: {needs}",
                    String::from_utf8_lossy(&modifier),
                    self.number(visit)
                ),
                rule.map_or_else(String::new, |r| r.improper.clone()),
                Some(Allowed::new(self.number(visit), &[&modifier], false)),
            );
        }
        (
            format!(
                "If the note shows another site, another session, another lesion or another injury: an anatomic modifier \
                 where one says it, else {}, on line {}. Otherwise take that line off.",
                in_order(&DISTINCT),
                self.number(two)
            ),
            "A modifier for work on the same organ through the same approach at the same session: contiguous work is not separate."
                .to_owned(),
            Some(Allowed::new(self.number(two), &DISTINCT, true)),
        )
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
            lines.push(self.number(place));
        }
        let over = match limit.mai {
            1 => "a line",
            2 | 3 => "a day",
            _ => "a line or a day (the table does not say which)",
        };
        let because = match limit.units {
            0 => format!("No unit of {code} is payable: its medically unlikely edit is 0."),
            most => format!(
                "{billed} units of {code} are billed; {most} is the most that is payable for {over}. All units are denied, not only those above."
            ),
        };
        let mut finding = Finding::new(Layer::Units, Outcome::DenyAllUnits, lines, "edit", because);
        finding.resolve = match limit.mai {
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
        let because = match outcome {
            Outcome::Contractor => format!(
                "{code} is an add-on, and no primary that the table lists stands on the claim for this day. {listed}; for others the contractor decides."
            ),
            _ => format!("{code} is an add-on and is never paid without its primary. {listed}."),
        };
        let mut finding = Finding::new(
            Layer::Addon,
            outcome,
            vec![self.number(place)],
            "edit",
            because,
        );
        finding.resolve = match outcome {
            Outcome::Contractor => "Ask the contractor, or look in its articles, whether a code on this claim counts as primary.",
            _ => "Bill it with the primary that was done on the same day by the same practitioner; if none was, the add-on is the wrong code.",
        }
        .to_owned();
        finding.improper = "Billing an add-on as a primary, or with modifier 51.".to_owned();
        finding.code = Some(code);
        finding.indicator = Some(kind.to_string());
        finding.wants = wants;
        finding.basis = self.basis(answering);
        finding
    }
}

/// `XE, XS, XP or XU, else 59`: the last one last.
fn in_order(modifiers: &[&[u8; 2]]) -> String {
    let text = |m: &&[u8; 2]| String::from_utf8_lossy(*m).into_owned();
    let words: Vec<String> = modifiers.iter().map(text).collect();
    match words.as_slice() {
        [first @ .., or, last] => format!("{} or {or}, else {last}", first.join(", ")),
        words => words.join(""),
    }
}
