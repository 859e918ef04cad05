//! Licences that an operator attests.

use ligature_import::Layout;

/// A licence that an operator says to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attested {
    /// Its holder's name.
    pub holder: String,
    /// Edition (year) that it covers.
    pub edition: u16,
    /// Number of users that it covers.
    pub users: u32,
}

/// The licences without which licensed texts are not imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Licences {
    cpt: Option<Attested>,
    cdt: Option<Attested>,
    /// What was attested before, as the book has it.
    before: Vec<String>,
}

impl Licences {
    /// Licences for CPT texts of the American Medical Association, and for CDT texts of the American Dental Association.
    #[must_use]
    pub fn new(cpt: Option<Attested>, cdt: Option<Attested>) -> Self {
        Self {
            cpt,
            cdt,
            before: Vec::new(),
        }
    }

    /// These, and what was attested when a book was made.
    #[must_use]
    pub(crate) fn with(mut self, before: Vec<String>) -> Self {
        self.before = before;
        self
    }

    /// Whether files of this layout may be imported.
    pub(crate) fn allow(&self, layout: Layout) -> bool {
        let before = |what: &str| self.before.iter().any(|line| line.starts_with(what));
        match layout {
            Layout::Cpt => self.cpt.is_some() || before("CPT "),
            Layout::Cdt => self.cdt.is_some() || before("CDT "),
            _ => true,
        }
    }

    /// What was attested, one line each, for the book.
    pub(crate) fn lines(&self) -> Vec<String> {
        let line = |what: &str, attested: &Attested| {
            format!(
                "{what} licence attested: holder {}, edition {}, users {}",
                attested.holder, attested.edition, attested.users
            )
        };
        let cpt = self.cpt.iter().map(|a| line("CPT", a));
        let cdt = self.cdt.iter().map(|a| line("CDT", a));
        let mut all: Vec<String> = self.before.clone();
        all.extend(cpt.chain(cdt));
        all.dedup();
        all
    }
}
