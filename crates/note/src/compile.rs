//! The lexicon, compiled: concepts become numbers, terms become paths of a trie. Done once for each reader.

use crate::inflect::{noun_forms, verb_forms};
use crate::model::Assertion;
use crate::slips::Slips;
use crate::token::Vocabulary;
use crate::trie::Trie;
use ligature_knowledge::{Lexicon, Reach};
use rustc_hash::{FxHashMap, FxHashSet};

/// Number of a concept.
pub(crate) type ConceptId = u16;
/// Number of a kind.
pub(crate) type KindId = u8;

/// How a term speaks of its concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// "was resected": tells of the doing.
    Verb,
    /// "resection": names the act.
    Name,
    /// Any other word.
    Term,
}

/// What a term of the lexicon means.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub form: Form,
    pub means: Vec<ConceptId>,
}

/// What a cue turns its neighbours into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    Assert(Assertion),
    Landmark,
    Stop,
    Nothing,
}

/// On which side of a cue its neighbours are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    After,
    Before,
    Sentence,
}

/// A cue, compiled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub sense: Sense,
    pub side: Side,
    pub reach: usize,
}

#[derive(Debug)]
pub(crate) struct Concept {
    pub id: String,
    pub label: String,
    pub kind: KindId,
    /// Itself and all wider concepts.
    pub within: FxHashSet<ConceptId>,
    pub organ: bool,
    pub background: bool,
    pub countable: bool,
    pub making: bool,
    pub foreign: bool,
    pub uncounted: bool,
    pub repeats: bool,
}

#[derive(Debug)]
pub(crate) struct Kind {
    pub id: String,
    pub reach: Reach,
    pub of: Vec<ConceptId>,
    pub prefers: Vec<ConceptId>,
    pub silence: Option<(ConceptId, String)>,
    pub sections: Vec<String>,
    pub apart: bool,
    pub follow: Vec<[ConceptId; 3]>,
}

#[derive(Debug)]
pub(crate) struct Recipe {
    pub makes: ConceptId,
    pub steps: Vec<ConceptId>,
    pub within: usize,
    pub when: Vec<(bool, ConceptId)>,
    pub given: Vec<ConceptId>,
    pub gives: Vec<ConceptId>,
}

#[derive(Debug)]
pub(crate) struct Track {
    pub action: ConceptId,
    pub sites: Vec<ConceptId>,
    pub closed_by: Option<ConceptId>,
    pub closed_with: Vec<KindId>,
    pub gives: Vec<ConceptId>,
    pub else_by: Option<ConceptId>,
    pub else_gives: Vec<ConceptId>,
    pub else_act: Option<ConceptId>,
    pub absorbs: Vec<ConceptId>,
}

#[derive(Debug)]
pub(crate) struct SectionKind {
    pub id: String,
    pub sense: Assertion,
    pub block: bool,
}

/// A kind of document, by number; terms and headings point here.
#[derive(Debug)]
pub(crate) struct DocumentKind {
    pub label: String,
    pub operative: bool,
}

/// Everything a reader needs, in numbers.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub vocabulary: Vocabulary,
    pub slips: Slips,
    pub concepts: Vec<Concept>,
    pub kinds: Vec<Kind>,
    pub entries: Vec<Entry>,
    /// Terms that belong to what stands near them.
    pub terms: Trie,
    /// Terms that speak for the whole note; they may overlap with the others.
    pub wide: Trie,
    /// What a cue's words turn: the same words may turn both sides.
    pub turns: Vec<Vec<Turn>>,
    pub cues: Trie,
    pub sections: Vec<SectionKind>,
    pub headings: Trie,
    pub documents: Vec<DocumentKind>,
    pub document_terms: Trie,
    pub document_headings: Trie,
    pub recipes: Vec<Recipe>,
    pub tracks: Vec<Track>,
    pub abbreviations: FxHashSet<u32>,
    pub well_known: WellKnown,
    suffixes: FxHashMap<String, u32>,
}

/// Kinds and words that the reader itself has to know.
#[derive(Debug, Default)]
pub(crate) struct WellKnown {
    pub action: KindId,
    pub site: KindId,
    pub target: KindId,
    pub order: KindId,
    pub count: KindId,
    pub tally: KindId,
    pub device: KindId,
    /// The action concept of making anything ("was fashioned"): it says that a named thing was done.
    pub make: Option<ConceptId>,
    /// The action concept of steps: acts whose object may be told in an earlier sentence.
    pub step: Option<ConceptId>,
    /// Words that stand for a thing told before ("it", "this", "the first").
    pub pronouns: FxHashSet<u32>,
    /// Forms of "to be", which make a passive.
    pub being: FxHashSet<u32>,
    /// Words that do something ("I", "we", "surgeon").
    pub doers: FxHashSet<u32>,
    /// Pronouns that open a clause of their own.
    pub subjects: FxHashSet<u32>,
    /// Articles and the like, passed over.
    pub small: FxHashSet<u32>,
    /// Units of measure after a number.
    pub units: FxHashSet<u32>,
    /// "as", before what a thing was made into.
    pub becoming: FxHashSet<u32>,
    /// "each", which deals an act out.
    pub each: FxHashSet<u32>,
    /// Frequent words of other languages.
    pub foreign: FxHashSet<u32>,
    /// Words that may begin a clause.
    pub joints: FxHashSet<u32>,
    /// "and", which joins two names into one phrase.
    pub and: FxHashSet<u32>,
    /// Words after which the object follows a name ("resection of the ileum").
    pub of: FxHashSet<u32>,
}

impl Compiled {
    pub(crate) fn is_a(&self, concept: ConceptId, wider: ConceptId) -> bool {
        self.concepts[concept as usize].within.contains(&wider)
    }

    pub(crate) fn concept(&self, id: ConceptId) -> &Concept {
        &self.concepts[id as usize]
    }

    pub(crate) fn kind_of(&self, id: ConceptId) -> KindId {
        self.concepts[id as usize].kind
    }

    /// The word that stands for an ending, or 0.
    pub(crate) fn suffix(&self, ending: &str) -> u32 {
        self.suffixes.get(ending).copied().unwrap_or(0)
    }

    /// Compiles a lexicon. Names that do not exist are passed over: the loader has reported them.
    pub(crate) fn new(lexicon: &Lexicon) -> Compiled {
        Builder::new(lexicon).build(lexicon)
    }
}

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

struct Builder {
    vocabulary: Vocabulary,
    entries: Vec<Entry>,
    terms: Trie,
    wide: Trie,
    whole_note: FxHashSet<KindId>,
    kind_of: Vec<KindId>,
    exact: FxHashSet<u32>,
    fuzzy: FxHashSet<u32>,
    suffixes: Vec<(String, ConceptId)>,
    kinds: FxHashMap<String, KindId>,
    names: FxHashMap<String, ConceptId>,
}

impl Builder {
    fn new(lexicon: &Lexicon) -> Builder {
        let kinds = lexicon.kinds.iter().zip(0..).map(|(k, i)| (k.id.clone(), i)).collect();
        let names = lexicon.concepts.iter().zip(0..).map(|(c, i)| (c.id.clone(), i)).collect();
        let kinds: FxHashMap<String, KindId> = kinds;
        let whole_note = lexicon.kinds.iter().filter(|k| k.reach == Reach::Note).filter_map(|k| kinds.get(&k.id).copied()).collect();
        let kind_of = lexicon.concepts.iter().map(|c| kinds.get(&c.kind).copied().unwrap_or(KindId::MAX)).collect();
        Builder {
            vocabulary: Vocabulary::default(),
            entries: Vec::new(),
            terms: Trie::new(),
            wide: Trie::new(),
            whole_note,
            kind_of,
            exact: FxHashSet::default(),
            fuzzy: FxHashSet::default(),
            suffixes: Vec::new(),
            kinds,
            names,
        }
    }

    fn all(&self, names: &[String]) -> Vec<ConceptId> {
        names.iter().filter_map(|n| self.names.get(n).copied()).collect()
    }

    /// A term's words; `*` splits it into head and tail.
    fn parts(&mut self, term: &str) -> Vec<Vec<u32>> {
        term.split('*').map(|part| self.vocabulary.term(part)).filter(|p| !p.is_empty()).collect()
    }

    fn add(&mut self, forms: &[String], form: Form, means: &[ConceptId], exact: bool) {
        let entry = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry { form, means: means.to_vec() });
        for phrase in forms {
            let parts = self.parts(phrase);
            for word in parts.iter().flatten() {
                let set = if exact { &mut self.exact } else { &mut self.fuzzy };
                set.insert(*word);
            }
            let wide = means.iter().all(|m| self.whole_note.contains(&self.kind_of[*m as usize]));
            let trie = if wide { &mut self.wide } else { &mut self.terms };
            if let Some(before) = trie.insert(&parts, entry) {
                self.merge(entry, before, &parts, wide);
            }
        }
    }

    /// The same words mean several things (`lap`): the term keeps the meanings of all.
    fn merge(&mut self, entry: u32, before: u32, parts: &[Vec<u32>], wide: bool) {
        let (old, new) = (self.entries[before as usize].clone(), self.entries[entry as usize].clone());
        let mut means = old.means.clone();
        means.extend(new.means.iter().filter(|m| !old.means.contains(m)));
        // an act first: it is the head that the others belong to
        let action = self.kinds.get("action").copied().unwrap_or(KindId::MAX);
        means.sort_by_key(|m| self.kind_of[*m as usize] != action);
        let form = if old.form == Form::Term { new.form } else { old.form };
        let both = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry { form, means });
        let trie = if wide { &mut self.wide } else { &mut self.terms };
        trie.insert(parts, both);
    }

    fn phrases(&mut self, phrases: &[String], form: Form, means: &[ConceptId]) {
        for phrase in phrases {
            let (phrase, exact) = phrase.strip_suffix('!').map_or((phrase.as_str(), false), |p| (p, true));
            if let (Some(suffix), Some(first)) = (phrase.strip_prefix('~'), means.first()) {
                self.suffixes.push((suffix.to_owned(), *first));
                continue;
            }
            let forms = match form {
                Form::Verb => verb_forms(phrase),
                _ if exact => vec![phrase.to_owned()],
                _ => noun_forms(phrase),
            };
            self.add(&forms, form, means, exact);
        }
    }

    fn set(&mut self, words: &[&str]) -> FxHashSet<u32> {
        words.iter().flat_map(|w| self.vocabulary.term(w)).collect()
    }

    fn well_known(&mut self) -> WellKnown {
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
            pronouns: self.set(&["it", "this", "that", "which", "these", "those", "they", "all", "both", "each", "first", "second", "third", "fourth", "fifth", "one", "other", "area", "areas", "ends", "end", "them", "everything", "latter", "former", "portion", "piece", "pieces", "length", "part", "two", "three", "four", "cm", "inches", "centimeters", "centimetres", "centimeter", "feet", "foot", "ones", "next", "last"]),
            being: self.set(&["was", "were", "is", "are", "been", "being", "be", "got"]),
            doers: self.set(&["i", "we", "he", "she", "surgeon", "team", "and", "then", "they", "to"]),
            subjects: self.set(&["i", "we", "they", "he", "she"]),
            small: self.set(&["the", "a", "an", "this", "that", "its", "his", "her", "of", "these", "our", "their", "new", "own", "more", "such", "separate", "distinct", "different", "small", "discrete", "individual", "short", "long", "further", "proximally", "distally", "then", "completely", "carefully", "sharply", "bluntly", "easily", "simply", "also", "now", "therefore", "instead", "finally", "next", "later", "subsequently", "above", "below", "either", "side", "entirely", "fully", "mm", "inches", "feet", "both", "all", "additional", "bowel", "stapled", "cm", "full", "thickness", "layer"]),
            becoming: self.set(&["as"]),
            each: self.set(&["each"]),
            foreign: self.set(&["el", "la", "los", "las", "del", "de", "se", "con", "una", "por", "que", "y", "en", "un", "le", "les", "des", "und", "der", "die", "das", "mit", "wurde", "est", "dans", "avec", "du", "il", "di", "con", "para", "al", "fue"]),
            joints: self.set(&["and", "then", "but", "while", "which", "whereas", "because", "so", "where", "before", "after", "until", "although", "as", "once", "when", "with", "w"]),
            and: self.set(&["and", "with", "w"]),
            of: self.set(&["of"]),
            units: self.set(&["cm", "mm", "ml", "cc", "l", "liters", "litres", "feet", "foot", "inches", "inch", "french", "fr", "hours", "minutes", "min", "days", "weeks", "months", "years", "layer", "layers", "mg", "g", "units", "oh", "centimeters", "centimetres", "liter", "litre", "x", "day", "week", "month", "year", "hour", "pm", "am", "o"]),
        }
    }

    fn build(mut self, lexicon: &Lexicon) -> Compiled {
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
            let mut means: Vec<_> = compound.means.values().filter_map(|c| self.names.get(c).copied()).collect();
            // the action first: it is the head that the others belong to
            means.sort_by_key(|m| concepts[*m as usize].kind != self.kinds.get("action").copied().unwrap_or(0));
            self.phrases(&compound.names, Form::Name, &means);
            self.phrases(&compound.verbs, Form::Verb, &means);
        }
        let (turns, cues) = self.cues(lexicon);
        let (sections, headings) = self.sections(lexicon);
        let (documents, document_terms, document_headings) = self.documents(lexicon);
        let recipes = lexicon.recipes.iter().filter_map(|r| self.recipe(r)).collect();
        let tracks = lexicon.tracks.iter().filter_map(|t| self.track(t)).collect();
        let kinds = lexicon.kinds.iter().map(|k| self.kind(k)).collect();
        let abbreviations = lexicon.abbreviations.iter().flat_map(|a| self.vocabulary.term(a)).collect();
        let well_known = self.well_known();
        for word in &lexicon.not_slips {
            self.vocabulary.term(word);
        }
        let suffixes = self.add_suffixes();
        let slips = Slips::new(&self.vocabulary, |id| self.fuzzy.contains(&id) && !self.exact.contains(&id));
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

    /// Suffixes stand in the vocabulary as a word of their own (`~ectomy`), which unknown words with that ending are given.
    fn add_suffixes(&mut self) -> FxHashMap<String, u32> {
        let mut words = FxHashMap::default();
        for (suffix, concept) in std::mem::take(&mut self.suffixes) {
            let entry = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
            self.entries.push(Entry { form: Form::Name, means: vec![concept] });
            let word = self.vocabulary.intern(&format!("~{suffix}"));
            self.terms.insert(&[vec![word]], entry);
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
                kind: self.kinds.get(&concept.kind).copied().unwrap_or(KindId::MAX),
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
        let silence = kind.silence.as_ref().and_then(|s| self.names.get(s).copied());
        Kind {
            id: kind.id.clone(),
            reach: kind.reach,
            of: self.all(&kind.of),
            prefers: self.all(&kind.prefers),
            sections: kind.sections.clone(),
            apart: kind.apart,
            follow: kind.follow.iter().filter_map(|f| self.all(f).try_into().ok()).collect(),
            silence: silence.map(|s| (s, kind.silence_says.clone().unwrap_or_default())),
        }
    }

    fn recipe(&self, recipe: &ligature_knowledge::Recipe) -> Option<Recipe> {
        let condition = |want: &str| {
            let want = want.trim();
            let (want, holds) = want.strip_prefix("not ").map_or((want, true), |w| (w, false));
            self.names.get(want).map(|c| (holds, *c))
        };
        Some(Recipe {
            makes: *self.names.get(&recipe.makes)?,
            steps: self.all(&recipe.steps),
            within: recipe.within.max(1),
            when: recipe.when.values().flat_map(|w| w.split(',')).filter_map(condition).collect(),
            given: self.all(&recipe.given),
            gives: recipe.gives.values().filter_map(|c| self.names.get(c).copied()).collect(),
        })
    }

    fn track(&self, track: &ligature_knowledge::Track) -> Option<Track> {
        Some(Track {
            action: *self.names.get(&track.action)?,
            sites: self.all(&track.sites),
            closed_by: self.names.get(&track.closed_by).copied(),
            closed_with: track.closed_with.iter().filter_map(|k| self.kinds.get(k).copied()).collect(),
            gives: track.gives.values().filter_map(|c| self.names.get(c).copied()).collect(),
            else_by: self.names.get(&track.else_by).copied(),
            else_gives: track.else_gives.values().filter_map(|c| self.names.get(c).copied()).collect(),
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
                "both" if matches!(sense, Sense::Assert(_) | Sense::Landmark) => &[Side::Before, Side::After],
                _ => &[Side::After],
            };
            let reach = if cue.reach == 0 { usize::MAX } else { cue.reach };
            let new: Vec<Turn> = sides.iter().map(|side| Turn { sense, side: *side, reach }).collect();
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
            kinds.push(SectionKind { id: section.id.clone(), sense: assertion(&section.sense), block: section.block });
            for heading in &section.headings {
                let words = self.vocabulary.term(heading);
                trie.insert(&[words], value);
            }
        }
        (kinds, trie)
    }

    fn documents(&mut self, lexicon: &Lexicon) -> (Vec<DocumentKind>, Trie, Trie) {
        let (mut kinds, mut terms, mut headings) = (Vec::new(), Trie::new(), Trie::new());
        for (document, value) in lexicon.documents.iter().zip(0..) {
            kinds.push(DocumentKind { label: document.label.clone(), operative: document.operative });
            for (list, trie) in [(&document.terms, &mut terms), (&document.headings, &mut headings)] {
                for term in list {
                    let words = self.vocabulary.term(term.trim_end_matches('!'));
                    trie.insert(&[words], value);
                }
            }
        }
        (kinds, terms, headings)
    }
}
