//! All files as they are written, every table with its place, before they are one [`Knowledge`].

use crate::claims::{
    ClaimExample, ClaimModifier, ClaimRules, CodeGroup, Factor, PatientRule, Places, Principle,
    Ranks, Share, Status,
};
use crate::include;
use crate::item::Item;
use crate::model::{
    Also, Compound, Concept, Cue, DocumentKind, Family, Grammar, Kind, Knowledge, Lexicon,
};
use crate::model::{Inclusion, ModifierRule, PartOf, Policies, Recipe, Row, SectionKind, Track};
use crate::page::{self, PlacedPage};
use crate::problem::Problem;
use crate::read::{Node, Placed, Reader, Step};
use crate::release::Release;
use crate::remits::{RemitCode, Remits};
use crate::source::{AuthoredFile, Part};
use crate::wording::{Example, Meaning, Name, NamedRange, Passing, Query, Sign, WordClass};
use serde::Deserialize;
use std::ops::Range;

/// All files read, every table with its place.
#[derive(Debug, Default)]
pub(crate) struct Draft<'s> {
    pub(crate) kinds: Vec<Placed<'s, Kind>>,
    pub(crate) concepts: Vec<Placed<'s, Concept>>,
    pub(crate) also: Vec<Placed<'s, Also>>,
    pub(crate) compounds: Vec<Placed<'s, Compound>>,
    pub(crate) recipes: Vec<Placed<'s, Recipe>>,
    pub(crate) tracks: Vec<Placed<'s, Track>>,
    pub(crate) cues: Vec<Placed<'s, Cue>>,
    pub(crate) sections: Vec<Placed<'s, SectionKind>>,
    pub(crate) documents: Vec<Placed<'s, DocumentKind>>,
    pub(crate) words: Vec<Placed<'s, Lexicon>>,
    pub(crate) families: Vec<(Placed<'s, Family>, Vec<Placed<'s, Row>>)>,
    pub(crate) inclusions: Vec<Placed<'s, Inclusion>>,
    pub(crate) parts: Vec<Placed<'s, PartOf>>,
    pub(crate) modifiers: Vec<Placed<'s, ModifierRule>>,
    pub(crate) pages: Vec<PlacedPage<'s>>,
    pub(crate) examples: Vec<Placed<'s, Example>>,
    pub(crate) names: Vec<Placed<'s, Name>>,
    pub(crate) ranges: Vec<Placed<'s, NamedRange>>,
    pub(crate) meanings: Vec<Placed<'s, Meaning>>,
    pub(crate) classes: Vec<Placed<'s, WordClass>>,
    pub(crate) signs: Vec<Placed<'s, Sign>>,
    pub(crate) passing: Vec<Placed<'s, Passing>>,
    pub(crate) queries: Vec<Placed<'s, Query>>,
    pub(crate) releases: Vec<Placed<'s, Release>>,
    pub(crate) claims: ClaimDraft<'s>,
    pub(crate) groups: Vec<Placed<'s, RemitCode>>,
    pub(crate) reasons: Vec<Placed<'s, RemitCode>>,
    pub(crate) remarks: Vec<Placed<'s, RemitCode>>,
    pub(crate) providers: Vec<Placed<'s, RemitCode>>,
    pub(crate) sources: Vec<Placed<'s, SourceOfCodes>>,
}

/// The tables of the files for claims.
#[derive(Debug, Default)]
pub(crate) struct ClaimDraft<'s> {
    pub(crate) modifiers: Vec<Placed<'s, ClaimModifier>>,
    pub(crate) factors: Vec<Placed<'s, Factor>>,
    pub(crate) shares: Vec<Placed<'s, Share>>,
    pub(crate) ranks: Vec<Placed<'s, Ranks>>,
    pub(crate) places: Vec<Placed<'s, Places>>,
    pub(crate) statuses: Vec<Placed<'s, Status>>,
    pub(crate) groups: Vec<Placed<'s, CodeGroup>>,
    pub(crate) principles: Vec<Placed<'s, Principle>>,
    pub(crate) patients: Vec<Placed<'s, PatientRule>>,
    pub(crate) examples: Vec<Placed<'s, ClaimExample>>,
}

/// What a file of remittance codes says in addition to its codes.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SourceOfCodes {
    /// Where its codes come from.
    pub(crate) source: String,
    /// Listed so that a misspelling is answered with the right name; removed before.
    #[serde(rename = "group")]
    _groups: Vec<toml::Value>,
    /// The same.
    #[serde(rename = "reason")]
    _reasons: Vec<toml::Value>,
    /// The same.
    #[serde(rename = "remark")]
    _remarks: Vec<toml::Value>,
    /// The same.
    #[serde(rename = "provider")]
    _providers: Vec<toml::Value>,
}

/// A file of examples without its examples.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NothingElse {
    /// Listed so that a misspelling is answered with the right name; removed before.
    #[serde(default, rename = "example")]
    _examples: Vec<toml::Value>,
    /// The same of `search.toml`.
    #[serde(default, rename = "query")]
    _queries: Vec<toml::Value>,
    /// The same of `claims.toml`.
    #[serde(default, rename = "claim")]
    _claims: Vec<toml::Value>,
    /// The same of a file of names.
    #[serde(default, rename = "name")]
    _names: Vec<toml::Value>,
    /// The same of a file of ranges.
    #[serde(default, rename = "range")]
    _ranges: Vec<toml::Value>,
    /// The same of a file of meanings.
    #[serde(default, rename = "meaning")]
    _meanings: Vec<toml::Value>,
    #[serde(default, rename = "class")]
    _classes: Vec<toml::Value>,
    #[serde(default, rename = "sign")]
    _signs: Vec<toml::Value>,
    #[serde(default, rename = "passing")]
    _passing: Vec<toml::Value>,
    /// The same of a file of releases.
    #[serde(default, rename = "release")]
    _releases: Vec<toml::Value>,
}

/// A file for claims without its tables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfClaims {
    #[serde(default, rename = "modifier")]
    _modifiers: Vec<toml::Value>,
    #[serde(default, rename = "factor")]
    _factors: Vec<toml::Value>,
    #[serde(default, rename = "share")]
    _shares: Vec<toml::Value>,
    #[serde(default, rename = "ranks")]
    _ranks: Vec<toml::Value>,
    #[serde(default, rename = "places")]
    _places: Vec<toml::Value>,
    #[serde(default, rename = "status")]
    _statuses: Vec<toml::Value>,
    #[serde(default, rename = "group")]
    _groups: Vec<toml::Value>,
    #[serde(default, rename = "principle")]
    _principles: Vec<toml::Value>,
    #[serde(default, rename = "patient")]
    _patients: Vec<toml::Value>,
}

impl<'s> Draft<'s> {
    pub(crate) fn read(&mut self, source: &'s AuthoredFile, problems: &mut Vec<Problem>) {
        if source.part == Part::Page {
            self.pages.extend(page::read(source, problems));
            return;
        }
        let mut reader = Reader::new(source, problems);
        match source.part {
            Part::Lexicon => {
                self.kinds.extend(reader.items("kind"));
                self.concepts.extend(reader.items("concept"));
                self.also.extend(reader.items("also"));
                self.compounds.extend(reader.items("compound"));
                self.recipes.extend(reader.items("recipe"));
                self.tracks.extend(reader.items("track"));
                self.cues.extend(reader.items("cue"));
                self.sections.extend(reader.items("section"));
                self.documents.extend(reader.items("document"));
                self.words.extend(reader.rest());
            }
            Part::Family => {
                let rows = reader.items("row");
                self.families
                    .extend(reader.rest().map(|family| (family, rows)));
            }
            Part::Policies => {
                self.inclusions.extend(reader.items("inclusion"));
                self.parts.extend(reader.items("part_of"));
                self.modifiers.extend(reader.items("modifier"));
                reader.rest::<Policies>();
            }
            Part::Examples => {
                self.examples.extend(reader.items("example"));
                self.queries.extend(reader.items("query"));
                self.claims.examples.extend(reader.items("claim"));
                reader.rest::<NothingElse>();
            }
            Part::Names => {
                self.names.extend(reader.items("name"));
                reader.rest::<NothingElse>();
            }
            Part::Ranges => {
                self.ranges.extend(reader.items("range"));
                reader.rest::<NothingElse>();
            }
            Part::Search => {
                self.meanings.extend(reader.items("meaning"));
                self.classes.extend(reader.items("class"));
                self.signs.extend(reader.items("sign"));
                self.passing.extend(reader.items("passing"));
                reader.rest::<NothingElse>();
            }
            Part::Claims => {
                let claims = &mut self.claims;
                claims.modifiers.extend(reader.items("modifier"));
                claims.factors.extend(reader.items("factor"));
                claims.shares.extend(reader.items("share"));
                claims.ranks.extend(reader.items("ranks"));
                claims.places.extend(reader.items("places"));
                claims.statuses.extend(reader.items("status"));
                claims.groups.extend(reader.items("group"));
                claims.principles.extend(reader.items("principle"));
                claims.patients.extend(reader.items("patient"));
                reader.rest::<OfClaims>();
            }
            Part::Remits => {
                let mut lists = [
                    reader.items::<RemitCode>("group"),
                    reader.items("reason"),
                    reader.items("remark"),
                    reader.items("provider"),
                ];
                let file = reader.rest::<SourceOfCodes>();
                for placed in lists.iter_mut().flatten() {
                    if let Some(file) = &file
                        && placed.value.source.is_empty()
                    {
                        placed.value.source.clone_from(&file.value.source);
                    }
                }
                let [groups, reasons, remarks, providers] = lists;
                self.groups.extend(groups);
                self.reasons.extend(reasons);
                self.remarks.extend(remarks);
                self.providers.extend(providers);
                self.sources.extend(file);
            }
            Part::Releases => {
                self.releases.extend(reader.items("release"));
                reader.rest::<NothingElse>();
            }
            Part::Page => {}
        }
    }

    /// The place of each item: its file and the span of its name.
    pub(crate) fn places(&self, sources: &[AuthoredFile]) -> Vec<(Item, usize, Range<usize>)> {
        let mut places = Vec::new();
        let mut put = |item: Item, node: &Node<'s>, path: &[Step<'_>]| {
            let source = sources
                .iter()
                .position(|source| std::ptr::eq(source, node.source));
            places.extend(source.map(|source| (item, source, node.span(path))));
        };
        for (at, placed) in self.concepts.iter().enumerate() {
            put(Item::Concept(at), &placed.node, &[Step::Key("id")]);
        }
        for (family, (_, rows)) in self.families.iter().enumerate() {
            for (row, placed) in rows.iter().enumerate() {
                put(
                    Item::Row { family, row },
                    &placed.node,
                    &[Step::Key("code")],
                );
            }
        }
        for (page, placed) in self.pages.iter().enumerate() {
            put(Item::Page(page), &placed.node, &[Step::Key("code")]);
            for key in page::FACTS {
                put(
                    Item::Fact { page, key },
                    &placed.node,
                    &[Step::Key("facts"), Step::Key(key)],
                );
            }
        }
        for (at, placed) in self.examples.iter().enumerate() {
            put(Item::Example(at), &placed.node, &[Step::Key("id")]);
        }
        for (at, placed) in self.names.iter().enumerate() {
            put(Item::Name(at), &placed.node, &[Step::Key("code")]);
        }
        for (release, placed) in self.releases.iter().enumerate() {
            for layout in 0..placed.value.layouts.len() {
                let path = [Step::Key("layouts"), Step::At(layout)];
                put(Item::Layout { release, layout }, &placed.node, &path);
            }
        }
        for (at, placed) in self.ranges.iter().enumerate() {
            put(Item::Range(at), &placed.node, &[Step::Key("codes")]);
        }
        places
    }

    /// Gives rows, parts and principles the words of the inclusions that they name, and claims the principles of the parts
    /// that hold for them too.
    pub(crate) fn include(&mut self, problems: &mut Vec<Problem>) {
        let inclusions: Vec<&Inclusion> = self.inclusions.iter().map(|i| &i.value).collect();
        let families = self.families.iter_mut();
        for Placed { value: row, node } in families.flat_map(|(_, rows)| rows) {
            let words = (&mut row.because, &mut row.source);
            include::words(&inclusions, row.included.as_deref(), words, node, problems);
        }
        for Placed { value: part, node } in &mut self.parts {
            let words = (&mut part.because, &mut part.source);
            include::words(&inclusions, part.included.as_deref(), words, node, problems);
        }
        for Placed { value: rule, node } in &mut self.claims.principles {
            let words = (&mut rule.because, &mut rule.source);
            let from = include::words(&inclusions, rule.included.as_deref(), words, node, problems);
            if let Some(from) = from.filter(|_| rule.resolve.is_empty()) {
                rule.resolve.clone_from(&from.resolve);
            }
        }
        let codes: Vec<(&str, Vec<&str>)> = self
            .families
            .iter()
            .map(|(family, rows)| {
                let rows = rows.iter().map(|row| &row.value);
                let given = rows.flat_map(|row| row.code.iter().chain(&row.further));
                (
                    family.value.id.as_str(),
                    given.map(String::as_str).collect(),
                )
            })
            .collect();
        for Placed { value: part, node } in &self.parts {
            let named = part.included.as_deref();
            let from = inclusions.iter().find(|i| Some(i.id.as_str()) == named);
            if let Some(value) = include::principle(part, from.copied(), &codes) {
                let node = node.clone();
                self.claims.principles.push(Placed { value, node });
            }
        }
    }

    pub(crate) fn into_knowledge(self) -> Knowledge {
        fn values<T>(placed: Vec<Placed<'_, T>>) -> Vec<T> {
            placed.into_iter().map(|placed| placed.value).collect()
        }
        // Every field by name: a list that is added to the lexicon must be added to `read` too, or it would be lost.
        let mut lexicon = Lexicon {
            kinds: values(self.kinds),
            concepts: values(self.concepts),
            also: values(self.also),
            compounds: values(self.compounds),
            recipes: values(self.recipes),
            tracks: values(self.tracks),
            cues: values(self.cues),
            sections: values(self.sections),
            documents: values(self.documents),
            grammar: Grammar::default(),
            not_slips: Vec::new(),
            abbreviations: Vec::new(),
        };
        for words in values(self.words) {
            lexicon.grammar.extend(words.grammar);
            lexicon.not_slips.extend(words.not_slips);
            lexicon.abbreviations.extend(words.abbreviations);
        }
        let families = self.families.into_iter().map(|(family, rows)| Family {
            rows: values(rows),
            ..family.value
        });
        Knowledge {
            lexicon,
            families: families.collect(),
            policies: Policies {
                inclusions: values(self.inclusions),
                part_of: values(self.parts),
                modifiers: values(self.modifiers),
            },
            pages: self.pages.into_iter().map(|placed| placed.page).collect(),
            examples: values(self.examples),
            names: values(self.names),
            ranges: values(self.ranges),
            meanings: values(self.meanings),
            classes: values(self.classes),
            signs: values(self.signs),
            passing: values(self.passing),
            queries: values(self.queries),
            claim_examples: values(self.claims.examples),
            claims: ClaimRules {
                modifiers: values(self.claims.modifiers),
                factors: values(self.claims.factors),
                shares: values(self.claims.shares),
                ranks: values(self.claims.ranks),
                places: values(self.claims.places),
                statuses: values(self.claims.statuses),
                groups: values(self.claims.groups),
                principles: values(self.claims.principles),
                patients: values(self.claims.patients),
            },
            remits: Remits {
                groups: values(self.groups),
                reasons: values(self.reasons),
                remarks: values(self.remarks),
                providers: values(self.providers),
            },
        }
    }
}
