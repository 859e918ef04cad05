//! The tables of one day: found once, used many times.

use crate::Kind;
use crate::ids::{Id, code};
use crate::look::{AddOnEdit, Answering, Limit, Pair, Tables, cells};
use crate::store::AddOnCell;
use crate::store::{
    ArchivedAddOnCell, ArchivedByCode, ArchivedLimitSet, ArchivedPairSet, ArchivedTerms,
};
use ligature_codes::Setting;

/// What answers for a day, table by table. A table that is missing has no data for the day.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// Pair edits.
    pub pairs: Option<PairsAt<'a>>,
    /// Limits of units.
    pub limits: Option<LimitsAt<'a>>,
    /// Add-on edits.
    pub addons: Option<AddOnsAt<'a>>,
    /// The fee schedule.
    pub values: Option<Answering>,
}

/// The pair edits of a release.
#[derive(Clone, Copy)]
pub struct PairsAt<'a> {
    /// Which release.
    pub answering: Answering,
    pub(crate) set: &'a ArchivedPairSet,
    bit: u64,
}

impl<'a> PairsAt<'a> {
    #[inline]
    pub(crate) fn printed(
        self,
        rows: impl Iterator<Item = &'a ArchivedTerms> + 'a,
        low: Id,
        high: Id,
    ) -> impl Iterator<Item = Pair> + 'a {
        rows.filter(move |terms| terms.releases.to_native() & self.bit != 0)
            .map(move |terms| Pair::of(terms, low, high))
    }
}

/// The limits of a release.
#[derive(Clone, Copy)]
pub struct LimitsAt<'a> {
    /// Which release.
    pub answering: Answering,
    set: &'a ArchivedLimitSet,
}

impl LimitsAt<'_> {
    /// The limit of units for a code.
    #[inline]
    #[must_use]
    pub fn find(self, of: Id) -> Option<Limit> {
        Limit::of(self.set.limits.get(usize::from(of.0))?)
    }
}

/// The add-on edits of a release.
#[derive(Clone, Copy)]
pub struct AddOnsAt<'a> {
    /// Which release.
    pub answering: Answering,
    set: &'a ArchivedByCode<AddOnCell>,
}

impl<'a> AddOnsAt<'a> {
    /// Whether a code is an add-on in any of its edits.
    #[inline]
    #[must_use]
    pub fn any(self, addon: Id) -> bool {
        let ends = self.set.starts.get(usize::from(addon.0)..);
        matches!(ends, Some([from, to, ..]) if from != to)
    }

    /// The edits of an add-on.
    #[inline]
    pub fn find(self, addon: Id) -> impl Iterator<Item = AddOnEdit> + 'a {
        cells(self.set, addon)
            .iter()
            .map(|c: &ArchivedAddOnCell| AddOnEdit {
                primary: code(c.primary.to_native()),
                kind: c.kind,
                from: c.from.to_native(),
                to: c.to.to_native(),
            })
    }
}

impl<'a> Tables<'a> {
    /// Whether a release of a table covers a day and all its parts were imported.
    #[must_use]
    pub fn covers(&self, kind: Kind, setting: Setting, day: i32) -> bool {
        let answering = self.answering(kind, setting, day);
        answering
            .and_then(|a| self.edits.sources.get(a.source.place()))
            .is_some_and(|row| row.whole)
    }

    /// The first and the last of the days around a day for which the same releases answer.
    #[must_use]
    pub fn steady(&self, day: i32) -> (i32, i32) {
        let (mut first, mut last) = (i32::MIN, i32::MAX);
        for row in self.edits.sources.iter() {
            // a release begins to answer, or ceases to
            let (from, after) = (row.from.to_native(), row.to.to_native().checked_add(1));
            for turn in std::iter::once(from).chain(after) {
                match turn <= day {
                    true => first = first.max(turn),
                    false => last = last.min(turn - 1),
                }
            }
        }
        (first, last)
    }

    /// What answers for a day and a setting. Add-on edits and the fee schedule are the same for every setting.
    #[must_use]
    pub fn at(&self, setting: Setting, day: i32) -> At<'a> {
        let edits = self.edits;
        let pairs = self
            .answering(Kind::Pairs, setting, day)
            .and_then(|answering| {
                let (set, bit) = self.pairs_by(answering.source)?;
                Some(PairsAt {
                    answering,
                    set,
                    bit,
                })
            });
        let limits = self
            .answering(Kind::Limits, setting, day)
            .and_then(|answering| {
                let set = edits
                    .limits
                    .iter()
                    .find(|s| s.source.to_native() == answering.source.0)?;
                Some(LimitsAt { answering, set })
            });
        let addons = self
            .answering(Kind::AddOns, Setting::Practitioner, day)
            .and_then(|answering| {
                let set = edits
                    .addons
                    .iter()
                    .find(|s| s.source.to_native() == answering.source.0)?;
                Some(AddOnsAt { answering, set })
            });
        At {
            pairs,
            limits,
            addons,
            values: self.answering(Kind::Values, Setting::Practitioner, day),
        }
    }
}
