//! What the status indicator of the Medicare physician fee schedule says of a code.
//!
//! Source: CMS, Physician Fee Schedule, relative value files, documentation of the record layout (RVUPUF), status
//! codes, 2025. D, F, G, H and Q are in older releases only.

/// A status indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// The indicator as published.
    pub letter: char,
    /// What it means, in words for people; no capital, no full stop.
    pub words: &'static str,
    /// What it makes of the code on a claim.
    pub claim: OnClaim,
}

/// What an indicator makes of a code on a Medicare claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnClaim {
    /// It may be reported without a reservation.
    Plain,
    /// It is a code, but Medicare takes or pays it only so far as the words say.
    Reserved,
    /// It is no code any more.
    Gone,
}

const fn payment(letter: char, claim: OnClaim, words: &'static str) -> Payment {
    Payment {
        letter,
        words,
        claim,
    }
}

/// All indicators.
pub const PAYMENTS: [Payment; 18] = [
    payment(
        'A',
        OnClaim::Plain,
        "active: paid by its relative values where it is covered",
    ),
    payment(
        'B',
        OnClaim::Reserved,
        "bundled: Medicare pays it as part of other services, never separately",
    ),
    payment(
        'C',
        OnClaim::Plain,
        "priced by the contractor, mostly case by case",
    ),
    payment('D', OnClaim::Gone, "deleted"),
    payment(
        'E',
        OnClaim::Reserved,
        "kept out of the fee schedule by regulation: where it is covered, it is paid in another way",
    ),
    payment('F', OnClaim::Gone, "deleted, without days of grace"),
    payment(
        'G',
        OnClaim::Reserved,
        "not valid for Medicare after days of grace: another code is used",
    ),
    payment('H', OnClaim::Gone, "deleted modifier"),
    payment(
        'I',
        OnClaim::Reserved,
        "not valid for Medicare: Medicare uses another code for it",
    ),
    payment(
        'J',
        OnClaim::Plain,
        "anesthesia: paid by base units and time, not by relative values",
    ),
    payment('L', OnClaim::Plain, "local: priced by the contractor"),
    payment(
        'M',
        OnClaim::Reserved,
        "a measurement code: for reporting quality, nothing is paid",
    ),
    payment('N', OnClaim::Reserved, "not covered by Medicare"),
    payment(
        'P',
        OnClaim::Reserved,
        "bundled or excluded: Medicare pays nothing for it by itself",
    ),
    payment(
        'Q',
        OnClaim::Reserved,
        "functional information of therapy: for reporting, nothing is paid",
    ),
    payment(
        'R',
        OnClaim::Reserved,
        "restricted coverage: special rules say when it is paid",
    ),
    payment(
        'T',
        OnClaim::Reserved,
        "paid only where the same clinician bills nothing else payable that day",
    ),
    payment(
        'X',
        OnClaim::Reserved,
        "outside the physician fee schedule by law (laboratory tests, for one): paid in another way, if at all",
    ),
];

impl Payment {
    /// The indicator that a table writes; `None` for one that is not known.
    #[must_use]
    pub fn of(written: &str) -> Option<&'static Payment> {
        let mut letters = written.trim().chars();
        let (letter, None) = (letters.next()?, letters.next()) else {
            return None;
        };
        PAYMENTS.iter().find(|one| one.letter == letter)
    }
}
