//! Compiling a lexicon: forms of words, tries of terms, numbers for names.

use crate::compile::{
    Compiled, Concept, ConceptId, DocumentKind, Form, Kind, KindId, Recipe, SectionKind, Sense,
    Side, TermEntry, Track, Turn, WellKnown,
};
use crate::inflect::{noun_forms, verb_forms};
use crate::model::Assertion;
use crate::slips::Slips;
use crate::token::Vocabulary;
use crate::trie::{GAP_MARK, Trie};
use ligature_knowledge::{Grammar, Lexicon, Reach};
use rustc_hash::{FxHashMap, FxHashSet};

fn assertion(name: &str) -> Assertion {
    match name {
        "named" => Assertion::Named,
        "negated" => Assertion::Negated,
        "planned" => Assertion::Planned,
        "past" => Assertion::Past,
        "hypothetical" => Assertion::Hypothetical,
        "other" => Assertion::Other,
        _ => Assertion::Performed,
    }
}

impl Compiled {
    /// Compiles a lexicon. Names that do not exist are ignored: the loader has reported them.
    pub(crate) fn new(lexicon: &Lexicon) -> Compiled {
        Builder::new(lexicon).build(lexicon)
    }
}

/// A word of a term that is matched exactly.
const EXACT: u8 = 1;
/// A word of a term that allows misspellings.
const FUZZY: u8 = 2;

/// A lexicon being compiled.
pub(crate) struct Builder {
    vocabulary: Vocabulary,
    entries: Vec<TermEntry>,
    terms: Trie,
    wide: Trie,
    whole_note: FxHashSet<KindId>,
    kind_of: Vec<KindId>,
    /// For each word whether its terms match exactly ([`EXACT`]), allow misspellings ([`FUZZY`]), or both.
    flags: Vec<u8>,
    suffixes: Vec<(String, ConceptId)>,
    kinds: FxHashMap<String, KindId>,
    names: FxHashMap<String, ConceptId>,
}

impl Builder {
    pub(crate) fn new(lexicon: &Lexicon) -> Builder {
        let kinds = lexicon
            .kinds
            .iter()
            .zip(0..)
            .map(|(k, i)| (k.id.clone(), i))
            .collect();
        let names = lexicon
            .concepts
            .iter()
            .zip(0..)
            .map(|(c, i)| (c.id.clone(), i))
            .collect();
        let kinds: FxHashMap<String, KindId> = kinds;
        let whole_note = lexicon
            .kinds
            .iter()
            .filter(|k| k.reach == Reach::Note)
            .filter_map(|k| kinds.get(&k.id).copied())
            .collect();
        let kind_of = lexicon
            .concepts
            .iter()
            .map(|c| kinds.get(&c.kind).copied().unwrap_or(KindId::MAX))
            .collect();
        Builder {
            vocabulary: Vocabulary::default(),
            entries: Vec::new(),
            terms: Trie::new(),
            wide: Trie::new(),
            whole_note,
            kind_of,
            flags: Vec::new(),
            suffixes: Vec::new(),
            kinds,
            names,
        }
    }

    fn all(&self, names: &[String]) -> Vec<ConceptId> {
        names
            .iter()
            .filter_map(|n| self.names.get(n).copied())
            .collect()
    }

    /// A term's words; `*` splits it into head and tail.
    /// A term's words; `*` leaves a gap between head and tail.
    fn parts(&mut self, term: &str) -> Vec<u32> {
        let mut parts = Vec::with_capacity(8);
        for part in term.split('*') {
            let before = parts.len();
            if before > 0 {
                parts.push(GAP_MARK);
            }
            self.vocabulary.term_into(part, &mut parts);
            if before > 0 && parts.len() == before + 1 {
                parts.pop();
            }
        }
        parts
    }

    /// Adds a phrase that means what an entry says.
    fn add(&mut self, phrase: &str, entry: u32, exact: bool, wide: bool) {
        let parts = self.parts(phrase);
        let flag = if exact { EXACT } else { FUZZY };
        for word in parts.iter().filter(|w| **w != GAP_MARK) {
            let at = *word as usize;
            if self.flags.len() <= at {
                self.flags.resize(at + 1024, 0);
            }
            self.flags[at] |= flag;
        }
        let trie = if wide {
            &mut self.wide
        } else {
            &mut self.terms
        };
        if let Some(before) = trie.insert(&parts, entry).filter(|b| *b != entry) {
            self.merge(entry, before, &parts, wide);
        }
    }

    /// The same words mean several things (`lap`): the term keeps the meanings of all.
    fn merge(&mut self, entry: u32, before: u32, parts: &[u32], wide: bool) {
        let (old, new) = (
            self.entries[before as usize].clone(),
            self.entries[entry as usize].clone(),
        );
        let mut means = old.means.clone();
        means.extend(new.means.iter().filter(|m| !old.means.contains(m)));
        // an act first: it is the head that the others belong to
        let action = self.kinds.get("action").copied().unwrap_or(KindId::MAX);
        means.sort_by_key(|m| self.kind_of[*m as usize] != action);
        let form = if old.form == Form::Term {
            new.form
        } else {
            old.form
        };
        let both = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push(TermEntry { form, means });
        let trie = if wide {
            &mut self.wide
        } else {
            &mut self.terms
        };
        trie.insert(parts, both);
    }

    fn phrases(&mut self, phrases: &[String], form: Form, means: &[ConceptId]) {
        if phrases.is_empty() {
            return;
        }
        let entry = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let means = means.to_vec();
        let wide = means
            .iter()
            .all(|m| self.whole_note.contains(&self.kind_of[*m as usize]));
        self.entries.push(TermEntry {
            form,
            means: means.clone(),
        });
        for phrase in phrases {
            let (phrase, exact) = phrase
                .strip_suffix('!')
                .map_or((phrase.as_str(), false), |p| (p, true));
            if let (Some(suffix), Some(first)) = (phrase.strip_prefix('~'), means.first()) {
                self.suffixes.push((suffix.to_owned(), *first));
                continue;
            }
            if exact && form != Form::Verb {
                self.add(phrase, entry, true, wide);
                continue;
            }
            let forms = match form {
                Form::Verb => verb_forms(phrase),
                _ => noun_forms(phrase),
            };
            for phrase in &forms {
                self.add(phrase, entry, exact, wide);
            }
        }
    }

    fn set(&mut self, words: &[String]) -> FxHashSet<u32> {
        words.iter().flat_map(|w| self.vocabulary.term(w)).collect()
    }

    fn well_known(&mut self, grammar: &Grammar) -> WellKnown {
        let kind = |name: &str| self.kinds.get(name).copied().unwrap_or(KindId::MAX);
        let (action, site, target) = (kind("action"), kind("site"), kind("target"));
        let (order, count, tally) = (kind("order"), kind("count"), kind("tally"));
        let device = kind("device");
        WellKnown {
            action,
            site,
            target,
            order,
            count,
            tally,
            device,
            make: self.names.get("make").copied(),
            step: self.names.get("step").copied(),
            piece: self.names.get("bowel-part").copied(),
            lengths: self.set(&grammar.lengths),
            pronouns: self.set(&grammar.pronouns),
            being: self.set(&grammar.being),
            doers: self.set(&grammar.doers),
            subjects: self.set(&grammar.subjects),
            small: self.set(&grammar.small),
            becoming: self.set(&grammar.becoming),
            each: self.set(&grammar.each),
            nothing: self.set(&grammar.nothing),
            no: self.set(&grammar.no),
            or: self.set(&grammar.or),
            foreign: self.set(&grammar.foreign),
            joints: self.set(&grammar.joints),
            and: self.set(&grammar.and),
            of: self.set(&grammar.of),
            units: self.set(&grammar.units),
        }
    }

    pub(crate) fn build(mut self, lexicon: &Lexicon) -> Compiled {
        let concepts = self.concepts(lexicon);
        for more in &lexicon.also {
            let means = self.all(std::slice::from_ref(&more.concept));
            self.phrases(&more.verbs, Form::Verb, &means);
            self.phrases(&more.names, Form::Name, &means);
            self.phrases(&more.terms, Form::Term, &means);
        }
        for concept in &lexicon.concepts {
            let means = self.all(std::slice::from_ref(&concept.id));
            self.phrases(&concept.verbs, Form::Verb, &means);
            self.phrases(&concept.names, Form::Name, &means);
            self.phrases(&concept.terms, Form::Term, &means);
        }
        for compound in &lexicon.compounds {
            let mut means: Vec<_> = compound
                .means
                .values()
                .filter_map(|c| self.names.get(c).copied())
                .collect();
            // the action first: it is the head that the others belong to
            means.sort_by_key(|m| {
                concepts[*m as usize].kind != self.kinds.get("action").copied().unwrap_or(0)
            });
            self.phrases(&compound.names, Form::Name, &means);
            self.phrases(&compound.verbs, Form::Verb, &means);
        }
        let (turns, cues) = self.cues(lexicon);
        let (sections, headings) = self.sections(lexicon);
        let (documents, document_terms, document_headings) = self.documents(lexicon);
        let recipes = lexicon
            .recipes
            .iter()
            .filter_map(|r| self.recipe(r))
            .collect();
        let tracks = lexicon
            .tracks
            .iter()
            .filter_map(|t| self.track(t))
            .collect();
        let kinds = lexicon.kinds.iter().map(|k| self.kind(k)).collect();
        let abbreviations = lexicon
            .abbreviations
            .iter()
            .flat_map(|a| self.vocabulary.term(a))
            .collect();
        let well_known = self.well_known(&lexicon.grammar);
        for word in &lexicon.not_slips {
            self.vocabulary.term(word);
        }
        let suffixes = self.add_suffixes();
        let slips = Slips::new(&self.vocabulary, |id| {
            self.flags.get(id as usize) == Some(&FUZZY)
        });
        Compiled {
            vocabulary: self.vocabulary,
            slips,
            concepts,
            kinds,
            entries: self.entries,
            terms: self.terms,
            wide: self.wide,
            turns,
            cues,
            sections,
            headings,
            documents,
            document_terms,
            document_headings,
            recipes,
            tracks,
            abbreviations,
            well_known,
            suffixes,
        }
    }

    /// Suffixes are words of the vocabulary (`~ectomy`); unknown words with that ending get this word.
    fn add_suffixes(&mut self) -> FxHashMap<String, u32> {
        let mut words = FxHashMap::default();
        for (suffix, concept) in std::mem::take(&mut self.suffixes) {
            let entry = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
            self.entries.push(TermEntry {
                form: Form::Name,
                means: vec![concept],
            });
            let word = self.vocabulary.intern(&format!("~{suffix}"));
            self.terms.insert(&[word], entry);
            words.insert(suffix, word);
        }
        words
    }

    fn concepts(&self, lexicon: &Lexicon) -> Vec<Concept> {
        let mut concepts = Vec::with_capacity(lexicon.concepts.len());
        for (concept, id) in lexicon.concepts.iter().zip(0..) {
            let mut within = FxHashSet::default();
            let mut open: Vec<ConceptId> = vec![id];
            while let Some(next) = open.pop() {
                if within.insert(next) {
                    open.extend(self.all(&lexicon.concepts[next as usize].is_a));
                }
            }
            concepts.push(Concept {
                id: concept.id.clone(),
                label: concept.label.clone(),
                kind: self
                    .kinds
                    .get(&concept.kind)
                    .copied()
                    .unwrap_or(KindId::MAX),
                within,
                organ: concept.organ,
                background: concept.background,
                countable: concept.countable,
                making: concept.making,
                foreign: concept.foreign,
                uncounted: concept.uncounted,
                repeats: concept.repeats,
            });
        }
        concepts
    }

    fn kind(&self, kind: &ligature_knowledge::Kind) -> Kind {
        let silence = kind
            .silence
            .as_ref()
            .and_then(|s| self.names.get(s).copied());
        Kind {
            id: kind.id.clone(),
            reach: kind.reach,
            of: self.all(&kind.of),
            prefers: self.all(&kind.prefers),
            sections: kind.sections.clone(),
            apart: kind.apart,
            follow: kind
                .follow
                .iter()
                .filter_map(|f| self.all(f).try_into().ok())
                .collect(),
            silence: silence.map(|s| (s, kind.silence_says.clone().unwrap_or_default())),
        }
    }

    fn recipe(&self, recipe: &ligature_knowledge::Recipe) -> Option<Recipe> {
        let condition = |want: &str| {
            let want = want.trim();
            let (want, holds) = want
                .strip_prefix("not ")
                .map_or((want, true), |w| (w, false));
            self.names.get(want).map(|c| (holds, *c))
        };
        Some(Recipe {
            makes: *self.names.get(&recipe.makes)?,
            steps: self.all(&recipe.steps),
            within: recipe.within.max(1),
            when: recipe
                .when
                .values()
                .flat_map(|w| w.split(','))
                .filter_map(condition)
                .collect(),
            given: self.all(&recipe.given),
            gives: recipe
                .gives
                .values()
                .filter_map(|c| self.names.get(c).copied())
                .collect(),
        })
    }

    fn track(&self, track: &ligature_knowledge::Track) -> Option<Track> {
        Some(Track {
            action: *self.names.get(&track.action)?,
            sites: self.all(&track.sites),
            closed_by: self.names.get(&track.closed_by).copied(),
            closed_with: track
                .closed_with
                .iter()
                .filter_map(|k| self.kinds.get(k).copied())
                .collect(),
            gives: track
                .gives
                .values()
                .filter_map(|c| self.names.get(c).copied())
                .collect(),
            else_by: self.names.get(&track.else_by).copied(),
            else_gives: track
                .else_gives
                .values()
                .filter_map(|c| self.names.get(c).copied())
                .collect(),
            else_act: self.names.get(&track.else_act).copied(),
            absorbs: self.all(&track.absorbs),
        })
    }

    fn cues(&mut self, lexicon: &Lexicon) -> (Vec<Vec<Turn>>, Trie) {
        let (mut turns, mut trie): (Vec<Vec<Turn>>, Trie) = (Vec::new(), Trie::new());
        for cue in &lexicon.cues {
            let sense = match cue.sense.as_str() {
                "landmark" => Sense::Landmark,
                "stop" => Sense::Stop,
                "none" => Sense::Nothing,
                name => Sense::Assert(assertion(name)),
            };
            let sides: &[Side] = match cue.side.as_str() {
                "before" => &[Side::Before],
                "sentence" => &[Side::Sentence],
                "both" if matches!(sense, Sense::Assert(_) | Sense::Landmark) => {
                    &[Side::Before, Side::After]
                }
                _ => &[Side::After],
            };
            let reach = if cue.reach == 0 {
                usize::MAX
            } else {
                cue.reach
            };
            let new: Vec<Turn> = sides
                .iter()
                .map(|side| Turn {
                    sense,
                    side: *side,
                    reach,
                })
                .collect();
            for term in &cue.terms {
                let parts = self.parts(term);
                let value = u32::try_from(turns.len()).unwrap_or(u32::MAX);
                turns.push(new.clone());
                if let Some(before) = trie.insert(&parts, value) {
                    let earlier = turns[before as usize].clone();
                    turns[value as usize].extend(earlier);
                }
            }
        }
        (turns, trie)
    }

    fn sections(&mut self, lexicon: &Lexicon) -> (Vec<SectionKind>, Trie) {
        let (mut kinds, mut trie) = (Vec::new(), Trie::new());
        for (section, value) in lexicon.sections.iter().zip(0..) {
            kinds.push(SectionKind {
                id: section.id.clone(),
                sense: assertion(&section.sense),
                block: section.block,
            });
            for heading in &section.headings {
                let words = self.vocabulary.term(heading);
                trie.insert(&words, value);
            }
        }
        (kinds, trie)
    }

    fn documents(&mut self, lexicon: &Lexicon) -> (Vec<DocumentKind>, Trie, Trie) {
        let (mut kinds, mut terms, mut headings) = (Vec::new(), Trie::new(), Trie::new());
        for (document, value) in lexicon.documents.iter().zip(0..) {
            kinds.push(DocumentKind {
                label: document.label.clone(),
                operative: document.operative,
                decisive: document.decisive,
            });
            for (list, trie) in [
                (&document.terms, &mut terms),
                (&document.headings, &mut headings),
            ] {
                for term in list {
                    let words = self.vocabulary.term(term.trim_end_matches('!'));
                    trie.insert(&words, value);
                }
            }
        }
        (kinds, terms, headings)
    }
}
