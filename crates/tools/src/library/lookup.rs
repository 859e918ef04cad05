//! Looking a code up, and stepping through a code set.

use super::typed_code::{TypedCode, code_of, typed_code};
use super::{Call, Library, facts, meant, named};
use crate::contract::{
    BrowseAnswer, BrowseRequest, CodeHead, Instruction, LookupAnswer, LookupRequest, Neighbourhood,
    Section, TitleFrom,
};
use crate::gate::{Ask, Failure};
use ligature_catalog::{
    ArchivedCatalog, ArchivedCodeRow, CodeId, NONE, NoteKind, Status, Validity, date,
};
use ligature_codes::{System, Systems};
use ligature_knowledge::Page;

impl Ask for LookupRequest {
    const TOOL: &'static str = "lookup";
    type Answer = LookupAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<LookupAnswer, Failure> {
        library.lookup(self)
    }
}

impl Ask for BrowseRequest {
    const TOOL: &'static str = "browse";
    type Answer = BrowseAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<BrowseAnswer, Failure> {
        library.browse(self)
    }
}

impl Library {
    /// The code that a person means, in the likeliest of the sets that have it.
    pub(super) fn resolve(
        &self,
        catalog: &ArchivedCatalog,
        set: Option<Systems>,
        code: &str,
    ) -> Result<CodeId, Failure> {
        let found = self.find_typed(catalog, set, code)?;
        found
            .ids
            .first()
            .copied()
            .ok_or_else(|| Failure::NotFound("the code is gone".to_owned()))
    }

    /// The code that a person typed, in every set that has it.
    fn find_typed(
        &self,
        catalog: &ArchivedCatalog,
        set: Option<Systems>,
        code: &str,
    ) -> Result<TypedCode, Failure> {
        let systems = meant(set);
        let typed = typed_code(catalog, set, code);
        if !typed.ids.is_empty() {
            return Ok(typed);
        }
        if typed.count > 1 {
            return Err(Failure::Wrong(format!(
                "{} codes are named here: look one up at a time, or search for all of them",
                typed.count
            )));
        }
        let shown: String = code.chars().take(20).collect();
        if typed.is_range {
            return Err(Failure::NotFound(format!(
                "`{shown}` is a range of codes: look one up at a time, or search for the range to list them"
            )));
        }
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
        Err(Failure::NotFound(format!(
            "`{shown}` is not a code of {of}{help}"
        )))
    }

    /// Everything known about a code. A code with an authored page is known without any code set.
    pub(super) fn lookup(&self, request: &LookupRequest) -> Result<LookupAnswer, Failure> {
        let catalog = match self.catalog() {
            Ok(catalog) => catalog,
            Err(none) => return self.authored_only(request, none),
        };
        let typed = match self.find_typed(catalog, request.system, &request.code) {
            Ok(typed) => typed,
            // a page may be written before any loaded table lists its code
            Err(none) => return self.authored_only(request, none),
        };
        let Some((id, others)) = typed.ids.split_first() else {
            return Err(Failure::NotFound("the code is gone".to_owned()));
        };
        let (id, others) = (*id, others.iter().chain(&typed.modifiers));
        let also = others.filter_map(|id| self.head_of(catalog, *id)).collect();
        let row = catalog
            .row(id)
            .ok_or_else(|| Failure::NotFound("the code is gone".to_owned()))?;
        let system = catalog.system(row);
        let day = self.day(catalog, system, request.date);
        let mut above: Vec<CodeHead> = catalog
            .above(row)
            .filter_map(|a| self.head_of(catalog, a))
            .collect();
        above.reverse();
        let head = self.head(catalog, row);
        let page = self.page(&head.code).filter(|_| system == System::Cpt);
        let mut terms: Vec<String> = catalog.terms(row).map(str::to_owned).collect();
        if system == System::Cpt {
            let said = self
                .knowledge()
                .names
                .iter()
                .filter(|n| n.code == head.code);
            terms.extend(said.flat_map(|n| n.words.clone()));
        }
        // headings are among the codes by their first code; a code's neighbour is a code
        let range =
            |row: &ArchivedCodeRow| matches!(catalog.status(row), Status::Block | Status::Chapter);
        let next_code = |ids: &mut dyn Iterator<Item = CodeId>| {
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
            before: next_code(&mut (0..id).rev()),
            after: next_code(&mut (id + 1..)),
            instructions: self.instructions(catalog, row),
            related: self.related(catalog, row),
            facts: facts::of(catalog, row, page),
            pairs: match system {
                System::Cpt | System::Hcpcs | System::Cdt => self.pair_counts(&head.code),
                _ => Vec::new(),
            },
            older_titles: catalog
                .titles(row)
                .map(|(title, release)| format!("{}: {title}", catalog.release(release)))
                .collect(),
            sections: page.map_or_else(Vec::new, sections),
            neighbours: page.map_or_else(Vec::new, |page| self.neighbourhoods(page)),
            citations: self.citations(catalog, &[system]),
            also,
            above,
            terms,
            head,
        })
    }

    /// The code's own instructions, then those of all that it is under.
    fn instructions(&self, catalog: &ArchivedCatalog, row: &ArchivedCodeRow) -> Vec<Instruction> {
        let own_code = catalog.printed(row);
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
                    names: named::codes_in(catalog, catalog.system(row), &own_code, text),
                })
                .collect()
        };
        let mut all = at(row, true);
        for up in catalog.above(row).filter_map(|a| catalog.row(a)) {
            all.extend(at(up, false));
        }
        all
    }

    /// What is known of a code that no loaded code set lists: its authored page.
    fn authored_only(
        &self,
        request: &LookupRequest,
        none: Failure,
    ) -> Result<LookupAnswer, Failure> {
        let code = code_of(&request.code);
        let procedures = meant(request.system).contains(&System::Cpt);
        let page = self.page(&code).filter(|_| procedures).ok_or_else(|| {
            match (none, self.unknown_page(&code, true)) {
                (Failure::NoData(none), Failure::NotFound(why)) => {
                    Failure::NoData(format!("{why}; {none}"))
                }
                (none, _) => none,
            }
        })?;
        let words = self.knowledge().names.iter().filter(|n| n.code == code);
        Ok(LookupAnswer {
            head: self.paged(page),
            short: String::new(),
            validity: Validity::NoData {
                why: match self.catalog() {
                    Ok(_) => "no loaded table lists this code".to_owned(),
                    Err(_) => "no code sets are loaded".to_owned(),
                },
            },
            date: request.date.map_or_else(String::new, |d| d.to_string()),
            also: Vec::new(),
            above: Vec::new(),
            below: Vec::new(),
            before: None,
            after: None,
            instructions: Vec::new(),
            related: Vec::new(),
            facts: facts::authored(page),
            pairs: self.pair_counts(&code),
            terms: words.flat_map(|n| n.words.clone()).collect(),
            older_titles: Vec::new(),
            sections: sections(page),
            neighbours: self.neighbourhoods(page),
            citations: Vec::new(),
        })
    }

    /// The code of an authored page, as it is in lists.
    pub(super) fn paged(&self, page: &Page) -> CodeHead {
        CodeHead {
            system: System::Cpt,
            code: page.code.clone(),
            title: page.name.clone(),
            title_from: TitleFrom::Ours,
            status: Status::Billable,
        }
    }

    /// The families that decide about a code, with all their codes; without a family, the codes that its page names.
    fn neighbourhoods(&self, page: &Page) -> Vec<Neighbourhood> {
        let heads = |mut codes: Vec<&str>| -> Vec<CodeHead> {
            codes.sort_unstable();
            codes.dedup();
            codes
                .into_iter()
                .map(|code| self.procedure_head(code))
                .collect()
        };
        let mut found = Vec::new();
        for family in &self.knowledge().families {
            let rows = family.rows.iter();
            let own = rows.flat_map(|row| row.code.iter().chain(&row.further));
            let mut codes: Vec<&str> = own.map(String::as_str).collect();
            if codes.contains(&page.code.as_str()) {
                codes.extend(family.neighbours.iter().map(String::as_str));
                found.push(Neighbourhood {
                    title: family.title.clone(),
                    codes: heads(codes),
                });
            }
        }
        if found.is_empty() {
            let texts = page.sections.iter();
            let words =
                texts.flat_map(|(_, text)| text.split(|c: char| !c.is_ascii_alphanumeric()));
            let mut codes: Vec<&str> = words.filter(|word| self.page(word).is_some()).collect();
            if codes.iter().any(|code| *code != page.code) {
                codes.push(&page.code);
                found.push(Neighbourhood {
                    title: "Named on this page".to_owned(),
                    codes: heads(codes),
                });
            }
        }
        found
    }

    /// Whether a code set, a payer's table or one of our pages has a procedure code.
    pub(super) fn knows_procedure(&self, code: &str) -> bool {
        let sets = [System::Cpt, System::Hcpcs, System::Cdt];
        let listed = self
            .catalog()
            .is_ok_and(|catalog| sets.iter().any(|set| catalog.find(*set, code).is_some()));
        let numbered = || {
            let key = ligature_edits::Key::pack(code.as_bytes());
            let tables = self.tables().ok();
            key.zip(tables).is_some_and(|(key, t)| t.id(key).is_some())
        };
        listed || self.page(code).is_some() || numbered()
    }

    /// A procedure code as it is in lists, also where no table has it.
    pub(super) fn procedure_head(&self, code: &str) -> CodeHead {
        let known = self.catalog().ok().and_then(|catalog| {
            let sets = [System::Cpt, System::Hcpcs, System::Cdt];
            let id = sets.iter().find_map(|set| catalog.find(*set, code))?;
            self.head_of(catalog, id)
        });
        known.unwrap_or_else(|| {
            let system = match code.as_bytes().first() {
                Some(b'D') => System::Cdt,
                Some(b'A'..=b'Z') => System::Hcpcs,
                _ => System::Cpt,
            };
            let title = self.name(code).unwrap_or_default().to_owned();
            CodeHead {
                system,
                code: code.to_owned(),
                title_from: match title.is_empty() {
                    true => TitleFrom::None,
                    false => TitleFrom::Ours,
                },
                title,
                status: Status::Billable,
            }
        })
    }

    /// What is below a code, block or chapter; without one the top of the set.
    fn browse(&self, request: &BrowseRequest) -> Result<BrowseAnswer, Failure> {
        let catalog = self.catalog()?;
        let limit = request.limit.unwrap_or_default().get();
        let skip = request.skip.unwrap_or_default().get();
        let (path, ids): (Vec<CodeHead>, Vec<CodeId>) = match &request.under {
            Some(under) => {
                let id = self.resolve(catalog, Some(request.system.into()), under)?;
                let row = catalog
                    .row(id)
                    .ok_or_else(|| Failure::NotFound("the code is gone".to_owned()))?;
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

/// Chapters by their numbers, those with a letter behind the number after the others; then the rest.
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

fn sections(page: &Page) -> Vec<Section> {
    let all = page.sections.iter();
    all.map(|(heading, markdown)| Section {
        heading: heading.clone(),
        markdown: markdown.clone(),
    })
    .collect()
}
