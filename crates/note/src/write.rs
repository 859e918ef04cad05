//! Writing an event out: its words, the most informative first, and its attributes with theirs.

use crate::compile::Form;
use crate::draft::Draft;
use crate::model::{Assertion, ProcedureEvent, Quote, Value};
use crate::place::Places;
use crate::scene::{Scene, Step, StepValue};
use std::collections::BTreeMap;

/// Writes an event out.
pub(crate) fn write(
    scene: &Scene,
    steps: &[Step],
    places: &Places,
    id: usize,
    draft: &Draft,
) -> ProcedureEvent {
    let known = scene.known;
    let strength = |n: &usize| {
        let s = &steps[*n];
        (
            s.sense != draft.assertion,
            s.weak,
            s.action != draft.action,
            s.form != Form::Verb,
            *n,
        )
    };
    let mut order = draft.steps.clone();
    order.sort_by_key(strength);
    order.dedup();
    let informative: Vec<usize> = order
        .iter()
        .copied()
        .filter(|n| steps[*n].sense == draft.assertion)
        .collect();
    let mut evidence: Vec<Quote> = Vec::new();
    for number in informative.iter().take(4) {
        let quote = places.quote_words(scene, &steps[*number]);
        if !evidence
            .iter()
            .any(|e| e.span.start <= quote.span.start && quote.span.end <= e.span.end)
        {
            evidence.push(quote);
        }
    }
    let mut attributes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let states = |n: &&usize| {
        matches!(steps[**n].sense, Assertion::Performed | Assertion::Named)
            == matches!(draft.assertion, Assertion::Performed | Assertion::Named)
    };
    for number in order.iter().filter(states) {
        for value in &steps[*number].values {
            add(scene, places, &mut attributes, value);
        }
    }
    if let Some(organ) = draft.guessed {
        let inferred = Some("it is the bowel that the rest of the note names".to_owned());
        let (concept, kind) = (
            known.concept(organ),
            &known.kinds[known.well_known.site as usize].id,
        );
        push(
            attributes.entry(kind.clone()).or_default(),
            Value {
                concept: concept.id.clone(),
                label: concept.label.clone(),
                quotes: vec![],
                inferred,
                negated: false,
            },
        );
    }
    for (concept, numbers) in &draft.extra {
        let concept_known = known.concept(*concept);
        let kind = match known.kinds.get(concept_known.kind as usize) {
            Some(kind) if kind.id != "action" => kind.id.clone(),
            _ => "part".to_owned(),
        };
        let quotes = numbers
            .iter()
            .take(3)
            .map(|n| places.quote_words(scene, &steps[*n]))
            .collect();
        push(
            attributes.entry(kind).or_default(),
            Value {
                concept: concept_known.id.clone(),
                label: concept_known.label.clone(),
                quotes,
                inferred: None,
                negated: false,
            },
        );
    }
    ProcedureEvent {
        id,
        action: known.concept(draft.action).id.clone(),
        label: known.concept(draft.action).label.clone(),
        assertion: draft.assertion,
        count: draft.count.max(1),
        evidence,
        attributes,
    }
}

fn add(
    scene: &Scene,
    places: &Places,
    attributes: &mut BTreeMap<String, Vec<Value>>,
    value: &StepValue,
) {
    let concept = scene.known.concept(value.concept);
    let Some(kind) = scene.known.kinds.get(concept.kind as usize) else {
        return;
    };
    let quotes: Vec<Quote> = value
        .hit
        .map(|h| places.quote(scene, h, h))
        .into_iter()
        .collect();
    let inferred = value
        .carried
        .then(|| "the place named last before it".to_owned());
    push(
        attributes.entry(kind.id.clone()).or_default(),
        Value {
            concept: concept.id.clone(),
            label: concept.label.clone(),
            quotes,
            inferred,
            negated: false,
        },
    );
}

/// One value a concept; its words are collected, and one said outright makes an inference needless.
fn push(values: &mut Vec<Value>, new: Value) {
    match values.iter_mut().find(|v| v.concept == new.concept) {
        Some(old) => {
            if new.inferred.is_none() && old.inferred.is_some() {
                old.inferred = None;
                old.quotes.clear();
            }
            if new.inferred.is_none() || old.inferred.is_some() {
                for quote in new.quotes {
                    if !old.quotes.contains(&quote) && old.quotes.len() < 4 {
                        old.quotes.push(quote);
                    }
                }
            }
        }
        None => values.push(new),
    }
}
