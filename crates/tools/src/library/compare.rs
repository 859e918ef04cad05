//! Two codes compared: their differences, the instructions between them, the rules that distinguish them.

use super::answering::release;
use super::links::how;
use super::named::names;
use super::together::{OneClaim, Together, by_instruction, sentence, without_table};
use super::{Call, Library, PairLine, PairsRequest};
use crate::contract::{
    Citation, Code, CodeHead, Difference, Direction, Instruction, LookupAnswer, LookupRequest,
    Related, TableFact,
};
use crate::gate::{Ask, Failure, HideTitle, Redact};
use ligature_catalog::{NoteKind, Validity};
use ligature_codes::{DateOfService, System, Systems};
use ligature_edits::{Key, Kind, Setting};
use ligature_knowledge::{Family, Row};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Compare two codes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CompareRequest {
    /// The code set of both; without it the form of each decides.
    #[serde(default)]
    pub system: Option<Systems>,
    /// The first.
    pub first: Code,
    /// The second.
    #[schemars(extend("examples" = ["K35.890"]))]
    pub second: Code,
    /// Date of service.
    #[serde(default)]
    pub date: Option<DateOfService>,
}

/// One of the two codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The first.
    First,
    /// The second.
    Second,
}

/// An instruction of one code that names the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Between {
    /// At which of the two it holds.
    pub of: Side,
    /// The instruction; it may be at a code above.
    #[serde(flatten)]
    pub instruction: Instruction,
}

/// What our pages, tables and policies say of one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// The code that it is about; empty: it is about both.
    pub of: String,
    /// The rule in a sentence.
    pub text: String,
    /// Where it is from: a page, or publisher, document, section and year.
    pub source: String,
}

/// Two codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CompareAnswer {
    /// The first.
    pub first: CodeHead,
    /// The second.
    pub second: CodeHead,
    /// Whether the first holds on the day of the request, or of its newest release.
    pub first_is: Validity,
    /// Whether the second does.
    pub second_is: Validity,
    /// Whether both may be on one claim.
    pub together: OneClaim,
    /// The headings above both, widest first.
    pub shared: Vec<CodeHead>,
    /// Instructions of the publisher between the two. Excludes 1 come first.
    pub between: Vec<Between>,
    /// How tables tie the two: add-on, equivalent, category.
    pub related: Vec<Related>,
    /// When which of the two is right.
    pub apart: Vec<Rule>,
    /// Pair edits between the two, practitioner, as of the day: may they be billed together?
    #[serde(default)]
    pub edits: Vec<PairLine>,
    /// Why there is no word on pair edits: the codes have none, or no table is loaded for the day.
    #[serde(default)]
    pub edits_note: String,
    /// Facts of tables, of either code: the newest value of each, with its unit or its meaning; those that differ first.
    /// An empty value: the tables have none for that code.
    pub facts: Vec<Difference>,
    /// Where they differ: title, heading, facts, instructions at the codes themselves.
    pub differences: Vec<Difference>,
    /// What this rests on.
    pub citations: Vec<Citation>,
}

impl Library {
    /// Two codes compared.
    pub(super) fn compare(&self, request: &CompareRequest) -> Result<CompareAnswer, Failure> {
        let look = |code: &str| {
            self.lookup(&LookupRequest {
                system: request.system,
                code: Code::from(code),
                date: request.date,
            })
        };
        let (first, second) = (look(&request.first)?, look(&request.second)?);
        let sides = [&first, &second].map(|answer| Figures {
            answer,
            rare: self.rare(&answer.head),
        });
        let facts = facts(&sides);
        let mut citations: Vec<Citation> = Vec::new();
        for one in first.citations.iter().chain(&second.citations) {
            if !citations.contains(one) {
                citations.push(one.clone());
            }
        }
        let shared = first.above.iter().filter(|h| second.above.contains(h));
        let (edits, edits_note, together) = self.edits(&first.head, &second.head, request.date);
        let between = between(&first, &second);
        Ok(CompareAnswer {
            shared: shared.cloned().collect(),
            together: together.unwrap_or_else(|| by_instructions(&first, &second, &between)),
            between,
            related: self.ties(&first.head, &second.head)?,
            apart: self.apart(&first.head, &second.head),
            edits,
            edits_note,
            differences: differences(&first, &second, &facts),
            facts,
            first_is: first.validity,
            second_is: second.validity,
            first: first.head,
            second: second.head,
            citations,
        })
    }

    /// The pair edits between two procedure codes, or why there is no word on them, and what this means for a claim.
    fn edits(
        &self,
        first: &CodeHead,
        second: &CodeHead,
        date: Option<DateOfService>,
    ) -> (Vec<PairLine>, String, Option<OneClaim>) {
        let procedure =
            |head: &CodeHead| matches!(head.system, System::Cpt | System::Hcpcs | System::Cdt);
        if !procedure(first) || !procedure(second) || first.code == second.code {
            let note = "pair edits are between two procedure codes";
            return (Vec::new(), note.to_owned(), None);
        }
        let of = |setting: Setting| {
            self.pairs(&PairsRequest {
                code: Code::from(first.code.as_str()),
                other: Some(Code::from(second.code.as_str())),
                date,
                setting: Some(setting),
                ..PairsRequest::default()
            })
        };
        let outpatient = of(Setting::Outpatient).ok().and_then(|a| a.together);
        let (pairs, note, mut together) = match of(Setting::Practitioner) {
            Err(why) => {
                let day = date.map(|day| day.to_string());
                (
                    Vec::new(),
                    format!("pair edits were not checked: {why}"),
                    without_table(day.as_deref(), &why.to_string()),
                )
            }
            Ok(answer) => {
                let note = match answer.pairs.iter().any(|pair| pair.in_force) {
                    true => String::new(),
                    false => format!(
                        "no pair edit between the two is in force on {} ({}, {})",
                        answer.date, answer.release.label, answer.release.completeness
                    ),
                };
                let Some(together) = answer.together else {
                    return (answer.pairs, note, None);
                };
                (answer.pairs, note, together)
            }
        };
        // hospitals have a table of their own; it is named where it says something else
        if let Some(other) = outpatient.filter(|other| other.is != together.is) {
            together.because = format!(
                "{} For hospital outpatients: {} {}",
                together.because, other.answer, other.because
            );
        }
        (pairs, note, Some(together))
    }

    /// For each modifier of a code in the newest fee schedule: done rarely or never in a facility; elsewhere.
    fn rare(&self, head: &CodeHead) -> Vec<(String, [bool; 2])> {
        let Ok(tables) = self.tables() else {
            return Vec::new();
        };
        let answering = release(&tables, Kind::Values, Setting::Practitioner, None);
        let id = Key::pack(head.code.as_bytes()).and_then(|key| tables.id(key));
        let (Ok((answering, _)), Some(id)) = (answering, id) else {
            return Vec::new();
        };
        let rows = tables.values(answering.source, id);
        let letters = |modifier: &[u8]| String::from_utf8_lossy(modifier).trim().to_owned();
        rows.map(|row| (letters(&row.modifier), row.rare)).collect()
    }

    /// Links from one to the other, either way.
    fn ties(&self, first: &CodeHead, second: &CodeHead) -> Result<Vec<Related>, Failure> {
        let catalog = self.catalog()?;
        let mut all: Vec<Related> = Vec::new();
        let find = |head: &CodeHead| catalog.find(head.system, &head.code);
        let (Some(from), Some(to)) = (find(first), find(second)) else {
            return Ok(all);
        };
        let Some(row) = catalog.row(from) else {
            return Ok(all);
        };
        let out = catalog.links(row).filter(|link| link.1 == to);
        let out = out.map(|link| (Direction::Forward, link));
        let back = catalog.back(row).filter(|link| link.1 == to);
        let back = back.map(|link| (Direction::Backward, link));
        for (direction, (relation, _, flags, release)) in out.chain(back) {
            let how = how(relation, direction, flags, &catalog.release(release));
            let how = how.replace(" with it", &format!(" with {}", first.code));
            let how = how.replace("its primary", &format!("the primary of {}", first.code));
            if !all.iter().any(|one| one.how == how) {
                all.push(Related {
                    relation,
                    direction,
                    how,
                    code: second.clone(),
                });
            }
        }
        Ok(all)
    }

    /// What the authored pages, tables and policies say between two procedure codes.
    fn apart(&self, first: &CodeHead, second: &CodeHead) -> Vec<Rule> {
        let mut all: Vec<Rule> = Vec::new();
        if first.system != System::Cpt || second.system != System::Cpt || first == second {
            return all;
        }
        let mut tell = |of: &str, text: &str, source: String| {
            let text = sentence(text);
            match all.iter_mut().find(|rule| rule.text == text) {
                _ if text.is_empty() => {}
                Some(rule) if rule.of == of => {}
                Some(rule) => rule.of.clear(),
                None => all.push(Rule {
                    of: of.to_owned(),
                    text,
                    source,
                }),
            }
        };
        for (own, other) in [(first, second), (second, first)] {
            let page = self.page(&own.code);
            let sections = page.into_iter().flat_map(|p| &p.sections);
            let choosing = sections.filter(|(heading, _)| heading.contains("neighbour"));
            for line in choosing.flat_map(|(_, text)| text.lines()) {
                let line = line.trim_start_matches(['-', ' ']);
                // "44602, 44603: holes sewn": what is before the colon says which codes it is about
                let (about, text) = line.split_once(": ").unwrap_or((line, line));
                let mut words = about.split(|c: char| !c.is_ascii_alphanumeric());
                if words.any(|word| word == other.code) {
                    tell(&other.code, text, format!("the page of {}", own.code));
                }
            }
        }
        for family in &self.knowledge().families {
            if !decides(family, &first.code) || !decides(family, &second.code) {
                continue;
            }
            for head in [first, second] {
                let reported = |row: &&Row| row.would_be.is_none() && chooses(row, &head.code);
                for row in family.rows.iter().filter(reported) {
                    tell(&head.code, &row.because, row.source.clone());
                }
            }
        }
        for rule in &self.knowledge().policies.part_of {
            for (part, whole) in [(first, second), (second, first)] {
                let other_included =
                    self.meant(&rule.whole, &whole.code) && !self.meant(&rule.except, &whole.code);
                if self.meant(&rule.part, &part.code) && other_included {
                    let not_always = if rule.when.is_empty() {
                        ""
                    } else {
                        " This depends on what was done."
                    };
                    let text = format!("{}{not_always}", rule.because);
                    tell(&part.code, &text, rule.source.clone());
                }
            }
        }
        all
    }

    /// Whether a list of codes and families means a code.
    fn meant(&self, list: &[String], code: &str) -> bool {
        list.iter().any(|one| {
            let family = || self.knowledge().families.iter().find(|f| f.id == *one);
            one == "any"
                || one == code
                || family().is_some_and(|f| f.rows.iter().any(|row| chooses(row, code)))
        })
    }
}

/// Whether a row leads to a code.
fn chooses(row: &Row, code: &str) -> bool {
    [&row.code, &row.further, &row.would_be]
        .into_iter()
        .flatten()
        .any(|one| one == code)
}

/// Whether a table weighs a code.
fn decides(family: &Family, code: &str) -> bool {
    family.neighbours.iter().any(|one| one == code)
        || family.rows.iter().any(|row| chooses(row, code))
}

/// Instructions at one code, or above it, that name the other; those that forbid the pair first.
fn between(first: &LookupAnswer, second: &LookupAnswer) -> Vec<Between> {
    let mut all = Vec::new();
    for (of, own, other) in [(Side::First, first, second), (Side::Second, second, first)] {
        if own.head.system != other.head.system || own.head.code == other.head.code {
            continue;
        }
        let naming = own.instructions.iter().filter(|one| {
            one.kind != NoteKind::InclusionTerm
                && names(own.head.system, &one.text, &other.head.code)
        });
        all.extend(naming.map(|one| Between {
            of,
            instruction: one.clone(),
        }));
    }
    all.sort_by_key(|one| match one.instruction.kind {
        NoteKind::Excludes1 => 0,
        NoteKind::Excludes2 => 1,
        _ => 2,
    });
    all
}

/// What the instructions between the two, or their code sets, say of both on one claim.
fn by_instructions(first: &LookupAnswer, second: &LookupAnswer, between: &[Between]) -> OneClaim {
    let (one, two) = (&first.head, &second.head);
    let say = |is: Together, answer: String, because: &str| OneClaim {
        is,
        answer,
        because: because.to_owned(),
    };
    if one == two {
        return say(
            Together::NotAsked,
            "This is one code, twice.".to_owned(),
            "",
        );
    }
    let said = between.iter().find_map(|line| {
        let (own, other) = match line.of {
            Side::First => (one, two),
            Side::Second => (two, one),
        };
        let Instruction { kind, at, text, .. } = &line.instruction;
        by_instruction(*kind, &own.code, &other.code, at, text)
    });
    let diagnosis = |head: &CodeHead| matches!(head.system, System::Icd10cm | System::Icd9dx);
    said.unwrap_or_else(|| match (diagnosis(one), diagnosis(two)) {
        (true, true) => say(
            Together::NotNamed,
            "May be reported together: no instruction of the loaded releases forbids it.".to_owned(),
            "No instruction at either code, or at a heading above it, names the other.",
        ),
        (false, false) => say(
            Together::NotAsked,
            format!("No published edit is between {} and {}.", one.system.name(), two.system.name()),
            "Pair edits are between procedure codes of CPT and HCPCS Level II; instructions are between diagnoses.",
        ),
        _ => say(
            Together::NotAsked,
            "No edit is between a diagnosis and a procedure.".to_owned(),
            "A claim line has a procedure and points to the diagnoses that are its reason.",
        ),
    })
}

/// The facts of one of the two.
struct Figures<'a> {
    answer: &'a LookupAnswer,
    /// By modifier: done rarely or never in a facility; elsewhere.
    rare: Vec<(String, [bool; 2])>,
}

impl Figures<'_> {
    fn newest(&self, name: &str, modifier: &str) -> Option<&TableFact> {
        let mut all = self.answer.facts.iter();
        all.rfind(|f| f.name == name && f.modifier == modifier)
    }

    /// The newest value of a fact in words; nothing if there is none.
    fn shown(&self, name: &str, modifier: &str) -> String {
        if name == "pre-op" {
            return self.shares(modifier);
        }
        let Some(fact) = self.newest(name, modifier) else {
            return String::new();
        };
        if name.ends_with("-rvu") && self.without_value(modifier) {
            return "no relative value".to_owned();
        }
        let place = match name {
            "facility-pe-rvu" | "total-facility-rvu" => Some(0),
            "nonfacility-pe-rvu" | "total-nonfacility-rvu" => Some(1),
            _ => None,
        };
        let marked = self.rare.iter().find(|(of, _)| of == modifier);
        match place.zip(marked) {
            Some((place, (_, rare))) if rare[place] => "NA: not done there, or rarely".to_owned(),
            _ => in_words(fact),
        }
    }

    /// Its relative values are all zero: it is not paid by them.
    fn without_value(&self, modifier: &str) -> bool {
        let all = self.answer.facts.iter();
        let values: Vec<Decimal> = all
            .filter(|f| f.name.ends_with("-rvu") && f.modifier == modifier)
            .filter_map(|f| f.value.parse().ok())
            .collect();
        !values.is_empty() && values.iter().all(Decimal::is_zero)
    }

    /// The shares of the fee before, during and after the operation, in percent.
    fn shares(&self, modifier: &str) -> String {
        let share = |name: &str| {
            let share = self.newest(name, modifier)?.value.parse::<Decimal>().ok()?;
            Some(share * Decimal::ONE_HUNDRED)
        };
        let [Some(before), Some(during), Some(after)] =
            ["pre-op", "intra-op", "post-op"].map(share)
        else {
            return String::new();
        };
        let all = [before, during, after];
        match all.iter().all(Decimal::is_zero) {
            true => "not divided".to_owned(),
            false => all
                .map(|share| format!("{}%", share.normalize()))
                .join(", "),
        }
    }
}

/// The newest value of every fact that one of the two has: those that differ first, else in the order of the tables.
fn facts(sides: &[Figures<'_>; 2]) -> Vec<Difference> {
    let [first, second] = sides;
    let mut seen: Vec<(&str, &str)> = Vec::new();
    // each row with the modifier that it is for
    let mut rows: Vec<(&str, Difference)> = Vec::new();
    for fact in first.answer.facts.iter().chain(&second.answer.facts) {
        let (name, modifier) = (fact.name.as_str(), fact.modifier.as_str());
        if seen.contains(&(name, modifier)) || matches!(name, "intra-op" | "post-op") {
            continue;
        }
        seen.push((name, modifier));
        // a code without relative values is said once, by the totals
        let valued = sides.iter().any(|side| side.without_value(modifier));
        if valued && name.ends_with("-rvu") && !name.starts_with("total") {
            continue;
        }
        let shown = |name: &str, modifier: &str| {
            (first.shown(name, modifier), second.shown(name, modifier))
        };
        let values = shown(name, modifier);
        // what a component has in common with the whole is said with the whole
        if !modifier.is_empty() && values == shown(name, "") {
            continue;
        }
        let what = match name {
            "pre-op" => "shares of the fee before, during and after the operation",
            _ => &fact.words,
        };
        // "unit limit, practitioner" and "unit limit, outpatient hospital" are one row where they say the same
        let like = what.rsplit_once(", ").filter(|_| name != "pre-op");
        let like = like.and_then(|(base, tail)| {
            let known = rows.iter_mut().find(|(of, known)| {
                let rest = known.what.strip_prefix(base);
                *of == modifier
                    && (&known.first, &known.second) == (&values.0, &values.1)
                    && rest.is_some_and(|rest| rest.starts_with(", "))
            });
            Some((known?, tail))
        });
        match like {
            Some(((_, known), tail)) => known.what = format!("{} and {tail}", known.what),
            None => rows.push((
                modifier,
                Difference {
                    what: what.to_owned(),
                    first: values.0,
                    second: values.1,
                },
            )),
        }
    }
    let named = rows.into_iter().map(|(modifier, mut row)| {
        if !modifier.is_empty() {
            row.what = format!("{} with modifier {modifier}", row.what);
        }
        row
    });
    let mut rows: Vec<Difference> = named.collect();
    rows.sort_by_key(|row| row.first == row.second);
    rows
}

/// A value with its unit, or with what it means.
fn in_words(fact: &TableFact) -> String {
    let (name, value, meaning) = (fact.name.as_str(), &fact.value, &fact.meaning);
    let number = value.parse::<f64>().is_ok();
    let units = name.starts_with("mue-") && !name.ends_with("-mai") && !name.ends_with("-why");
    match name {
        _ if name.ends_with("-mai") && !meaning.is_empty() => meaning.clone(),
        _ if !meaning.is_empty() => format!("{value}: {meaning}"),
        _ if number && name.ends_with("-rvu") => format!("{value} RVU"),
        _ if number && units && value == "1" => "1 unit".to_owned(),
        _ if number && units => format!("{value} units"),
        "conversion-factor" if number => format!("${value}"),
        _ => value.clone(),
    }
}

/// Where they differ: title, headings, facts, own instructions.
fn differences(
    first: &LookupAnswer,
    second: &LookupAnswer,
    facts: &[Difference],
) -> Vec<Difference> {
    let under = |a: &LookupAnswer| {
        let nearest = a.above.last();
        nearest.map_or(String::new(), |h| format!("{} {}", h.code, h.title))
    };
    let mut all = vec![
        ("title", first.head.title.clone(), second.head.title.clone()),
        ("is under", under(first), under(second)),
    ];
    for kind in [
        ("includes", NoteKind::Includes),
        ("also called", NoteKind::InclusionTerm),
        ("excludes 1", NoteKind::Excludes1),
        ("excludes 2", NoteKind::Excludes2),
        ("code first", NoteKind::CodeFirst),
        ("use an additional code", NoteKind::UseAdditional),
    ] {
        let shown = |a: &LookupAnswer| {
            let own = a.instructions.iter();
            let own = own.filter(|i| i.kind == kind.1 && i.at == a.head.code);
            own.map(|i| i.text.as_str()).collect::<Vec<_>>().join("; ")
        };
        all.push((kind.0, shown(first), shown(second)));
    }
    let points = all.into_iter().map(|(what, first, second)| Difference {
        what: what.to_owned(),
        first,
        second,
    });
    let mut all: Vec<Difference> = points.collect();
    all.splice(2..2, facts.iter().cloned());
    all.retain(|one| one.first != one.second);
    all
}

impl Redact for CompareAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.first.redact(hide);
        self.second.redact(hide);
        self.shared.redact(hide);
        self.related
            .iter_mut()
            .for_each(|one| one.code.redact(hide));
        for pair in &mut self.edits {
            pair.column_one.redact(hide);
            pair.column_two.redact(hide);
        }
        // differences repeat titles
        let (first, second) = (self.first.title.clone(), self.second.title.clone());
        for difference in self.differences.iter_mut().filter(|d| d.what == "title") {
            (difference.first, difference.second) = (first.clone(), second.clone());
        }
    }
}

impl Ask for CompareRequest {
    const TOOL: &'static str = "compare";
    type Answer = CompareAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<CompareAnswer, Failure> {
        library.compare(self)
    }
}
