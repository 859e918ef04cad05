//! Do the sides agree: of a line's modifiers among themselves, and with its diagnoses?

use super::{Basis, ClaimCheck, Finding, Ground, Ready, Severity};
use crate::model::Outcome;
use crate::rules::Side;
use ligature_catalog::{ArchivedCatalog, ArchivedCodeRow, System};
use ligature_codes::Units;

impl ClaimCheck<'_, '_> {
    pub(super) fn sides(&self, line: &Ready<'_>, findings: &mut Vec<Finding>) {
        let sides = line.core.modifiers.iter();
        let sides: Vec<Side> = sides.filter_map(|m| self.rules.side(m)).collect();
        let both = line.core.modifiers.has(b"50");
        let say = |because: String, resolve: &str| {
            let mut finding = self.found(line, Outcome::Info, Ground::Principle, because);
            finding.severity = Severity::Warning;
            resolve.clone_into(&mut finding.resolve);
            finding.basis = Basis {
                table: "CMS, Medicare Claims Processing Manual (publication 100-04), chapter 12, section 40.7, 2024".to_owned(),
                ..Basis::default()
            };
            finding
        };
        if both && line.line.units > Units::ONE {
            findings.push(say(
                format!(
                    "Modifier 50 means both sides, and the line has {} units: it is one unit with 50.",
                    line.line.units
                ),
                "One unit with 50; for work on further places, a separate line.",
            ));
        }
        let Some(side) = sides.first().copied() else {
            return;
        };
        if both {
            findings.push(say(
                format!("Modifier 50 says both sides, and another modifier of the line says the {} one.", side.name()),
                "50 alone for both sides, or the side alone for one.",
            ));
        } else if sides.iter().any(|other| *other != side) {
            findings.push(say(
                "The modifiers of the line name both the left and the right side.".to_owned(),
                "A line for each side, or 50 where the code's bilateral indicator is 1 or 3.",
            ));
        } else {
            self.against_diagnoses(line, side, &say, findings);
        }
    }

    /// Diagnoses that all lie on the other side than the modifier says.
    fn against_diagnoses(
        &self,
        line: &Ready<'_>,
        side: Side,
        say: &dyn Fn(String, &str) -> Finding,
        findings: &mut Vec<Finding>,
    ) {
        let Some(sets) = self.sets else { return };
        let pointed = line.line.diagnoses.iter();
        let sided: Vec<(String, Side)> = pointed
            .filter_map(|code| {
                let row = sets.row(sets.find(System::Icd10cm, code)?)?;
                Some((sets.printed(row), of(sets, row)?))
            })
            .collect();
        if sided.is_empty() || sided.iter().any(|(_, of)| *of == side) {
            return;
        }
        let codes: Vec<&str> = sided.iter().map(|(code, _)| code.as_str()).collect();
        let mut finding = say(
            format!(
                "The modifier says the {} side, and the diagnosis the {} one ({}).",
                side.name(),
                side.other().name(),
                codes.join(", ")
            ),
            "Look in the note which side it was, and correct the modifier or the diagnosis.",
        );
        finding.basis = Basis {
            table: "CDC/NCHS, ICD-10-CM: the side is part of the code".to_owned(),
            ..Basis::default()
        };
        findings.push(finding);
    }
}

/// The side that a diagnosis names: its title is that of a neighbour but for the side. (The left ventricle has no such
/// neighbour.)
fn of(sets: &ArchivedCatalog, row: &ArchivedCodeRow) -> Option<Side> {
    let title = sets.str(&row.title).to_lowercase();
    let has = |side: Side| {
        title
            .split(|c: char| !c.is_alphabetic())
            .any(|w| w == side.name())
    };
    let side = match (has(Side::Left), has(Side::Right)) {
        (true, false) => Side::Left,
        (false, true) => Side::Right,
        _ => return None,
    };
    let twin = title.replacen(side.name(), side.other().name(), 1);
    let parent = sets.above(row).next().and_then(|id| sets.row(id))?;
    let mut siblings = sets.below(parent).filter_map(|id| sets.row(id));
    siblings
        .any(|sibling| sets.str(&sibling.title).to_lowercase() == twin)
        .then_some(side)
}
