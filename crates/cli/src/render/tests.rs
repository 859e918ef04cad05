//! The whole text of an answer, an explanation and a page, as a coder sees it.

use super::*;
use crate::commands::explain::explain;
use ligature_coding::Answer;
use ligature_knowledge::{Facts, Knowledge, Page};
use serde_json::{Value, json};

const PLAIN: Terminal = Terminal {
    colour: false,
    width: 90,
};

fn quote(line: usize, text: &str) -> Value {
    let start = line * 100;
    json!({"text": text, "start": start, "end": start + text.len(), "char_start": start, "char_end": start + text.len(), "line": line})
}

fn condition(kind: &str, wanted: &str, found: &str, state: &str, quotes: &[Value]) -> Value {
    json!({"kind": kind, "wanted": wanted, "found": found, "state": state, "quotes": quotes})
}

fn sample() -> Answer {
    let join = quote(14, "a side-to-side stapled\n   anastomosis was made");
    let segment = quote(12, "A 12 cm segment of jejunum was resected");
    let stoma = json!({
        "code": "44125", "name": "Open removal of small bowel, end brought out",
        "why": "The ends were joined, not brought out.",
        "failed": [condition("continuity", "continuity: stoma", "anastomosis", "contradicted", std::slice::from_ref(&join))],
    });
    let ports = json!({
        "code": "44202", "name": "Removal through ports", "why": "The way in was open.",
        "failed": [condition("approach", "approach: laparoscopic", "open", "contradicted", &[quote(11, "midline laparotomy")])],
    });
    let mut more_ports = ports.clone();
    more_ports["code"] = "44203".into();
    let opening = json!({
        "code": "44020", "name": "Opening of small bowel", "why": "It needs an opening.",
        "failed": [condition("action", "what was done: opening", "resection", "contradicted", std::slice::from_ref(&segment))],
    });
    let mut freeing = opening.clone();
    freeing["code"] = "44005".into();
    let first = json!({
        "code": "44120", "name": "Open removal of one piece of small bowel, ends joined", "units": 1,
        "modifiers": [{"modifier": "22", "because": "Three hours of freeing adhesions.", "quotes": [quote(9, "three hours")]}],
        "under": null,
        "because": "One piece of small bowel was taken out through an open incision and its ends were joined.",
        "source": "CMS, NCCI Policy Manual, chapter 6, 2025",
        "evidence": [segment, join],
        "conditions": [
            condition("site", "site: small intestine", "jejunum", "met", std::slice::from_ref(&segment)),
            condition("continuity", "continuity: joined", "joined", "met", std::slice::from_ref(&join)),
            condition("congenital", "not congenital", "", "not-documented", &[]),
        ],
        "confidence": {"kind": "documented"},
        "family": "small-bowel-resection", "neighbours": [stoma, ports, more_ports, opening, freeing], "events": [0],
    });
    let further = json!({
        "code": "44121", "name": "Each further piece of small bowel with a join of its own", "units": 2, "modifiers": [],
        "under": "44120", "because": "Each further piece with its own join is one unit.", "source": "",
        "evidence": [quote(16, "Two more segments were handled in the same way")], "conditions": [],
        "confidence": {"kind": "inferred", "from": ["“in the same way” was read as a resection with a join"]},
        "family": "small-bowel-resection", "neighbours": [ports], "events": [1],
    });
    serde_json::from_value(json!({
        "decisions": [first, further],
        "left_out": [{
            "code": "44005", "name": "Freeing of adhesions", "part_of": "44120",
            "because": "Freeing adhesions is part of any other abdominal operation.", "source": "CMS, NCCI Policy Manual, chapter 6, 2025",
            "quotes": [quote(9, "adhesions were taken down over three hours")],
        }],
        "questions": [{
            "text": "Were the ends of the third piece joined, or brought out?", "about": "continuity",
            "decides": ["44121", "44125"], "quotes": [quote(16, "Two more segments")],
        }],
        "remarks": [{"kind": "encoding-assumed", "message": "The file is not UTF-8."}],
        "events": [], "date": null,
    }))
    .unwrap()
}

fn unread(events: &Value) -> Answer {
    serde_json::from_value(json!({
        "decisions": [], "left_out": [], "questions": [], "remarks": [], "events": events, "date": null,
    }))
    .unwrap()
}

#[test]
fn an_answer() {
    insta::assert_snapshot!(answer(&sample(), PLAIN));
}

#[test]
fn no_code() {
    insta::assert_snapshot!("nothing-read", answer(&unread(&json!([])), PLAIN));
    let planned = json!([{
        "id": 0, "action": "resect", "label": "resection", "assertion": "planned", "count": 1,
        "evidence": [quote(3, "will undergo small bowel resection")],
        "attributes": {"site": [{"concept": "small-intestine", "label": "small intestine", "quotes": [quote(3, "small bowel")]}]},
    }]);
    insta::assert_snapshot!("only-planned", answer(&unread(&planned), PLAIN));
    let done = serde_json::from_value(
        json!({"sections": [], "mentions": [], "remarks": [], "events": planned}),
    )
    .unwrap();
    insta::assert_snapshot!("reading", reading(&done, PLAIN));
}

fn pages() -> Knowledge {
    let text = "- **The way in** must be open.\n- Ask if missing.";
    let pages = ["44120", "44125", "44950"].map(|code| Page {
        code: code.into(),
        name: format!("The page of {code}"),
        facts: Facts {
            rvu_release: "2024B".into(),
            status: "A".into(),
            global: "090".into(),
            work_rvu: "20.82".into(),
            mue_release: "2024 Q3".into(),
            mue: Some(1),
            mai: Some(2),
            ..Facts::default()
        },
        sections: vec![("What the note must say".into(), text.into())],
    });
    Knowledge {
        pages: pages.into(),
        ..Knowledge::default()
    }
}

#[test]
fn explanations() {
    let (answer, knowledge) = (sample(), pages());
    for code in ["44120", "44125", "44005", "44950"] {
        insta::assert_snapshot!(
            format!("explain-{code}"),
            explanation(&explain(code, &answer, &knowledge), PLAIN)
        );
    }
}

#[test]
fn a_page() {
    insta::assert_snapshot!(page(&pages().pages[0], PLAIN));
}

#[test]
fn narrow_or_coloured_nothing_is_lost() {
    let words = |terminal| -> Vec<String> {
        let text = answer(&sample(), terminal);
        let plain: String = text
            .split('\u{1b}')
            .enumerate()
            .map(|(n, part)| {
                if n == 0 {
                    part
                } else {
                    part.split_once('m').unwrap().1
                }
            })
            .collect();
        plain.split_whitespace().map(str::to_owned).collect()
    };
    assert_eq!(
        words(PLAIN),
        words(Terminal {
            colour: true,
            width: 40
        })
    );
}
