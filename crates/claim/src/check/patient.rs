//! Is the code for a patient of this age and sex?
//!
//! Said and not decided: the code's own words set the bounds, and a date of birth may be wrong, or a record explain it.

use super::{Basis, ClaimCheck, Finding, Ground, Ready, Severity};
use crate::model::Outcome;
use crate::rules::ReadyPatient;
use jiff::civil::Date;
use ligature_codes::{Age, date};

impl ClaimCheck<'_, '_> {
    pub(super) fn patient(&self, line: &Ready<'_>, findings: &mut Vec<Finding>) {
        let on = date(line.core.day);
        let born = self.claim.patient.born;
        if let Some(born) = born.filter(|born| *born > on) {
            let because =
                format!("The patient is said to be born on {born}, after the service of {on}.");
            let mut finding = self.found(line, Outcome::Deny, Ground::Shape, because);
            finding.resolve = "Check the date of birth and the date of service.".to_owned();
            findings.push(finding);
            return;
        }
        for rule in self.for_whom(line) {
            if line.core.modifiers.iter().any(|m| rule.unless.has(m)) {
                continue;
            }
            let Some(why) = self.misfits(rule, born, on) else {
                continue;
            };
            let code = line.line.code.trim().to_ascii_uppercase();
            let because = format!("{code}: {} {why}", rule.says.because);
            let mut finding = self.found(line, Outcome::Info, Ground::Principle, because);
            finding.severity = Severity::Warning;
            finding.resolve.clone_from(&rule.says.resolve);
            finding.basis = Basis {
                table: rule.says.source.clone(),
                ..Basis::default()
            };
            findings.push(finding);
        }
    }

    /// The rules that name a line's code.
    fn for_whom(&self, line: &Ready<'_>) -> impl Iterator<Item = &ReadyPatient> {
        let key = line.key;
        let rules = self.rules.patients.iter();
        rules.filter(move |rule| key.is_some_and(|key| rule.codes.has(key)))
    }

    /// Why the code is not for this patient.
    fn misfits(&self, rule: &ReadyPatient, born: Option<Date>, on: Date) -> Option<String> {
        let sex = self.claim.patient.sex;
        if let Some((of, sex)) = rule.sex.zip(sex).filter(|(of, sex)| of != sex) {
            return Some(format!(
                "The claim says that the patient is {}, and the code is for {} patients.",
                sex.name(),
                of.name()
            ));
        }
        let born = born?;
        let reached = |age: Option<Age>| age.and_then(|age| age.reached(born));
        let early = reached(rule.youngest).is_some_and(|day| on < day);
        let late = reached(rule.below).is_some_and(|day| on >= day);
        let age = Age::of(born, on).filter(|_| early || late)?;
        Some(format!("The patient was {age} old on {on}."))
    }

    /// What could not be looked at because the claim does not give it.
    pub(super) fn not_given(&self) -> String {
        let rules = || self.lines.iter().flat_map(|line| self.for_whom(line));
        let sex = self.claim.patient.sex.is_none() && rules().any(|r| r.sex.is_some());
        let aged = |r: &ReadyPatient| r.youngest.is_some() || r.below.is_some();
        let age = self.claim.patient.born.is_none() && rules().any(aged);
        match (age, sex) {
            (false, false) => "",
            (true, false) => " Age was not checked: the claim gives no date of birth.",
            (false, true) => " Sex was not checked: the claim does not give it.",
            (true, true) => " Age and sex were not checked: the claim does not give them.",
        }
        .to_owned()
    }
}
