//! Checking a claim: findings in layers, each with its rule, its table and what would resolve it.

mod advice;
mod allowed;
mod bundling;
mod core;
mod finding;
mod global;
mod layers;
mod line;
mod near;
mod patient;
mod principle;
mod sets;
mod side;
mod validity;

pub use self::core::{Core, Hit};
pub use allowed::Allowed;
pub use finding::{Basis, Checked, Finding, Ground, Layer, LayerAnswer, Severity};
pub use line::{CoreLine, Modifiers};

use crate::model::{Claim, Line, Outcome};
use crate::rules::Rules;
use jiff::civil::Date;
use ligature_catalog::ArchivedCatalog;
use ligature_codes::day;
use ligature_edits::{Answering, Id, Key, Kind, Setting, Tables, Values};

/// A line of a claim made ready.
#[derive(Clone)]
struct Ready<'c> {
    line: &'c Line,
    number: u32,
    core: CoreLine,
    key: Option<Key>,
    id: Option<Id>,
}

/// A claim made ready, with what it is checked by.
struct ClaimCheck<'a, 'c> {
    tables: Tables<'a>,
    rules: &'a Rules,
    sets: Option<&'a ArchivedCatalog>,
    claim: &'c Claim,
    setting: Setting,
    /// Whose lines these are, where lines are separated by practitioner.
    provider: String,
    /// What the same practitioner billed before for the days of the lines.
    before: Vec<Before>,
    lines: Vec<Ready<'c>>,
}

/// A service of an earlier claim, for a day of this one.
struct Before {
    core: CoreLine,
    code: String,
}

/// Checks a claim as of the dates of service of its lines. Without code sets, diagnoses and codes that no payer's table names
/// are not looked up, and that is said.
#[must_use]
pub fn check(
    tables: Tables<'_>,
    rules: &Rules,
    sets: Option<&ArchivedCatalog>,
    claim: &Claim,
) -> Checked {
    let mut findings = Vec::new();
    let lines = claim.lines.iter().enumerate().filter_map(|(place, line)| {
        let number = if line.line == 0 {
            u32::try_from(place + 1).unwrap_or(u32::MAX)
        } else {
            line.line
        };
        let Some(on) = line.date_of_service.or(claim.date_of_service) else {
            findings.push(Finding::new(
                Layer::Validity,
                Outcome::NoData,
                vec![number],
                Ground::Shape,
                format!("Line {number} has no date of service: nothing about it can be checked."),
            ));
            return None;
        };
        let key = Key::pack(line.code.trim().to_ascii_uppercase().as_bytes());
        let modifiers = Modifiers::of(line.modifiers.iter().map(String::as_str));
        let id = key.and_then(|k| tables.id(k));
        let core = CoreLine {
            id,
            modifiers,
            units: line.units.ceil(),
            day: day(on),
        };
        Some(Ready {
            line,
            number,
            core,
            key,
            id,
        })
    });
    let lines: Vec<Ready<'_>> = lines.collect();
    let mut claim_check = ClaimCheck {
        tables,
        rules,
        sets,
        claim,
        setting: claim.setting,
        provider: String::new(),
        before: Vec::new(),
        lines,
    };
    claim_check.validity(&mut findings);
    let layers = claim_check.layers();
    let all_lines = claim_check.lines.clone();
    // lines of one practitioner are not checked against those of another
    for (provider, lines) in claim_check.by_provider() {
        (claim_check.provider, claim_check.lines) = (provider, lines);
        claim_check.before = claim_check.of_earlier_claims();
        claim_check.tables_of_edits(&mut findings);
        claim_check.principles(&mut findings);
        claim_check.global(&mut findings);
    }
    findings.sort_by(|a, b| (a.layer, a.severity, &a.lines).cmp(&(b.layer, b.severity, &b.lines)));
    claim_check.lines = all_lines;
    let (extent, not_checked, verdict) = claim_check.verdict(&findings);
    Checked {
        id: claim.id.clone(),
        checked: extent,
        not_checked,
        verdict,
        findings,
        layers,
    }
}

impl<'a, 'c> ClaimCheck<'a, 'c> {
    /// The lines of each practitioner, in the order of the claim.
    fn by_provider(&self) -> Vec<(String, Vec<Ready<'c>>)> {
        let mut all: Vec<(String, Vec<Ready<'c>>)> = Vec::new();
        for line in &self.lines {
            let provider = self.whose(&line.line.provider);
            match all.iter_mut().find(|(of, _)| of == provider) {
                Some((_, lines)) => lines.push(line.clone()),
                None => all.push((provider.to_owned(), vec![line.clone()])),
            }
        }
        all
    }

    /// The practitioner of a line or an earlier service: its own, else the claim's.
    fn whose<'s>(&'s self, own: &'s str) -> &'s str {
        match own.trim() {
            "" => self.claim.provider.trim(),
            own => own,
        }
    }

    /// Whether an earlier service was this practitioner's; without a name it counts as this one's.
    fn is_same(&self, provider: &str) -> bool {
        let provider = provider.trim();
        provider.is_empty() || self.provider.is_empty() || provider == self.provider
    }

    /// Earlier services for the days of these lines: edits hold for a day, not for a claim.
    fn of_earlier_claims(&self) -> Vec<Before> {
        let earlier = self
            .claim
            .earlier
            .iter()
            .filter(|e| self.is_same(&e.provider));
        let known = earlier.filter_map(|e| {
            let day = day(e.date_of_service?);
            let code = e.code.trim().to_ascii_uppercase();
            let core = CoreLine {
                id: Some(self.tables.id(Key::pack(code.as_bytes())?)?),
                modifiers: Modifiers::of(e.modifiers.iter().map(String::as_str)),
                units: 1,
                day,
            };
            let here = self.lines.iter().any(|l| l.core.day == day);
            here.then_some(Before { core, code })
        });
        known.collect()
    }

    /// A release in words.
    fn basis(&self, answering: Option<Answering>) -> Basis {
        let source = answering.and_then(|a| self.tables.source(a.source));
        source.map_or_else(Basis::default, |s| Basis {
            table: match s.kind {
                Kind::Pairs | Kind::Limits => format!("{}, {}", s.kind.name(), s.setting.name()),
                _ => s.kind.name().to_owned(),
            },
            release: s.label,
            from: s.from.to_string(),
            to: s.to.to_string(),
        })
    }

    /// The row of the fee schedule for a code without a modifier.
    fn schedule(&self, id: Option<Id>, on: i32) -> Option<(Values, Answering)> {
        let answering = self
            .tables
            .answering(Kind::Values, Setting::Practitioner, on)?;
        let values = self
            .tables
            .values(answering.source, id?)
            .find(|v| v.modifier == *b"  ")?;
        Some((values, answering))
    }

    /// Whether a code is in an authored group.
    fn in_group(&self, group: &str, key: Option<Key>) -> bool {
        let list = self.rules.groups.get(group);
        list.zip(key).is_some_and(|(list, key)| list.has(key))
    }

    fn number(&self, place: usize) -> u32 {
        self.lines.get(place).map_or(0, |l| l.number)
    }
}

/// A day in words, for messages.
fn on(date: Date) -> String {
    date.to_string()
}
