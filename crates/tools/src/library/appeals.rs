//! Letters about denials: the claim that is checked, the published tables, and what the note says of a code.

use super::Library;
use super::explain::Verdict;
use super::outside::LookUp;
use jiff::civil::Date;
use ligature_claim::check::{Basis, Checked};
use ligature_claim::{Claim, Line};
use ligature_codes::{Units, day};
use ligature_coding::{Answer, Decision, State};
use ligature_edits::{Answering, Key, Kind, Setting, Tables};
use ligature_note::Quote;
use ligature_remit::{
    Case, ClaimAnswer, Known, PublishedLimit, Record, Said, SentClaim, Support, TransactionAnswer,
    appeals,
};
use ligature_x12::{ClaimPayment, ServicePayment};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::rc::Rc;

/// Words of the note that a letter quotes for one code.
const MOST_QUOTES: usize = 10;

/// Attributes of an act that show that it was apart from another: where, and when.
const APART: [&str; 2] = ["site", "session"];

/// What is asked of letters.
#[derive(Debug, Clone, Default)]
pub struct Letters {
    /// The operative note; may be empty.
    pub note: String,
    /// The claim of the note.
    pub note_of: String,
    /// Whose claims those are that are built from the remittance.
    pub setting: Setting,
}

impl Letters {
    /// Without a number, the note is that of the only claim; if there are several it is quoted nowhere, and that is said.
    pub(crate) fn complete(
        &mut self,
        only: impl FnOnce() -> io::Result<Option<String>>,
    ) -> io::Result<Option<&'static str>> {
        if self.note.trim().is_empty() || !self.note_of.is_empty() {
            return Ok(None);
        }
        if let Some(only) = only()? {
            self.note_of = only;
            return Ok(None);
        }
        self.note.clear();
        Ok(Some(
            "the remittance has several claims: say by its number which of them the note is of; it is quoted nowhere",
        ))
    }
}

/// Answers about appeals, for the claims of a remittance.
pub(super) struct Appeals<'l> {
    library: &'l Library,
    letters: &'l Letters,
    /// The note as it was coded, by day.
    coded: RefCell<HashMap<Date, Rc<Answer>>>,
}

impl<'l> Appeals<'l> {
    pub(super) fn new(library: &'l Library, letters: &'l Letters) -> Appeals<'l> {
        Appeals {
            library,
            letters,
            coded: RefCell::default(),
        }
    }

    /// Says of the denials of a claim whether they can be appealed. Where the claim as it was sent is not known, one is built
    /// from the remittance.
    pub(super) fn appeal(
        &self,
        answer: &mut ClaimAnswer,
        payment: &ClaimPayment<'_>,
        of: &TransactionAnswer,
        sent: Option<(&SentClaim, &Checked)>,
    ) {
        let open = answer.adjustments.iter().any(|a| a.denies)
            || answer
                .services
                .iter()
                .any(|s| s.adjustments.iter().any(|a| a.denies));
        if !open {
            return;
        }
        let built;
        let built_check;
        let check = match sent {
            Some(found) => Ok(found),
            None => {
                built = from_remittance(payment, self.letters.setting);
                built_check = self.library.check(&built.claim);
                let checked = built_check.as_ref().map_err(ToString::to_string);
                checked.map(|checked| (&built, checked))
            }
        };
        let known = OfClaim {
            appeals: self,
            tables: self.library.tables().ok(),
            noted: !self.letters.note.trim().is_empty()
                && payment.id.trim() == self.letters.note_of,
        };
        let case = Case {
            payment: of,
            check,
            from_remittance: sent.is_none(),
            known: &known,
        };
        appeals(answer, payment, &case);
    }

    /// The note, coded as of a day.
    fn coded(&self, on: Date) -> Rc<Answer> {
        let mut coded = self.coded.borrow_mut();
        let answer = coded.entry(on).or_insert_with(|| {
            Rc::new(self.library.code(&self.letters.note, Some(on), LookUp::No))
        });
        Rc::clone(answer)
    }
}

/// A claim of the services of a remittance, as they were billed.
fn from_remittance(of: &ClaimPayment<'_>, setting: Setting) -> SentClaim {
    // revenue codes are no procedures
    let services = of.services.iter().filter(|s| s.service.qualifier != "NU");
    let (lines, controls) = services
        .map(|service| {
            let billed = service.original.as_ref().filter(|o| !o.code.is_empty());
            let billed = billed.unwrap_or(&service.service);
            let line = Line {
                code: billed.code.to_owned(),
                modifiers: billed.modifiers.iter().map(|m| (*m).to_owned()).collect(),
                units: units(service),
                charge: service.charge,
                date_of_service: service.days.or(of.days).map(|days| days.from),
                ..Line::default()
            };
            (line, service.control.to_owned())
        })
        .unzip();
    let claim = Claim {
        id: of.id.to_owned(),
        place_of_service: of.place.to_owned(),
        setting,
        lines,
        ..Claim::default()
    };
    SentClaim { claim, controls }
}

/// Units as billed; those paid where the payer names no others, and one where it paid none.
fn units(of: &ServicePayment<'_>) -> Units {
    let units = of.original_units.or(of.units);
    let units = units.filter(|u| *u > Decimal::ZERO);
    let thousandths = units.and_then(|u| u.checked_mul(Decimal::ONE_THOUSAND));
    let thousandths = thousandths.and_then(|t| t.ceil().to_u64());
    thousandths.map_or(Units::ONE, Units::from_thousandths)
}

/// What is known for one claim.
struct OfClaim<'a> {
    appeals: &'a Appeals<'a>,
    tables: Option<Tables<'a>>,
    /// The note is of this claim.
    noted: bool,
}

impl OfClaim<'_> {
    /// The release that answers for a day, if all of it is loaded.
    fn release(&self, kind: Kind, setting: Setting, on: Date) -> Option<(Answering, Basis)> {
        let tables = self.tables?;
        let answering = tables.answering(kind, setting, day(on))?;
        let source = tables.source(answering.source).filter(|s| s.whole)?;
        let basis = Basis {
            table: match kind.by_setting() {
                true => format!("{}, {}", kind.name(), setting.name()),
                false => kind.name().to_owned(),
            },
            release: source.label,
            from: source.from.to_string(),
            to: source.to.to_string(),
        };
        Some((answering, basis))
    }
}

impl Known for OfClaim<'_> {
    fn publisher(&self, release: &Basis) -> String {
        let Some(tables) = self.tables else {
            return String::new();
        };
        let mut sources = tables.sources();
        let named = sources.find(|(_, s)| s.label == release.release);
        named.map_or_else(String::new, |(_, s)| s.publisher)
    }

    fn pairs(&self, claim: &Claim, on: Date) -> Option<Basis> {
        Some(self.release(Kind::Pairs, claim.setting, on)?.1)
    }

    fn limit(&self, claim: &Claim, code: &str, on: Date) -> Option<Option<PublishedLimit>> {
        let tables = self.tables?;
        let (answering, basis) = self.release(Kind::Limits, claim.setting, on)?;
        let id = Key::pack(code.as_bytes()).and_then(|key| tables.id(key));
        let limit = id.and_then(|id| tables.limit(answering.source, id));
        Some(limit.map(|limit| PublishedLimit {
            units: limit.units,
            indicator: limit.mai,
            basis,
        }))
    }

    fn primaries(&self, code: &str, on: Date) -> Option<(Vec<String>, Basis)> {
        let tables = self.tables?;
        let (answering, basis) = self.release(Kind::AddOns, Setting::Practitioner, on)?;
        let id = tables.id(Key::pack(code.as_bytes())?)?;
        let on = day(on);
        let edits = tables.addons(answering.source, id);
        let live = edits.filter(|e| e.from <= on && on <= e.to);
        let primaries = live.filter_map(|e| e.primary);
        Some((
            primaries.map(|p| tables.key(p).to_string()).collect(),
            basis,
        ))
    }

    fn record(&self, code: &str, others: &[String], on: Date) -> Option<Record> {
        if !self.noted {
            return None;
        }
        let library = self.appeals.library;
        let coded = self.appeals.coded(on);
        let explained = library.explain(code, &coded);
        let support = match explained.verdict {
            Verdict::Chosen => {
                let units = explained.decisions.iter().map(|d| d.units);
                Support::Supported(units.fold(0, u32::saturating_add))
            }
            Verdict::NotBilledApart => {
                let why = explained.left_out.first().map(|item| item.because.clone());
                Support::Part(why.unwrap_or_default())
            }
            Verdict::Open => Support::Open,
            Verdict::NotChosen => Support::Not,
            Verdict::NotWeighed if library.engine().decides(code) => Support::Not,
            Verdict::NotWeighed => Support::NotRead,
        };
        let of = |code: &str| -> Vec<&Decision> {
            let all = coded.decisions.iter();
            all.filter(|d| d.code == code).collect()
        };
        let words = explained.decisions.iter().flat_map(supporting);
        let mut apart: Vec<&Quote> = Vec::new();
        for decision in of(code) {
            apart.extend(decision.modifiers.iter().flat_map(|m| &m.quotes));
            for other in others.iter().flat_map(|other| of(other)) {
                apart.extend(differing(&coded, decision, other));
            }
        }
        Some(Record {
            support,
            words: said(words.collect()),
            apart: said(apart),
        })
    }
}

/// The words behind a decision: the act itself, and each condition that is met.
fn supporting(of: &Decision) -> impl Iterator<Item = &Quote> {
    let met = of.conditions.iter().filter(|c| c.state == State::Met);
    of.evidence.iter().chain(met.flat_map(|c| &c.quotes))
}

/// The words by which two acts were at different places or in different sessions; none if they share one.
fn differing<'a>(answer: &'a Answer, one: &'a Decision, other: &'a Decision) -> Vec<&'a Quote> {
    let values = |of: &Decision, kind: &str| {
        let events = answer.events.iter().filter(|e| of.events.contains(&e.id));
        let values = events.filter_map(|e| e.attributes.get(kind)).flatten();
        values.filter(|v| !v.negated).collect::<Vec<_>>()
    };
    let mut words = Vec::new();
    for kind in APART {
        let (ours, theirs) = (values(one, kind), values(other, kind));
        let shared = ours
            .iter()
            .any(|o| theirs.iter().any(|t| t.concept == o.concept));
        if ours.is_empty() || theirs.is_empty() || shared {
            continue;
        }
        for (of, values) in [(one, ours), (other, theirs)] {
            // the act names its place, or the place is quoted next to it
            let act = of.evidence.first();
            let places: Vec<&Quote> = values.iter().flat_map(|v| &v.quotes).collect();
            let named = act.is_some_and(|act| places.iter().any(|place| within(place, act)));
            words.extend(act);
            words.extend(places.first().filter(|_| !named));
        }
    }
    words
}

/// Whether words are part of others.
fn within(quote: &Quote, other: &Quote) -> bool {
    other.span.start <= quote.span.start && quote.span.end <= other.span.end
}

/// Quotes in the order of the note, each once; those within another are left out.
fn said(mut quotes: Vec<&Quote>) -> Vec<Said> {
    quotes.sort_by_key(|q| (q.span.start, std::cmp::Reverse(q.span.end)));
    let mut kept: Vec<&Quote> = Vec::new();
    for quote in quotes {
        if !kept.iter().any(|other| within(quote, other)) {
            kept.push(quote);
        }
    }
    kept.truncate(MOST_QUOTES);
    let said = kept.iter().map(|quote| Said {
        line: quote.span.line,
        text: quote.text.clone(),
    });
    said.collect()
}
