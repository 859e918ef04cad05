//! What a payer decided about a claim (835), in plain words.
//!
//! **The main decision: every amount that was not paid comes with who is responsible, why, and what to do next; codes that no list
//! has are named as unknown.** The words are authored (`knowledge/remits`), the numbers are the payer's, and a sum that does
//! not add up is reported. Where Ligature's checks of the same claim are given, a denial is compared with their findings.
//!
//! Which claim as it was sent and which line of it a decision is about is chosen by numbers, codes, days and charges
//! ([`Sent`]); where several match equally, the answer says so. A claim that only undoes an earlier payment is not a denial.
//!
//! An appeal is drafted only where a published table of the day contradicts a denial, or lets the line pass with a
//! modifier that was on the claim; else the answer says why there is no ground, and what to do instead ([`appeals`]).
//!
//! Rejected:
//! - *Showing the publishers' texts of reason and remark codes.* They are X12's and CMS's; ours are in our own words.
//! - *A letter for every denial.* One without a ground costs the coder's time and the payer's trust.
//! - *Guessing the reason of a denial from its amount.* The payer's codes say it, or nothing does.

mod answer;
mod appeal;
mod decided;
mod draft;
mod explain;
mod known;
mod letter;
mod line;
mod matched;
mod sent;
mod state;
mod transaction;
mod words;

pub use answer::{
    Adjusted, ClaimAnswer, Meaning, PaymentAdjusted, ServiceAnswer, Share, TransactionAnswer,
};
pub use appeal::{Case, appeals};
pub use draft::{Appeal, Letter, Said, Way};
pub use explain::explain;
pub use known::{Known, PublishedLimit, Record, Support};
pub use matched::{asks, matched, unmatched};
pub use sent::{Choice, Sent, SentClaim};
pub use state::Decided;
pub use transaction::transaction;
