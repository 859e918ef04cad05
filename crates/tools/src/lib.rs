//! The contract and the gate: every capability once, behind one door that knows who asks.
//!
//! **The main decision: a capability is data, and there is one way to it.** The list of tools names each with its title, help,
//! scope, cost and the schemas of its request and answer. [`Gate::call`] takes a request in JSON, [`Gate::ask`] a typed one; both
//! authorise, meter, hold the request against its published schema, run it (away from the async threads if it is heavy),
//! redact what the caller may not read, and write down that it took place, in that order and nowhere else. The command line,
//! the site and the API are doors on this gate, so they cannot give different answers, remarks or refusals.
//!
//! What is behind the gate is private. From the crates below only types of requests and answers are handed on, in the one
//! list of this file: no engine, no index, no table and no reader of files.
//!
//! Every answer names the releases that it rests on, and the day that it holds for.
//!
//! Rejected:
//! - *A trait object a tool.* A list of plain structs can be printed, searched and served.
//! - *Answers made for one door.* What a page shows and what a program reads are the same fields.
//! - *Checks of bounds in each door, or in each tool.* They differ after a month; a schema that is published and read by is one.
//! - *Layers of middleware around each tool.* The order of the steps matters too much to be put together elsewhere.

mod contract;
mod gate;
mod library;
mod list;
mod open;
mod remit_table;
mod stream;
mod typed;

pub use contract::{
    About, BrowseAnswer, BrowseRequest, Citation, Code, CodeHead, CompleteAnswer, CompleteRequest,
    Covered, DiffAnswer, DiffRequest, Difference, Direction, IndicatorValue, Instruction,
    LARGEST_FILE, LARGEST_NOTE, Label, Limit, LocalityText, LookupAnswer, LookupRequest,
    ModifierText, Named, Neighbourhood, NoteText, PairCount, Related, ReleaseLine, ReleasesAnswer,
    ReleasesRequest, SearchAnswer, SearchRequest, SearchResult, SearchText, Section, Skip,
    TableFact, TableLine, TitleFrom, Typing, Unlocks, X12Text,
};
pub use gate::{
    Access, Ask, Audit, Batch, Caller, Cancel, Context, Cost, Denied, Door, Forgetful, Free, Gate,
    Grant, Group, HideTitle, Kind, Meter, Open, Progress, Record, Redact, Refusal, Reply, Scope,
    Secret, Tier, Tool, Use, Wait,
};
pub use library::{
    Amount, Amounts, AuditAnswer, AuditRequest, Audited, Beside, Between, Billed, BookDiffRequest,
    BooksAnswer, Change, Check837Answer, Check837Request, CheckRequest, ClaimRequest, CodeRequest,
    CodedClaim, CompareAnswer, CompareRequest, CrosswalkAnswer, CrosswalkRequest, Effect,
    EffectRequest, EventsRequest, ExplainRequest, Explanation, FileClaim, GlobalPeriodAnswer,
    GlobalPeriodRequest, Held, Indicator, KeyFact, KeyFactsAnswer, KeyFactsRequest, Letters,
    LocalitiesAnswer, LocalitiesRequest, LocalityLine, Mapping, Meaning, MeaningAnswer,
    MeaningRequest, Missed, Moved, OneClaim, PageLine, PagesAnswer, PagesRequest, PairCode,
    PairLine, PairsAnswer, PairsRequest, Period, PriceRequest, PrimariesAnswer, PrimariesRequest,
    RemitAnswer, RemitRequest, Remitted, Revised, Rewrite837Answer, Rewrite837Request, Rewritten,
    Rule, SequenceAnswer, SequenceRequest, SequencedLine, SetChange, SetCounts, Side, Standing,
    Support, Target, TitlesAnswer, TitlesRequest, Together, UnitLimit, UnitLimitAnswer,
    UnitLimitRequest, Verdict,
};
pub use open::Opened;
pub use remit_table::{COLUMNS, Row, Table, Value, kept, rows};
pub use stream::{Answered, FileError, NoteAnswer, OfClaim, Piece, SentClaims};
pub use typed::TypedClaim;

/// Types of requests and answers of the crates below, and what is needed to say them.
pub use ligature_catalog::{LinkKind, NoteKind, Status, Validity};
pub use ligature_claim::check::{
    Allowed, Basis, Checked, Finding, Ground, Layer, LayerAnswer, Severity,
};
pub use ligature_claim::price::{Cited, Priced, PricedLine, Remark as PriceRemark, Step, dollars};
pub use ligature_claim::verdict::{
    Extent, LineChange, LineStatus, LineVerdict, OnCondition, Sum, Verdict as ClaimVerdict,
    WouldStand,
};
pub use ligature_claim::{
    Claim, DOLLARS, Earlier, Line, MOST_LINES, MOST_MODIFIERS, Outcome, Patient, Sex,
};
pub use ligature_codes::{DateError, DateOfService, Modifier, System, Systems, Units};
pub use ligature_coding::{
    Answer, Condition, Confidence, Decision, LeftOut, LookAt, ModifierChoice, Neighbour, Outside,
    Question, State,
};
pub use ligature_edits::Setting;
pub use ligature_intake::{
    Decoded, NotText, Source, Trouble, Unreadable, json, note as decode_note,
};
pub use ligature_note::{
    Assertion, Mention, ProcedureEvent, Quote, Reading, Remark, Section as NoteSection, Span,
    Value as NoteValue,
};
pub use ligature_remit::{
    Adjusted, Appeal, ClaimAnswer, Decided, Letter, Meaning as RemitMeaning, PaymentAdjusted, Said,
    ServiceAnswer, Share, TransactionAnswer, Way,
};
pub use ligature_search::{How, Matched};
pub use ligature_tabular::{Counts, Done, Format as TableFormat, Progress as TableProgress};
pub use ligature_x12::looks_like_x12;
