//! Checking a claim: findings in layers, each with its rule, its table and what would resolve it.

mod advice;
mod allowed;
mod bundling;
mod core;
mod global;
mod line;
mod near;
mod patient;
mod principle;
mod sets;
mod side;
mod validity;

pub use self::core::{Core, Hit};
pub use allowed::Allowed;
pub use line::{CoreLine, Modifiers};

use crate::model::{Claim, Line, Outcome};
use crate::rules::Rules;
use jiff::civil::Date;
use ligature_catalog::ArchivedCatalog;
use ligature_codes::{date, day};
use ligature_edits::{Answering, Id, Key, Kind, Setting, Tables, Values};
use schemars::JsonSchema;
use serde::Serialize;

/// What a check looks at; never mixed in one finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// May two codes be billed together?
    Bundling,
    /// Does an add-on stand beside its primary?
    Addon,
    /// How many units?
    Units,
    /// Is the code valid on the day, and its modifiers with it?
    Validity,
    /// Is it part of an earlier operation's global period?
    Global,
    /// Does a diagnosis support it?
    Necessity,
}

impl Layer {
    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Layer::Bundling => "Bundling",
            Layer::Addon => "Add-ons",
            Layer::Units => "Units",
            Layer::Validity => "Validity",
            Layer::Global => "Global period",
            Layer::Necessity => "Medical necessity",
        }
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A line will be denied as it stands.
    Error,
    /// It depends on the documents or on the payer.
    Warning,
    /// Worth knowing.
    Note,
}

/// Which release a finding or a layer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Basis {
    /// The table, in words.
    pub table: String,
    /// Its release.
    pub release: String,
    /// First day that the release speaks for.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// Its layer.
    pub layer: Layer,
    /// What it comes to.
    pub outcome: Outcome,
    /// How much it matters.
    pub severity: Severity,
    /// Lines that it is about.
    pub lines: Vec<u32>,
    /// The code that it is about, if one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Column one of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column_one: Option<String>,
    /// Column two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column_two: Option<String>,
    /// Modifier indicator of a pair edit, adjudication indicator of a limit, type of an add-on edit; as published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// Units billed and units allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<(u64, u64)>,
    /// Codes that would make it right (primaries of an add-on).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wants: Vec<String>,
    /// Modifiers that may let the line pass, if the note supports one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Allowed>,
    /// It holds by this rule: `edit`, `principle`, `schedule`, `code_set` or `shape`.
    pub rule: &'static str,
    /// What is the matter, in a sentence.
    pub because: String,
    /// What would resolve it; empty: nothing would.
    pub resolve: String,
    /// What would be improper.
    pub improper: String,
    /// The row's own days, if it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<(Option<String>, Option<String>)>,
    /// What it rests on.
    pub basis: Basis,
}

impl Finding {
    fn new(
        layer: Layer,
        outcome: Outcome,
        lines: Vec<u32>,
        rule: &'static str,
        because: String,
    ) -> Finding {
        let severity = match outcome {
            Outcome::Deny | Outcome::DenyAllUnits | Outcome::NeedsPrimary => Severity::Error,
            Outcome::DenyUnlessModifier | Outcome::Contractor => Severity::Warning,
            _ => Severity::Note,
        };
        Finding {
            layer,
            outcome,
            severity,
            lines,
            code: None,
            column_one: None,
            column_two: None,
            indicator: None,
            units: None,
            wants: Vec::new(),
            allowed: None,
            rule,
            because,
            resolve: String::new(),
            improper: String::new(),
            effective: None,
            basis: Basis::default(),
        }
    }
}

/// Whether a layer was checked, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LayerAnswer {
    /// The layer.
    pub layer: Layer,
    /// It was checked for all lines.
    pub checked: bool,
    /// By what; why not.
    pub says: String,
}

/// The answer to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Checked {
    /// The claim.
    pub id: String,
    /// Findings, by layer and line.
    pub findings: Vec<Finding>,
    /// What was checked, layer by layer.
    pub layers: Vec<LayerAnswer>,
}

impl Checked {
    /// Whether something could not be checked for want of data, medical necessity aside: no coverage tables exist here.
    #[must_use]
    pub fn lacks_data(&self) -> bool {
        let mut layers = self.layers.iter();
        let mut findings = self.findings.iter();
        layers.any(|l| !l.checked && l.layer != Layer::Necessity)
            || findings.any(|f| f.outcome == Outcome::NoData)
    }

    /// Whether any line would be denied, or any layer was not checked.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.layers
            .iter()
            .all(|l| l.checked || l.layer == Layer::Necessity)
            && self.findings.iter().all(|f| f.severity == Severity::Note)
    }
}

/// A line of a claim made ready.
#[derive(Clone)]
struct Ready<'c> {
    line: &'c Line,
    number: u32,
    core: CoreLine,
    key: Option<Key>,
    id: Option<Id>,
}

/// A claim made ready, with what it is checked by.
struct Desk<'a, 'c> {
    tables: Tables<'a>,
    rules: &'a Rules,
    sets: Option<&'a ArchivedCatalog>,
    claim: &'c Claim,
    setting: Setting,
    /// Whose lines these are, where lines are told apart by practitioner.
    provider: String,
    /// What the same practitioner billed before for the days of the lines.
    before: Vec<Before>,
    lines: Vec<Ready<'c>>,
}

/// A service of an earlier claim, for a day of this one.
struct Before {
    core: CoreLine,
    code: String,
}

/// The setting by its name; practitioner where none is given.
#[must_use]
pub fn setting(name: &str) -> Setting {
    match name {
        "outpatient" => Setting::Outpatient,
        "supplier" => Setting::Supplier,
        _ => Setting::Practitioner,
    }
}

/// Checks a claim as of the dates of service of its lines. Without code sets, diagnoses and codes that no payer's table names
/// are not looked up, and that is said.
#[must_use]
pub fn check(
    tables: Tables<'_>,
    rules: &Rules,
    sets: Option<&ArchivedCatalog>,
    claim: &Claim,
) -> Checked {
    let mut findings = Vec::new();
    let lines = claim.lines.iter().enumerate().filter_map(|(place, line)| {
        let number = if line.line == 0 {
            u32::try_from(place + 1).unwrap_or(u32::MAX)
        } else {
            line.line
        };
        let Some(on) = line.date_of_service.or(claim.date_of_service) else {
            findings.push(Finding::new(
                Layer::Validity,
                Outcome::Deny,
                vec![number],
                "shape",
                format!("Line {number} has no date of service: nothing about it can be checked."),
            ));
            return None;
        };
        let key = Key::pack(line.code.trim().to_ascii_uppercase().as_bytes());
        let modifiers = Modifiers::of(line.modifiers.iter().map(String::as_str));
        let id = key.and_then(|k| tables.id(k));
        let core = CoreLine {
            id,
            modifiers,
            units: line.units,
            day: day(on),
        };
        Some(Ready {
            line,
            number,
            core,
            key,
            id,
        })
    });
    let lines: Vec<Ready<'_>> = lines.collect();
    let mut desk = Desk {
        tables,
        rules,
        sets,
        claim,
        setting: setting(&claim.setting),
        provider: String::new(),
        before: Vec::new(),
        lines,
    };
    desk.validity(&mut findings);
    let layers = desk.layers();
    // what one practitioner did is not held against what another did
    for (provider, lines) in desk.by_provider() {
        (desk.provider, desk.lines) = (provider, lines);
        desk.before = desk.of_earlier_claims();
        desk.tables_of_edits(&mut findings);
        desk.principles(&mut findings);
        desk.global(&mut findings);
    }
    findings.sort_by(|a, b| (a.layer, a.severity, &a.lines).cmp(&(b.layer, b.severity, &b.lines)));
    Checked {
        id: claim.id.clone(),
        findings,
        layers,
    }
}

impl<'a, 'c> Desk<'a, 'c> {
    /// The lines of each practitioner, in the order of the claim.
    fn by_provider(&self) -> Vec<(String, Vec<Ready<'c>>)> {
        let mut all: Vec<(String, Vec<Ready<'c>>)> = Vec::new();
        for line in &self.lines {
            let own = line.line.provider.trim();
            let provider = match own.is_empty() {
                true => self.claim.provider.trim(),
                false => own,
            };
            match all.iter_mut().find(|(of, _)| of == provider) {
                Some((_, lines)) => lines.push(line.clone()),
                None => all.push((provider.to_owned(), vec![line.clone()])),
            }
        }
        all
    }

    /// Whether an earlier service was this practitioner's; where it is not told whose, it is taken to be.
    fn is_same(&self, provider: &str) -> bool {
        let provider = provider.trim();
        provider.is_empty() || self.provider.is_empty() || provider == self.provider
    }

    /// Earlier services for the days of these lines: edits hold for a day, not for a claim.
    fn of_earlier_claims(&self) -> Vec<Before> {
        let earlier = self
            .claim
            .earlier
            .iter()
            .filter(|e| self.is_same(&e.provider));
        let known = earlier.filter_map(|e| {
            let day = day(e.date_of_service?);
            let code = e.code.trim().to_ascii_uppercase();
            let core = CoreLine {
                id: Some(self.tables.id(Key::pack(code.as_bytes())?)?),
                modifiers: Modifiers::of(e.modifiers.iter().map(String::as_str)),
                units: 1,
                day,
            };
            let here = self.lines.iter().any(|l| l.core.day == day);
            here.then_some(Before { core, code })
        });
        known.collect()
    }

    /// A release in words.
    fn basis(&self, answering: Option<Answering>) -> Basis {
        let source = answering.and_then(|a| self.tables.source(a.source));
        source.map_or_else(Basis::default, |s| Basis {
            table: match s.kind {
                Kind::Pairs | Kind::Limits => format!("{}, {}", s.kind.name(), s.setting.name()),
                _ => s.kind.name().to_owned(),
            },
            release: s.label,
            from: s.from.to_string(),
            to: s.to.to_string(),
        })
    }

    /// The row of the fee schedule for a code without a modifier.
    fn schedule(&self, id: Option<Id>, on: i32) -> Option<(Values, Answering)> {
        let answering = self
            .tables
            .answering(Kind::Values, Setting::Practitioner, on)?;
        let values = self
            .tables
            .values(answering.source, id?)
            .find(|v| v.modifier == *b"  ")?;
        Some((values, answering))
    }

    /// Whether a code is in an authored group.
    fn in_group(&self, group: &str, key: Option<Key>) -> bool {
        let list = self.rules.groups.get(group);
        list.zip(key).is_some_and(|(list, key)| list.has(key))
    }

    fn number(&self, place: usize) -> u32 {
        self.lines.get(place).map_or(0, |l| l.number)
    }

    /// With what else was looked at for validity.
    fn valid(&self, mut answer: LayerAnswer) -> LayerAnswer {
        answer.says.push_str(&self.diagnoses_checked());
        answer.says.push_str(&self.not_given());
        answer
    }

    /// What was checked, layer by layer: all days of the claim together.
    fn layers(&self) -> Vec<LayerAnswer> {
        let mut days: Vec<i32> = self.lines.iter().map(|l| l.core.day).collect();
        days.sort_unstable();
        days.dedup();
        let by = |layer: Layer, kind: Kind, setting: Setting| {
            let mut says: Vec<String> = Vec::new();
            let mut checked = !days.is_empty();
            for on in &days {
                let answering = self.tables.answering(kind, setting, *on);
                let source = answering.and_then(|a| Some((a, self.tables.source(a.source)?)));
                says.push(match source {
                    None => {
                        checked = false;
                        let loaded: Vec<String> = self
                            .tables
                            .sources()
                            .filter(|(_, s)| s.kind == kind && s.setting == setting)
                            .map(|(_, s)| s.label)
                            .collect();
                        let loaded = match loaded.is_empty() {
                            true => "no release of it was taken in".to_owned(),
                            false => format!("taken in: {}", loaded.join(", ")),
                        };
                        format!(
                            "not checked: no data. No {} table speaks for {} ({loaded}).",
                            kind.name(),
                            date(*on)
                        )
                    }
                    Some((_, s)) if !s.whole => {
                        checked = false;
                        format!("only in part: {} lacks some of its files.", s.label)
                    }
                    Some((a, s)) => {
                        let history = if a.by_history {
                            ", by the rows' own dates"
                        } else {
                            ""
                        };
                        format!("checked by {} ({}){history}.", kind.name(), s.label)
                    }
                });
            }
            says.dedup();
            LayerAnswer {
                layer,
                checked,
                says: says.join(" "),
            }
        };
        vec![
            by(Layer::Bundling, Kind::Pairs, self.setting),
            by(Layer::Addon, Kind::AddOns, Setting::Practitioner),
            by(Layer::Units, Kind::Limits, self.setting),
            self.valid(by(Layer::Validity, Kind::Values, Setting::Practitioner)),
            self.global_layer(&days),
            LayerAnswer {
                layer: Layer::Necessity,
                checked: false,
                says: "not checked: no data. No coverage tables were taken in.".to_owned(),
            },
        ]
    }
}

/// A day in words, for messages.
fn on(date: Date) -> String {
    date.to_string()
}
