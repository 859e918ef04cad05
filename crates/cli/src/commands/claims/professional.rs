//! Claims of an 837P.

use super::intake::Taken;
use anyhow::{Context as _, Result};
use ligature_claim::{Claim, Line, Patient, Sex};
use ligature_x12::{ClaimLoop, Context, Part, Parts, Problem, Severity};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::io::Read;

/// Reads a file to its end and hands over its claims, so many at a time. What is wrong with the file stands with the claim
/// that follows it.
pub fn each(
    name: &str,
    input: impl Read,
    lot: usize,
    mut take: impl FnMut(Vec<Taken>) -> Result<()>,
) -> Result<()> {
    let mut parts = Parts::new(input);
    let mut some: Vec<Taken> = Vec::new();
    let mut count = 0;
    while let Some(part) = parts.next() {
        let part = part.with_context(|| format!("{name} cannot be read"))?;
        let mut remarks: Vec<String> = parts.problems().iter().map(told).collect();
        if let Part::Claim(one) = &part {
            count += 1;
            let (claim, problems) = claim(one);
            remarks.extend(problems.iter().map(told));
            some.push(Taken {
                at: format!("{name}, claim {count}"),
                claim: Ok(claim),
                remarks,
            });
        } else if let (Some(last), false) = (some.last_mut(), remarks.is_empty()) {
            last.remarks.append(&mut remarks);
        } else {
            some.extend(alone(name, remarks));
        }
        if some.len() >= lot {
            take(std::mem::take(&mut some))?;
        }
    }
    some.extend(alone(name, parts.problems().iter().map(told).collect()));
    if count == 0 {
        some.extend(alone(
            name,
            vec!["the file holds no claim of an 837P".to_owned()],
        ));
    }
    take(some)
}

/// What is wrong with the file where no claim stands beside it.
fn alone(name: &str, remarks: Vec<String>) -> impl Iterator<Item = Taken> {
    let name = name.to_owned();
    remarks.into_iter().map(move |why| Taken {
        at: name.clone(),
        claim: Err(why),
        remarks: Vec::new(),
    })
}

/// A problem and its place, in words; nothing else of the file.
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
