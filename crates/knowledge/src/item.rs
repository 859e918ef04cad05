//! The parts of the knowledge that a problem can be about.

use crate::model::Knowledge;

/// A part of the knowledge, by its place in the lists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// `lexicon.concepts[…]`
    Concept(usize),
    /// `families[family].rows[row]`
    Row {
        /// Which family.
        family: usize,
        /// Which of its rows.
        row: usize,
    },
    /// `pages[…]`
    Page(usize),
    /// A key of `pages[page].facts`.
    Fact {
        /// Which page.
        page: usize,
        /// One of [`crate::FACTS`].
        key: &'static str,
    },
    /// `examples[…]`
    Example(usize),
    /// `names[…]`
    Name(usize),
    /// A layout of [`crate::Loaded::releases`].
    Layout {
        /// Which release.
        release: usize,
        /// Which of its layouts.
        layout: usize,
    },
    /// `ranges[…]`
    Range(usize),
}

impl Item {
    /// What it is, in words, for problems that have no file.
    pub(crate) fn name(&self, knowledge: &Knowledge) -> String {
        let id = match self {
            Self::Concept(at) => knowledge
                .lexicon
                .concepts
                .get(*at)
                .map(|c| format!("concept {}", c.id)),
            Self::Row { family, row } => knowledge
                .families
                .get(*family)
                .map(|f| format!("family {}, row {}", f.id, row + 1)),
            Self::Page(at) | Self::Fact { page: at, .. } => {
                knowledge.pages.get(*at).map(|p| format!("page {}", p.code))
            }
            Self::Example(at) => knowledge
                .examples
                .get(*at)
                .map(|e| format!("example {}", e.id)),
            Self::Name(at) => knowledge
                .names
                .get(*at)
                .map(|n| format!("name of {}", n.code)),
            Self::Layout { release, .. } => Some(format!("release {}", release + 1)),
            Self::Range(at) => knowledge
                .ranges
                .get(*at)
                .map(|r| format!("range {}", r.codes)),
        };
        id.unwrap_or_else(|| "knowledge".to_owned())
    }
}
