//! Authors' tests of the checks: a claim in a few words, and the findings that it must and must not have.

use crate::check::{Checked, Finding, check};
use crate::model::{Claim, Earlier, Line, Outcome, Patient, Sex};
use crate::rules::Rules;
use crate::typed::typed_lines;
use jiff::civil::Date;
use ligature_codes::{DateOfService, Setting, Units};
use ligature_edits::Tables;
use ligature_knowledge::ClaimExample;

/// The claim of an example.
///
/// # Errors
/// What cannot be read, in words.
pub fn claim(example: &ClaimExample) -> Result<Claim, String> {
    let lines: Result<Vec<Vec<Line>>, String> =
        example.lines.iter().map(|text| typed_lines(text)).collect();
    let lines = (1..).zip(lines?.into_iter().flatten());
    let earlier: Result<Vec<Vec<Line>>, String> = example
        .earlier
        .iter()
        .map(|text| typed_lines(text))
        .collect();
    let earlier = earlier?.into_iter().flatten().map(|line| Earlier {
        date_of_service: line.date_of_service,
        code: line.code,
        modifiers: line.modifiers,
        provider: line.provider,
    });
    Ok(Claim {
        id: example.id.clone(),
        date_of_service: Some(date(&example.date)?),
        place_of_service: example.place.clone(),
        setting: match example.setting.as_str() {
            "" => Setting::Practitioner,
            setting => setting.parse()?,
        },
        lines: lines
            .map(|(number, line)| Line {
                line: number,
                ..line
            })
            .collect(),
        earlier: earlier.collect(),
        patient: Patient {
            born: match example.born.as_str() {
                "" => None,
                born => Some(date(born)?),
            },
            sex: match example.sex.as_str() {
                "F" => Some(Sex::F),
                "M" => Some(Sex::M),
                _ => None,
            },
        },
        ..Claim::default()
    })
}

/// A claim in a few words, as [`claim`] reads them: what one types. Charges and diagnoses are left out.
#[must_use]
pub fn words_of(claim: &Claim) -> ClaimExample {
    let first = claim.lines.iter().find_map(|l| l.date_of_service);
    let common = claim.date_of_service.or(first);
    let coded = |on: Option<Date>, code: &str, modifiers: &[String]| {
        let own = on.filter(|day| Some(*day) != common);
        let day = own.map_or_else(String::new, |day| format!("{day} "));
        let parts = std::iter::once(code).chain(modifiers.iter().map(String::as_str));
        let parts: Vec<&str> = parts.map(str::trim).filter(|p| !p.is_empty()).collect();
        format!("{day}{}", parts.join("-"))
    };
    let by = |provider: &str| match provider.trim() {
        "" => String::new(),
        provider => format!(" by {provider}"),
    };
    let line = |l: &Line| {
        let coded = coded(l.date_of_service, &l.code, &l.modifiers);
        let by = by(&l.provider);
        match l.units {
            Units::ONE => format!("{coded}{by}"),
            units => format!("{coded} x {units}{by}"),
        }
    };
    let earlier = |e: &Earlier| {
        let coded = coded(e.date_of_service, &e.code, &e.modifiers);
        format!("{coded}{}", by(&e.provider))
    };
    ClaimExample {
        id: claim.id.clone(),
        date: common.map_or_else(String::new, |day| day.to_string()),
        place: claim.place_of_service.clone(),
        setting: claim.setting.id().to_owned(),
        lines: claim.lines.iter().map(line).collect(),
        earlier: claim.earlier.iter().map(earlier).collect(),
        born: claim
            .patient
            .born
            .map_or_else(String::new, |day| day.to_string()),
        sex: match claim.patient.sex {
            Some(Sex::F) => "F".to_owned(),
            Some(Sex::M) => "M".to_owned(),
            None => String::new(),
        },
        ..ClaimExample::default()
    }
}

fn date(text: &str) -> Result<Date, String> {
    DateOfService::parse(text)
        .map(DateOfService::date)
        .map_err(|e| e.to_string())
}

/// A finding as an example writes it: `bundling deny 44120/49000`.
#[must_use]
pub fn written(finding: &Finding) -> String {
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let layer = serde_json::to_value(finding.layer).map_or_else(|_| String::new(), word);
    let outcome = serde_json::to_value(finding.outcome).map_or_else(|_| String::new(), word);
    let subject = match (&finding.column_one, &finding.column_two) {
        (Some(one), Some(two)) => format!("{one}/{two}"),
        _ => finding.code.clone().unwrap_or_default(),
    };
    format!("{layer} {outcome} {subject}")
}

/// Whether a finding denies or asks: notes, missing data and what is in order do not.
#[must_use]
pub fn is_reported(finding: &Finding) -> bool {
    !matches!(
        finding.outcome,
        Outcome::Ok | Outcome::Info | Outcome::NoData | Outcome::Unknown
    )
}

/// Runs an example; gives the answer and what is wrong with it, nothing if it passes.
///
/// # Errors
/// What cannot be read of the example.
pub fn run(
    example: &ClaimExample,
    tables: Tables<'_>,
    rules: &Rules,
) -> Result<(Checked, Vec<String>), String> {
    let answer = check(tables, rules, None, &claim(example)?);
    let got: Vec<(String, bool)> = answer
        .findings
        .iter()
        .map(|f| (written(f), is_reported(f)))
        .collect();
    let has = |text: &String| got.iter().any(|(g, _)| g == text);
    let missing = example
        .expect
        .iter()
        .filter(|e| !has(e))
        .map(|e| format!("missing: {e}"));
    let extra = got
        .iter()
        .filter(|(g, reported)| *reported && !example.expect.contains(g))
        .map(|(g, _)| format!("not expected: {g}"));
    let never = example
        .never
        .iter()
        .filter(|n| has(n))
        .map(|n| format!("must not be there: {n}"));
    let mut wrong: Vec<String> = missing.chain(extra).chain(never).collect();
    wrong.dedup();
    Ok((answer, wrong))
}
