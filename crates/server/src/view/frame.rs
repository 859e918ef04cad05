//! What stands around a page: the book, the look-up box, what was noticed.

use super::layout::{Place, Texts, page_with};
use ligature_tools::About;
use maud::{Markup, html};

/// What stands around every page.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    /// What the gate stands before: the book's release, its licences.
    pub about: &'a About,
    /// What stands in the look-up box.
    pub asked: &'a str,
    /// What was noticed about the request.
    pub noticed: &'a [String],
}

impl<'a> Frame<'a> {
    /// The same, with what was noticed about the request.
    pub fn noticing(self, noticed: &'a [String]) -> Frame<'a> {
        Frame { noticed, ..self }
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
            @if !self.noticed.is_empty() {
                div.plain.noticed role="status" { ul.remarks { @for one in self.noticed { li { (one) } } } }
            }
            (main)
        };
        page_with(title, place, (&self.about.release, texts), self.asked, main)
    }
}
