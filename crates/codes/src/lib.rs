//! The vocabulary of billing: codes, modifiers, units and dates of service. Parsing and printing, no I/O.
//!
//! **The main decision: a value that exists is well formed.** Every type here is made by parsing and cannot be
//! changed afterwards, so the crates that use them never check a shape again. What is checked is the *shape* only
//! (five characters, a letter here, a digit there); whether a code was valid on some day is a question for the book.
//!
//! Rejected:
//! - *Plain strings everywhere.* Every door would check shapes in its own way, and a claim could hold `4412O`.
//! - *One enum variant a code.* A code is data: the publishers change thousands of them a year.
//! - *Guessing the system from a list of codes.* The shape tells enough ([`Code::parse`]); where it does not
//!   (`A1234` may be HCPCS or ICD-10-CM written without its point) the caller says which is meant ([`Code::parse_as`]).

mod age;
mod code;
mod date;
mod label;
mod modifier;
mod range;
mod setting;
mod system;
mod tidy;
mod units;
mod written;

pub use age::{Age, AgeError};
pub use code::{Code, CodeError};
pub use date::{DateError, DateOfService, date, day};
pub use label::named_sets;
pub use modifier::{Modifier, ModifierError};
pub use range::{CodeRange, RangeError};
pub use setting::Setting;
pub use system::{System, Systems};
pub use tidy::tidy;
pub use units::{Units, UnitsError};
pub use written::{Written, spreadsheet_code, whole_number, written};
