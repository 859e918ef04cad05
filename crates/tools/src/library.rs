//! A book opened for asking.

use crate::answers::{Citation, CodeHead, TitleFrom, ToolError};
use jiff::civil::Date;
use ligature_book::Book;
use ligature_catalog::{ArchivedCatalog, ArchivedCodeRow, CodeId, System, date, day};
use ligature_claim::{Rules, price::PayRules};
use ligature_coding::{Answer, Engine};
use ligature_edits::{Ids, Tables};
use ligature_knowledge::Knowledge;
use ligature_note::Reader;
use ligature_search::{Meanings, Searcher};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// Everything that the tools ask.
pub struct Library {
    book: Option<Arc<Book>>,
    knowledge: Arc<Knowledge>,
    /// Made ready when a note is first read.
    engine: OnceLock<(Reader, Engine)>,
    /// Made ready at the first search.
    meanings: OnceLock<Meanings>,
    /// Names of ours by code: of a page, else of the list of names.
    names: FxHashMap<String, String>,
    /// Numbers of the codes of the tables of claims, made when they are first asked for.
    ids: OnceLock<Ids>,
    /// Rules of claims, made ready when they are first asked for.
    rules: OnceLock<(Rules, PayRules)>,
}

impl Library {
    /// A library over a book and the knowledge in it. What a question needs is made ready when it is first asked.
    #[must_use]
    pub fn new(book: Option<Arc<Book>>, knowledge: Arc<Knowledge>) -> Library {
        let listed = knowledge
            .names
            .iter()
            .map(|n| (n.code.clone(), n.name.clone()));
        let paged = knowledge
            .pages
            .iter()
            .map(|p| (p.code.clone(), p.name.clone()));
        let names = listed.chain(paged).collect();
        Library {
            book,
            names,
            knowledge,
            engine: OnceLock::new(),
            meanings: OnceLock::new(),
            ids: OnceLock::new(),
            rules: OnceLock::new(),
        }
    }

    /// The authored knowledge.
    #[must_use]
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// The authored knowledge, for others to hold.
    #[must_use]
    pub fn shared_knowledge(&self) -> Arc<Knowledge> {
        self.knowledge.clone()
    }

    /// What reads notes, and what codes them.
    fn engine(&self) -> &(Reader, Engine) {
        self.engine.get_or_init(|| {
            let reader = Reader::new(&self.knowledge.lexicon);
            (reader, Engine::new(&self.knowledge))
        })
    }

    /// Makes ready now what the first note would wait for.
    pub fn warm(&self) {
        self.engine();
    }

    /// Codes for a note, as of a date of service, if one is given.
    #[must_use]
    pub fn code(&self, note: &str, date: Option<Date>) -> Answer {
        let (reader, engine) = self.engine();
        engine.code(reader.read_events(note), date)
    }

    /// What words of people mean in the words of code sets.
    fn meanings(&self) -> &Meanings {
        self.meanings.get_or_init(|| {
            let said = self.knowledge.meanings.iter();
            Meanings::new(said.flat_map(|m| m.say.iter().map(|s| (s.as_str(), m.means.as_slice()))))
        })
    }

    /// The code sets.
    ///
    /// # Errors
    /// [`ToolError::NoData`] if no publisher's file was taken in.
    pub fn catalog(&self) -> Result<&ArchivedCatalog, ToolError> {
        self.book.as_ref().and_then(|b| b.catalog()).ok_or_else(|| {
            ToolError::NoData(
                "this book holds no code sets: take publishers' files in with `ligature import DIR`".to_owned(),
            )
        })
    }

    /// The tables of claims: what payers publish.
    ///
    /// # Errors
    /// [`ToolError::NoData`] if no payer's table was taken in.
    pub fn tables(&self) -> Result<Tables<'_>, ToolError> {
        let edits = self.book.as_ref().and_then(|b| b.edits()).ok_or_else(|| {
            ToolError::NoData(
                "no payer tables were taken in: take files of CMS in (NCCI edits, fee schedule, GPCI) with `ligature import DIR`".to_owned(),
            )
        })?;
        Ok(Tables::new(edits, self.ids.get_or_init(|| Ids::new(edits))))
    }

    /// The authored rules of claims: of checks, and of payment.
    pub fn claim_rules(&self) -> &(Rules, PayRules) {
        self.rules.get_or_init(|| {
            let authored = &self.knowledge.claims;
            (Rules::new(authored), PayRules::new(authored))
        })
    }

    /// A searcher over the code sets.
    ///
    /// # Errors
    /// As [`Library::catalog`].
    pub fn searcher(&self) -> Result<Searcher<'_>, ToolError> {
        self.catalog()?;
        self.book
            .as_ref()
            .and_then(|b| b.index())
            .and_then(|index| Searcher::new(index, self.meanings()))
            .ok_or_else(|| ToolError::NoData("this book holds no search index".to_owned()))
    }

    /// The checksum that changes whenever an answer may: for caches.
    #[must_use]
    pub fn seal(&self) -> &str {
        self.book
            .as_ref()
            .map_or("", |b| b.info().manifest.seal.as_str())
    }

    /// The name of ours for a procedure code.
    #[must_use]
    pub fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }

    /// All codes of a code set with their titles, one a line, tab between. Texts under an attested licence are not given out.
    ///
    /// # Errors
    /// As [`Library::catalog`].
    pub fn titles(&self, system: System) -> Result<String, ToolError> {
        let catalog = self.catalog()?;
        let mut text = String::new();
        for row in catalog.of(system).filter_map(|id| catalog.row(id)) {
            let head = self.head(catalog, row);
            let licensed = matches!(system, System::Cpt | System::Cdt);
            if licensed && head.title_from == TitleFrom::Publisher {
                continue;
            }
            text.push_str(&head.code);
            text.push('\t');
            text.push_str(&head.title);
            text.push('\n');
        }
        Ok(text)
    }

    /// A code as it stands in lists.
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

    /// The releases that speak for a code set.
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

    /// The day asked for, as days since 1970; without one the last day of the newest release of the code set.
    pub(crate) fn day(
        &self,
        catalog: &ArchivedCatalog,
        system: System,
        asked: Option<&str>,
    ) -> Result<i32, ToolError> {
        match asked.filter(|d| !d.is_empty()) {
            Some(text) => {
                let date = ligature_codes::DateOfService::parse(text)
                    .map_err(|e| ToolError::Wrong(e.to_string()))?
                    .date();
                Ok(day(date))
            }
            None => {
                let releases = catalog.releases.iter();
                let newest = releases
                    .filter(|r| r.system == system as u8 && r.complete)
                    .map(|r| r.to.to_native())
                    .max();
                Ok(newest.unwrap_or_else(|| day(Date::constant(2026, 1, 1))))
            }
        }
    }
}
