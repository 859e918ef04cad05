//! Is the code valid on the day, are its modifiers modifiers, and do they fit the code?

use super::sets::Listed;
use super::{ClaimCheck, Finding, Ground, Layer, Ready, on};
use crate::model::{MOST_MODIFIERS as MODIFIERS, Outcome};
use ligature_codes::{Code, System, Units, date, spreadsheet_code, written};
use ligature_edits::{Indicators, Kind, Setting, Values};

/// What a text that is no procedure code may mean: a number without its leading zeros, or a code with its modifiers and
/// units in one field.
fn meant(code: &str) -> Option<String> {
    if let Some(code) = spreadsheet_code(code) {
        return Some(code);
    }
    match written(code)?.as_slice() {
        [one] if !one.below && one.to.is_none() && one.to_string() != code => Some(one.to_string()),
        _ => None,
    }
}

impl ClaimCheck<'_, '_> {
    pub(super) fn validity(&self, findings: &mut Vec<Finding>) {
        for line in &self.lines {
            let before = findings.len();
            self.shape(line, findings);
            if findings.len() == before {
                self.listed(line, findings);
            }
            self.modifiers_known(line, findings);
            self.fits(line, findings);
            self.sides(line, findings);
            self.patient(line, findings);
        }
        self.diagnoses(findings);
    }

    pub(super) fn found(
        &self,
        line: &Ready<'_>,
        outcome: Outcome,
        rule: Ground,
        because: String,
    ) -> Finding {
        let mut finding = Finding::new(Layer::Validity, outcome, vec![line.number], rule, because);
        finding.code = Some(line.line.code.trim().to_ascii_uppercase());
        if rule == Ground::Schedule {
            finding.basis = self.basis(self.tables.answering(
                Kind::Values,
                Setting::Practitioner,
                line.core.day,
            ));
        }
        finding
    }

    /// What no table is needed for.
    fn shape(&self, line: &Ready<'_>, findings: &mut Vec<Finding>) {
        let code = line.line.code.trim();
        let known = [System::Cpt, System::Hcpcs];
        let shaped = line.key.is_some()
            && (code.starts_with(['D', 'd'])
                || known.iter().any(|s| Code::parse_as(*s, code).is_ok()));
        if !shaped {
            let shown: String = code.chars().take(12).collect();
            let because = format!(
                "`{shown}` is not a procedure code: five characters, digits and capital letters."
            );
            let mut finding = self.found(line, Outcome::Deny, Ground::Shape, because);
            finding.resolve = match meant(code) {
                Some(meant) => format!("Did you mean {meant}?"),
                None => "Look for a letter typed for a digit (O for 0, I for 1), or a character that is missing.".to_owned(),
            };
            findings.push(finding);
        }
        if line.line.units == Units::ZERO {
            findings.push(self.found(
                line,
                Outcome::Deny,
                Ground::Shape,
                "A line has at least one unit of service.".to_owned(),
            ));
        }
        let given = line
            .line
            .modifiers
            .iter()
            .filter(|m| !m.trim().is_empty())
            .count();
        let taken = line.core.modifiers.iter().count();
        if given > MODIFIERS {
            findings.push(self.found(
                line,
                Outcome::Deny,
                Ground::Shape,
                format!("{given} modifiers; a line has room for {MODIFIERS}."),
            ));
        } else if taken < given {
            findings.push(
                self.found(
                    line,
                    Outcome::Deny,
                    Ground::Shape,
                    "A modifier is not one: it has two characters, each a digit or a letter."
                        .to_owned(),
                ),
            );
        }
    }

    /// Is the code listed for the day?
    fn listed(&self, line: &Ready<'_>, findings: &mut Vec<Finding>) {
        let code = line.line.code.trim().to_ascii_uppercase();
        let day = line.core.day;
        let Some(answering) = self
            .tables
            .answering(Kind::Values, Setting::Practitioner, day)
        else {
            return; // the layer says that it has no data
        };
        let rows = line
            .id
            .map(|id| self.tables.values(answering.source, id).collect::<Vec<_>>());
        let release = self
            .tables
            .source(answering.source)
            .map(|s| s.label)
            .unwrap_or_default();
        match rows.as_deref() {
            Some([first, ..]) => {
                let own = rows.iter().flatten();
                let row = own.clone().find(|row| is_of(row, line)).unwrap_or(first);
                if let Some(says) = status(row.status) {
                    let says = format!("{code}: {says} (status {}).", char::from(row.status));
                    let mut finding = self.found(line, Outcome::Info, Ground::Schedule, says);
                    // another code is wanted, or nothing is paid: not a claim to send unread
                    if matches!(row.status, b'G' | b'I' | b'N') {
                        finding.severity = super::Severity::Warning;
                    }
                    findings.push(finding);
                }
            }
            _ if code.bytes().all(|b| b.is_ascii_digit()) => {
                let because = format!(
                    "{code} is not a code on {}: the fee schedule {release} lists every CPT code of five digits and does not have it.",
                    on(date(day))
                );
                let mut finding = self.found(line, Outcome::Deny, Ground::Schedule, because);
                finding.resolve = self.other_days(line);
                findings.push(finding);
            }
            _ => match self.second_level(line) {
                Listed::Yes => {}
                Listed::No(finding) => findings.push(*finding),
                Listed::Unsaid => {
                    let because = format!(
                        "{code} is not in the fee schedule {release}, which does not list every code of this kind: whether it was valid on {} is not known here.",
                        on(date(day))
                    );
                    findings.push(self.found(line, Outcome::Unknown, Ground::Schedule, because));
                }
            },
        }
    }

    /// Which other releases list the code.
    fn other_days(&self, line: &Ready<'_>) -> String {
        let sources = self
            .tables
            .sources()
            .filter(|(_, s)| s.kind == Kind::Values);
        let lists = sources.filter(|(id, _)| {
            line.id
                .is_some_and(|code| self.tables.values(*id, code).next().is_some())
        });
        let named: Vec<String> = lists
            .map(|(_, s)| format!("{} ({} to {})", s.label, s.from, s.to))
            .collect();
        match named.is_empty() {
            true => "Check the code; no loaded release lists it.".to_owned(),
            false => format!(
                "It is listed in {}: check the date of service, or look for the code that replaced it.",
                named.join(", ")
            ),
        }
    }

    /// Do the modifiers fit the indicators of the fee schedule? What does not is said, and denies nothing by itself.
    fn fits(&self, line: &Ready<'_>, findings: &mut Vec<Finding>) {
        let Some((values, answering)) = self.schedule(line.id, line.core.day) else {
            return;
        };
        let rows = line.id.into_iter();
        let mut rows = rows.flat_map(|id| self.tables.values(answering.source, id));
        let own = rows.find(|row| is_of(row, line));
        let visit = self.in_group("visit", line.key);
        let code = line.line.code.trim().to_ascii_uppercase();
        for modifier in line.core.modifiers.iter() {
            // a row of its own says that the component is published
            let published = own.is_some_and(|row| row.modifier == modifier);
            let says = misfit(&modifier, &values.indicators, &values.global);
            let says = says.filter(|_| !published);
            let Some(says) = says.or_else(|| misplaced(&modifier, visit, &values.global)) else {
                continue;
            };
            let name = String::from_utf8_lossy(&modifier).into_owned();
            let mut finding = self.found(
                line,
                Outcome::Info,
                Ground::Schedule,
                format!("Modifier {name} with {code}: {says}."),
            );
            finding.severity = super::Severity::Warning;
            findings.push(finding);
        }
    }
}

/// What a status code of the fee schedule means for a claim; nothing where it is payable. Source: CMS, PFS relative value
/// file documentation (RVUPUF), status codes, 2024.
fn status(status: u8) -> Option<&'static str> {
    Some(match status {
        b'B' => "its payment is always part of another service and it is not paid apart",
        b'C' => "the contractor sets its price, usually after looking at the record",
        b'D' => "the fee schedule marks it as deleted",
        b'E' => "Medicare does not cover it under the fee schedule, by regulation",
        b'F' => "the fee schedule marks it as deleted or discontinued",
        b'G' | b'I' => "Medicare takes another code for this service and does not accept this one",
        b'M' => "it is for measuring quality and carries no payment",
        b'N' => "Medicare does not cover it",
        b'P' => "it is bundled or excluded and not paid apart",
        b'Q' => "it reports a functional limitation and is not paid",
        b'T' => {
            "it is paid only when nothing else payable is billed that day by the same practitioner"
        }
        b'X' => {
            "it is outside the physician fee schedule and is paid, if at all, under another one"
        }
        _ => return None,
    })
}

/// Why a modifier does not fit the indicators. Source: CMS, PFS relative value file documentation (RVUPUF), 2024.
fn misfit(modifier: &[u8; 2], has: &Indicators, global: &[u8; 3]) -> Option<&'static str> {
    Some(match modifier {
        b"26" | b"TC" if has.pctc != b'1' => "the fee schedule has no such component for this code",
        b"50" if has.bilateral == b'0' => {
            "no bilateral payment: the code's place or meaning does not allow it"
        }
        b"50" if has.bilateral == b'2' => "the code's fee already is for both sides",
        b"50" if has.bilateral == b'9' => "the bilateral rule does not apply to it",
        b"80" | b"81" | b"82" | b"AS" => match has.assistant {
            b'0' => "an assistant is paid only with documents that show the need",
            b'1' => "an assistant is not paid for it, by law",
            b'9' => "the rule for assistants does not apply to it",
            _ => return None,
        },
        b"62" => match has.co_surgeon {
            b'0' => "co-surgeons are not paid for it",
            b'1' => "co-surgeons are paid only with documents that show the need for two",
            b'9' => "the rule for co-surgeons does not apply to it",
            _ => return None,
        },
        b"66" => match has.team {
            b'0' => "a team is not paid for it",
            b'1' => "a team is paid only with documents, by report",
            b'9' => "the rule for teams does not apply to it",
            _ => return None,
        },
        b"54" | b"55" | b"56" if !matches!(global, b"010" | b"090" | b"YYY" | b"MMM") => {
            "it has no days of care before or after, so that care is not shared"
        }
        b"51" if global == b"ZZZ" => "an add-on takes no 51: it is never reduced",
        b"78" if matches!(global, b"XXX" | b"ZZZ") => {
            "it has no share for the operation alone, so that 78 changes nothing"
        }
        _ => return None,
    })
}

/// Whether a row of the fee schedule is the one for a modifier that the line carries.
fn is_of(row: &Values, line: &Ready<'_>) -> bool {
    row.modifier != *b"  " && line.core.modifiers.has(&row.modifier)
}

/// Why a modifier of visits does not fit an operation, or one of operations a visit. Source: CMS, Medicare Claims
/// Processing Manual (Pub. 100-04), chapter 12, sections 30.6.6 and 40.2, 2024.
fn misplaced(modifier: &[u8; 2], visit: bool, global: &[u8; 3]) -> Option<&'static str> {
    let operation = matches!(global, b"000" | b"010" | b"090" | b"ZZZ");
    Some(match modifier {
        b"24" | b"25" | b"57" if operation && !visit => {
            "it goes on the visit, not on the operation"
        }
        b"58" | b"78" | b"79" if visit => {
            "it goes on a procedure; a visit in the days after an operation carries 24"
        }
        _ => return None,
    })
}
