//! The transaction that is open: its headings, and the claim that is being gathered.

use crate::context::{Context, Heading, is_above_claims};
use crate::envelope::{Opening, TransactionKind};
use crate::part::{ClaimLoop, Part, PaymentLoop, Transaction};
use crate::problem::{Place, Problem, ProblemKind, known};
use crate::remit::{ProviderAdjustment, Remittance, sum};
use crate::remit_read;
use crate::segment::Segment;
use crate::value::decimal;
use rust_decimal::Decimal;
use std::collections::VecDeque;
use std::sync::Arc;

/// A claim has at most fifty lines of some hundred segments.
const LONGEST_CLAIM: usize = 10_000;

/// So many segments of a common length have a tenth of these bytes.
const LARGEST_CLAIM: usize = 8_000_000;

/// The transaction that is open.
#[derive(Debug)]
pub(crate) struct Body {
    opening: Opening,
    heading: Heading,
    context: Arc<Context>,
    remittance: Arc<Remittance>,
    adjustments: Vec<ProviderAdjustment>,
    claims: u64,
    paid: Option<Decimal>,
    open: Vec<Segment>,
    /// Bytes of the claim that is open.
    bytes: usize,
    /// Segments of a claim whose opening is lost.
    orphan: bool,
    lines: u64,
}

/// Whether a segment shows that the lines of a claim have begun.
fn is_line(id: &str) -> bool {
    matches!(id, "LX" | "SV1")
}

impl Body {
    pub(crate) fn new(opening: Opening) -> Self {
        Self {
            opening,
            heading: Heading::default(),
            context: Arc::default(),
            remittance: Arc::default(),
            adjustments: Vec::new(),
            claims: 0,
            paid: Some(Decimal::ZERO),
            open: Vec::new(),
            bytes: 0,
            orphan: false,
            lines: 0,
        }
    }

    pub(crate) fn take(
        &mut self,
        segment: Segment,
        ready: &mut VecDeque<Part>,
        problems: &mut Vec<Problem>,
    ) {
        if self.open.is_empty() && known(segment.id()).is_empty() {
            problems.push(Problem::error(
                Place::of(&segment),
                ProblemKind::UnknownSegment,
                "no claim or payment has a segment with this identifier",
            ));
        }
        match self.opening.kind {
            TransactionKind::Professional => self.professional(segment, ready, problems),
            TransactionKind::Remittance => self.remittance(segment, ready, problems),
            _ => ready.push_back(Part::Frame(segment)),
        }
    }

    fn professional(
        &mut self,
        segment: Segment,
        ready: &mut VecDeque<Part>,
        problems: &mut Vec<Problem>,
    ) {
        match segment.id() {
            "CLM" => {
                self.close(ready);
                self.heading.lacks(&segment, problems);
                self.context = Arc::new(self.heading.context.clone());
                self.open(segment);
            }
            "HL" => {
                self.close(ready);
                self.orphan = false;
                self.heading.take(&segment, problems);
                ready.push_back(Part::Frame(segment));
            }
            _ if self.lines > 0
                && (self.orphan || !self.open.is_empty())
                && is_above_claims(&segment) =>
            {
                self.close(ready);
                self.orphan = false;
                self.heading.lose(&segment, problems);
                ready.push_back(Part::Frame(segment));
            }
            "HI" | "LX" | "SV1" if self.open.is_empty() && !self.orphan => {
                self.lost(&segment, "CLM", problems);
                ready.push_back(Part::Frame(segment));
            }
            // Diagnoses come before lines: behind them they belong to a claim whose CLM is lost.
            "HI" if self.lines > 0 && !self.open.is_empty() => {
                self.close(ready);
                self.lost(&segment, "CLM", problems);
                ready.push_back(Part::Frame(segment));
            }
            id => {
                self.lines += u64::from(is_line(id));
                if self.orphan {
                    ready.push_back(Part::Frame(segment));
                } else if self.open.is_empty() {
                    self.heading.take(&segment, problems);
                    ready.push_back(Part::Frame(segment));
                } else {
                    self.push(segment, ready, problems);
                }
            }
        }
    }

    fn remittance(
        &mut self,
        segment: Segment,
        ready: &mut VecDeque<Part>,
        problems: &mut Vec<Problem>,
    ) {
        match segment.id() {
            "CLP" => {
                self.close(ready);
                let paid = decimal(segment.element(4));
                self.paid = self
                    .paid
                    .and_then(|sum| paid.and_then(|paid| sum.checked_add(paid)));
                self.open(segment);
            }
            "LX" | "PLB" => {
                self.close(ready);
                self.orphan = false;
                if segment.id() == "PLB" {
                    self.adjustments
                        .extend(remit_read::provider_adjustments(&segment, problems));
                }
                ready.push_back(Part::Frame(segment));
            }
            "SVC" | "CAS" if self.open.is_empty() && !self.orphan => {
                self.lost(&segment, "CLP", problems);
                self.paid = None;
                ready.push_back(Part::Frame(segment));
            }
            _ if !self.open.is_empty() => self.push(segment, ready, problems),
            _ => {
                if !self.orphan && self.claims == 0 {
                    remit_read::heading(Arc::make_mut(&mut self.remittance), &segment, problems);
                }
                ready.push_back(Part::Frame(segment));
            }
        }
    }

    /// A claim begins.
    fn open(&mut self, segment: Segment) {
        self.orphan = false;
        self.lines = 0;
        self.claims += 1;
        self.bytes = segment.raw().len();
        self.open.push(segment);
    }

    fn push(&mut self, segment: Segment, ready: &mut VecDeque<Part>, problems: &mut Vec<Problem>) {
        self.bytes += segment.raw().len();
        self.open.push(segment);
        if self.open.len() >= LONGEST_CLAIM || self.bytes >= LARGEST_CLAIM {
            problems.extend(self.open.first().map(|first| {
                Problem::error(
                    Place::of(first),
                    ProblemKind::TooLong,
                    format!("this claim has more than {LONGEST_CLAIM} segments or {LARGEST_CLAIM} bytes; what is beyond is not read"),
                )
            }));
            self.close(ready);
            self.orphan = true;
        }
    }

    /// Bytes that are no segment: part of the claim that is open, else a frame.
    pub(crate) fn filler(
        &mut self,
        segment: Segment,
        ready: &mut VecDeque<Part>,
        problems: &mut Vec<Problem>,
    ) {
        if self.open.is_empty() {
            ready.push_back(Part::Frame(segment));
        } else {
            self.push(segment, ready, problems);
        }
    }

    /// The claim that is open, if any, is whole.
    pub(crate) fn close(&mut self, ready: &mut VecDeque<Part>) {
        let segments = std::mem::take(&mut self.open);
        if segments.is_empty() {
            return;
        }
        ready.push_back(if self.opening.kind == TransactionKind::Remittance {
            Part::Payment(PaymentLoop {
                segments,
                remittance: Arc::clone(&self.remittance),
            })
        } else {
            Part::Claim(ClaimLoop {
                segments,
                context: Arc::clone(&self.context),
            })
        });
    }

    fn lost(&mut self, segment: &Segment, opening: &str, problems: &mut Vec<Problem>) {
        self.orphan = true;
        self.lines = u64::from(is_line(segment.id()));
        let message = format!(
            "the {opening} segment of the claim that this belongs to is missing; up to the next claim nothing is read"
        );
        problems.push(Problem::error(
            Place::of(segment),
            ProblemKind::Missing,
            message,
        ));
    }

    /// What was paid is the sum of the claims less what was kept.
    pub(crate) fn balance(&self, place: Option<Place>, problems: &mut Vec<Problem>) {
        if self.opening.kind != TransactionKind::Remittance {
            return;
        }
        let kept = sum(self.adjustments.iter().map(|a| a.amount));
        let (Some(amount), Some(paid), Some(place)) = (self.remittance.amount, self.paid, place)
        else {
            return;
        };
        if paid.checked_sub(kept) != Some(amount) {
            let message = format!(
                "the payment does not add up: claims {paid} less provider adjustments {kept} is not the {amount} of BPR02"
            );
            problems.push(Problem::error(place, ProblemKind::Balance, message));
        }
    }

    pub(crate) fn ended(self) -> Transaction {
        let is_payment = self.opening.kind == TransactionKind::Remittance;
        Transaction {
            kind: self.opening.kind,
            control: self.opening.control,
            interchange: self.opening.interchange,
            guide: self.opening.guide,
            segment: self.opening.segment,
            claims: self.claims,
            remittance: is_payment.then_some(self.remittance),
            adjustments: self.adjustments,
        }
    }
}
