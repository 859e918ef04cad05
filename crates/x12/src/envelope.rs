//! Interchange, group, transaction: what is open, and whether counts and control numbers hold.

use crate::problem::{Place, Problem, ProblemKind};
use crate::segment::Segment;

/// What a transaction holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransactionKind {
    /// Professional claims, 837P (005010X222A1).
    Professional,
    /// Institutional claims, 837I (005010X223).
    Institutional,
    /// Dental claims, 837D (005010X224).
    Dental,
    /// Payment of claims, 835 (005010X221A1).
    Remittance,
    /// Anything else.
    Other,
}

impl TransactionKind {
    /// The name in words for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Professional => "professional claims (837P)",
            Self::Institutional => "institutional claims (837I)",
            Self::Dental => "dental claims (837D)",
            Self::Remittance => "payments (835)",
            Self::Other => "neither claims nor payments",
        }
    }

    /// Found by ST01 and the implementation guide that ST03 or GS08 names.
    fn of(set: &str, guide: &str) -> Self {
        match set {
            "835" => Self::Remittance,
            "837" if guide.contains("X223") || guide.contains("X096") => Self::Institutional,
            "837" if guide.contains("X224") || guide.contains("X097") => Self::Dental,
            "837" => Self::Professional,
            _ => Self::Other,
        }
    }
}

/// What opens a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) kind: TransactionKind,
    pub(crate) control: String,
    pub(crate) guide: String,
    pub(crate) interchange: String,
    pub(crate) segment: u64,
}

/// What a segment is to the envelopes.
pub(crate) enum Step {
    /// Part of an envelope, or outside of every transaction.
    Outside,
    /// Opens a transaction; whether the segment itself is the ST.
    Begin(Opening, bool),
    /// Closes the transaction.
    End,
    /// Inside a transaction.
    Body,
}

/// An opened level.
#[derive(Debug)]
struct Level {
    control: String,
    /// Groups of an interchange, transactions of a group, segments of a transaction.
    holds: u64,
}

/// The levels that are open.
#[derive(Debug, Default)]
pub(crate) struct Envelope {
    interchange: Option<Level>,
    group: Option<Level>,
    transaction: Option<Level>,
    /// GS08, the implementation guide.
    guide: String,
    /// Something outside was reported, and no level opened since.
    reported: bool,
    /// An interchange was closed, and nothing opened since.
    closed: bool,
}

impl Envelope {
    /// Whether an interchange was closed and nothing opened since.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// How many segments the open transaction has, and the ending one not yet counted.
    pub(crate) fn in_transaction(&self) -> bool {
        self.transaction.is_some()
    }

    /// Takes a segment in its turn. A transaction that is still open when another level begins or ends must have been
    /// given up ([`Self::give_up`]) before.
    pub(crate) fn see(&mut self, segment: &Segment, problems: &mut Vec<Problem>) -> Step {
        self.closed = segment.id() == "IEA";
        match segment.id() {
            "ISA" => {
                self.close_group(segment, problems);
                self.close_interchange(segment, problems);
                self.interchange = Some(Level {
                    control: segment.element(13).trim().to_owned(),
                    holds: 0,
                });
                self.reported = false;
                Step::Outside
            }
            "GS" => {
                self.close_group(segment, problems);
                match &mut self.interchange {
                    Some(interchange) => interchange.holds += 1,
                    None => self.outside(segment, "ISA", problems),
                }
                self.group = Some(Level {
                    control: segment.element(6).trim().to_owned(),
                    holds: 0,
                });
                segment.element(8).trim().clone_into(&mut self.guide);
                self.reported = false;
                Step::Outside
            }
            "ST" => Step::Begin(self.begin(segment, problems), true),
            "SE" => self.end_transaction(segment, problems),
            "GE" => {
                self.end_group(segment, problems);
                Step::Outside
            }
            "IEA" => {
                self.end_interchange(segment, problems);
                Step::Outside
            }
            _ => match &mut self.transaction {
                Some(transaction) => {
                    transaction.holds += 1;
                    Step::Body
                }
                // A lost ST: its transaction shows by the segment that always follows.
                None if matches!(segment.id(), "BHT" | "BPR") => {
                    problems.push(Problem::error(
                        Place::of(segment),
                        ProblemKind::Envelope,
                        "the ST segment before this one is missing; the transaction is still read",
                    ));
                    Step::Begin(self.begin(segment, problems), false)
                }
                None => {
                    if segment.id() != "TA1" {
                        self.outside(segment, "ST", problems);
                    }
                    Step::Outside
                }
            },
        }
    }

    fn begin(&mut self, segment: &Segment, problems: &mut Vec<Problem>) -> Opening {
        match &mut self.group {
            Some(group) => group.holds += 1,
            None => self.outside(segment, "GS", problems),
        }
        self.reported = false;
        let (set, control, own) = match segment.id() {
            "ST" => (
                segment.element(1).trim(),
                segment.element(2).trim(),
                segment.element(3).trim(),
            ),
            "BPR" => ("835", "", ""),
            _ => ("837", "", ""),
        };
        self.transaction = Some(Level {
            control: control.to_owned(),
            holds: 1,
        });
        let guide = if own.is_empty() { &self.guide } else { own };
        let kind = TransactionKind::of(set, guide);
        let place = Place::at(segment, 1, 0);
        match kind {
            TransactionKind::Institutional | TransactionKind::Dental => {
                let message = format!(
                    "{} are not read, only professional claims (837P); their segments are passed on unchanged",
                    kind.name()
                );
                problems.push(Problem::warning(place, ProblemKind::NotRead, message));
            }
            TransactionKind::Other => problems.push(Problem::warning(
                place,
                ProblemKind::NotRead,
                "this transaction is neither an 837 nor an 835; its segments are passed on unchanged",
            )),
            _ if guide.starts_with("004") => problems.push(Problem::warning(
                place,
                ProblemKind::NotRead,
                "this transaction is of version 4010, which is out of use; it is read as version 5010 would be",
            )),
            _ => {}
        }
        Opening {
            kind,
            control: control.to_owned(),
            guide: guide.to_owned(),
            interchange: self
                .interchange
                .as_ref()
                .map(|level| level.control.clone())
                .unwrap_or_default(),
            segment: segment.number(),
        }
    }

    /// The open transaction ends without its SE, before `segment`.
    pub(crate) fn give_up(&mut self, segment: &Segment, problems: &mut Vec<Problem>) {
        if self.transaction.take().is_some() {
            problems.push(missing(segment, "SE", "the transaction"));
        }
    }

    fn end_transaction(&mut self, segment: &Segment, problems: &mut Vec<Problem>) -> Step {
        match self.transaction.take() {
            Some(level) => {
                let holds = level.holds + 1;
                count(segment, holds, "the transaction", "segments", problems);
                control(segment, &level.control, "ST02", problems);
                Step::End
            }
            None => {
                self.outside(segment, "ST", problems);
                Step::Outside
            }
        }
    }

    fn end_group(&mut self, segment: &Segment, problems: &mut Vec<Problem>) {
        match self.group.take() {
            Some(level) => {
                count(segment, level.holds, "the group", "transactions", problems);
                control(segment, &level.control, "GS06", problems);
            }
            None => self.outside(segment, "GS", problems),
        }
        self.guide.clear();
    }

    fn end_interchange(&mut self, segment: &Segment, problems: &mut Vec<Problem>) {
        self.close_group(segment, problems);
        match self.interchange.take() {
            Some(level) => {
                count(segment, level.holds, "the interchange", "groups", problems);
                control(segment, &level.control, "ISA13", problems);
            }
            None => self.outside(segment, "ISA", problems),
        }
    }

    fn close_group(&mut self, segment: &Segment, problems: &mut Vec<Problem>) {
        if self.group.take().is_some() {
            problems.push(missing(segment, "GE", "the group"));
        }
    }

    fn close_interchange(&mut self, segment: &Segment, problems: &mut Vec<Problem>) {
        if self.interchange.take().is_some() {
            problems.push(missing(segment, "IEA", "the interchange"));
        }
    }

    /// Reports once what is outside of the level that `opens` it.
    fn outside(&mut self, segment: &Segment, opens: &str, problems: &mut Vec<Problem>) {
        if !self.reported {
            self.reported = true;
            let message = format!("no {opens} segment opens what this segment belongs to");
            problems.push(Problem::error(
                Place::of(segment),
                ProblemKind::Envelope,
                message,
            ));
        }
    }

    /// The levels that the end of the file leaves open, at that end.
    pub(crate) fn finish(&mut self, end: &Place, problems: &mut Vec<Problem>) {
        let open = [
            (self.transaction.take(), "a transaction", "SE"),
            (self.group.take(), "a group", "GE"),
            (self.interchange.take(), "an interchange", "IEA"),
        ];
        for (_, what, id) in open.iter().filter(|(level, ..)| level.is_some()) {
            let message = format!(
                "the file ends inside {what}: its {id} segment is missing, so the file may be cut"
            );
            problems.push(Problem::error(end.clone(), ProblemKind::Cut, message));
        }
    }
}

fn missing(segment: &Segment, id: &str, what: &str) -> Problem {
    Problem::error(
        Place::of(segment),
        ProblemKind::Envelope,
        format!("{what} before this segment is not closed: its {id} segment is missing"),
    )
}

fn count(segment: &Segment, holds: u64, whole: &str, things: &str, problems: &mut Vec<Problem>) {
    const DIGITS: usize = 6;
    let place = Place::at(segment, 1, 0);
    let text = segment.element(1).trim();
    let label = place.label();
    let message = match text.parse::<u64>() {
        Ok(said) if said == holds => return,
        Ok(said) if text.len() <= DIGITS => {
            format!("{label}, the number of {things}, is {said}, but {whole} has {holds}")
        }
        _ => format!("{label}, the number of {things}, is not {holds}, as {whole} has"),
    };
    problems.push(Problem::error(place, ProblemKind::Count, message));
}

fn control(segment: &Segment, opened: &str, by: &str, problems: &mut Vec<Problem>) {
    let place = Place::at(segment, 2, 0);
    if segment.element(2).trim() != opened {
        let message = format!(
            "{}, the control number, is not the one of the opening ({by})",
            place.label()
        );
        problems.push(Problem::error(place, ProblemKind::ControlNumber, message));
    }
}
