//! Is a service part of an operation's global period?
//!
//! Days count as CMS counts them: 090 is the day before, the day itself and ninety days after; 010 the day and ten after;
//! 000 the day. Source: CMS, Medicare Claims Processing Manual (Pub. 100-04), chapter 12, section 40, 2024.

use super::{Allowed, Basis, ClaimCheck, Finding, Ground, Layer, LayerAnswer, Ready, Severity, on};
use crate::check::Modifiers;
use crate::model::Outcome;
use ligature_codes::{date, day};
use ligature_edits::{Id, Key, Kind, Setting};

/// An operation that has a global period.
struct Operation {
    code: String,
    day: i32,
    /// Global days as published.
    global: [u8; 3],
    /// Its line, if it is on this claim.
    line: Option<u32>,
    basis: Basis,
}

impl Operation {
    /// Days after the operation that belong to it, and whether the day before does.
    fn reach(&self) -> Option<(i32, i32)> {
        match &self.global {
            b"000" => Some((0, 0)),
            b"010" => Some((0, 10)),
            b"090" => Some((1, 90)),
            _ => None,
        }
    }
}

impl Finding {
    /// Takes in the lines of a finding that says the same of a further operation.
    fn join(&mut self, other: Finding) {
        let new = other.lines.into_iter().filter(|n| !self.lines.contains(n));
        let new: Vec<u32> = new.collect();
        for number in &new {
            self.because
                .push_str(&format!(" The same holds for line {number}."));
        }
        self.lines.extend(new);
    }
}

impl ClaimCheck<'_, '_> {
    pub(super) fn global(&self, findings: &mut Vec<Finding>) {
        if self.setting != Setting::Practitioner {
            return;
        }
        let mut operations = self.earlier(findings);
        // a return to theatre under 78 begins no new period
        let own = self.lines.iter().filter(|l| !l.core.modifiers.has(b"78"));
        operations.extend(
            own.filter_map(|l| {
                self.operation(l.id, l.line.code.trim(), l.core.day, Some(l.number))
            }),
        );
        for line in &self.lines {
            let mut own: Vec<Finding> = Vec::new();
            for operation in &operations {
                if operation.line == Some(line.number) {
                    continue;
                }
                let Some((before, after)) = operation.reach() else {
                    findings.extend(self.undecided(line, operation));
                    continue;
                };
                let apart = line.core.day - operation.day;
                if apart < -before || apart > after {
                    continue;
                }
                let Some(finding) = self.within(line, operation, apart) else {
                    continue;
                };
                // operations of one claim and day that want the same of a visit are reported together
                let same = |f: &&mut Finding| {
                    let noted = [f.outcome, finding.outcome] == [Outcome::Info; 2];
                    noted && f.resolve == finding.resolve
                };
                match own.iter_mut().find(same) {
                    Some(same) => same.join(finding),
                    None => own.push(finding),
                }
            }
            findings.append(&mut own);
        }
    }

    fn operation(
        &self,
        id: Option<Id>,
        code: &str,
        on: i32,
        line: Option<u32>,
    ) -> Option<Operation> {
        let (values, answering) = self.schedule(id, on)?;
        Some(Operation {
            code: code.to_ascii_uppercase(),
            day: on,
            global: values.global,
            line,
            basis: self.basis(Some(answering)),
        })
    }

    /// What the same provider did before; a return to theatre under 78 began no period of its own. What cannot be looked up
    /// is said.
    fn earlier(&self, findings: &mut Vec<Finding>) -> Vec<Operation> {
        let mut operations = Vec::new();
        for earlier in self
            .claim
            .earlier
            .iter()
            .filter(|e| self.is_same(&e.provider))
        {
            let modifiers = Modifiers::of(earlier.modifiers.iter().map(String::as_str));
            let code = earlier.code.trim().to_ascii_uppercase();
            let Some(key) = Key::pack(code.as_bytes()) else {
                let shown: String = code.chars().take(12).collect();
                let unknown = unknown_earlier(format!(
                    "An earlier service was not looked at: `{shown}` is not a procedure code."
                ));
                if !findings.contains(&unknown) {
                    findings.push(unknown);
                }
                continue;
            };
            let known = earlier.date_of_service.map(|date| (date, day(date)));
            let answered = known.filter(|(_, on)| {
                let kind = Kind::Values;
                self.tables
                    .answering(kind, Setting::Practitioner, *on)
                    .is_some()
            });
            let Some((_, day)) = answered else {
                // of the claim's own days the layer says it
                let own = known.is_some_and(|(_, on)| self.lines.iter().any(|l| l.core.day == on));
                let unknown = not_looked_up(key, known.map(|(date, _)| date));
                if !own && !findings.contains(&unknown) {
                    findings.push(unknown);
                }
                continue;
            };
            if !modifiers.has(b"78") {
                let id = self.tables.id(key);
                operations.extend(self.operation(id, earlier.code.trim(), day, None));
            }
        }
        operations
    }

    /// A service within the period of an operation.
    fn within(&self, line: &Ready<'_>, operation: &Operation, apart: i32) -> Option<Finding> {
        let visit = self.in_group("visit", line.key);
        let has = |modifier: &[u8; 2]| line.core.modifiers.has(modifier);
        let own = self.schedule(line.id, line.core.day).map(|(v, _)| v.global);
        // an operation is separate on its own day (that is bundling's question), and a test is never part of a period
        let operates = matches!(own, Some(g) if matches!(&g, b"000" | b"010" | b"090" | b"YYY"));
        if !visit && (apart <= 0 || !operates) {
            return None;
        }
        // those that let it pass, how many of them `wants` names, and in what words
        let (modifiers, named, wants): (&[&[u8; 2]], usize, &str) = match (visit, apart) {
            (true, -1) => (
                &[b"57", b"FT"],
                1,
                "57, if the decision to operate was made at this visit",
            ),
            (true, ..=0) if &operation.global == b"090" => (
                &[b"57", b"25", b"FT"],
                1,
                "57, if the decision to operate was made at this visit",
            ),
            (true, ..=0) => (
                &[b"25", b"FT"],
                1,
                "25, if the visit was a significant separate service in addition to the procedure",
            ),
            (true, _) => (
                &[b"24", b"FT"],
                2,
                "24 (FT for critical care), if the visit was for something that the operation has nothing to do with",
            ),
            (false, _) => (
                &[b"58", b"78", b"79"],
                3,
                "58 (planned, more extensive, or therapy after a diagnostic procedure), 78 (back to the operating room for a complication; only the operation's own share is paid) or 79 (nothing to do with the first)",
            ),
        };
        let carried = modifiers.iter().find(|m| has(m));
        let place = match &operation.line {
            Some(number) => format!("line {number}, {}", operation.code),
            None => format!("{} of {}", operation.code, on(date(operation.day))),
        };
        let period = String::from_utf8_lossy(&operation.global).into_owned();
        let when = match apart {
            0 => "on the day of".to_owned(),
            -1 => "on the day before".to_owned(),
            n => format!("on day {n} after"),
        };
        let code = line.line.code.trim().to_ascii_uppercase();
        let lines: Vec<u32> = std::iter::once(line.number).chain(operation.line).collect();
        let (outcome, because) = match carried {
            Some(m) => (
                Outcome::AllowedByModifier,
                format!(
                    "{code} falls {when} {place}, within its global period ({period}); modifier {} says why it is paid apart.",
                    String::from_utf8_lossy(*m)
                ),
            ),
            None => (
                Outcome::DenyUnlessModifier,
                format!(
                    "{code} falls {when} {place}, within its global period ({period}), and is paid with it."
                ),
            ),
        };
        // where both are on one claim and one day, the pair edits decide; the period is useful to know
        let with_it = operation.line.is_some() && apart == 0;
        let outcome = if with_it { Outcome::Info } else { outcome };
        let mut finding = Finding::new(Layer::Global, outcome, lines, Ground::Schedule, because);
        if with_it && carried.is_none() {
            finding.severity = Severity::Warning;
        }
        finding.code = Some(code);
        finding.indicator = Some(period);
        finding.basis = operation.basis.clone();
        match carried.and_then(|m| self.rules.modifiers.get(*m)) {
            Some(rule) => {
                finding.resolve = format!("The note has to show: {}", rule.needs);
                finding.improper.clone_from(&rule.improper);
            }
            None => finding.resolve = format!("Modifier {wants}. Otherwise it is not billed."),
        }
        if finding.outcome == Outcome::DenyUnlessModifier {
            let named = modifiers.get(..named).unwrap_or_default();
            finding.allowed = Some(Allowed::new(line.number, named, false));
        }
        Some(finding)
    }

    /// A service after an operation whose period the contractor sets (YYY).
    fn undecided(&self, line: &Ready<'_>, operation: &Operation) -> Option<Finding> {
        let apart = line.core.day - operation.day;
        let visit = self.in_group("visit", line.key);
        if &operation.global != b"YYY" || !visit || !(0..=90).contains(&apart) {
            return None;
        }
        let code = line.line.code.trim().to_ascii_uppercase();
        let because = format!(
            "{code} falls on day {apart} after {}, for which the contractor decides whether a global period applies (YYY).",
            operation.code
        );
        let lines = std::iter::once(line.number).chain(operation.line).collect();
        let mut finding = Finding::new(
            Layer::Global,
            Outcome::Info,
            lines,
            Ground::Schedule,
            because,
        );
        finding.severity = Severity::Warning;
        finding.code = Some(code);
        finding.indicator = Some("YYY".to_owned());
        finding.resolve =
            "Ask the contractor which days belong to the operation; a visit for something else carries 24 after it, 25 on its day."
                .to_owned();
        finding.basis = operation.basis.clone();
        Some(finding)
    }

    /// Whether the period could be looked at.
    pub(super) fn global_layer(&self, days: &[i32]) -> LayerAnswer {
        if self.setting != Setting::Practitioner {
            return LayerAnswer {
                layer: Layer::Global,
                checked: true,
                says: "does not apply: the global period is the practitioner's.".to_owned(),
            };
        }
        let known = !days.is_empty()
            && days.iter().all(|d| {
                self.tables
                    .answering(Kind::Values, Setting::Practitioner, *d)
                    .is_some()
            });
        let says = match (known, self.claim.earlier.is_empty()) {
            (false, _) => "not checked: no data. No fee schedule covers the date of service.".to_owned(),
            (true, true) => "checked among the lines of this claim only: no earlier services of the patient were given.".to_owned(),
            (true, false) => "checked against the lines of this claim and the earlier services that were given.".to_owned(),
        };
        LayerAnswer {
            layer: Layer::Global,
            checked: known,
            says,
        }
    }
}

/// An earlier service whose period cannot be known.
fn not_looked_up(key: Key, on: Option<jiff::civil::Date>) -> Finding {
    let because = match on {
        Some(date) => format!(
            "Whether {key}, done on {date}, began a global period was not checked: no fee schedule for that day is loaded."
        ),
        None => format!(
            "Whether {key} began a global period was not checked: the earlier service has no date."
        ),
    };
    let mut finding = unknown_earlier(because);
    finding.code = Some(key.to_string());
    finding
}

/// Something about an earlier service could not be looked at.
fn unknown_earlier(because: String) -> Finding {
    Finding::new(
        Layer::Global,
        Outcome::NoData,
        Vec::new(),
        Ground::Schedule,
        because,
    )
}
