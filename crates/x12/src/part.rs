//! The parts of a file: what frames it, its claims, its payments.

use crate::claim::Claim;
use crate::claim_read;
use crate::context::Context;
use crate::envelope::TransactionKind;
use crate::problem::Problem;
use crate::remit::{ClaimPayment, ProviderAdjustment, Remittance};
use crate::remit_read;
use crate::segment::Segment;
use std::io::{self, Write};
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

/// A claim of an 837P: its segments from CLM on, and what is above it.
#[derive(Debug, Clone)]
pub struct ClaimLoop {
    /// The segments, CLM first.
    pub segments: Vec<Segment>,
    /// Provider, subscriber, patient, payer.
    pub context: Arc<Context>,
}

/// What kind of claim it is, by what it holds: senders name the wrong implementation guide, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimKind {
    /// Professional, 837P: lines with SV1.
    Professional,
    /// Institutional, 837I: lines with SV2, or a type of bill in CLM05 (CLM05-2 is `A`).
    Institutional,
    /// Dental, 837D: lines with SV3.
    Dental,
}

impl ClaimKind {
    /// In words: `an institutional claim (837I)`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Professional => "a professional claim (837P)",
            Self::Institutional => "an institutional claim (837I)",
            Self::Dental => "a dental claim (837D)",
        }
    }
}

impl ClaimLoop {
    /// What kind of claim it is, by its lines; without any line by its type of bill.
    #[must_use]
    pub fn kind(&self) -> ClaimKind {
        let service = self.segments.iter().find_map(|segment| match segment.id() {
            "SV1" => Some(ClaimKind::Professional),
            "SV2" => Some(ClaimKind::Institutional),
            "SV3" => Some(ClaimKind::Dental),
            _ => None,
        });
        let bill = || match self
            .segments
            .iter()
            .find(|s| s.id() == "CLM")
            .map(|clm| clm.component(5, 2))
        {
            Some("A") => ClaimKind::Institutional,
            _ => ClaimKind::Professional,
        };
        service.unwrap_or_else(bill)
    }

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
    /// Payer and payee.
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
    /// For an 835: payer and payee.
    pub remittance: Option<Arc<Remittance>>,
    /// For an 835: what was added to or kept from the payment as a whole.
    pub adjustments: Vec<ProviderAdjustment>,
}
