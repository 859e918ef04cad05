//! The reader: from the text of a note to what was done.

use crate::compile::{Compiled, ConceptId, DocumentKind};
use crate::hit::Hit;
use crate::model::{Assertion, Mention, ProcedureEvent, Reading, Remark, Section, Value};
use crate::place::Places;
use crate::scan::scan;
use crate::scene::Scene;
use crate::section::{self, Part};
use crate::sentence;
use crate::step::steps;
use crate::token::{Kind, Token, tokenize};
use crate::trie::BARRIER;
use crate::{event, recipe};
use ligature_knowledge::{Lexicon, Reach};

/// More events than any note has; the rest is left out, with a remark.
const MOST_EVENTS: usize = 150;

/// Reads notes. Built once from a lexicon; reading needs no lock, so one reader serves all threads.
#[derive(Debug)]
pub struct Reader {
    known: Compiled,
}

impl Reader {
    /// Compiles a lexicon.
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Reader {
        Reader {
            known: Compiled::new(lexicon),
        }
    }

    /// Reads a note. Never fails: what cannot be understood gives no events, and remarks say so.
    #[must_use]
    pub fn read(&self, text: &str) -> Reading {
        self.read_with(text, true)
    }

    /// Reads a note and lists of its mentions the acts only, for speed in batches.
    #[must_use]
    pub fn read_events(&self, text: &str) -> Reading {
        self.read_with(text, false)
    }

    fn read_with(&self, text: &str, mentions: bool) -> Reading {
        let known = &self.known;
        let suffix = |word: &str| self.suffix(word);
        let tokens = tokenize(text, &known.vocabulary, |word| match suffix(word) {
            0 => known.slips.meant(word),
            id => id,
        });
        let words: Vec<u32> = tokens
            .iter()
            .map(|t| {
                if t.word == 0 && matches!(t.kind, Kind::Mark(_)) {
                    BARRIER
                } else {
                    t.word
                }
            })
            .collect();
        if foreign(&tokens, known) {
            return Reading {
                sections: Vec::new(),
                mentions: Vec::new(),
                events: Vec::new(),
                remarks: vec![Remark {
                    kind: "not-english".into(),
                    message: "This note does not seem to be written in English, the only language that this book reads.".into(),
                }],
            };
        }
        let parts = section::cut(&tokens, &words, known);
        let sentences = sentence::cut(&tokens, &parts, known);
        let hits = scan(&tokens, &words, &sentences, known);
        let scene = Scene {
            tokens: &tokens,
            parts: &parts,
            sentences: &sentences,
            hits: &hits,
            known,
        };
        let places = Places::new(text);
        let mut remarks = Vec::new();
        let mut read = steps(&scene);
        if let Some(label) = not_operative(&tokens, &words, &parts, known) {
            for step in read
                .iter_mut()
                .filter(|s| matches!(s.sense, Assertion::Performed | Assertion::Named))
            {
                step.sense = Assertion::Past;
            }
            if !read.is_empty() {
                remarks.push(Remark {
                    kind: "not-an-operative-note".into(),
                    message: format!("This reads like {label}: the operations that it mentions count as done at another time, and support no code here."),
                });
            }
        }
        let read = recipe::apply(&scene, read);
        let mut events = event::assemble(&scene, &read, &places);
        if events.len() > MOST_EVENTS {
            events.truncate(MOST_EVENTS);
            remarks.push(Remark {
                kind: "too-many-events".into(),
                message: format!(
                    "More than {MOST_EVENTS} acts were read, more than one note can hold: only the first were used. Is this several notes in one?"
                ),
            });
        }
        self.whole_note(&scene, &places, &mut events);
        if events.is_empty() {
            remarks.push(Remark {
                kind: "nothing-read".into(),
                message: "No word of surgery that this book knows was found in the note. Is it an operative note in English?".into(),
            });
        }
        Reading {
            sections: parts
                .iter()
                .map(|p| self.section(&scene, &places, text, p))
                .collect(),
            mentions: hits
                .iter()
                .filter(|h| mentions || known.kind_of(h.concept) == known.well_known.action)
                .map(|h| self.mention(&scene, &places, h))
                .collect(),
            events,
            remarks,
        }
    }

    /// Unknown words with an ending that the lexicon lists (`~ectomy`) get the word of that ending.
    fn suffix(&self, word: &str) -> u32 {
        const ENDINGS: [usize; 5] = [4, 5, 6, 7, 8];
        if word.len() < 8 || !word.is_ascii() {
            return 0;
        }
        ENDINGS
            .iter()
            .map(|n| self.known.suffix(&word[word.len() - n..]))
            .find(|id| *id != 0)
            .unwrap_or(0)
    }

    fn section(&self, scene: &Scene, places: &Places, text: &str, part: &Part) -> Section {
        let tokens = &scene.tokens[part.start..part.end];
        let (start, end) = (
            tokens.first().map_or(0, |t| t.start as usize),
            tokens.last().map_or(0, |t| t.end as usize),
        );
        let heading = match (
            scene.tokens.get(part.start),
            scene.tokens[part.start..part.text].last(),
        ) {
            (Some(first), Some(last)) => text[first.start as usize..last.end as usize]
                .trim_end_matches(':')
                .to_owned(),
            _ => String::new(),
        };
        let kind = part
            .kind
            .map_or("body", |k| &self.known.sections[k as usize].id)
            .to_owned();
        Section {
            kind,
            heading,
            span: places.span(start, end),
        }
    }

    fn mention(&self, scene: &Scene, places: &Places, hit: &Hit) -> Mention {
        let concept = self.known.concept(hit.concept);
        let part = scene.sentences[hit.sentence].part;
        Mention {
            concept: concept.id.clone(),
            kind: self
                .known
                .kinds
                .get(concept.kind as usize)
                .map(|k| k.id.clone())
                .unwrap_or_default(),
            assertion: hit.sense.unwrap_or_else(|| scene.section_sense(part)),
            quote: places.quote_hit(scene, hit),
        }
    }

    /// Gives every event the attributes that hold for the whole note.
    fn whole_note(&self, scene: &Scene, places: &Places, events: &mut [ProcedureEvent]) {
        let known = &self.known;
        for (number, kind) in known
            .kinds
            .iter()
            .enumerate()
            .filter(|(_, k)| k.reach == Reach::Note && k.id != "shadow")
        {
            let found = hits_of_kind(scene, number, &kind.sections);
            let mut concepts: Vec<ConceptId> = found.iter().map(|h| h.concept).collect();
            concepts.sort_unstable();
            concepts.dedup();
            concepts.extend(
                kind.follow
                    .iter()
                    .filter(|f| followed(scene, f))
                    .map(|f| f[2]),
            );
            if !kind.prefers.is_empty() {
                let decides = kind
                    .prefers
                    .iter()
                    .find(|p| concepts.iter().any(|c| c == *p || known.is_a(*c, **p)));
                concepts.retain(|c| decides.is_some_and(|d| known.is_a(*c, *d)));
            }
            let mut values: Vec<Value> = concepts
                .iter()
                .map(|c| Value {
                    concept: known.concept(*c).id.clone(),
                    label: known.concept(*c).label.clone(),
                    quotes: found
                        .iter()
                        .filter(|h| {
                            h.concept == *c
                                || kind
                                    .follow
                                    .iter()
                                    .any(|f| f[2] == *c && f[..2].contains(&h.concept))
                        })
                        .take(3)
                        .map(|h| places.quote_hit(scene, h))
                        .collect(),
                    inferred: None,
                    negated: false,
                })
                .collect();
            if let (true, Some((concept, why))) = (values.is_empty(), &kind.silence) {
                values.push(Value {
                    concept: known.concept(*concept).id.clone(),
                    label: known.concept(*concept).label.clone(),
                    quotes: vec![],
                    inferred: Some(why.clone()),
                    negated: false,
                });
            }
            if !values.is_empty() {
                for event in events.iter_mut() {
                    event.attributes.insert(kind.id.clone(), values.clone());
                }
            }
        }
    }
}

/// The first was mentioned (not denied), and the second documented as done later in the note.
fn followed(scene: &Scene, [first, then, _]: &[ConceptId; 3]) -> bool {
    let in_operation =
        |h: &Hit| scene.section_sense(scene.sentences[h.sentence].part) == Assertion::Performed;
    let mentioned = |h: &&Hit| {
        scene.known.is_a(h.concept, *first)
            && !matches!(h.sense, Some(Assertion::Negated | Assertion::Past))
            && in_operation(h)
    };
    let Some(begin) = scene.hits.iter().find(mentioned).map(|h| h.start) else {
        return false;
    };
    scene.hits.iter().any(|h| {
        h.start > begin
            && scene.known.is_a(h.concept, *then)
            && h.sense.is_none()
            && in_operation(h)
    })
}

/// Hits of a kind that belong to this operation: those in the body if there are any, else in the title.
fn hits_of_kind<'a>(scene: &'a Scene, kind: usize, extra: &[String]) -> Vec<&'a Hit> {
    let usable = |h: &&Hit| h.kind as usize == kind && h.sense.is_none();
    let section = |h: &Hit| scene.sentences[h.sentence].part;
    let body: Vec<&Hit> = scene
        .hits
        .iter()
        .filter(usable)
        .filter(|h| scene.section_sense(section(h)) == Assertion::Performed)
        .collect();
    let read: Vec<&Hit> = scene
        .hits
        .iter()
        .filter(usable)
        .filter(|h| extra.iter().any(|s| s == scene.section_name(section(h))))
        .collect();
    if !body.is_empty() || !read.is_empty() {
        // the title says more closely what the body says widely (a laparotomy where it only opens the belly), and what
        // it says of the first importance counts (a conversion)
        let first = scene.known.kinds[kind].prefers.first();
        // the weakest of all (a scope that put a mark there last week) never outweighs the title
        let faint = scene.known.kinds[kind]
            .prefers
            .last()
            .is_some_and(|l| body.iter().all(|t| scene.known.is_a(t.concept, *l)));
        let closer = |h: &&Hit| {
            let known = scene.known;
            faint
                || first.is_some_and(|f| known.is_a(h.concept, *f))
                || body
                    .iter()
                    .any(|t| t.concept != h.concept && known.is_a(h.concept, t.concept))
        };
        let mut named: Vec<&Hit> = scene
            .hits
            .iter()
            .filter(usable)
            .filter(|h| scene.section_sense(section(h)) == Assertion::Named)
            .filter(closer)
            .collect();
        let mut all = body;
        all.append(&mut named);
        all.extend(read);
        if !extra.is_empty() {
            all.extend(
                scene
                    .hits
                    .iter()
                    .filter(usable)
                    .filter(|h| scene.section_sense(section(h)) == Assertion::Named),
            );
        }
        return all;
    }
    scene
        .hits
        .iter()
        .filter(usable)
        .filter(|h| scene.section_sense(section(h)) == Assertion::Named)
        .collect()
}

/// One word in eight is a frequent word of another language.
fn foreign(tokens: &[Token], known: &Compiled) -> bool {
    let words = tokens.iter().filter(|t| t.kind == Kind::Word);
    let (all, others) = words.fold((0, 0), |(all, others), t| {
        (
            all + 1,
            others + usize::from(t.word != 0 && known.well_known.foreign.contains(&t.word)),
        )
    });
    all >= 12 && others * 8 > all
}

/// The label of another kind of document, when the note's headings and words indicate it more than an operation.
fn not_operative<'a>(
    tokens: &[Token],
    words: &[u32],
    parts: &[Part],
    known: &'a Compiled,
) -> Option<&'a str> {
    let mut scores = vec![0_usize; known.documents.len()];
    for part in parts.iter().filter(|p| p.text > p.start) {
        if let Some(found) = known
            .document_headings
            .longest(&words[..part.text], part.start)
        {
            scores[found.value as usize] += 2;
        }
    }
    // what the first lines call the note weighs most
    let heads = (0..tokens.len())
        .filter(|at| tokens[*at].opens_line)
        .take(3);
    for found in heads.filter_map(|at| {
        known
            .document_headings
            .longest(words, at)
            .or_else(|| known.document_terms.longest(words, at))
    }) {
        scores[found.value as usize] += 3;
    }
    let mut at = 0;
    while at < tokens.len() {
        match known.document_terms.longest(words, at) {
            Some(found) => {
                scores[found.value as usize] += 1;
                at = found.end;
            }
            None => at += 1,
        }
    }
    let operative = known
        .documents
        .iter()
        .zip(&scores)
        .filter(|(d, _)| d.operative)
        .map(|(_, s)| *s)
        .max()
        .unwrap_or(0);
    let clear = |document: &DocumentKind, score: usize| {
        document.decisive || operative < 4 || score > 2 * operative
    };
    let (other, score) = known
        .documents
        .iter()
        .zip(&scores)
        .filter(|(d, _)| !d.operative)
        .max_by_key(|(_, s)| **s)?;
    (*score > operative && *score >= 3 && clear(other, *score)).then_some(&other.label)
}
