//! Payers' tables: which are loaded, and the pair edits of a code.

use crate::answers::{CodeSet, ToolError};
use crate::library::Library;
use ligature_catalog::System;
use ligature_codes::{DateOfService, date, day};
use ligature_edits::{Answering, Id, Key, Kind, Pair, Setting, SourceView, Tables};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A release of a payer's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableLine {
    /// What it is: `NCCI PTP edits`.
    pub table: String,
    /// Whose claims it is for; empty: the same for all.
    pub setting: String,
    /// As the publisher calls it.
    pub label: String,
    /// First day that it speaks for.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Its rows carry their own days, so that it answers for the days before its first as well.
    pub dated: bool,
    /// Rows kept.
    pub rows: u32,
    /// What its rows are: `pair edits`.
    pub holds: String,
    /// Lines refused.
    pub refused: u32,
    /// The parts that were not taken in; none: it is whole.
    pub missing: Vec<u8>,
    /// `whole`, or which parts are missing, in words.
    pub completeness: String,
    /// Files that it was read from.
    pub files: Vec<String>,
    /// Publisher.
    pub publisher: String,
    /// Terms of use.
    pub licence: String,
}

impl TableLine {
    fn of(source: SourceView) -> TableLine {
        let setting = match source.kind.by_setting() {
            true => source.setting.name(),
            false => "",
        };
        TableLine {
            table: source.kind.name().to_owned(),
            setting: setting.to_owned(),
            completeness: source.completeness(),
            label: source.label,
            from: source.from.to_string(),
            to: source.to.to_string(),
            dated: source.dated,
            rows: source.rows,
            holds: source.kind.rows().to_owned(),
            refused: source.refused,
            missing: source.missing,
            files: source.files,
            publisher: source.publisher,
            licence: source.licence,
        }
    }
}

/// In how many pair edits a code stands that deny on the last day of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PairCount {
    /// Whose claims the edits are for.
    pub setting: String,
    /// The release: the newest that is whole, or else the newest.
    pub release: String,
    /// `whole`, or which parts are missing, in words.
    pub completeness: String,
    /// As column one: this code is paid, the other is not.
    pub column_one: usize,
    /// As column two: the other code is paid, this one is not.
    pub column_two: usize,
}

/// Ask for the pair edits of a code.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PairsRequest {
    /// Its code set.
    #[serde(default)]
    pub system: Option<CodeSet>,
    /// The procedure code.
    #[schemars(example = "44120")]
    pub code: String,
    /// Only the edits between it and this code; those that are no longer in force too.
    #[serde(default)]
    #[schemars(example = "44005")]
    pub other: Option<String>,
    /// Date of service; without it the last day of the newest whole release.
    #[serde(default)]
    #[schemars(example = "2024-08-01")]
    pub date: Option<String>,
    /// Whose claims; practitioner without it.
    #[serde(default)]
    pub setting: Option<Setting>,
    /// Those that are not in force on the day too.
    #[serde(default)]
    pub all: bool,
    /// How many at most (1 to 500; 50 without it).
    #[serde(default)]
    pub limit: Option<usize>,
    /// How many to pass over.
    #[serde(default)]
    pub skip: Option<usize>,
}

/// A code of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PairCode {
    /// Its code set.
    pub system: System,
    /// The code.
    pub code: String,
    /// Its title, or a name of ours; empty where there is neither.
    pub title: String,
}

/// A pair edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PairLine {
    /// The code that is paid.
    pub column_one: PairCode,
    /// The code that is not.
    pub column_two: PairCode,
    /// Modifier indicator: 0, 1 or 9.
    pub indicator: u8,
    /// What the indicator means.
    pub meaning: String,
    /// First day; nothing: the table does not say.
    pub from: Option<String>,
    /// Last day; nothing: it has none.
    pub to: Option<String>,
    /// It denies on the day asked for.
    pub in_force: bool,
    /// Why, as the publisher prints it.
    pub reason: String,
}

/// The pair edits of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PairsAnswer {
    /// The code.
    pub code: PairCode,
    /// The other code, if one was asked for.
    pub other: Option<PairCode>,
    /// The day that this holds for.
    pub date: String,
    /// Whose claims.
    pub setting: String,
    /// The release that answers.
    pub release: TableLine,
    /// The day lies before the days of the release, and the days of its rows answer.
    pub by_history: bool,
    /// Edits in force in which the code is paid and the other is not.
    pub column_one: usize,
    /// Edits in force in which the other is paid and the code is not.
    pub column_two: usize,
    /// How many there are in the list in all.
    pub total: usize,
    /// Those asked for: the code as column one first, by the other code.
    pub pairs: Vec<PairLine>,
    /// Modifiers that may pass an edit of indicator 1, where the record supports one.
    pub modifiers: Vec<String>,
}

impl Library {
    /// The releases of payers' tables that are loaded; none without any.
    pub(crate) fn table_lines(&self) -> Vec<TableLine> {
        self.tables().map_or_else(
            |_| Vec::new(),
            |t| t.sources().map(|(_, s)| TableLine::of(s)).collect(),
        )
    }

    /// In how many pair edits a procedure code stands, setting by setting.
    pub(crate) fn pair_counts(&self, code: &str) -> Vec<PairCount> {
        let (Ok(tables), Some(key)) = (self.tables(), Key::pack(code.as_bytes())) else {
            return Vec::new();
        };
        let Some(id) = tables.id(key) else {
            return Vec::new();
        };
        let count = |setting: Setting| {
            let (source, counts) = tables.pair_counts(setting, id)?;
            let source = tables.source(source)?;
            Some(PairCount {
                setting: setting.name().to_owned(),
                completeness: source.completeness(),
                release: source.label,
                column_one: counts.one,
                column_two: counts.two,
            })
        };
        Setting::ALL.into_iter().filter_map(count).collect()
    }

    /// The pair edits of a code, or between two codes, on a day.
    ///
    /// # Errors
    /// [`ToolError`]
    pub fn pairs(&self, request: &PairsRequest) -> Result<PairsAnswer, ToolError> {
        let tables = self.tables()?;
        let setting = request.setting.unwrap_or_default();
        if let Some(set) = request.system
            && !set
                .systems()
                .iter()
                .any(|s| matches!(s, System::Cpt | System::Hcpcs | System::Cdt))
        {
            return Err(ToolError::Wrong(
                "pair edits are between procedure codes (cpt, hcpcs)".to_owned(),
            ));
        }
        let (answering, on) = release(&tables, setting, request.date.as_deref())?;
        let source = tables
            .source(answering.source)
            .ok_or_else(|| ToolError::NoData("the release is gone".to_owned()))?;
        let code = self.procedure(&request.code)?;
        let other = request.other.as_deref().filter(|o| !o.trim().is_empty());
        let other = other.map(|o| self.procedure(o)).transpose()?;
        let id = tables.id(code.0);
        let mut found: Vec<Pair> = match (id, &other) {
            (None, _) => Vec::new(),
            (Some(id), None) => tables.pairs_of(answering.source, id).collect(),
            (Some(id), Some((other, _))) => {
                let other = tables.id(*other);
                let pairs = other.map(|o| tables.pairs(answering.source, id, o));
                pairs.into_iter().flatten().collect()
            }
        };
        let live = |p: &&Pair| p.live(on);
        let as_one = |p: &&Pair| Some(p.one) == id;
        let column_one = found.iter().filter(live).filter(as_one).count();
        let column_two = found.iter().filter(live).count() - column_one;
        if !request.all && other.is_none() {
            found.retain(|p| p.live(on));
        }
        found.sort_by_key(|p| (Some(p.one) != id, p.one, p.two, !p.live(on), p.from));
        let limit = request.limit.unwrap_or(50).clamp(1, 500);
        let lines = found.iter().skip(request.skip.unwrap_or(0)).take(limit);
        Ok(PairsAnswer {
            pairs: lines.map(|p| self.line(&tables, p, on)).collect(),
            code: code.1,
            other: other.map(|(_, code)| code),
            date: date(on).to_string(),
            setting: setting.name().to_owned(),
            release: TableLine::of(source),
            by_history: answering.by_history,
            column_one,
            column_two,
            total: found.len(),
            modifiers: self.passing(),
        })
    }

    /// Modifiers that may pass an edit, as they were authored.
    fn passing(&self) -> Vec<String> {
        let all = self.knowledge().claims.modifiers.iter();
        let mut names: Vec<String> = all
            .filter(|m| m.passes_pairs)
            .map(|m| m.modifier.clone())
            .collect();
        names.sort();
        names
    }

    fn procedure(&self, code: &str) -> Result<(Key, PairCode), ToolError> {
        let code = code.trim().to_ascii_uppercase();
        let key = Key::pack(code.as_bytes()).ok_or_else(|| {
            let shown: String = code.chars().take(20).collect();
            ToolError::Wrong(format!(
                "`{shown}` is no procedure code: they have five digits or letters"
            ))
        })?;
        Ok((key, self.titled(code)))
    }

    fn titled(&self, code: String) -> PairCode {
        let head = self.catalog().ok().and_then(|catalog| {
            let systems = [System::Cpt, System::Hcpcs, System::Cdt];
            let id = systems.iter().find_map(|s| catalog.find(*s, &code))?;
            self.head_of(catalog, id)
        });
        let system = match (&head, code.as_bytes().first()) {
            (Some(head), _) => head.system,
            (None, Some(b'D')) => System::Cdt,
            (None, Some(b'A'..=b'Z')) => System::Hcpcs,
            _ => System::Cpt,
        };
        let title = match head {
            Some(head) => head.title,
            None => self.name(&code).unwrap_or_default().to_owned(),
        };
        PairCode {
            system,
            code,
            title,
        }
    }

    fn line(&self, tables: &Tables<'_>, pair: &Pair, on: i32) -> PairLine {
        let code = |id: Id| self.titled(tables.key(id).to_string());
        let named = |day: i32, none: i32| (day != none).then(|| date(day).to_string());
        let meaning = match pair.indicator {
            0 => "no modifier passes it",
            1 => "a modifier may pass it, where the record supports one",
            _ => "the edit does not apply",
        };
        PairLine {
            column_one: code(pair.one),
            column_two: code(pair.two),
            indicator: pair.indicator,
            meaning: meaning.to_owned(),
            from: named(pair.from, i32::MIN),
            to: named(pair.to, i32::MAX),
            in_force: pair.live(on),
            reason: tables.pair_reason(pair).to_owned(),
        }
    }
}

/// Which release answers, and for which day.
fn release(
    tables: &Tables<'_>,
    setting: Setting,
    asked: Option<&str>,
) -> Result<(Answering, i32), ToolError> {
    let none = |why: String| ToolError::NoData(why);
    let Some(text) = asked.map(str::trim).filter(|d| !d.is_empty()) else {
        let source = tables.newest_pairs(setting).ok_or_else(|| {
            none(format!(
                "no pair edits for the setting {} were taken in: take the NCCI PTP files of CMS in with `ligature import DIR`",
                setting.name()
            ))
        })?;
        let answering = Answering {
            source,
            by_history: false,
        };
        let to = tables.source(source).map_or(0, |s| day(s.to));
        return Ok((answering, to));
    };
    let on = DateOfService::parse(text)
        .map_err(|e| ToolError::Wrong(e.to_string()))?
        .date();
    let answering = tables
        .answering(Kind::Pairs, setting, day(on))
        .ok_or_else(|| {
            let loaded: Vec<String> = tables
                .sources()
                .filter(|(_, s)| s.kind == Kind::Pairs && s.setting == setting)
                .map(|(_, s)| format!("{} ({} to {})", s.label, s.from, s.to))
                .collect();
            let loaded = match loaded.is_empty() {
                true => "none is loaded".to_owned(),
                false => format!("loaded: {}", loaded.join(", ")),
            };
            none(format!(
                "no pair edits for the setting {} speak for {on}; {loaded}",
                setting.name()
            ))
        })?;
    Ok((answering, day(on)))
}
