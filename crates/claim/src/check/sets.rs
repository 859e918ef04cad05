//! What the code sets say: is a diagnosis valid on the day, is a code or a modifier of HCPCS Level II?

use super::{Basis, ClaimCheck, Finding, Ground, Layer, Ready, on};
use crate::model::Outcome;
use ligature_catalog::{ArchivedCatalog, ArchivedCodeRow, Status, System, Validity, plain};
use ligature_codes::date;

/// So many codes below a heading are named.
const NAMED: usize = 6;

/// Whether a code set lists a code.
pub(super) enum Listed {
    /// It does.
    Yes,
    /// It does not, or not on that day.
    No(Box<Finding>),
    /// It does not cover the day, or such codes.
    Unsaid,
}

impl ClaimCheck<'_, '_> {
    /// Diagnoses that the lines point at, each looked up once a day.
    pub(super) fn diagnoses(&self, findings: &mut Vec<Finding>) {
        let Some(sets) = self.sets else { return };
        let mut reported: Vec<(String, i32)> = Vec::new();
        for line in &self.lines {
            for code in &line.line.diagnoses {
                let code = plain(code);
                let day = line.core.day;
                let once = (code.clone(), day);
                if code.is_empty() || reported.contains(&once) {
                    continue;
                }
                reported.push(once);
                let Some((because, resolve)) = unfit(sets, &code, day) else {
                    continue;
                };
                let same = self.lines.iter().filter(|l| {
                    l.core.day == day && l.line.diagnoses.iter().any(|d| plain(d) == code)
                });
                let lines = same.map(|l| l.number).collect();
                let mut finding = Finding::new(
                    Layer::Validity,
                    Outcome::Deny,
                    lines,
                    Ground::CodeSet,
                    because,
                );
                finding.code = Some(System::Icd10cm.printed(&code));
                finding.resolve = resolve;
                finding.basis = basis(sets, System::Icd10cm, day);
                findings.push(finding);
            }
        }
    }

    /// How the diagnoses were looked at, for the layer.
    pub(super) fn diagnoses_checked(&self) -> String {
        let mut days: Vec<i32> = self
            .lines
            .iter()
            .filter(|l| !l.line.diagnoses.is_empty())
            .map(|l| l.core.day)
            .collect();
        days.sort_unstable();
        days.dedup();
        let mut says: Vec<String> = Vec::new();
        for day in days {
            let basis = self.sets.map(|sets| basis(sets, System::Icd10cm, day));
            says.push(match basis.filter(|b| !b.release.is_empty()) {
                Some(basis) => format!(
                    " Diagnoses: checked by {} ({}).",
                    basis.table, basis.release
                ),
                None => format!(
                    " Diagnoses: not checked, no data. No release of ICD-10-CM covers {}.",
                    date(day)
                ),
            });
        }
        says.dedup();
        says.concat()
    }

    /// What HCPCS Level II says of a code that the fee schedule does not list.
    pub(super) fn second_level(&self, line: &Ready<'_>) -> Listed {
        let code = line.line.code.trim().to_ascii_uppercase();
        // codes that begin with D are the dentists', and in no list that may be given away
        let of_it = code.starts_with(|c: char| c.is_ascii_alphabetic()) && !code.starts_with('D');
        let Some(sets) = self.sets.filter(|_| of_it) else {
            return Listed::Unsaid;
        };
        let day = line.core.day;
        let basis = basis(sets, System::Hcpcs, day);
        let found = sets.find(System::Hcpcs, &code).and_then(|id| sets.row(id));
        let why = match found.map(|row| sets.validity(row, day)) {
            Some(Validity::Valid { .. } | Validity::Reserved { .. }) => return Listed::Yes,
            Some(Validity::NotInForce { why, .. }) => {
                format!("{code} was not valid on {}: {why}.", on(date(day)))
            }
            None if !basis.release.is_empty() => format!(
                "{code} is not a code on {}: {} {} does not list it.",
                on(date(day)),
                basis.table,
                basis.release
            ),
            _ => return Listed::Unsaid,
        };
        let mut finding = self.found(line, Outcome::Deny, Ground::CodeSet, why);
        finding.resolve =
            "Check the code for a slip, and the date of service; look for the code that replaced it."
                .to_owned();
        finding.basis = basis;
        Listed::No(Box::new(finding))
    }

    /// Is each modifier of a line known, and in force on its day? A modifier that a rule describes, or that HCPCS Level II
    /// lists for the day, says nothing here.
    pub(super) fn modifiers_known(&self, line: &Ready<'_>, findings: &mut Vec<Finding>) {
        for modifier in line.core.modifiers.iter() {
            let described = self.rules.modifiers.contains_key(&modifier);
            let name = String::from_utf8_lossy(&modifier).into_owned();
            let (outcome, because, resolve) = match self.modifier_listed(&name, line.core.day) {
                InSet::Yes => continue,
                InSet::NotInForce(why) => (
                    Outcome::Deny,
                    format!(
                        "Modifier {name} was not in force on {}: {why}.",
                        on(date(line.core.day))
                    ),
                    "Check the modifier and the date of service; look for the modifier that took its place.",
                ),
                _ if described => continue,
                InSet::OtherDays(why) => (
                    Outcome::NoData,
                    format!("Modifier {name} was not checked: {why}."),
                    "Import the release of HCPCS Level II that covers the date of service.",
                ),
                InSet::No(looked_at) => (
                    Outcome::Unknown,
                    format!(
                        "Modifier {name} is unknown: no rule here describes it, and {looked_at}."
                    ),
                    "Check it for a typing error; a payer's own modifier may be right.",
                ),
            };
            let rule = match self.sets.is_some() {
                true => Ground::CodeSet,
                false => Ground::Shape,
            };
            let mut finding = self.found(line, outcome, rule, because);
            finding.resolve = resolve.to_owned();
            if let Some(sets) = self.sets {
                finding.basis = basis(sets, System::Hcpcs, line.core.day);
            }
            findings.push(finding);
        }
    }

    /// What HCPCS Level II says of a modifier on a day.
    fn modifier_listed(&self, modifier: &str, day: i32) -> InSet {
        let loaded = self.sets.map(|sets| (sets, loaded(sets, System::Hcpcs)));
        let Some((sets, loaded)) = loaded.filter(|(_, loaded)| !loaded.is_empty()) else {
            return InSet::No("no release of HCPCS Level II is loaded".to_owned());
        };
        let row = sets.find(System::Hcpcs, modifier);
        let row = row.and_then(|id| sets.row(id));
        let Some(row) = row.filter(|row| sets.status(row) == Status::Modifier) else {
            let basis = basis(sets, System::Hcpcs, day);
            return InSet::No(match basis.release.is_empty() {
                false => format!("{} {} does not list it", basis.table, basis.release),
                true => format!("HCPCS Level II does not list it (loaded: {loaded})"),
            });
        };
        match sets.validity(row, day) {
            Validity::Valid { .. } | Validity::Reserved { .. } | Validity::Heading { .. } => {
                InSet::Yes
            }
            Validity::NotInForce { why, .. } => InSet::NotInForce(why),
            Validity::NoData { why } => InSet::OtherDays(why),
        }
    }
}

/// What a code set says of a modifier on a day.
enum InSet {
    /// It lists it, and it is in force.
    Yes,
    /// It lists it, and it is not in force: why.
    NotInForce(String),
    /// It lists it, and no loaded release covers the day: which ones are loaded.
    OtherDays(String),
    /// It does not list it: what was looked at.
    No(String),
}

/// The loaded releases of a code set that list all of it, in words.
fn loaded(sets: &ArchivedCatalog, system: System) -> String {
    let whole = sets.releases.iter();
    let whole = whole.filter(|r| r.system == system as u8 && r.complete);
    let named: Vec<String> = whole
        .map(|r| {
            let (from, to) = (date(r.from.to_native()), date(r.to.to_native()));
            format!("{}, {from} to {to}", r.label)
        })
        .collect();
    named.join("; ")
}

/// Why a diagnosis may not be reported on a claim of a day, and what to do.
fn unfit(sets: &ArchivedCatalog, code: &str, day: i32) -> Option<(String, String)> {
    let printed = System::Icd10cm.printed(code);
    let Some(row) = sets.find(System::Icd10cm, code).and_then(|id| sets.row(id)) else {
        let basis = basis(sets, System::Icd10cm, day);
        return (!basis.release.is_empty()).then(|| {
            (
                format!(
                    "{printed} is not a diagnosis code: {} does not list it.",
                    basis.release
                ),
                "Check the code for a slip or a character that is missing.".to_owned(),
            )
        });
    };
    match sets.validity(row, day) {
        Validity::Valid { .. } | Validity::Reserved { .. } | Validity::NoData { .. } => None,
        Validity::NotInForce {
            why, successors, ..
        } if sets.status(row) == Status::Billable => Some((
            format!(
                "Diagnosis {printed} was not valid on {}: {why}.",
                on(date(day))
            ),
            match successors.is_empty() {
                true => {
                    "Look for the code that replaced it, and check the date of service.".to_owned()
                }
                false => format!("In its place: {}.", successors.join(", ")),
            },
        )),
        // a list of billable codes lacks the headings of its day
        Validity::Heading { .. } | Validity::NotInForce { .. } => {
            let below = below(sets, row);
            let more = if below.len() > NAMED {
                ", and others"
            } else {
                ""
            };
            let named = below.get(..below.len().min(NAMED)).unwrap_or_default();
            Some((
                format!(
                    "Diagnosis {printed} is a heading and not valid on a claim: a code below it has to be chosen."
                ),
                match named {
                    [] => "Choose the code with all its characters.".to_owned(),
                    named => format!("Below it: {}{more}.", named.join(", ")),
                },
            ))
        }
    }
}

/// The codes below a heading that may be reported on a claim, in order.
fn below(sets: &ArchivedCatalog, row: &ArchivedCodeRow) -> Vec<String> {
    let mut all = Vec::new();
    let mut open: Vec<_> = sets.below(row).collect();
    open.reverse();
    while let Some(row) = open.pop().and_then(|id| sets.row(id)) {
        if sets.status(row) == Status::Billable {
            all.push(sets.printed(row));
        }
        let mut deeper: Vec<_> = sets.below(row).collect();
        deeper.reverse();
        open.extend(deeper);
        if all.len() > NAMED {
            break;
        }
    }
    all
}

/// The release of a code set that covers a day; without one its name is empty.
fn basis(sets: &ArchivedCatalog, system: System, day: i32) -> Basis {
    let mut whole = sets.releases.iter().filter(|r| {
        let days = r.from.to_native()..=r.to.to_native();
        r.system == system as u8 && r.complete && days.contains(&day)
    });
    whole.next_back().map_or_else(Basis::default, |r| Basis {
        table: system.name().to_owned(),
        release: r.label.as_str().to_owned(),
        from: date(r.from.to_native()).to_string(),
        to: date(r.to.to_native()).to_string(),
    })
}
