//! The operation of the founding page, written in five ways: each of its steps is found as an event or an attribute, with its
//! words. The notes are in `knowledge/examples/mission.toml`.

use ligature_coding::Engine;
use ligature_knowledge::Knowledge;
use ligature_note::{Assertion, ProcedureEvent, Reader, Reading};

const HANDS: [&str; 5] = [
    "dictated",
    "template",
    "telegraphic",
    "speech-recognised",
    "capitals",
];

fn knowledge() -> Knowledge {
    let (knowledge, problems) = ligature_knowledge::embedded();
    let errors: Vec<_> = problems
        .iter()
        .filter(|p| p.is_error())
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    knowledge
}

/// The step was documented as done, with every attribute named, and each of them has its words in the note.
fn check(hand: &str, note: &str, reading: &Reading, action: &str, attributes: &[(&str, &str)]) {
    let states = |event: &&ProcedureEvent| {
        event.assertion == Assertion::Performed
            && event.action == action
            && attributes.iter().all(|(kind, wanted)| {
                let values = event
                    .attributes
                    .get(*kind)
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                values.iter().any(|v| {
                    (*wanted == "any" || v.concept == *wanted)
                        && v.quotes
                            .iter()
                            .all(|q| note[q.span.start..q.span.end] == q.text)
                        && !v.quotes.is_empty()
                })
            })
    };
    let found = reading.events.iter().find(states);
    assert!(
        found.is_some(),
        "{hand}: no {action} with {attributes:?} in {:#?}",
        reading
            .events
            .iter()
            .filter(|e| e.action == action)
            .collect::<Vec<_>>()
    );
}

#[test]
fn every_step_of_the_operation_is_found_in_five_hands() {
    let knowledge = knowledge();
    let reader = Reader::new(&knowledge.lexicon);
    for hand in HANDS {
        let id = format!("mission-{hand}-one-piece");
        let note = &knowledge.examples.iter().find(|e| e.id == id).unwrap().note;
        let reading = reader.read(note);
        let check = |action: &str, attributes: &[(&str, &str)]| {
            check(hand, note, &reading, action, attributes)
        };
        check("incise", &[]);
        check("resect", &[("approach", "any")]);
        check(
            "free-adhesions",
            &[("target", "adhesion"), ("technique", "any")],
        );
        check("inspect", &[("site", "any")]);
        check(
            "resect",
            &[
                ("site", "any"),
                ("continuity", "anastomosis"),
                ("configuration", "any"),
            ],
        );
        check("control-vessels", &[]);
        check("close-abdomen", &[("layers", "in-layers")]);
        let said = |kind: &str, concepts: &[&str]| {
            concepts.iter().any(|c| {
                reading
                    .mentions
                    .iter()
                    .any(|m| m.kind == kind && m.concept == *c)
            })
        };
        assert!(
            said("device", &["gia-stapler", "bowel-stapler", "clamps"]),
            "{hand}: how the bowel was divided"
        );
        assert!(
            said("technique", &["stapled", "hand-sewn"]) || said("device", &["gia-stapler"]),
            "{hand}: how the join was made"
        );
    }
}

#[test]
fn joins_are_counted_in_five_hands() {
    let knowledge = knowledge();
    let (engine, reader) = (Engine::new(&knowledge), Reader::new(&knowledge.lexicon));
    for hand in HANDS {
        for (pieces, expected) in [
            ("one-piece", vec![("44120", 1)]),
            ("two-pieces", vec![("44120", 1), ("44121", 1)]),
            ("three-pieces", vec![("44120", 1), ("44121", 2)]),
        ] {
            let id = format!("mission-{hand}-{pieces}");
            let note = &knowledge.examples.iter().find(|e| e.id == id).unwrap().note;
            let answer = engine.code(reader.read_events(note), None);
            let got: Vec<_> = answer
                .decisions
                .iter()
                .map(|d| (d.code.as_str(), d.units))
                .collect();
            assert_eq!(got, expected, "{id}");
        }
    }
}
