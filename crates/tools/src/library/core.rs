//! The book behind the gate, opened for asking, and what every capability needs of it.

use crate::contract::{About, Citation, CodeHead, TitleFrom};
use crate::gate::{Context, Failure};
use jiff::civil::Date;
use ligature_book::Book;
use ligature_catalog::{ArchivedCatalog, ArchivedCodeRow, CodeId, date, day};
use ligature_claim::{Rules, price::PayRules};
use ligature_codes::{DateOfService, System, Systems};
use ligature_coding::Engine;
use ligature_edits::{Ids, Tables};
use ligature_knowledge::{Knowledge, Page};
use ligature_note::Reader;
use ligature_search::{Lay, Meanings, Searcher};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// The circumstances of a run of a tool.
pub struct Call<'a> {
    pub(crate) context: &'a Context,
}

/// Everything that the tools ask.
pub struct Library {
    book: Option<Arc<Book>>,
    knowledge: Arc<Knowledge>,
    release: String,
    /// Other books, by the names under which they are compared with this one.
    pub(super) others: Vec<(String, Arc<Library>)>,
    /// Made ready when a note is first read.
    reader: OnceLock<Reader>,
    /// Made ready when a note is first coded.
    engine: OnceLock<Engine>,
    /// Made ready at the first search.
    meanings: OnceLock<Meanings>,
    lay: OnceLock<Lay>,
    /// Our own names by code: of a page, else of the list of names.
    names: FxHashMap<String, String>,
    /// Places of the authored pages by code.
    pages: FxHashMap<String, usize>,
    /// Numbers of the codes of the tables of claims, made when they are first needed.
    ids: OnceLock<Ids>,
    /// Rules of claims, made ready when they are first needed.
    rules: OnceLock<(Rules, PayRules)>,
}

impl Library {
    /// A library over a book and the knowledge in it. What a question needs is made ready when it is first needed.
    pub(crate) fn new(
        book: Option<Arc<Book>>,
        knowledge: Arc<Knowledge>,
        release: String,
    ) -> Library {
        let listed = knowledge
            .names
            .iter()
            .map(|n| (n.code.clone(), n.name.clone()));
        let paged = knowledge
            .pages
            .iter()
            .map(|p| (p.code.clone(), p.name.clone()));
        let names = listed.chain(paged).collect();
        let places = knowledge.pages.iter().enumerate();
        Library {
            book,
            names,
            pages: places.map(|(at, page)| (page.code.clone(), at)).collect(),
            release,
            others: Vec::new(),
            knowledge,
            reader: OnceLock::new(),
            engine: OnceLock::new(),
            meanings: OnceLock::new(),
            lay: OnceLock::new(),
            ids: OnceLock::new(),
            rules: OnceLock::new(),
        }
    }

    /// The same library, made ready anew.
    pub(crate) fn again(&self) -> Library {
        let (book, knowledge) = (self.book.clone(), self.knowledge.clone());
        Library {
            others: self.others.clone(),
            ..Library::new(book, knowledge, self.release.clone())
        }
    }

    /// Adds another book, to be compared with this one under a name.
    pub(crate) fn add_book(&mut self, name: String, other: Library) {
        self.others.push((name, Arc::new(other)));
    }

    /// What the gate says of it.
    pub(crate) fn about(&self) -> About {
        let catalog = self.catalog().ok();
        let systems = System::ALL.into_iter();
        About {
            release: self.release.clone(),
            seal: self.seal().to_owned(),
            systems: systems
                .filter(|system| catalog.is_some_and(|c| !c.of(*system).is_empty()))
                .collect(),
            attested: catalog.map_or_else(Vec::new, |c| {
                c.attested.iter().map(|a| a.as_str().to_owned()).collect()
            }),
            families: self
                .knowledge
                .families
                .iter()
                .map(|family| family.title.clone())
                .collect(),
            loaded: catalog.is_some(),
            unlocks: self.unlocks(),
            dir: self.book.as_ref().map(|book| book.info().dir.clone()),
        }
    }

    /// Makes ready what reads and codes notes.
    pub(crate) fn warm(&self) {
        let _ready = (self.reader(), self.engine());
    }

    pub(crate) fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// The authored page of a procedure code.
    pub(crate) fn page(&self, code: &str) -> Option<&Page> {
        self.pages
            .get(code)
            .and_then(|at| self.knowledge.pages.get(*at))
    }

    /// What reads notes.
    pub(crate) fn reader(&self) -> &Reader {
        self.reader
            .get_or_init(|| Reader::new(&self.knowledge.lexicon))
    }

    /// What codes readings.
    pub(crate) fn engine(&self) -> &Engine {
        self.engine.get_or_init(|| Engine::new(&self.knowledge))
    }

    /// What words of people mean in the words of code sets.
    fn meanings(&self) -> &Meanings {
        self.meanings.get_or_init(|| {
            let said = self.knowledge.meanings.iter();
            Meanings::new(said.flat_map(|m| m.say.iter().map(|s| (s.as_str(), m.means.as_slice()))))
        })
    }

    /// What everyday words mean together.
    fn lay(&self) -> &Lay {
        self.lay.get_or_init(|| {
            let of = &self.knowledge;
            Lay::new(
                of.classes
                    .iter()
                    .map(|c| (c.name.as_str(), c.say.as_slice())),
                of.signs
                    .iter()
                    .map(|s| (s.when.as_slice(), s.means.as_slice())),
                of.passing
                    .iter()
                    .flat_map(|p| p.say.iter().map(String::as_str)),
            )
        })
    }

    /// The code sets; a failure if no publisher's file was imported.
    pub(crate) fn catalog(&self) -> Result<&ArchivedCatalog, Failure> {
        self.book.as_ref().and_then(|b| b.catalog()).ok_or_else(|| {
            Failure::NoData(
                "this book has no code sets: add publishers' files with `ligature import DIR`"
                    .to_owned(),
            )
        })
    }

    /// The tables of claims: what payers publish; a failure if no payer's table was imported.
    pub(crate) fn tables(&self) -> Result<Tables<'_>, Failure> {
        let edits = self.book.as_ref().and_then(|b| b.edits()).ok_or_else(|| {
            Failure::NoData(
                "no payer tables are loaded: add files of CMS (NCCI edits, fee schedule, GPCI) with `ligature import DIR`".to_owned(),
            )
        })?;
        Ok(Tables::new(edits, self.ids.get_or_init(|| Ids::new(edits))))
    }

    /// The authored rules of claims: of checks, and of payment.
    pub(crate) fn claim_rules(&self) -> &(Rules, PayRules) {
        self.rules.get_or_init(|| {
            let authored = &self.knowledge.claims;
            (Rules::new(authored), PayRules::new(authored))
        })
    }

    /// A searcher over the code sets.
    pub(crate) fn searcher(&self) -> Result<Searcher<'_>, Failure> {
        self.catalog()?;
        self.book
            .as_ref()
            .and_then(|b| b.index())
            .and_then(|index| Searcher::new(index, self.meanings(), self.lay()))
            .ok_or_else(|| Failure::NoData("this book holds no search index".to_owned()))
    }

    /// The checksum that changes whenever an answer may: for caches.
    pub(crate) fn seal(&self) -> &str {
        self.book
            .as_ref()
            .map_or("", |b| b.info().manifest.seal.as_str())
    }

    /// Our own name for a procedure code.
    pub(crate) fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }

    /// A code as it is in lists.
    pub(crate) fn head(&self, catalog: &ArchivedCatalog, row: &ArchivedCodeRow) -> CodeHead {
        let system = catalog.system(row);
        let published = catalog.str(&row.title);
        let code = catalog.str(&row.code);
        let ours = || (system == System::Cpt).then(|| self.name(code)).flatten();
        let (title, title_from) = match (published, ours()) {
            ("", Some(name)) => (name, TitleFrom::Ours),
            ("", None) => ("", TitleFrom::None),
            (title, _) if catalog.ours(row) => (title, TitleFrom::Ours),
            (title, _) => (title, TitleFrom::Publisher),
        };
        CodeHead {
            system,
            code: system.printed(code),
            title: title.to_owned(),
            title_from,
            status: catalog.status(row),
        }
    }

    pub(crate) fn head_of(&self, catalog: &ArchivedCatalog, id: CodeId) -> Option<CodeHead> {
        catalog.row(id).map(|row| self.head(catalog, row))
    }

    /// The releases of a code set.
    pub(crate) fn citations(&self, catalog: &ArchivedCatalog, systems: &[System]) -> Vec<Citation> {
        catalog
            .releases
            .iter()
            .filter(|r| systems.iter().any(|s| *s as u8 == r.system))
            .map(|r| Citation {
                table: r.what.as_str().to_owned(),
                release: r.label.as_str().to_owned(),
                from: date(r.from.to_native()).to_string(),
                to: date(r.to.to_native()).to_string(),
                publisher: r.publisher.as_str().to_owned(),
            })
            .collect()
    }

    /// The day of the request, as days since 1970; without one the last day of the newest release of the code set.
    pub(crate) fn day(
        &self,
        catalog: &ArchivedCatalog,
        system: System,
        date: Option<DateOfService>,
    ) -> i32 {
        if let Some(date) = date {
            return day(date.date());
        }
        let releases = catalog.releases.iter();
        let newest = releases
            .filter(|r| r.system == system as u8 && r.complete)
            .map(|r| r.to.to_native())
            .max();
        newest.unwrap_or_else(|| day(Date::constant(2026, 1, 1)))
    }

    /// Puts our own name in the place of a licensed title; says whether there was one.
    pub(crate) fn hide(&self, head: &mut CodeHead) -> bool {
        if !licensed(head.system) || head.title_from != TitleFrom::Publisher {
            return false;
        }
        let ours = self.name(&head.code).filter(|_| head.system == System::Cpt);
        (head.title, head.title_from) = match ours {
            Some(name) => (name.to_owned(), TitleFrom::Ours),
            None => (String::new(), TitleFrom::None),
        };
        true
    }
}

/// Whether the texts of a code set need a licence (the AMA's CPT, the ADA's CDT).
pub(crate) fn licensed(system: System) -> bool {
    matches!(system, System::Cpt | System::Cdt)
}

/// The code sets that are meant; all without a choice.
pub(crate) fn meant(systems: Option<Systems>) -> &'static [System] {
    systems.map_or(&System::ALL, Systems::systems)
}
