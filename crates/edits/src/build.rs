//! From what readers give to the archived tables.

use crate::matrix::{Matrix, order};
use crate::rows::{PairRow, Rows, Table, TableRelease};
use crate::store::{
    AddOnCell, ByCode, Edits, LimitCell, LimitSet, LocalityCell, LocalitySet, NONE, OutpatientCell,
    PairSet, SourceRow, Terms, ValueCell,
};
use crate::{Fixed, Key};
use ligature_codes::day;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Why tables cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// More than 65,535 procedure codes.
    #[error("the tables name {0} procedure codes; 65,535 is the most that a book can hold")]
    TooManyCodes(usize),
    /// More than 64 releases of the pair edits of one setting.
    #[error(
        "{0} releases of pair edits of one setting; 64 is the most that a book can hold: leave old quarters out"
    )]
    TooManyReleases(usize),
    /// More rows than four billion.
    #[error("the tables have more rows than a book can hold")]
    TooManyRows,
    /// More reasons than a row can name.
    #[error(
        "the tables print more than 65,535 different reasons; a book can hold no more: leave old releases out"
    )]
    TooManyReasons,
}

/// Builds the tables. Files of one release (its parts) become one source; a row that two files of it print counts once.
///
/// # Errors
/// [`BuildError`], if the tables outgrow the format.
pub fn build(tables: Vec<Table>) -> Result<Edits, BuildError> {
    let mut edits = Edits {
        codes: codes(&tables),
        ..Edits::default()
    };
    let count = edits.codes.len();
    if count >= usize::from(NONE) {
        return Err(BuildError::TooManyCodes(count));
    }
    let mut ids = FxHashMap::default();
    for (at, code) in edits.codes.iter().enumerate() {
        ids.insert(*code, number(at)?);
    }
    let mut reasons = Reasons::default();
    let mut pairs: Vec<(u8, Vec<(u16, Rows)>)> = Vec::new();
    for (source, files) in releases(tables) {
        let at = number(edits.sources.len())?;
        let (files, superseded) = newest_revisions(files);
        edits.sources.push(source_row(&source, &files, superseded));
        let mut rows: Vec<Rows> = files.into_iter().map(|t| t.rows).collect();
        if matches!(rows.first(), Some(Rows::Pairs(..))) {
            let setting = source.setting as u8;
            let place = match pairs.iter().position(|(s, _)| *s == setting) {
                Some(place) => place,
                None => {
                    pairs.push((setting, Vec::new()));
                    pairs.len() - 1
                }
            };
            pairs[place].1.extend(rows.drain(..).map(|r| (at, r)));
            continue;
        }
        let kept = put(&mut edits, at, rows, &ids, &mut reasons)?;
        if let Some(row) = edits.sources.last_mut() {
            row.rows = u32::try_from(kept).map_err(|_| BuildError::TooManyRows)?;
        }
    }
    for (setting, rows) in pairs {
        let (set, kept) = pair_set(setting, rows, &ids, &edits.sources, count, &mut reasons)?;
        for (source, kept) in set.sources.iter().zip(kept) {
            if let Some(row) = edits.sources.get_mut(usize::from(*source)) {
                row.rows = kept;
            }
        }
        edits.pairs.push(set);
    }
    edits.reasons = reasons.texts;
    Ok(edits)
}

fn number(at: usize) -> Result<u16, BuildError> {
    u16::try_from(at).map_err(|_| BuildError::TooManyCodes(at))
}

/// Files by release, in the order of kind, setting and first day.
fn releases(mut tables: Vec<Table>) -> Vec<(TableRelease, Vec<Table>)> {
    let key = |t: &Table| {
        let s = &t.source;
        (s.kind, s.setting, s.from, s.to, s.label.clone())
    };
    tables.sort_by_key(key);
    let mut all: Vec<(TableRelease, Vec<Table>)> = Vec::new();
    for table in tables {
        match all.last_mut() {
            Some((_, files)) if files.last().is_some_and(|last| key(last) == key(&table)) => {
                files.push(table)
            }
            _ => all.push((table.source.clone(), vec![table])),
        }
    }
    all
}

/// Of each part of a release (of the whole, where it has no parts) the files of its latest revision, and the names of the
/// others: a correction takes the place of what it corrects, also of rows that it no longer prints.
fn newest_revisions(files: Vec<Table>) -> (Vec<Table>, Vec<String>) {
    let mut latest: FxHashMap<Option<(u8, u8)>, u16> = FxHashMap::default();
    for file in &files {
        let revision = latest.entry(file.source.part).or_default();
        *revision = (*revision).max(file.source.revision);
    }
    let (kept, earlier): (Vec<Table>, Vec<Table>) = files
        .into_iter()
        .partition(|t| latest.get(&t.source.part) == Some(&t.source.revision));
    (kept, earlier.into_iter().map(|t| t.source.file).collect())
}

/// A release without its rows, which are counted when each occurs once.
fn source_row(source: &TableRelease, files: &[Table], superseded: Vec<String>) -> SourceRow {
    let parts: BTreeSet<u8> = files
        .iter()
        .filter_map(|t| t.source.part)
        .map(|(n, _)| n)
        .collect();
    let of = files
        .iter()
        .filter_map(|t| t.source.part)
        .map(|(_, of)| of)
        .max();
    let whole_file = files.iter().any(|t| t.source.part.is_none());
    let missing: Vec<u8> = match of {
        Some(of) if !whole_file => (1..=of).filter(|n| !parts.contains(n)).collect(),
        _ => Vec::new(),
    };
    let mut names: Vec<String> = files.iter().map(|t| t.source.file.clone()).collect();
    names.sort();
    names.dedup();
    SourceRow {
        kind: source.kind as u8,
        setting: source.setting as u8,
        label: source.label.clone(),
        from: day(source.from),
        to: day(source.to),
        dated: files.iter().all(|t| t.source.dated),
        whole: missing.is_empty(),
        missing,
        rows: 0,
        refused: u32::try_from(files.iter().map(|t| t.refused.len()).sum::<usize>())
            .unwrap_or(u32::MAX),
        publisher: source.publisher.clone(),
        licence: source.licence.clone(),
        files: names,
        superseded,
    }
}

/// All codes that a table names, in order.
fn codes(tables: &[Table]) -> Vec<u32> {
    let mut all: rustc_hash::FxHashSet<u32> = rustc_hash::FxHashSet::default();
    for table in tables {
        let mut add = |key: Key| {
            all.insert(key.number());
        };
        match &table.rows {
            Rows::Pairs(rows, _) => rows.iter().for_each(|r| {
                add(r.one);
                add(r.two);
            }),
            Rows::Limits(rows, _) => rows.iter().for_each(|r| add(r.code)),
            Rows::AddOns(rows) => rows.iter().for_each(|r| {
                add(r.addon);
                r.primary.into_iter().for_each(&mut add);
            }),
            Rows::Values(rows) => rows.iter().for_each(|r| {
                add(r.code);
                r.endoscopy_base.into_iter().for_each(&mut add);
            }),
            Rows::Localities(_) => {}
            Rows::Anesthesia(rows) => rows.iter().for_each(|r| add(r.code)),
            Rows::Outpatient(rows) => rows.iter().for_each(|r| add(r.code)),
        }
    }
    let mut codes: Vec<u32> = all.into_iter().collect();
    codes.sort_unstable();
    codes
}

/// Reasons, each once.
#[derive(Default)]
struct Reasons {
    texts: Vec<String>,
    places: FxHashMap<String, u16>,
}

impl Reasons {
    /// Places of a file's reasons among all.
    fn places(&mut self, texts: &[String]) -> Result<Vec<u16>, BuildError> {
        let mut place = |text: &String| {
            if let Some(at) = self.places.get(text) {
                return Ok(*at);
            }
            let at = u16::try_from(self.texts.len()).ok();
            let at = at
                .filter(|at| *at != NONE)
                .ok_or(BuildError::TooManyReasons)?;
            self.texts.push(text.clone());
            self.places.insert(text.clone(), at);
            Ok(at)
        };
        texts.iter().map(&mut place).collect()
    }
}

type Ids = FxHashMap<u32, u16>;

fn id(ids: &Ids, key: Key) -> u16 {
    ids.get(&key.number()).copied().unwrap_or(NONE)
}

/// Puts rows by code. Of rows that say the same thing of a code (by their key) the last one counts: a file that is given
/// twice, or anew, does not double.
fn by_code<T, K: Ord>(
    source: u16,
    count: usize,
    mut rows: Vec<(u16, T)>,
    key: impl Fn(&T) -> K,
) -> Result<ByCode<T>, BuildError> {
    rows.sort_by_key(|(code, row)| (*code, key(row)));
    rows.dedup_by(|next, kept| {
        let same = next.0 == kept.0 && key(&next.1) == key(&kept.1);
        if same {
            std::mem::swap(next, kept);
        }
        same
    });
    let mut starts = vec![0_u32; count + 1];
    for (code, _) in &rows {
        if let Some(next) = starts.get_mut(usize::from(*code) + 1) {
            *next += 1;
        }
    }
    let mut sum = 0_u32;
    for start in &mut starts {
        sum = sum.checked_add(*start).ok_or(BuildError::TooManyRows)?;
        *start = sum;
    }
    Ok(ByCode {
        source,
        starts,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    })
}

/// Puts the rows of a release into its tables; how many are kept.
fn put(
    edits: &mut Edits,
    source: u16,
    files: Vec<Rows>,
    ids: &Ids,
    reasons: &mut Reasons,
) -> Result<usize, BuildError> {
    let count = edits.codes.len();
    let mut limits: Vec<LimitCell> = Vec::new();
    let (mut addons, mut values, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let (mut bases, mut outpatient) = (Vec::new(), Vec::new());
    for rows in files {
        match rows {
            Rows::Pairs(..) => {}
            Rows::Limits(rows, texts) => {
                let map = reasons.places(&texts)?;
                limits.resize(
                    count,
                    LimitCell {
                        units: 0,
                        mai: u8::MAX,
                        reason: NONE,
                    },
                );
                for row in rows {
                    if let Some(cell) = limits.get_mut(usize::from(id(ids, row.code))) {
                        let reason = map.get(usize::from(row.reason)).copied().unwrap_or(NONE);
                        *cell = LimitCell {
                            units: row.units,
                            mai: row.mai,
                            reason,
                        };
                    }
                }
            }
            Rows::AddOns(rows) => addons.extend(rows.into_iter().map(|r| {
                let cell = AddOnCell {
                    primary: r.primary.map_or(NONE, |p| id(ids, p)),
                    kind: r.kind,
                    from: r.from.map_or(i32::MIN, day),
                    to: r.to.map_or(i32::MAX, day),
                };
                (id(ids, r.addon), cell)
            })),
            Rows::Values(rows) => values.extend(rows.into_iter().map(|r| {
                let i = r.indicators;
                let cell = ValueCell {
                    modifier: r.modifier,
                    status: r.status,
                    rare: r.rare,
                    global: r.global,
                    units: [r.work, r.facility, r.nonfacility, r.malpractice].map(|Fixed(n)| n),
                    shares: r.shares.map(|Fixed(n)| n),
                    factor: r.factor.0,
                    indicators: [
                        i.pctc,
                        i.multiple,
                        i.bilateral,
                        i.assistant,
                        i.co_surgeon,
                        i.team,
                    ],
                    supervision: i.supervision,
                    base: r.endoscopy_base.map_or(NONE, |b| id(ids, b)),
                };
                (id(ids, r.code), cell)
            })),
            Rows::Localities(rows) => places.extend(rows.into_iter().map(|r| LocalityCell {
                mac: r.mac,
                state: r.state,
                number: r.number,
                name: r.name,
                indices: [r.work, r.expense, r.malpractice].map(|Fixed(n)| n),
            })),
            Rows::Anesthesia(rows) => {
                bases.extend(rows.into_iter().map(|r| (id(ids, r.code), r.units)))
            }
            Rows::Outpatient(rows) => outpatient.extend(rows.into_iter().map(|r| {
                let cell = OutpatientCell {
                    status: r.status,
                    apc: r.apc,
                    rate: r.rate.unwrap_or(-1),
                };
                (id(ids, r.code), cell)
            })),
        }
    }
    let mut kept = 0;
    if !limits.is_empty() {
        kept += limits.iter().filter(|l| l.mai != u8::MAX).count();
        edits.limits.push(LimitSet { source, limits });
    }
    if !addons.is_empty() {
        let set = by_code(source, count, addons, |a| (a.primary, a.kind, a.from, a.to))?;
        kept += set.rows.len();
        edits.addons.push(set);
    }
    if !values.is_empty() {
        let set = by_code(source, count, values, |v| v.modifier)?;
        kept += set.rows.len();
        edits.values.push(set);
    }
    if !places.is_empty() {
        places.sort_by(|a, b| (&a.mac, &a.number, &a.name).cmp(&(&b.mac, &b.number, &b.name)));
        places.dedup();
        kept += places.len();
        edits.localities.push(LocalitySet {
            source,
            rows: places,
        });
    }
    if !bases.is_empty() {
        let set = by_code(source, count, bases, |_| ())?;
        kept += set.rows.len();
        edits.anesthesia.push(set);
    }
    if !outpatient.is_empty() {
        let set = by_code(source, count, outpatient, |_| ())?;
        kept += set.rows.len();
        edits.outpatient.push(set);
    }
    Ok(kept)
}

/// A pair in the order of its numbers, what it says, and the bit of its release.
type Printed = ((u16, u16), Terms);

/// The pairs of a setting, and how many each of its releases prints.
fn pair_set(
    setting: u8,
    files: Vec<(u16, Rows)>,
    ids: &Ids,
    sources: &[SourceRow],
    count: usize,
    reasons: &mut Reasons,
) -> Result<(PairSet, Vec<u32>), BuildError> {
    let mut set = PairSet {
        setting,
        ..PairSet::default()
    };
    let mut all: Vec<Printed> = Vec::new();
    for (source, rows) in files {
        let bit = match set.sources.iter().position(|s| *s == source) {
            Some(bit) => bit,
            None => {
                set.sources.push(source);
                set.sources.len() - 1
            }
        };
        if bit >= 64 {
            return Err(BuildError::TooManyReleases(bit + 1));
        }
        let Rows::Pairs(rows, texts) = rows else {
            continue;
        };
        let map = reasons.places(&texts)?;
        all.extend(rows.iter().map(|row| printed(row, 1 << bit, ids, &map)));
    }
    let says = |(pair, t): &Printed| (order(*pair), t.swapped, t.from, t.to, t.indicator, t.reason);
    all.sort_unstable_by_key(says);
    all.dedup_by(|next, kept| {
        let same = says(next) == says(kept);
        if same {
            kept.1.releases |= next.1.releases;
        }
        same
    });
    if u32::try_from(all.len()).is_err() {
        return Err(BuildError::TooManyRows);
    }
    let mut kept = vec![0; set.sources.len()];
    for (_, terms) in &all {
        for (bit, kept) in kept.iter_mut().enumerate() {
            *kept += u32::from(terms.releases & (1 << bit) != 0);
        }
    }
    let mut places: FxHashMap<Vec<Terms>, u32> = FxHashMap::default();
    let of_pair = || all.chunk_by(|(a, _), (b, _)| a == b);
    for rows in of_pair() {
        let mut terms: Vec<Terms> = rows.iter().map(|(_, terms)| *terms).collect();
        let last = terms.len() - 1;
        terms[..last].iter_mut().for_each(|terms| terms.more = true);
        let next = u32::try_from(set.terms.len()).map_err(|_| BuildError::TooManyRows)?;
        let at = *places.entry(terms).or_insert_with_key(|terms| {
            set.terms.extend(terms);
            next
        });
        set.says.push(at);
    }
    set.matrix = Matrix::of(count, of_pair().map(|rows| rows[0].0));
    tally(&mut set, &all, sources, count);
    Ok((set, kept))
}

/// Counts for each code the edits of the newest whole release: pages of codes name them.
fn tally(set: &mut PairSet, all: &[Printed], sources: &[SourceRow], count: usize) {
    let row = |source: &u16| sources.get(usize::from(*source));
    let newest = set
        .sources
        .iter()
        .enumerate()
        .max_by_key(|(_, source)| row(source).map(|row| (row.missing.is_empty(), row.from)));
    let Some((bit, source)) = newest else { return };
    let day = row(source).map_or(i32::MAX, |row| row.to);
    set.counted = *source;
    (set.as_one, set.as_two) = (vec![0; count], vec![0; count]);
    for ((low, high), terms) in all {
        let live = terms.from <= day && day <= terms.to && terms.indicator != 9;
        if !live || terms.releases & (1 << bit) == 0 {
            continue;
        }
        let (low, high) = (usize::from(*low), usize::from(*high));
        let (one, two) = if terms.swapped {
            (high, low)
        } else {
            (low, high)
        };
        set.as_one[one] += 1;
        set.as_two[two] += 1;
    }
}

fn printed(row: &PairRow, bit: u64, ids: &Ids, reasons: &[u16]) -> Printed {
    let (one, two) = (id(ids, row.one), id(ids, row.two));
    let terms = Terms {
        releases: bit,
        from: row.from.map_or(i32::MIN, day),
        to: row.to.map_or(i32::MAX, day),
        indicator: row.indicator,
        swapped: one > two,
        more: false,
        reason: reasons
            .get(usize::from(row.reason))
            .copied()
            .unwrap_or(NONE),
    };
    ((one.min(two), one.max(two)), terms)
}
