//! X12 claims and payments: the envelopes, the 837P (005010X222A1) and the 835 (005010X221A1) as typed values, written
//! again byte for byte.
//!
//! **The main decision: the segments are the truth, and the typed values are views of them.** A [`Segment`] keeps the bytes
//! it came from, with the white space before it and the mark behind it. A file is a row of [`Part`]s: frames, claims,
//! payments; their bytes in order are the file. [`ClaimLoop::read`] and [`PaymentLoop::read`] give a typed value that
//! borrows from the segments, and a list of [`Problem`]s. So nothing that is not understood is lost, and a change touches
//! the elements it names and no others ([`rewrite()`]).
//!
//! What is wrong is a value with its place (segment, element, component, byte) and never stops the reading: a damaged claim
//! costs that claim. Problems hold places, counts and amounts, and no names, identifiers or dates of the file.
//!
//! ```
//! use ligature_x12::Document;
//!
//! let file = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260105*1200*^*00501*000000001*0*T*:~\
//!             GS*HC*SENDER*RECEIVER*20260105*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~\
//!             BHT*0019*00*1*20260105*1200*CH~HL*1**20*1~NM1*85*2*CLINIC*****XX*1234567893~\
//!             HL*2*1*22*0~SBR*P*18*******MB~NM1*PR*2*MEDICARE*****PI*1~\
//!             CLM*A1*100***11:B:1*Y*A*Y*Y~HI*ABK:K3580~LX*1~SV1*HC:99213:25*90*UN*1***1~DTP*472*D8*20260102~\
//!             SE*13*0001~GE*1*1~IEA*1*000000001~";
//! let document = Document::read(file.as_bytes())?;
//! for claim in document.claims() {
//!     let (claim, _) = claim.read();
//!     assert_eq!((claim.id, claim.lines[0].code), ("A1", "99213"));
//! }
//! assert_eq!(
//!     document.problems[0].to_string(),
//!     "segment 10 (CLM), byte 324: error: CLM02, the total charge, is 100, but the lines' charges add up to 90"
//! );
//! let mut written = Vec::new();
//! document.write(&mut written)?;
//! assert_eq!(written, file.as_bytes());
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! [`Document`] holds a whole file; [`Parts`] streams one of any length, a claim at a time.
//!
//! Rejected:
//! - *A published crate.* x12-types has typed 837 and 835 bindings, but takes `*` and `~` for granted, asks for segments
//!   in a fixed order, and fails at the first that is not; edi stops at the first mistake and holds the whole file;
//!   x12-stream-parser splits, needs the separators beforehand, and knows no envelopes. None says where in a file something
//!   is wrong.
//! - *A tree of every loop of the guides.* Checks ask for a tenth of the elements; the rest would be types that no one
//!   reads, and a file that breaks the order would not fit them.
//! - *Writing from the typed values.* Every element that they do not hold would be lost.
//! - *Floating-point amounts.* Dollars are added and compared exactly.

mod body;
mod claim;
mod claim_read;
mod context;
mod delimiters;
mod document;
mod envelope;
mod glue;
mod part;
mod parts;
mod problem;
mod read;
mod remit;
mod remit_read;
mod rewrite;
mod segment;
mod value;

pub use claim::{
    Claim, Diagnosis, Line, MOST_DIAGNOSES, MOST_LINES, MOST_MODIFIERS, Provider, Reference,
};
pub use context::{BillingProvider, Context, Payer, Person, Subscriber};
pub use delimiters::{Delimiters, looks_like_x12};
pub use document::Document;
pub use envelope::TransactionKind;
pub use part::{ClaimKind, ClaimLoop, Part, PaymentLoop, Transaction};
pub use parts::Parts;
pub use problem::{Place, Problem, ProblemKind, Severity};
pub use read::Segments;
pub use remit::{
    Adjustment, ClaimPayment, ProviderAdjustment, Remittance, Service, ServicePayment,
};
pub use rewrite::{ChangeError, ClaimChange, LineChange, RewriteError, changed, rewrite};
pub use segment::Segment;
pub use value::Days;
