//! A claim of an 837P as checks and prices take it, and the order in which it goes out again.
//!
//! **The main decision: one way from a file of claims to a claim, whichever door it came through.** The command and the page
//! read the same file as the same claims, with the same words about what is wrong with it.
//!
//! Rejected:
//! - *A claim that knows of segments.* Checks and prices stay free of the format; the format stays free of codes' rules.

mod sequence;

pub use sequence::order;

use ligature_claim::{Claim, Line, Patient, Sex};
use ligature_x12::{ClaimLoop, Context, Problem, Severity};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A problem and its place, in words; nothing else of the file.
#[must_use]
pub fn told(problem: &Problem) -> String {
    let place = &problem.place;
    let label = place.label();
    let whence = match label.is_empty() {
        true => format!("segment {} (byte {})", place.segment, place.offset),
        false => format!("segment {} {label} (byte {})", place.segment, place.offset),
    };
    let weight = match problem.severity {
        Severity::Error => "",
        _ => "worth a look: ",
    };
    format!("{whence}: {weight}{}", problem.message)
}

/// The claim as checks and prices take it. Dates, units and charges that cannot be read are left out and told.
#[must_use]
pub fn claim(of: &ClaimLoop) -> (Claim, Vec<Problem>) {
    let (read, problems) = of.read();
    let context: &Context = &of.context;
    let treated = context.treated();
    let lines = read.lines.iter().enumerate().map(|(at, line)| {
        let pointed = line.pointers.iter();
        let diagnoses = pointed.filter_map(|p| read.diagnoses.get(p.checked_sub(1)?));
        Line {
            line: line
                .number
                .parse()
                .unwrap_or_else(|_| u32::try_from(at + 1).unwrap_or(u32::MAX)),
            code: line.code.to_owned(),
            modifiers: line.modifiers.iter().map(|m| (*m).to_owned()).collect(),
            units: units(line.units, line.basis),
            charge: line.charge,
            date_of_service: line.days.map(|d| d.from),
            diagnoses: diagnoses.map(|d| d.code.to_owned()).collect(),
        }
    });
    let claim = Claim {
        id: read.id.to_owned(),
        place_of_service: read.place.to_owned(),
        provider: read
            .rendering
            .map_or_else(|| context.billing.npi.clone(), |p| p.id.to_owned()),
        patient: Patient {
            born: treated.birth,
            sex: match treated.sex.as_str() {
                "F" => Some(Sex::F),
                "M" => Some(Sex::M),
                _ => None,
            },
        },
        lines: lines.collect(),
        ..Claim::default()
    };
    (claim, problems)
}

/// Units as whole numbers; minutes (anesthesia) count as one service, whose time the price asks for.
fn units(units: Option<Decimal>, basis: &str) -> u32 {
    match (units, basis) {
        (Some(units), "UN" | "") => units.ceil().to_u32().unwrap_or(u32::MAX),
        (Some(_), _) => 1,
        (None, _) => 0,
    }
}
