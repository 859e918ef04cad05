//! What a coder asks first of a procedure code: global period, work value, unit limit, add-on, and what Medicare allows.

use super::answering;
use super::meaning::{self, Indicator};
use super::{Call, Library};
use crate::contract::{Code, CodeHead, LocalityText};
use crate::gate::{Ask, Failure, HideTitle, Redact};
use ligature_claim::{Claim, Line, price};
use ligature_codes::{DateOfService, date};
use ligature_edits::{Id, Kind, Tables, Values};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Places of service (CMS, Place of Service Codes for Professional Claims): an inpatient hospital, and an office.
const PLACES: [&str; 2] = ["21", "11"];

/// Ask for the facts of a procedure code that a coder needs first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct KeyFactsRequest {
    /// The procedure code.
    #[schemars(extend("examples" = ["44120"]))]
    pub code: Code,
    /// Date of service; without it the newest release of each table.
    #[serde(default)]
    pub date: Option<DateOfService>,
    /// Medicare locality, contractor and number: `13202-01`. Without it no amount in dollars is given.
    #[serde(default)]
    pub locality: LocalityText,
}

/// The release of a table that gives a fact, and its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Held {
    /// The release.
    pub release: String,
    /// First day that it covers.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Whether it covers the day of the request. If not, it is the newest release before that day.
    pub covers: bool,
}

/// A fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyFact {
    /// `status`, `global-days`, `work-rvu`, `unit-limit`, `add-on`.
    pub name: String,
    /// Its value as published.
    pub value: String,
    /// What the value means; may be empty.
    pub means: String,
    /// Where it comes from.
    pub held: Held,
}

/// What the Medicare physician fee schedule allows for one unit, before the rules of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Amount {
    /// Dollars and cents; nothing: see `why`. Never zero because no amount is known.
    #[serde(with = "rust_decimal::serde::str_option")]
    #[schemars(with = "Option<String>")]
    pub dollars: Option<Decimal>,
    /// The schedule marks the service as rarely or never done there (NA).
    pub not_applicable: bool,
    /// Why there is no amount.
    pub why: String,
}

/// The amounts of a locality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Amounts {
    /// Contractor and number: `13202-01`.
    pub locality: String,
    /// In a facility, such as a hospital (place of service 21).
    pub facility: Amount,
    /// In an office (place of service 11).
    pub office: Amount,
    /// The fee schedule that gives them.
    pub held: Held,
}

/// The facts of a procedure code that a coder needs first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyFactsAnswer {
    /// The code.
    pub code: CodeHead,
    /// Facts, in the order in which they are read.
    pub facts: Vec<KeyFact>,
    /// Primary codes of an add-on, where a closed list is published.
    pub primaries: Vec<String>,
    /// What Medicare allows, if a locality was given and a fee schedule is loaded.
    pub amounts: Option<Amounts>,
    /// Tables without a release for the day or before it, each in a sentence.
    pub not_known: Vec<String>,
}

impl Redact for KeyFactsAnswer {
    fn redact(&mut self, hide: &HideTitle<'_>) {
        self.code.redact(hide);
    }
}

impl Ask for KeyFactsRequest {
    const TOOL: &'static str = "key_facts";
    type Answer = KeyFactsAnswer;

    fn run(&self, library: &Library, _: &Call<'_>) -> Result<KeyFactsAnswer, Failure> {
        let tables = library.tables()?;
        let (id, code) = library.numbered(&tables, &self.code)?;
        let mut answer = KeyFactsAnswer {
            code,
            facts: Vec::new(),
            primaries: Vec::new(),
            amounts: None,
            not_known: Vec::new(),
        };
        let asking = Asking {
            tables,
            id,
            date: self.date,
        };
        let values = asking.values(&mut answer);
        asking.limit(&mut answer);
        asking.addon(&mut answer);
        let locality = self.locality.trim();
        if let Some((row, held)) = values.filter(|_| !locality.is_empty()) {
            let code = &answer.code.code;
            let amounts = library.amounts(&asking, code, locality, &row, held);
            answer.amounts = Some(amounts);
        }
        Ok(answer)
    }
}

/// The tables, the code and the day of a request.
struct Asking<'a> {
    tables: Tables<'a>,
    id: Option<Id>,
    date: Option<DateOfService>,
}

/// A release that gives facts: its number, the day as of which it is read, and its days.
struct Giving {
    source: ligature_edits::SourceId,
    day: i32,
    held: Held,
}

impl Asking<'_> {
    /// The release that covers the day, else the newest before it; none: `not_known` has the reason.
    fn giving(&self, kind: Kind, answer: &mut KeyFactsAnswer) -> Option<Giving> {
        let found = answering::release_or_before(&self.tables, kind, self.date);
        let found = found.map_err(|why| answer.not_known.push(why.to_string()));
        let (source, day, covers) = found.ok()?;
        let view = self.tables.source(source)?;
        Some(Giving {
            source,
            day,
            held: Held {
                release: view.label,
                from: view.from.to_string(),
                to: view.to.to_string(),
                covers,
            },
        })
    }

    /// What the fee schedule says: the row of the code without a modifier, and its release.
    fn values(&self, answer: &mut KeyFactsAnswer) -> Option<(Values, Giving)> {
        let giving = self.giving(Kind::Values, answer)?;
        let rows = self.id.into_iter();
        let mut rows = rows.flat_map(|id| self.tables.values(giving.source, id));
        let Some(row) = rows.find(|row| row.modifier == *b"  ") else {
            let none = format!("{} does not list it", giving.held.release);
            answer.not_known.push(none);
            return None;
        };
        let status = char::from(row.status).to_string();
        let global = String::from_utf8_lossy(&row.global).trim().to_owned();
        for (name, kind, value) in [
            ("status", Indicator::Status, status),
            ("global-days", Indicator::GlobalDays, global),
        ] {
            answer.facts.push(KeyFact {
                name: name.to_owned(),
                means: words(kind, &value),
                value,
                held: giving.held.clone(),
            });
        }
        answer.facts.push(KeyFact {
            name: "work-rvu".to_owned(),
            value: price::relative_value(row.work),
            means: String::new(),
            held: giving.held.clone(),
        });
        Some((row, giving))
    }

    fn limit(&self, answer: &mut KeyFactsAnswer) {
        let Some(giving) = self.giving(Kind::Limits, answer) else {
            return;
        };
        let limit = self.id.and_then(|id| self.tables.limit(giving.source, id));
        let (value, means) = match limit {
            Some(limit) => (
                limit.units.to_string(),
                words(Indicator::UnitLimit, &limit.mai.to_string()),
            ),
            None => (
                String::new(),
                "none is published; some limits are confidential, so this is not the same as no limit".to_owned(),
            ),
        };
        answer.facts.push(KeyFact {
            name: "unit-limit".to_owned(),
            value,
            means,
            held: giving.held,
        });
    }

    fn addon(&self, answer: &mut KeyFactsAnswer) {
        let Some(giving) = self.giving(Kind::AddOns, answer) else {
            return;
        };
        let edits = self.id.into_iter();
        let edits = edits.flat_map(|id| self.tables.addons(giving.source, id));
        let edits: Vec<_> = edits
            .filter(|edit| edit.from <= giving.day && giving.day <= edit.to)
            .collect();
        let mut primaries: Vec<Id> = edits.iter().filter_map(|edit| edit.primary).collect();
        primaries.sort_unstable();
        primaries.dedup();
        let primaries = primaries.into_iter();
        answer.primaries = primaries
            .map(|id| self.tables.key(id).to_string())
            .collect();
        let kind = edits.first().map(|edit| edit.kind.to_string());
        answer.facts.push(KeyFact {
            name: "add-on".to_owned(),
            value: if kind.is_some() { "yes" } else { "no" }.to_owned(),
            means: kind.map_or_else(String::new, |kind| words(Indicator::AddOn, &kind)),
            held: giving.held,
        });
    }
}

impl Library {
    /// What Medicare allows for one unit in a hospital and in an office.
    fn amounts(
        &self,
        asking: &Asking<'_>,
        code: &str,
        locality: &str,
        row: &Values,
        giving: Giving,
    ) -> Amounts {
        let line = Line {
            code: code.to_owned(),
            ..Line::default()
        };
        let priced = |place: &str, rare: bool| {
            let claim = Claim {
                date_of_service: Some(date(giving.day)),
                place_of_service: place.to_owned(),
                locality: locality.to_owned(),
                lines: vec![line.clone()],
                ..Claim::default()
            };
            let mut priced = price::price(asking.tables, &self.claim_rules().1, &claim);
            let line = priced.lines.pop();
            let (dollars, why) = match line {
                Some(line) => (line.allowed, line.not_priced.unwrap_or_default()),
                None => (None, String::new()),
            };
            Amount {
                not_applicable: rare && dollars.is_none(),
                dollars,
                why,
            }
        };
        let [inside, outside] = row.rare;
        Amounts {
            locality: locality.to_owned(),
            facility: priced(PLACES[0], inside),
            office: priced(PLACES[1], outside),
            held: giving.held,
        }
    }
}

/// The words of an indicator's value; empty if it is not known.
fn words(kind: Indicator, value: &str) -> String {
    meaning::of(kind, value).map_or_else(String::new, |one| one.words.to_owned())
}
