//! What the pages of claims share: a claim with what is known of it, their limits, their heading.

use crate::view::frame::Frame;
use crate::view::layout::Place;
use ligature_tools::{Checked, Claim, Effect, Priced};
use maud::{Markup, html};

/// The largest file of claims that the page takes, in bytes.
pub(crate) const LARGEST: usize = 4 * 1024 * 1024;
/// Claims that one page shows.
pub(crate) const SHOWN: usize = 50;

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

/// What every page of claims has.
pub(super) fn around(frame: &Frame<'_>, within: &Markup) -> Markup {
    frame.page(
        "Check a claim",
        Place::Claims,
        html! {
            div.index.claims {
                header {
                    h1 { "Check a claim" }
                    p.lead { "May these lines be billed together, and what does the fee schedule allow? Each answer names its table and the days that it covers." }
                }
                (within)
            }
        },
    )
}
