//! What takes ranks among the procedures of a day, and which lines take part.

use super::rules::RankRule;
use super::schedule::Schedule;
use super::work::Work;
use ligature_codes::Units;
use ligature_edits::Id;
use rust_decimal::Decimal;

/// What takes one rank (a family, a pair of sides), or one a unit (a line).
pub(super) struct Taker {
    /// Its lines, in the order of the claim.
    pub members: Vec<Member>,
    /// What it is ranked by.
    pub amount: Decimal,
    /// Every unit takes a rank.
    pub by_unit: bool,
    /// Its name in steps.
    pub name: String,
}

/// A line of a taker.
pub(super) struct Member {
    /// Its place.
    pub at: usize,
    /// Its units.
    pub units: Vec<Lot>,
}

/// Units of a line that are paid alike.
pub(super) struct Lot {
    pub times: Units,
    /// The fee of the family's base that is taken off each, and its code.
    pub less: Option<(Decimal, String)>,
    /// What share of it is paid before ranks.
    pub share: Decimal,
}

impl Lot {
    pub fn full(times: Units) -> Lot {
        Lot {
            times,
            less: None,
            share: Decimal::ONE,
        }
    }
}

/// The rule of a line's multiple-procedure indicator.
pub(super) fn rule<'a>(schedule: &'a Schedule<'_>, work: &Work) -> Option<&'a RankRule> {
    schedule.rules.rank(work.row?.indicators.multiple)
}

/// Whether a line takes part in the ranking.
pub(super) fn ranking(schedule: &Schedule<'_>, work: &Work) -> bool {
    !work.follows() && rule(schedule, work).is_some_and(|r| !r.shares.is_empty())
}

/// The base of the family of endoscopies that a line belongs to.
pub(super) fn base_of(schedule: &Schedule<'_>, work: &Work) -> Option<Id> {
    let endoscopy = ranking(schedule, work) && rule(schedule, work)?.endoscopy;
    work.row?.base.filter(|_| endoscopy)
}
