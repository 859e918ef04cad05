//! A little of everything: every list has an entry and every text its own words, so that a book in which two fields
//! changed places is detected.

#![allow(clippy::needless_update)] // A field added later takes its default until it is filled in here.

use ligature_knowledge::{
    Also, ClaimRules, Compound, Concept, Cue, DocumentKind, Example, Facts, Family, Inclusion,
    Kind, Knowledge, Lexicon, Meaning, ModifierRule, Name, Page, PartOf, Passing, Policies, Query,
    Reach, Recipe, RemitCode, Remits, Row, SectionKind, Sign, Track, Want, WordClass,
};
use std::collections::BTreeMap;

fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

fn pairs(words: &[(&str, &str)]) -> BTreeMap<String, String> {
    words
        .iter()
        .map(|(key, value)| (key.to_string(), value.to_string()))
        .collect()
}

fn when() -> BTreeMap<String, Want> {
    [
        ("site".to_owned(), Want::One("bowel".into())),
        ("approach".to_owned(), Want::AnyOf(list(&["open", "none"]))),
    ]
    .into()
}

pub(crate) fn sample() -> Knowledge {
    Knowledge {
        lexicon: lexicon(),
        families: vec![Family {
            id: "resection".into(),
            title: "Removal".into(),
            select: when(),
            neighbours: list(&["44125"]),
            rows: vec![Row {
                code: Some("44120".into()),
                further: Some("44121".into()),
                would_be: Some("44125".into()),
                with: list(&["44139"]),
                when: when(),
                unit_each: true,
                because: "One piece was taken out: ‘très bien’.".into(),
                source: "our own, 2025".into(),
                ask: pairs(&[("approach", "Open or not?")]),
                from: Some("2025-01-01".into()),
                until: None,
                included: Some("within".into()),
                ..Row::default()
            }],
            ..Family::default()
        }],
        policies: Policies {
            inclusions: vec![Inclusion {
                id: "within".into(),
                because: "It lies within it.".into(),
                resolve: "Take it off.".into(),
                source: "inclusion source".into(),
            }],
            part_of: vec![PartOf {
                part: list(&["44121"]),
                whole: list(&["any"]),
                except: list(&["44125"]),
                when: when(),
                because: "It is part of it.".into(),
                source: "part source".into(),
                on_claims: true,
                unless: list(&["59"]),
                included: Some("within".into()),
                ..PartOf::default()
            }],
            modifiers: vec![ModifierRule {
                modifier: "22".into(),
                codes: list(&["44120"]),
                when: when(),
                because: "It took longer.".into(),
                source: "modifier source".into(),
                ..ModifierRule::default()
            }],
            ..Policies::default()
        },
        pages: ["44120", "44121"].map(page).into(),
        names: vec![Name {
            code: "44120".into(),
            name: "Take out a piece of bowel".into(),
            words: list(&["sbr"]),
            global: "090".into(),
            kind: "operation".into(),
        }],
        ranges: vec![ligature_knowledge::NamedRange {
            codes: "44005-44055".into(),
            name: "Freeing and opening bowel".into(),
        }],
        meanings: vec![Meaning {
            say: list(&["gut"]),
            means: list(&["intestine"]),
        }],
        classes: vec![WordClass {
            name: "urine".into(),
            say: list(&["pee"]),
        }],
        signs: vec![Sign {
            when: list(&["urine", "night"]),
            means: list(&["nocturia"]),
        }],
        passing: vec![Passing {
            say: list(&["when"]),
        }],
        queries: vec![Query {
            text: "sbr".into(),
            system: "cpt".into(),
            right: list(&["44120"]),
            kind: String::new(),
        }],
        claims: ClaimRules::default(),
        claim_examples: Vec::new(),
        remits: Remits {
            reasons: vec![RemitCode {
                code: "97".into(),
                layers: list(&["bundling", "global"]),
                means: "Paid with another service.".into(),
                ..RemitCode::default()
            }],
            providers: vec![RemitCode {
                code: "WO".into(),
                means: "Taken back.".into(),
                ..RemitCode::default()
            }],
            ..Remits::default()
        },
        examples: vec![Example {
            id: "one".into(),
            shows: "One piece.".into(),
            note: "Bowel out.".into(),
            codes: list(&["44120"]),
            never: list(&["49000"]),
            ..Example::default()
        }],
    }
}

fn lexicon() -> Lexicon {
    Lexicon {
        kinds: vec![Kind {
            id: "site".into(),
            label: "where".into(),
            reach: Reach::Discourse,
            silence: Some("bowel".into()),
            silence_says: Some("nothing else is said".into()),
            of: list(&["resect"]),
            prefers: list(&["gut", "bowel"]),
            sections: list(&["title"]),
            apart: true,
            ..Kind::default()
        }],
        concepts: vec![Concept {
            id: "bowel".into(),
            kind: "site".into(),
            label: "the bowel".into(),
            is_a: list(&["belly"]),
            organ: true,
            background: false,
            countable: true,
            verbs: list(&["bowels"]),
            names: list(&["bowelling"]),
            terms: list(&["bowel", "gut"]),
            ..Concept::default()
        }],
        also: vec![Also {
            concept: "bowel".into(),
            verbs: list(&["gutting"]),
            names: list(&["the gut"]),
            terms: list(&["guts"]),
            ..Also::default()
        }],
        compounds: vec![Compound {
            names: list(&["enterectomy"]),
            verbs: list(&["enterectomise"]),
            means: pairs(&[("action", "resect")]),
            ..Compound::default()
        }],
        recipes: vec![Recipe {
            makes: "resect".into(),
            steps: list(&["divide", "remove"]),
            within: 7,
            when: pairs(&[("site", "not bowel")]),
            given: list(&["specimen"]),
            gives: pairs(&[("extent", "whole")]),
            ..Recipe::default()
        }],
        tracks: vec![Track {
            action: "resect".into(),
            sites: list(&["bowel"]),
            closed_by: "join".into(),
            gives: pairs(&[("continuity", "joined")]),
            else_by: "exteriorize".into(),
            else_gives: pairs(&[("continuity", "stoma")]),
            absorbs: list(&["divide"]),
            ..Track::default()
        }],
        cues: vec![Cue {
            sense: "negated".into(),
            side: "after".into(),
            reach: 5,
            terms: list(&["no"]),
            ..Cue::default()
        }],
        sections: vec![SectionKind {
            id: "title".into(),
            sense: "named".into(),
            block: true,
            headings: list(&["procedure"]),
            ..SectionKind::default()
        }],
        documents: vec![DocumentKind {
            id: "operative".into(),
            label: "operative note".into(),
            operative: true,
            terms: list(&["incision"]),
            headings: list(&["operation"]),
            ..DocumentKind::default()
        }],
        not_slips: list(&["respected"]),
        abbreviations: list(&["dr"]),
        ..Lexicon::default()
    }
}

fn page(code: &str) -> Page {
    let facts = Facts {
        rvu_release: "A table, 2025".into(),
        status: "A".into(),
        global: "090".into(),
        work_rvu: "20.82".into(),
        mue: Some(1),
        mai: Some(2),
        primaries: list(&["44120"]),
        addon_type: Some(3),
        ..Facts::default()
    };
    Page {
        code: code.into(),
        name: format!("The page of {code}"),
        facts,
        sections: vec![
            ("In plain words".into(), "One.".into()),
            ("Terms".into(), String::new()),
        ],
    }
}
