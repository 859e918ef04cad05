//! The segments of a claim become a [`Claim`].

use crate::claim::{
    Claim, Diagnosis, Line, MOST_DIAGNOSES, MOST_LINES, MOST_MODIFIERS, Provider, Reference,
};
use crate::problem::{Place, Problem, ProblemKind, known};
use crate::segment::Segment;
use crate::value::Elements;

/// Where in a claim a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Loop 2300.
    Claim,
    /// Loop 2310: a provider of the claim, and whether it is the rendering one.
    Provider(bool),
    /// Loops 2320 and 2330: another insurance.
    OtherPayer,
    /// Loop 2400.
    Line,
    /// Loop 2420: a provider of the line, and whether it is the rendering one.
    LineProvider(bool),
    /// Loops 2430 and 2440: another payer's decision; forms.
    LineRest,
}

/// Reads the segments of one claim, CLM first.
pub(crate) fn read(segments: &[Segment]) -> (Claim<'_>, Vec<Problem>) {
    let mut reader = Reader {
        claim: Claim {
            id: "",
            charge: None,
            place: "",
            frequency: "",
            diagnoses: Vec::new(),
            rendering: None,
            references: Vec::new(),
            lines: Vec::new(),
        },
        at: At::Claim,
        problems: Vec::new(),
        unread: false,
        places: Vec::new(),
    };
    let real = || segments.iter().filter(|segment| !segment.is_filler());
    for segment in real() {
        reader.take(segment);
    }
    if let Some(first) = real().next() {
        reader.whole(first);
    }
    (reader.claim, reader.problems)
}

struct Reader<'a> {
    claim: Claim<'a>,
    at: At,
    problems: Vec<Problem>,
    /// A charge could not be read, so the sum says nothing.
    unread: bool,
    /// Where each line begins.
    places: Vec<Place>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, segment: &'a Segment) {
        match segment.id() {
            "CLM" => self.claim(segment),
            "HI" if self.at == At::Claim => self.diagnoses(segment),
            "LX" => self.line(segment),
            "SV1" => self.service(segment),
            "SV2" | "SV3" => self.misplaced(segment, "belongs to another kind of claim"),
            "DTP" if self.at == At::Line && segment.element(1) == "472" => {
                let days = self.elements(segment).days("the date of service");
                if let Some(line) = self.claim.lines.last_mut() {
                    line.days = days;
                }
            }
            "REF" => self.reference(segment),
            "NM1" => self.provider(segment),
            "PRV" => {
                let taxonomy = segment.element(3);
                let provider = match self.at {
                    At::Provider(true) => self.claim.rendering.as_mut(),
                    At::LineProvider(true) => self
                        .claim
                        .lines
                        .last_mut()
                        .and_then(|line| line.rendering.as_mut()),
                    _ => None,
                };
                if let Some(provider) = provider {
                    provider.taxonomy = taxonomy;
                }
            }
            "SBR" => {
                if self.in_line() {
                    self.misplaced(segment, "is among the lines");
                } else {
                    self.at = At::OtherPayer;
                }
            }
            "SVD" | "LQ" if self.in_line() => self.at = At::LineRest,
            id if known(id).is_empty() => self.problems.push(Problem::error(
                Place::of(segment),
                ProblemKind::UnknownSegment,
                "no claim has a segment with this identifier",
            )),
            _ => {}
        }
    }

    fn elements<'p>(&'p mut self, segment: &'a Segment) -> Elements<'a, 'p> {
        Elements {
            segment,
            problems: &mut self.problems,
        }
    }

    fn in_line(&self) -> bool {
        matches!(self.at, At::Line | At::LineProvider(_) | At::LineRest)
    }

    fn misplaced(&mut self, segment: &Segment, why: &str) {
        let place = Place::of(segment);
        let message = format!("the {} segment {why}", place.id);
        self.problems
            .push(Problem::error(place, ProblemKind::Misplaced, message));
    }

    fn claim(&mut self, segment: &'a Segment) {
        let mut elements = self.elements(segment);
        let id = elements.needed((1, 0), "the claim's number");
        let charge = elements.needed_number((2, 0), "the total charge");
        let place = elements.needed((5, 1), "the place of service");
        let frequency = elements.needed((5, 3), "the frequency code");
        self.unread |= charge.is_none();
        self.claim.id = id;
        self.claim.charge = charge;
        self.claim.place = place;
        self.claim.frequency = frequency;
    }

    fn diagnoses(&mut self, segment: &'a Segment) {
        for (element, text) in segment.elements().enumerate().skip(1) {
            let qualifier = segment.component(element, 1);
            if !matches!(qualifier, "ABK" | "ABF" | "BK" | "BF") {
                // HI also carries conditions and procedures; only a code that lost its qualifier is worth a word.
                if !text.is_empty() && qualifier == text {
                    self.elements(segment).error(
                        (element, 0),
                        ProblemKind::Missing,
                        "a diagnosis",
                        "has no qualifier before its code",
                    );
                }
                continue;
            }
            let code = self
                .elements(segment)
                .needed((element, 2), "the code of a diagnosis");
            if !code.trim().is_empty() {
                self.claim.diagnoses.push(Diagnosis { qualifier, code });
            }
        }
    }

    fn line(&mut self, segment: &'a Segment) {
        let number = segment.element(1);
        let expected = self.claim.lines.len() + 1;
        if number.trim().parse::<usize>().ok() != Some(expected) {
            let message = format!("LX01, the number of the line, should be {expected}");
            self.problems.push(Problem::warning(
                Place::at(segment, 1, 0),
                ProblemKind::Count,
                message,
            ));
        }
        self.at = At::Line;
        self.places.push(Place::of(segment));
        self.claim.lines.push(Line {
            number,
            qualifier: "",
            code: "",
            modifiers: Vec::new(),
            charge: None,
            basis: "",
            units: None,
            place: "",
            pointers: Vec::new(),
            days: None,
            control: "",
            rendering: None,
            references: Vec::new(),
            segment: segment.number(),
        });
    }

    fn service(&mut self, segment: &'a Segment) {
        if !self.in_line() {
            self.misplaced(segment, "comes before the first line (LX)");
            self.unread = true;
            return;
        }
        let doubled = self
            .claim
            .lines
            .last()
            .is_some_and(|line| !line.basis.is_empty() || !line.code.is_empty());
        if doubled {
            self.misplaced(segment, "is the second of its line; the first holds");
            self.unread = true;
            return;
        }
        let mut elements = self.elements(segment);
        let qualifier = elements.needed((1, 1), "the code system");
        let code = elements.needed((1, 2), "the procedure code");
        let charge = elements.needed_number((2, 0), "the charge of the line");
        let basis = elements.needed((3, 0), "what the units count");
        let units = elements.needed_units((4, 0));
        let mut pointers = Vec::new();
        for (at, pointer) in segment.components(7).enumerate() {
            match pointer.trim().parse::<usize>() {
                _ if pointer.is_empty() => {}
                Ok(pointer @ 1..=MOST_DIAGNOSES) => pointers.push(pointer),
                _ => elements.error(
                    (7, at + 1),
                    ProblemKind::Dangling,
                    "a diagnosis pointer",
                    "is not a number from 1 to 12",
                ),
            }
        }
        self.unread |= charge.is_none();
        if let Some(line) = self.claim.lines.last_mut() {
            line.qualifier = qualifier;
            line.code = code;
            line.modifiers = segment
                .components(1)
                .skip(2)
                .take(MOST_MODIFIERS)
                .filter(|modifier| !modifier.is_empty())
                .collect();
            line.charge = charge;
            line.basis = basis;
            line.units = units;
            line.place = segment.element(5);
            line.pointers = pointers;
        }
    }

    fn reference(&mut self, segment: &'a Segment) {
        let reference = Reference {
            qualifier: segment.element(1),
            value: segment.element(2),
        };
        let line = self.claim.lines.last_mut();
        match (self.at, reference.qualifier, line) {
            (At::Claim, "G1" | "9F" | "F8", _) => self.claim.references.push(reference),
            (At::Line, "6R", Some(line)) => line.control = reference.value,
            (At::Line, "G1" | "9F", Some(line)) => line.references.push(reference),
            _ => {}
        }
    }

    fn provider(&mut self, segment: &'a Segment) {
        let rendering = segment.element(1) == "82";
        let provider = rendering.then(|| Provider {
            qualifier: segment.element(8),
            id: segment.element(9),
            taxonomy: "",
        });
        match self.at {
            At::Claim | At::Provider(_) => {
                self.at = At::Provider(rendering);
                self.claim.rendering = provider.or(self.claim.rendering);
            }
            At::Line | At::LineProvider(_) => {
                self.at = At::LineProvider(rendering);
                if let Some(line) = self.claim.lines.last_mut() {
                    line.rendering = provider.or(line.rendering);
                }
            }
            At::OtherPayer | At::LineRest => {}
        }
    }

    /// What must hold of the claim as a whole.
    fn whole(&mut self, first: &Segment) {
        let place = Place::of(first);
        let mut say = |kind, message: String| {
            self.problems
                .push(Problem::error(place.clone(), kind, message));
        };
        let claim = &self.claim;
        if claim.lines.is_empty() {
            say(
                ProblemKind::Missing,
                "the claim has no line (LX, SV1)".to_owned(),
            );
        }
        if claim.lines.len() > MOST_LINES {
            let message = format!(
                "the claim has {} lines; at most {MOST_LINES} are allowed",
                claim.lines.len()
            );
            say(ProblemKind::TooMany, message);
        }
        if claim.diagnoses.is_empty() {
            say(
                ProblemKind::Missing,
                "the claim has no diagnosis (HI)".to_owned(),
            );
        }
        if claim.diagnoses.len() > MOST_DIAGNOSES {
            let message = format!(
                "the claim has {} diagnoses; at most {MOST_DIAGNOSES} are allowed",
                claim.diagnoses.len()
            );
            say(ProblemKind::TooMany, message);
        }
        for ((at, line), place) in claim.lines.iter().enumerate().zip(&self.places) {
            let number = at + 1;
            let mut say = |kind, message: String| {
                self.problems
                    .push(Problem::error(place.clone(), kind, message));
            };
            if line.code.is_empty() && line.basis.is_empty() {
                say(
                    ProblemKind::Missing,
                    format!("line {number} has no service (SV1)"),
                );
            }
            if line.days.is_none() {
                let message =
                    format!("line {number} has no date of service (DTP*472) that can be read");
                say(ProblemKind::Missing, message);
            }
            for pointer in line
                .pointers
                .iter()
                .filter(|pointer| **pointer > claim.diagnoses.len())
            {
                let message = format!(
                    "line {number} points at diagnosis {pointer}; the claim has {}",
                    claim.diagnoses.len()
                );
                say(ProblemKind::Dangling, message);
            }
        }
        let sum = claim.lines_charge();
        if let Some(total) = claim.charge
            && !self.unread
            && !claim.lines.is_empty()
            && total != sum
        {
            let message = format!(
                "CLM02, the total charge, is {total}, but the lines' charges add up to {sum}"
            );
            self.problems.push(Problem::error(
                Place::at(first, 2, 0),
                ProblemKind::Balance,
                message,
            ));
        }
    }
}
