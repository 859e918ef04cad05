//! Running an author's example: which codes were wanted, which came.

use ligature_coding::{Answer, Engine};
use ligature_knowledge::Example;
use ligature_note::Reader;
use std::collections::BTreeMap;

/// Units by code.
pub type Codes = BTreeMap<String, u32>;

/// The result of an example.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Codes that should have come.
    pub wanted: Codes,
    /// Codes that came.
    pub got: Codes,
    /// What is wrong, a sentence each; none when it passed.
    pub problems: Vec<String>,
}

impl Outcome {
    /// Whether all is as the author wants it.
    pub fn passed(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Codes the note of an example and compares.
pub fn run((reader, engine): &(Reader, Engine), example: &Example) -> (Outcome, Answer) {
    let answer = engine.code(reader.read_events(&example.note), None);
    let mut got = Codes::new();
    for decision in &answer.decisions {
        *got.entry(decision.code.clone()).or_default() += decision.units;
    }
    (compare(example, got), answer)
}

/// The codes as an author writes them, such as `CODE, CODE x 2`, or `nothing`.
pub fn list(codes: &Codes) -> String {
    if codes.is_empty() {
        return "nothing".to_owned();
    }
    let one = |(code, units): (&String, &u32)| {
        if *units == 1 {
            code.clone()
        } else {
            format!("{code} x {units}")
        }
    };
    codes.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn compare(example: &Example, got: Codes) -> Outcome {
    let mut wanted = Codes::new();
    let mut problems = Vec::new();
    for text in &example.codes {
        match code_and_units(text) {
            Some((code, units)) => *wanted.entry(code.to_owned()).or_default() += units,
            None => problems.push(format!("“{text}” cannot be read as a code with units")),
        }
    }
    for (code, units) in &wanted {
        match got.get(code) {
            None => problems.push(format!("{code} is missing")),
            Some(came) if came != units => {
                problems.push(format!("{code} has {came} units instead of {units}"))
            }
            Some(_) => {}
        }
    }
    for code in got.keys().filter(|code| !wanted.contains_key(*code)) {
        let never = if example.never.contains(code) {
            " (it is listed under never)"
        } else {
            ""
        };
        problems.push(format!("{code} is not expected{never}"));
    }
    Outcome {
        wanted,
        got,
        problems,
    }
}

fn code_and_units(text: &str) -> Option<(&str, u32)> {
    match text.split_once(" x ") {
        Some((code, units)) => Some((
            code.trim(),
            units.trim().parse().ok().filter(|units| *units > 0)?,
        )),
        None => Some((text.trim(), 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wanted: &[&str], never: &[&str], got: &[(&str, u32)], problems: &[&str]) {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let example = Example {
            codes: texts(wanted),
            never: texts(never),
            ..Example::default()
        };
        let got = got
            .iter()
            .map(|(code, units)| ((*code).to_owned(), *units))
            .collect();
        assert_eq!(compare(&example, got).problems, problems);
    }

    #[test]
    fn every_difference_is_reported() {
        check(
            &["44120", "44121 x 2"],
            &[],
            &[("44120", 1), ("44121", 2)],
            &[],
        );
        check(
            &["44120", "44121 x 2"],
            &[],
            &[("44121", 1)],
            &["44120 is missing", "44121 has 1 units instead of 2"],
        );
        check(
            &[],
            &["49000"],
            &[("44005", 1), ("49000", 1)],
            &[
                "44005 is not expected",
                "49000 is not expected (it is listed under never)",
            ],
        );
        check(
            &["44121 x two"],
            &[],
            &[],
            &["“44121 x two” cannot be read as a code with units"],
        );
    }

    #[test]
    fn lists_read_like_the_author_wrote_them() {
        assert_eq!(list(&Codes::new()), "nothing");
        assert_eq!(
            list(&Codes::from([("44120".into(), 1), ("44121".into(), 2)])),
            "44120, 44121 x 2"
        );
    }
}
