//! Licences that an operator attests.

use ligature_import::Layout;

/// Attested licences.
#[derive(clap::Args, Default, Clone)]
pub struct Licence {
    /// You hold a CPT licence of the American Medical Association: its holder's name. Needed before CPT texts are taken in.
    #[arg(long, value_name = "HOLDER", requires_all = ["edition", "users"])]
    pub attest_cpt_licence: Option<String>,

    /// You hold a CDT licence of the American Dental Association: its holder's name. Needed before CDT texts are taken in.
    #[arg(long, value_name = "HOLDER", requires_all = ["edition", "users"])]
    pub attest_cdt_licence: Option<String>,

    /// Edition (year) that the licence covers.
    #[arg(long, value_name = "YEAR")]
    pub edition: Option<u16>,

    /// Number of users that the licence covers.
    #[arg(long, value_name = "N")]
    pub users: Option<u32>,

    /// What was attested before, as it stands in the book.
    #[arg(skip)]
    pub before: Vec<String>,
}

impl Licence {
    /// Whether files of this layout may be taken in.
    pub fn allows(&self, layout: Layout) -> bool {
        let before = |what: &str| self.before.iter().any(|line| line.starts_with(what));
        match layout {
            Layout::Cpt => self.attest_cpt_licence.is_some() || before("CPT "),
            Layout::Cdt => self.attest_cdt_licence.is_some() || before("CDT "),
            _ => true,
        }
    }

    /// What was attested, one line each, for the book.
    pub fn lines(&self) -> Vec<String> {
        let (edition, users) = (self.edition.unwrap_or(0), self.users.unwrap_or(0));
        let line = |what: &str, holder: &String| {
            format!("{what} licence attested: holder {holder}, edition {edition}, users {users}")
        };
        let cpt = self.attest_cpt_licence.iter().map(|h| line("CPT", h));
        let cdt = self.attest_cdt_licence.iter().map(|h| line("CDT", h));
        let mut all: Vec<String> = self.before.clone();
        all.extend(cpt.chain(cdt));
        all.dedup();
        all
    }
}
