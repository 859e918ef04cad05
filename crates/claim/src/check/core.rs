//! The checks that millions of claims go through: pairs, units, add-ons. Numbers in, numbers out.

use super::line::CoreLine;
use super::near::Near;
use crate::model::Outcome;
use crate::rules::Rules;
use ligature_edits::{AddOnEdit, AddOnsAt, At, Kind, Limit, Pair, Pairs, Setting, Tables};

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
    /// The result.
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

/// What answers for days that follow one another.
#[derive(Clone)]
struct Era<'a> {
    first: i32,
    last: i32,
    at: At<'a>,
    /// Which of pairs, add-ons and limits no complete release covers.
    lacks: [bool; 3],
}

impl<'a> Era<'a> {
    fn of(tables: &Tables<'a>, setting: Setting, day: i32) -> Era<'a> {
        let lacks = |kind, setting| !tables.covers(kind, setting, day);
        let (first, last) = tables.steady(day);
        Era {
            first,
            last,
            at: tables.at(setting, day),
            lacks: [
                lacks(Kind::Pairs, setting),
                lacks(Kind::AddOns, Setting::Practitioner),
                lacks(Kind::Limits, setting),
            ],
        }
    }

    #[inline]
    fn spans(&self, day: i32) -> bool {
        self.first <= day && day <= self.last
    }
}

/// The checks over the tables of a book. One a thread: it remembers which tables answer for the days that it has seen.
pub struct Core<'a> {
    tables: Tables<'a>,
    rules: &'a Rules,
    setting: Setting,
    pairs: Option<Pairs<'a>>,
    eras: Vec<Era<'a>>,
    /// The era of the last day.
    now: usize,
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
            pairs: tables.pair_edits(setting),
            eras: Vec::new(),
            now: 0,
            near: Near::default(),
        }
    }

    /// Which of pairs, add-ons and limits no complete release covers on a day.
    pub fn lacks(&mut self, day: i32) -> [bool; 3] {
        let era = self.era(day);
        self.eras[era].lacks
    }

    /// Whether the same releases apply to all days of some lines, and none is missing.
    pub fn same_releases(&mut self, lines: &[CoreLine]) -> bool {
        let Some(line) = lines.first() else {
            return true;
        };
        let (first, last) = lines.iter().fold((line.day, line.day), |(first, last), l| {
            (first.min(l.day), last.max(l.day))
        });
        let era = self.era(first);
        let era = &self.eras[era];
        era.spans(last) && era.lacks == [false; 3]
    }

    /// The place of the era of a day.
    #[inline]
    fn era(&mut self, day: i32) -> usize {
        if self.eras.get(self.now).is_none_or(|era| !era.spans(day)) {
            self.go_to(day);
        }
        self.now
    }

    #[cold]
    fn go_to(&mut self, day: i32) {
        let known = self.eras.iter().position(|era| era.spans(day));
        self.now = known.unwrap_or(self.eras.len());
        if known.is_none() {
            self.eras.push(Era::of(&self.tables, self.setting, day));
        }
    }

    /// Checks the lines of a claim: pairs and day limits among lines of one day.
    #[inline]
    pub fn check(&mut self, lines: &[CoreLine], mut found: impl FnMut(Hit)) {
        self.check_all(lines, &[lines.len()], |_, hit| found(hit));
    }

    /// Checks the lines of claims that follow one another; `ends` are the places where they end. Each hit comes with the place
    /// where its claim begins, and counts its lines from there.
    pub fn check_all(
        &mut self,
        lines: &[CoreLine],
        ends: &[usize],
        mut found: impl FnMut(usize, Hit),
    ) {
        let mut near = std::mem::take(&mut self.near);
        near.ask(self.pairs, lines, ends);
        let mut edited = near.edited();
        let mut next = edited.next();
        let mut first = 0;
        for (end, twice) in ends.iter().copied().zip(near.twice()) {
            let claim = lines.get(first..end).unwrap_or_default();
            for (place, line) in claim.iter().enumerate() {
                let era = self.era(line.day);
                let at = &self.eras[era].at;
                while let Some(([one, other], codes)) = next
                    && one == first + place
                {
                    if let Some((pairs, after)) = at.pairs.zip(lines.get(other)) {
                        let edits = pairs.of(codes).filter(|pair| pair.live(line.day));
                        let two = [(place, line), (other - first, after)];
                        edits.for_each(|edit| found(first, self.rules.pair(two, edit)));
                    }
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
}

impl Rules {
    /// The pair edit between two lines of a claim; where its indicator is 1, with the first modifier of either that may pass
    /// it.
    #[inline]
    fn pair(&self, [(place, line), (other, after)]: [(usize, &CoreLine); 2], pair: Pair) -> Hit {
        let (one, two) = match Some(pair.one) == line.id {
            true => (place, other),
            false => (other, place),
        };
        let passing = |line: &CoreLine| line.modifiers.iter().find(|m| self.passing.has(*m));
        let passed_by = match pair.indicator {
            1 => passing(after).or_else(|| passing(line)),
            _ => None,
        };
        Hit::Pair {
            one,
            two,
            pair,
            passed_by,
        }
    }
}

/// A limit by the line (adjudication indicator 1) or by the day: then the first line of the code answers for all. `claim` is
/// empty where no code is on two lines of a day.
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
