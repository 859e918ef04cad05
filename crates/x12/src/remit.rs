//! A payment of an 835 as typed values.

use crate::value::Days;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// What an 835 says before its claims: payer, payee, amount, day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remittance {
    /// Name of who pays (N1*PR, N102).
    pub payer: String,
    /// Identifier of who pays (N104); empty if not given.
    pub payer_id: String,
    /// Name of who is paid (N1*PE, N102).
    pub payee: String,
    /// National Provider Identifier or other identifier of who is paid (N104).
    pub payee_id: String,
    /// What the transaction is for (BPR01): `I` payment and advice, `H` advice only …
    pub handling: String,
    /// Amount paid in dollars (BPR02).
    pub amount: Option<Decimal>,
    /// How it is paid (BPR04): `ACH`, `CHK`, `NON` …
    pub method: String,
    /// Day of the payment (BPR16).
    pub date: Option<Date>,
    /// Number of the cheque or transfer (TRN02), by which the money in the bank is found.
    pub trace: String,
}

/// An amount that the payer added to or kept from the whole payment, for no claim of it (PLB). A positive amount was
/// kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderAdjustment {
    /// Identifier of the provider (PLB01).
    pub provider: String,
    /// End of the provider's fiscal year (PLB02).
    pub year_end: Option<Date>,
    /// Why (first component): `WO` recovery of an overpayment, `L6` interest, `FB` balance carried forward …
    pub reason: String,
    /// What it refers to (second component).
    pub reference: String,
    /// Dollars: above zero kept, below zero added.
    pub amount: Decimal,
}

/// What was decided on one claim (loop 2100).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPayment<'a> {
    /// The provider's own number for the claim (CLP01, from CLM01).
    pub id: &'a str,
    /// Status (CLP02): `1` paid as primary, `2` as secondary, `3` as tertiary, `4` denied, `22` reversal …
    pub status: &'a str,
    /// Total charge (CLP03).
    pub charge: Option<Decimal>,
    /// Paid (CLP04).
    pub paid: Option<Decimal>,
    /// What the patient owes (CLP05); none if not given.
    pub patient: Option<Decimal>,
    /// Kind of insurance (CLP06).
    pub filing: &'a str,
    /// The payer's own number for the claim (CLP07), needed to replace or appeal it.
    pub payer_claim: &'a str,
    /// Place of service (CLP08); empty if not given.
    pub place: &'a str,
    /// Frequency code (CLP09); empty if not given.
    pub frequency: &'a str,
    /// Days of the claim (DTM*232, DTM*233).
    pub days: Option<Days>,
    /// Adjustments of the claim as a whole (CAS before the first SVC).
    pub adjustments: Vec<Adjustment<'a>>,
    /// Remark codes of the claim (MIA, MOA).
    pub remarks: Vec<&'a str>,
    /// Lines in their order.
    pub services: Vec<ServicePayment<'a>>,
}

/// What was decided on one line (loop 2110).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePayment<'a> {
    /// The service that was decided on (SVC01).
    pub service: Service<'a>,
    /// Charge (SVC02).
    pub charge: Option<Decimal>,
    /// Paid (SVC03).
    pub paid: Option<Decimal>,
    /// Units paid (SVC05); 1 where it is empty, as the guide has it.
    pub units: Option<Decimal>,
    /// The service as it was billed, where the payer decided on another (SVC06).
    pub original: Option<Service<'a>>,
    /// Units as billed, where the payer paid others (SVC07).
    pub original_units: Option<Decimal>,
    /// Days of service (DTM*472, or DTM*150 and DTM*151).
    pub days: Option<Days>,
    /// The provider's own number for the line (REF*6R).
    pub control: &'a str,
    /// Adjustments of the line (CAS).
    pub adjustments: Vec<Adjustment<'a>>,
    /// Remark codes (LQ*HE).
    pub remarks: Vec<&'a str>,
    /// Which segment of the file its SVC is.
    pub segment: u64,
}

/// A service by its code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service<'a> {
    /// Code system: `HC` for CPT and HCPCS, `NU` for revenue codes …
    pub qualifier: &'a str,
    /// The code.
    pub code: &'a str,
    /// Modifiers in their order.
    pub modifiers: Vec<&'a str>,
}

/// An amount that was not paid, and why (one reason of a CAS).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjustment<'a> {
    /// Who is responsible: `CO` provider by contract, `PR` patient, `OA` other, `PI` payer's initiative, `CR` correction.
    pub group: &'a str,
    /// Claim adjustment reason code.
    pub reason: &'a str,
    /// Dollars taken off the charge; below zero: added.
    pub amount: Decimal,
    /// Units taken off.
    pub quantity: Option<Decimal>,
    /// Which segment of the file its CAS is.
    pub segment: u64,
}

impl ClaimPayment<'_> {
    /// Everything taken off the charge, of the claim and of its lines.
    #[must_use]
    pub fn adjusted(&self) -> Decimal {
        let lines = self.services.iter().flat_map(|s| &s.adjustments);
        sum(self.adjustments.iter().chain(lines).map(|a| a.amount))
    }
}

impl ServicePayment<'_> {
    /// Everything taken off the charge of the line.
    #[must_use]
    pub fn adjusted(&self) -> Decimal {
        sum(self.adjustments.iter().map(|a| a.amount))
    }
}

/// A sum; what would overflow is left out (an element has at most twenty digits).
pub(crate) fn sum(amounts: impl Iterator<Item = Decimal>) -> Decimal {
    amounts.fold(Decimal::ZERO, |sum, amount| {
        sum.checked_add(amount).unwrap_or(sum)
    })
}
