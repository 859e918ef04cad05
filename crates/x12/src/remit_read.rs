//! The segments of an 835 become a [`Remittance`] and [`ClaimPayment`]s.

use crate::problem::{Place, Problem, ProblemKind, known};
use crate::remit::{
    Adjustment, ClaimPayment, ProviderAdjustment, Remittance, Service, ServicePayment,
};
use crate::segment::Segment;
use crate::value::{Days, Elements, day};
use rust_decimal::Decimal;

/// Takes a segment before the claims.
pub(crate) fn heading(into: &mut Remittance, segment: &Segment, problems: &mut Vec<Problem>) {
    let text = |element: usize| segment.element(element).trim().to_owned();
    match segment.id() {
        "BPR" => {
            let mut elements = Elements { segment, problems };
            into.amount = elements.needed_number((2, 0), "the amount paid");
            into.date = elements.day((16, 0), "the day of the payment");
            into.handling = text(1);
            into.method = text(4);
        }
        "TRN" => into.trace = text(2),
        "N1" => match segment.element(1) {
            "PR" => (into.payer, into.payer_id) = (text(2), text(4)),
            "PE" => (into.payee, into.payee_id) = (text(2), text(4)),
            _ => {}
        },
        _ => {}
    }
}

/// The amounts of a PLB segment.
pub(crate) fn provider_adjustments(
    segment: &Segment,
    problems: &mut Vec<Problem>,
) -> Vec<ProviderAdjustment> {
    const MOST: usize = 6;
    let mut elements = Elements { segment, problems };
    let year_end = elements.day((2, 0), "the end of the fiscal year");
    let mut found = Vec::new();
    for at in 0..MOST {
        let (why, amount) = (3 + at * 2, 4 + at * 2);
        if segment.element(why).is_empty() && segment.element(amount).is_empty() {
            continue;
        }
        elements.needed((why, 1), "the reason of the adjustment");
        if let Some(amount) = elements.needed_number((amount, 0), "the amount of the adjustment") {
            found.push(ProviderAdjustment {
                provider: segment.element(1).to_owned(),
                year_end,
                reason: segment.component(why, 1).to_owned(),
                reference: segment.component(why, 2).to_owned(),
                amount,
            });
        }
    }
    found
}

/// Reads the segments of one claim, CLP first.
pub(crate) fn read(segments: &[Segment]) -> (ClaimPayment<'_>, Vec<Problem>) {
    let mut reader = Reader {
        claim: ClaimPayment {
            id: "",
            status: "",
            charge: None,
            paid: None,
            patient: None,
            filing: "",
            payer_claim: "",
            place: "",
            frequency: "",
            days: None,
            adjustments: Vec::new(),
            remarks: Vec::new(),
            services: Vec::new(),
        },
        problems: Vec::new(),
        places: Vec::new(),
        unread: false,
    };
    let real = || segments.iter().filter(|segment| !segment.is_filler());
    for segment in real() {
        reader.take(segment);
    }
    if let Some(first) = real().next() {
        reader.balances(first);
    }
    (reader.claim, reader.problems)
}

struct Reader<'a> {
    claim: ClaimPayment<'a>,
    problems: Vec<Problem>,
    /// Where each line begins.
    places: Vec<Place>,
    /// An amount could not be read, so the sums say nothing.
    unread: bool,
}

impl<'a> Reader<'a> {
    fn elements<'p>(&'p mut self, segment: &'a Segment) -> Elements<'a, 'p> {
        Elements {
            segment,
            problems: &mut self.problems,
        }
    }

    fn take(&mut self, segment: &'a Segment) {
        match segment.id() {
            "CLP" => self.claim(segment),
            "SVC" => self.service(segment),
            "CAS" => self.adjustments(segment),
            "MIA" => self.remarks(segment, &[5, 20, 21, 22, 23]),
            "MOA" => self.remarks(segment, &[3, 4, 5, 6, 7]),
            "LQ" if segment.element(1) == "HE" => {
                if let Some(line) = self.claim.services.last_mut() {
                    line.remarks.push(segment.element(2));
                }
            }
            "REF" if segment.element(1) == "6R" => {
                if let Some(line) = self.claim.services.last_mut() {
                    line.control = segment.element(2);
                }
            }
            "DTM" => self.date(segment),
            id if known(id).is_empty() => self.problems.push(Problem::error(
                Place::of(segment),
                ProblemKind::UnknownSegment,
                "no payment has a segment with this identifier",
            )),
            _ => {}
        }
    }

    fn claim(&mut self, segment: &'a Segment) {
        let mut elements = self.elements(segment);
        let id = elements.needed((1, 0), "the claim's number");
        let status = elements.needed((2, 0), "the status of the claim");
        let charge = elements.needed_number((3, 0), "the total charge");
        let paid = elements.needed_number((4, 0), "the amount paid");
        let patient = elements.number((5, 0), "what the patient owes");
        self.unread |= charge.is_none() || paid.is_none();
        let claim = &mut self.claim;
        (claim.id, claim.status, claim.charge) = (id, status, charge);
        (claim.paid, claim.patient) = (paid, patient);
        claim.filing = segment.element(6);
        claim.payer_claim = segment.element(7);
        claim.place = segment.element(8);
        claim.frequency = segment.element(9);
    }

    fn service(&mut self, segment: &'a Segment) {
        let mut elements = self.elements(segment);
        let service = Service {
            qualifier: elements.needed((1, 1), "the code system"),
            code: elements.needed((1, 2), "the procedure code"),
            modifiers: modifiers(segment, 1),
        };
        let charge = elements.needed_number((2, 0), "the charge of the line");
        let paid = elements.needed_number((3, 0), "the amount paid for the line");
        let units = if segment.element(5).is_empty() {
            Some(Decimal::ONE)
        } else {
            elements.number((5, 0), "the units paid")
        };
        let original = (!segment.element(6).is_empty()).then(|| Service {
            qualifier: segment.component(6, 1),
            code: elements.needed((6, 2), "the procedure code as billed"),
            modifiers: modifiers(segment, 6),
        });
        let original_units = elements.number((7, 0), "the units billed");
        self.unread |= charge.is_none() || paid.is_none();
        self.places.push(Place::of(segment));
        self.claim.services.push(ServicePayment {
            service,
            charge,
            paid,
            units,
            original,
            original_units,
            days: None,
            control: "",
            adjustments: Vec::new(),
            remarks: Vec::new(),
            segment: segment.number(),
        });
    }

    fn adjustments(&mut self, segment: &'a Segment) {
        const MOST: usize = 6;
        let mut elements = self.elements(segment);
        let group = elements.needed((1, 0), "who is responsible for the adjustment");
        let mut found = Vec::new();
        let mut unread = false;
        for at in 0..MOST {
            let (reason, amount, quantity) = (2 + at * 3, 3 + at * 3, 4 + at * 3);
            if segment.element(reason).is_empty() && segment.element(amount).is_empty() {
                continue;
            }
            let reason = elements.needed((reason, 0), "the reason of the adjustment");
            let amount = elements.needed_number((amount, 0), "the amount of the adjustment");
            let quantity = elements.number((quantity, 0), "the units of the adjustment");
            unread |= amount.is_none();
            found.extend(amount.map(|amount| Adjustment {
                group,
                reason,
                amount,
                quantity,
                segment: segment.number(),
            }));
        }
        if !matches!(group, "CO" | "PR" | "OA" | "PI" | "CR" | "") {
            elements.error(
                (1, 0),
                ProblemKind::UnknownSegment,
                "who is responsible for the adjustment",
                "is none of CO, PR, OA, PI, CR",
            );
        }
        self.unread |= unread;
        match self.claim.services.last_mut() {
            Some(line) => line.adjustments.extend(found),
            None => self.claim.adjustments.extend(found),
        }
    }

    fn remarks(&mut self, segment: &'a Segment, elements: &[usize]) {
        let codes = elements.iter().map(|at| segment.element(*at));
        self.claim
            .remarks
            .extend(codes.filter(|code| !code.is_empty()));
    }

    fn date(&mut self, segment: &'a Segment) {
        let qualifier = segment.element(1);
        if !matches!(qualifier, "472" | "150" | "151" | "232" | "233") {
            return;
        }
        let Some(found) = day(segment.element(2)) else {
            self.elements(segment).error(
                (2, 0),
                ProblemKind::NotADate,
                "the date",
                "is not a date such as 20260131",
            );
            return;
        };
        let days = match self.claim.services.last_mut() {
            Some(line) if matches!(qualifier, "472" | "150" | "151") => &mut line.days,
            _ => &mut self.claim.days,
        };
        let held = days.get_or_insert(Days {
            from: found,
            to: found,
        });
        match qualifier {
            "151" | "233" => held.to = found,
            "150" | "232" => held.from = found,
            _ => {
                *held = Days {
                    from: found,
                    to: found,
                }
            }
        }
    }

    /// Charge less adjustments is what was paid: of each line, and of the claim.
    fn balances(&mut self, first: &Segment) {
        if self.unread {
            return;
        }
        let mut wrong = Vec::new();
        for ((at, line), place) in self.claim.services.iter().enumerate().zip(&self.places) {
            let (Some(charge), Some(paid)) = (line.charge, line.paid) else {
                continue;
            };
            let adjusted = line.adjusted();
            if charge.checked_sub(adjusted) != Some(paid) {
                wrong.push(Problem::error(
                    place.clone(),
                    ProblemKind::Balance,
                    format!(
                        "line {} does not add up: charge {charge} less adjustments {adjusted} is not the {paid} paid",
                        at + 1
                    ),
                ));
            }
        }
        if let (Some(charge), Some(paid)) = (self.claim.charge, self.claim.paid) {
            let adjusted = self.claim.adjusted();
            if charge.checked_sub(adjusted) != Some(paid) {
                wrong.push(Problem::error(
                    Place::of(first),
                    ProblemKind::Balance,
                    format!(
                        "the claim does not add up: charge {charge} less adjustments {adjusted} is not the {paid} paid"
                    ),
                ));
            }
        }
        self.problems.append(&mut wrong);
    }
}

fn modifiers(segment: &Segment, element: usize) -> Vec<&str> {
    segment
        .components(element)
        .skip(2)
        .take(crate::claim::MOST_MODIFIERS)
        .filter(|modifier| !modifier.is_empty())
        .collect()
}
