//! What is behind the gate: an open book, and one function a capability. Nothing outside this crate sees it.

mod answering;
mod appeals;
mod audit;
mod books;
mod claims;
mod coded;
mod codes_of;
mod compare;
mod core;
mod effect;
mod explain;
mod facts;
mod file;
mod key_facts;
mod links;
mod localities;
mod lookup;
mod meaning;
mod named;
mod notes;
mod outside;
mod pages;
mod pairs;
mod range;
mod releases;
mod remits;
mod seek;
mod slips;
mod tables;
mod together;
mod typed_code;
mod within;

pub use appeals::Letters;
pub use audit::{AuditAnswer, AuditRequest, Audited, Billed, Missed, Support};
pub use books::{BookDiffRequest, BooksAnswer, Revised, SetChange, SetCounts};
pub use claims::{CheckRequest, PriceRequest, SequenceAnswer, SequenceRequest, SequencedLine};
pub use coded::{ClaimRequest, CodedClaim};
pub use codes_of::{TitlesAnswer, TitlesRequest};
pub use compare::{Between, CompareAnswer, CompareRequest, Rule, Side};
use core::meant;
pub(crate) use core::{Call, Library, licensed};
pub use effect::{Change, Effect, EffectRequest, Standing};
pub use explain::{Beside, ExplainRequest, Explanation, Verdict};
pub(crate) use file::Rewriting;
pub use file::{
    Check837Answer, Check837Request, FileClaim, Moved, Rewrite837Answer, Rewrite837Request,
    Rewritten,
};
pub use key_facts::{Amount, Amounts, Held, KeyFact, KeyFactsAnswer, KeyFactsRequest};
pub use links::{CrosswalkAnswer, CrosswalkRequest, Mapping, Target};
pub use localities::{LocalitiesAnswer, LocalitiesRequest, LocalityLine};
pub use meaning::{Indicator, Meaning, MeaningAnswer, MeaningRequest};
pub use notes::{CodeRequest, EventsRequest};
pub use pages::{PageLine, PagesAnswer, PagesRequest};
pub use pairs::{PairCode, PairLine, PairsAnswer, PairsRequest};
pub use remits::{RemitAnswer, RemitRequest, Remitted};
pub(crate) use remits::{only_claim, read_sent};
pub use tables::{
    GlobalPeriodAnswer, GlobalPeriodRequest, Period, PrimariesAnswer, PrimariesRequest, UnitLimit,
    UnitLimitAnswer, UnitLimitRequest,
};
pub use together::{OneClaim, Together};
