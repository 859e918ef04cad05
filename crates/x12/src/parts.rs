//! Segments become parts: what frames a file, its claims, its payments; in the order of the file.

use crate::body::Body;
use crate::claim::Claim;
use crate::claim_read;
use crate::context::Context;
use crate::envelope::{Envelope, Step, TransactionKind};
use crate::problem::{Place, Problem, ProblemKind};
use crate::read::Segments;
use crate::remit::{ClaimPayment, ProviderAdjustment, Remittance};
use crate::remit_read;
use crate::segment::Segment;
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::Arc;

/// A piece of a file. The raw bytes of all parts in order are the bytes of the file.
#[derive(Debug, Clone)]
pub enum Part {
    /// A segment outside the claims: envelope, heading, provider, subscriber; or bytes that are no segment.
    Frame(Segment),
    /// A claim of an 837P.
    Claim(ClaimLoop),
    /// A claim of an 835.
    Payment(PaymentLoop),
    /// The end of a transaction: its SE segment, unless that is missing, and what the transaction was.
    End(Option<Segment>, Box<Transaction>),
}

impl Part {
    /// Its segments.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        match self {
            Self::Frame(segment) => std::slice::from_ref(segment),
            Self::Claim(claim) => &claim.segments,
            Self::Payment(payment) => &payment.segments,
            Self::End(segment, _) => segment.as_slice(),
        }
    }

    /// Writes its bytes.
    ///
    /// # Errors
    /// What the sink says.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.segments()
            .iter()
            .try_for_each(|segment| segment.write(out))
    }
}

/// A claim of an 837P: its segments from CLM on, and what stands above it.
#[derive(Debug, Clone)]
pub struct ClaimLoop {
    /// The segments, CLM first.
    pub segments: Vec<Segment>,
    /// Provider, subscriber, patient, payer.
    pub context: Arc<Context>,
}

impl ClaimLoop {
    /// The claim as a typed value, and what is wrong with it.
    #[must_use]
    pub fn read(&self) -> (Claim<'_>, Vec<Problem>) {
        claim_read::read(&self.segments)
    }
}

/// A claim of an 835: its segments from CLP on, and the payment that it belongs to.
#[derive(Debug, Clone)]
pub struct PaymentLoop {
    /// The segments, CLP first.
    pub segments: Vec<Segment>,
    /// Who pays whom.
    pub remittance: Arc<Remittance>,
}

impl PaymentLoop {
    /// What was decided as a typed value, and what is wrong with it.
    #[must_use]
    pub fn read(&self) -> (ClaimPayment<'_>, Vec<Problem>) {
        remit_read::read(&self.segments)
    }
}

/// A transaction that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// What it holds.
    pub kind: TransactionKind,
    /// Its control number (ST02).
    pub control: String,
    /// Control number of its interchange (ISA13).
    pub interchange: String,
    /// The implementation guide it follows (ST03, else GS08).
    pub guide: String,
    /// Which segment of the file its ST is.
    pub segment: u64,
    /// How many claims were found in it.
    pub claims: u64,
    /// For an 835: who pays whom.
    pub remittance: Option<Arc<Remittance>>,
    /// For an 835: what was added to or kept from the payment as a whole.
    pub adjustments: Vec<ProviderAdjustment>,
}

/// Reads a file part by part. One claim is held at a time.
#[derive(Debug)]
pub struct Parts<R> {
    segments: Segments<R>,
    envelope: Envelope,
    body: Option<Body>,
    ready: VecDeque<Part>,
    problems: Vec<Problem>,
    last: Option<Place>,
    ended: bool,
}

impl<R: Read> Parts<R> {
    /// A reader of `input`; no buffer is needed around it.
    pub fn new(input: R) -> Self {
        Self {
            segments: Segments::new(input),
            envelope: Envelope::default(),
            body: None,
            ready: VecDeque::new(),
            problems: Vec::new(),
            last: None,
            ended: false,
        }
    }

    /// What was found wrong with envelopes, headings and balances since this was last asked. What is wrong with a claim is
    /// said by [`ClaimLoop::read`] and [`PaymentLoop::read`].
    pub fn problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.problems)
    }

    /// Of [`Self::problems`] those up to the end of a part that was just given, so that each stands where it is: with a
    /// claim what is wrong in its segments. What stands behind the part waits.
    pub fn problems_until(&mut self, part: &Part) -> Vec<Problem> {
        let Some(end) = part.segments().last().map(Segment::end) else {
            return Vec::new();
        };
        let (until, behind) = self
            .problems()
            .into_iter()
            .partition(|problem| problem.place.offset < end);
        self.problems = behind;
        until
    }

    fn take(&mut self, segment: Segment) {
        if segment.is_filler() {
            match &mut self.body {
                Some(body) => body.filler(segment, &mut self.ready, &mut self.problems),
                None => self.ready.push_back(Part::Frame(segment)),
            }
            return;
        }
        self.last = Some(Place::of(&segment));
        if matches!(segment.id(), "ISA" | "GS" | "ST" | "GE" | "IEA")
            && self.envelope.in_transaction()
        {
            self.envelope.give_up(&segment, &mut self.problems);
            self.end(None);
        }
        match self.envelope.see(&segment, &mut self.problems) {
            Step::Outside => self.ready.push_back(Part::Frame(segment)),
            Step::Begin(opening, is_st) => {
                let mut body = Body::new(opening);
                if is_st {
                    self.ready.push_back(Part::Frame(segment));
                } else {
                    body.take(segment, &mut self.ready, &mut self.problems);
                }
                self.body = Some(body);
            }
            Step::End => self.end(Some(segment)),
            Step::Body => match &mut self.body {
                Some(body) => body.take(segment, &mut self.ready, &mut self.problems),
                None => self.ready.push_back(Part::Frame(segment)),
            },
        }
    }

    fn end(&mut self, segment: Option<Segment>) {
        if let Some(mut body) = self.body.take() {
            body.close(&mut self.ready);
            let place = segment
                .as_ref()
                .map(Place::of)
                .or_else(|| self.last.clone());
            body.balance(place, &mut self.problems);
            self.ready
                .push_back(Part::End(segment, Box::new(body.ended())));
        } else {
            self.ready.extend(segment.map(Part::Frame));
        }
    }
}

impl<R: Read> Iterator for Parts<R> {
    /// An error is one of the source, never of its content.
    type Item = io::Result<Part>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(part) = self.ready.pop_front() {
                return Some(Ok(part));
            }
            if self.ended {
                return None;
            }
            match self.segments.next(&mut self.problems) {
                Ok(Some(segment)) => self.take(segment),
                Ok(None) => {
                    self.ended = true;
                    let end = self.last.clone().unwrap_or(Place {
                        segment: 0,
                        id: "",
                        element: 0,
                        component: 0,
                        offset: 0,
                    });
                    self.envelope.finish(&end, &mut self.problems);
                    if self.last.is_none() && self.problems.is_empty() {
                        self.problems.push(Problem::error(
                            end,
                            ProblemKind::NotX12,
                            "the file is empty",
                        ));
                    }
                    self.end(None);
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
    }
}
