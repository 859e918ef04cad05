//! A claim of an 837P as a typed value (loops 2300 to 2440).

use crate::value::Days;
use rust_decimal::Decimal;

/// The most diagnoses of a claim (005010X222A1, HI of loop 2300).
pub const MOST_DIAGNOSES: usize = 12;

/// The most lines of a claim (005010X222A1, loop 2400).
pub const MOST_LINES: usize = 50;

/// The most modifiers of a line (SV101-3 to SV101-6).
pub const MOST_MODIFIERS: usize = 4;

/// A professional claim. Texts are those of the segments; a number or date that cannot be read is none, and a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim<'a> {
    /// The provider's own number for the claim (CLM01), which the payment gives back.
    pub id: &'a str,
    /// Total charge in dollars (CLM02).
    pub charge: Option<Decimal>,
    /// Place of service (CLM05-1).
    pub place: &'a str,
    /// Frequency code (CLM05-3): `1` original, `7` replacement, `8` void.
    pub frequency: &'a str,
    /// Diagnoses in their order: the first is the one that pointer 1 means.
    pub diagnoses: Vec<Diagnosis<'a>>,
    /// Who gave the services (NM1*82), where a line does not say otherwise.
    pub rendering: Option<Provider<'a>>,
    /// Authorisations, referrals and earlier claims (REF).
    pub references: Vec<Reference<'a>>,
    /// Lines in their order.
    pub lines: Vec<Line<'a>>,
}

/// A diagnosis (one component of HI).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Diagnosis<'a> {
    /// `ABK` (first) and `ABF` for ICD-10-CM; `BK` and `BF` for ICD-9-CM.
    pub qualifier: &'a str,
    /// The code, without point.
    pub code: &'a str,
}

impl Diagnosis<'_> {
    /// Whether it is said to be the principal one.
    #[must_use]
    pub fn is_principal(&self) -> bool {
        matches!(self.qualifier, "ABK" | "BK")
    }
}

/// A provider, without a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provider<'a> {
    /// What kind of identifier it is (NM108): `XX` National Provider Identifier.
    pub qualifier: &'a str,
    /// The identifier (NM109).
    pub id: &'a str,
    /// Taxonomy code of the speciality (PRV03); empty if not given.
    pub taxonomy: &'a str,
}

/// A reference to something that was decided or sent before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// `G1` prior authorisation, `9F` referral, `F8` the payer's number of the claim that this one replaces.
    pub qualifier: &'a str,
    /// The number.
    pub value: &'a str,
}

/// A line of a claim (loop 2400).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number as written (LX01).
    pub number: &'a str,
    /// Code system (SV101-1): `HC` for CPT and HCPCS.
    pub qualifier: &'a str,
    /// The code (SV101-2).
    pub code: &'a str,
    /// Modifiers in their order (SV101-3 to SV101-6).
    pub modifiers: Vec<&'a str>,
    /// Charge in dollars (SV102).
    pub charge: Option<Decimal>,
    /// What the units count (SV103): `UN` units, `MJ` minutes.
    pub basis: &'a str,
    /// Units or minutes (SV104); may have decimals.
    pub units: Option<Decimal>,
    /// Place of service of the line (SV105); empty: that of the claim.
    pub place: &'a str,
    /// Diagnoses it is for (SV107), counted from 1; the first is the main one.
    pub pointers: Vec<usize>,
    /// Days of service (DTP*472).
    pub days: Option<Days>,
    /// The provider's own number for the line (REF*6R), which the payment gives back.
    pub control: &'a str,
    /// Who gave this service, where it is not who gave the others (NM1*82 of loop 2420A).
    pub rendering: Option<Provider<'a>>,
    /// Authorisations and referrals of the line.
    pub references: Vec<Reference<'a>>,
    /// Which segment of the file its LX is.
    pub segment: u64,
}

impl<'a> Claim<'a> {
    /// The sum of the lines' charges, as far as they are numbers.
    #[must_use]
    pub fn lines_charge(&self) -> Decimal {
        self.lines
            .iter()
            .filter_map(|line| line.charge)
            .fold(Decimal::ZERO, |sum, charge| {
                sum.checked_add(charge).unwrap_or(sum)
            })
    }

    /// The place of service of a line: its own, else the claim's.
    #[must_use]
    pub fn place_of(&self, line: &Line<'a>) -> &'a str {
        if line.place.is_empty() {
            self.place
        } else {
            line.place
        }
    }

    /// Who gave the service of a line: who the line names, else who the claim names.
    #[must_use]
    pub fn rendering_of(&self, line: &Line<'a>) -> Option<Provider<'a>> {
        line.rendering.or(self.rendering)
    }
}
