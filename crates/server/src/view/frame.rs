//! The frame of a page: the book, the look-up box, remarks on the request.

use super::layout::{Place, Texts, page_with};
use ligature_tools::About;
use maud::{Markup, html};

/// The frame of every page.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    /// What the gate answers from: the book's release, its licences.
    pub about: &'a About,
    /// The text in the look-up box.
    pub query: &'a str,
    /// Remarks on the request.
    pub remarks: &'a [String],
}

impl<'a> Frame<'a> {
    /// The same, with remarks on the request.
    pub fn with_remarks(self, remarks: &'a [String]) -> Frame<'a> {
        Frame { remarks, ..self }
    }

    /// A licence was attested for texts that may otherwise not be shown.
    pub fn licensed(&self) -> bool {
        !self.about.attested.is_empty()
    }

    /// A page that may show the publishers' texts.
    pub fn page(&self, title: &str, place: Place, main: Markup) -> Markup {
        let texts = match self.licensed() {
            true => Texts::Licensed,
            false => Texts::Ours,
        };
        self.with(title, place, texts, &main)
    }

    /// A page with our own names and texts only.
    pub fn own_page(&self, title: &str, place: Place, main: Markup) -> Markup {
        self.with(title, place, Texts::Ours, &main)
    }

    fn with(&self, title: &str, place: Place, texts: Texts, main: &Markup) -> Markup {
        let main = html! {
            @if !self.remarks.is_empty() {
                div.plain.noticed role="status" { ul.remarks { @for one in self.remarks { li { (one) } } } }
            }
            (main)
        };
        page_with(title, place, (&self.about.release, texts), self.query, main)
    }
}
