//! Hand-made answers and pages, so that the views are tested without the engine.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use ligature_book::{Origin, Parts, build_with};
use ligature_knowledge::{Facts, Family, Knowledge, Page, Row};
use ligature_tools::{
    Answer, Assertion, Condition, Confidence, Decision, Gate, LeftOut, ModifierChoice, Neighbour,
    NoteValue as Value, PageLine, PagesAnswer, ProcedureEvent, Question, Quote, Remark, Span,
    State,
};
use std::collections::BTreeMap;
use std::path::Path;

/// The day that is today in tests.
pub fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 1, 15)
}

/// A gate over a book of this knowledge, with what else is in it.
pub fn gate(knowledge: &Knowledge, parts: Parts<'_>) -> Gate {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("book");
    build_with(knowledge, parts, &Origin::default(), &out).unwrap();
    // a book that is open needs its folder no longer
    Gate::open(Some(&out)).unwrap().gate
}

/// The pages of [`knowledge`], as a tool answers with them.
pub fn pages() -> PagesAnswer {
    let line = |page: Page| PageLine {
        addon: !page.facts.primaries.is_empty(),
        unit_limit: page.facts.mue,
        code: page.code,
        name: page.name,
        global: page.facts.global,
        work_rvu: page.facts.work_rvu,
    };
    PagesAnswer {
        pages: knowledge().pages.into_iter().map(line).collect(),
    }
}

/// The place of words in a note; none if they are not in it.
pub fn quote(note: &str, words: &str) -> Option<Quote> {
    let start = note.find(words)?;
    let end = start + words.len();
    let char_start = note[..start].chars().count();
    let char_end = char_start + words.chars().count();
    let line = note[..start].matches('\n').count() + 1;
    Some(Quote {
        text: words.to_owned(),
        span: Span {
            start,
            end,
            char_start,
            char_end,
            line,
        },
    })
}

fn quotes(note: &str, all: &[&str]) -> Vec<Quote> {
    all.iter().filter_map(|words| quote(note, words)).collect()
}

fn condition(
    note: &str,
    kind: &str,
    wanted: &str,
    found: &str,
    state: State,
    words: &[&str],
) -> Condition {
    Condition {
        kind: kind.into(),
        wanted: wanted.into(),
        found: found.into(),
        state,
        quotes: quotes(note, words),
    }
}

/// An answer to the example note of the first page; for any other note, to those of its words that are there.
pub fn answer(note: &str, date: Option<jiff::civil::Date>) -> Answer {
    let mut answer = Answer {
        decisions: vec![],
        left_out: vec![],
        questions: vec![],
        outside: vec![],
        remarks: vec![],
        events: vec![],
        date: date.map(|date| date.to_string()),
    };
    if !note.contains("passed off") && !note.contains("cut out") {
        answer.remarks.push(Remark {
            kind: "not-an-operative-note".into(),
            message: "Nothing in it is documented as done: this may not be an operative note."
                .into(),
        });
        answer
            .questions
            .extend(note.contains("planned").then(|| Question {
                text: "Was the resection done in this session?".into(),
                about: "whether it was done".into(),
                decides: vec!["44120".into()],
                quotes: quotes(note, &["planned"]),
            }));
        return answer;
    }
    let open = || {
        condition(
            note,
            "approach",
            "approach: open",
            "open",
            State::Met,
            &["opened through the old midline incision", "Laparotomy"],
        )
    };
    answer.decisions.push(Decision {
        code: "44120".into(),
        name: "Open removal of one piece of small bowel, ends joined".into(),
        units: 1,
        modifiers: vec![],
        under: None,
        because: "One piece of small bowel was taken out through an open incision and its ends were joined.".into(),
        source: "NCCI Policy Manual for Medicare Services, chapter 6, 2025".into(),
        evidence: quotes(note, &["jejunum was transected above and below with a GIA 75 stapler", "This 12 cm segment was passed off the table", "passed off"]),
        conditions: vec![
            condition(note, "site", "site: small intestine", "jejunum", State::Met, &["mid jejunum", "jejunum was transected"]),
            open(),
            condition(note, "continuity", "continuity: anastomosis", "anastomosis, side to side", State::Met, &["joined with a further load of the GIA", "Both joins were patent"]),
        ],
        confidence: Confidence::Documented,
        family: "small-bowel-resection".into(),
        neighbours: neighbours(note),
        events: vec![0],
    });
    if note.contains("cut out") {
        answer.decisions.push(Decision {
            code: "44121".into(),
            name: "Each further open small-bowel piece removed and joined, same session".into(),
            units: 1,
            modifiers: vec![ModifierChoice {
                modifier: "59".into(),
                because: "Shown for the test only.".into(),
                quotes: quotes(note, &["sent separately"]),
            }],
            under: Some("44120".into()),
            because:
                "A further piece, apart from the first, was taken out and its ends were joined."
                    .into(),
            source: "NCCI Policy Manual for Medicare Services, chapter 6, 2025".into(),
            evidence: quotes(
                note,
                &[
                    "9 cm of ileum with the second stricture was cut out and sent separately",
                    "cut out",
                ],
            ),
            conditions: vec![
                condition(
                    note,
                    "site",
                    "site: small intestine",
                    "ileum",
                    State::Met,
                    &["distal ileum", "9 cm of ileum"],
                ),
                open(),
                condition(
                    note,
                    "continuity",
                    "continuity: anastomosis",
                    "anastomosis, end to end",
                    State::Met,
                    &["brought together end to end", "Both joins were patent"],
                ),
                condition(
                    note,
                    "order",
                    "order: further",
                    "second",
                    State::Met,
                    &["second stricture of the distal ileum"],
                ),
            ],
            confidence: Confidence::Inferred(vec!["the mention of two joins at the end".into()]),
            family: "small-bowel-resection".into(),
            neighbours: vec![],
            events: vec![1],
        });
    }
    answer.questions.push(Question {
        text: "Was the mesentery of the ileum taken wide, for a growth, or close to the wall?"
            .into(),
        about: "reach of the mesenteric resection".into(),
        decides: vec!["44120".into(), "44121".into()],
        quotes: quotes(note, &["A wedge of mesentery was clamped"]),
    });
    answer.left_out.push(LeftOut {
        code: "44005".into(),
        name: "Freeing of adhesions".into(),
        part_of: Some("44120".into()),
        because: "Freeing adhesions belongs to any other operation in the belly.".into(),
        source: "NCCI Policy Manual, chapter 6, 2025".into(),
        quotes: quotes(note, &["Adhesions between the loops and the abdominal wall were taken down sharply with scissors"]),
    });
    answer.left_out.push(LeftOut {
        code: String::new(),
        name: "Looking through the belly".into(),
        part_of: Some("44120".into()),
        because: "Exploration is part of every open abdominal operation.".into(),
        source: "NCCI Policy Manual, chapter 6, 2025".into(),
        quotes: quotes(
            note,
            &["The small bowel was run from the ligament of Treitz to the ileocecal valve"],
        ),
    });
    answer.events.push(event(
        0,
        note,
        "resection",
        Assertion::Performed,
        &["This 12 cm segment was passed off the table"],
    ));
    answer.events.push(event(
        1,
        note,
        "resection",
        Assertion::Named,
        &["resection of jejunum with anastomosis"],
    ));
    answer
}

fn neighbours(note: &str) -> Vec<Neighbour> {
    let other = |code: &str, name: &str, why: &str, failed| Neighbour {
        code: code.into(),
        name: name.into(),
        why: why.into(),
        failed,
    };
    vec![
        other(
            "44125",
            "Open removal of small bowel, end brought out as a stoma",
            "The ends were joined; none was brought out to the skin.",
            vec![condition(
                note,
                "continuity",
                "continuity: stoma",
                "anastomosis",
                State::Contradicted,
                &["joined with a further load of the GIA"],
            )],
        ),
        other(
            "44202",
            "Keyhole removal of one piece of small bowel, ends joined",
            "The belly was opened by a cut, not through ports.",
            vec![condition(
                note,
                "approach",
                "approach: laparoscopic",
                "open",
                State::Contradicted,
                &["opened through the old midline incision"],
            )],
        ),
        other(
            "44126",
            "Removal of blocked newborn bowel",
            "Nothing says that the blockage was there from birth.",
            vec![condition(
                note,
                "congenital",
                "congenital: yes",
                "",
                State::NotDocumented,
                &[],
            )],
        ),
    ]
}

fn event(
    id: usize,
    note: &str,
    label: &str,
    assertion: Assertion,
    words: &[&str],
) -> ProcedureEvent {
    let site = Value {
        concept: "jejunum".into(),
        label: "jejunum".into(),
        quotes: quotes(note, &["mid jejunum"]),
        inferred: None,
        negated: false,
    };
    ProcedureEvent {
        id,
        action: "resect".into(),
        label: label.into(),
        assertion,
        count: 1,
        evidence: quotes(note, words),
        attributes: BTreeMap::from([("site".to_owned(), vec![site])]),
    }
}

/// The authored pages, read without the loader, and one family.
pub fn knowledge() -> Knowledge {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge/procedures");
    let mut pages: Vec<Page> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| page(&std::fs::read_to_string(entry.unwrap().path()).ok()?))
        .collect();
    for page in pages
        .iter_mut()
        .filter(|page| page.code == "44120" || page.code == "44121")
    {
        page.facts = facts(&page.code);
    }
    let rows = [
        ("44120", Some("44121")),
        ("44125", None),
        ("44202", Some("44203")),
    ];
    let rows = rows.map(|(code, further)| Row {
        code: Some(code.into()),
        further: further.map(str::to_owned),
        ..Row::default()
    });
    let family = Family {
        id: "small-bowel-resection".into(),
        title: "Small-bowel resection".into(),
        neighbours: vec!["44126".into(), "44160".into()],
        rows: rows.into(),
        ..Family::default()
    };
    Knowledge {
        pages,
        families: vec![family],
        ..Knowledge::default()
    }
}

fn page(text: &str) -> Option<Page> {
    let (front, body) = text.strip_prefix("+++\n")?.split_once("\n+++\n")?;
    let key = |name: &str| {
        let line = front
            .lines()
            .find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix('='))?;
        Some(line.trim().trim_matches('"').to_owned())
    };
    let sections = body
        .split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'));
    let sections = sections
        .map(|(heading, text)| (heading.trim().to_owned(), text.trim().to_owned()))
        .collect();
    Some(Page {
        code: key("code")?,
        name: key("name")?,
        facts: Facts::default(),
        sections,
    })
}

fn facts(code: &str) -> Facts {
    let addon = code == "44121";
    Facts {
        rvu_release: "RVU24C, July 2024".into(),
        status: "A".into(),
        global: if addon { "ZZZ" } else { "090" }.into(),
        work_rvu: if addon { "4.44" } else { "20.82" }.into(),
        total_facility_rvu: if addon { "7.09" } else { "36.93" }.into(),
        multiple: if addon { "0" } else { "2" }.into(),
        bilateral: "0".into(),
        assistant: "2".into(),
        co_surgeon: "1".into(),
        team: "0".into(),
        mue_release: "third quarter 2024".into(),
        mue: Some(if addon { 2 } else { 1 }),
        mai: Some(if addon { 3 } else { 2 }),
        addon_release: if addon { "third quarter 2024" } else { "" }.into(),
        primaries: if addon { vec!["44120".into()] } else { vec![] },
        addon_type: addon.then_some(1),
    }
}
