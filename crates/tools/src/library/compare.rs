//! Two codes compared: their differences, the instructions between them, the rules that distinguish them.

use super::links::how;
use super::named::names;
use super::{Call, Library, PairLine, PairsRequest};
use crate::contract::{
    Citation, Code, CodeHead, Difference, Direction, Instruction, LookupAnswer, LookupRequest,
    Related,
};
use crate::gate::{Ask, Failure, HideTitle, Redact};
use ligature_catalog::{NoteKind, Validity};
use ligature_codes::{DateOfService, System, Systems};
use ligature_knowledge::{Family, Row};
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
    /// The code that it names.
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
    /// Facts of tables, of either code: the newest value of each.
    pub facts: Vec<Difference>,
    /// Where they differ.
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
        let facts = facts(&first, &second);
        let mut citations = first.citations.clone();
        let others = second.citations.iter();
        citations.extend(others.filter(|c| !first.citations.contains(c)).cloned());
        let shared = first.above.iter().filter(|h| second.above.contains(h));
        let (edits, edits_note) = self.edits(&first.head, &second.head, request.date);
        Ok(CompareAnswer {
            shared: shared.cloned().collect(),
            between: between(&first, &second),
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

    /// The pair edits between two procedure codes, or why there is no word on them.
    fn edits(
        &self,
        first: &CodeHead,
        second: &CodeHead,
        date: Option<DateOfService>,
    ) -> (Vec<PairLine>, String) {
        let procedure =
            |head: &CodeHead| matches!(head.system, System::Cpt | System::Hcpcs | System::Cdt);
        if !procedure(first) || !procedure(second) {
            return (
                Vec::new(),
                "pair edits are between procedure codes".to_owned(),
            );
        }
        let request = PairsRequest {
            code: Code::from(first.code.as_str()),
            other: Some(Code::from(second.code.as_str())),
            date,
            ..PairsRequest::default()
        };
        match self.pairs(&request) {
            Err(why) => (Vec::new(), format!("pair edits were not checked: {why}")),
            Ok(answer) if answer.pairs.iter().all(|pair| !pair.in_force) => (
                answer.pairs,
                format!(
                    "no pair edit between the two is in force on {} ({}, {})",
                    answer.date, answer.release.label, answer.release.completeness
                ),
            ),
            Ok(answer) => (answer.pairs, String::new()),
        }
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
            let rule = Rule {
                of: of.to_owned(),
                text: text.to_owned(),
                source,
            };
            if !text.is_empty() && !all.contains(&rule) {
                all.push(rule);
            }
        };
        for (own, other) in [(first, second), (second, first)] {
            let page = self.page(&own.code);
            let sections = page.into_iter().flat_map(|p| &p.sections);
            let choosing = sections.filter(|(heading, _)| heading.contains("neighbour"));
            for line in choosing.flat_map(|(_, text)| text.lines()) {
                let line = line.trim_start_matches(['-', ' ']);
                let words = line.split(|c: char| !c.is_ascii_alphanumeric());
                if words.into_iter().any(|word| word == other.code) {
                    tell(&other.code, line, format!("the page of {}", own.code));
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

/// The newest value of every fact that one of the two has: those that differ first, else in the order of the tables.
fn facts(first: &LookupAnswer, second: &LookupAnswer) -> Vec<Difference> {
    let newest = |a: &LookupAnswer, name: &str, modifier: &str| {
        let mut all = a.facts.iter();
        let found = all.rfind(|f| f.name == name && f.modifier == modifier);
        found.map_or(String::new(), |f| f.value.clone())
    };
    let mut seen: Vec<(&str, &str)> = Vec::new();
    let mut rows = Vec::new();
    for fact in first.facts.iter().chain(&second.facts) {
        let key = (fact.name.as_str(), fact.modifier.as_str());
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let what = match key.1 {
            "" => fact.words.clone(),
            modifier => format!("{} with modifier {modifier}", fact.words),
        };
        rows.push(Difference {
            what,
            first: newest(first, key.0, key.1),
            second: newest(second, key.0, key.1),
        });
    }
    rows.sort_by_key(|row| row.first == row.second);
    rows
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
