//! Looking a code up, and stepping through a code set.

use crate::answers::{
    BrowseAnswer, BrowseRequest, CodeHead, CodeSet, Instruction, LookupAnswer, LookupRequest,
    Related, Section, TableFact, ToolError, meant,
};
use crate::library::Library;
use ligature_catalog::{
    ArchivedCatalog, ArchivedCodeRow, CodeId, LinkKind, NONE, NoteKind, Payment, Status, System,
    date,
};

use rustc_hash::{FxHashMap, FxHashSet};

/// More related codes of one kind than a page can show.
const MOST_RELATED: usize = 80;

impl Library {
    /// The code that a person means; the code set is told by the code's shape where it is not given.
    pub(crate) fn resolve(
        &self,
        catalog: &ArchivedCatalog,
        set: Option<CodeSet>,
        code: &str,
    ) -> Result<CodeId, ToolError> {
        let systems = meant(set);
        if let Some(found) = systems.iter().find_map(|s| catalog.find(*s, code)) {
            return Ok(found);
        }
        let shown: String = code.chars().take(20).collect();
        let near: Vec<String> = systems
            .iter()
            .flat_map(|s| {
                let short: String = code.chars().take(3).collect();
                catalog.begin(*s, &short).take(3)
            })
            .filter_map(|id| catalog.row(id))
            .map(|row| catalog.printed(row))
            .take(3)
            .collect();
        let of = set.map_or("any loaded code set", |_| systems[0].name());
        let help = if near.is_empty() {
            String::new()
        } else {
            format!("; near it: {}", near.join(", "))
        };
        Err(ToolError::NotFound(format!(
            "`{shown}` is not a code of {of}{help}"
        )))
    }

    /// Everything known about a code.
    ///
    /// # Errors
    /// [`ToolError`]
    pub fn lookup(&self, request: &LookupRequest) -> Result<LookupAnswer, ToolError> {
        let catalog = self.catalog()?;
        let id = self.resolve(catalog, request.system, &request.code)?;
        let row = catalog
            .row(id)
            .ok_or_else(|| ToolError::NotFound("the code is gone".to_owned()))?;
        let system = catalog.system(row);
        let day = self.day(catalog, system, request.date.as_deref())?;
        let mut above: Vec<CodeHead> = catalog
            .above(row)
            .filter_map(|a| self.head_of(catalog, a))
            .collect();
        above.reverse();
        let head = self.head(catalog, row);
        let page = self
            .knowledge()
            .pages
            .iter()
            .find(|p| system == System::Cpt && p.code == head.code);
        let sections = page.map(|p| {
            p.sections
                .iter()
                .map(|(heading, markdown)| Section {
                    heading: heading.clone(),
                    markdown: markdown.clone(),
                })
                .collect()
        });
        let mut terms: Vec<String> = catalog.terms(row).map(str::to_owned).collect();
        if system == System::Cpt {
            let said = self
                .knowledge()
                .names
                .iter()
                .filter(|n| n.code == head.code);
            terms.extend(said.flat_map(|n| n.words.clone()));
        }
        // headings stand among the codes by their first code; a code's neighbour is a code
        let range =
            |row: &ArchivedCodeRow| matches!(catalog.status(row), Status::Block | Status::Chapter);
        let beside = |ids: &mut dyn Iterator<Item = CodeId>| {
            ids.map_while(|id| catalog.row(id).filter(|r| r.system == row.system))
                .find(|r| range(r) == range(row))
                .map(|r| self.head(catalog, r))
        };
        Ok(LookupAnswer {
            short: catalog.str(&row.short).to_owned(),
            validity: catalog.validity(row, day),
            date: date(day).to_string(),
            below: catalog
                .below(row)
                .filter_map(|b| self.head_of(catalog, b))
                .collect(),
            before: beside(&mut (0..id).rev()),
            after: beside(&mut (id + 1..)),
            instructions: self.instructions(catalog, row),
            related: self.related(catalog, row),
            facts: facts(catalog, row),
            pairs: match system {
                System::Cpt | System::Hcpcs | System::Cdt => self.pair_counts(&head.code),
                _ => Vec::new(),
            },
            older_titles: catalog
                .titles(row)
                .map(|(title, release)| format!("{}: {title}", catalog.release(release)))
                .collect(),
            sections: sections.unwrap_or_default(),
            citations: self.citations(catalog, &[system]),
            above,
            terms,
            head,
        })
    }

    /// The code's own instructions, then those of all that it stands under.
    fn instructions(&self, catalog: &ArchivedCatalog, row: &ArchivedCodeRow) -> Vec<Instruction> {
        let at = |row: &ArchivedCodeRow, own: bool| -> Vec<Instruction> {
            let printed = catalog.printed(row);
            catalog
                .notes(row)
                // another name of a category is no name of each code below it
                .filter(|(kind, ..)| own || *kind != NoteKind::InclusionTerm)
                .map(|(kind, text, _)| Instruction {
                    kind,
                    text: text.to_owned(),
                    at: printed.clone(),
                })
                .collect()
        };
        let mut all = at(row, true);
        for up in catalog.above(row).filter_map(|a| catalog.row(a)) {
            all.extend(at(up, false));
        }
        all
    }

    fn related(&self, catalog: &ArchivedCatalog, row: &ArchivedCodeRow) -> Vec<Related> {
        let mut all: Vec<Related> = Vec::new();
        let mut counts: FxHashMap<(LinkKind, bool), usize> = FxHashMap::default();
        let mut add = |kind: LinkKind, forward: bool, how: String, id: CodeId| {
            let count = counts.entry((kind, forward)).or_default();
            if *count < MOST_RELATED
                && let Some(code) = self.head_of(catalog, id)
            {
                *count += 1;
                all.push(Related { how, code });
            }
        };
        for (kind, to, flags, release) in catalog.links(row).filter(|l| l.1 != NONE) {
            let how = forward(kind, flags, &catalog.release(release));
            add(kind, true, how, to);
        }
        for (kind, from, flags, release) in catalog.back(row) {
            // every family names both ways
            if kind != LinkKind::Neighbour {
                let how = backward(kind, flags, &catalog.release(release));
                add(kind, false, how, from);
            }
        }
        // what a category supports, each code below it does
        let mut known: FxHashSet<CodeId> = catalog.back(row).map(|(_, from, ..)| from).collect();
        for up in catalog.above(row).filter_map(|a| catalog.row(a)) {
            for (kind, from, flags, release) in catalog.back(up) {
                if kind == LinkKind::Supports && known.insert(from) {
                    let how = backward(kind, flags, &catalog.release(release));
                    add(kind, false, how, from);
                }
            }
        }
        all
    }

    /// What stands below a code, block or chapter; without one the top of the set.
    ///
    /// # Errors
    /// [`ToolError`]
    pub fn browse(&self, request: &BrowseRequest) -> Result<BrowseAnswer, ToolError> {
        let catalog = self.catalog()?;
        let limit = request.limit.unwrap_or(200).clamp(1, 500);
        let skip = request.skip.unwrap_or(0);
        let (path, ids): (Vec<CodeHead>, Vec<CodeId>) = match &request.under {
            Some(under) => {
                let id = self.resolve(catalog, Some(request.system.into()), under)?;
                let row = catalog
                    .row(id)
                    .ok_or_else(|| ToolError::NotFound("the code is gone".to_owned()))?;
                let mut path: Vec<CodeHead> = catalog
                    .above(row)
                    .filter_map(|a| self.head_of(catalog, a))
                    .collect();
                path.reverse();
                path.push(self.head(catalog, row));
                (path, catalog.below(row).collect())
            }
            None => {
                let top = |id: &CodeId| {
                    catalog
                        .row(*id)
                        .is_some_and(|r| r.parent.to_native() == NONE)
                };
                (Vec::new(), catalog.of(request.system).filter(top).collect())
            }
        };
        let ids = chapters_first(catalog, ids);
        Ok(BrowseAnswer {
            path,
            total: ids.len(),
            entries: ids
                .iter()
                .skip(skip)
                .take(limit)
                .filter_map(|id| self.head_of(catalog, *id))
                .collect(),
            citations: self.citations(catalog, &[request.system]),
        })
    }
}

/// Chapters by their numbers, those with a letter behind the number after the others; then what stands beside them.
fn chapters_first(catalog: &ArchivedCatalog, mut ids: Vec<CodeId>) -> Vec<CodeId> {
    let key = |id: &CodeId| {
        let row = catalog.row(*id);
        let chapter = row.is_some_and(|r| catalog.status(r) == Status::Chapter);
        let code = row.map_or("", |r| catalog.str(&r.code));
        let number = code.parse::<u32>().unwrap_or(0);
        let lettered = chapter && code.ends_with(|c: char| c.is_ascii_alphabetic());
        (
            !chapter,
            lettered,
            if chapter { number } else { 0 },
            code.to_owned(),
        )
    };
    ids.sort_by_key(key);
    ids
}

fn facts(catalog: &ArchivedCatalog, row: &ArchivedCodeRow) -> Vec<TableFact> {
    catalog
        .facts(row)
        .map(|(name, modifier, value, release)| TableFact {
            name: name.to_owned(),
            words: in_words(name),
            modifier: modifier.to_owned(),
            value: value.to_owned(),
            meaning: Payment::of(value)
                .filter(|_| name == "status")
                .map_or_else(String::new, |p| p.words.to_owned()),
            release: catalog.release(release),
        })
        .collect()
}

/// A fact's name for people.
pub(crate) fn in_words(name: &str) -> String {
    let known = [
        ("status", "status"),
        ("work-rvu", "work RVU"),
        ("facility-pe-rvu", "practice expense RVU, facility"),
        ("nonfacility-pe-rvu", "practice expense RVU, office"),
        ("mp-rvu", "malpractice RVU"),
        ("total-facility-rvu", "total RVU, facility"),
        ("total-nonfacility-rvu", "total RVU, office"),
        ("pctc", "professional and technical component"),
        ("global-days", "global period"),
        ("pre-op", "share before the operation"),
        ("intra-op", "share of the operation"),
        ("post-op", "share after the operation"),
        ("multiple-procedure", "multiple procedures"),
        ("bilateral", "both sides"),
        ("assistant", "assistant surgeon"),
        ("co-surgeon", "co-surgeons"),
        ("team-surgeon", "team surgery"),
        ("endoscopic-base", "endoscopic base code"),
        ("conversion-factor", "conversion factor"),
        ("mue-practitioner", "unit limit (MUE), practitioner"),
        (
            "mue-practitioner-mai",
            "unit limit indicator (MAI), practitioner",
        ),
        (
            "mue-practitioner-why",
            "reason of the unit limit, practitioner",
        ),
        ("mue-outpatient", "unit limit (MUE), outpatient hospital"),
        (
            "mue-outpatient-mai",
            "unit limit indicator (MAI), outpatient hospital",
        ),
        (
            "mue-outpatient-why",
            "reason of the unit limit, outpatient hospital",
        ),
    ];
    known
        .iter()
        .find(|(n, _)| *n == name)
        .map_or_else(|| name.replace('-', " "), |(_, words)| (*words).to_owned())
}

pub(crate) fn forward(kind: LinkKind, flags: &str, release: &str) -> String {
    match kind {
        LinkKind::Gem => format!("{} ({release})", gem(flags)),
        LinkKind::Ccsr => format!("category of diagnoses ({release})"),
        LinkKind::Supports => "diagnoses that support it (Ligature, authored page)".to_owned(),
        LinkKind::Neighbour => format!("weighed beside it, {flags} (Ligature, own words)"),
        LinkKind::AddOn => format!("may be its primary procedure (add-on type {flags}, {release})"),
    }
}

pub(crate) fn backward(kind: LinkKind, flags: &str, release: &str) -> String {
    match kind {
        LinkKind::Gem => format!("{}, mapped from it ({release})", gem(flags)),
        LinkKind::Ccsr => format!("belongs to this category ({release})"),
        LinkKind::Supports => {
            "procedures that it supports (Ligature, authored page of the procedure)".to_owned()
        }
        LinkKind::Neighbour => format!("weighed beside it, {flags} (Ligature, own words)"),
        LinkKind::AddOn => format!("add-on that may stand under it (type {flags}, {release})"),
    }
}

/// The flags of a general equivalence mapping in words.
fn gem(flags: &str) -> &'static str {
    let mut flags = flags.bytes();
    match (flags.next(), flags.next(), flags.next()) {
        (_, Some(b'1'), _) => "no equivalent",
        (_, _, Some(b'1')) => "equivalent together with others",
        (Some(b'1'), ..) => "approximate equivalent",
        _ => "equivalent",
    }
}
