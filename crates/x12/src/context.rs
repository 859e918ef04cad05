//! What claims of an 837P have in common: billing provider, subscriber, patient, payer (loops 2000A to 2010BB).

use crate::problem::{Place, Problem, ProblemKind};
use crate::segment::Segment;
use crate::value::Elements;
use jiff::civil::Date;

/// Who a claim is from and for. No names: they stay in the segments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Who bills.
    pub billing: BillingProvider,
    /// Whose insurance it is.
    pub subscriber: Subscriber,
    /// Who was treated, where that is not the subscriber.
    pub patient: Option<Person>,
    /// Who is asked to pay.
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
}

/// Who is asked to pay (loop 2010BB).
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

/// Reads the loops above the claims in their turn.
#[derive(Debug)]
pub(crate) struct Heading {
    pub(crate) context: Context,
    party: Party,
    level: u8,
    /// HL01 of the last level of each kind: billing, subscriber, patient.
    last: [String; 3],
    levels: u64,
}

impl Default for Heading {
    fn default() -> Self {
        Self {
            context: Context::default(),
            party: Party::Other,
            level: 0,
            last: Default::default(),
            levels: 0,
        }
    }
}

impl Heading {
    /// Takes a segment above the claims.
    pub(crate) fn take(&mut self, segment: &Segment, problems: &mut Vec<Problem>) {
        let text = |element: usize| segment.element(element).trim().to_owned();
        match segment.id() {
            "HL" => self.open(segment, problems),
            "SBR" if self.level == 22 => {
                self.context.subscriber.turn = text(1);
                self.context.subscriber.person.relationship = text(2);
                self.context.subscriber.filing = text(9);
            }
            "PAT" if self.level == 23 => {
                self.context.patient.get_or_insert_default().relationship = text(1);
            }
            "PRV" if self.level == 20 && segment.element(1) == "BI" => {
                self.context.billing.taxonomy = text(3);
            }
            "NM1" => {
                self.party = match (segment.element(1), self.level) {
                    ("85", 20) => Party::Billing,
                    ("IL", 22) => Party::Subscriber,
                    ("QC", 23) => Party::Patient,
                    _ => Party::Other,
                };
                if self.party == Party::Billing && segment.element(8) == "XX" {
                    self.context.billing.npi = text(9);
                }
                if segment.element(1) == "PR" && self.level == 22 {
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

    /// A level of the hierarchy: 20 billing provider, 22 subscriber, 23 patient.
    fn open(&mut self, segment: &Segment, problems: &mut Vec<Problem>) {
        self.levels += 1;
        self.party = Party::Other;
        let level: u8 = segment.element(3).trim().parse().unwrap_or(0);
        let parent = match level {
            20 => {
                self.context = Context::default();
                None
            }
            22 => {
                self.context.subscriber = Subscriber::default();
                self.context.payer = Payer::default();
                self.context.patient = None;
                Some((0, "the billing provider"))
            }
            23 => {
                self.context.patient = Some(Person::default());
                Some((1, "the subscriber"))
            }
            _ => {
                problems.push(Problem::error(
                    Place::at(segment, 3, 0),
                    ProblemKind::Misplaced,
                    "HL03, the kind of level, is neither 20 (billing provider) nor 22 (subscriber) nor 23 (patient)",
                ));
                return;
            }
        };
        self.level = level;
        let number = segment.element(1).trim();
        if number.parse::<u64>().ok() != Some(self.levels) {
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
            let message = format!("HL02 does not name {what} that this level stands under");
            problems.push(Problem::warning(
                Place::at(segment, 2, 0),
                ProblemKind::Dangling,
                message,
            ));
        }
        let slot = match level {
            20 => 0,
            22 => 1,
            _ => 2,
        };
        if let Some(last) = self.last.get_mut(slot) {
            number.clone_into(last);
        }
    }

    /// What a claim at this place lacks.
    pub(crate) fn lacks(&self, claim: &Segment, problems: &mut Vec<Problem>) {
        let missing = match self.level {
            0 => "billing provider (HL level 20)",
            20 => "subscriber (HL level 22)",
            _ => return,
        };
        problems.push(Problem::error(
            Place::of(claim),
            ProblemKind::Missing,
            format!("no {missing} stands before this claim"),
        ));
    }
}
