//! Authors' tests of the checks: a claim in a few words, and the findings that it must and must not have.

use crate::check::{Checked, Finding, check};
use crate::model::{Claim, Earlier, Line, Outcome, Patient, Sex};
use crate::rules::Rules;
use jiff::civil::Date;
use ligature_codes::{DateOfService, Setting, Units, UnitsError};
use ligature_edits::Tables;
use ligature_knowledge::ClaimExample;

/// The claim of an example.
///
/// # Errors
/// What cannot be read, in words.
pub fn claim(example: &ClaimExample) -> Result<Claim, String> {
    let lines = example.lines.iter().enumerate().map(|(place, text)| {
        let line = u32::try_from(place + 1).unwrap_or(u32::MAX);
        Ok(Line {
            line,
            ..words(text)?
        })
    });
    let earlier = example.earlier.iter().map(|text| {
        let line = words(text)?;
        Ok(Earlier {
            date_of_service: line.date_of_service,
            code: line.code,
            modifiers: line.modifiers,
            provider: line.provider,
        })
    });
    Ok(Claim {
        id: example.id.clone(),
        date_of_service: Some(date(&example.date)?),
        place_of_service: example.place.clone(),
        setting: match example.setting.as_str() {
            "" => Setting::Practitioner,
            setting => setting.parse()?,
        },
        lines: lines.collect::<Result<_, String>>()?,
        earlier: earlier.collect::<Result<_, String>>()?,
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

/// A line as it is typed: `44121 x 2`, `99213-25`, `2024-08-02 99213 by 1234567893`.
///
/// # Errors
/// What cannot be read, in words that quote the line.
pub fn typed_line(text: &str) -> Result<Line, String> {
    words(text)
}

/// `2024-08-02 99213-25-24 x 2 by 1234567893`: day, code, modifiers, units, practitioner. A phone writes `X` and `BY`.
fn words(text: &str) -> Result<Line, String> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let mut after = |word: &str| {
        let at = words.iter().position(|w| w.eq_ignore_ascii_case(word))?;
        Some(words.split_off(at)[1..].join(" "))
    };
    let provider = match after("by") {
        Some(name) if name.is_empty() => {
            return Err(format!("`{text}`: no practitioner stands after `by`"));
        }
        name => name.unwrap_or_default(),
    };
    let units = match after("x") {
        Some(units) if units.is_empty() => {
            return Err(format!("`{text}`: no number of units stands after `x`"));
        }
        Some(units) => units
            .parse()
            .map_err(|why: UnitsError| format!("`{text}`: {why}"))?,
        None => Units::ONE,
    };
    let (on, code) = match words.as_slice() {
        [on, code @ ..] if !code.is_empty() => (Some(date(on)?), code.join(" ")),
        code => (None, code.concat()),
    };
    let mut parts = code.split('-').map(str::to_owned);
    Ok(Line {
        code: parts.next().unwrap_or_default(),
        modifiers: parts.collect(),
        units,
        date_of_service: on,
        provider,
        ..Line::default()
    })
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
pub fn speaks(finding: &Finding) -> bool {
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
        .map(|f| (written(f), speaks(f)))
        .collect();
    let has = |text: &String| got.iter().any(|(g, _)| g == text);
    let missing = example
        .expect
        .iter()
        .filter(|e| !has(e))
        .map(|e| format!("missing: {e}"));
    let extra = got
        .iter()
        .filter(|(g, speaks)| *speaks && !example.expect.contains(g))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A line as it is typed, and as it is read: code, modifiers, units, day, practitioner.
    fn check(text: &str, expected: &str) {
        let read = words(text).map_or_else(
            |why| why,
            |l| {
                let day = l
                    .date_of_service
                    .map_or_else(String::new, |d| d.to_string());
                let modifiers = l.modifiers.join(" ");
                format!("{}|{modifiers}|{}|{day}|{}", l.code, l.units, l.provider)
            },
        );
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn lines_as_they_are_typed() {
        check("44120", "44120||1||");
        check("44121 x 2", "44121||2||");
        check("44121 X 2", "44121||2||");
        check("A0425 x 12.5", "A0425||12.5||");
        check("2024-08-02 99213-25-24", "99213|25 24|1|2024-08-02|");
        check("99292 by 1234567893", "99292||1||1234567893");
        check(
            "2024-08-02 99292  x 2 BY Dr. A",
            "99292||2|2024-08-02|Dr. A",
        );
        check(
            "44121 x two",
            "`44121 x two`: `two` is not a number of units: write a number such as 1, 2 or 12.5",
        );
        check("44121 x", "`44121 x`: no number of units stands after `x`");
        check("99292 by", "`99292 by`: no practitioner stands after `by`");
        check("", "||1||");
    }
}
