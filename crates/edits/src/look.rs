//! Asking the tables.

use crate::ids::{Id, Ids, code};
use crate::store::{
    ArchivedAddOnCell, ArchivedByCode, ArchivedEdits, ArchivedLimitCell, ArchivedLocalityCell,
    ArchivedOutpatientCell, ArchivedPairSet, ArchivedSourceRow, ArchivedTerms, ArchivedValueCell,
};
use crate::{Fixed, Indicators, Key, Kind};
use jiff::civil::Date;
use ligature_codes::Setting;
use ligature_codes::date;

/// A release of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub(crate) u16);

impl SourceId {
    /// Its place in the list of releases.
    #[must_use]
    pub fn place(self) -> usize {
        usize::from(self.0)
    }
}

/// Which release answers for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answering {
    /// The release.
    pub source: SourceId,
    /// The day is before the release's own days, and the days of its rows decide.
    pub by_history: bool,
}

/// A release in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceView {
    /// What it says.
    pub kind: Kind,
    /// Whose claims it is for.
    pub setting: Setting,
    /// As the publisher calls it.
    pub label: String,
    /// First day that it covers.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Its rows carry their own days.
    pub dated: bool,
    /// All its parts were imported.
    pub whole: bool,
    /// The parts that were not.
    pub missing: Vec<u8>,
    /// Rows kept.
    pub rows: u32,
    /// Lines refused.
    pub refused: u32,
    /// Publisher.
    pub publisher: String,
    /// Terms of use.
    pub licence: String,
    /// Files.
    pub files: Vec<String>,
    /// Files of earlier revisions, of which nothing is kept.
    pub superseded: Vec<String>,
}

impl SourceView {
    /// Its label; with the setting where the publisher gives a table for each.
    #[must_use]
    pub fn title(&self) -> String {
        match self.kind.by_setting() {
            true => format!("{}, {}", self.label, self.setting.name()),
            false => self.label.clone(),
        }
    }

    /// Whether all of it was imported, in words: `whole`, `parts 2 and 3 are missing`.
    #[must_use]
    pub fn completeness(&self) -> String {
        let parts: Vec<String> = self.missing.iter().map(u8::to_string).collect();
        match parts.as_slice() {
            [] => "whole".to_owned(),
            [one] => format!("part {one} is missing"),
            [first @ .., last] => format!("parts {} and {last} are missing", first.join(", ")),
        }
    }
}

/// A pair edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Column one.
    pub one: Id,
    /// Column two.
    pub two: Id,
    /// First day, as days since 1970-01-01, or [`i32::MIN`]: the table does not say.
    pub from: i32,
    /// Last day, or [`i32::MAX`].
    pub to: i32,
    /// Modifier indicator: 0, 1 or 9.
    pub indicator: u8,
    reason: u16,
}

impl Pair {
    pub(crate) fn of(terms: &ArchivedTerms, low: Id, high: Id) -> Pair {
        let (one, two) = if terms.swapped {
            (high, low)
        } else {
            (low, high)
        };
        Pair {
            one,
            two,
            from: terms.from.to_native(),
            to: terms.to.to_native(),
            indicator: terms.indicator,
            reason: terms.reason.to_native(),
        }
    }

    /// Whether it denies on a day: it is in force and its indicator is not 9. First and last day count.
    #[must_use]
    #[inline]
    pub fn live(&self, day: i32) -> bool {
        self.from <= day && day <= self.to && self.indicator != 9
    }
}

/// A limit of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Units that may be paid.
    pub units: u32,
    /// 1 (line), 2 (day, policy), 3 (day, clinical); 0: not published.
    pub mai: u8,
    reason: u16,
}

impl Limit {
    pub(crate) fn of(cell: &ArchivedLimitCell) -> Option<Limit> {
        (cell.mai != u8::MAX).then(|| Limit {
            units: cell.units.to_native(),
            mai: cell.mai,
            reason: cell.reason.to_native(),
        })
    }
}

/// An add-on edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddOnEdit {
    /// The primary; nothing: the contractor decides.
    pub primary: Option<Id>,
    /// Edit type: 1, 2 or 3.
    pub kind: u8,
    /// First day, or [`i32::MIN`].
    pub from: i32,
    /// Last day, or [`i32::MAX`].
    pub to: i32,
}

/// A row of the fee schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values {
    /// `26`, `TC`, `53`, or blanks.
    pub modifier: [u8; 2],
    /// Status code.
    pub status: u8,
    /// Work relative value.
    pub work: Fixed,
    /// Practice expense in a facility; elsewhere.
    pub facility: Fixed,
    /// Practice expense elsewhere.
    pub nonfacility: Fixed,
    /// Malpractice.
    pub malpractice: Fixed,
    /// Rarely or never performed in a facility; elsewhere.
    pub rare: [bool; 2],
    /// Global days.
    pub global: [u8; 3],
    /// Shares before, during and after the operation.
    pub shares: [Fixed; 3],
    /// Indicators.
    pub indicators: Indicators,
    /// Base of the endoscopy family.
    pub base: Option<Id>,
    /// Conversion factor that the table prints.
    pub factor: Fixed,
}

/// A locality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locality<'a> {
    /// Contractor.
    pub mac: &'a str,
    /// State.
    pub state: &'a str,
    /// Number.
    pub number: &'a str,
    /// Name.
    pub name: &'a str,
    /// Index of work.
    pub work: Fixed,
    /// Index of practice expense.
    pub expense: Fixed,
    /// Index of malpractice.
    pub malpractice: Fixed,
}

/// The tables of a book, opened for asking. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    pub(crate) edits: &'a ArchivedEdits,
    ids: &'a Ids,
}

impl<'a> Tables<'a> {
    /// Over the tables of a book and the numbers of its codes.
    #[must_use]
    pub fn new(edits: &'a ArchivedEdits, ids: &'a Ids) -> Tables<'a> {
        Tables { edits, ids }
    }

    /// The number of a code, if any table names it.
    #[must_use]
    #[inline]
    pub fn id(&self, key: Key) -> Option<Id> {
        self.ids.of_key(key)
    }

    /// The number of a code as it is written, with capital letters.
    #[must_use]
    #[inline]
    pub fn id_of(&self, code: [u8; 5]) -> Option<Id> {
        self.ids.of(code)
    }

    /// The code of a number.
    #[must_use]
    pub fn key(&self, id: Id) -> Key {
        Key::of(
            self.edits
                .codes
                .get(usize::from(id.0))
                .map_or(0, |k| k.to_native()),
        )
    }

    /// All codes that some table names, in order.
    pub fn codes(&self) -> impl Iterator<Item = (Id, Key)> + 'a {
        let codes = self.edits.codes.iter().enumerate();
        codes.filter_map(|(at, key)| Some((Id(u16::try_from(at).ok()?), Key::of(key.to_native()))))
    }

    /// All releases.
    pub fn sources(&self) -> impl Iterator<Item = (SourceId, SourceView)> + 'a {
        let rows = self.edits.sources.iter().enumerate();
        rows.filter_map(|(at, row)| Some((SourceId(u16::try_from(at).ok()?), view(row)?)))
    }

    /// A release.
    #[must_use]
    pub fn source(&self, source: SourceId) -> Option<SourceView> {
        self.edits.sources.get(source.place()).and_then(view)
    }

    /// Which release applies to a day: the newest of those that cover it. That is the one that begins last, and of those
    /// that begin on one day the one that ends last. Where none covers the day: the newest of the later ones whose rows carry
    /// their own days, for it has every correction. Nothing: no table of this kind covers the day.
    #[must_use]
    pub fn answering(&self, kind: Kind, setting: Setting, day: i32) -> Option<Answering> {
        let mut covers: Option<((i32, i32), u16)> = None;
        let mut later: Option<((i32, i32), u16)> = None;
        for (at, row) in self.edits.sources.iter().enumerate() {
            if row.kind != kind as u8 || row.setting != setting as u8 {
                continue;
            }
            let at = u16::try_from(at).ok()?;
            let days = (row.from.to_native(), row.to.to_native());
            let newest = |known: Option<((i32, i32), u16)>| match known {
                Some((of, _)) if days <= of => known,
                _ => Some((days, at)),
            };
            if days.0 <= day && day <= days.1 {
                covers = newest(covers);
            }
            if row.dated && day < days.0 {
                later = newest(later);
            }
        }
        let by_history = covers.is_none();
        covers.or(later).map(|(_, at)| Answering {
            source: SourceId(at),
            by_history,
        })
    }

    /// The set of pair edits of a release, and its bit there.
    pub(crate) fn pairs_by(&self, source: SourceId) -> Option<(&'a ArchivedPairSet, u64)> {
        self.edits.pairs.iter().find_map(|set| {
            let place = set.sources.iter().position(|s| s.to_native() == source.0)?;
            // a set has at most as many releases as there are bits
            Some((set, 1_u64.checked_shl(u32::try_from(place).ok()?)?))
        })
    }

    /// All pair edits that a release prints for two codes, in either order.
    pub fn pairs(&self, source: SourceId, a: Id, b: Id) -> impl Iterator<Item = Pair> + 'a {
        let (low, high) = (a.min(b), a.max(b));
        let found = self.pairs_by(source);
        found.into_iter().flat_map(move |(set, bit)| {
            set.of(low, high)
                .filter(move |terms| terms.releases.to_native() & bit != 0)
                .map(move |terms| Pair::of(terms, low, high))
        })
    }

    /// The limit of units that a release prints for a code.
    #[must_use]
    pub fn limit(&self, source: SourceId, code: Id) -> Option<Limit> {
        let mut sets = self.edits.limits.iter();
        let set = sets.find(|s| s.source.to_native() == source.0)?;
        Limit::of(set.limits.get(usize::from(code.0))?)
    }

    /// The add-on edits that a release prints for an add-on.
    #[inline]
    pub fn addons(&self, source: SourceId, addon: Id) -> impl Iterator<Item = AddOnEdit> + 'a {
        cells_of(&self.edits.addons, source, addon)
            .iter()
            .map(|c: &ArchivedAddOnCell| AddOnEdit {
                primary: code(c.primary.to_native()),
                kind: c.kind,
                from: c.from.to_native(),
                to: c.to.to_native(),
            })
    }

    /// The rows that a release of the fee schedule prints for a code, one a modifier.
    pub fn values(&self, source: SourceId, of: Id) -> impl Iterator<Item = Values> + 'a {
        cells_of(&self.edits.values, source, of)
            .iter()
            .map(|c: &ArchivedValueCell| {
                let [work, facility, nonfacility, malpractice] =
                    [0, 1, 2, 3].map(|at| Fixed(c.units[at].to_native()));
                let [pctc, multiple, bilateral, assistant, co_surgeon, team] = c.indicators;
                Values {
                    modifier: c.modifier,
                    status: c.status,
                    work,
                    facility,
                    nonfacility,
                    malpractice,
                    rare: c.rare,
                    global: c.global,
                    shares: [0, 1, 2].map(|at| Fixed(c.shares[at].to_native())),
                    indicators: Indicators {
                        pctc,
                        multiple,
                        bilateral,
                        assistant,
                        co_surgeon,
                        team,
                        supervision: c.supervision,
                    },
                    base: code(c.base.to_native()),
                    factor: Fixed(c.factor.to_native()),
                }
            })
    }

    /// The localities that a release prints.
    pub fn localities(&self, source: SourceId) -> impl Iterator<Item = Locality<'a>> + 'a {
        let sets = self.edits.localities.iter();
        let set = sets.into_iter().find(|s| s.source.to_native() == source.0);
        set.into_iter()
            .flat_map(|s| s.rows.iter())
            .map(|row: &ArchivedLocalityCell| {
                let [work, expense, malpractice] =
                    [0, 1, 2].map(|at| Fixed(row.indices[at].to_native()));
                Locality {
                    mac: &row.mac,
                    state: &row.state,
                    number: &row.number,
                    name: &row.name,
                    work,
                    expense,
                    malpractice,
                }
            })
    }

    /// Anesthesia base units of a code.
    #[must_use]
    pub fn base_units(&self, source: SourceId, of: Id) -> Option<u16> {
        cells_of(&self.edits.anesthesia, source, of)
            .first()
            .map(|u| u.to_native())
    }

    /// Status indicator, payment classification and rate (ten-thousandths of a dollar) in the outpatient system.
    #[must_use]
    pub fn outpatient(&self, source: SourceId, of: Id) -> Option<([u8; 2], u16, Option<i64>)> {
        let cell: &ArchivedOutpatientCell = cells_of(&self.edits.outpatient, source, of).first()?;
        let rate = cell.rate.to_native();
        Some((
            cell.status,
            cell.apc.to_native(),
            (rate >= 0).then_some(rate),
        ))
    }

    /// Why there is an edit, as the publisher prints it; empty where it prints nothing.
    #[must_use]
    pub fn pair_reason(&self, pair: &Pair) -> &'a str {
        self.reason(pair.reason)
    }

    /// Why there is a limit, as the publisher prints it.
    #[must_use]
    pub fn limit_reason(&self, limit: &Limit) -> &'a str {
        self.reason(limit.reason)
    }

    fn reason(&self, at: u16) -> &'a str {
        self.edits
            .reasons
            .get(usize::from(at))
            .map_or("", |r| r.as_str())
    }
}

fn names(archived: &[rkyv::string::ArchivedString]) -> Vec<String> {
    archived.iter().map(|f| f.as_str().to_owned()).collect()
}

fn view(row: &ArchivedSourceRow) -> Option<SourceView> {
    Some(SourceView {
        kind: *Kind::ALL.get(usize::from(row.kind))?,
        setting: *Setting::ALL.get(usize::from(row.setting))?,
        label: row.label.as_str().to_owned(),
        from: date(row.from.to_native()),
        to: date(row.to.to_native()),
        dated: row.dated,
        whole: row.whole,
        missing: row.missing.to_vec(),
        rows: row.rows.to_native(),
        refused: row.refused.to_native(),
        publisher: row.publisher.as_str().to_owned(),
        licence: row.licence.as_str().to_owned(),
        files: names(&row.files),
        superseded: names(&row.superseded),
    })
}

impl ArchivedPairSet {
    /// What is said of two codes; places that a damaged file points outside of are empty.
    #[inline]
    pub(crate) fn of(&self, low: Id, high: Id) -> impl Iterator<Item = &ArchivedTerms> {
        let place = self.matrix.find(low.0, high.0);
        place.into_iter().flat_map(|place| self.at(place))
    }

    /// What is said of a pair by its place in the matrix.
    #[inline]
    pub(crate) fn at(&self, place: usize) -> impl Iterator<Item = &ArchivedTerms> {
        let first = self.says.get(place).map(|says| says.to_native() as usize);
        self.beginning(first.unwrap_or(usize::MAX))
    }

    /// What is said of a pair, from the first of its terms on.
    #[inline]
    pub(crate) fn beginning(&self, first: usize) -> impl Iterator<Item = &ArchivedTerms> {
        let terms = self.terms.get(first..).unwrap_or_default();
        let mut more = true;
        terms
            .iter()
            .take_while(move |terms| std::mem::replace(&mut more, terms.more))
    }
}

fn cells_of<T>(sets: &[ArchivedByCode<T>], source: SourceId, of: Id) -> &[T::Archived]
where
    T: rkyv::Archive,
{
    let set = sets.iter().find(|s| s.source.to_native() == source.0);
    set.map_or(&[], |set| cells(set, of))
}

#[inline]
pub(crate) fn cells<T>(set: &ArchivedByCode<T>, of: Id) -> &[T::Archived]
where
    T: rkyv::Archive,
{
    let at = usize::from(of.0);
    let from = set.starts.get(at).map_or(0, |s| s.to_native() as usize);
    let to = set.starts.get(at + 1).map_or(0, |s| s.to_native() as usize);
    set.rows.get(from..to).unwrap_or_default()
}
