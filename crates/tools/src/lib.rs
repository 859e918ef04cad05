//! The list of capabilities: each written once, as a typed request and answer.
//!
//! **The main decision: a capability is data.** [`TOOLS`] lists them all, each with a name, a sentence of help, the schemas
//! of its request and answer, and one function from JSON to JSON; the typed functions stand behind it on [`Library`]. The
//! command line, the pages and the API are thin doors on this list, so they cannot give different answers.
//!
//! Every answer names the releases that it rests on, and the day that it holds for.
//!
//! Rejected:
//! - *A trait object a tool.* A list of plain structs can be printed, searched and served.
//! - *Answers made for one door.* What a page shows and what a program reads are the same fields.

mod answers;
mod authored;
mod books;
mod claims;
mod coded;
mod compare;
mod docs;
mod effect;
mod library;
mod list;
mod lookup;
mod named;
mod pairs;
mod range;
mod releases;
mod remits;
mod seek;
mod slips;

pub use answers::{
    BrowseAnswer, BrowseRequest, Citation, CodeHead, CodeRequest, CodeSet, CompleteAnswer,
    CompleteRequest, DiffAnswer, DiffRequest, Difference, Instruction, LookupAnswer, LookupRequest,
    Related, ReleaseLine, ReleasesAnswer, ReleasesRequest, SearchAnswer, SearchRequest,
    SearchResult, Section, TableFact, TitleFrom, ToolError,
};
pub use authored::authored;

pub use books::{BooksAnswer, Revised, SetChange, SetCounts, books};
pub use coded::{About, ClaimRequest, CodedClaim};
pub use compare::{Between, CompareAnswer, CompareRequest, Side, Told};
pub use docs::docs;
pub use effect::{Change, Effect, Standing};
pub use library::Library;
pub use ligature_codes::Setting;
pub use ligature_search::How;
pub use list::{TOOLS, Tool, UNREAD};
pub use pairs::{PairCode, PairCount, PairLine, PairsAnswer, PairsRequest, TableLine};
pub use remits::{RemitAnswer, RemitRequest, Remittances, Remitted};
