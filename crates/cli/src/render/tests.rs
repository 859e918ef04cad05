//! The whole text of an answer, an explanation and a page, as a coder sees it.

use super::*;
use ligature_terminal::Terminal;
use ligature_tools::{Answer, AuditAnswer, Explanation, LookupAnswer};
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

/// What a note must say, as a page has it.
const MUST_SAY: &str = "- **The way in** must be open.\n- Ask if missing.";

/// What the sample says of a code.
fn explained(code: &str, verdict: &str) -> Explanation {
    let sample = serde_json::to_value(sample()).unwrap();
    let own = |list: &Value| -> Vec<Value> {
        let all = list.as_array().unwrap().iter();
        all.filter(|one| one["code"] == code).cloned().collect()
    };
    let refusals = sample["decisions"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|made| {
            let chosen = made["code"].clone();
            let own = own(&made["neighbours"]).into_iter();
            own.map(move |refusal| json!({"chosen": [chosen], "refusal": refusal}))
        });
    let questions = sample["questions"].as_array().unwrap().iter();
    let questions = questions.filter(|q| q["decides"].as_array().unwrap().contains(&json!(code)));
    serde_json::from_value(json!({
        "code": code, "name": format!("The page of {code}"), "verdict": verdict,
        "decisions": own(&sample["decisions"]), "neighbours": refusals.collect::<Vec<_>>(),
        "left_out": own(&sample["left_out"]), "questions": questions.cloned().collect::<Vec<_>>(),
        "must_say": MUST_SAY, "chosen": ["44120", "44121"],
    }))
    .unwrap()
}

#[test]
fn explanations() {
    for (code, verdict) in [
        ("44120", "chosen"),
        ("44125", "open"),
        ("44005", "not-billed-apart"),
        ("44950", "not-weighed"),
    ] {
        insta::assert_snapshot!(
            format!("explain-{code}"),
            explanation(&explained(code, verdict), PLAIN)
        );
    }
}

#[test]
fn a_page() {
    let head = json!({"system": "cpt", "code": "44120", "title": "The page of 44120", "title_from": "ours", "status": "billable"});
    let fact = |name: &str, words: &str, value: &str, meaning: &str, release: &str, until: &str| json!({"name": name, "words": words, "modifier": "", "value": value, "meaning": meaning, "release": release, "until": until});
    let mut answer = json!({
        "short": "", "validity": {"is": "valid", "release": "RVU24B"}, "date": "2024-06-30",
        "above": [], "below": [], "before": null, "after": null, "instructions": [], "related": [],
        "facts": [
            fact("work-rvu", "work RVU", "20.11", "", "RVU23D", "2023-12-31"),
            fact("status", "status", "A", "active: paid by its relative values where it is covered", "RVU24B", "2024-06-30"),
            fact("work-rvu", "work RVU", "20.82", "", "RVU24B", "2024-06-30"),
            fact("mue-practitioner", "unit limit (MUE), practitioner", "1", "", "MUE 2024 Q3", "2024-09-30"),
        ],
        "terms": [], "older_titles": [], "citations": [],
        "sections": [{"heading": "What the note must say", "markdown": MUST_SAY}],
    });
    for (name, value) in head.as_object().unwrap() {
        answer[name] = value.clone();
    }
    let answer: LookupAnswer = serde_json::from_value(answer).unwrap();
    insta::assert_snapshot!(page(&answer, PLAIN));
}

#[test]
fn an_audit() {
    let sample = serde_json::to_value(sample()).unwrap();
    let decision = &sample["decisions"][0];
    let billed = |code: &str, units: u32, earned: u32, support: &str, because: &str| {
        json!({
            "code": code, "name": format!("The page of {code}"), "modifiers": [], "units": units, "earned": earned,
            "support": support, "because": because, "source": "", "words": [], "missing": [], "must_say": null,
            "unproven_modifiers": [],
        })
    };
    let mut first = billed(
        "44120",
        1,
        1,
        "supported",
        "The ends of one piece were joined.",
    );
    first["words"] = decision["evidence"].clone();
    first["modifiers"] = json!(["59"]);
    first["unproven_modifiers"] = json!(["59"]);
    let mut second = billed(
        "44125",
        1,
        0,
        "not-supported",
        "The ends were joined, not brought out.",
    );
    second["missing"] = decision["neighbours"][0]["failed"].clone();
    second["must_say"] = json!(MUST_SAY);
    let answer: AuditAnswer = serde_json::from_value(json!({
        "codes": [first, second, billed("44121", 3, 2, "too-many-units", "Each further piece with its own join is one unit.")],
        "missed": [sample["decisions"][1]], "questions": sample["questions"], "remarks": [],
    }))
    .unwrap();
    insta::assert_snapshot!("an-audit", audit(&answer, PLAIN));
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
