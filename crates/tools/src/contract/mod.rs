//! The contract: what every door may ask and what it is answered with, with its bounds.

mod about;
mod bounds;
mod codes;
mod tables;

pub use about::About;
pub(crate) use bounds::{CLAIMS_837P, PAYMENT_835};
pub use bounds::{
    Code, IndicatorValue, LARGEST_FILE, LARGEST_NOTE, Label, Limit, LocalityText, ModifierText,
    NoteText, SearchText, Skip, Typing, X12Text,
};
pub use codes::{
    BrowseAnswer, BrowseRequest, Citation, CodeHead, CompleteAnswer, CompleteRequest, Covered,
    DiffAnswer, DiffRequest, Difference, Direction, Instruction, LookupAnswer, LookupRequest,
    Named, Neighbourhood, Related, ReleaseLine, ReleasesAnswer, ReleasesRequest, SearchAnswer,
    SearchRequest, SearchResult, Section, TableFact, TitleFrom, Unlocks,
};
pub use tables::{PairCount, TableLine};
