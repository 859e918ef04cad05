//! What claims of an 837P have in common: billing provider, subscriber, patient, payer (loops 2000A to 2010BB).

use crate::problem::{Place, Problem, ProblemKind};
use crate::segment::Segment;
use crate::value::Elements;
use jiff::civil::Date;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Who a claim is from and for. No names: they stay in the segments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Who bills.
    pub billing: BillingProvider,
    /// Whose insurance it is.
    pub subscriber: Subscriber,
    /// Who was treated, where that is not the subscriber.
    pub patient: Option<Person>,
    /// The payer.
    pub payer: Payer,
}

impl Context {
    /// Who was treated.
    #[must_use]
    pub fn treated(&self) -> &Person {
        self.patient.as_ref().unwrap_or(&self.subscriber.person)
    }
}

/// Who bills (loop 2010AA).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BillingProvider {
    /// National Provider Identifier; empty if another identifier, or none, is given.
    pub npi: String,
    /// Taxonomy code of the speciality (PRV03); empty if not given.
    pub taxonomy: String,
    /// State of the address (N402).
    pub state: String,
    /// ZIP code of the address (N403), which decides the payment locality.
    pub zip: String,
}

/// Whose insurance it is (loops 2000B, 2010BA).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscriber {
    /// In which turn the payer pays (SBR01): `P` first, `S` second, `T` third.
    pub turn: String,
    /// What kind of insurance it is (SBR09): `MB` Medicare Part B, `MC` Medicaid, `CI` commercial …
    pub filing: String,
    /// The subscriber as a person.
    pub person: Person,
}

/// What checks need to know of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Relationship to the subscriber (SBR02, PAT01): `18` self, `01` spouse, `19` child …
    pub relationship: String,
    /// Date of birth (DMG02).
    pub birth: Option<Date>,
    /// Sex as billed (DMG03): `F`, `M`, `U`.
    pub sex: String,
    /// A number made of the name and the member's number (NM103, NM104, NM109), the same for a person throughout a file; 0:
    /// none is given. Of a patient, with that of the subscriber.
    pub identity: u64,
}

/// The payer (loop 2010BB).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payer {
    /// Name of the organisation (NM103).
    pub name: String,
    /// Its identifier (NM109).
    pub id: String,
}

/// Which party the segments after an NM1 are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Party {
    Billing,
    Subscriber,
    Patient,
    Other,
}

/// Which level of the hierarchy is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    None,
    Billing,
    Subscriber,
    Patient,
    /// Its HL is there and does not say which.
    Unread,
    /// Its HL is missing.
    Lost,
}

/// Reads the loops above the claims in their turn.
#[derive(Debug)]
pub(crate) struct Heading {
    pub(crate) context: Context,
    party: Party,
    level: Level,
    /// Whether it is known whose insurance the claims are for.
    subscribed: bool,
    /// HL01 of the open level.
    number: String,
    /// HL01 of the last level of each kind: billing, subscriber, patient.
    last: [String; 3],
    levels: u64,
}

impl Default for Heading {
    fn default() -> Self {
        Self {
            context: Context::default(),
            party: Party::Other,
            level: Level::None,
            subscribed: false,
            number: String::new(),
            last: Default::default(),
            levels: 0,
        }
    }
}

/// A number made of what an NM1 says about a person.
fn identity(segment: &Segment, of: u64) -> u64 {
    let identity = [3, 4, 9].map(|element| segment.element(element).trim().to_uppercase());
    if identity.iter().all(String::is_empty) {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    (of, identity).hash(&mut hasher);
    hasher.finish()
}

/// Whether a segment is above claims and never among the lines of one.
pub(crate) fn is_above_claims(segment: &Segment) -> bool {
    match segment.id() {
        "SBR" | "PAT" => true,
        "NM1" => matches!(segment.element(1), "85" | "IL" | "QC"),
        _ => false,
    }
}

impl Heading {
    /// Takes a segment above the claims.
    pub(crate) fn take(&mut self, segment: &Segment, problems: &mut Vec<Problem>) {
        let text = |element: usize| segment.element(element).trim().to_owned();
        self.guess(segment);
        match segment.id() {
            "HL" => self.open(segment, problems),
            "SBR" if self.level == Level::Subscriber => {
                self.context.subscriber.turn = text(1);
                self.context.subscriber.person.relationship = text(2);
                self.context.subscriber.filing = text(9);
            }
            "PAT" if self.level == Level::Patient => {
                self.context.patient.get_or_insert_default().relationship = text(1);
            }
            "PRV" if self.level == Level::Billing && segment.element(1) == "BI" => {
                self.context.billing.taxonomy = text(3);
            }
            "NM1" => {
                self.party = match (segment.element(1), self.level) {
                    ("85", Level::Billing) => Party::Billing,
                    ("IL", Level::Subscriber) => Party::Subscriber,
                    ("QC", Level::Patient) => Party::Patient,
                    _ => Party::Other,
                };
                let subscriber = self.context.subscriber.person.identity;
                match self.party {
                    Party::Subscriber => {
                        self.context.subscriber.person.identity = identity(segment, 0);
                    }
                    Party::Patient => {
                        let patient = self.context.patient.get_or_insert_default();
                        patient.identity = identity(segment, subscriber);
                    }
                    _ => {}
                }
                if self.party == Party::Billing && segment.element(8) == "XX" {
                    self.context.billing.npi = text(9);
                }
                if segment.element(1) == "PR" && self.level == Level::Subscriber {
                    self.context.payer = Payer {
                        name: text(3),
                        id: text(9),
                    };
                }
            }
            "N4" if self.party == Party::Billing => {
                self.context.billing.state = text(2);
                self.context.billing.zip = text(3);
            }
            "DMG" => {
                let person = match self.party {
                    Party::Subscriber => &mut self.context.subscriber.person,
                    Party::Patient => self.context.patient.get_or_insert_default(),
                    _ => return,
                };
                let mut elements = Elements { segment, problems };
                person.birth = elements.day((2, 0), "the date of birth");
                person.sex = text(3);
            }
            _ => {}
        }
    }

    /// A level that is not named is known only by what is in it. Where its HL is missing, that may as well be another
    /// insurance of the claim before.
    fn guess(&mut self, segment: &Segment) {
        let party = segment.element(1);
        match (segment.id(), self.level) {
            ("NM1", Level::Unread | Level::Lost) if party == "85" => self.enter(Level::Billing),
            ("SBR", Level::Unread) => self.enter(Level::Subscriber),
            ("NM1", Level::Unread) if party == "IL" => self.enter(Level::Subscriber),
            ("NM1", Level::Unread | Level::Subscriber) if party == "QC" => {
                self.enter(Level::Patient);
            }
            _ => {}
        }
    }

    /// A level begins: what stood in levels of its kind and below it holds no longer.
    fn enter(&mut self, level: Level) {
        self.level = level;
        self.party = Party::Other;
        if level == Level::Billing {
            self.context.billing = BillingProvider::default();
        }
        if level != Level::Patient {
            self.context.subscriber = Subscriber::default();
            self.context.payer = Payer::default();
            self.subscribed = level == Level::Subscriber;
        }
        self.context.patient = (level == Level::Patient).then(Person::default);
        let slot = match level {
            Level::Billing => 0,
            Level::Subscriber => 1,
            Level::Patient => 2,
            Level::None | Level::Unread | Level::Lost => return,
        };
        if let Some(last) = self.last.get_mut(slot) {
            last.clone_from(&self.number);
        }
    }

    /// Something that belongs above claims follows the lines of one: a level began there, and its HL is missing.
    pub(crate) fn lose(&mut self, segment: &Segment, problems: &mut Vec<Problem>) {
        problems.push(Problem::error(
            Place::of(segment),
            ProblemKind::Misplaced,
            "this cannot follow the lines of a claim: the level (HL) before it is missing; whose the claims after it are cannot be determined",
        ));
        self.number.clear();
        self.enter(Level::Lost);
        self.take(segment, problems);
    }

    /// A level of the hierarchy: 20 billing provider, 22 subscriber, 23 patient.
    fn open(&mut self, segment: &Segment, problems: &mut Vec<Problem>) {
        self.levels += 1;
        segment.element(1).trim().clone_into(&mut self.number);
        let (level, parent) = match segment.element(3).trim().parse() {
            Ok(20_u8) => (Level::Billing, None),
            Ok(22) => (Level::Subscriber, Some((0, "the billing provider"))),
            Ok(23) => (Level::Patient, Some((1, "the subscriber"))),
            _ => {
                problems.push(Problem::error(
                    Place::at(segment, 3, 0),
                    ProblemKind::Misplaced,
                    "HL03, the kind of level, is neither 20 (billing provider) nor 22 (subscriber) nor 23 (patient)",
                ));
                self.enter(Level::Unread);
                return;
            }
        };
        if self.number.parse::<u64>().ok() != Some(self.levels) {
            let message = format!(
                "HL01, the number of the level, does not count on: this is level {} of the transaction",
                self.levels
            );
            problems.push(Problem::warning(
                Place::at(segment, 1, 0),
                ProblemKind::Count,
                message,
            ));
        }
        if let Some((above, what)) = parent
            && self.last.get(above).map(String::as_str) != Some(segment.element(2).trim())
        {
            let message = format!("HL02 does not name {what} that this level belongs to");
            problems.push(Problem::warning(
                Place::at(segment, 2, 0),
                ProblemKind::Dangling,
                message,
            ));
        }
        self.enter(level);
    }

    /// What a claim at this place lacks.
    pub(crate) fn lacks(&self, claim: &Segment, problems: &mut Vec<Problem>) {
        let why = match self.level {
            Level::None => "no billing provider (HL level 20) comes before this claim",
            Level::Billing => "no subscriber (HL level 22) comes before this claim",
            _ if self.subscribed => return,
            _ => {
                "whose claim this is cannot be determined: the level (HL) of its subscriber is missing or cannot be read"
            }
        };
        problems.push(Problem::error(Place::of(claim), ProblemKind::Missing, why));
    }
}
