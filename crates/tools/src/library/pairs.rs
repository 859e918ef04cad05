//! Payers' tables: which are loaded, and the pair edits of a code.

use super::answering::release;
use super::meaning::{self, Indicator};
use super::together::{Edit, OneClaim, by_edit};
use super::typed_code::code_of;
use super::{Call, Library};
use crate::contract::{Code, CodeHead, Limit, PairCount, Skip, TableLine, TitleFrom};
use crate::gate::{Ask, Failure, HideTitle, Redact};
use ligature_codes::{DateOfService, System, Systems, date};
use ligature_edits::{Id, Key, Kind, Pair, Setting, Tables};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most codes that a request can name as the other code.
const MOST_AMONG: usize = 100;

/// Ask for the pair edits of a code.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PairsRequest {
    /// Its code set.
    #[serde(default)]
    pub system: Option<Systems>,
    /// The procedure code.
    #[schemars(extend("examples" = ["44120"]))]
    pub code: Code,
    /// Only the edits between it and this code; those that are no longer in force too.
    #[serde(default)]
    #[schemars(extend("examples" = ["44005"]))]
    pub other: Option<Code>,
    /// Only the edits between it and one of these codes.
    #[serde(default)]
    #[schemars(extend("maxItems" = MOST_AMONG))]
    pub among: Vec<Code>,
    /// Date of service; without it the last day of the newest whole release.
    #[serde(default)]
    pub date: Option<DateOfService>,
    /// Whose claims; practitioner without it.
    #[serde(default)]
    pub setting: Option<Setting>,
    /// Those that are not in force on the day too.
    #[serde(default)]
    pub all: bool,
    /// How many at most (1 to 500; 50 without it).
    #[serde(default)]
    pub limit: Option<Limit<50, 500>>,
    /// How many to pass over.
    #[serde(default)]
    pub skip: Option<Skip<1_000_000>>,
}

/// A code of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PairCode {
    /// Its code set.
    pub system: System,
    /// The code.
    pub code: String,
    /// Its title, or our own name; empty where there is neither.
    pub title: String,
    /// Where the title comes from.
    pub title_from: TitleFrom,
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
    /// It denies on the day of the request.
    pub in_force: bool,
    /// Why, as the publisher prints it.
    pub reason: String,
}

/// The pair edits of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PairsAnswer {
    /// The code.
    pub code: PairCode,
    /// The other code, if one was given.
    pub other: Option<PairCode>,
    /// Between two codes: whether both may be billed.
    #[serde(default)]
    pub together: Option<OneClaim>,
    /// The day that this holds for.
    pub date: String,
    /// Whose claims.
    pub setting: String,
    /// The release that answers.
    pub release: TableLine,
    /// The day is before the days of the release, and the days of its rows decide.
    pub by_history: bool,
    /// Edits in force in which the code is paid and the other is not.
    pub column_one: usize,
    /// Edits in force in which the other is paid and the code is not.
    pub column_two: usize,
    /// How many there are in the list in all.
    pub total: usize,
    /// The requested ones: the code as column one first, by the other code.
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

    /// In how many pair edits a procedure code is, setting by setting.
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
    pub(super) fn pairs(&self, request: &PairsRequest) -> Result<PairsAnswer, Failure> {
        let tables = self.tables()?;
        let setting = request.setting.unwrap_or_default();
        if let Some(set) = request.system
            && !set
                .systems()
                .iter()
                .any(|s| matches!(s, System::Cpt | System::Hcpcs | System::Cdt))
        {
            return Err(Failure::Wrong(
                "pair edits are between procedure codes (cpt, hcpcs)".to_owned(),
            ));
        }
        let (answering, on) = release(&tables, Kind::Pairs, setting, request.date)?;
        let source = tables
            .source(answering.source)
            .ok_or_else(|| Failure::NoData("the release is gone".to_owned()))?;
        let code = self.procedure(&request.code)?;
        let other = request.other.as_ref();
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
        if !request.among.is_empty() {
            let keys = request.among.iter();
            let keys = keys.filter_map(|code| Key::pack(code_of(code).as_bytes()));
            let among: Vec<Id> = keys.filter_map(|key| tables.id(key)).collect();
            found.retain(|p| {
                [p.one, p.two]
                    .iter()
                    .any(|c| Some(*c) != id && among.contains(c))
            });
        }
        let live = |p: &&Pair| p.live(on);
        let as_one = |p: &&Pair| Some(p.one) == id;
        let column_one = found.iter().filter(live).filter(as_one).count();
        let column_two = found.iter().filter(live).count() - column_one;
        if !request.all && other.is_none() {
            found.retain(|p| p.live(on));
        }
        found.sort_by_key(|p| (Some(p.one) != id, p.one, p.two, !p.live(on), p.from));
        let limit = request.limit.unwrap_or_default().get();
        let skip = request.skip.unwrap_or_default().get();
        let lines = found.iter().skip(skip).take(limit);
        let lines = lines.map(|p| self.line(&tables, p, on));
        let table = TableLine::of(source);
        let day = date(on).to_string();
        let denies = found.iter().filter(live).min_by_key(|p| p.indicator);
        let denies = denies.map(|p| self.line(&tables, p, on));
        let together = other
            .is_some()
            .then(|| by_edit(denies.as_ref().map(PairLine::edit).as_ref(), &table, &day));
        Ok(PairsAnswer {
            pairs: lines.collect(),
            together,
            code: code.1,
            other: other.map(|(_, code)| code),
            date: day,
            setting: setting.name().to_owned(),
            release: table,
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

    fn procedure(&self, code: &str) -> Result<(Key, PairCode), Failure> {
        let code = code_of(code);
        let key = Key::pack(code.as_bytes()).ok_or_else(|| {
            let shown: String = code.chars().take(20).collect();
            Failure::Wrong(format!(
                "`{shown}` is no procedure code: they have five digits or letters"
            ))
        })?;
        Ok((key, self.titled(code)))
    }

    fn titled(&self, code: String) -> PairCode {
        let head = self.procedure_head(&code);
        PairCode {
            system: head.system,
            code,
            title: head.title,
            title_from: head.title_from,
        }
    }

    fn line(&self, tables: &Tables<'_>, pair: &Pair, on: i32) -> PairLine {
        let code = |id: Id| self.titled(tables.key(id).to_string());
        let named = |day: i32, none: i32| (day != none).then(|| date(day).to_string());
        let meaning = meaning::of(Indicator::PairEdit, &pair.indicator.to_string());
        PairLine {
            column_one: code(pair.one),
            column_two: code(pair.two),
            indicator: pair.indicator,
            meaning: meaning.map_or_else(String::new, |one| one.words.to_owned()),
            from: named(pair.from, i32::MIN),
            to: named(pair.to, i32::MAX),
            in_force: pair.live(on),
            reason: tables.pair_reason(pair).to_owned(),
        }
    }
}

impl PairLine {
    fn edit(&self) -> Edit<'_> {
        Edit {
            one: &self.column_one.code,
            two: &self.column_two.code,
            indicator: self.indicator,
            meaning: &self.meaning,
            reason: &self.reason,
        }
    }
}

impl Redact for PairCode {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        let mut head = CodeHead {
            system: self.system,
            code: self.code.clone(),
            title: std::mem::take(&mut self.title),
            title_from: self.title_from,
            status: ligature_catalog::Status::Billable,
        };
        hide(&mut head);
        (self.title, self.title_from) = (head.title, head.title_from);
    }
}

impl Redact for PairsAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.code.redact(hide);
        self.other.redact(hide);
        for pair in &mut self.pairs {
            pair.column_one.redact(hide);
            pair.column_two.redact(hide);
        }
    }
}

impl Ask for PairsRequest {
    const TOOL: &'static str = "pairs";
    type Answer = PairsAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<PairsAnswer, Failure> {
        library.pairs(self)
    }
}
