//! What authors write, as values. Every struct here mirrors one table of a TOML file under `knowledge/`
//! (the field names are the keys), so the files are the reference and this is their shape.

use crate::claims::{ClaimExample, ClaimRules};
use crate::remits::Remits;
use crate::wording::{Example, Meaning, Name, NamedRange, Passing, Query, Sign, WordClass};
use rkyv::{Archive, Deserialize as Restore, Serialize as Store};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Everything authored.
#[derive(Debug, Clone, Default, PartialEq, Archive, Store, Restore)]
pub struct Knowledge {
    /// `knowledge/lexicon/*.toml`.
    pub lexicon: Lexicon,
    /// `knowledge/families/*.toml`, one family a file.
    pub families: Vec<Family>,
    /// `knowledge/policies/*.toml`.
    pub policies: Policies,
    /// `knowledge/procedures/*.md`.
    pub pages: Vec<Page>,
    /// `knowledge/examples/*.toml`.
    pub examples: Vec<Example>,
    /// `knowledge/names/*.toml`.
    pub names: Vec<Name>,
    /// `knowledge/ranges/*.toml`.
    pub ranges: Vec<NamedRange>,
    /// `knowledge/search/*.toml`.
    pub meanings: Vec<Meaning>,
    /// `[[class]]` of the same files.
    pub classes: Vec<WordClass>,
    /// `[[sign]]` of the same files.
    pub signs: Vec<Sign>,
    /// `[[passing]]` of the same files.
    pub passing: Vec<Passing>,
    /// `knowledge/examples/search.toml`.
    pub queries: Vec<Query>,
    /// `knowledge/claims/*.toml`.
    pub claims: ClaimRules,
    /// `[[claim]]` of `knowledge/examples/*.toml`.
    pub claim_examples: Vec<ClaimExample>,
    /// `knowledge/remits/*.toml`.
    pub remits: Remits,
}

/// The words of surgery and how they hang together. All lexicon files are read into this one table:
/// any file may hold any of its lists.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Lexicon {
    /// Kinds of concept, and of attribute of an event.
    #[serde(rename = "kind")]
    pub kinds: Vec<Kind>,
    /// Concepts.
    #[serde(rename = "concept")]
    pub concepts: Vec<Concept>,
    /// Further words for concepts that another file declares.
    pub also: Vec<Also>,
    /// Words that say an action and its attributes at once.
    #[serde(rename = "compound")]
    pub compounds: Vec<Compound>,
    /// Steps that amount to an action.
    #[serde(rename = "recipe")]
    pub recipes: Vec<Recipe>,
    /// How mentions become events.
    #[serde(rename = "track")]
    pub tracks: Vec<Track>,
    /// Words that say in what sense their neighbours are meant (ConText).
    #[serde(rename = "cue")]
    pub cues: Vec<Cue>,
    /// Kinds of section with their headings.
    #[serde(rename = "section")]
    pub sections: Vec<SectionKind>,
    /// Kinds of document, recognised by their headings and words.
    #[serde(rename = "document")]
    pub documents: Vec<DocumentKind>,
    /// Small words of the grammar.
    pub grammar: Grammar,
    /// Correct words that look like a slip for a word of the lexicon, and must not be taken for one.
    pub not_slips: Vec<String>,
    /// Abbreviations whose full stop does not end a sentence.
    pub abbreviations: Vec<String>,
}

/// Small words of English grammar, by the part that they play in reading.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Grammar {
    /// Words that refer to something mentioned before.
    pub pronouns: Vec<String>,
    /// Forms of "to be", which make a passive.
    pub being: Vec<String>,
    /// Words that do something: what follows the verb is its object.
    pub doers: Vec<String>,
    /// Pronouns that open a new clause.
    pub subjects: Vec<String>,
    /// Articles, adverbs and similar words, ignored.
    pub small: Vec<String>,
    /// Before what a thing was made into.
    pub becoming: Vec<String>,
    /// Words that deal an act out.
    pub each: Vec<String>,
    /// "Nothing", "anything": a denial that leaves no room.
    pub nothing: Vec<String>,
    /// "No", before what was not there or not dealt with.
    pub no: Vec<String>,
    /// "Or", "nor": what carries a denial on.
    pub or: Vec<String>,
    /// Frequent words of other languages.
    pub foreign: Vec<String>,
    /// Words that may begin a clause.
    pub joints: Vec<String>,
    /// Words that join two names into one phrase.
    pub and: Vec<String>,
    /// After them the object of a name follows.
    pub of: Vec<String>,
    /// Units of measure after a number.
    pub units: Vec<String>,
    /// Units of length.
    pub lengths: Vec<String>,
}

impl Grammar {
    /// Adds the words of another file.
    pub(crate) fn extend(&mut self, more: Grammar) {
        let Grammar {
            pronouns,
            being,
            doers,
            subjects,
            small,
            becoming,
            each,
            nothing,
            no,
            or,
            foreign,
            joints,
            and,
            of,
            units,
            lengths,
        } = more;
        self.pronouns.extend(pronouns);
        self.being.extend(being);
        self.doers.extend(doers);
        self.subjects.extend(subjects);
        self.small.extend(small);
        self.becoming.extend(becoming);
        self.each.extend(each);
        self.nothing.extend(nothing);
        self.no.extend(no);
        self.or.extend(or);
        self.foreign.extend(foreign);
        self.joints.extend(joints);
        self.and.extend(and);
        self.of.extend(of);
        self.units.extend(units);
        self.lengths.extend(lengths);
    }
}

/// A kind of concept (`site`, `approach` …). A concept of that kind near an action becomes an attribute of the event.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Kind {
    /// Name.
    pub id: String,
    /// The name in words for people.
    pub label: String,
    /// How far from the action a value may be.
    pub reach: Reach,
    /// The concept that applies when the note has none of this kind.
    pub silence: Option<String>,
    /// Why silence may be read so: shown to the reader with the inference.
    pub silence_says: Option<String>,
    /// Actions (with all below them) that take this kind; empty: all.
    pub of: Vec<String>,
    /// Where a note holds several values of a kind that reaches the whole note: the first of these that it holds decides.
    pub prefers: Vec<String>,
    /// Sections where a kind that reaches the whole note is read in addition to those that say what was done.
    pub sections: Vec<String>,
    /// A value in any sense but denied, followed later by another documented as done, gives a third (a conversion mentioned, then a
    /// long incision made): `[first, then, gives]`.
    pub follow: Vec<Vec<String>>,
    /// Values of this kind keep events separate (a hole that the surgeon made from one that was there).
    pub apart: bool,
}

/// How far from its action a value of a kind may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Archive, Store, Restore)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Not attached to events at all (actions, cues).
    #[default]
    Nowhere,
    /// In the same clause.
    Clause,
    /// In the same sentence.
    Sentence,
    /// In the same sentence, else carried over from the nearest earlier one.
    Discourse,
    /// Anywhere in the note: one value for all events.
    Note,
}

/// A thing of surgery, and the words for it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Concept {
    /// Name: kebab-case.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// In words for people.
    pub label: String,
    /// Wider concepts of the same kind.
    pub is_a: Vec<String>,
    /// An organ: two events on different organs are never one event.
    pub organ: bool,
    /// Says no more than the wider concept (a piece of bowel: of which bowel is not said).
    pub vague: bool,
    /// A place that acts pass through on the way: "it" in the next sentence never means this one.
    pub background: bool,
    /// Something outside the anatomy (a port, a drain): an act on it is done to no organ mentioned before.
    pub foreign: bool,
    /// An act that is always done more than once (bowel is divided at two ends): its number counts nothing.
    pub uncounted: bool,
    /// Says that the act mentioned last was done again ("dealt with in the same way").
    pub repeats: bool,
    /// Each of them counts as a separate act: pieces taken out, holes sewn.
    pub countable: bool,
    /// A verb by which named things are made ("an anastomosis was sewn").
    pub making: bool,
    /// Verbs: each is inflected (resect, resects, resected, resecting). Irregular forms are written out, separated by `/`:
    /// `"cut/cuts/cut/cutting out"`. `*` matches up to six words between: `"bring/brings/brought/bringing * together"`.
    pub verbs: Vec<String>,
    /// Nouns that name the act (resection); plurals are made.
    pub names: Vec<String>,
    /// Other words; plurals are made. A term that ends in `!` is matched exactly, without plural or misspellings; `*` as in verbs.
    pub terms: Vec<String>,
}

/// Further words for a concept: what people say, in addition to what textbooks write.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Also {
    /// The concept.
    pub concept: String,
    /// As in a concept.
    pub verbs: Vec<String>,
    /// As in a concept.
    pub names: Vec<String>,
    /// As in a concept.
    pub terms: Vec<String>,
}

/// A word that says an action and its attributes at once: appendectomy = resect + appendix.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Compound {
    /// The words (as `names` of a concept).
    pub names: Vec<String>,
    /// Verbs (as `verbs` of a concept).
    pub verbs: Vec<String>,
    /// Kind to concept.
    pub means: BTreeMap<String, String>,
}

/// Steps that together make up an action that the note does not name.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Recipe {
    /// What they amount to.
    pub makes: String,
    /// The steps, in any order; the first is where the evidence is quoted from.
    pub steps: Vec<String>,
    /// Within how many sentences they must be.
    pub within: usize,
    /// Attribute conditions on the steps taken together (kind to concept, or `"not x"`; several separated by commas).
    pub when: BTreeMap<String, String>,
    /// Concepts that must be in the note as done or present (a specimen).
    pub given: Vec<String>,
    /// Attributes the made event gets.
    pub gives: BTreeMap<String, String>,
}

/// How several mentions of an action become one event or several.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Track {
    /// The action.
    pub action: String,
    /// The organs that it is counted on together (bowel: small and large).
    pub sites: Vec<String>,
    /// What ends one event and lets the next begin (a join ends a resection).
    pub closed_by: String,
    /// Kinds of attribute that show the ending where they are with the act itself ("resected, side to side").
    pub closed_with: Vec<String>,
    /// The attribute that the ending gives (kind to concept).
    pub gives: BTreeMap<String, String>,
    /// What an event that was never closed ended in, if the note mentions it (a stoma).
    pub else_by: String,
    /// The attribute that this gives.
    pub else_gives: BTreeMap<String, String>,
    /// What the act is called when it was done to no organ (an old scar excised).
    pub else_act: String,
    /// Actions on the same organs that are part of this one wherever it was done (a stoma closure includes its resection and join).
    pub absorbs: Vec<String>,
}

/// Words that change the assertion of the words near them.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Cue {
    /// `negated`, `planned`, `past`, `hypothetical`, `other`, `stop` (ends a cue's reach), `none` (looks like a cue and is not),
    /// `landmark` (the site after it only says where), or `performed`.
    pub sense: String,
    /// Which side of the cue is meant: `after`, `before`, `both`, `sentence`.
    pub side: String,
    /// How many words far; 0: to the end of the clause.
    pub reach: usize,
    /// The words.
    pub terms: Vec<String>,
}

/// A kind of section.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct SectionKind {
    /// Name: `title`, `body`, `history`, `plan` …
    pub id: String,
    /// The sense in which procedures in it are meant unless a word says otherwise (an assertion's name).
    pub sense: String,
    /// Ends at the first empty line after its text (a field such as the title), not at the next heading.
    pub block: bool,
    /// Headings.
    pub headings: Vec<String>,
}

/// A kind of document.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentKind {
    /// Name: `operative`, `consult`, `discharge`, `endoscopy` …
    pub id: String,
    /// In words for people.
    pub label: String,
    /// Procedures described in it were done by its author in that session.
    pub operative: bool,
    /// Its words decide even where words of an operation are many (a case that was called off).
    pub decisive: bool,
    /// Words that indicate this kind.
    pub terms: Vec<String>,
    /// Headings that indicate it (count double).
    pub headings: Vec<String>,
}

/// A decision table.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Family {
    /// Name.
    pub id: String,
    /// In words for people.
    pub title: String,
    /// Which events this table decides: kind to condition; `action` names the action.
    pub select: BTreeMap<String, Want>,
    /// Codes of other families that a coder would weigh here too.
    pub neighbours: Vec<String>,
    /// Rows: the first that matches wins.
    #[serde(rename = "row")]
    pub rows: Vec<Row>,
}

/// A condition: one concept or any of several. `"x"`: the event has it (or a narrower one). `"not x"`: it has not.
/// `"any"`: it has some value of the kind. `"none"`: it has none. In a list one of the plain conditions must hold,
/// and every `not` one.
#[derive(Debug, Clone, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(untagged)]
pub enum Want {
    /// One.
    One(String),
    /// Any of these.
    AnyOf(Vec<String>),
}

/// A row of a decision table.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Row {
    /// The code for the first event; absent: not reported (`because` says why).
    pub code: Option<String>,
    /// The add-on for each further event, one unit each.
    pub further: Option<String>,
    /// For a row without a code: the code that it would have been, had it been reportable.
    pub would_be: Option<String>,
    /// An add-on's primaries: one of these codes must have been chosen too.
    pub with: Vec<String>,
    /// Conditions by kind; all must be met.
    pub when: BTreeMap<String, Want>,
    /// One unit for each time it was done instead of one in all.
    pub unit_each: bool,
    /// The rule in a sentence, shown to the reader.
    pub because: String,
    /// Publisher, document, section, year.
    pub source: String,
    /// For a row without a code: the [`Inclusion`] that says why; `because` and `source` are then its own.
    pub included: Option<String>,
    /// What to ask when a fact is not documented, by kind.
    pub ask: BTreeMap<String, String>,
    /// First date of service of this rule.
    pub from: Option<String>,
    /// Last date of service of this rule.
    pub until: Option<String>,
}

/// Rules between codes.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Policies {
    /// Why something is part of something else: authored once, named where it applies.
    #[serde(rename = "inclusion")]
    pub inclusions: Vec<Inclusion>,
    /// What is part of what.
    #[serde(rename = "part_of")]
    pub part_of: Vec<PartOf>,
    /// Modifiers that the note makes certain.
    #[serde(rename = "modifier")]
    pub modifiers: Vec<ModifierRule>,
}

/// Why something is part of something else. Rows of families, [`PartOf`] and the principles of claims name it with `included`
/// and say only where it applies.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Inclusion {
    /// Name.
    pub id: String,
    /// The rule in a sentence.
    pub because: String,
    /// On a claim: what the note would have to say, or what to do.
    pub resolve: String,
    /// Publisher, document, section, year; or the convention of this project with its reason.
    pub source: String,
}

/// A code that is part of another.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct PartOf {
    /// Codes or families that are not reported …
    pub part: Vec<String>,
    /// … with these codes or families; `"any"`: with any other code.
    pub whole: Vec<String>,
    /// Codes or families of `whole` that do not count.
    pub except: Vec<String>,
    /// Conditions on the event of the part.
    pub when: BTreeMap<String, Want>,
    /// It holds for the lines of a claim as well, where no note is at hand.
    pub on_claims: bool,
    /// On a claim: modifiers that allow the part to be billed; empty: none.
    pub unless: Vec<String>,
    /// The [`Inclusion`] that says why; `because` and `source` are then its own.
    pub included: Option<String>,
    /// The rule in a sentence.
    pub because: String,
    /// Publisher, document, section, year.
    pub source: String,
}

/// A modifier that the note makes certain.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct ModifierRule {
    /// Two characters.
    pub modifier: String,
    /// Codes or families it can go on; `"any"`.
    pub codes: Vec<String>,
    /// Conditions on the event.
    pub when: BTreeMap<String, Want>,
    /// Why, in a sentence.
    pub because: String,
    /// Publisher, document, section, year.
    pub source: String,
}

/// The page of a code.
#[derive(Debug, Clone, Default, PartialEq, Archive, Store, Restore)]
pub struct Page {
    /// The code.
    pub code: String,
    /// Our plain-language name.
    pub name: String,
    /// Facts from the public tables.
    pub facts: Facts,
    /// Sections in order: heading and Markdown.
    pub sections: Vec<(String, String)>,
}

/// Facts of the public tables, with the release they come from. Decimal numbers stay text: they are shown, not reckoned with.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Archive, Store, Restore)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    /// Release of the relative value file (CMS PPRRVU).
    pub rvu_release: String,
    /// Status code (A active, C carrier-priced …).
    pub status: String,
    /// Global period: 000, 010, 090, XXX, YYY, ZZZ.
    pub global: String,
    /// Work relative value units.
    pub work_rvu: String,
    /// Total facility relative value units.
    pub total_facility_rvu: String,
    /// Multiple-procedure indicator.
    pub multiple: String,
    /// Bilateral indicator.
    pub bilateral: String,
    /// Assistant-at-surgery indicator.
    pub assistant: String,
    /// Co-surgeon indicator.
    pub co_surgeon: String,
    /// Team-surgery indicator.
    pub team: String,
    /// Release of the unit limits (CMS NCCI MUE, practitioner).
    pub mue_release: String,
    /// Medically unlikely edit: units; absent: none published.
    pub mue: Option<u32>,
    /// MUE adjudication indicator: 1 line, 2 day by policy, 3 day by clinical judgement.
    pub mai: Option<u32>,
    /// Release of the add-on edits (CMS NCCI AOC).
    pub addon_release: String,
    /// For an add-on: its primaries.
    pub primaries: Vec<String>,
    /// Add-on edit type 1, 2 or 3.
    pub addon_type: Option<u32>,
}
