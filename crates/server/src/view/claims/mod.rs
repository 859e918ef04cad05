//! Claims: the forms, findings beside their lines, prices step by step.

mod file;
mod findings;
mod form;
mod modifiers;

pub(crate) use file::{FileAnswer, OfFile, file_page, refused_page};

use super::layout::Place;
use super::reference::Frame;
use ligature_claim::check::Checked;
use ligature_claim::price::Priced;
use ligature_claim::{Claim, Rules, example};
use ligature_tools::Effect;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashMap;

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    /// Lines, one a row.
    pub lines: String,
    /// What the same provider did before.
    pub earlier: String,
    /// Date of service.
    pub date: String,
    /// Place of service.
    pub place: String,
    /// Contractor and number of the locality.
    pub locality: String,
    /// Whose claim.
    pub setting: String,
    /// The patient's date of birth; may be empty.
    pub born: String,
    /// The patient's sex, `F` or `M`; may be empty.
    pub sex: String,
    /// A modifier to try: line and modifier, `2:59`; or the list that it is chosen in, `2:@place-2`.
    pub with: String,
    /// A modifier to take off again.
    pub without: String,
    /// Everything else: the choices of anatomic modifiers, by the name of their list.
    #[serde(flatten)]
    pub chosen: HashMap<String, String>,
}

impl Typed {
    /// A claim as one would type it.
    pub fn of(claim: &Claim) -> Typed {
        let words = example::words_of(claim);
        Typed {
            lines: words.lines.join("\n"),
            earlier: words.earlier.join("\n"),
            date: words.date,
            place: words.place,
            locality: claim.locality.clone(),
            setting: words.setting,
            born: words.born,
            sex: words.sex,
            ..Typed::default()
        }
    }
}

/// What is known of it.
pub(crate) struct Answered {
    /// The claim.
    pub claim: Claim,
    /// Its findings.
    pub checked: Checked,
    /// Its prices, where a locality was given.
    pub priced: Option<Priced>,
    /// What the modifier did that was tried.
    pub effect: Option<Effect>,
}

/// `/claims`
pub(crate) fn page(
    frame: &Frame<'_>,
    rules: &Rules,
    typed: &Typed,
    answer: Option<Result<&Answered, &String>>,
) -> Markup {
    let within = html! {
        @if let Some(Err(why)) = answer { p.alert role="alert" { (why) } }
        @if let Some(Ok(answered)) = answer { (findings::findings(answered, rules)) }
        (form::form(typed, if answer.is_some() { "Change it and check again" } else { "" }))
        (form::file_form(&typed.locality, "Or check a file of claims (837P)"))
    };
    around(frame, &within)
}

/// What every page of claims has.
fn around(frame: &Frame<'_>, within: &Markup) -> Markup {
    frame.page(
        "Check a claim",
        Place::Claims,
        html! {
            div.index.claims {
                header {
                    h1 { "Check a claim" }
                    p.lead { "May these lines be billed together, and what does the fee schedule allow? Each answer names its table and the days it speaks for." }
                }
                (within)
            }
        },
    )
}
