//! Three-valued matching: a condition of a row is met by an event, contradicted by it, or not documented.
//!
//! A value that is only wider than the one wanted (bowel, where small bowel is wanted) does not contradict it: the fact
//! is not documented. Silence leaves a fact undocumented only where the row knows what to ask; elsewhere it counts
//! against the row ("the note does not mention an inborn blockage").

use crate::concepts::Concepts;
use crate::model::{Condition, State};
use jiff::civil::Date;
use ligature_knowledge::{Row, Want};
use ligature_note::{Assertion, ProcedureEvent, Quote, Value};
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// An event among the others of its note.
pub(crate) struct Case<'a> {
    pub event: &'a ProcedureEvent,
    pub all: &'a [ProcedureEvent],
    pub concepts: &'a Concepts,
    /// Actions that some table decides about. Others count as done where the title names them: nothing will check them.
    pub decided: &'a FxHashSet<String>,
    /// The date of service, if one is known.
    pub date: Option<Date>,
}

/// How a row matches an event.
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    pub conditions: Vec<Condition>,
    /// What was inferred rather than read, in sentences.
    pub inferred: Vec<String>,
}

impl Weighed {
    pub(crate) fn met(&self) -> bool {
        self.conditions.iter().all(|c| c.state == State::Met)
    }

    /// No condition is contradicted.
    pub(crate) fn open(&self) -> bool {
        self.conditions
            .iter()
            .all(|c| c.state != State::Contradicted)
    }

    pub(crate) fn missing(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(|c| c.state != State::Met)
    }
}

/// Counts as done for the sake of other events.
pub(crate) fn done(event: &ProcedureEvent) -> bool {
    event.assertion == Assertion::Performed
}

impl<'a> Case<'a> {
    /// Values of a kind. In addition to the event's own attributes: its `action`, how many (`count`), what else was done
    /// (`beside`), and attributes of other acts (`make-stoma.stoma-kind`).
    fn values(&self, kind: &str) -> Cow<'a, [Value]> {
        let value = |concept: &str, quotes: Vec<Quote>| Value {
            concept: concept.to_owned(),
            label: self.concepts.label(concept).to_owned(),
            quotes,
            inferred: None,
            negated: false,
        };
        match kind {
            "action" => Cow::Owned(vec![value(&self.event.action, self.event.evidence.clone())]),
            "count" => Cow::Owned(vec![value(
                if self.event.count > 1 {
                    "several"
                } else {
                    "one"
                },
                vec![],
            )]),
            "beside" => {
                let named = |e: &ProcedureEvent| {
                    e.assertion == Assertion::Named && !self.decided.contains(&e.action)
                };
                let others = self
                    .all
                    .iter()
                    .filter(|e| e.id != self.event.id && (done(e) || named(e)));
                Cow::Owned(
                    others
                        .map(|e| value(&e.action, e.evidence.iter().take(1).cloned().collect()))
                        .collect(),
                )
            }
            "named" => {
                let titled = self
                    .all
                    .iter()
                    .filter(|e| e.id != self.event.id && e.assertion == Assertion::Named);
                Cow::Owned(
                    titled
                        .map(|e| value(&e.action, e.evidence.iter().take(1).cloned().collect()))
                        .collect(),
                )
            }
            _ => match kind.split_once('.') {
                Some((action, attribute)) => {
                    let others = self.all.iter().filter(|e| {
                        e.id != self.event.id && done(e) && self.concepts.is_a(&e.action, action)
                    });
                    Cow::Owned(
                        others
                            .flat_map(|e| e.attributes.get(attribute).cloned().unwrap_or_default())
                            .collect(),
                    )
                }
                None => Cow::Borrowed(self.event.attributes.get(kind).map_or(&[], Vec::as_slice)),
            },
        }
    }

    /// Holds one condition against the event.
    pub(crate) fn condition(
        &self,
        kind: &str,
        want: &Want,
        may_ask: bool,
    ) -> (Condition, Option<String>) {
        let values = self.values(kind);
        let values: Vec<&Value> = values.iter().filter(|v| !v.negated).collect();
        let wants: &[String] = match want {
            Want::One(one) => std::slice::from_ref(one),
            Want::AnyOf(any) => any,
        };
        let is =
            |v: &Value, concept: &str| concept == "any" || self.concepts.is_a(&v.concept, concept);
        let plain: Vec<&str> = wants
            .iter()
            .filter(|w| !w.starts_with("not ") && *w != "none")
            .map(String::as_str)
            .collect();
        let barred: Vec<&str> = wants
            .iter()
            .filter_map(|w| w.strip_prefix("not "))
            .collect();
        let none = wants.iter().any(|w| w == "none");

        let against: Vec<&Value> = values
            .iter()
            .copied()
            .filter(|v| barred.iter().any(|b| is(v, b)))
            .collect();
        let fits: Vec<&Value> = values
            .iter()
            .copied()
            .filter(|v| plain.iter().any(|p| is(v, p)))
            .collect();
        let wider = values
            .iter()
            .any(|v| plain.iter().any(|p| self.concepts.may_be(&v.concept, p)));
        let (state, shown): (State, Vec<&Value>) = if !against.is_empty() {
            (State::Contradicted, against)
        } else if !fits.is_empty() {
            (State::Met, fits)
        } else if plain.is_empty() {
            let holds = !none || values.is_empty();
            (
                if holds {
                    State::Met
                } else {
                    State::Contradicted
                },
                if none { values.clone() } else { vec![] },
            )
        } else if values.is_empty() || wider {
            (
                if may_ask {
                    State::NotDocumented
                } else {
                    State::Contradicted
                },
                values.clone(),
            )
        } else {
            (State::Contradicted, values.clone())
        };
        let mut quotes: Vec<Quote> = Vec::new();
        for quote in shown.iter().flat_map(|v| &v.quotes) {
            if !quotes.contains(quote) && quotes.len() < 4 {
                quotes.push(quote.clone());
            }
        }
        let inferred = match state {
            State::Met if !shown.is_empty() && shown.iter().all(|v| v.inferred.is_some()) => {
                let value = shown[0];
                Some(format!(
                    "{}: {} ({})",
                    self.concepts.kind(kind),
                    value.label,
                    value.inferred.as_deref().unwrap_or_default()
                ))
            }
            _ => None,
        };
        let found = if shown.is_empty() {
            if state == State::Met {
                "nothing else in the note".to_owned()
            } else {
                "not mentioned".to_owned()
            }
        } else {
            list(shown.iter().map(|v| v.label.as_str()))
        };
        (
            Condition {
                kind: kind.to_owned(),
                wanted: format!("{}: {}", self.concepts.kind(kind), self.wanted(wants)),
                found,
                state,
                quotes,
            },
            inferred,
        )
    }

    fn wanted(&self, wants: &[String]) -> String {
        let plain: Vec<&str> = wants
            .iter()
            .filter(|w| !w.starts_with("not "))
            .map(|w| self.word(w))
            .collect();
        let barred: Vec<&str> = wants
            .iter()
            .filter_map(|w| w.strip_prefix("not "))
            .map(|w| self.word(w))
            .collect();
        match (plain.is_empty(), barred.is_empty()) {
            (false, true) => plain.join(" or "),
            (true, _) => format!("not {}", barred.join(", not ")),
            (false, false) => format!("{}, and not {}", plain.join(" or "), barred.join(" or ")),
        }
    }

    fn word<'b>(&'b self, concept: &'b str) -> &'b str {
        match concept {
            "any" => "any",
            "none" => "none",
            "several" => "several",
            "one" => "one",
            _ => self.concepts.label(concept),
        }
    }

    /// Holds a row against the event.
    pub(crate) fn row(&self, row: &Row) -> Weighed {
        let mut weighed = Weighed {
            conditions: Vec::with_capacity(row.when.len()),
            inferred: Vec::new(),
        };
        for (kind, want) in &row.when {
            let (condition, inferred) = self.condition(kind, want, row.ask.contains_key(kind));
            weighed.conditions.push(condition);
            weighed.inferred.extend(inferred);
        }
        weighed
    }

    /// Whether all conditions of a table's head hold.
    pub(crate) fn selects<'b>(
        &self,
        conditions: impl IntoIterator<Item = (&'b String, &'b Want)>,
    ) -> bool {
        conditions
            .into_iter()
            .all(|(kind, want)| self.condition(kind, want, false).0.state == State::Met)
    }
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for word in words {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen.join(", ")
}
