//! Claims: the forms, findings next to their lines, prices step by step.

mod around;
mod file;
mod findings;
mod form;
mod modifiers;
mod verdict;

pub(crate) use around::{Answered, LARGEST, SHOWN};
pub(crate) use file::{file_page, refused_page};

use super::frame::Frame;
use around::around;
use ligature_tools::{Meaning, TypedClaim};
use maud::{Markup, html};

/// `/claims`
pub(crate) fn page(
    frame: &Frame<'_>,
    modifiers: &[Meaning],
    typed: &TypedClaim,
    answer: Option<Result<&Answered, &String>>,
) -> Markup {
    let within = html! {
        @if let Some(Err(why)) = answer { p.alert role="alert" { (why) } }
        @if let Some(Ok(answered)) = answer { (findings::findings(answered, modifiers)) }
        (form::form(typed, if answer.is_some() { "Change it and check again" } else { "" }))
        (form::file_form(&typed.locality, "Or check a file of claims (837P)"))
    };
    around(frame, &within)
}
