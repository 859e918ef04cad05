//! From events to decisions: each event goes through the tables that select it, further events become units of the
//! add-on, and the policies take out what is part of something else.

use crate::model::{
    Answer, Condition, Confidence, Decision, LeftOut, ModifierChoice, Question, State,
};
use crate::neighbours;
use crate::order::{Work, order};
use crate::tables::{Tables, days, in_force, listed};
use crate::weigh::{Case, Weighed, done};
use jiff::civil::Date;
use ligature_knowledge::{Family, Row};
use ligature_note::{Assertion, ProcedureEvent, Quote, Reading, Remark};

/// An event with the row that decided about it.
struct Verdict<'a> {
    event: &'a ProcedureEvent,
    family: &'a Family,
    row: &'a Row,
    rank: usize,
    weighed: Weighed,
    /// Only the title names it.
    title_only: bool,
}

/// Kind of the fact whether the body of the note documents what its title names.
const DOCUMENTED: &str = "documented";

/// Chooses codes for what was read, and puts them in order by work values.
pub(crate) fn answer(
    tables: &Tables,
    work: &Work<'_>,
    reading: Reading,
    date: Option<Date>,
) -> Answer {
    let events = reading.events;
    let mut answer = Answer {
        decisions: vec![],
        left_out: vec![],
        questions: vec![],
        outside: vec![],
        remarks: reading.remarks,
        events: vec![],
        date: date.map(|date| date.to_string()),
    };
    let told_as_done = events
        .iter()
        .any(|e| done(e) && tables.concepts.is_a(&e.action, "major"));
    let events = if told_as_done {
        events
    } else {
        trust_title(tables, events)
    };
    let mut verdicts = Vec::new();
    for event in &events {
        match event.assertion {
            Assertion::Performed => judge(tables, event, &events, date, &mut verdicts, &mut answer),
            Assertion::Named => doubt(tables, event, &events, date, &mut answer),
            _ => {}
        }
    }
    settle(tables, work, verdicts, (&events, date), &mut answer);
    answer.remarks.extend(work.remark(&answer.decisions));
    answer.events = events;
    answer
}

/// Where the body describes no operation at all, the title is used.
fn trust_title(tables: &Tables, mut events: Vec<ProcedureEvent>) -> Vec<ProcedureEvent> {
    let major = |e: &ProcedureEvent| {
        tables.concepts.is_a(&e.action, "major") || tables.concepts.is_a(&e.action, "part-work")
    };
    for event in events
        .iter_mut()
        .filter(|e| e.assertion == Assertion::Named && major(e))
    {
        event.assertion = Assertion::Performed;
        let named = ligature_note::Value {
            concept: "title-only".into(),
            label: "named in the title only".into(),
            quotes: event.evidence.clone(),
            inferred: Some("the body of the note does not describe it".into()),
            negated: false,
        };
        event
            .attributes
            .entry(DOCUMENTED.into())
            .or_default()
            .push(named);
    }
    events
}

/// Finds the row for an event in each family that selects it; the first family that decides wins.
fn judge<'a>(
    tables: &'a Tables,
    event: &'a ProcedureEvent,
    events: &'a [ProcedureEvent],
    date: Option<Date>,
    verdicts: &mut Vec<Verdict<'a>>,
    answer: &mut Answer,
) {
    let case = Case {
        event,
        all: events,
        concepts: &tables.concepts,
        decided: &tables.decided,
        date,
    };
    for family in tables.families.iter().filter(|f| case.selects(&f.select)) {
        let all = family.rows.iter().enumerate();
        let (rows, other_days): (Vec<_>, Vec<_>) = all.partition(|(_, r)| in_force(r, date));
        let weighed: Vec<(usize, &Row, Weighed)> = rows
            .into_iter()
            .map(|(rank, row)| (rank, row, case.row(row)))
            .collect();
        let chosen = weighed.iter().find(|(_, _, w)| w.met());
        // rows that would have been taken on another day
        let before = chosen.map_or(usize::MAX, |(rank, ..)| *rank);
        let missed = other_days.into_iter().filter(|(rank, _)| *rank < before);
        for (_, row) in missed.filter(|(_, row)| case.row(row).met()) {
            let remark = not_in_force(row, date);
            if !answer.remarks.contains(&remark) {
                answer.remarks.push(remark);
            }
        }
        if let Some((rank, row, met)) = chosen {
            ask_inferred(event, row, met, answer);
            verdicts.push(Verdict {
                event,
                family,
                row,
                rank: *rank,
                weighed: met.clone(),
                title_only: event.attributes.contains_key(DOCUMENTED),
            });
            return;
        }
        let open: Vec<_> = weighed.iter().filter(|(_, _, w)| w.open()).collect();
        let codes: Vec<String> = open.iter().filter_map(|(_, r, _)| r.code.clone()).collect();
        for (_, row, weighed) in &open {
            for missing in weighed.missing() {
                ask(row, &missing.kind, &codes, &event.evidence, answer);
            }
        }
        if !open.is_empty() {
            return;
        }
    }
}

/// That a rule was not used because of the date of service.
fn not_in_force(row: &Row, date: Option<Date>) -> Remark {
    let code = row.code.as_deref().or(row.would_be.as_deref());
    let what = match (row.code.is_some(), code) {
        (true, Some(code)) => format!("{code} was not chosen"),
        (_, Some(code)) => format!("The rule that {code} is not reported was not applied"),
        _ => "A rule was not applied".to_owned(),
    };
    let on = date.map_or_else(String::new, |date| format!(", and not on {date}"));
    Remark {
        kind: "rule-not-in-force".to_owned(),
        message: format!("{what}: its rule holds {}{on}.", days(row)),
    }
}

fn ask(row: &Row, kind: &str, codes: &[String], quotes: &[Quote], answer: &mut Answer) {
    let Some(text) = row.ask.get(kind) else {
        return;
    };
    match answer.questions.iter_mut().find(|q| q.text == *text) {
        Some(question) => {
            let new: Vec<String> = codes
                .iter()
                .filter(|c| !question.decides.contains(c))
                .cloned()
                .collect();
            question.decides.extend(new);
        }
        None => answer.questions.push(Question {
            text: text.clone(),
            about: kind.to_owned(),
            decides: codes.to_vec(),
            quotes: quotes.iter().take(2).cloned().collect(),
        }),
    }
}

/// An inferred fact still leads to a question, where the row has one.
fn ask_inferred(event: &ProcedureEvent, row: &Row, weighed: &Weighed, answer: &mut Answer) {
    let codes: Vec<String> = row.code.iter().cloned().collect();
    for condition in &weighed.conditions {
        let values = event.attributes.get(&condition.kind);
        let guessed = condition.quotes.is_empty()
            && values.is_some_and(|v| !v.is_empty() && v.iter().all(|v| v.inferred.is_some()));
        if guessed && condition.state == State::Met {
            ask(row, &condition.kind, &codes, &event.evidence, answer);
        }
    }
}

/// The title names an operation that the body does not describe.
fn doubt(
    tables: &Tables,
    event: &ProcedureEvent,
    events: &[ProcedureEvent],
    date: Option<Date>,
    answer: &mut Answer,
) {
    let case = Case {
        event,
        all: events,
        concepts: &tables.concepts,
        decided: &tables.decided,
        date,
    };
    let big = tables.concepts.is_a(&event.action, "major");
    let described = events
        .iter()
        .any(|e| done(e) && e.action == event.action && shares_site(tables, e, event));
    if big && !described && tables.families.iter().any(|f| case.selects(&f.select)) {
        let place = event
            .attributes
            .get("site")
            .and_then(|v| v.first())
            .map_or(String::new(), |v| format!(" ({})", v.label));
        answer.questions.push(Question {
            text: format!("The note names: {}{place}, but does not say that it was done. Was it done, and how?", event.label),
            about: DOCUMENTED.into(),
            decides: vec![],
            quotes: event.evidence.iter().take(2).cloned().collect(),
        });
    }
}

fn shares_site(tables: &Tables, a: &ProcedureEvent, b: &ProcedureEvent) -> bool {
    let sites = |e: &ProcedureEvent| e.attributes.get("site").cloned().unwrap_or_default();
    let (a, b) = (sites(a), sites(b));
    a.is_empty()
        || b.is_empty()
        || a.iter().any(|x| {
            b.iter().any(|y| {
                tables.concepts.is_a(&x.concept, &y.concept)
                    || tables.concepts.is_a(&y.concept, &x.concept)
            })
        })
}

/// Turns verdicts into decisions: counts, add-ons, policies, modifiers, order.
fn settle(
    tables: &Tables,
    work: &Work<'_>,
    mut verdicts: Vec<Verdict>,
    (events, date): (&[ProcedureEvent], Option<Date>),
    answer: &mut Answer,
) {
    verdicts.sort_by_key(|v| (v.rank, v.event.id));
    let (coded, included): (Vec<_>, Vec<_>) =
        verdicts.into_iter().partition(|v| v.row.code.is_some());
    let mut decisions: Vec<Decision> = Vec::new();
    let mut groups: Vec<Vec<Verdict>> = Vec::new();
    for verdict in coded {
        let same = |g: &&mut Vec<Verdict>| {
            g.first().is_some_and(|f| {
                f.row.code == verdict.row.code
                    || (f.row.further.is_some() && f.row.further == verdict.row.further)
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(verdict),
            None => groups.push(vec![verdict]),
        }
    }
    for group in &groups {
        decide(tables, group, (events, date), &mut decisions);
    }
    for verdict in &included {
        leave_out(tables, verdict, &decisions, answer);
    }
    apply_with(tables, work, &groups, events, &mut decisions);
    apply_part_of(tables, (events, date), &mut decisions, answer);
    order(work, &mut decisions);
    answer.decisions = decisions;
}

/// One group of events of the same row (or of rows that share an add-on).
fn decide(
    tables: &Tables,
    group: &[Verdict],
    events: (&[ProcedureEvent], Option<Date>),
    decisions: &mut Vec<Decision>,
) {
    let Some(first) = group.first() else { return };
    let Some(code) = first.row.code.clone() else {
        return;
    };
    let total: u32 = group.iter().map(|v| v.event.count.max(1)).sum();
    let further = first.row.further.clone();
    let units = if first.row.unit_each && further.is_none() {
        total
    } else {
        1
    };
    let primary = decision(
        tables,
        first,
        &code,
        units,
        first.event.evidence.clone(),
        events,
    );
    decisions.push(primary);
    if let (Some(addon), true) = (further, total > 1) {
        let mut evidence: Vec<Quote> = group[1..]
            .iter()
            .flat_map(|v| v.event.evidence.iter().take(2).cloned())
            .collect();
        if evidence.is_empty() {
            evidence = first.event.evidence.iter().rev().take(3).cloned().collect();
        }
        let second = group.get(1).unwrap_or(first);
        let mut addition = decision(tables, second, &addon, total - 1, evidence.clone(), events);
        addition.under = Some(code);
        addition.events = group[1..].iter().map(|v| v.event.id).collect();
        addition.conditions.push(Condition {
            kind: "order".into(),
            wanted: "first or further: a further piece with its own join".into(),
            found: format!("{total} in all"),
            state: State::Met,
            quotes: evidence,
        });
        decisions.push(addition);
    }
}

fn decision(
    tables: &Tables,
    verdict: &Verdict,
    code: &str,
    units: u32,
    evidence: Vec<Quote>,
    (events, date): (&[ProcedureEvent], Option<Date>),
) -> Decision {
    let mut inferred = verdict.weighed.inferred.clone();
    if verdict.title_only {
        inferred.push(
            "it is named in the title only; the body of the note does not describe it".into(),
        );
    }
    let case = Case {
        event: verdict.event,
        all: events,
        concepts: &tables.concepts,
        decided: &tables.decided,
        date,
    };
    Decision {
        code: code.to_owned(),
        name: tables.name(code),
        units,
        modifiers: modifiers(tables, &case, code, &verdict.family.id),
        under: None,
        because: verdict.row.because.clone(),
        source: verdict.row.source.clone(),
        evidence: whole(evidence, &verdict.weighed),
        conditions: verdict.weighed.conditions.clone(),
        confidence: if inferred.is_empty() {
            Confidence::Documented
        } else {
            Confidence::Inferred(inferred)
        },
        family: verdict.family.id.clone(),
        neighbours: neighbours::of(tables, &case, verdict.family, code),
        events: vec![verdict.event.id],
    }
}

/// The act first, then the words of the conditions that it does not hold already.
fn whole(mut evidence: Vec<Quote>, weighed: &Weighed) -> Vec<Quote> {
    let skip = ["beside", "action"];
    for condition in weighed
        .conditions
        .iter()
        .filter(|c| c.state == State::Met && !skip.contains(&c.kind.as_str()))
    {
        for quote in condition.quotes.iter().take(1) {
            if !evidence
                .iter()
                .any(|e| e.span.start <= quote.span.start && quote.span.end <= e.span.end)
            {
                evidence.push(quote.clone());
            }
        }
    }
    evidence
}

fn modifiers(tables: &Tables, case: &Case, code: &str, family: &str) -> Vec<ModifierChoice> {
    let rules = tables
        .policies
        .modifiers
        .iter()
        .filter(|m| listed(&m.codes, code, family));
    let quotes = |m: &ligature_knowledge::ModifierRule| {
        let all = m
            .when
            .iter()
            .flat_map(|(kind, want)| case.condition(kind, want, false).0.quotes);
        all.take(3).collect()
    };
    rules
        .filter(|m| case.selects(&m.when))
        .map(|m| ModifierChoice {
            modifier: m.modifier.clone(),
            because: m.because.clone(),
            quotes: quotes(m),
        })
        .collect()
}

fn leave_out(tables: &Tables, verdict: &Verdict, decisions: &[Decision], answer: &mut Answer) {
    let code = verdict.row.would_be.clone().unwrap_or_default();
    let part_of = decisions
        .iter()
        .find(|d| d.under.is_none())
        .map(|d| d.code.clone());
    answer.left_out.push(LeftOut {
        name: if code.is_empty() {
            verdict.event.label.clone()
        } else {
            tables.name(&code)
        },
        code,
        part_of,
        because: verdict.row.because.clone(),
        source: verdict.row.source.clone(),
        quotes: verdict.event.evidence.iter().take(2).cloned().collect(),
    });
}

/// An add-on of another family goes under a primary that was chosen, or is not reported.
fn apply_with(
    tables: &Tables,
    work: &Work<'_>,
    groups: &[Vec<Verdict>],
    events: &[ProcedureEvent],
    decisions: &mut Vec<Decision>,
) {
    for verdict in groups
        .iter()
        .filter_map(|g| g.first())
        .filter(|v| !v.row.with.is_empty())
    {
        let Some(code) = &verdict.row.code else {
            continue;
        };
        let primary = decisions
            .iter()
            .filter(|d| {
                d.code != *code
                    && d.under.is_none()
                    && listed(&verdict.row.with, &d.code, &d.family)
            })
            .max_by_key(|d| work.of(&d.code))
            .map(|d| d.code.clone());
        match primary {
            Some(primary) => {
                for decision in decisions.iter_mut().filter(|d| d.code == *code) {
                    decision.under = Some(primary.clone());
                }
            }
            // its primary may be an operation that this book does not code
            None if verdict.row.with.iter().any(|w| w == "any") && outside(tables, events) => {}
            None => decisions.retain(|d| d.code != *code),
        }
    }
}

/// A larger operation was done that no table here decides about.
fn outside(tables: &Tables, events: &[ProcedureEvent]) -> bool {
    events.iter().any(|e| {
        matches!(e.assertion, Assertion::Performed | Assertion::Named)
            && undecided(tables, &e.action)
    })
}

/// A whole operation that no table here decides about.
pub(crate) fn undecided(tables: &Tables, act: &str) -> bool {
    !tables.decided.contains(act) && tables.concepts.is_a(act, "major")
}

/// Takes out what is part of another chosen code.
fn apply_part_of(
    tables: &Tables,
    (events, date): (&[ProcedureEvent], Option<Date>),
    decisions: &mut Vec<Decision>,
    answer: &mut Answer,
) {
    let mut gone: Vec<usize> = Vec::new();
    for index in 0..decisions.len() {
        let part = &decisions[index];
        let event = part
            .events
            .first()
            .and_then(|id| events.iter().find(|e| e.id == *id));
        let Some(event) = event else { continue };
        let case = Case {
            event,
            all: events,
            concepts: &tables.concepts,
            decided: &tables.decided,
            date,
        };
        for policy in tables
            .part_of(&part.code, &part.family)
            .filter(|p| case.selects(&p.when))
        {
            let whole = decisions.iter().enumerate().find(|(i, d)| {
                *i != index
                    && !gone.contains(i)
                    && listed(&policy.whole, &d.code, &d.family)
                    && !listed(&policy.except, &d.code, &d.family)
            });
            if let Some((_, whole)) = whole {
                answer.left_out.push(LeftOut {
                    code: part.code.clone(),
                    name: part.name.clone(),
                    part_of: Some(whole.code.clone()),
                    because: policy.because.clone(),
                    source: policy.source.clone(),
                    quotes: part.evidence.iter().take(2).cloned().collect(),
                });
                gone.push(index);
                break;
            }
        }
    }
    let mut index = 0;
    decisions.retain(|_| {
        index += 1;
        !gone.contains(&(index - 1))
    });
    let codes: Vec<String> = decisions.iter().map(|d| d.code.clone()).collect();
    decisions.retain(|d| d.under.as_ref().is_none_or(|u| codes.contains(u)));
}
