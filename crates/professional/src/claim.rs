//! A claim of a file, and its problems in words.

use ligature_claim::{Claim, Line, Patient, Sex};
use ligature_codes::Units;
use ligature_x12::{ClaimLoop, Context, Place, Problem, ProblemKind, Severity};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A problem and its place, in words; nothing else of the file.
#[must_use]
pub fn problem_text(problem: &Problem) -> String {
    let place = &problem.place;
    let label = place.label();
    let place = match label.is_empty() {
        true => format!("segment {} (byte {})", place.segment, place.offset),
        false => format!("segment {} {label} (byte {})", place.segment, place.offset),
    };
    let weight = match problem.severity {
        Severity::Error => "",
        _ => "worth a look: ",
    };
    format!("{place}: {weight}{}", problem.message)
}

/// A claim of a file.
#[derive(Debug, Clone)]
pub struct Read {
    /// The claim as checks and prices take it.
    pub claim: Claim,
    /// The submitter's own number of each line (REF*6R), in the order of the lines; empty where a line has none.
    pub controls: Vec<String>,
    /// What is wrong in it.
    pub problems: Vec<Problem>,
}

/// The claim as checks and prices take it. Dates, units and charges that cannot be read are left out and reported.
#[must_use]
pub fn claim(of: &ClaimLoop) -> (Claim, Vec<Problem>) {
    let read = read(of);
    (read.claim, read.problems)
}

/// As [`claim`], with the submitter's numbers of the lines.
#[must_use]
pub fn read(of: &ClaimLoop) -> Read {
    let (read, mut problems) = of.read();
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
            place_of_service: match line.place == read.place {
                true => String::new(),
                false => line.place.to_owned(),
            },
            provider: line.rendering.map_or_else(String::new, |p| p.id.to_owned()),
        }
    });
    let rendering = read.rendering.map(|p| p.id).filter(|id| !id.is_empty());
    let claim = Claim {
        id: read.id.to_owned(),
        place_of_service: read.place.to_owned(),
        provider: rendering.unwrap_or(&context.billing.npi).to_owned(),
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
    problems.extend(spans(of, &read.lines));
    problems.extend(too_fine(of, &read.lines));
    Read {
        claim,
        controls: read.lines.iter().map(|l| l.control.to_owned()).collect(),
        problems,
    }
}

/// Lines with several days: they are checked as of the first, with all their units on it.
fn spans<'a>(
    of: &'a ClaimLoop,
    lines: &'a [ligature_x12::Line<'a>],
) -> impl Iterator<Item = Problem> + 'a {
    let spanning = lines.iter().filter(|line| {
        let several = line.days.is_some_and(|days| days.to > days.from);
        several && line.units.is_some_and(|units| units > Decimal::ONE)
    });
    spanning.filter_map(|line| {
        let mut segments = of.segments.iter();
        let at = segments.find(|s| s.number() == line.segment)?;
        Some(Problem::warning(
            Place::of(at),
            ProblemKind::TooMany,
            "the line tells several days; it is checked as of the first, all its units on that day",
        ))
    })
}

/// Units with more decimals than three: they are checked as the next thousandth.
fn too_fine<'a>(
    of: &'a ClaimLoop,
    lines: &'a [ligature_x12::Line<'a>],
) -> impl Iterator<Item = Problem> + 'a {
    let fine = lines.iter().filter(|line| {
        line.units
            .is_some_and(|units| units.normalize().scale() > 3)
    });
    fine.filter_map(|line| {
        let mut segments = of.segments.iter();
        let at = segments.find(|s| s.number() >= line.segment && s.id() == "SV1")?;
        Some(Problem::error(
            Place::at(at, 4, 0),
            ProblemKind::NotANumber,
            "the units have more than three decimals, which the implementation guide does not allow; they are checked as the next thousandth",
        ))
    })
}

/// Units as they were sent; minutes (anesthesia) count as one service, whose time the price asks for. A negative number is
/// no unit, as a line without a number has none: checks say so.
fn units(units: Option<Decimal>, basis: &str) -> Units {
    match (units, basis) {
        (Some(units), "UN" | "") if units.is_sign_negative() => Units::ZERO,
        (Some(units), "UN" | "") => {
            // the guide allows three decimals: what is sent beyond them is not lost to a limit
            let thousandths = units.checked_mul(Decimal::ONE_THOUSAND);
            let thousandths = thousandths.and_then(|t| t.ceil().to_u64());
            thousandths.map_or(Units::whole(u32::MAX), Units::from_thousandths)
        }
        (Some(_), _) => Units::ONE,
        (None, _) => Units::ZERO,
    }
}
