//! Rules hold on their days, and the order of codes is that of the fee schedule of the day.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

use jiff::civil::Date;
use ligature_coding::{Answer, Engine, Schedule, State};
use ligature_knowledge::{Knowledge, embedded};
use ligature_note::Reader;

/// A note of one open resection with its join.
const NOTE: &str = "mission-dictated-one-piece";

fn note<'k>(knowledge: &'k Knowledge, id: &str) -> &'k str {
    let mut examples = knowledge.examples.iter();
    &examples.find(|e| e.id == id).unwrap().note
}

fn codes(answer: &Answer) -> Vec<&str> {
    answer.decisions.iter().map(|d| d.code.as_str()).collect()
}

fn remarks<'a>(answer: &'a Answer, kind: &str) -> Vec<&'a str> {
    let all = answer.remarks.iter().filter(|r| r.kind == kind);
    all.map(|r| r.message.as_str()).collect()
}

/// The answer to a note on a day, where the row of a code holds from one day to another.
fn coded(code: &str, from: Option<&str>, until: Option<&str>, date: Option<&str>) -> Answer {
    let (mut knowledge, _) = embedded();
    let rows = knowledge.families.iter_mut().flat_map(|f| &mut f.rows);
    for row in rows.filter(|r| r.code.as_deref() == Some(code)) {
        row.from = from.map(str::to_owned);
        row.until = until.map(str::to_owned);
    }
    let reader = Reader::new(&knowledge.lexicon);
    let reading = reader.read_events(note(&knowledge, NOTE));
    let date: Option<Date> = date.map(|d| d.parse().unwrap());
    Engine::new(&knowledge).code(reading, date)
}

#[test]
fn a_rule_is_applied_on_its_days_only_and_the_answer_says_so() {
    fn check(from: Option<&str>, until: Option<&str>, date: Option<&str>, says: Option<&str>) {
        let answer = coded("44120", from, until, date);
        let chosen = codes(&answer).contains(&"44120");
        let said = remarks(&answer, "rule-not-in-force");
        assert_eq!(chosen, says.is_none(), "{from:?} {until:?} {date:?}");
        match says {
            None => assert!(said.is_empty(), "{said:?}"),
            Some(words) => assert_eq!(said, [words]),
        }
    }
    let (first, last) = (Some("2024-01-01"), Some("2024-12-31"));
    check(first, last, Some("2024-01-01"), None);
    check(first, last, Some("2024-12-31"), None);
    check(first, last, None, None);
    check(None, None, Some("1999-12-31"), None);
    check(
        first,
        last,
        Some("2023-12-31"),
        Some(
            "44120 was not chosen: its rule holds from 2024-01-01 to 2024-12-31, and not on 2023-12-31.",
        ),
    );
    check(
        first,
        None,
        Some("2023-12-31"),
        Some("44120 was not chosen: its rule holds from 2024-01-01 on, and not on 2023-12-31."),
    );
    check(
        None,
        last,
        Some("2025-01-01"),
        Some("44120 was not chosen: its rule holds until 2024-12-31, and not on 2025-01-01."),
    );
}

#[test]
fn a_neighbour_out_of_force_says_so() {
    let answer = coded("44125", Some("2025-01-01"), None, Some("2024-08-14"));
    let neighbours = answer.decisions.iter().flat_map(|d| &d.neighbours);
    let neighbour = neighbours.into_iter().find(|n| n.code == "44125").unwrap();
    let condition = &neighbour.failed[0];
    assert_eq!(condition.wanted, "a date of service from 2025-01-01 on");
    assert_eq!(condition.found, "2024-08-14");
    assert_eq!(condition.state, State::Contradicted);
}

/// The first authored note that supports two codes of which neither is an add-on.
fn of_two_codes(knowledge: &Knowledge) -> (String, [String; 2]) {
    let (engine, reader) = (Engine::new(knowledge), Reader::new(&knowledge.lexicon));
    let mut two = knowledge.examples.iter().filter_map(|example| {
        let answer = engine.code(reader.read_events(&example.note), None);
        let primaries = answer.decisions.iter().filter(|d| d.under.is_none());
        let primaries: Vec<String> = primaries.map(|d| d.code.clone()).collect();
        let two: [String; 2] = primaries.try_into().ok()?;
        Some((example.note.clone(), two))
    });
    two.next().unwrap()
}

#[test]
fn codes_are_in_the_order_of_the_fee_schedule_to_the_last_decimal() {
    let (knowledge, _) = embedded();
    let (note, [a, b]) = of_two_codes(&knowledge);
    let (engine, reader) = (Engine::new(&knowledge), Reader::new(&knowledge.lexicon));
    let check = |of_a: Option<i64>, of_b: Option<i64>, first: &str, says: &str| {
        let work = |code: &str| {
            if code == a {
                of_a
            } else if code == b {
                of_b
            } else {
                Some(0)
            }
        };
        let schedule = Schedule {
            release: "RVU24C".to_owned(),
            work: &work,
        };
        let answer = engine.code_by(reader.read_events(&note), None, Some(&schedule));
        assert_eq!(codes(&answer)[0], first, "{of_a:?} {of_b:?}");
        let said = remarks(&answer, "order-by-pinned-values").join(" ");
        assert!(
            said.is_empty() == says.is_empty() && said.contains(says),
            "{said}"
        );
    };
    check(Some(208_201), Some(208_200), &a, "");
    check(Some(208_200), Some(208_201), &b, "");
    check(Some(0), Some(1), &b, "");
    // a code that the schedule does not list has the value of its page, which is said
    check(Some(1), None, &b, &format!("RVU24C does not list {b}"));
    check(None, Some(1), &a, &format!("RVU24C does not list {a}"));
    let answer = engine.code(reader.read_events(&note), None);
    let said = remarks(&answer, "order-by-pinned-values").join(" ");
    assert!(
        said.contains("No fee schedule for the date of service is loaded"),
        "{said}"
    );
    assert!(said.contains("RVU25D"), "{said}");
}

#[test]
fn one_code_needs_no_order() {
    let answer = coded("44120", None, None, Some("2024-08-14"));
    assert_eq!(codes(&answer), ["44120"]);
    assert!(remarks(&answer, "order-by-pinned-values").is_empty());
}
