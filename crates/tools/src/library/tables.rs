//! What the payers' tables say of one code: unit limits, primaries of an add-on, global period.

use super::answering::release;
use super::meaning::{self, Indicator};
use super::typed_code::code_of;
use super::{Call, Library};
use crate::contract::{Code, CodeHead, TableLine};
use crate::gate::{Ask, Failure, HideTitle, Redact};
use jiff::ToSpan as _;
use jiff::civil::Date;
use ligature_codes::{DateOfService, date};
use ligature_edits::{Id, Key, Kind, Setting, Tables};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The words of an indicator's value; empty if it is not known.
fn words(kind: Indicator, value: &str) -> String {
    meaning::of(kind, value).map_or_else(String::new, |one| one.words.to_owned())
}

impl Library {
    /// A procedure code with its number in the tables, if any of them has it.
    pub(super) fn numbered(
        &self,
        tables: &Tables<'_>,
        code: &str,
    ) -> Result<(Option<Id>, CodeHead), Failure> {
        let code = code_of(code);
        let key = Key::pack(code.as_bytes()).ok_or_else(|| {
            let shown: String = code.chars().take(20).collect();
            Failure::Wrong(format!(
                "`{shown}` is not a procedure code: these have five letters or digits"
            ))
        })?;
        if !self.knows_procedure(&code) {
            return Err(Failure::NotFound(format!(
                "no loaded code set or table has `{code}`"
            )));
        }
        Ok((tables.id(key), self.procedure_head(&code)))
    }
}

/// How many units of a code may be paid.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UnitLimitRequest {
    /// The procedure code.
    #[schemars(extend("examples" = ["44120"]))]
    pub code: Code,
    /// Date of service; without it the newest release.
    #[serde(default)]
    pub date: Option<DateOfService>,
    /// Whose claims; all settings without it.
    #[serde(default)]
    pub setting: Option<Setting>,
}

/// The unit limit of a code in a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnitLimit {
    /// Whose claims.
    pub setting: Setting,
    /// Units that may be paid; nothing: none is published, which is not the same as no limit.
    pub units: Option<u32>,
    /// Adjudication indicator (MAI): 1 a line, 2 a day by policy, 3 a day by clinical judgement.
    pub indicator: Option<u8>,
    /// What the indicator means.
    pub means: String,
    /// Why, as the publisher prints it.
    pub reason: String,
    /// The release that answers.
    pub release: TableLine,
}

/// How many units of a code may be paid (NCCI Medically Unlikely Edits).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnitLimitAnswer {
    /// The code.
    pub code: CodeHead,
    /// The day that this holds for; empty: the last day of each release.
    pub date: String,
    /// Setting by setting.
    pub limits: Vec<UnitLimit>,
    /// Settings without a table for that day.
    pub not_checked: Vec<Setting>,
}

impl Redact for UnitLimitAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.code.redact(hide);
    }
}

impl Ask for UnitLimitRequest {
    const TOOL: &'static str = "unit_limit";
    type Answer = UnitLimitAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<UnitLimitAnswer, Failure> {
        let tables = library.tables()?;
        let (id, code) = library.numbered(&tables, &self.code)?;
        let (mut limits, mut not_checked) = (Vec::new(), Vec::new());
        let mut none = None;
        let settings = Setting::ALL.into_iter();
        for setting in settings.filter(|s| self.setting.is_none_or(|wanted| wanted == *s)) {
            let answering = match release(&tables, Kind::Limits, setting, self.date) {
                Ok((answering, _)) => answering,
                Err(why) => {
                    none = none.or(Some(why));
                    not_checked.push(setting);
                    continue;
                }
            };
            let Some(source) = tables.source(answering.source) else {
                continue;
            };
            let limit = id.and_then(|id| tables.limit(answering.source, id));
            let indicator = limit.map(|l| l.mai).filter(|mai| *mai != 0);
            limits.push(UnitLimit {
                setting,
                units: limit.map(|l| l.units),
                indicator,
                means: match indicator {
                    Some(mai) => words(Indicator::UnitLimit, &mai.to_string()),
                    None if limit.is_none() => {
                        "none is published; some limits are confidential, so this is not the same as no limit".to_owned()
                    }
                    None => String::new(),
                },
                reason: limit.map_or_else(String::new, |l| tables.limit_reason(&l).to_owned()),
                release: TableLine::of(source),
            });
        }
        match none {
            Some(none) if limits.is_empty() => Err(none),
            _ => Ok(UnitLimitAnswer {
                code,
                date: self.date.map_or_else(String::new, |d| d.to_string()),
                limits,
                not_checked,
            }),
        }
    }
}

/// Which primaries an add-on goes with, and which add-ons go with a code.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct PrimariesRequest {
    /// The procedure code.
    #[schemars(extend("examples" = ["44121"]))]
    pub code: Code,
    /// Date of service; without it the newest release.
    #[serde(default)]
    pub date: Option<DateOfService>,
}

/// The primaries of an add-on (NCCI Add-on Code Edits).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PrimariesAnswer {
    /// The code.
    pub code: CodeHead,
    /// The day that this holds for.
    pub date: String,
    /// It is an add-on.
    pub addon: bool,
    /// Type of its edit: 1 closed list, 2 no list, 3 partial list; nothing: it is no add-on.
    pub kind: Option<u8>,
    /// What the type means.
    pub means: String,
    /// Primary codes that it may be billed with.
    pub primaries: Vec<CodeHead>,
    /// Add-ons that may be billed with it.
    pub addons: Vec<CodeHead>,
    /// The release that answers.
    pub release: TableLine,
}

impl Redact for PrimariesAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.code.redact(hide);
        self.primaries.redact(hide);
        self.addons.redact(hide);
    }
}

impl Ask for PrimariesRequest {
    const TOOL: &'static str = "addon_primaries";
    type Answer = PrimariesAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<PrimariesAnswer, Failure> {
        let tables = library.tables()?;
        let (id, code) = library.numbered(&tables, &self.code)?;
        let (answering, on) = release(&tables, Kind::AddOns, Setting::Practitioner, self.date)?;
        let source = tables
            .source(answering.source)
            .ok_or_else(|| Failure::NoData("the release is gone".to_owned()))?;
        let live = |edit: &ligature_edits::AddOnEdit| edit.from <= on && on <= edit.to;
        let own: Vec<_> = id
            .into_iter()
            .flat_map(|id| tables.addons(answering.source, id))
            .filter(live)
            .collect();
        let head = |id: Id| library.procedure_head(&tables.key(id).to_string());
        let mut primaries: Vec<Id> = own.iter().filter_map(|edit| edit.primary).collect();
        primaries.sort_unstable();
        primaries.dedup();
        let under = tables.codes().map(|(other, _)| other).filter(|other| {
            let mut edits = tables.addons(answering.source, *other).filter(live);
            id.is_some() && edits.any(|edit| edit.primary == id)
        });
        let kind = own.first().map(|edit| edit.kind);
        Ok(PrimariesAnswer {
            date: date(on).to_string(),
            addon: !own.is_empty(),
            means: kind.map_or_else(String::new, |k| words(Indicator::AddOn, &k.to_string())),
            kind,
            primaries: primaries.into_iter().map(head).collect(),
            addons: under.map(head).collect(),
            release: TableLine::of(source),
            code,
        })
    }
}

/// The global period of a code.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GlobalPeriodRequest {
    /// The procedure code.
    #[schemars(extend("examples" = ["44120"]))]
    pub code: Code,
    /// Date of the operation: its period is then given in days of the calendar. Without it the newest release answers.
    #[serde(default)]
    pub date: Option<DateOfService>,
}

/// Days of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// The first day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// The last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub to: Date,
}

/// The global period of a code (Medicare physician fee schedule).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GlobalPeriodAnswer {
    /// The code.
    pub code: CodeHead,
    /// As published: `000`, `010`, `090`, `MMM`, `XXX`, `YYY`, `ZZZ`.
    pub indicator: String,
    /// What it means.
    pub means: String,
    /// Days before the operation that belong to it; nothing where the indicator gives no days.
    pub days_before: Option<u16>,
    /// Days after the operation that belong to it.
    pub days_after: Option<u16>,
    /// Its days, if the date of the operation was given.
    pub period: Option<Period>,
    /// The release that answers.
    pub release: TableLine,
}

impl Redact for GlobalPeriodAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.code.redact(hide);
    }
}

impl Ask for GlobalPeriodRequest {
    const TOOL: &'static str = "global_period";
    type Answer = GlobalPeriodAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<GlobalPeriodAnswer, Failure> {
        let tables = library.tables()?;
        let (id, code) = library.numbered(&tables, &self.code)?;
        let (answering, _) = release(&tables, Kind::Values, Setting::Practitioner, self.date)?;
        let source = tables
            .source(answering.source)
            .ok_or_else(|| Failure::NoData("the release is gone".to_owned()))?;
        let mut rows = id
            .into_iter()
            .flat_map(|id| tables.values(answering.source, id));
        let row = rows.find(|row| row.modifier == *b"  ").ok_or_else(|| {
            Failure::NotFound(format!(
                "the fee schedule {} does not list `{}`",
                source.label, code.code
            ))
        })?;
        let indicator = String::from_utf8_lossy(&row.global).trim().to_owned();
        let days = match indicator.as_str() {
            "000" => Some((0, 0)),
            "010" => Some((0, 10)),
            "090" => Some((1, 90)),
            _ => None,
        };
        let period = days.zip(self.date).and_then(|((before, after), on)| {
            Some(Period {
                from: on.date().checked_sub(i64::from(before).days()).ok()?,
                to: on.date().checked_add(i64::from(after).days()).ok()?,
            })
        });
        Ok(GlobalPeriodAnswer {
            means: words(Indicator::GlobalDays, &indicator),
            indicator,
            days_before: days.map(|(before, _)| before),
            days_after: days.map(|(_, after)| after),
            period,
            release: TableLine::of(source),
            code,
        })
    }
}
