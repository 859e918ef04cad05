//! Segments become parts: what frames a file, its claims, its payments; in the order of the file.

use crate::body::Body;
use crate::envelope::{Envelope, Step};
use crate::part::Part;
use crate::problem::{Place, Problem, ProblemKind, known};
use crate::read::Segments;
use crate::segment::Segment;
use std::collections::VecDeque;
use std::io::{self, Read};

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
    /// Text behind the last interchange was reported.
    tail: bool,
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
            tail: false,
        }
    }

    /// What was found wrong with envelopes, headings and balances since the last call. What is wrong with a claim is
    /// said by [`ClaimLoop::read`] and [`PaymentLoop::read`].
    pub fn problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.problems)
    }

    /// Of [`Self::problems`] those up to the end of a part that was just given, so that each is reported where it is: with a
    /// claim what is wrong in its segments. What comes after the part waits.
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
        if self.envelope.is_closed() && known(segment.id()).is_empty() {
            self.behind(segment);
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

    /// Text behind an interchange that was closed, such as the foot of a message.
    fn behind(&mut self, segment: Segment) {
        let at = Place::of(&segment);
        self.problems.retain(|problem| {
            problem.kind != ProblemKind::Cut || problem.place.segment != at.segment
        });
        if !self.tail {
            self.tail = true;
            self.problems.push(Problem::warning(
                at,
                ProblemKind::NotX12,
                "other text follows the interchange (IEA); it is not read",
            ));
        }
        self.ready.push_back(Part::Frame(segment));
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
                            "there is no interchange here: an 837P begins with ISA",
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
