//! Taking publishers' licensed texts out of an answer to a caller without a licence.

use crate::contract::{
    BrowseAnswer, CodeHead, CompleteAnswer, DiffAnswer, LookupAnswer, ReleasesAnswer, SearchAnswer,
};
use crate::library::licensed;

/// What must be removed from an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hide {
    /// Nothing.
    Nothing,
    /// Texts that need a licence.
    LicensedText,
}

/// Puts our own name in the place of a licensed title; says whether there was one.
pub type HideTitle<'a> = dyn Fn(&mut CodeHead) -> bool + 'a;

/// An answer that may contain licensed texts. The default implementation says that it has none.
pub trait Redact {
    /// Takes them out.
    fn redact(&mut self, hide: &HideTitle<'_>) {
        let _none = hide;
    }
}

impl<T: Redact> Redact for Option<T> {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        if let Some(one) = self {
            one.redact(hide);
        }
    }
}

impl<T: Redact> Redact for Vec<T> {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        for one in self {
            one.redact(hide);
        }
    }
}

impl Redact for CodeHead {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        hide(self);
    }
}

impl Redact for LookupAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        if hide(&mut self.head) {
            self.short.clear();
            self.older_titles.clear();
            self.terms.clear();
        }
        self.also.redact(hide);
        self.above.redact(hide);
        self.below.redact(hide);
        self.before.redact(hide);
        self.after.redact(hide);
        self.related
            .iter_mut()
            .for_each(|one| one.code.redact(hide));
        self.neighbours
            .iter_mut()
            .for_each(|one| one.codes.redact(hide));
    }
}

impl Redact for SearchAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        for result in &mut self.results {
            if hide(&mut result.head) {
                result.matched.clear();
            }
        }
        self.exact.redact(hide);
    }
}

impl Redact for CompleteAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.codes.redact(hide);
    }
}

impl Redact for BrowseAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.path.redact(hide);
        self.entries.redact(hide);
    }
}

impl Redact for DiffAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.added.redact(hide);
        self.deleted.redact(hide);
        if licensed(self.system) {
            self.revised.clear();
        }
    }
}

impl Redact for ReleasesAnswer {}
