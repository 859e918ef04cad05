//! The shape of a code set: codes, releases, instructions, links and facts, each with the days on which it is in force.
//!
//! **The main decision: two shapes of one thing.** Readers of publishers' files give a [`Batch`] (plain Rust, easy to fill
//! and to test); [`Catalog::build`] puts all batches together into one [`Catalog`] of flat tables over one text, which is
//! archived as it is. Rows are of fixed size and point into the text by place and length, so an archived catalog is
//! checked in no time and read in place; a row that points outside the text reads as empty, never as somebody else's memory.
//!
//! Rejected:
//! - *A tree of structs with strings.* Two hundred thousand codes make a million small strings, and checking them at every
//!   opening costs more than looking a code up a thousand times.
//! - *One table a release.* Most codes are the same from year to year: a code is one row and knows its releases by bits.

mod batch;
mod build;
mod look;
mod payment;
mod rows;
mod store;
mod text;
mod valid;

pub use batch::{
    Batch, CodeEntry, Fact, IndexTerm, Link, LinkKind, Note, NoteKind, Refusal, Release, Standing,
    Status,
};
pub use build::{BuildError, OURS};
pub use ligature_codes::System;
pub use ligature_codes::{date, day};
pub use look::{CodeId, plain};
pub use payment::{OnClaim, PAYMENTS, Payment};
pub use store::{
    ArchivedCatalog, ArchivedCodeRow, ArchivedReleaseRow, Catalog, CodeRow, FactRow, LinkRow, NONE,
    NoteRow, ReleaseRow, Rows, Span, TermRow, TitleRow,
};
pub use valid::Validity;
