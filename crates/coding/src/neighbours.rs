//! Why not the neighbour: every other code of the family, and those that a coder would consider with it, with the
//! condition that fails and the words that fail it.

use crate::model::{Condition, Neighbour, State};
use crate::tables::{Tables, days, in_force};
use crate::weigh::Case;
use ligature_knowledge::{Family, Row};

/// Neighbours of the chosen code.
pub(crate) fn of(tables: &Tables, case: &Case, family: &Family, chosen: &str) -> Vec<Neighbour> {
    let mut codes: Vec<&str> = Vec::new();
    let own = family
        .rows
        .iter()
        .flat_map(|r| [&r.code, &r.further, &r.would_be])
        .flatten()
        .map(String::as_str);
    for code in own.chain(family.neighbours.iter().map(String::as_str)) {
        if code != chosen && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
        .into_iter()
        .filter_map(|code| why_not(tables, case, family, code))
        .collect()
}

/// The nearest row of a code, and what fails in it.
pub(crate) fn why_not(
    tables: &Tables,
    case: &Case,
    family: &Family,
    code: &str,
) -> Option<Neighbour> {
    let home = if family.rows.iter().any(|r| names(r, code)) {
        family
    } else {
        tables.family_of(code)?
    };
    let failed = home
        .rows
        .iter()
        .filter(|r| names(r, code))
        .map(|row| (failed(case, home, row, code), gives(row, code)))
        // a row that gives the code says more of it than one that leaves it out
        .min_by_key(|(failed, gives)| (failed.len(), !gives))?
        .0;
    let why = match failed.first() {
        Some(condition) => sentence(condition),
        None => "An earlier rule of the table applies first.".to_owned(),
    };
    Some(Neighbour {
        code: code.to_owned(),
        name: tables.name(code),
        why,
        failed,
    })
}

fn names(row: &Row, code: &str) -> bool {
    [&row.code, &row.further, &row.would_be]
        .into_iter()
        .flatten()
        .any(|c| c == code)
}

/// Whether a row gives the code, and does not only say what it would have been.
fn gives(row: &Row, code: &str) -> bool {
    [&row.code, &row.further]
        .into_iter()
        .flatten()
        .any(|c| c == code)
}

fn failed(case: &Case, home: &Family, row: &Row, code: &str) -> Vec<Condition> {
    let head = home
        .select
        .iter()
        .map(|(kind, want)| case.condition(kind, want, false).0);
    let mut all: Vec<Condition> = head
        .chain(case.row(row).conditions)
        .filter(|c| c.state != State::Met)
        .collect();
    if let Some(date) = case.date.filter(|_| !in_force(row, case.date)) {
        all.insert(
            0,
            Condition {
                kind: "date".into(),
                wanted: format!("a date of service {}", days(row)),
                found: date.to_string(),
                state: State::Contradicted,
                quotes: Vec::new(),
            },
        );
    }
    if row.further.as_deref() == Some(code) && case.event.count <= 1 {
        all.push(Condition {
            kind: "order".into(),
            wanted: "first or further: a further piece with its own join".into(),
            found: "one documented".into(),
            state: State::Contradicted,
            quotes: case.event.evidence.iter().take(1).cloned().collect(),
        });
    }
    all
}

fn sentence(condition: &Condition) -> String {
    match condition.state {
        State::NotDocumented => format!("It needs {}; the note does not say.", condition.wanted),
        _ => format!("It needs {}; here: {}.", condition.wanted, condition.found),
    }
}
