//! What is wrong with a file: where, and in a sentence that a biller understands.

use crate::segment::Segment;
use std::fmt;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something is lost, contradictory or against the implementation guide.
    Error,
    /// Read anyway; the next reader may refuse it.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// What kind of problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// Bytes that belong to no interchange.
    NotX12,
    /// The separators are not given, or not as prescribed.
    Separators,
    /// A segment has no end mark.
    NoEnd,
    /// Two end marks with nothing between them.
    Empty,
    /// A segment that no claim and no payment has.
    UnknownSegment,
    /// Longer than anything in a claim or payment.
    TooLong,
    /// The file ends inside something.
    Cut,
    /// An opening without its closing, or the other way round.
    Envelope,
    /// A count that does not hold.
    Count,
    /// A control number that differs between opening and closing.
    ControlNumber,
    /// A kind of transaction that is known and not read.
    NotRead,
    /// A segment at a place where it means nothing.
    Misplaced,
    /// Something that must be there is not.
    Missing,
    /// Not a number.
    NotANumber,
    /// Not a date.
    NotADate,
    /// More than the implementation guide allows.
    TooMany,
    /// Points at something that is not there.
    Dangling,
    /// Amounts that do not add up.
    Balance,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which segment of the file, counted from 1; 0: before the first.
    pub segment: u64,
    /// Its identifier, if it is one that claims and payments use; else empty, so that a mangled name never shows here.
    pub id: &'static str,
    /// Element, counted from 1 as in `CLM02`; 0: the segment as a whole.
    pub element: usize,
    /// Component of a composite element, counted from 1 as in `SV101-2`; 0: the element as a whole.
    pub component: usize,
    /// Byte of the file, counted from 0.
    pub offset: u64,
}

impl Place {
    /// The beginning of a segment.
    #[must_use]
    pub fn of(segment: &Segment) -> Self {
        Self::at(segment, 0, 0)
    }

    /// An element, or a component of it.
    #[must_use]
    pub fn at(segment: &Segment, element: usize, component: usize) -> Self {
        Self {
            segment: segment.number(),
            id: known(segment.id()),
            element,
            component,
            offset: segment.offset_of(element, component),
        }
    }

    /// How billers name it: `CLM02`, `SV101-2`.
    #[must_use]
    pub fn label(&self) -> String {
        match (self.element, self.component) {
            (0, _) => self.id.to_owned(),
            (element, 0) => format!("{}{element:02}", self.id),
            (element, component) => format!("{}{element:02}-{component}", self.id),
        }
    }
}

/// A problem: a value to show, never a reason to stop. It holds places, names of elements, counts and amounts, and no
/// other content of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// How much it matters.
    pub severity: Severity,
    /// What kind it is.
    pub kind: ProblemKind,
    /// What is wrong, in a sentence without its full stop.
    pub message: String,
}

impl Problem {
    /// An error at a place.
    #[must_use]
    pub fn error(place: Place, kind: ProblemKind, message: impl Into<String>) -> Self {
        Self {
            place,
            severity: Severity::Error,
            kind,
            message: message.into(),
        }
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(place: Place, kind: ProblemKind, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(place, kind, message)
        }
    }

    /// Whether a service of a claim, or how often it was given, could not be read.
    #[must_use]
    pub fn loses_a_service(&self) -> bool {
        use ProblemKind::{Misplaced, Missing, NotANumber, TooMany};
        self.severity == Severity::Error
            && matches!(
                (self.place.id, self.place.element, self.kind),
                ("SV1", _, Misplaced | TooMany | Missing)
                    | ("SV1", 4, NotANumber)
                    | ("LX", _, Missing)
            )
    }

    /// Whether segments are lost, unknown or out of their place, so that what was read may be less than what was sent, or
    /// another's.
    #[must_use]
    pub fn is_of_structure(&self) -> bool {
        use ProblemKind::{Cut, Misplaced, Missing, NoEnd, TooLong, UnknownSegment};
        self.severity == Severity::Error
            && matches!(
                self.kind,
                Cut | Misplaced | Missing | NoEnd | TooLong | UnknownSegment
            )
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "segment {}", self.place.segment)?;
        if !self.place.id.is_empty() {
            write!(f, " ({})", self.place.id)?;
        }
        write!(
            f,
            ", byte {}: {}: {}",
            self.place.offset, self.severity, self.message
        )
    }
}

/// The identifiers of segments that envelopes, claims and payments use.
const IDS: [&str; 75] = [
    "AK1", "AMT", "BHT", "BPR", "CAS", "CL1", "CLM", "CLP", "CN1", "CR1", "CR2", "CR3", "CR4",
    "CR5", "CR6", "CR7", "CR8", "CRC", "CTP", "CUR", "DMG", "DN1", "DN2", "DTM", "DTP", "FRM",
    "GE", "GS", "HCP", "HI", "HL", "HSD", "IEA", "IMM", "INS", "ISA", "K3", "LIN", "LQ", "LS",
    "LE", "LX", "MEA", "MIA", "MOA", "N1", "N2", "N3", "N4", "NM1", "NTE", "OI", "PAT", "PER",
    "PLB", "PRV", "PS1", "PWK", "QTY", "RAS", "RDM", "REF", "SBR", "SE", "ST", "SV1", "SV2", "SV3",
    "SV5", "SVC", "SVD", "TA1", "TOO", "TS3", "TRN",
];

/// Further ones, that only payments to hospitals use.
const FURTHER: [&str; 2] = ["TS2", "UR"];

/// The identifier itself if it is a known one, else nothing.
pub(crate) fn known(id: &str) -> &'static str {
    IDS.iter()
        .chain(&FURTHER)
        .find(|known| **known == id)
        .copied()
        .unwrap_or_default()
}
