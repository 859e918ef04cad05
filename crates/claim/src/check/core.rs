//! The checks that millions of claims go through: pairs, units, add-ons. Numbers in, numbers out.

use super::line::CoreLine;
use super::near::Near;
use crate::model::Outcome;
use crate::rules::Rules;
use ligature_edits::{AddOnEdit, AddOnsAt, At, Kind, Limit, Pair, PairFilter, Setting, Tables};

/// What a check of these tables found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// A pair edit is in force between two lines.
    Pair {
        /// Place of the line with the code of column one.
        one: usize,
        /// Place of the line with the code of column two.
        two: usize,
        /// The edit.
        pair: Pair,
        /// The modifier that lets it pass, if one does.
        passed_by: Option<[u8; 2]>,
    },
    /// More units than the limit.
    Units {
        /// Place of the first line that counts.
        line: usize,
        /// Units that count together.
        billed: u64,
        /// The limit.
        limit: Limit,
    },
    /// An add-on without a primary that the table lists.
    AddOn {
        /// Place of the add-on's line.
        line: usize,
        /// Edit type: 1, 2 or 3.
        kind: u8,
        /// What follows.
        outcome: Outcome,
    },
}

impl Hit {
    /// What it comes to.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Hit::Pair {
                pair, passed_by, ..
            } => match (pair.indicator, passed_by) {
                (1, Some(_)) => Outcome::AllowedByModifier,
                (1, None) => Outcome::DenyUnlessModifier,
                _ => Outcome::Deny,
            },
            Hit::Units { .. } => Outcome::DenyAllUnits,
            Hit::AddOn { outcome, .. } => *outcome,
        }
    }
}

/// Days whose tables are remembered.
const DAYS: usize = 128;

/// What answers for a day.
#[derive(Clone)]
pub struct Today<'a> {
    day: i32,
    /// The tables.
    pub at: At<'a>,
    /// Which of pairs, add-ons and limits no whole release speaks of.
    pub lacks: [bool; 3],
}

impl<'a> Today<'a> {
    fn of(tables: &Tables<'a>, setting: Setting, day: i32) -> Today<'a> {
        let lacks = |kind, setting| !tables.speaks(kind, setting, day);
        Today {
            day,
            at: tables.at(setting, day),
            lacks: [
                lacks(Kind::Pairs, setting),
                lacks(Kind::AddOns, Setting::Practitioner),
                lacks(Kind::Limits, setting),
            ],
        }
    }
}

/// The checks over the tables of a book. One a thread: it remembers the tables of the days that it was asked for.
pub struct Core<'a> {
    tables: Tables<'a>,
    rules: &'a Rules,
    setting: Setting,
    filter: Option<&'a PairFilter>,
    days: Vec<Today<'a>>,
    near: Near,
}

impl<'a> Core<'a> {
    /// Over tables and rules, for claims of a setting.
    #[must_use]
    pub fn new(tables: Tables<'a>, rules: &'a Rules, setting: Setting) -> Core<'a> {
        Core {
            tables,
            rules,
            setting,
            filter: None,
            days: Vec::new(),
            near: Near::default(),
        }
    }

    /// With a filter over the pair edits of the same tables and setting: the same answers, sooner.
    #[must_use]
    pub fn with_filter(self, filter: &'a PairFilter) -> Core<'a> {
        Core {
            filter: Some(filter),
            ..self
        }
    }

    /// What answers for a day.
    #[inline]
    pub fn at(&mut self, day: i32) -> &Today<'a> {
        let place = self.remember(day);
        // `remember` has put it there
        &self.days[place]
    }

    /// The place of a day's tables among those that are remembered.
    #[inline]
    fn remember(&mut self, day: i32) -> usize {
        if self.days.is_empty() {
            let none = Today::of(&self.tables, self.setting, i32::MIN);
            self.days = vec![none; DAYS];
        }
        let place = day.unsigned_abs() as usize % DAYS;
        if self.days[place].day != day {
            self.days[place] = Today::of(&self.tables, self.setting, day);
        }
        place
    }

    /// Checks the lines of a claim: pairs and day limits among lines of one day.
    #[inline]
    pub fn check(&mut self, lines: &[CoreLine], mut found: impl FnMut(Hit)) {
        self.check_all(lines, 0, &[lines.len()], |_, hit| found(hit));
    }

    /// Checks the lines of many claims that follow one another: the first begins at a place, and `ends` are the places where
    /// they end. Each hit comes with the place where its claim begins, and counts its lines from there.
    pub fn check_all(
        &mut self,
        lines: &[CoreLine],
        mut first: usize,
        ends: &[usize],
        mut found: impl FnMut(usize, Hit),
    ) {
        let mut near = std::mem::take(&mut self.near);
        near.ask(&self.tables, self.setting, self.filter, lines, first, ends);
        let mut edited = near.pairs();
        let mut next = edited.next();
        let (mut day, mut today) = (None, 0);
        for (end, twice) in ends.iter().copied().zip(near.twice()) {
            let claim = lines.get(first..end).unwrap_or_default();
            for (place, line) in claim.iter().enumerate() {
                if day != Some(line.day) {
                    (day, today) = (Some(line.day), self.remember(line.day));
                }
                let at = &self.days[today].at;
                while let Some(((one, other), codes)) = next
                    && one as usize == first + place
                {
                    let pairs = at.pairs.into_iter().flat_map(|pairs| pairs.of(codes));
                    let two = [place, other as usize - first];
                    self.pairs(claim, two, pairs, |hit| found(first, hit));
                    next = edited.next();
                }
                let Some(id) = line.id else { continue };
                if let Some(limit) = at.limits.and_then(|l| l.find(id)) {
                    let others = if twice { claim } else { &[] };
                    units(others, place, line, limit, &mut |hit| found(first, hit));
                }
                if let Some(addons) = at.addons.filter(|addons| addons.any(id)) {
                    let edits = addons.find(id);
                    addon(claim, place, edits, &addons, &mut |hit| found(first, hit));
                }
            }
            first = end;
        }
        drop(edited);
        self.near = near;
    }

    /// The pair edits between two lines of a claim.
    #[inline]
    fn pairs(
        &self,
        lines: &[CoreLine],
        [place, other]: [usize; 2],
        pairs: impl Iterator<Item = Pair>,
        mut found: impl FnMut(Hit),
    ) {
        let Some((line, after)) = lines.get(place).zip(lines.get(other)) else {
            return;
        };
        for pair in pairs.filter(|p| p.live(line.day)) {
            let (one, two) = match Some(pair.one) == line.id {
                true => (place, other),
                false => (other, place),
            };
            let passed_by = self.passing(line, after).filter(|_| pair.indicator == 1);
            found(Hit::Pair {
                one,
                two,
                pair,
                passed_by,
            });
        }
    }

    /// The first modifier of either line that may pass a pair edit.
    #[inline]
    fn passing(&self, a: &CoreLine, b: &CoreLine) -> Option<[u8; 2]> {
        let mut both = b.modifiers.iter().chain(a.modifiers.iter());
        both.find(|m| self.rules.passing.has(*m))
    }
}

/// A limit by the line (adjudication indicator 1) or by the day: then the first line of the code answers for all. `claim` is
/// empty where no code stands on two lines of a day.
#[inline]
fn units(
    claim: &[CoreLine],
    place: usize,
    line: &CoreLine,
    limit: Limit,
    found: &mut impl FnMut(Hit),
) {
    let mut billed = u64::from(line.units);
    if !claim.is_empty() && matches!(limit.mai, 2 | 3) {
        let same = |l: &&CoreLine| l.id == line.id && l.day == line.day;
        if claim.iter().take(place).any(|l| same(&l)) {
            return;
        }
        let all = claim.iter().skip(place).filter(same);
        billed = all.map(|l| u64::from(l.units)).sum();
    }
    if billed > u64::from(limit.units) {
        found(Hit::Units {
            line: place,
            billed,
            limit,
        });
    }
}

/// An add-on needs a primary of its list on the same day; where the list is open, the contractor decides about others.
#[inline]
fn addon(
    lines: &[CoreLine],
    place: usize,
    edits: impl Iterator<Item = AddOnEdit>,
    addons: &AddOnsAt<'_>,
    found: &mut impl FnMut(Hit),
) {
    let Some(line) = lines.get(place) else { return };
    let mut kind = 0;
    for edit in edits.filter(|e| e.from <= line.day && line.day <= e.to) {
        let listed = edit.primary.is_some()
            && lines
                .iter()
                .any(|l| l.day == line.day && l.id == edit.primary);
        if listed {
            return;
        }
        kind = kind.max(edit.kind);
    }
    if kind == 0 {
        return;
    }
    let is_addon = |l: &CoreLine| {
        let edits = l.id.into_iter().flat_map(|id| addons.find(id));
        edits.into_iter().any(|e| e.from <= l.day && l.day <= e.to)
    };
    let others = lines
        .iter()
        .enumerate()
        .any(|(other, l)| other != place && l.day == line.day && !is_addon(l));
    let outcome = if kind == 1 || !others {
        Outcome::NeedsPrimary
    } else {
        Outcome::Contractor
    };
    found(Hit::AddOn {
        line: place,
        kind,
        outcome,
    });
}
