//! Whether the files fit together: every name that is used exists, and none is given twice.

mod claims;
mod duplicates;
mod fields;
mod known;
mod lexicon;
mod names;
mod pages;
mod payment;
mod policies;
mod ranges;
mod releases;
mod remits;
mod tables;

pub(crate) use known::{ACTION, SPECIAL_KINDS, bare, recipe_concepts, wanted};
pub(crate) use pages::code_with_units;

use crate::draft::Draft;
use crate::problem::Problem;
use known::Names;

/// Runs every check.
pub(crate) fn all(draft: &Draft<'_>, problems: &mut Vec<Problem>) {
    let names = Names::of(draft);
    lexicon::check(draft, &names, problems);
    tables::check(draft, &names, problems);
    policies::check(draft, &names, problems);
    pages::check(draft, problems);
    duplicates::check(draft, problems);
    names::check(draft, problems);
    claims::check(&draft.claims, problems);
    remits::check(draft, problems);
    releases::check(draft, problems);
    ranges::check(draft, problems);
}
