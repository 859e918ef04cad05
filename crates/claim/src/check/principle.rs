//! What is part of what, also where no pair edit is published. Marked as a principle, and not as an edit.

use super::{Basis, ClaimCheck, Finding, Ground, Layer};
use crate::model::Outcome;
use ligature_edits::Kind;
use std::collections::HashSet;

impl ClaimCheck<'_, '_> {
    pub(super) fn principles(&self, findings: &mut Vec<Finding>) {
        // an edit that is published says it with more weight
        let bundled = findings.iter().filter(|f| f.layer == Layer::Bundling);
        let mut reported: HashSet<(u32, u32)> = bundled.flat_map(|f| pairs(&f.lines)).collect();
        for rule in &self.rules.principles {
            for part in &self.lines {
                let on = part.core.day;
                let Some(part_key) = part.key else {
                    continue;
                };
                let exempt = part.core.modifiers.iter().any(|m| rule.unless.has(m));
                if on < rule.from || rule.to < on || exempt || !rule.part.has(part_key) {
                    continue;
                }
                for whole in &self.lines {
                    let pair = sorted(part.number, whole.number);
                    let Some(key) = whole.key else { continue };
                    if whole.core.day != on
                        || key == part_key
                        || !rule.whole.has(key)
                        || !reported.insert(pair)
                    {
                        continue;
                    }
                    let lines = vec![pair.0, pair.1];
                    let answering = self.tables.answering(Kind::Pairs, self.setting, on);
                    let release = answering.and_then(|a| self.tables.source(a.source));
                    let tables = match release.map(|r| r.whole) {
                        Some(true) => {
                            format!("no pair edit in force is published for {key} with {part_key}")
                        }
                        Some(false) => {
                            "the pair edits of this day are loaded only in part".to_owned()
                        }
                        None => "no pair edits are loaded for this day".to_owned(),
                    };
                    let because = format!("{} (A principle: {tables}.)", rule.says.because);
                    let mut finding = Finding::new(
                        Layer::Bundling,
                        Outcome::Info,
                        lines,
                        Ground::Principle,
                        because,
                    );
                    finding.column_one = Some(key.to_string());
                    finding.column_two = Some(part_key.to_string());
                    finding.resolve.clone_from(&rule.says.resolve);
                    finding.severity = super::Severity::Warning;
                    finding.basis = Basis {
                        table: rule.says.source.clone(),
                        ..Basis::default()
                    };
                    findings.push(finding);
                }
            }
        }
    }
}

/// Two numbers of lines, the lower first.
fn sorted(one: u32, other: u32) -> (u32, u32) {
    (one.min(other), one.max(other))
}

/// The pairs among some lines.
fn pairs(lines: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    let each = lines.iter().enumerate();
    each.flat_map(|(at, one)| lines[at + 1..].iter().map(|other| sorted(*one, *other)))
}
